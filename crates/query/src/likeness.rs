//! Acts about the same as given words: found through the index by the rarest pieces, then weighed one by one.
//!
//! A piece weighs the more the fewer acts and paragraphs hold it, so what all papers of a kind have in common counts for
//! little.

use std::collections::BTreeMap;

use chancery_ledger::{Act, AsOf, BETWEEN, Index, Ledger, LedgerError, Only, RecordedAct, day_number, pieces};
use tantivy::columnar::StrColumn;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Score, Term};

use crate::best::{Boxed, Ranking, flags_held};
use crate::grounds::Watch;

/// Pieces that are asked for: the rarest.
const ASKED: usize = 20;

/// What to be like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Like<'t> {
    /// Words.
    pub(crate) text: &'t str,
    /// Said on that day or later; acts without a day are none of them.
    pub(crate) from: Option<&'t str>,
    /// As of when.
    pub(crate) as_of: AsOf,
    /// No more than that.
    pub(crate) most: usize,
    /// The article whose acts are all weighed, however little they share.
    pub(crate) within: Option<i64>,
}

impl Like<'_> {
    /// The documents that such words rank first, of those that may be meant, beside what a flag leaves out.
    pub(crate) fn best(
        &self,
        index: &Index,
        words: Boxed,
        but: &[&str],
    ) -> Result<Vec<(Score, DocAddress)>, LedgerError> {
        let now: &[&str] = if self.as_of == AsOf::NOW { &["dead", "copy"] } else { &[] };
        let watch = Watch::new(index);
        let without = flags_held(&watch, &[but, now].concat())?;
        Ranking { words, with: Vec::new(), without, from: self.from.and_then(day_number) }.best(&watch, self.most)
    }
}

/// How much each piece of some words weighs.
#[derive(Debug)]
pub(crate) struct Weights {
    of: BTreeMap<String, f64>,
    all: f64,
}

impl Weights {
    /// None where nothing in the words tells anything.
    pub(crate) fn of(text: &str, ledger: &Ledger, index: &Index) -> Result<Option<Self>, LedgerError> {
        let (searcher, fields) = (index.searcher(), index.fields());
        let documents = searcher.num_docs().max(1) as f64;
        let mut of: BTreeMap<String, f64> = BTreeMap::new();
        for piece in pieces(text, ledger.folding().table()).into_iter().filter(|piece| !piece.alone) {
            if let std::collections::btree_map::Entry::Vacant(place) = of.entry(piece.text) {
                let held = searcher.doc_freq(&Term::from_field_text(fields.text, place.key()))?
                    + searcher.doc_freq(&Term::from_field_text(fields.passage, place.key()))?;
                place.insert((documents / held.max(1) as f64).ln().max(0.0));
            }
        }
        let all: f64 = of.values().sum();
        Ok((all > 0.0).then_some(Self { of, all }))
    }

    /// Documents that hold any of the rarest pieces in a field.
    pub(crate) fn asked(&self, field: Field) -> Boxed {
        let mut rarest: Vec<(&String, f64)> = self.of.iter().map(|(piece, weight)| (piece, *weight)).collect();
        rarest.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let asked = rarest.iter().take(ASKED).map(|(piece, _)| {
            let term = Term::from_field_text(field, piece);
            let query: Boxed = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            (Occur::Should, query)
        });
        Box::new(BooleanQuery::new(asked.collect()))
    }

    /// The share of the weight that these pieces hold; each may stand in them once.
    pub(crate) fn share<'p>(&self, pieces: impl Iterator<Item = &'p str>) -> f64 {
        pieces.filter_map(|piece| self.of.get(piece)).sum::<f64>() / self.all
    }
}

/// Whether an act with these holders, addressees and targets is near a promise: who speaks is a party to it, or speaks of the one
/// who promised.
pub(crate) fn is_near(promise: &RecordedAct, [holders, addressees, targets]: [&[String]; 3]) -> bool {
    let named = |a: &[String], b: &[String]| a.iter().any(|one| b.contains(one));
    named(holders, &promise.holders)
        || named(holders, &promise.addressees)
        || named(addressees, &promise.holders)
        || named(targets, &promise.holders)
}

/// The same of a document as its columns have it.
fn is_document_near(index: &Index, address: DocAddress, promise: &RecordedAct) -> Result<bool, LedgerError> {
    let columns = index.columns(address.segment_ord)?;
    let names = |column: &Option<StrColumn>| -> Result<Vec<String>, LedgerError> {
        let Some(column) = column else { return Ok(Vec::new()) };
        let mut out = Vec::new();
        for ordinal in column.term_ords(address.doc_id) {
            let mut name = String::new();
            column.ord_to_str(ordinal, &mut name).map_err(tantivy::TantivyError::from)?;
            out.extend(name.split(BETWEEN).map(str::to_owned));
        }
        Ok(out)
    };
    let (holders, addressees, targets) =
        (names(&columns.holders)?, names(&columns.addressees)?, names(&columns.targets)?);
    Ok(is_near(promise, [&holders[..], &addressees, &targets]))
}

/// Acts like it with the share of its weight that they hold, the most alike first; where a promise is given only those near it
/// (and those of the article that are all weighed).
pub(crate) fn alike(
    ledger: &Ledger,
    index: &Index,
    like: Like<'_>,
    promise: Option<&RecordedAct>,
) -> Result<Vec<(Act, f64)>, LedgerError> {
    let fold = ledger.folding().table();
    let Some(weights) = Weights::of(like.text, ledger, index)? else { return Ok(Vec::new()) };
    let top = like.best(index, weights.asked(index.fields().text), &[])?;
    let mut rows = Vec::with_capacity(top.len());
    for (_, address) in top {
        // Reading an act costs far more than a look at its columns.
        let near = promise.map_or(Ok(true), |promise| is_document_near(index, address, promise))?;
        if near {
            rows.extend(index.act_row(address)?);
        }
    }
    let mut acts = ledger.worded_acts_by_row(&rows, like.as_of, false)?;
    if like.within.is_some() {
        let only = Only { article: like.within, all_copies: true, ..Only::default() };
        acts.extend(ledger.acts(&only, like.as_of, usize::MAX)?.into_iter().map(|act| (act.row, act)));
    }
    let mut out: Vec<(Act, f64)> = acts
        .into_values()
        .map(|act| {
            let mut theirs: Vec<String> = pieces(&act.act.quote, fold).into_iter().map(|piece| piece.text).collect();
            theirs.sort();
            theirs.dedup();
            let share = weights.share(theirs.iter().map(String::as_str));
            (act, share)
        })
        .collect();
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.row.cmp(&b.0.row)));
    Ok(out)
}
