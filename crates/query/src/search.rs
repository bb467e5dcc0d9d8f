//! Full-text search: acts first, then paragraphs that no act of the answer stands in; best first, counted by kind, stance
//! and holder, with the words found marked. The index proposes; what is shown is read from the records as they stand.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use chancery_ledger::{Act, Article, AsOf, Fields, Index, Ledger, LedgerError, Only, Passage, TITLE, pieces};
use serde::Serialize;
use tantivy::collector::{Collector, Count, SegmentCollector, TopDocs};
use tantivy::columnar::StrColumn;
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader, Term};

use crate::compile::{Sequence, compiled, filters};
use crate::language::Query;

type Boxed = Box<dyn tantivy::query::Query>;

/// What is looked for.
#[derive(Debug)]
pub struct Search<'q> {
    /// In words.
    pub query: &'q Query,
    /// In fields.
    pub only: &'q Only,
    /// As of when.
    pub as_of: AsOf,
    /// Acts shown at most.
    pub acts: usize,
    /// Paragraphs shown at most; 0 for none.
    pub passages: usize,
}

/// An act that was found.
#[derive(Debug)]
pub struct Hit {
    /// As it stands.
    pub act: Act,
    /// How well it fits; only for comparing within one answer.
    pub score: f32,
    /// The words found: byte ranges of the quote.
    pub marks: Vec<(usize, usize)>,
}

/// A paragraph that was found.
#[derive(Debug)]
pub struct PassageHit {
    /// Its article.
    pub article: Article,
    /// First code point in the text; 0 to 0 for a title that is no part of it.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Its words.
    pub text: String,
    /// The words found: byte ranges of it.
    pub marks: Vec<(usize, usize)>,
}

/// How many acts were found, by value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// By kind.
    pub kind: Vec<(String, u64)>,
    /// By stance.
    pub stance: Vec<(String, u64)>,
    /// By holder.
    pub holder: Vec<(String, u64)>,
}

/// Something else to try where nothing was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What.
    pub text: String,
    /// How many acts and paragraphs it would find.
    pub finds: u64,
}

/// The answer.
#[derive(Debug)]
pub struct Found {
    /// Acts, best first.
    pub acts: Vec<Hit>,
    /// How many there are altogether.
    pub all_acts: u64,
    /// Paragraphs, best first.
    pub passages: Vec<PassageHit>,
    /// How many paragraphs hold it, those with acts too.
    pub all_passages: u64,
    /// Counts over all acts found.
    pub facets: Facets,
    /// Where nothing was found.
    pub suggestions: Vec<Suggestion>,
}

/// Values listed in a facet.
const LISTED: usize = 12;

/// How far the search goes on for acts that the records then refuse (rejected since, not live as of then).
const WIDEST: usize = 20_000;

/// Looks for it.
///
/// # Errors
/// Where the index or the store fails.
pub fn search(ledger: &Ledger, index: &Index, search: &Search<'_>) -> Result<Found, LedgerError> {
    let fold = ledger.folding().table();
    let fields = index.fields();
    let asked = Asked { index, fields, search };
    let words = compiled(search.query, fields, fold);
    let wanted: Vec<Sequence> =
        search.query.wanted().into_iter().map(|(text, prefix)| Sequence::new(text, prefix, fold)).collect();
    let marks = |text: &str| {
        let cut = pieces(text, fold);
        let mut all: Vec<_> = wanted.iter().flat_map(|sequence| sequence.marks(&cut)).collect();
        all.sort_unstable();
        merged(&all)
    };
    let by_acts = asked.query(words.as_ref(), "act", filters(search.only, fields, fold));
    let counter = FacetCollector { fields: ["kind", "stance", "holder"] };
    let searcher = index.searcher();
    let (all_acts, facets) = searcher.search(&by_acts, &(Count, counter))?;
    let acts = asked.acts(ledger, &by_acts, all_acts)?;
    let acts: Vec<Hit> = acts
        .into_iter()
        .map(|(act, score)| {
            let marks = marks(&act.act.quote);
            Hit { act, score, marks }
        })
        .collect();
    // A paragraph has no holder or kind of its own, so it is no answer where one is asked for.
    let plain = filters(search.only, fields, fold).is_empty() && *search.query != Query::All;
    let by_passages = asked.query(words.as_ref(), "passage", Vec::new());
    let all_passages = if plain { searcher.search(&by_passages, &Count)? as u64 } else { 0 };
    let passages = if plain { asked.passages(ledger, &by_passages, &acts, &marks)? } else { Vec::new() };
    let suggestions = if acts.is_empty() && passages.is_empty() { asked.suggestions(fold)? } else { Vec::new() };
    let [kind, stance, holder] = facets;
    Ok(Found {
        acts,
        all_acts: all_acts as u64,
        passages,
        all_passages,
        facets: Facets { kind, stance, holder },
        suggestions,
    })
}

/// Overlapping ranges put together; `all` is sorted.
fn merged(all: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for &(start, end) in all {
        match out.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}

struct Asked<'s> {
    index: &'s Index,
    fields: Fields,
    search: &'s Search<'s>,
}

impl Asked<'_> {
    /// The whole question to the index: words, what kind of document, what is live, days, fields.
    fn query(&self, words: Option<&Boxed>, what: &str, filters: Vec<(Occur, Boxed)>) -> BooleanQuery {
        let fields = self.fields;
        let flag = |name: &str| flagged(fields, name);
        let mut parts = filters;
        parts.push((Occur::Must, words.map_or_else(|| Box::new(AllQuery) as Boxed, |query| query.box_clone())));
        parts.push((Occur::Must, flag(what)));
        match self.search.as_of.moment() {
            None => parts.push((Occur::Must, flag("live"))),
            Some(moment) => {
                let moment = moment.micros();
                parts.push((Occur::Must, range(fields.learnt, None, Some(moment))));
                parts.push((Occur::Must, range(fields.gone, Some(moment + 1), None)));
            }
        }
        if !self.search.only.all_copies && self.search.as_of == AsOf::NOW {
            parts.push((Occur::MustNot, flag("copy")));
        }
        if !self.search.only.rejected && self.search.as_of == AsOf::NOW {
            parts.push((Occur::MustNot, flag("rejected")));
        }
        let day = |day: &Option<String>| day.as_deref().and_then(chancery_ledger::day_number);
        let (from, to) = (day(&self.search.only.from), day(&self.search.only.to));
        if from.is_some() || to.is_some() {
            parts.push((Occur::Must, range(fields.said, from, to)));
        }
        BooleanQuery::new(parts)
    }

    /// The best acts that the records still hold to be an answer.
    fn acts(&self, ledger: &Ledger, query: &BooleanQuery, all: usize) -> Result<Vec<(Act, f32)>, LedgerError> {
        let searcher = self.index.searcher();
        let only = self.search.only;
        let fold = |text: &str| ledger.folding().table().fold(text);
        let mut out: Vec<(Act, f32)> = Vec::new();
        let mut seen = 0;
        let mut step = self.search.acts;
        while out.len() < self.search.acts && seen < all.min(WIDEST) {
            let top = searcher.search(query, &TopDocs::with_limit(step).and_offset(seen).order_by_score())?;
            if top.is_empty() {
                break;
            }
            seen += top.len();
            step = (step * 4).min(WIDEST);
            let mut rows = Vec::with_capacity(top.len());
            for (score, address) in top {
                let column = searcher.segment_reader(address.segment_ord).fast_fields().u64("act")?;
                if let Some(row) = column.first(address.doc_id).and_then(|row| i64::try_from(row).ok()) {
                    rows.push((row, score));
                }
            }
            let wanted: Vec<i64> = rows.iter().map(|(row, _)| *row).collect();
            let mut acts = ledger.acts_by_row(&wanted, self.search.as_of, only.all_copies)?;
            let good = rows.iter().filter_map(|(row, score)| Some((acts.remove(row)?, *score)));
            out.extend(good.filter(|(act, _)| only.admits(act, &fold)));
        }
        out.truncate(self.search.acts);
        Ok(out)
    }

    fn passages(
        &self,
        ledger: &Ledger,
        query: &BooleanQuery,
        acts: &[Hit],
        marks: &dyn Fn(&str) -> Vec<(usize, usize)>,
    ) -> Result<Vec<PassageHit>, LedgerError> {
        let most = self.search.passages;
        if most == 0 {
            return Ok(Vec::new());
        }
        let searcher = self.index.searcher();
        let held: BTreeSet<(i64, u32)> = acts.iter().map(|hit| (hit.act.article, hit.act.act.start)).collect();
        let top = searcher.search(query, &TopDocs::with_limit(most + acts.len()).order_by_score())?;
        let mut texts: BTreeMap<i64, String> = BTreeMap::new();
        let mut out = Vec::new();
        for (_, address) in top {
            let columns = searcher.segment_reader(address.segment_ord).fast_fields();
            let (article, start) =
                (columns.u64("article")?.first(address.doc_id), columns.u64("start")?.first(address.doc_id));
            let Some((article, start)) = article.zip(start) else { continue };
            let Ok(article) = i64::try_from(article) else { continue };
            let (start, end, text) = if start == TITLE {
                (0, 0, ledger.article(article)?.title.unwrap_or_default())
            } else {
                let text = match texts.entry(article) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => place.insert(ledger.text(article)?),
                };
                let found = Passage::of(text).find(|passage| u64::from(passage.start) == start);
                let Some(passage) = found else { continue };
                if held.range((article, passage.start)..(article, passage.end)).next().is_some() {
                    continue;
                }
                (passage.start, passage.end, passage.text.to_owned())
            };
            let marks = marks(&text);
            out.push(PassageHit { article: ledger.article(article)?, start, end, text, marks });
            if out.len() == most {
                break;
            }
        }
        Ok(out)
    }

    /// The same without its filters, and each of its words alone.
    fn suggestions(&self, fold: &chancery_text::FoldTable) -> Result<Vec<Suggestion>, LedgerError> {
        let searcher = self.index.searcher();
        let any = Only { all_copies: self.search.only.all_copies, ..Only::default() };
        let free = Asked { search: &Search { only: &any, ..*self.search }, ..*self };
        let count = |query: &Query| -> Result<u64, LedgerError> {
            let words = compiled(query, self.fields, fold);
            let acts = searcher.search(&free.query(words.as_ref(), "act", Vec::new()), &Count)?;
            Ok((acts + searcher.search(&free.query(words.as_ref(), "passage", Vec::new()), &Count)?) as u64)
        };
        let mut out = Vec::new();
        let whole = count(self.search.query)?;
        if whole > 0 {
            out.push(Suggestion { text: "the same without filters".to_owned(), finds: whole });
        }
        let words = self.search.query.wanted();
        for (text, prefix) in words.iter().filter(|_| words.len() > 1) {
            let finds = count(&Query::Words { text: (*text).to_owned(), prefix: *prefix })?;
            out.push(Suggestion { text: (*text).to_owned(), finds });
        }
        Ok(out)
    }
}

/// Documents with a flag.
pub(crate) fn flagged(fields: Fields, name: &str) -> Boxed {
    let term = Term::from_field_text(fields.flag, name);
    Box::new(ConstScoreQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 0.0))
}

/// Documents whose number lies between the two.
pub(crate) fn range(field: Field, from: Option<i64>, to: Option<i64>) -> Boxed {
    let bound =
        |day: Option<i64>| day.map_or(Bound::Unbounded, |day| Bound::Included(Term::from_field_i64(field, day)));
    Box::new(ConstScoreQuery::new(Box::new(RangeQuery::new(bound(from), bound(to))), 0.0))
}

/// Counts the values of three fields over all documents found.
struct FacetCollector {
    fields: [&'static str; 3],
}

type Counted = [Vec<(String, u64)>; 3];

impl Collector for FacetCollector {
    type Fruit = Counted;
    type Child = FacetCounter;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<FacetCounter> {
        let mut columns = Vec::new();
        for field in self.fields {
            let column = segment.fast_fields().str(field)?;
            let counts = column.as_ref().map_or(0, |column| column.num_terms());
            columns.push((column, vec![0; counts]));
        }
        Ok(FacetCounter { columns })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<BTreeMap<String, u64>>>) -> tantivy::Result<Counted> {
        let mut sums = [const { BTreeMap::<String, u64>::new() }; 3];
        for fruit in fruits {
            for (sum, counts) in sums.iter_mut().zip(fruit) {
                for (name, count) in counts {
                    *sum.entry(name).or_default() += count;
                }
            }
        }
        Ok(sums.map(|sum| {
            let mut all: Vec<_> = sum.into_iter().collect();
            all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            all.truncate(LISTED);
            all
        }))
    }
}

struct FacetCounter {
    columns: Vec<(Option<StrColumn>, Vec<u64>)>,
}

impl SegmentCollector for FacetCounter {
    type Fruit = Vec<BTreeMap<String, u64>>;

    fn collect(&mut self, doc: DocId, _: Score) {
        for (column, counts) in &mut self.columns {
            let Some(column) = column else { continue };
            for ordinal in column.term_ords(doc) {
                if let Some(count) = usize::try_from(ordinal).ok().and_then(|at| counts.get_mut(at)) {
                    *count += 1;
                }
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        let named = |(column, counts): (Option<StrColumn>, Vec<u64>)| {
            let mut out = BTreeMap::new();
            let Some(column) = column else { return out };
            let mut name = String::new();
            for (ordinal, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                if column.ord_to_str(ordinal as u64, &mut name).unwrap_or(false) {
                    out.insert(name.clone(), count);
                }
            }
            out
        };
        self.columns.into_iter().map(named).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_touch_are_one() {
        assert_eq!(merged(&[(0, 6), (3, 9), (12, 15), (15, 18)]), [(0, 9), (12, 18)]);
    }
}
