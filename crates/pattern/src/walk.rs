//! Walks a program over a view: backtracking from left to right, bounded.
//!
//! Whether a step matches at a place depends on nothing but the view (never on what was matched before), so a pair of
//! step and place that failed once fails always: it is remembered, and the work is at most steps × places. [`STEPS`]
//! cuts even that short for sentences of a monstrous length. Next to read: `lib.rs`.

use chancery_text::Span;

use crate::program::{Program, RoleId, Step};
use crate::view::{TypeId, View};

/// Most pairs of step and place tried for one pattern in one sentence. A sentence of 300 characters and a pattern of
/// ten signs need some hundreds.
pub const STEPS: u32 = 10_000;

/// Whether the walk saw everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every match is found.
    Done,
    /// The sentence was too much for the pattern: matches may be missing.
    Capped,
}

/// One match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// From its first word to its last.
    pub span: Span,
    /// What is named, in the order of the pattern.
    pub roles: Vec<(RoleId, Span)>,
    /// Bytes stepped over by bare gaps.
    pub skipped: u32,
}

impl Match {
    /// What fills a role.
    #[must_use]
    pub fn role(&self, role: RoleId) -> Option<Span> {
        self.roles.iter().find(|r| r.0 == role).map(|r| r.1)
    }
}

/// The matches of the last walk, with the memory it used: keep one for many walks.
#[derive(Debug, Default)]
pub struct Found {
    /// The matches, at most one for each place to begin at, leftmost first.
    pub matches: Vec<Match>,
    failed: Vec<u64>,
    bound: Vec<(RoleId, Span)>,
    open: Vec<u32>,
}

impl Found {
    /// The reading to take: most roles, then least skipped, then leftmost.
    #[must_use]
    pub fn best(&self) -> Option<&Match> {
        let rank = |m: &Match| (std::cmp::Reverse(m.roles.len()), m.skipped, m.span.start());
        self.matches.iter().min_by_key(|m| rank(m))
    }
}

/// What a walk must respect beyond the view.
#[derive(Clone, Copy, Default)]
pub(crate) struct Given<'a> {
    /// That role must lie there.
    pub(crate) pin: Option<(RoleId, Span)>,
    /// What a guard may look at.
    pub(crate) named: Option<&'a Match>,
}

pub(crate) fn walk(program: &Program, view: &View<'_>, given: Given<'_>, found: &mut Found) -> Outcome {
    found.matches.clear();
    let range = if program.across { view.sentence } else { view.clause };
    let width = view.sentence.len() as usize + 1;
    found.failed.clear();
    found.failed.resize((program.steps.len() * width).div_ceil(64), 0);
    found.bound.clear();
    found.open.clear();
    let sound = |span: Span| view.text.get(span.range()).is_some();
    if !view.sentence.contains(view.clause) || !sound(view.sentence) || !sound(view.clause) {
        return Outcome::Done;
    }
    let mut walker = Walker {
        program,
        view,
        given,
        failed: &mut found.failed,
        bound: &mut found.bound,
        open: &mut found.open,
        width,
        steps: 0,
        skipped: 0,
    };
    let mut at = range.start();
    while at < range.end() {
        let Some(c) = walker.next_char(at) else { break };
        if !c.is_whitespace() && walker.may_start(0, at) {
            if let Some(end) = walker.step(0, at) {
                let span = Span::new(at, end);
                let one = Match { span, roles: walker.bound.clone(), skipped: walker.skipped };
                if given.pin.is_none_or(|(role, place)| one.role(role) == Some(place)) {
                    found.matches.push(one);
                }
                walker.skipped = 0;
                walker.bound.clear();
                walker.open.clear();
            }
            if walker.steps >= STEPS {
                return Outcome::Capped;
            }
        }
        if walker.only_once() {
            break;
        }
        at += c.len_utf8() as u32;
    }
    Outcome::Done
}

struct Walker<'w, 'v> {
    program: &'w Program,
    view: &'w View<'v>,
    given: Given<'w>,
    /// A bit for each pair of step and place.
    failed: &'w mut Vec<u64>,
    bound: &'w mut Vec<(RoleId, Span)>,
    open: &'w mut Vec<u32>,
    width: usize,
    steps: u32,
    skipped: u32,
}

impl Walker<'_, '_> {
    fn next_char(&self, at: u32) -> Option<char> {
        self.view.text.get(at as usize..)?.chars().next()
    }

    /// Past white space, which means nothing between two signs.
    fn past_space(&self, at: u32) -> u32 {
        let rest = &self.view.text[at as usize..self.view.sentence.end() as usize];
        at + (rest.len() - rest.trim_start().len()) as u32
    }

    /// A pattern that opens with a stretch begins with the clause, not at each character of it.
    fn only_once(&self) -> bool {
        matches!(self.program.steps[..], [Step::Open(_), Step::Gap { .. }, ..])
    }

    /// A cheap look ahead: `false` only where the step surely fails.
    fn may_start(&self, pc: usize, at: u32) -> bool {
        let at = self.past_space(at);
        match &self.program.steps[pc] {
            Step::Text(text) => self.view.text[at as usize..].starts_with(text.as_str()),
            Step::List(list, _) => self.view.tokens_at(at).any(|t| t.lists.has(*list)),
            Step::Mention(id, _) => self.view.mentions_at(at).any(|m| m.1 == *id),
            Step::Named(role) => self.named(*role).is_some_and(|span| span.start() == at),
            _ => true,
        }
    }

    fn named(&self, role: RoleId) -> Option<Span> {
        self.given.named.and_then(|m| m.role(role))
    }

    /// Where the match ends if the steps from `pc` on match at `at`.
    fn step(&mut self, pc: usize, at: u32) -> Option<u32> {
        let bit = pc * self.width + (at - self.view.sentence.start()) as usize;
        if self.failed[bit / 64] >> (bit % 64) & 1 == 1 || self.steps >= STEPS {
            return None;
        }
        self.steps += 1;
        let end = self.try_step(pc, at);
        if end.is_none() {
            self.failed[bit / 64] |= 1 << (bit % 64);
        }
        end
    }

    fn try_step(&mut self, pc: usize, at: u32) -> Option<u32> {
        let (program, view) = (self.program, self.view);
        match &program.steps[pc] {
            Step::End => Some(at),
            Step::Text(text) => {
                let from = self.past_space(at);
                let span = Span::new(from, from + text.len() as u32);
                let there = view.text[from as usize..].starts_with(text.as_str()) && self.between_words(span);
                if there { self.take(pc, span, None) } else { None }
            }
            Step::List(list, role) => {
                let from = self.past_space(at);
                view.tokens_at(from).filter(|t| t.lists.has(*list)).find_map(|t| self.take(pc, t.span, *role))
            }
            Step::Mention(id, role) => self.mention(pc, *id, at, *role),
            Step::Carried(id, role) => self.mention(pc, *id, at, *role).or_else(|| self.carried(pc, *id, at, *role)),
            Step::Gap { across, greedy } => self.gap(pc, at, *across, *greedy),
            Step::Or(other) => self.step(pc + 1, at).or_else(|| self.step(*other, at)),
            Step::Jump(to) => self.step(*to, at),
            Step::Open(role) => {
                let from = self.past_space(at);
                if self.given.pin.is_some_and(|(pinned, span)| pinned == *role && span.start() != from) {
                    return None;
                }
                self.open.push(from);
                let end = self.step(pc + 1, from);
                if end.is_none() {
                    self.open.pop();
                }
                end
            }
            Step::Close(role) => self.close(pc, at, *role),
            Step::Named(role) => {
                let span = self.named(*role)?;
                if span.start() == self.past_space(at) { self.take(pc, span, None) } else { None }
            }
        }
    }

    /// The end of a named stretch; an empty one names nothing.
    fn close(&mut self, pc: usize, at: u32, role: RoleId) -> Option<u32> {
        if self.given.pin.is_some_and(|(pinned, span)| pinned == role && span.end() != at) {
            return None;
        }
        let from = self.open.pop()?;
        let role = (from < at).then_some(role);
        let end = self.bind(role, Span::new(from.min(at), at), pc, at);
        if end.is_none() {
            self.open.push(from);
        }
        end
    }

    fn mention(&mut self, pc: usize, id: TypeId, at: u32, role: Option<RoleId>) -> Option<u32> {
        let (view, from) = (self.view, self.past_space(at));
        view.mentions_at(from).filter(|m| m.1 == id).find_map(|m| self.take(pc, m.0, role))
    }

    /// The subject named before, where nothing in the clause can be it: with the act pinned, nothing before the act.
    /// At the head of a pattern it stands for the clause's beginning.
    fn carried(&mut self, pc: usize, id: TypeId, at: u32, role: Option<RoleId>) -> Option<u32> {
        if pc == 0 && at != self.past_space(self.view.clause.start()) {
            return None;
        }
        let until = self.given.pin.map_or(self.view.clause.end(), |(_, place)| place.start());
        let span = self.view.carried(id, until).filter(|span| self.fits(role, *span))?;
        self.bind(role, span, pc, at)
    }

    fn fits(&self, role: Option<RoleId>, span: Span) -> bool {
        self.given.pin.is_none_or(|(pinned, place)| role != Some(pinned) || place == span)
    }

    /// Takes up `span` and goes on behind it.
    fn take(&mut self, pc: usize, span: Span, role: Option<RoleId>) -> Option<u32> {
        let whole = self.view.sentence.contains(span) && self.view.text.is_char_boundary(span.end() as usize);
        if !whole || !self.fits(role, span) {
            return None;
        }
        self.bind(role, span, pc, span.end())
    }

    fn bind(&mut self, role: Option<RoleId>, span: Span, pc: usize, at: u32) -> Option<u32> {
        let before = self.bound.len();
        self.bound.extend(role.map(|role| (role, span)));
        let end = self.step(pc + 1, at);
        if end.is_none() {
            self.bound.truncate(before);
        }
        end
    }

    fn gap(&mut self, pc: usize, at: u32, across: bool, greedy: bool) -> Option<u32> {
        let limit = self.view.limit(at, across).max(at);
        let stretch = self.view.text.get(at as usize..limit as usize)?;
        let mut ends = std::iter::once(0)
            .chain(stretch.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(i, c)| i + c.len_utf8()));
        let go = |walker: &mut Self, end: usize| {
            let end = at + end as u32;
            if !walker.may_start(pc + 1, end) {
                return None;
            }
            let done = walker.step(pc + 1, end);
            if done.is_some() && !greedy {
                walker.skipped += end - at;
            }
            done
        };
        if !greedy {
            return ends.find_map(|end| go(self, end));
        }
        let ends: Vec<usize> = ends.collect();
        ends.into_iter().rev().find_map(|end| go(self, end))
    }

    /// Whether a Latin word isn't cut (`to` is not in `town`).
    fn between_words(&self, span: Span) -> bool {
        let text = self.view.text;
        let (before, inside) = (&text[..span.start() as usize], &text[span.range()]);
        let after = &text[span.end() as usize..];
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let cut = |left: &str, right: &str| letter(left.chars().next_back()) && letter(right.chars().next());
        !cut(before, inside) && !cut(inside, after)
    }
}
