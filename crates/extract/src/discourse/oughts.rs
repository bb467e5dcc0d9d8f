//! What somebody should do (codebook, rule 5): a call on another, a principle of one's own. Next to read: `acts.rs`.

use chancery_model::{ActKind, ActorId, Polarity, Stance};
use chancery_text::Span;

use super::reach::Reach;
use super::{Coder, Draft, Frame};
use crate::cast::principals;
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::{Class, Classes, Token};

/// How strong a word is that binds whoever it is said of (codebook: 必须).
const FIRM: u8 = 5;

/// What a clause does, or is done in.
const DOES: Classes =
    Classes::of(&[Class::Deed, Class::Event, Class::Stance, Class::Toward, Class::By, Class::Will, Class::Uphold]);

impl Coder<'_> {
    /// Whether what is promised is what several agree on in a paper of theirs.
    fn agrees_jointly(&self) -> bool {
        matches!(self.auxiliary, Some((Stance::Agree, _))) && self.setting.speaker.len() > 1
    }

    /// Whether the auxiliary at hand binds: a pledge, or what several agree on in a paper of theirs.
    pub(super) fn binds(&self) -> bool {
        matches!(self.auxiliary, Some((Stance::Pledge, _))) || self.agrees_jointly()
    }

    /// 会议决定，下次会议在某地举行: a meeting that is decided on is still to come.
    fn settles_meeting(&self, clause: &mut Clause) {
        let decided = matches!(self.auxiliary, Some((Stance::Agree, _))) && self.opens_at.is_some() && !self.in_items;
        let held = clause.kind == Kind::Done && clause.stance == Some(Stance::Consult) && !clause.done;
        if decided && held && clause.said.is_none() && !self.last.0.is_empty() {
            (clause.kind, clause.stance, clause.subject) = (Kind::Promise, Some(Stance::Agree), Subject::None);
        }
    }

    /// 缔约双方约定，遇有争议，应提交仲裁，不得…: agreed on, as what ought to be.
    pub(super) fn settles_ought(&self, clause: &mut Clause) {
        self.settles_meeting(clause);
        let agreed = self.agrees_jointly() && !self.in_items;
        let opens = clause.start == clause.span.start() && clause.subject == Subject::None && clause.said.is_none();
        let undergoes = clause.verb.is_some_and(|v| self.reader.tokens[v].is(Class::Undergo));
        if agreed && clause.kind == Kind::Ought && opens && !undergoes {
            (clause.kind, clause.stance) = (Kind::Promise, Some(Stance::Agree));
        }
        // 双方要扩大贸易，持续打造亮点: what goes on is among what ought to be done.
        let goes_on = clause.kind == Kind::Promise && clause.stance == Some(Stance::Continue) && !clause.wills;
        if goes_on && opens && self.ought.is_some() && self.auxiliary.is_none() && self.open().is_some() {
            (clause.kind, clause.stance, clause.anchor) = (Kind::Deed, None, clause.verb.or(clause.anchor));
        }
    }

    pub(super) fn ought(&mut self, segment: &Segment, clause: Clause, mut base: Draft) {
        let speaker: Vec<ActorId> = match &self.frame {
            Some(frame) => frame.speaker.clone(),
            None if self.setting.programme => self.setting.speaker.to_vec(),
            None => self.last.0.clone(),
        };
        // 他们要发动战争: nobody asks it of them.
        if self.only_wants(&clause) {
            (self.reach, self.of_thing) = (Reach::Closed, true);
            return;
        }
        let wants = clause.anchor.is_some_and(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Ought).splits);
        // 如果没有粮食，就不能…: what cannot be done, nobody rejects.
        let unable = self.condition.is_some()
            && clause.subject == Subject::None
            && clause.anchor.is_some_and(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Ought).claims);
        // 非…不可: nothing behind it.
        let ends =
            clause.anchor.is_some_and(|a| self.reader.tokens[a].span.end() == clause.span.end() && clause.negative);
        if unable
            || ends
            || speaker.is_empty()
            || wants && self.told && clause.subject == Subject::None && self.frame.is_some()
        {
            // 对方占了一处，还要占领另一处: what somebody told of wants is his.
            self.reach = Reach::Closed;
            return;
        }
        let holder_span = self.frame.as_ref().and_then(|f| f.span);
        let (mut subject, mut at) = (Vec::new(), None);
        if let Subject::Actors(first, last) = clause.subject {
            let (actors, span) = self.actors(first, last);
            (subject, at) = (actors, Some(span));
        }
        // 欧盟不应…: what is not to be is a principle (codebook, rule 5); so is what is to be done to somebody.
        let passive = clause.anchor.is_some_and(|a| {
            let end = self.reader.tokens[a].span.end();
            let rest = &self.reader.text[end as usize..];
            let undergoes =
                self.reader.tokens.get(a + 1).is_some_and(|n| n.is(Class::Undergo) && n.span.start() == end);
            undergoes || self.reader.particles.passive.begin(rest)
        });
        // 需要各国携手应对: who is needed is asked.
        let needed = clause.anchor.filter(|_| subject.is_empty()).and_then(|a| {
            let n = self.reader.tokens.get(a + 1)?;
            let touches = n.span.start() == self.reader.tokens[a].span.end() && n.is(Class::Actor);
            let needs = self.reader.words.sense(&self.reader.tokens[a], Class::Ought).wants_actor;
            (touches && needs && clause.verb.is_some()).then_some(a + 1)
        });
        if let Some(k) = needed {
            subject = self.actors(k, k).0;
        }
        // 他们需要…, said by one: others than he.
        let they = matches!(clause.subject, Subject::Actors(first, last)
            if first == last && self.reader.words.sense(&self.reader.tokens[first], Class::They).size >= 2)
            && self.frame.as_ref().is_some_and(|f| !f.paper && principals(&f.speaker).len() == 1);
        if they && subject.iter().any(|a| speaker.contains(a)) {
            subject.clear();
        }
        // 各国首脑应当…, said by one: all of them, whoever they are.
        let all = principals(&speaker).len() == 1
            && !self.setting.law
            && matches!(clause.subject, Subject::Actors(first, last)
                if self.reader.tokens[first..=last].iter().any(|t| t.is(Class::All)));
        // 各国有权…: a right or duty that whoever has it.
        let sense = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Ought));
        let principle = sense.is_some_and(|s| s.stance.is_none());
        // 日军不得破坏设备: what one side forbids another by name it asks of it.
        let forbids = sense.is_some_and(|s| s.defers)
            && !subject.is_empty()
            && principals(&subject).len() == subject.len()
            && !matches!(clause.subject, Subject::Actors(first, _) if self.reader.tokens[first].is(Class::All));
        // 你们应当…; 必须…, in an order: those who read it are to do so.
        let addressed = matches!(clause.subject, Subject::Actors(first, last) if self.addresses(first, last))
            // 应由你派人…
            || clause.anchor.is_some_and(|a| a + 1 < self.reader.tokens.len() && self.addresses(a + 1, a + 1)
                && self.reader.tokens[a + 1].span.start() == self.reader.tokens[a].span.end());
        let directed = self.setting.directive && self.is_directed(&clause) && !passive;
        let called = self.called_on(&clause).filter(|_| !clause.negative && !passive);
        let ordered =
            !principle && (addressed && !clause.negative || directed || called.is_some() || self.still_calls(&clause));
        let of_speaker = !ordered
            && (principle
                || clause.negative && !forbids
                || passive && !forbids
                || subject.iter().any(|a| speaker.contains(a))
                || subject.is_empty()
                    && !they
                    && !all
                    && !matches!(clause.subject, Subject::Other(span) if self.is_others(span)));
        let from = at.map_or(clause.span.start(), Span::start).min(clause.start);
        base.span = Span::new(called.map_or(from, |named| named.min(from)), segment.span.end());
        let held = Draft { holders: speaker, holder_span, confidence: 0.8, ..base };
        let mut draft = if of_speaker {
            // Not to be against is to be for: 不应反对….
            let against = clause.polarity == Some(Polarity::Against) && !principle;
            let polarity = if clause.negative != against { Polarity::Against } else { Polarity::For };
            Draft {
                kind: ActKind::Position,
                stance: Some(if against && !clause.negative { Stance::Oppose } else { Stance::Affirm }),
                polarity: Some(polarity),
                intensity: Some(3),
                ..held
            }
        } else {
            Draft {
                kind: ActKind::Call,
                stance: sense.and_then(|s| s.stance).or(Some(Stance::Call)),
                intensity: Some(clause.intensity),
                addressees: subject,
                ..held
            }
        };
        self.reach = if draft.kind == ActKind::Call { Reach::Call } else { Reach::Principle };
        self.called = draft.kind == ActKind::Call || self.called && clause.subject == Subject::None;
        let splits =
            clause.anchor.is_some_and(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Ought).splits);
        // One speaker's 应该 goes on like his 要; what several hold, or a statement, is one principle.
        let alone = |f: &Frame| !f.paper && f.base.is_none() && principals(&f.speaker).len() == 1;
        let speech = self.frame.as_ref().is_some_and(alone) && !self.setting.programme;
        // 必须坚持原则，坚持改革，…, in a report: each is one.
        let firm = self.setting.programme && principals(&draft.holders).len() == 1 && clause.intensity == FIRM;
        let goes_on = speech || ((splits || firm) && !self.framed_here);
        if draft.kind == ActKind::Position && goes_on && (clause.said.is_none() || speech) {
            self.reach = Reach::Closed;
            self.ought = Some(clause.intensity);
            if clause.subject == Subject::None {
                // 甲乙两国作为邻国，要坚守和平，反对霸权: what goes on is the speaker's as well.
                self.last = (draft.holders.clone(), draft.holder_span);
            }
        }
        if self.needs_verb(&clause) {
            self.reach = Reach::Verb;
        }
        self.auxiliary = None;
        if draft.kind == ActKind::Position && at.is_none() && matches!(clause.subject, Subject::None) {
            draft.span = Span::new(clause.start, segment.span.end());
        }
        self.push(&clause, segment, draft);
    }

    /// Whether the words mean those who are spoken to (你们).
    pub(super) fn addresses(&self, first: usize, last: usize) -> bool {
        let spoken_to = |t: &Token| t.is(Class::They) && self.reader.words.sense(t, Class::They).defers;
        self.reader.tokens[first..=last].iter().any(spoken_to)
    }

    /// Where those begin who are told to do something, by what they are called and no name: 各级部门要…; 甲军及其他部队，应….
    fn called_on(&self, clause: &Clause) -> Option<u32> {
        let tokens = self.reader.tokens;
        let ends = |span: Span| {
            let words = self.reader.text[span.range()].trim_end_matches(|c: char| !c.is_alphanumeric());
            self.reader.particles.called_on.end(words).then_some(span.start())
        };
        let bare = |span: Span| self.reader.range(span).all(|i| !tokens[i].classes.any(DOES));
        match clause.subject {
            // 训练一师军队尚须…: a doing.
            Subject::Other(span) => ends(span).filter(|_| bare(span)),
            // Nothing but their names stands before the comma.
            Subject::None => {
                let span = Span::new(self.topic.filter(|&at| at < clause.span.start())?, clause.span.start());
                ends(span).filter(|_| bare(span) && clause.start == clause.span.start())
            }
            Subject::Actors(..) => None,
        }
    }

    /// 部队应在南湾，追击海盗，…: behind the verb that a call waited for, its list goes on.
    pub(super) fn behind_verb(&self) -> Reach {
        let asks = self.open().is_some_and(|d| d.kind == ActKind::Call);
        if asks { Reach::Call } else { Reach::Closed }
    }

    /// 各部队应…。必须…: those whom the paragraph told to do something are still meant, where one person or body speaks.
    fn still_calls(&self, clause: &Clause) -> bool {
        let alone = self.frame.as_ref().is_some_and(|f| !f.paper && principals(&f.speaker).len() == 1);
        let opens = clause.span.start() == clause.start && clause.subject == Subject::None && !clause.negative;
        self.called && alone && opens && !self.setting.programme && self.drafts.len() == self.sentence_from
    }

    /// 他们要发动战争, 反动派要垮台, 要完成任务是不可能的: what others want, what will become of somebody, what cannot be, under a
    /// word for what is to be done.
    fn only_wants(&self, clause: &Clause) -> bool {
        let tokens = self.reader.tokens;
        let splits = |a: &usize| self.reader.words.sense(&tokens[*a], Class::Ought).splits;
        let Some(anchor) = clause.anchor.filter(|a| splits(a) && !clause.negative) else { return false };
        let rest = &self.reader.text[tokens[anchor].span.end() as usize..clause.span.end() as usize];
        if self.reader.particles.becoming.begin(rest) || self.reader.particles.cannot_be.end(rest) {
            return true;
        }
        let next = tokens.get(anchor + 1).filter(|n| n.span.start() == tokens[anchor].span.end());
        let does = next.and_then(|n| self.reader.words.sense(n, Class::Event).stance);
        let harms = matches!(does, Some(Stance::Assault | Stance::Coerce | Stance::Threaten | Stance::Disaster));
        let they = matches!(clause.subject, Subject::Actors(first, last) if first == last
            && tokens[first].is(Class::They)
            && self.reader.words.sense(&tokens[first], Class::They).size >= 2);
        (harms || they && !self.setting.directive) && self.wants_of_others(clause)
    }

    /// Whether the subject is none of the speaker's own.
    fn wants_of_others(&self, clause: &Clause) -> bool {
        let Subject::Actors(first, last) = clause.subject else { return false };
        let own = self.own();
        !self.reader.tokens[first..=last].iter().any(|t| t.is(Class::Own))
            && !self.actors(first, last).0.iter().any(|a| own.contains(a))
    }

    /// Whether what ought to be done is told to those whom the paper directs: it names nobody, its own side, or people.
    fn is_directed(&self, clause: &Clause) -> bool {
        match clause.subject {
            Subject::None | Subject::Actors(..) => true,
            Subject::Other(span) => {
                let words = self.reader.text[span.range()].trim_end();
                // 各分局、各县党委必须…: bodies and people by what they are called.
                let called = Classes::of(&[Class::OrgSuffix, Class::Suffix, Class::Office]);
                let last = self.reader.range(span).next_back().map(|i| &self.reader.tokens[i]);
                let bodies = last.is_some_and(|t| {
                    t.classes.any(called) && self.reader.between(t.span.end(), span.end()).trim().is_empty()
                });
                bodies || self.is_others(span) || self.reader.particles.agents_end.end(words)
            }
        }
    }

    /// 甲国不应以…为由，强迫…: nothing but a phrase stands behind the word, and what is to be done behind the comma.
    fn needs_verb(&self, clause: &Clause) -> bool {
        let tokens = self.reader.tokens;
        let Some(anchor) = clause.anchor.filter(|_| clause.kind == Kind::Ought) else { return false };
        let opens = tokens.get(anchor + 1).is_some_and(|t| {
            t.is(Class::By)
                && t.span.start() == tokens[anchor].span.end()
                && !t.classes.any(Classes::of(&[Class::Deed, Class::Event]))
        });
        let does = Classes::of(&[Class::Deed, Class::Event, Class::Undergo, Class::Stance]);
        let bare = self.reader.range(clause.span).filter(|&i| i > anchor + 1).all(|i| !tokens[i].classes.any(does));
        opens && bare
    }
}
