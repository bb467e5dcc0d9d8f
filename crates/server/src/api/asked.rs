//! What questions share: which acts, how much of an answer, in which form, and giving it.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use chancery_answer::{Answer, AskError, Asking, Form, Undated, When, Which};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::IntoParams;

use super::Asked;
use super::pages::{Address, Last, Page, Paged, Shown, linked};
use crate::Problem;
use crate::kept::{Answered, Sent};
use crate::state::{Lent, Shared, State};

/// The media types of answers, those beside JSON by the names that `form` takes.
pub(super) const FORMS: &[(&str, &str, Form)] = &[
    ("json", "application/json", Form::Json),
    ("jsonl", "application/jsonl", Form::Jsonl),
    ("csv", "text/csv; charset=utf-8", Form::Csv),
    ("md", "text/markdown; charset=utf-8", Form::Md),
];

/// Says how much a question between two days left out for want of a day.
pub(super) const UNDATED: HeaderName = HeaderName::from_static("chancery-undated");

/// Says how many rows a list has, where that is known without making them.
pub(super) const TOTAL: HeaderName = HeaderName::from_static("chancery-total");

/// Says when the ledger begins, where an answer is as of before.
pub(super) const BEGINS: HeaderName = HeaderName::from_static("chancery-begins");

/// A media type without its parameters.
pub(super) fn bare(name: &str) -> &str {
    name.split(';').next().unwrap_or(name)
}

impl From<AskError> for Problem {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Unfit { message, code, about } => Self::new("bad-request", message).coded(code, &about),
            AskError::Query(error) => error.into(),
            AskError::Ledger(error) => error.into(),
            AskError::Export(error) => {
                tracing::error!(%error, "an export failed");
                Self::new("failed", "the export's form failed: the server's log says why")
            }
        }
    }
}

/// Which acts: values of one name are alternatives, several names must all be met.
#[derive(Clone, Debug, Default, Deserialize, IntoParams, JsonSchema)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Fields {
    /// Held by: an id (CHN, org:UN) or a name as packs know it.
    holder: Vec<String>,
    /// About or against: an actor, or a part of a name; after `=` a whole name.
    target: Vec<String>,
    /// Addressed to, or for the good of.
    addressee: Vec<String>,
    /// As reported by.
    via: Vec<String>,
    /// Of this kind: position, commitment, call, event, claim.
    kind: Vec<String>,
    /// Of this stance, as oppose, pledge, urge.
    stance: Vec<String>,
    /// Naming an instrument: a part of its name; after `=` its whole name.
    instrument: Vec<String>,
    /// Naming a mechanism: a part of its name; after `=` its whole name.
    mechanism: Vec<String>,
    /// Said on that day or later: 2024, 2024-03 or 2024-03-12.
    from: Option<String>,
    /// Said on that day or before.
    to: Option<String>,
    /// Instead of days: only what has none.
    undated: bool,
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
            when: When { from: fields.from, to: fields.to, undated: fields.undated },
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
    pub(super) form: Form,
    /// Path and query: what is asked.
    pub(super) address: Address,
    /// The tag of the answer that is known.
    pub(super) known: Option<String>,
}

impl InForm {
    /// What is asked by nobody, as JSON.
    pub(super) fn of(address: &Uri) -> Self {
        Self { form: Form::Json, address: Address::of(address), known: None }
    }
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
        Ok(Self { form, address: Address::of(&parts.uri), known: known(&parts.headers) })
    }
}

/// The tag of an answer that who asks has already.
pub(super) fn known(headers: &HeaderMap) -> Option<String> {
    headers.get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok()).map(str::to_owned)
}

/// The tag of an answer to what is asked, as the ledger stands.
pub(super) fn tag(lent: &Lent, asked: &str) -> String {
    let told = format!("{asked} {}", lent.index.generation());
    format!("W/\"{}\"", &blake3::hash(told.as_bytes()).to_hex()[..16])
}

fn accepted(headers: &HeaderMap) -> Form {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best = (0.0, Form::Json);
    for part in accept.split(',') {
        let mut told = part.split(';').map(str::trim);
        let name = told.next().unwrap_or_default().to_ascii_lowercase();
        let known = FORMS.iter().find(|(_, media, _)| bare(media) == name).map(|(.., form)| *form);
        // As other programs call lines of JSON.
        let known = known.or((name == "application/x-ndjson").then_some(Form::Jsonl));
        let weight = told.find_map(|part| part.strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
        if let Some(form) = known.filter(|_| weight > best.0) {
            best = (weight, form);
        }
    }
    best.1
}

/// An answer in that form.
fn given(answer: &Answer, form: Form, next: Option<Last>, total: Option<usize>) -> Sent {
    let media = FORMS.iter().find(|known| known.2 == form).map_or("text/plain", |known| known.1);
    let body = if form == Form::Json {
        answer.compact()
    } else {
        let mut text = String::new();
        answer.write(form, &mut text);
        text.into_bytes()
    };
    Sent { media, body: body.into(), next, undated: answer.undated.map(Undated::number), total }
}

/// Asks the ledger what a verb asks, and gives the page that is asked for of what it answers, or all of it.
pub(super) async fn answer(
    state: &State,
    asked: InForm,
    shown: Shown,
    question: impl Fn(&Asking<'_>, &Shared, &Page) -> Result<Paged, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    if shown.whole {
        return super::entire::sent(state, asked, shown, question).await;
    }
    let InForm { form, address, known } = asked;
    let answered = state
        .ask(move |lent, shared| {
            // The answer changes with the ledger, and with the day from which deadlines are seen.
            let day = shared.now().to_string()[..10].to_owned();
            let asked = format!("{} {form:?} {day}", address.asked());
            let tag = tag(lent, &asked);
            if known.as_deref() == Some(tag.as_str()) {
                return Ok((tag, None));
            }
            let page = Page::new(&shown, &address, lent)?;
            let answered = match shared.kept.get(&asked, lent)? {
                Some(answered) => answered,
                None => {
                    let mark = lent.ledger.mark(&lent.index)?;
                    let Paged { answer, next, total, grounds } = question(&asking(lent, shared), shared, &page)?;
                    let answered = Arc::new(Answered::new(given(&answer, form, next, total), mark, grounds));
                    shared.kept.put(&asked, &answered);
                    answered
                }
            };
            // What tells of the ledger's moment is not kept.
            let begins = lent.ledger.begins_after(page.asked_of)?.map(|begins| begins.to_string());
            let next = answered.sent.next.clone().map(|last| page.link(&address, last));
            Ok((tag, Some((answered, next, begins))))
        })
        .await?;
    let (tag, answered) = answered;
    let mut response = match answered {
        None => StatusCode::NOT_MODIFIED.into_response(),
        Some((answered, next, begins)) => {
            let sent = &answered.sent;
            let body = sent.body.clone();
            let given = ([(header::CONTENT_TYPE, HeaderValue::from_static(sent.media))], body).into_response();
            let mut given = linked(next, given);
            if let Some(number) = sent.undated {
                given.headers_mut().insert(UNDATED, HeaderValue::from(number));
            }
            if let Some(number) = sent.total {
                given.headers_mut().insert(TOTAL, HeaderValue::from(number));
            }
            if let Some(begins) = begins.as_deref().and_then(|at| HeaderValue::from_str(at).ok()) {
                given.headers_mut().insert(BEGINS, begins);
            }
            given
        }
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// The same for what is one table, not a list of pages.
pub(super) async fn whole(
    state: &State,
    asked: InForm,
    as_of: AsOf,
    question: impl Fn(&Asking<'_>, &Shared, chancery_ledger::AsOf) -> Result<Answer, AskError> + Send + 'static,
) -> Result<Response, Problem> {
    let shown = Shown { limit: None, cursor: None, as_of: as_of.as_of, whole: false };
    answer(state, asked, shown, move |asking, shared, page| Ok(question(asking, shared, page.as_of)?.into())).await
}

/// Rows that are no answer of a verb in that form, their columns by name.
pub(super) fn rows_in<T: Serialize>(rows: &[T], columns: &'static [&'static str], form: Form) -> Response {
    let mut answer = Answer::new(columns);
    for row in rows {
        let value = serde_json::to_value(row).unwrap_or_default();
        let cell = |name: &&str| match &value[*name] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        answer.push(columns.iter().map(cell).collect(), value.clone());
    }
    let Sent { media, body, .. } = given(&answer, form, None, None);
    ([(header::CONTENT_TYPE, HeaderValue::from_static(media))], body).into_response()
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
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Days {
    /// Said on that day or later: 2024, 2024-03 or 2024-03-12.
    pub(super) from: Option<String>,
    /// Said on that day or before.
    pub(super) to: Option<String>,
    /// Instead of days: only what has none.
    pub(super) undated: bool,
}

impl From<Days> for When {
    fn from(days: Days) -> Self {
        Self { from: days.from, to: days.to, undated: days.undated }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_chooses_the_form_by_its_whole_name_and_weight() {
        for (accept, form) in [
            ("application/jsonl", Form::Jsonl),
            ("application/x-ndjson", Form::Jsonl),
            ("application/json", Form::Json),
            ("text/csv;q=0.5, text/markdown", Form::Md),
            ("text/csv; charset=utf-8", Form::Csv),
            ("application/jsonlines", Form::Json),
            ("text/csv;q=0, */*", Form::Json),
            ("*/*", Form::Json),
            ("", Form::Json),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            assert_eq!(accepted(&headers), form, "{accept}");
        }
    }
}
