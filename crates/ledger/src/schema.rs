//! The tables. A change of them is a new format: `FORMAT` goes up, and a step in `older.rs` brings older ledgers along.
//! Why the rows are cut as they are: docs/decisions/0006 and 0009.

/// The format that this program writes.
pub(crate) const FORMAT: u32 = 2;

/// The oldest that it still brings along.
pub(crate) const OLDEST: u32 = 1;

/// Says that a SQLite file is one of ours (`PRAGMA application_id`): "Chcy".
pub(crate) const APPLICATION: i32 = 0x4368_6379;

/// Format 2.
pub(crate) const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- The bytes as found, once however often and under whatever names they were found; packed alone, or beside the texts of its
-- first reading.
CREATE TABLE source (
  id INTEGER PRIMARY KEY, blake3 BLOB NOT NULL UNIQUE, media_type TEXT NOT NULL, bytes INTEGER NOT NULL,
  content BLOB NOT NULL, learnt INTEGER NOT NULL);
-- Under which names, and since when.
CREATE TABLE source_name (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, name TEXT NOT NULL, learnt INTEGER NOT NULL);
CREATE INDEX source_name_by_name ON source_name (name, id);
CREATE INDEX source_name_by_source ON source_name (source);

-- Program and packs, as JSON; empty where nothing was found.
CREATE TABLE maker (id INTEGER PRIMARY KEY, told TEXT NOT NULL UNIQUE);
-- What a version of the program made of a source. The only field ever set later is when another took its place.
CREATE TABLE reading (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, maker INTEGER NOT NULL REFERENCES maker,
  learnt INTEGER NOT NULL, superseded INTEGER);
CREATE INDEX reading_by_source ON reading (source, id);

-- An article with its acts. `family` is the first article that tells the same; none for that one itself. `wording` is a digest
-- of its letters; `kinds` has a bit for each kind of act in it; `body` is its record, packed.
CREATE TABLE article (
  id INTEGER PRIMARY KEY, reading INTEGER NOT NULL REFERENCES reading, key TEXT NOT NULL, number INTEGER NOT NULL,
  title TEXT, kind TEXT NOT NULL, language TEXT NOT NULL, script TEXT, said TEXT, issuers TEXT NOT NULL, outlet TEXT,
  url TEXT, wording INTEGER NOT NULL, family INTEGER REFERENCES article, characters INTEGER NOT NULL, acts INTEGER NOT NULL,
  kinds INTEGER NOT NULL, body BLOB NOT NULL);
CREATE INDEX article_by_key ON article (key);
CREATE INDEX article_by_reading ON article (reading);
CREATE INDEX article_by_said ON article (said DESC);
CREATE INDEX article_by_wording ON article (wording);
CREATE INDEX article_by_family ON article (family) WHERE family IS NOT NULL;

-- By what the acts of an article are found: who stands in them and how often, by role and kind (in one letter), and by when
-- something is due.
CREATE TABLE actor (
  name TEXT NOT NULL, role INTEGER NOT NULL, said TEXT NOT NULL, article INTEGER NOT NULL REFERENCES article,
  kind TEXT NOT NULL, acts INTEGER NOT NULL, PRIMARY KEY (name, role, said DESC, article, kind)) WITHOUT ROWID;
CREATE TABLE due (
  deadline TEXT NOT NULL, article INTEGER NOT NULL REFERENCES article, PRIMARY KEY (deadline, article)) WITHOUT ROWID;
-- By what near copies are found: parts of a text's sketch.
CREATE TABLE sketch (
  part INTEGER NOT NULL, article INTEGER NOT NULL REFERENCES article, PRIMARY KEY (part, article)) WITHOUT ROWID;

-- What people say of acts, and (without article and act) of names. Never changed: taking one back is a further row that
-- names it; one that was handed on to an act that took another's place names the one it is a copy of.
CREATE TABLE judgement (
  id INTEGER PRIMARY KEY, article TEXT NOT NULL, local TEXT NOT NULL, verb TEXT NOT NULL, field TEXT, value TEXT,
  author TEXT NOT NULL, reason TEXT, at INTEGER NOT NULL, undoes INTEGER REFERENCES judgement,
  carried INTEGER REFERENCES judgement);
CREATE INDEX judgement_by_act ON judgement (article, local);
CREATE UNIQUE INDEX judgement_undone_once ON judgement (undoes) WHERE undoes IS NOT NULL;

-- What the full-text index has to look at again, in order. The number of the last change is the ledger's generation; the
-- index says up to which it has come.
CREATE TABLE change (id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL);
";
