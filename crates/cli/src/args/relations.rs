//! `chancery actors`, `timeline`, `network`.

use clap::{Args, ValueEnum};

use super::ledger::{Copies, Shown, When, Which};

/// `chancery actors`.
#[derive(Debug, Args)]
pub(crate) struct Actors {
    /// Only this actor, with its ties to others: an id (CHN, org:UN) or a name as packs know it [default: all, counted]
    #[arg(value_name = "ACTOR")]
    pub(crate) name: Vec<String>,
    #[command(flatten)]
    pub(crate) when: When,
    #[command(flatten)]
    pub(crate) copies: Copies,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Period {
    /// A day
    Day,
    /// A month
    Month,
    /// A year
    Year,
}

/// `chancery timeline`.
#[derive(Debug, Args)]
pub(crate) struct Timeline {
    /// On what: a question as `chancery search` takes it
    #[arg(long, value_name = "QUERY", num_args = 1..)]
    pub(crate) on: Vec<String>,
    /// Count by day, month or year [default: what makes some dozens]
    #[arg(long, value_name = "PERIOD")]
    pub(crate) every: Option<Period>,
    #[command(flatten)]
    pub(crate) which: Which,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

/// `chancery network`.
#[derive(Debug, Args)]
pub(crate) struct Network {
    /// On what: a question as `chancery search` takes it
    #[arg(long, value_name = "QUERY", num_args = 1..)]
    pub(crate) on: Vec<String>,
    /// Only ties of these actors
    #[arg(long, value_name = "ACTOR", value_delimiter = ',', conflicts_with = "between")]
    pub(crate) of: Vec<String>,
    /// Only ties between these actors
    #[arg(long, value_name = "ACTOR", value_delimiter = ',')]
    pub(crate) between: Vec<String>,
    #[command(flatten)]
    pub(crate) when: When,
    #[command(flatten)]
    pub(crate) shown: Shown,
}
