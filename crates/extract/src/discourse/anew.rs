//! Whose a reporter's sentence is that opens with an officer by name or post (乙国总统丙在记者会上，促请…), behind what
//! somebody else said. Next to read: `reporter.rs`.

use chancery_model::ActKind;

use super::{Coder, Frame, Voice};
use crate::cast::principals;
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::{Class, Classes};

impl Coder<'_> {
    /// The tokens that name a person or an officer at the head of a reporter's sentence.
    fn officer_at_head(&self, segment: &Segment, clause: &Clause) -> Option<(usize, usize)> {
        let tokens = self.reader.tokens;
        let first = self.reader.range(segment.span).next()?;
        let named = Classes::of(&[Class::Actor, Class::Office, Class::Suffix, Class::OrgSuffix]);
        if tokens[first].span.start() != segment.span.start() || !tokens[first].is(Class::Actor) {
            return None;
        }
        let last = match clause.subject {
            Subject::Actors(at, last) if at == first => last,
            _ => {
                let touches = |k: &usize| {
                    tokens[k - 1].span.end() == tokens[*k].span.start()
                        && tokens[*k].span.end() <= segment.span.end()
                        && tokens[*k].classes.any(named)
                };
                (first + 1..tokens.len()).take_while(touches).last().unwrap_or(first)
            }
        };
        // 乙国总统丙: told anew. 丙, 丙总统, one who speaks may tell of too: only where he has done nothing yet.
        let posts = Classes::of(&[Class::Office, Class::Suffix]);
        let post = tokens[first..=last].iter().any(|t| t.classes.any(posts));
        let introduced = post && !self.names_person(first, first) && last > first;
        // 习近平主席此访意义重大，将…, 主席的访问…: what is told of is his visit.
        let rest = &self.reader.text[tokens[last].span.end() as usize..];
        let particles = &self.reader.particles;
        let thing = particles.pronouns.begin(rest) || particles.again.begin(rest) || particles.of.begin(rest);
        let named = (post || self.names_person(first, last)) && clause.kind == Kind::Statement && !thing;
        (introduced || named).then_some((first, last))
    }

    /// Notes at a sentence's first segment who it is about, for `acts_anew`.
    pub(super) fn heads_anew(&mut self, segment: &Segment, clause: &Clause) {
        let reports = segment.depth == 0
            && !self.setting.programme
            && !self.setting.law
            && matches!(self.voice(segment.span.start()), Voice::Own)
            && (self.frame.is_some() || self.suspended.is_some());
        let says = clause.said.is_some() || clause.kind == Kind::Say;
        self.officer = if reports && !says { self.officer_at_head(segment, clause) } else { None };
    }

    /// 甲方说…。乙国总统丙访问丁地，谴责甲方: what stands behind the comma without a subject is his whom the sentence opened
    /// with, and a reporter tells it.
    pub(super) fn acts_anew(&mut self, segment: &Segment, clause: &Clause) {
        let Some((first, last)) = self.officer else { return };
        let named = self.reader.tokens[first].span.start();
        if segment.span.start() <= named {
            return;
        }
        if self.framed_here || segment.depth > 0 || clause.subject != Subject::None || clause.said.is_some() {
            self.officer = None;
            return;
        }
        let holds = matches!(clause.kind, Kind::Attitude | Kind::Ask | Kind::Promise | Kind::Uphold);
        // 在某地，签署…: his too, who was named with his post; what he does behind another deed goes on by itself.
        let does = matches!(clause.kind, Kind::Done | Kind::Deed);
        let acts = holds || does && self.open().is_none() && !self.names_person(first, first);
        if !acts || clause.condition {
            return;
        }
        self.officer = None;
        let (who, span) = self.actors(first, last);
        // 乙总统高度赞赏…: he who speaks, by a name that tells less of him.
        let heard = |f: &Frame| {
            f.speaker == who || principals(&f.speaker) == principals(&who) && !self.names_person(first, last)
        };
        let same = self.frame.as_ref().or(self.suspended.as_ref()).is_some_and(heard);
        if who.is_empty() || same {
            return;
        }
        // 乙国首相抛出言论，对此表示遗憾, told by one who spoke: what he feels of it, or asks of its state.
        let did = self.open().is_some_and(|d| d.kind == ActKind::Event);
        let takes_up = did && clause.takes_up || clause.anchor.is_some_and(|a| self.reader.exclaims(a));
        let state = principals(&who);
        let at = |k: &usize| self.reader.words.word(&self.reader.tokens[*k]).actors.iter().any(|a| state.contains(a));
        if takes_up || clause.object.iter().chain(&clause.toward).any(at) {
            return;
        }
        self.frame = None;
        (self.suspended, self.of_thing) = (None, false);
        (self.last, self.told) = ((who, Some(span)), false);
    }
}
