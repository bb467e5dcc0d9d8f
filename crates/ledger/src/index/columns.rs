//! The numbers of documents, a column each: what is counted and ranked without reading an act. Opening a column costs the more the
//! larger its part of the index is, so each is opened once.

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, SegmentReader};

use super::Index;
use crate::LedgerError;

/// The columns of one part of an index; see [`super::Fields`].
#[derive(Clone)]
pub struct Columns {
    /// The day it was said, as 20240229.
    pub said: Column<i64>,
    /// Row of the article.
    pub article: Column<u64>,
    /// Which act of its article, from 1; 0 for a paragraph.
    pub place: Column<u64>,
    /// First code point in the text.
    pub start: Column<u64>,
    /// How much it tells.
    pub telling: Column<u64>,
    /// By when it is to be done.
    pub deadline: Column<i64>,
    /// Kind, stance, polarity, rung, voice.
    pub deed: Option<StrColumn>,
    /// Holders.
    pub holders: Option<StrColumn>,
    /// Who stands in it, where several do.
    pub ties: Option<StrColumn>,
    /// Addressees, each by itself.
    pub addressees: Option<StrColumn>,
    /// Who reports it, likewise.
    pub via: Option<StrColumn>,
    /// Targets, likewise.
    pub targets: Option<StrColumn>,
    /// Instruments, likewise.
    pub instruments: Option<StrColumn>,
    /// Mechanisms, likewise.
    pub mechanisms: Option<StrColumn>,
}

impl std::fmt::Debug for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Columns").finish_non_exhaustive()
    }
}

impl Columns {
    pub(super) fn of(segment: &SegmentReader) -> Result<Self, LedgerError> {
        let columns = segment.fast_fields();
        Ok(Self {
            said: columns.i64("said")?,
            article: columns.u64("article")?,
            place: columns.u64("place")?,
            start: columns.u64("start")?,
            telling: columns.u64("telling")?,
            deadline: columns.i64("deadline")?,
            deed: columns.str("deed")?,
            holders: columns.str("holders")?,
            ties: columns.str("ties")?,
            addressees: columns.str("addressee")?,
            via: columns.str("via")?,
            targets: columns.str("target")?,
            instruments: columns.str("instrument")?,
            mechanisms: columns.str("mechanism")?,
        })
    }

    /// Article and place of an act: what its row is made of, and the order of acts of one day.
    #[must_use]
    pub fn act(&self, doc: DocId) -> (u64, u64) {
        (self.article.first(doc).unwrap_or(0), self.place.first(doc).unwrap_or(0))
    }
}

impl Index {
    /// The columns of a part of the index, by its number in [`Index::searcher`].
    ///
    /// # Errors
    /// Where they can't be read.
    pub fn columns(&self, part: u32) -> Result<&Columns, LedgerError> {
        let kept = &self.columns[part as usize];
        if kept.get().is_none() {
            // Whoever was faster opened the same.
            let _ = kept.set(Columns::of(self.searcher.segment_reader(part))?);
        }
        Ok(kept.get().expect("set just now"))
    }

    /// The row of the act that a document is.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn act_row(&self, address: DocAddress) -> Result<Option<i64>, LedgerError> {
        let (article, place) = self.columns(address.segment_ord)?.act(address.doc_id);
        Ok(Self::row(article, place))
    }
}
