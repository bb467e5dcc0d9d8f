//! Which promises nobody took up since a day, of many at once: what was said since is read once and turned round (which acts hold a
//! piece), so that each promise is held only against the few acts that share enough of its rare words. What counts as taking up is
//! what `follow.rs` suggests.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::{Act, AsOf, Index, Ledger, LedgerError, Only, day_number, pieces};
use tantivy::Term;

use crate::columns::{Asked, each_act};
use crate::follow::{DONE_SO, FollowWords, Reader};
use crate::language::Query;
use crate::likeness::is_near;
use crate::promises::is_settled;

/// Acts that are read at a time.
const READ: usize = 2_000;

/// A piece of words: how much it weighs, and which of the later acts hold it.
#[derive(Default)]
struct Known {
    weight: Option<f64>,
    held: Vec<u32>,
}

/// What was said since a day.
struct Since {
    acts: Vec<Act>,
    /// The pieces of each act by their numbers.
    pieces: Vec<Vec<u32>>,
    /// Acts that tell what was delivered, by unit.
    delivered: BTreeMap<String, Vec<u32>>,
    numbers: BTreeMap<String, u32>,
    known: Vec<Known>,
}

impl Since {
    fn read(ledger: &Ledger, index: &Index, since: &str) -> Result<Self, LedgerError> {
        let from = day_number(since);
        let mut rows = Vec::new();
        let only = Only { all_copies: true, ..Only::default() };
        let asked = Asked { query: &Query::All, only: &only, more: Vec::new() };
        each_act(ledger, index, asked, &mut |columns, documents| {
            for doc in documents {
                let (article, place) = columns.act(doc);
                if from.is_none_or(|from| columns.said.first(doc).is_some_and(|said| said >= from)) {
                    rows.extend(Index::row(article, place));
                }
            }
            Ok(())
        })?;
        rows.sort_unstable();
        let mut out = Self {
            acts: Vec::with_capacity(rows.len()),
            pieces: Vec::with_capacity(rows.len()),
            delivered: BTreeMap::new(),
            numbers: BTreeMap::new(),
            known: Vec::new(),
        };
        let fold = ledger.folding().table();
        for rows in rows.chunks(READ) {
            for (_, act) in ledger.worded_acts_by_row(rows, AsOf::NOW, false)? {
                let number = out.acts.len() as u32;
                let mut own: Vec<u32> =
                    pieces(&act.act.quote, fold).into_iter().map(|piece| out.number(piece.text)).collect();
                own.sort_unstable();
                own.dedup();
                for piece in &own {
                    out.known[*piece as usize].held.push(number);
                }
                let amounts = act.act.amounts.iter().filter(|one| one.role.as_deref() == Some("delivered"));
                for unit in amounts.filter_map(|one| one.unit.clone()).collect::<BTreeSet<_>>() {
                    out.delivered.entry(unit).or_default().push(number);
                }
                out.pieces.push(own);
                out.acts.push(act);
            }
        }
        Ok(out)
    }

    fn number(&mut self, piece: String) -> u32 {
        let next = self.known.len() as u32;
        let number = *self.numbers.entry(piece).or_insert(next);
        if number == next {
            self.known.push(Known::default());
        }
        number
    }

    /// The pieces of some words with their weights, the heaviest first.
    fn weighed(&mut self, text: &str, ledger: &Ledger, index: &Index) -> Result<Vec<(u32, f64)>, LedgerError> {
        let (searcher, fields) = (index.searcher(), index.fields());
        let documents = searcher.num_docs().max(1) as f64;
        let mut out = Vec::new();
        for piece in pieces(text, ledger.folding().table()).into_iter().filter(|piece| !piece.alone) {
            let number = self.number(piece.text.clone());
            let known = &mut self.known[number as usize];
            let weight = match known.weight {
                Some(weight) => weight,
                None => {
                    let held = searcher.doc_freq(&Term::from_field_text(fields.text, &piece.text))?
                        + searcher.doc_freq(&Term::from_field_text(fields.passage, &piece.text))?;
                    *known.weight.insert((documents / held.max(1) as f64).ln().max(0.0))
                }
            };
            out.push((number, weight));
        }
        out.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        out.dedup_by_key(|one| one.0);
        Ok(out)
    }

    /// Acts that may share enough of the weight to take a promise up: those that hold any of the heaviest pieces without which
    /// nothing reaches it, and those that tell a delivered figure in its unit.
    fn candidates(&self, weighed: &[(u32, f64)], all: f64, promise: &Act) -> BTreeSet<u32> {
        let mut out = BTreeSet::new();
        let mut left = all;
        for (piece, weight) in weighed {
            if left < DONE_SO * all {
                break;
            }
            left -= weight;
            out.extend(&self.known[*piece as usize].held);
        }
        for unit in promise.act.amounts.iter().filter_map(|one| one.unit.as_ref()) {
            out.extend(self.delivered.get(unit).into_iter().flatten());
        }
        out
    }
}

/// Of these rows of commitments those that are awaited, were said before that day, and that nobody took up since.
///
/// # Errors
/// Where the index or the store fails.
pub fn silent_since(
    ledger: &Ledger,
    index: &Index,
    rows: &[i64],
    since: &str,
    words: &FollowWords,
) -> Result<BTreeSet<i64>, LedgerError> {
    let mut later = Since::read(ledger, index, since)?;
    let mut sorted = rows.to_vec();
    sorted.sort_unstable();
    let mut out = BTreeSet::new();
    for rows in sorted.chunks(READ) {
        for (row, promise) in ledger.acts_by_row(rows, AsOf::NOW, true)? {
            if awaits(&promise, since) && !is_taken_up(ledger, index, &mut later, &promise, (since, words))? {
                out.insert(row);
            }
        }
    }
    Ok(out)
}

/// Whether a promise may be silent since a day: settled ones are awaited no longer, and of those without a day nobody can say how
/// long they are silent.
#[must_use]
pub fn awaits(promise: &Act, since: &str) -> bool {
    // A year is past where its last day is.
    let last = |day: &str| format!("{day}{}", "-12-31".get(day.len().saturating_sub(4)..).unwrap_or_default());
    !is_settled(promise) && promise.said.as_deref().is_some_and(|day| last(day).as_str() < since)
}

fn is_taken_up(
    ledger: &Ledger,
    index: &Index,
    later: &mut Since,
    promise: &Act,
    (since, words): (&str, &FollowWords),
) -> Result<bool, LedgerError> {
    let judged = ledger.followed(&promise.id, AsOf::NOW)?;
    // What people named themselves need not look alike.
    for one in judged.iter().filter(|one| one.how.is_some()) {
        let named = crate::follow::named(ledger, &one.act, AsOf::NOW)?;
        if named.is_some_and(|act| act.said.as_deref().is_some_and(|day| day >= since)) {
            return Ok(true);
        }
    }
    let weighed = later.weighed(&promise.act.quote, ledger, index)?;
    let all: f64 = weighed.iter().map(|(_, weight)| weight).sum();
    if all <= 0.0 {
        return Ok(false);
    }
    let of: BTreeMap<u32, f64> = weighed.iter().copied().collect();
    let reader = Reader { words, ledger, promise };
    let taken = later.candidates(&weighed, all, promise).into_iter().any(|number| {
        let (act, own) = (&later.acts[number as usize], &later.pieces[number as usize]);
        // Passed over by people.
        let shut = || judged.iter().any(|one| one.how.is_none() && one.act == act.id.whole());
        is_near(&promise.act, [&act.act.holders, &act.act.addressees, &act.act.targets])
            && reader.how(act, own.iter().filter_map(|piece| of.get(piece)).sum::<f64>() / all).is_some()
            && !shut()
    });
    Ok(taken)
}
