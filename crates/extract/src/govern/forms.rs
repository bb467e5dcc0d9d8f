//! A list of small words that is asked at many places whether one of them stands there.
//! Next to read: `particles.rs`.

use std::ops::Deref;

use chancery_pattern::Letters;

/// The words, and which of them begin and end with a character: most places are told by these alone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Forms {
    words: Vec<String>,
    first: Edges,
    last: Edges,
}

/// The words by the character at one of their edges.
#[derive(Clone, Debug, Default)]
struct Edges {
    /// Tells most characters at once.
    any: Letters,
    /// In order.
    words: Vec<(char, String)>,
}

impl Edges {
    fn new(words: &[String], edge: fn(&str) -> Option<char>) -> Self {
        let mut words: Vec<_> = words.iter().filter_map(|word| Some((edge(word)?, word.clone()))).collect();
        words.sort();
        Self { any: Letters::of(&words.iter().map(|(c, _)| *c).collect::<String>()), words }
    }

    /// Those that have `c` at that edge.
    fn of(&self, c: char) -> impl Iterator<Item = &str> {
        let words = if self.any.may_have(c) { self.words.as_slice() } else { &[] };
        let from = words.partition_point(|(edge, _)| *edge < c);
        words[from..].iter().take_while(move |(edge, _)| *edge == c).map(|(_, word)| word.as_str())
    }
}

impl From<Vec<String>> for Forms {
    fn from(words: Vec<String>) -> Self {
        let first = Edges::new(&words, |word| word.chars().next());
        let last = Edges::new(&words, |word| word.chars().next_back());
        Self { words, first, last }
    }
}

impl Deref for Forms {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.words
    }
}

impl<'a> IntoIterator for &'a Forms {
    type Item = &'a String;
    type IntoIter = std::slice::Iter<'a, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.words.iter()
    }
}

impl Forms {
    /// Whether `text` begins with one of them.
    pub(crate) fn begin(&self, text: &str) -> bool {
        text.chars().next().is_some_and(|c| self.first.of(c).any(|word| text.starts_with(word)))
    }

    /// Whether `text` ends with one of them.
    pub(crate) fn end(&self, text: &str) -> bool {
        text.chars().next_back().is_some_and(|c| self.last.of(c).any(|word| text.ends_with(word)))
    }

    /// Whether `text` begins or ends with one of them.
    pub(crate) fn edges(&self, text: &str) -> bool {
        self.begin(text) || self.end(text)
    }

    /// Whether `word` is one of them.
    pub(crate) fn has(&self, word: &str) -> bool {
        word.chars().next().is_some_and(|c| self.first.of(c).any(|own| own == word))
    }

    /// Whether one of them stands anywhere in `text`.
    pub(crate) fn stand_in(&self, text: &str) -> bool {
        self.any_in(text, |_, _| true)
    }

    /// Whether one of them stands in `text` where `is` says so of its place and itself.
    pub(crate) fn any_in(&self, text: &str, mut is: impl FnMut(usize, &str) -> bool) -> bool {
        text.char_indices().any(|(at, c)| {
            self.first.any.may_have(c) && self.first.of(c).any(|word| text[at..].starts_with(word) && is(at, word))
        })
    }

    /// Where the last of them begins in `text`.
    pub(crate) fn last_in(&self, text: &str) -> Option<usize> {
        let begins = |&(at, c): &(usize, char)| {
            self.first.any.may_have(c) && self.first.of(c).any(|word| text[at..].starts_with(word))
        };
        text.char_indices().rev().find(begins).map(|(at, _)| at)
    }

    /// The longest with which `text` begins.
    pub(crate) fn longest_first(&self, text: &str) -> Option<&str> {
        self.firsts(text).max_by_key(|word| word.len())
    }

    /// The longest with which `text` ends.
    pub(crate) fn longest_last(&self, text: &str) -> Option<&str> {
        let words = text.chars().next_back().map(|c| self.last.of(c));
        words?.filter(|word| text.ends_with(word)).max_by_key(|word| word.len())
    }

    /// Those with which `text` begins.
    pub(crate) fn firsts<'f>(&'f self, text: &str) -> impl Iterator<Item = &'f str> {
        let words = text.chars().next().map(|c| self.first.of(c));
        words.into_iter().flatten().filter(move |word| text.starts_with(word))
    }

    /// What follows those with which `text` begins.
    pub(crate) fn behind<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        self.firsts(text).map(|word| &text[word.len()..])
    }

    /// Where words of them end in `text`, in order.
    pub(crate) fn ends_in(&self, text: &str) -> Vec<usize> {
        let mut out = Vec::new();
        for (at, c) in text.char_indices() {
            if self.last.any.may_have(c) && self.end(&text[..at + c.len_utf8()]) {
                out.push(at + c.len_utf8());
            }
        }
        out
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
        assert!(forms.has("所作") && !forms.has("所") && !forms.has(""));
        assert!(forms.stand_in("提所作") && !forms.stand_in("提所"));
        assert!(
            forms.any_in("的所作ab的", |at, word| (at, word) == (9, "ab")) && !forms.any_in("的ab", |at, _| at == 1)
        );
        assert_eq!(
            [forms.last_in("的所作ab的话"), forms.last_in("所作所"), forms.last_in("所")],
            [Some(11), Some(0), None]
        );
        let more = Forms::from(["国", "中国", "国会", "国会大"].map(str::to_owned).to_vec());
        assert_eq!((more.longest_first("国会议"), more.longest_last("在中国")), (Some("国会"), Some("中国")));
        assert_eq!(more.behind("国会议").collect::<Vec<_>>(), ["会议", "议"]);
        assert_eq!(forms.ends_in("ab的提出所作"), [2, 5, 17]);
        assert!(!Forms::default().begin("的"));
    }
}
