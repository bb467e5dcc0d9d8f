//! Whom a clause without names of its own means: those who met before it, the state that announced it.
//! Next to read: `reach.rs`.

use chancery_model::{ActKind, ActorId, Stance};

use super::{Coder, Draft};
use crate::cast::{principals, unique};
use crate::govern::{Clause, Kind, Subject};
use crate::layout::Segment;
use crate::tokens::{Class, Classes, Token, is_word};

/// Fewest characters of what somebody is blamed for (庇护叛军).
const DOING: usize = 3;

/// How many words back two persons are looked for whom 两人 means.
const PAIR: usize = 80;

impl Coder<'_> {
    /// Whether the clause behind an announcement tells a deed of the announcer's own state (甲总统宣布，甲国退出…).
    pub(super) fn announces_own(&self, clause: &Clause) -> bool {
        let Subject::Actors(first, last) = clause.subject else { return false };
        let told = clause.anchor.map(|a| self.reader.words.sense(&self.reader.tokens[a], Class::Event));
        let typed = clause.stance.or(told.and_then(|s| s.stance));
        let deed = matches!(clause.kind, Kind::Deed | Kind::Done)
            && clause.said.is_none()
            && typed.is_some_and(|s| !matches!(s, Stance::Cooperate | Stance::Disaster));
        let one = |who: &[ActorId]| principals(who).into_iter().next().filter(|_| principals(who).len() == 1);
        let own = one(&self.last.0);
        let named = self.reader.tokens[first].is(Class::Actor) && !clause.done;
        deed && named && own.is_some() && one(&self.actors(first, last).0) == own
    }

    /// 甲国与乙国同意停火: where what both do begins, behind the one named beside the subject.
    pub(super) fn behind_company(&self, clause: &Clause) -> u32 {
        let (Subject::Actors(_, last), Some(anchor)) = (clause.subject, clause.anchor) else { return clause.start };
        let tokens = self.reader.tokens;
        let beside = tokens.get(last + 1).is_some_and(|t| t.is(Class::With) && t.span.start() == clause.start);
        let company = clause.with.first().is_some_and(|&k| k <= last + 3);
        if !beside || !company || clause.with.iter().any(|&k| k >= anchor) {
            return clause.start;
        }
        let names = Classes::of(&[Class::Actor, Class::Office, Class::Suffix]);
        let last = (last + 2..anchor).take_while(|&k| tokens[k].classes.any(names)).last();
        last.map_or(clause.start, |k| tokens[k].span.end())
    }

    /// 指责甲国庇护叛军，违反协议: somebody named right behind the word of blame, and what he does, by a verb that no list has.
    /// 担忧甲国会打贸易战，攻击…: so is one behind whose name a word of what is to come stands.
    pub(super) fn accuses(&self, clause: &Clause) -> bool {
        let (Some(anchor), Some(object)) = (clause.anchor, clause.object) else { return false };
        let tokens = self.reader.tokens;
        let ahead = Classes::of(&[Class::May, Class::Will]);
        let comes = |n: &Token| n.classes.any(ahead) && n.span.start() == tokens[object].span.end();
        if clause.stance == Some(Stance::Concern) && tokens.get(object + 1).is_some_and(comes) {
            return true;
        }
        let next = object == anchor + 1 && tokens[anchor].span.end() == tokens[object].span.start();
        let rest = self.reader.between(tokens[object].span.end(), clause.span.end());
        let does = rest.chars().take_while(|c| is_word(*c)).count() >= DOING;
        let of = &self.reader.particles.of;
        clause.stance == Some(Stance::Condemn) && next && does && !of.begin(rest) && !of.stand_in(rest)
    }

    /// The meeting that the segment before tells as a time, an act of both who met, where the document tells it.
    pub(super) fn tells_meeting(&mut self, first: usize, met: usize, both: &[ActorId]) {
        if self.spoken() {
            return;
        }
        let tokens = self.reader.tokens;
        self.drafts.push(Draft {
            kind: ActKind::Event,
            span: tokens[first].span.cover(tokens[met].span),
            anchor: tokens[met].span,
            stance: Some(Stance::Consult),
            polarity: None,
            intensity: None,
            holders: both.to_vec(),
            holder_span: Some(tokens[first].span),
            addressees: Vec::new(),
            targets: Vec::new(),
            via: Vec::new(),
            status: None,
            only_if: None,
            confidence: 0.7,
        });
    }

    /// Those who met in the segment before, where it ends as a time (甲与乙在某地会谈后，宣布…): tokens `first..=last` are the one
    /// named first, the segment at hand begins at `until`.
    /// With the word of their meeting.
    pub(super) fn met_before(&self, first: usize, last: usize, until: u32) -> Option<(Vec<ActorId>, usize)> {
        let tokens = self.reader.tokens;
        let with = tokens.get(last + 1).filter(|t| t.is(Class::With) && t.span.start() == tokens[last].span.end())?;
        let names = Classes::of(&[Class::Actor, Class::Office, Class::Suffix]);
        let end =
            (last + 2..tokens.len()).take_while(|&k| tokens[k].span.start() < until && tokens[k].classes.any(names));
        let end = end.last()?;
        let met = (end + 1..tokens.len()).take_while(|&k| tokens[k].span.end() <= until).find(|&k| {
            let sense = self.reader.words.sense(&tokens[k], Class::Event);
            sense.stance == Some(Stance::Consult) && (sense.once == 2 || sense.meeting)
        })?;
        if tokens[last + 2].span.start() != with.span.end() {
            return None;
        }
        let (one, _) = self.actors(first, last);
        let (other, _) = self.actors(last + 2, end);
        let both = || (unique(one.iter().chain(&other).cloned().collect()), met);
        (!one.is_empty() && !other.is_empty()).then(both)
    }

    /// 甲国作为…: whether a word for what somebody is stands right behind token `last`.
    pub(super) fn is_role(&self, last: usize) -> bool {
        let end = self.reader.tokens[last].span.end();
        self.reader.tokens.get(last + 1).is_some_and(|n| n.is(Class::By) && n.span.start() == end)
    }

    /// Whether a promise without a subject is one by its time alone (同意启动谈判，今年年内举行对话), and no word makes it one.
    pub(super) fn is_unmarked(&self, clause: &Clause) -> bool {
        let words = Classes::of(&[Class::Will, Class::May, Class::Continue, Class::Pledge, Class::Agree]);
        let marked = |a: usize| self.reader.tokens[a].classes.any(words);
        clause.subject == Subject::None && clause.said.is_none() && clause.anchor.is_some_and(|a| !marked(a))
    }

    /// 设宴款待，表达热烈欢迎: whether the segment opens with a word of showing.
    pub(super) fn shows(&self, segment: &Segment) -> bool {
        let first = self.reader.range(segment.span).next().map(|i| &self.reader.tokens[i]);
        first.is_some_and(|t| t.is(Class::Show) && t.span.start() == segment.span.start())
    }

    /// Whom a word for two means: 两人, the two persons named last, each with his state; else the two sides.
    pub(super) fn pair(&self, word: &Token) -> Vec<ActorId> {
        let at = word.span.start();
        let both = self.both(at);
        if !self.reader.words.sense(word, Class::Both).led {
            return both;
        }
        let first = self.reader.tokens.partition_point(|t| t.span.end() <= at);
        let mut named: Vec<Vec<ActorId>> = Vec::new();
        // Another such word names nobody, and would be asked for the same two again and again.
        let before = self.reader.tokens[..first].iter().rev().take(PAIR);
        for t in before.filter(|t| !t.is(Class::Both)) {
            let (who, _) = self.actors(self.place_of(t), self.place_of(t));
            if who.iter().any(ActorId::is_person) && !named.contains(&who) {
                named.push(who);
            }
            if named.len() == 2 {
                break;
            }
        }
        let two = unique(named.into_iter().flatten().collect());
        // Of the same two sides, if those are known.
        let sides = principals(&two);
        if sides.len() == 2 && (both.is_empty() || both.iter().all(|a| sides.contains(a))) { two } else { both }
    }

    fn place_of(&self, token: &Token) -> usize {
        self.reader.tokens.partition_point(|t| t.span.start() < token.span.start())
    }

    /// 见证中柬双方签署文件: what is signed before somebody's eyes is told, though looking on is no deed.
    pub(super) fn sees_signed(&self, anchor: usize, until: u32) -> bool {
        let word = &self.reader.text[self.reader.tokens[anchor].span.range()];
        let particles = &self.reader.particles;
        particles.witnessed.begin(word)
            && particles.signings.stand_in(self.reader.between(self.reader.tokens[anchor].span.end(), until))
    }

    /// Whether the clause says what something serves (有助于…).
    pub(super) fn serves(&self, clause: &Clause) -> bool {
        let claims = |i: usize| self.reader.words.sense(&self.reader.tokens[i], Class::Copula).claims;
        let weighs = matches!(clause.kind, Kind::Statement | Kind::Weight);
        clause.anchor.is_none() && weighs && clause.said.is_none() && self.reader.range(clause.span).any(claims)
    }

    /// 这名发言人多次发表不当言论, in somebody's words: another of his post, of whom he tells.
    pub(super) fn is_that_one(&self, clause: &Clause) -> bool {
        let Subject::Actors(first, _) = clause.subject else { return false };
        let before = &self.reader.text[..self.reader.tokens[first].span.start() as usize];
        self.spoken() && self.reader.tokens[first].is(Class::Office) && self.reader.particles.that_one.end(before)
    }

    /// 双方同意保持沟通, at a paragraph's head: what both settle a reporter tells, whoever spoke before.
    pub(super) fn both_agree(&self, clause: &Clause) -> bool {
        let both =
            matches!(clause.subject, Subject::Actors(at, last) if at == last && self.reader.tokens[at].is(Class::Both));
        both && clause.stance == Some(Stance::Agree)
    }

    /// Whether a deed behind what ought to be done is one more of it: nobody is named, and nothing tells it as done.
    pub(super) fn is_still_due(&self, clause: &Clause) -> bool {
        let particles = &self.reader.particles;
        let told =
            || particles.done.stand_in(&self.reader.text[clause.span.range()]) || clause.befalls || clause.struck;
        clause.subject == Subject::None
            && !clause.done
            && !clause.doing
            && !clause.forceful
            && clause.said.is_none()
            && !told()
    }

    /// 本着建设性态度，…: whether the clause opens with a preposition, and nothing governs in it.
    pub(super) fn is_phrase(&self, clause: &Clause) -> bool {
        let first = self.reader.range(clause.span).next().map(|i| &self.reader.tokens[i]);
        let copula = || self.reader.range(clause.span).any(|i| self.reader.tokens[i].is(Class::Copula));
        clause.anchor.is_none()
            && first.is_some_and(|t| t.is(Class::By) && t.span.start() == clause.span.start())
            && !copula()
    }

    /// 外交部对于甲国在海峡演习，表达谴责: what somebody shows behind the comma is about what stands here; he goes on.
    pub(super) fn leads_about(&mut self, segment: &Segment, clause: &Clause) -> bool {
        let tokens = self.reader.tokens;
        let (Subject::Actors(first, last), None) = (clause.subject, clause.said) else { return false };
        let about = tokens
            .get(last + 1)
            .filter(|t| t.is(Class::Toward) && !t.is(Class::With) && t.span.start() == tokens[last].span.end());
        let next = tokens.get(self.reader.range(segment.span).end);
        let shows = next.is_some_and(|n| {
            let gap = self.reader.between(segment.span.end(), n.span.start());
            n.is(Class::Show) && !n.is(Class::Deed) && gap.chars().count() <= 1
        });
        let led = shows && self.heads(first, segment) && matches!(clause.kind, Kind::Deed | Kind::Done);
        let Some(at) = about.filter(|_| led).map(|t| t.span.start()) else { return false };
        self.settle(clause);
        self.told = false;
        self.topic.get_or_insert(at);
        true
    }

    /// 甲方公然干涉内政，我们坚决反对, in somebody's words: the deeds of another that the sentence told so far are what is held,
    /// and none are left (codebook, rule 6).
    pub(super) fn takes_deeds(&mut self, clause: &Clause) -> bool {
        let own = principals(&self.own());
        let named = matches!(clause.subject, Subject::Actors(first, last)
            if principals(&self.actors(first, last).0).iter().any(|a| own.contains(a)));
        let others = |d: &Draft| d.kind == ActKind::Event && !d.holders.iter().any(|a| own.contains(a));
        let deeds = self.drafts.get(self.sentence_from..).unwrap_or_default();
        let all = self.spoken() && named && !deeds.is_empty() && deeds.iter().all(others);
        let Some(at) = deeds.first().map(|d| d.span.start()).filter(|_| all) else { return false };
        self.drafts.truncate(self.sentence_from);
        self.topic = Some(at);
        true
    }

    /// Whether the verb says that several do it together (共同宣布).
    pub(super) fn jointly(&self, clause: &Clause) -> bool {
        let word = clause.anchor.map(|a| &self.reader.text[self.reader.tokens[a].span.range()]);
        word.is_some_and(|w| self.reader.particles.jointly.begin(w))
    }
}
