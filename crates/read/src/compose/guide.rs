//! What the composer is handed: the packs' conventions with the words looked up quickly, and the date reader.

use chancery_model::{Conventions, PartialDate};
use chancery_text::Span;
use chancery_value::Values;
use memchr::memmem::Finder;

use super::charset::CharSet;

/// The packs' table and the reader of dates, ready for use on many sources.
#[derive(Debug)]
pub struct Guide {
    /// The table.
    pub conventions: Conventions,
    values: Values,
    /// First characters of the lines that are told by their words: boilerplate, captions, heads.
    pub(crate) openers: CharSet,
    /// Last characters of a picture's credit.
    pub(crate) credits: CharSet,
    /// First characters of the marks that end a date line, and dashes.
    pub(crate) marks: CharSet,
    /// First characters of labels.
    pub(crate) labels: CharSet,
    /// Marks behind the name of who speaks.
    colons: CharSet,
    /// Lines that are boilerplate as a whole, folded and without spaces.
    pub(crate) whole: Vec<String>,
    /// Words looked for in whole texts.
    pub(crate) finders: Finders,
}

/// Searchers for the few words that are looked for in whole texts, made once.
#[derive(Debug)]
pub(crate) struct Finders {
    /// The first enumerator (一是): without one there is no enumeration inside a paragraph.
    pub(crate) enumerator: Option<Finder<'static>>,
    /// Mask marks, each.
    pub(crate) masks: Vec<Finder<'static>>,
    /// Marks of what could not be read, each.
    pub(crate) illegible: Vec<Finder<'static>>,
    /// Words before a lost figure, in the order of the table.
    pub(crate) lost: Vec<Finder<'static>>,
    /// Slips, in the order of the table.
    pub(crate) slips: Vec<Finder<'static>>,
    /// Words of a title that name its kind, folded as far as they are ASCII, in the order of the table.
    pub(crate) kinds: Vec<Finder<'static>>,
    /// The same of a text's first words.
    pub(crate) leads: Vec<Finder<'static>>,
}

impl Finders {
    fn new(table: &Conventions) -> Self {
        let of = |words: &mut dyn Iterator<Item = String>| -> Vec<Finder<'static>> {
            words.map(|w| Finder::new(w.as_bytes()).into_owned()).collect()
        };
        Self {
            enumerator: table.labels.enumerators.first().map(|w| Finder::new(w.as_bytes()).into_owned()),
            masks: of(&mut table.masks.marks.iter().map(char::to_string)),
            illegible: of(&mut table.masks.illegible.iter().map(char::to_string)),
            lost: of(&mut table.lost_numbers.before.iter().cloned()),
            slips: of(&mut table.slips.iter().map(|s| s.found.clone())),
            kinds: of(&mut table.kinds.iter().map(|(_, word)| as_folded(word))),
            leads: of(&mut table.kinds_by_lead.iter().map(|(_, word)| as_folded(word))),
        }
    }
}

/// How many characters at a block's head are looked at for date lines, labels and boilerplate: the longest date line seen
/// in the corpus (agency, place, two reporters' names) has 41.
pub(crate) const HEAD: usize = 64;

impl Guide {
    /// From the table and the values of the same packs.
    #[must_use]
    pub fn new(conventions: Conventions, values: Values) -> Self {
        let firsts = |lists: &[&[String]]| -> Vec<char> {
            lists.iter().flat_map(|list| list.iter()).filter_map(|w| w.chars().next()).collect()
        };
        let boiler = &conventions.boilerplate;
        let openers = firsts(&[
            &boiler.begins,
            &boiler.whole,
            &boiler.sources,
            &boiler.contents,
            &boiler.digests,
            &boiler.captions,
            &boiler.tails,
        ]);
        // Labels want a colon, which tells their lines; counters may stand without. Buttons of one character never lead.
        let counters = conventions.fields.counters.iter().filter(|w| w.chars().count() > 1);
        let openers: Vec<char> = openers.into_iter().chain(counters.filter_map(|w| w.chars().next())).collect();
        let credits = boiler.credits.iter().filter_map(|w| w.chars().next_back());
        let marks = firsts(&[&conventions.dateline.marks]);
        let forms = &conventions.labels;
        let whole = boiler.whole.iter().map(|w| match &conventions.fold {
            Some(fold) => fold.fold(w),
            None => w.to_lowercase(),
        });
        let labels = forms.numerals.iter().copied().chain('0'..='9').chain(['(', '（', '〔', '[']);
        Self {
            openers: CharSet::new(openers),
            credits: CharSet::new(credits),
            marks: CharSet::new(marks.into_iter().chain(['—'])),
            colons: CharSet::new(conventions.turns.colon.iter().copied()),
            labels: CharSet::new(labels.chain(firsts(&[&forms.articles]))),
            whole: whole.map(|w| w.replace(' ', "")).collect(),
            finders: Finders::new(&conventions),
            conventions,
            values,
        }
    }

    /// Whether a character is a mark behind the name of who speaks.
    pub(crate) fn is_colon(&self, c: char) -> bool {
        self.colons.has(c) && self.conventions.turns.colon.contains(&c)
    }

    /// One character in the folding view.
    pub(crate) fn fold_char(&self, c: char) -> char {
        self.conventions.fold.as_ref().map_or_else(|| c.to_ascii_lowercase(), |fold| fold.fold_char(c))
    }

    /// `words` in the folding view.
    pub(crate) fn fold(&self, words: &str) -> String {
        self.conventions.fold.as_ref().map_or_else(|| words.to_lowercase(), |fold| fold.fold(words))
    }

    /// The first [`HEAD`] characters, in the folding view.
    pub(crate) fn head(&self, words: &str) -> String {
        let end = words.char_indices().nth(HEAD).map_or(words.len(), |(i, _)| i);
        self.fold(&words[..end])
    }

    /// Dates written in `folded`.
    pub(crate) fn dates(&self, folded: &str) -> Vec<(Span, PartialDate)> {
        self.values.partial_dates(folded)
    }

    /// Whether `words` may end a paragraph.
    pub(crate) fn is_ended(&self, words: &str) -> bool {
        words.chars().next_back().is_some_and(|c| self.conventions.terminal.contains(&c))
    }

    /// Whether `words` end as running text does: with an end mark, and not only with the mark that closes a name
    /// (退出《…条约》) or an aside in a headline.
    pub(crate) fn ends_text(&self, words: &str) -> bool {
        let inner = words.trim_end_matches(['）', ')', '》', '〉']);
        // …停火。（记者某某）: a credit in brackets stands behind the last sentence.
        let bracket = words.ends_with(['）', ')']).then(|| words.rfind(['（', '('])).flatten();
        let credited = bracket.is_some_and(|at| self.ends_sentence(words[..at].trim_end()));
        self.is_ended(words) && (inner.len() == words.len() || self.is_ended(inner) || credited)
    }

    /// Whether `words` end as a sentence does: with an end mark that is no closing mark, dash or colon.
    pub(crate) fn ends_sentence(&self, words: &str) -> bool {
        self.is_ended(words) && !words.ends_with(['”', '」', '）', ')', '》', '—', '：', ':'])
    }

    /// Whether `title` ends with a word that names a kind of document.
    pub(crate) fn names_kind(&self, title: &str) -> bool {
        let folded = self.fold(title);
        let folded = folded.trim_end_matches(['）', ')']);
        let forms = self.conventions.kinds.iter().chain(&self.conventions.kinds_by_end);
        forms.map(|k| &k.1).any(|w| !w.is_ascii() && folded.ends_with(w.as_str()))
    }
}

/// `folded` is in the folding view (small letters); `word` is as the pack writes it.
#[inline]
pub(crate) fn starts_with_folded(folded: &str, word: &str) -> bool {
    let mut rest = folded.chars();
    word.chars().all(|w| rest.next().is_some_and(|c| c == w || (w.is_ascii() && c == w.to_ascii_lowercase())))
}

/// Where `word`, as the pack writes it, stands in `folded`.
pub(crate) fn find_folded(folded: &str, word: &str) -> Option<usize> {
    if word.is_ascii() { folded.find(&word.to_ascii_lowercase()) } else { folded.find(word) }
}

/// What [`find_folded`] looks for.
fn as_folded(word: &str) -> String {
    if word.is_ascii() { word.to_ascii_lowercase() } else { word.to_owned() }
}
