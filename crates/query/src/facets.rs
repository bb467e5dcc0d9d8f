//! Counts over all acts found, in one pass: how many, and by kind, stance and holder. Kind and stance stand together in one column,
//! the holders of an act in another, so that each act costs two looks, however many values it has.

use std::collections::BTreeMap;

use chancery_ledger::{BETWEEN, Index};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};

/// Values listed in a facet.
const LISTED: usize = 12;

/// Counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counted {
    pub(crate) acts: u64,
    /// Whether each part of the index has any.
    pub(crate) parts: Vec<bool>,
    pub(crate) kind: Vec<(String, u64)>,
    pub(crate) stance: Vec<(String, u64)>,
    pub(crate) holder: Vec<(String, u64)>,
}

/// Counts the acts found in an index.
pub(crate) struct FacetCollector<'i>(pub(crate) &'i Index);

impl Collector for FacetCollector<'_> {
    type Fruit = Counted;
    type Child = FacetCounter;

    fn for_segment(&self, number: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<FacetCounter> {
        let columns = self.0.columns(number).map_err(|error| TantivyError::SystemError(error.to_string()))?;
        let counted = |names: &Option<StrColumn>| {
            names.clone().map(|names| {
                let counts = vec![0; names.num_terms()];
                Ordinals { of: names.ords().clone(), names, counts, room: Vec::new() }
            })
        };
        let columns = [counted(&columns.deed), counted(&columns.holders)];
        Ok(FacetCounter { acts: 0, columns, waiting: Vec::with_capacity(TOGETHER) })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<(u64, [BTreeMap<String, u64>; 2])>) -> tantivy::Result<Counted> {
        let mut counted = Counted::default();
        let [mut kinds, mut stances, mut holders] = [const { BTreeMap::<String, u64>::new() }; 3];
        let add = |sums: &mut BTreeMap<String, u64>, name: &str, count: u64| {
            if !name.is_empty() {
                *sums.entry(name.to_owned()).or_default() += count;
            }
        };
        for (acts, [deeds, held]) in fruits {
            counted.acts += acts;
            counted.parts.push(acts > 0);
            for (deed, count) in deeds {
                let mut parts = deed.split(BETWEEN);
                add(&mut kinds, parts.next().unwrap_or_default(), count);
                add(&mut stances, parts.next().unwrap_or_default(), count);
            }
            for (names, count) in held {
                names.split(BETWEEN).for_each(|name| add(&mut holders, name, count));
            }
        }
        (counted.kind, counted.stance, counted.holder) = (listed(kinds), listed(stances), listed(holders));
        Ok(counted)
    }
}

fn listed(sums: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut all: Vec<_> = sums.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all.truncate(LISTED);
    all
}

struct Ordinals {
    of: Column<u64>,
    names: StrColumn,
    counts: Vec<u64>,
    /// For the ordinals of some documents.
    room: Vec<Option<u64>>,
}

/// Documents that are counted together where they come one by one: columns are read faster so.
const TOGETHER: usize = 64;

pub(crate) struct FacetCounter {
    acts: u64,
    waiting: Vec<DocId>,
    columns: [Option<Ordinals>; 2],
}

impl FacetCounter {
    fn count_waiting(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        self.collect_block(&waiting);
        waiting.clear();
        self.waiting = waiting;
    }
}

impl SegmentCollector for FacetCounter {
    type Fruit = (u64, [BTreeMap<String, u64>; 2]);

    fn collect(&mut self, doc: DocId, _: Score) {
        self.waiting.push(doc);
        if self.waiting.len() == TOGETHER {
            self.count_waiting();
        }
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        self.acts += docs.len() as u64;
        for Ordinals { of, counts, room, .. } in self.columns.iter_mut().flatten() {
            room.clear();
            room.resize(docs.len(), None);
            of.first_vals(docs, room);
            for ordinal in room.iter().flatten() {
                if let Some(count) = counts.get_mut(*ordinal as usize) {
                    *count += 1;
                }
            }
        }
    }

    fn harvest(mut self) -> Self::Fruit {
        self.count_waiting();
        let named = |column: Option<Ordinals>| {
            let mut out = BTreeMap::new();
            let Some(Ordinals { names, counts, .. }) = column else { return out };
            let mut name = String::new();
            for (ordinal, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                name.clear();
                if names.ord_to_str(ordinal as u64, &mut name).unwrap_or(false) {
                    out.insert(name.clone(), count);
                }
            }
            out
        };
        (self.acts, self.columns.map(named))
    }
}
