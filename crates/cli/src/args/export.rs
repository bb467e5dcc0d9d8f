//! Flags of `chancery export` and `import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::ledger::{PromiseList, Then};
use super::{Where, Which};

pub(super) const EXPORT_LONG: &str = "\
Writes acts, newest first, in a form that other programs read. The flags that say which acts are those of `chancery acts`, \
and of the lists of promises those of `chancery commitments`; without any, and without --as-of, everything is written, and JSON Lines and Parquet then hold the whole ledger beside the \
acts (sources, readings, records, judgements), which `chancery import` brings back, identical.

The same ledger gives the same bytes: no form holds the time at which it was written, only when the ledger last learnt \
something.";

/// `chancery export`.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// In which form
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: ExportFormat,
    /// Write to this file, or for jsonl, csv and parquet into this new folder [default: standard output, acts only; parquet needs a folder]
    #[arg(short, long, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) out: Option<PathBuf>,
    /// In a brief (md, html) show no more entries than that in a section; 0 for all
    #[arg(short = 'n', long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// On what matter: a question as `chancery search` takes it
    #[arg(long, value_name = "QUERY", num_args = 1..)]
    pub(crate) on: Vec<String>,
    #[command(flatten)]
    pub(crate) which: Which,
    #[command(flatten)]
    pub(crate) list: PromiseList,
    #[command(flatten)]
    pub(crate) then: Then,
}

/// The forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// One JSON object an act, with a data dictionary, and the whole ledger
    Jsonl,
    /// Tables with comma-separated values and a data dictionary
    Csv,
    /// Typed tables by year for DuckDB, Spark and pyarrow, with a data dictionary, and the whole ledger
    Parquet,
    /// iCalendar: deadlines and meetings
    Ics,
    /// JSON-LD Web Annotation: each act with its place and words in its text, and where that came from (PROV)
    Webannotation,
    /// Atom feed of acts that are new or have changed
    Atom,
    /// GraphML: actors joined by what they do together, and by what they say to and of each other
    Graphml,
    /// FollowTheMoney entities: actors, documents, events, and notes for other acts
    Ftm,
    /// PLOVER rows: events with type, mode, actors and recipients, comma-separated
    Plover,
    /// A brief in Markdown, with a footnote for every quote
    Md,
    /// A brief as one HTML page with charts, that stands alone and prints well
    Html,
}

/// `chancery import`.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The folder that `chancery export` wrote, or the ledger.jsonl in it
    #[arg(value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) path: PathBuf,
    #[command(flatten)]
    pub(crate) at: Where,
}
