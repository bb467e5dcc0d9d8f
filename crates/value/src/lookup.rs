//! The lexer's answers for one text, remembered: the grammar asks for many senses at one place, and often for the same
//! numeral; each place is looked up once as long as the reading stays near. Never a result, only a shortcut: a text read
//! with an empty memory gives the same. Next to read: `numeral.rs`.

use std::cell::{Cell, RefCell};

use crate::lexer::{Lexer, Starts};
use crate::numeral::Numeral;
use crate::words::Sense;

/// Places kept: more than any one expression asks for.
const PLACES: usize = 32;
/// Words kept of a place; where more begin there (none does in the bundled packs but a few), they are looked up anew.
const WORDS: usize = 8;
/// Numerals kept.
const NUMERALS: usize = 4;

/// The words at one place.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    /// Sense's place in the lexer, end.
    words: [(u32, u32); WORDS],
    len: u8,
}

const NOWHERE: Place = Place { at: usize::MAX, words: [(0, 0); WORDS], len: 0 };

/// A numeral looked for: where, with a currency before it or not, what was found.
type Sought = (usize, bool, Option<Numeral>);

/// A lexer over one text.
pub(crate) struct Lookup<'a> {
    lexer: &'a Lexer,
    text: &'a str,
    places: RefCell<Box<[Place; PLACES]>>,
    numerals: [Cell<Sought>; NUMERALS],
    next: Cell<usize>,
}

impl<'a> Lookup<'a> {
    pub(crate) fn new(lexer: &'a Lexer, text: &'a str) -> Self {
        Self {
            lexer,
            text,
            places: RefCell::new(Box::new([NOWHERE; PLACES])),
            numerals: std::array::from_fn(|_| Cell::new((usize::MAX, false, None))),
            next: Cell::new(0),
        }
    }

    /// Whether a word begins with this character.
    #[inline]
    pub(crate) fn begins(&self, c: char) -> bool {
        self.lexer.begins(c)
    }

    /// The longest word at `at` whose sense `pick` takes, and where it ends; none where a longer word there says that it is
    /// nothing of the kind ([`Sense::Nothing`]: the first character of a name is no mark of a day).
    #[inline]
    pub(crate) fn find<T>(&self, at: usize, mut pick: impl FnMut(Sense) -> Option<T>) -> Option<(T, usize)> {
        let mut best = None;
        let mut nothing = 0;
        self.each(at, |sense, end| {
            if let Some(taken) = pick(sense) {
                if best.as_ref().is_none_or(|&(_, before)| end > before) {
                    best = Some((taken, end));
                }
            } else if matches!(sense, Sense::Nothing | Sense::Label | Sense::Feast { .. }) {
                nothing = end;
            }
        });
        best.filter(|&(_, end)| end >= nothing)
    }

    /// [`Lookup::find`] inside a numeral, where a word that is nothing of the kind doesn't count: 二|十分钟.
    #[inline]
    pub(crate) fn find_inside<T>(&self, at: usize, mut pick: impl FnMut(Sense) -> Option<T>) -> Option<(T, usize)> {
        let mut best = None;
        self.each(at, |sense, end| {
            if let Some(taken) = pick(sense)
                && best.as_ref().is_none_or(|&(_, before)| end > before)
            {
                best = Some((taken, end));
            }
        });
        best
    }

    /// Which readings may begin at a place, and where a word that is nothing of the kind ends (or the place).
    #[inline]
    pub(crate) fn starts_at(&self, at: usize) -> (Starts, usize) {
        self.lexer.starts_at(self.text, at)
    }

    /// Every word at `at`, shortest first.
    #[inline]
    fn each(&self, at: usize, mut take: impl FnMut(Sense, usize)) {
        let known = {
            let places = self.places.borrow();
            let place = &places[at % PLACES];
            if place.at == at {
                for &(sense, end) in &place.words[..usize::from(place.len)] {
                    take(self.lexer.sense(sense), end as usize);
                }
            }
            place.at == at
        };
        if !known && !self.learn(at, &mut take) {
            self.lexer.each(self.text, at, |sense, end| take(self.lexer.sense(sense), end));
        }
    }

    /// Looks a place up and keeps it; false where more words begin there than are kept.
    fn learn(&self, at: usize, take: &mut impl FnMut(Sense, usize)) -> bool {
        let mut places = self.places.borrow_mut();
        let place = &mut places[at % PLACES];
        (place.at, place.len) = (at, 0);
        let mut all = true;
        self.lexer.each(self.text, at, |sense, end| {
            match (place.words.get_mut(usize::from(place.len)), u32::try_from(end)) {
                (Some(slot), Ok(end)) => {
                    *slot = (sense, end);
                    place.len += 1;
                }
                _ => all = false,
            }
        });
        if !all {
            place.at = NOWHERE.at;
            return false;
        }
        for &(sense, end) in &place.words[..usize::from(place.len)] {
            take(self.lexer.sense(sense), end as usize);
        }
        true
    }

    /// A numeral looked for before, or now.
    pub(crate) fn numeral(&self, at: usize, money: bool, read: impl FnOnce() -> Option<Numeral>) -> Option<Numeral> {
        for slot in &self.numerals {
            let (place, with_money, numeral) = slot.get();
            if place == at && with_money == money {
                return numeral;
            }
        }
        let numeral = read();
        let next = self.next.get();
        self.numerals[next].set((at, money, numeral));
        self.next.set((next + 1) % NUMERALS);
        numeral
    }
}
