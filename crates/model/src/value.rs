//! Days, ranges of days, cadences: the normal values that written forms stand for.
//! Calendar arithmetic (the day before, the end of a month) is `value`'s, through a calendar library.

use std::fmt;

/// A day of the proleptic Gregorian calendar, checked when made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: i16,
    month: u8,
    day: u8,
}

impl Day {
    /// That day, or `None` where the calendar has none (31 April, month 13, year 0 or beyond 9999).
    #[must_use]
    pub const fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// Year, 1 to 9999.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// Month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }
}

/// Days in that month.
#[must_use]
pub const fn days_in(year: i16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Day {
    /// ISO 8601: 2022-02-04.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// From a day to a day, both included; either end may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DayRange {
    /// First day, or open.
    pub start: Option<Day>,
    /// Last day, or open.
    pub end: Option<Day>,
}

/// A date as written, with what it leaves out left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct PartialDate {
    /// Year, where written.
    pub year: Option<i16>,
    /// Month, where written.
    pub month: Option<u8>,
    /// Day of the month, where written.
    pub day: Option<u8>,
}

/// How often, or how long: an ISO 8601 duration (`P1Y`, `P18M`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cadence(pub String);

/// How exact a figure is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Approximation {
    /// 约, about.
    About,
    /// 超过, 逾, more than.
    Over,
    /// 近, nearly.
    Nearly,
    /// 至少, at least.
    AtLeast,
    /// 至多, at most.
    AtMost,
}

impl Approximation {
    /// Its name in the record.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::Over => "over",
            Self::Nearly => "nearly",
            Self::AtLeast => "at-least",
            Self::AtMost => "at-most",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist() {
        assert_eq!(Day::new(2023, 2, 29), None);
        assert_eq!(Day::new(2024, 2, 29).map(|d| d.to_string()).as_deref(), Some("2024-02-29"));
        assert_eq!(Day::new(1900, 2, 29), None);
        assert_eq!(Day::new(2022, 0, 1), None);
        assert_eq!(Day::new(2022, 4, 31), None);
    }
}
