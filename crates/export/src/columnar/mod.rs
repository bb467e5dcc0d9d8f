//! Parquet: tables of `columns.rs` as typed columns, written a group of rows at a time so that no table need stand in memory.
//!
//! Next to read: `tables.rs` (acts and what belongs to them, by year), `ledger.rs` (a whole ledger, out and in).

pub(crate) mod ledger;
pub(crate) mod tables;

use std::sync::Arc;

use chancery_ledger::{Timestamp, days_since_1970};
use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use crate::columns::{Cell, Kind, Table};

/// Rows that are written as one group.
const ROWS: usize = 1 << 16;

/// Bytes of words and bytes in a group at most, so that a group of long texts fits into memory.
const BYTES: usize = 1 << 24;

/// A Parquet file being written.
pub(crate) struct Writer {
    writer: SerializedFileWriter<Vec<u8>>,
    kinds: Vec<Kind>,
    rows: Vec<Vec<Cell>>,
    bytes: usize,
}

impl Writer {
    /// For rows of that table; `noted` stands in the file's own notes.
    pub(crate) fn new<R>(table: &Table<R>, noted: &[(&str, &str)]) -> Result<Self, ParquetError> {
        let mut message = format!("message {} {{\n", table.name);
        for column in &table.columns {
            message.push_str(&field(column.name, column.kind));
        }
        message.push('}');
        let schema = Arc::new(parse_message_type(&message)?);
        let note = |(key, value): &(&str, &str)| KeyValue::new((*key).to_owned(), (*value).to_owned());
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("chancery".to_owned())
            .set_key_value_metadata((!noted.is_empty()).then(|| noted.iter().map(note).collect()))
            .build();
        let writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
        let kinds = table.columns.iter().map(|column| column.kind).collect();
        Ok(Self { writer, kinds, rows: Vec::new(), bytes: 0 })
    }

    /// A row; bytes that are ready come back.
    pub(crate) fn row(&mut self, cells: Vec<Cell>) -> Result<Vec<u8>, ParquetError> {
        self.bytes += cells.iter().map(weight).sum::<usize>();
        self.rows.push(cells);
        if self.rows.len() < ROWS && self.bytes < BYTES {
            return Ok(Vec::new());
        }
        self.group()?;
        self.writer.flush()?;
        Ok(std::mem::take(self.writer.inner_mut()))
    }

    /// The rest of the file.
    pub(crate) fn close(mut self) -> Result<Vec<u8>, ParquetError> {
        if !self.rows.is_empty() {
            self.group()?;
        }
        self.writer.into_inner()
    }

    fn group(&mut self) -> Result<(), ParquetError> {
        let rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        let mut group = self.writer.next_row_group()?;
        for (at, kind) in self.kinds.iter().enumerate() {
            let cells = rows.iter().filter_map(|row| row.get(at));
            column(&mut group, *kind, cells)?;
        }
        group.close()?;
        Ok(())
    }
}

/// A column of the schema. All may be null but truths: a value that must be there is no business of other programs.
fn field(name: &str, kind: Kind) -> String {
    match kind {
        Kind::Text => format!("  optional binary {name} (STRING);\n"),
        Kind::Bytes => format!("  optional binary {name};\n"),
        Kind::Whole => format!("  optional int64 {name};\n"),
        Kind::Real => format!("  optional double {name};\n"),
        Kind::Truth => format!("  required boolean {name};\n"),
        Kind::Day => format!("  optional int32 {name} (DATE);\n"),
        Kind::Moment => format!("  optional int64 {name} (TIMESTAMP(MICROS,true));\n"),
        Kind::Texts => {
            format!(
                "  required group {name} (LIST) {{ repeated group list {{ required binary element (STRING); }} }}\n"
            )
        }
    }
}

/// Roughly how many bytes a cell takes.
fn weight(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => text.as_ref().map_or(0, String::len),
        Cell::Bytes(bytes) => bytes.len(),
        Cell::Texts(all) => all.iter().map(String::len).sum(),
        _ => 8,
    }
}

/// Writes the cells of a column as the next of the group.
fn column<'c>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    kind: Kind,
    cells: impl Iterator<Item = &'c Cell>,
) -> Result<(), ParquetError> {
    let Some(mut writer) = group.next_column()? else {
        return Err(ParquetError::General("the schema has fewer columns than the table".to_owned()));
    };
    let levels = |there: &[bool]| there.iter().map(|there| i16::from(*there)).collect::<Vec<_>>();
    macro_rules! write {
        ($type:ty, $value:expr) => {{
            let values: Vec<Option<_>> = cells.map($value).collect();
            let there: Vec<bool> = values.iter().map(Option::is_some).collect();
            let values: Vec<_> = values.into_iter().flatten().collect();
            writer.typed::<$type>().write_batch(&values, Some(&levels(&there)), None)?;
        }};
    }
    match kind {
        Kind::Text => write!(ByteArrayType, |cell| match cell {
            Cell::Text(text) => text.as_deref().map(ByteArray::from),
            _ => None,
        }),
        Kind::Bytes => write!(ByteArrayType, |cell| match cell {
            Cell::Bytes(bytes) => Some(ByteArray::from(bytes.clone())),
            _ => None,
        }),
        Kind::Whole => write!(Int64Type, |cell| match cell {
            Cell::Whole(number) => *number,
            _ => None,
        }),
        Kind::Real => write!(DoubleType, |cell| match cell {
            Cell::Real(number) => *number,
            _ => None,
        }),
        Kind::Day => write!(Int32Type, |cell| match cell {
            Cell::Day(day) => day.as_deref().and_then(days_since_1970),
            _ => None,
        }),
        Kind::Moment => write!(Int64Type, |cell| match cell {
            Cell::Moment(moment) => moment.map(Timestamp::micros),
            _ => None,
        }),
        Kind::Truth => {
            let values: Vec<bool> = cells.map(|cell| *cell == Cell::Truth(true)).collect();
            writer.typed::<BoolType>().write_batch(&values, None, None)?;
        }
        Kind::Texts => {
            // An empty list is one entry that is not there; in a longer one all but the first go on with the row.
            let (mut values, mut there, mut goes_on) = (Vec::new(), Vec::new(), Vec::new());
            for cell in cells {
                let all: &[String] = if let Cell::Texts(all) = cell { all } else { &[] };
                values.extend(all.iter().map(|text| ByteArray::from(text.as_str())));
                there.extend(std::iter::repeat_n(1i16, all.len()));
                goes_on.extend((0..all.len()).map(|at| i16::from(at > 0)));
                if all.is_empty() {
                    there.push(0);
                    goes_on.push(0);
                }
            }
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&there), Some(&goes_on))?;
        }
    }
    writer.close()
}
