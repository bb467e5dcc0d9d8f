//! What stands beside a verb and tells how it is meant: names before it, a list behind it, marks of what is done later.
//! Next to read: `verbs.rs`.

use chancery_model::ActorId;

use super::told::is_news;
use super::{ACTORS, ADVERBS, Clause, Kind, Reader, Subject};
use crate::tokens::{Class, Classes, is_word};

/// Some states that are not named, by the id that packs give them.
const SOME: &str = "group:certain-states";

/// How far before its object a verb is looked for, in tokens.
const VERB_BEFORE: usize = 3;

/// Shortest word that is a verb with its object (深化合作), in bytes.
const WHOLE: u32 = 12;

/// Longest count between names and the post of all of them (等10余国), in characters.
const COUNT: usize = 7;

/// Longest unknown name with the mark behind it, in characters.
const NAME: usize = 7;

/// Longest words for how deep a second feeling is (感谢和最崇高的敬意), in characters.
const DEPTH: usize = 6;

/// Brackets around a name's short form.
const OPENING: [char; 2] = ['(', '\u{FF08}'];
const CLOSING: [char; 2] = [')', '\u{FF09}'];

impl Reader<'_> {
    /// 会见新当选的甲国总统某: whom a meeting is with ends the clause, behind what is told of him.
    pub(super) fn met(&self, i: usize, end: usize, until: u32) -> Option<usize> {
        let last =
            (i + 1..end).next_back().filter(|&k| self.of(k).classes.any(ACTORS) && self.of(k).span.end() == until)?;
        let mut first = last;
        while first > i + 1 && self.of(first - 1).classes.any(ACTORS) && self.coordinate(first - 1, first) {
            first -= 1;
        }
        self.is_of(i, self.of(first).span.start()).then_some(first)
    }

    /// Whether a name of who does it stands before the verb, with nothing but times and adverbs between (中国3月2日首次提出…).
    pub(super) fn is_named(&self, i: usize) -> bool {
        let mut k = i;
        while k > 0 && self.of(k - 1).classes.any(ADVERBS) && self.touches(k - 1) {
            k -= 1;
        }
        k > 0 && self.touches(k - 1) && (self.of(k - 1).classes.any(ACTORS) || self.is(k - 1, Class::Suffix))
    }

    /// Whether a mark of enumeration follows (倡议、…): a noun in a list.
    pub(super) fn is_listed(&self, i: usize) -> bool {
        self.particles
            .and
            .iter()
            .any(|p| p.chars().all(|c| !c.is_alphanumeric()) && self.after(i).starts_with(p.as_str()))
    }

    /// Whether a word like 符合 is a predicate: not right behind a verb (走符合国情的道路), and the clause ends with what one
    /// agrees with (利益, 愿望). Other copulas are always predicates.
    pub(super) fn accords(&self, k: usize) -> bool {
        !self.words.sense(self.of(k), Class::Copula).accords || self.agrees(k)
    }

    /// Whether what token `i` wills is to say something again (愿重申, 愿再次强调): the words themselves are the act.
    pub(super) fn says_again(&self, i: usize, end: usize) -> bool {
        let adverbs = Classes::of(&[Class::Manner, Class::Degree]);
        let next = (i + 1..end).find(|&k| !self.of(k).classes.any(adverbs) || self.is(k, Class::Stance));
        next.is_some_and(|k| {
            let near = self.of(k - 1).span.end() == self.of(k).span.start();
            // 将承认乙国: a deed, with whom it is to.
            let deed = self.is(k, Class::Event) && self.asks_directly(k) && self.is(i, Class::Will);
            near && !deed && self.is(k, Class::Stance) && self.words.sense(self.of(k), Class::Stance).defers
        })
    }

    /// Whether token `k` says that something agrees with what is right or wanted.
    pub(super) fn agrees(&self, k: usize) -> bool {
        if k == 0 || !self.words.sense(self.of(k), Class::Copula).accords {
            return false;
        }
        // 美中合作符合…利益: a noun behind the names of those whose it is.
        let whose = k >= 2
            && self.is(k - 1, Class::Event)
            && self.of(k - 2).classes.any(ACTORS)
            && self.of(k - 2).span.end() == self.of(k - 1).span.start();
        // 推进合作符合…利益, 中法关系发展符合…利益: a verb, or a name with its noun, before makes the one right before 符合 a
        // noun; 甲方走符合国情的道路 does not.
        // 深化合作符合…利益: the word is a verb with its object.
        let whole = self.is(k - 1, Class::Deed) && self.of(k - 1).span.len() >= WHOLE;
        let object = self.is(k - 1, Class::Deed)
            && (0..k - 1).rev().take(VERB_BEFORE).any(|m| {
                let gap = self.between(self.of(m).span.end(), self.of(k - 1).span.start());
                let does = self.is_verb(m) && self.is(m, Class::Deed);
                let named = self.of(m).classes.any(ACTORS) && gap.chars().count() >= 2;
                (does || named) && gap.chars().all(is_word)
            });
        let led = self.is_verb(k - 1)
            && !whose
            && !object
            && !whole
            && !self.is(k - 1, Class::Affair)
            && self.of(k - 1).span.end() == self.of(k).span.start();
        let rest = &self.text[self.of(k).span.end() as usize..];
        let clause = &rest[..rest.find(|c: char| !is_word(c)).unwrap_or(rest.len())];
        !led && self.particles.accord.end(clause)
    }

    /// 了 or 过 after a later verb of the same segment (举行了会谈 read from 继续).
    pub(super) fn done_later(&self, i: usize, end: usize) -> bool {
        (i + 1..end).any(|k| {
            self.is(k, Class::Done) && self.of(k).span.start() == self.of(k - 1).span.end() && self.is_verb(k - 1)
        })
    }

    /// 出席会议并发表讲话。: a deed and a speech without its words, at the sentence's end.
    pub(super) fn ends_with_speech(&self, anchor: usize, say: usize) -> bool {
        let ended = self.after(say).chars().next().is_none_or(|c| c == '\u{3002}');
        let joined =
            say > 0 && self.is(say - 1, Class::And) && self.of(say - 1).span.end() == self.of(say).span.start();
        ended && joined && self.is(anchor, Class::Event) && self.is(say, Class::Event)
    }

    /// Whether the word says, or announces (宣布).
    pub(super) fn tells(&self, k: usize) -> bool {
        self.is(k, Class::Say) || self.is(k, Class::Event) && self.words.sense(self.of(k), Class::Event).defers
    }

    /// 作出解释: the word is what a light verb right before it makes.
    pub(super) fn is_made(&self, k: usize) -> bool {
        k > 0
            && self.of(k - 1).span.end() == self.of(k).span.start()
            && self.words.sense(self.of(k - 1), Class::Event).light
    }

    /// 甲同乙通电话一致强调，…: a meeting told, and what was said there.
    pub(super) fn meets_and_says(&self, clause: &Clause, say: usize) -> bool {
        let met = clause.anchor.filter(|_| clause.kind == Kind::Done && clause.said.is_none());
        let once = met.is_some_and(|a| self.words.sense(self.of(a), Class::Event).once == 2);
        let first = self.chain_before(met.unwrap_or(say), say);
        let gap = self.between(self.of(met.unwrap_or(say)).span.end(), self.of(first).span.start());
        // 甲同乙通话时表示，…: with whom, it is a meeting told; else only when it was said.
        let party = !clause.with.is_empty() || clause.object.is_some();
        let timed = party && self.particles.occasion.has(gap);
        once && (timed || gap.is_empty() && !self.is_occasion(self.of(first).span.start()))
    }

    /// Whether the words before a place are told as a point in time (…时).
    pub(super) fn is_occasion(&self, at: u32) -> bool {
        let before = &self.text[..at as usize];
        self.particles.occasion.end(before)
    }

    /// The names right before a verb of saying, adverbs and times aside (到访的甲国外长乙4日宣称).
    pub(super) fn speaker_before(&self, say: usize, from: usize) -> Option<Subject> {
        let mut last = say;
        while last > from && self.of(last - 1).classes.any(ADVERBS) && self.touches(last - 1) {
            last -= 1;
        }
        let last = last.checked_sub(1).filter(|&k| k >= from && self.of(k).classes.any(ACTORS) && self.touches(k))?;
        let mut first = last;
        while first > from && self.of(first - 1).classes.any(ACTORS) && self.coordinate(first - 1, first) {
            first -= 1;
        }
        Some(Subject::Actors(first, last))
    }

    /// 甲方乙被问到丙国的立场时说: who is spoken of is not who speaks; he stands before the word, or in a clause before.
    pub(super) fn is_asked_of(&self, clause: &mut Clause, range: std::ops::Range<usize>) {
        let Some(say) = clause.anchor.filter(|_| clause.kind == Kind::Say && clause.said.is_none()) else { return };
        let words = self.between(clause.span.start(), self.of(say).span.start());
        let Some(at) = self.particles.asked_about.iter().filter_map(|w| words.find(w.as_str())).min() else { return };
        let until = clause.span.start() + at as u32;
        let before = match clause.subject {
            Subject::None => true,
            Subject::Actors(_, last) => self.of(last).span.end() <= until,
            Subject::Other(span) => span.end() <= until,
        };
        if before {
            return;
        }
        let mut named = range.filter(|&k| self.of(k).span.end() <= until && self.of(k).classes.any(ACTORS));
        clause.subject = named.next().map_or(Subject::None, |k| {
            let last = named.take_while(|&m| self.joins(m - 1, m)).last().unwrap_or(k);
            Subject::Actors(k, last)
        });
    }

    pub(super) fn raised(&self, base: u8, chain: Option<usize>, until: usize) -> u8 {
        let from = chain.unwrap_or(until);
        let steps: i8 = (from..until)
            .filter(|&k| self.is(k, Class::Degree))
            .map(|k| self.words.sense(self.of(k), Class::Degree).step)
            .sum();
        (base as i8 + steps).clamp(1, 5) as u8
    }

    /// Whether the words from preposition `k` on are one phrase, closed at the clause's end.
    pub(super) fn is_phrase(&self, k: usize, end: usize, until: u32) -> bool {
        let last = end.checked_sub(1).filter(|&m| m > k && self.is(m, Class::Close));
        let long = |m: usize| self.between(self.of(m).span.start(), self.of(m).span.end()).chars().count() > 1;
        // 本着互利共赢的原则: every verb in it belongs to the name at its end.
        let inner = (k + 1..end).rev().find(|&m| self.is_verb(m));
        let whole = self.words.sense(self.of(k), Class::By).light;
        if whole && inner.is_some_and(|m| self.is_of(m, until) && !self.breaks(k + 1, end)) {
            return true;
        }
        last.is_some_and(|m| self.of(m).span.end() == until && long(m) && !self.breaks(k + 1, m))
    }

    /// 开展住房改造、渔业等有助于民生的合作: behind the end of a list, what is good for something tells which are meant.
    pub(super) fn tells_which(&self, k: usize) -> bool {
        let listed = self.particles.others.end(self.before(k));
        listed && self.words.sense(self.of(k), Class::Copula).claims
    }

    /// 将发展关系作为优先: the word behind which stands what the doing between is taken for; 将继续作为… is none.
    pub(super) fn makes_of(&self, i: usize) -> Option<usize> {
        let next = self.tokens.get(i + 1).filter(|n| n.span.start() == self.of(i).span.end())?;
        let doing = next.is(Class::Deed) && !next.classes.any(ADVERBS) && !next.is(Class::Continue);
        let role = (i + 2..self.tokens.len()).take(8).take_while(|&k| {
            !self.between(self.of(k - 1).span.end(), self.of(k).span.start()).contains(|c: char| !c.is_alphanumeric())
        });
        let as_role =
            |k: &usize| self.particles.roles.has(self.between(self.of(*k).span.start(), self.of(*k).span.end()));
        role.into_iter().find(as_role).filter(|_| doing)
    }

    /// 不满和遗憾, 感谢和崇高的敬意: another attitude that ends the stretch is joined to token `k`, how deep it is between.
    pub(super) fn joins_attitude(&self, k: usize, end: usize) -> bool {
        let Some(last) = end.checked_sub(1).filter(|&last| last > k + 1) else { return false };
        let and = self.between(self.of(k + 1).span.start(), self.of(k + 1).span.end());
        let how = self.between(self.of(k + 1).span.end(), self.of(last).span.start());
        self.is(last, Class::Attitude)
            && self.ends(last)
            && self.directly_behind(k, k + 1)
            && self.particles.and.has(and)
            && (how.is_empty() || how.chars().count() <= DEPTH && self.particles.of.end(how))
    }

    /// What closes a phrase of 以…为… behind token `k`.
    pub(super) fn closing(&self, k: usize, end: usize) -> Option<usize> {
        (k + 1..end).find(|&m| {
            let word = &self.text[self.of(m).span.range()];
            self.is(m, Class::Close) && self.particles.as_.begin(word)
        })
    }

    /// 甲方就呼吁…, 甲方就禁止…: between a name and a verb of saying, asking or a deed of news the word is an adverb, unless they settle something on it.
    pub(super) fn leads_verb(&self, i: usize, end: usize) -> bool {
        let t = self.of(i);
        let speaks = Classes::of(&[Class::Say, Class::Ask, Class::Pledge]);
        let led = i > 0 && self.of(i - 1).span.end() == t.span.start() && self.of(i - 1).classes.any(ACTORS);
        let settles = |k: usize| self.ends(k) && (self.is(k, Class::Agree) || self.is(k, Class::Event));
        t.is(Class::Toward)
            && t.is(Class::Manner)
            && led
            && self.directly_behind_any(i, end).is_some_and(|k| {
                let news = || self.words.sense(self.of(k), Class::Event).stance.is_some_and(is_news);
                (self.of(k).classes.any(speaks) || news()) && self.is_verb(k)
            })
            && !(i + 2..end).any(settles)
    }

    /// 同甲会谈的乙: the deed that ends the words of whom somebody met, and tells who the name behind it is; a verb follows.
    pub(super) fn met_by(&self, k: usize, end: usize) -> bool {
        let next = k + 1;
        next < end
            && self.is(k, Class::Event)
            && self.of(next).classes.any(ACTORS)
            && self.particles.of.has(self.between(self.of(k).span.end(), self.of(next).span.start()))
            && (next + 1..end).any(|m| self.is_verb(m))
    }

    /// 同来华访问的甲国总统会谈: the name behind 同 that a deed of his own tells apart; a verb follows.
    pub(super) fn qualified(&self, i: usize, end: usize) -> Option<usize> {
        let named = |k: usize| self.of(k).classes.any(ACTORS);
        if i + 1 >= end || named(i + 1) && self.of(i).span.end() == self.of(i + 1).span.start() {
            return None;
        }
        let k = (i + 1..end).find(|&k| named(k) && self.particles.of.end(self.before(k)))?;
        let told = (i + 1..k).any(|m| self.is(m, Class::Event) || self.is(m, Class::Deed));
        (told && (k + 1..end).any(|m| self.is_verb(m))).then_some(k)
    }

    /// 甲、乙等10余国外长: a post behind the count of those named and more.
    pub(super) fn counts(&self, last: usize, i: usize) -> bool {
        let gap = self.between(self.of(last).span.end(), self.of(i).span.start());
        let short = gap.chars().count() <= COUNT;
        self.is(i, Class::Office) && short && self.particles.others.begin(gap) || short && self.sums(last, i)
    }

    /// 甲国、乙国等十多个国家, 包括甲国、乙国在内的多国: the word for some states that those named stand for.
    pub(crate) fn sums(&self, last: usize, i: usize) -> bool {
        let gap = self.between(self.of(last).span.end(), self.of(i).span.start());
        let some = |a: &ActorId| a.as_str() == SOME;
        let named = &self.words.word(self.of(i)).actors;
        let told = self.particles.others.begin(gap) || self.particles.within.begin(gap);
        told && !named.is_empty() && named.iter().all(some)
    }

    /// 包括甲国、乙国等8国外长谴责…: those named stand for all who do what the verb behind tells.
    fn lists_doers(&self, first: usize, end: usize) -> bool {
        let word = self.between(self.of(first).span.start(), self.of(first).span.end());
        let near = first + 1 < end && self.of(first + 1).span.start() == self.of(first).span.end();
        if !self.particles.including.has(word) || !near || !self.is(first + 1, Class::Actor) {
            return false;
        }
        let mut last = first + 1;
        while last + 1 < end
            && (self.is(last + 1, Class::With) || self.is(last + 1, Class::Actor) && self.listed(last, last + 1))
        {
            last += 1;
        }
        let rest = self.after(last);
        let more = self.particles.others.begin(rest) || self.particles.within.begin(rest);
        more && (last + 1..end).any(|k| self.is_verb(k))
    }

    /// Whether nothing but a mark of a list stands between two names.
    pub(super) fn listed(&self, last: usize, next: usize) -> bool {
        let gap = self.between(self.of(last).span.end(), self.of(next).span.start());
        gap.is_empty() || self.particles.and.has(gap)
    }

    /// 抵东京: a verb of going right before a place.
    pub(super) fn goes_to(&self, i: usize) -> bool {
        let places = Classes::of(&[Class::Place, Class::Actor]);
        self.tokens.get(i + 1).is_some_and(|n| n.span.start() == self.of(i).span.end() && n.classes.any(places))
    }

    /// Whether a clause opens with words of a purpose or result.
    pub(super) fn is_tail(&self, first: usize, end: usize) -> bool {
        if !self.is(first, Class::Tail) {
            return false;
        }
        if self.lists_doers(first, end) || self.lists_deeds(first, end) {
            return false;
        }
        if !self.is(first, Class::By) {
            return true;
        }
        // 以…为… is a phrase about manner; 以 + verb is a purpose.
        let as_ = (first + 1..end).any(|i| {
            self.is(i, Class::Close)
                && self.particles.as_.iter().any(|p| self.text[self.of(i).span.range()].starts_with(p.as_str()))
        });
        let next = first + 1;
        !as_ && next < end && self.of(next).span.start() == self.of(first).span.end() && self.is_verb(next)
    }

    /// 将取消关税，放宽限制，以及培训船员: a word of lists with a deed and its object behind it gives the next deed.
    fn lists_deeds(&self, first: usize, end: usize) -> bool {
        let next = first + 1;
        self.is(first, Class::And)
            && next < end
            && self.of(next).span.start() == self.of(first).span.end()
            && self.is(next, Class::Deed)
            && self.after(next).chars().next().is_some_and(is_word)
    }

    /// Whether token `next` goes on with the names that end with token `last`.
    pub(super) fn coordinate(&self, last: usize, next: usize) -> bool {
        let gap = self.between(self.of(last).span.end(), self.of(next).span.start());
        // 甲国外长某某、乙国外长: a name that nobody knows stands behind the post.
        let unknown = || {
            self.is(last, Class::Office)
                && gap.chars().count() <= NAME
                && self.particles.and.iter().any(|p| {
                    gap.strip_suffix(p.as_str())
                        .is_some_and(|name| !name.is_empty() && name.chars().all(char::is_alphabetic))
                        && p.chars().all(|c| !c.is_alphanumeric())
                })
        };
        // 甲国的外交部长.
        let posted = self.is(next, Class::Office) && self.is(last, Class::Actor);
        // 甲国总统乙的特使丙: whose envoy he is does not act with him.
        let person = self.words.word(self.of(last)).actors.iter().any(|a| a.is_person());
        let of = posted && !person && self.particles.of.has(gap);
        // 东盟十国外长: how many they are.
        let counted = gap.trim_start_matches(|c: char| self.particles.counts.contains(&c) || c.is_ascii_digit());
        let several = counted.len() < gap.len() && self.particles.troops.has(counted);
        // 欧盟27个成员国外长.
        let members = self.is(next, Class::All) && self.is(last, Class::Actor);
        let glossed = self.is_gloss(last, next, gap);
        // 法国常任代表杜邦（Jean Dupont）大使: his name in its own letters between name and post.
        let mut ends = gap.chars();
        let bracketed = posted
            && matches!(ends.next(), Some('(' | '\u{FF08}'))
            && matches!(ends.next_back(), Some(')' | '\u{FF09}'));
        gap.is_empty()
            || of
            || glossed
            || bracketed
            || (posted || members) && several
            || self.particles.and.has(gap.trim())
            || unknown()
    }

    /// 联合国（UN）秘书长, 某共同体（某共体）领导人: the gap before or behind the short name in brackets, where a post follows.
    fn is_gloss(&self, last: usize, next: usize, gap: &str) -> bool {
        let bracket = |c: char| OPENING.contains(&c) || CLOSING.contains(&c);
        if !gap.starts_with(bracket) || !self.is(last, Class::Actor) {
            return false;
        }
        let behind = |k: usize| self.tokens.get(k + 1).filter(|n| n.is(Class::Office));
        let closes = |rest: &str| rest.strip_prefix(CLOSING).is_some_and(str::is_empty);
        if self.is(next, Class::Office) {
            // A name in letters that no token has, or one that is a token of its own.
            let whole = gap.strip_prefix(OPENING).and_then(|g| g.strip_suffix(CLOSING));
            return closes(gap) || whole.is_some_and(|g| g.chars().all(|c| c.is_ascii_alphanumeric()));
        }
        let same = || self.words.word(self.of(last)).actors == self.words.word(self.of(next)).actors;
        let post = || behind(next).is_some_and(|n| closes(self.between(self.of(next).span.end(), n.span.start())));
        gap.strip_prefix(OPENING).is_some_and(str::is_empty) && self.is(next, Class::Actor) && same() && post()
    }
}
