//! Deeds that are one only by whom they are done with: "spoke over the phone with her counterpart", "talked Sunday with Doe",
//! "the minister and the envoy spoke today". Next to read: `acts.rs`, which asks.

use crate::tokens::{Class, Classes};

use super::clauses::Clauses;
use super::units::Mark;

/// How far behind its verb the other side is named, in units.
const NEAR: usize = 12;

/// How far before it the second of two subjects begins, in units.
const BEFORE: usize = 8;

/// Words that name the other side of a talk.
const SIDES: Classes =
    Classes::of(&[Class::Actor, Class::Nation, Class::Seat, Class::Office, Class::Title, Class::Suffix, Class::They]);

impl Clauses<'_> {
    /// Whether the other side of the talk at `verb` is named behind "with", or two talk.
    pub(super) fn in_company(&self, verb: usize) -> bool {
        let plain = |k: &usize| matches!(self.mark(*k), Some(Mark::Word | Mark::Hyphen | Mark::Owner));
        let near = (verb + 1..self.units.len().min(verb + NEAR)).take_while(plain);
        let mut with = near.clone().take_while(|&k| !self.any(k, Classes::of(&[Class::Relative, Class::That])));
        let other = with.find(|&k| self.is(k, Class::With) && !self.joins(k));
        if let Some(with) = other {
            return (with + 1..with + 5).any(|k| self.any(k, SIDES) && !self.is_determiner(k) && !self.is_press(k));
        }
        // Two who talk: "Peru and Chile spoke today on trade".
        let two = (verb.saturating_sub(BEFORE)..verb).any(|k| self.joins(k) && k > 0 && self.names_somebody(k - 1));
        two && !self.is(verb + 1, Class::That) && self.mark(verb + 1) == Some(Mark::Word)
    }

    /// Whether unit `k` names only those who report.
    fn is_press(&self, k: usize) -> bool {
        let actors = self.token(k).map(|t| self.lexis.word(t).actors.as_slice()).unwrap_or_default();
        !actors.is_empty() && actors.iter().all(|a| a.as_str() == "group:media")
    }
}
