//! Handlers, by what they are for; and what they take from a request, whose mistakes are problems like any other.

pub(crate) mod access;
pub(crate) mod ask;
pub(crate) mod asked;
pub(crate) mod backup;
pub(crate) mod boards;
pub(crate) mod counts;
pub(crate) mod entire;
pub(crate) mod examples;
pub(crate) mod exports;
pub(crate) mod judge;
pub(crate) mod pages;
pub(crate) mod server;
pub(crate) mod shapes;
pub(crate) mod sources;

use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{FromRequest, FromRequestParts};
use axum::http::StatusCode;
use axum_extra::extract::QueryRejection;

use crate::Problem;

/// A JSON body.
#[derive(Debug, FromRequest)]
#[from_request(via(axum::Json), rejection(Problem))]
pub(crate) struct Body<T>(pub(crate) T);

/// The query string; a name may come several times.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum_extra::extract::Query), rejection(Problem))]
pub(crate) struct Asked<T>(pub(crate) T);

/// Parts of the path.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Problem))]
pub(crate) struct Named<T>(pub(crate) T);

impl From<JsonRejection> for Problem {
    fn from(error: JsonRejection) -> Self {
        let kind = match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => "too-large",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "not-that-form",
            _ => "bad-request",
        };
        Self::new(kind, plain("the body", &error.body_text()))
    }
}

/// What the library says of a body or a query, without the names of its own parts.
fn plain(what: &str, said: &str) -> String {
    let own = ["Failed to deserialize the JSON body into the target type: ", "Failed to deserialize query string: "];
    match own.iter().find_map(|own| said.strip_prefix(own)) {
        Some(why) => format!("{what} can't be understood: {why}"),
        None => said.to_owned(),
    }
}

impl From<QueryRejection> for Problem {
    fn from(error: QueryRejection) -> Self {
        Self::new("bad-request", plain("the question", &error.to_string()))
    }
}

impl From<PathRejection> for Problem {
    fn from(error: PathRejection) -> Self {
        Self::new("bad-request", error.body_text())
    }
}
