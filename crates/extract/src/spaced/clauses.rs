//! The predicates of a sentence: who stands before which verb, which verbs share a subject, where each begins.
//!
//! A subject is looked for where a clause may begin (at the sentence's head, behind a comma, "and", "that", "which"); a
//! verb that agrees in form with the one before shares its subject ("welcomed X, reaffirmed Y and called on Z"). What is
//! not found so is part of an object. Next to read: `acts.rs`.

use chancery_model::Stance;

use crate::knowledge::Language;
use crate::tokens::{Class, Classes, Token};
use crate::vocabulary::{Lexis, Tenses};

use super::units::{Mark, Unit};

/// Longest subject, in units: a list of twenty states with posts and names fits; a paragraph without verbs does not.
const SUBJECT: usize = 90;
/// Longest insertion between subject and verb, in units.
const ASIDE: usize = 40;

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
const STRONG: Classes = Classes::of(&[
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
const SAID: Classes =
    Classes::of(&[Class::Stance, Class::Show, Class::Pledge, Class::Agree, Class::Will, Class::Ask, Class::Say]);
const MODALS: Classes = Classes::of(&[Class::Will, Class::Ought, Class::May]);
const NAMING: Classes = Classes::of(&[
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
const ADVERBS: Classes = Classes::of(&[Class::Manner, Class::Degree, Class::Done, Class::Doing]);
const PREPOSITIONS: Classes = Classes::of(&[Class::With, Class::Toward, Class::By]);

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

    fn one_word(&self, i: usize) -> bool {
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
            if classes.has(Class::Not) && !classes.any(VERBS) {
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
            if classes.any(VERBS) {
                let fit = match how {
                    None if tenses.is_empty() => Some(How::Finite(Tenses::BASE)),
                    None if tenses.has(Tenses::PAST) => Some(How::Finite(Tenses::PAST)),
                    None if tenses.has(Tenses::THIRD) => Some(How::Finite(Tenses::THIRD)),
                    None if tenses.has(Tenses::BASE) => Some(How::Finite(Tenses::BASE)),
                    Some(How::Perfect) if tenses.has(Tenses::PAST) => Some(How::Perfect),
                    Some(How::Passive) if tenses.has(Tenses::ING) => Some(How::Progressive),
                    Some(How::Passive) if tenses.has(Tenses::ADJECTIVE) => Some(How::Finite(Tenses::BASE)),
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
    fn closes_adverb(&self, k: usize) -> bool {
        self.is_adverb(k - 1)
    }

    fn negated(&self, k: usize) -> bool {
        self.is(k, Class::Not) || (self.is_adverb(k) && self.is(k + 1, Class::Not))
    }

    fn leads_to_past(&self, from: usize) -> bool {
        let mut k = from;
        while k < from + 4 && (self.is_adverb(k) || self.is(k, Class::Not)) {
            k += 1;
        }
        self.is(k, Class::Be) || (self.is_verb(k) && self.tenses(k).has(Tenses::PAST))
    }

    /// A subject that begins at `from`, with its verb.
    fn subject_at(&self, from: usize, amid: bool) -> Option<(Vec<usize>, Group)> {
        let mut names: Vec<usize> = Vec::new();
        let (mut k, mut whole, mut owned, mut of) = (from, false, false, false);
        let mut strange = 0;
        while k < self.units.len() && k < from + SUBJECT {
            if whole
                && !owned
                && let Some(group) = self.group(k)
            {
                return Some((names, group));
            }
            match self.units[k].mark {
                Mark::Owner => owned = true,
                Mark::Hyphen => {}
                Mark::Comma | Mark::Dash => {
                    if names.is_empty() {
                        return None;
                    }
                    let next = if self.joins(k + 1) { k + 2 } else { k + 1 };
                    // "Doe, also a member of the council, said".
                    let plain =
                        (k + 1..k + 4).all(|m| !self.any(m, Classes::of(&[Class::Actor, Class::Nation, Class::All])));
                    if (self.is_adverb(k + 1) || self.is_determiner(k + 1))
                        && plain
                        && let Some(group) = self.behind_aside(k + 1)
                    {
                        return Some((names, group));
                    }
                    if self.starts_name(next) && (self.list_goes_on(next) || !of) {
                        k = next;
                        (whole, owned) = (false, false);
                        continue;
                    }
                    // "We, the leaders of A and B, met": the comma closes an apposition.
                    let apposed = names.len() > 1 && self.is(names[0], Class::Own);
                    if apposed && let Some(group) = self.group(k + 1) {
                        return Some((names, group));
                    }
                    return self.behind_aside(k + 1).map(|group| (names, group));
                }
                Mark::Word if self.is_determiner(k) => {
                    if whole {
                        return None;
                    }
                }
                Mark::Word if self.names_somebody(k) && !(whole && self.is_verb(k)) => {
                    // Chinese companies: a group a state owns is not the state.
                    if whole && k > 0 && names.last() == Some(&(k - 1)) && self.is_group(k) {
                        return None;
                    }
                    names.push(k);
                    (whole, owned, strange) = (true, false, 0);
                }
                Mark::Word if self.joins(k) => {
                    if !whole || !self.starts_name(k + 1) {
                        return None;
                    }
                    whole = false;
                }
                Mark::Word if whole && self.is_preposition(k) => {
                    if self.opens_names(k, &names) {
                        of = true;
                        whole = false;
                    } else {
                        return self.behind_phrase(k + 1).filter(|_| !amid).map(|group| (names, group));
                    }
                }
                Mark::Word if whole && self.is_adverb(k) => {}
                Mark::Word if whole => return None,
                Mark::Word => {
                    // An adjective before the name.
                    strange += 1;
                    if strange > if amid { 0 } else { 3 }
                        || self.any(k, STRONG) && !self.tenses(k).has(Tenses::ING)
                        || self.is_preposition(k)
                        || self.is(k, Class::That)
                        || self.is(k, Class::Relative)
                    {
                        return None;
                    }
                }
                Mark::Open | Mark::Close => {}
                _ => return None,
            }
            k += 1;
        }
        None
    }

    /// Whether unit `k` names a loose group only.
    fn is_group(&self, k: usize) -> bool {
        let actors = self.token(k).map(|t| self.lexis.word(t).actors.as_slice()).unwrap_or_default();
        !actors.is_empty() && actors.iter().all(|a| a.as_str().starts_with("group:"))
    }

    /// Whether a name begins at `k`, articles and up to two adjectives aside.
    fn starts_name(&self, k: usize) -> bool {
        let mut k = k;
        let end = k + 4;
        while k < end && k < self.units.len() {
            if self.names_somebody(k) {
                return true;
            }
            let adjective = !self.is_verb(k) || self.tenses(k).has(Tenses::ING);
            let skip = self.is_determiner(k)
                || (self.mark(k) == Some(Mark::Word) && adjective && !self.is_preposition(k) && !self.joins(k));
            if !skip {
                return false;
            }
            k += 1;
        }
        false
    }

    fn list_goes_on(&self, k: usize) -> bool {
        (k..k + 6).any(|m| matches!(self.mark(m), Some(Mark::Comma)) || self.joins(m)) || k > 0 && self.joins(k - 1)
    }

    /// "of" behind a post or collective: whose.
    fn opens_names(&self, k: usize, names: &[usize]) -> bool {
        let last = names.last().copied().unwrap_or(k);
        let next = if self.is_determiner(k + 1) { k + 2 } else { k + 1 };
        let person = self.is(last, Class::Actor) && self.is(next, Class::Actor);
        if person && last + 1 == k {
            return self
                .token(last)
                .is_some_and(|t| self.lexis.word(t).actors.iter().any(|a| a.as_str().starts_with("person:")));
        }
        let post = Classes::of(&[
            Class::Office,
            Class::Suffix,
            Class::OrgSuffix,
            Class::All,
            Class::Both,
            Class::Title,
            Class::Own,
        ]);
        last + 1 == k && self.any(last, post) && self.starts_name(k + 1)
    }

    /// The verb group behind an insertion that begins at `from` and ends with a comma or dash.
    fn behind_aside(&self, from: usize) -> Option<Group> {
        let mut k = from;
        while k < self.units.len() && k < from + ASIDE {
            if matches!(self.mark(k), Some(Mark::Comma | Mark::Dash))
                && let Some(group) = self.group(k + 1)
            {
                return Some(group);
            }
            if matches!(self.mark(k), Some(Mark::Semicolon | Mark::Colon)) {
                return None;
            }
            k += 1;
        }
        None
    }

    /// The verb group behind a phrase without commas ("the two leaders at their meeting welcomed").
    fn behind_phrase(&self, from: usize) -> Option<Group> {
        let mut k = from;
        while k < self.units.len() && k < from + 14 {
            match self.mark(k) {
                Some(Mark::Comma) => return self.group(k + 1).or_else(|| self.behind_aside(k + 1)),
                Some(Mark::Word | Mark::Hyphen | Mark::Owner) => {}
                _ => return None,
            }
            let noun = self.is_determiner(k - 1) || self.is_adverb(k - 1) && k > 1 && self.is_determiner(k - 2);
            if k > from
                && !noun
                && !self.is_noun(k)
                && self.any(k, STRONG.with(MODALS))
                && let Some(group) = self.group(k)
                && !matches!(group.how, How::Finite(t) if t == Tenses::BASE && !self.tenses(group.verb).is_empty())
            {
                return Some(group);
            }
            k += 1;
        }
        None
    }

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
            fresh = self.parts(i);
            i += 1;
        }
        out
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
        let stated = direct && i > 0 && self.is(i - 1, Class::That);
        let amid = !stated && !before.is_empty();
        let listed =
            i >= 2 && self.joins(i - 1) && self.names_somebody(i - 2) && last.is_some_and(|p| p.group.verb < i - 2);
        let bound = |link| move |group: Group| Predicate { at: i, names: Vec::new(), thing: false, group, link };
        let sharer = before.iter().rev().find(|p| p.link != Link::Beside || p.group.how == How::Participle);
        if let Some(group) = sharer.and_then(|last| self.shared_at(i, last)) {
            return Some(bound(Link::Shared)(group));
        }
        // Past what was said, the verb of saying goes on ("said it would rain and pledged to help").
        let outer = before.iter().rev().find(|p| matches!(p.link, Link::Main | Link::Shared) && !p.thing);
        if let Some(group) = outer.and_then(|outer| self.shared_at(i, outer)).filter(|g| self.any(g.verb, SAID)) {
            return Some(bound(Link::Shared)(group));
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
        if let Some(group) = self.participle_at(from, i) {
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
            let group = self.group(from).or_else(|| self.bare(from))?;
            let link = if how == How::Modal || how == How::Infinitive { Link::Piece } else { Link::Shared };
            return Some(bound(link)(group));
        }
        let told = direct
            && (self.is(i - 1, Class::That)
                || last.is_some_and(|p| self.any(p.group.verb, Classes::of(&[Class::Say, Class::Stance]))));
        if i == 0 || told {
            return self.thing_at(from, i, direct);
        }
        None
    }

    fn bare(&self, k: usize) -> Option<Group> {
        let fits = self.is_verb(k) && (self.tenses(k).has(Tenses::BASE) || self.tenses(k).has(Tenses::ING));
        fits.then_some(Group { start: k, verb: k, how: How::Infinitive, negative: false })
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

    fn past_adverbs(&self, from: usize) -> usize {
        let mut k = from;
        while k < from + 5 && self.is_adverb(k) && !self.is_verb(k) {
            k += 1;
            if self.joins(k) && self.is_adverb(k + 1) {
                k += 1;
            }
        }
        k
    }

    /// A verb of the same form as the one before.
    fn shared_at(&self, i: usize, last: &Predicate) -> Option<Group> {
        let joined = i > 0
            && (self.joins(i - 1) || matches!(self.mark(i - 1), Some(Mark::Comma | Mark::Semicolon | Mark::Colon)));
        if !joined {
            return None;
        }
        let group = self.group(self.skip_join(i))?;
        if self.is_noun(group.verb) {
            return None;
        }
        let strong = self.any(group.verb, STRONG);
        // Under an auxiliary a plain form is the auxiliary's, unless it opens an act of its own without doubt.
        let promises = Classes::of(&[Class::Will, Class::Pledge, Class::Agree, Class::Continue]);
        let under = self.any(last.group.verb, promises)
            || last.link == Link::Piece
            || self.shows_intent(last.group.verb).is_some();
        let bare =
            matches!(group.how, How::Finite(t) if t == Tenses::BASE) && self.tenses(group.verb).has(Tenses::BASE);
        if under && bare {
            let clear = self.any(group.verb, Classes::of(&[Class::Ask, Class::Pledge, Class::Will, Class::Agree]))
                || self.token(group.verb).is_some_and(|t| {
                    let sense = self.lexis.sense(t, Class::Stance);
                    let plain = [Stance::Welcome, Stance::Condemn, Stance::Concern, Stance::Regret];
                    sense.defers || sense.stance.is_some_and(|s| plain.contains(&s))
                });
            if !clear {
                return None;
            }
        }
        // "the need to protect and assist": the plain form is the inner infinitive's.
        let comma = matches!(self.mark(i - 1), Some(Mark::Comma | Mark::Semicolon | Mark::Colon))
            || i > 1 && matches!(self.mark(i - 2), Some(Mark::Comma | Mark::Semicolon));
        let inner = self.tenses(last.group.verb + 1).has(Tenses::BASE) || self.first_inner(last.group.verb + 1, i);
        if bare && inner && !comma && !self.any(group.verb, Classes::of(&[Class::Ask, Class::Pledge])) {
            return None;
        }
        let fits = match (last.group.how, group.how) {
            (How::Modal, How::Finite(_)) if bare && under => true,
            (How::Finite(a), How::Finite(b)) => {
                let asks = self.is(last.group.verb, Class::Ask);
                let plain = b == Tenses::BASE && !self.tenses(group.verb).is_empty();
                a.has(b)
                    && strong
                    && !(plain && self.noun_like(group.verb))
                    && !(asks && plain && !self.any(group.verb, Classes::of(&[Class::Stance, Class::Ask])))
            }
            (How::Perfect, How::Finite(b)) => b == Tenses::PAST && strong,
            (How::Finite(_) | How::Perfect | How::Modal | How::Progressive, How::Modal | How::Perfect) => true,
            (How::Infinitive, How::Finite(b)) => (b == Tenses::PAST && strong) || (bare && under),
            (How::Modal, How::Finite(b)) => {
                (b == Tenses::PAST || b == Tenses::THIRD)
                    && self.any(group.verb, SAID)
                    && !self.is(group.verb, Class::Degree)
                    && !self.tenses(group.verb).has(Tenses::BASE)
            }
            _ => false,
        };
        fits.then_some(group)
    }

    fn skip_join(&self, i: usize) -> usize {
        if self.joins(i) { i + 1 } else { i }
    }

    /// A plain form that is as often a noun, before a preposition ("support for", "concern about").
    fn noun_like(&self, k: usize) -> bool {
        self.one_word(k) && (self.is_preposition(k + 1) || self.mark(k + 1) != Some(Mark::Word) || self.joins(k + 1))
    }

    /// A plain verb under the auxiliary of `head`, with an object of its own.
    fn piece_at(&self, i: usize, last: &Predicate, head: &Predicate) -> Option<Group> {
        let joined = i > 0
            && (self.joins(i - 1) || matches!(self.mark(i - 1), Some(Mark::Comma | Mark::Semicolon | Mark::Colon)));
        let promises = Classes::of(&[Class::Will, Class::Pledge, Class::Agree, Class::Continue, Class::Intent]);
        if !joined || head.thing || self.is(head.group.verb, Class::Ask) {
            return None;
        }
        let aux = self.any(head.group.verb, promises) || self.shows_intent(head.group.verb).is_some();
        if !aux || self.is(head.group.verb, Class::Ought) {
            return None;
        }
        let from = self.skip_join(i);
        let mut k = self.past_adverbs(from);
        let again = self.is(k, Class::To) && !self.is(k, Class::Tail);
        k += usize::from(again);
        let k = self.past_adverbs(k);
        let plain = self.is_verb(k) && self.tenses(k).has(Tenses::BASE);
        let light = self.is(k, Class::Light) && !self.is_verb(k);
        // An unknown word with an article behind it is a verb in such a place (mend the harbours).
        let strange = self.is_stranger(k) && self.is_determiner(k + 1) && self.mark(i - 1) != Some(Mark::Word);
        if !(plain || light || strange) || plain && self.noun_like(k) && !self.takes_phrase(k) {
            return None;
        }
        // Coordinate with the verb right before it (identify and address): one act.
        if i >= 2 && self.joins(i - 1) && self.is_verb(i - 2) && self.tenses(i - 2).has(Tenses::BASE) {
            return None;
        }
        // An inner "to" takes what is joined without a comma.
        let since = self.shows_intent(last.group.verb).map_or(last.group.verb + 1, |noun| noun + 2);
        let first = self.first_inner(since, i);
        let comma = i >= 1 && self.mark(i - 1) != Some(Mark::Word)
            || i >= 2 && matches!(self.mark(i - 2), Some(Mark::Comma | Mark::Semicolon));
        if again || first && (!comma || !self.transparent(since, i)) {
            return None;
        }
        if self.calls_inside(since, i) {
            return None;
        }
        Some(Group { start: from, verb: k, how: How::Infinitive, negative: false })
    }

    /// A word of no list, in small letters.
    pub(crate) fn is_stranger(&self, k: usize) -> bool {
        self.units.get(k).is_some_and(|u| {
            u.mark == Mark::Word && u.token.is_none() && self.text[u.span.range()].starts_with(char::is_lowercase)
        })
    }

    /// Whether another infinitive, beyond the auxiliary's own verb, stands between.
    fn first_inner(&self, since: usize, until: usize) -> bool {
        (since..until).any(|k| {
            let to = self.is(k, Class::To) && self.tenses(k + 1).has(Tenses::BASE);
            let tail = self.is(k, Class::Tail);
            to && k > since || tail
        })
    }

    /// Whether the inner infinitive only says with whom ("work with Peru to guard the canal, …"): its list is the promise's.
    fn transparent(&self, since: usize, until: usize) -> bool {
        let inner = |k: &usize| self.is(*k, Class::To) && self.tenses(*k + 1).has(Tenses::BASE) && *k > since;
        let Some(to) = (since..until).find(inner) else { return false };
        let verb = (since..to).rev().find(|&k| self.is_verb(k)).unwrap_or(since);
        (verb + 1..to).all(|k| self.names_somebody(k) || self.is_determiner(k) || self.is_adverb(k) || self.joins(k))
    }

    fn calls_inside(&self, since: usize, until: usize) -> bool {
        (since..until).any(|k| self.is(k, Class::Relative) && k + 3 > until)
    }

    /// A verb that takes its object by a preposition (cooperate with, work to).
    fn takes_phrase(&self, k: usize) -> bool {
        self.is_preposition(k + 1) && !self.is(k, Class::Attitude)
    }

    /// A noun of will or promise that the verb at `k` shows ("expressed their firm determination to"): where it stands.
    pub(crate) fn shows_intent(&self, k: usize) -> Option<usize> {
        self.shown(k, Class::Intent)
    }

    /// The first word of `class` in the noun phrase right behind the verb at `k`.
    pub(crate) fn shown(&self, k: usize, class: Class) -> Option<usize> {
        let mut m = k + 1;
        while m < self.units.len() && m < k + 10 {
            if self.is(m, class) {
                return Some(m);
            }
            let inside = match self.units[m].mark {
                Mark::Owner | Mark::Hyphen => true,
                Mark::Word => {
                    !self.is_preposition(m)
                        && !self.is(m, Class::That)
                        && !self.is(m, Class::To)
                        && (m == k + 1 || !self.is_determiner(m))
                }
                _ => false,
            };
            if !inside {
                return None;
            }
            m += 1;
        }
        None
    }

    /// A thing that should or is: where the statement's verb stands.
    fn thing_at(&self, from: usize, at: usize, direct: bool) -> Option<Predicate> {
        let mut k = from;
        while k < self.units.len() && k < from + SUBJECT {
            if matches!(self.mark(k), Some(Mark::Semicolon | Mark::Colon | Mark::Open)) {
                return None;
            }
            if self.is(k, Class::Relative)
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
                && (from..k).any(|m| self.is(m, Class::Body))
                && !(from..k).any(|m| self.any(m, Classes::of(&[Class::Actor, Class::Nation])));
            if k > from && (ought || promised || self.is(k, Class::Copula)) && !self.is_preposition(k) {
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
