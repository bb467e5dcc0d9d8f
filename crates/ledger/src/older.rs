//! Ledgers of older formats: read once, row by row, and written anew in today's. The old database stays as it is until the new
//! one stands whole beside it and takes its place.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use crate::exchange::Kept;
use crate::pack::unpack_format_1;
use crate::store::{connect, fresh};
use crate::{Folding, Ledger, LedgerError, Timestamp};

/// Brings the ledger in `folder` to today's format. The caller holds the right to write.
///
/// # Errors
/// Where the old one is damaged or the disk fails: nothing has changed then.
pub(crate) fn bring_along(folder: &Path, database: &Path, folding: &Folding) -> Result<(), LedgerError> {
    let old = connect(database)?;
    let path = fresh(folder, folding)?;
    let new = Ledger::over(folder, Connection::open(&path)?, folding.clone())?;
    let restoring = new.restoring_into_fresh()?;
    dump_format_1(&old, &mut |kept| restoring.put(&kept))?;
    restoring.finish()?;
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
