//! What governs a segment: the verb that makes it an act, with the words that stand with it.
//!
//! One walk from left to right over the segment's words: prepositional phrases are stepped over, subjects noted, and
//! the first verb that isn't part of a noun governs (将积极推进… by 将, 对…表示严重关切 by 关切). What the verb means
//! in its place (a promise, a programme item, a deed told as done) is decided here as far as the segment shows it, and by
//! `discourse.rs`, the next file to read, where it depends on what came before.

use chancery_model::{Polarity, Stance};
use chancery_text::Span;

use crate::layout::{Enclosed, Enclosure};
use crate::tokens::{Class, Classes, Token};
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
    /// 继续 stands among the auxiliaries.
    pub(crate) ongoing: bool,
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
    /// Begins with words of a purpose or result.
    pub(crate) tail: bool,
    /// Begins with a condition.
    pub(crate) condition: bool,
    /// The verb of saying before it in the segment, with the subject of that verb.
    pub(crate) said: Option<(usize, Subject)>,
    /// Something happens to the subject (受到, 引起): nobody's act.
    pub(crate) undergoes: bool,
    /// Says that something matters or is right.
    pub(crate) weighs: bool,
}

const VERBS: Classes = Classes::of(&[
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
]);
const PREPOSITIONS: Classes = Classes::of(&[Class::With, Class::Toward, Class::By]);
const SUFFIXES: Classes = Classes::of(&[Class::Suffix, Class::OrgSuffix]);
const SHORT: Classes = Classes::of(&[Class::Ought, Class::Will, Class::May]);
const AUXILIARIES: Classes = Classes::of(&[Class::Will, Class::Pledge, Class::Agree, Class::Continue, Class::May]);

/// Characters of a language that tell a noun from a verb beside them; from its pack.
#[derive(Clone, Debug, Default)]
pub(crate) struct Particles {
    /// After a verb: it is part of a name (提出的).
    pub(crate) of: Vec<String>,
    /// After a verb, figures aside: it is told as a point in time (建交75周年, 会谈后).
    pub(crate) occasion: Vec<String>,
    /// Before a verb: it is a noun (所作, 的支持).
    pub(crate) before_noun: Vec<String>,
    /// After a verb: told as done (了, 过).
    pub(crate) done: Vec<String>,
    /// Opens the end of a by-phrase (为): 以…为….
    pub(crate) as_: Vec<String>,
    /// Between coordinate names.
    pub(crate) and: Vec<String>,
    /// Between names that are one subject, never a phrase of company (和, not 同).
    pub(crate) joint: Vec<String>,
    /// Behind a body's name: its members meet (成员国, 外长, 峰会).
    pub(crate) members: Vec<String>,
    /// Before a name that is a place here (驻日本).
    pub(crate) at: Vec<String>,
}

/// Reads the segments of one text.
pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    pub(crate) words: &'a Lexis<'a>,
    pub(crate) particles: &'a Particles,
    /// Names, terms and asides that were not cut.
    pub(crate) enclosed: &'a [Enclosed],
}

impl Reader<'_> {
    fn of(&self, i: usize) -> &Token {
        &self.tokens[i]
    }

    fn is(&self, i: usize, class: Class) -> bool {
        self.tokens[i].is(class)
    }

    fn between(&self, from: u32, to: u32) -> &str {
        self.text.get(from as usize..to as usize).unwrap_or("")
    }

    fn after(&self, i: usize) -> &str {
        &self.text[self.tokens[i].span.end() as usize..]
    }

    fn before(&self, i: usize) -> &str {
        &self.text[..self.tokens[i].span.start() as usize]
    }

    /// Tokens inside `span`.
    pub(crate) fn range(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.tokens.partition_point(|t| t.span.start() < span.start());
        let last = self.tokens.partition_point(|t| t.span.end() <= span.end());
        first..last.max(first)
    }

    fn is_nominal(&self, i: usize) -> bool {
        let after = self.particles.of.iter().any(|p| self.after(i).starts_with(p.as_str()));
        let rest = self.after(i).trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        let after = after || self.particles.occasion.iter().any(|p| rest.starts_with(p.as_str()));
        let before = self.particles.before_noun.iter().any(|p| self.before(i).ends_with(p.as_str()));
        after || before
    }

    fn is_done(&self, i: usize) -> bool {
        self.particles.done.iter().any(|p| self.after(i).starts_with(p.as_str()))
    }

    /// The verb, if token `i` is one in this place.
    fn is_verb(&self, i: usize) -> bool {
        self.of(i).classes.any(VERBS) && !self.is_nominal(i) && self.stands_free(i)
    }

    /// Whether a one-character auxiliary (要, 将, 会) is followed by a word that can follow one: elsewhere it is part
    /// of a word that no list has.
    fn stands_free(&self, i: usize) -> bool {
        let t = self.of(i);
        if !t.classes.any(SHORT) || self.between(t.span.start(), t.span.end()).chars().count() > 1 {
            return true;
        }
        self.tokens
            .get(i + 1)
            .is_some_and(|n| n.span.start() == t.span.end() && !n.classes.any(Classes::of(&[Class::Close])))
            || self.hidden_follows(t.span.end())
    }

    /// Whether a quotation or name stands there (将“…”).
    fn hidden_follows(&self, at: u32) -> bool {
        self.text[at as usize..].chars().next().is_some_and(|c| !c.is_alphanumeric())
    }

    /// Reads a segment.
    pub(crate) fn read(&self, span: Span) -> Clause {
        let range = self.range(span);
        self.read_from(span, range, None)
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
            ongoing: false,
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
            tail: false,
            condition: false,
            said,
            undergoes: false,
            weighs: false,
        };
        let mut walk =
            Walk { at: range.start, end: range.end, from: span.start(), names: None, chain: None, phrases: Vec::new() };
        if let Some(first) = range.clone().next().filter(|&i| self.of(i).span.start() == span.start()) {
            clause.tail = self.is_tail(first, range.end);
            clause.condition = self.is(first, Class::If);
        }
        clause.weighs = range
            .clone()
            .any(|i| self.is(i, Class::Weight) && self.between(self.of(i).span.end(), span.end()).chars().count() <= 3);
        while walk.at < walk.end {
            let i = walk.at;
            let t = self.of(i);
            if t.classes.any(PREPOSITIONS) && self.steps_over(&mut clause, &mut walk) {
                continue;
            }
            if self.is_verb(i) {
                if self.govern(&mut clause, &walk, i) {
                    break;
                }
                walk.at += 1;
                continue;
            }
            if t.classes.any(ACTORS)
                && self.particles.at.iter().any(|p| self.before(i).ends_with(p.as_str()))
                && i > range.start
            {
                walk.chain = None;
            } else if t.classes.any(ACTORS) {
                walk.names = match walk.names {
                    Some((first, last)) if self.coordinate(last, i) => Some((first, i)),
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
                walk.chain.get_or_insert(i);
                clause.negative |= self.is(i, Class::Not);
                clause.done |= self.is(i, Class::Done);
                clause.doing |= self.is(i, Class::Doing);
            } else {
                walk.chain = None;
            }
            walk.at += 1;
        }
        if clause.kind == Kind::Statement {
            if clause.anchor.is_none() {
                clause.subject = self.subject(&walk, clause.span.end());
            }
            if clause.weighs && !clause.undergoes {
                clause.kind = Kind::Weight;
                (clause.polarity, clause.intensity) = (Some(Polarity::For), 3);
                clause.stance = Some(Stance::Affirm);
            }
        }
        clause
    }

    fn is_tail(&self, first: usize, end: usize) -> bool {
        if !self.is(first, Class::Tail) {
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

    /// Steps over a prepositional phrase; notes whom it names. False where the word is no preposition here.
    fn steps_over(&self, clause: &mut Clause, walk: &mut Walk) -> bool {
        let i = walk.at;
        let t = self.of(i);
        let joint = self.particles.joint.iter().any(|p| p == self.between(t.span.start(), t.span.end()));
        let coordinates = t.is(Class::With)
            && joint
            && walk.names.is_some_and(|(_, last)| self.of(last).span.end() == t.span.start())
            && i + 1 < walk.end
            && self.of(i + 1).classes.any(ACTORS)
            && self.of(i + 1).span.start() == t.span.end();
        if t.classes.any(VERBS) && !self.phrase_like(i, walk.end) {
            return false;
        }
        if t.is(Class::Toward)
            && let Some(k) = self.far_verb(i, walk.end)
        {
            clause.toward.extend((i + 1..k).filter(|&m| self.of(m).classes.any(ACTORS)).take(3));
            let end = self.of(k - 1).span.end().max(t.span.end());
            walk.phrases
                .push(Span::new(t.span.start(), if k > i + 1 { end.max(self.of(k).span.start()) } else { end }));
            walk.chain.get_or_insert(i);
            walk.at = k;
            return true;
        }
        let closed = (i + 1..walk.end).find(|&k| self.is(k, Class::Close) && !self.breaks(i + 1, k));
        let until = closed.map_or(i + 1, |k| k + 1);
        let mut k = i + 1;
        let mut seen_verb = false;
        while k < walk.end {
            let inside = k < until;
            let verb = self.is_verb(k);
            if !inside && verb {
                // 就加强合作达成共识: the verb right behind the preposition belongs to the phrase.
                let behind = !seen_verb && closed.is_none() && self.directly_behind(i, k);
                if !behind || self.is(k, Class::Say) {
                    break;
                }
                seen_verb = true;
            }
            if self.of(k).classes.any(ACTORS) {
                if t.is(Class::With) {
                    clause.with.push(k);
                } else if t.is(Class::Toward) {
                    clause.toward.push(k);
                }
            }
            k += 1;
        }
        if closed.is_some() {
            k = until;
        }
        if coordinates && let Some((first, _)) = walk.names {
            walk.names = Some((first, i + 1));
            walk.at = i + 2;
            walk.chain = None;
            return true;
        }
        let end = if k > i + 1 { self.of(k - 1).span.end() } else { t.span.end() };
        walk.phrases.push(Span::new(t.span.start(), end));
        if walk.chain.is_none() {
            walk.chain = Some(i);
        }
        walk.at = k.max(i + 1);
        true
    }

    /// The verb that a phrase of 对, 就, 为 leads to where its object holds verbs of its own (对…建立…表示关切,
    /// 就加强合作达成共识): the verb of showing, else the segment's last verb.
    fn far_verb(&self, i: usize, end: usize) -> Option<usize> {
        let shows = (i + 1..end).find(|&k| {
            self.of(k).classes.any(Classes::of(&[Class::Show, Class::Say])) && self.attitude(k, end).is_some()
        });
        if shows.is_some() {
            return shows.map(|k| self.chain_before(i, k));
        }
        let far = self.words.sense(self.of(i), Class::Toward).lists;
        if !far {
            return None;
        }
        let last = (i + 1..end)
            .rev()
            .find(|&k| self.is_verb(k) && (k + 1 == end || !self.is_nominal(k)) && !self.is(k, Class::Block))?;
        let first = (i + 1..end).find(|&k| self.is_verb(k))?;
        (self.of(first).classes.any(Classes::of(&[Class::Deed, Class::Event, Class::Uphold])))
            .then(|| self.chain_before(i, last))
    }

    /// First of the adverbs directly before token `k`, not before `from`.
    fn chain_before(&self, from: usize, k: usize) -> usize {
        let mut first = k;
        while first > from + 1
            && self.of(first - 1).classes.any(ADVERBS)
            && self.of(first - 1).span.end() == self.of(first).span.start()
        {
            first -= 1;
        }
        first
    }

    /// Whether a word that is both verb and preposition (通过, 利用) stands as a preposition: another verb follows.
    fn phrase_like(&self, i: usize, end: usize) -> bool {
        let leads = self.is(i, Class::By) && (i == 0 || self.of(i - 1).span.end() < self.of(i).span.start());
        let follows = (i + 1..end).any(|k| self.is_verb(k) && !self.is(k, Class::Say));
        (follows || leads) && !self.is_done(i) && !self.is(i, Class::Will)
    }

    fn breaks(&self, from: usize, to: usize) -> bool {
        (from..to).any(|k| self.of(k).classes.any(AUXILIARIES) && !self.is_nominal(k))
    }

    fn directly_behind(&self, i: usize, k: usize) -> bool {
        (i + 1..k).all(|m| self.of(m).classes.any(ADVERBS)) && {
            let mut at = self.of(i).span.end();
            (i + 1..=k).all(|m| {
                let touches = self.of(m).span.start() == at;
                at = self.of(m).span.end();
                touches
            })
        }
    }

    fn coordinate(&self, last: usize, next: usize) -> bool {
        let gap = self.between(self.of(last).span.end(), self.of(next).span.start());
        gap.is_empty() || self.particles.and.iter().any(|p| p == gap.trim())
    }

    /// Makes token `i` the governing verb. False where it governs nothing and the walk goes on.
    fn govern(&self, clause: &mut Clause, walk: &Walk, i: usize) -> bool {
        let t = *self.of(i);
        let start = walk.chain.map_or(t.span.start(), |c| self.of(c).span.start());
        let subject = self.subject(walk, start);
        clause.anchor = Some(i);
        clause.verb = Some(i);
        clause.start = start;
        clause.subject = subject;
        if t.is(Class::Show) || t.is(Class::Say) {
            if let Some(a) = self.attitude(i, walk.end) {
                self.set_attitude(clause, a, Class::Attitude, walk.chain, i);
                clause.anchor = Some(a);
                return true;
            }
            if !t.is(Class::Say) && !t.classes.any(Classes::of(&[Class::Deed, Class::Event])) {
                return false;
            }
        }
        if t.is(Class::Undergo)
            && !t.classes.any(Classes::of(&[Class::Stance, Class::Ask]))
            && !(t.is(Class::Event) && self.is_done(i))
        {
            let harm = (i + 1..walk.end)
                .find(|&k| self.words.sense(self.of(k), Class::Event).stance == Some(Stance::Disaster));
            if let Some(k) = harm {
                (clause.kind, clause.stance, clause.anchor) = (Kind::Done, Some(Stance::Disaster), Some(k));
                return true;
            }
            clause.undergoes = true;
            return true;
        }
        let principle = t.is(Class::Stance) && {
            let sense = self.words.sense(&t, Class::Stance);
            sense.stance == Some(Stance::Affirm) && !sense.lists
        };
        if (principle || t.classes.any(Classes::of(&[Class::Deed, Class::Uphold])))
            && !clause.done
            && !self.is_done(i)
            && let Some(k) = self.stated(i, walk.end)
        {
            return self.govern_stated(clause, i, k);
        }
        if t.is(Class::Ask) && self.words.sense(&t, Class::Ask).wants_actor {
            if self.asks_actor(i, walk.end) && self.set_ask(clause, walk, i) {
                return true;
            }
        } else if t.is(Class::Ask) && t.span.end() < clause.span.end() && self.set_ask(clause, walk, i) {
            return true;
        }
        let opens = t.is(Class::Stance) && self.words.sense(&t, Class::Stance).stance == Some(Stance::Affirm);
        if t.is(Class::Say) || opens {
            return self.govern_say(clause, walk, i, opens && !t.is(Class::Say));
        }
        if t.classes.any(AUXILIARIES) && (!t.is(Class::May) || self.may_promises(clause, walk, i)) {
            self.set_promise(clause, walk, i);
            return true;
        }
        if t.is(Class::Ought) && self.is_invited(i, walk.end, clause.span) {
            clause.undergoes = true;
            return true;
        }
        if t.is(Class::Ought) {
            if let Some(a) = (i + 1..walk.end).find(|&k| self.is(k, Class::Undergo)).and_then(|u| {
                (u + 1..walk.end)
                    .find(|&k| self.words.sense(self.of(k), Class::Stance).polarity == Some(Polarity::Against))
            }) {
                self.set_attitude(clause, a, Class::Stance, None, a);
                (clause.stance, clause.intensity, clause.takes_up) = (Some(Stance::Oppose), 3, true);
                clause.subject = Subject::None;
                return true;
            }
            clause.kind = Kind::Ought;
            let sense = self.words.sense(&t, Class::Ought);
            clause.intensity = sense.intensity;
            clause.negative |= sense.negative;
            clause.verb = (i + 1..walk.end).find(|&k| self.is_verb(k));
            clause.with.extend(self.companions(i + 1, walk.end));
            return true;
        }
        if t.is(Class::Stance) {
            self.set_attitude(clause, i, Class::Stance, walk.chain, i);
            self.set_object(clause, i, walk.end);
            return true;
        }
        if t.is(Class::Uphold) {
            clause.kind = if (i + 1..walk.end).any(|k| self.is(k, Class::Norm)) { Kind::Uphold } else { Kind::Deed };
            if clause.kind == Kind::Uphold {
                clause.stance = Some(Stance::Affirm);
                clause.polarity = Some(Polarity::For);
                clause.intensity = self.raised(3, walk.chain, i);
            }
            return true;
        }
        if t.classes.any(Classes::of(&[Class::Deed, Class::Event])) {
            clause.done |= self.is_done(i) || self.done_later(i, walk.end);
            let event = t.is(Class::Event).then(|| self.words.sense(&t, Class::Event));
            clause.stance = event.and_then(|s| s.stance);
            let told = clause.done || clause.doing || (event.is_some_and(|s| !s.needs_done) && !t.is(Class::Deed));
            clause.kind = if told { Kind::Done } else { Kind::Deed };
            self.set_object(clause, i, walk.end);
            return true;
        }
        false
    }

    /// What makes a verb at the head of a segment part of its subject: a copula or deontic word later in the segment
    /// (捍卫民主不应成为借口, 完善体系至关重要).
    fn stated(&self, i: usize, end: usize) -> Option<usize> {
        (i + 1..end).find(|&k| {
            (self.is(k, Class::Copula)
                || (self.is(k, Class::Ought) && self.stands_free(k) && !self.is(k, Class::Block)))
                && !self.is_nominal(k)
        })
    }

    fn govern_stated(&self, clause: &mut Clause, first: usize, k: usize) -> bool {
        clause.subject = Subject::Other(Span::new(self.of(first).span.start(), self.of(k).span.start()));
        clause.start = clause.span.start();
        if self.is(k, Class::Ought) {
            let sense = self.words.sense(self.of(k), Class::Ought);
            clause.kind = Kind::Ought;
            clause.anchor = Some(k);
            clause.intensity = sense.intensity;
            clause.negative |= sense.negative;
        }
        true
    }

    /// 了 or 过 after a later verb of the same segment (举行了会谈 read from 继续).
    fn done_later(&self, i: usize, end: usize) -> bool {
        (i + 1..end).any(|k| {
            self.is(k, Class::Done) && self.of(k).span.start() == self.of(k - 1).span.end() && self.is_verb(k - 1)
        })
    }

    /// A verb of saying (or 重申, 主张): what follows in the segment is read on its own; nothing following opens a frame.
    fn govern_say(&self, clause: &mut Clause, walk: &Walk, i: usize, affirms: bool) -> bool {
        let t = self.of(i);
        let rest = Span::new(t.span.end(), clause.span.end());
        let empty = self.between(rest.start(), rest.end()).trim().is_empty();
        if empty {
            clause.kind = Kind::Say;
            return true;
        }
        let subject = clause.subject;
        let inner = self.read_from(rest, i + 1..walk.end, Some((i, subject)));
        let defers = self.words.sense(t, Class::Stance).defers;
        let governs = !matches!(inner.kind, Kind::Statement | Kind::Weight)
            && (!affirms || (defers && self.begins(&inner, rest)));
        let start = clause.start;
        if governs {
            let (with, toward) = (std::mem::take(&mut clause.with), std::mem::take(&mut clause.toward));
            *clause = Clause { span: clause.span, start, ..inner };
            clause.with.extend(with);
            clause.toward.extend(toward);
            return true;
        }
        if affirms || inner.weighs {
            self.set_attitude(clause, i, Class::Stance, walk.chain, i);
            if !affirms {
                (clause.kind, clause.stance) = (Kind::Weight, Some(Stance::Affirm));
                (clause.polarity, clause.intensity) = (Some(Polarity::For), 3);
                clause.said = Some((i, subject));
                clause.subject = inner.subject;
            }
            self.set_object(clause, i, walk.end);
            return true;
        }
        clause.kind = Kind::Say;
        clause.said = Some((i, subject));
        true
    }

    /// Whether the inner verb of 重申… stands at its head or after a subject of its own, not deep in a noun phrase.
    fn begins(&self, inner: &Clause, rest: Span) -> bool {
        let Some(a) = inner.anchor else { return false };
        if !matches!(inner.kind, Kind::Attitude | Kind::Promise | Kind::Ask | Kind::Ought) {
            return false;
        }
        let gap = self.between(rest.start(), inner.start.min(self.of(a).span.start())).trim();
        let phrase =
            self.range(Span::new(rest.start(), self.of(a).span.start())).any(|k| self.of(k).classes.any(PREPOSITIONS));
        inner.kind == Kind::Ought || (!phrase && (gap.is_empty() || matches!(inner.subject, Subject::Actors(..))))
    }

    /// The noun of attitude after 表示 and its like, with only adverbs between.
    fn attitude(&self, i: usize, end: usize) -> Option<usize> {
        let mut at = self.of(i).span.end();
        for k in i + 1..end {
            let t = self.of(k);
            let near = self.between(at, t.span.start()).chars().count() <= 4;
            if t.is(Class::Attitude) && near {
                let rest = self.between(t.span.end(), self.of(end - 1).span.end());
                let ends = rest.trim().is_empty() && k + 1 == end;
                // 表示支持某事 is the verb, read as one; 表示支持 at the end is the noun.
                return (ends || !t.is(Class::Stance)).then_some(k);
            }
            if !near || !(t.classes.any(ADVERBS) || t.is(Class::Block)) {
                return None;
            }
            at = t.span.end();
        }
        None
    }

    fn set_attitude(&self, clause: &mut Clause, i: usize, class: Class, chain: Option<usize>, from: usize) {
        let sense = self.words.sense(self.of(i), class);
        clause.kind = Kind::Attitude;
        clause.stance = sense.stance;
        clause.lists = sense.lists;
        clause.polarity = sense.polarity;
        clause.intensity = self.raised(sense.intensity, Some(chain.unwrap_or(from)), i);
    }

    fn raised(&self, base: u8, chain: Option<usize>, until: usize) -> u8 {
        let from = chain.unwrap_or(until);
        let steps: i8 = (from..until)
            .filter(|&k| self.is(k, Class::Degree))
            .map(|k| self.words.sense(self.of(k), Class::Degree).step)
            .sum();
        (base as i8 + steps).clamp(1, 5) as u8
    }

    fn may_promises(&self, clause: &Clause, walk: &Walk, i: usize) -> bool {
        let long = self.between(self.of(i).span.start(), self.of(i).span.end()).chars().count() > 1;
        long || walk.chain.is_some() || clause.negative
    }

    fn set_promise(&self, clause: &mut Clause, walk: &Walk, i: usize) {
        if clause.doing && self.is(i, Class::Will) {
            clause.kind = Kind::Done;
            return;
        }
        clause.kind = Kind::Promise;
        let class = |k: usize| {
            let t = self.of(k);
            [
                (Class::Pledge, Stance::Pledge),
                (Class::Agree, Stance::Agree),
                (Class::Continue, Stance::Continue),
                (Class::Will, Stance::Will),
                (Class::May, Stance::Will),
            ]
            .into_iter()
            .find(|(c, _)| t.is(*c))
            .map(|(_, s)| s)
        };
        clause.stance = class(i);
        let mut k = i + 1;
        while k < walk.end {
            let t = self.of(k);
            if let Some(next) = class(k).filter(|_| !self.is_nominal(k)) {
                clause.ongoing |= next == Stance::Continue;
                if next == Stance::Continue && clause.stance == Some(Stance::Will) {
                    clause.stance = Some(Stance::Continue);
                }
                if next == Stance::Pledge && clause.stance == Some(Stance::Will) {
                    break;
                }
            } else if t.classes.any(PREPOSITIONS) {
                let mut m = k + 1;
                while m < walk.end && !self.is_verb(m) {
                    if self.of(m).classes.any(ACTORS) {
                        let list = if t.is(Class::With) { &mut clause.with } else { &mut clause.toward };
                        list.push(m);
                    }
                    m += 1;
                }
                k = m;
                continue;
            } else if self.is_verb(k) {
                clause.verb = Some(k);
                break;
            } else if !t.classes.any(ADVERBS) {
                break;
            }
            k += 1;
        }
        clause.ongoing |= clause.stance == Some(Stance::Continue);
        clause.done |= (walk.at.saturating_sub(3)..i).any(|m| self.is(m, Class::Done));
        self.set_object(clause, clause.verb.unwrap_or(i), walk.end);
    }

    /// Companions named after an auxiliary (愿同匈方一道…).
    fn companions(&self, from: usize, end: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let mut k = from;
        while k < end && !self.is_verb(k) {
            if self.is(k, Class::With) {
                while k + 1 < end && self.of(k + 1).classes.any(ACTORS) {
                    out.push(k + 1);
                    k += 1;
                }
            }
            k += 1;
        }
        out
    }

    /// 应…邀请: the segment ends with the invitation that it tells of, an occasion and no act.
    fn is_invited(&self, i: usize, end: usize, span: Span) -> bool {
        let last = end.checked_sub(1).filter(|&k| k > i);
        last.is_some_and(|k| self.is(k, Class::Ask) && self.of(k).span.end() == span.end())
    }

    /// Whether somebody is asked right behind the word: 倡导各国践行…; for a welcome, to take part.
    fn asks_actor(&self, i: usize, end: usize) -> bool {
        let next = i + 1;
        let near = |k: usize| self.between(self.of(i).span.end(), self.of(k).span.start()).chars().count() <= 4;
        let Some(actor) = (next..end).find(|&k| self.of(k).classes.any(ACTORS) && near(k)) else { return false };
        let welcome =
            self.is(i, Class::Stance) && self.words.sense(self.of(i), Class::Stance).stance == Some(Stance::Welcome);
        (actor + 1..end).any(|k| if welcome { self.is(k, Class::Join) && !self.is_nominal(k) } else { self.is_verb(k) })
    }

    /// 希望, 欢迎, 鼓励: a call where somebody else is to act; a promise where the speaker is (希望进一步提升关系);
    /// a welcome where a thing is the object.
    fn set_ask(&self, clause: &mut Clause, walk: &Walk, i: usize) -> bool {
        let t = self.of(i);
        let sense = self.words.sense(t, Class::Ask);
        let next = (i + 1..walk.end).find(|&k| !self.of(k).classes.any(ADVERBS));
        let touches = next.is_some_and(|k| self.between(t.span.end(), self.of(k).span.start()).chars().count() <= 2);
        let own = next.is_some_and(|k| {
            touches
                && (self.is(k, Class::Deed)
                    || self.is(k, Class::Own)
                    || (self.is(k, Class::With) && sense.intensity <= 2))
        });
        let weak = sense.stance == Some(Stance::Call) && sense.intensity == 2;
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

    fn set_object(&self, clause: &mut Clause, i: usize, end: usize) {
        let near = |k: &usize| self.between(self.of(i).span.end(), self.of(*k).span.start()).chars().count() <= 12;
        clause.object = (i + 1..end).filter(near).find(|&k| self.of(k).classes.any(ACTORS));
        clause.object_verbs = (i + 1..end).any(|k| self.is_verb(k));
        clause.object_acts = clause.object.is_some_and(|o| (o + 1..end).any(|k| self.is_verb(k)));
    }

    /// Characters between two places that lie in no phrase.
    fn uncovered(&self, from: u32, to: u32, phrases: &[Span]) -> usize {
        if from >= to {
            return 0;
        }
        let aside = |at: u32| {
            let n = self.enclosed.partition_point(|e| e.span.end() < at);
            self.enclosed
                .get(n)
                .is_some_and(|e| e.how == Enclosure::Bracket && e.span.start() <= at && at < e.span.end())
        };
        let inside = |at: usize| phrases.iter().any(|p| p.holds(from + at as u32)) || aside(from + at as u32);
        self.between(from, to).char_indices().filter(|(i, c)| c.is_alphanumeric() && !inside(*i)).count()
    }

    /// Who stands before `until` as the subject.
    fn subject(&self, walk: &Walk, until: u32) -> Subject {
        let left = |from: u32| {
            let mut count = 0;
            let mut at = from;
            let outside = |from: u32, to: u32| self.between(from, to).trim().chars().count();
            for k in self.range(Span::new(from, until.max(from))) {
                let span = self.of(k).span;
                if walk.phrases.iter().any(|p| p.overlaps(span)) {
                    continue;
                }
                count += self.uncovered(at, span.start(), &walk.phrases);
                if !self.of(k).classes.any(ADVERBS) {
                    count += outside(span.start(), span.end());
                }
                at = span.end();
            }
            count + self.uncovered(at, until, &walk.phrases)
        };
        if let Some((first, last)) = walk.names {
            let end = self.of(last).span.end();
            if left(end) == 0 {
                return Subject::Actors(first, last);
            }
            let from = self.of(first).span.start();
            return Subject::Other(Span::new(from, until.max(from)));
        }
        if left(walk.from) >= 2 {
            return Subject::Other(Span::new(walk.from, until.max(walk.from)));
        }
        Subject::None
    }
}

struct Walk {
    at: usize,
    end: usize,
    /// Where the reading begins.
    from: u32,
    /// The last stretch of coordinate names.
    names: Option<(usize, usize)>,
    /// First of the adverbs directly before here.
    chain: Option<usize>,
    /// Phrases stepped over.
    phrases: Vec<Span>,
}
