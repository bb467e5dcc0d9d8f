//! Deeds that nobody does: those that tell who is meant (正在甲国访问的乙外长会见…), wishes to thank, keys to a solution. Next to read: `phrases.rs`.

use chancery_model::Stance;

use super::{ACTORS, ADVERBS, AUXILIARIES, PREPOSITIONS, Reader, SUFFIXES, Walk};
use crate::tokens::{Class, Classes};

impl Reader<'_> {
    /// Where the officer stands whom the phrase that token `i` opens describes: a deed with the mark of possession right
    /// before his post or name, no name before it, and another verb behind. A phrase that is closed (在来访的乙外长陪同下)
    /// describes nobody.
    pub(super) fn described(&self, walk: &Walk, i: usize) -> Option<usize> {
        let t = self.of(i);
        let opens = t.is(Class::By) && walk.names.is_none();
        let near = || self.tokens.get(i + 1).is_some_and(|n| n.span.start() == t.span.end());
        let last = (opens && near()).then(|| walk.end.min(i + MOST))?;
        let does = Classes::of(&[Class::Event, Class::Deed]);
        let k = (i + 1..last).find(|&k| {
            let marked = self.particles.of.has(self.between(self.of(k - 1).span.end(), self.of(k).span.start()));
            marked && self.of(k - 1).classes.any(does) && self.of(k).classes.any(ACTORS)
        })?;
        let person = |m: usize| self.words.word(self.of(m)).actors.iter().any(|a| a.is_person());
        let posted = (k..walk.end.min(k + POST)).any(|m| self.is(m, Class::Office) || person(m));
        let closed = (i + 1..walk.end).any(|m| self.is(m, Class::Close) && !self.is(m, Class::Manner));
        let goes_on = (k + 1..walk.end).any(|m| self.is_verb(m));
        (posted && goes_on && !closed).then_some(k)
    }

    /// Where a name that the verb `i` only describes stands (袭击港口的叛军撤离, 昨抵甲地之乙军已开入…): a force or person
    /// right behind the mark of possession, before another verb of the clause; any name where the verb is told as done
    /// before (曾反对协议的甲国表示…, 推迟了一年的甲峰会举行).
    pub(super) fn relative(&self, walk: &Walk, i: usize) -> Option<usize> {
        let does = Classes::of(&[Class::Deed, Class::Event]);
        let says = Classes::of(&[Class::Stance, Class::Ask, Class::Say, Class::Ought]);
        let t = self.of(i);
        let doing = t.classes.any(does) && !t.classes.any(says);
        let past = self.is_past(walk, i);
        // 甲国负责乙事务的次长: whose officer he is stands before what he has charge of.
        let charged = self.particles.charges.has(self.between(t.span.start(), t.span.end()));
        let led = |(_, last): (usize, usize)| !charged || self.of(last).span.end() != t.span.start();
        if walk.names.is_some_and(led) || !(doing || past) || t.classes.any(AUXILIARIES) {
            return None;
        }
        let marked = |before: &str| self.particles.of.end(before) || self.particles.old_of.end(before);
        let is_force = |k: usize| {
            let word = self.between(self.of(k).span.start(), self.of(k).span.end());
            self.particles.forces.end(word)
        };
        let k = (i + 1..walk.end).find(|&k| {
            let before = self.before(k);
            // 圍攻甲城乙軍…: without a mark where a place and no other verb stands between.
            let placed = || {
                is_force(k)
                    && self.of(k).span.start() > t.span.end()
                    && !self.is_done(i)
                    && !(i + 1..k).any(|m| self.is_verb(m) || self.of(m).classes.any(PREPOSITIONS))
            };
            self.of(k).classes.any(ACTORS) && (marked(before) || doing && placed())
        })?;
        // …的总书记、国家主席某某: his posts one after another.
        let posts = |m: usize| self.is(m - 1, Class::Office) && self.of(m).classes.any(ACTORS) && self.listed(m - 1, m);
        let last = (k..walk.end).take_while(|&m| m == k || self.joins(m - 1, m) || posts(m)).last()?;
        let person = |m: usize| self.words.word(self.of(m)).actors.iter().any(|a| a.is_person());
        let words = self.between(self.of(k).span.start(), self.of(last).span.end());
        let force = self.particles.forces.stand_in(words);
        let verb = (last + 1..walk.end).find(|&m| self.is_verb(m))?;
        let between = ADVERBS.with(PREPOSITIONS).with(Classes::of(&[Class::Place, Class::Block]));
        // …的甲国总统同乙国总理会谈: with whom is told before the verb.
        let with = |m: usize| {
            let names = ACTORS.with(SUFFIXES);
            self.of(m).classes.any(names) && (last + 1..m).any(|p| self.of(p).classes.any(PREPOSITIONS))
        };
        let free = (last + 1..verb).all(|m| self.of(m).classes.any(between) || with(m));
        // 推迟的峰会2日在某地举行: a day is no gap.
        let gap = self.uncovered(self.tail(self.of(last).span.end()), self.of(last + 1).span.start(), &[]) == 0;
        let posted = || charged && self.is(k, Class::Office);
        let meant = past && self.is(k, Class::Actor) || doing && (force || (k..=last).any(person) || posted());
        (free && gap && meant).then_some(k)
    }

    /// Whether a verb of telling or doing is told as done before what follows: by 了, 过 behind it or by a word before it
    /// (曾, 此前, 刚刚).
    fn is_past(&self, walk: &Walk, i: usize) -> bool {
        let t = self.of(i);
        let tells = Classes::of(&[Class::Stance, Class::Event]);
        let before = || {
            let words = walk.chain.unwrap_or(i)..i;
            words.into_iter().any(|c| self.of(c).classes.any(Classes::of(&[Class::Done, Class::Past])))
        };
        t.classes.any(tells) && !t.classes.any(Classes::of(&[Class::Ask, Class::Say])) && (self.is_done(i) || before())
    }

    /// Whether token `m` goes on with the name that token `k` is part of.
    pub(super) fn joins(&self, k: usize, m: usize) -> bool {
        let names = |n: usize| self.of(n).classes.any(ACTORS) || self.of(n).classes.any(SUFFIXES);
        self.of(k).span.end() == self.of(m).span.start() && names(k) && names(m)
    }
}

impl Reader<'_> {
    /// 我愿感谢各国, 愿对遇难者表示哀悼: under a wish, what a speaker feels is felt.
    pub(super) fn only_feels(&self, i: usize, end: usize) -> bool {
        if !self.is(i, Class::Will)
            || !self.particles.polite_wishes.has(self.between(self.of(i).span.start(), self.of(i).span.end()))
        {
            return false;
        }
        let feels = |k: usize| {
            let felt = self.words.sense(self.of(k), Class::Stance).stance;
            let word = self.between(self.of(k).span.start(), self.of(k).span.end());
            let shown =
                matches!(felt, Some(Stance::Welcome | Stance::Mourn | Stance::Regret)) && !self.is(k, Class::Deed);
            shown || self.is(k, Class::Event) && self.particles.congratulations.end(word)
        };
        let next = (i + 1..end).find(|&k| !self.of(k).classes.any(ADVERBS));
        let last = end.checked_sub(1).filter(|&k| k > i && self.ends(k) && self.is_verb(k));
        next.is_some_and(|k| feels(k) && self.is_verb(k)) || last.is_some_and(feels)
    }

    /// 解决问题的钥匙在美方手中: the deed belongs to the name of a key or a way, of which it is told where it lies.
    pub(super) fn is_crux(&self, i: usize, end: u32) -> bool {
        let words = self.between(self.of(i).span.end(), end);
        let words = words.char_indices().nth(NAME).map_or(words, |(at, _)| &words[..at]);
        let of = &self.particles.of;
        let mut rests = of.iter().filter_map(|of| words.find(of.as_str()).map(|at| &words[at + of.len()..]));
        of.stand_in(words)
            && rests.any(|rest| {
                let behind = self.particles.cruxes.behind(rest);
                behind.into_iter().any(|rest| self.particles.lies.begin(rest))
            })
    }
}

/// How far behind the verb the name of the key ends, in characters.
const NAME: usize = 40;

/// Most words of such a phrase: 正在甲地出席乙会议并访问丙国的.
const MOST: usize = 10;

/// How many words may tell his state and post before his name.
const POST: usize = 4;
