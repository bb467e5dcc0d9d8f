//! Loads `reading.toml`: what a language tells the reader of how its sources are written.
//! The table it fills is [`chancery_model::Conventions`]; what each list is for stands in `packs/zh/reading.toml`.

use std::collections::BTreeMap;
use std::sync::Arc;

use chancery_model::{Conventions, DocumentKind, Language, Script, Slip};
use chancery_text::FoldTable;
use serde::Deserialize;
use thiserror::Error;

use crate::ready;

/// The bundled tables, by file.
const BUNDLED: &[(&str, &str)] = &[
    ("zh/reading.toml", include_str!("../../../packs/zh/reading.toml")),
    ("en/reading.toml", include_str!("../../../packs/en/reading.toml")),
];

/// The bundled folding table.
const FOLD: &str = include_str!("../../../packs/zh/fold.tsv");

/// Why a table could not be read.
#[derive(Debug, Error)]
pub enum ReadingError {
    /// Not of the form.
    #[error("{file}: {message}")]
    Form {
        /// Which file.
        file: String,
        /// What and where, from the parser.
        message: String,
    },
    /// A kind of document that there isn't.
    #[error("{file}: no kind of document is called {name:?}; the kinds are in docs/guide.md")]
    Kind {
        /// Which file.
        file: String,
        /// The name given.
        name: String,
    },
    /// A folding pair that can't be used.
    #[error("{file}:{line}: {message}")]
    Fold {
        /// Which file.
        file: String,
        /// Which line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct File {
    dateline: Dateline,
    fields: BTreeMap<String, Vec<String>>,
    boilerplate: BTreeMap<String, Vec<String>>,
    labels: BTreeMap<String, Vec<String>>,
    turns: BTreeMap<String, Vec<String>>,
    kinds: BTreeMap<String, Vec<String>>,
    kinds_by_end: BTreeMap<String, Vec<String>>,
    kinds_by_lead: BTreeMap<String, Vec<String>>,
    issuing: BTreeMap<String, Vec<String>>,
    readouts: BTreeMap<String, Vec<String>>,
    masks: BTreeMap<String, Vec<String>>,
    slips: Slips,
    hyphens: BTreeMap<String, Vec<String>>,
    lost_numbers: BTreeMap<String, Vec<String>>,
    terminal: BTreeMap<String, Vec<String>>,
    anniversaries: Anniversaries,
    ahead: BTreeMap<String, Vec<String>>,
    commonest: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Anniversaries {
    marks: Vec<String>,
    since: BTreeMap<String, i16>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Dateline {
    agencies: Vec<String>,
    marks: Vec<String>,
    leads: Vec<String>,
    hours: Vec<String>,
    reporters: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Slips {
    pairs: Vec<(String, String)>,
    traditional: Vec<(String, String)>,
    english: Vec<(String, String)>,
}

/// The conventions of all bundled languages, put together, with the folding table and the marks of web pages.
///
/// # Errors
/// None with the bundled files, which the tests read.
pub fn conventions() -> Result<Conventions, ReadingError> {
    let mut out = Conventions { fold: Some(Arc::new(fold_table("zh/fold.tsv", FOLD)?)), ..Conventions::default() };
    for (file, source) in BUNDLED {
        read_conventions(file, source, &mut out)?;
    }
    out.web = crate::web_marks(crate::BUILT_IN_WEB).ok().map(Arc::new);
    Ok(out)
}

/// Adds one language's forms to the table.
///
/// # Errors
/// Where the file isn't of the form, or names a kind that there isn't.
pub fn read_conventions(file: &str, source: &str, out: &mut Conventions) -> Result<(), ReadingError> {
    let read: File =
        toml::from_str(source).map_err(|e| ReadingError::Form { file: file.to_owned(), message: e.to_string() })?;
    add(file, read, out)
}

/// The same from a bundled file's table as it was made ready; whether it was of the form.
pub(crate) fn read_ready_conventions(file: &str, json: &str, out: &mut Conventions) -> bool {
    ready::table(json).is_some_and(|read| add(file, read, out).is_ok())
}

fn add(file: &str, read: File, out: &mut Conventions) -> Result<(), ReadingError> {
    let list = |table: &BTreeMap<String, Vec<String>>, key: &str| table.get(key).cloned().unwrap_or_default();
    let chars = |table: &BTreeMap<String, Vec<String>>, key: &str| -> Vec<char> {
        list(table, key).iter().filter_map(|s| s.chars().next()).collect()
    };
    out.dateline.agencies.extend(read.dateline.agencies);
    out.dateline.agencies.sort_by_key(|a| std::cmp::Reverse(a.len()));
    out.dateline.marks.extend(read.dateline.marks);
    out.dateline.leads.extend(read.dateline.leads);
    out.dateline.hours.extend(read.dateline.hours);
    out.dateline.reporters.extend(read.dateline.reporters);
    let fields = &mut out.fields;
    for (to, key) in [
        (&mut fields.dates, "dates"),
        (&mut fields.outlets, "outlets"),
        (&mut fields.authors, "authors"),
        (&mut fields.posters, "posters"),
        (&mut fields.counters, "counters"),
    ] {
        to.extend(list(&read.fields, key));
    }
    let b = &read.boilerplate;
    let boiler = &mut out.boilerplate;
    for (to, key) in [
        (&mut boiler.begins, "begins"),
        (&mut boiler.whole, "whole"),
        (&mut boiler.sources, "sources"),
        (&mut boiler.contents, "contents"),
        (&mut boiler.digests, "digests"),
        (&mut boiler.broadcasts, "broadcasts"),
        (&mut boiler.captions, "captions"),
        (&mut boiler.credits, "credits"),
        (&mut boiler.bracketed, "bracketed"),
        (&mut boiler.notices, "notices"),
        (&mut boiler.photographers, "photographers"),
        (&mut boiler.pages, "pages"),
        (&mut boiler.crumbs, "crumbs"),
        (&mut boiler.tails, "tails"),
        (&mut boiler.bylines, "bylines"),
        (&mut boiler.outlet_ends, "outlet_ends"),
        (&mut boiler.introduces, "introduces"),
    ] {
        to.extend(list(b, key));
    }
    out.labels.numerals.extend(chars(&read.labels, "numerals"));
    out.labels.after.extend(chars(&read.labels, "after"));
    out.labels.enumerators.extend(list(&read.labels, "enumerators"));
    out.labels.articles.extend(list(&read.labels, "articles"));
    out.labels.chapters.extend(list(&read.labels, "chapters"));
    out.commonest.extend(read.commonest.into_iter().filter_map(|(tag, words)| Some((Language::new(&tag)?, words))));
    out.turns.questions.extend(list(&read.turns, "questions"));
    out.turns.answers.extend(list(&read.turns, "answers"));
    out.turns.colon.extend(chars(&read.turns, "colon"));
    for (table, to) in [
        (&read.kinds, &mut out.kinds),
        (&read.kinds_by_end, &mut out.kinds_by_end),
        (&read.kinds_by_lead, &mut out.kinds_by_lead),
    ] {
        for (name, words) in table {
            let kind = DocumentKind::from_name(name)
                .ok_or_else(|| ReadingError::Kind { file: file.to_owned(), name: name.clone() })?;
            to.extend(words.iter().map(|w| (kind, w.clone())));
        }
        // Longer words are the more telling ones: 联合公报 before 公报.
        to.sort_by_key(|(kind, word)| (std::cmp::Reverse(word.chars().count()), *kind));
    }
    out.issuing.extend(list(&read.issuing, "verbs"));
    out.reporting.extend(list(&read.issuing, "told"));
    out.first_person.extend(list(&read.issuing, "own"));
    out.readout_outlets.extend(list(&read.readouts, "outlets"));
    out.readout_own.extend(list(&read.readouts, "own"));
    out.readout_missions.extend(list(&read.readouts, "missions"));
    out.readout_posted.extend(list(&read.readouts, "posted"));
    out.masks.marks.extend(chars(&read.masks, "marks"));
    out.masks.words.extend(list(&read.masks, "words"));
    out.masks.illegible.extend(chars(&read.masks, "illegible"));
    let slips = [
        (None, read.slips.pairs),
        (Some(Script::Hant), read.slips.traditional),
        (Some(Script::Latn), read.slips.english),
    ];
    for (script, pairs) in slips {
        out.slips.extend(pairs.into_iter().map(|(found, meant)| Slip { found, meant, script }));
    }
    out.compounds.extend(list(&read.hyphens, "compounds"));
    out.lost_numbers.before.extend(list(&read.lost_numbers, "before"));
    out.lost_numbers.measures.extend(list(&read.lost_numbers, "measures"));
    out.lost_numbers.not_before.extend(list(&read.lost_numbers, "not_before"));
    out.anniversary_marks.extend(read.anniversaries.marks);
    out.anniversaries.extend(read.anniversaries.since);
    out.ahead_before.extend(list(&read.ahead, "before"));
    out.ahead_after.extend(list(&read.ahead, "after"));
    out.terminal.extend(chars(&read.terminal, "marks"));
    Ok(())
}

/// Reads `fold.tsv`: `from<TAB>to` a line, `#` comments; capital letters fold to small ones too.
///
/// # Errors
/// A line that isn't a pair, or a pair of other length in UTF-8.
pub fn fold_table(file: &str, source: &str) -> Result<FoldTable, ReadingError> {
    let pairs = fold_pairs(file, source)?;
    FoldTable::new(pairs, true).map_err(|e| ReadingError::Fold {
        file: file.to_owned(),
        line: 0,
        message: e.to_string(),
    })
}

/// The pairs of a `fold.tsv`, each of one length in UTF-8.
pub(crate) fn fold_pairs(file: &str, source: &str) -> Result<Vec<(char, char)>, ReadingError> {
    let mut pairs = Vec::new();
    for (n, line) in source.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fault = |message: String| ReadingError::Fold { file: file.to_owned(), line: n + 1, message };
        let mut parts = line.split('\t').map(|p| p.chars());
        let (Some(from), Some(to)) = (parts.next().and_then(|mut p| p.next()), parts.next().and_then(|mut p| p.next()))
        else {
            return Err(fault("want two characters with a tab between".into()));
        };
        if from.len_utf8() == to.len_utf8() {
            pairs.push((from, to));
        } else if n > 0 || (from, to) != ('f', 't') {
            return Err(fault(format!("{from} and {to} differ in UTF-8 length: list the variant as a word")));
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_tables_load() {
        let conventions = conventions().expect("bundled");
        assert!(conventions.dateline.agencies.iter().any(|a| a == "新华社"));
        assert!(
            conventions.kinds.iter().position(|k| k.1 == "联合公报")
                < conventions.kinds.iter().position(|k| k.1 == "公报")
        );
        assert_eq!(conventions.fold.expect("a table").fold("聯合聲明"), "联合声明");
    }

    #[test]
    fn a_broken_table_says_where() {
        let mut out = Conventions::default();
        let error = read_conventions("x.toml", "[kinds]\nnovel = [\"小说\"]", &mut out).expect_err("no such kind");
        assert!(error.to_string().contains("novel"));
        let error = fold_table("f.tsv", "# head\n，\t,\n").expect_err("three bytes and one");
        assert!(error.to_string().starts_with("f.tsv:2"));
    }
}
