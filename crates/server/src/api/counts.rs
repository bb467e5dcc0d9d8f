//! What many acts have in common: the things they name, their time, their actors, their phrases.

use axum::extract::State as Given;
use axum::response::Response;
use chancery_answer::{Network, Phrases, Things, Timeline, When};
use chancery_query::{Every, ThingKind};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Asked;
use super::asked::{Answered, Days, Fields, FormOf, InForm, Shown, answer};
use crate::Problem;
use crate::state::State;

/// Which thing.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct NameOf {
    /// A part of its name, in either script: the acts that name it.
    name: String,
}

async fn things(
    state: &State,
    form: InForm,
    kind: ThingKind,
    (name, days, shown): (NameOf, Days, Shown),
) -> Result<Response, Problem> {
    answer(state, form, move |asking, _| {
        let asked = Things { kind, name: name.name, when: days.into() };
        let as_of = chancery_answer::as_of(shown.as_of.as_deref())?;
        Ok(chancery_answer::things(asking, &asked, as_of, shown.most())?.answer())
    })
    .await
}

/// The treaties, resolutions and other papers that acts name, or one of them followed.
#[utoipa::path(
    get,
    path = "/api/v1/instruments",
    tag = "ask",
    params(NameOf, Days, Shown, FormOf),
    responses(Answered, Problem)
)]
pub(crate) async fn instruments(
    Given(state): Given<State>,
    form: InForm,
    Asked(name): Asked<NameOf>,
    Asked(days): Asked<Days>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    things(&state, form, ThingKind::Instrument, (name, days, shown)).await
}

/// The forums, groups and programmes that acts name, or one of them followed.
#[utoipa::path(
    get,
    path = "/api/v1/mechanisms",
    tag = "ask",
    params(NameOf, Days, Shown, FormOf),
    responses(Answered, Problem)
)]
pub(crate) async fn mechanisms(
    Given(state): Given<State>,
    form: InForm,
    Asked(name): Asked<NameOf>,
    Asked(days): Asked<Days>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    things(&state, form, ThingKind::Mechanism, (name, days, shown)).await
}

/// How acts are counted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Counting {
    /// On what: a question as `/api/v1/search` takes it; all where it says nothing.
    on: String,
    /// day, month or year; what fits where it says nothing.
    #[param(inline)]
    every: Option<Length>,
}

/// The length of a period.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Length {
    Day,
    Month,
    Year,
}

/// Acts by day, month or year, with those that tell most.
#[utoipa::path(
    get,
    path = "/api/v1/timeline",
    tag = "ask",
    params(Counting, Fields, Shown, FormOf),
    responses(Answered, Problem)
)]
pub(crate) async fn timeline(
    Given(state): Given<State>,
    form: InForm,
    Asked(counting): Asked<Counting>,
    Asked(fields): Asked<Fields>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, move |asking, _| {
        let every = counting.every.map(|length| match length {
            Length::Day => Every::Day,
            Length::Month => Every::Month,
            Length::Year => Every::Year,
        });
        let asked = Timeline { on: counting.on, which: fields.into(), every };
        let as_of = chancery_answer::as_of(shown.as_of.as_deref())?;
        Ok(chancery_answer::timeline(asking, &asked, as_of, shown.most())?.answer())
    })
    .await
}

/// Whose ties.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct TiesOf {
    /// On what: a question as `/api/v1/search` takes it; all where it says nothing.
    on: String,
    /// Ties of these actors with anybody.
    of: Vec<String>,
    /// Ties among these actors only.
    between: Vec<String>,
}

/// Who acts with whom, and who takes which side on whom.
#[utoipa::path(
    get,
    path = "/api/v1/network",
    tag = "ask",
    params(TiesOf, Days, Shown, FormOf),
    responses(Answered, Problem)
)]
pub(crate) async fn network(
    Given(state): Given<State>,
    form: InForm,
    Asked(of): Asked<TiesOf>,
    Asked(days): Asked<Days>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, move |asking, _| {
        let asked = Network { on: of.on, of: of.of, between: of.between, when: days.into() };
        let as_of = chancery_answer::as_of(shown.as_of.as_deref())?;
        let found = chancery_answer::network(asking, &asked, as_of, shown.most())?;
        Ok(chancery_answer::ties_answer(&found.all))
    })
    .await
}

/// Who acts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Actor {
    /// One actor: what it does most, and its ties; all actors where it says nothing.
    name: String,
}

/// All actors with how often they stand where, or one with what it does and its ties.
#[utoipa::path(
    get,
    path = "/api/v1/actors",
    tag = "ask",
    params(Actor, Days, Shown, FormOf),
    responses(Answered, Problem)
)]
pub(crate) async fn actors(
    Given(state): Given<State>,
    form: InForm,
    Asked(actor): Asked<Actor>,
    Asked(days): Asked<Days>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, move |asking, _| {
        let (as_of, when) = (chancery_answer::as_of(shown.as_of.as_deref())?, When::from(days));
        if actor.name.is_empty() {
            return Ok(chancery_answer::actors(asking, &when, as_of, shown.most())?.answer());
        }
        Ok(chancery_answer::one_actor(asking, &actor.name, &when, as_of, shown.most())?.answer())
    })
    .await
}

/// Which phrases.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct PhrasesOf {
    /// One phrase to follow; all where it says nothing.
    words: String,
    /// Of a series: by whom its texts were issued, a forum, or words of titles.
    of: Vec<String>,
    /// In how many texts a phrase must stand.
    #[param(minimum = 1, default = 2)]
    least: Option<usize>,
    /// Only what this text of the series leaves out: its id, or `last`.
    left_out_by: Option<String>,
}

/// Set phrases, or one phrase with every use of it and of its forms.
#[utoipa::path(
    get,
    path = "/api/v1/phrases",
    tag = "ask",
    params(PhrasesOf, Days, Shown, FormOf),
    responses(Answered, Problem)
)]
pub(crate) async fn phrases(
    Given(state): Given<State>,
    form: InForm,
    Asked(of): Asked<PhrasesOf>,
    Asked(days): Asked<Days>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, move |asking, _| {
        let asked = Phrases {
            words: of.words,
            of: of.of,
            when: days.into(),
            least: of.least.unwrap_or(2).max(1),
            left_out_by: of.left_out_by,
        };
        let as_of = chancery_answer::as_of(shown.as_of.as_deref())?;
        Ok(chancery_answer::phrases(asking, &asked, as_of, shown.most())?.answer())
    })
    .await
}
