//! Acts that name a thing so, and no longer name that holds it: *IMF* and not *IMF Executive Board*. The index finds names by their
//! pieces; which of those are the name itself is told by the columns that keep names whole. Next to read: `compile.rs`.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::{Columns, LedgerError, WHOLE, bare_name};
use chancery_text::FoldTable;
use tantivy::collector::DocSetCollector;
use tantivy::columnar::StrColumn;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use crate::best::Boxed;
use crate::grounds::Watch;

/// The name behind the sign for a whole one.
pub(crate) fn whole(value: &str) -> Option<&str> {
    value.strip_prefix(WHOLE)
}

/// The column that keeps a field's names whole.
pub(crate) type Whole = fn(&Columns) -> Option<&StrColumn>;

/// What `part` finds (an act for each name that holds the one wanted), without those that name nothing but longer ones.
pub(crate) fn named(
    watch: &Watch<'_>,
    (part, field, column): (Boxed, Field, Whole),
    wanted: &str,
    fold: &FoldTable,
) -> Result<Boxed, LedgerError> {
    let index = watch.index;
    let found: BTreeSet<_> = index.searcher().search(&part, &DocSetCollector)?.into_iter().collect();
    let held: BTreeSet<u32> = found.iter().map(|address| address.segment_ord).collect();
    watch.asked(&part, (0..).map(|number| held.contains(&number)));
    let wanted = bare_name(&fold.fold(wanted));
    let mut spelled: BTreeMap<u32, BTreeSet<u64>> = BTreeMap::new();
    for address in found {
        let Some(names) = column(index.columns(address.segment_ord)?) else { continue };
        spelled.entry(address.segment_ord).or_default().extend(names.term_ords(address.doc_id));
    }
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut name = String::new();
    for (segment, ordinals) in spelled {
        let Some(all) = column(index.columns(segment)?) else { continue };
        for ordinal in ordinals {
            let told = all.ord_to_str(ordinal, &mut name).map_err(tantivy::TantivyError::from)?;
            if told && !names.contains(&name) && bare_name(&fold.fold(&name)) == wanted {
                names.insert(name.clone());
            }
        }
    }
    Ok(Box::new(Named { part, field, names: names.into_iter().collect() }))
}

/// A question whose answers have one of these names.
#[derive(Debug)]
struct Named {
    part: Boxed,
    field: Field,
    /// In every spelling that the index has.
    names: Vec<String>,
}

impl Clone for Named {
    fn clone(&self) -> Self {
        Self { part: self.part.box_clone(), field: self.field, names: self.names.clone() }
    }
}

impl Query for Named {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(NamedWeight { part: self.part.weight(scoring)?, field: self.field, names: self.names.clone() }))
    }
}

struct NamedWeight {
    part: Box<dyn Weight>,
    field: Field,
    names: Vec<String>,
}

impl Weight for NamedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(column) = reader.fast_fields().str(reader.schema().get_field_name(self.field))? else {
            return Ok(Box::new(EmptyScorer));
        };
        let mut ordinals = Vec::with_capacity(self.names.len());
        for name in &self.names {
            ordinals.extend(column.dictionary().term_ord(name)?);
        }
        if ordinals.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let mut found = NamedScorer { part: self.part.scorer(reader, boost)?, column, ordinals };
        found.onward();
        Ok(Box::new(found))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.part.explain(reader, doc)
    }
}

struct NamedScorer {
    part: Box<dyn Scorer>,
    column: StrColumn,
    ordinals: Vec<u64>,
}

impl NamedScorer {
    /// To the next that is named so, which may be where it stands.
    fn onward(&mut self) -> DocId {
        let mut doc = self.part.doc();
        while doc != TERMINATED && !self.column.term_ords(doc).any(|ordinal| self.ordinals.contains(&ordinal)) {
            doc = self.part.advance();
        }
        doc
    }
}

impl DocSet for NamedScorer {
    fn advance(&mut self) -> DocId {
        self.part.advance();
        self.onward()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        // A phrase goes forward only, and must not be asked for a place it has passed.
        if self.part.doc() < target {
            self.part.seek(target);
        }
        self.onward()
    }

    fn doc(&self) -> DocId {
        self.part.doc()
    }

    fn size_hint(&self) -> u32 {
        self.part.size_hint()
    }
}

impl Scorer for NamedScorer {
    fn score(&mut self) -> Score {
        self.part.score()
    }
}
