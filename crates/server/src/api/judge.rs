//! What people say of acts, written down with who, when and why.

use axum::extract::State as Given;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use axum::{Extension, Json};
use chancery_answer::Names;
use chancery_ledger::{ActId, AsOf, Judgement, Ledger, Reference, Verdict};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::{FormOf, InForm, rows_in};
use super::pages::{Address, linked, rows};
use super::shapes::{Answered, List, One, Single};
use super::{Asked, Body, Named};
use crate::Problem;
use crate::access::Caller;
use crate::state::State;

/// A judgement to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "verb", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Saying {
    /// The act is right as it stands.
    Accept {
        /// Why.
        reason: Option<String>,
    },
    /// It is no act, or not that one.
    Reject {
        /// Why.
        reason: Option<String>,
    },
    /// A field has another value.
    Edit {
        /// Which: kind, stance, polarity, intensity, holders, addressees, targets, via, instruments, mechanisms, status.
        field: String,
        /// As written for it; lists with commas between.
        value: String,
        /// Why.
        reason: Option<String>,
    },
    /// How a promise fared.
    Status {
        /// not-yet-rated, in-the-works, kept, partly-kept, stalled or broken.
        status: String,
        /// Why.
        reason: Option<String>,
    },
    /// A later act takes the promise up.
    Follow {
        /// delivery, progress, repetition, withdrawal or mention.
        how: String,
        /// The later act's id.
        act: String,
        /// Why.
        reason: Option<String>,
    },
    /// A later act does not take the promise up.
    PassOver {
        /// The later act's id.
        act: String,
        /// Why.
        reason: Option<String>,
    },
}

/// An act by what a row shows, or a permalink.
pub(crate) fn act_id(ledger: &Ledger, id: &str) -> Result<ActId, Problem> {
    let reference = Reference::parse(id).map_err(chancery_ledger::LedgerError::from)?;
    Ok(ledger.act_id(&reference)?)
}

impl Saying {
    fn verdict(self, ledger: &Ledger, names: &Names) -> Result<(Verdict, Option<String>), Problem> {
        Ok(match self {
            Self::Accept { reason } => (Verdict::Accept, reason),
            Self::Reject { reason } => (Verdict::Reject, reason),
            Self::Edit { field, value, reason } => {
                let meant = names.edited(&field, &value);
                let value = meant
                    .map_err(|message| Problem::new("does-not-fit", message).coded(Some("no-such-edit"), &value))?;
                (Verdict::Edit { field, value }, reason)
            }
            Self::Status { status, reason } => (Verdict::Fared(status), reason),
            Self::Follow { how, act, reason } => (Verdict::Follow { how, act: act_id(ledger, &act)? }, reason),
            Self::PassOver { act, reason } => (Verdict::PassOver(act_id(ledger, &act)?), reason),
        })
    }
}

/// The longest reason.
const REASON: usize = 2_000;

fn reason(text: Option<String>) -> Result<Option<String>, Problem> {
    match text {
        Some(text) if text.chars().count() > REASON => {
            Err(Problem::new("does-not-fit", format!("the reason is longer than {REASON} characters"))
                .coded(Some("long-reason"), ""))
        }
        text => Ok(text.filter(|text| !text.trim().is_empty())),
    }
}

/// The number of a judgement just made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Said {
    number: i64,
}

/// Judges an act.
#[utoipa::path(
    post, path = "/api/v1/acts/{id}/judgements", tag = "judge", request_body = Saying,
    params(("id" = String, Path, example = "6211b276b9.p119-133")),
    responses((status = 201, body = Said), Problem)
)]
pub(crate) async fn judge(
    Given(state): Given<State>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<String>,
    Body(saying): Body<Saying>,
) -> Result<(StatusCode, Json<Said>), Problem> {
    state
        .write(move |ledger, shared, now| {
            let act = act_id(ledger, &id)?;
            let (verdict, why) = saying.verdict(ledger, shared.setup.desk.names())?;
            let number = ledger.judge(&act, &verdict, &caller.name, reason(why)?.as_deref(), now)?;
            shared.metrics.judged.inc();
            shared.users.note(now, &caller.name, "judge", &format!("{act}, judgement {number}"))?;
            Ok((StatusCode::CREATED, Json(Said { number })))
        })
        .await
}

/// What is said of names.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "verb", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Naming {
    /// One name means the same as another: its acts count under that one.
    Merge {
        /// Of what.
        what: Named_,
        /// The name, or an actor's id.
        from: String,
        /// The name that stands for both.
        into: String,
        /// Why.
        reason: Option<String>,
    },
    /// It is its own again.
    Part {
        /// Of what.
        what: Named_,
        /// The name that was merged.
        from: String,
        /// Why.
        reason: Option<String>,
    },
}

/// What has names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Named_ {
    /// Who acts.
    Actor,
    /// Forums, groups, programmes.
    Mechanism,
}

impl Naming {
    fn verdict(self, names: &Names) -> (Verdict, Option<String>) {
        let called = |what| if what == Named_::Actor { "actor" } else { "mechanism" }.to_owned();
        // An actor may be given as packs know it, where that means one; else it is a name as acts have it.
        let id = |what, name: String| match names.actors(std::slice::from_ref(&name)).as_deref() {
            Ok([one]) if what == Named_::Actor && !chancery_answer::is_id(&name) => one.clone(),
            _ => name,
        };
        match self {
            Self::Merge { what, from, into, reason } => {
                (Verdict::Merge { what: called(what), from: id(what, from), into: id(what, into) }, reason)
            }
            Self::Part { what, from, reason } => (Verdict::Part { what: called(what), from: id(what, from) }, reason),
        }
    }
}

/// Says that two names are one, or no longer are; taken back like any judgement.
#[utoipa::path(
    post, path = "/api/v1/names/judgements", tag = "judge", request_body = Naming,
    responses((status = 201, body = Said), Problem)
)]
pub(crate) async fn judge_name(
    Given(state): Given<State>,
    Extension(caller): Extension<Caller>,
    Body(naming): Body<Naming>,
) -> Result<(StatusCode, Json<Said>), Problem> {
    state
        .write(move |ledger, shared, now| {
            let (verdict, why) = naming.verdict(shared.setup.desk.names());
            let number = ledger.judge_name(&verdict, &caller.name, reason(why)?.as_deref(), now)?;
            shared.metrics.judged.inc();
            shared.users.note(now, &caller.name, "judge", &format!("names, judgement {number}"))?;
            Ok((StatusCode::CREATED, Json(Said { number })))
        })
        .await
}

/// Why it is taken back.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Why {
    reason: Option<String>,
}

/// Takes a judgement back; the record of both stays.
#[utoipa::path(
    delete, path = "/api/v1/judgements/{number}", tag = "judge", params(("number" = i64, Path), Why),
    responses(Single<One<Judgement>>, Problem)
)]
pub(crate) async fn undo(
    Given(state): Given<State>,
    Extension(caller): Extension<Caller>,
    Named(number): Named<i64>,
    Asked(why): Asked<Why>,
) -> Result<Json<Judgement>, Problem> {
    state
        .write(move |ledger, shared, now| {
            let undone = ledger.undo(Some(number), &caller.name, reason(why.reason)?.as_deref(), now)?;
            shared.metrics.judged.inc();
            shared.users.note(now, &caller.name, "undo", &format!("judgement {number}"))?;
            Ok(Json(undone))
        })
        .await
}

/// Which judgements.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Those on this act, or on this article's acts.
    id: Option<String>,
    /// As the ledger stood then: a day or a moment.
    as_of: Option<String>,
    /// Rows at most, the last ones.
    #[param(minimum = 1, maximum = 1_000, default = 100)]
    limit: Option<usize>,
    /// Where the list goes on, to earlier ones: from the `Link` of the page before, rel="next".
    cursor: Option<String>,
}

/// The columns of judgements in flat forms.
const JUDGED: &[&str] =
    &["number", "act", "permalink", "verb", "field", "value", "author", "reason", "at", "undoes", "undone_by"];

/// Judgements, first to last; the first page has the last ones.
#[utoipa::path(
    get, path = "/api/v1/judgements", tag = "judge", params(Which, FormOf),
    responses(Answered<List<Judgement>>, Problem)
)]
pub(crate) async fn history(
    Given(state): Given<State>,
    address: Uri,
    form: InForm,
    Asked(which): Asked<Which>,
) -> Result<Response, Problem> {
    state
        .ask(move |lent, _| {
            let address = Address::of(&address);
            let before = address.cursor(which.cursor.as_deref())?.map(|cursor| cursor.number()).transpose()?;
            let ledger = &lent.ledger;
            let as_of = which.as_of.as_deref().map(AsOf::parse).transpose()?.unwrap_or_default();
            let reference = which.id.as_deref().map(Reference::parse).transpose();
            let reference = reference.map_err(chancery_ledger::LedgerError::from)?;
            let mut all = match &reference {
                None => ledger.history(None, None, as_of)?,
                Some(Reference::Article(begins)) => ledger.history(Some(&ledger.article_key(begins)?), None, as_of)?,
                Some(act) => {
                    let id = ledger.act_id(act)?;
                    ledger.history(Some(&id.article), Some(&id.local), as_of)?
                }
            };
            all.retain(|one| before.is_none_or(|before| one.number < before));
            let earlier = all.len().saturating_sub(rows(which.limit, 100)?);
            all.drain(..earlier);
            let first = all.first().filter(|_| earlier > 0);
            let next = first.map(|first| address.link(0, 0, vec![Some(first.number.to_string())]));
            Ok(linked(next, rows_in(&all, JUDGED, form.form)))
        })
        .await
}
