//! Clauses whose subject is no actor and yet tell a deed: what befell people ("Nine miners were killed in Peruvian strikes"),
//! what nobody did ("Floods killed nine"), what a paper of several tells of as settled ("Two agreements were signed").
//! Next to read: `clauses.rs`, which asks.

use chancery_model::Stance;

use crate::tokens::{Class, Classes};
use crate::vocabulary::Tenses;

use super::clauses::{Clauses, Group, How, Link, Predicate, SAID};
use super::units::Mark;

/// Longest subject, in units.
const SUBJECT: usize = 16;

/// How far behind the verb whose arms they were is named, in units.
const ARMS: usize = 12;

/// Deeds that harm.
const HARM: &[Stance] = &[Stance::Assault, Stance::Disaster, Stance::Coerce];

impl Clauses<'_> {
    /// A thing's predicate with its verb at `verb`, told from `from` on.
    fn befalls(&self, from: usize, verb: usize, names: Vec<usize>, how: How) -> Predicate {
        let group = Group { start: from, verb, how, negative: false };
        Predicate { at: 0, thing: names.is_empty(), names, group, link: Link::Main }
    }

    fn plain(&self, k: usize) -> bool {
        matches!(self.mark(k), Some(Mark::Word | Mark::Hyphen | Mark::Owner))
    }

    fn deed_of(&self, k: usize) -> Option<Stance> {
        if self.is(k, Class::Event) { self.sense(k, Class::Event).stance } else { None }
    }

    /// "At least nine miners were killed in Peruvian strikes on the port": harm, its doer named by whose arms they were.
    pub(super) fn harmed_at(&self, from: usize) -> Option<Predicate> {
        let end = self.units.len().min(from + SUBJECT);
        let told = |k: usize| {
            let whole = self.deed_of(k) == Some(Stance::Disaster) && !self.one_word(k);
            let past = self.tenses(k).has(Tenses::PAST) && self.deed_of(k).is_some_and(|s| HARM.contains(&s));
            let be = self.before_adverbs(k);
            whole || past && be > from && self.is(be, Class::Be)
        };
        let verb = (from + 1..end).find(|&k| told(k))?;
        // "The army said two were killed": told within what is said.
        let barred = |k: usize| self.is(k, Class::Relative) || self.any(k, SAID.with(Classes::of(&[Class::That])));
        if !(from..verb).all(|k| self.plain(k)) || (from..verb).any(barred) || self.negated(verb - 1) {
            return None;
        }
        let near = verb + 1..self.units.len().min(verb + ARMS);
        let close = near.take_while(|&k| self.plain(k));
        let arms = Classes::of(&[Class::Weapon, Class::Suffix, Class::OrgSuffix]);
        let armed = close.clone().find(|&k| self.any(k, arms));
        let whose = armed.and_then(|arms| {
            let back = (verb + 1..arms).rev().take(3);
            let names = Classes::of(&[Class::Nation, Class::Actor]);
            back.take_while(|&k| !self.is_preposition(k)).find(|&k| self.any(k, names))
        });
        Some(self.befalls(from, verb, whose.into_iter().collect(), How::Passive))
    }

    /// The unit before `k`, adverbs stepped over.
    fn before_adverbs(&self, k: usize) -> usize {
        let mut m = k.saturating_sub(1);
        while m > 0 && self.is_adverb(m) {
            m -= 1;
        }
        m
    }

    /// "An explosion ripped through a mosque", "floods in the north killed nine".
    pub(super) fn struck_at(&self, from: usize) -> Option<Predicate> {
        let end = self.units.len().min(from + SUBJECT);
        let harm = (from..end.min(from + 6)).find(|&k| self.is(k, Class::Hazard))?;
        let verb = (harm + 1..end).find(|&k| {
            let past = self.tenses(k).has(Tenses::PAST) || !self.one_word(k);
            past && self.deed_of(k).is_some_and(|s| HARM.contains(&s))
        })?;
        let between = (from..verb).all(|k| self.plain(k) && !self.is(k, Class::Relative) && !self.is(k, Class::Be));
        between.then(|| self.befalls(from, verb, Vec::new(), How::Passive))
    }

    /// "Two agreements were signed", "it was agreed that the next round would be held in Peru": done by those whose paper or
    /// meeting it is, where nobody is named.
    pub(super) fn settled_at(&self, from: usize) -> Option<Predicate> {
        let end = self.units.len().min(from + SUBJECT);
        let be = (from..end).find(|&k| self.is(k, Class::Be))?;
        let verb = self.past_adverbs(be + 1);
        let past = self.tenses(verb).has(Tenses::PAST);
        let settles = matches!(self.deed_of(verb), Some(Stance::Agree | Stance::Establish));
        let agreed = self.is(verb, Class::Agree) && be == from + 1 && self.is(from, Class::They) && self.one_word(from);
        let named = (from..be).any(|k| self.any(k, Classes::of(&[Class::Actor, Class::Relative, Class::That])));
        let word = self.units.get(verb + 1).and_then(|u| self.text.get(u.span.range())).unwrap_or("");
        let by = self.language.particles.agents.has(word);
        let fits = past && (settles && be > from || agreed) && !named && !by && !self.negated(be + 1);
        (fits && (from..be).all(|k| self.plain(k))).then(|| self.befalls(from, verb, Vec::new(), How::Passive))
    }
}
