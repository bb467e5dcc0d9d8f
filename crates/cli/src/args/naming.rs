//! `chancery merge` and `part`.

use clap::{Args, ValueEnum};

use super::Saying;

pub(crate) const MERGE_LONG: &str = "\
Says that a name means the same as another: acts that name the first count under the second, in lists, boards, counts and \
exports, from now on. The reader's own names stay; `chancery undo` takes it back, `chancery part` ends it, and `--as-of` an \
earlier day answers without it.";

/// What has names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Named {
    /// Who acts, by ids or names
    Actor,
    /// Forums, groups, programmes
    Mechanism,
}

/// `chancery merge`.
#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// Of what
    #[arg(value_name = "WHAT")]
    pub(crate) what: Named,
    /// The name
    #[arg(value_name = "NAME")]
    pub(crate) from: String,
    /// The name that stands for both
    #[arg(value_name = "INTO")]
    pub(crate) into: String,
    #[command(flatten)]
    pub(crate) saying: Saying,
}

/// `chancery part`.
#[derive(Debug, Args)]
pub(crate) struct Part {
    /// Of what
    #[arg(value_name = "WHAT")]
    pub(crate) what: Named,
    /// The name that was merged
    #[arg(value_name = "NAME")]
    pub(crate) from: String,
    #[command(flatten)]
    pub(crate) saying: Saying,
}
