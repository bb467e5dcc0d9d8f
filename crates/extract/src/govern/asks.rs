//! What a verb of asking makes of a clause: whom it asks, and where it is the speaker who will act. Next to read: `verbs.rs`.

use chancery_model::Stance;
use chancery_text::Span;

use super::{ACTORS, ADVERBS, Clause, Kind, Reader, Walk};
use crate::tokens::{Class, Classes, Token, is_word};

/// Marks behind which the words of a call go on.
const COMMAS: &[char] = &['\u{FF0C}', ',', '\u{FF1A}', ':'];

/// Marks that close a quotation or a title.
const CLOSES: &[char] = &['\u{201D}', '\u{300D}', '\u{300F}', '\u{300B}'];

impl Reader<'_> {
    /// 应…邀请: the segment ends with the invitation that it tells of, an occasion and no act.
    pub(super) fn is_invited(&self, i: usize, end: usize, span: Span) -> bool {
        let last = end.checked_sub(1).filter(|&k| k > i);
        // 要根据决议要求…: a phrase, and nobody who invites.
        let phrase = self.tokens.get(i + 1).is_some_and(|n| n.is(Class::By) && self.directly_behind(i, i + 1));
        !phrase && last.is_some_and(|k| self.is(k, Class::Ask) && self.of(k).span.end() == span.end())
    }

    /// 呼吁，…: a call, and no wish, whose words follow behind a comma.
    pub(super) fn asks_on(&self, i: usize) -> bool {
        let sense = self.words.sense(self.of(i), Class::Ask);
        let mark = self.after(i).chars().next();
        // 根据甲方建议，…: whence it comes.
        let whence = Classes::of(&[Class::By, Class::Toward, Class::Ought]);
        let led = i >= 2 && self.of(i - 2).classes.any(whence) && self.directly_behind(i - 2, i - 1);
        // 过半数居民提议，应当…: a law's people propose nothing here.
        let loose = |k: usize| self.words.word(self.of(k)).actors.iter().any(|a| a.is_group());
        let who = |k: usize| self.of(k).classes.any(ACTORS) || self.is(k, Class::Suffix);
        let proposed = i > 0 && who(i - 1) && self.directly_behind(i - 1, i) && !loose(i - 1);
        // 希望，甲国制定…: whom one hopes it of stands behind the comma.
        let hoped = || {
            let gap = |n: &Token| self.between(self.of(i).span.end(), n.span.start()).chars().count() <= 2;
            self.tokens.get(i + 1).is_some_and(|n| n.is(Class::Actor) && gap(n))
        };
        let asks =
            sense.intensity >= 3 || sense.defers && proposed && !led || sense.stance == Some(Stance::Call) && hoped();
        // 警告，如果…: said, not asked.
        // “某某”倡议，…: what it is called, and no proposing.
        let called = self.before(i).ends_with(CLOSES);
        let warns = called || self.is(i, Class::Say) && !self.tokens.get(i + 1).is_some_and(|n| n.is(Class::Not));
        asks && !warns && !self.is(i, Class::Stance) && mark.is_some_and(|c| COMMAS.contains(&c))
    }

    /// 根据中方倡议，…: at the clause's end, behind whose it is and a word for whence something comes.
    pub(super) fn is_whence(&self, i: usize) -> bool {
        let ends = || !self.after(i).starts_with(is_word);
        let by = |k: usize| self.particles.according.has(self.between(self.of(k).span.start(), self.of(k).span.end()));
        let led = || i >= 2 && by(i - 2) && self.of(i - 1).classes.any(ACTORS) && self.directly_behind(i - 2, i - 1);
        self.is(i, Class::Ask) && ends() && led() && self.directly_behind(i - 1, i)
    }

    /// 收到了对方的协查请求: at the end of the words, behind the mark of possession and one or two characters that no list
    /// has, it is what was asked and no asking.
    pub(super) fn is_request(&self, i: usize) -> bool {
        let ends = || !self.after(i).starts_with(is_word);
        let from = i.checked_sub(1).map_or(0, |k| self.of(k).span.end());
        let gap = || self.between(from, self.of(i).span.start());
        let short = |rest: &str| rest.chars().count() <= 4 && rest.chars().all(is_word);
        self.is(i, Class::Ask) && !self.is(i, Class::Say) && ends() && self.particles.of.behind(gap()).any(short)
    }

    /// 智利贸易和投资部长: a doing right before a post, behind a name or in a list, is what the post is for.
    pub(super) fn is_portfolio(&self, i: usize) -> bool {
        let post =
            self.tokens.get(i + 1).is_some_and(|n| n.is(Class::Office) && n.span.start() == self.of(i).span.end());
        let named = || i > 0 && self.is(i - 1, Class::Actor) && self.of(i - 1).span.end() == self.of(i).span.start();
        let listed = || self.particles.and.end(self.before(i));
        // 中方支持秘书长斡旋: an attitude is no field.
        post && self.is(i, Class::Deed) && !self.is(i, Class::Stance) && (named() || listed())
    }

    /// 需要各国…: who is needed stands right behind.
    pub(super) fn needs(&self, k: usize) -> bool {
        self.words.sense(self.of(k), Class::Ought).wants_actor && self.asks_directly(k)
    }

    /// Whether a name stands right behind the word.
    pub(super) fn asks_directly(&self, i: usize) -> bool {
        let end = self.of(i).span.end();
        self.tokens.get(i + 1).is_some_and(|n| n.span.start() == end && n.classes.any(ACTORS))
    }

    /// Whether somebody is asked right behind the word: 倡导各国践行…; for a welcome, to take part.
    pub(super) fn asks_actor(&self, i: usize, end: usize) -> bool {
        let next = i + 1;
        let near = |k: usize| self.between(self.of(i).span.end(), self.of(k).span.start()).chars().count() <= 4;
        // 请委员会审议…: a body by its kind alone, right behind the word.
        let body = |k: usize| self.is(k, Class::OrgSuffix) && self.directly_behind(i, k);
        let who = |&k: &usize| self.of(k).classes.any(ACTORS) && near(k) || body(k);
        let Some(actor) = (next..end).find(who) else { return false };
        let welcome =
            self.is(i, Class::Stance) && self.words.sense(self.of(i), Class::Stance).stance == Some(Stance::Welcome);
        if welcome {
            // 欢迎甲方扩大投资: what it takes part in stands first.
            let phrase = Classes::of(&[Class::Toward, Class::By]);
            let joins = |k: usize| self.is(k, Class::Join) && !self.is_nominal(k);
            let first = (actor + 1..end).find(|&k| self.of(k).classes.any(phrase) || joins(k) || self.is_verb(k));
            // 欢迎乙国企业加大对甲投资: firms and people are asked, their state's doing is welcomed.
            let people = || (actor..first.unwrap_or(actor)).any(|k| self.is_people(k));
            // 欢迎外长尽早访华; without an adverb of when, the guest is there and is greeted (热烈欢迎主席来访).
            let comes = |k: usize| {
                let word = self.between(self.of(k).span.start(), self.of(k).span.end());
                self.is(k, Class::Event) && self.particles.comes.begin(word) && self.particles.soon.end(self.before(k))
            };
            // 欢迎总统年内对中国进行国事访问: a time to come.
            let last = end - 1;
            let gap =
                self.between(self.of(actor).span.end(), self.of(last).span.start().max(self.of(actor).span.end()));
            let visits = self.words.sense(self.of(last), Class::Event).once > 0 && self.particles.ahead.stand_in(gap);
            return visits
                || first.is_some_and(|k| {
                    // 欢迎更多议员来华: those who are not there yet.
                    let asked = people() || self.particles.more.begin(self.after(i));
                    joins(k) || comes(k) || self.of(k).classes.any(Classes::of(&[Class::Deed, Class::Event])) && asked
                });
        }
        (actor + 1..end).any(|k| self.is_verb(k))
    }

    /// Whether a name means firms or people and no state (法国企业).
    fn is_people(&self, k: usize) -> bool {
        let who = &self.words.word(self.of(k)).actors;
        self.is(k, Class::Actor) && who.iter().any(|a| a.is_group())
    }

    /// 希望, 欢迎, 鼓励: a call where somebody else is to act; a promise where the speaker is (希望进一步提升关系);
    /// a welcome where a thing is the object.
    pub(super) fn set_ask(&self, clause: &mut Clause, walk: &Walk, i: usize) -> bool {
        let t = self.of(i);
        let sense = self.words.sense(t, Class::Ask);
        let next = (i + 1..walk.end).find(|&k| !self.of(k).classes.any(ADVERBS));
        let touches = next.is_some_and(|k| {
            // 期待2026年同各方相聚: a time is no gap.
            self.uncovered(t.span.end(), self.of(k).span.start(), &[]) <= 2 || self.directly_behind(i, k)
        });
        let own = next.is_some_and(|k| {
            touches
                && (self.is(k, Class::Deed)
                    || self.begins_deed(k)
                    || self.is(k, Class::Own)
                    || self.is(k, Class::Will)
                    || (self.is(k, Class::With) && sense.intensity <= 2)
                    || (self.of(k).classes.any(Classes::of(&[Class::By, Class::Toward]))
                        && self.acts_after(k, walk.end)))
        });
        // 希望以建交为契机，深化合作: nothing but a phrase, and what is to be done behind the comma.
        let phrase = next.filter(|&k| touches && self.is(k, Class::By)).and_then(|k| self.closing(k, walk.end));
        let own = own || phrase.is_some_and(|close| self.of(close).span.end() == clause.span.end());
        let own = own && !self.is_able(t.span.end(), clause.span.end());
        let weak = sense.stance == Some(Stance::Call) && sense.intensity == 2;
        // 希望这有利于…: of a thing one hopes, and asks nobody.
        if weak && self.particles.pronouns.begin(self.after(i)) {
            return false;
        }
        if weak && own {
            clause.kind = Kind::Promise;
            clause.stance = Some(Stance::Will);
            clause.verb = next;
            clause.with.extend(self.companions(i + 1, walk.end));
            return true;
        }
        clause.kind = Kind::Ask;
        clause.stance = sense.stance;
        clause.intensity = self.raised(sense.intensity, walk.chain, i);
        self.set_object(clause, i, walk.end);
        true
    }

    /// 望调解机构能…: bodies or people that no list names, and what they are to be able to do.
    fn is_able(&self, from: u32, to: u32) -> bool {
        let words = self.between(from, to);
        let able = |rest: &str| self.particles.able.begin(rest);
        let ends = |w: &String| words.find(w.as_str()).is_some_and(|at| able(&words[at + w.len()..]));
        self.particles.agents_end.iter().any(ends)
    }

    /// Whether token `k` is a verb of what the speaker does with others (期待早日达成…, 希望举行…).
    fn begins_deed(&self, k: usize) -> bool {
        let stance = self.words.sense(self.of(k), Class::Event).stance;
        self.is_verb(k) && matches!(stance, Some(Stance::Agree | Stance::Consult | Stance::Establish))
    }

    /// Whether a phrase at token `k` leads to a verb of doing with no actor of its own (期待在甲地举行…).
    fn acts_after(&self, k: usize, end: usize) -> bool {
        let phrase = Classes::of(&[Class::By, Class::With, Class::Toward]);
        let verb = (k + 1..end).find(|&m| self.is_verb(m));
        verb.is_some_and(|m| {
            self.of(m).classes.any(Classes::of(&[Class::Deed, Class::Event]))
                && (k + 1..m)
                    .filter(|&a| self.of(a).classes.any(ACTORS))
                    .all(|a| self.of(a - 1).classes.any(phrase) || self.of(a - 1).classes.any(ACTORS))
        })
    }
}
