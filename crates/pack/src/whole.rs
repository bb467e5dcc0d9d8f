//! A whole pack made ready: words, names, rules, reading and value tables and the folding table, from the files inside the
//! program or from a folder's. All problems are told at once. Next to read: `lists.rs`, `rules.rs`.

use std::sync::Arc;

use chancery_model::Conventions;
use chancery_text::FoldTable;
use chancery_value::{ValueWords, Values};

use crate::error::PackError;
use crate::lists::{RawPack, bundled_files, load_what_can_be};
use crate::reading::{fold_pairs, read_conventions, read_ready_conventions};
use crate::ready;
use crate::rules::{Rules, read_rules, ready_rules};
use crate::values::{read_ready_values, read_values};

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
    /// Languages that are coded, not loaded yet: see [`compile_lazily`].
    pub later: Vec<Bundled>,
}

/// A bundled pack that nothing was changed in: its words and rules are loaded when a text needs them.
#[derive(Clone, Debug)]
pub struct Bundled {
    /// Its language.
    pub language: &'static str,
    /// Its version, for the record.
    pub version: String,
    fold: Arc<FoldTable>,
}

impl Bundled {
    /// Loads it, its rules without their examples; `None` only where a bundled pack is broken, which the tests rule out.
    #[must_use]
    pub fn load(&self) -> Option<(RawPack, Rules)> {
        if let Some(mut raw) = ready::raw(self.language) {
            raw.fold(&self.fold);
            let lists: Vec<&str> = raw.lists.iter().map(|l| l.id.as_str()).collect();
            if let Some(rules) = ready_rules(ready::of(self.language)?.rules, &lists, &self.fold) {
                return Some((raw, rules));
            }
        }
        let (mut coded, mut errors) = (Vec::new(), Vec::new());
        code(&bundled_files(self.language), ready::raw(self.language), &[], &self.fold, &mut coded, &mut errors);
        coded.pop()
    }
}

/// Words, names and rules that add to a language's pack without taking its place.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// The language it adds to.
    pub language: String,
    /// What stands before its files' names where a problem is told: `~/.config/chancery/packs/zh`.
    pub place: String,
    /// Its files, by their names from its folder on: `words/own.toml`, `lexicon/own.tsv`, `rules/own.toml`.
    pub files: Vec<(String, String)>,
}

/// A pack's files, each as name (`zh/words/calls.toml`) and text.
type Files<'a> = Vec<(String, &'a str)>;

/// Compiles the bundled packs; `replaced` are the files of a pack folder (names from the folder on, `words/calls.toml`)
/// that takes the place of the bundled pack of its language.
///
/// # Errors
/// Every problem found, with file, line and column.
pub fn compile(replaced: &[(String, String)]) -> Result<Knowledge, Vec<PackError>> {
    compile_with(replaced, &[])
}

/// [`compile`] with what overlays add, the later ones over the earlier: their words and names are asked first, a rule of an
/// id there is already takes its place.
///
/// # Errors
/// As [`compile`].
pub fn compile_with(replaced: &[(String, String)], overlays: &[Overlay]) -> Result<Knowledge, Vec<PackError>> {
    compile_all(replaced, overlays, false)
}

/// [`compile_with`] that leaves bundled packs which nothing was changed in for later: a run that meets no English text
/// need not load the English words.
///
/// # Errors
/// As [`compile`], of what was changed.
pub fn compile_lazily(replaced: &[(String, String)], overlays: &[Overlay]) -> Result<Knowledge, Vec<PackError>> {
    compile_all(replaced, overlays, true)
}

fn compile_all(replaced: &[(String, String)], overlays: &[Overlay], lazily: bool) -> Result<Knowledge, Vec<PackError>> {
    let language = replaced_language(replaced)?;
    let mut errors = Vec::new();
    let mut conventions = Conventions::default();
    let mut words = ValueWords::default();
    let mut packs: Vec<(&str, Files<'_>)> = Vec::new();
    for id in LANGUAGES.iter().copied().chain(language.as_deref().filter(|l| !LANGUAGES.contains(l))) {
        let own = language.as_deref() == Some(id);
        let named = if own {
            replaced.iter().map(|(name, text)| (format!("{id}/{name}"), text.as_str())).collect()
        } else {
            bundled_files(id)
        };
        packs.push((id, named));
    }
    let fold = Arc::new(fold_of(&packs, &mut errors));
    let (mut coded, mut later) = (Vec::new(), Vec::new());
    for (id, named) in &packs {
        let file = |name: &str| named.iter().find(|f| f.0 == format!("{id}/{name}"));
        // What is bundled was made ready, without what only people and tests read.
        let ready = ready::of(id).filter(|_| language.as_deref() != Some(*id));
        if let Some((name, text)) = file("reading.toml")
            && !ready.is_some_and(|ready| read_ready_conventions(name, ready.reading, &mut conventions))
            && let Err(error) = read_conventions(name, text, &mut conventions)
        {
            errors.push(PackError::whole(name, error.to_string()));
        }
        if let Some((name, text)) = file("values.toml")
            && !ready.is_some_and(|ready| read_ready_values(name, ready.values, &mut words))
            && let Err(error) = read_values(name, text, &mut words)
        {
            errors.push(PackError::whole(name, error.to_string()));
        }
        let over: Vec<&Overlay> = overlays.iter().filter(|o| o.language == *id).collect();
        let bundled =
            LANGUAGES.iter().find(|known| *known == id && language.as_deref() != Some(*id) && over.is_empty());
        if !named.iter().chain(&over_files(&over)).any(|f| f.0.contains("/rules/")) {
            continue;
        }
        let head = || Some(ready::table::<crate::Head>(ready?.head)?.version);
        if let Some(language) = bundled.filter(|_| lazily)
            && let Some(version) = head()
        {
            later.push(Bundled { language, version, fold: Arc::clone(&fold) });
        } else {
            let ready = ready::raw(id).filter(|_| language.as_deref() != Some(*id));
            code(named, ready, &over, &fold, &mut coded, &mut errors);
        }
    }
    for overlay in overlays.iter().filter(|o| !packs.iter().any(|(id, _)| *id == o.language)) {
        let known = packs.iter().map(|(id, _)| *id).collect::<Vec<_>>().join(", ");
        let message = format!("adds to the language {:?}, which has no pack: there are {known}", overlay.language);
        errors.push(PackError::whole(&overlay.place, message));
    }
    conventions.fold = Some(Arc::clone(&fold));
    match crate::web::ready_marks().map_or_else(|| crate::web_marks(crate::BUILT_IN_WEB), Ok) {
        Ok(marks) => conventions.web = Some(Arc::new(marks)),
        Err(error) => errors.push(PackError::whole("web.toml", error.to_string())),
    }
    match Values::new(&words) {
        Ok(values) if errors.is_empty() => Ok(Knowledge { conventions, values, fold, coded, later }),
        Ok(_) => Err(errors),
        Err(error) => {
            errors.push(PackError::whole("values.toml", error.to_string()));
            Err(errors)
        }
    }
}

/// One table of all languages' pairs; where two disagree, the earlier language's counts.
fn fold_of(packs: &[(&str, Files<'_>)], errors: &mut Vec<PackError>) -> FoldTable {
    let mut pairs: Vec<(char, char)> = Vec::new();
    for (id, files) in packs {
        let Some((name, text)) = files.iter().find(|f| f.0 == format!("{id}/fold.tsv")) else { continue };
        match fold_pairs(name, text) {
            // A later pair of a character overwrites an earlier one in the table.
            Ok(own) => pairs.splice(0..0, own).for_each(drop),
            Err(error) => errors.push(PackError::whole(name, error.to_string())),
        }
    }
    FoldTable::new(pairs, true).unwrap_or_else(|_| unreachable!("pairs of other lengths are refused before"))
}

/// A bundled pack's words and names for questions, with what the overlays of its language add.
///
/// # Errors
/// Every problem found in the overlays; none without them.
pub fn bundled_with(language: &str, overlays: &[Overlay]) -> Result<RawPack, Vec<PackError>> {
    let mut errors = Vec::new();
    let ready = ready::raw(language);
    let mut raw = ready.unwrap_or_else(|| load_what_can_be(&bundled_files(language), &mut errors));
    for overlay in overlays.iter().filter(|overlay| overlay.language == language) {
        raw.overlay(load_what_can_be(&over_files(&[overlay]), &mut errors));
    }
    if errors.is_empty() { Ok(raw) } else { Err(errors) }
}

/// The overlays' files, named by their places.
fn over_files<'a>(overlays: &[&'a Overlay]) -> Files<'a> {
    let named = |o: &'a Overlay| o.files.iter().map(move |(n, text)| (format!("{}/{n}", o.place), text.as_str()));
    overlays.iter().flat_map(|o| named(o)).collect()
}

/// Reads words, names and rules on past every problem, so that one broken list hides nothing of the rest; `ready` are the
/// words and names, where they are known already.
fn code(
    files: &Files<'_>,
    ready: Option<RawPack>,
    overlays: &[&Overlay],
    fold: &FoldTable,
    coded: &mut Vec<(RawPack, Rules)>,
    errors: &mut Vec<PackError>,
) {
    let before = errors.len();
    let mut raw = ready.unwrap_or_else(|| load_what_can_be(files, errors));
    for overlay in overlays {
        raw.overlay(load_what_can_be(&over_files(&[overlay]), errors));
    }
    raw.fold(fold);
    let lists: Vec<&str> = raw.lists.iter().map(|l| l.id.as_str()).collect();
    let of_rules = |files: &Files<'_>| -> Vec<(String, String)> {
        let wanted = files.iter().filter(|f| f.0.contains("/rules/") && f.0.ends_with(".toml"));
        wanted.map(|(name, text)| (name.clone(), (*text).to_owned())).collect()
    };
    let mut rules = None;
    for files in std::iter::once(of_rules(files)).chain(overlays.iter().map(|o| of_rules(&over_files(&[o])))) {
        let files: Vec<(String, &str)> = files.iter().map(|(name, text)| (name.clone(), text.as_str())).collect();
        match read_rules(&files, &lists, fold) {
            Ok(read) => match &mut rules {
                None => rules = Some(read),
                Some(known) => Rules::overlay(known, read),
            },
            Err(found) => errors.extend(found),
        }
    }
    if errors.len() == before {
        coded.extend(rules.map(|rules| (raw, rules)));
    }
}

/// The language that the `pack.toml` of these files says.
///
/// # Errors
/// No `pack.toml`, or none that says a language.
pub fn language_of(files: &[(String, String)]) -> Result<String, Vec<PackError>> {
    let missing = || vec![PackError::whole("pack.toml", "not there: say the language in it, as in id = \"zh\"")];
    replaced_language(files)?.ok_or_else(missing)
}

/// The language of a pack folder, from its `pack.toml`; `None` where there is no folder.
fn replaced_language(files: &[(String, String)]) -> Result<Option<String>, Vec<PackError>> {
    if files.is_empty() {
        return Ok(None);
    }
    let fault = |message: &str| vec![PackError::whole("pack.toml", message)];
    let Some((_, text)) = files.iter().find(|f| f.0 == "pack.toml") else {
        return Err(fault("not there: a pack is a folder with pack.toml, words/, lexicon/ and rules/"));
    };
    let head: crate::Head = toml::from_str(text).map_err(|e| vec![PackError::toml("pack.toml", text, &e)])?;
    if head.id.is_empty() { Err(fault("no id: say the language, as in id = \"zh\"")) } else { Ok(Some(head.id)) }
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
        assert!(told.iter().any(|t| t.starts_with("xx/rules/c.toml:1:1:")), "a broken list hides no rule: {told:?}");
    }

    #[test]
    fn an_overlay_adds_words_names_and_rules() {
        let own = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let rule = "[[rule]]\nid = \"zh/position/stance\"\nkind = \"position\"\nnote = \"n\"\nmatch = [\"<own:act>\"]\nyes = [\"甲方[act 叫好]。\"]\nno = [\"甲\", \"乙\"]";
        let overlay = Overlay {
            language: "zh".into(),
            place: "mine".into(),
            files: vec![
                own("words/own.toml", "[[list]]\nid = \"own\"\nnote = \"n\"\nwords = [\"叫好\", \"連聲\"]"),
                own("lexicon/own.tsv", "某方\tXXA\tcountry\t\t\t"),
                own("rules/own.toml", rule),
            ],
        };
        let knowledge = compile_with(&[], std::slice::from_ref(&overlay)).expect("sound");
        let (raw, rules) = &knowledge.coded[0];
        assert_eq!(raw.forms("own"), ["叫好", "连声"], "forms are folded as texts are");
        assert_eq!(raw.names[0].form, "某方");
        let stance: Vec<_> = rules.all().iter().filter(|r| r.id == "zh/position/stance").collect();
        assert_eq!((stance.len(), stance[0].file.as_str()), (1, "mine/rules/own.toml"));
        let asked = "[[list]]\nid = \"vehicle\"\nnote = \"n\"\nword = [{ form = \"慢贷\", vehicle = \"loan\" }]";
        let asking = Overlay { files: vec![own("ledger.toml", asked)], ..overlay.clone() };
        let words = bundled_with("zh", std::slice::from_ref(&asking)).expect("sound");
        assert_eq!(words.asked("vehicle")[0].form, "慢贷");
        assert!(words.asked("vehicle").len() > 5 && words.asked("taken-up").len() > 5);
        assert_eq!(bundled_with("en", &[asking]), crate::bundled("en"), "of another language");
        let broken =
            Overlay { files: vec![own("rules/own.toml", &rule.replace("<own:act>", "<nown:act>"))], ..overlay };
        let told = compile_with(&[], &[broken]).expect_err("no such list")[0].to_string();
        assert!(told.starts_with("mine/rules/own.toml:5:11: <nown:act>"), "{told}");
    }

    #[test]
    fn letters_of_every_language_fold() {
        assert_eq!(compile(&[]).expect("bundled").fold.fold("聯合École"), "联合école");
    }
}
