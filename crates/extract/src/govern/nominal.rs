//! Whether a word that can be a verb is one in its place, or part of a name. Next to read: `verbs.rs`.

use chancery_model::Stance;

use super::told::is_news;
use super::{ACTORS, ADVERBS, PREPOSITIONS, Reader, VERBS};
use crate::tokens::{Class, Classes, Token, is_word};

/// Characters between a deed and what is said of it (都已).
const BETWEEN: usize = 2;

/// Longest verb that no list has, with what may stand before it, in characters (能抵挡).
const UNKNOWN: usize = 4;

/// Most adverbs one behind the other before a verb that are looked over.
pub(super) const CHAIN: usize = 8;

impl Reader<'_> {
    /// Whether an attitude is said of the clause behind the comma (遗憾的是，…).
    pub(crate) fn exclaims(&self, i: usize) -> bool {
        if !self.is(i, Class::Stance) {
            return false;
        }
        let rest = self.after(i);
        let behind = self.particles.of.iter().find_map(|p| rest.strip_prefix(p.as_str()));
        let from = self.text.len() - behind.map_or(0, str::len);
        let whole = self.words.sense(self.of(i), Class::Stance).claims;
        whole
            || behind.is_some()
                && self.tokens.get(i + 1).is_some_and(|n| {
                    let ends = !self.text[n.span.end() as usize..].starts_with(is_word);
                    n.is(Class::Copula) && n.span.start() as usize == from && ends
                })
    }

    pub(super) fn look_nominal(&self, i: usize) -> bool {
        if self.exclaims(i) {
            return false;
        }
        let after = self.after(i);
        let rest = || after.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        // 进攻之军队; not 击溃之: at the clause's end it takes up what was named.
        let old = || self.particles.old_of.behind(after).any(|rest| rest.starts_with(is_word));
        let complement = || self.particles.complement.behind(after).any(|rest| self.particles.of.begin(rest));
        // 甲方的一再拒绝: adverbs between.
        let described = || {
            let mut first = i;
            let adverbs = Classes::of(&[Class::Manner, Class::Degree]);
            while first > i.saturating_sub(CHAIN)
                && self.of(first - 1).classes.any(adverbs)
                && self.of(first - 1).span.end() == self.of(first).span.start()
            {
                first -= 1;
            }
            let marked = self.particles.of.end(self.before(first));
            self.is(i, Class::Stance) && first < i && marked
        };
        self.particles.of.begin(after)
            || self.is_request(i)
            || self.is_whence(i)
            || self.is_portfolio(i)
            || complement()
            || self.particles.occasion.begin(rest())
                && !self.goes_on_as_word(i)
                && !self.told_in_saying(i)
                && !self.is_told_moment(i)
                && !self.is_of_former(i)
            || self.particles.before_noun.end(self.before(i))
                && !self.particles.no_relative.end(self.before(i))
                && !self.behind_ought(i)
                && !self.is_predicate(i)
                && !self.this_time(i)
            || old()
            || described()
            || self.shares_of(i)
            || self.fails(i)
            || self.is_judged(i)
            || self.is_between_states(i)
            || self.tells_whom(i)
            || self.is_promise_told_of(i)
            || self.is_talked_of(i)
            || self.is_met_with(i)
    }

    /// 甲军挡住了乙军空袭, 甲总统接到乙方通报: at the clause's end, right behind a name that words of no list part from the subject,
    /// a deed is what the subject meets with.
    fn is_met_with(&self, i: usize) -> bool {
        let t = self.of(i);
        let does = Classes::of(&[Class::Event, Class::Deed]);
        let bare = t.classes.any(does) && !self.is_done(i) && !self.after(i).starts_with(is_word);
        let Some(doer) = i.checked_sub(1).filter(|&k| bare && self.of(k).span.end() == t.span.start()) else {
            return false;
        };
        let Some(last) = doer.checked_sub(1).filter(|_| self.of(doer).classes.any(ACTORS)) else { return false };
        let gap = self.between(self.of(last).span.end(), self.of(doer).span.start());
        let unknown = (2..=UNKNOWN).contains(&gap.chars().count())
            && gap.chars().all(|c| is_word(c) && !c.is_ascii())
            && !self.particles.of.stand_in(gap);
        let parts = PREPOSITIONS.with(VERBS);
        let mut named = false;
        for k in (0..=last).rev().take(CHAIN) {
            let (one, next) = (self.of(k), self.of(k + 1));
            let inside = self.between(one.span.end(), next.span.start()).chars().all(is_word);
            let names = one.classes.any(ACTORS);
            if !inside || one.classes.any(parts) && !names && !one.classes.any(ADVERBS) {
                break;
            }
            named |= names;
        }
        unknown && named
    }

    /// 在…问题上的立场是一贯的: a predicate whose subject the words before it name.
    fn is_predicate(&self, i: usize) -> bool {
        self.is(i, Class::Stance) && self.words.sense(self.of(i), Class::Stance).size == 1
    }

    /// 甲方此次拒绝…: between a name and a verb that is no noun of a deed, the word tells when.
    fn this_time(&self, i: usize) -> bool {
        let speaks = Classes::of(&[Class::Stance, Class::Ask, Class::Agree, Class::Not, Class::Will]);
        let does = Classes::of(&[Class::Event, Class::Deed]);
        let t = self.of(i);
        if !t.classes.any(speaks) || t.classes.any(does) {
            return false;
        }
        let Some(word) = self.particles.again.longest_last(self.before(i)) else { return false };
        let at = t.span.start() - word.len() as u32;
        let named = (0..i).rev().take(2).any(|k| self.of(k).span.end() == at && self.of(k).classes.any(ACTORS));
        named && self.after(i).starts_with(is_word)
    }

    /// 应该感谢: the characters before belong to the word of what is due.
    fn behind_ought(&self, i: usize) -> bool {
        let before = i.checked_sub(1).map(|k| self.of(k)).filter(|t| t.span.end() == self.of(i).span.start());
        before.is_some_and(|t| t.is(Class::Ought))
    }

    /// 必须前往: what follows begins a word of its own, and is no mark of time.
    fn goes_on_as_word(&self, i: usize) -> bool {
        let end = self.of(i).span.end();
        let marks = Classes::of(&[Class::Close, Class::Past]);
        let verbs = Classes::of(&[Class::Event, Class::Deed]);
        self.tokens.get(i + 1).is_some_and(|n| n.span.start() == end && n.classes.any(verbs) && !n.classes.any(marks))
    }

    /// 会谈富有成效, 谈判十分困难: at a clause's head, before a word or none and how it is or went.
    fn is_judged(&self, i: usize) -> bool {
        let judged = || {
            let words = self.after(i).split(|c: char| !is_word(c)).next().unwrap_or_default();
            let judges =
                |q: &String| words.strip_suffix(q.as_str()).is_some_and(|between| between.chars().count() <= BETWEEN);
            self.particles.qualities.end(words) && self.particles.qualities.iter().any(judges)
        };
        // 推动谈判取得成果: what is done about talks is no noun of them.
        let sense = self.words.sense(self.of(i), Class::Event);
        let word = self.between(self.of(i).span.start(), self.of(i).span.end());
        let talks = !self.is(i, Class::Deed)
            || sense.noun
            || sense.stance == Some(Stance::Consult)
            || self.particles.of_two.has(word);
        talks && self.is(i, Class::Event) && !self.before(i).ends_with(is_word) && judged()
    }

    /// 制裁无法改变…, 打压遏制只会适得其反: what a negation of two characters or more, or a word for its being in vain, stands
    /// behind is the subject, at the clause's head.
    fn fails(&self, i: usize) -> bool {
        let does =
            |k: usize| self.of(k).classes.any(Classes::of(&[Class::Event, Class::Deed])) && !self.is(k, Class::Not);
        if !self.is(i, Class::Event) && !self.is(i, Class::Deed) || self.is(i, Class::Not) {
            return false;
        }
        let touch = |k: usize| self.of(k).span.end() == self.of(k + 1).span.start();
        let first = (0..i).rev().take_while(|&k| does(k) && touch(k)).last().unwrap_or(i);
        // 发言人指制裁无助于…: what is said begins a clause too.
        let said = first.checked_sub(1).is_some_and(|k| self.is(k, Class::Say) && touch(k));
        if !said && self.before(first).ends_with(is_word) {
            return false;
        }
        let last = (i + 1..self.tokens.len()).take_while(|&k| does(k) && touch(k - 1)).last().unwrap_or(i);
        let negated = self.tokens.get(last + 1).is_some_and(|n| {
            let word = self.between(n.span.start(), n.span.end());
            n.is(Class::Not) && n.span.start() == self.of(last).span.end() && word.chars().count() >= 2
        });
        // 制裁再次暴露…: adverbs between.
        let adverb = |k: &usize| self.of(*k).classes.any(ADVERBS) && !does(*k) && touch(k - 1);
        let told = (last + 1..self.tokens.len()).take_while(adverb).last().unwrap_or(last);
        negated && self.is(i, Class::Event) || (last..=told).any(|k| self.particles.vain.begin(self.after(k)))
    }

    /// 中俄合作不针对第三方, 两国合作取得成果: what is between states, right behind their names, and a predicate of it.
    fn is_between_states(&self, i: usize) -> bool {
        let word = || self.between(self.of(i).span.start(), self.of(i).span.end());
        let states = |k: usize| self.is(k, Class::Both) || self.words.word(self.of(k)).is_compound();
        let led = i.checked_sub(1).is_some_and(|k| self.of(k).span.end() == self.of(i).span.start() && states(k));
        let predicate = Classes::of(&[Class::Not, Class::May, Class::Undergo, Class::Copula]);
        let next = || {
            let next = self.tokens.get(i + 1);
            next.is_some_and(|n| n.span.start() == self.of(i).span.end() && n.classes.any(predicate))
        };
        led && self.particles.of_two.has(word()) && (next() || self.particles.outcomes.begin(self.after(i)))
    }

    /// 主持召开的会议: of two verbs of doing that share a mark of possession, the first is as much a noun's as the second.
    pub(super) fn shares_of(&self, i: usize) -> bool {
        let does = Classes::of(&[Class::Event]);
        // 拒绝解除武装的要求: what is refused is the second's.
        let asked = |k: usize| {
            let behind = self.particles.of.behind(self.after(k));
            behind.into_iter().any(|noun| self.particles.refused.begin(noun))
        };
        self.of(i).classes.any(does)
            && !(self.is(i, Class::Not) && i + 1 < self.tokens.len() && asked(i + 1))
            && self.tokens.get(i + 1).is_some_and(|n| {
                n.span.start() == self.of(i).span.end()
                    && n.classes.any(does)
                    && self.particles.of.begin(self.after(i + 1))
                    && !self.words.sense(self.of(i), Class::Event).light
                    // 拓展合作的广度: the second is the first's object.
                    && !self.particles.of_two.has(self.between(n.span.start(), n.span.end()))
                    // 会见到访的甲国外长: who is met stands behind the mark.
                    && self.words.sense(self.of(i), Class::Event).once == 0
                    && !self.tokens.get(i + 2).is_some_and(|b| b.classes.any(ACTORS) && b.span.start() <= n.span.end() + 3)
            })
    }

    /// 起诉前国防部长: the mark belongs to whoever held the post before.
    fn is_of_former(&self, i: usize) -> bool {
        let end = self.of(i).span.end();
        // 逮捕了前总统: one word; 会见前甲国防长: whose post it was stands between.
        let whole = |t: &Token| t.is(Class::Office) && self.particles.former.begin(&self.text[t.span.range()]);
        if self.tokens.get(i + 1).is_some_and(|t| t.span.start() == end && whole(t)) {
            return true;
        }
        let (mark, post) = (self.tokens.get(i + 1), self.tokens.get(i + 2));
        mark.zip(post).is_some_and(|(mark, post)| {
            let touches = mark.span.start() == end && post.span.start() == mark.span.end();
            let office =
                |k: usize, at: u32| self.tokens.get(k).is_some_and(|t| t.span.start() == at && t.is(Class::Office));
            touches
                && mark.is(Class::Close)
                && (post.is(Class::Office) || post.is(Class::Actor) && office(i + 3, post.span.end()))
                && self.particles.former.has(&self.text[mark.span.range()])
        })
    }

    /// 甲军发动袭击后，…: news tells the deed for its own sake where the mark of time ends the clause.
    fn is_told_moment(&self, i: usize) -> bool {
        let sense = self.words.sense(self.of(i), Class::Event);
        let told = self.is(i, Class::Event) && !sense.noun && sense.stance.is_some_and(is_news);
        told && self.particles.told_moment.behind(self.after(i)).any(|rest| !rest.starts_with(is_word))
    }

    /// 甲同乙通话时表示，…: a meeting told as the time of what is said there.
    pub(super) fn told_in_saying(&self, i: usize) -> bool {
        let met = self.is(i, Class::Event) && self.words.sense(self.of(i), Class::Event).once == 2;
        let after = self.after(i);
        let behind = || {
            let mark = self.particles.occasion.iter().find(|p| after.starts_with(p.as_str()))?;
            let at = self.of(i).span.end() + mark.len() as u32;
            let first = self.tokens[i + 1..].iter().position(|t| t.span.start() >= at)? + i + 1;
            let says =
                (first..self.tokens.len()).find(|&k| !self.of(k).classes.any(ADVERBS) || self.is(k, Class::Say))?;
            let free = self.of(first).span.start() == at
                && (first..says).all(|k| self.of(k).span.end() == self.of(k + 1).span.start());
            (free && self.is(says, Class::Say)).then_some(says)
        };
        met && behind().is_some()
    }
}
