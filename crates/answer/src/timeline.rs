//! Acts by day, month or year, with those that tell most.

use std::collections::BTreeMap;

use chancery_ledger::AsOf;
use chancery_query::{Every, Period, Query, by_columns, timeline_by_columns};

use crate::shapes::{ActRow, PeriodRow, value};
use crate::{Answer, AskError, Asking, Undated, Which, only};

/// Of which acts.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// In words, as search takes them; empty for all.
    pub query: String,
    /// On what matter beside.
    pub on: String,
    /// In fields.
    pub which: Which,
    /// The length of a period; fitting where nobody says.
    pub every: Option<Every>,
    /// Only periods before this one.
    pub before: Option<String>,
}

/// Periods in which something was said.
#[derive(Debug)]
pub struct Periods {
    /// Them, first to last.
    pub all: Vec<Period>,
    /// Earlier ones that are not among them.
    pub hidden: usize,
    /// Acts altogether.
    pub total: usize,
    /// Those who hold most of them, in the periods shown, most first.
    pub holders: Vec<String>,
    /// What was left out for want of a day.
    pub undated: Option<Undated>,
}

impl Periods {
    /// Acts told of one period.
    pub const TOLD: usize = 3;

    /// Holders counted: more are no longer told apart by colour.
    pub const HOLDERS: usize = 8;
}

const KINDS: [&str; 5] = ["position", "commitment", "call", "event", "claim"];

const COLUMNS: &[&str] =
    &["period", "acts", "position", "commitment", "call", "event", "claim", "for", "against", "ids", "quotes"];

/// Counts; the last `most` periods.
///
/// # Errors
/// Where the question can't be meant, or the ledger can't answer.
pub fn timeline(asking: &Asking<'_>, asked: &Timeline, as_of: AsOf, most: usize) -> Result<Periods, AskError> {
    let ((words, _), only) = (asking.beside(&asked.query, &asked.on)?, only(asking, &asked.which)?);
    let undated = asking.undated(&words, &only, as_of)?;
    let mut all = if by_columns(&only, as_of) {
        let (index, shown) = (asking.index()?, (asked.before.as_deref(), most));
        timeline_by_columns(asking.ledger, index, &words, &only, asked.every, shown)?
    } else if words == Query::All {
        chancery_query::timeline(asking.ledger.acts(&only, as_of, usize::MAX)?, asked.every)
    } else {
        chancery_query::timeline(asking.found(&words, &only, as_of)?, asked.every)
    };
    all.retain(|one| one.is_before(asked.before.as_deref()));
    let total = all.iter().map(|one| one.all).sum();
    let hidden = all.len().saturating_sub(most);
    all.drain(..hidden);
    let holders = most_acting(&all);
    Ok(Periods { all, hidden, total, holders, undated })
}

fn most_acting(all: &[Period]) -> Vec<String> {
    let mut sums: BTreeMap<&str, usize> = BTreeMap::new();
    for (holder, count) in all.iter().flat_map(|one| &one.holders) {
        *sums.entry(holder).or_default() += count;
    }
    let mut ranked: Vec<_> = sums.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    ranked.into_iter().take(Periods::HOLDERS).map(|(holder, _)| holder.to_owned()).collect()
}

impl Periods {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let mut answer = Answer::new(COLUMNS);
        for one in &self.all {
            let kinds = KINDS.map(|kind| one.kinds.get(kind).copied().unwrap_or(0));
            let telling = || one.acts.iter().take(Self::TOLD);
            let ids: Vec<String> = telling().map(|act| act.id.to_string()).collect();
            let quotes: Vec<&str> = telling().map(|act| act.act.quote.as_str()).collect();
            let mut cells = vec![one.period.clone().unwrap_or_default(), one.all.to_string()];
            cells.extend(kinds.iter().map(usize::to_string));
            cells.extend([one.r#for.to_string(), one.against.to_string(), ids.join("; "), quotes.join("; ")]);
            let holders = one.holders.iter().filter(|(holder, _)| self.holders.contains(holder));
            let row = PeriodRow {
                period: one.period.as_deref(),
                acts: one.all,
                kinds: &one.kinds,
                stances: &one.stances,
                holders: holders.map(|(holder, acts)| (holder.as_str(), *acts)).collect(),
                r#for: one.r#for,
                against: one.against,
                telling: telling().map(ActRow::from).collect(),
            };
            answer.push(cells, value(&row));
        }
        answer.without(self.undated)
    }
}
