//! A word of a list and what the list says of it. The row is kept as one piece of text, as `build.rs` writes it, and read when
//! it is asked: a start makes ready twenty thousand words, and a table for each cost more than all else.
//! Next to read: `lists.rs`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::text::Text;

/// A word and what its list says of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Written")]
pub struct Word {
    /// As written, in simplified characters or small letters where folding reaches.
    pub form: Text,
    row: Text,
    place: Option<u32>,
}

/// A word in a file.
#[derive(Deserialize)]
struct Written {
    form: String,
    #[serde(flatten)]
    values: BTreeMap<String, toml::Value>,
}

impl From<Written> for Word {
    fn from(written: Written) -> Self {
        let mut row = String::new();
        for (key, value) in written.values {
            let (kind, value) = match value {
                toml::Value::String(text) => ('s', text),
                toml::Value::Integer(number) => ('i', number.to_string()),
                toml::Value::Boolean(truth) => ('i', u8::from(truth).to_string()),
                // Of no use to any list; told nowhere, as an unknown key is not.
                other => ('x', other.to_string()),
            };
            for (lead, cell) in [("", &key), (&*kind.to_string(), &value)] {
                row.extend(if row.is_empty() { None } else { Some('\t') });
                row += lead;
                row.extend(cell.chars().map(|c| if c.is_control() { ' ' } else { c }));
            }
        }
        Self { form: written.form.into(), row: row.into(), place: None }
    }
}

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        (&self.form, &self.row) == (&other.form, &other.row)
    }
}

impl Word {
    /// A word without anything said of it.
    pub(crate) fn bare(form: String) -> Self {
        Self { form: form.into(), row: Text::default(), place: None }
    }

    /// A word of a bundled pack: what its list says of it, as `build.rs` writes it, and its place among the frozen forms.
    pub(crate) fn ready(form: &'static str, row: &'static str, place: Option<u32>) -> Self {
        Self { form: form.into(), row: row.into(), place }
    }

    /// Everything else in its row: keys (`stance`, `intensity` …) and values, in the order of the keys.
    pub fn values(&self) -> impl Iterator<Item = (&str, Value<'_>)> {
        let mut rest = self.row.as_str();
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let (key, value) = (cell(&mut rest), cell(&mut rest));
            let text = value.get(1..).unwrap_or_default();
            let value = match value.as_bytes().first() {
                Some(b's') => Value::Text(text),
                Some(b'i') => Value::Number(text.parse().unwrap_or_default()),
                _ => Value::Other,
            };
            Some((key, value))
        })
    }

    /// Whether the list says nothing of it.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.row.is_empty()
    }

    /// A value that is words.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.values().find(|(own, _)| *own == key).and_then(|(_, value)| value.text())
    }

    /// A value that is a number (`true` counts as 1).
    #[must_use]
    pub fn number(&self, key: &str) -> Option<i64> {
        self.values().find(|(own, _)| *own == key).and_then(|(_, value)| value.number())
    }

    /// The place of its form among the frozen ones of its pack ([`crate::frozen`]), where that is known.
    #[must_use]
    pub fn place(&self) -> Option<u32> {
        self.place
    }
}

/// What stands before the first tab, which is taken off. Cells are short: a plain loop costs less than a search made for long
/// texts, and a start takes off a hundred thousand.
pub(crate) fn cell<'a>(rest: &mut &'a str) -> &'a str {
    let end = rest.bytes().position(|byte| byte == b'\t').unwrap_or(rest.len());
    let (cell, behind) = rest.split_at(end);
    *rest = behind.get(1..).unwrap_or_default();
    cell
}

/// What a list says of a word under one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Words.
    Text(&'a str),
    /// A number; `true` is 1.
    Number(i64),
    /// Neither.
    Other,
}

impl<'a> Value<'a> {
    /// The words.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The number.
    #[must_use]
    pub fn number(self) -> Option<i64> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }
}
