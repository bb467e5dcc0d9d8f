//! What governs a segment: the verb that makes it an act, with the words that stand with it.
//!
//! One walk from left to right over the segment's words: prepositional phrases are stepped over, subjects noted, and
//! the first verb that isn't part of a noun governs (将积极推进… by 将, 对…表示严重关切 by 关切). What the verb means
//! in its place (a promise, a programme item, a deed told as done) is decided here as far as the segment shows it, and by
//! `discourse.rs`, the next file to read, where it depends on what came before.

mod aside;
mod asks;
mod beside;
mod conditions;
mod described;
mod disposal;
mod forms;
mod gaps;
mod nominal;
mod occasions;
mod particles;
mod phrases;
mod places;
mod shown;
mod stated;
mod told;
mod unheld;
mod verbs;
mod walk;
mod warns;
mod weighs;

use std::cell::Cell;

use chancery_model::{Polarity, Stance};
use chancery_text::Span;

pub(crate) use self::forms::Forms;
pub(crate) use self::particles::Particles;
use self::places::Places;
pub(crate) use self::told::is_news;
use self::walk::Walk;
use crate::layout::Enclosed;
use crate::tokens::{Class, Classes, Token, is_word};
use crate::vocabulary::Lexis;

/// How a segment is governed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An attitude with an object.
    Attitude,
    /// A promise by an auxiliary.
    Promise,
    /// Asking another to act.
    Ask,
    /// Somebody should.
    Ought,
    /// Somebody says; what is said follows.
    Say,
    /// A verb of one's own doing, without auxiliary and not told as done.
    Deed,
    /// A deed told as done or going on.
    Done,
    /// A norm upheld.
    Uphold,
    /// A statement that something matters or is right.
    Weight,
    /// Any other words.
    Statement,
}

/// Who a segment is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Nobody named.
    None,
    /// Tokens `first..=last` name actors.
    Actors(usize, usize),
    /// Words that name no actor (民主, 这一做法), or an actor only within a larger name (中俄关系).
    Other(Span),
}

/// The reading of one segment (or of what follows a verb of saying in it).
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
    /// Where the evidence begins: the governing words with their adverbs.
    pub(crate) start: u32,
    /// The governing verb.
    pub(crate) anchor: Option<usize>,
    /// The verb under the auxiliary, or the anchor.
    pub(crate) verb: Option<usize>,
    pub(crate) stance: Option<Stance>,
    pub(crate) polarity: Option<Polarity>,
    pub(crate) intensity: u8,
    pub(crate) negative: bool,
    /// An armed force does it.
    pub(crate) forceful: bool,
    /// Counts only where it goes on with a deed of force (…，控制了…).
    pub(crate) needs_armed: bool,
    /// A passive whose doer no name tells (桥梁被炸毁): whom it befell is in `toward`.
    pub(crate) befalls: bool,
    /// A strike that is told of where it was, without a doer (发生袭击).
    pub(crate) struck: bool,
    /// 继续 stands among the auxiliaries.
    pub(crate) ongoing: bool,
    /// An auxiliary of the future stands among the words of the promise.
    pub(crate) wills: bool,
    /// Told as done (了, 已) or going on (正在).
    pub(crate) done: bool,
    pub(crate) doing: bool,
    pub(crate) subject: Subject,
    /// Tokens that name with whom, toward whom.
    pub(crate) with: Vec<usize>,
    pub(crate) toward: Vec<usize>,
    /// First actor after the governing verb: who is asked, supported.
    pub(crate) object: Option<usize>,
    /// Whether another verb follows that actor (支持联合国发挥作用).
    pub(crate) object_acts: bool,
    /// Any verb follows the governing one.
    pub(crate) object_verbs: bool,
    /// What follows the governing word is a list of doings, one act (主张…，…).
    pub(crate) lists: bool,
    /// The object stands before, in the clauses before (对此).
    pub(crate) takes_up: bool,
    /// A phrase of 对, 就 stands before the verb.
    pub(crate) topical: bool,
    /// Begins with words of a purpose or result.
    pub(crate) tail: bool,
    /// Begins with a condition.
    pub(crate) condition: bool,
    /// The verb of saying before it in the segment, with the subject of that verb.
    pub(crate) said: Option<(usize, Subject)>,
    /// Something happens to the subject (受到, 引起): nobody's act.
    pub(crate) undergoes: bool,
    /// An attitude told of what meets with it (得到甲国支持).
    pub(crate) met: bool,
    /// Says that something matters or is right.
    pub(crate) weighs: bool,
}

impl Clause {
    /// Whether it is an attitude that only somebody who speaks can have.
    pub(crate) const fn feels(&self) -> bool {
        matches!(
            self.stance,
            Some(Stance::Regret | Stance::Condemn | Stance::Welcome | Stance::Concern | Stance::Mourn)
        )
    }
}

/// Words that can govern a clause.
pub(crate) const VERBS: Classes = Classes::of(&[
    Class::Stance,
    Class::Will,
    Class::May,
    Class::Pledge,
    Class::Agree,
    Class::Continue,
    Class::Ought,
    Class::Ask,
    Class::Say,
    Class::Uphold,
    Class::Deed,
    Class::Event,
    Class::Show,
    Class::Undergo,
]);
const ACTORS: Classes = Classes::of(&[Class::Actor, Class::Both, Class::All, Class::Own, Class::They, Class::Office]);
const ADVERBS: Classes = Classes::of(&[
    Class::Manner,
    Class::Degree,
    Class::Not,
    Class::Done,
    Class::Doing,
    Class::And,
    Class::If,
    Class::Light,
    Class::Thereon,
    Class::Item,
    Class::Time,
]);
const PREPOSITIONS: Classes = Classes::of(&[Class::With, Class::Toward, Class::By]);
const SUFFIXES: Classes = Classes::of(&[Class::Suffix, Class::OrgSuffix]);
const SHORT: Classes = Classes::of(&[Class::Ought, Class::Will, Class::May]);
const AUXILIARIES: Classes = Classes::of(&[Class::Will, Class::Pledge, Class::Agree, Class::Continue, Class::May]);

/// Reads the segments of one text.
pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    pub(crate) words: &'a Lexis<'a>,
    pub(crate) particles: &'a Particles,
    /// Names, terms and asides that were not cut.
    pub(crate) enclosed: &'a [Enclosed],
    places: Places,
    /// How many verbs of saying stand one in the other at the clause being read.
    deep: Cell<usize>,
    /// What is known of each token already: whether it is a noun and whether a verb depends on its place alone, and is
    /// asked many times.
    known: Vec<Cell<Known>>,
}

/// An answer of no or yes, where it was looked for.
#[derive(Clone, Copy, Default)]
struct Known {
    nominal: Option<bool>,
    verb: Option<bool>,
}

/// Marks inside a clause: brackets and quotation marks around a name, the comma of a list, a point in figures.
const INSIDE: &[char] =
    &['\u{3001}', '\u{201C}', '\u{201D}', '\u{300A}', '\u{300B}', '\u{300C}', '\u{300D}', '.', '\u{B7}'];

/// Most verbs of saying one in the other (甲说，乙表示将宣布… has three): each is read once more for those around it.
const DEEPEST: usize = 8;

/// Marks that open a quotation.
const QUOTES: &[&str] = &["\u{201C}", "\u{300C}", "\u{2018}", "\u{300E}"];

impl<'a> Reader<'a> {
    /// `tokens` in order, none over another; `enclosed` in order.
    pub(crate) fn new(
        text: &'a str,
        tokens: &'a [Token],
        words: &'a Lexis<'a>,
        particles: &'a Particles,
        enclosed: &'a [Enclosed],
    ) -> Self {
        let known = vec![Cell::default(); tokens.len()];
        Self {
            text,
            tokens,
            words,
            particles,
            enclosed,
            places: Places::new(text.len(), tokens),
            deep: Cell::new(0),
            known,
        }
    }

    fn of(&self, i: usize) -> &Token {
        &self.tokens[i]
    }

    fn is(&self, i: usize, class: Class) -> bool {
        self.tokens[i].is(class)
    }

    pub(crate) fn between(&self, from: u32, to: u32) -> &str {
        self.text.get(from as usize..to as usize).unwrap_or("")
    }

    pub(crate) fn after(&self, i: usize) -> &str {
        &self.text[self.tokens[i].span.end() as usize..]
    }

    fn before(&self, i: usize) -> &str {
        &self.text[..self.tokens[i].span.start() as usize]
    }

    /// Tokens inside `span`.
    pub(crate) fn range(&self, span: Span) -> std::ops::Range<usize> {
        self.places.within(self.tokens, span)
    }

    fn is_nominal(&self, i: usize) -> bool {
        let known = self.known[i].get();
        known.nominal.unwrap_or_else(|| {
            let nominal = self.look_nominal(i);
            self.known[i].set(Known { nominal: Some(nominal), ..known });
            nominal
        })
    }

    /// Whether a mark of possession follows token `i` before `end`.
    fn is_of(&self, i: usize, end: u32) -> bool {
        self.particles.of.stand_in(self.between(self.of(i).span.end(), end))
    }

    fn is_done(&self, i: usize) -> bool {
        let word = self.between(self.of(i).span.start(), self.of(i).span.end());
        self.particles.done.begin(self.after(i)) || self.is(i, Class::Event) && self.particles.done_end.end(word)
    }

    /// The verb, if token `i` is one in this place.
    fn is_verb(&self, i: usize) -> bool {
        if !self.of(i).classes.any(VERBS) {
            return false;
        }
        self.known[i].get().verb.unwrap_or_else(|| {
            let verb = self.look_verb(i);
            self.known[i].set(Known { verb: Some(verb), ..self.known[i].get() });
            verb
        })
    }

    fn look_verb(&self, i: usize) -> bool {
        let noun = self.is(i, Class::Event) && self.words.sense(self.of(i), Class::Event).noun;
        !self.is_nominal(i) && self.stands_free(i) && !self.is_adverbial(i) && (!noun || self.is_wielded(i))
    }

    /// 明确谴责, 加快建设: a deed that is also a manner, right before a verb of more weight, says how.
    fn is_adverbial(&self, i: usize) -> bool {
        let t = self.of(i);
        let manner = t.classes.any(Classes::of(&[Class::Manner, Class::Degree]));
        manner
            && t.is(Class::Deed)
            && !t.classes.any(Classes::of(&[Class::Show, Class::Light]))
            && self.tokens.get(i + 1).is_some_and(|n| {
                let verb = Classes::of(&[Class::Stance, Class::Ask, Class::Say, Class::Pledge, Class::Show]);
                // 联合打击了…: a deed told as done.
                let told = n.is(Class::Event) && !n.is(Class::Deed) && self.is_done(i + 1);
                n.span.start() == t.span.end() && (n.classes.any(verb) || told) && !self.is_nominal(i + 1)
            })
    }

    /// Whether a one-character auxiliary (要, 将, 会) is followed by a word that can follow one: elsewhere it is part
    /// of a word that no list has.
    fn stands_free(&self, i: usize) -> bool {
        let t = self.of(i);
        if self.is_disposal(i) {
            return false;
        }
        if t.is(Class::Event) && self.words.sense(t, Class::Event).to_place {
            return self.goes_to(i);
        }
        // 甲方指…: a word that says only behind a name or an adverb.
        if t.is(Class::Say) && self.words.sense(t, Class::Say).wants_actor {
            let names = Classes::of(&[Class::Item, Class::And]);
            let led = i.checked_sub(1).filter(|&k| self.of(k).span.end() == t.span.start());
            // 消息人士指，…; …，指…: a noun of those who are heard before it, or nothing, the words behind.
            let heard = || self.particles.heard.end(self.before(i));
            let opens = || !self.before(i).ends_with(is_word) && self.speaks_on(i);
            return led.is_some_and(|k| {
                self.of(k).classes.any(ACTORS) || self.of(k).classes.any(ADVERBS) && !self.of(k).classes.any(names)
            }) || heard()
                || opens();
        }
        // 甲方视乙为…: one character that is an attitude only behind a name or an adverb.
        let led = |class| t.is(class) && self.words.sense(t, class).led;
        if led(Class::Stance) || led(Class::Ask) || led(Class::Will) {
            let opens = || !self.before(i).ends_with(is_word);
            return self.is_led(i) || !led(Class::Stance) && opens() || led(Class::Will) && self.is_plan(i);
        }
        // 受甲方反对: one character, before a name.
        let short = || self.between(t.span.start(), t.span.end()).chars().count() == 1;
        if t.is(Class::Undergo) && short() {
            return self.tokens.get(i + 1).is_some_and(|n| n.span.start() == t.span.end() && n.classes.any(ACTORS));
        }
        if !t.classes.any(SHORT) || self.between(t.span.start(), t.span.end()).chars().count() > 1 {
            return true;
        }
        let firm = t.classes.any(Classes::of(&[Class::Will, Class::Ought])) && self.is_led(i);
        self.tokens
            .get(i + 1)
            .is_some_and(|n| n.span.start() == t.span.end() && !n.classes.any(Classes::of(&[Class::Close])))
            || self.hidden_follows(t.span.end())
            || t.is(Class::Will) && self.lasts(i)
            || (firm && self.text[t.span.end() as usize..].starts_with(is_word))
    }

    /// Whether token `i` stands right behind a name or an adverb.
    fn is_led(&self, i: usize) -> bool {
        // 甲国“将…”: a mark of quotation may stand between.
        let gap = |k: usize| self.between(self.of(k).span.end(), self.of(i).span.start());
        let led = i.checked_sub(1).filter(|&k| gap(k).is_empty() || QUOTES.contains(&gap(k)));
        let items = Classes::of(&[Class::Item]);
        led.is_some_and(|k| {
            let before = self.of(k).classes;
            before.any(ACTORS) || before.any(ADVERBS) && !before.any(items)
        })
    }

    /// Whether a quotation or name stands there (将“…”).
    fn hidden_follows(&self, at: u32) -> bool {
        self.text[at as usize..].chars().next().is_some_and(|c| !is_word(c))
    }

    /// Reads a segment.
    pub(crate) fn read(&self, span: Span) -> Clause {
        let range = self.range(span);
        let last = range.clone().next_back();
        let mut clause = self.read_from(span, range.clone(), None);
        // 甲方发言人乙4日就…答记者问时说: what is done on the way to saying is the occasion, the words follow.
        if clause.kind != Kind::Say
            && let Some(k) = last.filter(|&k| self.tells(k) && self.of(k).span.end() == span.end())
            && clause.anchor.is_some_and(|a| a < k && !self.ends_with_speech(a, k))
            && !self.meets_and_says(&clause, k)
            && !self.is_nominal(k)
            && !self.is_made(k)
            // 必将坚决回应: promised.
            && !(clause.kind == Kind::Promise && clause.verb == Some(k))
            && !(clause.kind == Kind::Ask
                && clause.object.is_some_and(|o| o < k)
                && !self.is_occasion(self.of(k).span.start()))
        {
            let told = clause.said.map_or(clause.subject, |(_, subject)| subject);
            let subject = self.speaker_before(k, range.start).unwrap_or(told);
            (clause.kind, clause.anchor, clause.said, clause.subject) = (Kind::Say, Some(k), None, subject);
        }
        self.is_asked_of(&mut clause, range);
        clause
    }

    /// Whether nothing but times stands between token `k` and the one behind it.
    fn touches(&self, k: usize) -> bool {
        self.uncovered(self.of(k).span.end(), self.of(k + 1).span.start(), &[]) == 0
    }

    /// What somebody says in the clause, read like a clause of its own; of more verbs of saying one in the other than any
    /// sentence has, only that something is said.
    fn read_said(&self, rest: Span, range: std::ops::Range<usize>, said: (usize, Subject)) -> Option<Clause> {
        let deep = self.deep.get();
        if deep >= DEEPEST {
            return None;
        }
        self.deep.set(deep + 1);
        let inner = self.read_from(rest, range, Some(said));
        self.deep.set(deep);
        Some(inner)
    }

    fn read_from(&self, span: Span, range: std::ops::Range<usize>, said: Option<(usize, Subject)>) -> Clause {
        let mut clause = Clause {
            span,
            kind: Kind::Statement,
            start: span.start(),
            anchor: None,
            verb: None,
            stance: None,
            polarity: None,
            intensity: 0,
            negative: false,
            forceful: false,
            needs_armed: false,
            befalls: false,
            struck: false,
            ongoing: false,
            wills: false,
            done: false,
            doing: false,
            subject: Subject::None,
            with: Vec::new(),
            toward: Vec::new(),
            object: None,
            object_acts: false,
            object_verbs: false,
            lists: false,
            takes_up: false,
            topical: false,
            tail: false,
            condition: false,
            said,
            undergoes: false,
            met: false,
            weighs: false,
        };
        let mut walk = Walk {
            at: range.start,
            end: range.end,
            from: span.start(),
            names: None,
            chain: None,
            phrases: Vec::new(),
            copula: false,
            is_told_of: Subject::None,
            sends: false,
        };
        if let Some(first) = range.clone().next().filter(|&i| self.of(i).span.start() == span.start()) {
            clause.tail = self.is_tail(first, range.end);
            clause.condition = self.opens_condition(first, range.end);
        }
        clause.weighs = range.clone().any(|i| {
            // No more is counted than asked: a clause may be as long as the text.
            let ends = || self.between(self.of(i).span.end(), span.end()).chars().nth(1).is_none();
            let agrees = || i > range.start && self.is(i, Class::Copula) && self.agrees(i);
            self.is(i, Class::Weight) && (ends() || agrees() || self.opens_copula(i, span))
        });
        while walk.at < walk.end {
            let i = walk.at;
            let t = self.of(i);
            // 今年粮价整体将…, 但外界感到忧虑: a time or a joining word before the subject is none of the verb's adverbs.
            let counts = |c: char| self.particles.counts.contains(&c);
            let joins =
                |c: usize| self.is(c, Class::And) && !self.is(c, Class::Manner) && !self.after(c).starts_with(counts);
            let timed = walk.chain.filter(|&c| c + 1 == i && (self.is(c, Class::Time) || joins(c)));
            if timed.is_some_and(|c| self.uncovered(self.of(c).span.end(), t.span.start(), &walk.phrases) >= 2) {
                walk.chain = None;
            }
            if let Some(k) = self.described(&walk, i) {
                walk.phrases.push(Span::new(t.span.start(), self.of(k).span.start()));
                (walk.chain, walk.at) = (None, k);
                continue;
            }
            if self.sets_aside(&mut walk) {
                continue;
            }
            if t.classes.any(PREPOSITIONS) && self.steps_over(&mut clause, &mut walk) {
                continue;
            }
            if self.passes(&mut walk) {
                continue;
            }
            if self.is_verb(i) {
                if let Some(k) = self.relative(&walk, i) {
                    // 袭击港口的叛军撤离: the verb tells which force or person is meant.
                    walk.phrases.push(Span::new(t.span.start(), self.of(k).span.start()));
                    (walk.names, walk.chain, walk.at) = (None, None, k);
                    continue;
                }
                let of = || {
                    self.is_of(i, span.end()) || self.is_copular(range.start, i) || self.opens_copula(range.start, span)
                };
                if walk.copula && !t.classes.any(Classes::of(&[Class::Say, Class::Ought])) && of() {
                    // 甲国是最早承认…的国家: the verb belongs to the name of what the subject is.
                    walk.chain = None;
                    walk.at += 1;
                    continue;
                }
                if clause.weighs && self.is_weighed(i, walk.end, span.end()) {
                    (walk.chain, walk.at) = (None, i + 1);
                    continue;
                }
                if self.govern(&mut clause, &walk, i) {
                    break;
                }
                if self.is(i, Class::Ought) {
                    // 我们应该感谢各国: the word is no part of who thanks.
                    walk.phrases.push(t.span);
                }
                walk.at += 1;
                continue;
            }
            if t.classes.any(ACTORS) && i > range.start && self.particles.is_at(self.before(i)) {
                // 中国驻日本大使: the post is the first state's.
                let posted = walk.names.filter(|&(_, last)| {
                    let gap = self.between(self.of(last).span.end(), t.span.start());
                    self.particles.at.has(gap)
                });
                walk.names = posted.map(|(first, _)| (first, i)).or(walk.names);
                walk.chain = None;
            } else if t.classes.any(ACTORS) {
                walk.names = match walk.names {
                    Some((first, last)) if self.coordinate(last, i) || self.counts(last, i) => Some((first, i)),
                    _ => Some((i, i)),
                };
                walk.chain = None;
            } else if t.classes.any(SUFFIXES)
                && walk.names.is_some_and(|(_, last)| self.of(last).span.end() == t.span.start())
            {
                // 中国政府, 四方安全对话国家: the suffix speaks for the name before it.
                walk.names = walk.names.map(|(first, _)| (first, i));
                walk.chain = None;
            } else if t.classes.any(ADVERBS) {
                clause.takes_up |= self.is(i, Class::Thereon);
                // （一）支持…: a number in brackets is no adverb.
                let number = self.is(i, Class::Item) && !self.text[t.span.range()].starts_with(is_word);
                if !number {
                    walk.chain.get_or_insert(i);
                }
                clause.negative |= self.is(i, Class::Not);
                clause.done |= self.is(i, Class::Done);
                clause.doing |= self.is(i, Class::Doing);
            } else {
                if self.is(i, Class::Copula) && self.words.sense(t, Class::Copula).claims {
                    // 有利于维护…: what serves something is told of it, nobody does it.
                    break;
                }
                if self.is(i, Class::Copula) && !walk.copula {
                    (walk.copula, walk.is_told_of) = (true, self.subject(&walk, t.span.start()));
                }
                walk.chain = None;
            }
            walk.at += 1;
        }
        if clause.kind == Kind::Statement {
            if clause.anchor.is_none() {
                // 甲国是乙国的邻居，将…: whom it is told of, not who stands behind the copula.
                let told_of = matches!(walk.is_told_of, Subject::Actors(..)).then_some(walk.is_told_of);
                clause.subject = told_of.unwrap_or_else(|| self.subject(&walk, clause.span.end()));
            }
            // 作为…重要力量: a phrase, and no predicate.
            let phrase = range
                .clone()
                .next()
                .is_some_and(|i| self.of(i).span.start() == span.start() && self.is(i, Class::By) && !walk.copula);
            let phrase = phrase || self.is_led_by_name(&walk, span) || said.is_none() && self.names_how(span);
            if clause.weighs && !clause.undergoes && !phrase {
                let sense = range.clone().rev().find(|&i| self.is(i, Class::Weight));
                let sense = sense.map(|i| self.words.sense(self.of(i), Class::Weight)).unwrap_or_default();
                clause.kind = Kind::Weight;
                (clause.polarity, clause.intensity) = (sense.polarity.or(Some(Polarity::For)), 3);
                clause.stance = sense.stance.or(Some(Stance::Affirm));
            }
        }
        clause
    }
}
