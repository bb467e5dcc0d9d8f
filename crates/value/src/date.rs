//! Dates, relative and absolute, with what the words beside them make of them: 2022年底前 · 自3月以来 · 9月16日至18日 ·
//! 今年下半年 · 未来5年 · 上世纪90年代 · by the end of 2022 · over the past decade.
//!
//! Conventions are the codebook's: a month or year is its full range, an open end is left out, a deadline starts and
//! ends on its last day. A day counted from the reference day without one, and a day the calendar hasn't, is nothing.
//! What one date as written is: `partial.rs`. Lengths and recurrences: `lapse.rs`. Next to read: `scan.rs`.

use chancery_model::{DateRole, Day, DayRange, PartialDate};

use crate::calendar::{self, Stretch};
use crate::lexer::{Lexer, letter_at, skip_blank};
use crate::numeral::{Numeral, figures_at};
use crate::partial::{PartialDates, Written};
use crate::words::{Bound, Period, Piece, Sense, Side};

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
struct Core {
    value: CoreValue,
    end: usize,
}

#[derive(Clone, Copy, Debug)]
enum CoreValue {
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
    fn of(stretch: Option<Stretch>) -> Self {
        stretch.map_or(Self::Unknown, Self::Stretch)
    }
}

impl Dates<'_> {
    pub(crate) fn lexer(&self) -> &Lexer {
        self.partials.lexer
    }

    pub(crate) fn text(&self) -> &str {
        self.partials.text
    }

    pub(crate) fn find<T>(&self, at: usize, pick: impl FnMut(Sense) -> Option<T>) -> Option<(T, usize)> {
        self.lexer().find(self.text(), at, pick)
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

    fn stretch(&self, value: CoreValue) -> Option<Stretch> {
        match value {
            CoreValue::Written(date) => self.resolve(date),
            CoreValue::Stretch(stretch) => Some(stretch),
            CoreValue::Range(from, to) => self.resolve_range(from, to),
            CoreValue::Unknown => None,
        }
    }

    /// What one end leaves out, the other says.
    fn resolve_range(&self, from: PartialDate, to: PartialDate) -> Option<Stretch> {
        let written = from;
        let from = PartialDate {
            year: from.year.or(to.year),
            month: from.month.or(to.month.filter(|_| from.day.is_some())),
            ..from
        };
        let month = to.month.or(from.month.filter(|_| to.day.is_some()));
        let mut first = self.resolve(from)?;
        let mut last = self.resolve(PartialDate { year: to.year.or(Some(first.0.year())), month, ..to })?;
        // 8月至2月 runs into the next year.
        if last.1 < first.0 && to.year.is_none() {
            last = self.resolve(PartialDate { year: Some(first.0.year() + 1), month, ..to })?;
        }
        // Nov–Feb 2017 began in the year before.
        if last.1 < first.0 && written.year.is_none() {
            first = self.resolve(PartialDate { year: Some(last.1.year() - 1), ..from })?;
        }
        (first.0 <= last.1).then_some((first.0, last.1))
    }

    /// The longest date without its bounds.
    fn core(&self, at: usize, bare_year: bool) -> Option<Core> {
        longest([
            self.piece_of(at),
            self.nth_of(at),
            self.base(at, bare_year),
            self.weekday(at),
            self.quarter(at),
            self.numbered(at),
            self.figure_range(at),
        ])
    }

    /// The longest date that may have pieces (the end of …, the third quarter of …).
    fn base(&self, at: usize, bare_year: bool) -> Option<Core> {
        let year = if bare_year { self.bare_year(at) } else { None };
        longest([self.written(at), self.relative(at), self.decade(at), self.season(at), year])
    }

    /// This summer, summer of 2022.
    fn season(&self, at: usize) -> Option<Core> {
        let (by, from) = self.find(at, shift).map_or((None, at), |(by, end)| (Some(by), self.blank(end)));
        let ((first, last), end) = self.find(from, |s| match s {
            Sense::Season(first, last) => Some((first, last)),
            _ => None,
        })?;
        if let Some(by) = by {
            let stretch = self.known.reference.and_then(|day| calendar::months(day.year() + by, first, last));
            return Some(Core { value: CoreValue::of(stretch), end });
        }
        let year = self.bare_year(self.filler(end))?;
        let stretch = self.stretch(year.value).and_then(|(day, _)| calendar::months(day.year(), first, last));
        Some(Core { value: CoreValue::of(stretch), ..year })
    }

    /// The first week of May, the last month of 2022.
    fn nth_of(&self, at: usize) -> Option<Core> {
        let (n, end) = self
            .find(at, |s| match s {
                Sense::Ordinal(rank) => Some(rank),
                Sense::Shift(-1) => Some(0),
                _ => None,
            })
            .or_else(|| {
                let (value, _, end) = figures_at(self.text(), at)?;
                Some((u32::try_from(value).ok()?, self.is(end, Sense::OrdinalAfter)?))
            })?;
        let (period, end) = self.find(self.blank(end), period)?;
        let next = self.filler(end);
        if next <= self.blank(end) || !matches!(period, Period::Week | Period::Month | Period::Day) {
            return None;
        }
        let whole = self.base(next, true)?;
        let stretch = self.stretch(whole.value).and_then(|of| calendar::nth(of, n, period));
        Some(Core { value: CoreValue::of(stretch), ..whole })
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
    fn figure_range(&self, at: usize) -> Option<Core> {
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
    fn weekday_after(&self, end: usize) -> usize {
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

    /// Pieces of a year or month named after it: 年底, 上半年, 中旬, 春季, 第三季度.
    fn pieces(&self, core: Core) -> Core {
        let next = self.blank(core.end);
        let found = self.find(next, |s| match s {
            Sense::Piece(_) | Sense::Season(..) => Some(s),
            Sense::PieceOf(_, piece) => Some(Sense::Piece(piece)),
            _ => None,
        });
        let piece = |stretch: Stretch, sense| match sense {
            Sense::Piece(piece) => calendar::piece(stretch, piece, self.known.reference),
            Sense::Season(from, to) if stretch.0.year() == stretch.1.year() => {
                calendar::months(stretch.0.year(), from, to)
            }
            _ => None,
        };
        if let Some((sense, end)) = found {
            let stretch = self.stretch(core.value).and_then(|stretch| piece(stretch, sense));
            return Core { value: CoreValue::of(stretch), end };
        }
        if let Some((number, end)) = self.quarter_number(self.filler(next)) {
            let stretch = self.stretch(core.value).and_then(|stretch| calendar::quarter(stretch.0.year(), number));
            return Core { value: CoreValue::of(stretch), end };
        }
        self.nth_within(core, next).unwrap_or(core)
    }

    /// 2021年的|第三个月, 十月的|第一周, 今年的|最后一周.
    fn nth_within(&self, core: Core, at: usize) -> Option<Core> {
        let numeral = self.partials.numerals.at(self.blank(self.is(self.filler(at), Sense::OrdinalBefore)?))?;
        let next = self.is(self.blank(numeral.end), Sense::PeriodMeasure).unwrap_or(numeral.end);
        let (period, end) = self.find(self.blank(next), period)?;
        if !matches!(period, Period::Week | Period::Month | Period::Day) {
            return None;
        }
        let stretch = self.stretch(core.value).and_then(|of| calendar::nth(of, numeral.whole()?, period));
        Some(Core { value: CoreValue::of(stretch), end })
    }

    /// 第三季度, the third quarter.
    fn quarter_number(&self, at: usize) -> Option<(u8, usize)> {
        let ranked = self.is(at, Sense::OrdinalBefore).unwrap_or(at);
        let (number, end) = match self.find(at, ordinal) {
            Some((rank, end)) => (rank, end),
            None => self.partials.numerals.at(ranked).and_then(|n| Some((n.whole()?, n.end)))?,
        };
        let end = self.is(self.blank(end), Sense::QuarterMark)?;
        u8::try_from(number).ok().filter(|n| (1..=4).contains(n)).map(|n| (n, end))
    }

    fn quarter(&self, at: usize) -> Option<Core> {
        let (number, end) = self.quarter_number(at)?;
        let next = self.filler(end);
        if next > self.blank(end)
            && let Some(year) = self.base(next, true)
        {
            let stretch = self.stretch(year.value).and_then(|(day, _)| calendar::quarter(day.year(), number));
            return Some(Core { value: CoreValue::of(stretch), end: year.end });
        }
        let stretch = self.known.reference.and_then(|day| calendar::quarter(day.year(), number));
        Some(Core { value: CoreValue::of(stretch), end })
    }

    /// 去年 · 上个月 · last month: period, how many, where it ends.
    fn shifted(&self, at: usize) -> Option<(Period, i16, usize)> {
        let one = self.find(at, |s| match s {
            Sense::Shifted(period, by) => Some((period, by)),
            _ => None,
        });
        let two = self.find(at, shift).and_then(|(by, end)| {
            let next = self.blank(end);
            let next = self.is(next, Sense::PeriodMeasure).unwrap_or(next);
            let (period, end) = self.find(next, period)?;
            Some(((period, by), end))
        });
        let ((period, by), end) = [one, two].into_iter().flatten().max_by_key(|&(_, end)| end)?;
        Some((period, by, end))
    }

    /// Days counted from the reference day or the day last named.
    fn relative(&self, at: usize) -> Option<Core> {
        let offset = self.find(at, |s| match s {
            Sense::DayOffset(by) => Some((self.known.reference, Period::Day, by)),
            Sense::FromLast(period, by) => Some((self.known.last.or(self.known.reference), period, by)),
            _ => None,
        });
        if let Some(((from, period, by), end)) = offset {
            if let Some(core) = self.in_brackets(end) {
                return Some(core);
            }
            let day = from.and_then(|day| calendar::moved(day, i32::from(by), period));
            let stretch = day.and_then(|day| calendar::whole(day, period));
            return Some(if period == Period::Year {
                self.within_period(period, stretch, end)
            } else {
                Core { value: CoreValue::of(stretch), end }
            });
        }
        if let Some(core) = self.shifted_month(at) {
            return Some(core);
        }
        let (period, by, end) = self.shifted(at)?;
        let reference = self.known.reference;
        if by != 0 && matches!(period, Period::Decade) {
            let other = reference.and_then(|day| calendar::moved(day, i32::from(by), period));
            let stretch = reference.zip(other).map(|(a, b)| (a.min(b), a.max(b)));
            return Some(Core { value: CoreValue::of(stretch), end });
        }
        let day = reference.and_then(|day| calendar::moved(calendar::whole(day, period)?.0, i32::from(by), period));
        let stretch = day.and_then(|day| calendar::whole(day, period));
        Some(self.within_period(period, stretch, end))
    }

    /// 昨日|(16日): the day as written says which.
    fn in_brackets(&self, at: usize) -> Option<Core> {
        let open = self.text().get(at..)?.chars().next().filter(|c| matches!(c, '(' | '\u{ff08}'))?;
        let written = self.partials.at(at + open.len_utf8()).filter(|w| w.date.day.is_some())?;
        let close = self.text().get(written.end..)?.chars().next().filter(|c| matches!(c, ')' | '\u{ff09}'))?;
        Some(Core { value: CoreValue::Written(written.date), end: written.end + close.len_utf8() })
    }

    /// What follows 今年, 本月, 上世纪 and belongs to it.
    fn within_period(&self, period: Period, stretch: Option<Stretch>, end: usize) -> Core {
        let next = self.blank(end);
        if period == Period::Century
            && let Some((decade, end)) = self.decade_number(next)
        {
            let stretch =
                stretch.and_then(|(first, _)| calendar::years(first.year() - 1 + decade, first.year() + 8 + decade));
            return self.pieces(Core { value: CoreValue::of(stretch), end });
        }
        if matches!(period, Period::Year | Period::Month)
            && let Some(Written { date, end }) = self.partials.at(next)
            && date.year.is_none()
            && (date.month.is_some() == (period == Period::Year))
        {
            let range = self.figure_range_after_period(period, stretch, next);
            if let Some(core) = range {
                return core;
            }
            let filled = stretch.map(|(first, _)| PartialDate {
                year: Some(first.year()),
                month: date.month.or(Some(first.month())),
                day: date.day,
            });
            let core = Core { value: filled.map_or(CoreValue::Unknown, |date| self.known_day(date)), end };
            return if date.day.is_some() { Core { end: self.weekday_after(end), ..core } } else { self.pieces(core) };
        }
        self.pieces(Core { value: CoreValue::of(stretch), end })
    }

    fn known_day(&self, date: PartialDate) -> CoreValue {
        CoreValue::of(self.resolve(date))
    }

    /// 今年|3至5月, 本月|7-9日.
    fn figure_range_after_period(&self, period: Period, stretch: Option<Stretch>, at: usize) -> Option<Core> {
        let core = self.figure_range(at)?;
        let CoreValue::Range(left, right) = core.value else { return None };
        let fits =
            if period == Period::Year { left.month.is_some() } else { left.day.is_some() && right.month.is_none() };
        if !fits {
            return None;
        }
        let (first, _) = stretch?;
        let with = |part: PartialDate| PartialDate {
            year: Some(first.year()),
            month: part.month.or(Some(first.month())),
            day: part.day,
        };
        Some(Core { value: CoreValue::of(self.resolve_range(with(left), with(right))), end: core.end })
    }

    /// last March, next June, this May.
    fn shifted_month(&self, at: usize) -> Option<Core> {
        let (by, end) = self.find(at, shift)?;
        let (month, end, _) = self.partials.month_name(self.blank(end)).filter(|&(_, _, everyday)| !everyday)?;
        let stretch = self.known.reference.and_then(|day| {
            let year = match by {
                by if by > 0 && month <= day.month() => day.year() + 1,
                by if by < 0 && month >= day.month() => day.year() - 1,
                _ => day.year(),
            };
            calendar::month(year, month)
        });
        Some(Core { value: CoreValue::of(stretch), end })
    }

    /// 年底, 上半年 of the reference day's year; the end of 2022, early May, later this year.
    fn piece_of(&self, at: usize) -> Option<Core> {
        if let Some(((period, piece), end)) = self.find(at, |s| match s {
            Sense::PieceOf(period, piece) => Some((period, piece)),
            _ => None,
        }) {
            let whole = self.known.reference.and_then(|day| calendar::whole(day, period));
            let stretch = whole.and_then(|stretch| calendar::piece(stretch, piece, self.known.reference));
            return Some(Core { value: CoreValue::of(stretch), end });
        }
        let (piece, end) = self.find(at, |s| match s {
            Sense::PieceBefore(piece) => Some(piece),
            _ => None,
        })?;
        let next = self.filler(self.text().get(end..).filter(|rest| rest.starts_with('-')).map_or(end, |_| end + 1));
        let (value, end) = match self.find(next, period) {
            // Later in the year, the end of the month.
            Some((period, end)) => {
                (CoreValue::of(self.known.reference.and_then(|day| calendar::whole(day, period))), end)
            }
            _ => {
                let core = longest([self.base(next, true), self.quarter(next)])?;
                (core.value, core.end)
            }
        };
        let stretch = self.stretch(value).and_then(|stretch| self.piece(stretch, piece));
        Some(Core { value: CoreValue::of(stretch), end })
    }

    fn piece(&self, stretch: Stretch, piece: Piece) -> Option<Stretch> {
        calendar::piece(stretch, piece, self.known.reference)
    }

    /// 90年代: the decade's place in its century.
    fn decade_number(&self, at: usize) -> Option<(i16, usize)> {
        let numeral = self.partials.numerals.at(at)?;
        let end = self.is(numeral.end, Sense::DecadeMark)?;
        let number = i16::try_from(numeral.whole()?).ok().filter(|n| n % 10 == 0)?;
        Some((number, end))
    }

    /// 1950年代, 20世纪90年代, 九十年代, 20世纪; the 1990s, the 20th century.
    fn decade(&self, at: usize) -> Option<Core> {
        if let Some((number, end)) = self.decade_number(at) {
            let years = match number {
                1000.. => calendar::years(number, number + 9),
                100.. => None,
                ..30 => calendar::years(2000 + number, 2009 + number),
                _ => calendar::years(1900 + number, 1909 + number),
            };
            return Some(self.pieces(Core { value: CoreValue::of(years), end }));
        }
        let (number, end) = match self.find(at, ordinal) {
            Some((rank, end)) => (rank, self.blank(end)),
            None => {
                let ranked = self.is(at, Sense::OrdinalBefore).unwrap_or(at);
                let numeral = self.partials.numerals.at(ranked)?;
                let end = self.is(numeral.end, Sense::OrdinalAfter).unwrap_or(numeral.end);
                (numeral.whole()?, self.blank(end))
            }
        };
        let end = self.is(end, Sense::CenturyMark)?;
        let century = i16::try_from(number).ok().filter(|n| (1..=30).contains(n))?;
        // A bare century (the challenges of the 21st century) bounds nothing; its decades and pieces do.
        let core = self.within_period(Period::Century, calendar::century(century), end);
        Some(if core.end == end { Core { value: CoreValue::Unknown, end } } else { core })
    }

    /// 星期三: the last one up to the reference day; 上周五, next Monday: of that week.
    fn weekday(&self, at: usize) -> Option<Core> {
        let (by, from) = match self.find(at, shift) {
            Some((by, end)) => (Some(by), self.blank(end)),
            None => (None, at),
        };
        let (weekday, end) = self.find(from, weekday)?;
        let day = self.known.reference.and_then(|day| match by {
            Some(by) => {
                let (monday, _) = calendar::whole(day, Period::Week)?;
                calendar::moved(monday, i32::from(by) * 7 + i32::from(weekday) - 1, Period::Day)
            }
            None => {
                let back = (7 + i32::from(calendar::weekday(day)) - i32::from(weekday)) % 7;
                calendar::moved(day, -back, Period::Day)
            }
        });
        let core = Core { value: CoreValue::of(day.map(|day| (day, day))), end };
        Some(self.in_brackets(end).unwrap_or(core))
    }

    /// 第77届联大期间, the 77th session of the General Assembly.
    fn numbered(&self, at: usize) -> Option<Core> {
        let (number, end) = match self.is(at, Sense::OrdinalBefore) {
            Some(next) => self.partials.numerals.at(self.blank(next)).and_then(|n| Some((n.whole()?, n.end)))?,
            None => {
                let (number, _, end) = figures_at(self.text(), at)?;
                (u32::try_from(number).ok()?, self.is(end, Sense::OrdinalAfter)?)
            }
        };
        let ((add, month), end) = self.find(self.blank(end), |s| match s {
            Sense::Numbered { add, month } => Some((add, month)),
            _ => None,
        })?;
        let year = i16::try_from(number).ok().and_then(|n| n.checked_add(add));
        let stretch =
            year.and_then(|year| if month == 0 { calendar::year(year) } else { calendar::month(year, month) });
        Some(Core { value: CoreValue::of(stretch), end })
    }

    /// 2030 after "by".
    fn bare_year(&self, at: usize) -> Option<Core> {
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

    /// The days of a date as written; what it leaves out comes from the paragraph, the reference day, the text.
    fn resolve(&self, date: PartialDate) -> Option<Stretch> {
        match date {
            PartialDate { year: Some(year), month: None, .. } => calendar::year(year),
            PartialDate { year: Some(year), month: Some(month), day: None } => calendar::month(year, month),
            PartialDate { year: Some(year), month: Some(month), day: Some(day) } => {
                Day::new(year, month, day).map(|day| (day, day))
            }
            PartialDate { year: None, month: Some(month), day } => {
                self.resolve(PartialDate { year: Some(self.year_for(month, day)?), ..date })
            }
            PartialDate { year: None, month: None, day: Some(day) } => self.day_alone(day),
            PartialDate { .. } => None,
        }
    }

    /// The year of a month and day without one: the paragraph's; else the reference day's, but for a date that would lie
    /// ten months ahead or eleven back (28 December told in January); else the text's.
    fn year_for(&self, month: u8, day: Option<u8>) -> Option<i16> {
        if let Some((year, _)) = self.known.paragraph {
            return Some(year);
        }
        let Some(reference) = self.known.reference else { return self.known.text.map(|(year, _)| year) };
        let year = reference.year();
        if (month, day) == (2, Some(29)) && Day::new(year, 2, 29).is_none() {
            return (year - 3..year).rev().find(|&year| Day::new(year, 2, 29).is_some());
        }
        let months = i32::from(month) - i32::from(reference.month());
        Some(match months {
            10.. => year - 1,
            ..=-11 => year + 1,
            _ => year,
        })
    }

    /// 4日: in the paragraph's month, else the nearest to the reference day, the earlier of two.
    fn day_alone(&self, day: u8) -> Option<Stretch> {
        if let Some((year, Some(month))) = self.known.paragraph {
            return Day::new(year, month, day).map(|day| (day, day));
        }
        let Some(reference) = self.known.reference else {
            let (year, month) = self.known.text?;
            return Day::new(year, month?, day).map(|day| (day, day));
        };
        let near = |by: i32| {
            let month = calendar::moved(Day::new(reference.year(), reference.month(), 1)?, by, Period::Month)?;
            Day::new(month.year(), month.month(), day)
        };
        let distance = |day: &Day| calendar::days_between(*day, reference).abs();
        [near(-1), near(0), near(1)].into_iter().flatten().min_by_key(distance).map(|day| (day, day))
    }
}

/// The one that ends last; the first of equals.
fn longest<const N: usize>(found: [Option<Core>; N]) -> Option<Core> {
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

fn weekday(sense: Sense) -> Option<u8> {
    match sense {
        Sense::Weekday(day) => Some(day),
        _ => None,
    }
}

fn shift(sense: Sense) -> Option<i16> {
    match sense {
        Sense::Shift(by) => Some(by),
        _ => None,
    }
}

fn period(sense: Sense) -> Option<Period> {
    match sense {
        Sense::Period(period) => Some(period),
        _ => None,
    }
}

fn ordinal(sense: Sense) -> Option<u32> {
    match sense {
        Sense::Ordinal(rank) => Some(rank),
        _ => None,
    }
}
