//! 将 as 把: where it puts the object before its verb and tells no future. Next to read: `phrases.rs`.

use super::{ACTORS, ADVERBS, INSIDE, PREPOSITIONS, Reader, VERBS};
use crate::layout::{Enclosed, Enclosure};
use crate::tokens::{Class, Classes, is_word};

/// Longest object put first with its verb, in characters.
const OBJECT: usize = 160;

impl Reader<'_> {
    /// 将 as 把: an actor or a mark of done stands beside it (已将甲定为…, 将乙国列入…).
    pub(crate) fn is_disposal(&self, i: usize) -> bool {
        let t = self.of(i);
        if !t.is(Class::Will) || !self.particles.disposal.has(self.between(t.span.start(), t.span.end())) {
            return false;
        }
        // 将“…”列为…: what is quoted is put first.
        let at = self.enclosed.partition_point(|e| e.span.start() <= t.span.end());
        let mark = |e: &Enclosed| self.between(t.span.end(), e.span.start()).chars().count() == 1;
        let quoted = |e: &Enclosed| e.how != Enclosure::Bracket && self.hidden_follows(t.span.end()) && mark(e);
        if self.enclosed.get(at).is_some_and(quoted) {
            return true;
        }
        let done = i > 0 && self.is(i - 1, Class::Done) && self.of(i - 1).span.end() == t.span.start();
        let named = self
            .tokens
            .get(i + 1)
            .is_some_and(|n| n.span.start() == t.span.end() && n.classes.any(ACTORS) && !n.classes.any(VERBS));
        done || named || self.places(i) || self.makes_of(i).is_some() || self.puts_counted(i).is_some()
    }

    /// 将三十家企业列入…: what is put before its verb stands right behind, no verb or adverb, and the verb is of placing.
    fn places(&self, i: usize) -> bool {
        let end = self.of(i).span.end();
        let put = self.tokens.get(i + 1).is_none_or(|n| {
            let plain = n.classes.any(Classes::of(&[Class::Block, Class::Close, Class::Place]))
                && !n.classes.any(VERBS)
                && !n.classes.any(ADVERBS);
            // 将利率上调至…: the noun and where it is put are one word.
            let word = self.between(n.span.start(), n.span.end());
            let whole = self.particles.placing.end(word) && !self.particles.placing.has(word);
            n.span.start() > end || whole || plain && !n.classes.any(PREPOSITIONS)
        });
        let clause = self.clause_behind(end);
        put && self.particles.placing.stand_in(clause)
            && self.particles.placing.iter().any(|p| clause.find(p.as_str()).is_some_and(|at| at > 0))
    }

    /// The rest of a clause, no further than an object put first reaches: one without marks may be as long as the text.
    fn clause_behind(&self, from: u32) -> &str {
        let rest = &self.text[from as usize..];
        let near = rest.char_indices().nth(OBJECT).map_or(rest.len(), |(at, _)| at);
        &rest[..rest[..near].find(|c: char| !is_word(c) && !INSIDE.contains(&c)).unwrap_or(near)]
    }

    /// 将三名渔民释放, 将二十吨大米运到某地: what is counted stands right behind, and the verb ends the clause or tells where to.
    pub(super) fn puts_counted(&self, i: usize) -> Option<usize> {
        let end = self.of(i).span.end();
        let clause = self.clause_behind(end);
        let counted = clause.trim_start_matches(|c: char| self.particles.counts.contains(&c) || c.is_ascii_digit());
        if counted.len() == clause.len() || !self.particles.classifiers.begin(counted) {
            return None;
        }
        let until = end + clause.len() as u32;
        let from = until - counted.len() as u32;
        let verbs = Classes::of(&[Class::Event, Class::Deed]);
        let inside = |k: &usize| self.of(*k).span.end() <= until;
        let last = (i + 1..self.tokens.len()).take_while(inside).filter(|&k| self.of(k).classes.any(verbs)).last()?;
        let behind = self.between(self.of(last).span.end(), until);
        let ends = behind.is_empty() || self.particles.whither.begin(behind);
        (ends && self.of(last).span.start() > from).then_some(last)
    }
}
