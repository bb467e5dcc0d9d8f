//! From governed segments to acts: extents, auxiliaries that reach on, lists under one call, frames and speakers.
//!
//! One pass over the sentences with a small state (codebook rules 1–12): who speaks, which auxiliary governs on, whether
//! the last act still takes in what follows. Next to read: `values.rs`, which adds figures and times to the acts.

use chancery_model::{ActKind, ActorId, Polarity, Stance, Status};
use chancery_text::Span;

use crate::cast::{Cast, principals, unique};
use crate::govern::{Clause, Kind, Reader, Subject};
use crate::layout::{Layout, Segment, Sentence};
use crate::tokens::{Class, Classes};

/// An act before its figures and names are added.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) kind: ActKind,
    pub(crate) span: Span,
    pub(crate) anchor: Span,
    pub(crate) stance: Option<Stance>,
    pub(crate) polarity: Option<Polarity>,
    pub(crate) intensity: Option<u8>,
    pub(crate) holders: Vec<ActorId>,
    pub(crate) holder_span: Option<Span>,
    pub(crate) addressees: Vec<ActorId>,
    pub(crate) targets: Vec<ActorId>,
    pub(crate) via: Vec<ActorId>,
    pub(crate) status: Option<Status>,
    pub(crate) only_if: Option<Span>,
    pub(crate) confidence: f32,
}

/// What a stretch of the text is, told by the article's structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Voice {
    /// The document's own voice.
    Own,
    /// Nobody's act: a question, a heading, a caption, a signature.
    Nobody,
    /// An answer by this speaker.
    Speaker(Vec<ActorId>),
}

/// What the coder must know of the article.
pub(crate) struct Setting<'a> {
    /// Whether the document acts in its own name (a joint statement, a programme, a law), so that clauses without
    /// subject are its issuers' acts.
    pub(crate) programme: bool,
    /// Voice at a place of the text.
    pub(crate) voices: &'a [(Span, Voice)],
    /// Groups and their members.
    pub(crate) members: &'a [(ActorId, Vec<ActorId>)],
    /// Words that name a document as speaker (声明, 公报).
    pub(crate) papers: &'a [String],
}

#[derive(Clone, Debug, Default)]
struct Frame {
    speaker: Vec<ActorId>,
    span: Option<Span>,
    /// A statement of several speaks (声明称), not a person.
    paper: bool,
    /// What it says affirms (重申, 坚信) until the sentence ends.
    affirms: bool,
}

/// How far behind its first naming a statement may name its issuers (声明称：“我们，甲、乙…的领导人): one sentence, in
/// bytes.
const PAPER_AHEAD: u32 = 240;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Nothing follows into the act.
    Closed,
    /// A call's list: every clause without a subject of the holder's.
    Call,
    /// 支持 or 反对 with others doing several things: clauses of doing without auxiliary.
    Object,
    /// A principle's list (应…, …).
    Principle,
}

pub(crate) struct Coder<'a> {
    reader: &'a Reader<'a>,
    layout: &'a Layout,
    cast: &'a Cast,
    setting: &'a Setting<'a>,
    frame: Option<Frame>,
    /// The speaker of the paragraph before, until it shows whether the new one goes on in the same voice.
    suspended: Option<Frame>,
    /// Whose statement is being reported.
    paper_of: Vec<ActorId>,
    /// Holders of the clause before, with where they are named.
    last: (Vec<ActorId>, Option<Span>),
    /// Auxiliary that governs on in the sentence.
    auxiliary: Option<(Stance, bool)>,
    ought: Option<u8>,
    reach: Reach,
    /// Where the act to come begins (a light verb before it).
    opens_at: Option<u32>,
    condition: Option<Span>,
    /// Where the words begin that no act has taken yet in this sentence: what 对此 takes up.
    topic: Option<u32>,
    /// The subject of the sentence so far is a thing: what follows without a subject is told of it.
    of_thing: bool,
    /// A frame opened in this sentence.
    framed_here: bool,
    /// Index of the first act of the current sentence.
    sentence_from: usize,
    drafts: Vec<Draft>,
}

impl<'a> Coder<'a> {
    pub(crate) fn code(
        reader: &'a Reader<'a>,
        layout: &'a Layout,
        cast: &'a Cast,
        setting: &'a Setting<'a>,
    ) -> Vec<Draft> {
        let mut coder = Self {
            reader,
            layout,
            cast,
            setting,
            frame: None,
            suspended: None,
            paper_of: Vec::new(),
            last: (Vec::new(), None),
            auxiliary: None,
            ought: None,
            reach: Reach::Closed,
            opens_at: None,
            condition: None,
            topic: None,
            of_thing: false,
            framed_here: false,
            sentence_from: 0,
            drafts: Vec::new(),
        };
        for sentence in &layout.sentences {
            coder.sentence(sentence);
        }
        coder.drafts
    }

    fn voice(&self, at: u32) -> Voice {
        let found = self.setting.voices.iter().rev().find(|(span, _)| span.holds(at));
        found.map_or(Voice::Own, |(_, v)| v.clone())
    }

    fn sentence(&mut self, sentence: &Sentence) {
        let segments = self.layout.of(sentence);
        match self.voice(sentence.span.start()) {
            Voice::Nobody => return,
            Voice::Speaker(speaker) => {
                if self.frame.as_ref().is_none_or(|f| f.speaker != speaker) {
                    self.frame = Some(Frame { speaker, span: None, paper: false, affirms: false });
                }
            }
            Voice::Own => {
                let quoted = segments.first().is_some_and(|s| s.depth > 0);
                if sentence.opens && !quoted {
                    self.suspended = self.frame.take().filter(|f| !f.paper);
                    self.last = (Vec::new(), None);
                }
            }
        }
        if let Some(frame) = &mut self.frame {
            frame.affirms = false;
        }
        self.auxiliary = None;
        self.ought = None;
        self.reach = Reach::Closed;
        self.opens_at = None;
        self.condition = None;
        if self.spoken() && !self.last.0.is_empty() && !self.is_own(&self.last.0) {
            self.last = (Vec::new(), None);
        }
        self.framed_here = false;
        self.of_thing = false;
        self.topic = None;
        self.sentence_from = self.drafts.len();
        for (n, segment) in segments.iter().enumerate() {
            let clause = self.reader.read(segment.span);
            self.segment(segment, clause, n + 1 == segments.len());
        }
    }

    fn open(&self) -> Option<&Draft> {
        (self.drafts.len() > self.sentence_from).then(|| &self.drafts[self.drafts.len() - 1])
    }

    fn extend(&mut self, segment: &Segment) {
        if self.drafts.len() > self.sentence_from
            && let Some(last) = self.drafts.last_mut()
        {
            last.span = last.span.cover(segment.span);
        }
    }

    fn segment(&mut self, segment: &Segment, mut clause: Clause, last: bool) {
        let before = self.drafts.len();
        self.code_segment(segment, &mut clause, last);
        let took = self.drafts.len() > before || clause.kind == Kind::Say;
        self.topic = if took { None } else { self.topic.or(Some(segment.span.start())) };
    }

    fn code_segment(&mut self, segment: &Segment, clause: &mut Clause, last: bool) {
        self.resume(clause);
        if clause.condition && clause.kind != Kind::Say {
            self.condition = Some(segment.span);
            return;
        }
        if let Some((say, subject)) = clause.said {
            self.says(say, subject);
        }
        if clause.kind == Kind::Say {
            if clause.said.is_none()
                && let Some(anchor) = clause.anchor
            {
                self.says(anchor, clause.subject);
            }
            self.reach = Reach::Closed;
            return;
        }
        if clause.tail && self.open().is_some() && !matches!(clause.kind, Kind::Promise) {
            self.extend(segment);
            return;
        }
        if self.closes_chain(clause, last) {
            self.extend(segment);
            return;
        }
        if self.is_light(clause) {
            if clause.kind == Kind::Promise {
                self.auxiliary = clause.stance.map(|s| (s, clause.ongoing));
                self.settle(clause);
            }
            self.opens_at.get_or_insert(clause.start);
            return;
        }
        if self.takes_in(clause) {
            self.extend(segment);
            return;
        }
        if self.is_of_thing(clause) {
            return;
        }
        if let Some(at) = self.opens_at.take() {
            clause.start = at;
        }
        self.act(segment, clause.clone());
    }

    /// A new paragraph goes on in the voice of the one before where it opens with what the speaker's side should, will or
    /// holds (政治上，要把准方向), without a verb of saying and not with a deed told.
    fn resume(&mut self, clause: &Clause) {
        if self.suspended.is_none() || clause.said.is_some() {
            self.suspended = self.suspended.take().filter(|_| clause.said.is_none());
            return;
        }
        let own = match clause.subject {
            Subject::None => true,
            Subject::Actors(first, last) => (first..=last).any(|i| {
                let t = &self.reader.tokens[i];
                let state = |f: &Frame| principals(&f.speaker);
                t.classes.any(Classes::of(&[Class::Own, Class::Both]))
                    || self
                        .suspended
                        .as_ref()
                        .is_some_and(|f| self.reader.words.word(t).actors.iter().any(|a| state(f).contains(a)))
            }),
            Subject::Other(_) => false,
        };
        match clause.kind {
            Kind::Ought | Kind::Promise | Kind::Attitude | Kind::Ask | Kind::Uphold | Kind::Deed if own => {
                self.frame = self.suspended.take();
            }
            Kind::Statement | Kind::Weight => {}
            _ => self.suspended = None,
        }
    }

    /// Whether the clause tells of a thing (疫情持续蔓延，阻碍发展): no holder's act, and neither are the clauses
    /// without subject after it.
    fn is_of_thing(&mut self, clause: &Clause) -> bool {
        let verbal = matches!(clause.kind, Kind::Deed | Kind::Done | Kind::Promise | Kind::Uphold | Kind::Attitude);
        match clause.subject {
            Subject::Actors(..) => self.of_thing = clause.undergoes,
            Subject::Other(span) => {
                let named = !self.spoken() && self.actors_in(span).is_some();
                let long = span.len() >= 12;
                let soft = clause.kind == Kind::Attitude
                    || (clause.kind == Kind::Promise
                        && !matches!(clause.stance, Some(Stance::Will | Stance::Continue)));
                if (verbal && !soft) || clause.undergoes || (clause.kind == Kind::Statement && long) {
                    self.of_thing = !named;
                }
                if soft {
                    return false;
                }
            }
            Subject::None if clause.undergoes => return true,
            Subject::None => {}
        }
        self.of_thing && verbal && clause.said.is_none()
    }

    /// A verb of saying opens a frame: whose words follow.
    fn says(&mut self, say: usize, subject: Subject) {
        self.framed_here = true;
        let token = &self.reader.tokens[say];
        let affirms = self.reader.words.sense(token, Class::Say).affirms || token.is(Class::Stance);
        match subject {
            Subject::Actors(first, last) => {
                let (speaker, span) = self.actors(first, last);
                if !speaker.is_empty() {
                    self.frame = Some(Frame { speaker: speaker.clone(), span: Some(span), paper: false, affirms });
                    self.last = (speaker, Some(span));
                }
            }
            Subject::Other(span) => {
                let words = &self.reader.text[span.range()];
                if self.setting.papers.iter().any(|p| words.contains(p.as_str())) {
                    let speaker = self.paper(span);
                    self.frame = Some(Frame { speaker: speaker.clone(), span: Some(span), paper: true, affirms });
                    self.last = (speaker, Some(span));
                } else if let Some((speaker, at)) = self.actors_in(span) {
                    self.frame = Some(Frame { speaker: speaker.clone(), span: Some(at), paper: false, affirms });
                    self.last = (speaker, Some(at));
                }
            }
            Subject::None => {
                if let Some(frame) = &mut self.frame {
                    frame.affirms = affirms;
                } else if !self.last.0.is_empty() {
                    let (speaker, span) = self.last.clone();
                    self.frame = Some(Frame { speaker, span, paper: false, affirms });
                } else if self.setting.programme {
                    self.frame = None;
                }
            }
        }
    }

    /// Whose statement speaks: the sides named with it, else the document's issuers, else the last set named.
    fn paper(&mut self, span: Span) -> Vec<ActorId> {
        if let Some((actors, _)) = self.actors_in(span) {
            self.paper_of = principals(&actors);
            return actors;
        }
        if !self.cast.issuers.is_empty() {
            return self.cast.issuers.clone();
        }
        if self.paper_of.is_empty() {
            self.paper_of = self.cast.many(2, span.start() + PAPER_AHEAD);
        }
        self.paper_of.clone()
    }

    fn actors_in(&self, span: Span) -> Option<(Vec<ActorId>, Span)> {
        let range = self.reader.range(span);
        let found: Vec<usize> = range.filter(|&i| self.reader.tokens[i].is(Class::Actor)).collect();
        let (&first, &last) = (found.first()?, found.last()?);
        let (actors, at) = self.actors(first, last);
        (!actors.is_empty()).then_some((actors, at))
    }

    /// Whom tokens `first..=last` name at their place.
    fn actors(&self, first: usize, last: usize) -> (Vec<ActorId>, Span) {
        let tokens = &self.reader.tokens[first..=last];
        let span = tokens[0].span.cover(tokens[tokens.len() - 1].span);
        let mut out = Vec::new();
        for t in tokens {
            let at = t.span.start();
            if t.is(Class::Actor) {
                out.extend(self.as_speaker(&self.reader.words.word(t).actors));
            } else if t.is(Class::Own) {
                out.extend(self.own());
            } else if t.is(Class::Both) {
                out.extend(self.both(at));
            } else if t.is(Class::All) {
                out.extend(self.all(t.span));
            } else if t.is(Class::They) {
                let plural = self.reader.words.sense(t, Class::They).size >= 2;
                let set = if plural { self.cast.many(2, at) } else { Vec::new() };
                out.extend(if set.is_empty() { self.last.0.clone() } else { set });
            }
        }
        (unique(out), span)
    }

    /// In somebody's speech, the speaker's own state means the speaker (中方 said by a minister: codebook, actor ids).
    fn as_speaker(&self, actors: &[ActorId]) -> Vec<ActorId> {
        if let [one] = actors
            && let Some((_, members)) = self.setting.members.iter().find(|(group, _)| group == one)
            && principals(&self.own()) == *members
        {
            return members.clone();
        }
        if let (Some(frame), [one]) = (&self.frame, actors)
            && !frame.paper
            && frame.speaker.contains(one)
        {
            return frame.speaker.clone();
        }
        actors.to_vec()
    }

    fn own(&self) -> Vec<ActorId> {
        match &self.frame {
            Some(frame) => frame.speaker.clone(),
            None => self.cast.issuers.clone(),
        }
    }

    fn both(&self, at: u32) -> Vec<ActorId> {
        if let Some(frame) = self.frame.as_ref().filter(|f| !f.paper)
            && let [one] = principals(&frame.speaker).as_slice()
        {
            let pair = self.cast.pair_with(one, at);
            if !pair.is_empty() {
                return pair;
            }
        }
        self.cast.set(2, at)
    }

    fn all(&self, span: Span) -> Vec<ActorId> {
        let range = self.reader.range(span);
        let size = range.clone().next().map_or(0, |i| self.reader.words.sense(&self.reader.tokens[i], Class::All).size);
        if size >= 3 {
            let set = self.cast.set(usize::from(size), span.start());
            if !set.is_empty() {
                return set;
            }
        } else if let Some(body) = &self.cast.body
            && self.reader.words.sense(&self.reader.tokens[range.start], Class::All).lists
        {
            return vec![body.clone()];
        }
        self.cast.many(3, span.start())
    }

    /// Names the clause's subject as the holder of what follows, where it names one.
    fn settle(&mut self, clause: &Clause) {
        if let Subject::Actors(first, last) = clause.subject {
            let (actors, span) = self.actors(first, last);
            if !actors.is_empty() {
                self.last = (actors, Some(span));
            }
        }
    }

    /// Whether the words are somebody's own (a speech, a programme) and not a reporter's.
    fn spoken(&self) -> bool {
        self.frame.is_some() || self.setting.programme
    }

    /// Those who act together with the subject: 中国与俄罗斯反对….
    fn joined(&self, clause: &Clause, actors: Vec<ActorId>, last: usize) -> Vec<ActorId> {
        let together = matches!(clause.kind, Kind::Promise | Kind::Attitude | Kind::Ask | Kind::Ought);
        let next = last + 2;
        if together
            && clause.with.contains(&next)
            && actors.len() == 1
            && self.reader.tokens[last + 1].span.start() == self.reader.tokens[last].span.end()
        {
            let (with, _) = self.actors(next, next);
            if principals(&with).len() == 1 {
                return unique(actors.into_iter().chain(with).collect());
            }
        }
        actors
    }

    /// The holder of an act in this clause.
    fn holder(&mut self, clause: &Clause) -> (Vec<ActorId>, Option<Span>, f32) {
        match clause.subject {
            Subject::Actors(first, last) => {
                let (actors, span) = self.actors(first, last);
                if !actors.is_empty() {
                    let actors = self.joined(clause, actors, last);
                    self.last = (actors.clone(), Some(span));
                    return (actors, Some(span), 0.95);
                }
            }
            Subject::Other(span) if clause.kind != Kind::Ought && !self.spoken() => {
                if let Some((actors, at)) = self.actors_in(span) {
                    self.last = (actors.clone(), Some(at));
                    return (actors, Some(at), 0.75);
                }
            }
            _ => {}
        }
        if !self.last.0.is_empty() {
            return (self.last.0.clone(), self.last.1, 0.85);
        }
        if let Some(frame) = &self.frame {
            return (frame.speaker.clone(), frame.span, 0.85);
        }
        if self.setting.programme {
            return (self.cast.issuers.clone(), None, 0.8);
        }
        (Vec::new(), None, 0.5)
    }

    fn is_light(&self, clause: &Clause) -> bool {
        if !matches!(clause.kind, Kind::Promise | Kind::Statement | Kind::Deed) {
            return false;
        }
        let range = self.reader.range(clause.span);
        let last = range.clone().next_back();
        let light = last.is_some_and(|i| {
            self.reader.tokens[i].is(Class::Light) && self.reader.tokens[i].span.end() == clause.span.end()
        });
        light
            && !range
                .clone()
                .any(|i| self.reader.tokens[i].classes.any(Classes::of(&[Class::Deed, Class::Event, Class::Stance])))
    }

    /// A result clause that closes the act before: 造福…, or 为…提供…保障 at the end of the chain (codebook, rule 3).
    fn closes_chain(&self, clause: &Clause, last: bool) -> bool {
        if self.open().is_none() || clause.kind != Kind::Deed || clause.subject != Subject::None {
            return false;
        }
        let tokens = self.reader.tokens;
        let Some(anchor) = clause.anchor else { return false };
        if tokens[anchor].is(Class::Effect) && clause.start == clause.span.start() {
            return true;
        }
        let range = self.reader.range(clause.span);
        let toward = range
            .clone()
            .next()
            .is_some_and(|i| tokens[i].is(Class::Toward) && tokens[i].span.start() == clause.span.start());
        last && toward && self.auxiliary.is_none_or(|_| !clause.done)
    }

    /// Whether the act before takes this clause in.
    fn takes_in(&self, clause: &Clause) -> bool {
        if self.open().is_none() {
            return false;
        }
        let own_subject = matches!(clause.subject, Subject::Actors(..)) || clause.said.is_some();
        match self.reach {
            Reach::Closed => clause.kind == Kind::Statement && clause.subject == Subject::None && clause.said.is_none(),
            Reach::Call => {
                let against = clause.polarity == Some(Polarity::Against) && clause.kind == Kind::Attitude;
                !own_subject && !against && !matches!(clause.kind, Kind::Promise | Kind::Ask | Kind::Ought)
            }
            Reach::Object => !own_subject && matches!(clause.kind, Kind::Deed | Kind::Statement),
            Reach::Principle => {
                !own_subject && matches!(clause.kind, Kind::Deed | Kind::Statement | Kind::Uphold | Kind::Weight)
                    || (!own_subject && clause.kind == Kind::Attitude && clause.stance == Some(Stance::Affirm))
            }
        }
    }

    fn push(&mut self, clause: &Clause, segment: &Segment, draft: Draft) {
        let start = if draft.kind == ActKind::Event || draft.span.start() < clause.start {
            draft.span.start()
        } else {
            clause.start
        };
        let span = Span::new(start.min(segment.span.end()), segment.span.end());
        self.drafts.push(Draft { span, only_if: self.condition.take(), ..draft });
    }

    fn others(&self, tokens: &[usize], holders: &[ActorId]) -> Vec<ActorId> {
        let mut out = Vec::new();
        for &i in tokens {
            let (actors, _) = self.actors(i, i);
            out.extend(actors.into_iter().filter(|a| !holders.contains(a)));
        }
        unique(out)
    }

    fn objects(&self, clause: &Clause) -> Vec<usize> {
        let Some(first) = clause.object else { return Vec::new() };
        let mut out = vec![first];
        let range = self.reader.range(clause.span);
        let mut k = first + 1;
        while k < range.end && self.reader.tokens[k].is(Class::Actor) {
            let gap = &self.reader.text
                [self.reader.tokens[k - 1].span.end() as usize..self.reader.tokens[k].span.start() as usize];
            if !gap.is_empty() && !self.reader.particles.and.iter().any(|p| p == gap) {
                break;
            }
            out.push(k);
            k += 1;
        }
        out
    }

    /// The word that makes a statement weigh.
    fn weight(&self, clause: &Clause) -> Option<usize> {
        self.reader.range(clause.span).rev().find(|&i| self.reader.tokens[i].is(Class::Weight))
    }

    fn act(&mut self, segment: &Segment, clause: Clause) {
        let base = Draft {
            kind: ActKind::Claim,
            span: Span::new(clause.start, segment.span.end()),
            anchor: clause.anchor.or_else(|| self.weight(&clause)).map_or(segment.span, |a| self.reader.tokens[a].span),
            stance: None,
            polarity: None,
            intensity: None,
            holders: Vec::new(),
            holder_span: None,
            addressees: Vec::new(),
            targets: Vec::new(),
            via: Vec::new(),
            status: None,
            only_if: None,
            confidence: 0.8,
        };
        match clause.kind {
            Kind::Attitude | Kind::Uphold => self.attitude(segment, clause, base),
            Kind::Promise => self.promise(segment, clause, base),
            Kind::Ask => self.ask(segment, clause, base),
            Kind::Ought => self.ought(segment, clause, base),
            Kind::Deed => self.deed(segment, clause, base),
            Kind::Done => self.done(segment, clause, base),
            Kind::Weight | Kind::Statement => self.statement(segment, clause, base),
            Kind::Say => {}
        }
    }

    fn commitment(&self, base: Draft, stance: Stance, ongoing: bool) -> Draft {
        Draft { kind: ActKind::Commitment, stance: Some(stance), status: ongoing.then_some(Status::Ongoing), ..base }
    }

    fn attitude(&mut self, segment: &Segment, clause: Clause, base: Draft) {
        let bare = matches!(clause.subject, Subject::None) && clause.said.is_none();
        let reachable = matches!(clause.stance, Some(Stance::Support | Stance::Oppose | Stance::Affirm));
        if let (true, true, Some((stance, ongoing))) = (bare, reachable, self.auxiliary) {
            let (holders, holder_span, confidence) = self.holder(&clause);
            let addressees = self.others(&self.objects(&clause), &holders);
            let draft = self.commitment(base, stance, ongoing);
            self.push(&clause, segment, Draft { holders, holder_span, confidence, addressees, ..draft });
            return;
        }
        let (holders, holder_span, confidence) = self.holder(&clause);
        if holders.is_empty() {
            return;
        }
        let targets = self
            .others(&self.objects(&clause), &holders)
            .into_iter()
            .chain(self.others(&clause.toward, &holders))
            .collect();
        self.reach = match clause.stance {
            Some(Stance::Support) if clause.object_acts => Reach::Object,
            Some(
                Stance::Oppose
                | Stance::Condemn
                | Stance::Welcome
                | Stance::Understand
                | Stance::Note
                | Stance::Concern,
            ) if clause.object_verbs => Reach::Object,
            Some(Stance::Affirm) if clause.lists && clause.kind == Kind::Attitude => Reach::Object,
            _ => Reach::Closed,
        };
        let (polarity, intensity) = (clause.polarity, Some(clause.intensity));
        let draft = Draft {
            kind: ActKind::Position,
            stance: clause.stance,
            polarity,
            intensity,
            holders,
            holder_span,
            targets,
            confidence,
            ..base
        };
        self.auxiliary = None;
        let mut clause = clause;
        if clause.takes_up
            && let Some(at) = self.topic
        {
            clause.start = at;
        }
        self.push(&clause, segment, draft);
    }

    fn promise(&mut self, segment: &Segment, clause: Clause, base: Draft) {
        let (holders, holder_span, confidence) = self.holder(&clause);
        if holders.is_empty() {
            return;
        }
        let stance = clause.stance.unwrap_or(Stance::Will);
        let body = holders.iter().any(|h| h.as_str().starts_with("org:"));
        if self.spoken() && stance == Stance::Will && !body && !self.is_own(&holders) {
            self.reach = Reach::Closed;
            return;
        }
        let mut tokens = clause.with.clone();
        tokens.extend(&clause.toward);
        tokens.extend(self.objects(&clause));
        let addressees = self.others(&tokens, &holders);
        let draft = self.commitment(base, stance, clause.ongoing);
        self.auxiliary = Some((stance, clause.ongoing));
        self.ought = None;
        self.reach = Reach::Closed;
        self.push(&clause, segment, Draft { holders, holder_span, confidence, addressees, ..draft });
    }

    fn ask(&mut self, segment: &Segment, clause: Clause, base: Draft) {
        let (holders, holder_span, confidence) = self.holder(&clause);
        if holders.is_empty() {
            return;
        }
        let addressees = self.others(&self.objects(&clause), &holders);
        self.reach = Reach::Call;
        self.auxiliary = None;
        let draft = Draft {
            kind: ActKind::Call,
            stance: clause.stance,
            intensity: Some(clause.intensity),
            holders,
            holder_span,
            addressees,
            confidence,
            ..base
        };
        self.push(&clause, segment, draft);
    }

    fn ought(&mut self, segment: &Segment, clause: Clause, mut base: Draft) {
        let speaker: Vec<ActorId> = match &self.frame {
            Some(frame) => frame.speaker.clone(),
            None if self.setting.programme => self.cast.issuers.clone(),
            None => self.last.0.clone(),
        };
        if speaker.is_empty() {
            return;
        }
        let holder_span = self.frame.as_ref().and_then(|f| f.span);
        let (mut subject, mut at) = (Vec::new(), None);
        if let Subject::Actors(first, last) = clause.subject {
            let (actors, span) = self.actors(first, last);
            (subject, at) = (actors, Some(span));
        }
        let of_speaker = subject.iter().any(|a| speaker.contains(a)) || subject.is_empty();
        base.span = Span::new(at.map_or(clause.span.start(), Span::start).min(clause.start), segment.span.end());
        let held = Draft { holders: speaker, holder_span, confidence: 0.8, ..base };
        let mut draft = if of_speaker {
            let polarity = if clause.negative { Polarity::Against } else { Polarity::For };
            Draft {
                kind: ActKind::Position,
                stance: Some(Stance::Affirm),
                polarity: Some(polarity),
                intensity: Some(3),
                ..held
            }
        } else {
            Draft {
                kind: ActKind::Call,
                stance: Some(Stance::Call),
                intensity: Some(clause.intensity),
                addressees: subject,

                ..held
            }
        };
        self.reach = if draft.kind == ActKind::Call { Reach::Call } else { Reach::Principle };
        let splits =
            clause.anchor.is_some_and(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Ought).splits);
        if draft.kind == ActKind::Position && splits && clause.said.is_none() && !self.framed_here {
            self.reach = Reach::Closed;
            self.ought = Some(clause.intensity);
        }
        self.auxiliary = None;
        if draft.kind == ActKind::Position && at.is_none() && matches!(clause.subject, Subject::None) {
            draft.span = Span::new(clause.start, segment.span.end());
        }
        self.push(&clause, segment, draft);
    }

    fn deed(&mut self, segment: &Segment, clause: Clause, base: Draft) {
        let (holders, holder_span, confidence) = self.holder(&clause);
        if let Some((stance, ongoing)) = self.auxiliary
            && matches!(clause.subject, Subject::None)
        {
            let mut tokens = clause.with.clone();
            tokens.extend(&clause.toward);
            let addressees = self.others(&tokens, &holders);
            let draft = self.commitment(base, stance, ongoing);
            self.push(&clause, segment, Draft { holders, holder_span, confidence, addressees, ..draft });
            return;
        }
        if self.ought.is_some() && matches!(clause.subject, Subject::None) {
            let draft = Draft {
                kind: ActKind::Position,
                stance: Some(Stance::Affirm),
                polarity: Some(Polarity::For),
                intensity: Some(3),
                holders,
                holder_span,
                confidence,
                ..base
            };
            self.push(&clause, segment, draft);
            return;
        }
        if holders.is_empty() {
            return;
        }
        let spoken = self.spoken();
        if let Subject::Other(span) = clause.subject
            && (self.actors_in(span).is_none() || spoken)
        {
            self.reach = Reach::Closed;
            return;
        }
        let own = self.is_own(&holders);
        if spoken && own {
            let mut tokens = clause.with.clone();
            tokens.extend(&clause.toward);
            let addressees = self.others(&tokens, &holders);
            let draft = self.commitment(base, Stance::Will, true);
            self.reach = Reach::Closed;
            self.push(
                &clause,
                segment,
                Draft { holders, holder_span, confidence: confidence - 0.1, addressees, ..draft },
            );
        }
    }

    /// Whether the holders are the speaker's or the document's own side.
    fn is_own(&self, holders: &[ActorId]) -> bool {
        let own = self.own();
        own.is_empty() || holders.iter().any(|h| own.contains(h))
    }

    fn done(&mut self, segment: &Segment, clause: Clause, base: Draft) {
        if let (Some((stance, ongoing)), Subject::None, false) = (self.auxiliary, clause.subject, clause.done) {
            let (holders, holder_span, confidence) = self.holder(&clause);
            let draft = self.commitment(base, stance, ongoing);
            self.push(&clause, segment, Draft { holders, holder_span, confidence, ..draft });
            return;
        }
        let told = self.open().is_some_and(|d| d.kind == ActKind::Event);
        let item = self.setting.programme && clause.subject == Subject::None && !clause.done && !clause.doing && !told;
        if item {
            self.deed(segment, clause, base);
            return;
        }
        let (holders, holder_span, confidence) = self.holder(&clause);
        let stance = clause.stance.unwrap_or(Stance::Cooperate);
        if holders.is_empty() && stance != Stance::Disaster {
            return;
        }
        let mut holders = holders;
        let mut tokens = clause.toward.clone();
        tokens.extend(self.objects(&clause));
        if stance == Stance::Consult || stance == Stance::Agree {
            let with = self.others(&clause.with, &[]);
            holders = unique(holders.into_iter().chain(with).collect());
        } else {
            tokens.extend(&clause.with);
        }
        let addressees = self.others(&tokens, &holders);
        self.reach = Reach::Closed;
        let via = self.frame.as_ref().map(|f| f.speaker.clone()).filter(|s| *s != holders).unwrap_or_default();
        let span = Span::new(segment.span.start(), segment.span.end());
        self.push(
            &clause,
            segment,
            Draft {
                kind: ActKind::Event,
                stance: Some(stance),
                holders,
                holder_span,
                addressees,
                via,
                confidence,
                span,
                ..base
            },
        );
    }

    fn statement(&mut self, segment: &Segment, clause: Clause, base: Draft) {
        let framed = self.frame.as_ref().is_some_and(|f| f.affirms);
        let weighs =
            clause.kind == Kind::Weight && (self.frame.is_some() || self.setting.programme || clause.said.is_some());
        self.reach = Reach::Principle;
        if !(framed || weighs) {
            self.reach = Reach::Closed;
            return;
        }
        let holders = match &self.frame {
            Some(frame) => frame.speaker.clone(),
            None => self.cast.issuers.clone(),
        };
        if holders.is_empty() {
            return;
        }
        let holder_span = self.frame.as_ref().and_then(|f| f.span);
        let draft = Draft {
            kind: ActKind::Position,
            stance: Some(Stance::Affirm),
            polarity: Some(Polarity::For),
            intensity: Some(3),
            holders,
            holder_span,
            span: segment.span,
            confidence: 0.7,
            ..base
        };
        self.push(&clause, segment, draft);
    }
}
