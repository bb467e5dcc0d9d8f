//! The tables. A change of them is a new format: `FORMAT` goes up, and a step in `older.rs` brings older ledgers along.
//! Why the rows are cut as they are: docs/decisions/0006, 0009, 0011 and 0012.

/// The format that this program writes.
pub(crate) const FORMAT: u32 = 4;

/// The oldest that it still brings along.
pub(crate) const OLDEST: u32 = 1;

/// Says that a SQLite file is one of ours (`PRAGMA application_id`): "Chcy".
pub(crate) const APPLICATION: i32 = 0x4368_6379;

/// Format 4.
pub(crate) const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Of the ledger's own articles, packed; by these later ones are packed. Twice, so that one damaged page takes none of them.
CREATE TABLE dictionary (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE dictionary_again (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL);

-- The bytes as found, once however often and under whatever names they were found; packed alone, or beside the texts of its
-- first reading.
CREATE TABLE source (
  id INTEGER PRIMARY KEY, blake3 BLOB NOT NULL, media_type TEXT NOT NULL, bytes INTEGER NOT NULL,
  content BLOB NOT NULL, learnt INTEGER NOT NULL);
-- By the first bytes of its hash, which hardly any two share; who looks for one compares the whole.
CREATE INDEX source_by_hash ON source (substr(blake3, 1, 8));
-- Under which names, and since when.
CREATE TABLE source_name (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, name TEXT NOT NULL, learnt INTEGER NOT NULL);
CREATE INDEX source_name_by_name ON source_name (name);
CREATE INDEX source_name_by_source ON source_name (source);

-- Program and packs, as JSON; empty where nothing was found.
CREATE TABLE maker (id INTEGER PRIMARY KEY, told TEXT NOT NULL UNIQUE);
-- What a version of the program made of a source. The only field ever set later is when another took its place.
CREATE TABLE reading (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, maker INTEGER NOT NULL REFERENCES maker,
  learnt INTEGER NOT NULL, superseded INTEGER);
CREATE INDEX reading_by_source ON reading (source);

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

-- By what the acts of an article are found: who stands in them and how often, and by when something is due. All in numbers, of
-- which there are many: `who` is the name's four times and the role, `day` one of `DAY`, `acts` how many eight times and the
-- number of their kind.
CREATE TABLE name (id INTEGER PRIMARY KEY, told TEXT NOT NULL UNIQUE);
CREATE TABLE actor (
  who INTEGER NOT NULL, day INTEGER NOT NULL, article INTEGER NOT NULL REFERENCES article, acts INTEGER NOT NULL,
  PRIMARY KEY (who, day DESC, article, acts)) WITHOUT ROWID;
CREATE TABLE due (
  day INTEGER NOT NULL, article INTEGER NOT NULL REFERENCES article, PRIMARY KEY (day, article)) WITHOUT ROWID;
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

/// The source whose hash is `?N`, as [`TABLES`] has it found.
pub(crate) fn hashed(source: &str, value: &str) -> String {
    format!("substr({source}blake3, 1, 8) = substr({value}, 1, 8) AND {source}blake3 = {value}")
}

/// A day (`2024-02-29`, `2024-02`, `2024`, or nothing) as a number, in SQL: in the order of days, and of two bytes for most days
/// that are told of. [`day_of`] is the way back.
pub(crate) fn day(told: &str) -> String {
    format!("(substr({told}, 1, 4) * 416 + substr({told}, 6, 2) * 32 + substr({told}, 9, 2) - {SINCE})")
}

/// What stands for no day at all.
pub(crate) const UNDATED: i64 = -SINCE;

/// The number of the beginning of 1970, a year of 13 months (one for the year itself) of 32 days.
const SINCE: i64 = 1970 * 416;

/// The day of a number.
pub(crate) fn day_of(number: i64) -> Option<String> {
    let number = number + SINCE;
    let (year, month, day) = (number / 416, number % 416 / 32, number % 32);
    match (year, month, day) {
        _ if number <= 0 => None,
        (year, 0, _) => Some(format!("{year:04}")),
        (year, month, 0) => Some(format!("{year:04}-{month:02}")),
        (year, month, day) => Some(format!("{year:04}-{month:02}-{day:02}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbers_in_their_order_and_come_back() {
        let db = rusqlite::Connection::open_in_memory().expect("a database");
        let number = |told: &str| -> i64 {
            db.query_row(&format!("SELECT {}", day("?1")), [told], |row| row.get(0)).expect("a number")
        };
        let all = [
            "",
            "0221",
            "1815-06-09",
            "1971",
            "1971-10",
            "1971-10-01",
            "1971-10-25",
            "1971-12-31",
            "1972",
            "9999-12-31",
        ];
        let numbers: Vec<i64> = all.iter().map(|told| number(told)).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
        assert_eq!(numbers[0], UNDATED);
        let back: Vec<String> = numbers.iter().map(|number| day_of(*number).unwrap_or_default()).collect();
        assert_eq!(back, all);
    }
}
