//! A whole ledger as JSON Lines that can be brought back, identical: a line a row, table after table, the last one counting
//! those before it, so that an export that was cut off is told from a whole one. Records stand in it as they came in.
//! Sources that are UTF-8 stand as text, others in base64.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chancery_ledger::{Kept, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::ExportError;
use crate::rows::json;

/// The file that a whole ledger stands in.
pub const LEDGER: &str = "ledger.jsonl";

/// The form of the lines; goes up where an older program could not bring them back.
const FORM: u32 = 1;

/// A line of any kind: only the fields of its kind stand in it.
#[derive(Default, Serialize, Deserialize)]
struct Row<'r> {
    /// `ledger`, `source`, `name`, `reading`, `article`, `judgement`, `end`.
    row: Cow<'r, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    program: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    learnt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    superseded: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maker: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    record: Option<&'r RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    local: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verb: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undoes: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    carried: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<u64>,
}

impl Row<'_> {
    fn of(row: &'static str) -> Self {
        Self { row: Cow::Borrowed(row), ..Self::default() }
    }
}

/// What a line of an export says.
#[derive(Debug)]
pub enum Line {
    /// It begins.
    Begin,
    /// A row.
    Row(Box<Kept>),
    /// It ends.
    End,
}

/// The lines around the rows.
#[derive(Debug, Default)]
pub struct Lines {
    rows: u64,
}

impl Lines {
    /// The first line.
    pub fn begin(&self, program: &str, out: &mut Vec<u8>) {
        json(out, &Row { form: Some(FORM), program: Some(program.to_owned()), ..Row::of("ledger") });
    }

    /// A row.
    ///
    /// # Errors
    /// Where a record is no JSON.
    pub fn row(&mut self, kept: &Kept, out: &mut Vec<u8>) -> Result<(), ExportError> {
        self.rows += 1;
        let row = match kept {
            Kept::Source { number, media_type, learnt, content } => {
                let text = std::str::from_utf8(content).ok().map(str::to_owned);
                let base64 = if text.is_none() { Some(STANDARD.encode(content)) } else { None };
                let media_type = Some(media_type.clone());
                Row { number: Some(*number), media_type, learnt: exact(*learnt), text, base64, ..Row::of("source") }
            }
            Kept::Name { number, source, name, learnt } => Row {
                number: Some(*number),
                source: Some(*source),
                name: Some(name.clone()),
                learnt: exact(*learnt),
                ..Row::of("name")
            },
            Kept::Reading { number, source, maker, learnt, superseded } => Row {
                number: Some(*number),
                source: Some(*source),
                maker: Some(maker.clone()),
                learnt: exact(*learnt),
                superseded: superseded.and_then(exact),
                ..Row::of("reading")
            },
            Kept::Article { number, reading, record } => {
                let problem = |error: serde_json::Error| ExportError::Row {
                    place: format!("the record of the article in row {number}"),
                    problem: error.to_string(),
                };
                let record = Some(serde_json::from_str::<&RawValue>(record).map_err(problem)?);
                Row { number: Some(*number), reading: Some(*reading), record, ..Row::of("article") }
            }
            Kept::Judgement { number, article, local, verb, field, value, author, reason, at, undoes, carried } => {
                Row {
                    number: Some(*number),
                    article: Some(article.clone()),
                    local: Some(local.clone()),
                    verb: Some(verb.clone()),
                    field: field.clone(),
                    value: value.clone(),
                    author: Some(author.clone()),
                    reason: reason.clone(),
                    at: exact(*at),
                    undoes: *undoes,
                    carried: *carried,
                    ..Row::of("judgement")
                }
            }
        };
        json(out, &row);
        Ok(())
    }

    /// The last line.
    pub fn end(&self, out: &mut Vec<u8>) {
        json(out, &Row { rows: Some(self.rows), ..Row::of("end") });
    }

    /// Reads the next line of an export.
    ///
    /// # Errors
    /// Where it is none, or one of a newer program.
    pub fn read(&mut self, number: usize, text: &str) -> Result<Line, ExportError> {
        let bad = |problem: String| ExportError::Row { place: format!("line {number}"), problem };
        let row: Row<'_> = serde_json::from_str(text).map_err(|error| bad(error.to_string()))?;
        let kept = match row.row.as_ref() {
            "ledger" => {
                return match row.form {
                    Some(FORM) => Ok(Line::Begin),
                    form => Err(bad(format!(
                        "it is of form {}, and this program knows form {FORM}: use a newer chancery",
                        form.map_or_else(|| "none".to_owned(), |form| form.to_string())
                    ))),
                };
            }
            "end" if row.rows == Some(self.rows) => return Ok(Line::End),
            "end" => {
                return Err(bad(format!("{} rows should stand before it and {} do", row.rows.unwrap_or(0), self.rows)));
            }
            _ => kept(row).map_err(bad)?,
        };
        self.rows += 1;
        Ok(Line::Row(Box::new(kept)))
    }
}

fn exact(moment: Timestamp) -> Option<String> {
    Some(moment.exact())
}

fn need<T>(field: Option<T>, name: &str) -> Result<T, String> {
    field.ok_or_else(|| format!("the field {name} is missing"))
}

fn moment(text: Option<String>, name: &str) -> Result<Timestamp, String> {
    let text = need(text, name)?;
    Timestamp::parse(&text).ok_or_else(|| format!("{text:?} in {name} is no moment"))
}

fn kept(row: Row<'_>) -> Result<Kept, String> {
    let number = need(row.number, "number")?;
    Ok(match row.row.as_ref() {
        "source" => {
            let content = match (row.text, row.base64) {
                (Some(text), _) => text.into_bytes(),
                (None, coded) => STANDARD
                    .decode(need(coded, "text or base64")?)
                    .map_err(|error| format!("its bytes can't be decoded: {error}"))?,
            };
            let media_type = need(row.media_type, "media_type")?;
            Kept::Source { number, media_type, learnt: moment(row.learnt, "learnt")?, content }
        }
        "name" => Kept::Name {
            number,
            source: need(row.source, "source")?,
            name: need(row.name, "name")?,
            learnt: moment(row.learnt, "learnt")?,
        },
        "reading" => Kept::Reading {
            number,
            source: need(row.source, "source")?,
            maker: need(row.maker, "maker")?,
            learnt: moment(row.learnt, "learnt")?,
            superseded: row.superseded.map(|at| moment(Some(at), "superseded")).transpose()?,
        },
        "article" => {
            let record = need(row.record, "record")?.get().to_owned();
            Kept::Article { number, reading: need(row.reading, "reading")?, record }
        }
        "judgement" => Kept::Judgement {
            number,
            article: need(row.article, "article")?,
            local: need(row.local, "local")?,
            verb: need(row.verb, "verb")?,
            field: row.field,
            value: row.value,
            author: need(row.author, "author")?,
            reason: row.reason,
            at: moment(row.at, "at")?,
            undoes: row.undoes,
            carried: row.carried,
        },
        other => return Err(format!("there is no row of kind {other:?}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Kept> {
        let at = Timestamp::from_micros(1_700_000_000_123_456);
        vec![
            Kept::Source { number: 1, media_type: "text/plain".into(), learnt: at, content: "甲\n".into() },
            Kept::Source { number: 2, media_type: String::new(), learnt: at, content: vec![0, 255, 1] },
            Kept::Name { number: 1, source: 1, name: "a \"b\".txt".into(), learnt: at },
            Kept::Reading { number: 1, source: 1, maker: "{}".into(), learnt: at, superseded: Some(at) },
            Kept::Reading { number: 2, source: 2, maker: String::new(), learnt: at, superseded: None },
            Kept::Article { number: 4, reading: 1, record: r#"{"b": 1.0, "a":"\u00e9"}"#.into() },
            Kept::Judgement {
                number: 1,
                article: "6211b276b9".into(),
                local: "p1-2".into(),
                verb: "edit".into(),
                field: Some("holders".into()),
                value: Some(String::new()),
                author: "ann".into(),
                reason: None,
                at,
                undoes: None,
                carried: Some(1),
            },
        ]
    }

    fn written(rows: &[Kept]) -> String {
        let (mut out, mut lines) = (Vec::new(), Lines::default());
        lines.begin("chancery 0", &mut out);
        rows.iter().for_each(|kept| lines.row(kept, &mut out).expect("written"));
        lines.end(&mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn rows_come_back_as_they_were_to_the_byte_of_a_record() {
        let text = written(&rows());
        assert!(text.contains(r#""record":{"b": 1.0, "a":"\u00e9"}"#), "{text}");
        let mut lines = Lines::default();
        let mut back = Vec::new();
        let mut whole = false;
        for (number, line) in text.lines().enumerate() {
            match lines.read(number + 1, line).expect("a line") {
                Line::Begin => assert_eq!(number, 0),
                Line::Row(kept) => back.push(*kept),
                Line::End => whole = true,
            }
        }
        assert!(whole);
        assert_eq!(back, rows());
        assert_eq!(written(&back), text);
    }

    #[test]
    fn what_is_no_line_is_said_with_its_place() {
        for (line, problem) in [
            ("{", "line 3: EOF"),
            (r#"{"row":"ledger","form":9}"#, "line 3: it is of form 9, and this program knows form 1"),
            (r#"{"row":"end","rows":5}"#, "line 3: 5 rows should stand before it and 0 do"),
            (r#"{"row":"name","number":1}"#, "line 3: the field source is missing"),
            (r#"{"row":"other","number":1}"#, "line 3: there is no row of kind \"other\""),
        ] {
            let error = Lines::default().read(3, line).expect_err("no line").to_string();
            assert!(error.starts_with(problem), "{error}");
        }
    }
}
