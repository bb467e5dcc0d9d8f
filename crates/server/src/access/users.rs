//! Users, their sessions and tokens, and what was done: `users.db` beside the ledger, so that a copy of the ledger for a
//! colleague need not carry anybody's password. Passwords are hashed with Argon2id; session and token secrets, which are 256
//! random bits, with BLAKE3. It reads no clock: every time is an argument.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chancery_ledger::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use thiserror::Error;
use utoipa::ToSchema;

use super::Role;

/// The file's name in the ledger's folder.
const FILE: &str = "users.db";

/// `PRAGMA user_version`.
const FORMAT: u32 = 1;

/// Fewest characters of a password: the least that NIST SP 800-63B-4 allows where nothing else guards the door.
pub(crate) const SHORTEST: usize = 15;

/// Longest, so that hashing one is no work to speak of.
const LONGEST: usize = 256;

/// A session ends so long after its last request.
pub(crate) const SESSION_SECONDS: u64 = 12 * 60 * 60;

const TABLES: &str = "
CREATE TABLE user (name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL, made INTEGER NOT NULL) STRICT;
CREATE TABLE session (
  secret BLOB PRIMARY KEY, user TEXT NOT NULL REFERENCES user ON DELETE CASCADE, csrf TEXT NOT NULL, seen INTEGER NOT NULL
) STRICT;
CREATE TABLE token (
  id INTEGER PRIMARY KEY, secret BLOB NOT NULL UNIQUE, user TEXT NOT NULL REFERENCES user ON DELETE CASCADE,
  label TEXT NOT NULL, scope TEXT NOT NULL, made INTEGER NOT NULL, ends INTEGER
) STRICT;
CREATE TABLE deed (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, about TEXT NOT NULL
) STRICT;
";

/// Why users could not be looked after.
#[derive(Debug, Error)]
pub enum UsersError {
    /// The store failed.
    #[error("the users' file in {0} can't be used: {1}")]
    Store(PathBuf, rusqlite::Error),
    /// Of a later version.
    #[error("the users' file has format {0}, and this program knows {FORMAT}: use a newer chancery")]
    Newer(u32),
    /// Not to be taken.
    #[error("{0}")]
    Unfit(String),
    /// Nobody of that name.
    #[error("there is no user {0:?}: `chancery user list` shows them")]
    Unknown(String),
    /// No randomness to be had.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
}

/// A user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct User {
    /// Name, which judgements are signed with.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Since when.
    #[schema(value_type = String, example = "2024-03-12T10:00:00Z")]
    pub made: Timestamp,
}

/// A token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Token {
    /// Its number.
    pub id: i64,
    /// Whose.
    pub user: String,
    /// What for.
    pub label: String,
    /// What it may be used for at most.
    pub scope: Role,
    /// Since when.
    #[schema(value_type = String)]
    pub made: Timestamp,
    /// Until when; for ever where it says nothing.
    #[schema(value_type = Option<String>)]
    pub ends: Option<Timestamp>,
}

/// Something that somebody did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Deed {
    /// Its number.
    pub number: i64,
    /// When.
    #[schema(value_type = String, example = "2024-03-14T09:30:00Z")]
    pub at: Timestamp,
    /// Who.
    #[schema(example = "ann")]
    pub who: String,
    /// What.
    #[schema(example = "judge")]
    pub what: String,
    /// About what.
    pub about: String,
}

/// A token just made: the only time its secret is shown.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NewToken {
    /// Its secret, for `Authorization: Bearer`.
    pub secret: String,
    /// The rest.
    #[serde(flatten)]
    pub token: Token,
}

/// Somebody signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignedIn {
    pub(crate) name: String,
    pub(crate) role: Role,
    /// What a page must send along with what it changes; `None` for a token, which no browser sends by itself.
    pub(crate) csrf: Option<String>,
}

/// The file, open.
#[derive(Debug)]
pub struct Users {
    db: Mutex<Connection>,
    place: PathBuf,
    /// A hash of no password, so that an unknown name takes as long as a wrong password.
    nobody: String,
}

/// Makes the file where it is not there, and lets nobody else on the machine read it: it holds hashes of passwords. What can't be
/// done is told by whoever opens it.
#[cfg(unix)]
fn private(place: &Path) {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let Ok(file) = std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(place) else { return };
    // Older versions left it open to all.
    if file.metadata().is_ok_and(|about| about.permissions().mode() & 0o077 != 0) {
        let _ = file.set_permissions(std::fs::Permissions::from_mode(0o600));
    }
}

/// Elsewhere the folder's rights are the file's.
#[cfg(not(unix))]
const fn private(_: &Path) {}

impl Users {
    /// Opens the file in the ledger's folder, or makes it.
    ///
    /// # Errors
    /// Where it can't be opened, or is of a newer format.
    pub fn open(folder: &Path) -> Result<Self, UsersError> {
        let place = folder.join(FILE);
        let failed = |error| UsersError::Store(place.clone(), error);
        private(&place);
        let db = Connection::open(&place).map_err(failed)?;
        db.busy_timeout(Duration::from_secs(5)).map_err(failed)?;
        db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;").map_err(failed)?;
        match db.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0)).map_err(failed)? {
            0 => {
                let made = format!("BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {FORMAT}; COMMIT;");
                db.execute_batch(&made).map_err(failed)?;
            }
            FORMAT => {}
            newer => return Err(UsersError::Newer(newer)),
        }
        let nobody = hashed("no password at all")?;
        Ok(Self { db: Mutex::new(db), place, nobody })
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self) -> impl Fn(rusqlite::Error) -> UsersError {
        let place = self.place.clone();
        move |error| UsersError::Store(place.clone(), error)
    }

    /// Whether nobody is set up.
    ///
    /// # Errors
    /// Where the file can't be read.
    pub fn none(&self) -> Result<bool, UsersError> {
        let one = self.db().query_row("SELECT 1 FROM user LIMIT 1", [], |_| Ok(())).optional();
        Ok(one.map_err(self.failed())?.is_none())
    }

    /// All users, by name.
    ///
    /// # Errors
    /// Where the file can't be read.
    pub fn all(&self) -> Result<Vec<User>, UsersError> {
        let db = self.db();
        let read = || {
            let mut rows = db.prepare_cached("SELECT name, role, made FROM user ORDER BY name")?;
            rows.query_map([], |row| {
                Ok(User { name: row.get(0)?, role: role(row.get(1)?), made: Timestamp::from_micros(row.get(2)?) })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(self.failed())
    }

    /// Adds a user, or gives one another role and password; their sessions end.
    ///
    /// # Errors
    /// A name or password that is not to be taken, or where the file can't be written.
    pub fn set(&self, name: &str, role: Role, password: &str, at: Timestamp) -> Result<(), UsersError> {
        let good = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
        if name.is_empty() || name.chars().count() > 64 || !name.chars().all(good) {
            return Err(UsersError::Unfit(format!("{name:?} is no name: up to 64 letters, digits, . - _ @")));
        }
        let length = password.chars().count();
        if length < SHORTEST || password.len() > LONGEST {
            return Err(UsersError::Unfit(format!(
                "the password has {length} characters: use {SHORTEST} or more (a few words will do), {LONGEST} bytes at most"
            )));
        }
        let password = hashed(password)?;
        let db = self.db();
        let set = || {
            db.execute(
                "INSERT INTO user VALUES (?1, ?2, ?3, ?4) ON CONFLICT (name) DO UPDATE SET role = ?2, password = ?3",
                params![name, role.name(), password, at.micros()],
            )?;
            db.execute("DELETE FROM session WHERE user = ?1", [name])
        };
        set().map(drop).map_err(self.failed())
    }

    /// Takes a user out, with their sessions and tokens.
    ///
    /// # Errors
    /// Where there is none of that name, or the file can't be written.
    pub fn remove(&self, name: &str) -> Result<(), UsersError> {
        match self.db().execute("DELETE FROM user WHERE name = ?1", [name]).map_err(self.failed())? {
            0 => Err(UsersError::Unknown(name.to_owned())),
            _ => Ok(()),
        }
    }

    /// The same, unless nobody would be left who may look after users; says whether it was done.
    ///
    /// # Errors
    /// Where there is none of that name, or the file can't be written.
    pub(crate) fn remove_but_last(&self, name: &str) -> Result<bool, UsersError> {
        let alone = "DELETE FROM user WHERE name = ?1 AND \
                     (role <> 'admin' OR (SELECT count(*) FROM user WHERE role = 'admin') > 1)";
        if self.db().execute(alone, [name]).map_err(self.failed())? > 0 {
            return Ok(true);
        }
        let known = self.all()?.iter().any(|user| user.name == name);
        if known { Ok(false) } else { Err(UsersError::Unknown(name.to_owned())) }
    }

    /// Whether nobody else may look after users.
    ///
    /// # Errors
    /// Where the file can't be read.
    pub(crate) fn is_last_admin(&self, name: &str) -> Result<bool, UsersError> {
        let mut admins = self.all()?.into_iter().filter(|user| user.role == Role::Admin);
        let first = admins.next();
        Ok(first.is_some_and(|user| user.name == name) && admins.next().is_none())
    }

    /// Signs in: the session's secret, and who it is; `None` where name or password are wrong.
    pub(crate) fn sign_in(
        &self,
        name: &str,
        password: &str,
        at: Timestamp,
    ) -> Result<Option<(String, SignedIn)>, UsersError> {
        let known = self.db().query_row("SELECT role, password FROM user WHERE name = ?1", [name], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        });
        let known = known.optional().map_err(self.failed())?;
        let hash = known.as_ref().map_or(self.nobody.as_str(), |(_, hash)| hash);
        let right = password.len() <= LONGEST
            && PasswordHash::new(hash)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        let Some((role, _)) = known.filter(|_| right) else { return Ok(None) };
        let (secret, csrf) = (secret()?, secret()?);
        let db = self.db();
        db.execute("DELETE FROM session WHERE seen < ?1", [oldest(at)]).map_err(self.failed())?;
        let row = params![digest(&secret), name, csrf, at.micros()];
        db.execute("INSERT INTO session VALUES (?1, ?2, ?3, ?4)", row).map_err(self.failed())?;
        let signed = SignedIn { name: name.to_owned(), role: self::role(role), csrf: Some(csrf) };
        Ok(Some((secret, signed)))
    }

    /// Who a session's secret is of.
    pub(crate) fn session(&self, secret: &str, at: Timestamp) -> Result<Option<SignedIn>, UsersError> {
        let db = self.db();
        let key = digest(secret);
        let found = db
            .prepare_cached(
                "SELECT u.name, u.role, s.csrf, s.seen FROM session s JOIN user u ON u.name = s.user
                 WHERE s.secret = ?1 AND s.seen >= ?2",
            )
            .and_then(|mut query| {
                query
                    .query_row(params![key, oldest(at)], |row| {
                        let signed = SignedIn { name: row.get(0)?, role: role(row.get(1)?), csrf: Some(row.get(2)?) };
                        Ok((signed, row.get::<_, i64>(3)?))
                    })
                    .optional()
            });
        let Some((signed, seen)) = found.map_err(self.failed())? else { return Ok(None) };
        // Once a minute is enough to know that somebody is there, and spares a write a request.
        if at.micros() - seen > 60_000_000 {
            db.execute("UPDATE session SET seen = ?2 WHERE secret = ?1", params![key, at.micros()])
                .map_err(self.failed())?;
        }
        Ok(Some(signed))
    }

    /// Ends a session.
    pub(crate) fn sign_out(&self, secret: &str) -> Result<(), UsersError> {
        let gone = self.db().execute("DELETE FROM session WHERE secret = ?1", [digest(secret)]);
        gone.map(drop).map_err(self.failed())
    }

    /// Makes a token for a user.
    ///
    /// # Errors
    /// Where there is no such user, or the file can't be written.
    pub fn grant(
        &self,
        user: &str,
        label: &str,
        scope: Role,
        made: Timestamp,
        ends: Option<Timestamp>,
    ) -> Result<NewToken, UsersError> {
        if !self.all()?.iter().any(|known| known.name == user) {
            return Err(UsersError::Unknown(user.to_owned()));
        }
        if label.chars().count() > 200 {
            return Err(UsersError::Unfit("the label is longer than 200 characters".to_owned()));
        }
        let secret = secret()?;
        let db = self.db();
        let row = params![digest(&secret), user, label, scope.name(), made.micros(), ends.map(Timestamp::micros)];
        let sql = "INSERT INTO token (secret, user, label, scope, made, ends) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        db.execute(sql, row).map_err(self.failed())?;
        let token =
            Token { id: db.last_insert_rowid(), user: user.to_owned(), label: label.to_owned(), scope, made, ends };
        Ok(NewToken { secret, token })
    }

    /// Tokens, of one user or of all.
    ///
    /// # Errors
    /// Where the file can't be read.
    pub fn tokens(&self, user: Option<&str>) -> Result<Vec<Token>, UsersError> {
        let db = self.db();
        let read = || {
            let mut rows = db.prepare_cached(
                "SELECT id, user, label, scope, made, ends FROM token WHERE ?1 IS NULL OR user = ?1 ORDER BY id",
            )?;
            rows.query_map([user], |row| {
                Ok(Token {
                    id: row.get(0)?,
                    user: row.get(1)?,
                    label: row.get(2)?,
                    scope: role(row.get(3)?),
                    made: Timestamp::from_micros(row.get(4)?),
                    ends: row.get::<_, Option<i64>>(5)?.map(Timestamp::from_micros),
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(self.failed())
    }

    /// Ends a token; whose it must be, where that is said.
    ///
    /// # Errors
    /// Where there is none of that number, or the file can't be written.
    pub fn revoke(&self, id: i64, user: Option<&str>) -> Result<(), UsersError> {
        let sql = "DELETE FROM token WHERE id = ?1 AND (?2 IS NULL OR user = ?2)";
        match self.db().execute(sql, params![id, user]).map_err(self.failed())? {
            0 => Err(UsersError::Unfit(format!("there is no token {id}: `chancery user list` tells which there are"))),
            _ => Ok(()),
        }
    }

    /// Who a token's secret is of; its scope bounds the role.
    pub(crate) fn token(&self, secret: &str, at: Timestamp) -> Result<Option<SignedIn>, UsersError> {
        let found = self
            .db()
            .prepare_cached(
                "SELECT u.name, u.role, t.scope FROM token t JOIN user u ON u.name = t.user
                 WHERE t.secret = ?1 AND (t.ends IS NULL OR t.ends > ?2)",
            )
            .and_then(|mut query| {
                query
                    .query_row(params![digest(secret), at.micros()], |row| {
                        let allowed = role(row.get(1)?).min(role(row.get(2)?));
                        Ok(SignedIn { name: row.get(0)?, role: allowed, csrf: None })
                    })
                    .optional()
            });
        found.map_err(self.failed())
    }

    /// Whether a token was made and not revoked, ended or not: who sends an ended one does not guess.
    pub(crate) fn knows(&self, secret: &str) -> Result<bool, UsersError> {
        let db = self.db();
        let asked = db.prepare_cached("SELECT 1 FROM token WHERE secret = ?1");
        asked.and_then(|mut query| query.exists(params![digest(secret)])).map_err(self.failed())
    }

    /// Writes down what somebody did.
    pub(crate) fn note(&self, at: Timestamp, who: &str, what: &str, about: &str) -> Result<(), UsersError> {
        let sql = "INSERT INTO deed (at, who, what, about) VALUES (?1, ?2, ?3, ?4)";
        self.db().execute(sql, params![at.micros(), who, what, about]).map(drop).map_err(self.failed())
    }

    /// The last deeds, newest first: when, who, what, about what.
    ///
    /// # Errors
    /// Where the file can't be read.
    pub fn deeds(&self, before: Option<i64>, most: usize) -> Result<Vec<Deed>, UsersError> {
        let db = self.db();
        let read = || {
            let mut rows = db.prepare_cached(
                "SELECT id, at, who, what, about FROM deed WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2",
            )?;
            let most = i64::try_from(most).unwrap_or(i64::MAX);
            rows.query_map(rusqlite::params![before, most], |row| {
                Ok(Deed {
                    number: row.get(0)?,
                    at: Timestamp::from_micros(row.get(1)?),
                    who: row.get(2)?,
                    what: row.get(3)?,
                    about: row.get(4)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(self.failed())
    }
}

/// What is written is one of the roles; a damaged name gives the least.
fn role(name: String) -> Role {
    Role::parse(&name).unwrap_or(Role::Reader)
}

fn oldest(at: Timestamp) -> i64 {
    at.micros() - i64::try_from(SESSION_SECONDS * 1_000_000).unwrap_or(i64::MAX)
}

/// 256 random bits, as text.
fn secret() -> Result<String, UsersError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| UsersError::Random(error.to_string()))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

fn digest(secret: &str) -> [u8; 32] {
    *blake3::hash(secret.as_bytes()).as_bytes()
}

/// Argon2id with the crate's defaults, which are those of RFC 9106's second choice cut to 19 MiB (OWASP's).
fn hashed(password: &str) -> Result<String, UsersError> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| UsersError::Random(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: fn(i64) -> Timestamp = |second| Timestamp::from_micros(second * 1_000_000);
    const WORDS: &str = "four words will do";

    fn users() -> (tempfile::TempDir, Users) {
        let folder = tempfile::tempdir().expect("a folder");
        let users = Users::open(folder.path()).expect("made");
        users.set("ann", Role::Analyst, WORDS, AT(0)).expect("set");
        (folder, users)
    }

    #[test]
    fn sessions_end_unused_and_with_the_password() {
        let (_folder, users) = users();
        assert!(users.sign_in("ann", "another password", AT(1)).expect("asked").is_none());
        assert!(users.sign_in("nobody", WORDS, AT(1)).expect("asked").is_none());
        let (secret, signed) = users.sign_in("ann", WORDS, AT(1)).expect("asked").expect("right");
        assert_eq!((signed.name.as_str(), signed.role), ("ann", Role::Analyst));
        let half = AT(6 * 3600);
        assert_eq!(users.session(&secret, half).expect("asked").as_ref(), Some(&signed));
        assert!(users.session(&secret, AT(17 * 3600)).expect("asked").is_some(), "twelve hours after the last request");
        assert!(users.session(&secret, AT(40 * 3600)).expect("asked").is_none());
        assert!(users.session("guessed", half).expect("asked").is_none());
        users.set("ann", Role::Reader, "quite other words", half).expect("set");
        assert!(users.session(&secret, half).expect("asked").is_none());
    }

    #[test]
    fn tokens_are_bounded_by_scope_role_and_time() {
        let (_folder, users) = users();
        let all = users.grant("ann", "script", Role::Admin, AT(1), Some(AT(100))).expect("granted");
        let signed = users.token(&all.secret, AT(50)).expect("asked").expect("good");
        assert_eq!((signed.role, signed.csrf), (Role::Analyst, None), "no more than its user may");
        assert!(users.token(&all.secret, AT(100)).expect("asked").is_none(), "ended");
        assert!(users.knows(&all.secret).expect("asked") && !users.knows("guessed").expect("asked"));
        let little = users.grant("ann", "", Role::Reader, AT(1), None).expect("granted");
        assert_eq!(users.token(&little.secret, AT(50)).expect("asked").expect("good").role, Role::Reader);
        assert!(users.revoke(little.token.id, Some("ben")).is_err(), "another's");
        users.revoke(little.token.id, Some("ann")).expect("revoked");
        assert!(users.token(&little.secret, AT(50)).expect("asked").is_none());
        assert!(matches!(users.grant("ben", "", Role::Reader, AT(1), None), Err(UsersError::Unknown(_))));
        users.remove("ann").expect("there");
        assert!(users.tokens(None).expect("asked").is_empty() && users.none().expect("asked"));
    }

    #[test]
    fn unfit_names_and_passwords_are_refused_with_what_to_try() {
        let (_folder, users) = users();
        for (name, password) in [("", WORDS), ("a b", WORDS), ("ben", "short"), ("ben", &"x".repeat(300))] {
            let told = users.set(name, Role::Reader, password, AT(1)).expect_err("unfit").to_string();
            assert!(told.contains("letters") || told.contains("15 or more"), "{told}");
        }
    }

    #[test]
    fn nothing_on_disk_tells_a_secret() {
        let (folder, users) = users();
        let token = users.grant("ann", "script", Role::Reader, AT(1), None).expect("granted").secret;
        let (session, _) = users.sign_in("ann", WORDS, AT(1)).expect("asked").expect("right");
        users.db().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").expect("written");
        #[expect(clippy::disallowed_methods, reason = "a look at what was written")]
        let bytes = std::fs::read(folder.path().join(FILE)).expect("there");
        for secret in [token.as_str(), session.as_str(), WORDS] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
        }
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_on_the_machine_reads_the_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join(FILE);
        let mode = || place.metadata().expect("there").permissions().mode() & 0o777;
        drop(Users::open(folder.path()).expect("made"));
        assert_eq!(mode(), 0o600);
        // As versions before left it.
        std::fs::set_permissions(&place, std::fs::Permissions::from_mode(0o644)).expect("set");
        drop(Users::open(folder.path()).expect("opened"));
        assert_eq!(mode(), 0o600);
    }

    #[test]
    fn deeds_are_kept_newest_first() {
        let (_folder, users) = users();
        users.note(AT(1), "ann", "accept", "6211b276b9.p1-3").expect("noted");
        users.note(AT(2), "ann", "undo", "1").expect("noted");
        let whats: Vec<String> = users.deeds(None, 10).expect("asked").into_iter().map(|deed| deed.what).collect();
        assert_eq!(whats, ["undo", "accept"]);
    }
}
