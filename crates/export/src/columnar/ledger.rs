//! A whole ledger as five Parquet files, and back: the rows of `exchange.rs` as typed columns.

use std::collections::BTreeMap;

use chancery_ledger::{Kept, Timestamp};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::record::{Field, Row};

use super::Writer;
use crate::columns::{Cell, Column, Kind, Table, columns};
use crate::{ExportError, Files};

/// The form of the files; goes up where an older program could not bring them back.
const FORM: &str = "1";

/// Under which key a file says its form.
const KEY: &str = "chancery.ledger.form";

/// The files of a whole ledger, in the order in which they are to be brought back.
#[must_use]
pub const fn tables_in_order() -> [&'static str; 5] {
    [
        "ledger/sources.parquet",
        "ledger/names.parquet",
        "ledger/readings.parquet",
        "ledger/articles.parquet",
        "ledger/judgements.parquet",
    ]
}

/// Of a row the field of that name, where its kind has one.
macro_rules! of {
    ($kept:expr, $variant:ident, $field:ident => $value:expr) => {
        match $kept {
            Kept::$variant { $field, .. } => $value,
            _ => None,
        }
    };
}

fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

/// The tables, in order.
fn layout() -> [Table<Kept>; 5] {
    let table = |name, columns| Table { name, note: "", columns };
    [
        table(
            "sources",
            columns! { Kept;
                "number" Whole "" = |k| of!(k, Source, number => Some(*number));
                "media_type" Text "" = |k| of!(k, Source, media_type => text(media_type));
                "learnt" Moment "" = |k| of!(k, Source, learnt => Some(*learnt));
                "content" Bytes "" = |k| match k {
                    Kept::Source { content, .. } => content.clone(),
                    _ => Vec::new(),
                };
            },
        ),
        table(
            "names",
            columns! { Kept;
                "number" Whole "" = |k| of!(k, Name, number => Some(*number));
                "source" Whole "" = |k| of!(k, Name, source => Some(*source));
                "name" Text "" = |k| of!(k, Name, name => text(name));
                "learnt" Moment "" = |k| of!(k, Name, learnt => Some(*learnt));
            },
        ),
        table(
            "readings",
            columns! { Kept;
                "number" Whole "" = |k| of!(k, Reading, number => Some(*number));
                "source" Whole "" = |k| of!(k, Reading, source => Some(*source));
                "maker" Text "" = |k| of!(k, Reading, maker => text(maker));
                "learnt" Moment "" = |k| of!(k, Reading, learnt => Some(*learnt));
                "superseded" Moment "" = |k| of!(k, Reading, superseded => *superseded);
            },
        ),
        table(
            "articles",
            columns! { Kept;
                "number" Whole "" = |k| of!(k, Article, number => Some(*number));
                "reading" Whole "" = |k| of!(k, Article, reading => Some(*reading));
                "record" Text "" = |k| of!(k, Article, record => text(record));
            },
        ),
        table("judgements", judgements()),
    ]
}

fn judgements() -> Vec<Column<Kept>> {
    columns! { Kept;
        "number" Whole "" = |k| of!(k, Judgement, number => Some(*number));
        "article" Text "" = |k| of!(k, Judgement, article => text(article));
        "local" Text "" = |k| of!(k, Judgement, local => text(local));
        "verb" Text "" = |k| of!(k, Judgement, verb => text(verb));
        "field" Text "" = |k| of!(k, Judgement, field => field.clone());
        "value" Text "" = |k| of!(k, Judgement, value => value.clone());
        "author" Text "" = |k| of!(k, Judgement, author => text(author));
        "reason" Text "" = |k| of!(k, Judgement, reason => reason.clone());
        "at" Moment "" = |k| of!(k, Judgement, at => Some(*at));
        "undoes" Whole "" = |k| of!(k, Judgement, undoes => *undoes);
        "carried" Whole "" = |k| of!(k, Judgement, carried => *carried);
    }
}

/// A whole ledger being written.
pub struct Tables {
    tables: [Table<Kept>; 5],
    writers: Vec<Writer>,
}

impl Tables {
    /// Nothing written yet; every table is there, if only empty.
    ///
    /// # Errors
    /// Where Parquet refuses.
    pub fn new() -> Result<Self, ExportError> {
        let tables = layout();
        let writers = tables.iter().map(|table| Writer::new(table, &[(KEY, FORM)])).collect::<Result<_, _>>()?;
        Ok(Self { tables, writers })
    }

    /// A row.
    ///
    /// # Errors
    /// Where Parquet refuses.
    pub fn row(&mut self, kept: &Kept, files: &mut Files) -> Result<(), ExportError> {
        let at = match kept {
            Kept::Source { .. } => 0,
            Kept::Name { .. } => 1,
            Kept::Reading { .. } => 2,
            Kept::Article { .. } => 3,
            Kept::Judgement { .. } => 4,
        };
        let cells = self.tables[at].columns.iter().map(|column| (column.take)(kept)).collect();
        files.add(tables_in_order()[at], &self.writers[at].row(cells)?);
        Ok(())
    }

    /// The ends of the files.
    ///
    /// # Errors
    /// Where Parquet refuses.
    pub fn end(self, files: &mut Files) -> Result<(), ExportError> {
        for (path, writer) in tables_in_order().into_iter().zip(self.writers) {
            files.add(path, &writer.close()?);
        }
        Ok(())
    }
}

/// Hands the rows of one of [`tables_in_order`] to `each`.
///
/// # Errors
/// Where the file is none of ours or `each` fails.
pub fn read_table<C: ChunkReader + 'static, E: From<ExportError>>(
    path: &str,
    bytes: C,
    each: &mut dyn FnMut(Kept) -> Result<(), E>,
) -> Result<(), E> {
    let wrap = |error: ParquetError| ExportError::Row { place: path.to_owned(), problem: error.to_string() };
    let bad = |place: usize, problem: String| ExportError::Row { place: format!("{path}, row {place}"), problem };
    let reader = SerializedFileReader::new(bytes).map_err(wrap)?;
    let notes = reader.metadata().file_metadata().key_value_metadata();
    let form = notes.and_then(|notes| notes.iter().find(|note| note.key == KEY)).and_then(|note| note.value.clone());
    if form.as_deref() != Some(FORM) {
        let form = form.unwrap_or_else(|| "none".to_owned());
        let problem = format!("it is of form {form}, and this program knows form {FORM}: use a newer chancery");
        return Err(ExportError::Row { place: path.to_owned(), problem }.into());
    }
    for (number, row) in reader.get_row_iter(None).map_err(wrap)?.enumerate() {
        let row = row.map_err(wrap)?;
        let mut fields = Fields::of(row);
        each(fields.kept(path).map_err(|problem| bad(number + 1, problem))?)?;
    }
    Ok(())
}

/// The fields of a row, by name.
struct Fields(BTreeMap<String, Field>);

impl Fields {
    fn of(row: Row) -> Self {
        Self(row.into_columns().into_iter().collect())
    }

    fn text_or_none(&mut self, name: &str) -> Result<Option<String>, String> {
        match self.0.remove(name) {
            Some(Field::Str(text)) => Ok(Some(text)),
            Some(Field::Null) => Ok(None),
            _ => Err(format!("the column {name} holds no text")),
        }
    }

    fn text(&mut self, name: &str) -> Result<String, String> {
        self.text_or_none(name)?.ok_or_else(|| format!("the column {name} is empty"))
    }

    fn whole_or_none(&mut self, name: &str) -> Result<Option<i64>, String> {
        match self.0.remove(name) {
            Some(Field::Long(number)) => Ok(Some(number)),
            Some(Field::Null) => Ok(None),
            _ => Err(format!("the column {name} holds no whole number")),
        }
    }

    fn whole(&mut self, name: &str) -> Result<i64, String> {
        self.whole_or_none(name)?.ok_or_else(|| format!("the column {name} is empty"))
    }

    fn moment_or_none(&mut self, name: &str) -> Result<Option<Timestamp>, String> {
        match self.0.remove(name) {
            Some(Field::TimestampMicros(micros)) => Ok(Some(Timestamp::from_micros(micros))),
            Some(Field::Null) => Ok(None),
            _ => Err(format!("the column {name} holds no moment")),
        }
    }

    fn moment(&mut self, name: &str) -> Result<Timestamp, String> {
        self.moment_or_none(name)?.ok_or_else(|| format!("the column {name} is empty"))
    }

    fn bytes(&mut self, name: &str) -> Result<Vec<u8>, String> {
        match self.0.remove(name) {
            Some(Field::Bytes(bytes)) => Ok(bytes.data().to_vec()),
            _ => Err(format!("the column {name} holds no bytes")),
        }
    }

    fn kept(&mut self, path: &str) -> Result<Kept, String> {
        let number = self.whole("number")?;
        let at = tables_in_order().iter().position(|known| *known == path);
        Ok(match at {
            Some(0) => Kept::Source {
                number,
                media_type: self.text("media_type")?,
                learnt: self.moment("learnt")?,
                content: self.bytes("content")?,
            },
            Some(1) => Kept::Name {
                number,
                source: self.whole("source")?,
                name: self.text("name")?,
                learnt: self.moment("learnt")?,
            },
            Some(2) => Kept::Reading {
                number,
                source: self.whole("source")?,
                maker: self.text("maker")?,
                learnt: self.moment("learnt")?,
                superseded: self.moment_or_none("superseded")?,
            },
            Some(3) => Kept::Article { number, reading: self.whole("reading")?, record: self.text("record")? },
            Some(_) => Kept::Judgement {
                number,
                article: self.text("article")?,
                local: self.text("local")?,
                verb: self.text("verb")?,
                field: self.text_or_none("field")?,
                value: self.text_or_none("value")?,
                author: self.text("author")?,
                reason: self.text_or_none("reason")?,
                at: self.moment("at")?,
                undoes: self.whole_or_none("undoes")?,
                carried: self.whole_or_none("carried")?,
            },
            None => return Err("it is no table of a ledger".to_owned()),
        })
    }
}
