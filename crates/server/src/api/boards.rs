//! Positions, commitments and what became of them, and what stands side by side.

use axum::extract::State as Given;
use axum::response::Response;
use chancery_answer::shapes::{ContrastAnswer, PositionsAnswer, PromiseRow, TrackAnswer, VersionsAnswer};
use chancery_answer::{AskError, Commitments, Positions, PromiseList, Sides, Texts};
use serde::Deserialize;
use utoipa::IntoParams;

use super::asked::{AsOf, Copies, Days, FormOf, InForm, answer, whole};
use super::pages::{Paged, Shown};
use super::shapes::{Answered, Either, List, One, Told};
use super::{Asked, Named};
use crate::Problem;
use crate::state::{Shared, State};

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

/// How much of a board: what is left out is counted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Room {
    /// Holders at most, those with the most positions; 0 for all.
    #[param(minimum = 0, maximum = 1_000_000, default = 50)]
    limit: Option<usize>,
    /// Positions of each in its own voice, and as many as others tell, the newest; 0 for all.
    #[param(minimum = 0, maximum = 1_000_000, default = 12)]
    each: Option<usize>,
}

/// Holders, and positions of each, that a board shows if nothing else is said.
const HOLDERS: usize = 50;
const EACH: usize = 12;

/// Who stands where on a matter: holders by day with side, rung and word; what moved; who agrees, who contradicts.
#[utoipa::path(
    get,
    path = "/api/v1/positions",
    tag = "ask",
    params(On, Days, Copies, Room, AsOf, FormOf),
    responses(Told<One<PositionsAnswer<'static>>>, Problem)
)]
pub(crate) async fn positions(
    Given(state): Given<State>,
    form: InForm,
    Asked(on): Asked<On>,
    Asked(days): Asked<Days>,
    Asked(copies): Asked<Copies>,
    Asked(room): Asked<Room>,
    Asked(as_of): Asked<AsOf>,
) -> Result<Response, Problem> {
    whole(&state, form, as_of, move |asking, _, as_of| {
        let (when, all_copies) = (days.clone().into(), copies.all_copies);
        let (rows, each) = (room.limit.unwrap_or(HOLDERS), room.each.unwrap_or(EACH));
        let asked = Positions { on: on.on.clone(), by: on.by.clone(), when, all_copies, rows, each };
        Ok(chancery_answer::positions(asking, &asked, as_of)?.answer(asking.names.ladder()))
    })
    .await
}

/// Which commitments.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Promises {
    /// On what: a question as `/api/v1/search` takes it; all where it says nothing.
    on: String,
    /// Made by.
    by: Vec<String>,
    /// Made to.
    addressee: Vec<String>,
}

/// What they have come to.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Listed {
    /// Commitments that fared so: not-yet-rated, in-the-works, kept, partly-kept, stalled, broken.
    status: Vec<String>,
    /// Commitments due within so many days.
    due: Option<u32>,
    /// Commitments past their day and not settled.
    overdue: bool,
    /// Only commitments that could be checked.
    specific: bool,
    /// Commitments that nobody took up for so many days.
    silent: Option<u32>,
    /// The day to count from; today where it says nothing.
    today: Option<String>,
}

impl Listed {
    /// As a question, with the day to count from.
    pub(crate) fn asked(self, shared: &Shared) -> Result<(PromiseList, String), AskError> {
        let today = day(self.today.as_deref(), shared)?;
        let Self { status, due, overdue, specific, silent, .. } = self;
        Ok((PromiseList { status, due, overdue, specific, silent }, today))
    }
}

/// The day to count from.
pub(crate) fn day(asked: Option<&str>, shared: &Shared) -> Result<String, AskError> {
    asked.map_or_else(|| Ok(shared.now().to_string()[..10].to_owned()), chancery_answer::one_day)
}

/// Commitments, those first that could best be checked.
#[utoipa::path(
    get,
    path = "/api/v1/commitments",
    tag = "ask",
    params(Promises, Listed, Days, Copies, Shown, FormOf),
    responses(Answered<List<PromiseRow<'static>>>, Problem)
)]
pub(crate) async fn commitments(
    Given(state): Given<State>,
    form: InForm,
    Asked(asked): Asked<Promises>,
    Asked(listed): Asked<Listed>,
    Asked(days): Asked<Days>,
    Asked(copies): Asked<Copies>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, shown, move |asking, shared, page| {
        let (list, today) = listed.clone().asked(shared)?;
        let Promises { on, by, addressee } = asked.clone();
        let asked = Commitments {
            on,
            by,
            addressee,
            when: days.clone().into(),
            list,
            all_copies: copies.all_copies,
            known_by: page.known_by,
        };
        let found = chancery_answer::commitments(asking, &asked, &today, page.asked_of, page.slice)?;
        Ok(Paged::counted(found.answer(), found.more).of(found.total))
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
    responses(Answered<One<TrackAnswer<'static>>>, Problem)
)]
pub(crate) async fn track(
    Given(state): Given<State>,
    form: InForm,
    Named(id): Named<String>,
    Asked(from): Asked<Today>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, shown, move |asking, shared, page| {
        let today = day(from.today.as_deref(), shared)?;
        let found = chancery_answer::track(asking, &id, &today, page.as_of, page.slice)?;
        Ok(Paged::counted(found.answer(), found.hidden > 0))
    })
    .await
}

/// Two texts, two years of a series, or two actors on a matter.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Two {
    /// An article's id; with `of` a year, month or day; with `on` an actor.
    a: String,
    /// Another.
    b: String,
    /// On what: then `a` and `b` are actors.
    on: Option<String>,
    /// Of which series (issuers, a forum, or words of titles): then `a` and `b` say when, and the longest text of either time counts.
    #[serde(default)]
    of: Vec<String>,
    /// Paragraphs that stayed too.
    #[serde(default)]
    all: bool,
}

/// Lays two articles side by side, or the texts of two years of a series, all their paragraphs at once; or two actors.
#[utoipa::path(
    get,
    path = "/api/v1/compare",
    tag = "ask",
    params(Two, Days, Shown, FormOf),
    responses(Answered<Either<One<VersionsAnswer<'static>>, One<ContrastAnswer<'static>>>>, Problem)
)]
pub(crate) async fn compare(
    Given(state): Given<State>,
    form: InForm,
    Asked(two): Asked<Two>,
    Asked(days): Asked<Days>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, shown, move |asking, _, page| {
        let two = two.clone();
        if let Some(on) = two.on {
            let sides = Sides { first: two.a, second: two.b, on, when: days.clone().into() };
            let found = chancery_answer::contrast(asking, &sides, page.as_of)?;
            let more = found.all.len() > page.slice.skip.saturating_add(page.slice.most);
            return Ok(Paged::counted(found.answer(page.slice), more));
        }
        let [a, b] = [two.a, two.b].map(|one| Texts::named(asking, one, &two.of));
        let (a, b) = (a?, b?);
        Ok(chancery_answer::compare(asking, &a, &b, two.all, page.as_of)?.answer().into())
    })
    .await
}
