//! Ledgers of older formats: read once, row by row, and written anew in today's. The old database stays as it is until the new
//! one stands whole beside it and takes its place.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, params};

use crate::append::{tallied, who};
use crate::dictionary::Dictionary;
use crate::exchange::Kept;
use crate::ids::kind_number;
use crate::pack::{Body, NoneOwn, Part, unpack_format_1};
use crate::schema::day;
use crate::store::{connect, fresh};
use crate::{Folding, Ledger, LedgerError, Timestamp, dictionary};

/// Brings the ledger in `folder` to today's format. The caller holds the right to write.
///
/// # Errors
/// Where the old one is damaged or the disk fails: nothing has changed then.
pub(crate) fn bring_along(folder: &Path, database: &Path, folding: &Folding) -> Result<(), LedgerError> {
    let old = connect(database)?;
    let path = fresh(folder, folding)?;
    let new = Ledger::over(folder, Connection::open(&path)?, folding.clone())?;
    let format = old.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0))?;
    if format == 1 {
        let restoring = new.restoring_into_fresh()?;
        dump_format_1(&old, &mut |kept| restoring.put(&kept))?;
        restoring.finish()?;
    } else {
        take_rows(&old, &new.db, format)?;
    }
    new.db.close().map_err(|(_, error)| error)?;
    old.close().map_err(|(_, error)| error)?;
    // What another program holds open is not taken from under it: its log would be taken for the new one's.
    if fs::metadata(database.with_extension("db-wal")).is_ok_and(|log| log.len() > 0) {
        return Err(LedgerError::Busy(folder.to_path_buf()));
    }
    fs::rename(&path, database).map_err(LedgerError::files(folder, "written"))?;
    // What they held is in the database since the old one was closed.
    for left in ["db-wal", "db-shm"] {
        let _ = fs::remove_file(database.with_extension(left));
    }
    Ok(())
}

/// What is the same since format 2.
const SAME_SINCE_2: [(&str, &str); 7] = [
    ("meta", "key, value"),
    ("source", "id, blake3, media_type, bytes, content, learnt"),
    ("source_name", "id, source, name, learnt"),
    ("maker", "id, told"),
    ("reading", "id, source, maker, learnt, superseded"),
    (
        "article",
        "id, reading, key, number, title, kind, language, script, said, issuers, outlet, url, wording, family, characters, \
         acts, kinds, body",
    ),
    ("sketch", "part, article"),
];

/// The same since format 3.
const SAME_SINCE_3: [(&str, &str); 3] =
    [("name", "id, told"), ("actor", "who, day, article, acts"), ("due", "day, article")];

/// The same since format 2 of what stands behind them.
const JUDGED: [(&str, &str); 2] = [
    ("judgement", "id, article, local, verb, field, value, author, reason, at, undoes, carried"),
    ("change", "id, article"),
];

/// Takes over every row of a ledger of format 2 or 3 as it is; articles are packed anew, those that can't be read back stay as they
/// are, so that what is damaged can be mended here as it could be there.
fn take_rows(old: &Connection, new: &Connection, format: u32) -> Result<(), LedgerError> {
    let all = new.unchecked_transaction()?;
    new.execute("DELETE FROM meta", [])?;
    let own = dictionary_of(old)?;
    if let Some(own) = &own {
        dictionary::put(new, own)?;
    }
    let take = |tables: &[(&str, &str)]| {
        tables.iter().try_for_each(|(table, columns)| take(old, new, (table, columns), own.as_ref()))
    };
    take(&SAME_SINCE_2)?;
    if format == 2 {
        take_actors(old, new)?;
    } else {
        take(&SAME_SINCE_3)?;
    }
    take(&JUDGED)?;
    all.commit()?;
    Ok(())
}

/// A dictionary of the articles that are there; none where they are few, or can't be read.
fn dictionary_of(old: &Connection) -> Result<Option<Arc<Dictionary>>, LedgerError> {
    let last: Option<i64> = old.query_row("SELECT max(id) FROM article", [], |row| row.get(0))?;
    let Some((last, number)) = last.and_then(|last| Some((last, dictionary::number_at(last)?))) else {
        return Ok(None);
    };
    let mut find = old.prepare("SELECT body FROM article WHERE id = ?1")?;
    let mut samples = Vec::new();
    for row in dictionary::sampled(last) {
        let packed: Option<Vec<u8>> = find.query_row([row], |row| row.get(0)).optional().unwrap_or_default();
        let body = packed.and_then(|packed| Body::unpack(&packed, Part::Rest, &NoneOwn, &String::new).ok());
        samples.extend(body.as_ref().map(dictionary::sample));
    }
    Ok(Some(Arc::new(dictionary::made_of(&samples, number))))
}

fn take(
    old: &Connection,
    new: &Connection,
    (table, columns): (&str, &str),
    own: Option<&Arc<Dictionary>>,
) -> Result<(), LedgerError> {
    let count = columns.split(',').count();
    let marks = (1..=count).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
    let mut put = new.prepare(&format!("INSERT INTO {table} ({columns}) VALUES ({marks})"))?;
    let body = columns.split(", ").position(|column| column == "body");
    let mut list = old.prepare(&format!("SELECT {columns} FROM {table} ORDER BY 1"))?;
    let mut rows = list.query([])?;
    while let Some(row) = rows.next()? {
        for at in 0..count {
            match row.get_ref(at)? {
                ValueRef::Blob(packed) if body == Some(at) => {
                    let again = Body::unpack(packed, Part::Rest, &NoneOwn, &String::new).map(|body| body.pack(own));
                    put.raw_bind_parameter(at + 1, again.as_deref().unwrap_or(packed))?;
                }
                value => put.raw_bind_parameter(at + 1, ToSqlOutput::Borrowed(value))?,
            }
        }
        put.raw_execute()?;
    }
    Ok(())
}

/// Names, days and kinds in numbers.
fn take_actors(old: &Connection, new: &Connection) -> Result<(), LedgerError> {
    let mut list =
        old.prepare("SELECT name, role, said, article, kind, acts FROM actor ORDER BY 1, 2, 3 DESC, 4, 5")?;
    let mut name = new.prepare("INSERT INTO name (told) VALUES (?1)")?;
    let mut put =
        new.prepare(&format!("INSERT INTO actor (who, day, article, acts) VALUES (?1, {}, ?3, ?4)", day("?2")))?;
    let mut last: Option<(String, i64)> = None;
    let mut rows = list.query([])?;
    while let Some(row) = rows.next()? {
        let told: String = row.get(0)?;
        let id = match &last {
            Some((before, id)) if *before == told => *id,
            _ => name.insert([&told])?,
        };
        let role = usize::from(row.get::<_, u8>(1)?);
        let kind = kind_of_letter(&row.get::<_, String>(4)?);
        put.execute(params![
            who(id, role),
            row.get::<_, String>(2)?,
            row.get::<_, i64>(3)?,
            tallied(kind, row.get(5)?)
        ])?;
        last = Some((told, id));
    }
    let mut list = old.prepare("SELECT deadline, article FROM due ORDER BY 1, 2")?;
    let mut put = new.prepare(&format!("INSERT OR IGNORE INTO due (day, article) VALUES ({}, ?2)", day("?1")))?;
    let mut rows = list.query([])?;
    while let Some(row) = rows.next()? {
        put.execute(params![row.get::<_, String>(0)?, row.get::<_, i64>(1)?])?;
    }
    Ok(())
}

/// The number of a kind by its letter in rows of format 2.
fn kind_of_letter(letter: &str) -> i64 {
    let kind = match letter {
        "p" => "position",
        "c" => "commitment",
        "r" => "call",
        "e" => "event",
        "s" => "claim",
        _ => "",
    };
    kind_number(kind)
}

/// Hands every row of a ledger of format 1 to `each`, in the order of [`Kept`].
fn dump_format_1(db: &Connection, each: &mut dyn FnMut(Kept) -> Result<(), LedgerError>) -> Result<(), LedgerError> {
    let at = Timestamp::from_micros;
    let mut list = db.prepare("SELECT id, media_type, learnt, content FROM source ORDER BY id")?;
    let mut rows = list.query([])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let content = unpack_format_1(&row.get::<_, Vec<u8>>(3)?, &|| format!("the source in row {number}"))?;
        each(Kept::Source { number, media_type: row.get(1)?, learnt: at(row.get(2)?), content })?;
    }
    let mut list = db.prepare("SELECT id, source, name, learnt FROM source_name ORDER BY id")?;
    let mut rows = list.query([])?;
    while let Some(row) = rows.next()? {
        let (number, source) = (row.get(0)?, row.get(1)?);
        each(Kept::Name { number, source, name: row.get(2)?, learnt: at(row.get(3)?) })?;
    }
    let mut list = db.prepare("SELECT id, source, maker, learnt, superseded FROM reading ORDER BY id")?;
    let mut rows = list.query([])?;
    while let Some(row) = rows.next()? {
        each(Kept::Reading {
            number: row.get(0)?,
            source: row.get(1)?,
            maker: row.get(2)?,
            learnt: at(row.get(3)?),
            superseded: row.get::<_, Option<i64>>(4)?.map(at),
        })?;
    }
    let mut list = db.prepare("SELECT id, reading, text, record, text_at FROM article ORDER BY id")?;
    let mut rows = list.query([])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let what = || format!("the record of the article in row {number}");
        let damaged = |error: String| LedgerError::Damaged { what: what(), error };
        let text = |packed: Vec<u8>| {
            String::from_utf8(unpack_format_1(&packed, &what)?).map_err(|error| damaged(error.to_string()))
        };
        let (own, mut record) = (text(row.get(2)?)?, text(row.get(3)?)?);
        let own = serde_json::to_string(&own).map_err(|error| damaged(error.to_string()))?;
        let place = usize::try_from(row.get::<_, i64>(4)?).ok().filter(|place| record.is_char_boundary(*place));
        record.insert_str(place.ok_or_else(|| damaged("its text has no place".to_owned()))?, &own);
        each(Kept::Article { number, reading: row.get(1)?, record })?;
    }
    let mut list = db.prepare(
        "SELECT id, article, local, verb, field, value, author, reason, at, undoes, carried FROM judgement ORDER BY id",
    )?;
    let mut rows = list.query([])?;
    while let Some(row) = rows.next()? {
        each(crate::exchange::judgement(row)?)?;
    }
    Ok(())
}
