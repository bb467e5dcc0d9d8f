//! The bundled packs as `build.rs` made them ready: their files, their word lists as plain lines, and an automaton over the
//! forms of each language. The files stay what counts: the tests read them and compare.
//! Next to read: `lists.rs`, which reads packs as people write them.

use std::collections::BTreeMap;

use crate::lists::{RawPack, Word, WordList, add_names};

include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// A language made ready.
pub(crate) struct Ready {
    pub(crate) language: &'static str,
    lists: &'static str,
    pub(crate) values: &'static str,
    forms: &'static str,
    automaton: &'static [u8],
}

/// Every form that a bundled pack may look for, and an automaton over them: the pattern at place n of `forms` has the value
/// n. Building it anew takes a quarter of the time of loading a pack.
#[derive(Clone, Copy, Debug)]
pub struct Frozen {
    /// The forms as folded texts have them, in order, a line each; some are no words of any list.
    pub forms: &'static str,
    /// The automaton, in the form of daachorse's `CharwiseDoubleArrayAhoCorasick::<u32>`.
    pub automaton: &'static [u8],
}

/// The frozen forms of a bundled language.
#[must_use]
pub fn frozen(language: &str) -> Option<Frozen> {
    of(language).map(|ready| Frozen { forms: ready.forms, automaton: ready.automaton })
}

pub(crate) fn of(language: &str) -> Option<&'static Ready> {
    READY.iter().find(|ready| ready.language == language)
}

/// The words and names of a bundled pack without reading TOML; `None` where the pack is none that was made ready.
pub(crate) fn raw(language: &str) -> Option<RawPack> {
    let ready = of(language)?;
    let files = FILES.iter().find(|(pack, _)| *pack == language)?.1;
    let head = files.iter().find(|(name, _)| name.ends_with("/pack.toml"))?.1;
    let mut pack = RawPack { head: toml::from_str(head).ok()?, ..RawPack::default() };
    add_lists(&mut pack, ready.lists)?;
    for (name, text) in files.iter().filter(|(name, _)| name.contains("/lexicon/") && name.ends_with(".tsv")) {
        add_names(&mut pack, name, text, &mut Vec::new());
    }
    Some(pack)
}

fn add_lists(pack: &mut RawPack, lines: &str) -> Option<()> {
    let mut asked = false;
    for line in lines.lines() {
        let mut cells = line.split('\t');
        let form = cells.next()?;
        if let Some(kind) = form.strip_prefix('=') {
            asked = kind == "asked";
            let (id, note) = (cells.next()?.to_owned(), cells.next()?.to_owned());
            let lists = if asked { &mut pack.asked } else { &mut pack.lists };
            lists.push(WordList { id, note, words: Vec::new() });
            continue;
        }
        let mut values = BTreeMap::new();
        while let (Some(key), Some(value)) = (cells.next(), cells.next()) {
            let (kind, value) = value.split_at_checked(1)?;
            let value = match kind {
                "s" => toml::Value::String(value.to_owned()),
                "i" => toml::Value::Integer(value.parse().ok()?),
                _ => toml::Value::Boolean(value == "1"),
            };
            values.insert(key.to_owned(), value);
        }
        let lists = if asked { &mut pack.asked } else { &mut pack.lists };
        lists.last_mut()?.words.push(Word { form: form.to_owned(), values });
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::{bundled_files, load};

    #[test]
    fn what_is_ready_is_what_the_files_say() {
        for ready in READY {
            let language = ready.language;
            // Not assert_eq: a pack printed whole is a megabyte.
            assert!(raw(language).as_ref() == load(&bundled_files(language)).ok().as_ref(), "{language}: build anew");
            let mut words = [chancery_value::ValueWords::default(), chancery_value::ValueWords::default()];
            let files = bundled_files(language);
            let (name, text) = files.iter().find(|f| f.0.ends_with("/values.toml")).expect("each has one");
            crate::read_values(name, text, &mut words[0]).expect("sound");
            crate::read_values(name, ready.values, &mut words[1]).expect("sound");
            assert_eq!(format!("{:?}", words[0]), format!("{:?}", words[1]), "{language}");
        }
        assert_eq!(READY.iter().map(|ready| ready.language).collect::<Vec<_>>(), ["en", "zh"]);
    }

    #[test]
    fn frozen_forms_are_in_order_and_each_once() {
        for language in ["zh", "en"] {
            let forms: Vec<&str> = frozen(language).expect("bundled").forms.lines().collect();
            assert!(forms.len() > 5_000 && forms.is_sorted_by(|a, b| a < b), "{language}: {}", forms.len());
        }
        assert!(frozen("xx").is_none());
    }
}
