//! Many sources at once, each in shares, results in order, memory flat.
//!
//! One thread finds sources; several open them, each into shares (its articles, some at a time), and work these off; the
//! caller's thread takes the results in the order of sources and shares. A worker takes a share of the earliest source that
//! has one before it opens a further source, so that a large source is everybody's work. What is under way is bounded three
//! times: sources by count and by bytes (so a folder of large files holds few of them in memory and one of small files
//! keeps all workers busy), and of each source the shares whose results wait to be taken. Results of early sources go out
//! while late ones are not yet opened.
//! Next to read: `reader.rs`, which opens sources and works their shares off.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Bytes of sources under way at once. A record is some five times its source at worst (map, mentions), so this keeps a
/// run under 100 MB; larger values did not read faster on a folder of 8,000 pages.
const BYTES_UNDER_WAY: u64 = 12 << 20;

/// Sources under way a worker: enough that one slow source does not leave the others idle.
const AHEAD: usize = 16;

/// Shares of one source a worker that may be under way or wait to be taken: enough that a slow one, or a slow terminal, does
/// not leave the others idle.
const SHARES_AHEAD: usize = 4;

/// Parsers recurse within limits; the same room as the main thread has.
const STACK: usize = 8 << 20;

/// Hands one job to the workers with its size in bytes; false once nobody wants more.
pub(crate) type Hand<'a, Job> = &'a mut dyn FnMut(Job, u64) -> bool;

/// Runs `work` on every job that `find` hands over, `workers` at a time, and gives the results to `take` in the order of the
/// jobs. `take` is also told whether the next result is ready already, and may break off.
pub(crate) fn run<Job: Send, Done: Send>(
    workers: usize,
    find: impl FnOnce(Hand<'_, Job>) + Send,
    work: impl Fn(Job) -> Done + Sync,
    take: impl FnMut(Done, bool) -> ControlFlow<()>,
) {
    run_in_shares(workers, find, |job| vec![job], work, take);
}

/// [`run`] for jobs that `open` makes shares of, which are worked off each by itself, by several workers at once: `take` gets
/// the result of every share, in order.
pub(crate) fn run_in_shares<Job: Send, Share: Send, Done: Send>(
    workers: usize,
    find: impl FnOnce(Hand<'_, Job>) + Send,
    open: impl Fn(Job) -> Vec<Share> + Sync,
    work: impl Fn(Share) -> Done + Sync,
    mut take: impl FnMut(Done, bool) -> ControlFlow<()>,
) {
    if workers <= 1 {
        find(&mut |job, _| open(job).into_iter().all(|share| take(work(share), false).is_continue()));
        return;
    }
    let desk = Desk::new(workers);
    thread::scope(|scope| {
        for number in 0..workers {
            let worker = || {
                let _closes = ClosesIfItPanics(&desk);
                while let Some(task) = desk.task() {
                    match task {
                        Task::Open(place, job) => desk.opened(place, open(job)),
                        Task::Work(place, share) => desk.done(place, work(share)),
                    }
                }
            };
            let name = format!("worker {number}");
            thread::Builder::new().name(name).stack_size(STACK).spawn_scoped(scope, worker).expect("a thread starts");
        }
        let finder = || {
            let _closes = ClosesIfItPanics(&desk);
            find(&mut |job, bytes| desk.hand(job, bytes));
            desk.found_all();
        };
        scope.spawn(finder);
        let _closes = ClosesIfItPanics(&desk);
        while let Some((done, more)) = desk.take() {
            if take(done, more).is_break() {
                break;
            }
        }
        desk.close();
    });
}

/// Where a share's result belongs.
#[derive(Clone, Copy, Debug)]
struct Place {
    source: u64,
    share: usize,
}

enum Task<Job, Share> {
    /// The source of this number, which is to be made shares of.
    Open(u64, Job),
    Work(Place, Share),
}

/// What finder, workers and taker share.
struct Desk<Job, Share, Done> {
    workers: usize,
    state: Mutex<State<Job, Share, Done>>,
    moved: Condvar,
}

struct State<Job, Share, Done> {
    /// Not yet opened, with their numbers.
    jobs: VecDeque<(u64, Job)>,
    /// Every source under way, the one that is taken first.
    sources: VecDeque<Source<Share, Done>>,
    /// The number of the first of them.
    first: u64,
    bytes: u64,
    found_all: bool,
    closed: bool,
}

struct Source<Share, Done> {
    bytes: u64,
    opened: bool,
    /// Not yet handed out.
    shares: VecDeque<Share>,
    /// From the first that is not taken to the last that is handed out.
    results: VecDeque<Option<Done>>,
    /// Shares whose results are taken.
    taken: usize,
}

impl<Share, Done> Source<Share, Done> {
    /// Whether nothing of it is left to hand out.
    fn is_handed_out(&self) -> bool {
        self.opened && self.shares.is_empty()
    }

    /// Whether its next result can be taken.
    fn is_ready(&self) -> bool {
        self.results.front().is_some_and(Option::is_some)
    }
}

impl<Job, Share, Done> Desk<Job, Share, Done> {
    fn new(workers: usize) -> Self {
        let state = State {
            jobs: VecDeque::new(),
            sources: VecDeque::new(),
            first: 0,
            bytes: 0,
            found_all: false,
            closed: false,
        };
        Self { workers, state: Mutex::new(state), moved: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State<Job, Share, Done>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'s>(&self, state: MutexGuard<'s, State<Job, Share, Done>>) -> MutexGuard<'s, State<Job, Share, Done>> {
        self.moved.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in a job as soon as its bytes fit, or nothing else is under way; false once closed.
    fn hand(&self, job: Job, bytes: u64) -> bool {
        let mut state = self.lock();
        let full = |state: &State<Job, Share, Done>| {
            let heavy = state.bytes > 0 && state.bytes + bytes > BYTES_UNDER_WAY;
            heavy || state.sources.len() >= self.workers * AHEAD
        };
        while !state.closed && full(&state) {
            state = self.wait(state);
        }
        let number = state.first + state.sources.len() as u64;
        state.bytes += bytes;
        state.jobs.push_back((number, job));
        let (shares, results) = (VecDeque::new(), VecDeque::new());
        state.sources.push_back(Source { bytes, opened: false, shares, results, taken: 0 });
        self.moved.notify_all();
        !state.closed
    }

    fn found_all(&self) {
        self.lock().found_all = true;
        self.moved.notify_all();
    }

    /// What a worker should do next; `None` once nothing is left.
    fn task(&self) -> Option<Task<Job, Share>> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            let (first, ahead) = (state.first, self.workers * SHARES_AHEAD);
            for (number, source) in (first..).zip(state.sources.iter_mut()).filter(|(_, s)| s.results.len() < ahead) {
                if let Some(share) = source.shares.pop_front() {
                    let place = Place { source: number, share: source.taken + source.results.len() };
                    source.results.push_back(None);
                    return Some(Task::Work(place, share));
                }
            }
            if let Some((number, job)) = state.jobs.pop_front() {
                return Some(Task::Open(number, job));
            }
            if state.found_all && state.sources.iter().all(Source::is_handed_out) {
                return None;
            }
            state = self.wait(state);
        }
    }

    fn opened(&self, number: u64, shares: Vec<Share>) {
        let mut state = self.lock();
        let first = state.first;
        if let Some(source) = state.sources.get_mut((number - first) as usize) {
            (source.opened, source.shares) = (true, shares.into());
        }
        self.moved.notify_all();
    }

    fn done(&self, place: Place, done: Done) {
        let mut state = self.lock();
        let first = state.first;
        let source = state.sources.get_mut((place.source - first) as usize);
        // A result is taken only once it is there, so a share's place never lies before those taken.
        if let Some(slot) = source.and_then(|source| source.results.get_mut(place.share - source.taken)) {
            *slot = Some(done);
        }
        self.moved.notify_all();
    }

    /// The next result in order, and whether the one after it is ready too; `None` after the last.
    fn take(&self) -> Option<(Done, bool)> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            let State { sources, first, bytes, found_all, .. } = &mut *state;
            match sources.front_mut() {
                None if *found_all => return None,
                Some(source) if source.is_handed_out() && source.results.is_empty() => {
                    *bytes -= source.bytes;
                    *first += 1;
                    sources.pop_front();
                    self.moved.notify_all();
                    continue;
                }
                Some(source) if source.is_ready() => {
                    let done = source.results.pop_front().flatten();
                    source.taken += 1;
                    let more = match source.results.is_empty() && source.is_handed_out() {
                        true => sources.get(1).is_some_and(Source::is_ready),
                        false => source.is_ready(),
                    };
                    self.moved.notify_all();
                    if let Some(done) = done {
                        return Some((done, more));
                    }
                }
                _ => {}
            }
            state = self.wait(state);
        }
    }

    fn close(&self) {
        self.lock().closed = true;
        self.moved.notify_all();
    }
}

/// Lets the others go home where its thread panics: else they would wait for it for ever.
struct ClosesIfItPanics<'d, Job, Share, Done>(&'d Desk<Job, Share, Done>);

impl<Job, Share, Done> Drop for ClosesIfItPanics<'_, Job, Share, Done> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    /// Later jobs finish first, yet results come in order, and never more bytes are under way than allowed.
    #[test]
    fn results_come_in_order_within_the_bound() {
        let under_way = AtomicU64::new(0);
        let most = AtomicU64::new(0);
        let size = BYTES_UNDER_WAY / 3;
        let mut got = Vec::new();
        run(
            4,
            |hand| {
                for n in 0u64..40 {
                    assert!(hand(n, size));
                    most.fetch_max(under_way.fetch_add(size, Ordering::SeqCst) + size, Ordering::SeqCst);
                }
            },
            |n| {
                thread::sleep(Duration::from_millis(if n % 4 == 0 { 8 } else { 1 }));
                n
            },
            |n, _| {
                under_way.fetch_sub(size, Ordering::SeqCst);
                got.push(n);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(got, (0..40).collect::<Vec<_>>());
        // `take` counts down before the gate opens, so what the gate let in is one less than the bound's share.
        assert!(most.load(Ordering::SeqCst) <= BYTES_UNDER_WAY, "{most:?}");
    }

    #[test]
    fn breaking_off_stops_the_search() {
        for workers in [1, 3] {
            let mut found = 0u32;
            let mut taken = 0;
            run(
                workers,
                |hand| {
                    while hand(found, 1) {
                        found += 1;
                        assert!(found < 1_000_000, "never told to stop");
                    }
                },
                |n| n,
                |_, _| {
                    taken += 1;
                    if taken == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                },
            );
            assert_eq!(taken, 5, "{workers} workers");
        }
    }

    #[test]
    fn shares_come_in_order_and_stop_when_nobody_wants_more() {
        for workers in [1, 4] {
            let mut got = Vec::new();
            let find = |hand: Hand<'_, u32>| {
                (0..30).for_each(|n| {
                    let _ = hand(n, 1);
                })
            };
            let open = |n: u32| (0..n % 7 * 5).map(|share| (n, share)).collect();
            run_in_shares(workers, find, open, std::convert::identity, |done, _| {
                got.push(done);
                ControlFlow::Continue(())
            });
            let all: Vec<_> = (0..30).flat_map(|n| (0..n % 7 * 5).map(move |share| (n, share))).collect();
            assert_eq!(got, all, "{workers} workers");
            let mut taken = 0;
            run_in_shares(
                workers,
                |hand| while hand((), 1) {},
                |()| vec![(); 100],
                |()| (),
                |(), _| {
                    taken += 1;
                    if taken == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                },
            );
            assert_eq!(taken, 5, "{workers} workers");
        }
    }

    /// Two work on the one source there is, and neither so far ahead of whoever takes the results that these fill the memory.
    #[test]
    fn several_work_on_one_source_within_the_bound() {
        let (busy, together) = (AtomicU64::new(0), AtomicU64::new(0));
        let (worked, most) = (AtomicU64::new(0), AtomicU64::new(0));
        let mut taken = 0;
        run_in_shares(
            2,
            |hand| assert!(hand(60, 1)),
            |shares| vec![(); shares],
            |()| {
                together.fetch_max(busy.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                for _ in 0..500 {
                    if together.load(Ordering::SeqCst) > 1 {
                        break;
                    }
                    thread::sleep(Duration::from_millis(10));
                }
                busy.fetch_sub(1, Ordering::SeqCst);
                worked.fetch_add(1, Ordering::SeqCst);
            },
            |(), _| {
                taken += 1;
                thread::sleep(Duration::from_millis(2));
                most.fetch_max(worked.load(Ordering::SeqCst) - taken, Ordering::SeqCst);
                ControlFlow::Continue(())
            },
        );
        assert_eq!((taken, together.into_inner()), (60, 2));
        assert!(most.into_inner() <= 2 * SHARES_AHEAD as u64);
    }

    #[test]
    fn a_worker_that_panics_takes_the_run_with_it() {
        let run = || {
            run(2, |hand| while hand((), 1) {}, |()| panic!("on purpose"), |(), _| ControlFlow::Continue(()));
        };
        assert!(std::panic::catch_unwind(run).is_err());
    }

    #[test]
    fn one_job_over_the_bound_goes_alone() {
        let mut got = Vec::new();
        run(
            2,
            |hand| {
                for size in [1, BYTES_UNDER_WAY * 4, 1] {
                    assert!(hand(size, size));
                }
            },
            |size| size,
            |size, _| {
                got.push(size);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(got, [1, BYTES_UNDER_WAY * 4, 1]);
    }
}
