//! Papers that speak (声明称, 决议要求, 法案呼吁): whose words theirs are. Next to read: `voices.rs`.

use chancery_model::{ActKind, ActorId, Stance};
use chancery_text::Span;

use super::{COLONS, Coder, Draft, Frame, PAPER_AHEAD};
use crate::cast::principals;
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::Class;

impl Coder<'_> {
    /// 中国方面声明：…: in a paper of several, the paragraph is his who states it.
    pub(super) fn states(&mut self, segment: &Segment) -> bool {
        let opens = self.setting.speaker.len() > 1 && segment.mark.is_some_and(|m| COLONS.contains(&m));
        let tokens = self.reader.tokens;
        let first = self.reader.range(segment.span).next().filter(|&k| opens && tokens[k].is(Class::Actor));
        let Some(first) = first.filter(|&k| tokens[k].span.start() == segment.span.start()) else { return false };
        let rest = &self.reader.text[tokens[first].span.end() as usize..segment.span.end() as usize];
        if !self.reader.particles.staters.has(rest) {
            return false;
        }
        let (speaker, span) = self.actors(first, first);
        let frame = Frame { speaker: speaker.clone(), span: Some(span), all: true, ..Frame::default() };
        self.frame = Some(frame);
        self.last = (speaker, Some(span));
        true
    }

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
            self.frame = Some(Frame { speaker, span: Some(span), paper: true, ..Frame::default() });
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
            let told = &self.reader.text[d.span.range()];
            d.kind == ActKind::Event
                && match d.stance {
                    Some(Stance::Agree | Stance::Request | Stance::Establish) => {
                        paper.is_some_and(|p| told.contains(p.as_str()))
                    }
                    // 外长会晤发表声明: read as the meeting.
                    Some(Stance::Consult) => paper.is_some_and(|p| told.ends_with(p.as_str())),
                    _ => false,
                }
        };
        if let Some(told) = self.drafts.iter().rev().find(issued) {
            let states = principals(&told.holders);
            if !states.is_empty() {
                self.paper_of.clone_from(&states);
                return states;
            }
        }
        if self.paper_of.is_empty() {
            self.paper_of = self
                .met_as_body()
                .or_else(|| self.body_before(span))
                .unwrap_or_else(|| self.cast.many(2, span.start() + PAPER_AHEAD));
        }
        self.paper_of.clone()
    }

    /// 甲组织首脑会议在某地举行。会后发表的宣言说…: the body whose meeting the article told last.
    fn met_as_body(&self) -> Option<Vec<ActorId>> {
        let body = |a: &ActorId| a.is_org() && !matches!(self.setting.organs.get(a), Some(None));
        let last = self.drafts.iter().rev().find(|d| d.kind == ActKind::Event)?;
        let met = last.stance == Some(Stance::Consult) && !last.holders.is_empty() && last.holders.iter().all(body);
        met.then(|| last.holders.clone())
    }

    /// 甲组织峰会闭幕，会后发布的声明提到…: the body named in the sentence before its paper, and no state.
    fn body_before(&self, span: Span) -> Option<Vec<ActorId>> {
        let body = |a: &ActorId| a.is_org() && !matches!(self.setting.organs.get(a), Some(None));
        let tokens = self.reader.tokens;
        let before = self.reader.range(Span::new(self.begins.min(span.start()), span.start()));
        let mut named = before.rev().filter(|&k| tokens[k].is(Class::Actor));
        let last = named.next().map(|k| &self.reader.words.word(&tokens[k]).actors)?;
        let together = !self.setting.programme && !last.is_empty() && last.iter().all(body);
        together.then(|| last.clone())
    }

    /// 领导人欢迎…; 许多领导人主张…, at the head of a paragraph of news: those of the body that the article last told of.
    pub(super) fn members_again(&self, sentence: Span) -> Option<Vec<ActorId>> {
        let particles = &self.reader.particles;
        let words = self.reader.text[sentence.range()].trim_start();
        let many = particles.many.iter().find_map(|m| words.strip_prefix(m.as_str())).unwrap_or(words);
        if self.setting.programme || !particles.members.begin(many) {
            return None;
        }
        let body = |a: &ActorId| {
            let together = a.is_org() || a.is_group();
            together && !matches!(self.setting.organs.get(a), Some(None))
        };
        let last = self.drafts.last().filter(|d| !d.holders.is_empty() && d.holders.iter().all(body))?;
        Some(last.holders.clone())
    }

    /// 发表声明，全文如下：: the frame of a paper given in full is no act (codebook, rule 8).
    pub(super) fn leads_to_words(&mut self, last: &Segment) {
        let words = self.reader.text[last.span.range()].trim_end();
        let leads = last.mark.is_some_and(|m| COLONS.contains(&m))
            && self.reader.particles.follows.iter().any(|p| words.ends_with(p.as_str()));
        let issues = |d: &Draft| {
            let told = &self.reader.text[d.span.range()];
            let named = self.setting.papers.iter().any(|p| told.ends_with(p.as_str()));
            d.kind == ActKind::Event && matches!(d.stance, Some(Stance::Agree)) && named
        };
        if leads && self.drafts.len() == self.sentence_from + 1 && self.drafts.last().is_some_and(issues) {
            self.drafts.pop();
        }
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

    /// 发表声明，谴责…: a statement issued whose words follow is a frame and no act (codebook, rule 8).
    pub(super) fn opens_words(&mut self, clause: &Clause) {
        let Some(act) = self.issued.take() else { return };
        let passed = self.drafts.get(act).is_some_and(|d| {
            let word = &self.reader.text[d.anchor.range()];
            self.reader.particles.votes.stand_in(word)
        });
        let words = !passed
            && matches!(
                clause.kind,
                Kind::Attitude | Kind::Ask | Kind::Ought | Kind::Promise | Kind::Say | Kind::Uphold
            );
        // 发表声明，指控…, 发声明，指甲军开火: who is accused is so by its words.
        let told = clause.said.is_some() || clause.stance == Some(Stance::Accuse);
        let words = words || !passed && clause.kind == Kind::Done && told;
        // 发表声明，重申甲国不…: what it says again has a subject of its own.
        let unled = match clause.said {
            Some((_, said_by)) => said_by == Subject::None,
            None => clause.subject == Subject::None,
        };
        if !words || !unled || act + 1 != self.drafts.len() {
            return;
        }
        // 通过决议，要求…: what is adopted is a deed besides.
        let besides = |d: &Draft| {
            let anchor = self.reader.range(d.anchor).next();
            anchor.is_some_and(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event).splits)
        };
        let Some(issued) = self.drafts.last().cloned() else { return };
        if !besides(&issued) {
            self.drafts.pop();
        }
        let before = self.own();
        let base = (self.setting.programme && before != issued.holders).then_some(before);
        self.last = (issued.holders.clone(), issued.holder_span);
        self.frame = Some(Frame { speaker: issued.holders, span: issued.holder_span, base, ..Frame::default() });
    }

    /// Whether an order stands between a place and the segment: what it orders is signed, whatever it is.
    pub(super) fn is_order(&self, start: u32, segment: &Segment) -> bool {
        let words = self.reader.between(start, segment.span.start());
        self.setting.orders.iter().any(|o| words.contains(o.as_str()))
    }

    /// 签署行政令，暂停…: an order and what it orders are one deed, of the kind of what is ordered.
    pub(super) fn orders(&mut self, clause: &Clause) {
        let Some(act) = self.issued.filter(|&act| act + 1 == self.drafts.len()) else { return };
        let span = self.drafts[act].span;
        let ordered = self.setting.orders.iter().any(|o| self.reader.text[span.range()].ends_with(o.as_str()));
        let deed = matches!(clause.kind, Kind::Done | Kind::Deed) && !clause.befalls;
        let announces = clause.kind == Kind::Say
            && clause.anchor.is_some_and(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event).defers);
        if !ordered || clause.subject != Subject::None || !(deed || announces) {
            return;
        }
        self.issued = None;
        if let Some(signed) = self.drafts.pop() {
            self.last = (signed.holders, signed.holder_span);
            self.announced = Some(signed.span.start());
        }
    }

    /// The act of this segment, where it tells that a statement was issued.
    pub(super) fn issues(&self, segment: &Segment, before: usize) -> Option<usize> {
        let act = self.drafts.len().checked_sub(1).filter(|&n| n >= before)?;
        let words = &self.reader.text[segment.span.range()];
        let named = |list: &[String]| list.iter().any(|p| words.ends_with(p.as_str()));
        let issues = match self.drafts[act].stance.filter(|_| self.drafts[act].kind == ActKind::Event)? {
            Stance::Agree => named(self.setting.papers) || named(self.setting.orders),
            Stance::Establish => named(self.setting.orders),
            _ => false,
        };
        issues.then_some(act)
    }
}
