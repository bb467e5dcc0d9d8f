//! Loads a pack's word lists (`words/*.toml`, `ledger.toml`) and names (`lexicon/*.tsv`): as written, checked for form, not yet compiled.
//! Next to read: `extract/src/knowledge.rs`, which makes a vocabulary of them.

use serde::Deserialize;
use toml::Spanned;

use chancery_model::{Polarity, Stance};
use chancery_text::FoldTable;

use crate::error::{PackError, fold_form};
use crate::ready;
use crate::text::Text;
use crate::word::Word;

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
#[derive(Clone, Debug)]
pub struct Name {
    /// The surface form.
    pub form: Text,
    /// Whom it means: `CHN`, `org:UN`, several joined by `+`; empty for posts and surnames.
    pub id: Text,
    /// `country`, `org`, `person`, `group`, `place`, `office`, `surname`, `instrument`, `mechanism`, `short`.
    pub kind: Text,
    /// First and last day it holds, ISO, or empty.
    pub from: Text,
    /// Last day it holds, ISO, or empty.
    pub to: Text,
    /// What else is known: `actor=CHN; needs=title`.
    pub note: Text,
    /// The place of its form among the frozen ones of its pack, where that is known.
    pub(crate) place: Option<u32>,
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        let told = |one: &Self| [&one.form, &one.id, &one.kind, &one.from, &one.to, &one.note].map(Text::clone);
        told(self) == told(other)
    }
}

impl Name {
    /// The place of its form among the frozen ones of its pack ([`crate::frozen`]), where that is known.
    #[must_use]
    pub fn place(&self) -> Option<u32> {
        self.place
    }

    /// A `key=value` of the note, or a bare key as an empty value.
    #[must_use]
    pub fn noted(&self, key: &str) -> Option<&str> {
        if self.note.is_empty() {
            return None;
        }
        self.note.split(';').find_map(|part| {
            let rest = part.trim_start().strip_prefix(key)?.trim_start();
            if rest.is_empty() { Some("") } else { rest.strip_prefix('=').map(str::trim) }
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
    /// How a clause is read: `spaced` where a subject stands before its verb and phrases after it (English); else by marks
    /// and the phrases before the verb.
    pub clauses: String,
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
    /// Word lists that no reader uses: questions to a ledger look for them in acts that were found (`ledger.toml`).
    pub asked: Vec<WordList>,
    /// Its names, in the order of files and rows.
    pub names: Vec<Name>,
}

impl RawPack {
    /// The words of a list; empty where there is none of that name.
    #[must_use]
    pub fn list(&self, id: &str) -> &[Word] {
        self.lists.iter().find(|l| l.id == id).map_or(&[], |l| l.words.as_slice())
    }

    /// The words of a list of `ledger.toml`; empty where there is none of that name.
    #[must_use]
    pub fn asked(&self, id: &str) -> &[Word] {
        self.asked.iter().find(|l| l.id == id).map_or(&[], |l| l.words.as_slice())
    }

    /// The forms of a list.
    #[must_use]
    pub fn forms(&self, id: &str) -> Vec<String> {
        self.list(id).iter().map(|w| w.form.to_owned()).collect()
    }
}

/// A bundled pack.
///
/// # Errors
/// Every problem found; none with the bundled packs, which the tests read.
pub fn bundled(language: &str) -> Result<RawPack, Vec<PackError>> {
    ready::raw(language).map_or_else(|| load(&bundled_files(language)), Ok)
}

/// The files of a bundled pack, by name, in order.
pub(crate) fn bundled_files(language: &str) -> Vec<(String, &'static str)> {
    let files = ready::FILES.iter().find(|(pack, _)| *pack == language).map_or(&[][..], |(_, files)| files);
    files.iter().map(|(name, text)| ((*name).to_owned(), *text)).collect()
}

/// A pack from its files, each as name (`zh/words/calls.toml`) and text. Reads on past a broken file, so that every
/// problem is told at once.
///
/// # Errors
/// Every problem found.
pub fn load(files: &[(String, &str)]) -> Result<RawPack, Vec<PackError>> {
    let mut errors = Vec::new();
    let pack = load_what_can_be(files, &mut errors);
    if errors.is_empty() { Ok(pack) } else { Err(errors) }
}

/// [`load`] that gives what it could read beside the problems. A list whose file is broken is there without words, so
/// that rules which name it are not told of as well.
pub(crate) fn load_what_can_be(files: &[(String, &str)], errors: &mut Vec<PackError>) -> RawPack {
    let mut pack = RawPack::default();
    if files.is_empty() {
        errors.push(PackError::whole("", "no files: a pack is a folder with pack.toml, words/ and lexicon/"));
    }
    for (file, text) in files {
        if file.ends_with("pack.toml") {
            match toml::from_str(text) {
                Ok(head) => pack.head = head,
                Err(error) => errors.push(PackError::toml(file, text, &error)),
            }
        } else if file.contains("/words/") && file.ends_with(".toml") {
            match toml::from_str::<Lists>(text) {
                Ok(lists) => add_lists(&mut pack.lists, lists, file, text, errors),
                Err(error) => {
                    errors.push(PackError::toml(file, text, &error));
                    pack.lists.extend(ids_in(text).map(|id| WordList { id, note: String::new(), words: Vec::new() }));
                }
            }
        } else if file.ends_with("/ledger.toml") {
            match toml::from_str::<Lists>(text) {
                Ok(lists) => add_lists(&mut pack.asked, lists, file, text, errors),
                Err(error) => errors.push(PackError::toml(file, text, &error)),
            }
        } else if file.contains("/lexicon/") && file.ends_with(".tsv") {
            add_names(&mut pack, file, text, errors);
        }
    }
    pack
}

/// The ids of the lists in a file that can't be read, by their lines.
fn ids_in(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().filter_map(|line| {
        let value = line.trim().strip_prefix("id")?.trim_start().strip_prefix('=')?;
        Some(value.trim().trim_matches(['"', '\'']).to_owned())
    })
}

impl RawPack {
    /// Takes in a pack that adds to this one: its words and names go before those here, so that what it says of a form
    /// counts; its lists of names not known here are new.
    pub(crate) fn overlay(&mut self, over: Self) {
        for (known, over) in [(&mut self.lists, over.lists), (&mut self.asked, over.asked)] {
            over_lists(known, over);
        }
        self.names.splice(0..0, over.names);
    }

    /// Brings every form to how a folded text has it.
    pub(crate) fn fold(&mut self, fold: &FoldTable) {
        self.lists.iter_mut().flat_map(|l| &mut l.words).for_each(|word| fold_form(fold, &mut word.form));
        self.names.iter_mut().for_each(|name| fold_form(fold, &mut name.form));
    }
}

fn over_lists(all: &mut Vec<WordList>, over: Vec<WordList>) {
    for list in over {
        match all.iter_mut().find(|l| l.id == list.id) {
            Some(known) => {
                known.words.retain(|word| !list.words.iter().any(|own| own.form == word.form));
                known.words.splice(0..0, list.words);
            }
            None => all.push(list),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    #[serde(default)]
    list: Vec<Spanned<List>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    id: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    word: Vec<Word>,
}

fn add_lists(into: &mut Vec<WordList>, lists: Lists, file: &str, text: &str, errors: &mut Vec<PackError>) {
    for list in lists.list {
        let at = list.span().start;
        let List { id, note, words, word } = list.into_inner();
        let mut fault = |at: usize, message: String| errors.push(PackError::at(file, text, at, message));
        if id.is_empty() {
            fault(at, "a list without id: write id = \"stance\", as rules call it".into());
        }
        if note.is_empty() {
            fault(at, format!("the list {id:?} has no note: say what it is for"));
        }
        if into.iter().any(|l| l.id == id) {
            fault(at, format!("a second list {id:?}: put its words in the first, or rename it"));
            continue;
        }
        for word in &word {
            if let Some(what) = wrong(word) {
                // Keeping every word's place costs a third of loading a pack, so it is looked for when it is needed.
                let row = text[at..].find(&format!("{{ form = {:?}", word.form)).unwrap_or(0);
                fault(at + row, format!("{:?} in the list {id:?}: {what}", word.form));
            }
        }
        let bare = words.into_iter().map(Word::bare);
        let words = bare.chain(word).collect();
        into.push(WordList { id, note, words });
    }
}

/// What can't be meant by a word's values.
fn wrong(word: &Word) -> Option<String> {
    let names = |known: &mut dyn Iterator<Item = &'static str>| known.collect::<Vec<_>>().join(", ");
    if word.form.is_empty() {
        return Some("a word without a form".into());
    }
    if let Some(stance) = word.text("stance").filter(|s| Stance::from_name(s).is_none()) {
        let known = names(&mut Stance::ALL.iter().map(|s| s.name()));
        return Some(format!("no stance is called {stance:?}: they are {known}"));
    }
    if let Some(polarity) = word.text("polarity").filter(|p| Polarity::from_name(p).is_none()) {
        let known = names(&mut Polarity::ALL.iter().map(|p| p.name()));
        return Some(format!("no polarity is called {polarity:?}: they are {known}"));
    }
    let intensity = word.number("intensity").filter(|n| !(0..=5).contains(n))?;
    Some(format!("an intensity of {intensity}: the ladder goes from 1 to 5"))
}

pub(crate) fn add_names(pack: &mut RawPack, file: &str, text: &str, errors: &mut Vec<PackError>) {
    let short = file.ends_with("short.tsv");
    for (n, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') || line.starts_with("form\t") {
            continue;
        }
        let mut cells = line.split('\t');
        let mut next = || Text::from(cells.next().unwrap_or_default().trim().to_owned());
        let (form, id, kind, from, to, note) = (next(), next(), next(), next(), next(), next());
        if form.is_empty() || kind.is_empty() {
            let message = "want form, id, kind, from, to, note with tabs between: form and kind may not be empty";
            errors.push(PackError::line(file, n + 1, message));
            continue;
        }
        let kind = if short { "short".into() } else { kind };
        pack.names.push(Name { form, id, kind, from, to, note, place: None });
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
                "name-stop",
                "name-day",
                "compound-surname",
                "people-suffix",
                "compound_tail",
                // How names in characters are told from the words around them.
                "name-part",
                "name-edge",
                "name-about",
                "side-mark",
                "rank-mark",
                "short_tail",
                "post_tail",
                "post_lead",
                "time-unit",
                "disposal",
                "division",
                "peoples",
                "item",
                "past",
                "soft",
                "accomplished",
                "time",
                "members",
                "pronoun",
                "affair",
                "benefit",
                "law-self",
                "accord",
                "behalf",
                "passive",
                "agent",
                "clausal",
                "and_others",
                "causative",
                "result",
                "home-organ",
                "press-home",
                "state-organ",
                "dateline-end",
                "future",
                "placing",
                "classifier",
                "put-whither",
                "despite",
                "despite-end",
                "at-request",
                "request-end",
                "ground",
                "ground-end",
                "wielding",
                "sending",
                "sent-force",
                "manner-mark",
                "warner",
                "consequence",
                "mutual",
                "passive-harm",
                "raising",
                "tie",
                "hard-noun",
                "wish",
                "capital",
                "force",
                "hazard",
                "ahead",
                "motion",
                "order",
                "vote",
                "cause",
                "done_end",
                "progress",
                "held",
                "name-number",
                "this-time",
                "party-state",
                "introducer",
                "old-of",
                "feeling",
                "complement",
                "taken-for",
                "by-whom",
                "by-whom-in-war",
                "bring",
                "topic-lead",
                "heard",
                "unnamed-voice",
                "count",
                "troop",
                "organ-end",
                "doer-end",
                "called-on",
                "puts-forward",
                "it",
                "wire-to",
                "otherwise",
                "able",
                "between",
                "tie-between",
                "from-mark",
                "signing",
                "more",
                "that-one",
                "side-end",
                "taken-up",
                "plan",
                "conduct",
                "therein",
                "maybe",
                "vessel",
                "jointly",
                "according",
                "purpose",
                "released",
                "quality",
                "stance-end",
                "about",
                "topic-end",
                "whither",
                "vain",
                "means",
                "means-end",
                "mutual-noun",
                "outcome",
                "crux",
                "charge",
                "asked-about",
                "polite-wish",
                "lie",
                "pair",
                "coming",
                "today",
                "soon",
                "forum",
                "celebrated",
                "matter-end",
                "taken-ground",
                "former",
                "no-relative-mark",
                "witnessed",
                "no-place-mark",
                "rumour",
                "headed",
                "election",
                "contrary",
                "citing",
                "goes-there",
                "name-before",
                "finding",
                "including",
                "included",
                "date-unit",
                "still-to-come",
                "whichever",
                "or-else",
                "refused",
                "told-moment",
                "press-rival",
                "matter-between",
                "press-own",
                "press-before",
                "stationed",
                "hearsay",
                "quoted",
                "matter",
                "body-head",
                "report",
                "somebody",
                "aim",
                "bear",
                "congratulation",
                "follows",
                "meaning",
                "measure",
                "press-anywhere",
                "stater",
                "together",
                "name-region",
                "name-general",
                "name-list-end",
                "name-jubilee",
                "introduced",
                "telegram-address",
                "headnote",
                "outcome-lead",
                "becoming",
                "unit",
                "unit-lead",
                "unit-count",
                "unit-end",
                "since-when",
                "how-often",
                "often-count",
                "can",
                "cannot-be",
                "answer-word",
                "have",
                "noted-paper",
                "drafted",
                "note-head",
                "day-unit",
                "up-to",
                "many-of",
                "letter-to",
                "each",
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

    #[test]
    fn a_value_that_means_nothing_is_told_at_its_word() {
        let text = "[[list]]\nid = \"a\"\nnote = \"n\"\nword = [\n  { form = \"x\", stance = \"lov\" },\n  { form = \"y\", intensity = 7 },\n]";
        let errors = load(&[("xx/words/a.toml".to_owned(), text)]).expect_err("two");
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert!(
            told[0].starts_with("xx/words/a.toml:5:3: \"x\" in the list \"a\": no stance is called \"lov\""),
            "{told:?}"
        );
        assert!(told[1].starts_with("xx/words/a.toml:6:3:") && told[1].contains("from 1 to 5"), "{told:?}");
    }

    #[test]
    fn an_overlay_adds_and_what_it_says_counts() {
        let pack = |words: &str| {
            let text = format!("[[list]]\nid = \"a\"\nnote = \"n\"\nword = [{words}]");
            load(&[("xx/words/a.toml".to_owned(), text.as_str())]).expect("sound")
        };
        let mut base = pack("{ form = \"x\", intensity = 1 }, { form = \"y\" }");
        base.overlay(pack("{ form = \"x\", intensity = 4 }, { form = \"z\" }"));
        assert_eq!(base.forms("a"), ["x", "z", "y"]);
        assert_eq!(base.list("a")[0].number("intensity"), Some(4));
    }
}
