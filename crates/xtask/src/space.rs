//! Where an index's bytes go, by field: `cargo run --release -p xtask -- space LEDGER`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::Outcome;

pub(crate) fn run(ledger: &Path) -> Outcome {
    let index = tantivy::Index::open_in_dir(ledger.join("index"))?;
    let usage = index.reader()?.searcher().space_usage()?;
    let mut sums: BTreeMap<String, u64> = BTreeMap::new();
    for segment in usage.segments() {
        let parts = [
            ("terms", segment.termdict()),
            ("postings", segment.postings()),
            ("positions", segment.positions()),
            ("norms", segment.fieldnorms()),
            ("columns", segment.fast_fields()),
        ];
        for (what, usage) in parts {
            for field in usage.fields() {
                *sums.entry(format!("{what} of {}", field.field_name())).or_default() += field.total().get_bytes();
            }
        }
        *sums.entry("store".to_owned()).or_default() += segment.store().total().get_bytes();
    }
    println!("{} segments, {} bytes", usage.segments().len(), usage.total().get_bytes());
    for (what, bytes) in sums.into_iter().filter(|(_, bytes)| *bytes > 0) {
        println!("{bytes:>12} {what}");
    }
    Ok(())
}
