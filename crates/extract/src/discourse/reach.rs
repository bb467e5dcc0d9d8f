//! How far the last act reaches: whether a clause belongs to the act before it (a call's list, the end of a chain, a light
//! verb, a mere phrase) or begins one of its own. Next to read: `acts.rs`, which makes the acts.

use chancery_model::{ActKind, Polarity, Stance};
use chancery_text::Span;

use super::{Coder, Reach};
use crate::govern::{Clause, Kind, Subject};
use crate::tokens::{Class, Classes};

impl Coder<'_> {
    pub(super) fn is_light(&self, clause: &Clause) -> bool {
        // 承诺，将…: the promise is in what follows.
        let bare = clause.anchor.is_some_and(|a| self.reader.tokens[a].span.end() == clause.span.end());
        let auxiliaries = Classes::of(&[Class::Will, Class::Pledge, Class::Agree, Class::Continue, Class::May]);
        let auxiliary = clause.anchor.is_some_and(|a| self.reader.tokens[a].classes.any(auxiliaries));
        if bare && auxiliary && clause.kind == Kind::Promise && clause.said.is_none() {
            return true;
        }
        if self.is_phrase_only(clause) {
            return true;
        }
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
                .filter(|&i| !self.reader.tokens[i].is(Class::Light))
                .any(|i| self.reader.tokens[i].classes.any(Classes::of(&[Class::Deed, Class::Event, Class::Stance])))
    }

    /// 愿以…为契机，…; 愿根据…, …: nothing but an auxiliary and a phrase; the verb follows.
    pub(super) fn is_phrase_only(&self, clause: &Clause) -> bool {
        let tokens = self.reader.tokens;
        let Some(anchor) = clause.anchor else { return false };
        let last = self.reader.range(clause.span).next_back();
        let closed = last.is_some_and(|i| tokens[i].is(Class::Close) && tokens[i].span.end() == clause.span.end());
        let opened = tokens.get(anchor + 1).is_some_and(|t| {
            t.is(Class::By)
                && t.span.start() == tokens[anchor].span.end()
                && !t.classes.any(Classes::of(&[Class::Deed, Class::Event]))
                // 计划把城区迁往山区: the verb may be one that no list has.
                && !self.reader.words.sense(t, Class::By).lists
        });
        clause.kind == Kind::Promise && clause.said.is_none() && clause.verb == clause.anchor && (closed || opened)
    }

    /// A result clause that closes the act before: 造福…, or 为…提供…保障 at the end of the chain (codebook, rule 3).
    pub(super) fn closes_chain(&self, clause: &Clause, last: bool) -> bool {
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
        // 向发展中国家提供500个名额: a thing given is an act of its own; a help or a part played is none.
        let part = range.clone().next_back().is_some_and(|i| {
            let t = &tokens[i];
            let rest = &self.reader.text[t.span.end() as usize..clause.span.end() as usize];
            t.is(Class::Abstract) && !rest.contains(char::is_alphanumeric)
        });
        let part = part || self.open().is_some_and(|d| d.kind == ActKind::Position);
        last && toward && part && self.auxiliary.is_none_or(|_| !clause.done)
    }

    /// Whether the clause's subject begins with a name or the speaker's word for himself (中国有这个胸怀).
    fn opens_with_name(&self, clause: &Clause) -> bool {
        let Subject::Other(span) = clause.subject else { return false };
        let first = self.reader.range(span).next().map(|i| &self.reader.tokens[i]);
        first.is_some_and(|t| {
            let rest = &self.reader.text[t.span.end() as usize..];
            let of = self.reader.particles.of.iter().any(|p| rest.starts_with(p.as_str()));
            t.span.start() == span.start() && t.classes.any(Classes::of(&[Class::Own, Class::Actor])) && !of
        })
    }

    /// Whether the word at a place opens a list of doings (主张).
    pub(super) fn lists(&self, word: Span) -> bool {
        let found = self.reader.range(word).next().map(|i| &self.reader.tokens[i]);
        found.is_some_and(|t| self.reader.words.sense(t, Class::Stance).lists)
    }

    /// Whether the act before takes this clause in.
    pub(super) fn takes_in(&self, clause: &Clause) -> bool {
        if self.open().is_none() {
            return false;
        }
        let own_subject = matches!(clause.subject, Subject::Actors(..)) || clause.said.is_some();
        match self.reach {
            Reach::Closed => clause.kind == Kind::Statement && clause.subject == Subject::None && clause.said.is_none(),
            // 古特雷斯呼吁，将…置于…: the word at the end of its clause asks for what follows.
            Reach::Call if self.open().is_some_and(|d| d.span.end() == d.anchor.end()) => clause.said.is_none(),
            Reach::Call => {
                let against = clause.polarity == Some(Polarity::Against) && clause.kind == Kind::Attitude;
                // 要求甲方停止…，不要…: what is not to be done is asked too.
                let goes_on = clause.kind == Kind::Ought
                    && clause.subject == Subject::None
                    && clause
                        .anchor
                        .is_some_and(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Ought).lists);
                // 呼吁放人，保证其需要: what is to be assured is asked too.
                let assures = clause.stance == Some(Stance::Pledge) && !clause.wills;
                // 各国应协商，争取达成…: words of trying that are doings too.
                let tries = clause.anchor.is_some_and(|a| self.reader.tokens[a].is(Class::Deed));
                let asked = goes_on
                    || clause.kind == Kind::Promise && (assures || tries)
                    || !matches!(clause.kind, Kind::Promise | Kind::Ask | Kind::Ought);
                !own_subject && !against && asked
            }
            Reach::Object => {
                !own_subject && !self.opens_with_name(clause) && matches!(clause.kind, Kind::Deed | Kind::Statement)
            }
            // 外长们主张，要…: the word and what it opens are one.
            Reach::Principle
                if clause.kind == Kind::Ought
                    && clause.subject == Subject::None
                    && self.open().is_some_and(|d| d.span.end() == d.anchor.end() && self.lists(d.anchor)) =>
            {
                true
            }
            Reach::Principle => {
                !own_subject && matches!(clause.kind, Kind::Deed | Kind::Statement | Kind::Uphold | Kind::Weight)
                    || (!own_subject
                        && clause.kind == Kind::Attitude
                        && clause.stance == Some(Stance::Affirm)
                        && !clause.lists)
            }
        }
    }

    /// Whether the last act ends with a word that proposes what follows (提议，…).
    pub(super) fn proposes(&self) -> bool {
        self.open().is_some_and(|d| {
            let anchor = self.reader.range(d.anchor).next().map(|a| &self.reader.tokens[a]);
            let opens = anchor.is_some_and(|t| self.reader.words.sense(t, Class::Event).lists);
            d.kind == ActKind::Event && d.stance == Some(Stance::Establish) && opens && d.span.end() == d.anchor.end()
        })
    }
}
