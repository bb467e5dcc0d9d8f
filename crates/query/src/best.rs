//! The best documents without a look at most of them: where words are single pieces, or any of several, the index knows of whole
//! blocks of documents that none of them can be among the best. What bars a document is looked at only where it would come in.

use chancery_ledger::{Columns, LedgerError};
use tantivy::query::EnableScoring;
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
        let without: Vec<_> = self
            .without
            .iter()
            .map(|flag| flag.weight(EnableScoring::disabled_from_searcher(searcher)))
            .collect::<Result<_, _>>()?;
        // Best last; what comes later in the index must be better to come in.
        let mut kept: Vec<(Score, DocAddress)> = Vec::new();
        let least = |kept: &[(Score, DocAddress)]| if kept.len() < most { Score::MIN } else { kept[0].0 };
        for (number, segment) in (0..).zip(searcher.segment_readers()) {
            let mut barred: Vec<_> = without.iter().map(|one| one.scorer(segment, 1.0)).collect::<Result<_, _>>()?;
            let alive = segment.alive_bitset();
            let columns = index.columns(number)?;
            let late = |columns: &Columns, doc| {
                self.from.is_none_or(|from| columns.said.first(doc).is_some_and(|said| said >= from))
            };
            weight.for_each_pruning(least(&kept), segment, &mut |doc, score| {
                let mut good = alive.is_none_or(|alive| alive.is_alive(doc)) && late(columns, doc);
                for one in &mut barred {
                    // Documents come in order.
                    good &= (if one.doc() < doc { one.seek(doc) } else { one.doc() }) != doc;
                }
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
