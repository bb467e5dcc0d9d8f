//! Trains the dictionary that articles are packed with (`crates/ledger/src/record.dictionary`) on our own sentences: the samples,
//! and every example of the packs' rules, read by the program.
//!
//! ```sh
//! python3 tools/lexicon/examples.py > /tmp/examples.txt      # one of the packs' example sentences a line
//! chancery read samples /tmp/examples --format jsonl | cargo run --release -p xtask -- dictionary record.dictionary
//! ```
//!
//! What is in the repository stays: ledgers were packed with it.

use std::io::Read;
use std::path::Path;

use crate::Outcome;

/// Bytes: beyond it nothing is gained on texts of a page.
const LARGEST: usize = 32 << 10;

pub(crate) fn run(out: &Path) -> Outcome {
    let mut records = String::new();
    std::io::stdin().read_to_string(&mut records)?;
    let samples: Result<Vec<Vec<u8>>, _> = records.lines().map(chancery_ledger::packed_form).collect();
    let samples = samples?;
    let dictionary = zstd::dict::from_samples(&samples, LARGEST)?;
    println!("{} records, {} bytes", samples.len(), dictionary.len());
    std::fs::write(out, dictionary)?;
    Ok(())
}
