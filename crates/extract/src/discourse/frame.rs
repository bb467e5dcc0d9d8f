//! Whose words a stretch of the text is: the speaker that a verb of saying opened, and whom he cites.
//! Next to read: `voices.rs`.

use chancery_model::ActorId;
use chancery_text::Span;

use super::{Coder, Voice};
use crate::cast::principals;
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::{Class, Classes};

#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub(super) speaker: Vec<ActorId>,
    pub(super) span: Option<Span>,
    /// A statement of several speaks (声明称), not a person.
    pub(super) paper: bool,
    /// What it says affirms (重申, 坚信) until the sentence ends.
    pub(super) affirms: bool,
    /// Who speaks again from the next sentence on.
    pub(super) base: Option<Vec<ActorId>>,
    /// His words stand behind a colon: the paragraph is his (中国方面声明：…).
    pub(super) all: bool,
    /// He is cited by whom `base` says (甲方引述乙指…): a verb of saying without a subject is the other's.
    pub(super) cited: bool,
}

/// Marks behind which what is said goes on.
const COMMAS: &[char] = &[',', '\u{FF0C}'];

impl Coder<'_> {
    /// 甲方发言人引述乙指…: who cites the speaker that token `first` names, where anybody known does.
    pub(super) fn cites(&self, first: usize) -> Option<Vec<ActorId>> {
        let tokens = self.reader.tokens;
        let to = tokens[first].span.start();
        let words = self.reader.between(self.begins.min(to), to);
        let mark = words.char_indices().rev().find(|(_, c)| !c.is_alphanumeric());
        let words = &words[mark.map_or(0, |(at, c)| at + c.len_utf8())..];
        let citing = self.reader.particles.citing.ends_in(words).into_iter().next_back()?;
        let verb = self.reader.particles.citing.longest_last(&words[..citing])?;
        let span = Span::new(to - words.len() as u32, to - (words.len() - citing + verb.len()) as u32);
        let named = |k: &usize| tokens[*k].classes.any(Classes::of(&[Class::Actor, Class::They]));
        let last = self.reader.range(span).rev().find(named);
        // 某国《某报》引述…: an outlet, and nobody who speaks.
        let from = last.map_or(span.start(), |k| tokens[k].span.end());
        let adverbs: u32 = self.reader.range(Span::new(from, span.end())).map(|k| tokens[k].span.len()).sum();
        if adverbs < span.end() - from {
            return None;
        }
        let outer = match last {
            Some(last) => {
                let one = self.reader.range(span).find(named).unwrap_or(last);
                self.actors(one, last).0
            }
            None => match (&self.frame, self.voice(to)) {
                (Some(frame), _) if !frame.paper => frame.base.clone().unwrap_or_else(|| frame.speaker.clone()),
                (None, Voice::Speaker(who)) => who,
                _ => self.last.0.clone(),
            },
        };
        let cited = principals(&self.actors(first, first).0);
        Some(outer).filter(|who| !who.is_empty() && (who.iter().any(ActorId::is_person) || principals(who) != cited))
    }

    /// 引述乙指…，又指…: who cited him speaks again.
    pub(super) fn cites_no_more(&mut self) {
        if let Some(frame) = self.frame.as_mut().filter(|f| f.cited)
            && let Some(base) = frame.base.take()
        {
            (frame.speaker, frame.span, frame.cited) = (base, None, false);
        }
    }

    /// 无论是推动和谈，还是提供援助，…: what makes no difference to what follows, without an adverb that goes on in the same segment
    /// (无论如何都将…), and its second half.
    pub(super) fn whichever(&mut self, segment: &Segment) -> bool {
        let words = self.reader.text[segment.span.range()].trim_start();
        let particles = &self.reader.particles;
        let opens = particles.whichever.begin(words) && !particles.each.stand_in(words);
        let goes_on = self.indifferent && particles.or_else.begin(words);
        self.indifferent = opens || goes_on;
        self.indifferent
    }

    /// 批评乙国，并宣布制裁…: announced by him who blames, and no part of what he blames.
    pub(super) fn announces_too(&self, clause: &Clause) -> bool {
        let first = self.reader.range(clause.span).next().map(|i| &self.reader.tokens[i]);
        let joins = first.is_some_and(|t| t.is(Class::And) && t.span.start() == clause.span.start());
        // 宣布制裁 may be one word.
        let told = |k: usize| {
            let t = &self.reader.tokens[k];
            t.is(Class::Event) && self.reader.particles.clausal.begin(&self.reader.text[t.span.range()])
        };
        joins && self.reader.range(clause.span).take(4).any(told)
    }

    /// 会议提出，要改革…: with nothing that is put forward before the comma, what is said follows it.
    pub(super) fn puts_forward(&self, segment: &Segment, clause: &mut Clause, last: bool) {
        let comma = segment.mark.is_some_and(|m| COMMAS.contains(&m));
        let Some(anchor) = clause.anchor.filter(|_| comma && !last && clause.kind == Kind::Done) else { return };
        let (word, subject) = (self.reader.tokens[anchor].span, clause.subject);
        let named = matches!(subject, Subject::Actors(_, end) if self.reader.tokens[end].span.end() == word.start());
        let says = self.reader.particles.puts_forward.has(&self.reader.text[word.range()]);
        if named && says && word.end() == segment.span.end() && clause.said.is_none() {
            clause.kind = Kind::Say;
        }
    }

    /// 承诺…，却做出…: what goes against a promise is no part of it.
    pub(super) fn turns_against(&mut self, segment: &Segment) {
        if self.reader.particles.contrary.begin(self.reader.text[segment.span.range()].trim_start()) {
            self.auxiliary = None;
        }
    }

    /// Whether the subject is the speaker's own side and nobody beside it (我, 中方; not 双方, 中挪).
    pub(super) fn own_alone(&self, subject: Subject) -> bool {
        let Subject::Actors(first, last) = subject else { return false };
        if !self.spoken() || self.reader.tokens[first..=last].iter().any(|t| t.is(Class::Both) || t.is(Class::All)) {
            return false;
        }
        let (own, named) = (principals(&self.own()), principals(&self.actors(first, last).0));
        !named.is_empty() && named == own
    }
}
