//! Care for a ledger: is everything whole, how much is there, a copy of it.

use std::fs;
use std::path::Path;

use serde::Serialize;
use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;

use crate::{Ledger, LedgerError};

/// Something found wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where: `database`, `index`, an id.
    pub place: String,
    /// What, and what to try.
    pub message: String,
}

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
        let number = |sql: &str| -> Result<u64, LedgerError> {
            Ok(self.db.query_row(sql, [], |row| row.get::<_, Option<i64>>(0))?.unwrap_or(0).unsigned_abs())
        };
        let day = |sql: &str| self.db.query_row(sql, [], |row| row.get::<_, Option<String>>(0));
        Ok(Counts {
            sources: number("SELECT count(*) FROM source")?,
            source_bytes: number("SELECT sum(bytes) FROM source")?,
            readings: number("SELECT count(*) FROM reading")?,
            articles: number("SELECT count(*) FROM article")?,
            current_articles: number(
                "SELECT count(*) FROM article t JOIN reading r ON r.id = t.reading WHERE r.superseded IS NULL",
            )?,
            acts: number("SELECT sum(acts) FROM article")?,
            current_acts: number(
                "SELECT sum(t.acts) FROM article t JOIN reading r ON r.id = t.reading WHERE r.superseded IS NULL",
            )?,
            judgements: number("SELECT count(*) FROM judgement")?,
            first: day("SELECT min(said) FROM article")?,
            last: day("SELECT max(said) FROM article")?,
            database_bytes: size(&self.folder().join("ledger.db")) + size(&self.folder().join("ledger.db-wal")),
            index_bytes: size(&self.index_folder()),
        })
    }

    /// Looks at everything: the database's own structure, every source's hash, every quote and every character's way to
    /// the bytes, and the index against the records. `each` is told how many articles are done.
    ///
    /// # Errors
    /// Where the store fails altogether.
    pub fn check(&self, each: &mut dyn FnMut(usize)) -> Result<Vec<Finding>, LedgerError> {
        let mut findings = Vec::new();
        let mut find = |place: &str, message: String| findings.push(Finding { place: place.to_owned(), message });
        let mut whole = self.db.prepare("PRAGMA integrity_check")?;
        let lines: Vec<String> = whole.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for line in lines.into_iter().filter(|line| line != "ok") {
            find("database", format!("{line}; restore the ledger from a backup"));
        }
        let mut links = self.db.prepare("PRAGMA foreign_key_check")?;
        let broken: Vec<String> = links.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        if !broken.is_empty() {
            find("database", format!("{} rows lead nowhere; restore the ledger from a backup", broken.len()));
        }
        let verdicts = self.verify_all(each)?;
        for (id, message) in verdicts.wrong {
            find(&id, message);
        }
        if let Err(error) = self.check_index(&mut find) {
            find("index", format!("{error}"));
        }
        Ok(findings)
    }

    fn check_index(&self, find: &mut dyn FnMut(&str, String)) -> Result<(), LedgerError> {
        let index = self.index()?;
        if index.behind() > 0 {
            find("index", format!("{} changes behind, since another chancery is writing", index.behind()));
            return Ok(());
        }
        let searcher = index.searcher();
        let bad = searcher.index().validate_checksum()?;
        if !bad.is_empty() {
            find("index", format!("{} files are damaged: `chancery rebuild` makes them anew", bad.len()));
        }
        let term = Term::from_field_text(index.fields().flag, "act");
        let held = searcher.search(&TermQuery::new(term, IndexRecordOption::Basic), &Count)? as u64;
        let wanted = self.counts()?.acts;
        if held != wanted {
            find("index", format!("it holds {held} acts of {wanted}: `chancery rebuild` makes it anew"));
        }
        Ok(())
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
