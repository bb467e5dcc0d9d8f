//! A ledger lent to several who ask at once: open ledgers are used again, and all share the newest index. Nobody waits for a
//! turn: with turns the slowest hundredth of eight readers was a third faster, and all others ten times slower (decision 0012).

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::store::Listed;
use crate::{Folding, Index, Ledger, LedgerError};

/// An open ledger with its index, for the time of one question.
#[derive(Debug)]
pub struct Lent {
    /// The ledger.
    pub ledger: Ledger,
    /// Its index, up to date when it was lent; the same for all who were lent it meanwhile.
    pub index: Arc<Index>,
}

/// See the top of this file.
#[derive(Debug)]
pub struct Lending {
    folder: PathBuf,
    folding: Folding,
    idle: Mutex<Vec<Ledger>>,
    /// The newest index that anybody opened.
    index: Mutex<Arc<Index>>,
    /// Held by whoever opens the next: the index's list of files as it was when that was last done.
    opening: Mutex<Option<Listed>>,
}

impl Lending {
    /// Of the ledger in a folder.
    ///
    /// # Errors
    /// Where it or its index can't be opened.
    pub fn new(folder: &Path, folding: Folding) -> Result<Self, LedgerError> {
        let first = Ledger::open(folder, folding.clone())?;
        let index = first.index()?;
        Ok(Self {
            folder: folder.to_path_buf(),
            folding,
            idle: Mutex::new(vec![first]),
            index: Mutex::new(Arc::new(index)),
            opening: Mutex::default(),
        })
    }

    /// Asks it.
    ///
    /// # Errors
    /// Where it can't be opened, or the question fails.
    pub fn ask<T, E: From<LedgerError>>(&self, question: impl FnOnce(&Lent) -> Result<T, E>) -> Result<T, E> {
        let lent = self.lent()?;
        let answer = question(&lent);
        self.give_back(lent);
        answer
    }

    /// An idle ledger, or one opened anew, with an index that is up to date: for what takes so long that it can't be waited for.
    ///
    /// # Errors
    /// Where it or its index can't be opened.
    pub fn lent(&self) -> Result<Lent, LedgerError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let ledger = match idle {
            Some(ledger) => ledger,
            None => Ledger::open(&self.folder, self.folding.clone())?,
        };
        let known = self.newest();
        if ledger.generation()? == known.generation() {
            return Ok(Lent { ledger, index: known });
        }
        // One opens the next for all. Meanwhile the others are answered by the one before, which knows all that was written through
        // this program: what writes gives its own index in.
        let index = match self.opening.try_lock() {
            Ok(mut seen) => {
                let (fresh, listed) = (self.newest(), ledger.listed());
                // While another adds, its index is mostly as it was; opening it again for each question cost more than the question.
                let same = listed.is_some() && *seen == listed && matches!(ledger.try_lock(), Ok(None));
                if same || ledger.generation()? == fresh.generation() {
                    fresh
                } else {
                    *seen = listed;
                    self.put(ledger.index()?, &ledger)?
                }
            }
            Err(_) => self.newest(),
        };
        Ok(Lent { ledger, index })
    }

    /// Takes a ledger that was lent back.
    pub fn give_back(&self, lent: Lent) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(lent.ledger);
    }

    /// The last change of the ledger that anybody's index knows.
    #[must_use]
    pub fn generation(&self) -> i64 {
        self.newest().generation()
    }

    fn newest(&self) -> Arc<Index> {
        Arc::clone(&self.index.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Gives an index in, and takes the newest out.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn put(&self, given: Index, ledger: &Ledger) -> Result<Arc<Index>, LedgerError> {
        // One before the newest may only come after it where the ledger itself was put back from a copy.
        let last = ledger.generation()?;
        let mut newest = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        if given.generation() >= newest.generation() || given.generation() == last {
            *newest = Arc::new(given);
        }
        Ok(Arc::clone(&newest))
    }
}
