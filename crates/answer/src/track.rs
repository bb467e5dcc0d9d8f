//! What became of a commitment.

use chancery_ledger::{Act, AsOf, Judgement, Ledger, LedgerError, Reference};
use chancery_query::{FollowUp, Following, Track};

use crate::acts::with_own;
use crate::shapes::{ActRow, FollowRow, PromiseRow, TrackAnswer, value};
use crate::{ACT_COLUMNS, Answer, AskError, Asking, Slice, act_cells, soon};

/// A commitment, what later texts say of it, and how it was rated.
#[derive(Debug)]
pub struct Tracked {
    /// Commitment and follow-ups.
    pub track: Track,
    /// By what each of its figures is given.
    pub vehicles: Vec<Option<String>>,
    /// Its ratings, first to last.
    pub statuses: Vec<Judgement>,
    /// The last day on which anybody took it up, or it was said itself.
    pub last_word: Option<String>,
    /// Follow-ups beyond those asked for.
    pub hidden: usize,
}

const COLUMNS: &[&str] = &with_own::<{ ACT_COLUMNS.len() + 5 }>(&["how", "judged", "alike", "figure", "judgement"]);

/// The commitment that an id means.
///
/// # Errors
/// What is no id, leads nowhere, or to another kind of act.
pub fn commitment(ledger: &Ledger, id: &str, as_of: AsOf) -> Result<Act, AskError> {
    let reference = Reference::parse(id).map_err(LedgerError::from)?;
    let act = ledger.act(&ledger.act_id(&reference)?, as_of)?;
    if act.act.kind != "commitment" {
        let message = format!("{} is a {}, and only a commitment can be followed", act.id, act.act.kind);
        return Err(AskError::coded("no-commitment", id, format!("{message}: chancery commitments lists them")));
    }
    Ok(act)
}

/// Follows a commitment as of `today`, with some of its follow-ups.
///
/// # Errors
/// As [`commitment`], and where the ledger can't answer.
pub fn track(asking: &Asking<'_>, id: &str, today: &str, as_of: AsOf, slice: Slice) -> Result<Tracked, AskError> {
    let ledger = asking.ledger;
    let act = commitment(ledger, id, as_of)?;
    let mut statuses = ledger.history(Some(&act.id.article), Some(&act.id.local), as_of)?;
    statuses.retain(|one| one.verb == "status");
    let judged = ledger.followed(&act.id, as_of)?;
    let soon = soon(today, None)?;
    let with = Following { today, soon: &soon, as_of, words: asking.names.follow_words() };
    let mut track = chancery_query::track(ledger, asking.index()?, act, &judged, with)?;
    let last_word = track.last_word().map(str::to_owned);
    let hidden = track.follow_ups.len().saturating_sub(slice.end());
    slice.cut(&mut track.follow_ups);
    let vehicles = asking.vehicles(&track.promise.act);
    Ok(Tracked { track, vehicles, statuses, last_word, hidden })
}

impl Tracked {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let found = &self.track;
        let (mut answer, mut rows) = (Answer::new(COLUMNS), Vec::new());
        for one in &found.follow_ups {
            let mut flat = vec![
                one.how.name().to_owned(),
                standing_name(one).to_owned(),
                format!("{:.2}", one.alike),
                one.figure.map_or_else(String::new, |figure| figure.to_string()),
                one.judgement.map_or_else(String::new, |number| number.to_string()),
            ];
            flat.extend(act_cells(&one.act));
            let row = FollowRow {
                act: ActRow::from(&one.act),
                how: one.how,
                judged: standing_name(one),
                alike: (one.alike * 100.0).round() / 100.0,
                figure: one.figure,
                judgement: one.judgement,
            };
            answer.push(flat, value(&row));
            rows.push(row);
        }
        let shape = TrackAnswer {
            commitment: PromiseRow::new(&found.promise, &self.vehicles),
            progress: &found.progress,
            statuses: &self.statuses,
            last_word: self.last_word.as_deref(),
            follow_ups: rows,
            sentences: &found.sentences,
        };
        answer.whole = Some(value(&shape));
        answer
    }
}

/// What people said of a follow-up.
#[must_use]
pub const fn standing_name(one: &FollowUp) -> &'static str {
    match one.accepted {
        Some(true) => "accepted",
        Some(false) => "passed over",
        None => "suggested",
    }
}
