//! What all requests share: the ledger, lent out; the users; the counters.
//!
//! A handler that reads is lent one of a few open ledgers with its index, on a thread where waiting hurts nobody. One that
//! writes is lent the right to write, one at a time, and gives it back at once, so that the program in a terminal may write
//! to the same ledger meanwhile.

use std::path::PathBuf;
use std::sync::Arc;

use chancery_answer::Names;
use chancery_ledger::{Folding, Ledger, Lending, Timestamp, give_way};
use tokio::sync::{Mutex as Turn, Semaphore, oneshot};

pub use chancery_ledger::Lent;

use crate::access::{Throttle, Users};
use crate::kept::Kept;
use crate::metrics::Metrics;
use crate::{Problem, ServeError};

/// Readers at work at once: more only wait for the processors.
const READERS: usize = 8;

/// Exports under way at once: each takes a thread and a few megabytes.
const EXPORTS: usize = 8;

/// A fault of reading, for the report.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Faulted {
    /// Which article of the source, from 1, where it is one's.
    pub article: Option<usize>,
    /// What kind.
    pub kind: String,
    /// `error` where something could not be read, `warning` where it is only doubtful.
    pub severity: String,
    /// In words.
    pub message: String,
}

/// A source read.
#[derive(Clone, Debug)]
pub struct ReadSource {
    /// Its records, a JSON object a line, as `chancery read --format jsonl` prints them.
    pub records: Vec<u8>,
    /// What went wrong.
    pub faults: Vec<Faulted>,
    /// Whether nothing of it could be read.
    pub failed: bool,
}

/// What the program around the server knows and the ledger does not: how to read a source, whom a name means.
pub trait Desk: Send + Sync + 'static {
    /// Reads a source into records.
    fn read(&self, name: &str, bytes: &[u8]) -> ReadSource;

    /// What packs know of names and words.
    fn names(&self) -> &Names;
}

/// How the server is set up.
#[derive(Clone)]
pub struct Setup {
    /// The ledger's folder.
    pub ledger: PathBuf,
    /// The folding of its index.
    pub folding: Folding,
    /// What else the program knows.
    pub desk: Arc<dyn Desk>,
    /// The clock.
    pub clock: fn() -> Timestamp,
    /// Whom judgements are by while no users are set up: the person at this machine.
    pub author: String,
}

impl std::fmt::Debug for Setup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Setup").field("ledger", &self.ledger).finish_non_exhaustive()
    }
}

pub(crate) struct Shared {
    pub(crate) setup: Setup,
    pub(crate) users: Users,
    pub(crate) throttle: Throttle,
    pub(crate) metrics: Metrics,
    /// Answers that may be sent again.
    pub(crate) kept: Kept,
    /// Whether the server listens on this machine only, so that whoever reaches it sits at it.
    pub(crate) local: bool,
    lending: Lending,
    readers: Semaphore,
    /// Turns of exports.
    pub(crate) exports: Arc<Semaphore>,
    writer: Turn<()>,
}

/// Shared by handlers.
pub(crate) type State = Arc<Shared>;

impl Shared {
    pub(crate) fn new(setup: Setup, local: bool) -> Result<State, ServeError> {
        // Whatever is wrong with the ledger is told at the start, not to the first who asks.
        let lending = Lending::new(&setup.ledger, setup.folding.clone())?;
        let users = Users::open(&setup.ledger)?;
        Ok(Arc::new(Self {
            setup,
            users,
            throttle: Throttle::new(),
            metrics: Metrics::new(),
            kept: Kept::default(),
            local,
            lending,
            readers: Semaphore::new(READERS),
            exports: Arc::new(Semaphore::new(EXPORTS)),
            writer: Turn::new(()),
        }))
    }

    /// Now.
    pub(crate) fn now(&self) -> Timestamp {
        (self.setup.clock)()
    }

    /// Asks the ledger.
    pub(crate) async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        question: impl FnOnce(&Lent, &Self) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let _turn = self.readers.acquire().await.map_err(|_| Problem::new("busy", "the server is stopping"))?;
        let shared = Arc::clone(self);
        blocking(move || shared.lending.ask(|lent| question(lent, &shared))).await
    }

    /// Writes to the ledger; one at a time, and giving way to who asks.
    pub(crate) async fn write<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Ledger, &Self, Timestamp) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let _turn = self.writer.lock().await;
        let shared = Arc::clone(self);
        apart(move || {
            let ledger = Ledger::open_to_write(&shared.setup.ledger, shared.setup.folding.clone())?;
            let now = ledger.not_before_the_last(shared.now())?;
            let done = work(&ledger, &shared, now)?;
            // The records are safe; the index is brought up so that the next question finds what was written.
            shared.lending.put(ledger.index()?, &ledger)?;
            Ok(done)
        })
        .await
    }

    /// Takes a ledger that was lent back.
    pub(crate) fn give_back(&self, lent: Lent) {
        self.lending.give_back(lent);
    }

    /// An idle ledger, or one opened anew, with an index that is up to date.
    pub(crate) fn lent(&self) -> Result<Lent, Problem> {
        Ok(self.lending.lent()?)
    }

    /// What was last written, as far as anybody asked.
    pub(crate) fn generation(&self) -> i64 {
        self.lending.generation()
    }
}

/// Work that waits for disk or processor, away from the threads that serve connections.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a request failed within: a bug");
        Err(Problem::new("failed", "the program failed on this request, which is a bug: the server's log says where"))
    })
}

/// Work on a thread of its own, that gives way to those that answer.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
    let (tell, told) = oneshot::channel();
    let thread = std::thread::Builder::new().name("writing".to_owned()).spawn(move || {
        give_way();
        // Who asked may have gone away.
        drop(tell.send(work()));
    });
    thread.map_err(|error| Problem::new("failed", format!("no thread could be had to write: {error}")))?;
    told.await.unwrap_or_else(|_| {
        tracing::error!("a request failed within: a bug");
        Err(Problem::new("failed", "the program failed on this request, which is a bug: the server's log says where"))
    })
}
