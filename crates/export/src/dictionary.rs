//! The data dictionary, written beside tables: for people (`dictionary.md`) and for programs (`datapackage.json`, a Data
//! Package of Frictionless Standards with a schema for each table). Made from `columns.rs`.

use serde_json::{Value, json};

use crate::columns::{Kind, TableNote, tables};
use crate::{About, Files};

/// How a kind of value is called in Table Schema; in words for people; how CSV writes it, where that needs saying.
const fn told(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Text => ("string", "text"),
        Kind::Whole => ("integer", "whole number"),
        Kind::Real => ("number", "number"),
        Kind::Truth => ("boolean", "true or false"),
        Kind::Day => ("date", "day"),
        Kind::Moment => ("datetime", "moment"),
        Kind::Texts => ("array", "list of texts"),
        Kind::Bytes => ("string", "bytes"),
    }
}

/// Writes both beside tables of that ending (`csv`, `jsonl`, `parquet`).
pub(crate) fn write(about: &About, ending: &str, files: &mut Files) {
    let mut page = String::from("# Data dictionary\n\n");
    page.push_str(&format!("Written by {} from a ledger as of {}.\n", about.program, about.moment));
    match about.asked.as_slice() {
        [] => page.push_str("It holds everything in it.\n"),
        asked => page.push_str(&format!("It holds the acts asked for: {}.\n", asked.join("; "))),
    }
    page.push_str(
        "\nPlaces (`start`, `end`) count Unicode code points, half-open, so that `text[start:end]` in Python is the quote.\n",
    );
    page.push_str(match ending {
        "csv" => "An empty cell is a value that is not known; lists are parted by `; `. UTF-8 without a mark.\n\
                  A cell that begins as a formula would (`=`, `+`, `-`, `@`, a tab or a return, no number) has an apostrophe before it:\n\
                  take one away for the exact words, or use another form.\n",
        "jsonl" => "`null` is a value that is not known. An act holds its amounts and dates as lists, without `act`.\n",
        _ => "A null is a value that is not known. `year` in the folders' names is the year of `said`.\n",
    });
    let mut resources = Vec::new();
    for TableNote { name, note, columns } in tables() {
        page.push_str(&format!("\n## {name}\n\n{note}\n\n| column | holds | what it is |\n|---|---|---|\n"));
        for (column, kind, note) in &columns {
            page.push_str(&format!("| `{column}` | {} | {note} |\n", told(*kind).1));
        }
        // In JSON Lines amounts and dates stand inside acts.
        if ending != "jsonl" || matches!(name, "acts" | "articles") {
            resources.push(resource(name, note, &columns, ending));
        }
    }
    files.add("dictionary.md", page.as_bytes());
    let package = json!({
        "profile": "data-package",
        "name": "chancery-export",
        "title": "Diplomatic acts, each with the words that it rests on",
        "created": about.moment.to_string(),
        "resources": resources,
    });
    let text = serde_json::to_string_pretty(&package).unwrap_or_default() + "\n";
    files.add("datapackage.json", text.as_bytes());
}

fn resource(name: &str, note: &str, columns: &[(&str, Kind, &str)], ending: &str) -> Value {
    let field = |(column, kind, note): &(&str, Kind, &str)| {
        // In CSV a list is one text.
        let kind = if ending == "csv" && *kind == Kind::Texts { Kind::Text } else { *kind };
        json!({"name": column, "type": told(kind).0, "description": note})
    };
    let path = if ending == "parquet" { format!("{name}/**/*.parquet") } else { format!("{name}.{ending}") };
    let mut schema = json!({"fields": columns.iter().map(field).collect::<Vec<_>>()});
    match name {
        "acts" => {
            schema["foreignKeys"] =
                json!([{"fields": "article", "reference": {"resource": "articles", "fields": "id"}}])
        }
        "articles" => {}
        _ => schema["foreignKeys"] = json!([{"fields": "act", "reference": {"resource": "acts", "fields": "id"}}]),
    }
    json!({
        "name": name,
        "description": note,
        "path": path,
        "format": ending,
        "encoding": "utf-8",
        "schema": schema,
    })
}
