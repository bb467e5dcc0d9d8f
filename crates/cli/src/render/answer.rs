//! Answers in the forms that programs take: JSON, JSON Lines, CSV, Markdown. One list of columns serves the flat forms;
//! the table for eyes is each verb's own.

use std::io::Write;

use chancery_export::csv_cell;
use serde_json::Value;

use crate::args::AnswerFormat;

/// Rows of an answer.
pub(crate) struct Answer {
    /// Names of the columns, for flat forms.
    pub(crate) columns: &'static [&'static str],
    /// Their cells.
    pub(crate) rows: Vec<Vec<String>>,
    /// The rows as JSON objects.
    pub(crate) values: Vec<Value>,
    /// What `json` prints, where it is more than an array of the rows.
    pub(crate) whole: Option<Value>,
}

impl Answer {
    /// With those columns, empty.
    pub(crate) const fn new(columns: &'static [&'static str]) -> Self {
        Self { columns, rows: Vec::new(), values: Vec::new(), whole: None }
    }

    /// One more row.
    pub(crate) fn push(&mut self, cells: Vec<String>, value: Value) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(cells);
        self.values.push(value);
    }

    /// Prints it; nothing for `table`.
    pub(crate) fn print(&self, format: AnswerFormat, out: &mut Vec<u8>) {
        match format {
            AnswerFormat::Table => {}
            AnswerFormat::Json => {
                let whole = self.whole.clone().unwrap_or_else(|| Value::Array(self.values.clone()));
                line(out, &serde_json::to_string_pretty(&whole).unwrap_or_default());
            }
            AnswerFormat::Jsonl => self.values.iter().for_each(|value| line(out, &value.to_string())),
            AnswerFormat::Csv => {
                let head: Vec<String> = self.columns.iter().map(|name| (*name).to_owned()).collect();
                for row in std::iter::once(&head).chain(&self.rows) {
                    line(out, &row.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(","));
                }
            }
            AnswerFormat::Md => {
                line(out, &format!("| {} |", self.columns.join(" | ")));
                line(out, &format!("|{}", "---|".repeat(self.columns.len())));
                for row in &self.rows {
                    let cells: Vec<_> = row.iter().map(|cell| escaped(cell)).collect();
                    line(out, &format!("| {} |", cells.join(" | ")));
                }
            }
        }
    }
}

fn line(out: &mut Vec<u8>, text: &str) {
    // A buffer takes all.
    let _ = writeln!(out, "{text}");
}

/// A cell of a Markdown table.
fn escaped(cell: &str) -> String {
    cell.replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_to_their_places_in_every_form() {
        let mut answer = Answer::new(&["id", "quote"]);
        answer.push(vec!["1".into(), "a, \"b\" | c\nd".into()], serde_json::json!({"id": 1}));
        let printed = |format| {
            let mut out = Vec::new();
            answer.print(format, &mut out);
            String::from_utf8(out).expect("UTF-8")
        };
        assert_eq!(printed(AnswerFormat::Csv), "id,quote\n1,\"a, \"\"b\"\" | c\nd\"\n");
        assert_eq!(printed(AnswerFormat::Md), "| id | quote |\n|---|---|\n| 1 | a, \"b\" \\| c d |\n");
        assert_eq!(printed(AnswerFormat::Jsonl), "{\"id\":1}\n");
        assert_eq!(printed(AnswerFormat::Json), "[\n  {\n    \"id\": 1\n  }\n]\n");
    }
}
