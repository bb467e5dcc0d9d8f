//! Floor 8: what a ledger holds, in the forms that other programs read.
//!
//! Pure: acts and articles come in one after another, files come out as paths and bytes; who asks decides what is asked for
//! and where the files go. No form reads a clock: where one wants to know when it was made, it is told the last moment at
//! which the ledger learnt something, so the same ledger gives the same bytes. Each form is one file of this crate, and
//! `form` is the one list of them. `columns.rs` is the one list of what tables hold; CSV, JSON Lines, Parquet and the data
//! dictionary are made from it. `exchange.rs` is apart: a whole ledger, row by row, that can be brought back.
//! Next to read: `columns.rs`, then any form.

mod annotation;
mod atom;
mod brief;
mod calendar;
mod columnar;
mod columns;
mod dictionary;
mod exchange;
mod files;
mod ftm;
mod graph;
mod plover;
mod rows;
pub mod words;

use std::collections::BTreeMap;

use chancery_ledger::{Act, Article, Timestamp};

pub use columnar::ledger::{Tables, read_table, tables_in_order};
pub use exchange::{LEDGER, Line, Lines};
pub use files::Files;
pub use rows::csv_cell;

/// An act with all that forms tell of it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The act as it stands.
    pub act: &'a Act,
    /// Its article.
    pub article: &'a Article,
    /// The article's text, for forms that ask for it ([`Form::wants_record`]); else empty.
    pub text: &'a str,
    /// The article's record, for the same.
    pub record: &'a str,
    /// When it was last learnt or judged.
    pub changed: Timestamp,
}

/// What an export as a whole says of itself.
#[derive(Clone, Debug)]
pub struct About {
    /// The program and its version.
    pub program: String,
    /// The last moment at which the ledger learnt something.
    pub moment: Timestamp,
    /// What was asked for, in words; empty for everything.
    pub asked: Vec<String>,
    /// Usual names of actors, by id.
    pub names: BTreeMap<String, String>,
    /// Entries in a section of a brief; the rest are counted.
    pub most: usize,
}

impl About {
    /// An actor's usual name: a pack's, or what its id says.
    #[must_use]
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        let bare = id.split_once(':').map_or(id, |(_, name)| name);
        self.names.get(id).map_or(bare, String::as_str)
    }

    /// Usual names with commas between.
    pub(crate) fn names_of(&self, ids: &[String]) -> String {
        ids.iter().map(|id| self.name(id)).collect::<Vec<_>>().join(", ")
    }
}

/// A form being written. Articles and acts come newest first, an article before its acts.
pub trait Form {
    /// Whether the texts of articles are wanted, with the articles: to fetch them costs.
    fn wants_text(&self) -> bool {
        false
    }

    /// Whether text and record are wanted with acts.
    fn wants_record(&self) -> bool {
        false
    }

    /// What stands before the first act.
    fn begin(&mut self, _about: &About, _files: &mut Files) {}

    /// An article that holds an act asked for; where everything is asked for, every article.
    fn article(&mut self, _article: &Article, _text: &str, _about: &About, _files: &mut Files) {}

    /// An act.
    ///
    /// # Errors
    /// Where the form can't hold it.
    fn act(&mut self, told: &Told<'_>, about: &About, files: &mut Files) -> Result<(), ExportError>;

    /// What stands after the last act.
    ///
    /// # Errors
    /// Where a file can't be closed.
    fn end(&mut self, _about: &About, _files: &mut Files) -> Result<(), ExportError> {
        Ok(())
    }
}

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A row of an export is not of the form.
    #[error("{place}: {problem}")]
    Row {
        /// Which file, which row.
        place: String,
        /// What is wrong.
        problem: String,
    },
    /// A Parquet file can't be written or read.
    #[error("a Parquet file failed: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
}

/// The forms, by the name that `--format` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// JSON Lines.
    Jsonl,
    /// Comma-separated values.
    Csv,
    /// Parquet.
    Parquet,
    /// iCalendar.
    Ics,
    /// JSON-LD Web Annotation.
    Webannotation,
    /// Atom.
    Atom,
    /// GraphML.
    Graphml,
    /// FollowTheMoney.
    Ftm,
    /// PLOVER rows.
    Plover,
    /// A brief as Markdown.
    Md,
    /// A brief as HTML.
    Html,
}

impl Name {
    /// Whether it is a folder of several files.
    #[must_use]
    pub const fn is_folder(self) -> bool {
        matches!(self, Self::Jsonl | Self::Csv | Self::Parquet)
    }

    /// The file that a form of one file is, and that a folder's acts stand in.
    #[must_use]
    pub const fn main(self) -> &'static str {
        match self {
            Self::Jsonl => "acts.jsonl",
            Self::Csv => "acts.csv",
            Self::Parquet => "acts",
            Self::Ics => "calendar.ics",
            Self::Html => "brief.html",
            Self::Md => "brief.md",
            Self::Plover => "events.csv",
            Self::Ftm => "entities.ftm.json",
            Self::Graphml => "actors.graphml",
            Self::Atom => "acts.atom",
            Self::Webannotation => "annotations.jsonld",
        }
    }

    /// The form, nothing written yet.
    #[must_use]
    pub fn form(self) -> Box<dyn Form> {
        match self {
            Self::Jsonl => Box::new(rows::Jsonl),
            Self::Csv => Box::new(rows::Csv),
            Self::Parquet => Box::new(columnar::tables::Parquet::default()),
            Self::Webannotation => Box::new(annotation::Annotations::default()),
            Self::Atom => Box::new(atom::Feed::default()),
            Self::Graphml => Box::new(graph::Graph::default()),
            Self::Ftm => Box::new(ftm::Entities::default()),
            Self::Plover => Box::new(plover::Rows),
            Self::Md => Box::new(brief::Brief::new(brief::Print::Markdown)),
            Self::Html => Box::new(brief::Brief::new(brief::Print::Html)),
            Self::Ics => Box::new(calendar::Calendar::default()),
        }
    }
}
