//! Ties between actors: who acts with whom, and who takes which side on whom.

use std::collections::BTreeSet;

use chancery_ledger::{Act, AsOf, Only, Timestamp};
use chancery_query::{Query, Tie, by_columns, ties, ties_by_columns};

use crate::shapes::value;
use crate::{Answer, AskError, Asking, Slice, Undated, When, days};

/// Whose ties.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// A question as search takes it; empty for all acts.
    pub on: String,
    /// Ties of these actors with anybody.
    pub of: Vec<String>,
    /// Ties among these actors only.
    pub between: Vec<String>,
    /// Said when.
    pub when: When,
    /// By acts learnt by then alone: for a later page of an answer.
    pub known_by: Option<Timestamp>,
}

/// Ties found.
#[derive(Debug)]
pub struct Web {
    /// Them, strongest first.
    pub all: Vec<Tie>,
    /// How many there are altogether.
    pub total: usize,
    /// What was left out for want of a day.
    pub undated: Option<Undated>,
}

const COLUMNS: &[&str] =
    &["tie", "from", "to", "acts", "for", "against", "side", "first", "last", "ids", "list", "permalinks"];

impl Web {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        ties_answer(&self.all).without(self.undated)
    }
}

/// Finds ties.
///
/// # Errors
/// Where the question can't be meant, or the ledger can't answer.
pub fn network(asking: &Asking<'_>, asked: &Network, as_of: AsOf, slice: Slice) -> Result<Web, AskError> {
    let (on, _) = asking.matter(&asked.on);
    let words = asking.query(&on)?;
    let between = !asked.between.is_empty();
    let mut only = Only { known_by: asked.known_by, ..Only::default() };
    days(&asked.when, &mut only)?;
    let undated = asking.undated(&words, &only, as_of)?;
    let among = asking.actors(if between { &asked.between } else { &asked.of })?;
    let ledger = asking.ledger;
    if by_columns(&only, as_of) {
        let (mut all, total) = ties_by_columns(ledger, asking.index()?, &words, &only, (&among, between), slice.end())?;
        slice.cut(&mut all);
        all.iter_mut().for_each(|tie| with_question(tie, &on));
        return Ok(Web { all, total, undated });
    }
    let acts = match (&words, among.is_empty()) {
        (Query::All, true) => ledger.acts(&only, as_of, usize::MAX)?,
        (Query::All, false) => {
            let mut acts = ledger.acts(&Only { holders: among.clone(), ..only.clone() }, as_of, usize::MAX)?;
            let known: BTreeSet<i64> = acts.iter().map(|act| act.row).collect();
            if !between {
                let others = others(asking, &among, &only, as_of)?;
                acts.extend(others.into_iter().filter(|act| !known.contains(&act.row)));
            }
            acts
        }
        _ => asking.found(&words, &only, as_of)?,
    };
    let mut all = ties(&acts, &among, between);
    let total = all.len();
    slice.cut(&mut all);
    all.iter_mut().for_each(|tie| with_question(tie, &on));
    Ok(Web { all, total, undated })
}

/// The question that lists a tie's acts holds what was asked for; days go beside a question and not into it.
fn with_question(tie: &mut Tie, on: &str) {
    let on = on.trim();
    if !on.is_empty() {
        let bracketed = if on.contains(char::is_whitespace) || on.contains(['|', '\u{ff5c}']) {
            format!("({on})")
        } else {
            on.to_owned()
        };
        tie.list = format!("{bracketed} {}", tie.list);
    }
}

/// Acts of others to these actors or about them.
///
/// # Errors
/// Where the ledger can't answer.
pub fn others(asking: &Asking<'_>, ids: &[String], only: &Only, as_of: AsOf) -> Result<Vec<Act>, AskError> {
    let ledger = asking.ledger;
    let mut out = ledger.acts(&Only { addressees: ids.to_vec(), ..only.clone() }, as_of, usize::MAX)?;
    let known: BTreeSet<i64> = out.iter().map(|act| act.row).collect();
    let about = ledger.acts(&Only { targets: ids.to_vec(), ..only.clone() }, as_of, usize::MAX)?;
    out.extend(about.into_iter().filter(|act| !known.contains(&act.row)));
    Ok(out)
}

/// Ties in forms for programs.
#[must_use]
pub fn ties_answer(all: &[Tie]) -> Answer {
    let mut answer = Answer::new(COLUMNS);
    for tie in all {
        let text = |one: &Option<String>| one.clone().unwrap_or_default();
        let cells = vec![
            tie.kind.name().to_owned(),
            tie.from.clone(),
            tie.to.clone(),
            tie.acts.to_string(),
            tie.r#for.to_string(),
            tie.against.to_string(),
            text(&tie.side),
            text(&tie.first),
            text(&tie.last),
            tie.ids.join("; "),
            tie.list.clone(),
            tie.permalinks.join("; "),
        ];
        answer.push(cells, value(tie));
    }
    answer
}
