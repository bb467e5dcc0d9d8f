//! Reads `values.toml`: a language's written forms of numbers, dates and amounts, and the cases that test them.
//!
//! What each key means is told in docs/values.md. An unknown key, a figure that is none, an unknown name of a period or
//! bound is an error that says so; nothing is passed over. Next to read: `chancery_value`'s `words.rs`.

use std::collections::BTreeMap;

use chancery_model::{Approximation, Day};
use chancery_value::{Bound, Period, Piece, Sense, Side, ValueWords, Word};
use serde::Deserialize;

use crate::ready;

/// The bundled languages' files, in the order in which their tables are put together.
const BUNDLED: &[(&str, &str)] = &[
    ("packs/zh/values.toml", include_str!("../../../packs/zh/values.toml")),
    ("packs/en/values.toml", include_str!("../../../packs/en/values.toml")),
];

/// What is wrong with a `values.toml`.
#[derive(Debug, thiserror::Error)]
pub enum ValuesError {
    /// It isn't TOML, or not of this form.
    #[error("{file}: {error}")]
    Form {
        /// Which file.
        file: String,
        /// What the TOML reader says, with line and column.
        error: Box<toml::de::Error>,
    },
    /// A key or value that means nothing.
    #[error("{file}: [{table}] {key:?} {problem}")]
    Meaning {
        /// Which file.
        file: String,
        /// In which table.
        table: &'static str,
        /// Which key.
        key: String,
        /// What is wrong with it and what to write.
        problem: &'static str,
    },
}

/// A text and the values that should be found in it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueCase {
    /// The text, in the folding view.
    pub text: String,
    /// The day that 今天 means there, as ISO 8601.
    #[serde(default)]
    pub reference: Option<String>,
    /// What should be found, in order, as `written form = value`.
    pub values: Vec<String>,
}

type Forms = Vec<String>;
type ByKey = BTreeMap<String, Forms>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    nothing: Forms,
    #[serde(default)]
    titles: Vec<(char, char)>,
    #[serde(default)]
    addresses: Forms,
    #[serde(default)]
    numerals: Numerals,
    #[serde(default)]
    ranges: Ranges,
    #[serde(default)]
    hedges: Sides,
    #[serde(default)]
    units: ByKey,
    #[serde(default)]
    units_before: ByKey,
    #[serde(default)]
    measures: Forms,
    #[serde(default)]
    labels: Forms,
    #[serde(default)]
    name_tails: Forms,
    #[serde(default)]
    currencies: BTreeMap<String, Currency>,
    #[serde(default)]
    dates: Dates,
    #[serde(default)]
    periods: ByKey,
    #[serde(default)]
    periods_many: ByKey,
    #[serde(default)]
    period_measures: Forms,
    #[serde(default)]
    relative: Relative,
    #[serde(default)]
    bounds: Sides,
    #[serde(default)]
    recurrence: Recurrence,
    #[serde(default)]
    numbered: Vec<NumberedThing>,
    #[serde(default)]
    clock: Clock,
    #[serde(default, rename = "case")]
    cases: Vec<ValueCase>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Numerals {
    digits: Vec<Forms>,
    formal_digits: Vec<Forms>,
    values: ByKey,
    scales: ByKey,
    short_scales: ByKey,
    many_scales: ByKey,
    point: Forms,
    and: Forms,
    minus: Forms,
    half: Forms,
    parts: ByKey,
    several: Forms,
    more: Forms,
    up_to: Forms,
    fraction: Forms,
    denominators: ByKey,
    percent: ByKey,
    percent_before: ByKey,
    ordinals: ByKey,
    ordinal_before: Forms,
    ordinal_after: Forms,
    implied_scale: bool,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Ranges {
    link: Forms,
    before: Forms,
    and: Forms,
    close: Forms,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Sides {
    before: ByKey,
    after: ByKey,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Currency {
    before: Forms,
    after: Forms,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Dates {
    year: Forms,
    year_before: Forms,
    month: Forms,
    day: Forms,
    century: Forms,
    decade: Forms,
    quarter: Forms,
    eras: ByKey,
    month_names: ByKey,
    everyday_months: ByKey,
    weekdays: ByKey,
    other_calendar: Forms,
    seasons: ByKey,
    feasts: ByKey,
    filler: Forms,
    month_first: bool,
    bare_era: Option<i16>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Relative {
    days: ByKey,
    shifted: BTreeMap<String, ByKey>,
    from_last: BTreeMap<String, ByKey>,
    shift: ByKey,
    ahead: Forms,
    back: Forms,
    ago: Forms,
    later: Forms,
    to_come: Forms,
    pieces: ByKey,
    pieces_before: ByKey,
    pieces_of: BTreeMap<String, ByKey>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Recurrence {
    every: Forms,
    after: Forms,
    words: BTreeMap<String, ByKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberedThing {
    forms: Forms,
    add: i16,
    #[serde(default)]
    month: u8,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Clock {
    time_of_day: Forms,
    hour: Forms,
    hour_loose: Forms,
    minute: Forms,
}

/// The written forms of all bundled languages, put together: a Chinese text holds English dates too.
///
/// # Errors
/// None with the bundled files, which the tests read.
pub fn values() -> Result<ValueWords, ValuesError> {
    let mut words = ValueWords::default();
    for (file, source) in BUNDLED {
        read_values(file, source, &mut words)?;
    }
    Ok(words)
}

/// The cases of all bundled languages.
///
/// # Errors
/// None with the bundled files, which the tests read.
pub fn value_cases() -> Result<Vec<ValueCase>, ValuesError> {
    let mut cases = Vec::new();
    for (file, source) in BUNDLED {
        cases.extend(parse(file, source)?.cases);
    }
    Ok(cases)
}

/// Adds one language's written forms to a table.
///
/// # Errors
/// Where the file isn't of the form, or says what means nothing.
pub fn read_values(file: &str, source: &str, words: &mut ValueWords) -> Result<(), ValuesError> {
    add(file, &parse(file, source)?, words)
}

/// The same from a bundled file's table as it was made ready; whether it was of the form.
pub(crate) fn read_ready_values(file: &str, json: &str, words: &mut ValueWords) -> bool {
    ready::table(json).is_some_and(|read| add(file, &read, words).is_ok())
}

fn add(file: &str, read: &File, words: &mut ValueWords) -> Result<(), ValuesError> {
    let mut table = Table { file, words };
    table.numerals(&read.numerals)?;
    table.quantities(read)?;
    table.dates(&read.dates)?;
    table.relative(read)?;
    table.rest(read);
    Ok(())
}

fn parse(file: &str, source: &str) -> Result<File, ValuesError> {
    toml::from_str(source).map_err(|error| ValuesError::Form { file: file.to_owned(), error: Box::new(error) })
}

struct Table<'a> {
    file: &'a str,
    words: &'a mut ValueWords,
}

impl Table<'_> {
    fn put(&mut self, forms: &[String], sense: Sense) {
        for form in forms {
            self.words.words.push(Word { form: form.to_ascii_lowercase(), sense });
        }
    }

    fn wrong(&self, table: &'static str, key: &str, problem: &'static str) -> ValuesError {
        ValuesError::Meaning { file: self.file.to_owned(), table, key: key.to_owned(), problem }
    }

    /// Forms by a key that is a figure.
    fn figures<N: std::str::FromStr>(
        &mut self,
        table: &'static str,
        by_key: &ByKey,
        sense: impl Fn(N) -> Sense,
    ) -> Result<(), ValuesError> {
        for (key, forms) in by_key {
            let figure = key.parse().map_err(|_| self.wrong(table, key, "is no figure of the right size"))?;
            self.put(forms, sense(figure));
        }
        Ok(())
    }

    fn unit(&mut self, name: &str) -> u16 {
        let place = self.words.units.iter().position(|unit| unit == name).unwrap_or_else(|| {
            self.words.units.push(name.to_owned());
            self.words.units.len() - 1
        });
        u16::try_from(place).unwrap_or(u16::MAX)
    }

    fn numerals(&mut self, numerals: &Numerals) -> Result<(), ValuesError> {
        for (digit, forms) in numerals.digits.iter().enumerate() {
            self.put(forms, Sense::Digit(u8::try_from(digit).unwrap_or(u8::MAX)));
        }
        for (digit, forms) in numerals.formal_digits.iter().enumerate() {
            self.put(forms, Sense::FormalDigit(u8::try_from(digit).unwrap_or(u8::MAX)));
        }
        self.figures("numerals.values", &numerals.values, Sense::Value)?;
        self.figures("numerals.scales", &numerals.scales, Sense::Scale)?;
        self.figures("numerals.short_scales", &numerals.short_scales, Sense::ShortScale)?;
        self.figures("numerals.many_scales", &numerals.many_scales, Sense::ManyScale)?;
        self.figures("numerals.parts", &numerals.parts, Sense::Part)?;
        self.figures("numerals.denominators", &numerals.denominators, Sense::Denominator)?;
        self.figures("numerals.percent", &numerals.percent, Sense::Percent)?;
        self.figures("numerals.percent_before", &numerals.percent_before, Sense::PercentBefore)?;
        self.figures("numerals.ordinals", &numerals.ordinals, Sense::Ordinal)?;
        for (forms, sense) in [
            (&numerals.point, Sense::Point),
            (&numerals.and, Sense::And),
            (&numerals.minus, Sense::Minus),
            (&numerals.half, Sense::Half),
            (&numerals.several, Sense::Several),
            (&numerals.more, Sense::More),
            (&numerals.up_to, Sense::UpTo),
            (&numerals.fraction, Sense::FractionMark),
            (&numerals.ordinal_before, Sense::OrdinalBefore),
            (&numerals.ordinal_after, Sense::OrdinalAfter),
        ] {
            self.put(forms, sense);
        }
        self.words.implied_scale |= numerals.implied_scale;
        Ok(())
    }

    fn quantities(&mut self, read: &File) -> Result<(), ValuesError> {
        self.put(&read.ranges.link, Sense::RangeLink);
        self.put(&read.ranges.before, Sense::RangeBefore);
        self.put(&read.ranges.and, Sense::RangeAnd);
        self.put(&read.ranges.close, Sense::RangeClose);
        for (side, by_key) in [(Side::Before, &read.hedges.before), (Side::After, &read.hedges.after)] {
            for (key, forms) in by_key {
                let hedge = approximation(key)
                    .ok_or_else(|| self.wrong("hedges", key, "is none of about, over, nearly, at-least, at-most"))?;
                self.put(forms, Sense::Hedge(side, hedge));
            }
        }
        for (name, forms) in &read.units {
            let unit = self.unit(name);
            self.put(forms, Sense::Unit(unit));
        }
        for (name, forms) in &read.units_before {
            let unit = self.unit(name);
            self.put(forms, Sense::UnitBefore(unit));
        }
        self.put(&read.measures, Sense::Measure);
        self.put(&read.labels, Sense::Label);
        self.put(&read.name_tails, Sense::NameTail);
        for (code, currency) in &read.currencies {
            if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
                return Err(self.wrong("currencies", code, "is no ISO 4217 code: write three capitals"));
            }
            let unit = self.unit(code);
            self.put(&currency.before, Sense::CurrencyBefore(unit));
            self.put(&currency.after, Sense::Currency(unit));
        }
        Ok(())
    }

    fn dates(&mut self, dates: &Dates) -> Result<(), ValuesError> {
        for (forms, sense) in [
            (&dates.year, Sense::YearMark),
            (&dates.year_before, Sense::YearBefore),
            (&dates.month, Sense::MonthMark),
            (&dates.day, Sense::DayMark),
            (&dates.century, Sense::CenturyMark),
            (&dates.decade, Sense::DecadeMark),
            (&dates.quarter, Sense::QuarterMark),
            (&dates.other_calendar, Sense::OtherCalendar),
            (&dates.filler, Sense::Filler),
        ] {
            self.put(forms, sense);
        }
        self.figures("dates.eras", &dates.eras, Sense::Era)?;
        self.figures("dates.month_names", &dates.month_names, |month| Sense::Month { month, capital: false })?;
        self.figures("dates.everyday_months", &dates.everyday_months, |month| Sense::Month { month, capital: true })?;
        self.figures("dates.weekdays", &dates.weekdays, Sense::Weekday)?;
        for (key, forms) in &dates.seasons {
            let (from, to) = pair(key)
                .filter(|&(from, to)| (1..=12).contains(&from) && (1..=12).contains(&to))
                .ok_or_else(|| self.wrong("dates.seasons", key, "is no pair of months: write 3-5"))?;
            self.put(forms, Sense::Season(from, to));
        }
        for (key, forms) in &dates.feasts {
            let (month, day) = pair(key)
                .filter(|&(month, day)| Day::new(2000, month, day).is_some())
                .ok_or_else(|| self.wrong("dates.feasts", key, "is no month and day: write 10-1"))?;
            self.put(forms, Sense::Feast { month, day });
        }
        self.words.month_first |= dates.month_first;
        self.words.bare_era = self.words.bare_era.or(dates.bare_era);
        Ok(())
    }

    fn relative(&mut self, read: &File) -> Result<(), ValuesError> {
        for (name, forms) in &read.periods {
            let period = self.period("periods", name)?;
            self.put(forms, Sense::Period(period));
        }
        for (name, forms) in &read.periods_many {
            let period = self.period("periods_many", name)?;
            self.put(forms, Sense::PeriodMany(period));
        }
        self.put(&read.period_measures, Sense::PeriodMeasure);
        let relative = &read.relative;
        self.figures("relative.days", &relative.days, Sense::DayOffset)?;
        for (name, by_key) in &relative.shifted {
            let period = self.period("relative.shifted", name)?;
            self.figures("relative.shifted", by_key, |by| Sense::Shifted(period, by))?;
        }
        for (name, by_key) in &relative.from_last {
            let period = self.period("relative.from_last", name)?;
            self.figures("relative.from_last", by_key, |by| Sense::FromLast(period, by))?;
        }
        self.figures("relative.shift", &relative.shift, Sense::Shift)?;
        for (forms, sense) in [
            (&relative.ahead, Sense::Ahead),
            (&relative.back, Sense::Back),
            (&relative.ago, Sense::Ago),
            (&relative.later, Sense::Later),
            (&relative.to_come, Sense::ToCome),
        ] {
            self.put(forms, sense);
        }
        for (name, forms) in &relative.pieces {
            let piece = self.piece("relative.pieces", name)?;
            self.put(forms, Sense::Piece(piece));
        }
        for (name, forms) in &relative.pieces_before {
            let piece = self.piece("relative.pieces_before", name)?;
            self.put(forms, Sense::PieceBefore(piece));
        }
        for (name, by_key) in &relative.pieces_of {
            let period = self.period("relative.pieces_of", name)?;
            for (name, forms) in by_key {
                let piece = self.piece("relative.pieces_of", name)?;
                self.put(forms, Sense::PieceOf(period, piece));
            }
        }
        self.bounds(&read.bounds)?;
        self.put(&read.recurrence.every, Sense::Every);
        self.put(&read.recurrence.after, Sense::EveryAfter);
        for (name, by_key) in &read.recurrence.words {
            let period = self.period("recurrence.words", name)?;
            self.figures("recurrence.words", by_key, |count| Sense::Recurring(period, count))?;
        }
        Ok(())
    }

    fn bounds(&mut self, bounds: &Sides) -> Result<(), ValuesError> {
        for (side, by_key) in [(Side::Before, &bounds.before), (Side::After, &bounds.after)] {
            for (name, forms) in by_key {
                let bound = Bound::from_name(name)
                    .ok_or_else(|| self.wrong("bounds", name, "is none of since, by, until, after, within"))?;
                self.put(forms, Sense::Bound(side, bound));
            }
        }
        Ok(())
    }

    fn rest(&mut self, read: &File) {
        for thing in &read.numbered {
            self.put(&thing.forms, Sense::Numbered { add: thing.add, month: thing.month });
        }
        self.put(&read.clock.time_of_day, Sense::TimeOfDay);
        self.put(&read.clock.hour, Sense::HourMark);
        self.put(&read.clock.hour_loose, Sense::LooseHourMark);
        self.put(&read.clock.minute, Sense::MinuteMark);
        self.put(&read.nothing, Sense::Nothing);
        self.put(&read.addresses, Sense::Address);
        for &(open, close) in &read.titles {
            let place = u8::try_from(self.words.titles.len()).unwrap_or(u8::MAX);
            self.put(&[open.to_string()], Sense::TitleOpen(place));
            self.words.titles.push(close);
        }
    }

    fn period(&self, table: &'static str, name: &str) -> Result<Period, ValuesError> {
        Period::from_name(name)
            .ok_or_else(|| self.wrong(table, name, "is no period: day, week, month, quarter, year …"))
    }

    fn piece(&self, table: &'static str, name: &str) -> Result<Piece, ValuesError> {
        Piece::from_name(name).ok_or_else(|| self.wrong(table, name, "is no piece: start, middle, end, first-half …"))
    }
}

/// Two small numbers, written 3-5.
fn pair(key: &str) -> Option<(u8, u8)> {
    let (first, second) = key.split_once('-')?;
    Some((first.parse().ok()?, second.parse().ok()?))
}

fn approximation(name: &str) -> Option<Approximation> {
    use Approximation::{About, AtLeast, AtMost, Nearly, Over};
    [About, Over, Nearly, AtLeast, AtMost].into_iter().find(|one| one.name() == name)
}
