//! Segments that hold two acts: a second verb with an object of its own, and a meeting told on the way to what was said there.
//! Next to read: `told.rs`.

use chancery_model::Stance;
use chancery_text::Span;

use super::Coder;
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;

impl Coder<'_> {
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
