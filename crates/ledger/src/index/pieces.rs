//! How a text is cut for the index: words of alphabetic scripts as they are, runs of ideographs, kana and hangul into
//! overlapping pairs, so that any stretch of a text is found without knowing where its words end. The last character of
//! a run stands alone too, so that every character begins some piece and can be asked for by itself.
//!
//! 「疫苗合作」 → 疫苗 苗合 合作 作. Characters are folded first: 「聯合」 and 「联合」 are one. Positions count characters in such
//! runs and words elsewhere, so a phrase that mixes both (「G20峰会」) holds together. A figure is one word, its point in it and the
//! signs that group its digits left out (「2.12亿」 → 2.12 亿; 1,200 → 1200), so that who asks for 12亿 is not shown 2.12亿. One that
//! may be a month of a year has its year before it, in a place of its own (2023.9 → 2023 2023.9): a year stands in its dates however
//! they are written, and no figure's end becomes a figure.

use std::sync::Arc;

use chancery_text::FoldTable;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Longer words are cut: they are no words.
const LONGEST: usize = 64;

/// Before the part of a figure that is less than one.
const POINT: char = '.';

/// Between groups of a figure's digits, and how many stand in one.
const GROUPING: char = ',';
const GROUP: usize = 3;

/// What may be the year of a month (2023.9); beyond them such figures are mostly no dates.
const YEARS: std::ops::RangeInclusive<u32> = 1800..=2100;
const MONTHS: std::ops::RangeInclusive<u32> = 1..=12;

/// Beside a figure that is no date.
const SHARES: [char; 2] = ['%', '‰'];
const CURRENCIES: [char; 4] = ['$', '€', '£', '¥'];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// Written without spaces: cut into pairs.
    Run,
    /// Part of a word.
    Word,
    /// Between words.
    Gap,
}

fn class(c: char) -> Class {
    match u32::from(c) {
        0x2E80..=0x2FDF
        | 0x3005..=0x3007
        | 0x3021..=0x3029
        | 0x3040..=0x30FF
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xAC00..=0xD7AF
        | 0xF900..=0xFAFF
        | 0x2_0000..=0x3_FFFF => Class::Run,
        _ if c.is_alphanumeric() => Class::Word,
        _ => Class::Gap,
    }
}

/// Full-width letters and digits are the plain ones, wider.
pub(crate) const fn narrow(c: char) -> char {
    match c as u32 {
        wide @ 0xFF01..=0xFF5E => match char::from_u32(wide - 0xFEE0) {
            Some(plain) => plain,
            None => c,
        },
        _ => c,
    }
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Folded.
    pub text: String,
    /// First byte in the text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Which in order.
    pub position: usize,
    /// Whether it is one character of a run, by itself.
    pub alone: bool,
}

/// All pieces of a text, in order.
#[must_use]
pub fn pieces(text: &str, fold: &FoldTable) -> Vec<Piece> {
    let mut cutter = Cutter::default();
    cutter.begin(text, fold);
    let mut out = Vec::new();
    while cutter.next() {
        let token = &cutter.token;
        out.push(Piece {
            text: token.text.clone(),
            start: token.offset_from,
            end: token.offset_to,
            position: token.position,
            alone: cutter.alone,
        });
    }
    out
}

/// One folded character.
#[derive(Clone, Copy, Debug)]
struct Glyph {
    start: usize,
    end: usize,
    folded: char,
    class: Class,
}

/// Cuts one text after another with the same memory.
#[derive(Clone, Debug, Default)]
struct Cutter {
    glyphs: Vec<Glyph>,
    at: usize,
    token: Token,
    alone: bool,
    /// Whether the year of the figure that follows is given already.
    dated: bool,
}

impl Cutter {
    fn begin(&mut self, text: &str, fold: &FoldTable) {
        self.glyphs.clear();
        self.at = 0;
        self.dated = false;
        self.token = Token { position: usize::MAX, text: std::mem::take(&mut self.token.text), ..Token::default() };
        for (start, c) in text.char_indices() {
            let folded = fold.fold_char(narrow(c));
            let class = class(folded);
            let folded = if class == Class::Word { folded.to_lowercase().next().unwrap_or(folded) } else { folded };
            self.glyphs.push(Glyph { start, end: start + c.len_utf8(), folded, class });
        }
    }

    fn next(&mut self) -> bool {
        self.token.text.clear();
        while self.glyphs.get(self.at).is_some_and(|glyph| glyph.class == Class::Gap) {
            self.at += 1;
        }
        let Some(first) = self.glyphs.get(self.at).copied() else { return false };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = first.start;
        self.token.offset_to = first.end;
        self.token.text.push(first.folded);
        self.at += 1;
        self.alone = false;
        if first.class == Class::Run {
            match self.glyphs.get(self.at) {
                Some(second) if second.class == Class::Run => {
                    self.token.text.push(second.folded);
                    self.token.offset_to = second.end;
                }
                _ => self.alone = true,
            }
            return true;
        }
        let from = self.at - 1;
        let figure = self.figure(from);
        let year = if self.dated { None } else { self.year(from, figure) };
        self.dated = year.is_some();
        if let Some(year) = year {
            for glyph in &self.glyphs[from + 1..year] {
                self.token.text.push(glyph.folded);
                self.token.offset_to = glyph.end;
            }
            self.at = from;
            return true;
        }
        while let Some(glyph) = self.glyphs.get(self.at).filter(|glyph| glyph.class == Class::Word || self.at < figure)
        {
            if self.token.text.len() < LONGEST && glyph.folded != GROUPING {
                self.token.text.push(glyph.folded);
            }
            self.token.offset_to = glyph.end;
            self.at += 1;
        }
        true
    }

    /// One past the year of a figure that may be a month of it (2023.9, 1949.10).
    fn year(&self, from: usize, end: usize) -> Option<usize> {
        let point = from + self.glyphs.get(from..end)?.iter().position(|glyph| glyph.folded == POINT)?;
        let number = |from: usize, to: usize| {
            let digits = self.glyphs.get(from..to)?.iter().map(|glyph| glyph.folded.to_digit(10));
            digits.take(GROUP + 2).try_fold(0, |sum, digit| Some(sum * 10 + digit?))
        };
        let beside = |at: Option<usize>, signs: &[char]| {
            at.and_then(|at| self.glyphs.get(at)).is_some_and(|glyph| signs.contains(&glyph.folded))
        };
        let runs_on = self.glyphs.get(end).is_some_and(|glyph| glyph.class == Class::Word);
        let date = point == from + 4
            && end <= point + 3
            && YEARS.contains(&number(from, point)?)
            && MONTHS.contains(&number(point + 1, end)?)
            && !runs_on
            && !beside(Some(end), &SHARES)
            && !beside(from.checked_sub(1), &CURRENCIES);
        date.then_some(point)
    }

    /// One past a figure with signs in it that begins at a place; the place where there is none. Several points are no figure's
    /// (2024.3.12, 1.2.3), nor is a sign of another width than its digits (in 5，300人 it parts clauses).
    fn figure(&self, from: usize) -> usize {
        let digits = |from: usize| {
            from + self.glyphs.iter().skip(from).take_while(|glyph| glyph.folded.is_ascii_digit()).count()
        };
        let sign = |at: usize, sign: char| {
            let width = |glyph: &Glyph| glyph.end - glyph.start;
            let own = self.glyphs.get(at).filter(|glyph| glyph.folded == sign);
            own.zip(self.glyphs.get(at + 1)).is_some_and(|(own, next)| width(own) == width(next))
        };
        let first = digits(from);
        let mut end = first;
        if (1..=GROUP).contains(&(first - from)) {
            while sign(end, GROUPING) && digits(end + 1) == end + 1 + GROUP {
                end += 1 + GROUP;
            }
        }
        if first == from {
            return from;
        }
        let behind = |at: usize| from.checked_sub(at).and_then(|at| self.glyphs.get(at)).map(|glyph| glyph.folded);
        if behind(1) == Some(POINT) && behind(2).is_some_and(|c| c.is_ascii_digit()) {
            return end;
        }
        let point = if sign(end, POINT) { digits(end + 1) } else { end };
        if point > end + 1 && !(sign(point, POINT) && digits(point + 1) > point + 1) { point } else { end }
    }
}

/// The same for the index.
#[derive(Clone)]
pub(crate) struct PieceTokenizer {
    fold: Arc<FoldTable>,
    cutter: Cutter,
}

impl PieceTokenizer {
    pub(crate) fn new(fold: Arc<FoldTable>) -> Self {
        Self { fold, cutter: Cutter::default() }
    }
}

impl Tokenizer for PieceTokenizer {
    type TokenStream<'a> = PieceStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PieceStream<'a> {
        self.cutter.begin(text, &self.fold);
        PieceStream { cutter: &mut self.cutter }
    }
}

/// Hands pieces to the index.
pub(crate) struct PieceStream<'a> {
    cutter: &'a mut Cutter,
}

impl TokenStream for PieceStream<'_> {
    fn advance(&mut self) -> bool {
        self.cutter.next()
    }

    fn token(&self) -> &Token {
        &self.cutter.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.cutter.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let fold = FoldTable::new([('聯', '联'), ('會', '会')], true).expect("lengths agree");
        pieces(text, &fold).into_iter().map(|p| p.text).collect()
    }

    #[test]
    fn runs_are_cut_into_pairs_and_words_stay() {
        for (text, right) in [
            ("疫苗合作", &["疫苗", "苗合", "合作", "作"][..]),
            ("聯合，會", &["联合", "合", "会"]),
            ("G20峰會 of Leaders", &["g20", "峰会", "会", "of", "leaders"]),
            ("ＡＵＫＵＳ（澳）", &["aukus", "澳"]),
            ("2.12亿与12亿", &["2.12", "亿与", "与", "12", "亿"]),
            ("1,200 and 58,595,066.5, 1.5%", &["1200", "and", "58595066.5", "1.5"]),
            ("１，２００人", &["1200", "人"]),
            ("5，300人", &["5", "300", "人"]),
            ("2024.3.12, 1,20, 1234,567, 3. 4,", &["2024", "3", "12", "1", "20", "1234", "567", "3", "4"]),
            ("U.S.5.5,G20.5", &["u", "s", "5.5", "g20", "5"]),
            ("2023.9—1949.10", &["2023", "2023.9", "1949", "1949.10"]),
            ("2023.13, 2023.90, 2023.0, 1234.5, 12023.9", &["2023.13", "2023.90", "2023.0", "1234.5", "12023.9"]),
            ("2,023.9 $2023.9 2023.9% 2023.9km", &["2023.9", "2023.9", "2023.9", "2023.9km"]),
            ("", &[]),
            ("——", &[]),
        ] {
            assert_eq!(cut(text), right, "{text}");
        }
    }

    #[test]
    fn pieces_know_their_place() {
        let fold = FoldTable::new([], true).expect("none");
        let text = "G20峰会";
        let all = pieces(text, &fold);
        assert_eq!(all.iter().map(|p| p.position).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(&text[all[1].start..all[1].end], "峰会");
        assert_eq!((all[1].alone, all[2].alone), (false, true));
        let dated = pieces("自2023.9起", &fold);
        let told: Vec<_> = dated.iter().map(|p| (p.start, p.end, p.position)).collect();
        assert_eq!(told, [(0, 3, 0), (3, 7, 1), (3, 9, 2), (9, 12, 3)], "the year, then the whole figure");
    }
}
