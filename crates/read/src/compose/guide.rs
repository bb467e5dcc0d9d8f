//! What the composer is handed: the packs' conventions with the words looked up quickly, and the date reader.

use chancery_model::{Conventions, PartialDate};
use chancery_text::Span;
use chancery_value::Values;

/// The packs' table and the reader of dates, ready for use on many sources.
#[derive(Debug)]
pub struct Guide {
    /// The table.
    pub conventions: Conventions,
    values: Values,
}

/// How many characters at a block's head are looked at for date lines, labels and boilerplate: the longest date line seen
/// in the corpus (agency, place, two reporters' names) has 41.
pub(crate) const HEAD: usize = 64;

impl Guide {
    /// From the table and the values of the same packs.
    #[must_use]
    pub fn new(conventions: Conventions, values: Values) -> Self {
        Self { conventions, values }
    }

    /// `words` in the folding view.
    pub(crate) fn fold(&self, words: &str) -> String {
        self.conventions.fold.as_ref().map_or_else(|| words.to_lowercase(), |fold| fold.fold(words))
    }

    /// The first [`HEAD`] characters, in the folding view.
    pub(crate) fn head(&self, words: &str) -> String {
        let end = words.char_indices().nth(HEAD).map_or(words.len(), |(i, _)| i);
        self.fold(&words[..end])
    }

    /// Dates written in `folded`.
    pub(crate) fn dates(&self, folded: &str) -> Vec<(Span, PartialDate)> {
        self.values.partial_dates(folded)
    }

    /// Whether `words` may end a paragraph.
    pub(crate) fn is_ended(&self, words: &str) -> bool {
        words.chars().next_back().is_some_and(|c| self.conventions.terminal.contains(&c))
    }
}

/// `folded` is in the folding view (small letters); `word` is as the pack writes it.
pub(crate) fn starts_with_folded(folded: &str, word: &str) -> bool {
    let mut rest = folded.chars();
    word.chars().all(|w| rest.next().is_some_and(|c| c == w || (w.is_ascii() && c == w.to_ascii_lowercase())))
}

/// Where `word`, as the pack writes it, stands in `folded`.
pub(crate) fn find_folded(folded: &str, word: &str) -> Option<usize> {
    if word.is_ascii() { folded.find(&word.to_ascii_lowercase()) } else { folded.find(word) }
}
