//! Verbs and flags by which commitments are followed.

use clap::Args;

use super::ledger::{Saying, Shown};

pub(super) const TRACK_LONG: &str = "\
Tells what became of a commitment: acts of later texts that take it up (a delivery, a figure that counts everything so \
far, a repetition, a withdrawal), found by the words they share with it. They are suggestions until somebody accepts \
them with `chancery follow`; only accepted ones fill the bar. Figures are held against each other where unit and vehicle \
(grant, loan, in kind) are the same, and never added up across them.";

/// `chancery track`.
#[derive(Debug, Args)]
pub(crate) struct Track {
    /// A commitment, by its id
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// Count days from this one [default: today, or the day of --as-of]
    #[arg(long, value_name = "DAY")]
    pub(crate) today: Option<String>,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

/// `chancery follow`.
#[derive(Debug, Args)]
pub(crate) struct Follow {
    /// The commitment, by its id
    #[arg(value_name = "COMMITMENT")]
    pub(crate) promise: String,
    /// Later acts, by their ids
    #[arg(required = true, value_name = "ID")]
    pub(crate) id: Vec<String>,
    /// How they take it up: delivery, progress, repetition, withdrawal, mention [default: as `chancery track` suggests]
    #[arg(long, value_name = "HOW")]
    pub(crate) how: Option<String>,
    /// They don't take it up: suggest them no more
    #[arg(long, conflicts_with = "how")]
    pub(crate) not: bool,
    #[command(flatten)]
    pub(crate) saying: Saying,
}
