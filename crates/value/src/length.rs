//! Lengths of time as ISO 8601 durations: three years and a half is `P42M`, two weeks `P2W`.
//! Next to read: `date.rs`, which reads them.

use chancery_model::{Cadence, Day};

use crate::calendar::moved;
use crate::words::Period;

/// A length of time, in the units it was told in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Length {
    years: i32,
    months: i32,
    weeks: i32,
    days: i32,
    minutes: i32,
    seconds: i32,
}

impl Length {
    /// Adds so many of a period; a half counts in the next smaller one. `None` where it comes out uneven or too long.
    #[must_use]
    pub(crate) fn plus(mut self, count: f64, period: Period) -> Option<Self> {
        if !(0.0..=100_000.0).contains(&count) {
            return None;
        }
        let even = count.fract() == 0.0;
        match period {
            Period::Century => self.years += whole(count * 100.0)?,
            Period::Decade => self.years += whole(count * 10.0)?,
            Period::Year if even => self.years += whole(count)?,
            Period::Year => self.months += whole(count * 12.0)?,
            Period::HalfYear => self.months += whole(count * 6.0)?,
            Period::Quarter => self.months += whole(count * 3.0)?,
            Period::Month if even => self.months += whole(count)?,
            Period::Month => self.days += whole(count * 30.0)?,
            Period::Week if even => self.weeks += whole(count)?,
            Period::Week => self.days += whole((count * 7.0).round())?,
            Period::Weekend => self.days += whole(count * 2.0)?,
            Period::Day if even => self.days += whole(count)?,
            Period::Day => self.minutes += whole((count * 1440.0).round())?,
            Period::Hour => self.minutes += whole((count * 60.0).round())?,
            Period::Minute => self.seconds += whole((count * 60.0).round())?,
            Period::Second => self.seconds += whole(count.round())?,
        }
        Some(self)
    }

    /// The day that lies this much later (`by` 1) or earlier (`by` −1).
    pub(crate) fn from(self, day: Day, by: i32) -> Option<Day> {
        let day = moved(day, self.years * by, Period::Year)?;
        let day = moved(day, self.months * by, Period::Month)?;
        moved(day, (self.weeks * 7 + self.days + self.minutes / 1440) * by, Period::Day)
    }

    /// As ISO 8601 has it.
    pub(crate) fn iso(self) -> Cadence {
        let mut out = String::from("P");
        let mut put = |count: i32, sign: char| {
            if count != 0 {
                out.push_str(&count.to_string());
                out.push(sign);
            }
        };
        let mixed = self.years + self.months + self.days + self.minutes + self.seconds != 0;
        put(self.years, 'Y');
        put(self.months, 'M');
        put(if mixed { 0 } else { self.weeks }, 'W');
        put(self.days + if mixed { self.weeks * 7 } else { 0 }, 'D');
        let seconds = self.minutes * 60 + self.seconds;
        if seconds != 0 || out == "P" {
            out.push('T');
            let mut put = |count: i32, sign: char| {
                if count != 0 {
                    out.push_str(&count.to_string());
                    out.push(sign);
                }
            };
            put(seconds / 3600, 'H');
            put(seconds / 60 % 60, 'M');
            put(seconds % 60, 'S');
            if out.ends_with('T') {
                out.push_str("0S");
            }
        }
        Cadence(out)
    }
}

fn whole(count: f64) -> Option<i32> {
    (count.fract() == 0.0 && count.abs() < 1e7).then_some(count as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(parts: &[(f64, Period)]) -> Option<String> {
        let mut length = Length::default();
        for &(count, period) in parts {
            length = length.plus(count, period)?;
        }
        Some(length.iso().0)
    }

    #[test]
    fn durations_as_iso_has_them() {
        assert_eq!(iso(&[(18.0, Period::Month)]).as_deref(), Some("P18M"));
        assert_eq!(iso(&[(3.5, Period::Year)]).as_deref(), Some("P42M"));
        assert_eq!(iso(&[(0.5, Period::Month)]).as_deref(), Some("P15D"));
        assert_eq!(iso(&[(2.0, Period::Week)]).as_deref(), Some("P2W"));
        assert_eq!(iso(&[(1.0, Period::Week), (3.0, Period::Day)]).as_deref(), Some("P10D"));
        assert_eq!(iso(&[(8.0, Period::Day), (20.0, Period::Hour)]).as_deref(), Some("P8DT20H"));
        assert_eq!(iso(&[(0.5, Period::Hour)]).as_deref(), Some("PT30M"));
        assert_eq!(iso(&[(0.0, Period::Day)]).as_deref(), Some("PT0S"));
        assert_eq!(iso(&[(1.0 / 3.0, Period::Year)]).as_deref(), Some("P4M"));
        assert_eq!(iso(&[(f64::NAN, Period::Year)]), None);
    }
}
