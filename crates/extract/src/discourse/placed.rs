//! Who a segment names that says no more than where or when he acts: the verb stands behind the comma (甲国军舰9日在乙岛附近，
//! 向…开火). Next to read: `reach.rs`.

use chancery_model::ActorId;
use chancery_text::Span;

use super::Coder;
use crate::govern::{Clause, Kind, Subject, VERBS};
use crate::layout::Segment;
use crate::tokens::{Class, Classes, Token};

impl Coder<'_> {
    /// 甲国在乙协助下，…; 一艘甲国军舰9日在乙岛附近，…: who is named before a phrase of place or means, with a count or a time beside
    /// his name, does what stands behind the comma.
    pub(super) fn names_who_acts(&mut self, segment: &Segment, clause: &mut Clause) {
        if let Some((first, last)) = self.placed(segment, clause) {
            clause.subject = Subject::Actors(first, last);
            self.settle(clause);
            self.told = false;
        }
    }

    /// The tokens that name who is only placed so by the segment.
    pub(super) fn placed(&self, segment: &Segment, clause: &Clause) -> Option<(usize, usize)> {
        let tokens = self.reader.tokens;
        let from = clause.said.map_or(segment.span.start(), |(say, _)| tokens[say].span.end());
        if clause.kind != Kind::Statement || clause.anchor.is_some() || clause.undergoes || clause.condition {
            return None;
        }
        let range = self.reader.range(segment.span);
        let who = Classes::of(&[Class::Actor, Class::Own, Class::Both, Class::They, Class::All]);
        let parts = who.with(Classes::of(&[Class::Office, Class::Suffix, Class::OrgSuffix]));
        let first = range.clone().find(|&k| tokens[k].span.start() >= from && tokens[k].classes.any(who))?;
        let touches = |k: usize| tokens[k - 1].span.end() == tokens[k].span.start();
        let mut last = first;
        while range.contains(&(last + 1)) && touches(last + 1) && tokens[last + 1].classes.any(parts) {
            last += 1;
        }
        let copula = range.clone().any(|k| tokens[k].is(Class::Copula));
        let phrase = range.end > last + 1 && self.is_placing(last) && !copula;
        // 甲国外长某某，9日…: the name alone at the sentence's head.
        let alone = segment.span.start() == self.begins && self.ends_with(last, segment.span.end());
        ((phrase || alone) && self.leads_up_to(from, first)).then_some((first, last))
    }

    /// Whether a phrase stands right behind the name, a day or hour between (甲国军舰9日在…).
    fn is_placing(&self, last: usize) -> bool {
        let tokens = self.reader.tokens;
        let adverbs = Classes::of(&[Class::Doing, Class::Time]);
        let ahead = tokens[last + 1..].iter().take(3).take_while(|t| t.classes.any(adverbs)).count();
        tokens.get(last + 1 + ahead).is_some_and(|n| {
            let gap = self.reader.uncovered(tokens[last].span.end(), n.span.start(), &[]);
            let phrase = n.is(Class::By) && !n.is(Class::Office) || n.is(Class::Toward) && !n.is(Class::Manner);
            gap == 0 && phrase
        })
    }

    /// Whether no word stands between the name and the segment's end.
    fn ends_with(&self, last: usize, end: u32) -> bool {
        let at = self.reader.tokens[last].span.end();
        self.reader.uncovered(at, end.max(at), &[]) == 0 && self.reader.range(Span::new(at, end.max(at))).is_empty()
    }

    /// 乙方说，甲国军舰在乙岛附近，向渔船开火: in another's words too, what stands behind the comma is done by who is placed before it.
    pub(super) fn takes_placed(&self, segment: &Segment, clause: &mut Clause, (first, last): (usize, usize)) {
        let tokens = self.reader.tokens;
        let told = matches!(clause.kind, Kind::Done | Kind::Deed) && clause.said.is_none();
        let between = || {
            let words = Span::new(tokens[last].span.end(), segment.span.start().max(tokens[last].span.end()));
            self.reader.range(words).all(|k| !tokens[k].classes.any(VERBS) || tokens[k].is(Class::By))
        };
        if told && clause.subject == Subject::None && self.spoken() && self.is_placing(last) && between() {
            clause.subject = Subject::Actors(first, last);
        }
    }

    /// Whether the word for some states sums up those named from `first` on (甲国、乙国在内的多国): they are meant.
    pub(super) fn is_summed(&self, first: usize, some: usize) -> bool {
        let last = (first..some).rev().find(|&k| self.reader.tokens[k].is(Class::Actor));
        last.is_some_and(|last| self.reader.sums(last, some))
    }

    /// Whether the clause asks or feels without a subject, or holds something of what was told (…，这令人无法接受).
    pub(super) fn is_felt(&self, clause: &Clause) -> bool {
        let felt = clause.kind == Kind::Attitude;
        match clause.subject {
            Subject::None => clause.kind == Kind::Ask || felt && clause.feels(),
            Subject::Other(span) => felt && self.reader.particles.pronouns.begin(&self.reader.text[span.range()]),
            Subject::Actors(..) => false,
        }
    }

    /// 甲国要求某机构…，该机构发现…: a word for a body means no state, where a body was named.
    pub(super) fn body_for(&self, t: &Token, last: Vec<ActorId>) -> Vec<ActorId> {
        let body = self.reader.words.sense(t, Class::They).noun && last.iter().all(ActorId::is_country);
        let named = || self.cast.body_before(t.span.start());
        body.then(named).flatten().map_or(last, |body| vec![body])
    }

    /// Whether nothing but times, joining words or a count stands before the name (9日，, 一艘甲国军舰).
    fn leads_up_to(&self, from: u32, first: usize) -> bool {
        let at = self.reader.tokens[first].span.start();
        let words = self.reader.between(from, at).trim_start();
        let particles = &self.reader.particles;
        // 现年69岁的甲国总统某某: what ends in the mark of possession describes him.
        let verbs = |k: usize| self.reader.tokens[k].classes.any(VERBS);
        if particles.of.end(words) && !self.reader.range(Span::new(from, at)).any(verbs) {
            return true;
        }
        let counted = words.trim_start_matches(|c: char| particles.counts.contains(&c) || c.is_ascii_digit());
        if counted.len() < words.len() && particles.classifiers.has(counted) {
            return true;
        }
        let plain = Classes::of(&[Class::Time, Class::And]);
        let times = || {
            let ahead = self.reader.range(Span::new(from, at));
            ahead.into_iter().all(|k| self.reader.tokens[k].classes.any(plain))
        };
        self.reader.uncovered(from, at, &[]) == 0 && times()
    }
}
