//! Dates as written, whatever they leave out: 2022年2月4日 · 二〇二二年二月四日 · 2月4日 · 廿三日 · 民国三十六年 · 2023/5/30 ·
//! 12/03/2022 · 24 May 2022 · Tue, 21 Feb 2023.
//!
//! What it is not: relative days (yesterday), and the year that a year-less date takes: those want a reference day and are
//! `date.rs`'s. Next to read: `date.rs`.

use chancery_model::{PartialDate, days_in};

use crate::lexer::{letter_at, letter_before, skip_blank};
use crate::lookup::Lookup;
use crate::numeral::{Numeral, Numerals, Shape, figure_at, figures_at};
use crate::words::Sense;

/// Reads dates as written, of one language.
#[derive(Clone, Copy)]
pub(crate) struct PartialDates<'a> {
    pub(crate) lexer: &'a Lookup<'a>,
    pub(crate) numerals: Numerals<'a>,
    pub(crate) month_first: bool,
    pub(crate) bare_era: Option<i16>,
    pub(crate) text: &'a str,
    /// The same text with its capitals, where it has them.
    pub(crate) capitals: &'a str,
}

/// A date as written, and what its writing leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) date: PartialDate,
    pub(crate) end: usize,
}

impl PartialDates<'_> {
    /// The longest date written at `at`; with nothing in it where the calendar has no such day (2月30日).
    pub(crate) fn at(&self, at: usize) -> Option<Written> {
        let longest =
            [self.numeric(at), self.marked(at), self.named(at)].into_iter().flatten().max_by_key(|w| w.end)?;
        Some(if valid(longest.date) { longest } else { Written { date: PartialDate::default(), ..longest } })
    }

    fn is(&self, at: usize, sense: Sense) -> Option<usize> {
        self.lexer.find(at, |s| (s == sense).then_some(())).map(|(_, end)| end)
    }

    /// A numeral and the mark after it, a blank allowed between.
    fn counted(&self, at: usize, mark: Sense) -> Option<(Numeral, usize)> {
        let numeral = self.numerals.at(at)?;
        let end = self.is(skip_blank(self.text, numeral.end), mark)?;
        Some((numeral, end))
    }

    /// 三十六年八月十二日, 108年12月30日: the year of an era that is not named, told by whether month and day follow.
    fn year_of_bare_era(&self, numeral: &Numeral, (month, day): (bool, bool)) -> Option<i16> {
        let value = i16::try_from(numeral.whole()?).ok()?;
        let fits = match numeral.shape {
            Shape::Scaled { .. } => day && (10..=38).contains(&value),
            Shape::Digits { count: 3, figures: true, decimals: false, .. } => month && (100..200).contains(&value),
            Shape::Digits { .. } => false,
        };
        self.bare_era.filter(|_| fits).map(|add| add + value)
    }

    /// Year, month, day with their marks, in that order, each but one left out.
    fn marked(&self, at: usize) -> Option<Written> {
        if let Some((era, end)) = self.lexer.find(at, |s| match s {
            Sense::Era(add) => Some(add),
            _ => None,
        }) {
            return self.in_era(skip_blank(self.text, end), era);
        }
        if let Some((numeral, end)) = self.counted(at, Sense::YearMark) {
            let next = self.month(skip_blank(self.text, end));
            let day = next.and_then(|(_, end)| self.day(skip_blank(self.text, end)));
            let era = || self.year_of_bare_era(&numeral, (next.is_some(), day.is_some()));
            let year = era().or_else(|| year_of(&numeral, next.is_some()))?;
            let date = PartialDate { year: Some(year), month: None, day: None };
            return Some(self.with_month(date, end, next));
        }
        if let Some((month, end)) = self.month(at) {
            let bare = PartialDate::default();
            return Some(self.with_month(bare, end, Some((month, end))));
        }
        if let Some(written) = self.feast(at, PartialDate::default()) {
            return Some(written);
        }
        let (day, end) = self.day(at)?;
        Some(Written { date: PartialDate { day: Some(day), ..PartialDate::default() }, end })
    }

    /// 元旦: a day by the name of its feast.
    fn feast(&self, at: usize, date: PartialDate) -> Option<Written> {
        let ((month, day), end) = self.lexer.find(at, |s| match s {
            Sense::Feast { month, day } => Some((month, day)),
            _ => None,
        })?;
        Some(Written { date: PartialDate { month: Some(month), day: Some(day), ..date }, end })
    }

    /// 民国三十六年八月: the year counted from an era's beginning.
    fn in_era(&self, at: usize, era: i16) -> Option<Written> {
        let (numeral, end) = self.counted(at, Sense::YearMark)?;
        let number = i16::try_from(numeral.whole()?).ok()?;
        let year = era.checked_add(number)?;
        let date = PartialDate { year: Some(year), month: None, day: None };
        Some(self.with_month(date, end, self.month(skip_blank(self.text, end))))
    }

    fn with_month(&self, mut date: PartialDate, end: usize, month: Option<(u8, usize)>) -> Written {
        let Some((month, end)) = month else {
            return self.feast(skip_blank(self.text, end), date).unwrap_or(Written { date, end });
        };
        date.month = Some(month);
        match self.day(skip_blank(self.text, end)).or_else(|| self.bare_day(end)) {
            Some((day, end)) => Written { date: PartialDate { day: Some(day), ..date }, end },
            None => Written { date, end },
        }
    }

    /// 2月, 十二月, 元月.
    fn month(&self, at: usize) -> Option<(u8, usize)> {
        if let Some((month, end)) = self.lexer.find(at, |s| match s {
            Sense::Month { month, .. } => Some(month),
            _ => None,
        }) {
            return (!letter_before(self.text, end)).then_some((month, end));
        }
        let (numeral, end) = self.counted(at, Sense::MonthMark)?;
        let month = within(&numeral, 12)?;
        Some((month, end))
    }

    /// 4日, 廿三日, 12号.
    pub(crate) fn day(&self, at: usize) -> Option<(u8, usize)> {
        let (numeral, end) = self.counted(at, Sense::DayMark)?;
        Some((within(&numeral, 31)?, end))
    }

    /// A day without its mark after a month: 八月十五, in words only, of ten or more, and nothing counted after it.
    fn bare_day(&self, at: usize) -> Option<(u8, usize)> {
        let numeral = self.numerals.at(at)?;
        if numeral.in_figures()
            || !matches!(numeral.shape, Shape::Scaled { bare, .. } if !bare || numeral.value == 10.0)
        {
            return None;
        }
        let counted = self.lexer.find(numeral.end, |s| match s {
            Sense::Unit(_) | Sense::Measure | Sense::Currency(_) | Sense::Period(_) | Sense::PeriodMeasure => Some(()),
            _ => None,
        });
        if counted.is_some() {
            return None;
        }
        Some((within(&numeral, 31)?, numeral.end))
    }

    /// 2022-05-24, 2022/5, 24.05.2022, 12/03/2022: figures parted by one kind of mark.
    fn numeric(&self, at: usize) -> Option<Written> {
        let before = self.text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        let (first, first_len, end) = figures_at(self.text, at)?;
        if first_len == 8 {
            return eight_figures(first, end);
        }
        let mark = part_mark(self.text, end).filter(|&mark| before != Some(mark))?;
        let (second, second_len, end) = figures_at(self.text, end + mark.len_utf8())?;
        if !(1..=2).contains(&second_len) {
            return None;
        }
        let third =
            part_mark(self.text, end).filter(|&m| m == mark).and_then(|m| figures_at(self.text, end + m.len_utf8()));
        let (date, end) = match (first_len, third) {
            (4, Some((day, 1 | 2, end))) => (full(first, second, day)?, end),
            (4, None) if mark != '.' && (mark == '/' || second_len == 2) => {
                let date = PartialDate { year: i16::try_from(first).ok(), month: u8::try_from(second).ok(), day: None };
                if mark == '-' && !(1900..2100).contains(&first) {
                    return None;
                }
                (date, end)
            }
            (1 | 2, Some((year, 4, end))) => (self.day_or_month_first(first, second, year)?, end),
            _ => return None,
        };
        let closed = figure_at(self.text, end).is_none()
            && !(part_mark(self.text, end) == Some(mark) && figure_at(self.text, end + mark.len_utf8()).is_some());
        closed.then_some(Written { date, end })
    }

    fn day_or_month_first(&self, first: u64, second: u64, year: u64) -> Option<PartialDate> {
        if second > 12 || (self.month_first && first <= 12) {
            full(year, first, second)
        } else {
            full(year, second, first)
        }
    }

    /// 24 May 2022, May 24, 2022, May 2022, the 24th of May, Tue, 21 Feb 2023.
    fn named(&self, at: usize) -> Option<Written> {
        if let Some((_, end)) = self.lexer.find(at, |s| matches!(s, Sense::Weekday(_)).then_some(())) {
            let next = skip_blank(self.text, self.skip_mark(end, &[',', '.', '\u{ff0c}']));
            return self
                .named_day(next)
                .or_else(|| self.marked_day_after_weekday(next))
                .map(|w| Written { end: w.end, ..w });
        }
        self.named_day(at)
    }

    /// 星期三（3月4日）.
    fn marked_day_after_weekday(&self, at: usize) -> Option<Written> {
        let open = self.skip_mark(at, &['(', '\u{ff08}']);
        let written = self.marked(open).filter(|w| w.date.day.is_some())?;
        let end = if open > at { self.skip_mark(written.end, &[')', '\u{ff09}']) } else { written.end };
        (open == at || end > written.end).then_some(Written { end, ..written })
    }

    fn named_day(&self, at: usize) -> Option<Written> {
        if let Some((day, end)) = self.ranked_day(at) {
            let mut next = skip_blank(self.text, self.skip_mark(end, &['-', '/']));
            if let Some(end) = self.is(next, Sense::Filler) {
                next = skip_blank(self.text, end);
            }
            let (month, end, _) = self.month_name(next)?;
            let date = PartialDate { year: None, month: Some(month), day: Some(day) };
            return Some(self.with_year(date, end));
        }
        let (month, end, everyday) = self.month_name(at)?;
        let mut next = skip_blank(self.text, self.skip_mark(end, &['-', '/']));
        if let Some(end) = self.is(next, Sense::Filler) {
            next = skip_blank(self.text, end);
        }
        if let Some((day, end)) = self.ranked_day(next).or_else(|| self.worded_day(next)) {
            let date = PartialDate { year: None, month: Some(month), day: Some(day) };
            return Some(self.with_year(date, end));
        }
        let bare = PartialDate { year: None, month: Some(month), day: None };
        let written = self.with_year(bare, end);
        let everyday = everyday || (self.is_everyday(at) && begins_sentence(self.capitals, at));
        (written.end > end || !everyday).then_some(written)
    }

    /// A month by its name in letters; whether, as written here, it may be an everyday word.
    pub(crate) fn month_name(&self, at: usize) -> Option<(u8, usize, bool)> {
        let ((month, capital), end) = self.lexer.find(at, |s| match s {
            Sense::Month { month, capital } => Some((month, capital)),
            _ => None,
        })?;
        if !letter_before(self.text, end) {
            return None;
        }
        let small = !self.capitals.as_bytes().get(at).is_some_and(u8::is_ascii_uppercase);
        let end = if capital { end } else { self.skip_mark(end, &['.']) };
        Some((month, end, capital && small))
    }

    fn is_everyday(&self, at: usize) -> bool {
        let capital = |s: Sense| matches!(s, Sense::Month { capital: true, .. }).then_some(());
        self.lexer.find(at, capital).is_some()
    }

    /// May |twenty-nine.
    fn worded_day(&self, at: usize) -> Option<(u8, usize)> {
        let numeral = self.numerals.at(at).filter(|n| !n.in_figures() && letter_before(self.text, n.end))?;
        Some((within(&numeral, 31)?, numeral.end))
    }

    /// Second, twenty-fourth.
    fn rank(&self, at: usize) -> Option<(u8, usize)> {
        let ordinal = |s: Sense| match s {
            Sense::Ordinal(rank) => u8::try_from(rank).ok().filter(|&rank| rank <= 31),
            _ => None,
        };
        if let Some(found) = self.lexer.find(at, ordinal) {
            return Some(found);
        }
        let tens = |s: Sense| match s {
            Sense::Value(tens @ (20 | 30)) => Some(tens),
            _ => None,
        };
        let (tens, end) = self.lexer.find(at, tens)?;
        let next = self.skip_mark(end, &['-', ' ']);
        let (one, end) = self.lexer.find(next, ordinal).filter(|&(one, _)| next > end && one < 10)?;
        Some((tens + one, end))
    }

    /// 24, 24th, twenty-fourth.
    pub(crate) fn ranked_day(&self, at: usize) -> Option<(u8, usize)> {
        let Some((value, count, end)) = figures_at(self.text, at) else { return self.rank(at) };
        if count > 2 || value == 0 || value > 31 {
            return None;
        }
        let end = self.is(end, Sense::OrdinalAfter).unwrap_or(end);
        (!letter_at(self.text, end)).then_some((value as u8, end))
    }

    pub(crate) fn with_year(&self, date: PartialDate, end: usize) -> Written {
        let mut next = skip_blank(self.text, self.skip_mark(skip_blank(self.text, end), &[',', '-', '/']));
        if let Some(end) = self.is(next, Sense::Filler) {
            next = skip_blank(self.text, end);
        }
        match figures_at(self.text, next) {
            Some((year, 4, end)) if (1000..3000).contains(&year) && !grouped(self.text, end) => {
                Written { date: PartialDate { year: i16::try_from(year).ok(), ..date }, end }
            }
            _ => Written { date, end },
        }
    }

    /// Past one of these marks, where one stands there.
    fn skip_mark(&self, at: usize, marks: &[char]) -> usize {
        let mark = self.text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| marks.contains(c));
        mark.map_or(at, |c| at + c.len_utf8())
    }
}

/// Whether nothing but a blank stands between there and the last sentence's end.
fn begins_sentence(text: &str, at: usize) -> bool {
    let before = text.get(..at).map(str::trim_end).and_then(|before| before.chars().next_back());
    before.is_none_or(|c| matches!(c, '.' | '!' | '?' | ':' | '\n' | '"' | '\u{201c}'))
}

fn grouped(text: &str, at: usize) -> bool {
    text.as_bytes().get(at) == Some(&b',') && figure_at(text, at + 1).is_some()
}

fn part_mark(text: &str, at: usize) -> Option<char> {
    text.get(at..)?
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '/' | '.' | '\u{ff0f}' | '\u{ff0e}' | '\u{2010}' | '\u{2011}'))
}

fn full(year: u64, month: u64, day: u64) -> Option<PartialDate> {
    if !(1000..3000).contains(&year) {
        return None;
    }
    Some(PartialDate {
        year: Some(i16::try_from(year).ok()?),
        month: Some(u8::try_from(month).ok()?),
        day: Some(u8::try_from(day).ok()?),
    })
}

/// 20220524.
fn eight_figures(value: u64, end: usize) -> Option<Written> {
    let year = value / 10_000;
    if !(1900..2100).contains(&year) {
        return None;
    }
    Some(Written { date: full(year, value / 100 % 100, value % 100)?, end })
}

/// A figure from 1 to `most`, written as one or two digits or in words.
fn within(numeral: &Numeral, most: u32) -> Option<u8> {
    let value = numeral.whole()?;
    if numeral.is_decimal() || numeral.digits().is_some_and(|count| count > 2) {
        return None;
    }
    u8::try_from(value).ok().filter(|_| (1..=most).contains(&value))
}

/// The year that a figure before the year's mark means; `None` where it counts years (五年).
fn year_of(numeral: &Numeral, month_follows: bool) -> Option<i16> {
    let value = i16::try_from(numeral.whole()?).ok()?;
    let written = match numeral.shape {
        Shape::Digits { decimals: true, .. } => return None,
        Shape::Digits { count: 4, .. } => (1000..3000).contains(&value),
        Shape::Digits { count: 3, figures, .. } => !figures || month_follows,
        // 07年, 零八年, 九八年; 22年 alone counts years.
        Shape::Digits { count: 2, figures, zero_led, .. } => {
            if !(zero_led || !figures || month_follows) {
                return None;
            }
            return Some(if value < 50 { 2000 + value } else { 1900 + value });
        }
        Shape::Scaled { .. } => (1500..2100).contains(&value),
        Shape::Digits { .. } => false,
    };
    written.then_some(value)
}

/// Whether every part that is written can be.
fn valid(date: PartialDate) -> bool {
    let month = date.month.is_none_or(|m| (1..=12).contains(&m));
    let year = date.year.is_none_or(|y| (1..=9999).contains(&y));
    // Without its year, 29 February is a day.
    let longest = date.month.map_or(31, |m| days_in(date.year.unwrap_or(2000), m));
    month && year && date.day.is_none_or(|d| d >= 1 && d <= longest)
}
