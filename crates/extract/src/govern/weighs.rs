//! What says that something matters (加强合作至关重要, 具有重要意义). Next to read: `verbs.rs`.

use chancery_text::Span;

use super::{Clause, Reader, Subject, Walk};
use crate::tokens::Class;

/// How many characters stand at most between a verb of having and the end of what is had.
const MEANING: usize = 12;

impl Reader<'_> {
    /// 加强合作具有重要意义: the doing at token `i` is what matters, and nobody's promise.
    pub(super) fn is_what_matters(&self, clause: &mut Clause, i: usize, start: u32) -> bool {
        // 深化合作符合双方利益: so is what agrees with somebody's interests.
        let next = self.tokens.get(i + 1).is_some_and(|n| n.span.start() == self.of(i).span.end());
        let agrees = || next && self.is(i + 1, Class::Copula) && self.agrees(i + 1);
        let words = &self.text[clause.span.range()];
        let matters = self.is(i, Class::Deed) && !clause.done && clause.weighs && (self.bears(words) || agrees());
        if matters {
            clause.subject = Subject::Other(Span::new(start, clause.span.end()));
            (clause.start, clause.anchor) = (clause.span.start(), None);
        }
        matters
    }

    /// Whether token `k` is what is said of the words before it (的重要性; the last of 的必要性和紧迫性 too).
    pub(super) fn is_importance(&self, k: usize) -> bool {
        let of = |k: usize| self.particles.of.end(self.before(k));
        let pair = k >= 2 && self.is(k - 1, Class::With) && self.is(k - 2, Class::Weight);
        of(k) || pair && of(k - 2)
    }

    /// Whether the words end with a predicate of importance (加强合作至关重要).
    pub(super) fn matters(&self, span: Span) -> bool {
        let words = &self.text[span.range()];
        self.particles.matters.end(words) || self.bears(words)
    }

    /// 加强合作具有重要的现实意义: the last verb of having and, a few words behind it, what makes something matter.
    fn bears(&self, words: &str) -> bool {
        let means = self.particles.meanings.end(words);
        let had = self.particles.bears.iter().filter_map(|b| words.rfind(b.as_str()).map(|at| at + b.len())).max();
        means
            && had.is_some_and(|at| {
                words[at..].chars().count() <= MEANING && words[at..].chars().all(char::is_alphanumeric)
            })
    }

    /// 成员国基于…原则: nothing but a phrase stands behind the name.
    pub(super) fn is_led_by_name(&self, walk: &Walk, span: Span) -> bool {
        walk.names.is_some_and(|(_, last)| {
            let end = self.of(last).span.end();
            let by = self.tokens.get(last + 1).is_some_and(|t| t.is(Class::By) && t.span.start() == end);
            by && !walk.copula && end < span.end() && self.uncovered(end, span.end(), &walk.phrases) == 0
        })
    }
}
