//! Clauses that only lead to the verb of the next: a bare auxiliary, a phrase, company. Next to read: `reach.rs`.

use super::Coder;
use crate::govern::{Clause, Kind};
use crate::tokens::{Class, Classes, Token};

impl Coder<'_> {
    /// Whether the clause only leads to the verb of the next.
    pub(super) fn is_light(&self, clause: &Clause) -> bool {
        // 承诺，将…: the promise is in what follows.
        let bare = clause.anchor.is_some_and(|a| self.reader.tokens[a].span.end() == clause.span.end());
        let auxiliaries = Classes::of(&[Class::Will, Class::Pledge, Class::Agree, Class::Continue, Class::May]);
        let auxiliary = clause.anchor.is_some_and(|a| {
            let t = &self.reader.tokens[a];
            t.classes.any(auxiliaries) && self.reader.words.sense(t, Class::Pledge).size == 0
        });
        if bare && auxiliary && clause.kind == Kind::Promise && clause.said.is_none() {
            return true;
        }
        if self.is_phrase_only(clause) {
            return true;
        }
        if self.is_company(clause) && !self.takes_in(clause) {
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

    /// 同所有爱好和平的国家一道，…: nothing but with whom the next is done.
    fn is_company(&self, clause: &Clause) -> bool {
        let tokens = self.reader.tokens;
        let first = self.reader.range(clause.span).next();
        let opens = first.is_some_and(|i| tokens[i].is(Class::With) && tokens[i].span.start() == clause.span.start());
        let words = &self.reader.text[clause.span.range()];
        let ends = self.reader.particles.together.end(words);
        opens && ends && clause.said.is_none() && matches!(clause.kind, Kind::Promise | Kind::Statement | Kind::Deed)
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
        // 愿和甲、乙，在…基础上…: nothing but whom one will do it with.
        let company = || {
            let with = tokens
                .get(anchor + 1)
                .is_some_and(|t| t.is(Class::With) && t.span.start() == tokens[anchor].span.end());
            let names = Classes::of(&[Class::Actor, Class::Suffix, Class::OrgSuffix, Class::All, Class::They]);
            with && last.is_some_and(|i| {
                i > anchor + 1 && tokens[i].classes.any(names) && tokens[i].span.end() == clause.span.end()
            })
        };
        let bare = clause.kind == Kind::Promise && clause.said.is_none() && clause.verb == clause.anchor;
        bare && (closed || opened || company())
    }

    /// The first word of the clause, or of what is said in it, and where that begins.
    pub(super) fn opening(&self, clause: &Clause) -> (Option<&Token>, u32) {
        let from = clause.said.map_or(clause.span.start(), |(say, _)| self.reader.tokens[say].span.end());
        let range = self.reader.range(clause.span);
        (range.map(|i| &self.reader.tokens[i]).find(|t| t.span.start() >= from), from)
    }

    /// 围绕昨天的发射，…: a reporter's phrase of what the next is about, whose preposition may be a deed elsewhere.
    pub(super) fn is_about(&self, clause: &Clause, from: u32) -> bool {
        let anchor = clause.anchor.map(|a| &self.reader.tokens[a]);
        let about = anchor.is_some_and(|t| t.span.start() == from && t.is(Class::Toward));
        about && !self.setting.programme && !clause.done
    }
}
