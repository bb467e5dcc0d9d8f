//! Writing: sources with what was read from them, one after another, each whole or not at all.
//!
//! What costs time (parsing, packing, hashing) happens in [`Prepared::new`], which any thread may call; [`Writer`] only
//! puts rows in. Several sources share a transaction, each in a savepoint of its own: nothing is acknowledged before
//! [`Writer::commit`] has returned, and then it stays.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, params};

use crate::pack::pack;
use crate::record::{Record, RecordedAct, place_of};
use crate::{Ledger, LedgerError, SCHEMA, Timestamp, ids};

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
struct PreparedArticle {
    key: String,
    number: u32,
    title: Option<String>,
    kind: String,
    language: String,
    script: Option<String>,
    said: Option<String>,
    issuers: String,
    outlet: Option<String>,
    url: Option<String>,
    wording: [u8; 16],
    characters: usize,
    text: Vec<u8>,
    record: Vec<u8>,
    text_at: usize,
    acts: Vec<PreparedAct>,
}

#[derive(Debug)]
struct PreparedAct {
    local: String,
    said: Option<String>,
    body: String,
    act: RecordedAct,
}

impl Prepared {
    /// From a source's name and bytes and the records that were read from it, as JSON Lines.
    ///
    /// # Errors
    /// A record that is not of the schema, or not of these bytes.
    pub fn new(name: &str, bytes: &[u8], records: &[u8]) -> Result<Self, LedgerError> {
        let records = std::str::from_utf8(records).map_err(|e| bad_record(name)(wrong(&e.to_string())))?;
        let prepared = Self::of_records(name, hash(bytes), records)?;
        Ok(Self { bytes: bytes.len() as u64, content: pack(bytes), ..prepared })
    }

    /// The same without the bytes, which are in the ledger already.
    fn of_records(name: &str, hash: [u8; 32], records: &str) -> Result<Self, LedgerError> {
        let bad = bad_record(name);
        let hex = blake3::Hash::from_bytes(hash).to_hex();
        let mut prepared = Self {
            name: name.to_owned(),
            hash,
            media_type: String::new(),
            bytes: 0,
            content: Vec::new(),
            maker: String::new(),
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
            if prepared.articles.is_empty() {
                let program = serde_json::to_string(&record.program).map_err(&bad)?;
                prepared.maker = format!(r#"{{"program":{program},"packs":{}}}"#, record.packs.get());
                prepared.media_type = record.source.media_type.clone().into_owned();
            }
            prepared.articles.push(article(line, record).map_err(&bad)?);
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

    /// Its acts by article and local name, as rows will hold them.
    pub(crate) fn acts_by_article(&self) -> impl Iterator<Item = (&str, BTreeMap<String, RecordedAct>)> {
        let bare = |act: &RecordedAct| RecordedAct { id: String::new(), ..act.clone() };
        self.articles.iter().map(move |article| {
            let acts = article.acts.iter().map(|one| (one.local.clone(), bare(&one.act)));
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

fn article(line: &str, record: Record<'_>) -> Result<PreparedArticle, serde_json::Error> {
    let text: String = serde_json::from_str(record.text.get())?;
    let place = place_of(line, record.text);
    let rest = [&line[..place.start], &line[place.end..]].concat();
    // A text without a day of its own is dated by its dateline; nothing is guessed beyond that.
    let said = record.published.or_else(|| record.dateline.and_then(|line| line.date.map(|day| day.into_owned())));
    let mut acts = Vec::with_capacity(record.acts.len());
    for act in record.acts {
        let local = ids::local(&act.id).ok_or_else(|| wrong(&format!("{:?} is no id of an act", act.id)))?;
        let body = serde_json::to_string(&act)?;
        acts.push(PreparedAct { local, said: said.clone(), body, act });
    }
    Ok(PreparedArticle {
        key: record.id,
        number: record.source.article,
        title: record.title,
        kind: record.kind,
        language: record.language,
        script: record.script,
        said,
        issuers: serde_json::to_string(&record.issuers)?,
        outlet: record.outlet,
        url: record.url,
        wording: wording(&text),
        characters: text.chars().count(),
        text: pack(text.as_bytes()),
        record: pack(rest.as_bytes()),
        text_at: place.start,
        acts,
    })
}

/// A digest of the text's letters and digits: copies that differ in white space and marks alone agree in it.
fn wording(text: &str) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    hasher.update(letters.as_bytes());
    let mut out = [0; 16];
    out.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    out
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
        // Its copies too: one of them may be the first of that wording now.
        .prepare_cached(
            "INSERT INTO change (article) SELECT DISTINCT c.id FROM article t JOIN article c ON c.wording = t.wording
             WHERE t.reading = ?1 ORDER BY c.id",
        )?
        .execute([reading])?;
    Ok(())
}

fn reading(ledger: &Ledger, source: i64, prepared: &Prepared, learnt: Timestamp) -> Result<(), LedgerError> {
    let db = &ledger.db;
    let reading = db
        .prepare_cached("INSERT INTO reading (source, maker, learnt) VALUES (?1, ?2, ?3)")?
        .insert(params![source, prepared.maker, learnt.micros()])?;
    for one in &prepared.articles {
        put_article(ledger, reading, one, None)?;
    }
    Ok(())
}

/// Puts in an article with its acts; under a row of its own, or the one it had elsewhere.
fn put_article(ledger: &Ledger, reading: i64, one: &PreparedArticle, row: Option<i64>) -> Result<(), LedgerError> {
    let db = &ledger.db;
    let mut articles = db.prepare_cached(
        "INSERT INTO article (id, reading, key, number, title, kind, language, script, said, issuers, outlet, url, wording,
         characters, text, record, text_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    )?;
    let mut acts = db.prepare_cached(
        "INSERT INTO act (article, local, kind, said, deadline, specificity, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut actors = db.prepare_cached("INSERT OR IGNORE INTO act_actor (actor, role, act) VALUES (?1, ?2, ?3)")?;
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
        one.wording,
        one.characters as i64,
        one.text,
        one.record,
        one.text_at as i64
    ])?;
    for PreparedAct { local, said, body, act } in &one.acts {
        let specificity = if act.kind == "commitment" { act.specificity() } else { 0 };
        let row = acts.insert(params![article, local, act.kind, said, act.deadline(), specificity, body])?;
        let roles =
            [("holder", &act.holders), ("addressee", &act.addressees), ("target", &act.targets), ("via", &act.via)];
        for (role, names) in roles {
            for actor in names {
                actors.execute(params![actor, role, row])?;
            }
        }
    }
    db.prepare_cached("INSERT INTO change (article) VALUES (?1)")?.execute([article])?;
    Ok(())
}

/// Puts in the article that a record tells, read from the bytes of that hash, under the row it had elsewhere.
pub(crate) fn put_record(
    ledger: &Ledger,
    reading: i64,
    row: i64,
    hash: &[u8; 32],
    record: &str,
) -> Result<(), LedgerError> {
    let prepared = Prepared::of_records(&format!("the article in row {row}"), *hash, record)?;
    match prepared.articles.as_slice() {
        [one] => put_article(ledger, reading, one, Some(row)),
        all => Err(LedgerError::Import(format!("row {row} should hold one article and holds {}", all.len()))),
    }
}
