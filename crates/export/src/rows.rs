//! Acts, amounts, dates and articles as CSV (RFC 4180, UTF-8) and as JSON Lines, with the data dictionary beside them.
//! In JSON an act holds its amounts and dates; in CSV they are tables of their own, and lists are parted by `; `.

use std::borrow::Cow;

use chancery_ledger::{Article, RecordedAct, Timestamp};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::columns::{Cell, Column, Part, Table, Whole, acts, amounts, articles, dates};
use crate::{About, ExportError, Files, Form, Told, dictionary};

/// Comma-separated values.
pub(crate) struct Csv;

impl Form for Csv {
    fn wants_text(&self) -> bool {
        true
    }

    fn begin(&mut self, about: &About, files: &mut Files) {
        fn head<R>(table: &Table<R>, files: &mut Files) {
            let names: Vec<String> = table.columns.iter().map(|column| column.name.to_owned()).collect();
            record(files.file(&format!("{}.csv", table.name)), &names);
        }
        head(&acts(), files);
        head(&amounts(), files);
        head(&dates(), files);
        head(&articles(), files);
        dictionary::write(about, "csv", files);
    }

    fn article(&mut self, article: &Article, text: &str, _about: &About, files: &mut Files) {
        row(&articles(), &Whole { article, text }, files);
    }

    fn act(&mut self, told: &Told<'_>, _about: &About, files: &mut Files) -> Result<(), ExportError> {
        let id = told.act.id.to_string();
        row(&acts(), told, files);
        told.act.act.amounts.iter().for_each(|part| row(&amounts(), &Part { act: &id, part }, files));
        told.act.act.dates.iter().for_each(|part| row(&dates(), &Part { act: &id, part }, files));
        Ok(())
    }
}

fn row<R>(table: &Table<R>, from: &R, files: &mut Files) {
    let cells: Vec<String> = table.columns.iter().map(|column| flat(&(column.take)(from))).collect();
    record(files.file(&format!("{}.csv", table.name)), &cells);
}

/// A cell in words.
fn flat(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Day(text) => text.clone().unwrap_or_default(),
        Cell::Whole(number) => number.map(|number| number.to_string()).unwrap_or_default(),
        Cell::Real(number) => number.map(|number| number.to_string()).unwrap_or_default(),
        Cell::Truth(truth) => truth.to_string(),
        Cell::Moment(moment) => moment.map(Timestamp::exact).unwrap_or_default(),
        Cell::Texts(all) => all.join("; "),
        // Of no table that is written so.
        Cell::Bytes(_) => String::new(),
    }
}

/// A cell of CSV: RFC 4180, and guarded. What begins as a formula does (`=`, `+`, `-`, `@`, a tab or a return) gets an apostrophe
/// before it, for texts come from anywhere and spreadsheets reckon what they open; numbers and lone signs stay. Cells that had
/// apostrophes before such a sign get one more, so taking one away always gives the exact words.
#[must_use]
pub fn csv_cell(cell: &str) -> Cow<'_, str> {
    let formula = cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guard = formula && cell.chars().nth(1).is_some() && cell.parse::<f64>().is_err();
    if cell.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}{}\"", if guard { "'" } else { "" }, cell.replace('"', "\"\"")))
    } else if guard {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A line of CSV.
pub(crate) fn record(out: &mut Vec<u8>, cells: &[String]) {
    for (number, cell) in cells.iter().enumerate() {
        if number > 0 {
            out.push(b',');
        }
        out.extend_from_slice(csv_cell(cell).as_bytes());
    }
    out.push(b'\n');
}

/// JSON Lines.
pub(crate) struct Jsonl;

impl Form for Jsonl {
    fn wants_text(&self) -> bool {
        true
    }

    fn begin(&mut self, about: &About, files: &mut Files) {
        files.file("acts.jsonl");
        files.file("articles.jsonl");
        dictionary::write(about, "jsonl", files);
    }

    fn article(&mut self, article: &Article, text: &str, _about: &About, files: &mut Files) {
        let whole = Whole { article, text };
        json(files.file("articles.jsonl"), &Object { columns: &articles().columns, from: &whole, parts: None });
    }

    fn act(&mut self, told: &Told<'_>, _about: &About, files: &mut Files) -> Result<(), ExportError> {
        json(files.file("acts.jsonl"), &Object { columns: &acts().columns, from: told, parts: Some(&told.act.act) });
        Ok(())
    }
}

/// A line of JSON.
pub(crate) fn json(out: &mut Vec<u8>, value: &impl Serialize) {
    // A buffer takes all, and rows are plain values.
    let _ = serde_json::to_writer(&mut *out, value);
    out.push(b'\n');
}

/// A row as an object, its fields in the order of the columns; an act's amounts and dates behind them.
struct Object<'r, R> {
    columns: &'r [Column<R>],
    from: &'r R,
    parts: Option<&'r RecordedAct>,
}

impl<R> Serialize for Object<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for column in self.columns {
            map.serialize_key(column.name)?;
            match (column.take)(self.from) {
                Cell::Text(text) | Cell::Day(text) => map.serialize_value(&text)?,
                Cell::Whole(number) => map.serialize_value(&number)?,
                Cell::Real(number) => map.serialize_value(&number)?,
                Cell::Truth(truth) => map.serialize_value(&truth)?,
                Cell::Moment(moment) => map.serialize_value(&moment.map(Timestamp::exact))?,
                Cell::Texts(all) => map.serialize_value(&all)?,
                Cell::Bytes(_) => map.serialize_value(&())?,
            }
        }
        if let Some(act) = self.parts {
            // The act's id stands around them.
            map.serialize_entry("amounts", &List(&amounts().columns[1..], &act.amounts))?;
            map.serialize_entry("dates", &List(&dates().columns[1..], &act.dates))?;
        }
        map.end()
    }
}

/// The amounts or dates of an act.
struct List<'r, 'p, P>(&'r [Column<Part<'p, P>>], &'p [P]);

impl<P> Serialize for List<'_, '_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.1.len()))?;
        for part in self.1 {
            list.serialize_element(&Object { columns: self.0, from: &Part { act: "", part }, parts: None })?;
        }
        list.end()
    }
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn what_begins_as_a_formula_is_guarded_and_numbers_are_not() {
        let told = [
            ("=1+2", "'=1+2"),
            ("=A1,\"x\"", "\"'=A1,\"\"x\"\"\""),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("'=1", "''=1"),
            ("-12.5", "-12.5"),
            ("-", "-"),
            ("+", "+"),
            ("'tis", "'tis"),
            ("2+2", "2+2"),
        ];
        for (cell, written) in told {
            assert_eq!(csv_cell(cell), written);
        }
    }
}
