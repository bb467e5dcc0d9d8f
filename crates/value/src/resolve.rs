//! From a date as written to its days: what it leaves out comes from the paragraph, the reference day, the text.
//! Next to read: `calendar.rs`.

use chancery_model::{Day, PartialDate};

use crate::calendar::{self, Stretch};
use crate::date::{CoreValue, Dates};
use crate::words::Period;

impl Dates<'_> {
    pub(crate) fn stretch(&self, value: CoreValue) -> Option<Stretch> {
        match value {
            CoreValue::Written(date) => self.resolve(date),
            CoreValue::Stretch(stretch) => Some(stretch),
            CoreValue::Range(from, to) => self.resolve_range(from, to),
            CoreValue::Unknown => None,
        }
    }

    /// What one end leaves out, the other says.
    pub(crate) fn resolve_range(&self, from: PartialDate, to: PartialDate) -> Option<Stretch> {
        let written = from;
        let from = PartialDate {
            year: from.year.or(to.year),
            month: from.month.or(to.month.filter(|_| from.day.is_some())),
            ..from
        };
        let month = to.month.or(from.month.filter(|_| to.day.is_some()));
        let mut first = self.resolve(from)?;
        let month = month.or(to.day.map(|_| first.0.month()));
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

    /// The days of a date as written; what it leaves out comes from the paragraph, the reference day, the text.
    pub(crate) fn resolve(&self, date: PartialDate) -> Option<Stretch> {
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
    pub(crate) fn year_for(&self, month: u8, day: Option<u8>) -> Option<i16> {
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
    pub(crate) fn day_alone(&self, day: u8) -> Option<Stretch> {
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
