//! Clauses that only lead to the verb of the next: a bare auxiliary, a phrase, company. Next to read: `reach.rs`.

use chancery_text::Span;

use super::{Coder, Reach};
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::{Class, Classes, Token};

/// Longest word of thanks that thanks nobody for anything (非常感谢), in characters.
pub(super) const THANKS: usize = 6;

impl Coder<'_> {
    /// 甲国确认数据, 意识到有人渗透: in news, what is found to be so is a claim, but a principle or its weight.
    pub(super) fn only_finds(&self, clause: &Clause) -> bool {
        let tokens = self.reader.tokens;
        let Some(anchor) = clause.anchor.filter(|_| !self.setting.programme) else { return false };
        let found = self.reader.particles.findings.end(&self.reader.text[tokens[anchor].span.range()]);
        let held = Classes::of(&[
            Class::Norm,
            Class::Affair,
            Class::Weight,
            Class::Pledge,
            Class::Stance,
            Class::Attitude,
            Class::Ought,
            Class::Will,
            Class::Uphold,
            Class::Copula,
        ]);
        // 确认两国保持密切沟通: how it is between them is held.
        let keeps = |k: usize| tokens[k].is(Class::Deed) && !tokens[k].is(Class::Event);
        found && !self.reader.range(clause.span).any(|k| k > anchor && (tokens[k].classes.any(held) || keeps(k)))
    }

    /// 包括甲、乙, behind what was no act: a list of what was told, and nobody's doing; 包括甲在内的各国 are who does.
    pub(super) fn only_lists(&self, segment: &Segment, clause: &Clause) -> bool {
        let words = self.reader.text[segment.span.range()].trim_start();
        let particles = &self.reader.particles;
        let lists = particles.including.begin(words) && !particles.within.stand_in(words);
        clause.tail && lists && self.open().is_none() && self.takes_part(clause)
    }

    /// Whether the segment is its whole sentence, or stands before another of thanks.
    pub(super) fn stands_alone(&self, segment: &Segment) -> bool {
        let n = self.layout.sentences.partition_point(|s| s.span.end() < segment.span.end());
        self.layout
            .sentences
            .get(n)
            .is_some_and(|s| self.layout.of(s).iter().all(|s| s.span.len() <= 3 * THANKS as u32))
    }

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

    /// 通过对话协商，…; 按照协议，…: nothing but by what means or norm the next is done.
    pub(super) fn only_tells_means(&self, clause: &Clause) -> bool {
        // Words that no list has are read as a thing's.
        let unnamed = match clause.subject {
            Subject::Other(span) => span.start() == clause.span.start(),
            subject => subject == Subject::None,
        };
        let free = unnamed && clause.said.is_none() && self.reach == Reach::Closed;
        free && match clause.kind {
            Kind::Statement => clause.anchor.is_none() && self.is_means(clause.span).is_some(),
            Kind::Deed | Kind::Done | Kind::Promise => self.is_means(clause.span) == Some(true),
            _ => false,
        }
    }

    /// Whether such a phrase begins there.
    pub(super) fn means_at(&self, at: u32) -> bool {
        self.reader.particles.means.begin(&self.reader.text[at as usize..])
    }

    /// Whether a phrase of what something is done by, with no verb but its opener and names of talks or work (通过合作基金实施项目
    /// does something), ends as such phrases do; `None` where it is none.
    fn is_means(&self, span: Span) -> Option<bool> {
        let tokens = self.reader.tokens;
        let particles = &self.reader.particles;
        let words = &self.reader.text[span.range()];
        if !particles.means.begin(words) {
            return None;
        }
        let first = self.reader.range(span).next().filter(|&i| tokens[i].span.start() == span.start())?;
        let does = Classes::of(&[Class::Deed, Class::Event]);
        let acts = |&i: &usize| i != first && tokens[i].classes.any(does);
        let inert = |i: usize| particles.means_ends.has(&self.reader.text[tokens[i].span.range()]);
        let phrase = tokens[first].is(Class::By) && self.reader.range(span).filter(acts).all(inert);
        phrase.then(|| particles.means_ends.end(words))
    }

    /// 在…之际，…: nothing but when or where what follows is so.
    pub(super) fn only_sets_time(&self, clause: &Clause) -> bool {
        let first = self.reader.range(clause.span).next().map(|i| &self.reader.tokens[i]);
        let opens = first.is_some_and(|t| t.is(Class::By) && t.span.start() == clause.span.start());
        let words = &self.reader.text[clause.span.range()];
        opens
            && clause.kind == Kind::Statement
            && clause.anchor.is_none()
            && clause.said.is_none()
            && self.reader.particles.occasion.end(words)
    }

    /// 这是自冲突爆发以来，甲首次…: what follows only says what 这 is.
    pub(super) fn dates_what(&self, segment: &Segment) -> bool {
        let words = self.reader.text[segment.span.range()].trim();
        let particles = &self.reader.particles;
        particles.pronouns.begin(words)
            && particles.occasion.end(words)
            && self.reader.range(segment.span).take(2).any(|i| self.reader.tokens[i].is(Class::Copula))
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
            // 避免对任何国家，采取…: nor toward whom.
            let whom = Classes::of(&[Class::With, Class::Toward]);
            let with = tokens
                .get(anchor + 1)
                .is_some_and(|t| t.classes.any(whom) && t.span.start() == tokens[anchor].span.end());
            let names = Classes::of(&[Class::Actor, Class::Suffix, Class::OrgSuffix, Class::All, Class::They]);
            with && last.is_some_and(|i| {
                i > anchor + 1 && tokens[i].classes.any(names) && tokens[i].span.end() == clause.span.end()
            })
        };
        let bare = clause.kind == Kind::Promise && clause.said.is_none() && clause.verb == clause.anchor;
        let will = tokens[anchor].is(Class::Will);
        let behind = Span::new(tokens[anchor].span.end(), clause.span.end().max(tokens[anchor].span.end()));
        // 必将众志成城，…: nor how; one word of two characters may belong to a verb that no list has.
        let how = || {
            let how = Classes::of(&[Class::Manner, Class::Degree]);
            let acts = Classes::of(&[Class::Deed, Class::Event, Class::Stance]);
            let words = self.reader.range(behind).map(|i| &tokens[i]);
            let idiom = |t: &Token| self.reader.text[t.span.range()].chars().nth(3).is_some();
            words.clone().next_back().is_some_and(idiom)
                && words.clone().all(|t| t.classes.any(how) && !t.classes.any(acts))
                && words.map(|t| t.span.len()).sum::<u32>() == behind.len()
        };
        // 将通过对话，…: nor by what.
        let by = || clause.said.is_none() && self.is_means(behind) == Some(true);
        bare && (closed || opened || company() || will && how()) || clause.kind == Kind::Promise && will && by()
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
