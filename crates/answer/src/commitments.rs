//! Commitments, those first that could best be checked, with where they stand against their day.

use chancery_export::words::amount;
use chancery_ledger::{Act, AsOf, Only, RecordedAmount, Timestamp};
use chancery_query::{
    Awaiting, Due, Following, Promise, Query, awaits, by_columns, last_word, promises, ranked_by_columns, silent_since,
};

use crate::acts::with_own;
use crate::shapes::{ActRow, PromiseRow, value};
use crate::{ACT_COLUMNS, Answer, AskError, Asking, Slice, Undated, When, act_cells, days};

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
    /// Which of them.
    pub list: PromiseList,
    /// Every copy of a text, not only the first.
    pub all_copies: bool,
    /// Acts learnt by then alone: for a later page of an answer.
    pub known_by: Option<Timestamp>,
}

/// A list of promises: what they have come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PromiseList {
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
}

/// The days between which a list of promises counts.
#[derive(Debug)]
pub(crate) struct Bounds {
    today: String,
    /// The last day that is near.
    soon: String,
    /// Silent since.
    since: Option<String>,
}

impl PromiseList {
    /// Narrows acts down to those that may be in it as of `today`.
    pub(crate) fn narrow(&self, only: &mut Only, today: &str) -> Result<Bounds, AskError> {
        only.fared = self.status.iter().map(|status| status.to_lowercase()).collect();
        let statuses = chancery_ledger::STATUSES;
        if let Some(wrong) = only.fared.iter().find(|status| !statuses.contains(&status.as_str())) {
            return Err(AskError::coded(
                "no-such-status",
                wrong,
                format!("there is no status {wrong:?}: there are {}", statuses.join(", ")),
            ));
        }
        let soon = soon(today, self.due)?;
        if self.due.is_some() {
            (only.due_from, only.due_to) = (Some(today.to_owned()), Some(soon.clone()));
        }
        if self.overdue {
            only.due_to = chancery_ledger::days_before(today, 1);
        }
        let since = self.silent.map(|days| chancery_ledger::days_before(today, days).ok_or_else(no_day)).transpose()?;
        Ok(Bounds { today: today.to_owned(), soon, since })
    }

    /// What it narrows down to, in words; nothing where to nothing.
    pub(crate) fn told(&self, today: &str) -> Vec<String> {
        let mut told = Vec::new();
        if !self.status.is_empty() {
            told.push(format!("status {}", self.status.join(" or ")));
        }
        told.extend(self.due.map(|days| format!("due within {days} days of {today}")));
        told.extend(self.overdue.then(|| format!("overdue on {today}")));
        told.extend(self.silent.map(|days| format!("silent for {days} days on {today}")));
        told.extend(self.specific.then(|| "only what could be checked".to_owned()));
        told
    }
}

/// A commitment that may be awaited.
#[derive(Debug)]
pub struct Awaited {
    /// The commitment.
    pub promise: Promise,
    /// When it was last heard of, where that was asked.
    pub last_word: Option<String>,
    /// By what each of its figures is given.
    pub vehicles: Vec<Option<String>>,
}

/// Commitments found.
#[derive(Debug)]
pub struct Promised {
    /// Them, no more than asked for.
    pub all: Vec<Awaited>,
    /// Whether there are more.
    pub more: bool,
    /// How many there are, where that is known without reading them.
    pub total: Option<usize>,
    /// What was left out for want of a day.
    pub undated: Option<Undated>,
    /// Whether silence was asked for.
    silent: bool,
}

/// Days that count as soon, where nobody says otherwise.
const SOON: u32 = 90;

/// Promises that are read at a time.
const READ: usize = 100;

/// Promises of which it is known at once which are silent: 20,000 among 44,000 acts take four seconds of a debug build. Of more it is known
/// of those alone that are shown, since an answer must begin within half a minute.
const AT_ONCE: usize = 50_000;

const COLUMNS: &[&str] =
    &with_own::<{ ACT_COLUMNS.len() + 5 }>(&["specificity", "deadline", "due", "last_word", "given"]);

/// The last day that counts as near.
///
/// # Errors
/// A day that there is not.
pub fn soon(today: &str, days: Option<u32>) -> Result<String, AskError> {
    chancery_ledger::days_after(today, days.unwrap_or(SOON)).ok_or_else(no_day)
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
    let words = asking.query(&asking.matter(&asked.on).0)?;
    let mut only = Only { all_copies: asked.all_copies, known_by: asked.known_by, ..Only::default() };
    only.holders = asking.actors(&asked.by)?;
    only.addressees = asking.actors(&asked.addressee)?;
    days(&asked.when, &mut only)?;
    listed(asking, (&words, only), &asked.list, today, as_of, (slice, true))
}

/// The promises of a list, of those that words and fields find; with when each silent one was last heard of only where that is asked,
/// which takes milliseconds each.
pub(crate) fn listed(
    asking: &Asking<'_>,
    (words, mut only): (&Query, Only),
    list: &PromiseList,
    today: &str,
    as_of: AsOf,
    (slice, heard_of): (Slice, bool),
) -> Result<Promised, AskError> {
    only.kinds = vec!["commitment".to_owned()];
    let undated = asking.undated(words, &only, as_of)?;
    let Bounds { today, soon, since } = list.narrow(&mut only, today)?;
    let mut total = None;
    let mut known_silent = false;
    let batches: Box<dyn Iterator<Item = Result<Vec<Promise>, AskError>>> = if by_columns(&only, as_of) {
        let awaiting = Awaiting { checkable: list.specific, unsettled: list.overdue };
        // How many are silent is not known before they are read.
        let ranked = if since.is_some() { usize::MAX } else { slice.end().saturating_add(1) };
        let (mut rows, all) = ranked_by_columns(asking.ledger, asking.index()?, words, &only, awaiting, ranked)?;
        total = since.is_none().then_some(all);
        if let Some(since) = since.as_deref().filter(|_| rows.len() <= AT_ONCE) {
            let follow_words = asking.names.follow_words();
            let silent = silent_since(asking.ledger, asking.index()?, &rows, since, follow_words)?;
            rows.retain(|row| silent.contains(row));
            (total, known_silent) = (Some(rows.len()), true);
        }
        Box::new(Batches { rows, at: 0 }.map(|rows| -> Result<Vec<Promise>, AskError> {
            let acts = asking.ledger.acts_by_row(&rows, as_of, true)?.into_values().collect();
            Ok(promises(acts, &today, &soon))
        }))
    } else {
        let mut found = promises(asking.found(words, &only, as_of)?, &today, &soon);
        found.retain(|promise| !list.overdue || promise.due == Some(Due::Overdue));
        found.retain(|promise| !list.specific || promise.act.act.checkable());
        Box::new(std::iter::once(Ok(found)))
    };
    let mut all = Vec::new();
    let mut skipped = 0;
    'asked: for batch in batches {
        for promise in batch? {
            // What earlier pages showed is not looked at again.
            let shown = !known_silent || (heard_of && skipped >= slice.skip);
            skipped += 1;
            let heard = |since: &str| if shown { heard(asking, &promise, since, as_of) } else { Ok(None) };
            let last_word = since.as_deref().map(heard).transpose()?.flatten();
            let silent =
                |since: &str| awaits(&promise.act, since) && last_word.as_deref().is_some_and(|day| day < since);
            if !known_silent && since.as_deref().is_some_and(|since| !silent(since)) {
                continue;
            }
            let vehicles = asking.vehicles(&promise.act);
            all.push(Awaited { promise, last_word, vehicles });
            if all.len() > slice.end() {
                break 'asked;
            }
        }
    }
    let more = slice.cut(&mut all);
    Ok(Promised { all, more, total, undated, silent: list.silent.is_some() })
}

fn no_day() -> AskError {
    AskError::unfit("no such day")
}

/// Rows, some at a time.
struct Batches {
    rows: Vec<i64>,
    at: usize,
}

impl Iterator for Batches {
    type Item = Vec<i64>;

    fn next(&mut self) -> Option<Vec<i64>> {
        let batch = self.rows[self.at..].iter().take(READ).copied().collect::<Vec<_>>();
        self.at += batch.len();
        (!batch.is_empty()).then_some(batch)
    }
}

/// When a promise that may be silent since a day was last heard of.
fn heard(asking: &Asking<'_>, promise: &Promise, since: &str, as_of: AsOf) -> Result<Option<String>, AskError> {
    if !awaits(&promise.act, since) {
        return Ok(None);
    }
    let words = asking.names.follow_words();
    let judged = asking.ledger.followed(&promise.act.id, as_of)?;
    let with = Following { today: since, soon: since, as_of, words };
    Ok(last_word(asking.ledger, asking.index()?, &promise.act, &judged, with)?)
}

impl Promised {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let mut answer = Answer::new(COLUMNS);
        for Awaited { promise, last_word, vehicles } in &self.all {
            let deadline = promise.act.act.deadline();
            let mut flat = vec![
                promise.specificity.to_string(),
                deadline.unwrap_or_default().to_owned(),
                promise.due.map_or("", Due::name).to_owned(),
                last_word.clone().unwrap_or_default(),
                given(&promise.act, vehicles).join("; "),
            ];
            flat.extend(act_cells(&promise.act));
            let last_word = last_word.as_deref().filter(|_| self.silent);
            answer.push(flat, value(&PromiseRow { last_word, ..PromiseRow::new(promise, vehicles) }));
        }
        answer.without(self.undated)
    }
}

/// Each figure in words, with the vehicle by which it is given: what is given differently is never added up.
#[must_use]
pub fn given(act: &Act, vehicles: &[Option<String>]) -> Vec<String> {
    let told = |(figure, vehicle): (&RecordedAmount, &Option<String>)| match vehicle.as_deref() {
        None if figure.currency.is_some() => format!("{} (vehicle not said)", amount(figure)),
        None => amount(figure),
        Some("in kind") => format!("{} in kind", amount(figure)),
        Some(vehicle) => format!("{} as {vehicle}", amount(figure)),
    };
    act.act.amounts.iter().zip(vehicles).map(told).collect()
}

impl<'p> PromiseRow<'p> {
    pub(crate) fn new(promise: &'p Promise, vehicles: &'p [Option<String>]) -> Self {
        Self {
            act: ActRow::from(&promise.act),
            specificity: promise.specificity,
            deadline: promise.act.act.deadline(),
            due: promise.due,
            vehicles,
            last_word: None,
        }
    }
}
