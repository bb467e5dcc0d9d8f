//! `chancery phrases`.

use clap::Args;

use super::ledger::{Shown, When};

pub(super) const PHRASES_LONG: &str = "\
Finds set phrases: runs of words that several texts use in the same form, bounded by marks or by differing words on either \
side, and not only inside a longer one. Both scripts count as one. With words, the history of that phrase: each use with \
its day and sentence, and the forms in which something is put in or left out.";

/// `chancery phrases`.
#[derive(Debug, Args)]
pub(crate) struct Phrases {
    /// Only this phrase, with every use of it and of its forms [default: all that are found]
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    /// Only the texts of a series: by whom they were issued (CHN, or CHN,RUS for both together), or a part of their titles;
    /// of an actor also its own words in others' texts
    #[arg(long, value_name = "FORUM|ACTOR", value_delimiter = ',')]
    pub(crate) of: Vec<String>,
    /// Only those that a text of the series leaves out although the texts before it use them [default: the last text]
    #[arg(long, value_name = "ID", num_args = 0..=1, default_missing_value = "last", conflicts_with = "words")]
    pub(crate) left_out_by: Option<String>,
    /// Only those that so many texts use
    #[arg(long, value_name = "TEXTS", default_value_t = 2)]
    pub(crate) least: usize,
    #[command(flatten)]
    pub(crate) when: When,
    #[command(flatten)]
    pub(crate) shown: Shown,
}
