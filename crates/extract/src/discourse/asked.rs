//! Journalists' questions told in a report (有记者问，甲方宣布…。中方有何评论？发言人说…): nobody's acts (codebook, rule 11).
//! Next to read: `voices.rs`.

use chancery_text::Span;

use super::{Coder, QUESTION, Voice};
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::{Class, Classes};

/// Marks that end a sentence.
const ENDS: &[char] = &['\u{3002}', '\u{FF01}', '!'];

impl Coder<'_> {
    /// Notes a call that names whom it asks and ends there (正告甲方，…).
    pub(super) fn notes_bare(&mut self, clause: &Clause) {
        let names = Classes::of(&[Class::Actor, Class::Suffix, Class::OrgSuffix, Class::All, Class::They, Class::Both]);
        let last = self.reader.range(clause.span).next_back().map(|i| &self.reader.tokens[i]);
        let ends = last.is_some_and(|t| t.classes.any(names) && t.span.end() == clause.span.end());
        let tells = clause.anchor.is_some_and(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Ask).claims);
        let bare = ends && tells && clause.object.is_some() && !clause.object_verbs;
        self.bare_call = self.drafts.last().filter(|_| bare).map(|d| (self.drafts.len() - 1, d.span));
    }

    /// Takes back the call whose next clause told something and asked nothing.
    pub(super) fn drops_call(&mut self, bare: Option<(usize, Span)>) -> bool {
        let Some((n, span)) = bare else { return false };
        let same = self.drafts.get(n).is_some_and(|d| d.span == span);
        if same {
            self.drafts.remove(n);
            (self.issued, self.ahead) = (None, None);
        }
        same
    }

    /// Where the question begins that is answered at `at`, in bytes; 0 where nobody answers there. 各方 in an answer are not
    /// those of whom another answer told.
    pub(super) fn asked_at(&self, at: u32) -> u32 {
        let answers = matches!(self.setting.voices.at(at), Some(Voice::Speaker(_)));
        self.setting.voices.asked_before(at).filter(|_| answers).unwrap_or(0)
    }

    /// Whether a journalist's words stand in the segment: from where he is told to ask up to the mark of his question or,
    /// where his words are told without one, up to who answers.
    pub(super) fn is_asked(&mut self, segment: &Segment, clause: &Clause) -> bool {
        let range = self.reader.range(segment.span);
        if let Some(k) = range.clone().find(|&k| self.reader.tokens[k].is(Class::Question)) {
            let asks = self.reader.tokens[k].span;
            let ends = clause.kind == Kind::Say
                && clause.anchor.is_some_and(|a| self.reader.tokens[a].span.start() >= asks.end());
            if ends {
                // 针对记者问及…，甲方表示, in one clause: he answers already.
                self.asked = None;
                return false;
            }
            let rest = &self.reader.text[asks.end() as usize..];
            let paragraph = &rest[..rest.find('\n').unwrap_or(rest.len())];
            self.asked = Some((asks.end(), paragraph.find(QUESTION).map(|at| asks.end() + at as u32)));
            return true;
        }
        match self.asked {
            None => false,
            Some((_, Some(until))) if segment.span.start() < until => true,
            Some((from, None)) if !self.answers(segment, clause, from) => true,
            Some(_) => {
                self.asked = None;
                false
            }
        }
    }

    /// Whether somebody speaks in answer: to this (对此，…指出), as spokesman, or in the sentence that tells what was asked.
    fn answers(&self, segment: &Segment, clause: &Clause, from: u32) -> bool {
        let said = clause.kind == Kind::Say || clause.said.is_some();
        let subject = clause.said.map_or(clause.subject, |(_, subject)| subject);
        let voice = Classes::of(&[Class::Office, Class::They, Class::HomeOrgan]);
        let officer = matches!(subject, Subject::Actors(first, last)
            if self.reader.tokens[first..=last].iter().any(|t| t.classes.any(voice)));
        let first = self.reader.range(segment.span).next().filter(|&k| {
            let t = &self.reader.tokens[k];
            t.is(Class::Thereon) && t.span.start() == segment.span.start()
        });
        let here = !self.reader.text[from as usize..segment.span.start() as usize].contains(ENDS);
        said && (officer || here && subject != Subject::None) || first.is_some()
    }
}
