//! Words and names of packs that single questions need: sides of positions, names of one thing, steps in its life. Each is made when a
//! question first asks for it. Next to read: `../names.rs`.

use std::collections::{BTreeMap, BTreeSet};

use chancery_query::{OtherWord, SameNames, SideWords, Stage, StageWord, StageWords};

use super::Names;

/// Kinds of name that may be one thing in several languages.
const NAMED: &[&str] = &["org", "instrument", "mechanism"];

/// Other names of one thing that a question asks for.
const MOST: usize = 12;

/// Whether a name holds another, as texts are searched: of letters whole words, of a script without spaces any part.
fn holds_words(name: &str, part: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && u32::from(c) < 0x2e80);
    let (first, last) = (letter(part.chars().next()), letter(part.chars().next_back()));
    name.match_indices(part).any(|(at, _)| {
        let begins = !first || !letter(name[..at].chars().next_back());
        let ends = !last || !letter(name[at + part.len()..].chars().next());
        begins && ends
    })
}

impl Names {
    /// The words that govern positions, and those that turn what they stand with about.
    pub fn side_words(&self) -> &SideWords {
        let made = || {
            let turning = self.packs().iter().flat_map(|pack| {
                let alone = pack.head.word_edges;
                pack.asked("turns-about").iter().map(move |word| (self.fold(&word.form), alone))
            });
            SideWords { governing: self.ladder().words.clone(), turning: turning.collect() }
        };
        self.side_words.get_or_init(made)
    }

    /// The names of bodies, papers and programmes that are one, in one language or several: by their ids, and where languages have
    /// ids of their own by what a lexicon notes (`same=`).
    pub fn same_names(&self) -> &SameNames {
        self.same_names.get_or_init(|| {
            let all =
                || self.packs().iter().flat_map(|pack| &pack.names).filter(|name| NAMED.contains(&name.kind.as_str()));
            let other: BTreeMap<&str, &str> =
                all().filter_map(|name| Some((name.id.as_str(), name.noted("same")?))).collect();
            let mut of = BTreeMap::new();
            for name in all().filter(|name| !name.id.is_empty() && !name.id.contains('+')) {
                let id = other.get(name.id.as_str()).copied().unwrap_or(&name.id);
                of.entry(self.fold(&name.form)).or_insert_with(|| id.to_owned());
            }
            SameNames { of }
        })
    }

    /// The other names of the state, body, paper or programme that is called so, without those that others hold in them; none where
    /// nothing known is called so, or several are.
    pub fn other_names(&self, name: &str) -> Vec<String> {
        let (fold, folded) = (self.folding.table(), self.fold(name));
        let all = || self.packs().iter().flat_map(|pack| &pack.names);
        // What stands for a name only beside others, is short, or is a word in small letters (WHO) is no name to look for by itself.
        let usual = |one: &&chancery_pack::Name| {
            let marked =
                one.note.split([' ', ';']).any(|word| matches!(word, "plain" | "alone" | "ambiguous" | "case"));
            let han = one.form.chars().any(|c| u32::from(c) >= 0x2e80);
            let tells = if han { one.form.chars().count() > 1 } else { one.form.len() > 2 };
            tells && !marked && one.from.is_empty() && one.to.is_empty()
        };
        let same = self.same_names();
        let mut forms = Vec::new();
        if same.of.contains_key(&folded) {
            let key = same.key(name, fold);
            let own = all().filter(|one| NAMED.contains(&one.kind.as_str())).filter(usual);
            forms.extend(own.map(|one| self.fold(&one.form)).filter(|form| same.of.get(form) == Some(&key)));
        } else {
            let country = |one: &&chancery_pack::Name| one.kind == "country";
            let ids: BTreeSet<&str> =
                all().filter(country).filter(|one| self.fold(&one.form) == folded).map(|one| one.id.as_str()).collect();
            if let (Some(id), 1) = (ids.first(), ids.len()) {
                // Of a state the names of the state alone: what stands for its government in news  is another matter.
                let complete = all().filter(country).filter(usual);
                let complete = complete.filter(|one| one.id == *id && one.note.starts_with("CLDR"));
                forms.extend(complete.map(|one| self.fold(&one.form)));
                let labels = self.labels();
                forms
                    .extend(labels.get(id).into_iter().flatten().filter(|one| one.len() > 2).map(|one| self.fold(one)));
                forms.extend(self.traditional().get(id).map(|one| self.fold(one)));
            }
        }
        forms.sort_by_key(|form| (form.chars().count(), form.clone()));
        let mut out: Vec<String> = Vec::new();
        for form in forms {
            let held = |one: &String| holds_words(&form, one);
            if !holds_words(&form, &folded) && !out.iter().any(held) {
                out.push(form);
            }
        }
        out.truncate(MOST);
        out
    }

    /// The words that end names of papers and forums, folded.
    pub fn heads(&self) -> &[String] {
        self.heads.get_or_init(|| {
            let lists = || ["instrument-head", "mechanism-head"].into_iter();
            let words = self.packs().iter().flat_map(|pack| lists().flat_map(|list| pack.list(list)));
            words.map(|word| self.fold(&word.form)).filter(|form| form.chars().count() > 1).collect()
        })
    }

    /// The words that tell what became of a thing, and how often it is to meet.
    pub fn stage_words(&self) -> &StageWords {
        self.stage_words.get_or_init(|| {
            let mut out = StageWords::default();
            for pack in self.packs() {
                let alone = pack.head.word_edges;
                let stages = pack.asked("life").iter();
                out.stages.extend(stages.filter_map(|word| {
                    Some(StageWord {
                        form: self.fold(&word.form),
                        stage: Stage::of(word.text("step")?)?,
                        alone,
                        forum: word.text("of").map(|of| of == "forum"),
                        near: word.number("near").and_then(|near| usize::try_from(near).ok()),
                        only_before: word.text("where") == Some("before"),
                    })
                }));
                let others = pack.asked("life-of-another").iter();
                out.others.extend(others.map(|word| {
                    let anywhere = word.text("where") == Some("clause");
                    OtherWord { form: self.fold(&word.form), alone, anywhere }
                }));
                let cadences = pack.asked("cadence").iter();
                out.cadences.extend(cadences.filter_map(|word| {
                    let days = word.number("days").filter(|days| *days > 0)?;
                    Some((self.fold(&word.form), u32::try_from(days).ok()?, alone))
                }));
            }
            out
        })
    }
}
