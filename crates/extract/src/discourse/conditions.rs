//! Conditions, and clauses that tell of what nobody does: what it takes for something, what one is able to. Next to read: `reach.rs`.

use super::Coder;
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::{Class, Classes, is_word};

/// Shortest noun for what there is between two sides, in characters.
const NOUN: usize = 2;

/// Marks that end a label in brackets, and a sentence.
const CLOSES: [char; 2] = ['\u{FF09}', ')'];
const STOPS: [char; 2] = ['\u{3002}', '\u{FF1A}'];

/// Marks between a clause and what comes of it.
const COMMAS: [char; 2] = ['\u{FF0C}', ','];

impl Coder<'_> {
    /// 如果甲国撤军，…: no act, and what the act behind it depends on.
    pub(super) fn holds_if(&mut self, segment: &Segment, clause: &Clause) {
        if let Some((say, subject)) = clause.said {
            // 甲外长称如果…，甲国将…: who speaks is told before the condition.
            self.says(say, subject);
        }
        self.condition = Some(segment.span);
        if clause.said.is_none()
            && let Some((first, last)) = self.named_before(segment, clause)
        {
            // 甲国若受邀，将派团: who is named before the condition goes on.
            let (who, span) = self.actors(first, last);
            if !who.is_empty() {
                (self.last, self.told) = ((who, Some(span)), false);
            }
        }
    }

    /// Whether the clause tells of what nobody does: what it takes for something, what may be, what one is able to, how a thing
    /// became.
    pub(super) fn tells_no_act(&self, segment: &Segment, clause: &Clause) -> bool {
        self.only_heads(segment, clause)
            || self.is_premise(segment, clause)
            || self.becomes(clause)
            || self.is_able_to(clause)
            || self.forecasts(clause)
    }

    /// 集中兵力，才能取胜: what is only what it takes for the next clause, and nobody's act.
    fn is_premise(&self, segment: &Segment, clause: &Clause) -> bool {
        let deed = matches!(clause.kind, Kind::Deed | Kind::Done) && !clause.done && !clause.doing;
        let free = clause.said.is_none() && self.auxiliary.is_none() && clause.anchor.is_some();
        let rest = &self.reader.text[segment.span.end() as usize..];
        let behind = rest.strip_prefix(COMMAS).map(str::trim_start);
        deed && free && behind.is_some_and(|next| self.reader.particles.outcome_leads.begin(next))
    }

    /// 我国同邻国的合作不断深化, in a document's own voice: how a thing with others became, and nothing that is to be done.
    fn becomes(&self, clause: &Clause) -> bool {
        let programme = self.setting.programme && clause.said.is_none() && self.auxiliary.is_none();
        let (Some(verb), Some(&with)) = (clause.verb.filter(|_| programme), clause.with.last()) else { return false };
        let tokens = self.reader.tokens;
        let word = |k: usize| &self.reader.text[tokens[k].span.range()];
        let adverbs = Classes::of(&[Class::Manner, Class::Degree, Class::Continue]);
        let ends = tokens[verb].span.end() == clause.span.end() && self.reader.particles.result.has(word(verb));
        let mut first = verb;
        while first > with + 1
            && tokens[first - 1].classes.any(adverbs)
            && tokens[first - 1].span.end() == tokens[first].span.start()
        {
            first -= 1;
        }
        let gap = self.reader.between(tokens[with].span.end(), tokens[first].span.start());
        ends && first < verb && gap.chars().count() >= NOUN && gap.chars().all(is_word)
    }

    /// 我们就能夺回阵地: what one is able to do, right before a deed that is not told as done.
    fn is_able_to(&self, clause: &Clause) -> bool {
        let deed = clause.kind == Kind::Done && !clause.done && !clause.doing && clause.said.is_none();
        let able = |at: u32| {
            let from = clause.span.start();
            self.reader.particles.can.end(self.reader.between(from, at.max(from)).trim_end())
        };
        deed && clause.anchor.is_some_and(|a| able(self.reader.tokens[a].span.start()) || able(clause.start))
    }

    /// （五）生产。: a sentence of one word heads what follows.
    fn only_heads(&self, segment: &Segment, clause: &Clause) -> bool {
        let deed = matches!(clause.kind, Kind::Deed | Kind::Done) && !clause.done && clause.subject == Subject::None;
        let Some(word) = clause.anchor.filter(|_| deed).map(|a| self.reader.tokens[a].span) else { return false };
        let closes = self.reader.text[segment.span.end() as usize..].starts_with(STOPS);
        let labelled = self.reader.between(self.begins, word.start()).trim().ends_with(CLOSES);
        closes && labelled && segment.span.start() <= self.begins && word.end() == segment.span.end()
    }

    /// Who stands before the word that opens the condition, at the segment's head.
    fn named_before(&self, segment: &Segment, clause: &Clause) -> Option<(usize, usize)> {
        if let Subject::Actors(first, last) = clause.subject {
            return self.heads(first, segment).then_some((first, last));
        }
        let tokens = self.reader.tokens;
        let names = Classes::of(&[Class::Actor, Class::Suffix, Class::OrgSuffix]);
        let range = self.reader.range(clause.span);
        let named = range.clone().take_while(|&k| tokens[k].classes.any(names) && !tokens[k].is(Class::If));
        let last =
            named.take_while(|&k| k == range.start || tokens[k - 1].span.end() == tokens[k].span.start()).last()?;
        let opens = tokens[range.start].is(Class::Actor) && self.heads(range.start, segment);
        opens.then_some((range.start, last))
    }
}
