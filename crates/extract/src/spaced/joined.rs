//! Verbs that share what stands before: of the same form ("welcomed X and urged Y"), or plain under an auxiliary ("will
//! fund X and train Y"), where no inner infinitive takes them. Next to read: `acts.rs`.

use chancery_model::Stance;

use crate::tokens::{Class, Classes};
use crate::vocabulary::Tenses;

use super::clauses::{Clauses, Group, How, Link, Predicate, SAID, STRONG};
use super::units::Mark;

/// How far back an inner infinitive is looked for, in units: longer lists than this no reader holds together.
const BACK: usize = 160;

impl Clauses<'_> {
    pub(crate) fn past_adverbs(&self, from: usize) -> usize {
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
    pub(crate) fn shared_at(&self, i: usize, last: &Predicate) -> Option<Group> {
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
        let since = last.group.verb.max(i.saturating_sub(BACK));
        // "the attack which killed nine and injured ten": the deed is the noun's.
        let told = (since + 1..i).any(|k| self.is(k, Class::Relative));
        if told && !comma && self.is(group.verb, Class::Event) && !self.any(group.verb, SAID) {
            return None;
        }
        let inner = self.tenses(last.group.verb + 1).has(Tenses::BASE) || self.first_inner(since, i);
        if bare && inner && !comma && !self.any(group.verb, Classes::of(&[Class::Ask, Class::Pledge])) {
            return None;
        }
        let fits = match (last.group.how, group.how) {
            (How::Modal, How::Finite(_)) if bare && under => true,
            (How::Finite(a), How::Finite(b)) => {
                let asks = self.is(last.group.verb, Class::Ask);
                let plain = b == Tenses::BASE && !self.tenses(group.verb).is_empty();
                // "voices concern over the levy, and called for talks": told in another time, no participle.
                let anew = comma && self.joins(i - 1) && b == Tenses::PAST && self.any(group.verb, SAID);
                let anew = anew && !self.is_by(group.verb + 1) && a != Tenses::BASE;
                (a.has(b) || self.tenses(group.verb).has(a) || anew)
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

    /// Whether a word before the doer of a passive stands at `k`.
    fn is_by(&self, k: usize) -> bool {
        let word = self.units.get(k).and_then(|u| self.text.get(u.span.range())).unwrap_or("");
        self.language.particles.agents.has(word)
    }

    pub(crate) fn skip_join(&self, i: usize) -> usize {
        if self.joins(i) { i + 1 } else { i }
    }

    /// A plain form that is as often a noun, before a preposition ("support for", "concern about").
    pub(crate) fn noun_like(&self, k: usize) -> bool {
        self.one_word(k) && (self.is_preposition(k + 1) || self.mark(k + 1) != Some(Mark::Word) || self.joins(k + 1))
    }

    /// A plain verb under the auxiliary of `head`, with an object of its own.
    pub(crate) fn piece_at(&self, i: usize, last: &Predicate, head: &Predicate) -> Option<Group> {
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
        let since = since.max(i.saturating_sub(BACK));
        let first = self.first_inner(since, i);
        let comma = i >= 1 && self.mark(i - 1) != Some(Mark::Word)
            || i >= 2 && matches!(self.mark(i - 2), Some(Mark::Comma | Mark::Semicolon));
        // "pledged to guard the canal and to dredge it": the promise's own "to" said again.
        let own = self.token(head.group.verb).is_some_and(|t| self.text[t.span.range()].ends_with(" to"));
        if again && (first || !own) || first && (!comma || !self.transparent(since, i)) {
            return None;
        }
        if self.calls_inside(since, i) {
            return None;
        }
        Some(Group { start: if again { k } else { from }, verb: k, how: How::Infinitive, negative: false })
    }

    /// Whether another infinitive, beyond the auxiliary's own verb, stands between.
    pub(crate) fn first_inner(&self, since: usize, until: usize) -> bool {
        (since..until).any(|k| {
            let opens = Classes::of(&[Class::To, Class::Ought, Class::Weight]);
            let to = self.any(k, opens) && self.tenses(k + 1).has(Tenses::BASE);
            let tail = self.is(k, Class::Tail);
            to && k > since || tail
        })
    }

    /// Whether the inner infinitive only says with whom ("work with Peru to guard the canal, …"): its list is the promise's.
    pub(crate) fn transparent(&self, since: usize, until: usize) -> bool {
        let inner = |k: &usize| self.is(*k, Class::To) && self.tenses(*k + 1).has(Tenses::BASE) && *k > since;
        let Some(to) = (since..until).find(inner) else { return false };
        let verb = (since..to).rev().find(|&k| self.is_verb(k)).unwrap_or(since);
        (verb + 1..to).all(|k| self.names_somebody(k) || self.is_determiner(k) || self.is_adverb(k) || self.joins(k))
    }

    pub(crate) fn calls_inside(&self, since: usize, until: usize) -> bool {
        (since..until).any(|k| self.is(k, Class::Relative) && k + 3 > until)
    }

    /// A verb that takes its object by a preposition (cooperate with, work to).
    pub(crate) fn takes_phrase(&self, k: usize) -> bool {
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
                // Reaffirmed its “strong condemnation” of: in others' words.
                Mark::Open | Mark::Close => m < k + 4,
                Mark::Word => {
                    !self.is_preposition(m)
                        && !self.is(m, Class::Undergo)
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
}
