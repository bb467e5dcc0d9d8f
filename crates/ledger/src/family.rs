//! Which articles tell the same, so that one statement counts once: copies (the same letters), near copies and reprints (nearly
//! the same words about the same day), and versions in other languages (one day, one issuer, the same figures, days and actors).
//!
//! A family is named by its first article. What is linked is what evidently is one text; in doubt two articles stay two.

use std::collections::BTreeSet;
use std::hash::Hasher as _;

use minhash_rs::prelude::{Fnv, MinHash, MinHasher};
use rusqlite::{OptionalExtension, params};

use crate::append::PreparedArticle;
use crate::pack::{Body, Part};
use crate::{Ledger, LedgerError, RecordedAct, days_between};

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
const DAYS: i64 = 4;

/// Candidates compared word by word.
const COMPARED: usize = 12;

/// What versions of one text must share: of all figures, days and actors in their acts, and at least so many.
const ALIGNED: f64 = 0.6;
const ALIGNED_FEWEST: usize = 6;

/// Parts of the sketch of a text; none of a short one.
pub(crate) fn sketch(text: &str) -> Vec<i64> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
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
fn shingles(text: &str) -> BTreeSet<u64> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let digest = |shingle: &[char]| {
        let mut hasher = std::hash::DefaultHasher::new();
        shingle.iter().for_each(|c| hasher.write_u32(u32::from(*c)));
        hasher.finish()
    };
    letters.windows(SHINGLE).map(digest).collect()
}

/// What two sets share, of what both hold.
fn shared<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> f64 {
    let both = one.intersection(other).count();
    both as f64 / (one.len() + other.len() - both).max(1) as f64
}

/// Figures, days and actors of acts, which are the same in every language.
fn facts<'a>(acts: impl Iterator<Item = &'a RecordedAct>) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for act in acts {
        let figures =
            act.amounts.iter().filter_map(|one| Some(format!("{} {}", one.value.as_ref()?, one.unit.as_ref()?)));
        let days = act.dates.iter().filter_map(|one| Some(format!("{}..{}", one.start.as_ref()?, one.end.as_ref()?)));
        let ids =
            act.holders.iter().chain(&act.addressees).chain(&act.targets).filter(|id| crate::acts::is_actor_id(id));
        out.extend(figures.chain(days));
        out.extend(ids.cloned());
    }
    out
}

impl Ledger {
    /// The first article of the family that a new one belongs to.
    pub(crate) fn family_of(&self, one: &PreparedArticle) -> Result<Option<i64>, LedgerError> {
        let mut same = self
            .db
            .prepare_cached("SELECT coalesce(family, id) FROM article WHERE wording = ?1 ORDER BY id LIMIT 1")?;
        if let Some(found) = same.query_row([one.wording], |row| row.get(0)).optional()? {
            return Ok(Some(found));
        }
        if let Some(found) = self.near_copy(one)? {
            return Ok(Some(found));
        }
        self.version(one)
    }

    fn near_copy(&self, one: &PreparedArticle) -> Result<Option<i64>, LedgerError> {
        let mut found = BTreeSet::new();
        let mut find =
            self.db.prepare_cached("SELECT article FROM sketch WHERE part = ?1 ORDER BY article LIMIT ?2")?;
        for part in &one.sketch {
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
            let days = said.as_deref().zip(one.said.as_deref()).and_then(|(a, b)| days_between(a, b));
            if (less as f64) < NEAR * more as f64 || days.is_some_and(|days| days.abs() > DAYS) {
                continue;
            }
            let text = Body::unpack(&body, Part::Text, &|| format!("the text of the article in row {row}"))?.text;
            if shared(own.get_or_insert_with(|| shingles(&one.text)), &shingles(&text)) >= NEAR {
                return Ok(Some(family));
            }
        }
        Ok(None)
    }

    /// The first article of a text that this is evidently a version of, in another language.
    fn version(&self, one: &PreparedArticle) -> Result<Option<i64>, LedgerError> {
        let day = one.said.as_deref().filter(|day| day.len() == 10);
        let Some(said) = day.filter(|_| one.issuers.len() > 2) else { return Ok(None) };
        let own = facts(one.acts.iter().map(|act| &act.act));
        if own.len() < ALIGNED_FEWEST {
            return Ok(None);
        }
        let mut find = self.db.prepare_cached(
            "SELECT id, body FROM article WHERE said = ?1 AND issuers = ?2 AND language <> ?3 AND family IS NULL
             AND acts BETWEEN ?4 AND ?5 ORDER BY id LIMIT ?6",
        )?;
        let acts = one.acts.len() as i64;
        let asked = params![said, one.issuers, one.language, acts / 2, acts * 2, COMPARED as i64];
        let rows = find.query_map(asked, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))?;
        for row in rows {
            let (row, body) = row?;
            let theirs = self.unpacked_acts(row, &body, None)?;
            let theirs = facts(theirs.iter().map(|(_, _, act)| act));
            if own.intersection(&theirs).count() >= ALIGNED_FEWEST && shared(&own, &theirs) >= ALIGNED {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }
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
