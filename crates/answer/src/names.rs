//! What the bundled packs know of names and words, for questions: whom a name means in any language (China → CHN), and which
//! word of a quote is the one that a ladder ranks. Loaded only where a question needs it. Next to read: `names/words.rs`.

mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use chancery_ledger::Folding;
use chancery_pack::{Overlay, RawPack};
use chancery_query::{Edge, FollowWords, SameNames, SideWords, Sign, StageWords, Stock};

/// Languages whose packs know names.
const LANGUAGES: &[&str] = &["zh", "en"];

/// Kinds of name that are actors.
const ACTORS: &[&str] = &["country", "org", "person", "group"];

/// Kinds of name that may be what a phrase is about: an initiative's name is a set phrase too.
const THINGS: &[&str] = &["instrument", "mechanism"];

/// The bundled packs, for questions; loaded when a question first needs them.
#[derive(Debug)]
pub struct Names {
    folding: Folding,
    overlays: Vec<Overlay>,
    packs: OnceLock<Vec<RawPack>>,
    directory: OnceLock<Directory>,
    follow_words: OnceLock<FollowWords>,
    points_back: OnceLock<Vec<String>>,
    stock: OnceLock<Stock>,
    side_words: OnceLock<SideWords>,
    same_names: OnceLock<SameNames>,
    stage_words: OnceLock<StageWords>,
    heads: OnceLock<Vec<String>>,
    ladder: OnceLock<Ladder>,
}

impl Names {
    /// None loaded yet.
    #[must_use]
    pub fn new(folding: &Folding) -> Self {
        Self::with(folding, Vec::new())
    }

    /// With what these overlays add.
    #[must_use]
    pub fn with(folding: &Folding, overlays: Vec<Overlay>) -> Self {
        Self {
            folding: folding.clone(),
            overlays,
            packs: OnceLock::new(),
            directory: OnceLock::new(),
            follow_words: OnceLock::new(),
            points_back: OnceLock::new(),
            stock: OnceLock::new(),
            side_words: OnceLock::new(),
            same_names: OnceLock::new(),
            stage_words: OnceLock::new(),
            heads: OnceLock::new(),
            ladder: OnceLock::new(),
        }
    }

    /// A pack that fails to load knows no names; what is wrong in an overlay is told by the verbs that read sources.
    fn packs(&self) -> &[RawPack] {
        let load = |language: &&str| {
            let whole = chancery_pack::bundled_with(language, &self.overlays);
            whole.or_else(|_| chancery_pack::bundled(language)).ok()
        };
        self.packs.get_or_init(|| LANGUAGES.iter().filter_map(load).collect())
    }

    fn fold(&self, text: &str) -> String {
        self.folding.table().fold(text.trim()).to_lowercase()
    }

    /// The ids that these names mean; what is an id already stays.
    ///
    /// # Errors
    /// A name that no pack knows, with the nearest that one does.
    pub fn actors(&self, names: &[String]) -> Result<Vec<String>, String> {
        // The directory costs more than all the rest: it is made where there is a name to look up.
        let plain = names.iter().all(|name| is_id(name) && (name.contains(':') || self.has_id(name)));
        if plain { Ok(names.to_vec()) } else { self.directory().actors(names) }
    }

    /// Whether a pack calls anybody by that id: three letters may be a body's short name (SCO) and no state's code.
    fn has_id(&self, id: &str) -> bool {
        self.packs().iter().any(|pack| pack.names.iter().any(|name| name.id == id))
    }

    /// The value of an edit as acts hold it: ids for the names of actors; a target may be a thing.
    ///
    /// # Errors
    /// As [`Names::actors`].
    pub fn edited(&self, field: &str, value: &str) -> Result<String, String> {
        if !matches!(field, "holders" | "addressees" | "via" | "targets") {
            return Ok(value.to_owned());
        }
        let mut out = Vec::new();
        for name in value.split([',', '\u{ff0c}', '\u{3001}']).map(str::trim).filter(|name| !name.is_empty()) {
            match self.actors(&[name.to_owned()]) {
                Ok(ids) => out.extend(ids),
                Err(_) if field == "targets" => out.push(name.to_owned()),
                Err(message) => return Err(message),
            }
        }
        Ok(out.join(","))
    }

    /// The ids that these names may stand under: those that they mean, and of people their names as texts in other languages
    /// print them (*王毅* is `person:Wang Yi` in an English text).
    ///
    /// # Errors
    /// As [`Names::actors`].
    pub fn every_actor(&self, names: &[String]) -> Result<Vec<String>, String> {
        let mut out = self.actors(names)?;
        for name in names.iter().filter(|name| !is_id(name)) {
            let people: Vec<String> = self.actors(std::slice::from_ref(name))?;
            for id in people.iter().filter(|id| id.starts_with("person:")) {
                out.push(format!("person:{}", name.trim()));
                for id in std::iter::once(id.as_str()).chain(self.elsewhere(id)) {
                    out.push(id.to_owned());
                    out.extend(self.names_of(id).into_iter().map(|form| format!("person:{form}")));
                }
            }
        }
        let mut seen = BTreeSet::new();
        out.retain(|id| seen.insert(id.clone()));
        Ok(out)
    }

    /// The ids that texts in other languages have for a person, as the lexicons tell (`same`).
    fn elsewhere(&self, id: &str) -> Vec<&str> {
        let names = || self.packs().iter().flat_map(|pack| &pack.names).filter(|name| name.kind == "person");
        let there = names().filter(|name| name.id == id).filter_map(|name| name.noted("same"));
        let here = names().filter(|name| name.noted("same") == Some(id)).map(|name| name.id.as_str());
        there.chain(here).collect()
    }

    fn directory(&self) -> &Directory {
        self.directory.get_or_init(|| self.made_directory())
    }

    fn made_directory(&self) -> Directory {
        let names = self.packs().iter().flat_map(|pack| &pack.names);
        let actors = names.filter(|name| ACTORS.contains(&name.kind.as_str()) && !name.id.is_empty());
        let mut known = BTreeMap::new();
        for name in actors {
            known.entry(self.fold(&name.form)).or_insert_with(|| name.id.to_owned());
        }
        Directory { folding: self.folding.clone(), known }
    }

    /// A usual name for each actor that packs know, for people: English before others.
    #[must_use]
    pub fn usual(&self) -> BTreeMap<String, String> {
        let one = |(id, names): (&str, Vec<&str>)| {
            let name = names.iter().rev().find(|name| !name.is_empty())?;
            Some((id.to_owned(), (*name).to_owned()))
        };
        self.labels().into_iter().filter_map(one).collect()
    }

    /// A usual name for each actor in each language that has a pack, Chinese before English; empty where a pack has none.
    /// Lists by hand (usual names first) count before those that are only there to be complete.
    #[must_use]
    pub fn labels(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut labels: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (at, pack) in self.packs().iter().enumerate() {
            let (complete, own): (Vec<_>, Vec<_>) = pack.names.iter().partition(|name| name.note.starts_with("CLDR"));
            for name in own.into_iter().chain(complete) {
                if ACTORS.contains(&name.kind.as_str()) && !name.id.is_empty() && !name.id.contains('+') {
                    let here = labels.entry(&name.id).or_insert_with(|| vec![""; LANGUAGES.len()]);
                    if let Some(empty) = here.get_mut(at).filter(|known| known.is_empty()) {
                        *empty = &name.form;
                    }
                }
            }
        }
        labels
    }

    /// What an actor is called where Traditional characters are written, if that is another name than the usual one (纽西兰): the
    /// name that a list marks so. Lists by hand count first.
    #[must_use]
    pub fn traditional(&self) -> BTreeMap<&str, &str> {
        let marked = |note: &str| note.split([' ', ';']).any(|word| word == "zh-Hant");
        let all = self.packs().iter().flat_map(|pack| &pack.names);
        let (complete, own): (Vec<_>, Vec<_>) =
            all.filter(|name| marked(&name.note)).partition(|name| name.note.starts_with("CLDR"));
        let mut out = BTreeMap::new();
        own.into_iter().chain(complete).for_each(|name| {
            out.entry(name.id.as_str()).or_insert(name.form.as_str());
        });
        out
    }

    /// Every name of an actor.
    pub fn names_of(&self, id: &str) -> Vec<&str> {
        let names = self.packs().iter().flat_map(|pack| &pack.names);
        names
            .filter(|name| name.id == id && ACTORS.contains(&name.kind.as_str()))
            .map(|name| name.form.as_str())
            .collect()
    }

    /// What actors are called: id → its first name in each language.
    pub fn called(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut called: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for pack in self.packs() {
            let mut here = BTreeSet::new();
            for name in pack.names.iter().filter(|name| ACTORS.contains(&name.kind.as_str()) && !name.id.is_empty()) {
                if here.insert(name.id.as_str()) {
                    called.entry(&name.id).or_default().push(&name.form);
                }
            }
        }
        called
    }

    /// The words that tell what became of promises.
    pub fn follow_words(&self) -> &FollowWords {
        self.follow_words.get_or_init(|| self.made_follow_words())
    }

    fn made_follow_words(&self) -> FollowWords {
        let mut out = FollowWords::default();
        for pack in self.packs() {
            let alone = pack.head.word_edges;
            for word in pack.asked("vehicle") {
                let vehicle = word.text("vehicle").unwrap_or_default().to_owned();
                out.vehicles.push((self.fold(&word.form), vehicle, alone));
            }
            for word in pack.asked("taken-up") {
                let sign = match word.text("what") {
                    Some("total") => Sign::Total,
                    Some("withdrawn") => Sign::Withdrawn,
                    _ => Sign::Delivered,
                };
                out.signs.push((self.fold(&word.form), sign, alone));
            }
        }
        out
    }

    /// Words that point back to what was named before, folded.
    pub fn points_back(&self) -> &[String] {
        let made = || {
            let words = self.packs().iter().flat_map(|pack| pack.asked("points-back"));
            words.map(|word| self.fold(&word.form)).collect()
        };
        self.points_back.get_or_init(made)
    }

    /// The words by which set phrases are told from names, and from who says them.
    pub fn stock(&self) -> &Stock {
        self.stock.get_or_init(|| self.made_stock())
    }

    fn made_stock(&self) -> Stock {
        let mut out = Stock::default();
        for pack in self.packs() {
            let whole = |form: &&str| form.chars().count() > 1;
            let names = pack.names.iter().filter(|name| !THINGS.contains(&name.kind.as_str()));
            out.names.extend(names.map(|name| name.form.as_str()).filter(whole).map(|form| self.fold(form)));
            let said = pack.list("say").iter().map(|word| word.form.as_str());
            out.apart.extend(said.filter(whole).map(|form| self.fold(form)));
            for word in pack.asked("phrase-edge") {
                let edge = match word.text("not") {
                    Some("first") => Edge::First,
                    Some("last") => Edge::Last,
                    Some("neither") => Edge::Neither,
                    _ => Edge::Both,
                };
                out.edges.push((self.fold(&word.form), edge));
            }
        }
        out
    }

    /// The words that packs rank, longest first: folded form, stance, as the lists give them.
    pub fn ladder(&self) -> &Ladder {
        self.ladder.get_or_init(|| self.made_ladder())
    }

    fn made_ladder(&self) -> Ladder {
        let mut words = BTreeSet::new();
        for word in self.packs().iter().flat_map(|pack| &pack.lists).flat_map(|list| &list.words) {
            if let Some(stance) = word.text("stance") {
                words.insert((std::cmp::Reverse(word.form.len()), self.fold(&word.form), stance.to_owned()));
            }
        }
        let words = words.into_iter().map(|(_, form, stance)| (form, stance)).collect();
        Ladder { folding: self.folding.clone(), words }
    }
}

/// Whom names mean: folded form → ids.
#[derive(Debug)]
struct Directory {
    folding: Folding,
    known: BTreeMap<String, String>,
}

impl Directory {
    /// The ids that these names mean; what is an id already stays.
    ///
    /// # Errors
    /// A name that no pack knows, with the nearest that one does.
    fn actors(&self, names: &[String]) -> Result<Vec<String>, String> {
        let mut out = Vec::new();
        for name in names {
            let folded = self.folding.table().fold(name.trim()).to_lowercase();
            let known = self.known.get(&folded);
            // Who has an id of three letters that no pack knows may still be a body that is called so.
            let called = known.filter(|ids| !name.contains(':') && ids.starts_with("org:"));
            if is_id(name) && (called.is_none() || self.known.values().any(|id| id == name)) {
                out.push(name.clone());
                continue;
            }
            match known {
                Some(ids) => out.extend(ids.split('+').map(str::to_owned)),
                None => return Err(unknown(name, &folded, &self.known)),
            }
        }
        Ok(out)
    }
}

/// The words of attitude and their stances.
#[derive(Debug)]
pub struct Ladder {
    folding: Folding,
    words: Vec<(String, String)>,
}

impl Ladder {
    /// The longest word of that stance in a quote, as the quote writes it.
    pub fn word<'q>(&self, quote: &'q str, stance: &str) -> Option<&'q str> {
        let folded = self.folding.table().fold(quote);
        let (at, length) = self
            .words
            .iter()
            .filter(|(_, theirs)| theirs == stance)
            .find_map(|(form, _)| Some((folded.find(form.as_str())?, form.len())))?;
        // Folding keeps lengths, so the place is the same in the quote.
        quote.get(at..at + length)
    }
}

/// Whether it is an id and no name: `CHN`, `org:UN`, `person:…`, `group:…`.
#[must_use]
pub fn is_id(name: &str) -> bool {
    let country = name.len() == 3 && name.bytes().all(|b| b.is_ascii_uppercase());
    country || ["org:", "person:", "group:"].iter().any(|prefix| name.starts_with(prefix))
}

fn unknown(name: &str, folded: &str, known: &BTreeMap<String, String>) -> String {
    let length = folded.chars().count();
    let mut near: Vec<(usize, &String, &String)> = known
        .iter()
        .filter(|_| length > 1)
        .filter_map(|(form, id)| {
            // A name that holds what was typed is as near as one with a letter or two typed wrongly.
            let away =
                if form.contains(folded) { SLIPS } else { slips(folded, form, if length < 6 { 1 } else { SLIPS })? };
            Some((away, form, id))
        })
        .collect();
    near.sort();
    let near: Vec<String> = near.into_iter().take(4).map(|(_, form, id)| format!("{form} ({id})")).collect();
    let hint = if near.is_empty() { String::new() } else { format!("; near it are {}", near.join(", ")) };
    format!(
        "no pack knows an actor called {name:?}: write an id (CHN, org:UN, person: and the name as printed) or a usual name{hint}"
    )
}

/// Letters typed wrongly, left out or put in, beyond which a name is another.
const SLIPS: usize = 2;

/// How many slips part two words, where they are `most` at most. The first letter is seldom typed wrongly, and without it half
/// of all short names are near each other.
fn slips(typed: &str, name: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (typed.chars().collect(), name.chars().collect());
    if a.first() != b.first() || a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, one) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let whole = corner + usize::from(one != other);
            corner = row[j + 1];
            row[j + 1] = whole.min(corner + 1).min(row[j] + 1);
        }
    }
    row.last().copied().filter(|slips| *slips <= most)
}

#[cfg(test)]
mod tests;
