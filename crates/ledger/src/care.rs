//! Care for a ledger: how much is there, a copy of it. Next to read: `check.rs` (is everything whole), `mend.rs`.

use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::{AsOf, Ledger, LedgerError, Timestamp};

/// How much there is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Counts {
    /// Sources kept.
    pub sources: u64,
    /// Their bytes, as found.
    pub source_bytes: u64,
    /// Readings of them, older ones too.
    pub readings: u64,
    /// Articles of all readings.
    pub articles: u64,
    /// Articles of current readings.
    pub current_articles: u64,
    /// Acts of all readings.
    #[schema(example = 43317)]
    pub acts: u64,
    /// Acts of current readings.
    pub current_acts: u64,
    /// Judgements.
    pub judgements: u64,
    /// First and last day said.
    #[schema(example = "2011-01-09", required = true)]
    pub first: Option<String>,
    /// Last day said.
    #[schema(example = "2024-03-12", required = true)]
    pub last: Option<String>,
    /// Current articles of which no day is known.
    pub undated_articles: u64,
    /// Their acts.
    pub undated_acts: u64,
    /// When the first source was added.
    #[schema(value_type = Option<String>, example = "2024-03-13T08:00:00Z", required = true)]
    pub begins: Option<Timestamp>,
    /// Bytes of the database on disk.
    pub database_bytes: u64,
    /// Bytes of the full-text index on disk.
    pub index_bytes: u64,
}

impl Ledger {
    /// How much there is.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn counts(&self) -> Result<Counts, LedgerError> {
        self.counts_as_of(AsOf::NOW)
    }

    /// How much there was as of then; what it takes on disk is told as of now.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn counts_as_of(&self, as_of: AsOf) -> Result<Counts, LedgerError> {
        let number = |sql: &str| -> Result<u64, LedgerError> {
            let found = self.db.query_row(sql, [as_of.limit()], |row| row.get::<_, Option<i64>>(0))?;
            Ok(found.unwrap_or(0).unsigned_abs())
        };
        let day = |sql: &str| self.db.query_row(sql, [as_of.limit()], |row| row.get::<_, Option<String>>(0));
        let read = "FROM article t JOIN reading r ON r.id = t.reading WHERE r.learnt <= ?1";
        let current = format!("{read} AND coalesce(r.superseded > ?1, 1)");
        Ok(Counts {
            sources: number("SELECT count(*) FROM source WHERE learnt <= ?1")?,
            source_bytes: number("SELECT sum(bytes) FROM source WHERE learnt <= ?1")?,
            readings: number("SELECT count(*) FROM reading WHERE learnt <= ?1")?,
            articles: number(&format!("SELECT count(*) {read}"))?,
            current_articles: number(&format!("SELECT count(*) {current}"))?,
            acts: number(&format!("SELECT sum(t.acts) {read}"))?,
            current_acts: number(&format!("SELECT sum(t.acts) {current}"))?,
            judgements: number("SELECT count(*) FROM judgement WHERE at <= ?1")?,
            first: day(&format!("SELECT min(t.said) {read}"))?,
            last: day(&format!("SELECT max(t.said) {read}"))?,
            undated_articles: number(&format!("SELECT count(*) {current} AND t.said IS NULL"))?,
            undated_acts: number(&format!("SELECT sum(t.acts) {current} AND t.said IS NULL"))?,
            begins: self.begins()?,
            database_bytes: size(&self.folder().join("ledger.db")) + size(&self.folder().join("ledger.db-wal")),
            index_bytes: size(&self.index_folder()),
        })
    }

    /// When the first source was added.
    fn begins(&self) -> Result<Option<Timestamp>, LedgerError> {
        let first: Option<i64> = self.db.query_row("SELECT min(learnt) FROM source", [], |row| row.get(0))?;
        Ok(first.map(Timestamp::from_micros))
    }

    /// When the first source was added, where that was after then: all that is asked as of then is empty.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn begins_after(&self, as_of: AsOf) -> Result<Option<Timestamp>, LedgerError> {
        let Some(moment) = as_of.moment() else { return Ok(None) };
        Ok(self.begins()?.filter(|begins| *begins > moment))
    }

    /// Writes a whole, compact copy of the records into a new folder, while others may go on reading and writing. The
    /// index is left out: it is made anew when the copy is first asked something.
    ///
    /// # Errors
    /// Where the folder holds a ledger already, or the disk fails.
    pub fn backup(&self, folder: &Path) -> Result<(), LedgerError> {
        fs::create_dir_all(folder).map_err(LedgerError::files(folder, "made"))?;
        let to = folder.join("ledger.db");
        if to.exists() {
            let error = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
            return Err(LedgerError::files(&to, "written over: choose another folder")(error));
        }
        let fresh = folder.join("ledger.new");
        if fresh.exists() {
            fs::remove_file(&fresh).map_err(LedgerError::files(&fresh, "cleared"))?;
        }
        self.db.execute("VACUUM INTO ?1", [fresh.to_string_lossy()])?;
        fs::rename(&fresh, &to).map_err(LedgerError::files(&to, "written"))
    }
}

/// Bytes of a file, or of the files in a folder.
fn size(path: &Path) -> u64 {
    let Ok(meta) = fs::metadata(path) else { return 0 };
    if !meta.is_dir() {
        return meta.len();
    }
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).map(|meta| meta.len()).sum()
}
