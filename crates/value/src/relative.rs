//! Dates counted from the reference day or from a period named beside them: 去年 · 上周五 · 年底 · 今年下半年 · 第三季度 ·
//! 上世纪90年代 · 第77届联大期间 · last March · early 2023 · the first week of May · summer of 2022.
//!
//! Dates as written out are `partial.rs`'s, bounds and ranges `date.rs`'s. Next to read: `calendar.rs`.

use chancery_model::PartialDate;

use crate::calendar::{self, Stretch};
use crate::date::{Core, CoreValue, Dates, longest, ordinal, period, shift, weekday};
use crate::numeral::figures_at;
use crate::partial::Written;
use crate::words::{Period, Piece, Sense};

/// How far before a day of the week a word for what is to come is looked for, in characters.
const NEAR: usize = 8;

/// Brackets around the day that a word for it leads (昨(9)日).
const OPENS: [char; 2] = ['(', '\u{ff08}'];
const CLOSES: [char; 2] = [')', '\u{ff09}'];

impl Dates<'_> {
    /// This summer, summer of 2022.
    pub(crate) fn season(&self, at: usize) -> Option<Core> {
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
    pub(crate) fn nth_of(&self, at: usize) -> Option<Core> {
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

    /// Pieces of a year or month named after it: 年底, 上半年, 中旬, 春季, 第三季度.
    pub(crate) fn pieces(&self, core: Core) -> Core {
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
    pub(crate) fn nth_within(&self, core: Core, at: usize) -> Option<Core> {
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
    pub(crate) fn quarter_number(&self, at: usize) -> Option<(u8, usize)> {
        let ranked = self.is(at, Sense::OrdinalBefore).unwrap_or(at);
        let (number, end) = match self.find(at, ordinal) {
            Some((rank, end)) => (rank, end),
            None => self.partials.numerals.at(ranked).and_then(|n| Some((n.whole()?, n.end)))?,
        };
        let end = self.is(self.blank(end), Sense::QuarterMark)?;
        u8::try_from(number).ok().filter(|n| (1..=4).contains(n)).map(|n| (n, end))
    }

    pub(crate) fn quarter(&self, at: usize) -> Option<Core> {
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
    pub(crate) fn shifted(&self, at: usize) -> Option<(Period, i16, usize)> {
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
    pub(crate) fn relative(&self, at: usize) -> Option<Core> {
        let offset = self.find(at, |s| match s {
            Sense::DayOffset(by) => Some((self.known.reference, Period::Day, by)),
            Sense::FromLast(period, by) => Some((self.known.last.or(self.known.reference), period, by)),
            _ => None,
        });
        if let Some(((from, period, by), end)) = offset {
            if self.text()[..end].ends_with(OPENS) {
                return self.day_in_brackets(end);
            }
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
        if let Some(core) = self.month_in_brackets(at) {
            return Some(core);
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

    /// 昨(|9)日, 今(|14日): the form opened the brackets, the day as written says which.
    fn day_in_brackets(&self, at: usize) -> Option<Core> {
        let close = |at: usize| {
            let mark = self.text().get(at..)?.chars().next().filter(|c| CLOSES.contains(c))?;
            Some(at + mark.len_utf8())
        };
        if let Some(written) = self.partials.at(at).filter(|w| w.date.day.is_some()) {
            return Some(Core { value: CoreValue::Written(written.date), end: close(written.end)? });
        }
        let (number, end) = self.partials.numerals.without_point(at)?;
        let day = u8::try_from(number).ok().filter(|d| (1..=31).contains(d))?;
        let end = self.is(close(end)?, Sense::DayMark)?;
        Some(Core { value: CoreValue::Written(PartialDate { year: None, month: None, day: Some(day) }), end })
    }

    /// 本(9)月3日, 上（八）月: the month that a word for it leads, by its number.
    fn month_in_brackets(&self, at: usize) -> Option<Core> {
        let (by, end) = self.find(at, shift)?;
        let open = self.text().get(end..)?.chars().next().filter(|c| OPENS.contains(c))?;
        let (number, next) = self.partials.numerals.without_point(end + open.len_utf8())?;
        let close = self.text().get(next..)?.chars().next().filter(|c| CLOSES.contains(c))?;
        let end = self.is(next + close.len_utf8(), Sense::MonthMark)?;
        let month = u8::try_from(number).ok().filter(|m| (1..=12).contains(m))?;
        let year = self.known.reference.and_then(|day| {
            let shifted = calendar::moved(calendar::whole(day, Period::Month)?.0, i32::from(by), Period::Month)?;
            Some(shifted.year())
        });
        let day = self.partials.at(self.blank(end)).filter(|w| w.date.month.is_none() && w.date.day.is_some());
        let date = PartialDate { year, month: Some(month), day: day.and_then(|w| w.date.day) };
        Some(Core { value: CoreValue::Written(date), end: day.map_or(end, |w| w.end) })
    }

    /// 昨日|(16日): the day as written says which.
    pub(crate) fn in_brackets(&self, at: usize) -> Option<Core> {
        let open = self.text().get(at..)?.chars().next().filter(|c| matches!(c, '(' | '\u{ff08}'))?;
        let written = self.partials.at(at + open.len_utf8()).filter(|w| w.date.day.is_some())?;
        let close = self.text().get(written.end..)?.chars().next().filter(|c| matches!(c, ')' | '\u{ff09}'))?;
        Some(Core { value: CoreValue::Written(written.date), end: written.end + close.len_utf8() })
    }

    /// What follows 今年, 本月, 上世纪 and belongs to it.
    pub(crate) fn within_period(&self, period: Period, stretch: Option<Stretch>, end: usize) -> Core {
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

    pub(crate) fn known_day(&self, date: PartialDate) -> CoreValue {
        CoreValue::of(self.resolve(date))
    }

    /// 今年|3至5月, 本月|7-9日.
    pub(crate) fn figure_range_after_period(
        &self,
        period: Period,
        stretch: Option<Stretch>,
        at: usize,
    ) -> Option<Core> {
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
    pub(crate) fn shifted_month(&self, at: usize) -> Option<Core> {
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
    pub(crate) fn piece_of(&self, at: usize) -> Option<Core> {
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

    pub(crate) fn piece(&self, stretch: Stretch, piece: Piece) -> Option<Stretch> {
        calendar::piece(stretch, piece, self.known.reference)
    }

    /// 90年代: the decade's place in its century.
    pub(crate) fn decade_number(&self, at: usize) -> Option<(i16, usize)> {
        let numeral = self.partials.numerals.at(at)?;
        let end = self.is(numeral.end, Sense::DecadeMark)?;
        let number = i16::try_from(numeral.whole()?).ok().filter(|n| n % 10 == 0)?;
        Some((number, end))
    }

    /// 1950年代, 20世纪90年代, 九十年代, 20世纪; the 1990s, the 20th century.
    pub(crate) fn decade(&self, at: usize) -> Option<Core> {
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
    pub(crate) fn weekday(&self, at: usize) -> Option<Core> {
        let (by, from) = match self.find(at, shift) {
            Some((by, end)) => (Some(by), self.blank(end)),
            None => (None, at),
        };
        let (weekday, end) = self.find(from, weekday)?;
        // Tuesday of last week.
        let of_week = self.shifted(self.filler(end)).filter(|&(period, _, _)| by.is_none() && period == Period::Week);
        let (by, end) = of_week.map_or((by, end), |(_, by, end)| (Some(by), end));
        let day = self.known.reference.and_then(|day| match by {
            Some(by) => {
                let (monday, _) = calendar::whole(day, Period::Week)?;
                calendar::moved(monday, i32::from(by) * 7 + i32::from(weekday) - 1, Period::Day)
            }
            None => {
                let back = (7 + i32::from(calendar::weekday(day)) - i32::from(weekday)) % 7;
                let by = if back > 0 && self.is_to_come(at) { 7 - back } else { -back };
                calendar::moved(day, by, Period::Day)
            }
        });
        let core = Core { value: CoreValue::of(day.map(|day| (day, day))), end };
        Some(self.in_brackets(end).unwrap_or(core))
    }

    /// Whether a word before `at`, in its clause and near, says that what is told is still to come.
    fn is_to_come(&self, at: usize) -> bool {
        let before = self.text().get(..at).unwrap_or_default();
        let near = before.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric() || c.is_whitespace());
        near.take(NEAR).any(|(from, _)| self.is(from, Sense::ToCome).is_some_and(|end| end <= at))
    }

    /// 第77届联大期间, the 77th session of the General Assembly.
    pub(crate) fn numbered(&self, at: usize) -> Option<Core> {
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
}
