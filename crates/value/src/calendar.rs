//! Calendar arithmetic on days, through `jiff`'s civil dates: the day so long before or after, the period that holds a day,
//! a period's pieces. No reading of texts. Next to read: `date.rs`.

use chancery_model::{Day, days_in};
use jiff::civil::Date;

use crate::words::{Period, Piece};

/// From a day to a day, both included and both known.
pub(crate) type Stretch = (Day, Day);

fn civil(day: Day) -> Option<Date> {
    Date::new(day.year(), i8::try_from(day.month()).ok()?, i8::try_from(day.day()).ok()?).ok()
}

fn day(date: Date) -> Option<Day> {
    Day::new(date.year(), u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?)
}

/// The day so many periods later (earlier, where negative); the month's last day where it has no such day.
pub(crate) fn moved(from: Day, by: i32, period: Period) -> Option<Day> {
    let span = match period {
        Period::Second | Period::Minute | Period::Hour => return Some(from),
        Period::Day => jiff::Span::new().try_days(by).ok()?,
        Period::Week | Period::Weekend => jiff::Span::new().try_weeks(by).ok()?,
        Period::Month => jiff::Span::new().try_months(by).ok()?,
        Period::Quarter => jiff::Span::new().try_months(by.checked_mul(3)?).ok()?,
        Period::HalfYear => jiff::Span::new().try_months(by.checked_mul(6)?).ok()?,
        Period::Year => jiff::Span::new().try_years(by).ok()?,
        Period::Decade => jiff::Span::new().try_years(by.checked_mul(10)?).ok()?,
        Period::Century => jiff::Span::new().try_years(by.checked_mul(100)?).ok()?,
    };
    day(civil(from)?.checked_add(span).ok()?)
}

/// 1 Monday to 7 Sunday.
pub(crate) fn weekday(of: Day) -> u8 {
    civil(of).map_or(1, |date| date.weekday().to_monday_one_offset().unsigned_abs())
}

/// The days from one to the other.
pub(crate) fn days_between(from: Day, to: Day) -> i32 {
    let between = || civil(to)?.since(civil(from)?).ok().map(|span| span.get_days());
    between().unwrap_or(0)
}

/// That year, whole.
pub(crate) fn year(year: i16) -> Option<Stretch> {
    Some((Day::new(year, 1, 1)?, Day::new(year, 12, 31)?))
}

/// That month, whole.
pub(crate) fn month(year: i16, month: u8) -> Option<Stretch> {
    Some((Day::new(year, month, 1)?, Day::new(year, month, days_in(year, month))?))
}

/// Whole years, both included.
pub(crate) fn years(from: i16, to: i16) -> Option<Stretch> {
    Some((Day::new(from, 1, 1)?, Day::new(to, 12, 31)?))
}

/// Whole months of a year, both included; where they run on past December (12 to 2), into the next.
pub(crate) fn months(of: i16, from: u8, to: u8) -> Option<Stretch> {
    let last = if to < from { of + 1 } else { of };
    Some((Day::new(of, from, 1)?, Day::new(last, to, days_in(last, to))?))
}

/// The period that holds that day.
pub(crate) fn whole(of: Day, period: Period) -> Option<Stretch> {
    match period {
        Period::Second | Period::Minute | Period::Hour | Period::Day => Some((of, of)),
        Period::Week => {
            let monday = moved(of, 1 - i32::from(weekday(of)), Period::Day)?;
            Some((monday, moved(monday, 6, Period::Day)?))
        }
        Period::Weekend => {
            let saturday = moved(of, 6 - i32::from(weekday(of)), Period::Day)?;
            Some((saturday, moved(saturday, 1, Period::Day)?))
        }
        Period::Month => month(of.year(), of.month()),
        Period::Quarter => quarter(of.year(), (of.month() - 1) / 3 + 1),
        Period::HalfYear if of.month() <= 6 => months(of.year(), 1, 6),
        Period::HalfYear => months(of.year(), 7, 12),
        Period::Year => year(of.year()),
        Period::Decade => years(of.year() - of.year() % 10, of.year() - of.year() % 10 + 9),
        Period::Century => century((of.year() - 1) / 100 + 1),
    }
}

/// The quarter of a year, 1 to 4.
pub(crate) fn quarter(of: i16, quarter: u8) -> Option<Stretch> {
    if !(1..=4).contains(&quarter) {
        return None;
    }
    months(of, quarter * 3 - 2, quarter * 3)
}

/// The 20th: 1901 to 2000.
pub(crate) fn century(number: i16) -> Option<Stretch> {
    years(number.checked_sub(1)?.checked_mul(100)?.checked_add(1)?, number.checked_mul(100)?)
}

/// A piece of a stretch. Of a month its thirds are ten days each (上旬, 中旬, 下旬); of a year its beginning is the first
/// quarter, its middle June and July, its end December; of anything else, thirds. docs/values.md says so too.
pub(crate) fn piece(of: Stretch, piece: Piece, reference: Option<Day>) -> Option<Stretch> {
    let (from, to) = of;
    let (year, one_year) = (from.year(), from.year() == to.year() && (from.month(), to.month()) == (1, 12));
    let one_month = month(year, from.month()) == Some(of);
    match piece {
        Piece::Rest => Some((reference.filter(|&day| from <= day && day <= to).unwrap_or(from), to)),
        Piece::Past => Some((from, reference.filter(|&day| from <= day && day <= to).unwrap_or(to))),
        Piece::FirstHalf if one_year => months(year, 1, 6),
        Piece::SecondHalf if one_year => months(year, 7, 12),
        Piece::FirstHalf if one_month => Some((from, Day::new(year, from.month(), 15)?)),
        Piece::SecondHalf if one_month => Some((Day::new(year, from.month(), 16)?, to)),
        Piece::Start if one_year => months(year, 1, 3),
        Piece::Middle if one_year => months(year, 6, 7),
        Piece::End if one_year => month(year, 12),
        Piece::Start if one_month => Some((from, Day::new(year, from.month(), 10)?)),
        Piece::Middle if one_month => Some((Day::new(year, from.month(), 11)?, Day::new(year, from.month(), 20)?)),
        Piece::End if one_month => Some((Day::new(year, from.month(), 21)?, to)),
        Piece::Start | Piece::Middle | Piece::End | Piece::FirstHalf | Piece::SecondHalf => fraction(of, piece),
    }
}

/// A third or a half of any other stretch, in days.
fn fraction((from, to): Stretch, piece: Piece) -> Option<Stretch> {
    let all = days_between(from, to) + 1;
    let (first, last) = match piece {
        Piece::Start => (0, all / 3),
        Piece::Middle => (all / 3, all * 2 / 3),
        Piece::End => (all * 2 / 3, all),
        Piece::FirstHalf => (0, all / 2),
        _ => (all / 2, all),
    };
    Some((moved(from, first, Period::Day)?, moved(from, (last - 1).max(first), Period::Day)?))
}

/// The n-th week, month or day of a stretch; a week belongs to where its Thursday lies. From the end, where `n` is 0.
pub(crate) fn nth(of: Stretch, n: u32, period: Period) -> Option<Stretch> {
    let (from, to) = of;
    let back = n == 0;
    let steps = i32::try_from(n).ok()?.max(1) - 1;
    let edge = if back { to } else { from };
    let day = match period {
        Period::Week => {
            let (monday, _) = whole(edge, Period::Week)?;
            let thursday = moved(monday, 3, Period::Day)?;
            let outside = if back { thursday > to } else { thursday < from };
            let skip = i32::from(outside) * if back { -7 } else { 7 };
            moved(monday, skip + steps * 7, Period::Day)?
        }
        _ => moved(whole(edge, period)?.0, steps, period)?,
    };
    let found = whole(day, period)?;
    (found.1 >= from && found.0 <= to).then_some(found)
}

/// The next day.
pub(crate) fn after(day: Day) -> Option<Day> {
    moved(day, 1, Period::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(year: i16, month: u8, day: u8) -> Day {
        Day::new(year, month, day).expect("a day")
    }

    #[test]
    fn months_end_where_they_end() {
        assert_eq!(moved(at(2024, 1, 31), 1, Period::Month), Some(at(2024, 2, 29)));
        assert_eq!(moved(at(2024, 2, 29), -1, Period::Year), Some(at(2023, 2, 28)));
        assert_eq!(moved(at(9999, 12, 31), 1, Period::Day), None);
        assert_eq!(moved(at(1, 1, 1), i32::MIN, Period::Century), None);
    }

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(weekday(at(2022, 2, 4)), 5);
        assert_eq!(whole(at(2022, 2, 4), Period::Week), Some((at(2022, 1, 31), at(2022, 2, 6))));
        assert_eq!(whole(at(2022, 2, 6), Period::Weekend), Some((at(2022, 2, 5), at(2022, 2, 6))));
    }

    #[test]
    fn pieces_lie_inside() {
        let year = year(2022).expect("a year");
        for &one in Piece::ALL {
            let (from, to) = piece(year, one, Some(at(2022, 5, 5))).expect("a piece");
            assert!(year.0 <= from && from <= to && to <= year.1, "{one:?}");
        }
        assert_eq!(piece(century(20).expect("a century"), Piece::Start, None).map(|s| s.0), Some(at(1901, 1, 1)));
        assert_eq!(days_between(at(2021, 1, 1), at(2022, 1, 1)), 365);
    }
}
