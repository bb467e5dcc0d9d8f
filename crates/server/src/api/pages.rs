//! Pages of lists: where one begins, and the link to the next.
//!
//! A cursor says when the first page was made and where the last one ended. Later pages show the list as it stood then, so that
//! nothing comes twice and nothing is missed while the ledger grows. It is meant for the list that gave it and no other, and what
//! is in it may change with the program.

use axum::http::{HeaderValue, Uri, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chancery_answer::{Answer, Slice};
use chancery_ledger::{AsOf, Timestamp};
use chancery_query::Grounds;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use crate::Problem;
use crate::state::Lent;

/// Rows of a page, where nobody says.
const USUAL: usize = 50;

/// Most rows of one answer.
pub(super) const ROWS: usize = 1_000;

/// Characters of a cursor.
const LONGEST: usize = 1_000;

/// How an answer is given: page size, from where on, as of when.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Shown {
    /// Rows at most.
    #[param(minimum = 1, maximum = 1_000, default = 50)]
    pub(super) limit: Option<usize>,
    /// Where a list goes on: from the `Link` of the page before, rel="next". The same question must be asked with it.
    pub(super) cursor: Option<String>,
    /// With what the ledger knew then: a day (to its end, UTC) or a moment.
    #[param(example = "2024-03-12")]
    pub(super) as_of: Option<String>,
    /// All rows and no page of them, sent as they are made: for files. `limit` says nothing then.
    #[serde(default)]
    pub(super) whole: bool,
}

/// What is asked, as path and query.
#[derive(Clone, Debug)]
pub(super) struct Address {
    whole: String,
    path: String,
    /// Without what only tells which page of it, in which form.
    question: Vec<String>,
    /// What does: how long, in which form.
    manner: Vec<String>,
}

/// Values of a row that tell where a list goes on behind it.
pub(crate) type Last = Vec<Option<String>>;

/// What a cursor says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// Of which question.
    of: String,
    /// When the first page was made.
    at: i64,
    /// Rows before.
    skip: usize,
    /// The last of them.
    pub(super) last: Last,
}

/// What must not stand in a link as it is.
const LINK: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>');

impl Address {
    pub(super) fn of(uri: &Uri) -> Self {
        let parts = uri.query().unwrap_or_default().split('&').filter(|part| !part.is_empty());
        let (mut question, mut manner) = (Vec::new(), Vec::new());
        for part in parts {
            match part.split('=').next() {
                Some("cursor") => {}
                Some("limit" | "form" | "whole") => manner.push(part.to_owned()),
                _ => question.push(part.to_owned()),
            }
        }
        Self { whole: uri.to_string(), path: uri.path().to_owned(), question, manner }
    }

    /// All of it.
    pub(super) fn asked(&self) -> &str {
        &self.whole
    }

    fn digest(&self) -> String {
        let told = format!("{}?{}", self.path, self.question.join("&"));
        blake3::hash(told.as_bytes()).to_hex()[..10].to_owned()
    }

    /// The cursor that came along.
    pub(super) fn cursor(&self, text: Option<&str>) -> Result<Option<Cursor>, Problem> {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
        let read = || {
            let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
            serde_json::from_slice::<Cursor>(&bytes).ok().filter(|cursor| cursor.of == self.digest())
        };
        let cursor = if text.len() <= LONGEST { read() } else { None };
        let wrong = "the cursor is not one that this list gave for this question: begin again without one";
        cursor.map(Some).ok_or_else(|| Problem::new("bad-request", wrong))
    }

    /// The link to the page behind a row; `at` where the first page tells its moment.
    pub(super) fn link(&self, at: i64, skip: usize, last: Last) -> HeaderValue {
        let cursor = Cursor { of: self.digest(), at, skip, last };
        let told = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).unwrap_or_default());
        let parts: Vec<&str> = self.question.iter().chain(&self.manner).map(String::as_str).collect();
        let between = if parts.is_empty() { "" } else { "&" };
        let address = format!("{}?{}{between}cursor={told}", self.path, parts.join("&"));
        let link = format!("<{}>; rel=\"next\"", utf8_percent_encode(&address, LINK));
        // Only visible ASCII is left.
        HeaderValue::from_str(&link).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

impl Cursor {
    /// The number of the last row, in lists that go by it.
    pub(super) fn number(&self) -> Result<i64, Problem> {
        number(self.last.first())
    }
}

fn number(told: Option<&Option<String>>) -> Result<i64, Problem> {
    let wrong = || Problem::new("bad-request", "the cursor is not one of this list: begin again without one");
    told.and_then(Option::as_deref).and_then(|text| text.parse().ok()).ok_or_else(wrong)
}

/// The page that is asked for.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// Which rows.
    pub(super) slice: Slice,
    /// As of when: as asked, else now for the first page and for later ones when that was.
    pub(super) as_of: AsOf,
    /// As of when it was asked; what is quick to answer only as of now is asked so, with what came later left out by `known_by`.
    pub(super) asked_of: AsOf,
    /// For later pages, when the first was made.
    pub(super) known_by: Option<Timestamp>,
    /// The row before it.
    pub(super) last: Option<Last>,
    at: Timestamp,
}

/// How many rows are asked for.
pub(super) fn rows(asked: Option<usize>, usual: usize) -> Result<usize, Problem> {
    match asked {
        Some(0) => Err(Problem::new("bad-request", "`limit` is 1 or more: for all rows ask with `whole=true`")),
        asked => Ok(asked.unwrap_or(usual).min(ROWS)),
    }
}

impl Page {
    pub(super) fn new(shown: &Shown, address: &Address, lent: &Lent) -> Result<Self, Problem> {
        let most = rows(shown.limit, USUAL)?;
        let asked_of = chancery_answer::as_of(shown.as_of.as_deref())?;
        let Some(cursor) = address.cursor(shown.cursor.as_deref())? else {
            let at = lent.ledger.newest_moment()?;
            return Ok(Self { slice: most.into(), as_of: asked_of, asked_of, known_by: None, last: None, at });
        };
        let at = Timestamp::from_micros(cursor.at);
        let as_of = if asked_of == AsOf::NOW { AsOf::at(at) } else { asked_of };
        let slice = Slice { skip: cursor.skip, most };
        Ok(Self { slice, as_of, asked_of, known_by: Some(at), last: Some(cursor.last), at })
    }

    /// The page behind it, with what the ledger knew at the first.
    pub(super) fn behind(&self, last: Last) -> Self {
        let as_of = if self.asked_of == AsOf::NOW { AsOf::at(self.at) } else { self.asked_of };
        let slice = Slice { skip: self.slice.skip.saturating_add(self.slice.most), most: self.slice.most };
        Self { slice, as_of, asked_of: self.asked_of, known_by: Some(self.at), last: Some(last), at: self.at }
    }

    /// The same with so many rows.
    pub(super) fn of(mut self, most: usize) -> Self {
        self.slice.most = most;
        self
    }

    /// The link to the next page, which begins behind a row.
    pub(super) fn link(&self, address: &Address, last: Last) -> HeaderValue {
        address.link(self.at.micros(), self.slice.skip.saturating_add(self.slice.most), last)
    }

    /// A value of the row before it.
    pub(super) fn told(&self, at: usize) -> Option<&str> {
        self.last.as_ref()?.get(at)?.as_deref()
    }

    /// A number of the row before it.
    pub(super) fn number(&self, at: usize) -> Result<i64, Problem> {
        number(self.last.as_ref().and_then(|last| last.get(at)))
    }
}

/// A page of an answer.
pub(super) struct Paged {
    pub(super) answer: Answer,
    /// Where there is more, what the next page goes on behind.
    pub(super) next: Option<Last>,
    /// How many rows the list has, where that is known without making them.
    pub(super) total: Option<usize>,
    /// What it rests on, where that is known.
    pub(super) grounds: Option<Grounds>,
}

impl From<Answer> for Paged {
    /// All of it.
    fn from(answer: Answer) -> Self {
        Self { answer, next: None, total: None, grounds: None }
    }
}

impl Paged {
    /// Goes on by counting rows.
    pub(super) fn counted(answer: Answer, more: bool) -> Self {
        Self { answer, next: more.then(Vec::new), total: None, grounds: None }
    }

    /// Where what it rests on is known.
    pub(super) fn resting_on(mut self, grounds: Option<Grounds>) -> Self {
        self.grounds = grounds;
        self
    }

    /// Of a list of so many rows.
    pub(super) fn of(mut self, total: Option<usize>) -> Self {
        self.total = total;
        self
    }
}

/// A response with the link to the next page.
pub(super) fn linked(next: Option<HeaderValue>, mut response: Response) -> Response {
    if let Some(next) = next {
        response.headers_mut().insert(header::LINK, next);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(uri: &str) -> Address {
        Address::of(&uri.parse().expect("an address"))
    }

    #[test]
    fn a_cursor_comes_back_as_it_was_given_and_for_no_other_question() {
        let asked = address("/api/v1/acts?kind=call&limit=20&form=csv");
        let link = asked.link(7, 20, vec![Some("2024-03-12".into()), None]);
        let link = link.to_str().expect("ASCII").to_owned();
        let next = link.strip_prefix('<').and_then(|rest| rest.split('>').next()).expect("an address");
        assert!(
            link.ends_with("; rel=\"next\"") && next.starts_with("/api/v1/acts?kind=call&limit=20&form=csv&cursor=")
        );
        let told = next.rsplit('=').next();
        let next = address(next);
        let cursor = next.cursor(told).expect("good").expect("there");
        assert_eq!((cursor.at, cursor.skip, &cursor.last), (7, 20, &vec![Some("2024-03-12".to_owned()), None]));
        // Another length or form is the same list.
        assert!(address("/api/v1/acts?kind=call&limit=5").cursor(told).is_ok());
        for other in ["/api/v1/acts?kind=claim", "/api/v1/articles?kind=call", "/api/v1/acts"] {
            assert!(address(other).cursor(told).is_err(), "{other}");
        }
        for wrong in ["x", "////", "e30", &"a".repeat(5_000)] {
            assert!(next.cursor(Some(wrong)).is_err(), "{wrong}");
        }
        assert_eq!(next.cursor(Some("")).expect("none"), None);
    }

    #[test]
    fn links_hold_nothing_that_ends_them() {
        let link = address("/api/v1/acts?target=%3E%22a").link(0, 1, Vec::new());
        let text = link.to_str().expect("ASCII");
        assert_eq!(text.matches('>').count(), 1, "{text}");
    }
}
