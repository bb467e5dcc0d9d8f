//! Who acts and how often, and what one actor does, counted off the index's columns. Only for what the ledger knows now
//! ([`crate::by_columns`]); what it knew earlier is counted from the records.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::{BETWEEN, Index, Ledger, LedgerError, Only, Tally};
use tantivy::columnar::StrColumn;
use tantivy::query::{BooleanQuery, Occur};

use crate::columns::{Asked, each_act, each_once, iso, lists, ordinal, values};
use crate::compile::{Compiler, What};
use crate::grounds::Watch;
use crate::language::{Name, Query};
use crate::relations::is_actor;

/// How many acts, and their days.
#[derive(Clone, Copy, Default)]
struct Sum {
    acts: u64,
    ends: Option<(i64, i64)>,
}

impl Sum {
    fn add(&mut self, acts: u64, ends: Option<(i64, i64)>) {
        self.acts += acts;
        if let Some((from, to)) = ends {
            self.ends = Some(self.ends.map_or((from, to), |(first, last)| (first.min(from), last.max(to))));
        }
    }

    fn take(&mut self, day: Option<i64>) {
        self.add(1, day.map(|day| (day, day)));
    }
}

/// The roles beside the holder's, as [`Tally::role`] has them.
const ROLES: [&str; 3] = ["addressee", "target", "via"];

/// [`Ledger::tally`] of all acts that are meant, of actors alone: what is no actor is not counted as a target.
///
/// # Errors
/// Where the index or the store fails.
pub fn tally_by_columns(ledger: &Ledger, index: &Index, only: &Only) -> Result<Vec<Tally>, LedgerError> {
    let mut sums: BTreeMap<(String, &'static str, String), Sum> = BTreeMap::new();
    let asked = Asked { query: &Query::All, only, more: Vec::new() };
    each_act(ledger, index, asked, &mut |columns, documents| {
        let deeds: Vec<String> = values(columns.deed.as_ref())?
            .into_iter()
            .map(|deed| deed.split(BETWEEN).next().unwrap_or_default().to_owned())
            .collect();
        // They are in order, so those of a kind stand together.
        let mut kinds = deeds.clone();
        kinds.dedup();
        let kind_of: Vec<usize> =
            deeds.iter().map(|deed| kinds.iter().position(|kind| kind == deed).unwrap_or(0)).collect();
        let sums_of = |column: Option<&StrColumn>| {
            vec![Sum::default(); column.map_or(0, |column| column.num_terms()) * kinds.len()]
        };
        let mut held = sums_of(columns.holders.as_ref());
        let others = [&columns.addressees, &columns.targets, &columns.via];
        let mut named = others.map(|column| sums_of(column.as_ref()));
        let mut own = Vec::new();
        for doc in documents {
            let Some(kind) = ordinal(columns.deed.as_ref(), doc).and_then(|at| kind_of.get(at)) else { continue };
            let day = columns.said.first(doc);
            if let Some(at) = ordinal(columns.holders.as_ref(), doc) {
                held[at * kinds.len() + kind].take(day);
            }
            for (column, sums) in others.iter().zip(&mut named) {
                let Some(column) = column else { continue };
                each_once(column, doc, &mut own).iter().for_each(|at| sums[at * kinds.len() + kind].take(day));
            }
        }
        let mut put = |actor: &str, role: &'static str, counts: &[Sum]| {
            for (kind, count) in kinds.iter().zip(counts).filter(|(_, count)| count.acts > 0) {
                let key = (actor.to_owned(), role, kind.clone());
                sums.entry(key).or_default().add(count.acts, count.ends);
            }
        };
        for (holders, counts) in lists(columns.holders.as_ref())?.iter().zip(held.chunks(kinds.len().max(1))) {
            // Twice in one act is one act.
            holders.iter().collect::<BTreeSet<_>>().into_iter().for_each(|holder| put(holder, "holder", counts));
        }
        for ((column, role), sums) in others.into_iter().zip(ROLES).zip(&named) {
            for (actor, counts) in values(column.as_ref())?.iter().zip(sums.chunks(kinds.len().max(1))) {
                if is_actor(actor) {
                    put(actor, role, counts);
                }
            }
        }
        Ok(())
    })?;
    let told = |((actor, role, kind), sum): ((String, &str, String), Sum)| Tally {
        actor,
        role: role.to_owned(),
        kind,
        acts: sum.acts,
        first: sum.ends.map(|ends| iso(ends.0)),
        last: sum.ends.map(|ends| iso(ends.1)),
    };
    Ok(sums.into_iter().map(told).collect())
}

/// What some actors do.
#[derive(Debug, Default)]
pub struct Acting {
    /// Acts that any of them holds.
    pub held: usize,
    /// Acts that any of them holds, is told, or is meant by.
    pub acts: usize,
    /// The first and the last day of what they hold.
    pub ends: Option<(String, String)>,
    /// How often they hold acts of each kind.
    pub kinds: BTreeMap<String, usize>,
    /// Of each stance.
    pub stances: BTreeMap<String, usize>,
    /// About or against whom or what.
    pub targets: BTreeMap<String, usize>,
    /// Naming which instruments.
    pub instruments: BTreeMap<String, usize>,
    /// Naming which mechanisms.
    pub mechanisms: BTreeMap<String, usize>,
}

/// What the actors with these ids do, over all acts that are meant.
///
/// # Errors
/// Where the index or the store fails.
pub fn acting_by_columns(ledger: &Ledger, index: &Index, only: &Only, ids: &[String]) -> Result<Acting, LedgerError> {
    let meant = ledger.names(chancery_ledger::AsOf::NOW)?.meant(&Only { holders: ids.to_vec(), ..Only::default() });
    let ids = meant.holders;
    let mut out = Acting::default();
    let mut ends = Sum::default();
    let asked = Asked { query: &Query::All, only, more: vec![named_in(ledger, index, &ids)?] };
    each_act(ledger, index, asked, &mut |columns, documents| {
        let deeds = values(columns.deed.as_ref())?;
        let any = |names: &[String]| names.iter().any(|one| ids.contains(one));
        let holds: Vec<bool> = lists(columns.holders.as_ref())?.iter().map(|names| any(names)).collect();
        let is = |column: Option<&StrColumn>| -> Result<Vec<usize>, LedgerError> {
            let Some(column) = column else { return Ok(Vec::new()) };
            let mut own = Vec::new();
            for id in &ids {
                let found = column.dictionary().term_ord(id).map_err(tantivy::TantivyError::from)?;
                own.extend(found.and_then(|at| usize::try_from(at).ok()));
            }
            Ok(own)
        };
        let others = [
            (&columns.addressees, is(columns.addressees.as_ref())?),
            (&columns.targets, is(columns.targets.as_ref())?),
        ];
        let mut did = vec![0; deeds.len()];
        let things = [&columns.targets, &columns.instruments, &columns.mechanisms];
        let mut named = things.map(|column| vec![0; column.as_ref().map_or(0, |column| column.num_terms())]);
        for doc in documents {
            if !ordinal(columns.holders.as_ref(), doc).and_then(|at| holds.get(at).copied()).unwrap_or(false) {
                let one = |(column, own): &(&Option<StrColumn>, Vec<usize>)| {
                    let mut theirs = column.as_ref().into_iter().flat_map(|column| column.term_ords(doc));
                    !own.is_empty() && theirs.any(|at| own.contains(&(at as usize)))
                };
                out.acts += usize::from(others.iter().any(one));
                continue;
            }
            ends.take(columns.said.first(doc));
            if let Some(count) = ordinal(columns.deed.as_ref(), doc).and_then(|at| did.get_mut(at)) {
                *count += 1;
            }
            for (column, counts) in things.iter().zip(&mut named) {
                column.iter().flat_map(|column| column.term_ords(doc)).for_each(|at| counts[at as usize] += 1);
            }
        }
        for (deed, count) in deeds.iter().zip(did).filter(|(_, count)| *count > 0) {
            let mut parts = deed.split(BETWEEN);
            *out.kinds.entry(parts.next().unwrap_or_default().to_owned()).or_default() += count;
            if let Some(stance) = parts.next().filter(|stance| !stance.is_empty()) {
                *out.stances.entry(stance.to_owned()).or_default() += count;
            }
        }
        let sums = [&mut out.targets, &mut out.instruments, &mut out.mechanisms];
        for ((column, counts), sum) in things.into_iter().zip(named).zip(sums) {
            for (name, count) in values(column.as_ref())?.into_iter().zip(counts).filter(|(_, count)| *count > 0) {
                *sum.entry(name).or_default() += count;
            }
        }
        Ok(())
    })?;
    out.held = usize::try_from(ends.acts).unwrap_or(usize::MAX);
    out.acts += out.held;
    out.ends = ends.ends.map(|(first, last)| (iso(first), iso(last)));
    Ok(out)
}

/// Acts that these hold, are told, or are meant by; of those meant also some whose names only hold an id.
pub(crate) fn named_in(
    ledger: &Ledger,
    index: &Index,
    ids: &[String],
) -> Result<(Occur, Box<dyn tantivy::query::Query>), LedgerError> {
    let compiler = Compiler { what: What::Act, fold: ledger.folding().table(), watch: &Watch::new(index) };
    let mut any = Vec::new();
    for id in ids {
        for name in [Name::Holder, Name::Addressee, Name::Target] {
            any.push((Occur::Should, compiler.field(name, id)?));
        }
    }
    Ok((Occur::Must, Box::new(BooleanQuery::new(any))))
}

/// Acts that are meant in one article.
#[derive(Debug)]
pub struct Held {
    /// The article's day.
    pub said: Option<String>,
    /// Its row.
    pub article: i64,
    /// The acts' rows.
    pub rows: Vec<i64>,
}

/// The newest first: day, article, place.
type HeldAct = (Reverse<Option<i64>>, Reverse<u64>, u64);

/// The acts that are meant by their articles, newest first, of one day the last row first; what has no day last.
///
/// # Errors
/// Where the index or the store fails.
pub fn held_by_columns(ledger: &Ledger, index: &Index, only: &Only) -> Result<Vec<Held>, LedgerError> {
    let mut all: Vec<HeldAct> = Vec::new();
    let asked = Asked { query: &Query::All, only, more: Vec::new() };
    each_act(ledger, index, asked, &mut |columns, documents| {
        for doc in documents {
            let (article, place) = columns.act(doc);
            all.push((Reverse(columns.said.first(doc)), Reverse(article), place));
        }
        Ok(())
    })?;
    all.sort_unstable();
    let held = |same: &[HeldAct]| {
        let (day, Reverse(article), _) = same.first()?;
        let rows = same.iter().filter_map(|(_, article, place)| Index::row(article.0, *place)).collect();
        Some(Held { said: day.0.map(iso), article: i64::try_from(*article).ok()?, rows })
    };
    Ok(all.chunk_by(|a, b| a.1 == b.1).filter_map(held).collect())
}
