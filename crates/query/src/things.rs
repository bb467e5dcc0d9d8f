//! Instruments and mechanisms through many texts: who named them when, and what was done to them. Names that fold to the
//! same are one thing, whichever script they are printed in, and those that packs know for one, whichever language.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::{Act, AsOf, BETWEEN, Columns, Index, Ledger, LedgerError, Only, RecordedAct, bare_name};
use chancery_text::FoldTable;
use tantivy::columnar::StrColumn;

use crate::columns::{Asked, each_act, iso, lists, ordinal, values};
use crate::language::Query;

/// Which things are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThingKind {
    /// Treaties, resolutions, initiatives, statements.
    Instrument,
    /// Forums, groups, dialogues, programmes.
    Mechanism,
}

impl ThingKind {
    fn of(self, act: &RecordedAct) -> &[String] {
        match self {
            Self::Instrument => &act.instruments,
            Self::Mechanism => &act.mechanisms,
        }
    }

    const fn column(self, columns: &Columns) -> Option<&StrColumn> {
        match self {
            Self::Instrument => columns.instruments.as_ref(),
            Self::Mechanism => columns.mechanisms.as_ref(),
        }
    }
}

/// One thing and the acts that name it.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Its name, as most often printed.
    pub name: String,
    /// Every other way it is printed.
    pub spellings: Vec<String>,
    /// Who named it, most often first.
    pub holders: Vec<(String, usize)>,
    /// How often each stance was taken with it, most often first.
    pub stances: Vec<(String, usize)>,
    /// How many acts name it.
    pub named: usize,
    /// The first and the last day it was named on; empty where no act has a day.
    pub ends: (String, String),
    /// The acts that name it, first to last; without a day first. Of [`things_by_columns`] none, see [`newest_acts`].
    pub acts: Vec<Act>,
}

/// Names of one thing in several languages, as packs know them: a name, folded, leads to what they have in common.
#[derive(Clone, Debug, Default)]
pub struct SameNames {
    /// Folded names.
    pub of: BTreeMap<String, String>,
}

impl SameNames {
    /// What the names of one thing have in common: what packs say, else the folded name.
    #[must_use]
    pub fn key(&self, name: &str, fold: &FoldTable) -> String {
        let bare = bare_name(&fold.fold(name));
        self.of.get(&bare).cloned().unwrap_or(bare)
    }

    /// Every name of the thing that is called so, folded; none where packs know no such name.
    #[must_use]
    pub fn all(&self, name: &str, fold: &FoldTable) -> Vec<String> {
        let key = self.key(name, fold);
        let known = self.of.iter().filter(|(_, own)| **own == key);
        known.map(|(form, _)| form.clone()).collect()
    }
}

/// The things that these acts name, those named most often first.
#[must_use]
pub fn things(acts: Vec<Act>, kind: ThingKind, fold: &FoldTable, same: &SameNames) -> Vec<Thing> {
    let mut found: BTreeMap<String, (BTreeMap<String, usize>, Vec<Act>)> = BTreeMap::new();
    for act in acts {
        let mut seen = BTreeSet::new();
        for name in kind.of(&act.act) {
            let folded = same.key(name, fold);
            let (spellings, acts) = found.entry(folded.clone()).or_default();
            *spellings.entry(name.clone()).or_default() += 1;
            if seen.insert(folded) {
                acts.push(act.clone());
            }
        }
    }
    let mut out: Vec<Thing> = found.into_values().map(|(spellings, acts)| thing(spellings, acts)).collect();
    out.sort_by(|a, b| b.named.cmp(&a.named).then_with(|| a.name.cmp(&b.name)));
    out
}

/// First to last, without a day first.
fn in_order(acts: &mut [Act]) {
    acts.sort_by(|a, b| a.said.cmp(&b.said).then(a.article.cmp(&b.article)).then(a.row.cmp(&b.row)));
}

fn thing(spellings: BTreeMap<String, usize>, mut acts: Vec<Act>) -> Thing {
    in_order(&mut acts);
    let mut names = ranked(spellings).into_iter().map(|(name, _)| name);
    let name = names.next().unwrap_or_default();
    let (mut holders, mut stances) = (BTreeMap::new(), BTreeMap::new());
    for act in &acts {
        act.act.holders.iter().for_each(|holder| *holders.entry(holder.clone()).or_default() += 1);
        act.act.stance.iter().for_each(|stance| *stances.entry(stance.clone()).or_default() += 1);
    }
    let mut days = acts.iter().filter_map(|act| act.said.clone());
    let first = days.next().unwrap_or_default();
    let last = days.next_back().unwrap_or_else(|| first.clone());
    let (holders, stances) = (ranked(holders), ranked(stances));
    Thing { name, spellings: names.collect(), holders, stances, named: acts.len(), ends: (first, last), acts }
}

/// A thing as it is counted.
#[derive(Default)]
struct Sum {
    /// How often by each of its spellings.
    spellings: BTreeMap<String, usize>,
    named: usize,
    ends: Option<(i64, i64)>,
    /// Of each act that names it who holds it and what it is, by their numbers.
    acts: Vec<(u32, u32)>,
}

impl Sum {
    fn take(&mut self, day: Option<i64>, act: (u32, u32)) {
        self.named += 1;
        self.acts.push(act);
        if let Some(day) = day {
            self.ends = Some(self.ends.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
        }
    }
}

/// Numbers for what several parts of an index know under numbers of their own.
#[derive(Default)]
struct Numbers<K>(BTreeMap<K, u32>, Vec<K>);

impl<K: Ord + Clone> Numbers<K> {
    fn of(&mut self, one: K) -> u32 {
        let Self(known, all) = self;
        *known.entry(one.clone()).or_insert_with(|| {
            all.push(one);
            all.len() as u32 - 1
        })
    }
}

/// [`things`] of all acts that are meant, without the acts: those from `skip` on, `most` of them, how many there are, and how many
/// acts name any.
///
/// # Errors
/// Where the index or the store fails.
pub fn things_by_columns(
    ledger: &Ledger,
    index: &Index,
    only: &Only,
    (kind, same): (ThingKind, &SameNames),
    (skip, most): (usize, usize),
) -> Result<(Vec<Thing>, usize, usize), LedgerError> {
    let mut acts = 0;
    let fold = ledger.folding().table();
    let mut sums: Vec<Sum> = Vec::new();
    let (mut things, mut held, mut stances) = (Numbers::default(), Numbers::default(), Numbers::default());
    let asked = Asked { query: &Query::All, only, more: Vec::new() };
    each_act(ledger, index, asked, &mut |columns, documents| {
        let Some(named) = kind.column(columns) else { return Ok(()) };
        let names = values(Some(named))?;
        let of: Vec<u32> = names.iter().map(|name| things.of(same.key(name, fold))).collect();
        sums.resize_with(things.1.len(), Sum::default);
        let holders: Vec<u32> = lists(columns.holders.as_ref())?.into_iter().map(|own| held.of(own)).collect();
        let stance = |deed: &String| deed.split(BETWEEN).nth(1).unwrap_or_default().to_owned();
        let deeds: Vec<u32> = values(columns.deed.as_ref())?.iter().map(|deed| stances.of(stance(deed))).collect();
        let mut spelled = vec![0; names.len()];
        let mut own: Vec<u32> = Vec::new();
        for doc in documents {
            own.clear();
            for ordinal in named.term_ords(doc) {
                spelled[ordinal as usize] += 1;
                own.push(of[ordinal as usize]);
            }
            if own.is_empty() {
                continue;
            }
            acts += 1;
            own.sort_unstable();
            own.dedup();
            let number = |column: Option<&StrColumn>, of: &[u32]| {
                ordinal(column, doc).and_then(|at| of.get(at).copied()).unwrap_or(u32::MAX)
            };
            let act = (number(columns.holders.as_ref(), &holders), number(columns.deed.as_ref(), &deeds));
            own.iter().for_each(|thing| sums[*thing as usize].take(columns.said.first(doc), act));
        }
        for ((name, thing), times) in names.into_iter().zip(of).zip(spelled).filter(|(_, times)| *times > 0) {
            *sums[thing as usize].spellings.entry(name).or_default() += times;
        }
        Ok(())
    })?;
    sums.retain(|sum| sum.named > 0);
    let mut all: Vec<(Vec<String>, Sum)> = sums
        .into_iter()
        .map(|mut sum| (ranked(std::mem::take(&mut sum.spellings)).into_iter().map(|(name, _)| name).collect(), sum))
        .collect();
    all.sort_by(|(a, one), (b, other)| other.named.cmp(&one.named).then_with(|| a.cmp(b)));
    let total = all.len();
    let told = |(spellings, sum): (Vec<String>, Sum)| {
        let (mut by, mut with) = (BTreeMap::new(), BTreeMap::new());
        for (holders, stance) in sum.acts {
            for holder in held.1.get(holders as usize).into_iter().flatten() {
                *by.entry(holder.clone()).or_default() += 1;
            }
            if let Some(stance) = stances.1.get(stance as usize).filter(|stance| !stance.is_empty()) {
                *with.entry(stance.clone()).or_default() += 1;
            }
        }
        let mut names = spellings.into_iter();
        let ends = sum.ends.map(|(first, last)| (iso(first), iso(last))).unwrap_or_default();
        let (name, holders, stances) = (names.next().unwrap_or_default(), ranked(by), ranked(with));
        Thing { name, spellings: names.collect(), holders, stances, named: sum.named, ends, acts: Vec::new() }
    };
    Ok((all.into_iter().skip(skip).take(most).map(told).collect(), total, acts))
}

/// The newest acts that name each of these things, by their names: of each no more than `most`, first to last, without a day first.
///
/// # Errors
/// Where the index or the store fails.
pub fn newest_acts(
    ledger: &Ledger,
    index: &Index,
    only: &Only,
    (kind, same): (ThingKind, &SameNames),
    wanted: &[Thing],
    most: usize,
) -> Result<Vec<Vec<Act>>, LedgerError> {
    let fold = ledger.folding().table();
    let places: BTreeMap<String, usize> =
        wanted.iter().enumerate().map(|(at, thing)| (same.key(&thing.name, fold), at)).collect();
    // Day, article, place; without a day they are the oldest.
    let mut newest: Vec<Vec<(Option<i64>, u64, u64)>> = vec![Vec::new(); wanted.len()];
    let cut = |all: &mut Vec<(Option<i64>, u64, u64)>| {
        all.sort_unstable_by(|a, b| b.cmp(a));
        all.dedup();
        all.truncate(most);
    };
    let asked = Asked { query: &Query::All, only, more: Vec::new() };
    each_act(ledger, index, asked, &mut |columns, documents| {
        let Some(named) = kind.column(columns) else { return Ok(()) };
        let of: Vec<Option<usize>> =
            values(Some(named))?.iter().map(|name| places.get(&same.key(name, fold)).copied()).collect();
        for doc in documents {
            for at in named.term_ords(doc).filter_map(|ordinal| of.get(ordinal as usize).copied().flatten()) {
                let (article, place) = columns.act(doc);
                newest[at].push((columns.said.first(doc), article, place));
                if newest[at].len() > most.saturating_mul(2).max(64) {
                    cut(&mut newest[at]);
                }
            }
        }
        Ok(())
    })?;
    newest.iter_mut().for_each(cut);
    let rows: Vec<Vec<i64>> = newest
        .iter()
        .map(|all| all.iter().filter_map(|(_, article, place)| Index::row(*article, *place)).collect())
        .collect();
    let acts = ledger.acts_by_row(&rows.concat(), AsOf::NOW, true)?;
    let own = |rows: Vec<i64>| {
        let mut own: Vec<Act> = rows.iter().filter_map(|row| acts.get(row).cloned()).collect();
        in_order(&mut own);
        own
    };
    Ok(rows.into_iter().map(own).collect())
}

fn ranked(counts: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_ledger::{ActId, Standing};

    #[test]
    fn names_in_both_scripts_are_one_thing() {
        let fold = FoldTable::new([('約', '约'), ('聯', '联')], true).expect("lengths agree");
        let act = |row: i64, said: &str, names: &str, holder: &str| {
            let json = format!(
                r#"{{"kind":"position","start":0,"end":1,"quote":"a","stance":"support","holders":["{holder}"],"instruments":{names}}}"#
            );
            let id = ActId { article: format!("{row:024x}"), local: "p0-1".into() };
            let act = serde_json::from_str(&json).expect("an act");
            Act { row, id, article: row, title: None, said: Some(said.into()), act, standing: Standing::default() }
        };
        let all = vec![
            act(1, "2024-02-01", r#"["海洋公約"]"#, "CHL"),
            act(2, "2024-01-01", r#"["海洋公约","海洋公約"]"#, "CHL"),
            act(3, "2024-03-01", r#"["联合声明"]"#, "NZL"),
            act(4, "2024-04-01", r#"["the Ocean Convention"]"#, "CHL"),
        ];
        let same = SameNames {
            of: [("ocean convention", "海洋公约"), ("海洋公约", "海洋公约")].map(|(a, b)| (a.into(), b.into())).into(),
        };
        assert_eq!(same.key("The Ocean Convention", &fold), same.key("海洋公約", &fold));
        let found = things(all, ThingKind::Instrument, &fold, &same);
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].name.as_str(), found[0].spellings.as_slice()),
            ("海洋公約", &["the Ocean Convention".to_owned(), "海洋公约".to_owned()][..])
        );
        let days: Vec<_> = found[0].acts.iter().map(|act| act.said.as_deref().expect("a day")).collect();
        assert_eq!(days, ["2024-01-01", "2024-02-01", "2024-04-01"]);
        assert_eq!(found[0].holders, [("CHL".to_owned(), 3)]);
    }
}
