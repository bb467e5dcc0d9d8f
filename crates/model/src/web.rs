//! What the names that web pages give their elements say: a plain table, filled from `packs/web.toml`, so that a new
//! site's habits are data. Names of classes and fields, not of sites, and no language's words: see [`crate::Conventions`]
//! for those. Next to read: `packs/web.toml`, then `read/src/formats/html/marks.rs`, which looks names up.

use std::fmt;

use crate::act::named_enum;

named_enum! {
    /// What a class, id, role or property name says of its element.
    WebMark {
        /// Likely holds the article.
        Content = "content",
        /// Is the text of the article and nothing else.
        Body = "body",
        /// Not the article: navigation, related items, sharing, copyright, tools.
        Aside = "aside",
        /// Readers' comments.
        Comments = "comments",
        /// The line of date, source, author under a title.
        Byline = "byline",
        /// A date in such a line.
        Date = "date",
        /// The title.
        Headline = "headline",
        /// Words about a picture.
        Caption = "caption",
        /// Never seen by readers, or put in to spoil copies.
        Unseen = "unseen",
        /// The text of one post of a thread.
        Post = "post",
        /// Who wrote a post.
        Poster = "poster",
        /// When a post was written.
        Posted = "posted",
        /// The signature under a post.
        Signature = "signature",
    }
}

named_enum! {
    /// What a field in a page's head (a `meta` name, a JSON-LD key) holds.
    WebField {
        /// The title.
        Title = "title",
        /// The day of publication.
        Date = "date",
        /// Who wrote it.
        Author = "author",
        /// The outlet or site.
        Outlet = "outlet",
        /// Its address.
        Url = "url",
        /// Its language.
        Language = "language",
    }
}

/// Why a table of marks is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebMarksError {
    /// An entry that could never match, or would match everything: empty, or with capitals or white space.
    BadName(String),
    /// The same name with two meanings.
    Twice(String),
}

impl fmt::Display for WebMarksError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadName(name) => write!(f, "{name:?} is no name: small letters, digits, - _ : . only"),
            Self::Twice(name) => write!(f, "{name:?} stands twice in the table"),
        }
    }
}

impl std::error::Error for WebMarksError {}

/// The table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebMarks {
    /// Words of names (`post-share-bar` has three), sorted.
    words: Vec<(Box<str>, WebMark)>,
    /// Whole names, sorted.
    names: Vec<(Box<str>, WebMark)>,
    /// Beginnings of whole names that end in a number.
    numbered: Vec<(Box<str>, WebMark)>,
    /// Fields, sorted, in the order of trust within a kind given apart.
    fields: Vec<(Box<str>, WebField)>,
}

impl WebMarks {
    /// Builds the table: `words` are words of names, `names` whole names (with `#` at the end: any number), `fields`
    /// the names of fields in a page's head. All in small letters.
    ///
    /// # Errors
    /// The first entry that is no name or stands twice.
    pub fn new<'a>(
        words: impl IntoIterator<Item = (&'a str, WebMark)>,
        names: impl IntoIterator<Item = (&'a str, WebMark)>,
        fields: impl IntoIterator<Item = (&'a str, WebField)>,
    ) -> Result<Self, WebMarksError> {
        let (numbered, names): (Vec<_>, Vec<_>) = names.into_iter().partition(|(name, _)| name.ends_with('#'));
        let numbered = numbered.into_iter().map(|(name, mark)| (name.trim_end_matches('#'), mark));
        Ok(Self { words: sorted(words)?, names: sorted(names)?, numbered: sorted(numbered)?, fields: sorted(fields)? })
    }

    /// What a word of a name says.
    #[must_use]
    pub fn word(&self, word: &str) -> Option<WebMark> {
        look_up(&self.words, word)
    }

    /// What a whole name says.
    #[must_use]
    pub fn name(&self, name: &str) -> Option<WebMark> {
        look_up(&self.names, name).or_else(|| {
            let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
            if stem.len() < name.len() { look_up(&self.numbered, stem) } else { None }
        })
    }

    /// What a field of the head holds.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<WebField> {
        look_up(&self.fields, name)
    }
}

fn look_up<T: Copy>(table: &[(Box<str>, T)], key: &str) -> Option<T> {
    table.binary_search_by(|(name, _)| (**name).cmp(key)).ok().map(|i| table[i].1)
}

fn sorted<'a, T>(entries: impl IntoIterator<Item = (&'a str, T)>) -> Result<Vec<(Box<str>, T)>, WebMarksError> {
    let mut out: Vec<(Box<str>, T)> = Vec::new();
    for (name, value) in entries {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_:.".contains(c);
        if name.is_empty() || !name.chars().all(fits) {
            return Err(WebMarksError::BadName(name.to_owned()));
        }
        out.push((name.into(), value));
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    match out.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        Some(pair) => Err(WebMarksError::Twice(pair[0].0.to_string())),
        None => Ok(out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_names_and_numbered_names_are_told_apart() {
        let names = [("t_f", WebMark::Post), ("postmessage_#", WebMark::Post)];
        let marks = WebMarks::new([("share", WebMark::Aside)], names, [("pubdate", WebField::Date)]).unwrap();
        assert_eq!(marks.word("share"), Some(WebMark::Aside));
        assert_eq!(marks.word("t_f"), None);
        assert_eq!(marks.name("t_f"), Some(WebMark::Post));
        assert_eq!(marks.name("t_fs"), None);
        assert_eq!(marks.name("postmessage_77"), Some(WebMark::Post));
        assert_eq!(marks.name("postmessage_main"), None);
        assert_eq!(marks.field("pubdate"), Some(WebField::Date));
    }

    #[test]
    fn what_could_never_match_is_refused() {
        let refused =
            |words: &[&'static str]| WebMarks::new(words.iter().map(|w| (*w, WebMark::Aside)), [], []).unwrap_err();
        assert_eq!(refused(&["Share"]), WebMarksError::BadName("Share".into()));
        assert_eq!(refused(&["a b"]), WebMarksError::BadName("a b".into()));
        assert_eq!(refused(&["nav", "nav"]), WebMarksError::Twice("nav".into()));
        assert_eq!(WebMarks::new([], [("#", WebMark::Post)], []).unwrap_err(), WebMarksError::BadName(String::new()));
    }
}
