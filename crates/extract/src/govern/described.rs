//! Who is only told apart by what he does just then (正在甲国访问的乙外长会见…). Next to read: `phrases.rs`.

use super::{ACTORS, Reader, Walk};
use crate::tokens::{Class, Classes};

impl Reader<'_> {
    /// Where the officer stands whom the phrase that token `i` opens describes: a deed with the mark of possession right
    /// before his post or name, no name before it, and another verb behind. A phrase that is closed (在来访的乙外长陪同下)
    /// describes nobody.
    pub(super) fn described(&self, walk: &Walk, i: usize) -> Option<usize> {
        let t = self.of(i);
        let opens = t.is(Class::By) && walk.names.is_none();
        let near = || self.tokens.get(i + 1).is_some_and(|n| n.span.start() == t.span.end());
        let last = (opens && near()).then(|| walk.end.min(i + MOST))?;
        let does = Classes::of(&[Class::Event, Class::Deed]);
        let k = (i + 1..last).find(|&k| {
            let marked = self.particles.of.has(self.between(self.of(k - 1).span.end(), self.of(k).span.start()));
            marked && self.of(k - 1).classes.any(does) && self.of(k).classes.any(ACTORS)
        })?;
        let person = |m: usize| self.words.word(self.of(m)).actors.iter().any(|a| a.as_str().starts_with("person:"));
        let posted = (k..walk.end.min(k + POST)).any(|m| self.is(m, Class::Office) || person(m));
        let closed = (i + 1..walk.end).any(|m| self.is(m, Class::Close) && !self.is(m, Class::Manner));
        let goes_on = (k + 1..walk.end).any(|m| self.is_verb(m));
        (posted && goes_on && !closed).then_some(k)
    }
}

/// Most words of such a phrase: 正在甲地出席乙会议并访问丙国的.
const MOST: usize = 10;

/// How many words may tell his state and post before his name.
const POST: usize = 4;
