//! What questions share: which acts, how much of an answer, in which form, and giving it.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chancery_answer::{Answer, AskError, Asking, Form, When, Which};
use schemars::JsonSchema;
use serde::Deserialize;
use utoipa::openapi::{self, ContentBuilder, RefOr, ResponseBuilder};
use utoipa::{IntoParams, IntoResponses};

use super::Asked;
use crate::Problem;
use crate::state::{Lent, Shared, State};

/// The media types of answers, those beside JSON by the names that `form` takes.
const FORMS: &[(&str, &str, Form)] = &[
    ("json", "application/json", Form::Json),
    ("jsonl", "application/jsonl", Form::Jsonl),
    ("csv", "text/csv; charset=utf-8", Form::Csv),
    ("md", "text/markdown; charset=utf-8", Form::Md),
];

/// A media type without its parameters.
fn bare(name: &str) -> &str {
    name.split(';').next().unwrap_or(name)
}

/// An answer in one of the forms, for the document.
pub(super) struct Answered;

impl IntoResponses for Answered {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        let mut given = ResponseBuilder::new().description("The answer, in the form that was asked for");
        for (_, name, _) in FORMS {
            given = given.content(bare(name), ContentBuilder::new().build());
        }
        let known = ResponseBuilder::new().description("As `If-None-Match` has it");
        [("200".to_owned(), RefOr::T(given.build())), ("304".to_owned(), RefOr::T(known.build()))].into()
    }
}

impl From<AskError> for Problem {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Unfit(message) => Self::new("bad-request", message),
            AskError::Query(error) => error.into(),
            AskError::Ledger(error) => error.into(),
        }
    }
}

/// How an answer is given: page size, as of when.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Shown {
    /// Rows at most.
    #[param(minimum = 1, maximum = 1_000, default = 50)]
    pub(super) limit: Option<usize>,
    /// With what the ledger knew then: a day (to its end, UTC) or a moment.
    #[param(example = "2024-03-12")]
    pub(super) as_of: Option<String>,
}

/// Most rows of one answer.
const ROWS: usize = 1_000;

impl Shown {
    pub(super) fn most(&self) -> usize {
        self.limit.unwrap_or(50).clamp(1, ROWS)
    }
}

/// Which acts: values of one name are alternatives, several names must all be met.
#[derive(Debug, Default, Deserialize, IntoParams, JsonSchema)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Fields {
    /// Held by: an id (CHN, org:UN) or a name as packs know it.
    holder: Vec<String>,
    /// About or against: an actor, or a part of a name.
    target: Vec<String>,
    /// Addressed to, or for the good of.
    addressee: Vec<String>,
    /// As reported by.
    via: Vec<String>,
    /// Of this kind: position, commitment, call, event, claim.
    kind: Vec<String>,
    /// Of this stance, as oppose, pledge, urge.
    stance: Vec<String>,
    /// Naming an instrument: a part of its name.
    instrument: Vec<String>,
    /// Naming a mechanism: a part of its name.
    mechanism: Vec<String>,
    /// Said on that day or later: 2024, 2024-03 or 2024-03-12.
    from: Option<String>,
    /// Said on that day or before.
    to: Option<String>,
    /// Acts that people rejected too.
    rejected: bool,
    /// Every copy of a text, not only the first.
    all_copies: bool,
}

impl From<Fields> for Which {
    fn from(fields: Fields) -> Self {
        Self {
            holder: fields.holder,
            target: fields.target,
            addressee: fields.addressee,
            via: fields.via,
            kind: fields.kind,
            stance: fields.stance,
            instrument: fields.instrument,
            mechanism: fields.mechanism,
            when: When { from: fields.from, to: fields.to },
            rejected: fields.rejected,
            all_copies: fields.all_copies,
        }
    }
}

/// The form that a program asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct FormOf {
    /// json, jsonl, csv or md, for who can't send `Accept`.
    form: String,
}

/// The form that a program asks for (by name, else by `Accept`; JSON where it says nothing), and what it has already.
#[derive(Clone, Debug)]
pub(crate) struct InForm {
    form: Form,
    /// Path and query: what is asked.
    address: String,
    /// The tag of the answer that is known.
    known: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for InForm {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Asked(asked) = Asked::<FormOf>::from_request_parts(parts, state).await?;
        let form = match asked.form.as_str() {
            "" => accepted(&parts.headers),
            name => *FORMS.iter().find(|known| known.0 == name).map(|(.., form)| form).ok_or_else(|| {
                let names: Vec<&str> = FORMS.iter().map(|known| known.0).collect();
                Problem::new("bad-request", format!("there is no form {name:?}: there are {}", names.join(", ")))
            })?,
        };
        let known = parts.headers.get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
        Ok(Self { form, address: parts.uri.to_string(), known })
    }
}

fn accepted(headers: &HeaderMap) -> Form {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let named =
        |list: &str| FORMS.iter().find(|(_, name, _)| list.trim().starts_with(bare(name))).map(|(.., form)| *form);
    accept.split(',').find_map(named).unwrap_or(Form::Json)
}

/// An answer in that form.
fn given(answer: &Answer, form: Form) -> Response {
    if form == Form::Json {
        return Json(answer.json()).into_response();
    }
    let name = FORMS.iter().find(|known| known.2 == form).map_or("text/plain", |known| known.1);
    let mut text = String::new();
    answer.write(form, &mut text);
    ([(header::CONTENT_TYPE, HeaderValue::from_static(name))], text).into_response()
}

/// Asks the ledger what a verb asks, and gives what it answers.
pub(super) async fn answer(
    state: &State,
    asked: InForm,
    question: impl FnOnce(&Asking<'_>, &Shared) -> Result<Answer, AskError> + Send + 'static,
) -> Result<Response, Problem> {
    let InForm { form, address, known } = asked;
    let answered = state
        .ask(move |lent, shared| {
            // The answer changes with the ledger, and with the day from which deadlines are seen.
            let day = shared.now().to_string()[..10].to_owned();
            let told = format!("{address} {form:?} {} {day}", lent.index.generation());
            let tag = format!("W/\"{}\"", &blake3::hash(told.as_bytes()).to_hex()[..16]);
            if known.as_deref() == Some(tag.as_str()) {
                return Ok((tag, None));
            }
            Ok((tag, Some(question(&asking(lent, shared), shared)?)))
        })
        .await?;
    let (tag, answer) = answered;
    let mut response = answer.map_or_else(|| StatusCode::NOT_MODIFIED.into_response(), |answer| given(&answer, form));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

pub(crate) fn asking<'a>(lent: &'a Lent, shared: &'a Shared) -> Asking<'a> {
    Asking::with_index(&lent.ledger, shared.setup.desk.names(), &lent.index)
}

/// As of when one thing is shown.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AsOf {
    /// With what the ledger knew then: a day or a moment.
    pub(super) as_of: Option<String>,
}

/// Whether copies count.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Copies {
    /// Every copy of a text, not only the first.
    pub(super) all_copies: bool,
}

/// Said when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Days {
    /// Said on that day or later: 2024, 2024-03 or 2024-03-12.
    pub(super) from: Option<String>,
    /// Said on that day or before.
    pub(super) to: Option<String>,
}

impl From<Days> for When {
    fn from(days: Days) -> Self {
        Self { from: days.from, to: days.to }
    }
}
