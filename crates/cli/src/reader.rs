//! One source: read by a worker, then coded and printed to buffers in shares of some articles each, by several workers where it
//! has several. An article is coded by one: who speaks and what is spoken of goes on from sentence to sentence.
//! Holds what all workers share, built once. Next to read: `pipeline.rs`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use chancery_model::{Article, Fault, FaultKind, FaultPlace, Severity};
use chancery_read::{Limits, Reading, read};

use crate::knowledge::Knowledge;
use crate::render::Renderer;
use crate::sources::Found;

/// Everything a worker needs.
pub(crate) struct Reader {
    knowledge: Knowledge,
    limits: Limits,
    renderer: Renderer,
}

/// What became of one source.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Its name.
    pub(crate) name: String,
    /// What to print; nothing where its shares were printed one by one.
    pub(crate) output: Vec<u8>,
    /// How many articles it held.
    pub(crate) articles: usize,
    /// What went wrong: of the source first, then article by article (counted from 1, where there are several).
    pub(crate) faults: Vec<(Option<usize>, Fault)>,
    /// Which file it was in, for the progress bar.
    pub(crate) file: u64,
}

impl Outcome {
    /// Whether the source, or a part of it, could not be read.
    pub(crate) fn failed(&self) -> bool {
        self.faults.iter().any(|(_, fault)| fault.severity == Severity::Error)
    }
}

/// A source that is read, held by all of its shares.
struct Opened {
    name: String,
    bytes: Vec<u8>,
    faults: Vec<Fault>,
    articles: usize,
    file: u64,
}

/// Articles of a source, one behind another, to be coded and printed by whoever is free.
pub(crate) struct Share {
    source: Arc<Opened>,
    /// The number of the first.
    first: usize,
    articles: Vec<Article>,
    is_last: bool,
}

/// A share that is worked off.
pub(crate) struct Shared {
    /// What to print.
    pub(crate) output: Vec<u8>,
    faults: Vec<(Option<usize>, Fault)>,
    /// The source, with its last share.
    source: Option<Arc<Opened>>,
}

/// Puts together what became of each source, from its shares in order.
#[derive(Default)]
pub(crate) struct Account {
    faults: Vec<(Option<usize>, Fault)>,
}

impl Account {
    /// Takes in a share; what became of its source, where it was the last.
    pub(crate) fn take(&mut self, share: &mut Shared) -> Option<Outcome> {
        self.faults.append(&mut share.faults);
        let source = share.source.take()?;
        let mut faults: Vec<_> = source.faults.iter().map(|fault| (None, fault.clone())).collect();
        faults.append(&mut self.faults);
        let name = source.name.clone();
        Some(Outcome { name, output: Vec::new(), articles: source.articles, faults, file: source.file })
    }
}

/// Bytes of text in a share, an article more or less: some ten milliseconds' work, beside which handing it over costs
/// nothing, and little enough that workers end together.
const SHARE: usize = 1 << 16;

impl Reader {
    /// With this knowledge and these bounds, printing in this way.
    pub(crate) const fn new(knowledge: Knowledge, limits: Limits, renderer: Renderer) -> Self {
        Self { knowledge, limits, renderer }
    }

    /// Reads one source and prints it to a buffer.
    pub(crate) fn outcome(&self, found: Found) -> Outcome {
        let (mut output, mut account) = (Vec::new(), Account::default());
        let shares = self.open(found).into_iter();
        let last = shares.filter_map(|share| account.take(&mut self.work_into(share, &mut output))).last();
        let outcome = last.unwrap_or_else(|| unreachable!("every source has a last share"));
        Outcome { output, ..outcome }
    }

    /// Reads one source into shares of its articles: one at least, which tells what became of the source.
    pub(crate) fn open(&self, found: Found) -> Vec<Share> {
        let Found { name, bytes, file } = found;
        let read = bytes.and_then(|bytes| {
            guarded(|| read(&name, &bytes, &self.knowledge.guide, &self.limits)).map(|reading| (bytes, reading))
        });
        let (bytes, reading) =
            read.unwrap_or_else(|fault| (Vec::new(), Reading { articles: Vec::new(), faults: vec![fault] }));
        let Reading { articles, faults } = reading;
        let source = Arc::new(Opened { name, bytes, faults, articles: articles.len(), file });
        let mut shares: Vec<Share> = Vec::new();
        let mut room = 0;
        for (number, article) in articles.into_iter().enumerate() {
            let size = article.text.len();
            match shares.last_mut().filter(|_| room > 0) {
                Some(share) => share.articles.push(article),
                None => {
                    let articles = vec![article];
                    shares.push(Share { source: Arc::clone(&source), first: number, articles, is_last: false });
                    room = SHARE;
                }
            }
            room = room.saturating_sub(size);
        }
        match shares.last_mut() {
            Some(last) => last.is_last = true,
            None => shares.push(Share { source, first: 0, articles: Vec::new(), is_last: true }),
        }
        shares
    }

    /// Codes the articles of a share and prints them to a buffer.
    pub(crate) fn work(&self, share: Share) -> Shared {
        let mut output = Vec::new();
        let shared = self.work_into(share, &mut output);
        Shared { output, ..shared }
    }

    /// The same, behind what is in the buffer.
    fn work_into(&self, share: Share, output: &mut Vec<u8>) -> Shared {
        let Share { source, first, articles, is_last } = share;
        let mut faults = Vec::new();
        // An article that is printed takes no memory any longer.
        for (number, mut article) in (first..).zip(articles) {
            let before = output.len();
            let told = if number == 0 { &*source.faults } else { &[] };
            let done = guarded(|| {
                self.knowledge.extractor.extract(&mut article);
                self.renderer.article(&article, &source.bytes, told, &self.knowledge.maker, output);
                article.faults
            });
            let found = done.unwrap_or_else(|fault| {
                output.truncate(before);
                vec![fault]
            });
            let number = (source.articles > 1).then_some(number + 1);
            faults.extend(found.into_iter().map(|fault| (number, fault)));
        }
        Shared { output: Vec::new(), faults, source: is_last.then_some(source) }
    }
}

/// What `work` gives, or a fault where it panics: that is a bug of ours, and must not cost the user the other ten
/// thousand sources.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let message = "the program failed on this source, which is a bug: please report it, with the source if you may";
        Fault::new(FaultKind::Internal, Severity::Error, FaultPlace::Whole, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bug_costs_one_source_only() {
        assert_eq!(guarded(|| 3), Ok(3));
        let fault = guarded(|| -> u8 { panic!("on purpose") }).expect_err("it panicked");
        assert_eq!((fault.kind, fault.severity), (FaultKind::Internal, Severity::Error));
    }
}
