//! Recall and precision of a text against the truth: runs of four characters, white space taken out.

use std::collections::BTreeMap;
use std::fmt;

use crate::pages::squeeze;

#[derive(Clone, Copy, Default)]
pub struct Score {
    recall: f64,
    precision: f64,
}

impl Score {
    pub fn add(&mut self, other: Self) {
        self.recall += other.recall;
        self.precision += other.precision;
    }

    pub fn over(self, n: f64) -> Self {
        Self { recall: self.recall / n, precision: self.precision / n }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " {:>5.3} {:>5.3} ", self.recall, self.precision)
    }
}

pub fn score(truth: &str, found: &str) -> Score {
    let (truth, found) = (shingles(truth), shingles(found));
    let shared: u32 = truth.iter().map(|(s, n)| (*n).min(found.get(s).copied().unwrap_or(0))).sum();
    let part = |of: &BTreeMap<String, u32>| f64::from(shared) / f64::from(of.values().sum::<u32>().max(1));
    Score { recall: part(&truth), precision: part(&found) }
}

fn shingles(text: &str) -> BTreeMap<String, u32> {
    let chars: Vec<char> = squeeze(text).chars().collect();
    let mut out = BTreeMap::new();
    for four in chars.windows(4) {
        *out.entry(four.iter().collect()).or_insert(0) += 1;
    }
    out
}
