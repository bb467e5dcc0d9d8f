//! Walks a program over a view: backtracking from left to right, bounded.
//!
//! Whether a step matches at a place depends on nothing but the view (never on what was matched before), so a pair of
//! step and place that failed once fails always: it is remembered, and the work is at most steps × places. [`STEPS`]
//! cuts even that short for sentences of a monstrous length. Next to read: `lib.rs`.

use chancery_text::Span;

use crate::program::{Program, RoleId, Step};
use crate::view::{Lists, TypeId, View};

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
    /// Whether any walk since this was last unset stopped at a cap.
    pub capped: bool,
    /// A bit for each pair of step and place that failed, and which words of it are not 0: only they are unset for the
    /// next walk, which costs what the walk before found and not what the sentence is long.
    failed: Vec<u64>,
    touched: Vec<u32>,
    ends: Vec<u32>,
    bound: Vec<(RoleId, Span)>,
    open: Vec<u32>,
}

impl Found {
    /// Takes out the reading to take: most roles, then least skipped, then leftmost.
    #[must_use]
    pub fn take_best(&mut self) -> Option<Match> {
        let rank = |m: &Match| (std::cmp::Reverse(m.roles.len()), m.skipped, m.span.start());
        let (best, _) = self.matches.iter().enumerate().min_by_key(|(_, m)| rank(m))?;
        Some(self.matches.swap_remove(best))
    }
}

/// What a walk must respect beyond the view.
#[derive(Clone, Copy, Default)]
pub(crate) struct Given<'a> {
    /// That role must lie there.
    pub(crate) pin: Option<(RoleId, Span)>,
    /// What a guard may look at.
    pub(crate) named: Option<&'a Match>,
    /// The first match says enough.
    pub(crate) first: bool,
}

pub(crate) fn walk(program: &Program, view: &View<'_>, given: Given<'_>, found: &mut Found) -> Outcome {
    found.matches.clear();
    for word in found.touched.drain(..) {
        found.failed[word as usize] = 0;
    }
    let range = if program.across { view.sentence } else { view.clause };
    let sound = |span: Span| view.text.get(span.range()).is_some();
    if !view.sentence.contains(view.clause) || !sound(view.sentence) || !sound(view.clause) {
        return Outcome::Done;
    }
    let width = view.sentence.len() as usize + 1;
    let words = (program.steps.len() * width).div_ceil(64);
    if found.failed.len() < words {
        found.failed.resize(words, 0);
    }
    found.bound.clear();
    found.open.clear();
    found.ends.clear();
    let mut walker = Walker {
        program,
        view,
        given,
        failed: &mut found.failed,
        touched: &mut found.touched,
        bound: &mut found.bound,
        open: &mut found.open,
        ends: &mut found.ends,
        width,
        steps: 0,
        skipped: 0,
    };
    let last = walker.until(0).saturating_add(1).min(range.end());
    let mut at = range.start();
    while at < last {
        let start = if walker.only_once() { Some(at) } else { walker.next_place(0, at, last - 1) };
        let Some(start) = start.filter(|start| *start < last) else { break };
        let Some(c) = walker.next_char(start) else { break };
        if !c.is_whitespace() {
            if let Some(end) = walker.step(0, start) {
                let span = Span::new(start, end);
                let one = Match { span, roles: walker.bound.clone(), skipped: walker.skipped };
                if given.pin.is_none_or(|(role, place)| one.role(role) == Some(place)) {
                    found.matches.push(one);
                    if given.first {
                        return Outcome::Done;
                    }
                }
                walker.skipped = 0;
                walker.bound.clear();
                walker.open.clear();
            }
            if walker.steps >= STEPS {
                found.capped = true;
                return Outcome::Capped;
            }
        }
        if walker.only_once() {
            break;
        }
        at = start + c.len_utf8() as u32;
    }
    Outcome::Done
}

struct Walker<'w, 'v> {
    program: &'w Program,
    view: &'w View<'v>,
    given: Given<'w>,
    /// A bit for each pair of step and place.
    failed: &'w mut Vec<u64>,
    touched: &'w mut Vec<u32>,
    bound: &'w mut Vec<(RoleId, Span)>,
    open: &'w mut Vec<u32>,
    ends: &'w mut Vec<u32>,
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

    /// How far a match may have come when it stands before this step: to the place of what it still must meet, and never out
    /// of the sentence: a text that is looked for further reads a whole article for each of its words.
    fn until(&self, pc: usize) -> u32 {
        let ahead = self.program.ahead[pc];
        let pinned = self.given.pin.filter(|(role, _)| ahead.fills(*role)).map(|(_, span)| span.start());
        let named =
            self.given.named.filter(|_| ahead.names_any()).and_then(|m| {
                m.roles.iter().filter(|(role, _)| ahead.names(*role)).map(|(_, span)| span.start()).min()
            });
        let nearest = pinned.map_or(named, |at| Some(named.map_or(at, |other| other.min(at))));
        nearest.unwrap_or_else(|| self.view.sentence.end())
    }

    /// The first place from `at` up to `until` where the steps from `pc` on may begin: of a word, a mention or a text that
    /// they can begin with. Surely nothing begins between.
    fn next_place(&self, pc: usize, at: u32, until: u32) -> Option<u32> {
        let opening = &self.program.openings[pc];
        if opening.anything {
            return (at <= until).then_some(at);
        }
        let mut best = u32::MAX;
        if opening.lists != Lists::default() {
            let token =
                self.view.tokens_from(at).iter().find(|t| t.lists.meets(opening.lists) || t.span.start() > until);
            best = token.map_or(best, |t| t.span.start());
        }
        if !opening.types.is_empty() {
            let there = |m: &&(Span, TypeId)| opening.types.contains(&m.1) || m.0.start() > until;
            let mention = self.view.mentions_from(at).iter().find(there);
            best = mention.map_or(best, |m| m.0.start().min(best));
        }
        if opening.clause {
            let head = self.past_space(self.view.clause.start());
            best = if head >= at { best.min(head) } else { best };
        }
        for role in &opening.named {
            let start = self.named(*role).map(Span::start).filter(|start| *start >= at);
            best = start.map_or(best, |start| best.min(start));
        }
        for text in &opening.texts {
            if let Step::Text(text) = &self.program.steps[*text]
                && let Some(found) = self.next_text(text, at, until.min(best))
            {
                best = found;
            }
        }
        (best <= until).then_some(best)
    }

    /// Where `text` next begins, from `at` up to `until`.
    fn next_text(&self, text: &str, at: u32, until: u32) -> Option<u32> {
        let (all, text) = (self.view.text.as_bytes(), text.as_bytes());
        let end = (until as usize).saturating_add(text.len()).min(all.len());
        let (first, last) = (*text.first()?, *text.last()?);
        // From character to character, and the last byte with the first: ideographs share their first bytes.
        let mut at = at as usize;
        while let Some(there) = all.get(at..end).and_then(|rest| rest.get(..text.len())) {
            if there[0] == first && there[text.len() - 1] == last && there == text {
                return u32::try_from(at).ok();
            }
            at += match there[0] {
                0xF0.. => 4,
                0xE0.. => 3,
                0xC0.. => 2,
                _ => 1,
            };
        }
        None
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
            let word = &mut self.failed[bit / 64];
            if *word == 0 {
                self.touched.push((bit / 64) as u32);
            }
            *word |= 1 << (bit % 64);
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
        self.view.text.get(at as usize..limit as usize)?;
        let until = self.until(pc + 1);
        if greedy {
            return self.longest_gap(pc, at, limit, until);
        }
        let mut end = at;
        loop {
            end = self.gap_end(pc + 1, at, end, limit, until)?;
            if let Some(done) = self.step(pc + 1, end) {
                self.skipped += end - at;
                return Some(done);
            }
            if self.steps >= STEPS {
                return None;
            }
            end = self.char_after(end)?;
        }
    }

    /// As long as possible: the same ends, from the last on.
    fn longest_gap(&mut self, pc: usize, at: u32, limit: u32, until: u32) -> Option<u32> {
        let base = self.ends.len();
        let mut end = Some(at);
        while let Some(found) = end.and_then(|from| self.gap_end(pc + 1, at, from, limit, until)) {
            self.ends.push(found);
            end = self.char_after(found);
        }
        let mut done = None;
        while done.is_none() && self.ends.len() > base {
            let end = self.ends.pop()?;
            done = self.step(pc + 1, end);
        }
        self.ends.truncate(base);
        done
    }

    /// The first place from `from` on where a gap that began at `at` may end before the step `next`: not behind white
    /// space, which means nothing, so before it.
    fn gap_end(&self, next: usize, at: u32, from: u32, limit: u32, until: u32) -> Option<u32> {
        let opening = &self.program.openings[next];
        if opening.anything {
            let mut end = from;
            while end > at && self.view.text[..end as usize].ends_with(char::is_whitespace) {
                end = self.char_after(end)?;
            }
            return (end <= limit && end <= until).then_some(end);
        }
        let start = self.next_place(next, self.past_space(from), until)?;
        let skipped = self.view.text[at as usize..].get(..(start - at) as usize)?;
        let end = at + skipped.trim_end().len() as u32;
        (end <= limit).then_some(end.max(from.min(start)))
    }

    /// The place behind the next character, inside the sentence.
    fn char_after(&self, at: u32) -> Option<u32> {
        let next = at + self.next_char(at)?.len_utf8() as u32;
        (next <= self.view.sentence.end()).then_some(next)
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
