//! Many sources at once, results in order, memory flat.
//!
//! One thread finds sources, several work on them, the caller's thread takes the results in the order of the sources.
//! What is under way is bounded twice: by count, and by bytes (so a folder of large files holds few of them in memory and
//! one of small files keeps all workers busy). Results of early sources go out while late ones are not yet opened.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

/// Bytes of sources under way at once. A record is some five times its source at worst (map, mentions), so this keeps a
/// run under 100 MB; larger values did not read faster on a folder of 8,000 pages.
const BYTES_UNDER_WAY: u64 = 12 << 20;

/// Sources under way a worker: enough that one slow source does not leave the others idle.
const AHEAD: usize = 16;

/// Parsers recurse within limits; the same room as the main thread has.
const STACK: usize = 8 << 20;

/// Hands one job to the workers with its size in bytes; false once nobody wants more.
pub(crate) type Hand<'a, Job> = &'a mut dyn FnMut(Job, u64) -> bool;

/// Takes a piece of a job's result; false once nobody wants more.
pub(crate) type Give<'a, Done> = &'a mut dyn FnMut(Done) -> bool;

/// Pieces of one job that may wait until the jobs before it are done.
const PIECES: usize = 2;

/// A part of what a job gave.
enum Piece<Done> {
    More(Done),
    Last(Done),
}

/// Runs `work` on every job that `find` hands over, `workers` at a time, and gives the results to `take` in the order of the
/// jobs. `take` is also told whether the next result is ready already, and may break off.
pub(crate) fn run<Job: Send, Done: Send>(
    workers: usize,
    find: impl FnOnce(Hand<'_, Job>) + Send,
    work: impl Fn(Job) -> Done + Sync,
    take: impl FnMut(Done, bool) -> ControlFlow<()>,
) {
    run_in_pieces(workers, find, |job, _| work(job), take);
}

/// [`run`] for work that gives its result out in pieces, the last of them as what it returns.
pub(crate) fn run_in_pieces<Job: Send, Done: Send>(
    workers: usize,
    find: impl FnOnce(Hand<'_, Job>) + Send,
    work: impl Fn(Job, Give<'_, Done>) -> Done + Sync,
    mut take: impl FnMut(Done, bool) -> ControlFlow<()>,
) {
    if workers <= 1 {
        find(&mut |job, _| {
            let mut wanted = true;
            let last = work(job, &mut |done| {
                wanted = wanted && take(done, false).is_continue();
                wanted
            });
            wanted && take(last, false).is_continue()
        });
        return;
    }
    let gate = Gate::default();
    let (order, ordered) = sync_channel::<(Receiver<Piece<Done>>, u64)>(workers * AHEAD);
    let (jobs, waiting) = sync_channel::<(Job, SyncSender<Piece<Done>>)>(workers * AHEAD);
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        for number in 0..workers {
            let worker = || {
                loop {
                    let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((job, reply)) = next else { break };
                    // The receiver is gone once the output is: then there is nobody to tell.
                    let last = work(job, &mut |done| reply.send(Piece::More(done)).is_ok());
                    let _ = reply.send(Piece::Last(last));
                }
            };
            let name = format!("worker {number}");
            thread::Builder::new().name(name).stack_size(STACK).spawn_scoped(scope, worker).expect("a thread starts");
        }
        let finder = || {
            find(&mut |job, bytes| {
                let (reply, result) = sync_channel(PIECES);
                gate.enter(bytes) && order.send((result, bytes)).is_ok() && jobs.send((job, reply)).is_ok()
            });
            drop((order, jobs));
        };
        scope.spawn(finder);
        let mut next = ordered.recv().ok();
        while let Some((result, bytes)) = &next {
            let flow = match result.recv() {
                Err(_) => break,
                Ok(Piece::More(done)) => {
                    if take(done, false).is_break() {
                        break;
                    }
                    continue;
                }
                Ok(Piece::Last(done)) => {
                    let bytes = *bytes;
                    next = ordered.try_recv().ok();
                    let flow = take(done, next.is_some());
                    gate.leave(bytes);
                    flow
                }
            };
            if flow.is_break() {
                break;
            }
            if next.is_none() {
                next = ordered.recv().ok();
            }
        }
        gate.close();
        // Whoever waits with a piece learns that nobody wants it.
        drop((next, ordered));
    });
}

/// Counts the bytes under way.
#[derive(Default)]
struct Gate {
    state: Mutex<GateState>,
    moved: Condvar,
}

#[derive(Default)]
struct GateState {
    under_way: u64,
    closed: bool,
}

impl Gate {
    /// Waits until `bytes` more fit, or nothing else is under way; false once closed.
    fn enter(&self, bytes: u64) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while !state.closed && state.under_way > 0 && state.under_way + bytes > BYTES_UNDER_WAY {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.under_way += bytes;
        !state.closed
    }

    fn leave(&self, bytes: u64) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).under_way -= bytes;
        self.moved.notify_all();
    }

    fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.moved.notify_all();
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
    fn pieces_come_in_order_and_stop_when_nobody_wants_more() {
        for workers in [1, 4] {
            let mut got = Vec::new();
            let find = |hand: Hand<'_, u32>| {
                (0..30).for_each(|n| {
                    let _ = hand(n, 1);
                })
            };
            let work = |n: u32, give: Give<'_, (u32, u32)>| {
                (0..n % 7).for_each(|piece| {
                    let _ = give((n, piece));
                });
                (n, n % 7)
            };
            run_in_pieces(workers, find, work, |done, _| {
                got.push(done);
                ControlFlow::Continue(())
            });
            let all: Vec<_> = (0..30).flat_map(|n| (0..=n % 7).map(move |piece| (n, piece))).collect();
            assert_eq!(got, all, "{workers} workers");
            let mut taken = 0;
            run_in_pieces(
                workers,
                |hand| while hand((), 1) {},
                |(), give| while give(()) {},
                |(), _| {
                    taken += 1;
                    if taken == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                },
            );
            assert_eq!(taken, 5, "{workers} workers");
        }
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
