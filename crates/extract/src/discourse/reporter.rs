//! Whose voice tells, beyond what verbs of saying open: the reporter again after a speaker, a guest addressed by his post,
//! meetings held by whoever holds them. Next to read: `voices.rs`.

use chancery_model::{ActorId, Stance};

use super::{Coder, Frame, Reach, Voice};
use crate::cast::principals;
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::Class;

/// Marks that open a quotation.
const QUOTES: &[char] = &['\u{201C}', '\u{300C}', '\u{2018}', '\u{300E}'];

impl Coder<'_> {
    /// In somebody's speech, the speaker's own state means the speaker (中方 said by a minister: codebook, actor ids).
    pub(super) fn as_speaker(&self, actors: &[ActorId]) -> Vec<ActorId> {
        if let [one] = actors
            && let Some((_, members)) = self.setting.members.iter().find(|(group, _)| group == one)
            && principals(&self.own()) == *members
        {
            return members.clone();
        }
        if let (Some(frame), [one]) = (&self.frame, actors)
            && !frame.paper
        {
            let speaker = frame.base.as_ref().unwrap_or(&frame.speaker);
            if speaker.contains(one) && principals(speaker).len() == 1 {
                return speaker.clone();
            }
        }
        // 中国愿…, in a speech: its speaker.
        if let ([one], None) = (actors, &self.frame)
            && let [state, person] = self.setting.speaker
            && person.is_person()
            && state == one
        {
            return self.setting.speaker.to_vec();
        }
        actors.to_vec()
    }

    pub(super) fn own(&self) -> Vec<ActorId> {
        match &self.frame {
            Some(frame) => frame.speaker.clone(),
            None => self.setting.speaker.to_vec(),
        }
    }

    /// Whom a speaker addresses by his post alone (总统先生): the officer of another state named last.
    pub(super) fn guest(&self, at: usize) -> Vec<ActorId> {
        let own = principals(&self.own());
        let named = self.reader.tokens[..at].iter().rev().filter(|t| t.is(Class::Actor));
        let mut officers = named.map(|t| &self.reader.words.word(t).actors).filter(|who| {
            let state = principals(who);
            state.len() == 1 && who.len() == 2 && !own.contains(&state[0])
        });
        if self.spoken() { officers.next().cloned().unwrap_or_default() } else { Vec::new() }
    }

    /// 乙军8日在某地打击甲军, behind what a spokesman of 甲 said: in news, a deed of another side with its day told is the
    /// reporter's again.
    pub(super) fn reporter_again(&self, clause: &Clause) -> bool {
        let Some(frame) = self.frame.as_ref().filter(|f| !f.paper && !self.framed_here) else { return false };
        let words = &self.reader.text[clause.span.range()];
        let heard = self.reader.particles.hearsay.begin(words);
        if heard && !self.setting.programme && matches!(self.voice(clause.span.start()), Voice::Own) {
            return true;
        }
        if self.setting.programme || clause.said.is_some() || !matches!(clause.kind, Kind::Done | Kind::Deed) {
            return false;
        }
        if !matches!(self.voice(clause.span.start()), Voice::Own) {
            return false;
        }
        let named = match clause.subject {
            Subject::Actors(first, last) => self.actors(first, last).0,
            Subject::Other(span) => self.actors_in(span).map(|(who, _)| who).unwrap_or_default(),
            Subject::None => Vec::new(),
        };
        let own = principals(&frame.speaker);
        let others = principals(&named);
        let dates = self.reader.enclosed;
        let n = dates.partition_point(|e| e.span.start() < clause.span.start());
        let anchor = clause.anchor.map_or(clause.span.end(), |a| self.reader.tokens[a].span.start());
        let day = dates.get(n).is_some_and(|e| {
            let figure = self.reader.text[e.span.range()].starts_with(|c: char| c.is_ascii_digit());
            e.span.end() <= anchor && figure
        });
        // 乙方否认这一说法: who answers what was said.
        let denies = clause.stance == Some(Stance::Reject) && matches!(clause.subject, Subject::Actors(..));
        !others.is_empty() && !others.iter().any(|a| own.contains(a)) && (day || denies)
    }

    /// 甲外长敦促乙方让步，“对方一再抹黑…”: what is quoted behind a person's act is his words.
    pub(super) fn quotes(&mut self, segment: &Segment) {
        let opens = std::mem::replace(&mut self.depth, segment.depth) == 0 && segment.depth > 0;
        if segment.depth == 0 && std::mem::take(&mut self.quoting) {
            self.frame = None;
        }
        let told = self.open().is_some_and(|d| d.holders == self.last.0) || self.frame.is_none();
        let other = self.frame.as_ref().is_none_or(|f| f.speaker != self.last.0 && !self.framed_here);
        if opens && other && told && !self.setting.programme && self.last.0.iter().any(ActorId::is_person) {
            let (speaker, span) = self.last.clone();
            self.frame = Some(Frame { speaker, span, ..Frame::default() });
            self.quoting = true;
        }
    }

    /// 大会在某地开幕: a meeting held is told of, whoever holds it.
    pub(super) fn is_held(&self, clause: &Clause) -> bool {
        let word = |a: usize| &self.reader.text[self.reader.tokens[a].span.range()];
        let held = |a: usize| self.reader.particles.held.has(word(a));
        clause.stance == Some(Stance::Consult) && !self.spoken() && clause.anchor.is_some_and(held)
    }

    /// Whether the holder of the clause before is a person named in this sentence who is not the one that speaks.
    pub(super) fn does_here(&self) -> bool {
        let named = self.last.1.is_some_and(|at| at.start() >= self.begins);
        let other = self.frame.as_ref().is_some_and(|f| !f.paper && f.speaker != self.last.0);
        named && other && !self.setting.programme && self.last.0.iter().any(ActorId::is_person)
    }

    /// 甲外长批评，乙国…。甲方对此反对: who blames in a clause of its own speaks in the sentences behind it too.
    pub(super) fn blames_on(&mut self) {
        let Some(draft) = self.drafts.last() else { return };
        let opens = draft.stance == Some(Stance::Condemn) && self.reach == Reach::Clause;
        if opens && self.frame.is_none() && !self.setting.programme && draft.holders.iter().any(ActorId::is_person) {
            let (speaker, span) = (draft.holders.clone(), draft.holder_span);
            self.frame = Some(Frame { speaker, span, ..Frame::default() });
        }
    }

    /// Remembers who speaks of himself (我们…).
    pub(super) fn hears_self(&mut self, segment: &Segment) {
        if let Some(frame) = self.frame.as_ref().filter(|f| !f.paper && f.base.is_none())
            && self.reader.tokens[self.reader.range(segment.span)].iter().any(|t| t.is(Class::Own))
        {
            self.first_person.clone_from(&frame.speaker);
        }
    }

    /// Remembers who speaks.
    pub(super) fn hear(&mut self) {
        if let Some(frame) = self.frame.as_ref().filter(|f| !f.paper && !f.speaker.is_empty()) {
            self.spoke.clone_from(&frame.speaker);
        }
    }

    /// Whether the object of the act just made stands behind its segment: a clause (必须清楚表明，…), what is welcomed behind a
    /// time (欢迎会晤以来，双方取得的进展), or a quotation (支持“合法政府，以及人民”).
    pub(super) fn object_behind(&mut self, segment: &Segment, clause: &Clause, before: usize) {
        let words = &self.reader.text[segment.span.range()];
        let made = self.drafts.len() > before;
        let asked = matches!(clause.kind, Kind::Ought | Kind::Ask) && made;
        let ends = self.reader.range(segment.span).next_back().map(|i| &self.reader.tokens[i]);
        let since = ends.is_some_and(|t| {
            let time = t.is(Class::Past) && t.is(Class::Close) && t.span.end() == segment.span.end();
            time && clause.kind == Kind::Attitude
        });
        let behind = self.reader.text[segment.span.end() as usize..].chars().next();
        let bare = clause.anchor.is_some_and(|a| self.reader.tokens[a].span.end() == segment.span.end());
        self.object_quoted = bare
            && made
            && matches!(clause.kind, Kind::Attitude | Kind::Ask)
            && behind.is_some_and(|c| QUOTES.contains(&c));
        self.says_on = asked && self.reader.particles.clausal.end(words) || since && made || self.object_quoted;
    }
}
