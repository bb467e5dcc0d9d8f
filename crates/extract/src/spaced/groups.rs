//! What a unit may be in a clause (name, adverb, verb, noun), and verb groups: a verb with its auxiliaries and adverbs.
//! Next to read: `subjects.rs`.

use crate::tokens::{Class, Classes, Token};
use crate::vocabulary::Tenses;

use super::clauses::{ADVERBS, Clauses, Group, How, MODALS, NAMING, PREPOSITIONS, VERBS};
use super::units::Mark;

/// Behind "is", "are", "were" an adjective shares its subject with a verb of any form (is alarmed and condemns).
const ANY: Tenses = Tenses::BASE.with(Tenses::THIRD).with(Tenses::PAST);

impl Clauses<'_> {
    pub(crate) fn classes(&self, i: usize) -> Classes {
        let token = self.units.get(i).and_then(|u| u.token);
        token.map_or(Classes::default(), |t| self.tokens[t as usize].classes)
    }

    pub(crate) fn is(&self, i: usize, class: Class) -> bool {
        self.classes(i).has(class)
    }

    pub(crate) fn any(&self, i: usize, classes: Classes) -> bool {
        self.classes(i).any(classes)
    }

    pub(crate) fn token(&self, i: usize) -> Option<&Token> {
        self.units.get(i).and_then(|u| u.token).map(|t| &self.tokens[t as usize])
    }

    pub(crate) fn tenses(&self, i: usize) -> Tenses {
        self.token(i).map(|t| self.lexis.word(t).tenses).unwrap_or_default()
    }

    pub(crate) fn mark(&self, i: usize) -> Option<Mark> {
        self.units.get(i).map(|u| u.mark)
    }

    /// "and" and its like.
    pub(crate) fn joins(&self, i: usize) -> bool {
        let Some(unit) = self.units.get(i).filter(|u| u.mark == Mark::Word) else { return false };
        let word = &self.text[unit.span.range()];
        self.language.particles.and.iter().any(|a| a.eq_ignore_ascii_case(word))
    }

    pub(crate) fn is_determiner(&self, i: usize) -> bool {
        self.is(i, Class::Determiner)
    }

    pub(crate) fn names_somebody(&self, i: usize) -> bool {
        self.any(i, NAMING) && !self.is_determiner(i)
    }

    pub(crate) fn is_adverb(&self, i: usize) -> bool {
        let turn = self.is(i, Class::And) && !self.joins(i) && !self.names_somebody(i);
        (turn || self.any(i, ADVERBS)) && !self.is(i, Class::Perfect) && !self.is(i, Class::Be)
    }

    pub(crate) fn is_preposition(&self, i: usize) -> bool {
        self.any(i, PREPOSITIONS) && !self.joins(i)
    }

    pub(crate) fn is_verb(&self, i: usize) -> bool {
        self.any(i, VERBS)
    }

    /// A verb-like word that stands for a thing here: behind "the", "of", an owner; before "of".
    pub(crate) fn is_noun(&self, i: usize) -> bool {
        let tenses = self.tenses(i);
        let plain = tenses.has(Tenses::BASE) || tenses.has(Tenses::THIRD);
        let behind = i > 0 && (self.is_determiner(i - 1) || self.mark(i - 1) == Some(Mark::Owner));
        plain
            && (behind
                || (self.is_preposition(i + 1)
                    && !self.units[i].span.is_empty()
                    && self.one_word(i)
                    && self.is(i, Class::Attitude)))
    }

    pub(crate) fn one_word(&self, i: usize) -> bool {
        !self.text[self.units[i].span.range()].contains(' ')
    }

    /// The verb group that begins at unit `i`.
    pub(crate) fn group(&self, i: usize) -> Option<Group> {
        let (mut k, mut negative) = (i, false);
        let mut how: Option<How> = None;
        while k < self.units.len() && k < i + 9 {
            if self.mark(k) == Some(Mark::Comma) && k > i && self.closes_adverb(k) {
                k += 1;
                continue;
            }
            let classes = self.classes(k);
            let tenses = self.tenses(k);
            let would_not = || classes.has(Class::May) && self.sense(k, Class::May).lists && how.is_none();
            if classes.has(Class::Not) && !classes.any(VERBS) && !would_not() {
                negative = true;
                k += 1;
                continue;
            }
            if classes.any(MODALS) && tenses.is_empty() && how.is_none() {
                return Some(Group { start: i, verb: k, how: How::Modal, negative: negative || self.negated(k + 1) });
            }
            if classes.has(Class::Perfect) && how.is_none() && self.leads_to_past(k + 1) {
                how = Some(How::Perfect);
                k += 1;
                continue;
            }
            if classes.has(Class::Be) && !(classes.has(Class::Perfect) && how.is_none()) {
                how = Some(How::Passive);
                k += 1;
                continue;
            }
            // "are pleased to announce": the verb behind governs.
            if how == Some(How::Passive) && classes.has(Class::Manner) && tenses.has(Tenses::ADJECTIVE) {
                how = None;
                k += 1;
                continue;
            }
            // "both veto-wielding members", "Peru-backed rebels": part of an adjective.
            let compound = self.mark(k + 1) == Some(Mark::Hyphen) || k > 0 && self.mark(k - 1) == Some(Mark::Hyphen);
            if classes.any(VERBS) && !compound {
                let fit = match how {
                    None if tenses.is_empty() => Some(How::Finite(Tenses::BASE)),
                    // "We cut": one form for two, told as going on.
                    None if tenses.has(Tenses::BASE) && i > 0 && self.is(i - 1, Class::Own) => {
                        Some(How::Finite(Tenses::BASE))
                    }
                    None if tenses.has(Tenses::PAST) => Some(How::Finite(Tenses::PAST)),
                    None if tenses.has(Tenses::THIRD) => Some(How::Finite(Tenses::THIRD)),
                    None if tenses.has(Tenses::BASE) => Some(How::Finite(Tenses::BASE)),
                    Some(How::Perfect) if tenses.has(Tenses::PAST) => Some(How::Perfect),
                    Some(How::Passive) if tenses.has(Tenses::ING) => Some(How::Progressive),
                    Some(How::Passive) if tenses.has(Tenses::ADJECTIVE) => Some(How::Finite(ANY)),
                    Some(How::Passive) if tenses.has(Tenses::PAST) && classes.has(Class::Pledge) => {
                        Some(How::Finite(Tenses::BASE))
                    }
                    Some(How::Passive) if tenses.has(Tenses::PAST) => Some(How::Passive),
                    _ => None,
                };
                if let Some(how) = fit {
                    return Some(Group { start: i, verb: k, how, negative });
                }
            }
            if self.is_adverb(k) {
                k += 1;
                continue;
            }
            return None;
        }
        None
    }

    /// Whether the comma at `k` closes an adverb or time between commas ("Japan, once again, urged").
    pub(crate) fn closes_adverb(&self, k: usize) -> bool {
        self.is_adverb(k - 1)
    }

    pub(crate) fn negated(&self, k: usize) -> bool {
        self.is(k, Class::Not) || (self.is_adverb(k) && self.is(k + 1, Class::Not))
    }

    pub(crate) fn leads_to_past(&self, from: usize) -> bool {
        let mut k = from;
        // "has announced": a verb, though behind another it tells that something is done.
        let verb = |k: usize| self.is_verb(k) && self.tenses(k).has(Tenses::PAST);
        while k < from + 4 && (self.is_adverb(k) && !verb(k) || self.is(k, Class::Not)) {
            k += 1;
        }
        self.is(k, Class::Be) || (self.is_verb(k) && self.tenses(k).has(Tenses::PAST))
    }

    /// A word of no list, in small letters.
    pub(crate) fn is_stranger(&self, k: usize) -> bool {
        self.units.get(k).is_some_and(|u| {
            u.mark == Mark::Word && u.token.is_none() && self.text[u.span.range()].starts_with(char::is_lowercase)
        })
    }
}
