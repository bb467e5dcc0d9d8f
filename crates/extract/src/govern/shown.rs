//! Attitudes: the noun of one behind a verb of showing, and what its word makes of the clause. Next to read: `verbs.rs`.

use chancery_model::Stance;

use super::{ACTORS, ADVERBS, Clause, Kind, Reader};
use crate::tokens::{Class, Classes};

impl Reader<'_> {
    /// The noun of attitude after 表示 and its like, with only adverbs between.
    pub(super) fn attitude(&self, i: usize, end: usize) -> Option<usize> {
        let mut at = self.of(i).span.end();
        // 表达对甲的坚定支持: the object stands between.
        // 表达了甲国对乙的关切: whose it is, too.
        let whose = (i + 1..end).take(3).take_while(|&k| self.of(k).classes.any(ACTORS)).count();
        let toward = i + 1 + whose;
        let from = self.of(toward - 1).span.end();
        let about = toward < end && self.is_about(toward) && self.of(toward).span.start() == from;
        // 表达对…的严重关切: a noun with its degree is listed as one word.
        let nouns = Classes::of(&[Class::Attitude, Class::Stance]);
        let noun = end.checked_sub(1).filter(|&k| about && k > i + 1 && self.of(k).classes.any(nouns) && self.ends(k));
        if let Some(k) = noun {
            let first = self.chain_before(i + 1, k);
            if self.particles.of.end(self.before(first)) {
                return Some(k);
            }
        }
        for k in i + 1..end {
            let t = self.of(k);
            let near = self.between(at, t.span.start()).chars().count() <= 4;
            if t.is(Class::Attitude) && near {
                let rest = self.between(t.span.end(), self.of(end - 1).span.end());
                let ends = rest.trim().is_empty() && k + 1 == end;
                // 表示支持某事 is the verb, read as one; 表示支持 at the end is the noun.
                return (ends || !t.is(Class::Stance) || self.joins_attitude(k, end)).then_some(k);
            }
            if !near || !(t.classes.any(ADVERBS) || t.is(Class::Block)) {
                return None;
            }
            at = t.span.end();
        }
        None
    }

    pub(super) fn set_attitude(&self, clause: &mut Clause, i: usize, class: Class, chain: Option<usize>, from: usize) {
        let sense = self.words.sense(self.of(i), class);
        // 对…表示祝贺: shown in person, a deed.
        let deed = sense.stance == Some(Stance::Consult);
        clause.kind = if deed { Kind::Done } else { Kind::Attitude };
        clause.done |= deed;
        clause.stance = sense.stance;
        clause.lists = sense.lists;
        clause.polarity = sense.polarity;
        clause.intensity = self.raised(sense.intensity, Some(chain.unwrap_or(from)), i);
    }
}
