//! Full-text search: acts first, then paragraphs that no act of the answer stands in; best first, counted by kind, stance
//! and holder, with the words found marked. The index proposes; what is shown is read from the records as they stand.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::{Act, Article, AsOf, Index, Ledger, LedgerError, Only, Passage, TITLE, pieces};
use chancery_text::FoldTable;
use serde::Serialize;
use tantivy::collector::{Collector, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query as _};
use tantivy::{DocAddress, Score};

use crate::best::{Boxed, Ranking, flags_held, is_common};
use crate::compile::{Compiler, Sequence, What, range};
use crate::facets::FacetCollector;
use crate::grounds::{CountByPart, Watch};
use crate::language::Query;

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Facets {
    /// By kind.
    #[schema(example = json!([["position", 300]]))]
    pub kind: Vec<(String, u64)>,
    /// By stance.
    #[schema(example = json!([["oppose", 120]]))]
    pub stance: Vec<(String, u64)>,
    /// By holder.
    #[schema(example = json!([["CHL", 40]]))]
    pub holder: Vec<(String, u64)>,
}

/// Something else to try where nothing was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
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

/// How far the search goes on for acts that the records then refuse (rejected since, not live as of then).
const WIDEST: usize = 20_000;

/// Looks for it.
///
/// # Errors
/// Where the index or the store fails.
pub fn search(ledger: &Ledger, index: &Index, search: &Search<'_>) -> Result<Found, LedgerError> {
    search_watched(ledger, &Watch::new(index), search)
}

/// The same, with what it rests on noted.
///
/// # Errors
/// Where the index or the store fails.
pub fn search_watched(ledger: &Ledger, watch: &Watch<'_>, search: &Search<'_>) -> Result<Found, LedgerError> {
    let (index, fold) = (watch.index, ledger.folding().table());
    let only = ledger.names(search.as_of)?.meant(search.only);
    let search = &Search { only: &only, ..*search };
    let asked = Asked { watch, fold, search };
    let wanted: Vec<Sequence> =
        search.query.wanted().into_iter().map(|(text, prefix)| Sequence::new(text, prefix, fold)).collect();
    let marks = |text: &str| {
        let cut = pieces(text, fold);
        let mut all: Vec<_> = wanted.iter().flat_map(|sequence| sequence.marks(&cut)).collect();
        all.sort_unstable();
        merged(&all)
    };
    let by_acts = asked.query(search.query, What::Act)?;
    let ranking = asked.ranking(What::Act)?;
    let most = search.acts.max(1);
    let (facets, top) = match &ranking {
        Some(ranking) => (index.searcher().search(&by_acts, &FacetCollector(index))?, ranking.best(watch, most)?),
        // Counted and ranked in one pass: what is dear to find is found once.
        None => asked.weighed(&by_acts, &(FacetCollector(index), best(most, 0)))?,
    };
    watch.asked(&by_acts, facets.parts.iter().copied());
    let all_acts = facets.acts;
    let acts = asked.acts(ledger, &by_acts, ranking.as_ref(), top, all_acts)?;
    let acts: Vec<Hit> = acts
        .into_iter()
        .map(|(act, score)| {
            let marks = marks(&act.act.quote);
            Hit { act, score, marks }
        })
        .collect();
    // A paragraph has no holder or kind of its own, so it is no answer where one is asked for.
    let plain = asked.compiler(What::Passage).filters(search.only)?.is_empty() && *search.query != Query::All;
    let (all_passages, passages) = if plain { asked.passages(ledger, &acts, &marks)? } else { (0, Vec::new()) };
    let suggestions = if acts.is_empty() && passages.is_empty() {
        // They rest on other questions.
        watch.lose();
        asked.suggestions()?
    } else {
        Vec::new()
    };
    Ok(Found {
        acts,
        all_acts,
        passages,
        all_passages,
        facets: Facets { kind: facets.kind, stance: facets.stance, holder: facets.holder },
        suggestions,
    })
}

/// How many acts and paragraphs are meant but for their days, of which no day is known: what a question between two days leaves
/// out. A question without words finds no paragraphs.
///
/// # Errors
/// Where the index fails.
pub fn undated(
    ledger: &Ledger,
    watch: &Watch<'_>,
    query: &Query,
    only: &Only,
    as_of: AsOf,
) -> Result<(u64, u64), LedgerError> {
    let only = Only { from: None, to: None, undated: true, ..ledger.names(as_of)?.meant(only) };
    let search = Search { query, only: &only, as_of, acts: 0, passages: 0 };
    let asked = Asked { watch, fold: ledger.folding().table(), search: &search };
    let count = |what| -> Result<u64, LedgerError> { watch.count(&asked.query(query, what)?) };
    let plain = asked.compiler(What::Passage).filters(&only)?.is_empty() && *query != Query::All;
    Ok((count(What::Act)?, if plain { count(What::Passage)? } else { 0 }))
}

/// The best ones, without the first few.
fn best(most: usize, without: usize) -> impl Collector<Fruit = Vec<(Score, DocAddress)>> {
    TopDocs::with_limit(most).and_offset(without).order_by_score()
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

pub(crate) struct Asked<'s> {
    pub(crate) watch: &'s Watch<'s>,
    pub(crate) fold: &'s FoldTable,
    pub(crate) search: &'s Search<'s>,
}

impl Asked<'_> {
    fn compiler(&self, what: What) -> Compiler<'_> {
        Compiler { what, fold: self.fold, watch: self.watch }
    }

    /// What a collector makes of a question, its documents weighed by the figures that are noted.
    fn weighed<C: Collector>(&self, query: &dyn tantivy::query::Query, collector: &C) -> Result<C::Fruit, LedgerError> {
        Ok(self.watch.index.searcher().search_with_statistics_provider(query, collector, self.watch)?)
    }

    /// The whole question to the index: words, what is live, days, fields.
    pub(crate) fn query(&self, query: &Query, what: What) -> Result<Boxed, LedgerError> {
        self.query_with(query, what, Vec::new())
    }

    /// How the best are found apart from counting, where that is cheaper: of single pieces, or any of several, the index skips
    /// most of what can't be among the best. Not where days narrow the question down, or something that holds of few acts.
    fn ranking(&self, what: What) -> Result<Option<Ranking>, LedgerError> {
        let (query, only) = (self.search.query, self.search.only);
        let bounded = only.known_by.is_some() || only.from.is_some() || only.to.is_some() || only.undated;
        if self.search.as_of.moment().is_some() || bounded || !query.is_any_piece(self.fold) {
            return Ok(None);
        }
        let filters = if what == What::Act { self.compiler(what).filters(only)? } else { Vec::new() };
        let with: Vec<Boxed> = filters.into_iter().map(|(_, filter)| filter).collect();
        if !is_common(self.watch, &with)? {
            return Ok(None);
        }
        let words = self.compiler(what).query(query)?;
        let without = self.flags_left_out(query, what)?;
        Ok(Some(Ranking { words, with, without, from: None }))
    }

    /// Flags of what is no answer, as far as anything has them.
    fn flags_left_out(&self, query: &Query, what: What) -> Result<Vec<Boxed>, LedgerError> {
        let only = self.search.only;
        let mut names = vec!["dead"];
        if !only.rejected && what == What::Act {
            names.push("rejected");
        }
        if !only.all_copies {
            names.push("copy");
            // What is asked for in words is answered in their language.
            if query.wanted().is_empty() {
                names.push("version");
            }
        }
        flags_held(self.watch, &names)
    }

    /// The same, with something more.
    pub(crate) fn query_with(
        &self,
        query: &Query,
        what: What,
        mut parts: Vec<(Occur, Box<dyn tantivy::query::Query>)>,
    ) -> Result<Boxed, LedgerError> {
        let (fields, only) = (self.watch.index.fields(), self.search.only);
        let compiler = self.compiler(what);
        if what == What::Act {
            parts.extend(compiler.filters(only)?);
        }
        parts.push((Occur::Must, compiler.query(query)?));
        match self.search.as_of.moment() {
            None => parts.extend(self.flags_left_out(query, what)?.into_iter().map(|flag| (Occur::MustNot, flag))),
            Some(moment) => {
                let moment = moment.micros();
                parts.push((Occur::Must, range(fields.learnt, None, Some(moment))));
                parts.push((Occur::Must, range(fields.gone, Some(moment + 1), None)));
            }
        }
        if let Some(moment) = only.known_by {
            parts.push((Occur::Must, range(fields.learnt, None, Some(moment.micros()))));
        }
        let day = |day: &Option<String>| day.as_deref().and_then(chancery_ledger::day_number);
        let (from, to) = (day(&only.from), day(&only.to));
        if from.is_some() || to.is_some() {
            let mut any = vec![(Occur::Should, range(fields.said, from, to))];
            // What is known to its year or month alone may have been said then.
            for wider in only.from.as_deref().map(chancery_ledger::wider).iter().flatten() {
                let wider = chancery_ledger::day_number(wider);
                any.push((Occur::Should, range(fields.said, wider, wider)));
            }
            parts.push((Occur::Must, Box::new(BooleanQuery::new(any))));
        }
        if only.undated {
            parts.push((Occur::MustNot, range(fields.said, Some(i64::MIN), Some(i64::MAX))));
        }
        // By itself it is found faster, and counted without a look at any document.
        Ok(if parts.len() == 1 { parts.remove(0).1 } else { Box::new(BooleanQuery::new(parts)) })
    }

    /// The best acts that the records still hold to be an answer: of the first ones, or where these are not enough, further on.
    fn acts(
        &self,
        ledger: &Ledger,
        query: &dyn tantivy::query::Query,
        ranking: Option<&Ranking>,
        first: Vec<(Score, DocAddress)>,
        all: u64,
    ) -> Result<Vec<(Act, f32)>, LedgerError> {
        let only = self.search.only;
        let fold = |text: &str| self.fold.fold(text);
        let worded = !self.search.query.wanted().is_empty();
        let mut out: Vec<(Act, f32)> = Vec::new();
        let (mut top, mut seen, mut step) = (first, 0, self.search.acts);
        while self.search.acts > 0 && !top.is_empty() {
            seen += top.len();
            let mut rows = Vec::with_capacity(top.len());
            for (score, address) in top {
                rows.extend(self.watch.index.act_row(address)?.map(|row| (row, score)));
            }
            let wanted: Vec<i64> = rows.iter().map(|(row, _)| *row).collect();
            let mut acts = if worded {
                ledger.worded_acts_by_row(&wanted, self.search.as_of, only.all_copies)?
            } else {
                ledger.acts_by_row(&wanted, self.search.as_of, only.all_copies)?
            };
            let good = rows.iter().filter_map(|(row, score)| Some((acts.remove(row)?, *score)));
            out.extend(good.filter(|(act, _)| only.admits(act, &fold)));
            if out.len() >= self.search.acts || seen as u64 >= all.min(WIDEST as u64) {
                break;
            }
            step = (step * 4).min(WIDEST);
            top = match ranking {
                Some(ranking) => ranking.best(self.watch, seen + step)?.split_off(seen),
                None => self.weighed(query, &best(step, seen))?,
            };
        }
        out.truncate(self.search.acts);
        Ok(out)
    }

    /// How many paragraphs there are, and the best that no act of the answer stands in.
    fn passages(
        &self,
        ledger: &Ledger,
        acts: &[Hit],
        marks: &dyn Fn(&str) -> Vec<(usize, usize)>,
    ) -> Result<(u64, Vec<PassageHit>), LedgerError> {
        let most = self.search.passages;
        let query = self.query(self.search.query, What::Passage)?;
        if most == 0 {
            return Ok((self.watch.count(&query)?, Vec::new()));
        }
        let (all, top) = match self.ranking(What::Passage)? {
            Some(ranking) => (self.watch.count(&query)?, ranking.best(self.watch, most + acts.len())?),
            None => {
                let (counts, top) = self.weighed(&query, &(CountByPart, best(most + acts.len(), 0)))?;
                self.watch.asked(&query, counts.iter().map(|count| *count > 0));
                (counts.into_iter().sum::<usize>() as u64, top)
            }
        };
        let held: BTreeSet<(i64, u32)> = acts.iter().map(|hit| (hit.act.article, hit.act.act.start)).collect();
        let mut texts: BTreeMap<i64, String> = BTreeMap::new();
        let mut out = Vec::new();
        for (_, address) in top {
            let columns = self.watch.index.columns(address.segment_ord)?;
            let (article, start) = (columns.article.first(address.doc_id), columns.start.first(address.doc_id));
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
        Ok((all, out))
    }

    /// The same without its filters, and each of its words alone; of a single word the longest beginning, or the longest end,
    /// that finds something.
    fn suggestions(&self) -> Result<Vec<Suggestion>, LedgerError> {
        let any = Only { all_copies: self.search.only.all_copies, ..Only::default() };
        let free = Asked { search: &Search { only: &any, ..*self.search }, ..*self };
        let count = |query: &Query| -> Result<u64, LedgerError> {
            let acts = free.query(query, What::Act)?.count(self.watch.index.searcher())?;
            Ok((acts + free.query(query, What::Passage)?.count(self.watch.index.searcher())?) as u64)
        };
        let mut out = Vec::new();
        let whole = count(self.search.query)?;
        if whole > 0 {
            // Without a filter it is paragraphs that hold it, and none were asked for.
            let text = if is_free(self.search.only) { "the same in paragraphs" } else { "the same without filters" };
            out.push(Suggestion { text: text.to_owned(), finds: whole });
        }
        let words = self.search.query.wanted();
        for (text, prefix) in words.iter().filter(|_| words.len() > 1) {
            let finds = count(&Query::Words { text: (*text).to_owned(), prefix: *prefix })?;
            out.push(Suggestion { text: (*text).to_owned(), finds });
        }
        if let ([(word, _)], true) = (words.as_slice(), whole == 0) {
            for part in shortened(word) {
                let finds = count(&Query::parse(&part).unwrap_or(Query::All))?;
                if finds > 0 {
                    out.push(Suggestion { text: part, finds });
                    break;
                }
            }
        }
        Ok(out)
    }
}

/// Whether all acts are asked for, and no flag narrows them down.
fn is_free(only: &Only) -> bool {
    let lists =
        [&only.kinds, &only.stances, &only.holders, &only.targets, &only.addressees, &only.via, &only.instruments];
    lists.iter().all(|list| list.is_empty())
        && only.mechanisms.is_empty()
        && only.from.is_none()
        && only.to.is_none()
        && !only.undated
        && only.known_by.is_none()
}

/// Parts of a word that was not found, the longest first: of a script without spaces the words left when a character is taken
/// from either edge; of others the words that begin so.
fn shortened(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let spaced = letters.iter().all(|c| u32::from(*c) < 0x2e80);
    let least = if spaced { 3 } else { 2 };
    let mut out = Vec::new();
    // A figure is whole or nothing.
    let cuts = |at: usize| {
        let figure = |at: usize| letters.get(at).is_some_and(|c| c.is_numeric() || matches!(c, '.' | ','));
        at > 0 && figure(at - 1) && figure(at)
    };
    for length in (least..letters.len().min(LONG)).rev() {
        let begins: String = letters[..length].iter().collect();
        if spaced {
            out.push(format!("{begins}*"));
            continue;
        }
        if !cuts(length) {
            out.push(begins);
        }
        if !cuts(letters.len() - length) {
            out.push(letters[letters.len() - length..].iter().collect());
        }
    }
    out.retain(|part| part.chars().all(|c| c.is_alphanumeric() || c == '*'));
    out
}

/// Words longer than this are sentences, of which no part is a word to try.
const LONG: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_not_found_is_tried_in_parts() {
        assert_eq!(shortened("核潜庭"), ["核潜", "潜庭"]);
        assert_eq!(shortened("Kyotoo"), ["Kyoto*", "Kyot*", "Kyo*"]);
        assert_eq!(shortened("核"), [""; 0]);
        assert_eq!(shortened("12亿"), ["12"], "2亿 is another figure");
    }

    #[test]
    fn marks_that_touch_are_one() {
        assert_eq!(merged(&[(0, 6), (3, 9), (12, 15), (15, 18)]), [(0, 9), (12, 18)]);
    }
}
