//! JSON rows → a sheet a row: one object, an array of objects, an object a line, or an object that holds such an array
//! (JSON Feed and its likes).
//!
//! Values are found where they stand and each string is mapped, so a quotation leads to the row's own bytes. A broken
//! row is a fault with its place and the rest goes on. Next to read: `json/string.rs`, `fields.rs`.

mod row;
mod string;

use std::ops::Range;

use chancery_model::{Fault, FaultKind, FaultPlace, Severity};
use chancery_text::SourceSpan;
use serde::de::IgnoredAny;

use crate::{Limits, Sheet};

/// Faults of broken rows told one by one; what is beyond is told as a count.
const ROWS_TOLD: usize = 100;

/// Objects around an array of rows (`{"data": {"items": […]}}`).
const WRAPS: u8 = 3;

pub(crate) fn read(input: &str, limits: &Limits) -> Vec<Sheet> {
    let mut reader = Reader { input, limits, sheets: Vec::new(), faults: Vec::new(), untold: 0 };
    let start = skip_blanks(input, 0);
    reader.value(start, 0);
    reader.finish()
}

pub(crate) fn read_lines(input: &str, limits: &Limits) -> Vec<Sheet> {
    let mut reader = Reader { input, limits, sheets: Vec::new(), faults: Vec::new(), untold: 0 };
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', input.as_bytes());
    for end in ends.chain([input.len()]) {
        let line = input[start..end].trim_matches(|c: char| c.is_ascii_whitespace() || c == '\u{FEFF}');
        if !line.is_empty() {
            let at = line.as_ptr() as usize - input.as_ptr() as usize;
            if reader.is_full(at) {
                break;
            }
            match value_end(line, 0) {
                Ok(length) if line[length..].trim().is_empty() => reader.row(at..at + length),
                Ok(length) => reader.broken(at..at + line.len(), &format!("more follows the value at column {length}")),
                Err(error) => reader.broken(at..at + line.len(), &error.to_string()),
            }
        }
        start = end + 1;
    }
    reader.finish()
}

struct Reader<'i> {
    input: &'i str,
    limits: &'i Limits,
    sheets: Vec<Sheet>,
    faults: Vec<Fault>,
    untold: usize,
}

impl Reader<'_> {
    /// A value that is a row, holds rows, or neither.
    fn value(&mut self, start: usize, wraps: u8) {
        match self.input.as_bytes().get(start) {
            Some(b'[') => self.array(start + 1, wraps),
            Some(b'{') => match value_end(self.input, start) {
                Ok(end) => self.object(start..end, wraps),
                // Cut off: rows of an array inside may still be whole.
                Err(error) => match rows_within(self.input, start) {
                    Some(array) => self.array(array, wraps + 1),
                    None => self.broken(start..self.input.len(), &error.to_string()),
                },
            },
            _ => self.broken(start..self.input.len(), "neither an object nor an array"),
        }
    }

    fn array(&mut self, mut at: usize, wraps: u8) {
        loop {
            at = skip_blanks(self.input, at);
            match self.input.as_bytes().get(at) {
                Some(b']') => return,
                Some(b',') => at += 1,
                None => return self.broken(at..at, "the array is never closed"),
                Some(first) => match value_end(self.input, at) {
                    Ok(end) => {
                        if self.is_full(at) {
                            return;
                        }
                        match first {
                            b'{' => self.row(at..end),
                            b'[' if wraps < WRAPS => self.array(at + 1, wraps + 1),
                            _ => {}
                        }
                        at = end;
                    }
                    Err(error) => {
                        self.broken(at..self.input.len(), &error.to_string());
                        // The next row that begins on a line of its own.
                        let next = ["\n{", "\n  {", "\n    {", "\n\t{"];
                        let found = next.iter().filter_map(|n| Some(self.input[at..].find(n)? + n.len() - 1)).min();
                        match found {
                            Some(found) => at += found,
                            None => return,
                        }
                    }
                },
            }
        }
    }

    fn object(&mut self, place: Range<usize>, wraps: u8) {
        let found = row::Row::find(self.input, place.clone());
        if wraps >= WRAPS || found.as_ref().is_ok_and(row::Row::has_words) {
            self.row(place);
            return;
        }
        let Ok(row) = found else { return self.row(place) };
        // Not a row itself: rows within. An item's own lists (tags, replies) are not reached this way.
        let mut any = false;
        for (_, value) in row.others() {
            let is_rows = matches!(self.input.as_bytes().get(value.start), Some(b'['))
                && self.input[skip_blanks(self.input, value.start + 1)..].starts_with('{');
            let is_wrap = self.input.as_bytes().get(value.start) == Some(&b'{');
            if is_rows {
                any = true;
                self.array(value.start + 1, wraps + 1);
            } else if is_wrap && rows_within(self.input, value.start).is_some_and(|at| at < value.end) {
                any = true;
                self.object(value.clone(), wraps + 1);
            }
        }
        if !any {
            self.row(place);
        }
    }

    fn row(&mut self, place: Range<usize>) {
        match row::Row::find(self.input, place.clone()) {
            Ok(row) => match row.sheet(self.limits) {
                Some(sheet) => self.sheets.push(sheet),
                None => {
                    let message = "a row without text, html or title: give it one of them, or leave it out";
                    self.tell(FaultKind::EmptyRow, place, message.to_owned());
                }
            },
            Err(error) => self.broken(place, &error.to_string()),
        }
    }

    /// Whether the limit of articles is reached; it is told once.
    fn is_full(&mut self, at: usize) -> bool {
        let full = self.sheets.len() >= self.limits.articles as usize;
        if full {
            let message = format!("more than {} rows: split the source", self.limits.articles);
            let place = FaultPlace::Source(SourceSpan::of(at..self.input.len()));
            self.faults.push(Fault::new(FaultKind::OverLimit, Severity::Error, place, message));
        }
        full
    }

    fn broken(&mut self, place: Range<usize>, why: &str) {
        self.tell(FaultKind::Damaged, place, format!("not JSON: {why}; the rows around it are read"));
    }

    fn tell(&mut self, kind: FaultKind, place: Range<usize>, message: String) {
        if self.faults.len() >= ROWS_TOLD {
            self.untold += 1;
            return;
        }
        self.faults.push(Fault::new(kind, Severity::Error, FaultPlace::Source(SourceSpan::of(place)), message));
    }

    /// The rows' sheets; faults of what gave no sheet stand on one of their own.
    fn finish(mut self) -> Vec<Sheet> {
        if self.untold > 0 {
            let message = format!("{} more rows that are broken or empty", self.untold);
            self.faults.push(Fault::new(FaultKind::Damaged, Severity::Error, FaultPlace::Whole, message));
        }
        if !self.faults.is_empty() {
            self.sheets.push(Sheet { faults: self.faults, ..Sheet::default() });
        }
        self.sheets
    }
}

/// Where the value that begins at `start` ends.
fn value_end(input: &str, start: usize) -> Result<usize, serde_json::Error> {
    let mut values = serde_json::Deserializer::from_str(&input[start..]).into_iter::<IgnoredAny>();
    match values.next() {
        Some(Ok(_)) => Ok(start + values.byte_offset()),
        Some(Err(error)) => Err(error),
        None => Ok(start),
    }
}

/// Where an array of objects inside begins, behind its bracket.
fn rows_within(input: &str, start: usize) -> Option<usize> {
    let mut from = start;
    while let Some(open) = memchr::memchr(b'[', &input.as_bytes()[from..]).map(|i| from + i) {
        from = open + 1;
        if input.as_bytes().get(skip_blanks(input, from)) == Some(&b'{') {
            return Some(from);
        }
    }
    None
}

fn skip_blanks(input: &str, at: usize) -> usize {
    at + input[at..].bytes().take_while(u8::is_ascii_whitespace).count()
}

#[cfg(test)]
mod tests;
