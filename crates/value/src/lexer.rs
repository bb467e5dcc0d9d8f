//! Finds the table's words in a text: at a given place, the longest one with the sense asked for.
//!
//! A trie by characters whose root is a bitmap over the Basic Multilingual Plane, so that a place where no word begins
//! costs one look. ASCII letters are matched without regard to case; a word of letters never begins or ends inside a
//! longer one. What this is not: a segmenter. Next to read: `numeral.rs`.

use crate::numeral::figure_at;
use crate::words::{Bound, Sense, Side, ValueWords, Word};

/// What can't be made a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordsError {
    /// A form without a character.
    Empty,
    /// More forms than the table can number.
    TooMany,
    /// A digit above 9, or a value above 99.
    NotADigit(String),
    /// A unit's place beyond the list of units.
    NoSuchUnit(String),
}

impl std::fmt::Display for WordsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => f.write_str("a written form is empty: give it a character or take it out"),
            Self::TooMany => f.write_str("more written forms than 65,535 characters in all: split the table"),
            Self::NotADigit(form) => write!(f, "{form:?}: a digit is 0 to 9, a value 0 to 99"),
            Self::NoSuchUnit(form) => write!(f, "{form:?}: its unit is not in the list of units"),
        }
    }
}

impl std::error::Error for WordsError {}

/// A node: where its children and senses lie.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    children: (u32, u32),
    senses: (u32, u32),
}

/// The words, ready to be looked up.
#[derive(Clone, Debug)]
pub(crate) struct Lexer {
    /// By character of the Basic Multilingual Plane: one more than the node of the words that begin with it, 0 for none.
    first: Box<[u16; 0x1_0000]>,
    /// The same for words that begin a value, or hide one.
    seeds: Bits,
    /// Characters that are a word alone.
    alone: Bits,
    /// By the first two characters of the other words, put into one number: most characters that begin one word begin
    /// many others that the table hasn't.
    pairs: Bits,
    /// By the first two letters of such words in ASCII.
    letters: Bits,
    /// The same beyond the plane, sorted.
    beyond: Vec<(char, u32)>,
    nodes: Vec<Node>,
    /// (character, node), each node's children sorted.
    edges: Vec<(char, u32)>,
    senses: Vec<Sense>,
    /// What each sense begins.
    starts: Vec<Starts>,
}

/// A set of 16-bit numbers.
type Bits = Box<[u64; 1024]>;

fn no_bits() -> Bits {
    vec![0u64; 1024].into_boxed_slice().try_into().unwrap_or_else(|_| unreachable!("made with this length"))
}

#[inline]
fn has(bits: &Bits, code: u16) -> bool {
    bits[usize::from(code >> 6)] >> (code & 63) & 1 == 1
}

fn put(bits: &mut Bits, code: u16) {
    bits[usize::from(code >> 6)] |= 1 << (code & 63);
}

/// Two characters as one number, which others may share.
#[inline]
fn pair(first: u16, second: u16) -> u16 {
    first.wrapping_mul(0x9E37) ^ second
}

/// Which readings may begin with a word: a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Starts(u16);

impl Starts {
    pub(crate) const NONE: Self = Self(0);
    /// Numerals: dates, lengths, times of day, quantities.
    pub(crate) const NUMERAL: Self = Self(1);
    /// 第, first.
    pub(crate) const RANK: Self = Self(1 << 1);
    /// 去年, 上, last.
    pub(crate) const RELATIVE: Self = Self(1 << 2);
    /// Months, weekdays, eras, feasts.
    pub(crate) const NAMED: Self = Self(1 << 3);
    /// 年底, the end of.
    pub(crate) const PIECE: Self = Self(1 << 4);
    pub(crate) const SEASON: Self = Self(1 << 5);
    /// 自, since, between, in.
    pub(crate) const BOUND: Self = Self(1 << 6);
    /// 每, 未来, half.
    pub(crate) const LAPSE: Self = Self(1 << 7);
    /// Times of day, titles, addresses: read over.
    pub(crate) const CLOCK: Self = Self(1 << 8);
    pub(crate) const QUANTITY: Self = Self(1 << 9);
    /// Whatever begins a date.
    pub(crate) const DATES: Self = Self(0b111_1111);

    pub(crate) fn of(sense: Sense) -> Self {
        match sense {
            Sense::Digit(_) | Sense::FormalDigit(_) | Sense::Value(_) | Sense::Scale(_) => Self::NUMERAL,
            Sense::Half | Sense::Several | Sense::UpTo => Self::LAPSE.or(Self::QUANTITY),
            Sense::ManyScale(_)
            | Sense::Minus
            | Sense::Part(_)
            | Sense::PercentBefore(_)
            | Sense::Hedge(Side::Before, _)
            | Sense::CurrencyBefore(_)
            | Sense::UnitBefore(_) => Self::QUANTITY,
            Sense::Ordinal(_) | Sense::OrdinalBefore => Self::RANK.or(Self::QUANTITY),
            Sense::Bound(Side::Before, Bound::Within) => Self::BOUND.or(Self::LAPSE),
            Sense::Bound(Side::Before, _) | Sense::RangeBefore | Sense::YearBefore => Self::BOUND,
            Sense::Era(_) | Sense::Month { .. } | Sense::Weekday(_) | Sense::Feast { .. } => Self::NAMED,
            Sense::DayOffset(_) | Sense::FromLast(..) | Sense::Shifted(..) | Sense::Shift(_) => Self::RELATIVE,
            Sense::PieceOf(..) | Sense::PieceBefore(_) => Self::PIECE,
            Sense::Season(..) => Self::SEASON,
            Sense::Every | Sense::Recurring(..) | Sense::Ahead | Sense::Back => Self::LAPSE,
            Sense::TimeOfDay | Sense::TitleOpen(_) | Sense::Address => Self::CLOCK,
            _ => Self::NONE,
        }
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether any of those is among these.
    pub(crate) const fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }
}

impl Lexer {
    pub(crate) fn new(table: &ValueWords) -> Result<Self, WordsError> {
        let mut words: Vec<(String, Sense)> = Vec::with_capacity(table.words.len());
        for Word { form, sense } in &table.words {
            check(form, *sense, table.units.len())?;
            words.push((form.chars().map(plain).collect(), *sense));
        }
        // What was told first of a form stays first.
        words.sort_by(|one, other| one.0.cmp(&other.0));
        let mut lexer = Self {
            first: vec![0u16; 0x1_0000]
                .into_boxed_slice()
                .try_into()
                .unwrap_or_else(|_| unreachable!("made with this length")),
            seeds: no_bits(),
            alone: no_bits(),
            pairs: no_bits(),
            letters: no_bits(),
            beyond: Vec::new(),
            nodes: Vec::new(),
            edges: Vec::new(),
            senses: Vec::new(),
            starts: Vec::new(),
        };
        for (c, below) in runs(&words, 0) {
            let node = lexer.lay(below, c.len_utf8())?;
            match (u16::try_from(c as u32), u16::try_from(node + 1)) {
                (Ok(code), Ok(node)) => lexer.first[usize::from(code)] = node,
                (Ok(_), Err(_)) => return Err(WordsError::TooMany),
                (Err(_), _) => lexer.beyond.push((c, node)),
            }
        }
        lexer.starts = lexer.senses.iter().map(|&sense| Starts::of(sense)).collect();
        lexer.mark_seeds(table);
        Ok(lexer)
    }

    /// Sets the bits of the words that begin a value, and of those that hide one that begins inside them.
    fn mark_seeds(&mut self, table: &ValueWords) {
        let starting = |sense: Sense| Starts::of(sense) != Starts::NONE;
        let mut heads: Vec<char> = table
            .words
            .iter()
            .filter(|word| starting(word.sense))
            .filter_map(|word| word.form.chars().next())
            .collect();
        heads.sort_unstable();
        heads.dedup();
        let heads: Vec<char> = heads.into_iter().map(plain).collect();
        for Word { form, sense } in &table.words {
            let hides = *sense == Sense::Nothing && form.chars().skip(1).any(|c| heads.contains(&c));
            if starting(*sense) || hides {
                self.mark_seed(form);
            }
            self.mark_pair(form);
        }
    }

    fn mark_seed(&mut self, form: &str) {
        let mut chars = form.chars().map(plain);
        let Some(head) = chars.next() else { return };
        if head.is_ascii_alphabetic() {
            let next = chars.next().filter(char::is_ascii);
            // A word of one letter begins with any pair.
            for second in 0..0x80u16 {
                if next.is_none_or(|c| c as u16 == second) {
                    let pair = (head as u16) << 8 | second;
                    self.letters[usize::from(pair >> 6)] |= 1 << (pair & 63);
                }
            }
        } else if let Ok(code) = u16::try_from(head as u32) {
            put(&mut self.seeds, code);
        }
    }

    fn mark_pair(&mut self, form: &str) {
        let mut chars = form.chars().map(plain);
        let Some(Ok(code)) = chars.next().map(|head| u16::try_from(head as u32)) else { return };
        match chars.next() {
            Some(second) => put(&mut self.pairs, pair(code, second as u32 as u16)),
            None => put(&mut self.alone, code),
        }
    }

    /// Whether no word of the table begins with an ideograph and the one whose bytes these are.
    #[inline]
    fn is_barren(&self, code: u16, next: Option<&[u8; 3]>) -> bool {
        // What begins with 0xE2 are marks, of which the table knows one for several.
        let Some(&[first @ (0xE0 | 0xE1 | 0xE3..=0xEF), second, third]) = next else { return false };
        let next = u16::from(first & 0xF) << 12 | u16::from(second & 0x3F) << 6 | u16::from(third & 0x3F);
        !has(&self.alone, code) && !has(&self.pairs, pair(code, next))
    }

    /// The next place at or after `from` where a value may begin. Characters beyond the Basic Multilingual Plane begin none.
    pub(crate) fn next_seed(&self, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = from;
        let mut inside = from > 0 && bytes.get(from - 1).is_some_and(u8::is_ascii_alphabetic);
        loop {
            // Ideographs, which most of a text is.
            while let Some(&[first @ 0xE0..=0xEF, second, third]) = bytes.get(at..).and_then(|rest| rest.first_chunk())
            {
                let code = u16::from(first & 0xF) << 12 | u16::from(second & 0x3F) << 6 | u16::from(third & 0x3F);
                let next = || bytes.get(at + 3..).and_then(|rest| rest.first_chunk());
                if (0xFF10..=0xFF19).contains(&code) || has(&self.seeds, code) && !self.is_barren(code, next()) {
                    return Some(at);
                }
                at += 3;
                inside = false;
            }
            let &byte = bytes.get(at)?;
            match byte {
                b'0'..=b'9' => return Some(at),
                b'a'..=b'z' | b'A'..=b'Z' => {
                    let second = bytes.get(at + 1).copied().filter(u8::is_ascii).unwrap_or(0).to_ascii_lowercase();
                    if !inside && has(&self.letters, u16::from(byte.to_ascii_lowercase()) << 8 | u16::from(second)) {
                        return Some(at);
                    }
                    inside = true;
                    at += 1;
                    continue;
                }
                0..0x80 => {
                    if has(&self.seeds, u16::from(byte)) {
                        return Some(at);
                    }
                    at += 1;
                }
                0xE0..=0xEF => at += 3,
                0x80..=0xDF => {
                    let code = u16::from(byte & 0x1F) << 6 | u16::from(bytes[at + 1] & 0x3F);
                    if has(&self.seeds, code) {
                        return Some(at);
                    }
                    at += 2;
                }
                0xF0.. => at += 4,
            }
            inside = false;
        }
    }

    /// Lays the node of what the first `at` bytes of these words are, and all below it; its place. The words are in order and
    /// all begin with those bytes.
    fn lay(&mut self, words: &[(String, Sense)], at: usize) -> Result<u32, WordsError> {
        let place = number(self.nodes.len())?;
        self.nodes.push(Node::default());
        let (whole, longer) = words.split_at(words.partition_point(|word| word.0.len() == at));
        let first = self.senses.len();
        for (_, sense) in whole {
            if !self.senses[first..].contains(sense) {
                self.senses.push(*sense);
            }
        }
        let senses = (number(first)?, number(self.senses.len())?);
        let mut edges = Vec::new();
        for (c, below) in runs(longer, at) {
            edges.push((c, self.lay(below, at + c.len_utf8())?));
        }
        let children = (number(self.edges.len())?, number(self.edges.len() + edges.len())?);
        self.edges.extend(edges);
        self.nodes[place as usize] = Node { children, senses };
        Ok(place)
    }

    /// Whether a word begins with this character.
    #[inline]
    pub(crate) fn begins(&self, c: char) -> bool {
        self.root(plain(c)).is_some()
    }

    #[inline]
    fn root(&self, c: char) -> Option<u32> {
        match u16::try_from(c as u32) {
            Ok(code) => u32::from(self.first[usize::from(code)]).checked_sub(1),
            Err(_) => self.beyond.binary_search_by_key(&c, |edge| edge.0).ok().map(|found| self.beyond[found].1),
        }
    }

    /// A sense by its place.
    #[inline]
    pub(crate) fn sense(&self, place: u32) -> Sense {
        self.senses[place as usize]
    }

    /// Which readings may begin at a seed, and where a word that is nothing of the kind ends (or the seed).
    #[inline]
    pub(crate) fn starts_at(&self, text: &str, at: usize) -> (Starts, usize) {
        let mut starts = if figure_at(text, at).is_some() { Starts::NUMERAL } else { Starts::NONE };
        let mut nothing = at;
        self.each(text, at, |place, end| {
            starts = starts.or(self.starts[place as usize]);
            if self.senses[place as usize] == Sense::Nothing {
                nothing = end;
            }
        });
        (starts, nothing)
    }

    /// Every word at `at`, shortest first: its sense's place, its end.
    #[inline]
    pub(crate) fn each(&self, text: &str, at: usize, mut take: impl FnMut(u32, usize)) {
        let Some(rest) = text.get(at..) else { return };
        let mut chars = rest.chars();
        let Some(head) = chars.next() else { return };
        let Some(root) = self.root(plain(head)) else { return };
        if head.is_ascii_alphabetic() && letter_before(text, at) {
            return;
        }
        let mut node = self.nodes[root as usize];
        let mut end = at + head.len_utf8();
        let mut last = head;
        loop {
            if node.senses.0 < node.senses.1 && !(last.is_ascii_alphabetic() && letter_at(text, end)) {
                for place in node.senses.0..node.senses.1 {
                    take(place, end);
                }
            }
            let edges = &self.edges[node.children.0 as usize..node.children.1 as usize];
            if edges.is_empty() {
                return;
            }
            let Some(c) = chars.next() else { return };
            let Ok(found) = edges.binary_search_by_key(&plain(c), |edge| edge.0) else { return };
            node = self.nodes[edges[found].1 as usize];
            end += c.len_utf8();
            last = c;
        }
    }
}

/// Words in order, parted by the character that begins at byte `at` of each.
fn runs(mut words: &[(String, Sense)], at: usize) -> impl Iterator<Item = (char, &[(String, Sense)])> {
    std::iter::from_fn(move || {
        let c = words.first()?.0[at..].chars().next()?;
        let (run, rest) = words.split_at(words.partition_point(|word| word.0[at..].starts_with(c)));
        words = rest;
        Some((c, run))
    })
}

fn check(form: &str, sense: Sense, units: usize) -> Result<(), WordsError> {
    if form.is_empty() {
        return Err(WordsError::Empty);
    }
    match sense {
        Sense::Digit(d) | Sense::FormalDigit(d) if d > 9 => Err(WordsError::NotADigit(form.to_owned())),
        Sense::Value(v) if v > 99 => Err(WordsError::NotADigit(form.to_owned())),
        Sense::Unit(u) | Sense::UnitBefore(u) | Sense::Currency(u) | Sense::CurrencyBefore(u)
            if usize::from(u) >= units =>
        {
            Err(WordsError::NoSuchUnit(form.to_owned()))
        }
        _ => Ok(()),
    }
}

fn number(n: usize) -> Result<u32, WordsError> {
    u32::try_from(n).map_err(|_| WordsError::TooMany)
}

/// The character as the table knows it: small letters, one kind of blank.
#[inline]
fn plain(c: char) -> char {
    match c {
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\t' | '\n' => ' ',
        '\u{2019}' => '\'',
        _ => c.to_ascii_lowercase(),
    }
}

/// Whether an ASCII letter stands right before.
#[inline]
pub(crate) fn letter_before(text: &str, at: usize) -> bool {
    at > 0 && text.as_bytes()[at - 1].is_ascii_alphabetic()
}

/// Whether an ASCII letter stands there.
#[inline]
pub(crate) fn letter_at(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic)
}

/// Past at most two blanks within a line.
#[inline]
pub(crate) fn skip_blank(text: &str, at: usize) -> usize {
    let mut end = at;
    for _ in 0..2 {
        match text.as_bytes().get(end) {
            Some(b' ' | b'\t') => end += 1,
            Some(0xC2) if text[end..].starts_with('\u{a0}') => end += 2,
            Some(0xE2) if text[end..].starts_with(['\u{2009}', '\u{202f}']) => end += 3,
            Some(0xE3) if text[end..].starts_with('\u{3000}') => end += 3,
            _ => break,
        }
    }
    end
}
