//! Meetings that a phrase of time tells of (在同乙外长会谈时说). Next to read: `phrases.rs`.

use chancery_model::Stance;
use chancery_text::Span;

use super::{ACTORS, ADVERBS, Clause, Kind, Reader, SUFFIXES, Subject};
use crate::tokens::{Class, Classes, is_word};

/// Characters that may stand between a name and what is between it and another (甲国与乙国当局之间的关系).
const UNKNOWN: usize = 8;

/// How far from its verb the name of what somebody does may stand, in characters (驱离渔船的行为).
const CONDUCT: usize = 60;

/// Characters that may stand before a word of weight that opens a statement (目前首要任务是…).
const HEAD: usize = 6;

impl Reader<'_> {
    /// 甲国驱离渔船的行为已危及…: the verb belongs to the name of what was done, and another verb follows.
    pub(super) fn is_conduct(&self, i: usize, end: u32) -> bool {
        let does = Classes::of(&[Class::Deed, Class::Event]);
        let says = Classes::of(&[Class::Say, Class::Stance, Class::Ask, Class::Show, Class::Will, Class::Agree]);
        let goes_on = Classes::of(&[Class::Event, Class::Deed, Class::Done, Class::Undergo, Class::Not, Class::Manner]);
        let t = self.of(i);
        if !t.classes.any(does) || t.classes.any(says) || self.is_done(i) {
            return false;
        }
        let rest = self.between(t.span.end(), end);
        let near = rest.char_indices().nth(CONDUCT).map_or(rest.len(), |(at, _)| at);
        let (rest, end) = (&rest[..near], t.span.end() + near as u32);
        let behind = |at: usize, of: &str| {
            let noun = &rest[at + of.len()..];
            let mut ends = self.particles.conduct.iter().filter_map(|c| noun.strip_prefix(c.as_str()));
            ends.any(|after| {
                let at = end - after.len() as u32;
                let next = self.range(Span::new(at, end)).next().filter(|&k| self.of(k).span.start() == at);
                next.is_some_and(|k| self.of(k).classes.any(goes_on))
            })
        };
        self.particles.of.any_in(rest, behind)
    }

    /// 是公然干涉内政: behind a copula that heads the clause a deed only says what something is.
    pub(super) fn is_copular(&self, first: usize, i: usize) -> bool {
        let does = Classes::of(&[Class::Deed, Class::Event]);
        let holds =
            Classes::of(&[Class::Stance, Class::Ask, Class::Will, Class::Pledge, Class::Agree, Class::Continue]);
        self.is(first, Class::Copula) && self.of(i).classes.any(does) && !self.of(i).classes.any(holds)
    }

    /// 甲国扣押记者的行为是不可接受的: the doing is what the word of weight behind a copula, at the clause's end, is said of.
    pub(super) fn is_weighed(&self, i: usize, end: usize, until: u32) -> bool {
        let does = Classes::of(&[Class::Deed, Class::Event, Class::Uphold]);
        let holds = Classes::of(&[
            Class::Say,
            Class::Show,
            Class::Stance,
            Class::Ask,
            Class::Will,
            Class::Pledge,
            Class::Agree,
        ]);
        let Some(last) = end.checked_sub(1).filter(|&k| k > i + 1) else { return false };
        let ends = self.is(last, Class::Weight) && self.between(self.of(last).span.end(), until).chars().count() <= 1;
        let tells = |k: usize| self.is(k, Class::Copula) && !self.words.sense(self.of(k), Class::Copula).claims;
        let copula = (i + 1..last).rev().find(|&k| !self.of(k).classes.any(ADVERBS));
        let said = copula.is_some_and(tells);
        let named = self.of(i).classes.any(does) && !self.of(i).classes.any(holds);
        // 始终坚定支持彼此…是两国关系的基础: nobody is named before it, and the attitude itself is what is told of.
        let first = self.chain_before(i.saturating_sub(super::nominal::CHAIN), i);
        let opens = || !self.before(first).ends_with(is_word) || first > 0 && self.is(first - 1, Class::Say);
        let attitude = || self.is(i, Class::Stance) && !self.is(i, Class::Say) && opens();
        let far = || (i + 1..last).any(|k| tells(k) && !(k + 1..last).any(|m| self.is_verb(m)));
        ends && (named && said || attitude() && far())
    }

    /// 唯一可行的路径是谈判: the word of weight at the head, and what it is said of behind the copula.
    pub(super) fn opens_copula(&self, i: usize, span: Span) -> bool {
        if !self.is(i, Class::Weight) {
            return false;
        }
        let head = self.between(span.start(), self.of(i).span.start());
        let next = self.tokens.get(i + 1).is_some_and(|n| {
            let gap = self.between(self.of(i).span.end(), n.span.start());
            n.is(Class::Copula) && gap.is_empty() && n.span.end() < span.end()
        });
        next && head.chars().take(HEAD + 1).count() <= HEAD
    }

    /// 甲国政府计划…, 奖学金计划将…: behind an organ's word, or before an auxiliary that goes on with it.
    pub(super) fn is_plan(&self, i: usize) -> bool {
        let organ = i.checked_sub(1).is_some_and(|k| self.of(k).span.end() == self.of(i).span.start());
        let organ = organ && self.of(i - 1).classes.any(SUFFIXES);
        let goes_on = self.tokens.get(i + 1).is_some_and(|n| n.is(Class::Will) && self.directly_behind(i, i + 1));
        organ || goes_on
    }

    /// Whether the words of company that end there go on as what is between two (甲国与乙国之间的关系, 甲国同乙国的传统友谊,
    /// 甲国与乙国之间有着…).
    pub(super) fn is_between(&self, end: u32) -> bool {
        let rest = &self.text[end as usize..];
        let starts = rest.char_indices().take(UNKNOWN).take_while(|(_, c)| c.is_alphanumeric());
        let between = starts.map(|(at, _)| &rest[at..]).any(|rest| {
            let behind = self.particles.between.iter().find_map(|p| rest.strip_prefix(p.as_str()));
            behind.is_some_and(|b| self.particles.of.begin(b))
        });
        let tie = |words: &str| self.particles.ties_between.begin(words);
        between
            || self.particles.between.begin(rest)
            || tie(rest)
            || self.particles.of.behind(rest).any(|noun| {
                let starts = noun.char_indices().take(UNKNOWN).take_while(|(_, c)| c.is_alphanumeric());
                starts.map(|(at, _)| &noun[at..]).any(tie)
            })
    }

    /// Whether the word of company at token `i`, with the name behind it, tells what is between two.
    pub(crate) fn ties(&self, i: usize) -> bool {
        self.tokens.get(i + 1).is_some_and(|n| self.directly_behind(i, i + 1) && self.is_between(n.span.end()))
    }

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
        let when = self.particles.occasion.has(word);
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

    /// 甲外长会见乙外长时呼吁…: where what is said or asked at a meeting begins, behind whom it met and the mark of time.
    pub(super) fn speaks_at(&self, clause: &Clause, met: usize) -> Option<u32> {
        let meets = self.words.sense(self.of(met), Class::Event).meeting && clause.kind == Kind::Done;
        if !meets || !matches!(clause.subject, Subject::Actors(..)) || clause.said.is_some() {
            return None;
        }
        let end = self.range(clause.span).end;
        let close = (met + 1..end).find(|&k| self.is(k, Class::Close))?;
        let word = self.between(self.of(close).span.start(), self.of(close).span.end());
        let names = Classes::of(&[Class::Office, Class::Suffix, Class::OrgSuffix]);
        let named = close > met + 1
            && (met + 1..close).all(|k| self.of(k).classes.any(ACTORS) || self.of(k).classes.any(names));
        let speaks = Classes::of(&[Class::Ask, Class::Stance, Class::Show, Class::Will, Class::Pledge, Class::Toward]);
        let next = (close + 1..end).find(|&k| !self.of(k).classes.any(ADVERBS) || self.is_verb(k))?;
        let free = self.of(next).classes.any(speaks) && self.of(close + 1).span.start() == self.of(close).span.end();
        let verb = self.is_verb(next) || self.is(next, Class::Toward) && (next + 1..end).any(|k| self.is_verb(k));
        (self.particles.occasion.has(word) && named && free && verb).then_some(self.of(close + 1).span.start())
    }

    /// Whether a word opens what an attitude is about (对, 对此).
    pub(super) fn is_about(&self, i: usize) -> bool {
        self.of(i).classes.any(Classes::of(&[Class::Toward, Class::Thereon]))
    }

    /// Whether words of some length follow token `i` in its clause: enough to be what somebody says.
    pub(super) fn speaks_on(&self, i: usize) -> bool {
        self.after(i).chars().take_while(|c| c.is_alphanumeric()).take(3).count() == 3
    }
}
