//! Which token stands at a place of the text, without a search through all tokens of an article for each clause.
//! Next to read: `../govern.rs`.

use std::cell::Cell;
use std::ops::Range;

use chancery_text::Span;

use crate::tokens::Token;

/// Bytes between two notes of how many tokens begin before: a token begins every six bytes or so, and a step over a few of
/// them costs less than a search among the tens of thousands of a long article.
const STEP: usize = 32;

/// How many tokens begin before each step of a text.
pub(super) struct Places {
    before: Vec<u32>,
    /// The tokens of the span asked for last: a clause's are asked for again and again.
    last: Cell<(Span, u32, u32)>,
}

impl Places {
    /// Of a text of `length` bytes with these tokens, which are in order.
    pub(super) fn new(length: usize, tokens: &[Token]) -> Self {
        let mut before = Vec::with_capacity(length / STEP + 1);
        let mut count = 0;
        for step in 0..=length / STEP {
            while tokens.get(count).is_some_and(|t| (t.span.start() as usize) < step * STEP) {
                count += 1;
            }
            before.push(count as u32);
        }
        Self { before, last: Cell::new((Span::new(0, 0), 0, 0)) }
    }

    /// The tokens inside a span.
    pub(super) fn within(&self, tokens: &[Token], span: Span) -> Range<usize> {
        let (last, first, end) = self.last.get();
        if last == span {
            return first as usize..end as usize;
        }
        let first = self.from(tokens, span.start());
        let end = self.upto(tokens, span.end()).max(first);
        self.last.set((span, first as u32, end as u32));
        first..end
    }

    /// The first token that begins at `at` or behind.
    fn from(&self, tokens: &[Token], at: u32) -> usize {
        let step = (at as usize / STEP).min(self.before.len() - 1);
        let mut first = self.before[step] as usize;
        while tokens.get(first).is_some_and(|t| t.span.start() < at) {
            first += 1;
        }
        first
    }

    /// How many tokens end at `at` or before.
    fn upto(&self, tokens: &[Token], at: u32) -> usize {
        let mut last = self.from(tokens, at);
        while last > 0 && tokens[last - 1].span.end() > at {
            last -= 1;
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::Classes;

    #[test]
    fn places_are_what_a_search_finds() {
        let token = |start, end| Token { span: Span::new(start, end), classes: Classes::default(), word: 0 };
        let spans = [(0, 6), (6, 9), (30, 33), (33, 120), (121, 124), (200, 206)];
        let tokens: Vec<Token> = spans.map(|(start, end)| token(start, end)).to_vec();
        let places = Places::new(210, &tokens);
        for at in 0..260 {
            assert_eq!(places.from(&tokens, at), tokens.partition_point(|t| t.span.start() < at), "{at}");
            assert_eq!(places.upto(&tokens, at), tokens.partition_point(|t| t.span.end() <= at), "{at}");
        }
        assert_eq!(Places::new(0, &[]).upto(&[], 5), 0);
        for span in [Span::new(0, 9), Span::new(0, 9), Span::new(7, 8), Span::new(30, 210), Span::new(0, 0)] {
            let inside = |t: &Token| t.span.start() >= span.start() && t.span.end() <= span.end();
            assert_eq!(places.within(&tokens, span).len(), tokens.iter().filter(|t| inside(t)).count(), "{span:?}");
        }
    }
}
