//! Numerals: 1,234.5 · １２ · 两千零二十三 · 二〇二二 · 1.2亿 · 3亿5000万 · 三四十 · 数十 · 千余 · twenty-three · 1.2 billion · dozens.
//!
//! One grammar for every language: digits, values below a hundred, scales that multiply what stands before them. What it
//! gives is a figure, not an amount: fractions, per cent, ranges and units are `quantity.rs`'s.
//! Next to read: `quantity.rs`, `partial.rs`.

use chancery_model::Approximation;

use crate::lexer::{letter_at, letter_before, skip_blank};
use crate::lookup::Lookup;
use crate::number_words::{Last, WordDigits, Words};
use crate::words::Sense;

/// A figure as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Numeral {
    pub(crate) value: f64,
    /// The upper end, where two digits stand for a range (七八).
    pub(crate) up_to: Option<f64>,
    pub(crate) end: usize,
    pub(crate) shape: Shape,
    /// Said by the numeral itself: 多, 余, 数, dozens.
    pub(crate) hedge: Option<Approximation>,
}

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Digit by digit, so many of them before the point.
    Digits {
        count: u8,
        /// In figures (2022), not in words (二〇二二).
        figures: bool,
        zero_led: bool,
        decimals: bool,
    },
    /// With values or scales: 二十三, 1.2亿.
    Scaled {
        /// A scale with nothing before it: 万.
        bare: bool,
        /// Begun in figures.
        figures: bool,
    },
}

impl Numeral {
    /// The figure, where it is a whole number of at most nine digits.
    pub(crate) fn whole(&self) -> Option<u32> {
        let plain = self.up_to.is_none() && self.hedge.is_none();
        (plain && self.value >= 0.0 && self.value < 1e9 && self.value.fract() == 0.0).then_some(self.value as u32)
    }

    pub(crate) fn in_figures(&self) -> bool {
        matches!(self.shape, Shape::Digits { figures: true, .. } | Shape::Scaled { figures: true, .. })
    }

    pub(crate) fn is_decimal(&self) -> bool {
        matches!(self.shape, Shape::Digits { decimals: true, .. })
    }

    /// How many digits before the point, where written digit by digit.
    pub(crate) fn digits(&self) -> Option<u8> {
        match self.shape {
            Shape::Digits { count, decimals: false, .. } => Some(count),
            _ => None,
        }
    }
}

/// The digit at `at` in figures (ASCII or full width), and where it ends.
#[inline]
pub(crate) fn figure_at(text: &str, at: usize) -> Option<(u8, usize)> {
    let bytes = text.as_bytes();
    match *bytes.get(at)? {
        b @ b'0'..=b'9' => Some((b - b'0', at + 1)),
        0xEF if bytes.get(at + 1) == Some(&0xBC) => match *bytes.get(at + 2)? {
            b @ 0x90..=0x99 => Some((b - 0x90, at + 3)),
            _ => None,
        },
        _ => None,
    }
}

/// Figures from `at` on, without grouping or decimals: value, how many, end. Longer ones than 18 are no number.
pub(crate) fn figures_at(text: &str, at: usize) -> Option<(u64, u8, usize)> {
    let (mut value, mut count, mut end) = (0u64, 0u8, at);
    while let Some((digit, next)) = figure_at(text, end) {
        if count == 18 {
            return None;
        }
        value = value * 10 + u64::from(digit);
        count += 1;
        end = next;
    }
    (count > 0).then_some((value, count, end))
}

/// Reads numerals of one language.
#[derive(Clone, Copy)]
pub(crate) struct Numerals<'a> {
    pub(crate) lexer: &'a Lookup<'a>,
    pub(crate) implied_scale: bool,
    /// A currency stood before.
    pub(crate) money: bool,
    pub(crate) text: &'a str,
}

impl Numerals<'_> {
    /// The numeral at `at`.
    pub(crate) fn at(&self, at: usize) -> Option<Numeral> {
        self.lexer.numeral(at, self.money, || self.read(at))
    }

    fn read(&self, at: usize) -> Option<Numeral> {
        if let Some((_, end)) = self.lexer.find(at, |s| (s == Sense::Minus).then_some(())) {
            let positive = self.positive(skip_blank(self.text, end))?;
            return Some(Numeral { value: -positive.value, ..positive });
        }
        self.positive(at)
    }

    fn positive(&self, at: usize) -> Option<Numeral> {
        if figure_at(self.text, at).is_some() {
            return self.in_figures(at);
        }
        if !self.text.get(at..)?.chars().next().is_some_and(|c| self.lexer.begins(c)) {
            return None;
        }
        self.vague(at).or_else(|| self.in_words(at))
    }

    /// A small whole number without a point, for marks that a point's sign may be too (三点).
    pub(crate) fn without_point(&self, at: usize) -> Option<(u32, usize)> {
        if let Some((value, _, end)) = figures_at(self.text, at) {
            return u32::try_from(value).ok().map(|value| (value, end));
        }
        let mut words = Words::default();
        let mut end = at;
        while self.lexer.find_inside(end, |s| (s == Sense::Point).then_some(())).is_none()
            && let Some(next) = self.word(end, &mut words)
        {
            end = next;
        }
        let numeral = words.finish(end, false)?;
        Some((numeral.whole()?, end))
    }

    /// 1,234.5, then scales: 1.2亿, 3亿5000万, 1.2 billion.
    fn in_figures(&self, at: usize) -> Option<Numeral> {
        let (whole, count, mut end) = grouped_at(self.text, at)?;
        let zero_led = count > 1 && figure_at(self.text, at).is_some_and(|(d, _)| d == 0);
        let (mut mantissa, mut decimals) = (whole as f64, 0u32);
        if let Some((value, places, next)) = decimals_at(self.text, end) {
            mantissa = mantissa * 10f64.powi(i32::from(places)) + value as f64;
            decimals = u32::from(places);
            end = next;
        }
        let divisor = 10f64.powi(decimals as i32);
        let shape = Shape::Digits { count, figures: true, zero_led, decimals: decimals > 0 };
        let mut numeral = Numeral { value: mantissa / divisor, up_to: None, end, shape, hedge: None };
        self.scales_after(&mut numeral, mantissa, divisor);
        Some(numeral)
    }

    /// Scales, and further figures with smaller scales, after figures.
    fn scales_after(&self, numeral: &mut Numeral, mantissa: f64, divisor: f64) {
        let mut numerator = mantissa;
        let mut smallest = f64::INFINITY;
        if let Some(end) = self.more(numeral.end, numeral.value) {
            numeral.end = end;
            numeral.hedge = Some(Approximation::Over);
        }
        while let Some((scale, end)) = self.scale_sign(numeral.end) {
            numerator *= scale;
            smallest = smallest.min(scale);
            numeral.value = numerator / divisor;
            numeral.end = end;
            numeral.shape = Shape::Scaled { bare: false, figures: true };
            if let Some(end) = self.more(numeral.end, numeral.value) {
                numeral.end = end;
                numeral.hedge = Some(Approximation::Over);
            }
        }
        if smallest.is_finite() && numeral.hedge.is_none() {
            self.smaller_after(numeral, smallest);
        }
    }

    /// 3亿|5000万: further figures, where a smaller scale closes them.
    fn smaller_after(&self, numeral: &mut Numeral, mut smallest: f64) {
        loop {
            let zero = |s: Sense| (s == Sense::Digit(0)).then_some(());
            let zeroed = self.lexer.find_inside(numeral.end, zero).map(|(_, end)| end);
            let from = zeroed.unwrap_or_else(|| skip_blank(self.text, numeral.end));
            let Some((value, count, end)) = figures_at(self.text, from) else { return };
            let Some((scale, end)) = self.scale_sign(end) else {
                // 1千零20, 3万4000: the last figures need no scale of their own.
                let filled = zeroed.is_some() || (smallest == 10_000.0 && count == 4 && from == numeral.end);
                let year = self.lexer.find(end, |s| (s == Sense::YearMark).then_some(()));
                if filled && year.is_none() && (value as f64) < smallest {
                    numeral.value += value as f64;
                    numeral.end = end;
                }
                return;
            };
            // 3亿5|千万: scales that multiply each other.
            let (mut scale, mut end) = (scale, end);
            while let Some((by, next)) = self.scale_sign(end).filter(|(by, _)| *by > scale && scale * by < smallest) {
                (scale, end) = (scale * by, next);
            }
            if value as f64 >= smallest {
                return;
            }
            if scale > smallest {
                // 1千200|万: the scale counts all that stands before it.
                numeral.value = (numeral.value + value as f64) * scale;
            } else if scale < smallest {
                numeral.value += value as f64 * scale;
            } else {
                return;
            }
            numeral.end = end;
            smallest = scale;
        }
    }

    /// A scale after figures; a blank or a hyphen may part them (1.2 billion). One letter is a scale only where the same
    /// letter is no unit (250m), unless a currency stood before.
    fn scale_sign(&self, at: usize) -> Option<(f64, usize)> {
        let at_hand = |at: usize, parted: bool| {
            let (scale, end) = self.lexer.find_inside(at, |s| match s {
                Sense::Scale(by) => Some((by as f64, false)),
                Sense::ShortScale(by) => Some((by as f64, true)),
                _ => None,
            })?;
            let letter = scale.1 && end == at + 1;
            let unit = self.unit_end(at);
            let hidden = unit.is_some_and(|unit| unit > end || (unit == end && letter && !self.money));
            (!(hidden || parted && letter)).then_some((scale.0, end))
        };
        at_hand(at, false).or_else(|| at_hand(self.join(at)?, true))
    }

    /// Where the unit that begins at `at` ends: 千 in 千米 is no thousand.
    fn unit_end(&self, at: usize) -> Option<usize> {
        self.lexer.find_inside(at, |s| matches!(s, Sense::Unit(_)).then_some(())).map(|(_, end)| end)
    }

    /// Past a blank or hyphen between the parts of a numeral.
    fn join(&self, at: usize) -> Option<usize> {
        let blank = skip_blank(self.text, at);
        if blank > at {
            return Some(blank);
        }
        let rest = self.text.get(at..)?;
        let hyphen = rest.chars().next().filter(|c| matches!(c, '-' | '\u{2010}' | '\u{2011}'))?;
        Some(at + hyphen.len_utf8())
    }

    /// 多, 余 after a numeral of ten or more, and not "多边".
    fn more(&self, at: usize, value: f64) -> Option<usize> {
        if value < 10.0 {
            return None;
        }
        // 二十几万: after a scale 几 is a rest too. A blank may stand before the rest (五百 余万).
        let rest = |s: Sense| matches!(s, Sense::More | Sense::Several).then_some(());
        let found = self.lexer.find(at, rest).or_else(|| {
            let (rest, end) = self.lexer.find(skip_blank(self.text, at), rest)?;
            self.scale_word(skip_blank(self.text, end)).map(|_| (rest, end))
        });
        found.map(|(_, end)| end)
    }

    /// 数十, 几百万, 上千, several hundred, dozens, hundreds of thousands: the least that they mean, and over it.
    fn vague(&self, at: usize) -> Option<Numeral> {
        let (first, end) = self.lexer.find(at, |s| match s {
            Sense::ManyScale(by) => Some(Some(by as f64)),
            Sense::Several | Sense::UpTo => Some(None),
            _ => None,
        })?;
        let (mut value, mut end) = match first {
            Some(by) => (by, end),
            None => self.scale_word(end)?,
        };
        loop {
            let filler = self.join(end).and_then(|next| self.lexer.find(next, |s| (s == Sense::Filler).then_some(())));
            let after = filler.and_then(|(_, next)| self.join(next));
            if let Some((by, next)) = after.and_then(|next| self.lexer.find(next, many)) {
                (value, end) = (value * by, next);
            } else if let Some((by, next)) = self.scale_word(end) {
                (value, end) = (value * by, next);
            } else {
                break;
            }
        }
        let shape = Shape::Scaled { bare: false, figures: false };
        Some(Numeral { value, up_to: None, end, shape, hedge: Some(Approximation::Over) })
    }

    fn scale_word(&self, at: usize) -> Option<(f64, usize)> {
        let scale = |s: Sense| match s {
            Sense::Scale(by) => Some(by as f64),
            _ => None,
        };
        self.lexer.find(at, scale).or_else(|| self.lexer.find(self.join(at)?, scale))
    }

    /// 两千零二十三, 二〇二二, 三点五, 三四十, one hundred and twenty-three.
    fn in_words(&self, at: usize) -> Option<Numeral> {
        let mut words = Words::default();
        let mut end = at;
        while let Some(next) = self.word(end, &mut words) {
            end = next;
            if words.hedge.is_none()
                && matches!(words.last, Last::Scale(_))
                && let Some(next) = self.more(end, words.parts.sum())
            {
                words.hedge = Some(Approximation::Over);
                end = next;
            }
        }
        words.finish(end, self.implied_scale && !letter_before(self.text, end))
    }

    /// Where the next word may begin: right there, or past a blank, a hyphen, an "and" where letters were before.
    fn word(&self, end: usize, words: &mut Words) -> Option<usize> {
        if words.last == Last::Nothing {
            return self.word_at(end, words);
        }
        if !letter_before(self.text, end) {
            // 一百 五十 二万: blanks between characters, as justified print leaves them; never between two runs of digits.
            let scaled = matches!(words.last, Last::Scale(_));
            return self.word_at(end, words).or_else(|| {
                let next = skip_blank(self.text, end);
                let fits = next > end && (scaled || self.scale_word(next).is_some_and(|_| !letter_at(self.text, next)));
                if fits { self.word_at(next, words) } else { None }
            });
        }
        let next = self.join(end)?;
        let and = |s: Sense| (s == Sense::And).then_some(());
        match self.lexer.find(next, and) {
            Some((_, after)) if matches!(words.last, Last::Scale(_)) => {
                let next = self.join(after)?;
                // Six million and |two thirds: the digit counts the thirds.
                let counts = self.lexer.find_inside(next, digit).and_then(|(_, end)| self.join(end));
                let thirds = |s: Sense| matches!(s, Sense::Denominator(_)).then_some(());
                match counts.and_then(|end| self.lexer.find_inside(end, thirds)) {
                    Some(_) => None,
                    None => self.word_at(next, words),
                }
            }
            _ => self.word_at(next, words),
        }
    }

    /// One more word of the numeral at `at`: where it ends.
    fn word_at(&self, at: usize, words: &mut Words) -> Option<usize> {
        let token = |s: Sense| match s {
            Sense::Scale(by) => Some(Token::Scale(by as f64)),
            Sense::Value(value) => Some(Token::Value(f64::from(value))),
            Sense::Digit(_) | Sense::FormalDigit(_) => Some(Token::Digit),
            Sense::Point => Some(Token::Point),
            _ => None,
        };
        let (token, end) = match words.last {
            Last::Nothing => self.lexer.find(at, token)?,
            _ => self.lexer.find_inside(at, token)?,
        };
        let unit = if words.last == Last::Nothing { None } else { self.unit_end(at) };
        match token {
            Token::Scale(_) if unit.is_some_and(|unit| unit > end) => None,
            Token::Scale(by) => words.scale(by).then_some(end),
            Token::Value(value) => words.value(value).then_some(end),
            Token::Digit => {
                let run = self.word_digits(at, false)?;
                // 一百零十万, 一万零十二, 一百零几万: the zero holds a place.
                if run.value == 0.0 && run.count == 1 && matches!(words.last, Last::Scale(_)) {
                    let several = |s: Sense| (s == Sense::Several).then_some(());
                    if let Some((_, end)) = self.lexer.find_inside(run.end, several) {
                        words.hedge = Some(Approximation::Over);
                        return Some(end);
                    }
                    return self.placed_scale(run.end, words);
                }
                // 三十两: the digit is a unit there, unless a scale follows it (三千两百).
                if unit == Some(run.end) && self.scale_word(run.end).is_none() {
                    return None;
                }
                let formal = |s: Sense| matches!(s, Sense::FormalDigit(_)).then_some(());
                words.formal |= words.last == Last::Nothing && self.lexer.find_inside(at, formal).is_some();
                words.digits(&run).then_some(run.end)
            }
            Token::Point => {
                let run = self.word_digits(skip_blank(self.text, end), true)?;
                words.decimals(&run).then_some(run.end)
            }
        }
    }

    /// 十 right after a zero that holds a place: 零|十二.
    fn placed_scale(&self, at: usize, words: &mut Words) -> Option<usize> {
        let (by, end) = self.lexer.find_inside(at, |s| match s {
            Sense::Scale(by) => Some(by as f64),
            _ => None,
        })?;
        (by < 100.0 && words.parts.push(by)).then(|| {
            words.last = Last::Scale(by);
            end
        })
    }

    /// A run of digits in words: 二〇二二; after a point also "one four".
    fn word_digits(&self, at: usize, parted: bool) -> Option<WordDigits> {
        let mut run = WordDigits { value: 0.0, count: 0, zero_led: false, last_two: (0, 0), end: at };
        let mut here = at;
        while let Some((digit, end)) = self.lexer.find_inside(here, digit) {
            // 二|两: a digit that is a unit too is one only at the head, or before a scale.
            if run.count == 15 || (run.count > 0 && self.unit_end(here) == Some(end) && self.scale_word(end).is_none())
            {
                break;
            }
            run.zero_led |= run.count == 0 && digit == 0;
            run.value = run.value * 10.0 + f64::from(digit);
            run.last_two = (run.last_two.1, digit);
            run.count += 1;
            run.end = end;
            here = match letter_before(self.text, end) {
                false => end,
                true if parted => self.join(end).unwrap_or(end),
                true => break,
            };
        }
        (run.count > 0).then_some(run)
    }
}

fn digit(sense: Sense) -> Option<u8> {
    match sense {
        Sense::Digit(digit) | Sense::FormalDigit(digit) => Some(digit),
        _ => None,
    }
}

fn many(sense: Sense) -> Option<f64> {
    match sense {
        Sense::ManyScale(by) | Sense::Scale(by) => Some(by as f64),
        _ => None,
    }
}

#[derive(Clone, Copy)]
enum Token {
    Digit,
    Value(f64),
    Scale(f64),
    Point,
}

/// 1,234,567: figures, grouped by threes or not.
fn grouped_at(text: &str, at: usize) -> Option<(u64, u8, usize)> {
    let (mut value, mut count, mut end) = figures_at(text, at)?;
    let leads = count <= 3;
    while leads && count <= 15 {
        let Some(rest) = text.get(end..) else { break };
        let Some(mark) = rest.chars().next().filter(|c| GROUPING.contains(c)) else { break };
        let from = end + mark.len_utf8();
        // A full-width comma parts thousands only among full-width figures; else it ends a clause.
        if mark == '\u{ff0c}' && text.as_bytes()[from - 4].is_ascii_digit() {
            break;
        }
        match figures_at(text, from) {
            Some((group, 3, next)) => {
                value = value * 1000 + group;
                count += 3;
                end = next;
            }
            _ => break,
        }
    }
    Some((value, count, end))
}

/// What may part thousands: 1,234 · 1 234.
const GROUPING: [char; 5] = [',', '\u{ff0c}', ' ', '\u{a0}', '\u{202f}'];

/// .25 after figures: the digits, how many, the end.
fn decimals_at(text: &str, at: usize) -> Option<(u64, u8, usize)> {
    let mark = text.get(at..)?.chars().next().filter(|c| matches!(c, '.' | '\u{ff0e}'))?;
    let (value, count, end) = figures_at(text, at + mark.len_utf8())?;
    (count <= 9).then_some((value, count, end))
}
