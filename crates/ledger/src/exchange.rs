//! A ledger given out row by row, and brought back into an empty one: the same sources, names, readings, articles and
//! judgements under the same numbers, so that giving it out again gives the same. In which form the rows travel is the
//! business of those who call. Acts and the index are not given out: they follow from the records.

use rusqlite::{OptionalExtension, params};

use crate::append::{maker_row, put_record};
use crate::hash;
use crate::pack::pack;
use crate::{Ledger, LedgerError, Timestamp};

/// A row as kept. They come table by table, in the order of the variants, each in the order of its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The bytes of a source.
    Source {
        /// Its row.
        number: i64,
        /// What kind of bytes.
        media_type: String,
        /// When they came in.
        learnt: Timestamp,
        /// As found.
        content: Vec<u8>,
    },
    /// A name that a source was found under.
    Name {
        /// Its row.
        number: i64,
        /// The source's row.
        source: i64,
        /// Path or address.
        name: String,
        /// Since when.
        learnt: Timestamp,
    },
    /// A reading of a source.
    Reading {
        /// Its row.
        number: i64,
        /// The source's row.
        source: i64,
        /// Program and packs, as JSON; empty where nothing was found.
        maker: String,
        /// When it came in.
        learnt: Timestamp,
        /// When another took its place.
        superseded: Option<Timestamp>,
    },
    /// An article of a reading.
    Article {
        /// Its row.
        number: i64,
        /// The reading's row.
        reading: i64,
        /// The record as it came in, to the byte.
        record: String,
    },
    /// A judgement.
    Judgement {
        /// Its number.
        number: i64,
        /// The article's whole id.
        article: String,
        /// The act within it.
        local: String,
        /// What is said.
        verb: String,
        /// Of which field.
        field: Option<String>,
        /// Its value.
        value: Option<String>,
        /// Who.
        author: String,
        /// Why.
        reason: Option<String>,
        /// When.
        at: Timestamp,
        /// Which judgement it takes back.
        undoes: Option<i64>,
        /// Which judgement it is a copy of.
        carried: Option<i64>,
    },
}

impl Ledger {
    /// Hands every row to `each`, as they are at one moment.
    ///
    /// # Errors
    /// Where the store or `each` fails.
    pub fn dump<E: From<LedgerError>>(&self, each: &mut dyn FnMut(Kept) -> Result<(), E>) -> Result<(), E> {
        let moment = self.db.unchecked_transaction().map_err(LedgerError::from)?;
        self.dump_sources(each)?;
        self.rows("SELECT id, source, name, learnt FROM source_name ORDER BY id", each, &|row| {
            let learnt = Timestamp::from_micros(row.get(3)?);
            Ok(Kept::Name { number: row.get(0)?, source: row.get(1)?, name: row.get(2)?, learnt })
        })?;
        self.rows("SELECT r.id, r.source, m.told, r.learnt, r.superseded FROM reading r JOIN maker m ON m.id = r.maker ORDER BY r.id", each, &|row| {
            Ok(Kept::Reading {
                number: row.get(0)?,
                source: row.get(1)?,
                maker: row.get(2)?,
                learnt: Timestamp::from_micros(row.get(3)?),
                superseded: row.get::<_, Option<i64>>(4)?.map(Timestamp::from_micros),
            })
        })?;
        let mut articles = self.db.prepare("SELECT id, reading FROM article ORDER BY id").map_err(LedgerError::from)?;
        let mut rows = articles.query([]).map_err(LedgerError::from)?;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            let (number, reading) = (row.get(0).map_err(LedgerError::from)?, row.get(1).map_err(LedgerError::from)?);
            each(Kept::Article { number, reading, record: self.record(number)? })?;
        }
        let judgements = "SELECT id, article, local, verb, field, value, author, reason, at, undoes, carried
                          FROM judgement ORDER BY id";
        self.rows(judgements, each, &judgement)?;
        // Nothing was written; ending it lets go of the moment.
        drop(moment);
        Ok(())
    }

    fn dump_sources<E: From<LedgerError>>(&self, each: &mut dyn FnMut(Kept) -> Result<(), E>) -> Result<(), E> {
        let mut list = self
            .db
            .prepare("SELECT id, media_type, learnt, content FROM source ORDER BY id")
            .map_err(LedgerError::from)?;
        let mut rows = list.query([]).map_err(LedgerError::from)?;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            let read = || -> rusqlite::Result<(i64, String, i64, Vec<u8>)> {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            };
            let (number, media_type, learnt, packed) = read().map_err(LedgerError::from)?;
            let content = self.unpacked(number, &packed, &|| self.source_told(number))?;
            each(Kept::Source { number, media_type, learnt: Timestamp::from_micros(learnt), content })?;
        }
        Ok(())
    }

    fn rows<E: From<LedgerError>>(
        &self,
        sql: &str,
        each: &mut dyn FnMut(Kept) -> Result<(), E>,
        kept: &dyn Fn(&rusqlite::Row<'_>) -> rusqlite::Result<Kept>,
    ) -> Result<(), E> {
        let mut list = self.db.prepare(sql).map_err(LedgerError::from)?;
        let mut rows = list.query([]).map_err(LedgerError::from)?;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            each(kept(row).map_err(LedgerError::from)?)?;
        }
        Ok(())
    }

    /// Begins to bring rows back; only into an empty ledger, opened to write.
    ///
    /// # Errors
    /// Where something is there already, or it was opened to ask only.
    pub fn restoring(&self) -> Result<Restoring<'_>, LedgerError> {
        if !self.may_write() {
            return Err(LedgerError::Busy(self.folder().to_path_buf()));
        }
        let counts = self.counts()?;
        if counts.sources > 0 || counts.judgements > 0 {
            return Err(LedgerError::NotEmpty { path: self.folder().to_path_buf(), sources: counts.sources });
        }
        self.restoring_into_fresh()
    }

    /// The same into a database that was only just made.
    pub(crate) fn restoring_into_fresh(&self) -> Result<Restoring<'_>, LedgerError> {
        self.take_dictionary()?;
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        Ok(Restoring { ledger: self, done: false })
    }

    /// The last moment at which the ledger learnt something or was judged, found without looking at all of it: moments only grow
    /// ([`Ledger::not_before_the_last`]).
    ///
    /// # Errors
    /// Where the store fails.
    pub fn newest_moment(&self) -> Result<Timestamp, LedgerError> {
        let mut find = self.db.prepare_cached(
            "SELECT max(coalesce((SELECT learnt FROM reading ORDER BY id DESC LIMIT 1), 0),
                        coalesce((SELECT at FROM judgement ORDER BY id DESC LIMIT 1), 0))",
        )?;
        Ok(Timestamp::from_micros(find.query_row([], |row| row.get(0))?))
    }

    /// The last moment at which the ledger learnt something or was judged, as of then.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn last_moment(&self, as_of: crate::AsOf) -> Result<Option<Timestamp>, LedgerError> {
        let last: Option<i64> = self.db.query_row(
            "SELECT max(t) FROM (SELECT max(learnt) t FROM reading WHERE learnt <= ?1
             UNION ALL SELECT max(superseded) FROM reading WHERE superseded <= ?1
             UNION ALL SELECT max(at) FROM judgement WHERE at <= ?1)",
            [as_of.limit()],
            |row| row.get(0),
        )?;
        Ok(last.map(Timestamp::from_micros))
    }
}

/// A ledger being brought back: all of it or nothing.
#[derive(Debug)]
pub struct Restoring<'l> {
    ledger: &'l Ledger,
    done: bool,
}

impl Restoring<'_> {
    /// Puts in a row; those it refers to are in already.
    ///
    /// # Errors
    /// Where the row is not of the form, leads nowhere, or the store fails.
    pub fn put(&self, kept: &Kept) -> Result<(), LedgerError> {
        let db = &self.ledger.db;
        match kept {
            Kept::Source { number, media_type, learnt, content } => db
                .prepare_cached(
                    "INSERT INTO source (id, blake3, media_type, bytes, content, learnt) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![
                    number,
                    hash(content),
                    media_type,
                    content.len() as i64,
                    pack(content),
                    learnt.micros()
                ]),
            Kept::Name { number, source, name, learnt } => db
                .prepare_cached("INSERT INTO source_name (id, source, name, learnt) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![number, source, name, learnt.micros()]),
            Kept::Reading { number, source, maker, learnt, superseded } => {
                let maker = maker_row(self.ledger, maker)?;
                db.prepare_cached("INSERT INTO reading (id, source, maker, learnt, superseded) VALUES (?1, ?2, ?3, ?4, ?5)")?
                    .execute(params![number, source, maker, learnt.micros(), superseded.map(Timestamp::micros)])
            }
            Kept::Article { number, reading, record } => {
                let found: Option<([u8; 32], String)> = db
                    .prepare_cached(
                        "SELECT s.blake3, m.told FROM reading r JOIN source s ON s.id = r.source JOIN maker m ON m.id = r.maker
                         WHERE r.id = ?1",
                    )?
                    .query_row([reading], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                let (hash, maker) = found.ok_or_else(|| {
                    LedgerError::Import(format!("the article in row {number} is of reading {reading}, which is missing"))
                })?;
                put_record(self.ledger, *reading, *number, (&hash, maker), record)?;
                return self.ledger.make_dictionary();
            }
            Kept::Judgement { number, article, local, verb, field, value, author, reason, at, undoes, carried } => db
                .prepare_cached(
                    "INSERT INTO judgement (id, article, local, verb, field, value, author, reason, at, undoes, carried)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                )?
                .execute(params![
                    number,
                    article,
                    local,
                    verb,
                    field,
                    value,
                    author,
                    reason,
                    at.micros(),
                    undoes,
                    carried
                ]),
        }
        .map(|_| ())
        .map_err(not_whole)
    }

    /// Makes it stay.
    ///
    /// # Errors
    /// Where the disk is full or fails: the ledger is empty then.
    pub fn finish(mut self) -> Result<(), LedgerError> {
        self.ledger.pack_sources_beside_texts()?;
        self.ledger.db.execute_batch("COMMIT")?;
        self.done = true;
        Ok(())
    }
}

impl Drop for Restoring<'_> {
    fn drop(&mut self) {
        if !self.done {
            // Whoever drops it unfinished has been told why.
            let _ = self.ledger.db.execute_batch("ROLLBACK");
            let _ = self.ledger.take_dictionary();
        }
    }
}

/// A judgement's row, its columns in the order of the fields.
pub(crate) fn judgement(row: &rusqlite::Row<'_>) -> rusqlite::Result<Kept> {
    Ok(Kept::Judgement {
        number: row.get(0)?,
        article: row.get(1)?,
        local: row.get(2)?,
        verb: row.get(3)?,
        field: row.get(4)?,
        value: row.get(5)?,
        author: row.get(6)?,
        reason: row.get(7)?,
        at: Timestamp::from_micros(row.get(8)?),
        undoes: row.get(9)?,
        carried: row.get(10)?,
    })
}

/// A row that breaks the tables' own rules says that the export is not whole.
fn not_whole(error: rusqlite::Error) -> LedgerError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => {
            LedgerError::Import(format!("a row stands twice or leads to one that is missing ({error})"))
        }
        _ => error.into(),
    }
}
