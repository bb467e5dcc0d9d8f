//! Texts as rows of numbers, for what is counted and compared word by word: a character of a script without spaces is a word
//! of its own, marks part clauses. Folded, so that both scripts give the same numbers.

use std::collections::BTreeMap;

use chancery_ledger::pieces;
use chancery_text::FoldTable;

/// Between clauses: a mark, a line's end, a text's end.
pub(crate) const BREAK: u32 = 0;

/// Words get numbers beyond every character's.
const WORDS: u32 = 0x11_0000;

/// A word at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Which word; [`BREAK`] for none.
    pub(crate) word: u32,
    /// First byte in its text.
    pub(crate) start: u32,
    /// One past the last.
    pub(crate) end: u32,
}

/// Gives words their numbers.
#[derive(Debug)]
pub(crate) struct Words<'f> {
    fold: &'f FoldTable,
    numbers: BTreeMap<String, u32>,
    /// Numbers of words that are figures.
    figures: Vec<u32>,
}

impl<'f> Words<'f> {
    pub(crate) const fn new(fold: &'f FoldTable) -> Self {
        Self { fold, numbers: BTreeMap::new(), figures: Vec::new() }
    }

    /// Whether a word is a character of a script without spaces.
    pub(crate) const fn is_character(word: u32) -> bool {
        word < WORDS && word != BREAK
    }

    /// Whether a word is written in digits.
    pub(crate) fn is_figure(&self, word: u32) -> bool {
        word >= WORDS && self.figures.binary_search(&word).is_ok()
    }

    /// The words of a text, clauses parted by breaks; one stands at either end.
    pub(crate) fn tokens(&mut self, text: &str) -> Vec<Token> {
        let all = pieces(text, self.fold);
        let place = |at: usize| Token { word: BREAK, start: at as u32, end: at as u32 };
        let mut out = vec![place(0)];
        let mut last = 0;
        for (at, piece) in all.iter().enumerate() {
            // A year before the month that it is told with (2023.9) is no word of its own.
            if all.get(at + 1).is_some_and(|next| next.start == piece.start) {
                continue;
            }
            let apart = text.get(last..piece.start).unwrap_or_default();
            let whole = joins(text, last, piece.start);
            if !whole
                && apart.chars().any(|c| !c.is_whitespace() || c == '\n')
                && out.last().is_some_and(|t| t.word != BREAK)
            {
                out.push(place(last));
            }
            let pair = all.get(at + 1).is_some_and(|next| next.start > piece.start && next.start < piece.end);
            let (word, end) = match (pair || piece.alone, piece.text.chars().next()) {
                (true, Some(first)) => (u32::from(first), if pair { all[at + 1].start } else { piece.end }),
                _ => (self.number(&piece.text), piece.end),
            };
            out.push(Token { word, start: piece.start as u32, end: end as u32 });
            last = end;
        }
        out.push(place(text.len()));
        out
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = WORDS + u32::try_from(self.numbers.len()).unwrap_or(u32::MAX - WORDS);
        self.numbers.insert(word.to_owned(), number);
        if word.chars().all(|c| c.is_ascii_digit() || c == '.') {
            // Numbers only grow, so the list stays sorted.
            self.figures.push(number);
        }
        number
    }
}

/// Whether what stands between two words is a sign inside of one: *Indo-Pacific*, *China’s*, *U.S.-led*, *1.2.3*. Figures are no
/// words beside a hyphen, which may stand for a span.
fn joins(text: &str, from: usize, to: usize) -> bool {
    let mut signs = text.get(from..to).unwrap_or_default().chars();
    let (Some(sign), None) = (signs.next(), signs.next()) else { return false };
    let (before, after) = (text[..from].chars().next_back(), text[to..].chars().next());
    let beside = |wanted: fn(char) -> bool| before.is_some_and(wanted) && after.is_some_and(wanted);
    // Letters of scripts that part words by spaces have cases, or are below the ideographs.
    let letters = beside(|c| c.is_alphabetic() && u32::from(c) < 0x2e80);
    let digits = beside(|c| c.is_ascii_digit());
    match sign {
        '-' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}' => letters,
        '.' => letters || digits,
        ',' => digits,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_words_and_marks_are_told_apart() {
        let fold = FoldTable::new([('聯', '联')], true).expect("lengths agree");
        let mut words = Words::new(&fold);
        let told = |words: &mut Words<'_>, text: &str| -> Vec<String> {
            let all = words.tokens(text);
            all.iter()
                .map(|t| if t.word == BREAK { "|".into() } else { text[t.start as usize..t.end as usize].into() })
                .collect()
        };
        assert_eq!(
            told(&mut words, "聯合國，G20峰会 the Sea\n三"),
            ["|", "聯", "合", "國", "|", "G20", "峰", "会", "the", "Sea", "|", "三", "|"]
        );
        assert_eq!(
            told(&mut words, "China’s Indo-Pacific 1.5, two - three"),
            ["|", "China", "s", "Indo", "Pacific", "1.5", "|", "two", "|", "three", "|"]
        );
        assert_eq!(told(&mut words, "自2023.9起"), ["|", "自", "2023.9", "起", "|"]);
        let (a, b) = (words.tokens("聯合 THE 2030"), words.tokens("联合 the 2030"));
        assert!(a.iter().map(|t| t.word).eq(b.iter().map(|t| t.word)));
        assert!(words.is_figure(a[4].word) && !words.is_figure(a[3].word));
    }
}
