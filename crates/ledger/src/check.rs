//! Is everything whole: the database's own structure, every source's bytes and hash, every quote and every character's way to the
//! bytes, what rows say against what records say, and the index against both. What can't be read is named as far as anything of
//! it can, and the rest is looked at all the same.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::append::{tallied, who};
use crate::index::Made;
use crate::prepared::{For, PreparedArticle};
use crate::schema::day;
use crate::{Ledger, LedgerError, Prepared, ids};

/// What mends rows that say something else than the records they came of.
const ROWS_ANEW: &str =
    "`chancery export --format jsonl` and `chancery import` into a new folder make all rows anew, or restore a backup";

/// Findings among which the same is looked for: it stands twice where little is wrong.
const MOST_COMPARED: usize = 100;

/// Most articles that are named for one reason.
const MOST_NAMED: usize = 5;

/// Something found wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where: `database`, `index`, an id.
    pub place: String,
    /// What, and what to try.
    pub message: String,
}

/// What a look at everything gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checkup {
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What is not, and should be known: the index was made anew.
    pub notes: Vec<String>,
}

impl Checkup {
    fn find(&mut self, place: &str, message: String) {
        let finding = Finding { place: place.to_owned(), message };
        // One page is met by several ways.
        if self.findings.len() >= MOST_COMPARED || !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

fn hurt(error: &LedgerError) -> String {
    match error {
        LedgerError::Corrupt(error) => format!("a page is damaged ({error}): restore the ledger from a backup"),
        other => other.to_string(),
    }
}

impl Ledger {
    /// Looks at everything. `each` is told how many articles are done.
    ///
    /// # Errors
    /// Where the store fails altogether; what is damaged is a finding.
    pub fn check(&self, each: &mut dyn FnMut(usize)) -> Result<Checkup, LedgerError> {
        let mut checkup = Checkup::default();
        if let Err(error) = self.check_structure(&mut checkup) {
            checkup.find("database", hurt(&error));
        }
        let verdicts = self.verify_all(each)?;
        for (id, message) in verdicts.wrong {
            checkup.find(&id, message);
        }
        if let Err(error) = self.check_sources_alone(&mut checkup).and_then(|()| self.check_rows(&mut checkup)) {
            checkup.find("database", hurt(&error));
        }
        match self.hurt_dictionaries() {
            Ok(hurt) => hurt.into_iter().for_each(|message| checkup.find("database", message)),
            Err(error) => checkup.find("database", hurt(&error)),
        }
        if let Err(error) = self.check_index(&mut checkup) {
            checkup.find("index", hurt(&error));
        }
        if self.families_are_current().is_ok_and(|current| !current) {
            let note = "which texts tell the same was found by an older version, for which scripts were two: `chancery rebuild` \
                        finds it anew";
            checkup.notes.push(note.to_owned());
        }
        Ok(checkup)
    }

    fn check_structure(&self, checkup: &mut Checkup) -> Result<(), LedgerError> {
        let mut whole = self.db.prepare("PRAGMA integrity_check")?;
        // Where it can't go on, it has told much before.
        for line in whole.query_map([], |row| row.get::<_, String>(0))? {
            let line = line?;
            for line in line.lines().filter(|line| *line != "ok" && !line.starts_with("***")) {
                checkup.find("database", format!("{}; restore the ledger from a backup", self.with_table(line)));
            }
        }
        let mut links = self.db.prepare("PRAGMA foreign_key_check")?;
        let broken: Vec<String> = links.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        if !broken.is_empty() {
            checkup.find("database", format!("{} rows lead nowhere; restore the ledger from a backup", broken.len()));
        }
        Ok(())
    }

    /// A line of SQLite's on a tree, with the table or index that it is.
    fn with_table(&self, line: &str) -> String {
        let root = line.strip_prefix("Tree ").and_then(|line| line.split(' ').next()?.parse::<i64>().ok());
        let name = root.and_then(|root| {
            let sql = "SELECT name FROM sqlite_schema WHERE rootpage = ?1";
            self.db.query_row(sql, [root], |row| row.get::<_, String>(0)).ok()
        });
        name.map_or_else(|| line.to_owned(), |name| format!("{name}: {line}"))
    }

    /// Sources in which nothing was found: the others are looked at with their articles.
    fn check_sources_alone(&self, checkup: &mut Checkup) -> Result<(), LedgerError> {
        let mut list = self.db.prepare(
            "SELECT s.id, s.blake3 FROM source s WHERE NOT EXISTS
             (SELECT 1 FROM reading r JOIN article t ON t.reading = r.id WHERE r.source = s.id) ORDER BY s.id",
        )?;
        let mut rows = list.query([])?;
        while let Some(row) = rows.next()? {
            let (source, hash): (i64, [u8; 32]) = (row.get(0)?, row.get(1)?);
            if !self.bytes_are_whole(source, &hash)? {
                let told = self.source_told(source);
                checkup
                    .find("database", format!("{told} is damaged; add it again, which mends it, or restore a backup"));
            }
        }
        Ok(())
    }

    /// What rows say of articles, against their records.
    fn check_rows(&self, checkup: &mut Checkup) -> Result<(), LedgerError> {
        let current = self.families_are_current()?;
        for (row, key) in self.article_rows()? {
            // What can't be read was named before.
            let Ok(record) = self.record(row) else { continue };
            let (hash, maker): ([u8; 32], String) = self.db.prepare_cached(
                "SELECT s.blake3, m.told FROM article t JOIN reading r ON r.id = t.reading JOIN source s ON s.id = r.source
                 JOIN maker m ON m.id = r.maker WHERE t.id = ?1",
            )?.query_row([row], |found| Ok((found.get(0)?, found.get(1)?)))?;
            let told =
                match Prepared::of_records(ids::short(&key), hash, Some(maker), &record, (&self.folding, For::Rows)) {
                    Ok(prepared) => match prepared.articles.first() {
                        Some(one) => self.other_rows(row, one, current)?,
                        None => vec!["nothing".to_owned()],
                    },
                    Err(error) => vec![error.to_string()],
                };
            if !told.is_empty() {
                let message = format!("its row is not what its record says: {}; {ROWS_ANEW}", told.join(", "));
                checkup.find(ids::short(&key), message);
            }
        }
        Ok(())
    }

    /// What the rows of an article say otherwise than its record.
    fn other_rows(&self, row: i64, one: &PreparedArticle, families: bool) -> Result<Vec<String>, LedgerError> {
        let mut head = self.db.prepare_cached(
            "SELECT key, title, kind, language, script, said, issuers, outlet, url, number, characters, acts, kinds, wording
             FROM article WHERE id = ?1",
        )?;
        let text = |text: &str| Some(text.to_owned());
        let number = |number: i64| Some(number.to_string());
        let own = [
            ("id", text(&one.key)),
            ("title", one.title.clone()),
            ("kind", text(&one.kind)),
            ("language", text(&one.language)),
            ("script", one.script.clone()),
            ("day", one.said.clone()),
            ("issuers", text(&one.issuers)),
            ("outlet", one.outlet.clone()),
            ("address", one.url.clone()),
            ("number", number(one.number.into())),
            ("length", number(one.characters)),
            ("acts", number(one.acts.len() as i64)),
            ("kinds of acts", number(one.kinds())),
            ("letters", number(one.signs.wording)),
        ];
        let there: Vec<Option<String>> = head.query_row([row], |found| {
            (0..own.len())
                .map(|at| {
                    Ok(match found.get_ref(at)? {
                        rusqlite::types::ValueRef::Null => None,
                        rusqlite::types::ValueRef::Integer(number) => Some(number.to_string()),
                        other => Some(String::from_utf8_lossy(other.as_bytes().unwrap_or_default()).into_owned()),
                    })
                })
                .collect()
        })?;
        let shown = |value: &Option<String>| value.as_deref().unwrap_or("nothing").to_owned();
        let mut told: Vec<String> = own
            .iter()
            .zip(&there)
            .filter(|((what, own), there)| own != *there && (families || *what != "letters"))
            .map(|((what, own), there)| format!("{what} {} where it is {}", shown(there), shown(own)))
            .collect();
        if !self.found_by(row, one)? {
            told.push("who stands in its acts".to_owned());
        }
        Ok(told)
    }

    /// Whether an article is found by who stands in its acts and by what is due.
    fn found_by(&self, row: i64, one: &PreparedArticle) -> Result<bool, LedgerError> {
        let (said, mut left) = (one.said.as_deref().unwrap_or_default(), 0i64);
        let mut find = self.db.prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM actor WHERE who = ?1 AND day = {} AND article = ?3 AND acts = ?4)",
            day("?2")
        ))?;
        for ((name, role, kind), number) in one.actors() {
            // Without a row of its own nobody is found by it.
            let who = self.name_row(name)?.map_or(-1, |name| who(name, role));
            let key = rusqlite::params![who, said, row, tallied(kind, number)];
            left += i64::from(!find.query_row(key, |found| found.get::<_, bool>(0))?);
        }
        let mut find = self
            .db
            .prepare_cached(&format!("SELECT EXISTS (SELECT 1 FROM due WHERE day = {} AND article = ?2)", day("?1")))?;
        for deadline in one.deadlines() {
            left += i64::from(!find.query_row(rusqlite::params![deadline, row], |found| found.get::<_, bool>(0))?);
        }
        Ok(left == 0)
    }

    /// Every article's row and id, by an index where their own pages are hurt.
    pub(crate) fn article_rows(&self) -> Result<Vec<(i64, String)>, LedgerError> {
        let read = |sql: &str| -> Result<Vec<(i64, String)>, LedgerError> {
            let mut list = self.db.prepare(sql)?;
            Ok(list.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
        };
        read("SELECT id, key FROM article INDEXED BY article_by_key ORDER BY id")
            .or_else(|_| read("SELECT id, key FROM article NOT INDEXED ORDER BY id"))
    }

    fn check_index(&self, checkup: &mut Checkup) -> Result<(), LedgerError> {
        let index = self.index()?;
        checkup.notes.extend(match index.made() {
            None => None,
            Some(Made::Missing) => Some("there was no full-text index: it was made anew".to_owned()),
            Some(Made::Unfit) => {
                Some("the full-text index was damaged, or of another version: it was made anew".to_owned())
            }
        });
        if index.behind() > 0 {
            checkup.find("index", format!("{} changes behind, since another chancery is writing", index.behind()));
            return Ok(());
        }
        let bad = index.searcher().index().validate_checksum()?;
        if !bad.is_empty() {
            checkup.find("index", format!("{} files are damaged: `chancery rebuild` makes them anew", bad.len()));
            return Ok(());
        }
        let (held, wanted) = (index.held()?, self.wanted_of_index()?);
        let articles: BTreeSet<&i64> = held.keys().chain(wanted.keys()).collect();
        let other = articles.into_iter().filter(|row| held.get(row) != wanted.get(row)).copied();
        // Of what can't be read, and was named before, the index may well be right.
        let other: Vec<i64> = other.filter(|row| self.is_there_and_whole(*row)).collect();
        if !other.is_empty() {
            let named: Vec<String> = other.iter().take(MOST_NAMED).map(|row| self.article_named(*row)).collect();
            let more = other.len() - named.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let told = format!("it does not hold what the records say of {}{more}", named.join(", "));
            checkup.find("index", format!("{told}: `chancery rebuild` makes it anew"));
        }
        Ok(())
    }

    /// Whether an article can be read, or is none at all.
    fn is_there_and_whole(&self, row: i64) -> bool {
        self.record(row).is_ok() || matches!(self.article(row), Err(LedgerError::Id(_)))
    }

    /// A digest of what the index should hold of each article.
    fn wanted_of_index(&self) -> Result<BTreeMap<i64, u64>, LedgerError> {
        let names = self.names(crate::AsOf::NOW)?;
        let mut out = BTreeMap::new();
        for (row, _) in self.article_rows()? {
            if let Some(digest) = crate::index::digest_of(self, row, &names)? {
                out.insert(row, digest);
            }
        }
        Ok(out)
    }
}
