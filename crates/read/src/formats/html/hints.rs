//! What a page says of itself outside its words: title, dates, author, outlet, address, language, from its head, its
//! JSON-LD, its `<time>` elements and the stamps that saving programs leave. Which field names mean what is data
//! (`packs/web.toml`). Dates printed in the text are found in `content.rs`. Next to read: `read/src/sheet.rs`.

use std::ops::Range;

use chancery_model::{DateGround, WebField, WebMarks};
use chancery_text::SourceSpan;

use super::reference;
use super::tag::Tag;
use super::token::Attribute;
use crate::{Hint, HintKind};

/// JSON-LD longer than this is a data set, not a description of the page.
const LONGEST_DATA: usize = 1 << 20;
/// Longest value kept: a title or a name is shorter, and a hostile page may have a million of them.
const LONGEST_VALUE: usize = 1024;
/// Most hints of one page.
const MOST: usize = 256;

/// Gathers hints while the tree is built.
pub(super) struct Collector<'t, 'm> {
    text: &'t str,
    table: Option<&'m WebMarks>,
    hints: Vec<Hint>,
    data_follows: bool,
    titled: bool,
}

impl<'t, 'm> Collector<'t, 'm> {
    pub(super) const fn new(text: &'t str, table: Option<&'m WebMarks>) -> Self {
        Self { text, table, hints: Vec::new(), data_follows: false, titled: false }
    }

    pub(super) fn finish(self) -> Vec<Hint> {
        self.hints
    }

    fn push(&mut self, kind: HintKind, value: String, at: &Range<usize>) {
        // Many pages give the address of their page on a network as their author or outlet.
        let address = matches!(kind, HintKind::Author | HintKind::Outlet) && value.starts_with("http");
        let told = self.hints.iter().any(|h| h.kind == kind && h.value == value);
        if !told && !address && !value.is_empty() && value.len() <= LONGEST_VALUE && self.hints.len() < MOST {
            self.hints.push(Hint { kind, value, source: SourceSpan::checked(at.start, at.end) });
        }
    }

    fn attribute(&self, attributes: &[Attribute], name: &str) -> Option<Range<usize>> {
        let named = |a: &&Attribute| self.text[a.name.clone()].eq_ignore_ascii_case(name);
        attributes.iter().find(named).map(|a| a.value.clone())
    }

    pub(super) fn start(&mut self, tag: Tag, _span: &Range<usize>, attributes: &[Attribute]) {
        match tag {
            Tag::Html => self.take(HintKind::Language, attributes, "lang"),
            Tag::Meta => self.meta(attributes),
            Tag::Time => self.take(HintKind::Date(DateGround::Meta), attributes, "datetime"),
            Tag::Link => {
                let canonical = |value: Range<usize>| self.text[value].trim().eq_ignore_ascii_case("canonical");
                if self.attribute(attributes, "rel").is_some_and(canonical) {
                    self.take(HintKind::Url, attributes, "href");
                }
            }
            Tag::Script => {
                let data = |value: Range<usize>| self.text[value].trim().eq_ignore_ascii_case("application/ld+json");
                self.data_follows = self.attribute(attributes, "type").is_some_and(data);
            }
            _ => {}
        }
    }

    fn take(&mut self, kind: HintKind, attributes: &[Attribute], name: &str) {
        if let Some(at) = self.attribute(attributes, name) {
            self.push(kind, reference::attribute(&self.text[at.clone()]), &at);
        }
    }

    fn meta(&mut self, attributes: &[Attribute]) {
        let Some(table) = self.table else { return };
        let Some(content) = self.attribute(attributes, "content") else { return };
        for name in ["name", "property", "itemprop", "http-equiv"] {
            let Some(at) = self.attribute(attributes, name) else { continue };
            let field = &self.text[at];
            if field.len() <= 64
                && let Some(field) = table.field(&field.trim().to_ascii_lowercase())
            {
                self.push(kind_of(field), reference::attribute(&self.text[content.clone()]), &content);
            }
        }
    }

    /// The content of a raw element.
    pub(super) fn raw(&mut self, tag: Tag, at: Range<usize>) {
        match tag {
            Tag::Title if !self.titled => {
                self.titled = true;
                self.push(HintKind::PageTitle, reference::attribute(&self.text[at.clone()]), &at);
            }
            Tag::Script if self.data_follows && at.len() <= LONGEST_DATA => self.data(at),
            _ => {}
        }
        self.data_follows = false;
    }

    /// A comment: programs that save pages leave the time in one, in milliseconds.
    pub(super) fn comment(&mut self, at: Range<usize>) {
        let body = self.text[at.clone()].trim();
        if body.len() == 13
            && let Ok(stamp) = body.parse::<i64>()
        {
            self.push(HintKind::Date(DateGround::Stamp), utc(stamp / 1000), &at);
        }
    }

    /// JSON-LD: the fields of the object that describes the page.
    fn data(&mut self, at: Range<usize>) {
        let Some(table) = self.table else { return };
        let Ok(value) = serde_json::from_str::<serde_json::Value>(&self.text[at.clone()]) else { return };
        let mut found: Vec<(WebField, String)> = Vec::new();
        describe(&value, table, 0, &mut found);
        for (field, value) in found {
            self.push(kind_of(field), reference::attribute(&value), &at);
        }
    }
}

const fn kind_of(field: WebField) -> HintKind {
    match field {
        WebField::Title => HintKind::Title,
        WebField::Date => HintKind::Date(DateGround::Meta),
        WebField::Author => HintKind::Author,
        WebField::Outlet => HintKind::Outlet,
        WebField::Url => HintKind::Url,
        WebField::Language => HintKind::Language,
    }
}

/// Collects the fields of the first object with a date, through lists and graphs.
fn describe(value: &serde_json::Value, table: &WebMarks, depth: u32, found: &mut Vec<(WebField, String)>) {
    match value {
        serde_json::Value::Array(values) if depth < 4 => {
            for value in values.iter().take(64) {
                describe(value, table, depth + 1, found);
            }
        }
        serde_json::Value::Object(fields) if depth < 4 => {
            let fields: Vec<_> =
                fields.iter().filter_map(|(k, v)| table.field(&k.to_ascii_lowercase()).map(|f| (f, v))).collect();
            let dated = fields.iter().any(|(field, _)| *field == WebField::Date);
            if dated && found.is_empty() {
                found.extend(fields.iter().filter_map(|(field, v)| name_of(v).map(|name| (*field, name.to_owned()))));
            }
            if let serde_json::Value::Object(all) = value
                && let Some(graph) = all.get("@graph")
            {
                describe(graph, table, depth + 1, found);
            }
        }
        _ => {}
    }
}

/// A plain value, or the name of the thing or of the first of the things.
fn name_of(value: &serde_json::Value) -> Option<&str> {
    match value {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Array(values) => values.first().and_then(|v| v.get("name").unwrap_or(v).as_str()),
        serde_json::Value::Object(fields) => fields.get("name").and_then(serde_json::Value::as_str),
        _ => None,
    }
}

/// Seconds since 1970 as an ISO date and time, UTC (Howard Hinnant's civil-from-days).
fn utc(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_become_days_and_times() {
        assert_eq!(utc(0), "1970-01-01T00:00:00Z");
        assert_eq!(utc(1_582_934_400), "2020-02-29T00:00:00Z");
        assert_eq!(utc(951_868_799), "2000-02-29T23:59:59Z");
    }
}
