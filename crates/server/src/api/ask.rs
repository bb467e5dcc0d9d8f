//! Questions to the ledger: the same answers as the program's verbs give, as JSON or as a table for other programs.

use axum::Json;
use axum::extract::{FromRequestParts, State as Given};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chancery_answer::{
    Answer, AskError, Asked as Searched, Asking, Commitments, Form, Network, Phrases, Positions, Sides, Texts, Things,
    Timeline, When, Which,
};
use chancery_query::{Every, ThingKind};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;

use super::{Asked, Named};
use crate::Problem;
use crate::state::{Lent, Shared, State, blocking};

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
    limit: Option<usize>,
    /// With what the ledger knew then: a day (to its end, UTC) or a moment.
    #[param(example = "2024-03-12")]
    as_of: Option<String>,
}

/// Most rows of one answer.
const ROWS: usize = 1_000;

impl Shown {
    fn most(&self) -> usize {
        self.limit.unwrap_or(50).clamp(1, ROWS)
    }
}

/// Which acts: values of one name are alternatives, several names must all be met.
#[derive(Debug, Default, Deserialize, IntoParams)]
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
struct FormOf {
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
            "json" => Form::Json,
            "jsonl" => Form::Jsonl,
            "csv" => Form::Csv,
            "md" => Form::Md,
            other => {
                let message = format!("there is no form {other:?}: there are json, jsonl, csv, md");
                return Err(Problem::new("bad-request", message));
            }
        };
        let known = parts.headers.get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
        Ok(Self { form, address: parts.uri.to_string(), known })
    }
}

fn accepted(headers: &HeaderMap) -> Form {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let forms = [("application/jsonl", Form::Jsonl), ("text/csv", Form::Csv), ("text/markdown", Form::Md)];
    let named = |list: &str| forms.iter().find(|(name, _)| list.trim().starts_with(name)).map(|(_, form)| *form);
    accept.split(',').find_map(named).unwrap_or(Form::Json)
}

/// An answer in that form.
fn given(answer: &Answer, form: Form) -> Response {
    let name = match form {
        Form::Json => return Json(answer.json()).into_response(),
        Form::Jsonl => "application/jsonl",
        Form::Csv => "text/csv; charset=utf-8",
        Form::Md => "text/markdown; charset=utf-8",
    };
    let mut text = String::new();
    answer.write(form, &mut text);
    ([(header::CONTENT_TYPE, HeaderValue::from_static(name))], text).into_response()
}

/// Asks the ledger what a verb asks, and gives what it answers.
async fn answer(
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

/// What is searched for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Words {
    /// Words, phrases in quotes, OR, -without, word*, field:value; docs/search.md tells all.
    #[param(example = "AUKUS holder:CHL")]
    q: String,
    /// Paragraphs at most, beside the acts.
    #[param(minimum = 0, maximum = 100, default = 5)]
    passages: Option<usize>,
}

/// Finds acts and paragraphs by their words, best first, with counts by kind, stance and holder.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "ask", params(Words, Fields, Shown, FormOf),
    responses((status = 304, description = "As `If-None-Match` has it"), (status = 200, content((Object = "application/json"), (String = "text/csv"), (String = "text/markdown"), (String = "application/jsonl"))), Problem)
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
#[utoipa::path(
    get, path = "/api/v1/acts", tag = "ask", params(Fields, Shown, FormOf),
    responses((status = 304, description = "As `If-None-Match` has it"), (status = 200, content((Vec<Object> = "application/json"), (String = "text/csv"), (String = "text/markdown"), (String = "application/jsonl"))), Problem)
)]
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

/// As of when one thing is shown.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AsOf {
    /// With what the ledger knew then: a day or a moment.
    as_of: Option<String>,
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

/// Whether copies count.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Copies {
    /// Every copy of a text, not only the first.
    all_copies: bool,
}

/// Lists articles, newest first.
#[utoipa::path(
    get, path = "/api/v1/articles", tag = "ask", params(Copies, Shown, FormOf),
    responses((status = 304, description = "As `If-None-Match` has it"), (status = 200, content((Vec<Object> = "application/json"), (String = "text/csv"), (String = "text/markdown"), (String = "application/jsonl"))), Problem)
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

/// Said when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Days {
    /// Said on that day or later: 2024, 2024-03 or 2024-03-12.
    from: Option<String>,
    /// Said on that day or before.
    to: Option<String>,
}

impl From<Days> for When {
    fn from(days: Days) -> Self {
        Self { from: days.from, to: days.to }
    }
}

/// On what, by whom.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct On {
    /// On what: a question as `/api/v1/search` takes it.
    #[param(example = "AUKUS")]
    on: String,
    /// Only these holders.
    #[serde(default)]
    by: Vec<String>,
}

/// Who stands where on a matter: holders by day with side, rung and word; what moved; who agrees, who contradicts.
#[utoipa::path(
    get, path = "/api/v1/positions", tag = "ask", params(On, Days, Copies, AsOf, FormOf),
    responses((status = 304, description = "As `If-None-Match` has it"), (status = 200, content((Object = "application/json"), (String = "text/csv"), (String = "text/markdown"), (String = "application/jsonl"))), Problem)
)]
pub(crate) async fn positions(
    Given(state): Given<State>,
    form: InForm,
    Asked(on): Asked<On>,
    Asked(days): Asked<Days>,
    Asked(copies): Asked<Copies>,
    Asked(as_of): Asked<AsOf>,
) -> Result<Response, Problem> {
    answer(&state, form, move |asking, _| {
        let asked = Positions { on: on.on, by: on.by, when: days.into(), all_copies: copies.all_copies };
        let as_of = chancery_answer::as_of(as_of.as_of.as_deref())?;
        Ok(chancery_answer::positions(asking, &asked, as_of)?.answer(asking.names.ladder()))
    })
    .await
}

/// Which commitments.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Promises {
    /// On what: a question as `/api/v1/search` takes it; all where it says nothing.
    on: String,
    /// Made by.
    by: Vec<String>,
    /// Made to.
    addressee: Vec<String>,
    /// That fared so: not-yet-rated, in-the-works, kept, partly-kept, stalled, broken.
    status: Vec<String>,
    /// Due within so many days.
    due: Option<u32>,
    /// Past their day and not settled.
    overdue: bool,
    /// Only those that could be checked.
    specific: bool,
    /// That nobody took up for so many days.
    silent: Option<u32>,
    /// The day to count from; today where it says nothing.
    today: Option<String>,
}

fn today(asked: Option<&str>, shared: &Shared) -> Result<String, AskError> {
    asked.map_or_else(|| Ok(shared.now().to_string()[..10].to_owned()), chancery_answer::one_day)
}

/// Commitments, those first that could best be checked.
#[utoipa::path(
    get, path = "/api/v1/commitments", tag = "ask", params(Promises, Days, Copies, Shown, FormOf),
    responses((status = 304, description = "As `If-None-Match` has it"), (status = 200, content((Vec<Object> = "application/json"), (String = "text/csv"), (String = "text/markdown"), (String = "application/jsonl"))), Problem)
)]
pub(crate) async fn commitments(
    Given(state): Given<State>,
    form: InForm,
    Asked(asked): Asked<Promises>,
    Asked(days): Asked<Days>,
    Asked(copies): Asked<Copies>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, move |asking, shared| {
        let today = today(asked.today.as_deref(), shared)?;
        let asked = Commitments {
            on: asked.on,
            by: asked.by,
            addressee: asked.addressee,
            when: days.into(),
            status: asked.status,
            due: asked.due,
            overdue: asked.overdue,
            specific: asked.specific,
            silent: asked.silent,
            all_copies: copies.all_copies,
        };
        let as_of = chancery_answer::as_of(shown.as_of.as_deref())?;
        Ok(chancery_answer::commitments(asking, &asked, &today, as_of, shown.most())?.answer())
    })
    .await
}

/// From which day a commitment is seen.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Today {
    /// The day to count from; today where it says nothing.
    today: Option<String>,
}

/// What became of a commitment: follow-ups accepted and suggested, progress, ratings.
#[utoipa::path(
    get, path = "/api/v1/commitments/{id}/track", tag = "ask",
    params(("id" = String, Path, example = "6211b276b9.c60-90"), Today, Shown, FormOf),
    responses((status = 304, description = "As `If-None-Match` has it"), (status = 200, content((Object = "application/json"), (String = "text/csv"), (String = "text/markdown"), (String = "application/jsonl"))), Problem)
)]
pub(crate) async fn track(
    Given(state): Given<State>,
    form: InForm,
    Named(id): Named<String>,
    Asked(day): Asked<Today>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, move |asking, shared| {
        let today = today(day.today.as_deref(), shared)?;
        let as_of = chancery_answer::as_of(shown.as_of.as_deref())?;
        Ok(chancery_answer::track(asking, &id, &today, as_of, shown.most())?.answer())
    })
    .await
}

/// Two texts, or two actors on a matter.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Two {
    /// An article's id, or an actor.
    a: String,
    /// Another.
    b: String,
    /// On what: then `a` and `b` are actors.
    on: Option<String>,
    /// Paragraphs that stayed too.
    #[serde(default)]
    all: bool,
}

/// Lays two articles or two actors side by side.
#[utoipa::path(
    get, path = "/api/v1/compare", tag = "ask", params(Two, Days, Shown, FormOf),
    responses((status = 304, description = "As `If-None-Match` has it"), (status = 200, content((Object = "application/json"), (String = "text/csv"), (String = "text/markdown"), (String = "application/jsonl"))), Problem)
)]
pub(crate) async fn compare(
    Given(state): Given<State>,
    form: InForm,
    Asked(two): Asked<Two>,
    Asked(days): Asked<Days>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, move |asking, _| {
        let as_of = chancery_answer::as_of(shown.as_of.as_deref())?;
        if let Some(on) = two.on {
            let sides = Sides { first: two.a, second: two.b, on, when: days.into() };
            return Ok(chancery_answer::contrast(asking, &sides, as_of)?.answer(shown.most()));
        }
        let (a, b) = (Texts::Article(two.a), Texts::Article(two.b));
        Ok(chancery_answer::compare(asking, &a, &b, two.all, as_of)?.answer())
    })
    .await
}

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
    get, path = "/api/v1/instruments", tag = "ask", params(NameOf, Days, Shown, FormOf),
    responses((status = 304, description = "As `If-None-Match` has it"), (status = 200, content((Vec<Object> = "application/json"), (String = "text/csv"), (String = "text/markdown"), (String = "application/jsonl"))), Problem)
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
    get, path = "/api/v1/mechanisms", tag = "ask", params(NameOf, Days, Shown, FormOf),
    responses((status = 304, description = "As `If-None-Match` has it"), (status = 200, content((Vec<Object> = "application/json"), (String = "text/csv"), (String = "text/markdown"), (String = "application/jsonl"))), Problem)
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
    get, path = "/api/v1/timeline", tag = "ask", params(Counting, Fields, Shown, FormOf),
    responses((status = 304, description = "As `If-None-Match` has it"), (status = 200, content((Vec<Object> = "application/json"), (String = "text/csv"), (String = "text/markdown"), (String = "application/jsonl"))), Problem)
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
    get, path = "/api/v1/network", tag = "ask", params(TiesOf, Days, Shown, FormOf),
    responses((status = 304, description = "As `If-None-Match` has it"), (status = 200, content((Vec<Object> = "application/json"), (String = "text/csv"), (String = "text/markdown"), (String = "application/jsonl"))), Problem)
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
    get, path = "/api/v1/actors", tag = "ask", params(Actor, Days, Shown, FormOf),
    responses((status = 304, description = "As `If-None-Match` has it"), (status = 200, content((Value = "application/json"), (String = "text/csv"), (String = "text/markdown"), (String = "application/jsonl"))), Problem)
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
    get, path = "/api/v1/phrases", tag = "ask", params(PhrasesOf, Days, Shown, FormOf),
    responses((status = 304, description = "As `If-None-Match` has it"), (status = 200, content((Object = "application/json"), (String = "text/csv"), (String = "text/markdown"), (String = "application/jsonl"))), Problem)
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

/// Leads an act's quote, or an article's whole text, back to the bytes of its source, and compares.
#[utoipa::path(
    get, path = "/api/v1/verify/{id}", tag = "ask", params(("id" = String, Path, example = "6211b276b9.p119-133")),
    responses((status = 200, body = Object), Problem)
)]
pub(crate) async fn verify(Given(state): Given<State>, Named(id): Named<String>) -> Result<Json<Value>, Problem> {
    state.ask(move |lent, _| Ok(Json(verified(lent, &id)?))).await
}

pub(crate) fn verified(lent: &Lent, id: &str) -> Result<Value, Problem> {
    use chancery_ledger::{AsOf, Reference};
    let ledger = &lent.ledger;
    let reference = Reference::parse(id).map_err(|error| Problem::new("bad-request", error.to_string()))?;
    let checked = match &reference {
        Reference::Article(begins) => {
            ledger.verify_article(ledger.article_of(&ledger.article_key(begins)?, AsOf::NOW)?.row)?
        }
        Reference::Act(..) => ledger.verify_act(&ledger.act_id(&reference)?, AsOf::NOW)?,
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
