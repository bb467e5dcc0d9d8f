//! A list of small words that is asked at many places whether one of them stands there.
//! Next to read: `particles.rs`.

use std::ops::Deref;

use chancery_pattern::Letters;

/// The words, with their first and last characters: most places are told by these alone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Forms {
    words: Vec<String>,
    first: Letters,
    last: Letters,
}

impl From<Vec<String>> for Forms {
    fn from(words: Vec<String>) -> Self {
        let ends = |pick: fn(&String) -> Option<char>| Letters::of(&words.iter().filter_map(pick).collect::<String>());
        let (first, last) = (ends(|word| word.chars().next()), ends(|word| word.chars().next_back()));
        Self { words, first, last }
    }
}

impl Deref for Forms {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.words
    }
}

impl Forms {
    /// Whether `text` begins with one of them.
    pub(crate) fn begin(&self, text: &str) -> bool {
        text.chars().next().is_some_and(|c| self.first.may_have(c))
            && self.words.iter().any(|word| text.starts_with(word.as_str()))
    }

    /// Whether `text` ends with one of them.
    pub(crate) fn end(&self, text: &str) -> bool {
        text.chars().next_back().is_some_and(|c| self.last.may_have(c))
            && self.words.iter().any(|word| text.ends_with(word.as_str()))
    }

    /// Where words of them end in `text`, in order.
    pub(crate) fn ends_in<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> + 't {
        let behind = text.char_indices().filter(|(_, c)| self.last.may_have(*c)).map(|(at, c)| at + c.len_utf8());
        behind.filter(|&end| self.words.iter().any(|word| text[..end].ends_with(word.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_told_as_a_search_through_the_words_tells_them() {
        let forms = Forms::from(["的", "所作", "ab"].map(str::to_owned).to_vec());
        for text in ["", "的", "所作", "所", "作", "提出的", "的话", "abc", "cab", "a"] {
            assert_eq!(forms.begin(text), forms.iter().any(|w| text.starts_with(w.as_str())), "{text}");
            assert_eq!(forms.end(text), forms.iter().any(|w| text.ends_with(w.as_str())), "{text}");
        }
        assert_eq!(forms.ends_in("ab的提出所作").collect::<Vec<_>>(), [2, 5, 17]);
        assert!(!Forms::default().begin("的"));
    }
}
