//! The one shape of an error: RFC 9457, `application/problem+json`, with what, where and what to try.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chancery_ledger::{IdError, LedgerError};
use chancery_query::QueryError;
use serde::Serialize;
use utoipa::openapi::{self, ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

/// The media type of problems.
const FORM: &str = "application/problem+json";

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    kind: &'static Kind,
    detail: String,
    /// What happened in a word, and what it is said of.
    code: Option<(&'static str, String)>,
    /// Where in the query, in bytes.
    place: Option<(usize, usize)>,
    /// Seconds to wait before trying again.
    wait: Option<u64>,
}

/// Why a request was not done (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProblemDetails {
    /// What kind of problem, as a path into the documentation.
    #[serde(rename = "type")]
    #[schema(example = "/problems/not-found")]
    kind: String,
    /// The same in words.
    title: &'static str,
    /// The HTTP status again.
    status: u16,
    /// What happened here, and what to try.
    detail: String,
    /// The same in a word that never changes, where there is one: for those who say it in other languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "no-day")]
    code: Option<&'static str>,
    /// What it is said of, as it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<String>,
    /// Where in the query it went wrong: first byte.
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    /// One past the last byte.
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
}

/// A kind: last part of its type, status, title.
#[derive(Debug, PartialEq, Eq)]
struct Kind(&'static str, StatusCode, &'static str);

/// All kinds.
const KINDS: &[Kind] = &[
    Kind("bad-request", StatusCode::BAD_REQUEST, "The request can't be understood"),
    Kind("bad-query", StatusCode::BAD_REQUEST, "The query can't be understood"),
    Kind("who-are-you", StatusCode::UNAUTHORIZED, "Sign in first"),
    Kind("not-allowed", StatusCode::FORBIDDEN, "You may not do that"),
    Kind("cross-site", StatusCode::FORBIDDEN, "The request came from another site"),
    Kind("not-found", StatusCode::NOT_FOUND, "There is nothing of that name"),
    Kind("method-not-allowed", StatusCode::METHOD_NOT_ALLOWED, "That can't be done here"),
    Kind("too-large", StatusCode::PAYLOAD_TOO_LARGE, "More than is taken at once"),
    Kind("not-that-form", StatusCode::UNSUPPORTED_MEDIA_TYPE, "Not in a form that is read here"),
    Kind("does-not-fit", StatusCode::UNPROCESSABLE_ENTITY, "That can't be said of it"),
    Kind("too-many", StatusCode::TOO_MANY_REQUESTS, "Too many requests"),
    Kind("failed", StatusCode::INTERNAL_SERVER_ERROR, "The work failed"),
    Kind("busy", StatusCode::SERVICE_UNAVAILABLE, "Another program is writing"),
    Kind("too-slow", StatusCode::SERVICE_UNAVAILABLE, "It took too long"),
    Kind("disk-full", StatusCode::INSUFFICIENT_STORAGE, "The disk is full"),
];

/// For what no kind fits.
const FAILED: &Kind = &Kind("failed", StatusCode::INTERNAL_SERVER_ERROR, "The work failed");

impl Problem {
    /// Of a kind of the list above.
    pub(crate) fn new(kind: &str, detail: impl Into<String>) -> Self {
        let kind = KINDS.iter().find(|known| known.0 == kind).unwrap_or(FAILED);
        Self { kind, detail: detail.into(), code: None, place: None, wait: None }
    }

    /// Said in a word too, of what was asked.
    pub(crate) fn coded(self, code: Option<&'static str>, about: &str) -> Self {
        Self { code: code.map(|code| (code, about.to_owned())), ..self }
    }

    /// To be tried again after so many seconds.
    pub(crate) const fn after(mut self, seconds: u64) -> Self {
        self.wait = Some(seconds);
        self
    }

    /// The status.
    pub(crate) const fn code(&self) -> StatusCode {
        self.kind.1
    }

    /// What happened, and what to try.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (code, wait) = (self.code(), self.wait);
        let (word, about) = self.code.map_or((None, None), |(word, about)| (Some(word), Some(about)));
        let details = ProblemDetails {
            kind: format!("/problems/{}", self.kind.0),
            title: self.kind.2,
            status: code.as_u16(),
            detail: self.detail,
            code: word,
            about: about.filter(|about| !about.is_empty()),
            start: self.place.map(|(start, _)| start),
            end: self.place.map(|(_, end)| end),
        };
        let mut response = (code, Json(details)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(FORM));
        if code == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl IntoResponses for Problem {
    /// Any route may answer so.
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        let mut titles: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for kind in KINDS.iter().filter(|kind| kind.1 != StatusCode::METHOD_NOT_ALLOWED) {
            titles.entry(kind.1.as_str().to_owned()).or_default().push(kind.2);
        }
        let response = |titles: &[&str]| {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemDetails"))).build();
            ResponseBuilder::new().description(titles.join("; ")).content(FORM, content).build()
        };
        titles.into_iter().map(|(status, titles)| (status, RefOr::T(response(&titles)))).collect()
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        let kind = match &error {
            LedgerError::Id(IdError::Unknown(_)) => "not-found",
            LedgerError::Id(IdError::Superseded { .. }) | LedgerError::Judgement(_) => "does-not-fit",
            LedgerError::Id(_) | LedgerError::BadDate(_) => "bad-request",
            LedgerError::Busy(_) => "busy",
            LedgerError::Full => "disk-full",
            _ => "failed",
        };
        // What failed inside is for the log and the person at the machine: its paths are nobody else's business.
        if kind == "failed" {
            tracing::error!(%error, "the ledger failed");
            return Self::new(kind, "the ledger could not be read or written: the server's log says why");
        }
        let wait = (kind == "busy").then_some(2);
        let (code, about) = match &error {
            LedgerError::Id(IdError::Form(id)) => (Some("no-id"), id.as_str()),
            LedgerError::Id(IdError::Unknown(id)) => (Some("no-such-id"), id.as_str()),
            LedgerError::Id(IdError::Several { id, .. }) => (Some("several-of-that-id"), id.as_str()),
            LedgerError::Id(IdError::NotAnAct(id)) => (Some("no-act"), id.as_str()),
            LedgerError::BadDate(date) => (Some("no-moment"), date.as_str()),
            _ => (None, ""),
        };
        Self { wait, ..Self::new(kind, error.to_string()).coded(code, about) }
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        let about = error.query.get(error.start..error.end).unwrap_or_default();
        let problem = Self::new("bad-query", error.message).coded(Some(error.code), about);
        Self { place: Some((error.start, error.end)), ..problem }
    }
}

/// The names of all kinds.
#[cfg(test)]
pub(crate) fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_status_and_form() {
        for kind in KINDS {
            let problem = Problem::new(kind.0, "so");
            assert_eq!(problem.code(), kind.1);
            let response = problem.after(3).into_response();
            assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
            assert_eq!(response.headers()[header::RETRY_AFTER], "3");
        }
    }

    #[test]
    fn paths_of_the_machine_stay_in_the_log() {
        let error = LedgerError::Missing("/home/ann/secret".into());
        assert!(!Problem::from(error).detail().contains("ann"));
    }
}
