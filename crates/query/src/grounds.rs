//! What an answer out of the index rests on, so that it may be given again while the ledger grows: what the index was asked, in
//! which parts of it anything was found, and the figures by which it was weighed.
//!
//! An index grows by parts. A part in which nothing was found may go (put together with others) and new ones may come: as long as
//! nothing is found in those either, the parts that gave something are the same, in the same order, and every figure is as it
//! was, asking again would give the same answer to the byte. That holds for what the index says. What is read from records is
//! the same where nothing but articles came in since ([`chancery_ledger::Mark`]); whoever keeps an answer asks for both.
//!
//! Figures (how many documents there are, how long, how many hold a word) change with each document. So they are taken in steps
//! of a thirtieth at most ([`stepped`]): what that does to a weight is less than what one sentence more or less in a text does.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use chancery_ledger::{Index, LedgerError};
use tantivy::collector::{Collector, Count};
use tantivy::index::SegmentId;
use tantivy::query::{Bm25StatisticsProvider, EnableScoring, Query};
use tantivy::schema::Field;
use tantivy::{DocSet as _, SegmentOrdinal, SegmentReader, TERMINATED, Term};

use crate::best::Boxed;

/// Bits of a figure that count: one below 64 is taken as it is. With two bits more a ledger of a hundred thousand documents would
/// answer everything anew for each thirty texts that come in.
const BITS: u32 = 6;

/// About how many bytes a compiled question of some ten words and a noted figure take.
const QUERY: usize = 2_048;
const FIGURE: usize = 128;

/// A figure without what is less than a thirtieth of it. The larger of two never becomes the smaller one.
const fn stepped(number: u64) -> u64 {
    let least = (u64::BITS - number.leading_zeros()).saturating_sub(BITS);
    number >> least << least
}

/// By what documents are weighed, and what decides how they are asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Figure {
    /// How many documents there are.
    Documents,
    /// How many words their fields have.
    Words(Field),
    /// How many hold a word.
    Holding(Term),
    /// Whether any does.
    Held(Term),
}

impl Figure {
    fn of(&self, index: &Index) -> tantivy::Result<u64> {
        let searcher = index.searcher();
        Ok(match self {
            Self::Documents => stepped(searcher.total_num_docs()?),
            Self::Words(field) => stepped(searcher.total_num_tokens(*field)?),
            Self::Holding(term) => stepped(searcher.doc_freq(term)?),
            Self::Held(term) => u64::from(searcher.doc_freq(term)? > 0),
        })
    }
}

/// A part of an index, as long as nothing in it is taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part(SegmentId, u32);

impl Part {
    fn of(segment: &SegmentReader) -> Self {
        Self(segment.segment_id(), segment.num_deleted_docs())
    }
}

/// See the top of this file.
#[derive(Debug, Default)]
pub struct Grounds {
    asked: Vec<Boxed>,
    /// The parts that there were, in their order, and whether anything was found in each.
    parts: Vec<(Part, bool)>,
    figures: BTreeMap<Figure, u64>,
}

impl Grounds {
    /// Whether `index` would say the same.
    ///
    /// # Errors
    /// Where it can't be read.
    pub fn hold(&self, index: &Index) -> Result<bool, LedgerError> {
        let searcher = index.searcher();
        let before: BTreeMap<Part, bool> = self.parts.iter().copied().collect();
        let parts: Vec<Part> = searcher.segment_readers().iter().map(Part::of).collect();
        let gave = self.parts.iter().filter(|(_, found)| *found).map(|(part, _)| *part);
        if !gave.eq(parts.iter().filter(|part| before.get(part) == Some(&true)).copied()) {
            return Ok(false);
        }
        for (figure, was) in &self.figures {
            if figure.of(index)? != *was {
                return Ok(false);
            }
        }
        let new: Vec<&SegmentReader> = searcher
            .segment_readers()
            .iter()
            .zip(&parts)
            .filter(|(_, part)| !before.contains_key(part))
            .map(|(segment, _)| segment)
            .collect();
        for query in self.asked.iter().filter(|_| !new.is_empty()) {
            let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
            for segment in &new {
                let mut found = weight.scorer(segment, 1.0)?;
                while found.doc() != TERMINATED {
                    if segment.alive_bitset().is_none_or(|alive| alive.is_alive(found.doc())) {
                        return Ok(false);
                    }
                    found.advance();
                }
            }
        }
        Ok(true)
    }

    /// About how many bytes it takes, for whoever keeps many of them within a bound.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.asked.len() * QUERY + self.parts.len() * size_of::<(Part, bool)>() + self.figures.len() * FIGURE
    }

    /// The same for a later state of the index in which it holds, whose parts are asked no more.
    #[must_use]
    pub fn moved_to(&self, index: &Index) -> Self {
        let before: BTreeMap<Part, bool> = self.parts.iter().copied().collect();
        let parts = index.searcher().segment_readers().iter().map(Part::of);
        let parts = parts.map(|part| (part, before.get(&part) == Some(&true))).collect();
        let asked = self.asked.iter().map(|query| query.box_clone()).collect();
        Self { asked, parts, figures: self.figures.clone() }
    }
}

/// Notes what an answer rests on while it is made, and gives the figures for it.
pub struct Watch<'i> {
    pub(crate) index: &'i Index,
    seen: RefCell<Grounds>,
    lost: Cell<bool>,
}

impl std::fmt::Debug for Watch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("seen", &self.seen).finish_non_exhaustive()
    }
}

impl<'i> Watch<'i> {
    /// Of what that index will be asked.
    #[must_use]
    pub fn new(index: &'i Index) -> Self {
        let parts = index.searcher().segment_readers().iter().map(|segment| (Part::of(segment), false)).collect();
        let seen = Grounds { parts, ..Grounds::default() };
        Self { index, seen: RefCell::new(seen), lost: Cell::new(false) }
    }

    /// What was noted; none where that was nothing, or not all.
    #[must_use]
    pub fn grounds(self) -> Option<Grounds> {
        let seen = self.seen.into_inner();
        (!self.lost.get() && !seen.asked.is_empty()).then_some(seen)
    }

    /// The answer rests on something that can't be noted.
    pub(crate) fn lose(&self) {
        self.lost.set(true);
    }

    /// Notes a question to the index, and in which of its parts anything was found.
    pub(crate) fn asked(&self, query: &dyn Query, found: impl IntoIterator<Item = bool>) {
        let mut seen = self.seen.borrow_mut();
        seen.asked.push(query.box_clone());
        for ((_, gave), found) in seen.parts.iter_mut().zip(found) {
            *gave |= found;
        }
    }

    /// How many documents a question finds.
    pub(crate) fn count(&self, query: &dyn Query) -> Result<u64, LedgerError> {
        let searcher = self.index.searcher();
        let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
        let counts: Vec<u32> =
            searcher.segment_readers().iter().map(|segment| weight.count(segment)).collect::<Result<_, _>>()?;
        self.asked(query, counts.iter().map(|count| *count > 0));
        Ok(counts.into_iter().map(u64::from).sum())
    }

    /// Whether any document holds a word.
    pub(crate) fn is_held(&self, term: &Term) -> Result<bool, LedgerError> {
        Ok(self.figure(Figure::Held(term.clone()))? > 0)
    }

    fn figure(&self, figure: Figure) -> tantivy::Result<u64> {
        let number = figure.of(self.index)?;
        self.seen.borrow_mut().figures.insert(figure, number);
        Ok(number)
    }
}

impl Bm25StatisticsProvider for Watch<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.figure(Figure::Words(field))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.figure(Figure::Documents)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.figure(Figure::Holding(term.clone()))
    }
}

/// Counts the documents of each part.
pub(crate) struct CountByPart;

impl Collector for CountByPart {
    type Fruit = Vec<usize>;
    type Child = <Count as Collector>::Child;

    fn for_segment(&self, number: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Self::Child> {
        Count.for_segment(number, segment)
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<usize>) -> tantivy::Result<Vec<usize>> {
        Ok(fruits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_go_by_steps_of_less_than_a_thirtieth_and_keep_their_order() {
        assert_eq!([0, 1, 63, 64, 65, 1_023].map(stepped), [0, 1, 63, 64, 64, 1_008]);
        let mut last = 0;
        for number in (0..2_000_000).step_by(7) {
            let step = stepped(number);
            assert!(step >= last && step <= number && (number - step) * 30 <= number, "{number} {step}");
            last = step;
        }
        assert_eq!(stepped(u64::MAX), 0x3f << 58);
    }
}
