//! The words the coder knows, with what each list says of them, in one automaton.
//! Built once from a pack. Next to read: `tokens.rs`.

use std::collections::BTreeMap;

use chancery_model::{ActorId, Polarity, Stance};
use chancery_pack::Frozen;
use chancery_text::Span;
use daachorse::CharwiseDoubleArrayAhoCorasick;

use crate::govern::Forms;
use crate::register::{Keys, Register};
use crate::tokens::{Class, Classes, Token};

/// What a list says of one of its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sense {
    pub(crate) stance: Option<Stance>,
    pub(crate) polarity: Option<Polarity>,
    pub(crate) intensity: u8,
    /// What an adverb adds to an intensity.
    pub(crate) step: i8,
    /// Whether the word holds a negation (不应).
    pub(crate) negative: bool,
    /// Whether a bare statement under this word of saying is an affirmation.
    pub(crate) affirms: bool,
    /// Whether each clause after this deontic word is an act of its own (要…，…).
    pub(crate) splits: bool,
    /// Whether a list of doings after it is one act (主张…，…).
    pub(crate) lists: bool,
    /// Whether what follows is a belief or forecast and no act (相信…).
    pub(crate) claims: bool,
    /// Whether a verb after it governs instead (重申愿…).
    pub(crate) defers: bool,
    /// Whether it counts only right behind a name or an adverb (倡议).
    pub(crate) led: bool,
    /// Whether it asks only where an actor follows (倡导各国…).
    pub(crate) wants_actor: bool,
    /// How many a collective counts (四国), 0 where it doesn't say.
    pub(crate) size: u8,
    /// Whether a noun after it says what is done (举行…会谈, 达成…共识).
    pub(crate) light: bool,
    /// Whether it is only the noun of such a verb, and governs nothing (进行回击).
    pub(crate) noun: bool,
    /// A visit (1), a meeting (2): one event an article, however often told; 0 for the rest.
    pub(crate) once: u8,
    /// Whether the deed counts only when told as done.
    pub(crate) needs_done: bool,
    /// What the deed is where an armed force does it (俄军推进).
    pub(crate) armed: Option<Stance>,
    /// Whether the deed counts only where an armed force does it (控制了).
    pub(crate) needs_armed: bool,
    /// Whether the deed counts only with whom it is done (spoke … with), in languages with spaces.
    pub(crate) needs_company: bool,
    /// Whether it counts only where the clause ends with a word of the pack's list of what one agrees with (符合…利益).
    pub(crate) accords: bool,
    /// Whether the deed counts only right before a place (抵东京).
    pub(crate) to_place: bool,
    /// Whether the deed is a meeting or visit, told once an article.
    pub(crate) meeting: bool,
    /// The forms of a verb it may be, in languages that inflect.
    pub(crate) tenses: Tenses,
}

/// Forms of a verb: one word may be several (set, put).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tenses(u8);

impl Tenses {
    /// Without ending: support.
    pub(crate) const BASE: Self = Self(1);
    /// Third person: supports.
    pub(crate) const THIRD: Self = Self(2);
    /// Past or participle: supported.
    pub(crate) const PAST: Self = Self(4);
    /// supporting.
    pub(crate) const ING: Self = Self(8);

    /// Behind a copula: committed to, grateful for.
    pub(crate) const ADJECTIVE: Self = Self(16);

    /// By its name in a pack; none where it means nothing.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "base" => Self::BASE,
            "s" => Self::THIRD,
            "past" => Self::PAST,
            "ing" => Self::ING,
            "adj" => Self::ADJECTIVE,
            // One form for two (hit): base+past.
            _ => name.split_once('+').map_or(Self::default(), |(one, more)| Self::named(one).with(Self::named(more))),
        }
    }

    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// One written form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Word {
    pub(crate) classes: Classes,
    senses: Vec<(Class, Sense)>,
    /// Whom it names, for [`Class::Actor`].
    pub(crate) actors: Vec<ActorId>,
    /// What it must stand before to count.
    tail: Tail,
    /// The forms of a verb it may be.
    pub(crate) tenses: Tenses,
    /// Ways of printing a name that count alone (US, WHO), never small letters; none where every way counts.
    pub(crate) cased: Vec<String>,
}

/// What a short name must stand before to count as a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tail {
    /// No short name.
    #[default]
    None,
    /// A compound of plain short names: anything.
    Any,
    /// A compound with a common character: a word of the list `compound_tail`, or a clause's start before it.
    Compound,
    /// A compound that begins with a preposition's character (以…): a word of the list `compound_tail`.
    Close,
    /// A short name alone: a word of the list `short_tail`, or a list that it stands in.
    Short,
    /// A short name that counts in a list (美、英、法), and where a clause or a word of the list `post_lead` opens it and a
    /// word of the list `post_tail` stands behind it (法外长, 访晤法外长).
    Listed,
}

impl Word {
    /// A person found in a text.
    pub(crate) fn person(actors: Vec<ActorId>) -> Self {
        Self { classes: Classes::of(&[Class::Actor]), actors, ..Self::default() }
    }

    /// The same word as a name of somebody.
    pub(crate) fn naming(&self, actors: Vec<ActorId>) -> Self {
        let mut word = Self { actors, ..self.clone() };
        word.classes.add(Class::Actor);
        word
    }

    /// Whether it is a compound of short names (中俄).
    pub(crate) fn is_compound(&self) -> bool {
        matches!(self.tail, Tail::Any | Tail::Compound)
    }

    /// What the list behind `class` says of it.
    pub(crate) fn sense(&self, class: Class) -> Sense {
        self.senses.iter().find(|s| s.0 == class).map(|s| s.1).unwrap_or_default()
    }
}

/// All words of a pack.
pub(crate) struct Vocabulary {
    words: Vec<Word>,
    /// What finding asks of the word of each of the automaton's patterns, close together: the words themselves lie far
    /// apart in memory.
    looks: Vec<Looks>,
    tails: Forms,
    short_tails: Forms,
    post_tails: Forms,
    post_leads: Forms,
    /// Units that make figures a time.
    days: Vec<char>,
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// Whether the automaton was frozen for the pack, and not built of the words.
    #[cfg(test)]
    is_frozen: bool,
}

/// A pattern of a frozen automaton that is no word.
const NO_WORD: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Looks {
    classes: Classes,
    tail: Tail,
    /// Which word, or [`NO_WORD`].
    word: u32,
}

/// Whether a match in Latin letters is a word of its own there: NATO is not in "senator", nor G7 in "G77".
pub(crate) fn stands_alone(folded: &str, start: usize, end: usize) -> bool {
    let text = folded.as_bytes();
    let letter = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let open = |edge: usize, inner: usize, outer: Option<usize>| {
        edge == 0 || edge == text.len() || !letter(inner) || !outer.is_some_and(letter)
    };
    open(start, start, start.checked_sub(1)) && open(end, end.saturating_sub(1), Some(end))
}

/// Words of what is told as done.
const DEEDS: Classes = Classes::of(&[Class::Event]);

/// Collects words before the automaton is built.
pub(crate) struct Builder {
    words: Register<Word>,
    pub(crate) tails: Forms,
    pub(crate) short_tails: Forms,
    pub(crate) post_tails: Forms,
    pub(crate) post_leads: Forms,
    pub(crate) days: Vec<char>,
}

impl Builder {
    /// Without words; with what was frozen for the pack at hand.
    pub(crate) fn new(frozen: Option<Frozen>) -> Self {
        Self {
            words: Register::new(frozen),
            tails: Forms::default(),
            short_tails: Forms::default(),
            post_tails: Forms::default(),
            post_leads: Forms::default(),
            days: Vec::new(),
        }
    }

    /// A word of a list; `place` of its form among the frozen ones, where it is known.
    pub(crate) fn add(&mut self, form: &str, place: Option<u32>, class: Class, sense: Sense) {
        if form.is_empty() {
            return;
        }
        let word = self.words.entry(form, place);
        word.classes.add(class);
        word.tenses = word.tenses.with(sense.tenses);
        if !word.senses.iter().any(|s| s.0 == class) {
            word.senses.push((class, sense));
        }
    }

    pub(crate) fn add_actors(&mut self, form: &str, place: Option<u32>, class: Class, actors: Vec<ActorId>) {
        if form.is_empty() {
            return;
        }
        let word = self.words.entry(form, place);
        word.classes.add(class);
        if word.actors.is_empty() {
            word.actors = actors;
        }
    }

    /// Notes that a name counts only as printed.
    pub(crate) fn case(&mut self, form: &str, place: Option<u32>) {
        if let Some(word) = self.words.get_mut(form, place) {
            word.cased.push(form.to_owned());
        }
    }

    /// Notes whither a deed goes whose word ends with one of `places` and a state's short name (访美, 应邀访美).
    pub(crate) fn add_whither(&mut self, places: &[String], states: &BTreeMap<char, Vec<ActorId>>) {
        self.words.each(|form, word| {
            let Some((end, short)) = form.char_indices().next_back().filter(|_| word.classes.any(DEEDS)) else {
                return;
            };
            let goes = word.actors.is_empty() && places.iter().any(|p| form[..end].ends_with(p.as_str()));
            if let Some(state) = states.get(&short).filter(|_| goes) {
                word.actors.clone_from(state);
            }
        });
    }

    /// A compound of short names that counts only before one of the tails.
    pub(crate) fn add_compound(&mut self, form: &str, actors: impl FnOnce() -> Vec<ActorId>, tail: Tail) {
        let word = self.words.entry(form, None);
        if word.classes == Classes::default() {
            word.classes.add(Class::Actor);
            word.actors = actors();
            word.tail = tail;
        }
    }

    /// With the automaton that was frozen for this pack, where it knows every word.
    pub(crate) fn build(self) -> Vocabulary {
        let (keys, words) = self.words.into_sorted();
        let look = |number: usize, word: &Word| Looks { classes: word.classes, tail: word.tail, word: number as u32 };
        let nothing = Looks { classes: Classes::default(), tail: Tail::None, word: NO_WORD };
        let ready = match &keys {
            Keys::Frozen(frozen, places) => {
                let automaton = CharwiseDoubleArrayAhoCorasick::deserialize(frozen.automaton).ok();
                automaton.map(|(automaton, _)| (automaton, frozen.len(), places))
            }
            Keys::Own(_) => None,
        };
        let numbered = words.iter().enumerate().map(|(number, word)| look(number, word));
        let (looks, automaton) = match ready {
            Some((automaton, forms, places)) => {
                let mut looks = vec![nothing; forms];
                numbered.zip(places).for_each(|(look, place)| looks[*place as usize] = look);
                (looks, Some(automaton))
            }
            None => (numbered.collect(), CharwiseDoubleArrayAhoCorasick::new(keys.forms()).ok()),
        };
        Vocabulary {
            automaton,
            tails: self.tails,
            short_tails: self.short_tails,
            post_tails: self.post_tails,
            post_leads: self.post_leads,
            days: self.days,
            looks,
            words,
            #[cfg(test)]
            is_frozen: matches!(keys, Keys::Frozen(..)),
        }
    }
}

/// A vocabulary with what one article adds to it.
pub(crate) struct Lexis<'a> {
    vocabulary: &'a Vocabulary,
    extra: Vec<Word>,
}

impl<'a> Lexis<'a> {
    pub(crate) fn new(vocabulary: &'a Vocabulary) -> Self {
        Self { vocabulary, extra: Vec::new() }
    }

    /// Adds a word of this article; returns its number.
    pub(crate) fn extend(&mut self, word: Word) -> u32 {
        self.extra.push(word);
        (self.vocabulary.words.len() + self.extra.len() - 1) as u32
    }

    pub(crate) fn of(&self, word: u32) -> &Word {
        let known = self.vocabulary.words.len();
        let at = word as usize;
        if at < known { &self.vocabulary.words[at] } else { &self.extra[at - known] }
    }

    pub(crate) fn word(&self, token: &Token) -> &Word {
        self.of(token.word)
    }

    /// What the list behind `class` says of a word.
    pub(crate) fn sense(&self, token: &Token, class: Class) -> Sense {
        self.word(token).sense(class)
    }
}

impl Vocabulary {
    /// Whom a word of the vocabulary names.
    pub(crate) fn actors(&self, token: &Token) -> Vec<ActorId> {
        self.words[token.word as usize].actors.clone()
    }

    /// A word of the vocabulary.
    pub(crate) fn of(&self, token: &Token) -> &Word {
        &self.words[token.word as usize]
    }

    /// Whether a short name counts at its place.
    fn counts(&self, folded: &str, start: usize, end: usize, tail: Tail) -> bool {
        let before = |tails: &Forms| tails.begin(&folded[end..]);
        // 18日俄方: the day of a date.
        let day =
            || folded[..start].ends_with(|c: char| c.is_numeric()) && folded[start..].starts_with(self.days.as_slice());
        match tail {
            Tail::None => true,
            Tail::Any | Tail::Compound if day() => false,
            Tail::Any => true,
            Tail::Compound => before(&self.tails) || opens(folded, start),
            Tail::Close => before(&self.tails),
            // Not the day of a date (3日外长…).
            Tail::Listed => {
                let led = || self.post_leads.end(&folded[..start]);
                in_list(folded, start, end) || before(&self.post_tails) && (opens(folded, start) || led())
            }
            Tail::Short => {
                let figure = folded[..start].chars().next_back().is_some_and(|c| c.is_numeric());
                !figure && (before(&self.short_tails) || in_list(folded, start, end))
            }
        }
    }

    /// Every word in `folded`, overlapping, as [`keep`](crate::tokens::keep) wants them: the leftmost first, of those
    /// that begin together the longest.
    pub(crate) fn find(&self, folded: &str) -> Vec<Token> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        // A word every two characters or so; the texts that hold more grow the list once or twice.
        let mut out: Vec<Token> = Vec::with_capacity(folded.len() / 6);
        for found in automaton.find_overlapping_iter(folded) {
            let (start, end) = (found.start(), found.end());
            let Looks { classes, tail, word } = self.looks[found.value() as usize];
            if word == NO_WORD || !stands_alone(folded, start, end) || !self.counts(folded, start, end, tail) {
                continue;
            }
            let token = Token { span: Span::of(start..end), classes, word };
            // They come by their ends: one that begins before its forerunners goes to its place, a step or two back.
            out.push(token);
            let mut at = out.len() - 1;
            while at > 0 && out[at - 1].span.start() >= token.span.start() {
                out[at] = out[at - 1];
                at -= 1;
            }
            out[at] = token;
        }
        out
    }
}

/// 美、英、法、德: one of three characters or more in a list, each by itself.
fn in_list(folded: &str, start: usize, end: usize) -> bool {
    let mut ahead = folded[end..].chars();
    let mut back = folded[..start].chars().rev();
    let (next, last) = (ahead.next() == Some(LIST), back.next() == Some(LIST));
    let single =
        |letter: Option<char>, mark: Option<char>| mark == Some(LIST) && letter.is_some_and(char::is_alphabetic);
    // At the list's head two more stand behind, at its end two before, within it one on each side.
    (next && (last || single(ahead.next(), ahead.next()))) || (last && single(back.next(), back.next()))
}

/// The mark of a list.
const LIST: char = '、';

/// Whether a clause begins at `at`: a mark or a line's end stands before it.
fn opens(folded: &str, at: usize) -> bool {
    folded[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !QUOTES.contains(&c))
}

/// Marks after which no clause begins.
const QUOTES: &[char] = &['、', '“', '‘', '《', '(', '（', '·'];

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut builder = Builder::new(None);
        for form in ["NATO", "G7", "G77", "AUKUS成员", "反对"] {
            builder.add(form, None, Class::Block, Sense::default());
        }
        let vocabulary = builder.build();
        vocabulary.find(text).iter().map(|t| text[t.span.range()].to_owned()).collect()
    }

    #[test]
    fn latin_names_are_found_whole_and_nowhere_else() {
        assert_eq!(found("反对nato扩张，敦促aukus成员和g77"), ["反对", "nato", "aukus成员", "g77"]);
        assert_eq!(found("senator g7"), ["g7"]);
        assert!(found("natox g70").is_empty());
    }

    /// A pack whose words are not all frozen works, but loads slowly: mend `crates/pack/build.rs`.
    #[test]
    fn the_bundled_packs_are_frozen_whole() {
        let compiled = chancery_pack::compile_lazily(&[], &[]).expect("bundled");
        for (pack, rules) in compiled.later.iter().filter_map(chancery_pack::Bundled::load) {
            let id = pack.head.id.clone();
            let language = crate::knowledge::Language::new(&pack, rules).expect("sound");
            assert!(language.vocabulary.is_frozen && language.named.is_frozen, "{id}");
            let fresh = language.vocabulary.find("中俄外长会谈；the French foreign minister met nato allies");
            assert!(fresh.len() > 3, "{id}");
        }
    }
}
