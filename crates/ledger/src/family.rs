//! Which articles tell the same, so that one statement counts once: copies (the same letters, in whichever script), near copies
//! and reprints (nearly the same words about the same day), and versions in other languages (`versions.rs`).
//!
//! A family is named by its first article. What is linked is what evidently is one text; in doubt two articles stay two.

use std::collections::BTreeSet;
use std::hash::Hasher as _;

use chancery_text::FoldTable;
use minhash_rs::prelude::{Fnv, MinHash, MinHasher};
use rusqlite::{Connection, OptionalExtension, params};

use crate::index::narrow;
use crate::pack::{Body, Part};
use crate::versions::{Facts, shared};
use crate::{Folding, Ledger, LedgerError, RecordedAct, aligned, days_between, whole};

/// Characters that are looked at together.
const SHINGLE: usize = 4;

/// A text with fewer of them is a copy or nothing: a headline, a line of greeting.
const FEWEST: usize = 60;

/// A sketch has so many parts of so many numbers: two texts that share 0.85 of their shingles agree in some part in 996 of 1,000
/// cases, two that share 0.4 in 143 of 1,000, and those are then compared word by word.
const PARTS: usize = 6;
const NUMBERS: usize = 24;

/// Of their shingles, what near copies share at least. A headline changed and a line added to a page of text leave 0.9; two
/// communiqués of one forum a year apart share less than 0.6.
const NEAR: f64 = 0.8;

/// A reprint stands near its original's day.
pub(crate) const DAYS: i64 = 4;

/// Candidates compared word by word.
pub(crate) const COMPARED: usize = 12;

/// How families are found: another way of it, or another folding, finds others. A ledger says which way its own were found.
const WAY: &str = "3";

/// By what a text is known: a digest of its letters, and parts of its sketch (none of a short text).
#[derive(Clone, Debug)]
pub(crate) struct Signs {
    pub(crate) wording: i64,
    pub(crate) sketch: Vec<i64>,
    /// Parts for its telling figures, by which versions in other languages meet.
    pub(crate) figures: Vec<i64>,
    /// Parts for its build, by which they meet where figures are few.
    pub(crate) build: Vec<i64>,
}

impl Signs {
    /// Of a text, whichever script and width its characters have, and of what it tells.
    pub(crate) fn of(text: &str, facts: &Facts, fold: &FoldTable) -> Self {
        Self { figures: facts.parts(), build: aligned::parts(text, facts), ..Self::of_letters(&letters(text, fold)) }
    }

    fn of_letters(letters: &[char]) -> Self {
        Self { wording: wording(letters), sketch: sketch(letters), figures: Vec::new(), build: Vec::new() }
    }

    /// Of the letters alone, by which copies are known.
    pub(crate) fn of_wording(text: &str, fold: &FoldTable) -> Self {
        Self { wording: wording(&letters(text, fold)), sketch: Vec::new(), figures: Vec::new(), build: Vec::new() }
    }
}

/// A digest of letters.
fn wording(letters: &[char]) -> i64 {
    let told: String = letters.iter().collect();
    let digest = blake3::hash(told.as_bytes());
    digest.as_bytes().first_chunk::<8>().map_or(0, |eight| i64::from_le_bytes(*eight))
}

/// The letters and digits of a text, variants brought to one form: copies that differ in script, white space and marks agree in
/// them.
fn letters(text: &str, fold: &FoldTable) -> Vec<char> {
    let one = |c: char| fold.fold_char(narrow(fold.fold_char(c)));
    text.chars().filter(|c| c.is_alphanumeric()).map(one).collect()
}

/// Parts of a sketch.
fn sketch(letters: &[char]) -> Vec<i64> {
    if letters.len() < FEWEST + SHINGLE {
        return Vec::new();
    }
    let mut sketch = MinHash::<u32, NUMBERS, Fnv, u64, &[char]>::new();
    for shingle in letters.windows(SHINGLE) {
        sketch.insert(shingle);
    }
    let words: Vec<u32> = sketch.iter().copied().collect();
    let part = |(number, words): (usize, &[u32])| {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[number as u8]);
        for word in words {
            hasher.update(&word.to_le_bytes());
        }
        // 31 bits: what is found by chance is compared word by word.
        let digest = hasher.finalize();
        digest.as_bytes().first_chunk::<4>().map_or(0, |four| i64::from(u32::from_le_bytes(*four) >> 1))
    };
    words.chunks(NUMBERS / PARTS).enumerate().map(part).collect()
}

/// Digests of the shingles of a text.
fn shingles(text: &str, fold: &FoldTable) -> BTreeSet<u64> {
    let digest = |shingle: &[char]| {
        let mut hasher = std::hash::DefaultHasher::new();
        shingle.iter().for_each(|c| hasher.write_u32(u32::from(*c)));
        hasher.finish()
    };
    letters(text, fold).windows(SHINGLE).map(digest).collect()
}

/// What is looked at of an article.
pub(crate) struct Told<'a> {
    /// Its row, where it has one: it is of the family of what came before it.
    pub(crate) row: i64,
    pub(crate) signs: &'a Signs,
    pub(crate) facts: &'a Facts,
    pub(crate) text: &'a str,
    pub(crate) characters: i64,
    pub(crate) said: Option<&'a str>,
    pub(crate) issuers: &'a str,
    pub(crate) language: &'a str,
    pub(crate) acts: Vec<&'a RecordedAct>,
    /// Its record but for text and acts.
    pub(crate) rest: &'a str,
}

impl Ledger {
    /// The first article of the family that another belongs to.
    pub(crate) fn family_of(&self, one: &Told<'_>) -> Result<Option<i64>, LedgerError> {
        if let Some(found) = self.copy_of(one, one.signs)? {
            return Ok(Some(found));
        }
        // Of a ledger that an older program wrote, what is a copy letter for letter is still found.
        if !self.families_are_current()? {
            let plain: Vec<char> = one.text.chars().filter(|c| c.is_alphanumeric()).collect();
            if let Some(found) = self.copy_of(one, &Signs::of_letters(&plain))? {
                return Ok(Some(found));
            }
        }
        if let Some(found) = self.version(one)? {
            return Ok(Some(found));
        }
        if let Some(found) = self.version_by_figures(one)? {
            return Ok(Some(found));
        }
        self.version_by_build(one)
    }

    fn copy_of(&self, one: &Told<'_>, signs: &Signs) -> Result<Option<i64>, LedgerError> {
        let mut same = self.db.prepare_cached(
            "SELECT coalesce(family, id) FROM article WHERE wording = ?1 AND id < ?2 ORDER BY id LIMIT 1",
        )?;
        if let Some(found) = same.query_row([signs.wording, one.row], |row| row.get(0)).optional()? {
            return Ok(Some(found));
        }
        self.near_copy(one, &signs.sketch)
    }

    fn near_copy(&self, one: &Told<'_>, sketch: &[i64]) -> Result<Option<i64>, LedgerError> {
        let fold = self.folding.table();
        let mut found = BTreeSet::new();
        let mut find =
            self.db.prepare_cached("SELECT article FROM sketch WHERE part = ?1 ORDER BY article LIMIT ?2")?;
        for part in sketch {
            let rows = find.query_map(params![part, COMPARED as i64], |row| row.get::<_, i64>(0))?;
            for row in rows {
                found.insert(row?);
            }
        }
        let mut head =
            self.db.prepare_cached("SELECT coalesce(family, id), said, characters, body FROM article WHERE id = ?1")?;
        let mut own = None;
        for row in found.into_iter().take(COMPARED) {
            let (family, said, characters, body): (i64, Option<String>, i64, Vec<u8>) =
                head.query_row([row], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
            let (less, more) = (characters.min(one.characters), characters.max(one.characters));
            let days = said.as_deref().zip(one.said).and_then(|(a, b)| days_between(a, b));
            if (less as f64) < NEAR * more as f64 || days.is_some_and(|days| days.abs() > DAYS) {
                continue;
            }
            // What is damaged is named by `check`, and must not keep others out.
            let Ok(Body { text, .. }) = self.body(&body, Part::Text, &String::new) else { continue };
            if shared(own.get_or_insert_with(|| shingles(one.text, fold)), &shingles(&text, fold)) >= NEAR {
                return Ok(Some(family));
            }
        }
        Ok(None)
    }
}

impl Ledger {
    /// Says of a ledger that was only just made that its families are found as this program finds them.
    pub(crate) fn mark_families(db: &Connection, folding: &Folding) -> Result<(), LedgerError> {
        let mut put = db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('families', ?1)")?;
        put.execute([way(folding)])?;
        Ok(())
    }

    /// Whether all its families were found as this program finds them. Of a ledger that an older program wrote they were not:
    /// texts that tell the same in two scripts are two there, until [`Ledger::rebuild`] finds its families anew.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn families_are_current(&self) -> Result<bool, LedgerError> {
        let mut find = self.db.prepare_cached("SELECT value FROM meta WHERE key = 'families'")?;
        let found: Option<String> = find.query_row([], |row| row.get(0)).optional()?;
        Ok(found.is_some_and(|found| found == way(&self.folding)))
    }

    /// Finds the families of all articles anew, in the order in which they came in. They follow from the records, as the index
    /// does, which has to be made anew after it.
    pub(crate) fn find_families_anew(&self) -> Result<(), LedgerError> {
        let mut list = self.db.prepare("SELECT id FROM article ORDER BY id")?;
        let rows: Vec<i64> = list.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let transaction = self.db.unchecked_transaction()?;
        self.db.execute("DELETE FROM sketch", [])?;
        Self::mark_families(&self.db, &self.folding)?;
        let mut head = self
            .db
            .prepare("SELECT said, issuers, language, characters, body, wording, family FROM article WHERE id = ?1")?;
        let mut put = self.db.prepare("UPDATE article SET wording = ?2, family = ?3 WHERE id = ?1")?;
        for row in rows {
            let read = head.query_row([row], |row| {
                let told: (Option<String>, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok((told, row.get(3)?, row.get::<_, Vec<u8>>(4)?, (row.get(5)?, row.get(6)?)))
            })?;
            let ((said, issuers, language), characters, body, before) = read;
            let Ok(Body { text, acts, rest }) = self.body(&body, Part::Rest, &String::new) else { continue };
            let acts = whole::acts(acts, None, &|| self.article_told("the record", row))?;
            let facts = Facts::of_rest(&rest);
            let signs = Signs::of(&text, &facts, self.folding.table());
            let family = self.family_of(&Told {
                row,
                signs: &signs,
                facts: &facts,
                text: &text,
                characters,
                said: said.as_deref(),
                issuers: &issuers,
                language: &language,
                acts: acts.iter().map(|(_, _, act)| act).collect(),
                rest: &rest,
            })?;
            if before != (signs.wording, family) {
                put.execute(params![row, signs.wording, family])?;
            }
            if family.is_none() {
                self.put_sketch(row, &signs)?;
            }
        }
        drop((head, put));
        transaction.commit()?;
        Ok(())
    }

    /// Of a family its first is found by near copies and versions.
    pub(crate) fn put_sketch(&self, article: i64, signs: &Signs) -> Result<(), LedgerError> {
        let mut put = self.db.prepare_cached("INSERT OR IGNORE INTO sketch (part, article) VALUES (?1, ?2)")?;
        for part in signs.sketch.iter().chain(&signs.figures).chain(&signs.build) {
            put.execute(params![part, article])?;
        }
        Ok(())
    }
}

fn way(folding: &Folding) -> String {
    format!("{WAY} {}", folding.digest())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(changed: usize) -> String {
        (0..400usize)
            .filter_map(|n| {
                let n = if n % 40 < changed { n + 7_000 } else { n };
                char::from_u32(0x4E00 + (n as u32 * 7919) % 9973)
            })
            .collect()
    }

    fn plain() -> FoldTable {
        FoldTable::new([], false).expect("none")
    }

    fn sketch(text: &str) -> Vec<i64> {
        Signs::of(text, &Facts::default(), &plain()).sketch
    }

    fn shingles(text: &str) -> BTreeSet<u64> {
        super::shingles(text, &plain())
    }

    #[test]
    fn letters_are_one_in_every_script_width_and_case() {
        let fold = FoldTable::new([('國', '国')], true).expect("lengths agree");
        let all = |text: &str| letters(text, &fold).into_iter().collect::<String>();
        let none = Facts::default();
        assert_eq!(all("兩國，２０２４年 ＡＵＫＵＳ"), "兩国2024年aukus");
        assert_eq!(Signs::of("中國,Ａ", &none, &fold).wording, Signs::of("中国，a。", &none, &fold).wording);
        assert_ne!(Signs::of("中國", &none, &fold).wording, Signs::of("中國", &none, &plain()).wording);
    }

    #[test]
    fn near_copies_meet_in_their_sketch_and_others_do_not() {
        let meet = |a: &str, b: &str| sketch(a).iter().any(|part| sketch(b).contains(part));
        let one = text(0);
        assert_eq!(sketch(&one).len(), PARTS);
        assert!(meet(&one, &format!("又一个标题\n{one}\n（完）")));
        assert!(!meet(&one, &text(40)));
        assert!(sketch("双方同意").is_empty());
        assert!(shared(&shingles(&one), &shingles(&text(0))) > 0.99);
        assert!(shared(&shingles(&one), &shingles(&text(8))) < NEAR);
    }
}
