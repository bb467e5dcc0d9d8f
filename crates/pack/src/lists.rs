//! Loads a pack's word lists (`words/*.toml`) and names (`lexicon/*.tsv`): as written, checked for form, not yet compiled.
//! Next to read: `extract/src/knowledge.rs`, which makes a vocabulary of them.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use thiserror::Error;

/// The packs compiled into the program.
static BUNDLED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../packs");

/// One problem of a pack, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}: {message}")]
pub struct PackError {
    /// Which file, from the packs' folder on.
    pub file: String,
    /// Which line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong, and what to try.
    pub message: String,
}

/// A word and what its list says of it.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Word {
    /// As written, in simplified characters or small letters where folding reaches.
    pub form: String,
    /// Everything else in its row: `stance`, `intensity` …
    #[serde(flatten)]
    pub values: BTreeMap<String, toml::Value>,
}

impl Word {
    /// A value that is words.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.values.get(key).and_then(toml::Value::as_str)
    }

    /// A value that is a number (`true` counts as 1).
    #[must_use]
    pub fn number(&self, key: &str) -> Option<i64> {
        match self.values.get(key)? {
            toml::Value::Integer(n) => Some(*n),
            toml::Value::Boolean(b) => Some(i64::from(*b)),
            _ => None,
        }
    }
}

/// A list of words of one class.
#[derive(Clone, Debug, PartialEq)]
pub struct WordList {
    /// Its name, as rules write it: `<stance>`.
    pub id: String,
    /// What it is for.
    pub note: String,
    /// Its words.
    pub words: Vec<Word>,
}

/// A row of a lexicon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The surface form.
    pub form: String,
    /// Whom it means: `CHN`, `org:UN`, several joined by `+`; empty for posts and surnames.
    pub id: String,
    /// `country`, `org`, `person`, `group`, `place`, `office`, `surname`, `instrument`, `mechanism`, `short`.
    pub kind: String,
    /// First and last day it holds, ISO, or empty.
    pub from: String,
    /// Last day it holds, ISO, or empty.
    pub to: String,
    /// What else is known: `actor=CHN; needs=title`.
    pub note: String,
}

impl Name {
    /// A `key=value` of the note, or a bare key as an empty value.
    #[must_use]
    pub fn noted(&self, key: &str) -> Option<&str> {
        self.note.split(';').map(str::trim).find_map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (name.trim() == key).then(|| value.trim())
        })
    }
}

/// A pack's head: `pack.toml`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Head {
    /// Language.
    pub id: String,
    /// Version, for the record.
    pub version: String,
    /// Whether words stand between word edges only (English), or anywhere (Chinese).
    pub word_edges: bool,
    /// Whose officers are meant where a text names no state.
    pub home: Option<String>,
    /// States whose names are written surname first.
    pub surname_first: Vec<String>,
    /// Marks of clauses, sentences, quotations.
    pub marks: Marks,
}

/// The marks of a language, as they stand after folding.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Marks {
    /// Between clauses.
    pub clause: Vec<String>,
    /// At the end of sentences.
    pub sentence: Vec<String>,
    /// Quotation marks.
    pub quote: Vec<(String, String)>,
    /// Marks of titles.
    pub title: Vec<(String, String)>,
    /// Brackets.
    pub bracket: Vec<(String, String)>,
}

/// A pack as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawPack {
    /// Its head.
    pub head: Head,
    /// Its word lists.
    pub lists: Vec<WordList>,
    /// Its names, in the order of files and rows.
    pub names: Vec<Name>,
}

impl RawPack {
    /// The words of a list; empty where there is none of that name.
    #[must_use]
    pub fn list(&self, id: &str) -> &[Word] {
        self.lists.iter().find(|l| l.id == id).map_or(&[], |l| l.words.as_slice())
    }

    /// The forms of a list.
    #[must_use]
    pub fn forms(&self, id: &str) -> Vec<String> {
        self.list(id).iter().map(|w| w.form.clone()).collect()
    }
}

/// A bundled pack.
///
/// # Errors
/// Every problem found; none with the bundled packs, which the tests read.
pub fn bundled(language: &str) -> Result<RawPack, Vec<PackError>> {
    load(&bundled_files(language))
}

/// The files of a bundled pack, by name, in order.
pub(crate) fn bundled_files(language: &str) -> Vec<(String, &'static str)> {
    let mut files = Vec::new();
    if let Some(dir) = BUNDLED.get_dir(language) {
        gather(dir, &mut files);
    }
    files
}

fn gather<'a>(dir: &Dir<'a>, out: &mut Vec<(String, &'a str)>) {
    for file in dir.files() {
        if let Some(text) = file.contents_utf8() {
            out.push((file.path().to_string_lossy().into_owned(), text));
        }
    }
    for inner in dir.dirs() {
        gather(inner, out);
    }
    out.sort();
}

/// A pack from its files, each as name (`zh/words/calls.toml`) and text. Reads on past a broken file, so that every
/// problem is told at once.
///
/// # Errors
/// Every problem found.
pub fn load(files: &[(String, &str)]) -> Result<RawPack, Vec<PackError>> {
    let mut pack = RawPack::default();
    let mut errors = Vec::new();
    if files.is_empty() {
        let message = "no files: a pack is a folder with pack.toml, words/ and lexicon/".into();
        errors.push(PackError { file: String::new(), line: 0, message });
    }
    for (file, text) in files {
        if file.ends_with("pack.toml") {
            match toml::from_str(text) {
                Ok(head) => pack.head = head,
                Err(error) => errors.push(toml_error(file, text, &error)),
            }
        } else if file.contains("/words/") {
            match toml::from_str::<Lists>(text) {
                Ok(lists) => add_lists(&mut pack, lists, file, &mut errors),
                Err(error) => errors.push(toml_error(file, text, &error)),
            }
        } else if file.contains("/lexicon/") && file.ends_with(".tsv") {
            add_names(&mut pack, file, text, &mut errors);
        }
    }
    if errors.is_empty() { Ok(pack) } else { Err(errors) }
}

#[derive(Deserialize)]
struct Lists {
    #[serde(default)]
    list: Vec<List>,
}

#[derive(Deserialize)]
struct List {
    id: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    word: Vec<Word>,
}

pub(crate) fn toml_error(file: &str, text: &str, error: &toml::de::Error) -> PackError {
    let line = error.span().map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    PackError { file: file.to_owned(), line, message: error.message().to_owned() }
}

fn add_lists(pack: &mut RawPack, lists: Lists, file: &str, errors: &mut Vec<PackError>) {
    for List { id, note, words, word } in lists.list {
        let mut fault = |message: String| errors.push(PackError { file: file.to_owned(), line: 0, message });
        if note.is_empty() {
            fault(format!("the list {id:?} has no note: say what it is for"));
        }
        if pack.lists.iter().any(|l| l.id == id) {
            fault(format!("a second list {id:?}: put its words in the first, or rename it"));
            continue;
        }
        let bare = words.into_iter().map(|form| Word { form, values: BTreeMap::new() });
        pack.lists.push(WordList { id, note, words: bare.chain(word).collect() });
    }
}

fn add_names(pack: &mut RawPack, file: &str, text: &str, errors: &mut Vec<PackError>) {
    let short = file.ends_with("short.tsv");
    for (n, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') || line.starts_with("form\t") {
            continue;
        }
        let mut cells = line.split('\t');
        let mut next = || cells.next().unwrap_or_default().trim().to_owned();
        let (form, id, kind, from, to, note) = (next(), next(), next(), next(), next(), next());
        if form.is_empty() || kind.is_empty() {
            let message = "want form, id, kind, from, to, note with tabs between: form and kind may not be empty";
            errors.push(PackError { file: file.to_owned(), line: n + 1, message: message.into() });
            continue;
        }
        let kind = if short { "short".to_owned() } else { kind };
        pack.names.push(Name { form, id, kind, from, to, note });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_chinese_pack_loads() {
        let pack = bundled("zh").expect("no problems");
        assert!(pack.list("stance").iter().any(|w| w.form == "谴责" && w.number("intensity") == Some(4)));
        assert!(pack.names.iter().any(|n| n.form == "中方" && n.id == "CHN"));
        let person = pack.names.iter().find(|n| n.form == "王毅").expect("a row");
        assert_eq!(person.noted("actor"), Some("CHN"));
    }

    #[test]
    fn the_bundled_english_pack_loads_and_shares_the_chinese_lists() {
        let (en, zh) = (bundled("en").expect("no problems"), bundled("zh").expect("no problems"));
        let condemned = en.list("stance").iter().find(|w| w.form == "condemned").expect("inflected");
        assert_eq!((condemned.number("intensity"), condemned.text("tense")), (Some(4), Some("past")));
        for list in &zh.lists {
            // What only Chinese needs: names written in characters, compounds of one-character names.
            let own = [
                "ambiguous-side",
                "transliteration",
                "name-dot",
                "compound-surname",
                "people-suffix",
                "compound_tail",
                "short_tail",
                "time-unit",
                "disposal",
                "division",
                "peoples",
                "item",
                "past",
                "soft",
                "time",
                "members",
                "pronoun",
                "affair",
                "benefit",
                "law-self",
                "passive",
                "home-organ",
                "press-home",
                "dateline-end",
                "future",
            ];
            assert!(own.contains(&list.id.as_str()) || !en.list(&list.id).is_empty(), "en has no list {:?}", list.id);
        }
        let us = en.names.iter().find(|n| n.form == "US").expect("a row");
        assert_eq!((us.id.as_str(), us.noted("case")), ("USA", Some("")));
    }

    #[test]
    fn every_problem_of_a_broken_pack_is_told_with_its_line() {
        let files = [
            ("xx/words/a.toml".to_owned(), "[[list]]\nid = \"a\"\nnote = \"n\"\nwords = [\"x\"\n"),
            ("xx/words/b.toml".to_owned(), "[[list]]\nid = \"b\"\nwords = [\"x\"]"),
            ("xx/lexicon/c.tsv".to_owned(), "form\tid\tkind\n# fine\nX\tCHN\t\n"),
        ];
        let errors = load(&files).expect_err("three problems");
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(errors.len(), 3, "{told:?}");
        assert!(told[1].contains("has no note"), "{told:?}");
        assert!(told[2].starts_with("xx/lexicon/c.tsv:3:"), "{told:?}");
    }
}
