//! One source: read, coded and printed to a buffer by a worker. Holds what all workers share, built once.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chancery_model::{Fault, FaultKind, FaultPlace, Severity};
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
    /// What to print.
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

impl Reader {
    /// With this knowledge and these bounds, printing in this way.
    pub(crate) const fn new(knowledge: Knowledge, limits: Limits, renderer: Renderer) -> Self {
        Self { knowledge, limits, renderer }
    }

    /// Reads one source and prints it to a buffer.
    pub(crate) fn outcome(&self, found: Found) -> Outcome {
        let Found { name, bytes, file } = found;
        let mut output = Vec::new();
        let reading = match bytes {
            Err(fault) => Reading { articles: Vec::new(), faults: vec![fault] },
            Ok(bytes) => guarded(|| {
                let mut reading = read(&name, &bytes, &self.knowledge.guide, &self.limits);
                for article in &mut reading.articles {
                    self.knowledge.extractor.extract(article);
                }
                self.renderer.render(&reading, &bytes, &self.knowledge.maker, &mut output);
                reading
            })
            .unwrap_or_else(|fault| {
                output.clear();
                Reading { articles: Vec::new(), faults: vec![fault] }
            }),
        };
        let articles = reading.articles.len();
        let mut faults: Vec<_> = reading.faults.into_iter().map(|fault| (None, fault)).collect();
        for (number, article) in reading.articles.into_iter().enumerate() {
            let number = (articles > 1).then_some(number + 1);
            faults.extend(article.faults.into_iter().map(|fault| (number, fault)));
        }
        Outcome { name, output, articles, faults, file }
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
