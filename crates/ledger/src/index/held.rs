//! What an index holds of each article, and what it should: digests of its documents' columns, the same whatever their order.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use tantivy::TantivyDocument;
use tantivy::columnar::StrColumn;
use tantivy::schema::{Field, Value};

use super::documents::Documents;
use super::{Index, schema};
use crate::names::Names;
use crate::{Ledger, LedgerError};

/// Article, place, start, said, learnt, gone, deed, holders.
type Held<'h> = (u64, u64, u64, Option<i64>, Option<i64>, Option<i64>, &'h str, &'h str);

fn digest(held: &Held<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    held.hash(&mut hasher);
    hasher.finish()
}

/// A digest of what the index should hold of an article; none where that is nothing.
pub(crate) fn digest_of(ledger: &Ledger, article: i64, names: &Names) -> Result<Option<u64>, LedgerError> {
    let (_, fields) = schema();
    let mut sum = None;
    let mut take = |document: TantivyDocument| {
        let number = |field: Field| document.get_first(field).and_then(|value| value.as_u64()).unwrap_or(0);
        let day = |field: Field| document.get_first(field).and_then(|value| value.as_i64());
        let text = |field: Field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
        let held = (
            number(fields.article),
            number(fields.place),
            number(fields.start),
            day(fields.said),
            day(fields.learnt),
            day(fields.gone),
            text(fields.deed),
            text(fields.holders),
        );
        sum = Some(sum.unwrap_or(0u64).wrapping_add(digest(&held)));
        Ok(())
    };
    Documents { ledger, fields, names }.article(article, &mut take)?;
    Ok(sum)
}

impl Index {
    /// A digest of what it holds of each article.
    pub(crate) fn held(&self) -> Result<BTreeMap<i64, u64>, LedgerError> {
        let mut out: BTreeMap<i64, u64> = BTreeMap::new();
        for (part, segment) in self.searcher.segment_readers().iter().enumerate() {
            let columns = self.columns(u32::try_from(part).unwrap_or(u32::MAX))?;
            let (learnt, gone) = (segment.fast_fields().i64("learnt")?, segment.fast_fields().i64("gone")?);
            let (mut deed, mut holders) = (String::new(), String::new());
            for doc in segment.doc_ids_alive() {
                word(columns.deed.as_ref(), doc, &mut deed)?;
                word(columns.holders.as_ref(), doc, &mut holders)?;
                let (article, place) = columns.act(doc);
                let held = (
                    article,
                    place,
                    columns.start.first(doc).unwrap_or(0),
                    columns.said.first(doc),
                    learnt.first(doc),
                    gone.first(doc),
                    deed.as_str(),
                    holders.as_str(),
                );
                let sum = out.entry(i64::try_from(article).unwrap_or(i64::MAX)).or_default();
                *sum = sum.wrapping_add(digest(&held));
            }
        }
        Ok(out)
    }
}

fn word(column: Option<&StrColumn>, doc: u32, out: &mut String) -> Result<(), LedgerError> {
    out.clear();
    if let Some((column, ord)) = column.and_then(|column| Some((column, column.term_ords(doc).next()?))) {
        column.ord_to_str(ord, out).map_err(tantivy::TantivyError::from)?;
    }
    Ok(())
}
