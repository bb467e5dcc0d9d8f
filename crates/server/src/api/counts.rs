//! What many acts have in common: the things they name, their time, their actors, their phrases.

use axum::extract::State as Given;
use axum::http::Uri;
use axum::response::Response;
use chancery_answer::shapes::{
    ActRow, ActorRow, OneActorAnswer, OnePhraseAnswer, PeriodRow, SetPhrasesAnswer, ThingActs, ThingRow,
};
use chancery_answer::{Network, Phrased, Phrases, Things, TieActs, Timeline, When};
use chancery_query::{Every, Period, ThingKind, Tie, TieKind};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Asked;
use super::asked::{Days, Fields, FormOf, InForm, answer};
use super::pages::{Paged, Shown};
use super::shapes::{Answered, Either, List, One};
use crate::Problem;
use crate::state::State;

/// Which thing.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct NameOf {
    /// A part of its name, in either script, or after `=` its whole name: the acts that name it.
    name: String,
}

async fn things(
    state: &State,
    form: InForm,
    kind: ThingKind,
    (name, days, shown): (NameOf, Days, Shown),
) -> Result<Response, Problem> {
    answer(state, form, shown, move |asking, _, page| {
        let asked = Things { kind, name: name.name.clone(), when: days.clone().into() };
        let found = chancery_answer::things(asking, &asked, page.as_of, page.slice)?;
        Ok(Paged::counted(found.answer(), found.more))
    })
    .await
}

/// The treaties, resolutions and other papers that acts name, or one of them followed.
#[utoipa::path(
    get,
    path = "/api/v1/instruments",
    tag = "ask",
    params(NameOf, Days, Shown, FormOf),
    responses(Answered<Either<List<ThingRow<'static>>, List<ThingActs<'static>>>>, Problem)
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
    responses(Answered<Either<List<ThingRow<'static>>, List<ThingActs<'static>>>>, Problem)
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
    /// Words, as `/api/v1/search` takes them; all acts where it says nothing.
    q: String,
    /// On what matter: a question, of which one known name is asked for by its other names too.
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

impl Length {
    fn parse(name: &str) -> Option<Self> {
        [("day", Self::Day), ("month", Self::Month), ("year", Self::Year)]
            .into_iter()
            .find_map(|(own, length)| (own == name).then_some(length))
    }

    /// What the periods of an answer are.
    fn of(all: &[Period]) -> &'static str {
        match all.iter().find_map(|one| one.period.as_deref()).map(str::len) {
            Some(10) => "day",
            Some(7) => "month",
            Some(4) => "year",
            _ => "",
        }
    }
}

/// Acts by day, month or year, with those that tell most.
#[utoipa::path(
    get,
    path = "/api/v1/timeline",
    tag = "ask",
    params(Counting, Fields, Shown, FormOf),
    responses(Answered<List<PeriodRow<'static>>>, Problem)
)]
pub(crate) async fn timeline(
    Given(state): Given<State>,
    form: InForm,
    Asked(counting): Asked<Counting>,
    Asked(fields): Asked<Fields>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, shown, move |asking, _, page| {
        let every = page.told(1).and_then(Length::parse).or(counting.every).map(|length| match length {
            Length::Day => Every::Day,
            Length::Month => Every::Month,
            Length::Year => Every::Year,
        });
        let before = page.told(0).map(str::to_owned);
        let asked = Timeline {
            query: counting.q.clone(),
            on: counting.on.clone(),
            which: fields.clone().into(),
            every,
            before,
        };
        let found = chancery_answer::timeline(asking, &asked, page.asked_of, page.slice.most)?;
        // Earlier periods of the same length; what has no day stands behind every day.
        let first = found.all.first().filter(|_| found.hidden > 0).map(|first| first.period.clone());
        let first = first.map(|first| first.unwrap_or_else(|| "~".to_owned()));
        let next = first.map(|first| vec![Some(first.clone()), Some(Length::of(&found.all).to_owned())]);
        Ok(Paged { answer: found.answer(), next, total: None, grounds: None })
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
    responses(Answered<List<Tie>>, Problem)
)]
pub(crate) async fn network(
    Given(state): Given<State>,
    form: InForm,
    Asked(of): Asked<TiesOf>,
    Asked(days): Asked<Days>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, shown, move |asking, _, page| {
        let known_by = page.known_by;
        let asked = Network {
            on: of.on.clone(),
            of: of.of.clone(),
            between: of.between.clone(),
            when: days.clone().into(),
            known_by,
        };
        let found = chancery_answer::network(asking, &asked, page.asked_of, page.slice)?;
        let more = found.total > page.slice.skip.saturating_add(page.slice.most);
        Ok(Paged::counted(found.answer(), more).of(Some(found.total)))
    })
    .await
}

/// Of what kind.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tied {
    Joint,
    On,
    To,
}

/// Which side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Side {
    For,
    Against,
}

/// Which tie.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfTie {
    /// What ties them, as `tie` of `/api/v1/network` says.
    #[param(inline)]
    tie: Tied,
    /// The one: `from` there.
    #[param(example = "CHL")]
    one: String,
    /// The other: `to` there.
    #[param(example = "PER")]
    other: String,
    /// Only positions on the other itself, for or against it.
    #[param(inline)]
    side: Option<Side>,
    /// On what: a question as `/api/v1/search` takes it; all where it says nothing.
    #[serde(default)]
    on: String,
}

/// The acts of one tie, newest first: what `acts`, `for` and `against` of the network count.
#[utoipa::path(
    get,
    path = "/api/v1/network/acts",
    tag = "ask",
    params(OfTie, Days, Shown, FormOf),
    responses(Answered<List<ActRow<'static>>>, Problem)
)]
pub(crate) async fn tie(
    Given(state): Given<State>,
    form: InForm,
    Asked(of): Asked<OfTie>,
    Asked(days): Asked<Days>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, shown, move |asking, _, page| {
        let OfTie { tie, one, other, side, on } = of.clone();
        let kind = match tie {
            Tied::Joint => TieKind::Joint,
            Tied::On => TieKind::On,
            Tied::To => TieKind::To,
        };
        let side = side.map(|side| side == Side::For);
        let asked = TieActs { kind, one, other, side, on, when: days.clone().into(), known_by: page.known_by };
        let found = chancery_answer::tie_acts(asking, &asked, page.asked_of, page.slice)?;
        Ok(Paged::counted(found.answer(), found.more))
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
    responses(Answered<Either<List<ActorRow<'static>>, One<OneActorAnswer<'static>>>>, Problem)
)]
pub(crate) async fn actors(
    Given(state): Given<State>,
    form: InForm,
    Asked(actor): Asked<Actor>,
    Asked(days): Asked<Days>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, shown, move |asking, _, page| {
        let when = When::from(days.clone());
        if actor.name.is_empty() {
            let found = chancery_answer::actors(asking, (&when, false), page.as_of, page.slice)?;
            return Ok(Paged::counted(found.answer(), found.more));
        }
        let found = chancery_answer::one_actor(asking, &actor.name, (&when, false), page.as_of, page.slice)?;
        let more = found.all_ties > page.slice.skip.saturating_add(page.slice.most);
        Ok(Paged::counted(found.answer(), more))
    })
    .await
}

/// Which phrases.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct PhrasesOf {
    /// One phrase to follow; all where it says nothing.
    words: String,
    /// One phrase in the newest texts alone, those that the list of all phrases reads where no series is named.
    newest: bool,
    /// Of a series: by whom its texts were issued, a forum, or words of titles.
    of: Vec<String>,
    /// In how many texts a phrase must stand.
    #[param(minimum = 1, default = 2)]
    least: Option<usize>,
    /// Only what this text of the series leaves out: its id, or `last`.
    left_out_by: Option<String>,
}

/// Characters of texts in which set phrases are found within a second.
const QUICKLY: u64 = 400_000;

/// Set phrases, or one phrase with every use of it and of its forms.
#[utoipa::path(
    get,
    path = "/api/v1/phrases",
    tag = "ask",
    params(PhrasesOf, Days, Shown, FormOf),
    responses(Answered<Either<One<SetPhrasesAnswer<'static>>, One<OnePhraseAnswer<'static>>>>, Problem)
)]
pub(crate) async fn phrases(
    Given(state): Given<State>,
    form: InForm,
    Asked(of): Asked<PhrasesOf>,
    Asked(days): Asked<Days>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    found_phrases(&state, form, shown, (of, days)).await
}

/// Answers what the page asks when its view of phrases is opened, so that it is kept for who opens it: it takes a second or two.
pub(crate) async fn warm(state: &State) {
    let form = InForm::of(&Uri::from_static("/api/v1/phrases?limit=50"));
    let shown = Shown { limit: Some(50), cursor: None, as_of: None, whole: false };
    if let Err(problem) = found_phrases(state, form, shown, (PhrasesOf::default(), Days::default())).await {
        tracing::warn!(detail = problem.detail(), "phrases could not be read ahead");
    }
}

async fn found_phrases(
    state: &State,
    form: InForm,
    shown: Shown,
    (of, days): (PhrasesOf, Days),
) -> Result<Response, Problem> {
    answer(state, form, shown, move |asking, _, page| {
        // Everything that a large ledger holds is no series: of all texts the newest are read, as many as are quickly read.
        let of = of.clone();
        let all = of.of.is_empty() && of.left_out_by.is_none() && (of.words.is_empty() || of.newest);
        let asked = Phrases {
            room: all.then_some(QUICKLY),
            words: of.words,
            of: of.of,
            when: days.clone().into(),
            least: of.least.unwrap_or(2).max(1),
            left_out_by: of.left_out_by,
        };
        let found = chancery_answer::phrases(asking, &asked, page.as_of, page.slice)?;
        let more = match &found {
            Phrased::Set(set) => set.more > 0,
            Phrased::One(one) => one.uses > page.slice.skip.saturating_add(page.slice.most),
        };
        Ok(Paged::counted(found.answer(), more))
    })
    .await
}
