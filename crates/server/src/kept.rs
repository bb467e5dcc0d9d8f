//! Answers kept: a page of the same question is sent again without asking the ledger, as long as asking would give the same.
//!
//! An answer is named by what was asked and the day. While the ledger stays as it is, it is simply sent again. After a commit it is
//! looked at when it is next asked for: where nothing but articles came in ([`chancery_ledger::Ledger::only_grew`]), and none of them touches what
//! it rests on ([`Grounds`]), it is sent still; what else it says (its tag, the moment in its link, when the ledger begins) is
//! said anew. An answer without grounds goes with the commit, as all do with any other change.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use chancery_ledger::{LedgerError, Mark};
use chancery_query::Grounds;

use crate::api::pages::Last;
use crate::state::Lent;

/// Bytes of answers kept altogether; where there are more, all are forgotten: the next minute shows again which are asked for.
pub(crate) const ROOM: usize = 32 << 20;

/// Bytes of one that is kept.
pub(crate) const LARGEST: usize = 1 << 20;

/// An answer as it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) media: &'static str,
    pub(crate) body: Bytes,
    /// Behind which row the next page begins.
    pub(crate) next: Option<Last>,
    /// How much has been left out for want of a day.
    pub(crate) undated: Option<u64>,
    /// How many rows the list has.
    pub(crate) total: Option<usize>,
}

/// An answer with how long it is true.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    pub(crate) sent: Sent,
    /// How far the ledger had come.
    mark: Mark,
    grounds: Option<Arc<Grounds>>,
}

impl Answered {
    /// At that mark, which was taken before it was asked for.
    pub(crate) fn new(sent: Sent, mark: Mark, grounds: Option<Grounds>) -> Self {
        Self { sent, mark, grounds: grounds.map(Arc::new) }
    }

    /// The same as the ledger is now, if it would still be answered.
    fn now(&self, Lent { ledger, index }: &Lent) -> Result<Option<Self>, LedgerError> {
        let Some(grounds) = &self.grounds else { return Ok(None) };
        let mark = ledger.mark(index)?;
        if !ledger.only_grew(&self.mark, index)? || !grounds.hold(index)? {
            return Ok(None);
        }
        Ok(Some(Self { sent: self.sent.clone(), mark, grounds: Some(Arc::new(grounds.moved_to(index))) }))
    }
}

#[derive(Debug, Default)]
struct All {
    bytes: usize,
    by_question: BTreeMap<String, Arc<Answered>>,
}

/// Answers by what was asked.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<All>);

impl Kept {
    /// The answer, where one is known that would be given now.
    pub(crate) fn get(&self, asked: &str, lent: &Lent) -> Result<Option<Arc<Answered>>, LedgerError> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).by_question.get(asked).cloned();
        let Some(known) = known else { return Ok(None) };
        if known.mark.generation() == lent.index.generation() {
            return Ok(Some(known));
        }
        let Some(still) = known.now(lent)?.map(Arc::new) else { return Ok(None) };
        self.put(asked, &still);
        Ok(Some(still))
    }

    /// Where the bytes of each answer are, by what was asked.
    #[cfg(test)]
    pub(crate) fn bodies(&self) -> std::collections::BTreeSet<(String, usize)> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = |answered: &Answered| answered.sent.body.as_ptr() as usize;
        all.by_question.iter().map(|(asked, answered)| (asked.clone(), place(answered))).collect()
    }

    /// How many bytes are held.
    #[cfg(test)]
    pub(crate) fn bytes(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).bytes
    }

    pub(crate) fn put(&self, asked: &str, answered: &Arc<Answered>) {
        let size = |answered: &Answered| {
            let grounds = answered.grounds.as_ref().map_or(0, |grounds| grounds.bytes());
            answered.sent.body.len() + asked.len() + grounds + 500
        };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = all.by_question.get(asked);
        if size(answered) > LARGEST || before.is_some_and(|known| known.mark.generation() > answered.mark.generation())
        {
            return;
        }
        let room = before.map_or(0, |known| size(known));
        if all.bytes - room + size(answered) > ROOM {
            *all = All::default();
        } else {
            all.bytes -= room;
        }
        all.bytes += size(answered);
        all.by_question.insert(asked.to_owned(), Arc::clone(answered));
    }
}
