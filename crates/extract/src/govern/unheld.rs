//! Attitudes, calls and promises that nobody holds where they stand: those that somebody meets with (被批评), that tell which
//! of several is meant (会见支持改革的议员), or that are only talked of (将复交的传闻). Next to read: `nominal.rs`.

use chancery_model::Stance;
use chancery_text::Span;

use super::nominal::CHAIN;
use super::{ACTORS, ADVERBS, Clause, PREPOSITIONS, Reader, SUFFIXES};
use crate::tokens::{Class, Classes, is_word};

/// How far behind a verb the noun is looked for that it belongs to, in characters.
const FAR: usize = 30;

/// Longest name of how something is (情势的迫切), in characters.
const NAMED: usize = 8;

/// Longest figure with its unit before a doing, in characters.
const FIGURE: usize = 7;

impl Reader<'_> {
    /// 甲方被批评隐瞒数据, 也被要求赔偿: who is blamed or asked is no holder, and who blames him is not told.
    pub(super) fn is_borne(&self, i: usize) -> bool {
        let t = self.of(i);
        let felt = t.is(Class::Ask) || t.is(Class::Stance) && !t.is(Class::Deed);
        let first = self.chain_before(i.saturating_sub(CHAIN), i);
        let marked = || self.particles.passive.end(self.before(first));
        // 应被强烈谴责: what ought to be done to it is held.
        let due = || {
            let before = first.checked_sub(1).map(|k| self.of(k)).filter(|b| b.is(Class::Ought) && !b.is(Class::Not));
            before.is_some_and(|b| self.between(b.span.end(), self.of(first).span.start()).chars().count() <= 2)
        };
        felt && marked() && !due()
    }

    /// 警告支持叛军的甲国, 会见反对改革的议员: right behind a verb of what is done to somebody, an attitude with the mark of
    /// possession before who he is tells which is meant.
    pub(super) fn tells_whom(&self, i: usize) -> bool {
        let t = self.of(i);
        let to_somebody = |k: usize| {
            let sense = self.words.sense(self.of(k), Class::Event);
            let done =
                matches!(sense.stance, Some(Stance::Assault | Stance::Coerce | Stance::Sanction | Stance::Accuse));
            let does = self.is(k, Class::Event) && !self.of(k).classes.any(Classes::of(&[Class::Stance, Class::Say]));
            does && (done || sense.once == 2) || self.warns(k)
        };
        let led = || i.checked_sub(1).is_some_and(|k| self.of(k).span.end() == t.span.start() && to_somebody(k));
        t.is(Class::Stance) && !t.is(Class::Say) && led() && {
            let who = ACTORS.with(SUFFIXES);
            let near = |k: &usize| self.between(t.span.end(), self.of(*k).span.start()).chars().count() <= FAR;
            let mut behind = (i + 1..self.tokens.len()).take_while(near);
            let whom = |k: usize| self.of(k).classes.any(who) && self.particles.of.end(self.before(k));
            behind.any(|k| whom(k) && self.between(t.span.end(), self.of(k).span.start()).chars().all(is_word))
        }
    }

    /// 将攻打甲国的消息令油价上升, 将与乙复交的传闻: what is only heard, feared or plotted is nobody's doing. A noun of such
    /// talk behind the mark of possession, and a predicate of it; at the clause's end nothing but phrases between.
    pub(super) fn is_talked_of(&self, i: usize) -> bool {
        let t = self.of(i);
        let kinds = Classes::of(&[Class::Will, Class::Event, Class::Deed]);
        let speaks = Classes::of(&[Class::Say, Class::Stance, Class::Ask, Class::Pledge]);
        if !t.classes.any(kinds) || t.classes.any(speaks) {
            return false;
        }
        let rest = self.after(i);
        let near = rest.char_indices().nth(FAR).map_or(rest.len(), |(at, _)| at);
        let far = rest[..near].find(|c| !is_word(c)).unwrap_or(near);
        let words = &rest[..far];
        let Some(of) = self.particles.of.last_in(words) else { return false };
        let mark = t.span.end() + of as u32;
        let behind = self.particles.of.behind(&words[of..]);
        // 的任何企图: a word of two characters or less before it.
        let heads = behind.flat_map(|noun| noun.char_indices().take(3).map(|(at, _)| &noun[at..]));
        let mut nouns = heads.flat_map(|noun| self.particles.rumours.behind(noun));
        nouns.any(|behind| {
            let at = t.span.end() + (words.len() - behind.len()) as u32;
            if behind.is_empty() && near > far {
                return t.is(Class::Will) && self.leads_straight(i, mark);
            }
            let told = Classes::of(&[Class::Undergo, Class::Copula, Class::Not, Class::May]);
            // 的传闻一度引起关注: adverbs between.
            let mut at = at;
            let mut k =
                (i + 1..self.tokens.len()).find(|&k| self.of(k).span.start() >= at).unwrap_or(self.tokens.len());
            let touches = |k: usize, at: u32| self.tokens.get(k).is_some_and(|n| n.span.start() == at);
            while touches(k, at) && self.of(k).classes.any(ADVERBS) && !self.of(k).classes.any(told) {
                (at, k) = (self.of(k).span.end(), k + 1);
            }
            let behind = self.between(at, t.span.end() + words.len() as u32);
            touches(k, at) && self.of(k).classes.any(told)
                || self.particles.brings.begin(behind)
                || self.particles.vain.begin(behind)
        })
    }

    /// Whether nothing but phrases, adverbs and one doing stands between an auxiliary and a mark of possession.
    fn leads_straight(&self, i: usize, mark: u32) -> bool {
        let plain = ACTORS.with(ADVERBS).with(PREPOSITIONS).with(SUFFIXES);
        let mut at = self.of(i).span.end();
        let mut last = i;
        for k in (i + 1..self.tokens.len()).take_while(|&k| self.of(k).span.end() <= mark) {
            let free = last == i || self.of(last).classes.any(plain);
            if self.of(k).span.start() != at || !free {
                return false;
            }
            (at, last) = (self.of(k).span.end(), k);
        }
        at == mark && last > i && self.of(last).classes.any(Classes::of(&[Class::Event, Class::Deed, Class::Agree]))
    }

    /// 有关承诺是真诚的: what somebody promised, of which something is said.
    pub(super) fn is_promise_told_of(&self, i: usize) -> bool {
        let next = self.tokens.get(i + 1).filter(|n| n.span.start() == self.of(i).span.end());
        self.is(i, Class::Pledge) && next.is_some_and(|n| n.is(Class::Copula))
    }

    /// 我要强调两点: what a speaker is about to say he says.
    pub(super) fn is_about_to_say(&self, i: usize, end: usize) -> bool {
        let speaks = |k: usize| {
            let others = Classes::of(&[Class::Deed, Class::Event]);
            self.is(k, Class::Say) && !self.of(k).classes.any(others) && self.is_verb(k)
        };
        let due = self.words.sense(self.of(i), Class::Ought);
        self.is(i, Class::Ought) && !due.negative && self.directly_behind_any(i, end).is_some_and(speaks)
    }

    /// 发现偷渡者将拘留: what is found is the case in which something will be done; the auxiliary.
    pub(super) fn finds_first(&self, i: usize, end: usize) -> Option<usize> {
        let accuses = self.words.sense(self.of(i), Class::Event).stance == Some(Stance::Accuse);
        let will = |&k: &usize| self.is(k, Class::Will) && self.is_verb(k);
        let speaks = Classes::of(&[Class::Say, Class::Stance]);
        let plain = accuses && self.is(i, Class::Event) && !self.is_done(i) && !self.is(i, Class::Say);
        let mut between = (i + 1..if plain { end } else { i + 1 }).take_while(|&k| !self.of(k).classes.any(speaks));
        between.find(will)
    }

    /// 甲方今年6月与乙国沟通: a doing with a month or year in figures before it and no word of what is to come.
    pub(crate) fn is_of_then(&self, clause: &Clause) -> bool {
        let Some(anchor) = clause.anchor else { return false };
        let words = self.between(clause.span.start(), self.of(anchor).span.start().max(clause.span.start()));
        let unit = |(at, c): (usize, char)| {
            let dated = self.particles.dates.contains(&c) && words[..at].ends_with(|d: char| d.is_ascii_digit());
            dated.then(|| &words[at + c.len_utf8()..])
        };
        let mut dates = words.char_indices().filter_map(unit).peekable();
        let until = |rest: &str| self.particles.not_then.begin(rest);
        dates.peek().is_some() && !dates.any(until) && !self.particles.not_then.begin(words.trim_start())
    }

    /// 情势的迫切: how something is, without a word that says so.
    pub(super) fn names_how(&self, span: Span) -> bool {
        let short = self.between(span.start(), span.end()).chars().nth(NAMED).is_none();
        let last = self.range(span).next_back().filter(|_| short);
        last.is_some_and(|k| {
            let ends = self.is(k, Class::Weight) && self.of(k).span.end() == span.end();
            ends && self.particles.of.end(self.before(k)) && !self.range(span).any(|m| self.is(m, Class::Copula))
        })
    }

    /// 将24小时监视: a figure with its unit between the auxiliary and a doing.
    pub(super) fn lasts(&self, i: usize) -> bool {
        let rest = self.after(i);
        let figures = rest.starts_with(|c: char| c.is_ascii_digit());
        let does = Classes::of(&[Class::Deed, Class::Event]);
        let unit = |k: &usize| self.of(*k).classes.any(Classes::of(&[Class::Block, Class::Time]));
        let near = |k: usize| self.between(self.of(i).span.end(), self.of(k).span.start()).chars().count() <= FIGURE;
        let next = (i + 1..self.tokens.len()).find(|k| !unit(k));
        figures && next.is_some_and(|k| near(k) && self.of(k).classes.any(does))
    }

    /// 以甲国为首的39个国家: who heads a counted group acts for it. The tokens that name him, and where the group's name ends.
    pub(super) fn heads(&self, i: usize, end: usize) -> Option<(usize, usize)> {
        let first = Some(i + 1).filter(|&k| k < end && self.directly_behind(i, k) && self.is(k, Class::Actor))?;
        let rest = self.particles.headed.behind(self.after(first)).next()?;
        let counts = |c: char| self.particles.counts.contains(&c) || c.is_ascii_digit();
        let counted = rest.trim_start_matches(counts);
        let from = self.of(first).span.end() + (self.after(first).len() - rest.len()) as u32;
        let group = (first + 1..end).find(|&k| self.of(k).span.start() >= from)?;
        let gap = self.between(from, self.of(group).span.start());
        let group =
            Some(group).filter(|&k| self.of(k).classes.any(ACTORS.with(SUFFIXES)) && gap.chars().count() <= 6)?;
        (self.is(i, Class::By) && counted.len() < rest.len()).then_some((first, group))
    }
}
