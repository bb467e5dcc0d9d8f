//! The seed documents, held against what people read in them: bounds, titles, kinds, days, scripts, noise and repairs. The
//! documents are not ours to publish, so this runs where `../shared` is at hand and says nothing elsewhere.
#![allow(clippy::disallowed_methods, reason = "tests read their sources")]

use std::path::{Path, PathBuf};

use chancery_model::Article;
use chancery_read::{Guide, Limits, read};
use chancery_value::Values;
use serde_json::Value;

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared")
}

/// Without white space, as the coded strings are compared.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect()
}

/// Without tags.
fn untagged(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

/// A coded document and what was read of its source.
fn documents() -> Vec<(Value, Vec<Article>)> {
    let values = Values::new(&chancery_pack::values().expect("bundled")).expect("bundled");
    let guide = Guide::new(chancery_pack::conventions().expect("bundled"), values);
    let Ok(entries) = std::fs::read_dir(shared().join("seeds")) else { return Vec::new() };
    let mut sources: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    sources.sort();
    sources
        .iter()
        .filter_map(|source| {
            let stem = source.file_stem()?.to_str()?;
            let gold = std::fs::read(shared().join("gold").join(format!("{stem}.document.json"))).ok()?;
            let bytes = std::fs::read(source).ok()?;
            let reading = read(source.file_name()?.to_str()?, &bytes, &guide, &Limits::default());
            Some((serde_json::from_slice(&gold).expect("a coded document"), reading.articles))
        })
        .collect()
}

fn list<'v>(gold: &'v Value, key: &str) -> &'v [Value] {
    gold[key].as_array().map_or(&[], Vec::as_slice)
}

fn word<'v>(gold: &'v Value, key: &str) -> &'v str {
    gold[key].as_str().unwrap_or_default()
}

#[test]
fn the_seeds_are_read_as_people_read_them() {
    for (gold, articles) in documents() {
        let texts: Vec<String> = articles.iter().map(|a| squeezed(&a.text)).collect();
        for coded in list(&gold, "articles") {
            let name = word(coded, "title");
            let (starts, ends) = (squeezed(word(coded, "starts")), squeezed(word(coded, "ends")));
            let found = texts.iter().position(|t| t.starts_with(&starts) && t.ends_with(&ends));
            let article = &articles[found.unwrap_or_else(|| panic!("no article from {starts} to {ends}"))];
            assert_eq!(squeezed(article.title.as_deref().unwrap_or_default()), squeezed(name));
            assert_eq!(article.kind.name(), word(coded, "kind"), "{name}");
            assert_eq!(article.script.name(), word(coded, "script"), "{name}");
            let published = article.published.as_ref().map(|p| p.day.to_string());
            assert_eq!(published.as_deref(), coded["published"].as_str(), "{name}");
        }
        for noise in list(&gold, "noise").iter().filter_map(Value::as_str) {
            let noise = squeezed(&untagged(noise));
            let kept = noise.chars().count() >= 4 && texts.iter().any(|t| t.contains(&noise));
            assert!(!kept, "kept: {noise}");
        }
        for repair in list(&gold, "repairs").iter().filter(|r| word(r, "kind") != "typo") {
            let mended = word(repair, "should_be");
            assert!(articles.iter().any(|a| a.text.contains(mended)), "not mended: {mended}");
        }
        for article in &articles {
            assert_eq!(article.map.check(&article.text), Ok(()));
        }
    }
}
