//! Opening a ledger: the folder, the database, its format, who may write.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use chancery_text::FoldTable;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};

use crate::dictionary::Dictionaries;
use crate::index::LIST;
use crate::schema::{APPLICATION, FORMAT, OLDEST, TABLES};
use crate::{Index, LedgerError, Timestamp};

const DATABASE: &str = "ledger.db";
const INDEX: &str = "index";
const LOCK: &str = "writing.lock";

/// How long a reader waits where SQLite itself is busy (a checkpoint); writers are kept apart by the lock.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often, and how long between, a writer tries to get the lock: a second altogether.
const LOCK_TRIES: u32 = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// By which characters meet in matching; handed in, since it is knowledge of languages.
#[derive(Clone, Debug)]
pub struct Folding {
    table: Arc<FoldTable>,
    /// Made once: it looks at every character there is, and each opening of an index asks for it.
    digest: Arc<OnceLock<String>>,
}

impl Folding {
    /// With that table.
    #[must_use]
    pub fn new(table: Arc<FoldTable>) -> Self {
        Self { table, digest: Arc::default() }
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &FoldTable {
        &self.table
    }

    pub(crate) fn shared(&self) -> Arc<FoldTable> {
        Arc::clone(&self.table)
    }

    /// What tells this folding from another, for an index made with it: a digest over all characters of the planes in use
    /// that fold to something else.
    pub(crate) fn digest(&self) -> &str {
        self.digest.get_or_init(|| {
            let mut hasher = blake3::Hasher::new();
            for c in '\0'..='\u{2FFFF}' {
                let to = self.table.fold_char(c);
                if to != c {
                    hasher.update(&u32::from(c).to_le_bytes());
                    hasher.update(&u32::from(to).to_le_bytes());
                }
            }
            hasher.finalize().to_hex().as_str()[..16].to_owned()
        })
    }
}

/// When an index's list of files was written, and how long it is: it is never written in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listed(SystemTime, u64);

/// Nothing may be written in the ledger's folder.
pub(crate) struct Shut;

/// A ledger, open.
#[derive(Debug)]
pub struct Ledger {
    folder: PathBuf,
    pub(crate) db: Connection,
    pub(crate) folding: Folding,
    pub(crate) dictionaries: Dictionaries,
    /// Held while this program may write.
    lock: Option<File>,
}

impl Ledger {
    /// Opens the ledger in `folder` to ask it things.
    ///
    /// # Errors
    /// Where there is none, it is of a newer format, or can't be opened.
    pub fn open(folder: &Path, folding: Folding) -> Result<Self, LedgerError> {
        let database = folder.join(DATABASE);
        if !database.is_file() {
            return Err(LedgerError::Missing(folder.to_path_buf()));
        }
        let ledger = Self::over(folder, connect(&database)?, folding.clone())?;
        match ledger.format()? {
            Some(FORMAT) => Ok(ledger),
            Some(OLDEST..FORMAT) => {
                drop(ledger);
                let lock = patient_lock(folder).map_err(|error| match error {
                    LedgerError::Files { .. } => LedgerError::Older { path: folder.to_path_buf(), known: FORMAT },
                    error => error,
                })?;
                Self::brought_along(folder, &database, folding, &lock)
            }
            Some(found) => Err(LedgerError::Newer { path: ledger.folder, found: found.to_string(), known: FORMAT }),
            None => Err(LedgerError::Foreign(ledger.folder)),
        }
    }

    /// Opens the ledger in `folder` to write to it, and makes it where there is none.
    ///
    /// # Errors
    /// Where another program writes to it, it is of a newer format, or can't be opened.
    pub fn open_to_write(folder: &Path, folding: Folding) -> Result<Self, LedgerError> {
        fs::create_dir_all(folder).map_err(LedgerError::files(folder, "made"))?;
        let lock = patient_lock(folder)?;
        let database = folder.join(DATABASE);
        if !database.is_file() {
            create(folder, &database, &folding)?;
        }
        let format = Self::over(folder, connect(&database)?, folding.clone())?.format()?;
        let mut ledger = match format {
            Some(OLDEST..FORMAT) => Self::brought_along(folder, &database, folding, &lock)?,
            _ => Self::open(folder, folding)?,
        };
        // Who may lock the folder may write to it: what can only be read then has no room.
        if ledger.db.is_readonly(rusqlite::MAIN_DB)? {
            return Err(LedgerError::Full);
        }
        // A copy comes without; where somebody reads it right now, it stays as it is until the next time.
        let _ = ledger.db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
        // What a large transaction touches stays in memory until it is committed, and is written once.
        ledger.db.execute_batch("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4096;")?;
        ledger.take_dictionary()?;
        ledger.lock = Some(lock);
        Ok(ledger)
    }

    /// Over a database that is open, without a look at it.
    pub(crate) fn over(folder: &Path, db: Connection, folding: Folding) -> Result<Self, LedgerError> {
        let ledger =
            Self { folder: folder.to_path_buf(), db, folding, dictionaries: Dictionaries::default(), lock: None };
        ledger.prepare()?;
        Ok(ledger)
    }

    /// An older ledger in today's format, unless another program brought it along meanwhile.
    fn brought_along(folder: &Path, database: &Path, folding: Folding, _: &File) -> Result<Self, LedgerError> {
        let ledger = Self::over(folder, connect(database)?, folding.clone())?;
        let again = matches!(ledger.format()?, Some(OLDEST..FORMAT));
        drop(ledger);
        if again {
            crate::older::bring_along(folder, database, &folding)?;
        }
        let ledger = Self::over(folder, connect(database)?, folding)?;
        let _ = ledger.db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
        Ok(ledger)
    }

    fn prepare(&self) -> Result<(), LedgerError> {
        self.db.busy_timeout(PATIENCE)?;
        self.db.set_prepared_statement_cache_capacity(64);
        // Otherwise SQLite plans a statement anew for every value given to it (it is built with STAT4, for the sake of which it
        // looks at values; we keep no statistics): for each article that is read, a hundred times the work of reading it.
        self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // FULL: what is acknowledged survives a loss of power too; sources are committed many at a time.
        self.db.execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;
             PRAGMA mmap_size = 268435456;",
        )?;
        Ok(())
    }

    /// The format written in the database; `None` where it is not a ledger.
    fn format(&self) -> Result<Option<u32>, LedgerError> {
        let application: i32 = self.db.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        if application != APPLICATION {
            return Ok(None);
        }
        Ok(Some(self.db.query_row("PRAGMA user_version", [], |row| row.get(0))?))
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folding that matching goes by.
    #[must_use]
    pub const fn folding(&self) -> &Folding {
        &self.folding
    }

    pub(crate) fn index_folder(&self) -> PathBuf {
        self.folder.join(INDEX)
    }

    /// The index's list of files, by when it was written; none where there is none.
    pub(crate) fn listed(&self) -> Option<Listed> {
        let list = fs::metadata(self.index_folder().join(LIST)).ok()?;
        Some(Listed(list.modified().ok()?, list.len()))
    }

    /// The full-text index, brought up to the records first where that is possible: a reader beside a writer takes what
    /// there is ([`Index::behind`]).
    ///
    /// # Errors
    /// Where it can't be opened or made.
    pub fn index(&self) -> Result<Index, LedgerError> {
        Index::open(self)
    }

    /// Lets the database grow no further, as a full disk would.
    #[doc(hidden)]
    pub fn bound_pages_for_tests(&self) {
        let _ = self.db.execute_batch("PRAGMA max_page_count = 1");
    }

    /// Whether this program holds the right to write.
    pub(crate) const fn may_write(&self) -> bool {
        self.lock.is_some()
    }

    /// Takes the right to write if nobody has it; none where another program does, or nothing may be written there.
    pub(crate) fn try_lock(&self) -> Result<Option<File>, Shut> {
        match lock(&self.folder) {
            Ok(lock) => Ok(Some(lock)),
            Err(LedgerError::Busy(_)) => Ok(None),
            Err(_) => Err(Shut),
        }
    }

    /// A moment not before any the ledger has seen, so that a clock set back leaves the order of what was learnt.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn not_before_the_last(&self, now: Timestamp) -> Result<Timestamp, LedgerError> {
        // Moments only grow, so the last rows tell; what takes the place of something (`reading.superseded`) comes with a row of its
        // own. Looking through all rows took ten milliseconds of each upload to a hundred thousand articles.
        let mut find = self.db.prepare_cached(
            "SELECT max(t) FROM (SELECT (SELECT learnt FROM reading ORDER BY id DESC LIMIT 1) t
             UNION ALL SELECT (SELECT learnt FROM source_name ORDER BY id DESC LIMIT 1)
             UNION ALL SELECT (SELECT at FROM judgement ORDER BY id DESC LIMIT 1))",
        )?;
        let last: Option<i64> = find.query_row([], |row| row.get(0))?;
        Ok(Timestamp::from_micros(now.micros().max(last.map_or(i64::MIN, |last| last + 1))))
    }

    /// How many changes there have been: the number that the index must have come to.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn generation(&self) -> Result<i64, LedgerError> {
        let last: Option<i64> =
            self.db.query_row("SELECT max(id) FROM change", [], |row| row.get(0)).optional()?.flatten();
        Ok(last.unwrap_or(0))
    }
}

/// A reader that brings the index up holds the lock for a moment; that is waited for, a long run is not.
fn patient_lock(folder: &Path) -> Result<File, LedgerError> {
    for _ in 0..LOCK_TRIES {
        match lock(folder) {
            Err(LedgerError::Busy(_)) => std::thread::sleep(LOCK_PAUSE),
            locked => return locked,
        }
    }
    lock(folder)
}

fn lock(folder: &Path) -> Result<File, LedgerError> {
    let path = folder.join(LOCK);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(LedgerError::files(folder, "written"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(LedgerError::Busy(folder.to_path_buf())),
        Err(TryLockError::Error(error)) => Err(LedgerError::files(folder, "locked")(error)),
    }
}

/// The database, to ask it things.
///
/// A database with a log is shared through a file beside it, so asking needs the right to write there. In a folder that nobody
/// may write to (an archive's share, a DVD), nobody changes it either: SQLite may then be told so, unless a log is left that
/// holds what isn't in the database yet.
pub(crate) fn connect(database: &Path) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(database, flags)?;
    // The first look at its content is what needs the file beside it.
    let look = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    let Err(error) = look else { return Ok(db) };
    let shut = matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied)
    );
    let log = fs::metadata(database.with_extension("db-wal")).map_or(0, |log| log.len());
    // On a full disk there is no room for that file: who asks needs none, as long as nobody has it open.
    let full = is_full(&error);
    if !(shut || full) || log > 0 {
        return Err(if full { LedgerError::Full } else { error.into() });
    }
    let Some(address) = immutable(database) else { return Err(error.into()) };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(address, flags)?)
}

/// Whether there is no room for the file beside the database; SQLite says of it no more than that its size can't be set, or its
/// first bytes.
fn is_full(error: &rusqlite::Error) -> bool {
    let codes = [rusqlite::ffi::SQLITE_IOERR_SHMSIZE, rusqlite::ffi::SQLITE_IOERR_SHMOPEN];
    error.sqlite_error().is_some_and(|error| codes.contains(&error.extended_code))
}

/// The address by which SQLite opens a database that nobody changes; `None` where the path is not UTF-8.
fn immutable(database: &Path) -> Option<String> {
    let path = std::path::absolute(database).ok()?;
    let path = path.to_str()?.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    Some(format!("file:{path}?immutable=1"))
}

/// Makes the database beside its place and moves it there whole, so that a ledger is never found half made.
fn create(folder: &Path, database: &Path, folding: &Folding) -> Result<(), LedgerError> {
    let fresh = fresh(folder, folding)?;
    fs::rename(&fresh, database).map_err(LedgerError::files(folder, "written"))?;
    let db = Connection::open(database)?;
    db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0))?;
    Ok(())
}

/// A database without a row beside the ledger's place; what a broken run left there is cleared away.
pub(crate) fn fresh(folder: &Path, folding: &Folding) -> Result<PathBuf, LedgerError> {
    let fresh = folder.join("ledger.new");
    for left in
        [fresh.clone(), folder.join("ledger.new-journal"), folder.join("ledger.new-wal"), folder.join("ledger.new-shm")]
    {
        match fs::remove_file(&left) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(LedgerError::files(folder, "written")(error));
            }
            _ => {}
        }
    }
    let db = Connection::open(&fresh)?;
    db.execute_batch(&format!(
        "PRAGMA page_size = 8192; PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT};
         PRAGMA journal_mode = DELETE; BEGIN; {TABLES} COMMIT;"
    ))?;
    Ledger::mark_families(&db, folding)?;
    db.close().map_err(|(_, error)| error)?;
    Ok(fresh)
}
