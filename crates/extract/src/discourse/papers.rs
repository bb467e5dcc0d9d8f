//! Papers that speak (声明称, 决议要求, 法案呼吁): whose words theirs are. Next to read: `voices.rs`.

use chancery_model::{ActKind, ActorId, Stance};
use chancery_text::Span;

use super::{Coder, Draft, Frame, PAPER_AHEAD};
use crate::cast::principals;
use crate::govern::{Clause, Kind, Subject};

impl Coder<'_> {
    /// 法案要求各国…: a paper that asks or holds something speaks for those whose it is.
    pub(super) fn paper_speaks(&mut self, clause: &Clause) {
        let Subject::Other(span) = clause.subject else { return };
        let words = self.reader.text[span.range()].trim_end();
        // 决议得到甲国支持，谴责…: what it goes on to say is its own.
        let speaks =
            matches!(clause.kind, Kind::Attitude | Kind::Ask | Kind::Promise | Kind::Uphold) || clause.undergoes;
        if !speaks || self.frame.is_some() || !self.setting.papers.iter().any(|p| words.ends_with(p.as_str())) {
            return;
        }
        let speaker = self.paper(span);
        if !speaker.is_empty() {
            self.last = (speaker.clone(), Some(span));
            self.frame = Some(Frame { speaker, span: Some(span), paper: true, affirms: false, base: None });
            self.framed_here = true;
        }
    }

    /// Whose statement speaks: the sides named with it, else the document's issuers, else the last set named.
    pub(super) fn paper(&mut self, span: Span) -> Vec<ActorId> {
        if let Some((actors, _)) = self.actors_in(span) {
            self.paper_of = principals(&actors);
            return actors;
        }
        if !self.setting.speaker.is_empty() {
            return self.setting.speaker.to_vec();
        }
        // 议员提出法案。法案要求…: who the article told put it forward.
        let words = &self.reader.text[span.range()];
        let paper = self.setting.papers.iter().find(|p| words.contains(p.as_str()));
        let issued = |d: &&Draft| {
            d.kind == ActKind::Event
                && matches!(d.stance, Some(Stance::Agree | Stance::Request | Stance::Establish))
                && paper.is_some_and(|p| self.reader.text[d.span.range()].contains(p.as_str()))
        };
        if let Some(told) = self.drafts.iter().rev().find(issued) {
            let states = principals(&told.holders);
            if !states.is_empty() {
                self.paper_of.clone_from(&states);
                return states;
            }
        }
        if self.paper_of.is_empty() {
            self.paper_of = self.cast.many(2, span.start() + PAPER_AHEAD);
        }
        self.paper_of.clone()
    }

    /// Whether the words name a document that speaks (声明, 决议).
    pub(super) fn is_paper(&self, span: Span) -> bool {
        let words = &self.reader.text[span.range()];
        self.setting.papers.iter().any(|p| words.contains(p.as_str()))
    }

    /// Whose paper asks or decides, where it is the subject of a clause of news (决议要求…).
    pub(super) fn paper_asks(&self, clause: &Clause) -> Option<Vec<ActorId>> {
        let Subject::Other(span) = clause.subject else { return None };
        let words = self.reader.text[span.range()].trim_end();
        let ends = self.setting.papers.iter().any(|p| words.ends_with(p.as_str()));
        let acts = matches!(clause.kind, Kind::Ask | Kind::Promise | Kind::Attitude);
        (ends && acts && !self.paper_of.is_empty()).then(|| self.paper_of.clone())
    }
}
