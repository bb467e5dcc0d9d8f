//! Answers about all acts at once, read off the index's columns in one pass: a look at two or three numbers an act, and no act
//! itself but those that are shown. Only for what the ledger knows now; what it knew earlier is read from the records.

use std::collections::BTreeMap;

use chancery_ledger::{AsOf, BETWEEN, Columns, Index, Ledger, LedgerError, Only, STATUSES};
use tantivy::DocId;
use tantivy::columnar::StrColumn;
use tantivy::query::{BooleanQuery, Occur};

use crate::compile::{What, flagged, range};
use crate::grounds::Watch;
use crate::language::Query;
use crate::relations::{IDS, Tie, TieKind, among_them, is_toward, listed, parties};
use crate::search::Search;
use crate::timeline::{Every, Period, TELLING};

/// Whether the index alone can say which acts are meant.
#[must_use]
pub fn by_columns(only: &Only, as_of: AsOf) -> bool {
    let parts = [&only.targets, &only.instruments, &only.mechanisms];
    as_of == AsOf::NOW && parts.iter().all(|list| list.is_empty()) && only.specificity == 0 && only.after.is_none()
}

/// Every value of a column, by its ordinal.
pub(crate) fn values(column: Option<&StrColumn>) -> Result<Vec<String>, LedgerError> {
    let Some(column) = column else { return Ok(Vec::new()) };
    let mut out = Vec::with_capacity(column.num_terms());
    let mut all = column.dictionary().stream().map_err(tantivy::TantivyError::from)?;
    while all.advance() {
        out.push(String::from_utf8_lossy(all.key()).into_owned());
    }
    Ok(out)
}

/// What stands together in a column, by its ordinal.
pub(crate) fn lists(column: Option<&StrColumn>) -> Result<Vec<Vec<String>>, LedgerError> {
    let own = |joined: &String| joined.split(BETWEEN).filter(|one| !one.is_empty()).map(str::to_owned).collect();
    Ok(values(column)?.iter().map(own).collect())
}

/// The ordinals of a document in a column of single values, each once; `own` is room for them.
pub(crate) fn each_once<'o>(column: &StrColumn, doc: DocId, own: &'o mut Vec<usize>) -> &'o [usize] {
    own.clear();
    own.extend(column.term_ords(doc).filter_map(|ordinal| usize::try_from(ordinal).ok()));
    if own.len() > 1 {
        own.sort_unstable();
        own.dedup();
    }
    own
}

pub(crate) fn ordinal(column: Option<&StrColumn>, doc: DocId) -> Option<usize> {
    column?.ords().first(doc).and_then(|ordinal| usize::try_from(ordinal).ok())
}

/// Takes the columns of a part of the index and the documents that are meant in it.
type Each<'e> = &'e mut dyn FnMut(&Columns, &mut dyn Iterator<Item = DocId>) -> Result<(), LedgerError>;

/// Which acts are meant: in words, in fields, and what else the index is asked for.
pub(crate) struct Asked<'q> {
    pub(crate) query: &'q Query,
    pub(crate) only: &'q Only,
    pub(crate) more: Vec<(Occur, Box<dyn tantivy::query::Query>)>,
}

/// Hands every act that is meant to `each`, segment by segment.
pub(crate) fn each_act(ledger: &Ledger, index: &Index, asked: Asked<'_>, each: Each<'_>) -> Result<(), LedgerError> {
    let (searcher, fold, fields) = (index.searcher(), ledger.folding().table(), index.fields());
    let only = ledger.names(AsOf::NOW)?.meant(asked.only);
    let mut more = asked.more;
    let day = |day: &Option<String>| day.as_deref().and_then(chancery_ledger::day_number);
    let (from, to) = (day(&only.due_from), day(&only.due_to));
    if from.is_some() || to.is_some() {
        more.push((Occur::Must, range(fields.deadline, from, to)));
    }
    let wanted = |status: &str| only.fared.iter().any(|own| own == status);
    if wanted(STATUSES[0]) {
        // Nobody has said is no flag.
        let others = STATUSES[1..].iter().filter(|status| !wanted(status));
        more.extend(others.map(|status| (Occur::MustNot, flagged(fields, status))));
    } else if !only.fared.is_empty() {
        let any = only.fared.iter().map(|status| (Occur::Should, flagged(fields, status))).collect();
        more.push((Occur::Must, Box::new(BooleanQuery::new(any))));
    }
    let search = Search { query: asked.query, only: &only, as_of: AsOf::NOW, acts: 0, passages: 0 };
    let asking = crate::search::Asked { watch: &Watch::new(index), fold, search: &search };
    let query = asking.query_with(asked.query, What::Act, more)?;
    let scoring = tantivy::query::EnableScoring::disabled_from_searcher(searcher);
    let weight = query.weight(scoring)?;
    for (number, segment) in searcher.segment_readers().iter().enumerate() {
        let mut found = weight.scorer(segment, 1.0)?;
        let alive = segment.alive_bitset();
        let mut documents = std::iter::from_fn(|| {
            loop {
                let doc = found.doc();
                if doc == tantivy::TERMINATED {
                    return None;
                }
                found.advance();
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    return Some(doc);
                }
            }
        });
        each(index.columns(number as u32)?, &mut documents)?;
    }
    Ok(())
}

/// `20240229` as 2024-02-29, `20240000` as 2024.
pub(crate) fn iso(day: i64) -> String {
    let (year, month, day) = (day / 10_000, day / 100 % 100, day % 100);
    match (month, day) {
        (0, _) => format!("{year:04}"),
        (_, 0) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    }
}

/// What was said on a day.
#[derive(Default)]
struct Day {
    /// Acts by kind, stance and polarity.
    deeds: BTreeMap<String, usize>,
    /// Acts by those who hold them together.
    holders: BTreeMap<String, usize>,
    /// Those that tell most: how much, the day, article and place.
    telling: Vec<Telling>,
}

/// The more the earlier, then in the order of days and texts.
type Telling = (std::cmp::Reverse<u64>, i64, u64, u64);

fn keep(all: &mut Vec<Telling>, one: Telling) {
    if all.len() == TELLING && all.last().is_some_and(|last| *last <= one) {
        return;
    }
    let at = all.partition_point(|known| *known < one);
    all.insert(at, one);
    all.truncate(TELLING);
}

/// The numbers of equal pairs.
fn counted(mut all: Vec<u64>) -> Vec<(u64, usize)> {
    all.sort_unstable();
    all.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect()
}

/// [`crate::timeline`] of all acts that are meant, with the acts of the last `shown` periods alone; of the periods before one,
/// where that is said.
///
/// # Errors
/// Where the index or the store fails.
pub fn timeline_by_columns(
    ledger: &Ledger,
    index: &Index,
    query: &Query,
    only: &Only,
    every: Option<Every>,
    (before, shown): (Option<&str>, usize),
) -> Result<Vec<Period>, LedgerError> {
    let mut days: BTreeMap<Option<i64>, Day> = BTreeMap::new();
    each_act(ledger, index, Asked { query, only, more: Vec::new() }, &mut |columns, documents| {
        let deeds = values(columns.deed.as_ref())?;
        let mut held: Vec<u64> = Vec::new();
        // Counted by ordinals first. A day's acts mostly stand together, so its place is mostly the last one's.
        let mut here: Vec<(Option<i64>, Vec<usize>, Vec<Telling>)> = Vec::new();
        let mut places: BTreeMap<Option<i64>, usize> = BTreeMap::new();
        let mut at = 0;
        for doc in documents {
            let day = columns.said.first(doc);
            if here.get(at).is_none_or(|known| known.0 != day) {
                at = *places.entry(day).or_insert(here.len());
                if at == here.len() {
                    here.push((day, vec![0; deeds.len()], Vec::new()));
                }
            }
            let (_, counts, telling) = &mut here[at];
            if let Some(count) = ordinal(columns.deed.as_ref(), doc).and_then(|deed| counts.get_mut(deed)) {
                *count += 1;
            }
            held.extend(ordinal(columns.holders.as_ref(), doc).map(|who| (at as u64) << 32 | who as u64));
            let (article, place) = columns.act(doc);
            let told = columns.telling.first(doc).unwrap_or(0);
            keep(telling, (std::cmp::Reverse(told), day.unwrap_or(0), article, place));
        }
        let names = values(columns.holders.as_ref())?;
        for (pair, count) in counted(held) {
            let ((day, ..), who) = (&here[(pair >> 32) as usize], (pair & u64::from(u32::MAX)) as usize);
            *days.entry(*day).or_default().holders.entry(names[who].clone()).or_default() += count;
        }
        for (day, counts, telling) in here {
            let sum = days.entry(day).or_default();
            for (deed, count) in deeds.iter().zip(counts).filter(|(_, count)| *count > 0) {
                *sum.deeds.entry(deed.clone()).or_default() += count;
            }
            telling.into_iter().for_each(|one| keep(&mut sum.telling, one));
        }
        Ok(())
    })?;
    let mut ends = days.keys().flatten();
    let ends = (ends.next().copied(), ends.next_back().copied().or_else(|| days.keys().flatten().next().copied()));
    let (first, last) = (ends.0.map(iso).unwrap_or_default(), ends.1.map(iso).unwrap_or_default());
    let every = every.unwrap_or_else(|| Every::fitting(&first, &last));
    let mut periods: BTreeMap<(bool, Option<String>), (Period, Vec<Telling>)> = BTreeMap::new();
    for (day, said) in days {
        let period = day.map(|day| every.of(&iso(day)));
        let fresh = || (Period::new(period.clone()), Vec::new());
        let (sum, telling) = periods.entry((period.is_none(), period.clone())).or_insert_with(fresh);
        for (deed, count) in said.deeds {
            let mut parts = deed.split(BETWEEN);
            *sum.kinds.entry(parts.next().unwrap_or_default().to_owned()).or_default() += count;
            if let Some(stance) = parts.next().filter(|stance| !stance.is_empty()) {
                *sum.stances.entry(stance.to_owned()).or_default() += count;
            }
            let polarity = parts.next();
            sum.all += count;
            sum.r#for += if polarity == Some("+") { count } else { 0 };
            sum.against += if polarity == Some("-") { count } else { 0 };
        }
        for (holders, count) in said.holders {
            for holder in holders.split(BETWEEN).filter(|one| !one.is_empty()) {
                *sum.holders.entry(holder.to_owned()).or_default() += count;
            }
        }
        said.telling.into_iter().for_each(|one| keep(telling, one));
    }
    let mut out: Vec<(Period, Vec<Telling>)> = periods.into_values().collect();
    out.retain(|(period, _)| period.is_before(before));
    let hidden = out.len().saturating_sub(shown);
    for (period, telling) in &mut out[hidden..] {
        let rows: Vec<i64> = telling.iter().filter_map(|(_, _, article, place)| Index::row(*article, *place)).collect();
        let mut acts = ledger.acts_by_row(&rows, AsOf::NOW, true)?;
        period.acts = rows.iter().filter_map(|row| acts.remove(row)).collect();
    }
    Ok(out.into_iter().map(|(period, _)| period).collect())
}

/// The newest first: days turned round (none last), article, place.
type Newest = (std::cmp::Reverse<Option<i64>>, u64, u64);

/// What ties of one form say together.
#[derive(Clone, Default)]
struct Tied {
    acts: usize,
    r#for: usize,
    against: usize,
    /// Positions for and against some matter that the other is only named in; counted once whose tie it is is known.
    matter: (usize, usize),
    newest: Vec<Newest>,
    first: Option<i64>,
    /// The newest with a side, and whether it is for.
    side: Option<(Newest, bool)>,
}

impl Tied {
    fn take(&mut self, day: Option<i64>, act: (u64, u64), side: Option<bool>) {
        let key = (std::cmp::Reverse(day), act.0, act.1);
        self.acts += 1;
        self.r#for += usize::from(side == Some(true));
        self.against += usize::from(side == Some(false));
        self.first = [self.first, day].into_iter().flatten().min();
        let at = self.newest.partition_point(|known| *known < key);
        if at < IDS {
            self.newest.insert(at, key);
            self.newest.truncate(IDS);
        }
        if let Some(side) = side
            && self.side.is_none_or(|(known, _)| key < known)
        {
            self.side = Some((key, side));
        }
    }

    fn add(&mut self, other: &Self) {
        self.acts += other.acts;
        self.r#for += other.r#for;
        self.against += other.against;
        self.matter = (self.matter.0 + other.matter.0, self.matter.1 + other.matter.1);
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.newest.extend_from_slice(&other.newest);
        self.newest.sort_unstable();
        self.newest.truncate(IDS);
        if let Some((key, _)) = other.side
            && self.side.is_none_or(|(known, _)| key < known)
        {
            self.side = other.side;
        }
    }

    /// The same as an attitude to a matter, not to the actor.
    fn as_matter(&self) -> Self {
        let matter = (self.r#for, self.against);
        Self { matter, r#for: 0, against: 0, side: None, ..self.clone() }
    }
}

/// [`crate::ties`] of all acts that are meant: the strongest `shown`, and how many there are.
///
/// # Errors
/// Where the index or the store fails.
pub fn ties_by_columns(
    ledger: &Ledger,
    index: &Index,
    query: &Query,
    only: &Only,
    (among, only_between): (&[String], bool),
    shown: usize,
) -> Result<(Vec<Tie>, usize), LedgerError> {
    // By who stands in an act, and what it is: none, a position, one whose attitude may be to an actor.
    let mut forms: BTreeMap<(String, usize), Tied> = BTreeMap::new();
    // What ties somebody names that one.
    let more = if among.is_empty() { Vec::new() } else { vec![crate::tallies::named_in(ledger, index, among)?] };
    each_act(ledger, index, Asked { query, only, more }, &mut |columns, documents| {
        let sides: Vec<(usize, Option<bool>)> = values(columns.deed.as_ref())?
            .iter()
            .map(|deed| {
                let mut parts = deed.split(BETWEEN);
                let position = parts.next() == Some("position");
                let toward = parts.next().is_some_and(is_toward);
                let what = if position { 1 + usize::from(toward) } else { 0 };
                (what, parts.next().filter(|side| matches!(*side, "+" | "-")).map(|side| side == "+"))
            })
            .collect();
        let count = columns.ties.as_ref().map_or(0, |names| names.num_terms());
        let mut here = vec![[None::<Box<Tied>>, None, None]; count];
        for doc in documents {
            let Some(tied) = ordinal(columns.ties.as_ref(), doc).and_then(|at| here.get_mut(at)) else { continue };
            let deed = ordinal(columns.deed.as_ref(), doc).and_then(|at| sides.get(at).copied());
            let (what, side) = deed.unwrap_or((0, None));
            let tied = tied[what].get_or_insert_default();
            tied.take(columns.said.first(doc), columns.act(doc), side);
        }
        let Some(names) = &columns.ties else { return Ok(()) };
        for (at, kinds) in here.iter().enumerate().filter(|(_, kinds)| kinds.iter().any(Option::is_some)) {
            let mut name = String::new();
            names.ord_to_str(at as u64, &mut name).map_err(tantivy::TantivyError::from)?;
            for (what, tied) in kinds.iter().enumerate() {
                if let Some(tied) = tied {
                    forms.entry((name.clone(), what)).or_default().add(tied);
                }
            }
        }
        Ok(())
    })?;
    let mut found: BTreeMap<(TieKind, String, String), Tied> = BTreeMap::new();
    for ((form, what), tied) in &forms {
        let (holders, others) = form.split_once(&*String::from_iter([BETWEEN, BETWEEN])).unwrap_or((form, ""));
        let own =
            |names: &str| names.split(BETWEEN).filter(|one| !one.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let (holders, others) = (own(holders), own(others));
        let first = others.iter().find(|one| !holders.contains(one));
        for (kind, from, to) in among_them(&parties(&holders), &parties(&others), *what > 0) {
            let named = |one: &str| among.iter().any(|own| own == one);
            let meant =
                among.is_empty() || if only_between { named(from) && named(to) } else { named(from) || named(to) };
            if meant {
                let toward = *what == 2 && first.is_some_and(|first| first == to);
                let tied = if kind == TieKind::On && !toward { &tied.as_matter() } else { tied };
                found.entry((kind, from.to_owned(), to.to_owned())).or_default().add(tied);
            }
        }
    }
    let mut all: Vec<_> = found.into_iter().collect();
    all.sort_by(|a, b| b.1.acts.cmp(&a.1.acts).then_with(|| a.0.cmp(&b.0)));
    let total = all.len();
    all.truncate(shown);
    let mut out = Vec::with_capacity(all.len());
    for ((kind, from, to), tied) in all {
        let rows: Vec<i64> =
            tied.newest.iter().filter_map(|(_, article, place)| Index::row(*article, *place)).collect();
        let acts = ledger.acts_by_row(&rows, AsOf::NOW, true)?;
        let ids: Vec<_> = rows.iter().filter_map(|row| Some(&acts.get(row)?.id)).collect();
        let on = kind == TieKind::On;
        out.push(Tie {
            list: listed(kind, &from, &to),
            kind,
            from,
            to,
            acts: tied.acts,
            r#for: if on { tied.r#for } else { 0 },
            against: if on { tied.against } else { 0 },
            matter_for: tied.matter.0,
            matter_against: tied.matter.1,
            first: tied.first.map(iso),
            last: tied.newest.first().and_then(|(day, ..)| day.0).map(iso),
            side: tied.side.filter(|_| on).map(|(_, side)| if side { "+" } else { "-" }.to_owned()),
            ids: ids.iter().map(ToString::to_string).collect(),
            permalinks: ids.iter().map(|id| id.permalink()).collect(),
        });
    }
    Ok((out, total))
}
