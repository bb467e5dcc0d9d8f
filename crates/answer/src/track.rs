//! What became of a commitment.

use chancery_ledger::{Act, AsOf, Judgement, Ledger, Reference};
use chancery_query::{FollowUp, Following, Track};
use serde_json::json;

use crate::acts::with_own;
use crate::commitments::promise_value;
use crate::{ACT_COLUMNS, Answer, AskError, Asking, act_cells, act_value, soon};

/// A commitment, what later texts say of it, and how it was rated.
#[derive(Debug)]
pub struct Tracked {
    /// Commitment and follow-ups.
    pub track: Track,
    /// Its ratings, first to last.
    pub statuses: Vec<Judgement>,
    /// Follow-ups beyond those asked for.
    pub hidden: usize,
}

const COLUMNS: &[&str] = &with_own::<{ ACT_COLUMNS.len() + 5 }>(&["how", "judged", "alike", "figure", "judgement"]);

/// The commitment that an id means.
///
/// # Errors
/// What is no id, leads nowhere, or to another kind of act.
pub fn commitment(ledger: &Ledger, id: &str, as_of: AsOf) -> Result<Act, AskError> {
    let reference = Reference::parse(id).map_err(|error| AskError::unfit(error.to_string()))?;
    let act = ledger.act(&ledger.act_id(&reference)?, as_of)?;
    if act.act.kind != "commitment" {
        let message = format!("{} is a {}, and only a commitment can be followed", act.id, act.act.kind);
        return Err(AskError::unfit(format!("{message}: chancery commitments lists them")));
    }
    Ok(act)
}

/// Follows a commitment as of `today`, with no more than `most` follow-ups.
///
/// # Errors
/// As [`commitment`], and where the ledger can't answer.
pub fn track(asking: &Asking<'_>, id: &str, today: &str, as_of: AsOf, most: usize) -> Result<Tracked, AskError> {
    let ledger = asking.ledger;
    let act = commitment(ledger, id, as_of)?;
    let mut statuses = ledger.history(Some(&act.id.article), Some(&act.id.local), as_of)?;
    statuses.retain(|one| one.verb == "status");
    let judged = ledger.followed(&act.id, as_of)?;
    let soon = soon(today, None)?;
    let with = Following { today, soon: &soon, as_of, words: asking.names.follow_words() };
    let mut track = chancery_query::track(ledger, asking.index()?, act, &judged, with)?;
    let hidden = track.follow_ups.len().saturating_sub(most);
    track.follow_ups.truncate(most);
    Ok(Tracked { track, statuses, hidden })
}

impl Tracked {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let found = &self.track;
        let mut answer = Answer::new(COLUMNS);
        for one in &found.follow_ups {
            let mut flat = vec![
                one.how.name().to_owned(),
                standing_name(one).to_owned(),
                format!("{:.2}", one.alike),
                one.figure.map_or_else(String::new, |figure| figure.to_string()),
                one.judgement.map_or_else(String::new, |number| number.to_string()),
            ];
            flat.extend(act_cells(&one.act));
            let mut row = act_value(&one.act);
            row["how"] = json!(one.how);
            row["judged"] = json!(standing_name(one));
            row["alike"] = json!((one.alike * 100.0).round() / 100.0);
            row["figure"] = json!(one.figure);
            row["judgement"] = json!(one.judgement);
            answer.push(flat, row);
        }
        answer.whole = Some(json!({
            "commitment": promise_value(&found.promise), "progress": found.progress, "statuses": self.statuses,
            "last_word": found.last_word(), "follow_ups": answer.values,
            "sentences": found.sentences,
        }));
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
