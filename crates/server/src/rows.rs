//! Rows for an assistant: as many as fit into one answer, with what it needs of each. See `mcp.rs` for the tools.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

/// Characters of one answer: some 10,000 tokens of Chinese at most, which leaves an assistant room to think.
pub(crate) const SIZE: usize = 16_000;

/// Rows of one answer, where nobody says.
const ROWS: usize = 20;

/// Rows that paging goes through at most.
const DEEPEST: usize = 10_000;

/// Where an answer goes on, and how long it is.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Page {
    /// Rows at most (20 if not said); fewer where they are long
    rows: Option<usize>,
    /// The `next` of the answer before, to go on
    from_row: Option<usize>,
    /// With what the ledger knew at the end of that day (UTC) or at that moment: 2024-03-12
    pub(crate) as_of: Option<String>,
}

impl Page {
    pub(crate) fn from(&self) -> usize {
        self.from_row.unwrap_or(0).min(DEEPEST)
    }

    fn rows(&self) -> usize {
        self.rows.unwrap_or(ROWS).clamp(1, 200)
    }

    /// Rows to ask the ledger for: those before, these, and one more to know whether there is more.
    pub(crate) fn depth(&self) -> usize {
        self.from() + self.rows() + 1
    }
}

/// What an assistant needs of a row, in this order; the rest is a `show` away.
const KEPT: &[&str] = &[
    "id",
    "permalink",
    "said",
    "title",
    "article",
    "holder",
    "voice",
    "moved",
    "word",
    "kind",
    "stance",
    "polarity",
    "intensity",
    "holders",
    "addressees",
    "targets",
    "via",
    "quote",
    "text",
    "amounts",
    "dates",
    "deadline",
    "due",
    "specificity",
    "last_word",
    "instruments",
    "mechanisms",
    "standing",
    "stand",
    "first",
    "second",
    "fate",
    "was",
    "is",
    "shifts",
];

fn brief(row: &Value) -> Value {
    let Some(row) = row.as_object() else { return row.clone() };
    let empty = |value: &Value| {
        value.is_null()
            || value.as_array().is_some_and(Vec::is_empty)
            || value.as_str().is_some_and(str::is_empty)
            || value.as_object().is_some_and(serde_json::Map::is_empty)
    };
    let kept = KEPT.iter().filter_map(|name| Some((*name, row.get(*name)?))).filter(|(_, value)| !empty(value));
    let inner =
        |name: &str, value: &Value| if matches!(name, "first" | "second") { brief(value) } else { value.clone() };
    kept.map(|(name, value)| (name.to_owned(), inner(name, value))).collect()
}

/// Characters as an answer is sent.
pub(crate) fn length(value: &Value) -> usize {
    value.to_string().chars().count()
}

/// A row that no answer has room for, its long texts cut; the whole stands in the source that its permalink leads to.
pub(crate) fn shortened(mut row: Value, room: usize) -> Value {
    let mut longest = room / 4;
    while length(&row) > room && longest > 20 {
        cut_texts(&mut row, longest);
        longest /= 2;
    }
    row["cut"] = json!(true);
    row
}

fn cut_texts(value: &mut Value, longest: usize) {
    match value {
        Value::String(text) if text.chars().count() > longest => {
            *text = text.chars().take(longest).chain(['…']).collect();
        }
        Value::Array(all) => {
            all.truncate(longest / 10 + 1);
            all.iter_mut().for_each(|one| cut_texts(one, longest));
        }
        Value::Object(fields) => fields.values_mut().for_each(|one| cut_texts(one, longest)),
        _ => {}
    }
}

/// What stands in every answer around its rows: their name, `next`, and a sentence where there are none.
const AROUND: usize = 300;

/// The rows of a page, as many as fit beside what else is told; `none` says in words that there are none.
pub(crate) fn paged(rows: &[Value], page: &Page, none: &str, mut more: Value) -> Value {
    if length(&more) > SIZE / 2 {
        more = shortened(more, SIZE / 2);
    }
    let (from, mut room) = (page.from(), SIZE - AROUND - length(&more));
    let mut out = Vec::new();
    for row in rows.iter().skip(from).take(page.rows()) {
        let mut row = brief(row);
        if out.is_empty() && length(&row) > room {
            row = shortened(row, room - 20);
        }
        // With the comma behind it.
        let size = length(&row) + 1;
        if size > room && !out.is_empty() {
            break;
        }
        room = room.saturating_sub(size);
        out.push(row);
    }
    let next = from + out.len();
    if out.is_empty() {
        more["said"] = json!(if from == 0 { none } else { "There are no more rows." });
    }
    more["rows"] = json!(out);
    more["next"] = json!((next < rows.len()).then_some(next));
    more
}

/// One thing whole where it fits; an article with many acts is cut to those that fit.
pub(crate) fn fitting(mut value: Value) -> Value {
    let Some(acts) = value.get_mut("acts").filter(|acts| acts.is_array()).map(Value::take) else {
        return if length(&value) > SIZE { shortened(value, SIZE - 20) } else { value };
    };
    let acts = acts.as_array().cloned().unwrap_or_default();
    let mut shown = paged(&acts, &Page { rows: Some(200), ..Page::default() }, "No act was found in it.", value);
    let left = acts.len() - shown["rows"].as_array().map_or(0, Vec::len);
    shown["acts"] = shown["rows"].take();
    if let Some(fields) = shown.as_object_mut() {
        fields.remove("rows");
        fields.remove("next");
    }
    if left > 0 {
        shown["left"] = json!(format!("{left} more acts are in it: search with its words, or show them by id."));
    }
    shown
}

/// A passage without what only a page needs.
pub(crate) fn cut(passage: &Value) -> Value {
    let text = passage["text"].as_str().unwrap_or_default();
    let mut short: String = text.chars().take(400).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    json!({"article": passage["article"], "permalink": passage["permalink"], "said": passage["said"], "text": short})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_fit_and_go_on() {
        let rows: Vec<Value> =
            (0..50).map(|n| json!({"id": n.to_string(), "quote": "字".repeat(900), "rule": "r"})).collect();
        let first = paged(&rows, &Page { rows: Some(40), ..Page::default() }, "none", json!({}));
        assert!(first.to_string().chars().count() <= SIZE);
        let next = first["next"].as_u64().expect("more") as usize;
        assert_eq!(first["rows"].as_array().map(Vec::len), Some(next));
        let second = paged(&rows, &Page { from_row: Some(next), ..Page::default() }, "none", json!({}));
        assert_eq!(second["rows"][0]["id"], next.to_string());
        assert_eq!(second["rows"][0].get("rule"), None, "the rest is a `show` away");
    }

    #[test]
    fn what_stands_beside_the_rows_counts_and_one_row_too_long_is_cut() {
        let rows: Vec<Value> = (0..300).map(|n| json!({"id": n.to_string(), "quote": "a".repeat(90)})).collect();
        let page = |rows| Page { rows: Some(rows), ..Page::default() };
        let beside = json!({"passages": ["字".repeat(400), "字".repeat(400)], "facets": {"kind": [["call", 3]]}});
        assert!(length(&paged(&rows, &page(1_000), "none", beside)) <= SIZE);
        let long = paged(&[json!({"id": "1", "quote": "字".repeat(40_000)})], &page(5), "none", json!({}));
        assert!(length(&long) <= SIZE && long["rows"][0]["cut"] == true, "{}", length(&long));
        let heads: Vec<Value> = (0..900).map(|n| json!({"title": format!("title {n}"), "kind": "other"})).collect();
        let much = paged(&rows, &page(200), "none", json!({"articles": heads}));
        assert!(length(&much) <= SIZE && !much["rows"].as_array().expect("rows").is_empty());
        let article = json!({"id": "a", "faults": vec![json!({"message": "b".repeat(200)}); 200], "acts": rows});
        assert!(length(&fitting(article)) <= SIZE);
        let act = json!({"id": "a", "paragraph": {"text": "字".repeat(30_000)}});
        assert!(length(&fitting(act)) <= SIZE);
    }

    #[test]
    fn nothing_is_said_in_words() {
        let none = paged(&[], &Page::default(), "Nothing.", json!({}));
        assert_eq!((&none["said"], &none["next"]), (&json!("Nothing."), &Value::Null));
        let past = paged(&[json!({"id": "1"})], &Page { from_row: Some(5), ..Page::default() }, "Nothing.", json!({}));
        assert_eq!(past["said"], "There are no more rows.");
    }
}
