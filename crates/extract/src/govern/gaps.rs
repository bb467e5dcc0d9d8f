//! How much stands between two words that belongs to no phrase, aside or time. Next to read: `phrases.rs`.

use chancery_text::Span;

use super::Reader;
use crate::layout::Enclosure;
use crate::tokens::is_word;

impl Reader<'_> {
    /// Characters between two places that lie in no phrase.
    pub(crate) fn uncovered(&self, from: u32, to: u32, phrases: &[Span]) -> usize {
        if from >= to {
            return 0;
        }
        // Those between the two places, most often none.
        let near = &self.enclosed[self.enclosed.partition_point(|e| e.span.end() < from)..];
        let near = &near[..near.iter().take_while(|e| e.span.start() < to).count()];
        let aside = |at: u32| {
            let next = near.iter().find(|e| e.span.end() >= at);
            next.is_some_and(|e| e.how == Enclosure::Bracket && e.span.start() <= at && at < e.span.end())
        };
        let inside = |at: usize| phrases.iter().any(|p| p.holds(from + at as u32)) || aside(from + at as u32);
        let free = |(i, c): &(usize, char)| is_word(*c) && !inside(*i);
        let left = || self.between(from, to).char_indices().filter(free).map(|(_, c)| c);
        // 3日, 5时: a time that no value was made of; 十四日夜, in a paper without a day.
        let figures = left().any(|c| c.is_ascii_digit());
        if figures && left().all(|c| c.is_ascii_digit() || self.particles.time_units.contains(&c)) {
            return 0;
        }
        // 8日起对乙国进行访问: from that day on.
        let from_then = |words: &str| {
            let mark = self.particles.from_marks.longest_last(words).map_or(0, str::len);
            let day = &words[..words.len() - mark];
            mark > 0 && day.chars().all(|c| c.is_ascii_digit() || self.particles.time_units.contains(&c))
        };
        if figures && from_then(&left().collect::<String>()) {
            return 0;
        }
        let figure = |c: char| self.particles.counts.contains(&c);
        let unit = |c: char| self.particles.day_units.contains(&c);
        if left().next().is_some_and(figure) && left().find(|c| !figure(*c)).is_some_and(unit) {
            let more = left().filter(|c| !figure(*c) && !unit(*c)).take(2).count();
            return if more > 1 { left().count() } else { more };
        }
        left().count()
    }
}
