//! A ledger lent to several who ask at once: open ledgers are used again, all share the newest index, and no more of them compute at
//! a time than there are processors. Nine threads on two processors are otherwise broken off by the system every few
//! milliseconds, and what one of them answers in ten it answers in fifty; who waits for a turn is answered the sooner.

use std::collections::VecDeque;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::store::Listed;
use crate::{Folding, Index, Ledger, LedgerError};

/// How long the first of those who wait waits before the turn of whoever had it longest no longer counts: what takes long is then
/// computed beside the others, and not before them.
const LONG: Duration = Duration::from_millis(20);

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
    turns: Turns,
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
            turns: Turns::new(std::thread::available_parallelism().map_or(1, NonZero::get)),
        })
    }

    /// Asks it, in turn.
    ///
    /// # Errors
    /// Where it can't be opened, or the question fails.
    pub fn ask<T, E: From<LedgerError>>(&self, question: impl FnOnce(&Lent) -> Result<T, E>) -> Result<T, E> {
        let _turn = self.turns.take();
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

/// Turns of those who compute, first come first served.
#[derive(Debug)]
struct Turns {
    width: usize,
    state: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    /// The number of the next turn.
    next: u64,
    /// Turns that count, the oldest first.
    running: Vec<u64>,
    waiting: VecDeque<(u64, Arc<Condvar>)>,
}

impl Taken {
    /// Gives turns that are free to those who wait.
    fn call(&mut self, width: usize) {
        while self.running.len() < width
            && let Some((number, called)) = self.waiting.pop_front()
        {
            self.running.push(number);
            called.notify_one();
        }
    }
}

impl Turns {
    fn new(width: usize) -> Self {
        Self { width, state: Mutex::default() }
    }

    fn take(&self) -> Turn<'_> {
        let mut taken = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let number = taken.next;
        taken.next += 1;
        let called = Arc::new(Condvar::new());
        taken.waiting.push_back((number, Arc::clone(&called)));
        taken.call(self.width);
        while taken.waiting.iter().any(|(waiting, _)| *waiting == number) {
            let (again, waited) = called.wait_timeout(taken, LONG).unwrap_or_else(PoisonError::into_inner);
            taken = again;
            if waited.timed_out() && taken.waiting.front().is_some_and(|(first, _)| *first == number) {
                let oldest = taken.running.first().copied();
                taken.running.retain(|running| Some(*running) != oldest);
                taken.call(self.width);
            }
        }
        Turn { turns: self, number }
    }
}

/// Somebody's turn, until it is dropped.
struct Turn<'t> {
    turns: &'t Turns,
    number: u64,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut taken = self.turns.state.lock().unwrap_or_else(PoisonError::into_inner);
        taken.running.retain(|running| *running != self.number);
        taken.call(self.turns.width);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn all_get_their_turns() {
        let (turns, had) = (Turns::new(2), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let _turn = turns.take();
                        std::thread::yield_now();
                        had.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(had.into_inner(), 1_600);
        let taken = turns.state.lock().expect("whole");
        assert!(taken.running.is_empty() && taken.waiting.is_empty());
    }

    #[test]
    fn who_came_first_is_called_first_and_no_more_than_there_is_room_for() {
        let mut taken = Taken::default();
        let come = |taken: &mut Taken, number| taken.waiting.push_back((number, Arc::default()));
        (0..5).for_each(|number| come(&mut taken, number));
        taken.call(2);
        assert_eq!(taken.running, [0, 1]);
        taken.running.retain(|number| *number != 0);
        come(&mut taken, 5);
        taken.call(2);
        assert_eq!(taken.running, [1, 2]);
        assert_eq!(taken.waiting.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [3, 4, 5]);
    }

    #[test]
    fn what_takes_long_is_not_waited_for() {
        let turns = Turns::new(1);
        let long = turns.take();
        // It would wait for ever.
        let short = turns.take();
        drop(long);
        drop(short);
        assert!(turns.state.lock().expect("whole").running.is_empty());
    }
}
