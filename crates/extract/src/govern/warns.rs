//! Warnings: a threat of what the speaker will do, a call where something is not to be done, else only said.
//! Next to read: `verbs.rs`.

use super::{Clause, Kind, Reader, Walk};
use crate::tokens::{Class, Token};
use chancery_model::Stance;

/// Marks that end a sentence, and the line.
const STOPS: &[char] = &['\u{3002}', '\u{FF01}', '!', '\u{FF1B}', ';', '\n'];

const COMMAS: &[char] = &['\u{FF0C}', ','];

/// A comma and the end of a name that no list has, in characters.
const COMMA: usize = 4;

/// How far behind the warning its consequence is looked for, in characters.
const FAR: usize = 70;

impl Reader<'_> {
    /// 甲国警告将采取反制措施, 警告说，这将带来严重后果: what is warned of is what the speaker's side will do or the other will suffer.
    pub(super) fn threatens(&self, clause: &mut Clause, i: usize, end: usize) -> bool {
        if !self.warns(i) || self.forbids(i, end) {
            return false;
        }
        let rest = self.after(i);
        let near = rest.char_indices().nth(FAR).map_or(rest.len(), |(at, _)| at);
        let words = rest[..near].split(STOPS).next().unwrap_or_default();
        let particles = &self.particles;
        if self.harms_if(i, self.of(i).span.end() + words.len() as u32) {
            (clause.kind, clause.stance, clause.done) = (Kind::Done, Some(Stance::Threaten), true);
            self.set_object(clause, i, end);
            return true;
        }
        let Some(last) = particles.consequences.ends_in(words).into_iter().next() else { return false };
        let before = &words[..last];
        let future = particles.future.stand_in(before);
        let unsure = particles.maybe.stand_in(before);
        if !future || unsure {
            return false;
        }
        (clause.kind, clause.stance, clause.done) = (Kind::Done, Some(Stance::Threaten), true);
        self.set_object(clause, i, end);
        true
    }

    /// 警告若不释放人质，将摧毁…; 警告甲方，如果继续进攻，将面对严重后果: harm on a condition, behind the condition's comma.
    fn harms_if(&self, i: usize, until: u32) -> bool {
        let within = |t: &&Token| t.span.end() <= until;
        let behind = self.tokens[i + 1..].iter().take_while(within);
        let Some(if_) = behind.clone().find(|t| t.is(Class::If) && !t.is(Class::Event)) else { return false };
        let words = self.between(if_.span.end(), until);
        let Some((condition, _)) = words.split_once(COMMAS) else { return false };
        let from = if_.span.end() + condition.len() as u32;
        let hostile = |t: &Token| {
            let stance = self.words.sense(t, Class::Event).stance;
            let harm = matches!(stance, Some(Stance::Assault | Stance::Coerce | Stance::Mobilize | Stance::Sanction));
            t.is(Class::Event) && t.span.start() >= from && harm
        };
        let main = self.between(from, until);
        // 警告说，如果…，可能会导致…: a forecast.
        let unsure = self.particles.maybe.stand_in(main);
        !unsure && (behind.clone().any(hostile) || self.particles.consequences.stand_in(main))
    }

    /// Whether the word warns (警告, 警告说).
    pub(crate) fn warns(&self, i: usize) -> bool {
        let word = self.between(self.of(i).span.start(), self.of(i).span.end());
        self.particles.warners.has(word)
    }

    /// Whether something is not to be done (警告甲方不要…): a call.
    pub(super) fn forbids(&self, i: usize, end: usize) -> bool {
        let denies = |k: usize| {
            let ought = self.is(k, Class::Ought) && self.of(k).span.len() > 3;
            self.is(k, Class::Not) && !self.words.sense(self.of(k), Class::Not).claims || ought
        };
        // 警告甲方，不得…: right behind the comma too.
        let next = self.tokens.get(end).is_some_and(|n| {
            let gap = self.between(self.of(end - 1).span.end(), n.span.start());
            // 警告村民，要远离…: what those who are named should do.
            let due = || n.is(Class::Ought) && end > i + 1 && gap.starts_with(COMMAS) && gap.chars().count() == 1;
            gap.chars().count() <= COMMA && n.is(Class::Not) || due()
        });
        next && end > i || (i + 1..end).take(5).any(denies)
    }

    /// 警告某地面临饥荒: neither a threat nor a call, only said.
    pub(super) fn only_warns(&self, clause: &mut Clause, walk: &Walk, i: usize) -> bool {
        let says = self.is(i, Class::Ask) && self.warns(i) && !self.forbids(i, walk.end);
        says && self.govern_say(clause, walk, i, false)
    }
}
