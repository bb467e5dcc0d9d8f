//! Where a verb at a clause's head is part of its subject. Next to read: `verbs.rs`.

use chancery_text::Span;

use super::{Clause, Kind, Reader, Subject};
use crate::tokens::Class;

impl Reader<'_> {
    /// What makes a verb at the head of a segment part of its subject: a copula or deontic word later in the segment
    /// (捍卫民主不应成为借口, 完善体系至关重要).
    pub(super) fn stated(&self, i: usize, end: usize) -> Option<usize> {
        // 会谈将于…举行, 扩大贸易将造福…: the future is told of the doing.
        let future = |k: usize| {
            let word = self.between(self.of(k).span.start(), self.of(k).span.end());
            self.is(k, Class::Will)
                && self.particles.future.has(word)
                && self.stands_free(k)
                && self.of(k - 1).span.end() == self.of(k).span.start()
                && !self.is(k - 1, Class::Actor)
        };
        (i + 1..end).find(|&k| {
            (self.is(k, Class::Copula) && self.accords(k) && !self.tells_which(k)
                || future(k)
                || (self.is(k, Class::Ought) && self.stands_free(k) && (!self.is(k, Class::Block) || self.needs(k))))
                && !self.is_nominal(k)
        })
    }

    pub(super) fn govern_stated(&self, clause: &mut Clause, first: usize, k: usize) -> bool {
        clause.subject = Subject::Other(Span::new(self.of(first).span.start(), self.of(k).span.start()));
        clause.start = clause.span.start();
        if self.is(k, Class::Ought) {
            let sense = self.words.sense(self.of(k), Class::Ought);
            clause.kind = Kind::Ought;
            clause.anchor = Some(k);
            clause.intensity = sense.intensity;
            clause.negative |= sense.negative;
        }
        true
    }
}
