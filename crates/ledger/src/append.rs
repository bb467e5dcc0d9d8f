//! Writing: sources with what was read from them, one after another, each whole or not at all.
//!
//! What costs time (parsing, packing, hashing) happens in [`Prepared::new`], which any thread may call; [`Writer`] only
//! puts rows in. Several sources share a transaction, each in a savepoint of its own: nothing is acknowledged before
//! [`Writer::commit`] has returned, and then it stays.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, params};

use crate::family::{Signs, Told};
use crate::pack::{Body, Part, pack_beside, stands_beside, unpack};
use crate::record::{Clue, Record, RecordedAct};
use crate::whole::{self, Shared};
use crate::{Folding, Ledger, LedgerError, SCHEMA, Timestamp, acts, ids};

/// A source ready to be written.
#[derive(Debug)]
pub struct Prepared {
    name: String,
    hash: [u8; 32],
    media_type: String,
    bytes: u64,
    content: Vec<u8>,
    maker: String,
    articles: Vec<PreparedArticle>,
}

#[derive(Debug)]
pub(crate) struct PreparedArticle {
    key: String,
    number: u32,
    title: Option<String>,
    kind: String,
    pub(crate) language: String,
    script: Option<String>,
    pub(crate) said: Option<String>,
    pub(crate) issuers: String,
    outlet: Option<String>,
    url: Option<String>,
    signs: Signs,
    pub(crate) characters: i64,
    pub(crate) text: String,
    body: Vec<u8>,
    pub(crate) acts: Vec<PreparedAct>,
}

#[derive(Debug)]
pub(crate) struct PreparedAct {
    local: String,
    pub(crate) act: RecordedAct,
}

impl Prepared {
    /// From a source's name and bytes and the records that were read from it, as JSON Lines. By the ledger's folding copies in
    /// both scripts meet.
    ///
    /// # Errors
    /// A record that is not of the schema, or not of these bytes.
    pub fn new(name: &str, bytes: &[u8], records: &[u8], folding: &Folding) -> Result<Self, LedgerError> {
        let records = std::str::from_utf8(records).map_err(|e| bad_record(name)(wrong(&e.to_string())))?;
        let prepared = Self::of_records(name, hash(bytes), None, records, folding)?;
        let texts: String = prepared.articles.iter().map(|article| article.text.as_str()).collect();
        Ok(Self { bytes: bytes.len() as u64, content: pack_beside(bytes, &texts), ..prepared })
    }

    /// The same without the bytes, which are in the ledger already, and perhaps what made them.
    fn of_records(
        name: &str,
        hash: [u8; 32],
        maker: Option<String>,
        records: &str,
        folding: &Folding,
    ) -> Result<Self, LedgerError> {
        let bad = bad_record(name);
        let hex = blake3::Hash::from_bytes(hash).to_hex();
        let mut prepared = Self {
            name: name.to_owned(),
            hash,
            media_type: String::new(),
            bytes: 0,
            content: Vec::new(),
            maker: maker.unwrap_or_default(),
            articles: Vec::new(),
        };
        for line in records.lines().filter(|line| !line.trim().is_empty()) {
            let record: Record<'_> = serde_json::from_str(line).map_err(&bad)?;
            if record.schema != SCHEMA {
                return Err(bad(wrong(&format!("its schema is {}", record.schema))));
            }
            if record.source.blake3 != hex.as_str() {
                return Err(bad(wrong(&format!("it was read from other bytes ({})", record.source.name))));
            }
            if prepared.maker.is_empty() {
                let program = serde_json::to_string(&record.program).map_err(&bad)?;
                prepared.maker = format!(r#"{{"program":{program},"packs":{}}}"#, record.packs.get());
                prepared.media_type = record.source.media_type.clone().into_owned();
            }
            prepared.articles.push(article(line, record, (hex.as_str(), &prepared.maker), folding).map_err(&bad)?);
        }
        Ok(prepared)
    }

    /// How many articles it holds.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.articles.len()
    }

    /// How many acts they hold.
    #[must_use]
    pub fn acts(&self) -> usize {
        self.articles.iter().map(|article| article.acts.len()).sum()
    }
}

impl Prepared {
    pub(crate) const fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// Whether it holds no article.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// What heads of its articles say, by article: what a further reading may change beside acts.
    pub(crate) fn heads(&self) -> impl Iterator<Item = (&str, String)> {
        self.articles.iter().map(|one| {
            let head = [one.title.as_deref(), Some(&*one.kind), one.said.as_deref(), Some(&*one.issuers)];
            (one.key.as_str(), head.map(Option::unwrap_or_default).join(" | "))
        })
    }

    /// Its acts by article and local name.
    pub(crate) fn acts_by_article(&self) -> impl Iterator<Item = (&str, BTreeMap<String, RecordedAct>)> {
        self.articles.iter().map(|article| {
            let acts = article.acts.iter().map(|one| (one.local.clone(), one.act.clone()));
            (article.key.as_str(), acts.collect())
        })
    }
}

fn bad_record(name: &str) -> impl Fn(serde_json::Error) -> LedgerError {
    move |error| LedgerError::Record { source_name: name.to_owned(), known: SCHEMA, error }
}

fn wrong(message: &str) -> serde_json::Error {
    serde::de::Error::custom(message)
}

/// What program and packs made a reading, as its row keeps it.
#[derive(serde::Deserialize)]
struct Maker<'m> {
    #[serde(borrow)]
    packs: &'m serde_json::value::RawValue,
}

/// The packs of a reading's maker, as JSON.
pub(crate) fn packs_of(maker: &str) -> &str {
    serde_json::from_str::<Maker<'_>>(maker).map_or("", |maker| maker.packs.get())
}

fn article(
    line: &str,
    record: Record<'_>,
    (hash, maker): (&str, &str),
    folding: &Folding,
) -> Result<PreparedArticle, serde_json::Error> {
    let text: String = serde_json::from_str(record.text.get())?;
    let with = Shared { key: &record.id, hash, packs: packs_of(maker) };
    let body = whole::cut(line, (record.text, text), record.acts, record.packs, with);
    let recorded: Vec<RecordedAct> = serde_json::from_str(record.acts.get())?;
    let mut acts = Vec::with_capacity(recorded.len());
    for act in recorded {
        let local = ids::local(&act.id).ok_or_else(|| wrong(&format!("{:?} is no id of an act", act.id)))?;
        acts.push(PreparedAct { local, act: RecordedAct { id: String::new(), ..act } });
    }
    Ok(PreparedArticle {
        // A text without a day of its own is dated by its dateline, else as far as it tells: by a year, or a month of one.
        said: record
            .published
            .or_else(|| record.dateline.and_then(|line| line.date.map(|day| day.into_owned())))
            .or_else(|| as_far(&record.date_clues)),
        key: record.id,
        number: record.source.article,
        title: record.title,
        kind: record.kind,
        language: record.language,
        script: record.script,
        issuers: serde_json::to_string(&record.issuers)?,
        outlet: record.outlet,
        url: record.url,
        signs: Signs::of(&body.text, folding.table()),
        characters: body.text.chars().count() as i64,
        body: body.pack(),
        text: body.text,
        acts,
    })
}

/// The month or year of the most trusted sign that tells one: when somebody posted it says nothing of when it was said.
fn as_far(clues: &[Clue<'_>]) -> Option<String> {
    let told = |date: &str| matches!(date.len(), 4 | 7) && date.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let best = clues.iter().find(|clue| clue.ground != "post" && !clue.date.starts_with('-') && told(&clue.date))?;
    Some(best.date.clone().into_owned())
}

/// A record as its article is packed: what the dictionary is trained on.
///
/// # Errors
/// A record that is not of the schema.
#[doc(hidden)]
pub fn packed_form(record: &str) -> Result<Vec<u8>, serde_json::Error> {
    let read: Record<'_> = serde_json::from_str(record)?;
    let text: String = serde_json::from_str(read.text.get())?;
    let with = Shared { key: &read.id, hash: &read.source.blake3, packs: read.packs.get() };
    let body = whole::cut(record, (read.text, text), read.acts, read.packs, with);
    Ok([body.text, body.acts, body.rest].concat().into_bytes())
}

/// What names bytes.
#[must_use]
pub fn hash(bytes: &[u8]) -> [u8; 32] {
    *blake3::hash(bytes).as_bytes()
}

/// What became of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was not there.
    New,
    /// It was there, under this name.
    Same,
    /// Its bytes were there, under another name; both lead to it now.
    Renamed,
    /// Under this name other bytes were there; they are kept, and no longer count as current.
    Changed,
}

/// Writes sources.
#[derive(Debug)]
pub struct Writer<'l> {
    ledger: &'l Ledger,
    open: bool,
}

impl Ledger {
    /// A writer; only for a ledger opened to write.
    ///
    /// # Errors
    /// Where it was opened to ask only.
    pub fn writer(&self) -> Result<Writer<'_>, LedgerError> {
        if self.may_write() {
            Ok(Writer { ledger: self, open: false })
        } else {
            Err(LedgerError::Busy(self.folder().to_path_buf()))
        }
    }

    /// The hashes of all sources with a current reading: what need not be read again.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn known(&self) -> Result<BTreeSet<[u8; 32]>, LedgerError> {
        let mut known = self.db.prepare(
            "SELECT s.blake3 FROM source s WHERE EXISTS (SELECT 1 FROM reading r WHERE r.source = s.id AND r.superseded IS NULL)",
        )?;
        let rows = known.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Writes a source with its reading; acknowledged by the next [`Writer::commit`].
    ///
    /// # Errors
    /// Where the store fails; then this source is not in, and those before it are as they were.
    pub fn append(&mut self, source: &Prepared, learnt: Timestamp) -> Result<Added, LedgerError> {
        self.whole(|ledger| append(ledger, source, learnt))
    }

    /// Notes that bytes which are in already were found under `name`.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn found_again(&mut self, name: &str, hash: &[u8; 32], learnt: Timestamp) -> Result<Added, LedgerError> {
        self.whole(|ledger| {
            let source = source_of(ledger, hash)?.ok_or_else(|| LedgerError::Damaged {
                what: name.to_owned(),
                error: "its source was there a moment ago and is not".to_owned(),
            })?;
            named(ledger, source, name, learnt)
        })
    }

    /// Puts a further reading of a source in the place of its present one.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn read_again(&mut self, source: &Prepared, learnt: Timestamp) -> Result<(), LedgerError> {
        self.whole(|ledger| {
            let row = source_of(ledger, &source.hash)?.ok_or_else(|| LedgerError::Damaged {
                what: source.name.clone(),
                error: "a source that is not there can't be read again".to_owned(),
            })?;
            ledger.carry_judgements(source, learnt)?;
            supersede(ledger, row, learnt)?;
            reading(ledger, row, source, learnt)
        })
    }

    /// One unit of work: in a transaction that stays open, in a savepoint of its own.
    fn whole<T>(&mut self, work: impl FnOnce(&Ledger) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let db = &self.ledger.db;
        if !self.open {
            db.execute_batch("BEGIN IMMEDIATE")?;
            self.open = true;
        }
        db.execute_batch("SAVEPOINT source")?;
        match work(self.ledger) {
            Ok(done) => {
                db.execute_batch("RELEASE source")?;
                Ok(done)
            }
            Err(error) => {
                // On a full disk SQLite takes the whole transaction back by itself, and there is no savepoint left. What counts
                // is why this source failed.
                if db.is_autocommit() || db.execute_batch("ROLLBACK TO source; RELEASE source").is_err() {
                    self.open = !db.is_autocommit();
                }
                Err(error)
            }
        }
    }

    /// Makes everything appended so far stay.
    ///
    /// # Errors
    /// Where the disk is full or fails: nothing since the last commit is in then.
    pub fn commit(&mut self) -> Result<(), LedgerError> {
        if self.open {
            self.ledger.db.execute_batch("COMMIT")?;
            self.open = false;
        }
        Ok(())
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if self.open {
            // Whoever drops a writer without committing has been told why.
            let _ = self.ledger.db.execute_batch("ROLLBACK");
        }
    }
}

fn source_of(ledger: &Ledger, hash: &[u8; 32]) -> Result<Option<i64>, LedgerError> {
    let mut find = ledger.db.prepare_cached("SELECT id FROM source WHERE blake3 = ?1")?;
    Ok(find.query_row([hash], |row| row.get(0)).optional()?)
}

fn append(ledger: &Ledger, source: &Prepared, learnt: Timestamp) -> Result<Added, LedgerError> {
    if let Some(row) = source_of(ledger, &source.hash)? {
        if current_reading(ledger, row)?.is_none() {
            reading(ledger, row, source, learnt)?;
        }
        return named(ledger, row, &source.name, learnt);
    }
    let mut insert = ledger.db.prepare_cached(
        "INSERT INTO source (blake3, media_type, bytes, content, learnt) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let media_type = &source.media_type;
    let row = insert.insert(params![source.hash, media_type, source.bytes as i64, source.content, learnt.micros()])?;
    reading(ledger, row, source, learnt)?;
    match named(ledger, row, &source.name, learnt)? {
        Added::Changed => Ok(Added::Changed),
        _ => Ok(Added::New),
    }
}

/// Gives a source a name. The source that had it before is no longer current, unless it has another name still.
fn named(ledger: &Ledger, source: i64, name: &str, learnt: Timestamp) -> Result<Added, LedgerError> {
    let mut last =
        ledger.db.prepare_cached("SELECT source FROM source_name WHERE name = ?1 ORDER BY id DESC LIMIT 1")?;
    let before: Option<i64> = last.query_row([name], |row| row.get(0)).optional()?;
    if before == Some(source) {
        return Ok(Added::Same);
    }
    let mut insert = ledger.db.prepare_cached("INSERT INTO source_name (source, name, learnt) VALUES (?1, ?2, ?3)")?;
    insert.execute(params![source, name, learnt.micros()])?;
    let Some(before) = before else { return Ok(Added::Renamed) };
    let mut held = ledger.db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM source_name n WHERE n.source = ?1 AND NOT EXISTS
         (SELECT 1 FROM source_name later WHERE later.name = n.name AND later.id > n.id))",
    )?;
    if !held.query_row([before], |row| row.get::<_, bool>(0))? {
        supersede(ledger, before, learnt)?;
    }
    Ok(Added::Changed)
}

fn current_reading(ledger: &Ledger, source: i64) -> Result<Option<i64>, LedgerError> {
    let mut find = ledger.db.prepare_cached("SELECT id FROM reading WHERE source = ?1 AND superseded IS NULL")?;
    Ok(find.query_row([source], |row| row.get(0)).optional()?)
}

fn supersede(ledger: &Ledger, source: i64, at: Timestamp) -> Result<(), LedgerError> {
    let Some(reading) = current_reading(ledger, source)? else { return Ok(()) };
    ledger
        .db
        .prepare_cached("UPDATE reading SET superseded = ?2 WHERE id = ?1")?
        .execute(params![reading, at.micros()])?;
    ledger
        .db
        // Its family too: another may be the first of it now.
        .prepare_cached(
            "INSERT INTO change (article) SELECT id FROM article WHERE reading = ?1 UNION
             SELECT c.id FROM article t JOIN article c ON c.family = coalesce(t.family, t.id) WHERE t.reading = ?1 UNION
             SELECT t.family FROM article t WHERE t.reading = ?1 AND t.family IS NOT NULL ORDER BY 1",
        )?
        .execute([reading])?;
    Ok(())
}

/// The row of what made a reading.
pub(crate) fn maker_row(ledger: &Ledger, maker: &str) -> Result<i64, LedgerError> {
    let mut find = ledger.db.prepare_cached("SELECT id FROM maker WHERE told = ?1")?;
    if let Some(row) = find.query_row([maker], |row| row.get(0)).optional()? {
        return Ok(row);
    }
    Ok(ledger.db.prepare_cached("INSERT INTO maker (told) VALUES (?1)")?.insert([maker])?)
}

fn reading(ledger: &Ledger, source: i64, prepared: &Prepared, learnt: Timestamp) -> Result<(), LedgerError> {
    let reading = ledger
        .db
        .prepare_cached("INSERT INTO reading (source, maker, learnt) VALUES (?1, ?2, ?3)")?
        .insert(params![source, maker_row(ledger, &prepared.maker)?, learnt.micros()])?;
    for one in &prepared.articles {
        put_article(ledger, reading, one, None)?;
    }
    Ok(())
}

/// Puts in an article with its acts; under a row of its own, or the one it had elsewhere.
fn put_article(ledger: &Ledger, reading: i64, one: &PreparedArticle, row: Option<i64>) -> Result<(), LedgerError> {
    let db = &ledger.db;
    let family = ledger.family_of(&Told {
        row: i64::MAX,
        signs: &one.signs,
        text: &one.text,
        characters: one.characters,
        said: one.said.as_deref(),
        issuers: &one.issuers,
        language: &one.language,
        acts: one.acts.iter().map(|one| &one.act).collect(),
    })?;
    let kinds = one.acts.iter().fold(0, |bits, act| bits | ids::kind_bit(&act.act.kind));
    let mut articles = db.prepare_cached(
        "INSERT INTO article (id, reading, key, number, title, kind, language, script, said, issuers, outlet, url, wording,
         family, characters, acts, kinds, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    )?;
    let article = articles.insert(params![
        row,
        reading,
        one.key,
        one.number,
        one.title,
        one.kind,
        one.language,
        one.script,
        one.said,
        one.issuers,
        one.outlet,
        one.url,
        one.signs.wording,
        family,
        one.characters,
        one.acts.len() as i64,
        kinds,
        one.body
    ])?;
    let mut actors: BTreeMap<(&str, usize, char), i64> = BTreeMap::new();
    let mut dues = BTreeSet::new();
    for PreparedAct { act, .. } in &one.acts {
        for (role, names) in acts::roles(act).into_iter().enumerate() {
            // Twice in one act is one act.
            for name in names.iter().collect::<BTreeSet<_>>() {
                *actors.entry((name.as_str(), role, ids::letter(&act.kind).unwrap_or('x'))).or_default() += 1;
            }
        }
        dues.extend(act.deadline());
    }
    let mut put =
        db.prepare_cached("INSERT INTO actor (name, role, said, article, kind, acts) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for ((name, role, kind), number) in actors {
        put.execute(params![
            name,
            role as i64,
            one.said.as_deref().unwrap_or_default(),
            article,
            kind.to_string(),
            number
        ])?;
    }
    let mut put = db.prepare_cached("INSERT INTO due (deadline, article) VALUES (?1, ?2)")?;
    for deadline in dues {
        put.execute(params![deadline, article])?;
    }
    if family.is_none() {
        ledger.put_sketch(article, &one.signs.sketch)?;
    }
    db.prepare_cached("INSERT INTO change (article) VALUES (?1)")?.execute([article])?;
    Ok(())
}

/// Puts in the article that a record tells, read from the bytes of that hash by that maker, under the row it had elsewhere.
pub(crate) fn put_record(
    ledger: &Ledger,
    reading: i64,
    row: i64,
    (hash, maker): (&[u8; 32], String),
    record: &str,
) -> Result<(), LedgerError> {
    let prepared =
        Prepared::of_records(&format!("the article in row {row}"), *hash, Some(maker), record, &ledger.folding)?;
    match prepared.articles.as_slice() {
        [one] => put_article(ledger, reading, one, Some(row)),
        all => Err(LedgerError::Import(format!("row {row} should hold one article and holds {}", all.len()))),
    }
}

impl Ledger {
    /// The texts of a source's first reading, one behind another: beside them its bytes are packed.
    fn texts_beside(&self, source: i64) -> Result<String, LedgerError> {
        let mut list = self.db.prepare_cached(
            "SELECT id, body FROM article WHERE reading = (SELECT min(id) FROM reading WHERE source = ?1) ORDER BY id",
        )?;
        let mut rows = list.query([source])?;
        let mut texts = String::new();
        while let Some(row) = rows.next()? {
            let (id, body): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
            texts += &Body::unpack(&body, Part::Text, &|| format!("the text of the article in row {id}"))?.text;
        }
        Ok(texts)
    }

    /// The bytes of a source out of its row.
    pub(crate) fn unpacked(
        &self,
        source: i64,
        packed: &[u8],
        what: &dyn Fn() -> String,
    ) -> Result<Vec<u8>, LedgerError> {
        let texts = if stands_beside(packed) { self.texts_beside(source)? } else { String::new() };
        unpack(packed, &texts, what)
    }

    /// Packs sources, that came in before their texts, beside these.
    pub(crate) fn pack_sources_beside_texts(&self) -> Result<(), LedgerError> {
        let mut list = self.db.prepare("SELECT id FROM source ORDER BY id")?;
        let rows: Vec<i64> = list.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut read = self.db.prepare("SELECT content FROM source WHERE id = ?1")?;
        let mut write = self.db.prepare("UPDATE source SET content = ?2 WHERE id = ?1")?;
        for row in rows {
            let packed: Vec<u8> = read.query_row([row], |row| row.get(0))?;
            let texts = self.texts_beside(row)?;
            if !stands_beside(&packed) && !texts.is_empty() {
                let beside = pack_beside(&unpack(&packed, "", &|| format!("the source in row {row}"))?, &texts);
                if beside.len() < packed.len() {
                    write.execute(params![row, beside])?;
                }
            }
        }
        Ok(())
    }
}
