//! The names under which front matter, rows and feed items say what they are: one list for all of them.
//! These are words of formats, not of a language. Next to read: `front.rs`, `json.rs`.

use chancery_model::DateGround;
use chancery_text::SourceSpan;

use super::words::{Sight, sight};
use crate::{Hint, HintKind};

/// What a field tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    Title,
    /// When it was published.
    Published,
    /// When it was last changed: taken for the date only where no other is given.
    Changed,
    /// When somebody posted it to a board.
    Posted,
    Author,
    /// Who posted it: the sign of a board's export.
    Poster,
    Outlet,
    /// The address; the number is the rank among several.
    Url(u8),
    Language,
    Id,
    /// Replies.
    Comments,
    /// The words, plain or marked up: to be seen from them.
    Body(u8),
    /// The words in HTML.
    Html(u8),
    /// The words in Markdown.
    Markdown,
    /// A short form of the words.
    Summary,
}

/// The field of this name; capitals, blanks, `_`, `-` and `:` don't count.
pub(crate) fn field(name: &str) -> Option<Field> {
    if name.len() > 40 {
        return None;
    }
    let plain: String =
        name.chars().filter(|c| !matches!(c, ' ' | '_' | '-' | ':' | '.')).map(|c| c.to_ascii_lowercase()).collect();
    Some(match plain.as_str() {
        "title" | "headline" | "ogtitle" | "subject" => Field::Title,
        "published"
        | "date"
        | "pubdate"
        | "publishdate"
        | "publishedat"
        | "publishedtime"
        | "publishedon"
        | "publishtime"
        | "publicationdate"
        | "datepublished"
        | "articlepublishedtime"
        | "issued"
        | "releasedate"
        | "dcdate" => Field::Published,
        "modified" | "modifiedtime" | "updated" | "updatedat" | "lastmod" | "lastupdated" | "lastmodified"
        | "datemodified" | "created" | "createdat" => Field::Changed,
        "addtime" | "posttime" | "posted" | "postedat" | "createtime" | "replytime" => Field::Posted,
        "author" | "authors" | "byline" | "creator" | "dccreator" => Field::Author,
        "authorid" | "uid" | "userid" | "poster" | "username" | "user" => Field::Poster,
        "source" | "site" | "sitename" | "publisher" | "outlet" | "media" | "newspaper" | "agency" => Field::Outlet,
        "originalurl" => Field::Url(0),
        "url" | "link" | "href" => Field::Url(1),
        "sourceurl" | "permalink" | "canonical" | "canonicalurl" | "externalurl" => Field::Url(2),
        "language" | "lang" | "locale" => Field::Language,
        "id" | "guid" | "aid" => Field::Id,
        "comments" | "replies" => Field::Comments,
        "text" | "contenttext" | "fulltext" => Field::Body(0),
        "content" | "body" | "articlebody" => Field::Body(1),
        "html" | "contenthtml" | "contentencoded" | "bodyhtml" => Field::Html(0),
        "markdown" => Field::Markdown,
        "description" | "summary" | "abstract" => Field::Summary,
        _ => return None,
    })
}

/// What a document says of itself, in the order of trust that `compose` expects.
#[derive(Debug, Default)]
pub(crate) struct Said {
    found: Vec<(Field, String, Option<SourceSpan>)>,
}

impl Said {
    pub(crate) fn add(&mut self, field: Field, value: &str, source: Option<SourceSpan>) {
        let value: String = value
            .chars()
            .filter_map(|c| match sight(c) {
                Sight::Seen => Some(c),
                Sight::Blank => Some(' '),
                Sight::Unseen => None,
            })
            .collect();
        let value = value.trim();
        let is_nothing = value.is_empty() || value == "~" || value.eq_ignore_ascii_case("null");
        if !is_nothing {
            self.found.push((field, value.to_owned(), source));
        }
    }

    /// Whether it is a post on a board: then no date in it tells when the words were first published.
    fn is_post(&self) -> bool {
        self.found.iter().any(|(f, ..)| matches!(f, Field::Posted | Field::Poster))
    }

    pub(crate) fn into_hints(mut self) -> Vec<Hint> {
        let is_post = self.is_post();
        let has_date = self.found.iter().any(|(f, ..)| matches!(f, Field::Published | Field::Posted));
        self.found.sort_by_key(|(field, ..)| (is_post && *field == Field::Published, *field));
        let kind = |field: Field, value: &str| {
            let ground = if is_post { DateGround::Post } else { DateGround::FrontMatter };
            Some(match field {
                Field::Title => HintKind::Title,
                Field::Published => HintKind::Date(ground),
                Field::Changed if !has_date => HintKind::Date(ground),
                Field::Posted => HintKind::Date(DateGround::Post),
                Field::Author => HintKind::Author,
                Field::Outlet if is_address(value) => HintKind::Url,
                Field::Outlet => HintKind::Outlet,
                Field::Url(_) => HintKind::Url,
                Field::Language => HintKind::Language,
                Field::Id => HintKind::Id,
                _ => return None,
            })
        };
        let hint = |(field, value, source): (Field, String, Option<SourceSpan>)| {
            Some(Hint { kind: kind(field, &value)?, value, source })
        };
        self.found.into_iter().filter_map(hint).collect()
    }
}

/// Whether a value is an address on the web.
pub(crate) fn is_address(value: &str) -> bool {
    let value = value.trim();
    let scheme = ["http://", "https://", "ftp://"]
        .iter()
        .any(|s| value.get(..s.len()).is_some_and(|v| v.eq_ignore_ascii_case(s)));
    scheme && !value.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_all_their_spellings() {
        assert_eq!(field("Published_Time"), field("article:published_time"));
        assert_eq!(field("publishedAt"), Some(Field::Published));
        assert_eq!(field("tags"), None);
    }

    #[test]
    fn the_dates_of_a_post_are_the_post_s() {
        let mut said = Said::default();
        said.add(Field::Published, "2020-03-12", None);
        said.add(Field::Poster, "17", None);
        said.add(Field::Outlet, "https://example.org/a", None);
        said.add(Field::Url(0), "https://example.org/b", None);
        let got: Vec<_> = said.into_hints().into_iter().map(|h| (h.kind, h.value)).collect();
        let want = [
            (HintKind::Url, "https://example.org/a"),
            (HintKind::Url, "https://example.org/b"),
            (HintKind::Date(DateGround::Post), "2020-03-12"),
        ];
        assert_eq!(got, want.map(|(kind, value)| (kind, value.to_owned())));
    }
}
