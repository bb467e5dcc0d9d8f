//! Acts in lists: the one list of columns, and an act as a flat row or a JSON object.

use chancery_export::words::{amount, date, judged};
use chancery_ledger::{Act, AsOf, Only, Place};
use chancery_query::Query;
use serde_json::Value;

use crate::shapes::{ActRow, value};
use crate::{Answer, AskError, Asking, Slice, Undated, Which, only};

/// The columns of acts in flat forms.
pub const ACT_COLUMNS: &[&str] = &[
    "id",
    "said",
    "kind",
    "stance",
    "polarity",
    "intensity",
    "holders",
    "addressees",
    "targets",
    "via",
    "amounts",
    "dates",
    "instruments",
    "mechanisms",
    "status",
    "quote",
    "title",
    "judged",
    "permalink",
];

/// [`ACT_COLUMNS`] with others before them.
pub(crate) const fn with_own<const ALL: usize>(own: &[&'static str]) -> [&'static str; ALL] {
    let mut columns = [""; ALL];
    let mut at = 0;
    while at < ALL {
        columns[at] = if at < own.len() { own[at] } else { ACT_COLUMNS[at - own.len()] };
        at += 1;
    }
    columns
}

/// An act as a flat row; lists are parted by `; `.
#[must_use]
pub fn act_cells(act: &Act) -> Vec<String> {
    let a = &act.act;
    let list = |all: &[String]| all.join("; ");
    let text = |one: &Option<String>| one.clone().unwrap_or_default();
    vec![
        act.id.to_string(),
        text(&act.said),
        a.kind.clone(),
        text(&a.stance),
        text(&a.polarity),
        a.intensity.map_or_else(String::new, |rung| rung.to_string()),
        list(&a.holders),
        list(&a.addressees),
        list(&a.targets),
        list(&a.via),
        list(&a.amounts.iter().map(amount).collect::<Vec<_>>()),
        list(&a.dates.iter().map(date).collect::<Vec<_>>()),
        list(&a.instruments),
        list(&a.mechanisms),
        text(&a.status),
        a.quote.clone(),
        text(&act.title),
        judged(&act.standing),
        act.id.permalink(),
    ]
}

/// An act as a JSON object.
#[must_use]
pub fn act_value(act: &Act) -> Value {
    value(&ActRow::from(act))
}

/// Acts in flat forms.
#[must_use]
pub fn list(acts: &[Act]) -> Answer {
    let mut answer = Answer::new(ACT_COLUMNS);
    acts.iter().for_each(|act| answer.push(act_cells(act), act_value(act)));
    answer
}

/// Acts, newest first.
#[derive(Debug)]
pub struct Acts {
    /// Them.
    pub acts: Vec<Act>,
    /// Whether there are more.
    pub more: bool,
    /// What was left out for want of a day.
    pub undated: Option<Undated>,
}

impl Acts {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        list(&self.acts).without(self.undated)
    }
}

/// Lists acts, no more than `most`; where `after` says so, from behind that place on.
///
/// # Errors
/// Where the question can't be meant, or the ledger can't answer.
pub fn acts(
    asking: &Asking<'_>,
    which: &Which,
    after: Option<Place>,
    as_of: AsOf,
    most: usize,
) -> Result<Acts, AskError> {
    let only = Only { after, ..only(asking, which)? };
    let undated = asking.undated(&Query::All, &only, as_of)?;
    let mut acts = asking.ledger.acts(&only, as_of, most.saturating_add(1))?;
    let more = Slice::from(most).cut(&mut acts);
    Ok(Acts { acts, more, undated })
}
