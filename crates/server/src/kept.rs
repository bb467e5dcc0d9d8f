//! Answers kept while the ledger stays as it is: a page of the same question is sent again without asking the ledger.
//!
//! An answer is named by what was asked, the day, and the ledger's generation, so a kept one is never another than a fresh one
//! would be. With the next generation all of them are forgotten.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::http::HeaderValue;

/// Bytes of answers kept altogether; where there are more, all are forgotten: the next minute shows again which are asked for.
const ROOM: usize = 64 << 20;

/// Bytes of one that is kept.
const LARGEST: usize = 1 << 20;

/// An answer as it is sent.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) media: &'static str,
    pub(crate) body: Bytes,
    /// The link to the next page.
    pub(crate) next: Option<HeaderValue>,
    /// How much has been left out for want of a day.
    pub(crate) undated: Option<u64>,
    /// When the ledger begins, where that was later.
    pub(crate) begins: Option<String>,
    /// How many rows the list has.
    pub(crate) total: Option<usize>,
}

#[derive(Debug, Default)]
struct All {
    generation: i64,
    bytes: usize,
    by_tag: BTreeMap<String, Arc<Sent>>,
}

/// The answers of one generation.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<All>);

impl Kept {
    pub(crate) fn get(&self, tag: &str) -> Option<Arc<Sent>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).by_tag.get(tag).cloned()
    }

    pub(crate) fn put(&self, generation: i64, tag: &str, sent: &Arc<Sent>) {
        let size = sent.body.len() + tag.len() + 200;
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if size > LARGEST || generation < all.generation {
            return;
        }
        if generation > all.generation || all.bytes + size > ROOM {
            *all = All { generation, ..All::default() };
        }
        all.bytes += size;
        all.by_tag.insert(tag.to_owned(), Arc::clone(sent));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_stay_with_their_generation_and_within_their_room() {
        let kept = Kept::default();
        let sent = |size| {
            Arc::new(Sent {
                media: "text/csv",
                body: vec![0; size].into(),
                next: None,
                undated: None,
                begins: None,
                total: None,
            })
        };
        kept.put(3, "a", &sent(10));
        kept.put(3, "b", &sent(10));
        assert!(kept.get("a").is_some() && kept.get("b").is_some());
        kept.put(2, "old", &sent(10));
        kept.put(3, "large", &sent(LARGEST + 1));
        assert!(kept.get("old").is_none() && kept.get("large").is_none());
        kept.put(4, "c", &sent(10));
        assert!(kept.get("a").is_none() && kept.get("c").is_some());
        for number in 0..200 {
            kept.put(4, &number.to_string(), &sent(LARGEST - 300));
            let all = kept.0.lock().expect("whole");
            assert!(all.bytes <= ROOM);
        }
    }
}
