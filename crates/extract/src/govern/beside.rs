//! What stands beside a verb and tells how it is meant: names before it, a list behind it, marks of what is done later.
//! Next to read: `verbs.rs`.

use super::{ACTORS, ADVERBS, Reader};
use crate::tokens::Class;

impl Reader<'_> {
    /// 会见新当选的甲国总统某: whom a meeting is with ends the clause, behind what is told of him.
    pub(super) fn met(&self, i: usize, end: usize, until: u32) -> Option<usize> {
        let last =
            (i + 1..end).next_back().filter(|&k| self.of(k).classes.any(ACTORS) && self.of(k).span.end() == until)?;
        let mut first = last;
        while first > i + 1 && self.of(first - 1).classes.any(ACTORS) && self.coordinate(first - 1, first) {
            first -= 1;
        }
        self.is_of(i, self.of(first).span.start()).then_some(first)
    }

    /// Whether a name of who does it stands before the verb, with nothing but times and adverbs between (中国3月2日首次提出…).
    pub(super) fn is_named(&self, i: usize) -> bool {
        let mut k = i;
        while k > 0 && self.of(k - 1).classes.any(ADVERBS) && self.touches(k - 1) {
            k -= 1;
        }
        k > 0 && self.touches(k - 1) && (self.of(k - 1).classes.any(ACTORS) || self.is(k - 1, Class::Suffix))
    }

    /// Whether a mark of enumeration follows (倡议、…): a noun in a list.
    pub(super) fn is_listed(&self, i: usize) -> bool {
        self.particles
            .and
            .iter()
            .any(|p| p.chars().all(|c| !c.is_alphanumeric()) && self.after(i).starts_with(p.as_str()))
    }

    /// Whether a word like 符合 is a predicate: not right behind a verb (走符合国情的道路), and the clause ends with what one
    /// agrees with (利益, 愿望). Other copulas are always predicates.
    pub(super) fn accords(&self, k: usize) -> bool {
        !self.words.sense(self.of(k), Class::Copula).accords || self.agrees(k)
    }

    /// Whether token `k` says that something agrees with what is right or wanted.
    pub(super) fn agrees(&self, k: usize) -> bool {
        if k == 0 || !self.words.sense(self.of(k), Class::Copula).accords {
            return false;
        }
        let led = self.is_verb(k - 1)
            && !self.is(k - 1, Class::Affair)
            && self.of(k - 1).span.end() == self.of(k).span.start();
        let rest = &self.text[self.of(k).span.end() as usize..];
        let clause = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
        !led && self.particles.accord.iter().any(|p| clause.ends_with(p.as_str()))
    }

    /// 了 or 过 after a later verb of the same segment (举行了会谈 read from 继续).
    pub(super) fn done_later(&self, i: usize, end: usize) -> bool {
        (i + 1..end).any(|k| {
            self.is(k, Class::Done) && self.of(k).span.start() == self.of(k - 1).span.end() && self.is_verb(k - 1)
        })
    }
}
