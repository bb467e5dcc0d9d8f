//! The second of the two times on everything: when the ledger learnt it. (The first, when it was said, is a day that
//! stands in the text.) Nothing here reads a clock; the program hands the time in.

use std::fmt;

use crate::LedgerError;

/// A moment, in microseconds since 1970 (UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    /// That many microseconds after 1970 began.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970 began.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }
}

impl Timestamp {
    /// RFC 3339 with every digit: what [`Timestamp::parse`] brings back as it was.
    #[must_use]
    pub fn exact(self) -> String {
        jiff::Timestamp::from_microsecond(self.0).map_or_else(|_| format!("{}us", self.0), |time| format!("{time:.6}"))
    }

    /// The moment that [`Timestamp::exact`] wrote, or any other in RFC 3339.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(micros) = text.strip_suffix("us") {
            return micros.parse().ok().map(Self);
        }
        text.parse::<jiff::Timestamp>().ok().map(|time| Self(time.as_microsecond()))
    }
}

/// RFC 3339, to the second, in UTC.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.div_euclid(1_000_000);
        match jiff::Timestamp::from_second(seconds) {
            Ok(time) => write!(f, "{time}"),
            Err(_) => write!(f, "{seconds}s"),
        }
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// As of when a question is asked: what the ledger learnt later is as if it were not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsOf(Option<Timestamp>);

impl AsOf {
    /// With all that is known.
    pub const NOW: Self = Self(None);

    /// As of that moment.
    #[must_use]
    pub const fn at(moment: Timestamp) -> Self {
        Self(Some(moment))
    }

    /// A day (its end, in UTC) or a moment in RFC 3339: without a fraction, the end of that second.
    ///
    /// # Errors
    /// Where it is neither.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let bad = || LedgerError::BadDate(text.to_owned());
        // jiff reads the day out of a moment too, so the length decides.
        if let Some(day) = text.parse::<jiff::civil::Date>().ok().filter(|_| text.len() == 10) {
            let next = day.tomorrow().map_err(|_| bad())?;
            let start: jiff::Timestamp = format!("{next}T00:00:00Z").parse().map_err(|_| bad())?;
            return Ok(Self(Some(Timestamp(start.as_microsecond() - 1))));
        }
        let moment: jiff::Timestamp = text.parse().map_err(|_| bad())?;
        // A second is meant to its end, as a day is: moments are shown to the second.
        let end = if text.contains(['.', ',']) { 0 } else { 999_999 };
        Ok(Self(Some(Timestamp(moment.as_microsecond() + end))))
    }

    /// The moment, or `None` for now.
    #[must_use]
    pub const fn moment(self) -> Option<Timestamp> {
        self.0
    }

    /// The moment as the store compares it: now is later than everything.
    pub(crate) const fn limit(self) -> i64 {
        match self.0 {
            Some(moment) => moment.0,
            None => i64::MAX - 1,
        }
    }
}

/// What tells the day less exactly: `2024-03` and `2024` for 2024-03-12. A text of which only these are known was perhaps said
/// on it.
#[must_use]
pub fn wider(day: &str) -> [String; 2] {
    [4, 7].map(|length| day.get(..length).unwrap_or(day).to_owned())
}

/// The day that many days after `day`, both in ISO form; `None` where there is none.
#[must_use]
pub fn days_after(day: &str, days: u32) -> Option<String> {
    let day: jiff::civil::Date = day.parse().ok()?;
    let later = day.checked_add(jiff::Span::new().try_days(i64::from(days)).ok()?).ok()?;
    Some(later.to_string())
}

/// Days from 1970-01-01 to that day in ISO form; `None` where it is none.
#[must_use]
pub fn days_since_1970(day: &str) -> Option<i32> {
    let day: jiff::civil::Date = day.parse().ok()?;
    Some((day - jiff::civil::date(1970, 1, 1)).get_days())
}

/// The day that many days before `day`, both in ISO form; `None` where there is none.
#[must_use]
pub fn days_before(day: &str, days: u32) -> Option<String> {
    let day: jiff::civil::Date = day.parse().ok()?;
    let earlier = day.checked_sub(jiff::Span::new().try_days(i64::from(days)).ok()?).ok()?;
    Some(earlier.to_string())
}

/// Days from one day to another, both in ISO form; `None` where one is no day.
#[must_use]
pub fn days_between(from: &str, to: &str) -> Option<i64> {
    let (from, to): (jiff::civil::Date, jiff::civil::Date) = (from.parse().ok()?, to.parse().ok()?);
    Some(i64::from((to - from).get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted() {
        assert_eq!(days_since_1970("1970-01-02"), Some(1));
        assert_eq!(days_since_1970("1949-10-01"), Some(-7397));
        assert_eq!(days_since_1970("2024-02-29"), Some(19_782));
        assert_eq!(days_since_1970("2024"), None);
    }

    #[test]
    fn moments_come_back_as_they_were() {
        for micros in [0, 1, -1, 1_700_000_000_123_456, i64::MAX, i64::MIN] {
            let moment = Timestamp::from_micros(micros);
            assert_eq!(Timestamp::parse(&moment.exact()), Some(moment), "{}", moment.exact());
        }
        assert_eq!(Timestamp::from_micros(1_500_000).exact(), "1970-01-01T00:00:01.500000Z");
        assert_eq!(Timestamp::parse("soon"), None);
    }

    #[test]
    fn a_day_is_meant_to_its_end() {
        let end = AsOf::parse("2024-02-29").expect("a day").moment().expect("a moment");
        assert_eq!(end.to_string(), "2024-02-29T23:59:59Z");
        let moment = AsOf::parse("2024-02-29T10:00:00+08:00").expect("a moment").moment().expect("a moment");
        assert_eq!(moment.to_string(), "2024-02-29T02:00:00Z");
        let shown = Timestamp::from_micros(1_700_000_000_123_456);
        let known = |text: &str| AsOf::parse(text).expect("a moment").moment() >= Some(shown);
        assert!(known(&shown.to_string()), "what was learnt in a second is known at it");
        assert!(known(&shown.exact()) && !known("2023-11-14T22:13:20.123455Z") && !known("2023-11-14T22:13:19Z"));
        for wrong in ["", "yesterday", "2024-02-30", "2024-02"] {
            assert!(AsOf::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(days_before("2024-03-01", 1).as_deref(), Some("2024-02-29"));
        assert_eq!(days_between("2023-12-31", "2024-03-01"), Some(61));
        assert_eq!(AsOf::NOW.limit(), i64::MAX - 1);
    }
}
