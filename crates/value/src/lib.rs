//! Floor 2: from written forms to normal values.
//!
//! [`Values`] finds dates, lengths of time, recurrences, figures and amounts in a text and says what they stand for. It
//! knows no language: which words are digits, units, months is a plain table ([`ValueWords`]) that a pack fills. What it is
//! not: a judge of what a figure is for in an act. Next to read: `words.rs`, `numeral.rs`, `partial.rs`.

mod calendar;
mod clock;
mod date;
mod lapse;
mod length;
mod lexer;
mod lookup;
mod number_words;
mod numeral;
mod partial;
mod quantity;
mod relative;
mod resolve;
mod scan;
mod words;

pub use lexer::WordsError;
pub use scan::{Scan, Value, ValueMention};
pub use words::{Bound, Period, Piece, Sense, Side, ValueWords, Word};

use chancery_model::PartialDate;
use chancery_text::Span;

use lexer::{Lexer, Starts};
use lookup::Lookup;
use numeral::{Numerals, figure_at};
use partial::PartialDates;

/// The values of one language, or of several whose tables were put together.
#[derive(Clone, Debug)]
pub struct Values {
    lexer: Lexer,
    units: Vec<String>,
    titles: Vec<char>,
    implied_scale: bool,
    month_first: bool,
    bare_era: Option<i16>,
}

impl Values {
    /// From the table.
    ///
    /// # Errors
    /// Where the table holds what can't be looked up: see [`WordsError`].
    pub fn new(table: &ValueWords) -> Result<Self, WordsError> {
        Ok(Self {
            lexer: Lexer::new(table)?,
            units: table.units.clone(),
            titles: table.titles.clone(),
            implied_scale: table.implied_scale,
            month_first: table.month_first,
            bare_era: table.bare_era,
        })
    }

    fn numerals<'a>(&self, lookup: &'a Lookup<'a>, text: &'a str) -> Numerals<'a> {
        Numerals { lexer: lookup, implied_scale: self.implied_scale, money: false, text }
    }

    fn partials<'a>(&self, lookup: &'a Lookup<'a>, text: &'a str) -> PartialDates<'a> {
        PartialDates {
            lexer: lookup,
            numerals: self.numerals(lookup, text),
            month_first: self.month_first,
            bare_era: self.bare_era,
            text,
            capitals: text,
        }
    }

    /// Dates as written in a short text (a date line, a metadata field), leftmost longest, none inside another. The text is
    /// the folding view or the text itself.
    #[must_use]
    pub fn partial_dates(&self, folded: &str) -> Vec<(Span, PartialDate)> {
        let lookup = Lookup::new(&self.lexer, folded);
        let mut found = Vec::new();
        let mut at = 0;
        let dates = Starts::NUMERAL.or(Starts::NAMED).or(Starts::RANK);
        while let Some(next) = self.next_seed(folded, at) {
            let begins = lookup.starts_at(next).0.any(dates);
            match begins.then(|| self.partials(&lookup, folded).at(next)).flatten() {
                Some(written) if written.end > next => {
                    if written.date != PartialDate::default() {
                        found.extend(Span::checked(next, written.end).map(|span| (span, written.date)));
                    }
                    at = written.end;
                }
                _ => at = self.past_seed(folded, next),
            }
        }
        found
    }

    /// The next place where a value may begin.
    fn next_seed(&self, text: &str, from: usize) -> Option<usize> {
        let mut before = text[..from].chars().next_back();
        for (i, c) in text[from..].char_indices() {
            let inside = before.is_some_and(|b| b.is_ascii_alphabetic() && c.is_ascii_alphabetic());
            if c.is_ascii_digit() || (!inside && (self.lexer.begins(c) || figure_at(text, from + i).is_some())) {
                return Some(from + i);
            }
            before = Some(c);
        }
        None
    }

    /// Past what begins at a seed that gave nothing: a run of figures as a whole, else one character.
    fn past_seed(&self, text: &str, seed: usize) -> usize {
        let mut end = seed;
        while let Some((_, next)) = figure_at(text, end) {
            end = next;
        }
        if end > seed {
            return end;
        }
        seed + text[seed..].chars().next().map_or(1, char::len_utf8)
    }
}
