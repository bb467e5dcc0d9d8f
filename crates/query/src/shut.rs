//! What is shut out of an answer (*a NOT b*), asked so that the index's own phrases stay within their rules: tantivy's exclusion asks
//! a phrase for places it has passed already, which phrases forbid. Next to read: `compile.rs`.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader};

/// A question whose answers are shut out.
#[derive(Debug)]
pub(crate) struct Shut(pub(crate) Box<dyn Query>);

impl Clone for Shut {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Shut {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ShutWeight(self.0.weight(scoring)?)))
    }
}

struct ShutWeight(Box<dyn Weight>);

impl Weight for ShutWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(ShutScorer(self.0.scorer(reader, boost)?)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, doc)
    }
}

/// Goes forward only: what asks for a place that was passed is answered by where it stands.
struct ShutScorer(Box<dyn Scorer>);

impl DocSet for ShutScorer {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }
}

impl Scorer for ShutScorer {
    fn score(&mut self) -> Score {
        self.0.score()
    }
}
