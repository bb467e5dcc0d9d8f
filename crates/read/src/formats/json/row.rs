//! One row: its fields found, its words chosen and read by the reader of their format. Next to read: `fields.rs`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use chancery_text::{MappedText, SourceSpan};
use serde_json::value::RawValue;

use super::super::fields::{Field, Said, field};
use super::super::{html, markdown, text, title_only};
use super::string;
use crate::{CommentDraft, Format, Limits, Sheet, sniff};

pub(super) struct Row<'i> {
    input: &'i str,
    place: Range<usize>,
    fields: Vec<(Field, &'i str)>,
    others: Vec<(String, Range<usize>)>,
}

impl<'i> Row<'i> {
    /// The fields of the object that stands at `place`.
    pub(super) fn find(input: &'i str, place: Range<usize>) -> Result<Self, serde_json::Error> {
        let object: BTreeMap<Cow<'i, str>, &'i RawValue> = serde_json::from_str(&input[place.clone()])?;
        let mut row = Self { input, place, fields: Vec::new(), others: Vec::new() };
        for (name, value) in object {
            let value = value.get();
            let at = value.as_ptr() as usize - input.as_ptr() as usize;
            match field(&name) {
                Some(known) => row.fields.push((known, value)),
                None => row.others.push((name.into_owned(), at..at + value.len())),
            }
        }
        row.fields.sort_by_key(|(known, _)| *known);
        Ok(row)
    }

    /// Whether it is a row in its own right, and not something around rows.
    pub(super) fn has_words(&self) -> bool {
        self.fields.iter().any(|(f, v)| is_words(*f) && *f != Field::Summary && v.starts_with('"') && v.len() > 2)
    }

    /// What isn't a known field, by name.
    pub(super) fn others(&self) -> impl Iterator<Item = &(String, Range<usize>)> {
        self.others.iter()
    }

    fn at(&self, value: &str) -> usize {
        value.as_ptr() as usize - self.input.as_ptr() as usize
    }

    /// The row's sheet; `None` where it holds neither words nor a title.
    pub(super) fn sheet(&self, limits: &Limits) -> Option<Sheet> {
        let mut sheet = self.words(limits).unwrap_or_default();
        let mut said = Said::default();
        for (known, value) in &self.fields {
            self.say(*known, value, &mut said);
        }
        sheet.hints.splice(0..0, said.into_hints());
        if let Some((_, replies)) = self.fields.iter().find(|(f, v)| *f == Field::Comments && v.starts_with('[')) {
            sheet.comments = self.replies(replies);
        }
        if sheet.blocks.is_empty() {
            let (_, title) = self.fields.iter().find(|(f, v)| *f == Field::Title && v.starts_with('"'))?;
            let title = string::value(title, self.at(title));
            if !title_only(&mut sheet, &title, self.place.clone()) {
                return None;
            }
        }
        Some(sheet)
    }

    /// The row's words, read: the first field that gives some.
    fn words(&self, limits: &Limits) -> Option<Sheet> {
        let mut bodies: Vec<_> = self.fields.iter().filter(|(f, v)| is_words(*f) && v.starts_with('"')).collect();
        // HTML says more of the same words than plain text does.
        bodies.sort_by_key(|(f, _)| match f {
            Field::Html(rank) => (0, *rank),
            Field::Markdown => (1, 0),
            Field::Body(rank) => (2, *rank),
            _ => (3, 0),
        });
        bodies.into_iter().find_map(|(known, value)| {
            let value = string::value(value, self.at(value));
            let sheet = read_words(*known, &value, limits)?.through(value.map());
            (!sheet.blocks.is_empty()).then_some(sheet)
        })
    }

    fn say(&self, known: Field, value: &str, said: &mut Said) {
        let at = self.at(value);
        match value.as_bytes().first() {
            Some(b'"') => {
                said.add(known, string::value(value, at).text(), Some(SourceSpan::of(at..at + value.len())));
            }
            Some(b'0'..=b'9') => said.add(known, value, Some(SourceSpan::of(at..at + value.len()))),
            // `{"name": "…"}`, and lists of such or of strings.
            Some(b'{') => {
                if let Ok(inner) = serde_json::from_str::<BTreeMap<Cow<'_, str>, &RawValue>>(value)
                    && let Some(name) =
                        inner.get("name").or_else(|| inner.get("title")).filter(|n| n.get().starts_with('"'))
                {
                    said.add(known, string::value(name.get(), 0).text(), Some(SourceSpan::of(at..at + value.len())));
                }
            }
            Some(b'[') if known == Field::Author => {
                for one in serde_json::from_str::<Vec<&RawValue>>(value).unwrap_or_default() {
                    if !one.get().starts_with('[') {
                        // Leads back into this row's bytes: `one` is a slice of them.
                        let start = one.get().as_ptr() as usize - self.input.as_ptr() as usize;
                        self.say(known, &self.input[start..start + one.get().len()], said);
                    }
                }
            }
            _ => {}
        }
    }

    fn replies(&self, list: &'i str) -> Vec<CommentDraft> {
        let rows: Vec<&RawValue> = serde_json::from_str(list).unwrap_or_default();
        let reply = |raw: &RawValue| {
            let at = self.at(list) + (raw.get().as_ptr() as usize - list.as_ptr() as usize);
            let row = Row::find(self.input, at..at + raw.get().len()).ok()?;
            let told = |wanted: fn(&Field) -> bool| {
                let (_, value) = row.fields.iter().find(|(f, _)| wanted(f))?;
                let value = if value.starts_with('"') {
                    string::value(value, 0).text().to_owned()
                } else {
                    (*value).to_owned()
                };
                Some(value.trim().to_owned()).filter(|v| !v.is_empty())
            };
            Some(CommentDraft {
                author: told(|f| matches!(f, Field::Author | Field::Poster)),
                posted: told(|f| matches!(f, Field::Posted | Field::Published | Field::Changed)),
                text: told(|f| is_words(*f))?,
                source: Some(SourceSpan::of(row.place.clone())),
            })
        };
        rows.into_iter().filter_map(reply).collect()
    }
}

const fn is_words(field: Field) -> bool {
    matches!(field, Field::Body(_) | Field::Html(_) | Field::Markdown | Field::Summary)
}

/// Reads a field's words in the format they are in.
fn read_words(known: Field, value: &MappedText, limits: &Limits) -> Option<Sheet> {
    let words = value.text();
    let format = match known {
        Field::Html(_) => Format::Html,
        Field::Markdown => Format::Markdown,
        // A field called text is plain, unless it is plainly not.
        _ => sniff("", words.as_bytes()),
    };
    match format {
        Format::Html => Some(html::read_fragment(words, limits)),
        Format::Markdown => markdown::read(words, limits).into_iter().next(),
        _ => text::read(words, limits).into_iter().next(),
    }
}
