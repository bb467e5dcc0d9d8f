//! What the bundled packs know of names and words, for questions: whom a name means in any language (China → CHN), and which
//! word of a quote is the one that a ladder ranks. Loaded only where a question needs it.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::Folding;
use chancery_pack::RawPack;
use chancery_query::{FollowWords, Sign};

/// Languages whose packs know names.
const LANGUAGES: &[&str] = &["zh", "en"];

/// Kinds of name that are actors.
const ACTORS: &[&str] = &["country", "org", "person", "group"];

/// The bundled packs with what the user's own folder adds, for questions.
pub(crate) struct Names {
    folding: Folding,
    packs: Vec<RawPack>,
}

impl Names {
    /// Loads them; a pack that fails to load knows no names.
    pub(crate) fn load(folding: &Folding) -> Self {
        let own = crate::knowledge::own_overlays();
        let load = |language: &&str| {
            // What is wrong in the user's own folder is told by the verbs that read sources.
            chancery_pack::bundled_with(language, &own).or_else(|_| chancery_pack::bundled(language)).ok()
        };
        let packs = LANGUAGES.iter().filter_map(load).collect();
        Self { folding: folding.clone(), packs }
    }

    fn fold(&self, text: &str) -> String {
        self.folding.table().fold(text.trim()).to_lowercase()
    }

    /// The ids that these names mean; what is an id already stays.
    ///
    /// # Errors
    /// A name that no pack knows, with the nearest that one does.
    pub(crate) fn actors(&self, names: &[String]) -> Result<Vec<String>, String> {
        let mut out = Vec::new();
        let mut known: Option<BTreeMap<String, &str>> = None;
        for name in names {
            if is_id(name) {
                out.push(name.clone());
                continue;
            }
            let known = known.get_or_insert_with(|| self.known());
            let folded = self.fold(name);
            match known.get(&folded) {
                Some(ids) => out.extend(ids.split('+').map(str::to_owned)),
                None => return Err(unknown(name, &folded, known)),
            }
        }
        Ok(out)
    }

    /// Folded form → ids.
    fn known(&self) -> BTreeMap<String, &str> {
        let names = self.packs.iter().flat_map(|pack| &pack.names);
        let actors = names.filter(|name| ACTORS.contains(&name.kind.as_str()) && !name.id.is_empty());
        let mut known = BTreeMap::new();
        for name in actors {
            known.entry(self.fold(&name.form)).or_insert(name.id.as_str());
        }
        known
    }

    /// A usual name for each actor that packs know, for people: the first form of the first pack that has one, English
    /// before others, and lists by hand (usual names first) before those that are only there to be complete.
    pub(crate) fn usual(&self) -> BTreeMap<String, String> {
        let mut usual = BTreeMap::new();
        for pack in self.packs.iter().rev() {
            let (complete, own): (Vec<_>, Vec<_>) = pack.names.iter().partition(|name| name.note.starts_with("CLDR"));
            for name in own.into_iter().chain(complete) {
                if ACTORS.contains(&name.kind.as_str()) && !name.id.is_empty() && !name.id.contains('+') {
                    usual.entry(name.id.clone()).or_insert_with(|| name.form.clone());
                }
            }
        }
        usual
    }

    /// Every name of an actor.
    pub(crate) fn names_of(&self, id: &str) -> Vec<&str> {
        let names = self.packs.iter().flat_map(|pack| &pack.names);
        names
            .filter(|name| name.id == id && ACTORS.contains(&name.kind.as_str()))
            .map(|name| name.form.as_str())
            .collect()
    }

    /// What actors are called: id → its first name in each language.
    pub(crate) fn called(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut called: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for pack in &self.packs {
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
    pub(crate) fn follow_words(&self) -> FollowWords {
        let mut out = FollowWords::default();
        for pack in &self.packs {
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

    /// The words that packs rank, longest first: folded form, stance, as the lists give them.
    pub(crate) fn ladder(&self) -> Ladder {
        let mut words = BTreeSet::new();
        for word in self.packs.iter().flat_map(|pack| &pack.lists).flat_map(|list| &list.words) {
            if let Some(stance) = word.text("stance") {
                words.insert((std::cmp::Reverse(word.form.len()), self.fold(&word.form), stance.to_owned()));
            }
        }
        let words = words.into_iter().map(|(_, form, stance)| (form, stance)).collect();
        Ladder { folding: self.folding.clone(), words }
    }
}

/// The words of attitude and their stances.
pub(crate) struct Ladder {
    folding: Folding,
    words: Vec<(String, String)>,
}

impl Ladder {
    /// The longest word of that stance in a quote, as the quote writes it.
    pub(crate) fn word<'q>(&self, quote: &'q str, stance: &str) -> Option<&'q str> {
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

/// `CHN`, `org:UN`, `person:…`, `group:…`.
pub(crate) fn is_id(name: &str) -> bool {
    let country = name.len() == 3 && name.bytes().all(|b| b.is_ascii_uppercase());
    country || ["org:", "person:", "group:"].iter().any(|prefix| name.starts_with(prefix))
}

fn unknown(name: &str, folded: &str, known: &BTreeMap<String, &str>) -> String {
    let near: Vec<String> = known
        .iter()
        .filter(|(form, _)| form.contains(folded) && folded.chars().count() > 1)
        .take(4)
        .map(|(form, id)| format!("{form} ({id})"))
        .collect();
    let hint = if near.is_empty() { String::new() } else { format!("; near it are {}", near.join(", ")) };
    format!(
        "no pack knows an actor called {name:?}: write an id (CHN, org:UN, person: and the name as printed) or a usual name{hint}"
    )
}

#[cfg(test)]
mod tests;
