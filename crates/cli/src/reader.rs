//! One source: read, coded and printed to a buffer by a worker. Holds what all workers share, built once.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chancery_model::{Fault, FaultKind, FaultPlace, Severity};
use chancery_read::{Limits, read};

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
    /// What to print: of a source read in pieces, what is left of it.
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
        self.pieces(found, usize::MAX, &mut |_| true)
    }

    /// Reads one source and gives out what is printed whenever it has grown to `most` bytes, article by article, until
    /// nobody wants more: an article that is printed takes no memory any longer, and a source of thousands takes little
    /// beside its own words.
    pub(crate) fn pieces(&self, found: Found, most: usize, give: &mut dyn FnMut(Vec<u8>) -> bool) -> Outcome {
        let Found { name, bytes, file } = found;
        let (mut output, mut told) = (Vec::new(), Vec::new());
        // Given out with the pieces, and in `output`.
        let (mut given, mut articles) = (0, 0);
        let source_faults = bytes.and_then(|bytes| {
            guarded(|| {
                let reading = read(&name, &bytes, &self.knowledge.guide, &self.limits);
                let several = reading.articles.len() > 1;
                for (number, mut article) in reading.articles.into_iter().enumerate() {
                    self.knowledge.extractor.extract(&mut article);
                    let faults = if number == 0 { &*reading.faults } else { &[] };
                    self.renderer.article(&article, &bytes, faults, &self.knowledge.maker, &mut output);
                    let number = several.then_some(number + 1);
                    told.extend(article.faults.into_iter().map(|fault| (number, fault)));
                    articles += 1;
                    if output.len() >= most {
                        given = articles;
                        if !give(std::mem::take(&mut output)) {
                            break;
                        }
                    }
                }
                reading.faults
            })
        });
        let mut faults: Vec<_> = source_faults
            .unwrap_or_else(|fault| {
                // What was given out stands.
                output.clear();
                told.clear();
                articles = given;
                vec![fault]
            })
            .into_iter()
            .map(|fault| (None, fault))
            .collect();
        faults.append(&mut told);
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
