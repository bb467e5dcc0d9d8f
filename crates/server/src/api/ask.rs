//! Acts and articles: found, listed, shown, verified.

use axum::Json;
use axum::extract::State as Given;
use axum::response::Response;
use chancery_answer::Asked as Searched;
use chancery_ledger::Reference;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;

use super::asked::{Answered, AsOf, Copies, Fields, FormOf, InForm, Shown, answer, asking};
use super::{Asked, Named};
use crate::Problem;
use crate::state::{Lent, State, blocking};

/// What is searched for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Words {
    /// Words, phrases in quotes, OR, -without, word*, field:value; docs/search.md tells all. All acts where it says nothing.
    #[serde(default)]
    #[param(example = "AUKUS holder:CHL")]
    q: String,
    /// Paragraphs at most, beside the acts.
    #[param(minimum = 0, maximum = 100, default = 5)]
    passages: Option<usize>,
}

/// Finds acts and paragraphs by their words, best first, with counts by kind, stance and holder.
#[utoipa::path(
    get,
    path = "/api/v1/search",
    tag = "ask",
    params(Words, Fields, Shown, FormOf),
    responses(Answered, Problem)
)]
pub(crate) async fn search(
    Given(state): Given<State>,
    form: InForm,
    Asked(words): Asked<Words>,
    Asked(fields): Asked<Fields>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, move |asking, _| {
        let asked = Searched {
            query: words.q,
            which: fields.into(),
            acts: shown.most(),
            passages: words.passages.unwrap_or(5).min(100),
        };
        let as_of = chancery_answer::as_of(shown.as_of.as_deref())?;
        Ok(chancery_answer::search(asking, &asked, as_of)?.answer())
    })
    .await
}

/// Lists acts, newest first.
#[utoipa::path(get, path = "/api/v1/acts", tag = "ask", params(Fields, Shown, FormOf), responses(Answered, Problem))]
pub(crate) async fn acts(
    Given(state): Given<State>,
    form: InForm,
    Asked(fields): Asked<Fields>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, move |asking, _| {
        let as_of = chancery_answer::as_of(shown.as_of.as_deref())?;
        Ok(chancery_answer::acts(asking, &fields.into(), as_of, shown.most())?.answer())
    })
    .await
}

async fn shown(state: &State, id: String, as_of: AsOf) -> Result<Json<Value>, Problem> {
    state
        .ask(move |lent, shared| {
            let as_of = chancery_answer::as_of(as_of.as_of.as_deref())?;
            Ok(Json(chancery_answer::show(&asking(lent, shared), &id, as_of)?.value()))
        })
        .await
}

/// One act with its paragraph, its way back to the bytes and its judgements.
#[utoipa::path(
    get, path = "/api/v1/acts/{id}", tag = "ask", params(("id" = String, Path, example = "6211b276b9.p119-133"), AsOf),
    responses((status = 200, body = Object), Problem)
)]
pub(crate) async fn act(
    Given(state): Given<State>,
    Named(id): Named<String>,
    Asked(as_of): Asked<AsOf>,
) -> Result<Json<Value>, Problem> {
    shown(&state, id, as_of).await
}

/// One article with its acts.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}", tag = "ask", params(("id" = String, Path, example = "6211b276b9"), AsOf),
    responses((status = 200, body = Object), Problem)
)]
pub(crate) async fn article(
    Given(state): Given<State>,
    Named(id): Named<String>,
    Asked(as_of): Asked<AsOf>,
) -> Result<Json<Value>, Problem> {
    shown(&state, id, as_of).await
}

/// Lists articles, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/articles",
    tag = "ask",
    params(Copies, Shown, FormOf),
    responses(Answered, Problem)
)]
pub(crate) async fn articles(
    Given(state): Given<State>,
    form: InForm,
    Asked(copies): Asked<Copies>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, move |asking, _| {
        let as_of = chancery_answer::as_of(shown.as_of.as_deref())?;
        Ok(chancery_answer::articles(asking, as_of, copies.all_copies, shown.most())?.answer())
    })
    .await
}

/// Leads an act's quote, or an article's whole text, back to the bytes of its source, and compares.
#[utoipa::path(
    get, path = "/api/v1/verify/{id}", tag = "ask", params(("id" = String, Path, example = "6211b276b9.p119-133")),
    responses((status = 200, body = Object), Problem)
)]
pub(crate) async fn verify(Given(state): Given<State>, Named(id): Named<String>) -> Result<Json<Value>, Problem> {
    state.ask(move |lent, _| Ok(Json(verified(lent, &id)?))).await
}

pub(crate) fn verified(lent: &Lent, id: &str) -> Result<Value, Problem> {
    let ledger = &lent.ledger;
    let reference = Reference::parse(id).map_err(|error| Problem::new("bad-request", error.to_string()))?;
    let checked = match &reference {
        Reference::Article(begins) => {
            ledger.verify_article(ledger.article_of(&ledger.article_key(begins)?, chancery_ledger::AsOf::NOW)?.row)?
        }
        Reference::Act(..) => ledger.verify_act(&ledger.act_id(&reference)?, chancery_ledger::AsOf::NOW)?,
    };
    let mut value = json!(checked);
    value["holds"] = json!(checked.holds());
    Ok(value)
}

/// How much the ledger holds.
#[utoipa::path(get, path = "/api/v1/stats", tag = "ask", responses((status = 200, body = Object), Problem))]
pub(crate) async fn stats(Given(state): Given<State>) -> Result<Json<Value>, Problem> {
    state.ask(|lent, _| Ok(Json(json!(lent.ledger.counts()?)))).await
}

/// What actors are called: by id, the usual name in each language that has a pack (Chinese, English); empty where one has none.
#[utoipa::path(get, path = "/api/v1/names", tag = "ask", responses((status = 200, body = Object), Problem))]
pub(crate) async fn names(Given(state): Given<State>) -> Result<Json<Value>, Problem> {
    blocking(move || Ok(Json(json!(state.setup.desk.names().labels())))).await
}
