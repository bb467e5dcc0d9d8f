//! The bundled packs as `build.rs` made them ready: their files, their words and names as plain lines, their tables as JSON,
//! and automata over the forms of each language. The files stay what counts: the tests read them and compare.
//! Next to read: `lists.rs`, which reads packs as people write them.

use serde::de::DeserializeOwned;

use crate::lists::{Name, RawPack, WordList};
use crate::word::{Word, cell};

include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// The marks of web pages, as JSON.
pub(crate) const WEB: &str = include_str!(concat!(env!("OUT_DIR"), "/web.json"));

/// A language made ready.
pub(crate) struct Ready {
    pub(crate) language: &'static str,
    lists: &'static str,
    names: &'static str,
    pub(crate) rules: &'static str,
    pub(crate) head: &'static str,
    pub(crate) reading: &'static str,
    pub(crate) values: &'static str,
    forms: &'static str,
    form_ends: &'static [u8],
    automaton: &'static [u8],
    things: &'static [u8],
    things_automaton: &'static [u8],
}

/// Every form that a bundled pack may look for, each by its place, and automata over them and over those of things. Building
/// them anew takes a quarter of the time of loading a pack.
#[derive(Clone, Copy, Debug)]
pub struct Frozen {
    /// One behind another in order, as folded texts have them; some are no words of any list.
    forms: &'static str,
    /// Where each ends, in four bytes, the least first; before them a zero.
    ends: &'static [u8],
    /// In the form of daachorse's `CharwiseDoubleArrayAhoCorasick::<u32>`: each form has its place as its value.
    pub automaton: &'static [u8],
    things: &'static [u8],
    /// The same over the forms of [`Self::things`], leftmost longest; each has its place among them as its value.
    pub things_automaton: &'static [u8],
}

impl Frozen {
    /// How many forms there are.
    #[must_use]
    pub fn len(self) -> usize {
        (self.ends.len() / NUMBER).saturating_sub(1)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The form at a place; empty beyond the last.
    #[must_use]
    pub fn form(self, place: u32) -> &'static str {
        let end = |at: usize| number_at(self.ends, at).map(|end| end as usize);
        let at = place as usize;
        end(at).zip(end(at + 1)).and_then(|(start, end)| self.forms.get(start..end)).unwrap_or_default()
    }

    /// The place of a form.
    #[must_use]
    pub fn place(self, form: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.form(middle).cmp(form) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// The places of the forms that name things or are heads of such names, in order.
    pub fn things(self) -> impl ExactSizeIterator<Item = u32> {
        (0..self.things.len() / NUMBER).map(move |at| number_at(self.things, at).unwrap_or_default())
    }
}

/// Bytes of a number.
const NUMBER: usize = 4;

fn number_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at * NUMBER..)?.first_chunk()?;
    Some(u32::from_le_bytes(*bytes))
}

/// The frozen forms of a bundled language.
#[must_use]
pub fn frozen(language: &str) -> Option<Frozen> {
    of(language).map(|ready| Frozen {
        forms: ready.forms,
        ends: ready.form_ends,
        automaton: ready.automaton,
        things: ready.things,
        things_automaton: ready.things_automaton,
    })
}

pub(crate) fn of(language: &str) -> Option<&'static Ready> {
    READY.iter().find(|ready| ready.language == language)
}

/// A table as it was made ready; `None` where it is none of that form, which the tests rule out.
pub(crate) fn table<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_str(json).ok()
}

/// The words and names of a bundled pack without reading TOML; `None` where the pack is none that was made ready.
pub(crate) fn raw(language: &str) -> Option<RawPack> {
    let ready = of(language)?;
    let mut pack = RawPack { head: table(ready.head)?, ..RawPack::default() };
    add_lists(&mut pack, ready.lists)?;
    add_names(&mut pack, ready.names)?;
    Some(pack)
}

/// A place as a cell; none in an empty one.
fn place(cell: &str) -> Option<u32> {
    cell.parse().ok()
}

fn add_lists(pack: &mut RawPack, lines: &'static str) -> Option<()> {
    let mut lists = &mut pack.lists;
    for mut row in lines.lines() {
        let form = cell(&mut row);
        if let Some(kind) = form.strip_prefix('=') {
            lists = if kind == "asked" { &mut pack.asked } else { &mut pack.lists };
            let (id, words) = (cell(&mut row).to_owned(), cell(&mut row).parse().ok()?);
            lists.push(WordList { id, note: row.to_owned(), words: Vec::with_capacity(words) });
            continue;
        }
        let place = place(cell(&mut row));
        lists.last_mut()?.words.push(Word::ready(form, row, place));
    }
    Some(())
}

fn add_names(pack: &mut RawPack, lines: &'static str) -> Option<()> {
    let (count, lines) = lines.split_once('\n')?;
    pack.names.reserve(count.parse().ok()?);
    for mut row in lines.lines() {
        let place = place(cell(&mut row));
        let mut next = || cell(&mut row).into();
        let (form, id, kind, from, to, note) = (next(), next(), next(), next(), next(), next());
        pack.names.push(Name { form, id, kind, from, to, note, place });
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
            let mut tables = [chancery_model::Conventions::default(), chancery_model::Conventions::default()];
            let files = bundled_files(language);
            let file = |name: &str| files.iter().find(|f| f.0.ends_with(name)).expect("each has one");
            let ((values, values_text), (reading, reading_text)) = (file("/values.toml"), file("/reading.toml"));
            crate::read_values(values, values_text, &mut words[0]).expect("sound");
            assert!(crate::values::read_ready_values(values, ready.values, &mut words[1]), "{language}");
            assert_eq!(format!("{:?}", words[0]), format!("{:?}", words[1]), "{language}");
            crate::read_conventions(reading, reading_text, &mut tables[0]).expect("sound");
            assert!(crate::reading::read_ready_conventions(reading, ready.reading, &mut tables[1]), "{language}");
            assert_eq!(format!("{:?}", tables[0]), format!("{:?}", tables[1]), "{language}");
        }
        let web = crate::web::ready_marks().expect("made ready");
        assert!(crate::web_marks(crate::BUILT_IN_WEB).is_ok_and(|marks| marks == web));
        assert_eq!(READY.iter().map(|ready| ready.language).collect::<Vec<_>>(), ["en", "zh"]);
    }

    #[test]
    fn frozen_forms_are_in_order_and_each_once() {
        for language in ["zh", "en"] {
            let frozen = frozen(language).expect("bundled");
            let forms: Vec<&str> = (0..frozen.len() as u32).map(|place| frozen.form(place)).collect();
            assert!(forms.len() > 5_000 && forms.is_sorted_by(|a, b| a < b), "{language}: {}", forms.len());
            for place in (0..frozen.len() as u32).step_by(97) {
                assert_eq!(frozen.place(frozen.form(place)), Some(place), "{language}");
            }
            assert_eq!((frozen.place("no such word"), frozen.form(u32::MAX - 1)), (None, ""));
            let things: Vec<u32> = frozen.things().collect();
            assert!(things.len() > 500 && things.is_sorted_by(|a, b| a < b), "{language}: {}", things.len());
        }
        assert!(frozen("xx").is_none());
    }

    #[test]
    fn words_know_the_places_of_their_forms() {
        for language in ["zh", "en"] {
            let (frozen, fold) = (frozen(language).expect("bundled"), crate::compile(&[]).expect("bundled").fold);
            let pack = raw(language).expect("bundled");
            let words = pack.lists.iter().flat_map(|list| &list.words).map(|word| (&word.form, word.place()));
            let all = words.chain(pack.names.iter().map(|name| (&name.form, name.place())));
            for (form, place) in all {
                assert_eq!(frozen.place(&fold.fold(form)), place, "{form}");
            }
        }
    }
}
