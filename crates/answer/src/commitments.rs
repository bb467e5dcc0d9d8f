//! Commitments, those first that could best be checked, with where they stand against their day.

use chancery_ledger::{AsOf, Only};
use chancery_query::{Due, Following, Promise, promises, track};

use crate::acts::with_own;
use crate::shapes::{ActRow, PromiseRow, value};
use crate::{ACT_COLUMNS, Answer, AskError, Asking, Slice, When, act_cells, days, query};

/// Which commitments.
#[derive(Clone, Debug, Default)]
pub struct Commitments {
    /// A question as search takes it; empty for all.
    pub on: String,
    /// Made by.
    pub by: Vec<String>,
    /// Made to.
    pub addressee: Vec<String>,
    /// Said when.
    pub when: When,
    /// That fared so.
    pub status: Vec<String>,
    /// Due within so many days.
    pub due: Option<u32>,
    /// Past their day and not settled.
    pub overdue: bool,
    /// Only those that could be checked.
    pub specific: bool,
    /// That nobody took up for so many days.
    pub silent: Option<u32>,
    /// Every copy of a text, not only the first.
    pub all_copies: bool,
}

/// A commitment that may be awaited.
#[derive(Debug)]
pub struct Awaited {
    /// The commitment.
    pub promise: Promise,
    /// When it was last heard of, where that was asked.
    pub last_word: Option<String>,
}

/// Commitments found.
#[derive(Debug)]
pub struct Promised {
    /// Them, no more than asked for.
    pub all: Vec<Awaited>,
    /// Whether there are more.
    pub more: bool,
    /// Whether silence was asked for.
    silent: bool,
}

/// Days that count as soon, where nobody says otherwise.
const SOON: u32 = 90;

/// A promise that could be checked has at least this many of the five things to hold it to.
const SPECIFIC: u8 = 2;

const COLUMNS: &[&str] = &with_own::<{ ACT_COLUMNS.len() + 4 }>(&["specificity", "deadline", "due", "last_word"]);

/// The last day that counts as near.
///
/// # Errors
/// A day that there is not.
pub fn soon(today: &str, days: Option<u32>) -> Result<String, AskError> {
    chancery_ledger::days_after(today, days.unwrap_or(SOON)).ok_or_else(|| AskError::unfit("no such day"))
}

/// Lists commitments as of `today`.
///
/// # Errors
/// Where the question can't be meant, or the ledger can't answer.
pub fn commitments(
    asking: &Asking<'_>,
    asked: &Commitments,
    today: &str,
    as_of: AsOf,
    slice: Slice,
) -> Result<Promised, AskError> {
    let words = query(&asked.on)?;
    let soon = soon(today, asked.due)?;
    let mut only = Only { kinds: vec!["commitment".to_owned()], all_copies: asked.all_copies, ..Only::default() };
    only.holders = asking.actors(&asked.by)?;
    only.addressees = asking.actors(&asked.addressee)?;
    only.fared = asked.status.iter().map(|status| status.to_lowercase()).collect();
    let statuses = chancery_ledger::STATUSES;
    if let Some(wrong) = only.fared.iter().find(|status| !statuses.contains(&status.as_str())) {
        return Err(AskError::unfit(format!("there is no status {wrong:?}: there are {}", statuses.join(", "))));
    }
    days(&asked.when, &mut only)?;
    if asked.due.is_some() {
        (only.due_from, only.due_to) = (Some(today.to_owned()), Some(soon.clone()));
    }
    if asked.overdue {
        only.due_to = Some(today.to_owned());
    }
    if asked.specific {
        only.specificity = SPECIFIC;
    }
    let mut found = promises(asking.found(&words, &only, as_of)?, today, &soon);
    if asked.overdue {
        found.retain(|promise| promise.due == Some(Due::Overdue));
    }
    if asked.specific {
        found.retain(|promise| !promise.act.act.dates.is_empty() || !promise.act.act.amounts.is_empty());
    }
    let mut all: Vec<Awaited> = match asked.silent {
        None => found.into_iter().map(|promise| Awaited { promise, last_word: None }).collect(),
        Some(days) => {
            let since = chancery_ledger::days_before(today, days).ok_or_else(|| AskError::unfit("no such day"))?;
            silent(asking, found, &since, as_of, slice.end().saturating_add(1))?
        }
    };
    let more = slice.cut(&mut all);
    Ok(Promised { all, more, silent: asked.silent.is_some() })
}

/// Promises that nobody took up since a day, in their order, no more than `most`.
fn silent(
    asking: &Asking<'_>,
    all: Vec<Promise>,
    since: &str,
    as_of: AsOf,
    most: usize,
) -> Result<Vec<Awaited>, AskError> {
    let words = asking.names.follow_words();
    let mut out = Vec::new();
    for promise in all {
        // Settled ones are awaited no longer; of those without a day nobody can say how long they are silent.
        let old = promise.act.said.as_deref().is_some_and(|day| day < since);
        if !old || promise.settled() {
            continue;
        }
        let judged = asking.ledger.followed(&promise.act.id, as_of)?;
        let with = Following { today: since, soon: since, as_of, words };
        let found = track(asking.ledger, asking.index()?, promise.act.clone(), &judged, with)?;
        if let Some(day) = found.last_word().filter(|day| *day < since) {
            out.push(Awaited { last_word: Some(day.to_owned()), promise });
            if out.len() == most {
                break;
            }
        }
    }
    Ok(out)
}

impl Promised {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let mut answer = Answer::new(COLUMNS);
        for Awaited { promise, last_word } in &self.all {
            let deadline = promise.act.act.deadline();
            let mut flat = vec![
                promise.specificity.to_string(),
                deadline.unwrap_or_default().to_owned(),
                promise.due.map_or("", Due::name).to_owned(),
                last_word.clone().unwrap_or_default(),
            ];
            flat.extend(act_cells(&promise.act));
            let last_word = last_word.as_deref().filter(|_| self.silent);
            answer.push(flat, value(&PromiseRow { last_word, ..PromiseRow::from(promise) }));
        }
        answer
    }
}

impl<'p> From<&'p Promise> for PromiseRow<'p> {
    fn from(promise: &'p Promise) -> Self {
        Self {
            act: ActRow::from(&promise.act),
            specificity: promise.specificity,
            deadline: promise.act.act.deadline(),
            due: promise.due,
            last_word: None,
        }
    }
}
