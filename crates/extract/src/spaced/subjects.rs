//! Who stands before a verb: lists of names with posts, appositions and phrases between. A thing that only holds a name
//! (the alliances of Peru, Chinese companies) is no subject. Next to read: `joined.rs`.

use chancery_model::Stance;

use crate::tokens::{Class, Classes};
use crate::vocabulary::Tenses;

use super::clauses::{Clauses, Group, How, MODALS, STRONG, SUBJECT};
use super::units::Mark;

/// Longest insertion between subject and verb, in units.
const ASIDE: usize = 40;

/// How far behind quoted words the verb of saying stands, in units: a post and a name fit between.
const SAID_WITHIN: usize = 14;

/// Where a post may be.
const NAMED_PLACES: Classes = Classes::of(&[Class::Actor, Class::Nation, Class::Seat, Class::Place]);

/// Organs of a state or body.
const ORGANS: Classes = Classes::of(&[Class::Suffix, Class::OrgSuffix, Class::Office]);

impl Clauses<'_> {
    /// A subject that begins at `from`, with its verb.
    pub(crate) fn subject_at(&self, from: usize, amid: bool) -> Option<(Vec<usize>, Group)> {
        let mut names: Vec<usize> = Vec::new();
        let (mut k, mut whole, mut owned, mut of) = (from, false, false, false);
        let (mut strange, mut dashed, mut parted) = (0, false, false);
        let mut closed = from > 0 && self.joins(from - 1);
        while k < self.units.len() && k < from + SUBJECT {
            // Behind a state its forces are its organ, not a verb.
            let organ = self.any(k, ORGANS) && k > from && names.last() == Some(&(k - 1));
            let organ = organ || self.arms(k, &names);
            if whole
                && !owned
                && !organ
                && let Some(group) = self.group(k)
            {
                // "the pact adopted by the Union": a participle, no predicate.
                return if self.done_by_others(&group) { None } else { Some((names, group)) };
            }
            match self.units[k].mark {
                Mark::Owner => owned = true,
                // "Peru-backed rebels": whose name is in an adjective is no subject.
                Mark::Hyphen if names.last() == Some(&(k.wrapping_sub(1))) && !self.names_somebody(k + 1) => {
                    names.pop();
                    k += 2;
                    whole = false;
                    continue;
                }
                Mark::Hyphen => {}
                Mark::Comma | Mark::Dash => {
                    if names.is_empty() {
                        return None;
                    }
                    // "The ministers — A, B and C — said": the second dash closes the list of who they are.
                    let dash = self.mark(k) == Some(Mark::Dash);
                    if dash
                        && dashed
                        && let Some(group) = self.group(k + 1)
                    {
                        return Some((names, group));
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
                    // "in Manama, Bahrain, the ministers affirmed": a place before, and who acts begins anew.
                    let head = if self.is_determiner(next) { next + 1 } else { next };
                    let anew = self.any(head, Classes::of(&[Class::All, Class::Both])) && !self.joins(k + 1);
                    if anew
                        && !self.any(names[0], Classes::of(&[Class::Own, Class::All]))
                        && self.group(head + 1).is_some()
                    {
                        return None;
                    }
                    if closed && !self.joins(k + 1) && self.post_acts(next) {
                        return None;
                    }
                    if self.starts_name(next) && (self.list_goes_on(next) || !of) {
                        k = next;
                        (whole, owned) = (false, false);
                        (dashed, parted) = (dashed || dash, true);
                        continue;
                    }
                    // "We, the leaders of A and B, met": the comma closes an apposition.
                    let apposed = names.len() > 1 && (self.is(names[0], Class::Own) || parted && !amid);
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
                // "Peruvian drones", "Lake Front fighters": whose they are does it.
                Mark::Word if whole && organ && self.is(k, Class::Weapon) => {}
                Mark::Word if self.names_somebody(k) && (organ || !(whole && self.is_verb(k))) => {
                    // Chinese companies: a group a state owns is not the state.
                    if whole && k > 0 && names.last() == Some(&(k - 1)) && self.is_group(k) {
                        return None;
                    }
                    names.push(k);
                    (whole, owned, strange) = (!self.opens_list(k), false, 0);
                }
                Mark::Word if self.joins(k) => {
                    if !whole || !self.starts_name(k + 1) {
                        return None;
                    }
                    (whole, closed) = (false, true);
                }
                Mark::Word if whole && self.is_preposition(k) => {
                    if self.opens_names(k, &names) {
                        of = true;
                        whole = false;
                    } else if let Some(place) = self.place_of_post(k, &names) {
                        // The ambassador to Peru Jane Doe; the government in Lima.
                        if !names.iter().any(|&n| self.any(n, Classes::of(&[Class::Actor, Class::Nation]))) {
                            names.push(place);
                        }
                        k = place;
                    } else {
                        return self.behind_phrase(k + 1).filter(|_| !amid).map(|group| (names, group));
                    }
                }
                Mark::Word if whole && self.is_adverb(k) => {}
                // Palestinian health officials: an adjective's noun before its organ.
                Mark::Word
                    if whole
                        && !owned
                        && self.is(k - 1, Class::Nation)
                        && self.any(k + 1, ORGANS.with(Classes::of(&[Class::Weapon]))) => {}
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

    /// Arms or those who bear them right behind a state's adjective, or behind a name where a verb follows (Front fighters
    /// seized).
    fn arms(&self, k: usize, names: &[usize]) -> bool {
        let Some(&last) = names.last() else { return false };
        let state = names.iter().any(|&n| self.is(n, Class::Nation));
        let adjective = self.is(last, Class::Nation) && (last + 1 == k || last + 2 == k && !self.is_verb(last + 1))
            || state && self.is(last, Class::Suffix) && last + 1 == k;
        let goes_on = self.is_preposition(k + 1) || self.joins(k + 1);
        let verb = || last + 1 == k && (self.group(k + 1).is_some() || goes_on && !self.is_verb(k));
        self.is(k, Class::Weapon) && (adjective || verb())
    }

    /// Whether a past form without auxiliary is followed by who did it ("adopted by the Union").
    fn done_by_others(&self, group: &Group) -> bool {
        let past = matches!(group.how, How::Finite(t) if t == Tenses::PAST);
        let word = |k: usize| self.units.get(k).and_then(|u| self.text.get(u.span.range())).unwrap_or("");
        let agent = self.language.particles.agents.has(word(group.verb + 1));
        let stance = self.sense(group.verb, Class::Event).stance;
        let made = matches!(stance, Some(Stance::Agree | Stance::Establish | Stance::Aid));
        past && agent
            && self.any(group.verb, Classes::of(&[Class::Event, Class::Deed]))
            && (self.starts_name(group.verb + 2) || made && self.is_determiner(group.verb + 2))
    }

    /// Where quoted words end that a verb of saying stands behind ("…," said he; "…," he said): the first mark behind them.
    pub(crate) fn attribution(&self) -> Option<usize> {
        let quote = |k: usize| matches!(self.mark(k), Some(Mark::Open | Mark::Close));
        let comma = |k: usize| self.mark(k) == Some(Mark::Comma);
        let cut = (2..self.units.len()).find(|&k| comma(k - 1) && quote(k) || quote(k - 1) && comma(k))? - 1;
        let behind = cut + 2..self.units.len().min(cut + 2 + SAID_WITHIN);
        let says = |k: usize| self.is(k, Class::Say) && !self.tenses(k).has(Tenses::ING);
        let near = behind.take_while(|&k| !quote(k)).any(says);
        near.then_some(cut)
    }

    /// Where the words begin that only tell who said it, behind a comma at the end (", health officials said").
    pub(super) fn said_behind(&self, from: usize, until: usize) -> Option<usize> {
        let says = until.checked_sub(1).filter(|&k| self.is(k, Class::Say) && self.tenses(k).has(Tenses::PAST))?;
        let comma = (from..says).rev().take(SAID_WITHIN).find(|&k| self.mark(k) == Some(Mark::Comma))?;
        let plain = (comma + 1..says)
            .all(|k| matches!(self.mark(k), Some(Mark::Word | Mark::Owner | Mark::Hyphen)) && !self.is_verb(k));
        (plain && comma + 1 < says).then_some(comma + 1)
    }

    /// Whether unit `k` names a loose group only.
    pub(crate) fn is_group(&self, k: usize) -> bool {
        let actors = self.token(k).map(|t| self.lexis.word(t).actors.as_slice()).unwrap_or_default();
        !actors.is_empty() && actors.iter().all(|a| a.is_group())
    }

    /// Whether a name begins at `k`, articles and up to two adjectives aside.
    pub(crate) fn starts_name(&self, k: usize) -> bool {
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

    pub(crate) fn list_goes_on(&self, k: usize) -> bool {
        (k..k + 6).any(|m| matches!(self.mark(m), Some(Mark::Comma)) || self.joins(m)) || k > 0 && self.joins(k - 1)
    }

    /// "of" behind a post or collective: whose.
    pub(crate) fn opens_names(&self, k: usize, names: &[usize]) -> bool {
        let last = names.last().copied().unwrap_or(k);
        let next = if self.is_determiner(k + 1) { k + 2 } else { k + 1 };
        let person = self.is(last, Class::Actor) && self.is(next, Class::Actor);
        if person && last + 1 == k {
            return self.token(last).is_some_and(|t| self.lexis.word(t).actors.iter().any(|a| a.is_person()));
        }
        let post = Classes::of(&[
            Class::Office,
            Class::Suffix,
            Class::OrgSuffix,
            Class::All,
            Class::Both,
            Class::Title,
            Class::Own,
            Class::They,
        ]);
        // The ambassador to Peru: where the post is, not whose.
        let whose = self.text.get(self.units[k].span.range()).unwrap_or_default();
        let whose = !self.is(last, Class::Office) || self.language.particles.whose.has(whose);
        last + 1 == k && whose && self.any(last, post) && self.starts_name(k + 1)
    }

    /// Where the name stands of the place that the post right before unit `k` is in, if a person's name or a verb stands behind
    /// it; for a post whose state is not named, only a seat of government is one.
    fn place_of_post(&self, k: usize, names: &[usize]) -> Option<usize> {
        let last = names.last().copied().filter(|&last| last + 1 == k)?;
        // The ambassador of Kenya to Peru.
        let before = names.len().checked_sub(2).map(|n| names[n]);
        if !(self.is(last, Class::Office) || before.is_some_and(|n| self.is(n, Class::Office))) {
            return None;
        }
        let place = if self.is_determiner(k + 1) { k + 2 } else { k + 1 };
        let told = names.iter().any(|&n| self.any(n, Classes::of(&[Class::Actor, Class::Nation])));
        let place_fits = if told { self.any(place, NAMED_PLACES) } else { self.is(place, Class::Seat) };
        let person = self
            .token(place + 1)
            .is_some_and(|t| t.is(Class::Actor) && self.lexis.word(t).actors.iter().any(|a| a.is_person()));
        let goes_on = person || self.mark(place + 1) == Some(Mark::Comma) || self.group(place + 1).is_some();
        (place_fits && goes_on).then_some(place)
    }

    /// A collective that leads to its names (we, the ministers of).
    fn opens_list(&self, k: usize) -> bool {
        self.is(k, Class::Own) && self.text[self.units[k].span.range()].ends_with(" of")
    }

    /// Whether a post with an article and its verb stand at `k` with no comma between: behind a list that "and" closed
    /// ("asked by Peru and Chile, the spokesperson of Kenya said") a subject of its own.
    fn post_acts(&self, k: usize) -> bool {
        let post = self.is(k, Class::They) && !self.one_word(k) || self.is_determiner(k) && self.any(k + 1, ORGANS);
        let acts = |group: Group| (k..group.start).all(|m| self.mark(m) != Some(Mark::Comma));
        post && self.subject_at(k, true).is_some_and(|s| acts(s.1))
    }

    /// The verb group behind an insertion that begins at `from` and ends with a comma or dash.
    pub(crate) fn behind_aside(&self, from: usize) -> Option<Group> {
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
    pub(crate) fn behind_phrase(&self, from: usize) -> Option<Group> {
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
}
