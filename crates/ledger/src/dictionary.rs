//! Dictionaries that a ledger makes of its own articles: what its texts say again and again (names, set phrases, the forms of its
//! records) is then told by a few bytes where a text by itself would say it anew. The first is made when some hundred articles are in,
//! a further one at ten times as many, and again. What is packed says by which it was, so that none is ever changed or taken
//! away; until there is one, the program's own serves. Each stands twice (two tables, so that no page is shared), since much rests on it.
//! Next to read: `pack.rs`.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::{Arc, PoisonError, RwLock};

use rusqlite::{Connection, OptionalExtension, params};
use zstd::bulk::Decompressor;

use crate::pack::{AT_ONCE, Body, Own, Part, pack, unpack};
use crate::{Ledger, LedgerError};

/// Articles of which the first is made; each further one when there are so many times as many.
const FIRST: i64 = 500;
const TIMES: i64 = 10;

/// Articles that one is made of, at most, spread evenly over all; and bytes of each part of one. Making one takes some tenths of a
/// second.
const SAMPLES: i64 = 700;
const SAMPLED: usize = 3 << 10;

/// Bytes of the first dictionary and of later ones; see docs/benchmarks.md.
const LARGEST: [usize; 2] = [112 << 10, 192 << 10];

/// Both places that a dictionary is kept in.
const TABLES: [&str; 2] = ["dictionary", "dictionary_again"];

/// A dictionary with its number in the ledger.
#[derive(Debug)]
pub(crate) struct Dictionary {
    pub(crate) number: u32,
    pub(crate) bytes: Vec<u8>,
}

/// By what a ledger's articles are packed now: for threads that make sources ready while another writes.
#[derive(Clone, Debug, Default)]
pub struct Packing(Arc<RwLock<Option<Arc<Dictionary>>>>);

impl Packing {
    /// The newest dictionary; none where there is none yet.
    pub(crate) fn now(&self) -> Option<Arc<Dictionary>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, newest: Option<Arc<Dictionary>>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = newest;
    }
}

/// What a ledger knows of its dictionaries.
#[derive(Default)]
pub(crate) struct Dictionaries {
    packing: Packing,
    /// How many articles there are when the next is to be made.
    next: Cell<i64>,
    /// Those that something was unpacked by.
    known: RefCell<BTreeMap<u32, Known>>,
}

impl std::fmt::Debug for Dictionaries {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dictionaries").field("next", &self.next).finish_non_exhaustive()
    }
}

struct Known {
    bytes: Vec<u8>,
    unpacker: Decompressor<'static>,
}

impl Own for Ledger {
    fn unpack(&self, number: u32, frame: &[u8], (all, needed): (usize, usize)) -> io::Result<Vec<u8>> {
        let mut known = self.dictionaries.known.borrow_mut();
        let known = match known.entry(number) {
            std::collections::btree_map::Entry::Occupied(one) => one.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                let bytes = kept(&self.db, number)
                    .ok_or_else(|| io::Error::other(format!("the ledger's dictionary {number} can't be read")))?;
                let unpacker = Decompressor::with_dictionary(&bytes)?;
                place.insert(Known { bytes, unpacker })
            }
        };
        if all <= AT_ONCE || needed == all {
            return known.unpacker.decompress(frame, all);
        }
        let mut out = vec![0; needed];
        zstd::stream::read::Decoder::with_dictionary(frame, &known.bytes)?.read_exact(&mut out)?;
        Ok(out)
    }
}

/// A dictionary out of the first place that has it whole.
fn kept(db: &Connection, number: u32) -> Option<Vec<u8>> {
    TABLES.iter().find_map(|table| kept_in(db, table, number))
}

fn kept_in(db: &Connection, table: &str, number: u32) -> Option<Vec<u8>> {
    let sql = format!("SELECT bytes FROM {table} WHERE number = ?1");
    let packed: Vec<u8> = db.query_row(&sql, [number], |row| row.get(0)).ok()?;
    unpack(&packed, "", &String::new).ok()
}

/// A dictionary of these samples. Where nothing can be learnt of them they are one as they are.
pub(crate) fn made_of(samples: &[Vec<u8>], number: u32) -> Dictionary {
    let most = LARGEST[usize::from(number > 1)];
    let bytes = zstd::dict::from_samples(samples, most).unwrap_or_else(|_| {
        let mut all = samples.concat();
        all.truncate(most);
        all
    });
    Dictionary { number, bytes }
}

/// What of an article is looked at, as it is packed.
pub(crate) fn sample(body: &Body) -> Vec<u8> {
    let parts = body.spared();
    let begin = |part: &str| part.as_bytes()[..part.len().min(SAMPLED)].to_vec();
    parts.iter().flat_map(|part| begin(part)).collect()
}

/// Which articles are looked at, by their rows: so many of the first `last`, evenly.
pub(crate) fn sampled(last: i64) -> impl Iterator<Item = i64> {
    let number = last.min(SAMPLES);
    (1..=number).map(move |at| at * last / number)
}

/// How many articles there are when the dictionary after that one is made; the first comes after none.
const fn due(number: u32) -> i64 {
    FIRST.saturating_mul(TIMES.saturating_pow(number))
}

/// The number of a dictionary that is made of so many articles; none where they are too few.
pub(crate) fn number_at(articles: i64) -> Option<u32> {
    (1..=u32::from(u8::MAX)).take_while(|number| due(number - 1) <= articles).last()
}

pub(crate) fn put(db: &Connection, one: &Dictionary) -> Result<(), LedgerError> {
    let packed = pack(&one.bytes);
    for table in TABLES {
        db.execute(&format!("INSERT INTO {table} (number, bytes) VALUES (?1, ?2)"), params![one.number, packed])?;
    }
    Ok(())
}

impl Ledger {
    /// By what its articles are packed now.
    #[must_use]
    pub fn packing(&self) -> Packing {
        self.dictionaries.packing.clone()
    }

    /// An article, unpacked as far as is wanted; `what` names it where it is damaged.
    pub(crate) fn body(&self, packed: &[u8], wanted: Part, what: &dyn Fn() -> String) -> Result<Body, LedgerError> {
        Body::unpack(packed, wanted, self, what)
    }

    /// Takes the newest dictionary to pack with.
    pub(crate) fn take_dictionary(&self) -> Result<(), LedgerError> {
        let newest: Option<u32> =
            self.db.query_row("SELECT max(number) FROM dictionary", [], |row| row.get(0)).optional()?.flatten();
        let newest = newest.unwrap_or(0);
        // One that can't be read back is no longer packed with; `check` tells of it.
        let bytes = (newest > 0).then(|| kept(&self.db, newest)).flatten();
        self.dictionaries.packing.set(bytes.map(|bytes| Arc::new(Dictionary { number: newest, bytes })));
        self.dictionaries.next.set(due(newest));
        Ok(())
    }

    /// Whether enough articles came in for the next dictionary.
    pub(crate) fn is_dictionary_due(&self) -> Result<bool, LedgerError> {
        Ok(self.last_article()? >= self.dictionaries.next.get())
    }

    fn last_article(&self) -> Result<i64, LedgerError> {
        let mut find = self.db.prepare_cached("SELECT max(id) FROM article")?;
        let last: Option<i64> = find.query_row([], |row| row.get(0))?;
        Ok(last.unwrap_or(0))
    }

    /// Makes the next dictionary where enough articles came in since the last: in the transaction that is open, or one of its own.
    pub(crate) fn make_dictionary(&self) -> Result<(), LedgerError> {
        let last = self.last_article()?;
        if last < self.dictionaries.next.get() {
            return Ok(());
        }
        // Whatever comes of it, it is not tried again at each further source.
        self.dictionaries.next.set(last.saturating_mul(TIMES));
        let Some(number) = number_at(last) else { return Ok(()) };
        let mut find = self.db.prepare("SELECT body FROM article WHERE id = ?1")?;
        let mut samples = Vec::new();
        for row in sampled(last) {
            let packed: Option<Vec<u8>> = find.query_row([row], |row| row.get(0)).optional()?;
            let body = packed.and_then(|packed| self.body(&packed, Part::Rest, &String::new).ok());
            samples.extend(body.as_ref().map(sample));
        }
        let made = made_of(&samples, number);
        let own = self.db.is_autocommit().then(|| self.db.unchecked_transaction()).transpose()?;
        put(&self.db, &made)?;
        own.map_or(Ok(()), rusqlite::Transaction::commit)?;
        self.dictionaries.packing.set(Some(Arc::new(made)));
        Ok(())
    }

    /// Dictionaries that can't be read back from one of their places, in words.
    pub(crate) fn hurt_dictionaries(&self) -> Result<Vec<String>, LedgerError> {
        let mut list = self.db.prepare("SELECT number FROM dictionary UNION SELECT number FROM dictionary_again")?;
        let numbers: Vec<u32> = list.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut out = Vec::new();
        for number in numbers {
            let whole = TABLES.iter().filter(|table| kept_in(&self.db, table, number).is_some()).count();
            match whole {
                2 => {}
                1 => out.push(format!(
                    "one of the two copies of dictionary {number}, by which articles are packed, is damaged; the other still serves: \
                     restore the ledger from a backup"
                )),
                _ => out.push(format!(
                    "both copies of dictionary {number}, by which articles are packed, are damaged: restore the ledger from a backup"
                )),
            }
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_numbered_by_how_many_articles_there_are() {
        let all = [0, 1, 499, 500, 4_999, 5_000, 100_000].map(number_at);
        assert_eq!(all, [None, None, None, Some(1), Some(1), Some(2), Some(3)]);
        assert_eq!((due(0), due(1), due(3)), (500, 5_000, 500_000));
        assert!(number_at(i64::MAX).is_some());
        assert_eq!(sampled(3).collect::<Vec<_>>(), [1, 2, 3]);
        let many: Vec<i64> = sampled(5_000).collect();
        assert_eq!((many.len() as i64, many.last()), (SAMPLES, Some(&5_000)));
    }

    #[test]
    fn of_what_tells_nothing_one_is_made_all_the_same() {
        assert_eq!(made_of(&[vec![1, 2, 3]], 1).bytes, [1, 2, 3]);
        let body = Body { text: "双方同意。".to_owned(), ..Body::default() };
        for bytes in [vec![], vec![1, 2, 3]] {
            assert!(!body.pack(Some(&Arc::new(Dictionary { number: 1, bytes }))).is_empty());
        }
    }
}
