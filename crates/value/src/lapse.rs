//! Lengths of time and what is told in them: 三个月 · 一年半 · 未来5年 · 过去一年 · 11年前 · 两年内 · 每两年 · annually ·
//! over the next five years.
//!
//! A length with 几 or 多 for its figure (几年, the coming years) tells nothing that can be counted and is no value.
//! Next to read: `length.rs` for their ISO form, `date.rs` for days.

use chancery_model::{Cadence, DateRole, DayRange};

use crate::date::{Dated, Dates};
use crate::length::Length;
use crate::lexer::letter_before;
use crate::numeral::Shape;
use crate::words::{Bound, Period, Sense, Side};

/// Told in a length of time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Lapse {
    /// A stretch or a day counted from the reference day.
    Date(Dated),
    /// A length of time.
    Duration(Cadence, usize),
    /// How often.
    Recurrence(Cadence, usize),
    /// Nothing that can be counted.
    Nothing(usize),
}

impl Lapse {
    pub(crate) fn end(&self) -> usize {
        match self {
            Self::Date(dated) => dated.end,
            Self::Duration(_, end) | Self::Recurrence(_, end) | Self::Nothing(end) => *end,
        }
    }
}

impl Dates<'_> {
    /// What is told in lengths of time at `at`.
    pub(crate) fn lapse(&self, at: usize) -> Option<Lapse> {
        self.recurrence(at)
            .or_else(|| self.around_reference(at))
            .or_else(|| self.within(at))
            .or_else(|| self.counted(at))
    }

    /// 每年, 每两年, every other year, annually.
    fn recurrence(&self, at: usize) -> Option<Lapse> {
        if let Some(((period, count), end)) = self.find(at, |s| match s {
            Sense::Recurring(period, count) => Some((period, count)),
            _ => None,
        }) {
            return Some(Lapse::Recurrence(Length::default().plus(f64::from(count), period)?.iso(), end));
        }
        let next = self.blank(self.is(at, Sense::Every)?);
        if let Some((_, end)) = self.find(next, |s| matches!(s, Sense::Weekday(_)).then_some(())) {
            return Some(Lapse::Recurrence(Length::default().plus(1.0, Period::Week)?.iso(), end));
        }
        let (length, end) = match self.one_period(next) {
            Some((period, end)) => (Length::default().plus(1.0, period)?, end),
            None => self.length(next)?,
        };
        // 每年5月: the month belongs to the recurrence.
        let month = self.partials.at(self.blank(end)).filter(|w| w.date.year.is_none() && w.date.month.is_some());
        Some(Lapse::Recurrence(length.iso(), month.map_or(end, |w| w.end)))
    }

    /// A period without a figure: 每|年, 每|个月, the past |decade.
    fn one_period(&self, at: usize) -> Option<(Period, usize)> {
        let next = self.is(at, Sense::PeriodMeasure).unwrap_or(at);
        self.lexer().find_inside(next, |s| match s {
            Sense::Period(period) => Some(period),
            _ => None,
        })
    }

    /// 未来5年, 过去一年, the past decade.
    fn around_reference(&self, start: usize) -> Option<Lapse> {
        let (by, end) = self.find(start, |s| match s {
            Sense::Ahead => Some(1),
            Sense::Back => Some(-1),
            _ => None,
        })?;
        let next = self.filler(end);
        let (length, end) = match self.length(next) {
            Some(found) => found,
            None => {
                let (period, end) = self.one_period(next).filter(|_| next > end)?;
                (Length::default().plus(1.0, period)?, end)
            }
        };
        let range = self.known.reference.and_then(|day| {
            let other = length.from(day, by)?;
            Some(DayRange { start: Some(day.min(other)), end: Some(day.max(other)) })
        });
        let (bound, end) = self.bound_after(end);
        let value = range.map(|range| match bound {
            Some(Bound::Since) => (DayRange { end: None, ..range }, DateRole::Since),
            _ => (range, DateRole::When),
        });
        Some(Lapse::Date(Dated { start, value, end, stretch: None, written_year: false }))
    }

    /// Within two years, in the next … days' time.
    fn within(&self, at: usize) -> Option<Lapse> {
        let bound = |s: Sense| (s == Sense::Bound(Side::Before, Bound::Within)).then_some(());
        let (_, end) = self.find(at, bound)?;
        let next = self.filler(end);
        let next = self.is(next, Sense::Ahead).map_or(next, |end| self.filler(end));
        let (length, end) = self.length(next).or_else(|| {
            let (period, end) = self.one_period(next)?;
            Some((Length::default().plus(1.0, period)?, end))
        })?;
        Some(self.deadline(at, length, end))
    }

    fn deadline(&self, start: usize, length: Length, end: usize) -> Lapse {
        let day = self.known.reference.and_then(|day| length.from(day, 1));
        let value = day.map(|day| (DayRange { start: Some(day), end: Some(day) }, DateRole::Deadline));
        Lapse::Date(Dated { start, value, end, stretch: None, written_year: false })
    }

    /// 三个月, 11年前, 两年内, 两年一次.
    fn counted(&self, at: usize) -> Option<Lapse> {
        if let Some(end) = self.uncounted_range(at) {
            return Some(Lapse::Nothing(end));
        }
        let (length, end) = self.length(at)?;
        let next = self.blank(end);
        if let Some(end) = self.is(next, Sense::EveryAfter) {
            return Some(Lapse::Recurrence(length.iso(), end));
        }
        let after = self.find(next, |s| match s {
            Sense::Ago | Sense::Later | Sense::Bound(Side::After, Bound::Within) => Some(s),
            _ => None,
        });
        // 签署后|一个月内: counted from something told, on a day that nobody tells.
        if let Some((Sense::Bound(..), after)) = after
            && self.follows_an_event(at)
        {
            return Some(Lapse::Duration(length.iso(), after));
        }
        let Some((sense, after)) = after else {
            return Some(self.offset_from(at, length, next).unwrap_or_else(|| Lapse::Duration(length.iso(), end)));
        };
        if matches!(sense, Sense::Bound(..)) {
            return Some(self.deadline(at, length, after));
        }
        let by = if sense == Sense::Ago { -1 } else { 1 };
        let day = self.known.reference.and_then(|day| length.from(day, by));
        let value = day.map(|day| (DayRange { start: Some(day), end: Some(day) }, DateRole::When));
        Some(Lapse::Date(Dated { start: at, value, end: after, stretch: None, written_year: false }))
    }

    /// Whether a word for afterwards stands right before a length (签署后一个月内, 成立后的三十天内).
    fn follows_an_event(&self, at: usize) -> bool {
        let before = self.text().get(..at).unwrap_or_default();
        let near = before.char_indices().rev().take(4).map(|(from, _)| from);
        near.filter_map(|from| self.is(from, Sense::Later)).any(|end| end <= at && self.filler(end) == at)
    }

    /// Two days |after today, three weeks |before 15 May.
    fn offset_from(&self, start: usize, length: Length, at: usize) -> Option<Lapse> {
        let (bound, end) = self.find(at, |s| match s {
            Sense::Bound(Side::Before, bound) => Some(bound),
            _ => None,
        })?;
        let by = match bound {
            Bound::After => 1,
            // From, not since or starting.
            Bound::Since if self.is(at, Sense::RangeBefore).is_some() => 1,
            Bound::By => -1,
            Bound::Since | Bound::Until | Bound::Within => return None,
        };
        let from = self.at(self.filler(end)).filter(|_| letter_before(self.text(), end))?;
        let day = from.stretch.filter(|(first, last)| first == last).and_then(|(day, _)| length.from(day, by));
        let value = day.map(|day| (DayRange { start: Some(day), end: Some(day) }, DateRole::When));
        Some(Lapse::Date(Dated { start, value, end: from.end, stretch: None, written_year: false }))
    }

    /// 三到五年, five to ten years: a range of lengths has no normal value.
    fn uncounted_range(&self, at: usize) -> Option<usize> {
        let first = self.partials.numerals.at(at)?;
        let next = match self.is(self.blank(first.end), Sense::RangeLink) {
            Some(end) => self.blank(end),
            None if first.up_to.is_some() => at,
            None => return None,
        };
        let second = self.partials.numerals.at(next)?;
        let (_, end) = self.some_period(second.end, second.value)?;
        // 16至18日 is from day to day.
        (self.partials.at(next).is_none()).then_some(end)
    }

    /// A period after a figure, a word between them or a blank.
    fn some_period(&self, at: usize, count: f64) -> Option<(Period, usize)> {
        let blank = self.blank(at);
        let next = self.is(blank, Sense::PeriodMeasure).map_or(blank, |end| self.blank(end));
        let hyphen = if self.text().get(next..)?.starts_with('-') { next + 1 } else { next };
        // Five-year, one year, five years; "2021 weekend" is no count of weekends.
        let several = count > 1.0 && hyphen == next;
        let ((period, many), end) = self.find(hyphen, |s| match s {
            Sense::Period(period) => Some((period, false)),
            Sense::PeriodMany(period) => Some((period, true)),
            _ => None,
        })?;
        let counts = many || !several || !letter_before(self.text(), end);
        counts.then_some((period, end))
    }

    /// 三个月, 一年半, 一个半月, 1年6个月, two and a half years, half a year.
    pub(crate) fn length(&self, at: usize) -> Option<(Length, usize)> {
        let mut length = Length::default();
        let mut found = None;
        let mut here = at;
        let mut shortest = None;
        for _ in 0..6 {
            let Some((count, period, end)) = self.counted_period(here) else { break };
            if shortest.is_some_and(|before| period >= before) {
                break;
            }
            length = length.plus(count, period)?;
            shortest = Some(period);
            found = Some((length, end));
            let next = self.blank(end);
            here =
                self.lexer().find(next, |s| (s == Sense::And).then_some(())).map_or(next, |(_, end)| self.blank(end));
        }
        found
    }

    fn counted_period(&self, at: usize) -> Option<(f64, Period, usize)> {
        if let Some(end) = self.is(at, Sense::Half) {
            let (period, end) = self.some_period(self.filler(end), 0.5)?;
            return Some((0.5, period, end));
        }
        let numeral = self.partials.numerals.at(at)?;
        // 百年, 千年 alone are no count of years.
        let idiom = matches!(numeral.shape, Shape::Scaled { bare: true, .. })
            && numeral.value > 10.0
            && numeral.hedge.is_none();
        if numeral.value < 0.0 || numeral.up_to.is_some() || idiom {
            return None;
        }
        // 一个|半|月: the half stands before the period.
        let blank = self.blank(numeral.end);
        let measured =
            self.is(blank, Sense::PeriodMeasure).or_else(|| self.is(blank, Sense::And).map(|end| self.blank(end)));
        if let Some(half) = measured.and_then(|next| self.is(next, Sense::Half))
            && let Some((period, end)) = self.some_period(half, numeral.value)
        {
            return Some((numeral.value + 0.5, period, end));
        }
        let (period, end) = self.some_period(numeral.end, numeral.value)?;
        let end = self.is(end, Sense::More).unwrap_or(end);
        // An hour |and a half.
        let and = self.is(self.blank(end), Sense::And).and_then(|and| self.is(self.blank(and), Sense::Half));
        if let Some(half) = and.filter(|_| letter_before(self.text(), end)) {
            return Some((numeral.value + 0.5, period, half));
        }
        match self.lexer().find(end, |s| (s == Sense::Half).then_some(())) {
            Some((_, half)) => Some((numeral.value + 0.5, period, half)),
            None => Some((numeral.value, period, end)),
        }
    }
}
