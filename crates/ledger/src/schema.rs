//! The tables. A change of them is a new format: `FORMAT` goes up, and a step in `store.rs` brings older ledgers along.
//! Why the rows are cut as they are: docs/decisions/0006.

/// The format that this program writes.
pub(crate) const FORMAT: u32 = 1;

/// Says that a SQLite file is one of ours (`PRAGMA application_id`): "Chcy".
pub(crate) const APPLICATION: i32 = 0x4368_6379;

/// Format 1.
pub(crate) const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- The bytes as found, once however often and under whatever names they were found.
CREATE TABLE source (
  id INTEGER PRIMARY KEY, blake3 BLOB NOT NULL UNIQUE, media_type TEXT NOT NULL, bytes INTEGER NOT NULL,
  content BLOB NOT NULL, learnt INTEGER NOT NULL);
-- Under which names, and since when.
CREATE TABLE source_name (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, name TEXT NOT NULL, learnt INTEGER NOT NULL);
CREATE INDEX source_name_by_name ON source_name (name, id);
CREATE INDEX source_name_by_source ON source_name (source);

-- What a version of the program made of a source. The only field ever set later is when another took its place.
CREATE TABLE reading (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, maker TEXT NOT NULL, learnt INTEGER NOT NULL,
  superseded INTEGER);
CREATE INDEX reading_by_source ON reading (source, id);

CREATE TABLE article (
  id INTEGER PRIMARY KEY, reading INTEGER NOT NULL REFERENCES reading, key TEXT NOT NULL, number INTEGER NOT NULL,
  title TEXT, kind TEXT NOT NULL, language TEXT NOT NULL, script TEXT, said TEXT, issuers TEXT NOT NULL, outlet TEXT,
  url TEXT, wording BLOB NOT NULL, characters INTEGER NOT NULL, text BLOB NOT NULL, record BLOB NOT NULL,
  text_at INTEGER NOT NULL);
CREATE INDEX article_by_key ON article (key);
CREATE INDEX article_by_reading ON article (reading);
CREATE INDEX article_by_said ON article (said);
CREATE INDEX article_by_wording ON article (wording);

CREATE TABLE act (
  id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES article, local TEXT NOT NULL, kind TEXT NOT NULL,
  said TEXT, deadline TEXT, specificity INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX act_by_article ON act (article, local);
CREATE INDEX act_by_said ON act (said);
CREATE INDEX act_by_deadline ON act (deadline) WHERE deadline IS NOT NULL;
CREATE TABLE act_actor (
  actor TEXT NOT NULL, role TEXT NOT NULL, act INTEGER NOT NULL REFERENCES act, PRIMARY KEY (actor, role, act))
  WITHOUT ROWID;

-- What people say of acts. Never changed: taking one back is a further row that names it; one that was
-- handed on to an act that took another's place names the one it is a copy of.
CREATE TABLE judgement (
  id INTEGER PRIMARY KEY, article TEXT NOT NULL, local TEXT NOT NULL, verb TEXT NOT NULL, field TEXT, value TEXT,
  author TEXT NOT NULL, reason TEXT, at INTEGER NOT NULL, undoes INTEGER REFERENCES judgement,
  carried INTEGER REFERENCES judgement);
CREATE INDEX judgement_by_act ON judgement (article, local);
CREATE UNIQUE INDEX judgement_undone_once ON judgement (undoes) WHERE undoes IS NOT NULL;

-- What the full-text index has to look at again, in order: an article, or one act of it. The number of the last change is
-- the ledger's generation; the index says up to which it has come.
CREATE TABLE change (id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL, act INTEGER);
";
