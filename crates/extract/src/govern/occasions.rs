//! Meetings that a phrase of time tells of (在同乙外长会谈时说). Next to read: `phrases.rs`.

use chancery_model::Stance;

use super::{ACTORS, ADVERBS, Clause, Reader};
use crate::tokens::{Class, Classes};

impl Reader<'_> {
    /// The meeting in a phrase between the subject, whose last token is `last`, and the verb: its word, where it ends, with
    /// whom it was and whom it met.
    pub(crate) fn met_in_phrase(
        &self,
        clause: &Clause,
        last: usize,
    ) -> Option<(usize, u32, Vec<usize>, Option<usize>)> {
        let until = clause.said.map(|(say, _)| say).or(clause.anchor)?;
        let open = (last + 1..until).find(|&k| !self.of(k).classes.any(ADVERBS))?;
        let plain = |k: usize| self.is(k, Class::By) && !self.is(k, Class::Office) && self.touches(k - 1);
        if open == 0 || !plain(open) {
            return None;
        }
        let met = (open + 1..until).find(|&k| {
            let sense = self.words.sense(self.of(k), Class::Event);
            sense.stance == Some(Stance::Consult) && (sense.once == 2 || sense.meeting)
        })?;
        let close = (met + 1..until).find(|&k| self.is(k, Class::Close))?;
        let word = self.between(self.of(close).span.start(), self.of(close).span.end());
        let when = self.particles.occasion.iter().any(|p| p == word);
        // Nothing but adverbs between the phrase and the verb, nothing but names between the meeting and the phrase's end.
        let names = Classes::of(&[Class::Office, Class::Suffix, Class::OrgSuffix, Class::Block]);
        let free = (close + 1..until).all(|k| self.of(k).classes.any(ADVERBS))
            && (met + 1..close).all(|k| self.of(k).classes.any(ACTORS) || self.of(k).classes.any(names));
        if !when || !free {
            return None;
        }
        let party = |k: &usize| self.is(*k, Class::Actor);
        let object = (met + 1..close).find(party);
        let with: Vec<usize> = (open + 1..met)
            .filter(|&k| self.is(k, Class::With))
            .flat_map(|k| (k + 1..met).filter(|m| party(m)))
            .collect();
        if object.is_none() && with.is_empty() {
            return None;
        }
        let end = if object.is_some() { self.of(close).span.start() } else { self.of(met).span.end() };
        Some((met, end, with, object))
    }
}
