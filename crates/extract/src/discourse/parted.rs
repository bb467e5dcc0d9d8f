//! Segments that hold two acts: a second verb with an object of its own, and a meeting told on the way to what was said there.
//! Next to read: `told.rs`.

use chancery_model::Stance;
use chancery_text::Span;

use super::Coder;
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::{Class, Classes};

impl Coder<'_> {
    /// 双方就规划两国关系，扩大合作等问题交换意见: the segment with the one behind it, where a comma stands in what the talks are
    /// about.
    pub(super) fn topic_goes_on(&self, segment: &Segment, next: Option<&Segment>) -> Option<Segment> {
        let next = next.filter(|n| n.depth == segment.depth)?;
        let tokens = self.reader.tokens;
        let talks = |k: usize| {
            let sense = self.reader.words.sense(&tokens[k], Class::Event);
            !sense.noun && matches!(sense.stance, Some(Stance::Consult | Stance::Agree))
        };
        let range = self.reader.range(segment.span);
        let about =
            |&k: &usize| tokens[k].is(Class::Toward) && self.reader.words.sense(&tokens[k], Class::Toward).lists;
        let opened = range.clone().rev().find(about)?;
        let behind = self.reader.range(next.span);
        let last = behind.clone().next_back().filter(|&k| tokens[k].span.end() == next.span.end() && talks(k))?;
        let names = Classes::of(&[Class::Actor, Class::Own, Class::Both]);
        let heads = behind.clone().next().filter(|&k| tokens[k].span.start() == next.span.start());
        let named = heads.is_some_and(|k| tokens[k].classes.any(names));
        let words = self.reader.between(next.span.start(), tokens[last].span.start());
        // 就地区形势，包括海上局势交换意见: what is among it.
        let among = || self.reader.particles.including.begin(words);
        let more = self.reader.particles.others.stand_in(words) || among();
        let open = !(opened + 1..range.end).any(talks) && more && !named;
        open.then(|| Segment { span: segment.span.cover(next.span), ..*next })
    }

    /// Codes a segment, in two parts where it holds two acts.
    pub(super) fn parted(&mut self, segment: &Segment, clause: Clause, last: bool) {
        if let Some((met, told)) = self.met_on_the_way(segment, &clause) {
            self.segment(&met, told, false);
            self.segment(segment, clause, last);
            return;
        }
        let Some(at) = self.reader.joint(&clause) else {
            self.segment(segment, clause, last);
            return;
        };
        let part = |from, to| Segment { span: Span::new(from, to), ..*segment };
        // 甲同乙通话时|表示，…: the mark of time is none of the deed's.
        let ahead = &self.reader.text[segment.span.start() as usize..at as usize];
        let mark = clause.kind == Kind::Done;
        let mark = self.reader.particles.occasion.iter().find(|p| mark && ahead.ends_with(p.as_str()));
        let end = at - mark.map_or(0, |p| p.len() as u32);
        for (part, last) in [(part(segment.span.start(), end), false), (part(at, segment.span.end()), last)] {
            let clause = self.reader.read(part.span);
            self.segment(&part, clause, last);
        }
    }

    /// 甲外长乙在同丙国外长会谈时说，…: the meeting that news tells in a phrase before the verb, as a segment of its own.
    fn met_on_the_way(&self, segment: &Segment, clause: &Clause) -> Option<(Segment, Clause)> {
        if self.setting.programme || segment.depth > 0 {
            return None;
        }
        // 在会谈后共同会见记者: a deed on the way is told by the deed it leads to.
        let says = matches!(clause.kind, Kind::Say | Kind::Attitude | Kind::Ask | Kind::Promise | Kind::Ought);
        if clause.said.is_none() && !says {
            return None;
        }
        let subject = clause.said.map_or(clause.subject, |(_, subject)| subject);
        let Subject::Actors(first, last) = subject else { return None };
        if !self.names_person(first, last) || self.reader.tokens[first].span.start() < segment.span.start() {
            return None;
        }
        let (anchor, end, with, object) = self.reader.met_in_phrase(clause, last)?;
        let span = Span::new(segment.span.start(), end);
        let told = Clause {
            span,
            kind: Kind::Done,
            start: span.start(),
            anchor: Some(anchor),
            verb: Some(anchor),
            stance: Some(Stance::Consult),
            done: true,
            subject,
            said: None,
            with,
            object,
            toward: Vec::new(),
            takes_up: false,
            topical: false,
            ..clause.clone()
        };
        Some((Segment { span, ..*segment }, told))
    }
}
