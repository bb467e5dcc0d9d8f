//! The predicates of a sentence: who stands before which verb, which verbs share a subject, where each begins.
//!
//! A subject is looked for where a clause may begin (at the sentence's head, behind a comma, "and", "that", "which"); a
//! verb that agrees in form with the one before shares its subject ("welcomed X, reaffirmed Y and called on Z"). What is
//! not found so is part of an object. Next to read: `groups.rs`, `subjects.rs`, `joined.rs`.

use crate::knowledge::Language;
use crate::tokens::{Class, Classes, Token};
use crate::vocabulary::{Lexis, Tenses};

use super::units::{Mark, Unit};

/// Longest subject, in units: a list of twenty states with posts and names fits; a paragraph without verbs does not.
pub(crate) const SUBJECT: usize = 90;

/// Verbs that may govern.
pub(crate) const VERBS: Classes = Classes::of(&[
    Class::Stance,
    Class::Show,
    Class::Pledge,
    Class::Agree,
    Class::Continue,
    Class::Will,
    Class::Ask,
    Class::Say,
    Class::Uphold,
    Class::Deed,
    Class::Event,
    Class::Hold,
]);
/// Verbs that share a subject on their form alone; the others only under an auxiliary.
pub(crate) const STRONG: Classes = Classes::of(&[
    Class::Stance,
    Class::Show,
    Class::Pledge,
    Class::Agree,
    Class::Will,
    Class::Ask,
    Class::Say,
    Class::Event,
    Class::Continue,
    Class::Hold,
    Class::Uphold,
]);
/// Verbs that end a promise before them: what follows is no more of it.
pub(crate) const SAID: Classes =
    Classes::of(&[Class::Stance, Class::Show, Class::Pledge, Class::Agree, Class::Will, Class::Ask, Class::Say]);
pub(crate) const MODALS: Classes = Classes::of(&[Class::Will, Class::Ought, Class::May]);
pub(crate) const NAMING: Classes = Classes::of(&[
    Class::Actor,
    Class::Both,
    Class::All,
    Class::Own,
    Class::They,
    Class::Office,
    Class::Suffix,
    Class::OrgSuffix,
    Class::Title,
    Class::Nation,
    Class::Seat,
]);
pub(crate) const ADVERBS: Classes = Classes::of(&[Class::Manner, Class::Degree, Class::Done, Class::Doing]);
pub(crate) const PREPOSITIONS: Classes = Classes::of(&[Class::With, Class::Toward, Class::By]);

/// How a verb group is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// A finite form; which.
    Finite(Tenses),
    /// will, should, may.
    Modal,
    Perfect,
    Progressive,
    Passive,
    /// An -ing form beside the clause.
    Participle,
    /// "to" and the plain form.
    Infinitive,
}

/// A verb with its auxiliaries and adverbs, by units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    pub(crate) start: usize,
    pub(crate) verb: usize,
    pub(crate) how: How,
    pub(crate) negative: bool,
}

/// How a predicate hangs on the ones before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// A clause with a subject of its own.
    Main,
    /// What the predicate before says.
    Content,
    /// A clause about a noun before.
    Relative,
    /// Shares the subject before.
    Shared,
    /// A plain verb under the auxiliary before.
    Piece,
    /// An -ing form or purpose beside the clause.
    Beside,
}

/// One predicate.
#[derive(Clone, Debug)]
pub(crate) struct Predicate {
    /// Where what comes before ends.
    pub(crate) at: usize,
    /// Units that name the subject; empty where it is another predicate's or a thing.
    pub(crate) names: Vec<usize>,
    /// The subject is no actor.
    pub(crate) thing: bool,
    pub(crate) group: Group,
    pub(crate) link: Link,
}

/// Reads one sentence.
pub(crate) struct Clauses<'a> {
    pub(crate) text: &'a str,
    pub(crate) units: &'a [Unit],
    pub(crate) tokens: &'a [Token],
    pub(crate) lexis: &'a Lexis<'a>,
    pub(crate) language: &'a Language,
}

impl Clauses<'_> {
    /// Past words that open a clause (In addition, at the same time, quotation marks, bullets).
    fn opened(&self, from: usize) -> usize {
        let mut k = from;
        while k < self.units.len() {
            let opener = match self.units[k].mark {
                Mark::Open | Mark::Close | Mark::Other | Mark::Dash => true,
                Mark::Comma => k > from,
                Mark::Word => self.is(k, Class::And) || (self.is_adverb(k) && !self.names_somebody(k)),
                _ => false,
            };
            if !opener {
                break;
            }
            k += 1;
        }
        k
    }

    /// Every predicate, in order. `lead` tells that the sentence goes on a list whose verb group is given (bullets).
    pub(crate) fn predicates(&self, lead: Option<How>) -> Vec<Predicate> {
        let mut out: Vec<Predicate> = Vec::new();
        let mut i = 0;
        let mut fresh = true;
        while i < self.units.len() {
            if fresh && let Some(predicate) = self.predicate_at(i, &out, lead) {
                i = predicate.group.verb + 1;
                // What is said may begin right behind the verb, without "that".
                fresh =
                    self.any(predicate.group.verb, Classes::of(&[Class::Say, Class::Stance, Class::Agree, Class::Ask]));
                out.push(predicate);
                continue;
            }
            // "met to reaffirm their support": what several met for.
            let purpose = out.last().and_then(|last| self.purpose_at(i, last));
            if let Some(predicate) = purpose {
                i = predicate.group.verb + 1;
                out.push(predicate);
                fresh = false;
                continue;
            }
            fresh = self.parts(i);
            i += 1;
        }
        out
    }

    fn purpose_at(&self, i: usize, last: &Predicate) -> Option<Predicate> {
        let met = self.is(i, Class::To) && self.any(last.group.verb, Classes::of(&[Class::Event, Class::Hold]));
        if !met || i > last.group.verb + 24 {
            return None;
        }
        let verb = i + 1;
        let holds = self.token(verb).is_some_and(|t| self.lexis.sense(t, Class::Stance).defers)
            || self.is(verb, Class::Show)
                && (self.shown(verb, Class::Attitude).is_some() || self.shows_intent(verb).is_some());
        let group = Group { start: verb, verb, how: How::Infinitive, negative: false };
        let base = self.tenses(verb).has(Tenses::BASE);
        (holds && base).then_some(Predicate { at: i, names: Vec::new(), thing: false, group, link: Link::Beside })
    }

    /// Whether a clause may begin behind unit `i`.
    fn parts(&self, i: usize) -> bool {
        match self.units[i].mark {
            Mark::Comma | Mark::Semicolon | Mark::Colon | Mark::Dash | Mark::Open | Mark::Close | Mark::Other => true,
            Mark::Word => {
                self.joins(i)
                    || self.is(i, Class::That)
                    || self.is(i, Class::Relative)
                    || self.is(i, Class::Beside)
                    || self.is(i, Class::If)
                    || self.is(i, Class::And)
            }
            _ => false,
        }
    }

    fn predicate_at(&self, i: usize, before: &[Predicate], lead: Option<How>) -> Option<Predicate> {
        let from = self.opened(i);
        let last = before.last();
        let direct = last.is_some_and(|p| {
            i > p.group.verb
                && (p.group.verb + 1..i)
                    .all(|k| self.is(k, Class::That) || self.is_adverb(k) || self.mark(k) != Some(Mark::Word))
        });
        // "said at a briefing that …": the phrase between hides nothing.
        let late = i > 0
            && self.is(i - 1, Class::That)
            && last.is_some_and(|p| {
                let says = self.is(p.group.verb, Class::Say) && !self.is(p.group.verb, Class::Stance);
                let plain = |k: usize| {
                    matches!(self.mark(k), Some(Mark::Word | Mark::Hyphen | Mark::Owner))
                        && !self.is(k, Class::That)
                        && !self.is(k, Class::Relative)
                };
                says && i < p.group.verb + 18 && (p.group.verb + 1..i - 1).all(plain)
            });
        let direct = direct || late;
        let stated = direct && i > 0 && self.is(i - 1, Class::That);
        let amid = !stated && !before.is_empty();
        let listed =
            i >= 2 && self.joins(i - 1) && self.names_somebody(i - 2) && last.is_some_and(|p| p.group.verb < i - 2);
        let bound = |link| move |group: Group| Predicate { at: i, names: Vec::new(), thing: false, group, link };
        let sharer = before.iter().rev().find(|p| p.link != Link::Beside || p.group.how == How::Participle);
        let sharing = sharer.filter(|last| !last.thing || self.is(last.group.verb, Class::Ought));
        if let Some(group) = sharing.and_then(|last| self.shared_at(i, last)) {
            return Some(bound(Link::Shared)(group));
        }
        // Past what was said, the verb of saying goes on ("said it would rain and pledged to help").
        let outer = before.iter().rev().find(|p| matches!(p.link, Link::Main | Link::Shared) && !p.thing);
        if let Some(group) = outer.and_then(|outer| self.shared_at(i, outer)).filter(|g| self.any(g.verb, SAID)) {
            return Some(bound(Link::Shared)(group));
        }
        // What befell people is told of them, whatever names they have.
        let told = if i == 0 || direct { self.harmed_at(from) } else { None };
        let told = told.or_else(|| if i == 0 { self.settled_at(from) } else { None });
        if let Some(told) = told {
            return Some(Predicate { at: i, link: if direct { Link::Content } else { Link::Main }, ..told });
        }
        if !listed && let Some((names, group)) = self.subject_at(from, amid) {
            let subordinate = i > 0 && (self.is(i - 1, Class::Beside) || self.is(i - 1, Class::If));
            let link = if direct {
                Link::Content
            } else if (subordinate && !self.is(i - 1, Class::Relative))
                || (i > 0 && self.is(i - 1, Class::That) && !(i > 1 && self.joins(i - 2)))
            {
                return None;
            } else if i > 0 && self.is(i - 1, Class::Relative) {
                Link::Relative
            } else {
                Link::Main
            };
            let noun = self.is_noun(group.verb) && !matches!(group.how, How::Modal);
            if !noun {
                return Some(Predicate { at: i, names, thing: false, group, link });
            }
        }
        // What stands beside a demand on others is part of it ("should stay, while supporting …"); what both sides
        // should do are positions of their own.
        let shared = Classes::of(&[Class::Own, Class::Both, Class::All]);
        let demands = last.is_some_and(|p| {
            p.group.how == How::Modal
                && self.is(p.group.verb, Class::Ought)
                && !p.names.iter().any(|&k| self.any(k, shared))
        });
        if !demands && let Some(group) = self.participle_at(from, i) {
            return Some(Predicate { at: i, names: Vec::new(), thing: false, group, link: Link::Beside });
        }
        if let Some(last) = sharer {
            let head = before.iter().rev().find(|p| p.link != Link::Piece).unwrap_or(last);
            if let Some(group) = self.piece_at(i, last, head) {
                return Some(bound(Link::Piece)(group));
            }
        } else if let Some(how) = lead
            && i == 0
        {
            let link = if how == How::Modal || how == How::Infinitive { Link::Piece } else { Link::Shared };
            if let Some(group) = self.item_at(i, from, link) {
                return Some(bound(link)(group));
            }
        }
        // "reaffirmed its commitment to ensuring growth is shared": the noun's own words, nothing said.
        let nominal = |p: &Predicate| {
            self.shows_intent(p.group.verb).is_some() || self.shown(p.group.verb, Class::Attitude).is_some()
        };
        let speaks = |p: &Predicate| {
            !nominal(p)
                && self.any(p.group.verb, Classes::of(&[Class::Say, Class::Stance]))
                && !self.is(p.group.verb, Class::Event)
        };
        let told = direct && (self.is(i - 1, Class::That) || last.is_some_and(speaks));
        if i == 0 || told {
            let passive = if i == 0 { self.done_by(from).or_else(|| self.struck_at(from)) } else { None };
            return passive.or_else(|| self.thing_at(from, i, direct));
        }
        None
    }

    /// "The shelling was condemned by Peru and Chile": who did it stands behind the verb.
    fn done_by(&self, from: usize) -> Option<Predicate> {
        let be = (from..self.units.len().min(from + SUBJECT)).find(|&k| self.is(k, Class::Be))?;
        let plain = |k: usize| matches!(self.mark(k), Some(Mark::Word | Mark::Hyphen | Mark::Owner));
        let verb = self.past_adverbs(be + 1);
        let acts = Classes::of(&[Class::Stance, Class::Event]);
        let done = self.any(verb, acts) && self.tenses(verb).has(Tenses::PAST) && !self.is(verb, Class::Perfect);
        let by = self.past_adverbs(verb + 1);
        let word = self.units.get(by).and_then(|u| self.text.get(u.span.range()))?;
        let agent = self.language.particles.agents.has(word);
        if !((from..be).all(plain) && done && agent && !self.negated(be + 1) && self.starts_name(by + 1)) {
            return None;
        }
        let mut names = Vec::new();
        let mut k = by + 1;
        while k < self.units.len()
            && (self.names_somebody(k)
                || self.is_determiner(k)
                || self.joins(k) && self.starts_name(k + 1)
                || self.mark(k) == Some(Mark::Comma) && self.starts_name(k + 1)
                || self.mark(k) == Some(Mark::Owner))
        {
            if self.names_somebody(k) {
                names.push(k);
            }
            k += 1;
        }
        // By Japan's law: a thing of theirs.
        let owned = self.mark(k - 1) == Some(Mark::Owner);
        let group = Group { start: from, verb, how: How::Finite(Tenses::PAST), negative: false };
        (!names.is_empty() && !owned).then_some(Predicate { at: 0, names, thing: false, group, link: Link::Main })
    }

    /// "Gravely concerned at …", as a line of who acts.
    fn adjective(&self, from: usize) -> Option<Group> {
        let k = self.past_adverbs(from);
        let fits = self.is_verb(k) && self.tenses(k).has(Tenses::ADJECTIVE);
        fits.then_some(Group { start: from, verb: k, how: How::Finite(Tenses::BASE), negative: false })
    }

    /// The verb of an item of a list, or of a line of who acts, that begins at `i`, its opening words stepped over at `from`.
    fn item_at(&self, i: usize, from: usize, link: Link) -> Option<Group> {
        let known = self.group(from).or_else(|| self.bare(from)).or_else(|| self.adjective(from));
        // A word of no list with an article behind it opens an item of a promise: its verb (mend the harbours).
        let strange = link == Link::Piece && self.is_stranger(from) && self.is_determiner(from + 1);
        let mut group = known.or_else(|| strange.then(|| self.plain_group(from)))?;
        let adverb = |&k: &usize| self.mark(k) == Some(Mark::Word) && self.is_adverb(k) && !self.is(k, Class::And);
        group.start = (i..from).find(adverb).unwrap_or(group.start);
        if link == Link::Piece && self.tenses(group.verb).has(Tenses::BASE) {
            group.how = How::Infinitive;
        }
        Some(group)
    }

    fn plain_group(&self, k: usize) -> Group {
        Group { start: k, verb: k, how: How::Infinitive, negative: false }
    }

    fn bare(&self, k: usize) -> Option<Group> {
        let fits = self.is_verb(k) && (self.tenses(k).has(Tenses::BASE) || self.tenses(k).has(Tenses::ING));
        fits.then(|| self.plain_group(k))
    }

    /// ", highlighting …", "Noting …, the ministers …": attitudes and sayings beside a clause; ", to reaffirm".
    fn participle_at(&self, from: usize, i: usize) -> Option<Group> {
        let edge = i == 0 || matches!(self.mark(i - 1), Some(Mark::Comma | Mark::Semicolon)) || (self.joins(i - 1));
        if !edge {
            return None;
        }
        let k = self.past_adverbs(from);
        if self.any(k, Classes::of(&[Class::Stance, Class::Say, Class::Ask, Class::Pledge, Class::Show]))
            && self.tenses(k).has(Tenses::ING)
            && !self.is(k, Class::Continue)
            && !self.is(k, Class::Uphold)
            && !(i > 1 && self.joins(i - 1) && self.is_preposition(i - 2))
        {
            return Some(Group { start: from, verb: k, how: How::Participle, negative: false });
        }
        let reaffirms = |k| self.token(k).is_some_and(|t| self.lexis.sense(t, Class::Stance).defers);
        (i > 0 && self.is(from, Class::To) && reaffirms(from + 1)).then_some(Group {
            start: from + 1,
            verb: from + 1,
            how: How::Infinitive,
            negative: false,
        })
    }

    /// A state or body that is no group of the issuers' own.
    fn is_other(&self, k: usize) -> bool {
        let Some(token) = self.token(k).filter(|t| t.is(Class::Actor) || t.is(Class::Nation)) else { return false };
        let groups = &self.language.members;
        !self.lexis.word(token).actors.iter().all(|a| groups.iter().any(|g| g.0 == *a))
    }

    /// "our", before a noun.
    pub(crate) fn is_own(&self, k: usize) -> bool {
        self.is_determiner(k) && self.is(k, Class::Own)
    }

    /// A thing that should or is: where the statement's verb stands.
    fn thing_at(&self, from: usize, at: usize, direct: bool) -> Option<Predicate> {
        let direct_that = at > 0 && self.is(at - 1, Class::That);
        let mut k = from;
        while k < self.units.len() && k < from + SUBJECT {
            if matches!(self.mark(k), Some(Mark::Semicolon | Mark::Colon | Mark::Open)) {
                return None;
            }
            // "While calling it a threat, they said": behind the comma the sentence's own clause begins.
            let clause = at == 0 && self.mark(k) == Some(Mark::Comma) && !direct;
            if clause && self.subject_at(k + 1, true).is_some_and(|s| self.mark(s.1.verb + 1) != Some(Mark::Comma)) {
                return None;
            }
            let verb = k == from && !direct_that && direct && self.is_verb(k) && self.tenses(k).has(Tenses::BASE);
            if verb
                || self.is(k, Class::Relative)
                || self.is(k, Class::That)
                || self.is(k, Class::If)
                || self.is(k, Class::To) && k == from
            {
                return None;
            }
            // "the need to" is a noun.
            let ought = self.is(k, Class::Ought) && !self.is(k, Class::Weight);
            let promised = self.is(k, Class::Will)
                && self.tenses(k).is_empty()
                && (self.is_own(from) || (from..k).any(|m| self.is(m, Class::Body)))
                && !(from..k).any(|m| self.is_other(m));
            // "The arrest is unacceptable": an attitude in one word with its copula.
            let called = self.is(k, Class::Stance)
                && self.tenses(k).is_empty()
                && self.sense(k, Class::Stance).polarity.is_some()
                && !self.one_word(k);
            if k > from && (ought || promised || called || self.is(k, Class::Copula)) && !self.is_preposition(k) {
                let ought = ought || promised;
                let how = if ought { How::Modal } else { How::Finite(Tenses::THIRD) };
                let group = Group { start: from, verb: k, how, negative: self.negated(k + 1) };
                let link = if direct { Link::Content } else { Link::Main };
                return Some(Predicate { at, names: Vec::new(), thing: true, group, link });
            }
            k += 1;
        }
        None
    }
}
