//! The best documents without a look at most of them: where words are single pieces, or any of several, the index knows of whole
//! blocks of documents that none of them can be among the best. What bars a document is looked at only where it would come in.

use chancery_ledger::{Columns, LedgerError};
use tantivy::query::{EnableScoring, Scorer, Weight};
use tantivy::{DocAddress, DocSet as _, Score, Term};

use crate::compile::flagged;
use crate::grounds::Watch;

pub(crate) type Boxed = Box<dyn tantivy::query::Query>;

/// What the best are found by.
pub(crate) struct Ranking {
    /// Words, by which they are weighed.
    pub(crate) words: Boxed,
    /// What is no answer whatever its words.
    pub(crate) without: Vec<Boxed>,
    /// What must hold of an answer beside its words, and weighs nothing.
    pub(crate) with: Vec<Boxed>,
    /// Said on that day or later, as 20240229; what has no day is no answer then.
    pub(crate) from: Option<i64>,
}

impl Ranking {
    /// The best documents, those first that fit best; among equals in the order of the index.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub(crate) fn best(&self, watch: &Watch<'_>, most: usize) -> Result<Vec<(Score, DocAddress)>, LedgerError> {
        let (index, searcher) = (watch.index, watch.index.searcher());
        let weight = self.words.weight(EnableScoring::enabled_from_statistics_provider(watch, searcher))?;
        let plain = |all: &[Boxed]| -> tantivy::Result<Vec<_>> {
            all.iter().map(|one| one.weight(EnableScoring::disabled_from_searcher(searcher))).collect()
        };
        let (with, without) = (plain(&self.with)?, plain(&self.without)?);
        // Best last; what comes later in the index must be better to come in.
        let mut kept: Vec<(Score, DocAddress)> = Vec::new();
        let least = |kept: &[(Score, DocAddress)]| if kept.len() < most { Score::MIN } else { kept[0].0 };
        for (number, segment) in (0..).zip(searcher.segment_readers()) {
            let looked_at = |all: &[Box<dyn Weight>]| -> tantivy::Result<Vec<_>> {
                all.iter().map(|one| one.scorer(segment, 1.0)).collect()
            };
            let (mut needed, mut barred) = (looked_at(&with)?, looked_at(&without)?);
            let alive = segment.alive_bitset();
            let columns = index.columns(number)?;
            let late = |columns: &Columns, doc| {
                self.from.is_none_or(|from| columns.said.first(doc).is_some_and(|said| said >= from))
            };
            weight.for_each_pruning(least(&kept), segment, &mut |doc, score| {
                let mut good = alive.is_none_or(|alive| alive.is_alive(doc)) && late(columns, doc);
                // Documents come in order.
                let is_at =
                    |one: &mut Box<dyn Scorer>| (if one.doc() < doc { one.seek(doc) } else { one.doc() }) == doc;
                good = good && needed.iter_mut().all(is_at) && !barred.iter_mut().any(is_at);
                if good {
                    let at = kept.partition_point(|(known, _)| *known < score);
                    kept.insert(at, (score, DocAddress::new(number, doc)));
                    if kept.len() > most {
                        kept.remove(0);
                    }
                }
                least(&kept)
            })?;
        }
        kept.reverse();
        Ok(kept)
    }
}

/// Whether what must hold of answers holds of so many documents that the best are soon found by words, and looked at: of few it
/// is faster to go through these.
///
/// # Errors
/// Where the index can't be read.
pub(crate) fn is_common(watch: &Watch<'_>, with: &[Boxed]) -> Result<bool, LedgerError> {
    let searcher = watch.index.searcher();
    for one in with {
        let weight = one.weight(EnableScoring::disabled_from_searcher(searcher))?;
        let mut least = 0;
        for segment in searcher.segment_readers() {
            least += u64::from(weight.scorer(segment, 1.0)?.size_hint());
        }
        if least * COMMON < searcher.num_docs() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// One document of so many is common.
const COMMON: u64 = 50;

/// Queries for those of some flags that any document has: one that none has costs a look at every document all the same.
///
/// # Errors
/// Where the index can't be read.
pub(crate) fn flags_held(watch: &Watch<'_>, names: &[&str]) -> Result<Vec<Boxed>, LedgerError> {
    let (fields, mut out) = (watch.index.fields(), Vec::new());
    for name in names {
        if watch.is_held(&Term::from_field_text(fields.flag, name))? {
            out.push(flagged(fields, name));
        }
    }
    Ok(out)
}
