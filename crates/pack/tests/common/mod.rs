//! What the tests of values share: the bundled table, the folding view, a short written form of a value.
#![allow(missing_docs, dead_code, unreachable_pub)]

use std::path::PathBuf;
use std::sync::OnceLock;

use chancery_model::{Amount, Day};
use chancery_text::FoldTable;
use chancery_value::{Scan, Value, ValueMention, Values};

pub fn bundled() -> &'static Values {
    static BUNDLED: OnceLock<Values> = OnceLock::new();
    BUNDLED.get_or_init(|| {
        let words = chancery_pack::values().expect("the bundled files are of the form");
        Values::new(&words).expect("and make a table")
    })
}

/// The folding view of both bundled languages.
pub fn fold(text: &str) -> String {
    static TABLE: OnceLock<FoldTable> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let sources = [include_str!("../../../../packs/zh/fold.tsv"), include_str!("../../../../packs/en/fold.tsv")];
        let pairs =
            sources.iter().flat_map(|source| source.lines()).filter(|line| !line.starts_with('#')).filter_map(|line| {
                let (from, to) = line.split_once('\t')?;
                Some((from.chars().next()?, to.chars().next()?))
            });
        FoldTable::new(pairs, true).expect("pairs of one length")
    });
    table.fold(text)
}

pub fn day(text: &str) -> Option<Day> {
    let mut parts = text.get(..10)?.split('-');
    let year = parts.next()?.parse().ok()?;
    Day::new(year, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)
}

pub fn scan(text: &str, reference: Option<Day>, everything: bool) -> Vec<ValueMention> {
    let folded = fold(text);
    let mut out = Vec::new();
    bundled().scan(Scan { text, folded: &folded, reference, everything }, &mut out);
    out
}

/// `2022-02-04 when`, `2022-03-01.. since`, `P18M`, `every P1Y`, `over 1200000000 dose`, `3..5 USD`, `#3`.
pub fn short(value: &Value) -> String {
    match value {
        Value::Date(range, role) => {
            let end = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
            let days = if range.start == range.end {
                end(range.start)
            } else {
                format!("{}..{}", end(range.start), end(range.end))
            };
            format!("{days} {role}")
        }
        Value::Duration(length) => length.0.clone(),
        Value::Recurrence(length) => format!("every {}", length.0),
        Value::Amount(amount) | Value::Number(amount) => figure(amount),
        Value::Ordinal(rank) => format!("#{rank}"),
    }
}

fn figure(amount: &Amount) -> String {
    let mut out = amount.approximation.map_or(String::new(), |one| format!("{} ", one.name()));
    out.push_str(&amount.value.to_string());
    if let Some(up_to) = amount.up_to {
        out.push_str(&format!("..{up_to}"));
    }
    if let Some(unit) = &amount.unit {
        out.push(' ');
        out.push_str(unit);
    }
    out
}

/// The folder of the measuring texts beside the repository, where it is there.
pub fn shared() -> Option<PathBuf> {
    let shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    shared.is_dir().then_some(shared)
}

#[allow(clippy::disallowed_methods, reason = "tests read the measuring texts")]
pub fn read(path: &std::path::Path) -> String {
    let text = std::fs::read_to_string(path).expect("a text file");
    text.trim_start_matches('\u{feff}').to_owned()
}
