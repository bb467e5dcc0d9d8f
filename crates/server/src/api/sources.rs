//! Sources in: read only, or read and kept; and out again, byte for byte.

use std::convert::Infallible;

use axum::body::Body as RawBody;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, Request, State as Given};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use chancery_ledger::{Added, Prepared, hash};
use futures_util::StreamExt;
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::sync::mpsc;
use utoipa::ToSchema;

use super::Named;
use crate::Problem;
use crate::access::Caller;
use crate::state::{Faulted, State, blocking};

/// Bytes of an upload: a large newspaper PDF, or a few hundred pages.
pub(crate) const UPLOAD: usize = 64 << 20;

/// Files in an upload.
const FILES: usize = 500;

/// Characters of a source's name.
const NAME: usize = 300;

/// A source as it came.
struct Source {
    name: String,
    bytes: Vec<u8>,
}

/// One or several sources, each a part with a file name; or one, as the body itself.
pub(crate) struct Sources(Vec<Source>);

impl<S: Send + Sync> FromRequest<S> for Sources {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let form = request.headers().get(header::CONTENT_TYPE).and_then(|form| form.to_str().ok()).unwrap_or_default();
        if !form.to_ascii_lowercase().starts_with("multipart/form-data") {
            let name = told_name(request.headers());
            let body = axum::body::to_bytes(request.into_body(), UPLOAD).await.map_err(|_| too_large())?;
            let bytes = body.to_vec();
            return if bytes.is_empty() { Err(nothing()) } else { Ok(Self(vec![Source { name, bytes }])) };
        }
        let mut parts = Multipart::from_request(request, state)
            .await
            .map_err(|error| Problem::new("bad-request", error.body_text()))?;
        let (mut sources, mut total) = (Vec::new(), 0);
        while let Some(part) = parts.next_field().await.map_err(bad_part)? {
            let name = clean(part.file_name().or(part.name()).unwrap_or_default());
            let bytes = part.bytes().await.map_err(bad_part)?.to_vec();
            total += bytes.len();
            if total > UPLOAD || sources.len() == FILES {
                return Err(too_large());
            }
            sources.push(Source { name, bytes });
        }
        if sources.is_empty() { Err(nothing()) } else { Ok(Self(sources)) }
    }
}

fn too_large() -> Problem {
    let size = UPLOAD >> 20;
    Problem::new("too-large", format!("at most {size} MiB in {FILES} files at once: send fewer, or use `chancery add`"))
}

fn nothing() -> Problem {
    Problem::new(
        "bad-request",
        "there is no source in it: send the file as the body, or as parts of multipart/form-data",
    )
}

fn bad_part(error: MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large();
    }
    Problem::new("bad-request", error.body_text())
}

/// The name sent along in the header `x-source-name`, percent-encoded.
fn told_name(headers: &HeaderMap) -> String {
    let sent = headers.get("x-source-name").and_then(|name| name.to_str().ok()).unwrap_or_default();
    clean(&percent_encoding::percent_decode_str(sent).decode_utf8_lossy())
}

/// A name is shown to people and leads to no file: control characters go, and it ends somewhere.
fn clean(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_control()).take(NAME).collect();
    if name.trim().is_empty() { "pasted".to_owned() } else { name.trim().to_owned() }
}

/// What was read from a source.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reading {
    /// Its name.
    name: String,
    /// Its articles, each a record as in `chancery schema`.
    #[schema(value_type = Vec<Object>)]
    records: Vec<Box<RawValue>>,
    /// What went wrong.
    faults: Vec<Faulted>,
    /// Whether nothing of it could be read.
    failed: bool,
}

/// Reads sources and keeps nothing.
///
/// Body: the source's bytes (`x-source-name` may say its name), or parts of `multipart/form-data`, 64 MiB at most.
#[utoipa::path(
    post, path = "/api/v1/read", tag = "sources",
    request_body(content((Vec<u8> = "application/octet-stream"), (Object = "multipart/form-data"))),
    responses((status = 200, body = Vec<Reading>), Problem)
)]
pub(crate) async fn read(Given(state): Given<State>, sources: Sources) -> Result<Json<Vec<Reading>>, Problem> {
    blocking(move || sources.0.iter().map(|source| reading(&state, source)).collect::<Result<_, _>>().map(Json)).await
}

fn reading(state: &State, source: &Source) -> Result<Reading, Problem> {
    let read = state.setup.desk.read(&source.name, &source.bytes);
    let text = String::from_utf8(read.records).map_err(|_| broken())?;
    let records = text.lines().map(|line| RawValue::from_string(line.to_owned())).collect::<Result<_, _>>();
    let records = records.map_err(|_| broken())?;
    Ok(Reading { name: source.name.clone(), records, faults: read.faults, failed: read.failed })
}

fn broken() -> Problem {
    Problem::new("failed", "what was read is of no form, which is a bug: please report it, with the source if you may")
}

/// What became of a source.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Kept {
    /// Its name, as kept.
    name: String,
    /// `new`, `same`, `changed` or `failed`.
    #[schema(example = "new")]
    became: &'static str,
    /// BLAKE3 of its bytes, in hex: what names it.
    blake3: String,
    /// Articles read from it; 0 where it was there before.
    articles: usize,
    /// Acts in them.
    acts: usize,
    /// What went wrong.
    faults: Vec<Faulted>,
}

/// Reads sources and keeps them.
///
/// Body as for `/api/v1/read`. Bytes that are there already are not added twice. With `Accept: text/event-stream` each source is
/// told as it is done (event `source`), and the end (event `done`).
#[utoipa::path(
    post, path = "/api/v1/sources", tag = "sources",
    request_body(content((Vec<u8> = "application/octet-stream"), (Object = "multipart/form-data"))),
    responses(
        (status = 200, description = "What became of each", content((Vec<Kept> = "application/json"), (String = "text/event-stream"))),
        Problem
    )
)]
pub(crate) async fn add(
    Given(state): Given<State>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    sources: Sources,
) -> Result<Response, Problem> {
    let live = headers.get(header::ACCEPT).is_some_and(|form| form.as_bytes().starts_with(b"text/event-stream"));
    let (tell, told) = mpsc::unbounded_channel();
    // On its own: who asked may go away, and what was begun is still done as a whole.
    let work = tokio::spawn(async move {
        let mut all = Vec::new();
        for source in sources.0 {
            let kept = keep(&state, &caller, source).await?;
            // Nobody may be listening.
            let _ = tell.send(kept.clone());
            all.push(kept);
        }
        Ok::<_, Problem>(all)
    });
    if !live {
        return match work.await {
            Ok(done) => Ok(Json(done?).into_response()),
            Err(_) => Err(broken()),
        };
    }
    let each = futures_util::stream::unfold(told, |mut told| async { Some((told.recv().await?, told)) });
    let each = each.map(|kept: Kept| {
        let told = serde_json::to_string(&kept).unwrap_or_default();
        Ok::<_, Infallible>(Event::default().event("source").data(told))
    });
    let end = futures_util::stream::once(async move {
        match work.await {
            Ok(Ok(all)) => Ok(Event::default().event("done").data(all.len().to_string())),
            Ok(Err(problem)) => Ok(Event::default().event("problem").data(problem.detail())),
            Err(_) => Ok(Event::default().event("problem").data(broken().detail())),
        }
    });
    Ok(Sse::new(each.chain(end)).keep_alive(KeepAlive::default()).into_response())
}

/// One source: read, then written.
async fn keep(state: &State, caller: &Caller, source: Source) -> Result<Kept, Problem> {
    let Source { name, bytes } = source;
    let hash = hash(&bytes);
    let blake3 = blake3::Hash::from_bytes(hash).to_hex().to_string();
    let known = state.ask(move |lent, _| Ok(lent.ledger.knows(&hash)?)).await?;
    // Two people may upload two files of one name: the second is no new version of the first.
    let name = if name.contains("://") { name } else { format!("uploaded {}/{name}", &blake3[..10]) };
    let mut kept = Kept { name: name.clone(), became: "same", blake3, articles: 0, acts: 0, faults: Vec::new() };
    let prepared = if known {
        None
    } else {
        let shared = state.clone();
        let (read, prepared) = blocking(move || {
            let read = shared.setup.desk.read(&name, &bytes);
            let prepared = Prepared::new(&name, &bytes, &read.records, &shared.setup.folding)?;
            shared.metrics.uploaded.inc_by(bytes.len() as u64);
            Ok((read, prepared))
        })
        .await?;
        kept.faults = read.faults;
        if read.failed && prepared.is_empty() {
            kept.became = "failed";
            return Ok(kept);
        }
        Some(prepared)
    };
    let who = caller.name.clone();
    state
        .write(move |ledger, shared, now| {
            let mut writer = ledger.writer()?;
            let added = match &prepared {
                None => writer.found_again(&kept.name, &hash, now)?,
                Some(source) => writer.append(source, now)?,
            };
            writer.commit()?;
            if let (Some(source), Added::New | Added::Changed) = (&prepared, added) {
                (kept.articles, kept.acts) = (source.articles(), source.acts());
            }
            kept.became = match added {
                Added::New => "new",
                Added::Same | Added::Renamed => "same",
                Added::Changed => "changed",
            };
            shared.users.note(now, &who, "add", &kept.name)?;
            Ok(kept)
        })
        .await
}

/// A source's bytes, as found.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}/source", tag = "sources", params(("id" = String, Path, example = "6211b276b9")),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), Problem)
)]
pub(crate) async fn source(Given(state): Given<State>, Named(id): Named<String>) -> Result<Response, Problem> {
    let bytes = state
        .ask(move |lent, _| {
            let key = lent.ledger.article_key(&id)?;
            let article = lent.ledger.article_of(&key, chancery_ledger::AsOf::NOW)?;
            Ok(lent.ledger.source_bytes(article.row)?)
        })
        .await?;
    let mut response = Response::new(RawBody::from(bytes));
    let headers = response.headers_mut();
    // Whatever it is, a browser is to keep it, not to open it: it may be a page with a script of its own.
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    Ok(response)
}

/// An article's record, as it was read.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}/record", tag = "sources", params(("id" = String, Path, example = "6211b276b9")),
    responses((status = 200, body = Object), Problem)
)]
pub(crate) async fn record(Given(state): Given<State>, Named(id): Named<String>) -> Result<Response, Problem> {
    let record = state
        .ask(move |lent, _| {
            let key = lent.ledger.article_key(&id)?;
            let article = lent.ledger.article_of(&key, chancery_ledger::AsOf::NOW)?;
            Ok(lent.ledger.record(article.row)?)
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], record).into_response())
}
