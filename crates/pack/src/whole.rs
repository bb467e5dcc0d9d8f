//! A whole pack made ready: words, names, rules, reading and value tables and the folding table, from the files inside the
//! program or from a folder's. All problems are told at once. Next to read: `lists.rs`, `rules.rs`.

use std::sync::Arc;

use chancery_model::Conventions;
use chancery_text::FoldTable;
use chancery_value::{ValueWords, Values};

use crate::lists::{PackError, RawPack, bundled_files, load};
use crate::reading::{fold_table, read_conventions};
use crate::rules::{Rules, read_rules};
use crate::values::read_values;

/// Languages with a bundled reading table, in the order they are merged.
const LANGUAGES: &[&str] = &["zh", "en"];

/// Everything that packs tell, compiled.
#[derive(Debug)]
pub struct Knowledge {
    /// Written forms of all languages, for the reader.
    pub conventions: Conventions,
    /// Numerals, dates and amounts of all languages.
    pub values: Values,
    /// The folding table.
    pub fold: Arc<FoldTable>,
    /// Languages that are coded: words and names with their rules.
    pub coded: Vec<(RawPack, Rules)>,
}

/// Compiles the bundled packs; `replaced` are the files of a pack folder (names from the folder on, `words/calls.toml`)
/// that takes the place of the bundled pack of its language.
///
/// # Errors
/// Every problem found, with file and line.
pub fn compile(replaced: &[(String, String)]) -> Result<Knowledge, Vec<PackError>> {
    let language = replaced_language(replaced)?;
    let mut errors = Vec::new();
    let mut conventions = Conventions::default();
    let mut words = ValueWords::default();
    let mut coded = Vec::new();
    let mut fold = None;
    for id in LANGUAGES.iter().copied().chain(language.as_deref().filter(|l| !LANGUAGES.contains(l))) {
        let own = language.as_deref() == Some(id);
        let named: Vec<(String, &str)> = if own {
            replaced.iter().map(|(name, text)| (format!("{id}/{name}"), text.as_str())).collect()
        } else {
            bundled_files(id)
        };
        let file = |name: &str| named.iter().find(|f| f.0 == format!("{id}/{name}"));
        if let Some((name, text)) = file("reading.toml")
            && let Err(error) = read_conventions(name, text, &mut conventions)
        {
            errors.push(whole_file(name, &error));
        }
        if let Some((name, text)) = file("values.toml")
            && let Err(error) = read_values(name, text, &mut words)
        {
            errors.push(whole_file(name, &error));
        }
        if fold.is_none()
            && let Some((name, text)) = file("fold.tsv")
        {
            match fold_table(name, text) {
                Ok(table) => fold = Some(Arc::new(table)),
                Err(error) => errors.push(whole_file(name, &error)),
            }
        }
        let table = fold.clone().unwrap_or_else(|| Arc::new(plain_fold()));
        if named.iter().any(|f| f.0.contains("/rules/")) {
            code(&named, &table, &mut coded, &mut errors);
        }
    }
    let fold = fold.unwrap_or_else(|| Arc::new(plain_fold()));
    conventions.fold = Some(Arc::clone(&fold));
    conventions.web = crate::web_marks(crate::BUILT_IN_WEB).ok().map(Arc::new);
    match Values::new(&words) {
        Ok(values) if errors.is_empty() => Ok(Knowledge { conventions, values, fold, coded }),
        Ok(_) => Err(errors),
        Err(error) => {
            errors.push(PackError { file: "values.toml".into(), line: 0, message: error.to_string() });
            Err(errors)
        }
    }
}

fn plain_fold() -> FoldTable {
    FoldTable::new([], true).unwrap_or_else(|_| unreachable!("no pair has another length"))
}

fn whole_file(name: &str, error: &dyn std::fmt::Display) -> PackError {
    PackError { file: name.to_owned(), line: 0, message: error.to_string() }
}

fn code(files: &[(String, &str)], fold: &FoldTable, coded: &mut Vec<(RawPack, Rules)>, errors: &mut Vec<PackError>) {
    let raw = match load(files) {
        Ok(raw) => raw,
        Err(found) => {
            errors.extend(found);
            return;
        }
    };
    let lists: Vec<&str> = raw.lists.iter().map(|l| l.id.as_str()).collect();
    let rules: Vec<(String, &str)> =
        files.iter().filter(|f| f.0.contains("/rules/") && f.0.ends_with(".toml")).cloned().collect();
    match read_rules(&rules, &lists, fold) {
        Ok(rules) => coded.push((raw, rules)),
        Err(found) => errors.extend(found),
    }
}

/// The language of a pack folder, from its `pack.toml`; `None` where there is no folder.
fn replaced_language(files: &[(String, String)]) -> Result<Option<String>, Vec<PackError>> {
    if files.is_empty() {
        return Ok(None);
    }
    let fault = |line, message: String| vec![PackError { file: "pack.toml".into(), line, message }];
    let Some((_, text)) = files.iter().find(|f| f.0 == "pack.toml") else {
        return Err(fault(0, "not there: a pack is a folder with pack.toml, words/, lexicon/ and rules/".into()));
    };
    let head: crate::Head = toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(0, |s| text[..s.start.min(text.len())].matches('\n').count() + 1);
        fault(line, e.message().to_owned())
    })?;
    if head.id.is_empty() {
        Err(fault(0, "no id: say the language, as in id = \"zh\"".into()))
    } else {
        Ok(Some(head.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_packs_compile() {
        let knowledge = compile(&[]).expect("bundled");
        assert_eq!(knowledge.coded.len(), 2, "Chinese and English are coded");
        assert_eq!(knowledge.fold.fold("聯合"), "联合");
    }

    #[test]
    fn a_folder_takes_the_place_of_its_language() {
        let own = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let files: Vec<(String, String)> = bundled_files("zh")
            .into_iter()
            .map(|(name, text)| (name.trim_start_matches("zh/").to_owned(), text.to_owned()))
            .filter(|f| f.0 != "words/calls.toml")
            .chain([own("words/calls.toml", "[[list]]\nid = \"ask\"\nnote = \"n\"\nwords = [\"恳求\"]\n[[list]]\nid = \"ought\"\nnote = \"n\"\nwords = [\"应\"]\n[[list]]\nid = \"join\"\nnote = \"n\"\nwords = [\"参加\"]")])
            .collect();
        let knowledge = compile(&files).expect("whole");
        assert_eq!(knowledge.coded[0].0.forms("ask"), ["恳求"]);
    }

    #[test]
    fn a_broken_folder_says_where_and_reads_on() {
        let own = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let error = compile(&[own("words/a.toml", "")]).expect_err("no pack.toml");
        assert_eq!(error[0].file, "pack.toml");
        let files = [
            own("pack.toml", "id = \"xx\""),
            own("words/a.toml", "[[list]\nid = 1"),
            own("lexicon/b.tsv", "X\n"),
            own("rules/c.toml", "[[rule]]\nid = \"x\""),
        ];
        let errors = compile(&files).expect_err("three broken files");
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|t| t.starts_with("xx/words/a.toml:1:")), "{told:?}");
        assert!(told.iter().any(|t| t.starts_with("xx/lexicon/b.tsv:1:")), "{told:?}");
    }
}
