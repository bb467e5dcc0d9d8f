//! Sessions of known bodies and series: their rank, and whether the text tells of them as held. Next to read: `compose.rs`.

use chancery_text::Span;

use super::compose::Ground;
use super::table::Table;
use crate::tokens::{Class, Token};

/// How far behind its name it may be told that a meeting is held, in bytes (峰会5日上午在…开幕).
const HELD: u32 = 90;

/// `span` with the rank of a session right before it (第三轮|谈判), not before `floor`.
pub(crate) fn ranked(table: &Table, folded: &str, floor: u32, span: Span) -> Span {
    let before = &folded[floor as usize..span.start() as usize];
    let Some(mark) = table.sessions.iter().find(|s| before.ends_with(s.as_str())) else { return span };
    let figures = &before[..before.len() - mark.len()];
    // A rank has few figures, in words or not (第一百零三届).
    let from = figures.char_indices().rev().take(6).last().map_or(figures.len(), |(i, _)| i);
    let open = table.ranks.iter().filter_map(|r| figures[from..].rfind(r.as_str())).max();
    open.map_or(span, |open| Span::new(floor + (from + open) as u32, span.end()))
}

impl Ground<'_> {
    /// A known name with the rank of its session before it (第七十六届联大).
    pub(crate) fn session(&self, span: Span) -> Span {
        if self.table.ranks.iter().any(|r| self.folded[span.range()].starts_with(r.as_str())) {
            // A number belongs to the body named before it (安理会|第2231号决议).
            return Span::new(self.joined(0, span.start()), span.end());
        }
        ranked(self.table, self.folded, 0, span)
    }

    /// Whether the text tells of the meeting named at `span` as one that is held: right behind a verb of holding or attending,
    /// or before what is told of meetings, in the clause `bounds`.
    pub(crate) fn is_held(&self, bounds: Span, span: Span) -> bool {
        let first = self.token_at(span.start());
        let form = |t: &Token| &self.folded[t.span.range()];
        let near = |t: &&Token| t.span.end() + 3 >= span.start() && t.span.start() >= bounds.start();
        let before = self.tokens[..first].iter().rev().take(1).find(near);
        if before.is_some_and(|t| self.table.holds.has(form(t))) {
            return true;
        }
        let behind = self.tokens[first..].iter().skip_while(|t| t.span.start() < span.end());
        let inside = |t: &&Token| t.span.end() <= bounds.end() && t.span.start() < span.end() + HELD;
        let mut behind = behind.take_while(inside);
        behind.find(|t| self.is_told(t)).is_some_and(|t| self.table.held.contains(form(t)))
    }

    /// Where the name of a meeting at `span` begins with its rank, in words (the |tenth Lake Summit), and whether what stands
    /// before says that it is held or attended (hosted the …).
    pub(crate) fn convened(&self, span: Span) -> (u32, bool) {
        let mut start = span.start();
        let before = self.folded[..start as usize].trim_end_matches(' ');
        let mut rest = before;
        if let Some(rank) =
            self.table.kinds.longest_last(before).filter(|r| before[..before.len() - r.len()].ends_with(' '))
        {
            rest = &before[..before.len() - rank.len()];
            start = rest.len() as u32;
        }
        // Past the article and a few words that say nothing of it (the next, its annual).
        for _ in 0..3 {
            let body = rest.trim_end_matches(' ');
            let word = body.rsplit(' ').next().unwrap_or_default();
            if self.table.holds.end(body) || !self.table.leads.has(word) {
                return (start, self.table.holds.end(body));
            }
            rest = &body[..body.len() - word.len()];
        }
        (start, self.table.holds.end(rest.trim_end_matches(' ')))
    }

    /// Whether a word says what becomes of what stands before it, places and other names aside.
    fn is_told(&self, token: &Token) -> bool {
        token.is(Class::Event) || token.is(Class::Deed) || token.is(Class::Say) || token.is(Class::Stance)
    }

    /// Whether a name of an actor reaches over the start of `span`: what is found there is cut out of it (美国|联邦).
    pub(crate) fn is_cut(&self, span: Span) -> bool {
        let next = self.token_at(span.start());
        next.checked_sub(1).is_some_and(|i| {
            let token = &self.tokens[i];
            token.is(Class::Actor) && token.span.end() > span.start() && token.span.end() < span.end()
        })
    }
}
