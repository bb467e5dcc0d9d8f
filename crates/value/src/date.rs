//! Dates, relative and absolute, with what the words beside them make of them: 2022年底前 · 自3月以来 · 9月16日至18日 ·
//! 今年下半年 · 未来5年 · 上世纪90年代 · by the end of 2022 · over the past decade.
//!
//! Conventions are the codebook's: a month or year is its full range, an open end is left out, a deadline starts and
//! ends on its last day. A day counted from the reference day without one, and a day the calendar hasn't, is nothing.
//! What one date as written is: `partial.rs`. Lengths and recurrences: `lapse.rs`. Next to read: `scan.rs`.

use chancery_model::{DateRole, Day, DayRange, PartialDate};

use crate::calendar::{self, Stretch};
use crate::lexer::{Starts, letter_at, skip_blank};
use crate::lookup::Lookup;
use crate::numeral::{Numeral, figures_at};
use crate::partial::{PartialDates, Written};
use crate::words::{Bound, Period, Sense, Side};

/// What a scan knows of the days named so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    /// The day that 今天 means.
    pub(crate) reference: Option<Day>,
    /// Year and month last written out in this paragraph.
    pub(crate) paragraph: Option<(i16, Option<u8>)>,
    /// The same in the whole text.
    pub(crate) text: Option<(i16, Option<u8>)>,
    /// The day last named.
    pub(crate) last: Option<Day>,
}

/// A date read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    pub(crate) start: usize,
    /// `None` where it names a day that can't be told.
    pub(crate) value: Option<(DayRange, DateRole)>,
    pub(crate) end: usize,
    /// The stretch itself, and whether its year was written out.
    pub(crate) stretch: Option<Stretch>,
    pub(crate) written_year: bool,
}

#[derive(Clone, Copy)]
pub(crate) struct Dates<'a> {
    pub(crate) partials: PartialDates<'a>,
    pub(crate) known: Known,
}

/// One end of a date expression.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Core {
    pub(crate) value: CoreValue,
    pub(crate) end: usize,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum CoreValue {
    /// As written.
    Written(PartialDate),
    /// Worked out.
    Stretch(Stretch),
    /// From this as written to that.
    Range(PartialDate, PartialDate),
    /// Can't be told.
    Unknown,
}

impl CoreValue {
    pub(crate) fn of(stretch: Option<Stretch>) -> Self {
        stretch.map_or(Self::Unknown, Self::Stretch)
    }
}

impl Dates<'_> {
    pub(crate) fn lexer(&self) -> &Lookup<'_> {
        self.partials.lexer
    }

    pub(crate) fn text(&self) -> &str {
        self.partials.text
    }

    pub(crate) fn find<T>(&self, at: usize, pick: impl FnMut(Sense) -> Option<T>) -> Option<(T, usize)> {
        self.lexer().find(at, pick)
    }

    pub(crate) fn is(&self, at: usize, sense: Sense) -> Option<usize> {
        self.find(at, |s| (s == sense).then_some(())).map(|(_, end)| end)
    }

    pub(crate) fn blank(&self, at: usize) -> usize {
        skip_blank(self.text(), at)
    }

    /// Past blanks and words that say nothing: of, the.
    pub(crate) fn filler(&self, at: usize) -> usize {
        let mut end = self.blank(at);
        for _ in 0..2 {
            match self.is(end, Sense::Filler) {
                Some(next) => end = self.blank(next),
                None => break,
            }
        }
        end
    }

    /// The date at `at`, with the bounds around it.
    pub(crate) fn at(&self, at: usize) -> Option<Dated> {
        let (before, between, from) = self.bounds_before(at);
        let bare_year = before.is_some() || between;
        let (first, start) = match self.core(from, bare_year) {
            Some(first) => (first, at),
            // In 2022: the preposition lets a bare figure be a year, and is no part of the date.
            None if bare_year => self.year_before(from).and_then(|next| Some((self.core(next, true)?, at)))?,
            None => self.year_before(at).and_then(|next| Some((self.core(next, true)?, next)))?,
        };
        if let Some(range) = self.range(first, between) {
            return Some(self.dated(start, range, None));
        }
        let (after, end) = self.bound_after(first.end);
        // From 2016 to 2018, 从2021-2025年: the range is whole, what stood before it began it.
        let before = before.filter(|_| !(between && matches!(first.value, CoreValue::Range(..))));
        let bound = match (before, after) {
            // 自1989年…后 begins with that day itself.
            (Some(Bound::Since), Some(Bound::After)) => before,
            _ => after.or(before),
        };
        Some(self.dated(start, Core { end, ..first }, bound))
    }

    fn year_before(&self, at: usize) -> Option<usize> {
        Some(self.filler(self.is(at, Sense::YearBefore)?))
    }

    /// 自, since, between: the bound, whether a range begins, where the date begins.
    fn bounds_before(&self, at: usize) -> (Option<Bound>, bool, usize) {
        let between = self.is(at, Sense::RangeBefore);
        let bound = self.find(at, |s| match s {
            Sense::Bound(Side::Before, bound) => Some(bound),
            _ => None,
        });
        match (bound, between) {
            (Some((bound, end)), between) => (Some(bound), between.is_some(), self.filler(end)),
            (None, Some(end)) => (None, true, self.filler(end)),
            (None, None) => (None, false, at),
        }
    }

    /// 前, 以来, 之后.
    pub(crate) fn bound_after(&self, at: usize) -> (Option<Bound>, usize) {
        let found = self.find(self.blank(at), |s| match s {
            Sense::Bound(Side::After, bound) => Some(bound),
            _ => None,
        });
        found.map_or((None, at), |(bound, end)| (Some(bound), end))
    }

    /// The days of a core, bounded.
    fn dated(&self, start: usize, core: Core, bound: Option<Bound>) -> Dated {
        let stretch = self.stretch(core.value);
        let written_year = match core.value {
            CoreValue::Written(date) => date.year.is_some(),
            CoreValue::Range(from, to) => from.year.or(to.year).is_some(),
            _ => false,
        };
        let value = stretch.and_then(|stretch| bounded(stretch, bound));
        Dated { start, value, end: core.end, stretch, written_year }
    }

    /// From this date to that: 9月16日至18日, from 2016 to 2018.
    fn range(&self, first: Core, between: bool) -> Option<Core> {
        let from = self.blank(first.end);
        let link = self.is(from, Sense::RangeLink);
        let and = self.is(from, Sense::RangeAnd);
        let second = |link: Option<usize>| self.core(self.blank(link?), true).map(|second| (second, link));
        let (second, _) = second(link).or_else(|| {
            let (second, link) = second(and)?;
            let closed = self.is(self.blank(second.end), Sense::RangeClose).is_some();
            (between || closed).then_some((second, link))
        })?;
        let end = self.is(self.blank(second.end), Sense::RangeClose).unwrap_or(second.end);
        let value = match (first.value, second.value) {
            (CoreValue::Written(a), CoreValue::Written(b)) => {
                if b.year.is_none() && b.month.is_none() && a.day.is_none() {
                    return None;
                }
                CoreValue::Range(a, b)
            }
            (a, b) => {
                let (a, b) = (self.stretch(a), self.stretch(b));
                CoreValue::of(a.zip(b).map(|(a, b)| (a.0, b.1)).filter(|(from, to)| from <= to))
            }
        };
        Some(Core { value, end })
    }

    /// The longest date without its bounds.
    pub(crate) fn core(&self, at: usize, bare_year: bool) -> Option<Core> {
        let starts = self.lexer().starts_at(at).0;
        if !starts.any(Starts::DATES) {
            return None;
        }
        let of = |starters: Starts| starts.any(starters);
        longest([
            if of(Starts::PIECE) { self.piece_of(at) } else { None },
            if of(Starts::NUMERAL.or(Starts::RANK).or(Starts::RELATIVE)) { self.nth_of(at) } else { None },
            self.base_of(starts, at, bare_year),
            if of(Starts::NAMED.or(Starts::RELATIVE)) { self.weekday(at) } else { None },
            if of(Starts::NUMERAL.or(Starts::RANK)) { self.quarter(at) } else { None },
            if of(Starts::NUMERAL.or(Starts::RANK)) { self.numbered(at) } else { None },
            if of(Starts::NUMERAL) { self.figure_range(at) } else { None },
        ])
    }

    /// The longest date that may have pieces (the end of …, the third quarter of …).
    pub(crate) fn base(&self, at: usize, bare_year: bool) -> Option<Core> {
        self.base_of(self.lexer().starts_at(at).0, at, bare_year)
    }

    fn base_of(&self, starts: Starts, at: usize, bare_year: bool) -> Option<Core> {
        let of = |starters: Starts| starts.any(starters);
        longest([
            if of(Starts::NUMERAL.or(Starts::NAMED).or(Starts::RANK)) { self.written(at) } else { None },
            if of(Starts::RELATIVE) { self.relative(at) } else { None },
            if of(Starts::NUMERAL.or(Starts::RANK)) { self.decade(at) } else { None },
            if of(Starts::SEASON.or(Starts::RELATIVE)) { self.season(at) } else { None },
            if bare_year && of(Starts::NUMERAL) { self.bare_year(at) } else { None },
        ])
    }

    /// A date as written, then pieces of it: 2022年底, 9月中旬, May 24 this year.
    fn written(&self, at: usize) -> Option<Core> {
        let Written { date, end } = self.partials.at(at)?;
        if date == PartialDate::default() {
            return Some(Core { value: CoreValue::Unknown, end });
        }
        if date.day.is_some() {
            if let Some(core) = self.day_range(date, end) {
                return Some(core);
            }
            let (date, end) = self.year_after(date, end);
            return Some(Core { value: CoreValue::Written(date), end: self.weekday_after(end) });
        }
        if let Some(core) = self.figure_range_after(date, end) {
            return Some(core);
        }
        // 2030年可持续发展议程: the year is part of a name.
        if date.month.is_none() && self.is(self.blank(end), Sense::NameTail).is_some() {
            return Some(Core { value: CoreValue::Unknown, end });
        }
        let (date, end) = self.year_after(date, end);
        Some(self.pieces(Core { value: CoreValue::Written(date), end }))
    }

    /// May 24|-26, 2022.
    fn day_range(&self, date: PartialDate, end: usize) -> Option<Core> {
        if !self.text().as_bytes().get(end.wrapping_sub(1)).is_some_and(u8::is_ascii_alphanumeric)
            || date.year.is_some()
        {
            return None;
        }
        let next = self.blank(self.is(self.blank(end), Sense::RangeLink)?);
        let (day, after) = self.partials.ranked_day(next)?;
        let counted = self.find(self.blank(after), |s| match s {
            Sense::Month { .. }
            | Sense::MonthMark
            | Sense::DayMark
            | Sense::Scale(_)
            | Sense::Percent(_)
            | Sense::YearMark => Some(()),
            _ => None,
        });
        if counted.is_some() || date.day.is_none_or(|first| day <= first) {
            return None;
        }
        let to = self.partials.with_year(PartialDate { day: Some(day), ..date }, after);
        Some(Core { value: CoreValue::Range(date, to.date), end: to.end })
    }

    /// 16至18日, 3-5月, 2021-2025年, 24–26 May 2022: a figure that takes its mark from the date after the link.
    pub(crate) fn figure_range(&self, at: usize) -> Option<Core> {
        let numeral = self.partials.numerals.at(at)?;
        let number = numeral.whole()?;
        let next = self.blank(self.is(self.blank(numeral.end), Sense::RangeLink)?);
        let right = match self.partials.at(next) {
            Some(right) => right,
            // 2014-2018: two years and nothing that they count.
            None => match self.bare_year(next)? {
                Core { value: CoreValue::Written(date), end } => Written { date, end },
                _ => return None,
            },
        };
        let left = self.marked_like(&numeral, number, right.date)?;
        let core = Core { value: CoreValue::Range(left, right.date), end: right.end };
        if right.date.day.is_none() && right.date.month.is_none() {
            let name = self.is(self.blank(right.end), Sense::NameTail).is_some();
            return Some(if name { Core { value: CoreValue::Unknown, ..core } } else { self.pieces(core) });
        }
        Some(core)
    }

    fn marked_like(&self, numeral: &Numeral, number: u32, right: PartialDate) -> Option<PartialDate> {
        let small = u8::try_from(number).ok().filter(|_| numeral.digits().is_none_or(|count| count <= 2));
        let bare = PartialDate::default();
        let left = match right {
            PartialDate { day: Some(last), .. } => {
                PartialDate { day: small.filter(|&day| day >= 1 && day < last), ..bare }
            }
            PartialDate { month: Some(last), .. } => {
                PartialDate { month: small.filter(|&month| month >= 1 && month < last), ..bare }
            }
            PartialDate { year: Some(last), .. } => {
                let year = i16::try_from(number)
                    .ok()
                    .filter(|&year| numeral.digits() == Some(4) && (1000..last).contains(&year));
                PartialDate { year, ..bare }
            }
            PartialDate { .. } => bare,
        };
        (left != bare).then_some(left)
    }

    /// 9月|16-18日, 2021年|3至5月.
    fn figure_range_after(&self, date: PartialDate, end: usize) -> Option<Core> {
        let core = self.figure_range(self.blank(end))?;
        let CoreValue::Range(left, right) = core.value else { return None };
        let fits =
            if date.month.is_some() { left.day.is_some() && right.month.is_none() } else { left.month.is_some() };
        let with = |part: PartialDate| PartialDate { year: date.year, month: date.month.or(part.month), day: part.day };
        (fits && right.year.is_none()).then(|| Core { value: CoreValue::Range(with(left), with(right)), end: core.end })
    }

    /// A year said after the day: May 24 this year.
    fn year_after(&self, date: PartialDate, end: usize) -> (PartialDate, usize) {
        if date.year.is_some() || !self.text().as_bytes().get(end).is_some_and(|&b| b == b' ' || b == b',') {
            return (date, end);
        }
        match self.shifted(self.filler(end)) {
            Some((Period::Year, by, next)) => match self.known.reference {
                Some(day) => (PartialDate { year: Some(day.year() + by), ..date }, next),
                None => (date, next),
            },
            _ => (date, end),
        }
    }

    /// 3月4日|（星期五）.
    pub(crate) fn weekday_after(&self, end: usize) -> usize {
        let next = self.blank(end);
        let open =
            self.text().get(next..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '(' | '\u{ff08}'));
        let from = open.map_or(next, |c| next + c.len_utf8());
        let Some((_, after)) = self.find(from, weekday) else { return end };
        if open.is_none() {
            return after;
        }
        let close =
            self.text().get(after..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, ')' | '\u{ff09}'));
        close.map_or(end, |c| after + c.len_utf8())
    }

    /// 2030 after "by".
    pub(crate) fn bare_year(&self, at: usize) -> Option<Core> {
        let (value, count, end) = figures_at(self.text(), at)?;
        let counted = self.find(self.blank(end), |s| match s {
            Sense::Unit(_)
            | Sense::Currency(_)
            | Sense::Percent(_)
            | Sense::Scale(_)
            | Sense::Measure
            | Sense::Period(_)
            | Sense::PeriodMany(_)
            | Sense::PeriodMeasure => Some(()),
            _ => None,
        });
        let next = self.text().as_bytes().get(end).copied();
        let closed = !letter_at(self.text(), end)
            && !matches!(next, Some(b',' | b'.' | b'/') if figures_at(self.text(), end + 1).is_some());
        let name = self.is(self.blank(end), Sense::NameTail).is_some();
        let fits = count == 4 && (1800..2100).contains(&value) && counted.is_none() && closed && !name;
        let year = i16::try_from(value).ok().filter(|_| fits)?;
        Some(Core { value: CoreValue::Written(PartialDate { year: Some(year), ..PartialDate::default() }), end })
    }
}

/// The one that ends last; the first of equals.
pub(crate) fn longest<const N: usize>(found: [Option<Core>; N]) -> Option<Core> {
    let mut best: Option<Core> = None;
    for core in found.into_iter().flatten() {
        if best.is_none_or(|best| core.end > best.end) {
            best = Some(core);
        }
    }
    best
}

/// What a bound makes of days.
fn bounded((first, last): Stretch, bound: Option<Bound>) -> Option<(DayRange, DateRole)> {
    let range = |start, end| DayRange { start, end };
    Some(match bound {
        None | Some(Bound::Within) => (range(Some(first), Some(last)), DateRole::When),
        Some(Bound::By) => (range(Some(last), Some(last)), DateRole::Deadline),
        Some(Bound::Until) => (range(None, Some(last)), DateRole::When),
        Some(Bound::Since) => (range(Some(first), None), DateRole::Since),
        Some(Bound::After) => (range(Some(calendar::after(last)?), None), DateRole::Since),
    })
}

pub(crate) fn weekday(sense: Sense) -> Option<u8> {
    match sense {
        Sense::Weekday(day) => Some(day),
        _ => None,
    }
}

pub(crate) fn shift(sense: Sense) -> Option<i16> {
    match sense {
        Sense::Shift(by) => Some(by),
        _ => None,
    }
}

pub(crate) fn period(sense: Sense) -> Option<Period> {
    match sense {
        Sense::Period(period) => Some(period),
        _ => None,
    }
}

pub(crate) fn ordinal(sense: Sense) -> Option<u32> {
    match sense {
        Sense::Ordinal(rank) => Some(rank),
        _ => None,
    }
}
