//! Writing: sources with what was read from them, one after another, each whole or not at all.
//!
//! What costs time (parsing, packing, hashing) happens in [`Prepared::new`] (`prepared.rs`); [`Writer`] only puts rows in. Several sources share a transaction, each in a savepoint of its own: nothing is acknowledged before
//! [`Writer::commit`] has returned, and then it stays.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, params};

use crate::pack::{Part, pack_beside, stands_beside, unpack};
use crate::prepared::{For, PreparedArticle};
use crate::schema::{day, hashed};
use crate::{Ledger, LedgerError, Prepared, Timestamp};

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

    /// Whether the source of that hash is among [`Ledger::known`]: of one, without a look at the others.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn knows(&self, hash: &[u8; 32]) -> Result<bool, LedgerError> {
        let Some(source) = source_of(self, hash)? else { return Ok(false) };
        Ok(current_reading(self, source)?.is_some())
    }
}

impl Writer<'_> {
    /// Writes a source with its reading; acknowledged by the next [`Writer::commit`].
    ///
    /// # Errors
    /// Where the store fails; then this source is not in, and those before it are as they were.
    pub fn append(&mut self, source: &Prepared, learnt: Timestamp) -> Result<Added, LedgerError> {
        let added = self.whole(|ledger| append(ledger, source, learnt))?;
        // What comes after is packed by it, so it is not put off to the end of a long transaction.
        if self.ledger.is_dictionary_due()? {
            self.commit()?;
        }
        Ok(added)
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
    pub(crate) fn whole<T>(&mut self, work: impl FnOnce(&Ledger) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
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
            // What is in stays in without it, only larger.
            let _ = self.ledger.make_dictionary();
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

pub(crate) fn source_of(ledger: &Ledger, hash: &[u8; 32]) -> Result<Option<i64>, LedgerError> {
    let mut find = ledger.db.prepare_cached(&format!("SELECT id FROM source WHERE {}", hashed("", "?1")))?;
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

pub(crate) fn current_reading(ledger: &Ledger, source: i64) -> Result<Option<i64>, LedgerError> {
    let mut find = ledger.db.prepare_cached("SELECT id FROM reading WHERE source = ?1 AND superseded IS NULL")?;
    Ok(find.query_row([source], |row| row.get(0)).optional()?)
}

pub(crate) fn supersede(ledger: &Ledger, source: i64, at: Timestamp) -> Result<(), LedgerError> {
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

pub(crate) fn reading(ledger: &Ledger, source: i64, prepared: &Prepared, learnt: Timestamp) -> Result<(), LedgerError> {
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
    let family = ledger.family_of(&one.told())?;
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
        one.kinds(),
        one.packed(ledger.packing().now().as_ref())
    ])?;
    put_actors(ledger, article, one)?;
    if family.is_none() {
        ledger.put_sketch(article, &one.signs)?;
    }
    db.prepare_cached("INSERT INTO change (article) VALUES (?1)")?.execute([article])?;
    Ok(())
}

/// The row of a name that stands in acts.
fn name_row(ledger: &Ledger, name: &str) -> Result<i64, LedgerError> {
    if let Some(row) = ledger.name_row(name)? {
        return Ok(row);
    }
    Ok(ledger.db.prepare_cached("INSERT INTO name (told) VALUES (?1)")?.insert([name])?)
}

/// A name in a role, as a number: in the order of [`crate::acts::ROLES`].
pub(crate) const fn who(name: i64, role: usize) -> i64 {
    name << 2 | role as i64
}

/// How many acts of a kind, as one number.
pub(crate) const fn tallied(kind: i64, number: i64) -> i64 {
    number << 3 | kind
}

/// Puts in by what an article's acts are found.
fn put_actors(ledger: &Ledger, article: i64, one: &PreparedArticle) -> Result<(), LedgerError> {
    let db = &ledger.db;
    let mut put =
        db.prepare_cached(&format!("INSERT INTO actor (who, day, article, acts) VALUES (?1, {}, ?3, ?4)", day("?2")))?;
    let said = one.said.as_deref().unwrap_or_default();
    // They come in the order of names.
    let mut last: Option<(&str, i64)> = None;
    for ((name, role, kind), number) in one.actors() {
        let id = match last {
            Some((told, id)) if told == name => id,
            _ => name_row(ledger, name)?,
        };
        last = Some((name, id));
        put.execute(params![who(id, role), said, article, tallied(kind, number)])?;
    }
    let mut put = db.prepare_cached(&format!("INSERT OR IGNORE INTO due (day, article) VALUES ({}, ?2)", day("?1")))?;
    for deadline in one.deadlines() {
        put.execute(params![deadline, article])?;
    }
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
    let prepared = Prepared::of_records(
        &format!("the article in row {row}"),
        *hash,
        Some(maker),
        record,
        (&ledger.folding, For::Keeping),
    )?;
    match prepared.articles.as_slice() {
        [one] => put_article(ledger, reading, one, Some(row)),
        all => Err(LedgerError::Import(format!("row {row} should hold one article and holds {}", all.len()))),
    }
}

impl Ledger {
    /// The row of a name, where any act has it.
    pub(crate) fn name_row(&self, name: &str) -> Result<Option<i64>, LedgerError> {
        let mut find = self.db.prepare_cached("SELECT id FROM name WHERE told = ?1")?;
        Ok(find.query_row([name], |row| row.get(0)).optional()?)
    }

    /// The texts of a source's first reading, one behind another: beside them its bytes are packed.
    pub(crate) fn texts_beside(&self, source: i64) -> Result<String, LedgerError> {
        let mut list = self.db.prepare_cached(
            "SELECT id, body FROM article WHERE reading = (SELECT min(id) FROM reading WHERE source = ?1) ORDER BY id",
        )?;
        let mut rows = list.query([source])?;
        let mut texts = String::new();
        while let Some(row) = rows.next()? {
            let (id, body): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
            texts += &self.body(&body, Part::Text, &|| self.article_told("the text", id))?.text;
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
                let beside = pack_beside(&unpack(&packed, "", &|| self.source_told(row))?, &texts);
                if beside.len() < packed.len() {
                    write.execute(params![row, beside])?;
                }
            }
        }
        Ok(())
    }
}
