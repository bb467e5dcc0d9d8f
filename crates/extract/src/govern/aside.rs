//! What stands between subject and verb without a preposition of its own: what is disregarded, what was asked for, the weapon
//! of a strike, who is sent. Next to read: `phrases.rs`.

use chancery_model::Stance;
use chancery_text::Span;

use super::forms::Forms;
use super::{ACTORS, ADVERBS, PREPOSITIONS, Reader, SUFFIXES, Walk};
use crate::tokens::{Class, Classes, is_word};

/// Longest such phrase, in characters.
const PHRASE: usize = 36;

/// Longest name of a weapon with its count, or of who is sent, in characters.
const SENT: usize = 24;

/// Length of a manner of four characters before its mark (史无前例地), in characters.
const MANNER: usize = 4;

/// What a shorter one does not hold: what comes of something has it (并更好地调整…).
const STEPS: Classes = Classes::of(&[Class::Degree, Class::And]);

/// Fewest: a place is one character and the same mark (基地).
const SHORT: usize = 2;

impl Reader<'_> {
    /// Steps over such a phrase. False where none stands there.
    pub(super) fn sets_aside(&self, walk: &mut Walk) -> bool {
        let i = walk.at;
        if let Some((first, group)) = self.heads(i, walk.end) {
            // 以甲国为首的39个国家: who heads them is the subject.
            let named = Span::new(self.of(first).span.end(), self.of(group).span.end());
            walk.phrases.extend([self.of(i).span, named]);
            (walk.names, walk.chain, walk.at) = (Some((first, first)), None, group + 1);
            return true;
        }
        let place = ACTORS.with(Classes::of(&[Class::Place]));
        let head = || self.between(walk.from, self.of(i).span.start()).trim_start();
        if walk.phrases.is_empty() && self.of(i).classes.any(place) && self.particles.goes_there.has(head()) {
            // 到甲国乙地出席…: where somebody goes.
            let last =
                (i..walk.end).take_while(|&k| k == i || self.touches(k - 1) && self.of(k).classes.any(place)).last();
            let last = last.unwrap_or(i);
            walk.phrases.push(Span::new(walk.from, self.of(last).span.end()));
            walk.at = last + 1;
            return true;
        }
        let sent = || self.sends(i, walk.end);
        let (next, end) = match self.adjunct(i, walk.end) {
            Some(found) => found,
            None => match self.wields(i, walk.end).or_else(sent) {
                Some(k) => (k, self.of(k).span.start()),
                None => return false,
            },
        };
        let phrase = Span::new(self.of(i).span.start(), end);
        walk.sends |=
            self.is_sending(i) && self.particles.warships.stand_in(self.between(phrase.start(), phrase.end()));
        walk.phrases.push(phrase);
        walk.chain.get_or_insert(i);
        walk.at = next;
        true
    }

    /// 不顾各国反对轰炸…, 应甲方请求撤军, 出于安全考虑关闭…: where the phrase that token `i` opens ends, and the token behind it. What
    /// ends it stands right before the verb, or, of what is disregarded, at the clause's end.
    fn adjunct(&self, i: usize, end: usize) -> Option<(usize, u32)> {
        let from = self.of(i).span.end();
        let word = self.between(self.of(i).span.start(), from);
        let particles = &self.particles;
        let led = i > 0 && self.of(i - 1).classes.any(ACTORS) && self.of(i - 1).span.end() == self.of(i).span.start();
        let (ends, alone): (&Forms, bool) = match () {
            () if particles.despite.has(word) => (&particles.despite_ends, true),
            // 甲外长应乙方邀请，…: what he then does stands behind the comma.
            () if particles.asked.has(word) && self.asks_directly(i) => (&particles.asked_ends, led),
            () if particles.framed.has(word) => (&particles.framed_ends, true),
            () => return None,
        };
        let rest = self.after(i);
        // No further than a phrase reaches: a clause may be as long as the text.
        let far = rest.char_indices().nth(PHRASE + 1).map_or(rest.len(), |(at, _)| at);
        let whole = rest[..far].find(|c: char| !is_word(c) && !super::INSIDE.contains(&c)).unwrap_or(far);
        let clause = &rest[..whole];
        let goes_on = |k: usize| {
            let t = self.of(k);
            // 不顾国际法和国际义务: the list of what is disregarded goes on.
            let listed = self.particles.and.has(self.between(t.span.start(), t.span.end()));
            let leads = t.classes.any(ADVERBS) || t.classes.any(PREPOSITIONS) || t.is(Class::Will);
            !listed && (leads || self.is_verb(k))
        };
        ends.ends_in(clause).into_iter().find_map(|at| {
            let at = from + at as u32;
            let next = (i + 1..end).find(|&k| self.of(k).span.end() > at);
            match next {
                Some(k) => (self.of(k).span.start() == at && goes_on(k)).then_some((k, at)),
                None => (alone && at == from + whole as u32).then_some((end, at)),
            }
        })
    }

    /// 用无人机袭击某地, 发射导弹攻击…: the strike behind what it is done with.
    fn wields(&self, i: usize, end: usize) -> Option<usize> {
        let word = self.between(self.of(i).span.start(), self.of(i).span.end());
        if !self.particles.wielding.has(word) {
            return None;
        }
        let k = (i + 1..end).take(5).find(|&k| self.is_strike(k))?;
        let clear = !(i + 1..k).any(|m| self.is_verb(m));
        (clear && self.is_verb(k) && self.near(i, k)).then_some(k)
    }

    /// Whether the noun of a strike governs behind the word of its weapon (用|无人机袭击|某地).
    pub(super) fn is_wielded(&self, k: usize) -> bool {
        let armed = |m: usize| {
            let word = self.between(self.of(m).span.start(), self.of(m).span.end());
            self.particles.wielding.has(word) && self.near(m, k)
        };
        let goes_on = || self.after(k).starts_with(is_word) && !self.particles.of.begin(self.after(k));
        self.is_strike(k) && goes_on() && (k.saturating_sub(3)..k).any(armed)
    }

    fn is_strike(&self, k: usize) -> bool {
        self.is(k, Class::Event) && self.words.sense(self.of(k), Class::Event).stance == Some(Stance::Assault)
    }

    /// Whether nothing but a short name stands between two words.
    fn near(&self, i: usize, k: usize) -> bool {
        let gap = self.between(self.of(i).span.end(), self.of(k).span.start());
        let marks = |c: char| !is_word(c) && !super::INSIDE.contains(&c);
        gap.chars().count() <= SENT && !gap.contains(marks) && !self.particles.of.end(gap)
    }

    pub(super) fn is_sending(&self, i: usize) -> bool {
        self.particles.sending.has(self.between(self.of(i).span.start(), self.of(i).span.end()))
    }

    /// 派代表团访问…, 派军舰赴某海护航: the move of who is sent, behind his name or post.
    fn sends(&self, i: usize, end: usize) -> Option<usize> {
        if !self.is_sending(i) || self.particles.of.begin(self.after(i)) {
            return None;
        }
        let k = (i + 1..end).take(6).find(|&k| self.is_verb(k))?;
        let moves = matches!(
            self.words.sense(self.of(k), Class::Event).stance,
            Some(Stance::Consult | Stance::Cooperate | Stance::Aid | Stance::Mobilize | Stance::Coerce)
        );
        let named = |m: usize| {
            let t = self.of(m);
            t.classes.any(ACTORS) || t.classes.any(SUFFIXES) || t.is(Class::Block)
        };
        let gap = self.between(self.of(i).span.end(), self.of(k).span.start());
        let who = (i + 1..k).any(named) || self.particles.warships.stand_in(gap);
        (moves && who && self.near(i, k)).then_some(k)
    }

    /// 派遣“某”号驱逐舰: a force is what is sent.
    pub(super) fn sends_force(&self, i: usize, until: u32) -> bool {
        self.is_sending(i) && self.particles.warships.stand_in(self.between(self.of(i).span.end(), until))
    }

    /// Where the words of a subject end before a manner of four characters and its mark (甲国|史无前例地|宣布), or of fewer, where
    /// it is all that stands there (|放手地|组织…).
    pub(super) fn before_manner(&self, from: u32, until: u32) -> u32 {
        let words = self.between(from, until);
        let Some(mark) = self.particles.manner_marks.longest_last(words) else { return until };
        let before = &words[..words.len() - mark.len()];
        let plain = Classes::of(&[Class::Manner, Class::Degree, Class::Not, Class::Block, Class::And]);
        let of = |length: usize| {
            let (at, _) = before.char_indices().rev().nth(length - 1)?;
            let manner = Span::new(from + at as u32, from + before.len() as u32);
            let free = before[at..].chars().all(is_word) && self.range(manner).all(|k| self.of(k).classes.any(plain));
            let free = free && (length == MANNER || !self.range(manner).any(|k| self.of(k).classes.any(STEPS)));
            // Of a longer word nothing is cut off.
            let ends = || self.range(Span::new(from, until)).any(|k| self.of(k).span.end() == manner.start());
            let whole = at == 0 || length == MANNER && ends();
            (free && whole).then_some(manner.start())
        };
        (SHORT..=MANNER).rev().find_map(of).unwrap_or(until)
    }
}
