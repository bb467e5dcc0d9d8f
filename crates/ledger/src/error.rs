//! What can go wrong with a ledger: always what, where, and what to try.

use std::path::PathBuf;

use rusqlite::ErrorCode;
use thiserror::Error;

use crate::ids::IdError;

/// A failure of the ledger.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// There is none.
    #[error("no ledger in {0}: make one with `chancery add PATH…`, or say where it is with --ledger DIR")]
    Missing(PathBuf),
    /// Files could not be reached.
    #[error("the ledger in {path} can't be {what}: {}", why(.error))]
    Files {
        /// Where.
        path: PathBuf,
        /// `opened`, `written` …
        what: &'static str,
        /// Why.
        error: std::io::Error,
    },
    /// Another program writes.
    #[error("another chancery is writing to the ledger in {0}: wait until it is done, then try again")]
    Busy(PathBuf),
    /// Of a later version.
    #[error(
        "the ledger in {path} has format {found}, and this program knows formats up to {known}: use a newer chancery"
    )]
    Newer {
        /// Where.
        path: PathBuf,
        /// Its format.
        found: String,
        /// The last one known.
        known: u32,
    },
    /// Of an earlier version, where nothing may be written.
    #[error(
        "the ledger in {path} is of an older format, and to bring it to format {known} the right to write there is needed: \
         copy the folder to where you may write"
    )]
    Older {
        /// Where.
        path: PathBuf,
        /// Today's.
        known: u32,
    },
    /// Something else is there.
    #[error("{0} is no ledger (it holds other tables): choose another folder with --ledger DIR")]
    Foreign(PathBuf),
    /// No room left.
    #[error("the disk is full: make room and run the same again; what was acknowledged is kept")]
    Full,
    /// No room left for the index.
    #[error(
        "the disk is full: the records are kept whole, but the full-text index could not be brought up to them; make room, and \
         the next question does it"
    )]
    FullIndex,
    /// No right to write.
    #[error("the ledger may only be read: ask for the right to write to its folder, or copy it with `chancery backup`")]
    ReadOnly,
    /// Not a whole database.
    #[error("the ledger's database is damaged ({0}): restore it from a backup; `chancery check` tells what is hurt")]
    Corrupt(String),
    /// The store failed.
    #[error("the ledger's store failed: {0}; `chancery check` tells whether something is hurt")]
    Store(rusqlite::Error),
    /// The index failed.
    #[error("the full-text index failed: {0}; `chancery rebuild` makes it anew from the records")]
    Index(tantivy::TantivyError),
    /// A record is not of the form.
    #[error("a record of {source_name} is not of schema {known}: {error}")]
    Record {
        /// Which source.
        source_name: String,
        /// The schema known.
        known: u32,
        /// What is wrong.
        error: serde_json::Error,
    },
    /// What was stored can't be read back.
    #[error("{what} is damaged: {error}; restore it from a backup, or add its source again, which mends it")]
    Damaged {
        /// What.
        what: String,
        /// How.
        error: String,
    },
    /// No such day or moment.
    #[error("{0:?} is no date: write a day as 2024-02-29 or a moment as 2024-02-29T10:00:00Z")]
    BadDate(String),
    /// An id that leads nowhere.
    #[error("{0}")]
    Id(#[from] IdError),
    /// Something is there where an import wants nothing.
    #[error(
        "the ledger in {path} holds {sources} sources, and an import goes into an empty one: choose a new folder with \
         --ledger DIR"
    )]
    NotEmpty {
        /// Where.
        path: PathBuf,
        /// How many.
        sources: u64,
    },
    /// An export that can't be brought back.
    #[error("the export can't be brought back: {0}; nothing was taken in. Export it again, or restore a backup")]
    Import(String),
    /// A judgement that can't be made.
    #[error("{0}")]
    Judgement(String),
}

/// Why files could not be reached, and what to try.
fn why(error: &std::io::Error) -> String {
    use std::io::ErrorKind as Kind;
    let told = error.to_string();
    // The number is for programs.
    let told = told.split(" (os error").next().unwrap_or_default().to_lowercase();
    let tried = match error.kind() {
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => {
            "ask for the right to write there, or choose another folder with --ledger DIR; asking needs no such right"
        }
        Kind::NotADirectory | Kind::IsADirectory => {
            "something else stands there: choose another folder with --ledger DIR"
        }
        Kind::AlreadyExists => "a ledger stands there already, and none is written over",
        Kind::StorageFull | Kind::QuotaExceeded => "make room, and run the same again",
        _ => "look whether the folder is there and its disk is well, or choose another with --ledger DIR",
    };
    format!("{told}; {tried}")
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt(error.to_string()),
            _ => Self::Store(error),
        }
    }
}

impl From<tantivy::TantivyError> for LedgerError {
    fn from(error: tantivy::TantivyError) -> Self {
        use tantivy::TantivyError::{IoError, OpenWriteError};
        use tantivy::directory::error::OpenWriteError as Opening;
        let reason = match &error {
            IoError(error) | OpenWriteError(Opening::IoError { io_error: error, .. }) => Some(error.kind()),
            _ => None,
        };
        if reason == Some(std::io::ErrorKind::StorageFull) { Self::FullIndex } else { Self::Index(error) }
    }
}

impl LedgerError {
    /// For a failure on files under `path`.
    pub(crate) fn files(path: &std::path::Path, what: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_path_buf();
        move |error| Self::Files { path, what, error }
    }

    /// Whether nothing is wrong but that there is no ledger yet.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing(_))
    }
}
