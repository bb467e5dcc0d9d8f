//! Answers in the forms that programs take: JSON, JSON Lines, CSV, Markdown. One list of columns serves the flat forms;
//! the table for eyes is each verb's own.

use chancery_export::csv_cell;
use serde_json::Value;

/// A form that programs take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One JSON value.
    Json,
    /// One JSON object a row.
    Jsonl,
    /// RFC 4180 with a head line.
    Csv,
    /// A Markdown table.
    Md,
}

/// What an answer between two days leaves out, since no day of it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undated {
    /// So many acts.
    Acts(u64),
    /// So many texts.
    Texts(u64),
    /// So many acts, and so many paragraphs.
    Found(u64, u64),
}

impl Undated {
    /// How many acts or texts.
    #[must_use]
    pub const fn number(self) -> u64 {
        match self {
            Self::Acts(number) | Self::Texts(number) | Self::Found(number, _) => number,
        }
    }

    /// How many paragraphs.
    #[must_use]
    pub const fn passages(self) -> u64 {
        match self {
            Self::Acts(_) | Self::Texts(_) => 0,
            Self::Found(_, number) => number,
        }
    }
}

/// Rows of an answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Names of the columns, for flat forms.
    pub columns: &'static [&'static str],
    /// Their cells.
    pub rows: Vec<Vec<String>>,
    /// The rows as JSON objects.
    pub values: Vec<Value>,
    /// What `json` prints, where it is more than an array of the rows.
    pub whole: Option<Value>,
    /// What was left out for want of a day; none where no days were asked for.
    pub undated: Option<Undated>,
}

impl Answer {
    /// With those columns, empty.
    #[must_use]
    pub const fn new(columns: &'static [&'static str]) -> Self {
        Self { columns, rows: Vec::new(), values: Vec::new(), whole: None, undated: None }
    }

    /// One more row.
    pub fn push(&mut self, cells: Vec<String>, value: Value) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(cells);
        self.values.push(value);
    }

    /// The same, which leaves so much out for want of a day.
    #[must_use]
    pub const fn without(mut self, undated: Option<Undated>) -> Self {
        self.undated = undated;
        self
    }

    /// The whole answer as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        self.whole.clone().unwrap_or_else(|| Value::Array(self.values.clone()))
    }

    /// The same on one line, as bytes.
    #[must_use]
    pub fn compact(&self) -> Vec<u8> {
        // Values have no key that is no text, the only thing that could fail.
        match &self.whole {
            Some(whole) => serde_json::to_vec(whole),
            None => serde_json::to_vec(&self.values),
        }
        .unwrap_or_default()
    }

    /// Writes it in a form.
    pub fn write(&self, form: Form, out: &mut String) {
        match form {
            Form::Json => {
                line(out, &serde_json::to_string_pretty(&self.json()).unwrap_or_default());
            }
            Form::Jsonl => self.values.iter().for_each(|value| line(out, &value.to_string())),
            Form::Csv => {
                let head: Vec<String> = self.columns.iter().map(|name| (*name).to_owned()).collect();
                for row in std::iter::once(&head).chain(&self.rows) {
                    line(out, &row.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(","));
                }
            }
            Form::Md => {
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

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
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
        let printed = |form| {
            let mut out = String::new();
            answer.write(form, &mut out);
            out
        };
        assert_eq!(printed(Form::Csv), "id,quote\n1,\"a, \"\"b\"\" | c\nd\"\n");
        assert_eq!(printed(Form::Md), "| id | quote |\n|---|---|\n| 1 | a, \"b\" \\| c d |\n");
        assert_eq!(printed(Form::Jsonl), "{\"id\":1}\n");
        assert_eq!(printed(Form::Json), "[\n  {\n    \"id\": 1\n  }\n]\n");
    }
}
