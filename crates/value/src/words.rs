//! The plain table of written forms that a language hands to [`crate::Values`]: which words are digits, scales, units,
//! months, eras, hedges. It holds no grammar (that is the engine's, one for every language) and no file format (the
//! packs' `values.toml` is read by the `pack` crate). Next to read: `lexer.rs`, which finds these words in a text.

use chancery_model::Approximation;

/// A stretch of calendar time that figures are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// 秒.
    Second,
    /// 分钟.
    Minute,
    /// 小时.
    Hour,
    /// 天.
    Day,
    /// 周, 星期.
    Week,
    /// Saturday and Sunday of a week.
    Weekend,
    /// 月.
    Month,
    /// 季度.
    Quarter,
    /// 半年: January to June, July to December.
    HalfYear,
    /// 年.
    Year,
    /// 年代.
    Decade,
    /// 世纪.
    Century,
}

impl Period {
    /// Every one, shortest first.
    pub const ALL: &'static [Self] = &[
        Self::Second,
        Self::Minute,
        Self::Hour,
        Self::Day,
        Self::Week,
        Self::Weekend,
        Self::Month,
        Self::Quarter,
        Self::HalfYear,
        Self::Year,
        Self::Decade,
        Self::Century,
    ];

    /// Its name in packs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Weekend => "weekend",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::HalfYear => "half-year",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Century => "century",
        }
    }

    /// The one with this name in packs.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|period| period.name() == name)
    }
}

/// Which piece of a period is meant: 年初, 年中, 年底, 上旬.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Piece {
    /// Its beginning (the first month of a year, the first ten days of a month).
    Start,
    /// Its middle.
    Middle,
    /// Its end; as a deadline, its last day.
    End,
    /// The first half.
    FirstHalf,
    /// The second half.
    SecondHalf,
    /// From the reference day to its end (later this year).
    Rest,
    /// From its beginning to the reference day (earlier this year).
    Past,
}

impl Piece {
    /// Every one.
    pub const ALL: &'static [Self] =
        &[Self::Start, Self::Middle, Self::End, Self::FirstHalf, Self::SecondHalf, Self::Rest, Self::Past];

    /// Its name in packs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
            Self::FirstHalf => "first-half",
            Self::SecondHalf => "second-half",
            Self::Rest => "rest",
            Self::Past => "past",
        }
    }

    /// The one with this name in packs.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|piece| piece.name() == name)
    }
}

/// What a word beside a date makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// 自, 从, since, from: the start of something that goes on.
    Since,
    /// 前, by, before: the last day for it.
    By,
    /// 截至, until, as of: all up to it.
    Until,
    /// 之后, after: all that follows it.
    After,
    /// 内, within: from the reference day on, so long at most.
    Within,
}

impl Bound {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Since, Self::By, Self::Until, Self::After, Self::Within];

    /// Its name in packs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Since => "since",
            Self::By => "by",
            Self::Until => "until",
            Self::After => "after",
            Self::Within => "within",
        }
    }

    /// The one with this name in packs.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|bound| bound.name() == name)
    }
}

/// On which side of what it speaks of a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Before it.
    Before,
    /// After it.
    After,
}

/// What one written form means. A form may have several (年 marks a year and counts years): the grammar asks for the one
/// it needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sense {
    /// 0 to 9, usable digit by digit (二〇二二).
    Digit(u8),
    /// The same of cheques and contracts; alone it is an everyday word (陆).
    FormalDigit(u8),
    /// A number below a hundred that takes no further digits before it (廿, twelve, twenty).
    Value(u8),
    /// What it multiplies by: 十, 百, 万, million.
    Scale(u64),
    /// A scale written short, only right after digits: bn, m.
    ShortScale(u64),
    /// An uncounted scale, read as more than one of it: dozens, millions.
    ManyScale(u64),
    /// 点, point.
    Point,
    /// A link inside a numeral: and.
    And,
    /// Below zero: 负, minus.
    Minus,
    /// A half: 半, half.
    Half,
    /// A part of a whole in one word: 半数 0.5.
    Part(f64),
    /// An unnamed digit: 几, 数, several.
    Several,
    /// A rest after a numeral: 多, 余, odd.
    More,
    /// At least the scale that follows, without a digit: 上 (上百), 成 (成千).
    UpTo,
    /// Between denominator and numerator: 分之.
    FractionMark,
    /// One of so many: third, quarters.
    Denominator(u32),
    /// After a numeral, percent; times this (% 1, 成 10, ‰ 0.1).
    Percent(f64),
    /// Before a numeral, percent; times this (百分之 1, 千分之 0.1).
    PercentBefore(f64),
    /// A rank: first.
    Ordinal(u32),
    /// Before a rank: 第.
    OrdinalBefore,
    /// After digits, a rank: th.
    OrdinalAfter,
    /// How exact the figure beside it is.
    Hedge(Side, Approximation),
    /// From a figure to a figure: 至, –, to.
    RangeLink,
    /// Before a range: 从, between.
    RangeBefore,
    /// Between two ends, only after [`Sense::RangeBefore`] or before [`Sense::RangeClose`]: and, 与.
    RangeAnd,
    /// After a range: 之间.
    RangeClose,
    /// A unit, by its place in [`ValueWords::units`].
    Unit(u16),
    /// A unit written before the figure.
    UnitBefore(u16),
    /// A word between figure and noun that says nothing of itself: 个.
    Measure,
    /// A currency, by its place in [`ValueWords::units`], after the figure.
    Currency(u16),
    /// A currency before the figure: US$.
    CurrencyBefore(u16),
    /// A length of time.
    Period(Period),
    /// The same in the plural, which without a figure is no length (the coming years).
    PeriodMany(Period),
    /// Between numeral and period: 个 (三个月).
    PeriodMeasure,
    /// After the year's figure: 年.
    YearMark,
    /// Before a bare figure that is a year there: in.
    YearBefore,
    /// After the month's figure: 月.
    MonthMark,
    /// After the day's figure: 日.
    DayMark,
    /// After the century's figure: 世纪.
    CenturyMark,
    /// After the decade's figure: 年代, s.
    DecadeMark,
    /// After the quarter's figure: 季度.
    QuarterMark,
    /// A month by name; where `capital`, only with a capital letter in a running text (May).
    Month {
        /// 1 to 12.
        month: u8,
        /// Also an everyday word.
        capital: bool,
    },
    /// 1 Monday to 7 Sunday.
    Weekday(u8),
    /// Days of a year-less calendar that is not Gregorian (正月, 腊月): consumed, never valued.
    OtherCalendar,
    /// Before a year's figure: what to add to it (民国 1911, 公元 0).
    Era(i16),
    /// So many days from the reference day: 昨天 −1.
    DayOffset(i16),
    /// So many of a period from the reference day's: 去年 −1 year, 上周 −1 week, the whole period.
    Shifted(Period, i16),
    /// Before a period, the same: 上, last.
    Shift(i16),
    /// Before a counted period, the time after the reference day: 未来, next.
    Ahead,
    /// Before a counted period, the time before the reference day: 过去, last.
    Back,
    /// After a counted period, a point before the reference day: 前, ago.
    Ago,
    /// After a counted period, a point after the reference day: 后, later.
    Later,
    /// Before a day of the week in its clause: the day is still to come (将于周五).
    ToCome,
    /// After a year or month, a piece of it: 2022年底, 9月中旬.
    Piece(Piece),
    /// Before it, the same: the end of, early, mid-.
    PieceBefore(Piece),
    /// A piece of the reference day's period: 年底 (year), 月底 (month).
    PieceOf(Period, Piece),
    /// So many of a period from the day last named in the text: 当天, 次日, 同年.
    FromLast(Period, i16),
    /// A feast on a fixed day: 元旦.
    Feast {
        /// 1 to 12.
        month: u8,
        /// From 1.
        day: u8,
    },
    /// A season: months from, to (of the year, 12 to 2 runs on).
    Season(u8, u8),
    /// What a word beside a date makes of it.
    Bound(Side, Bound),
    /// Before a period, a recurrence: 每, every.
    Every,
    /// After a counted period, a recurrence: 一次.
    EveryAfter,
    /// A recurrence in one word: annually.
    Recurring(Period, u16),
    /// After a rank, a thing held once a year, whose year follows from its number (第…届联大期间).
    Numbered {
        /// What to add to the number.
        add: i16,
        /// Month, or 0 for the whole year.
        month: u8,
    },
    /// A part of the day, or a clock's word: consumed beside a date.
    TimeOfDay,
    /// After an hour's figure: 时, o'clock.
    HourMark,
    /// The same where minutes or a part of the day must stand beside it: 点.
    LooseHourMark,
    /// After minutes' and seconds' figures: 分.
    MinuteMark,
    /// May stand inside a date and says nothing: of, the, 份.
    Filler,
    /// After a figure, says that it only labels: 号决议.
    Label,
    /// After a bare year, says that both are part of a name: 议程.
    NameTail,
    /// Begins an address (https://), which runs to the next blank and holds no value.
    Address,
    /// Opens a title, by its place in [`ValueWords::titles`]: what stands inside is a name.
    TitleOpen(u8),
    /// A word that looks like a value and isn't: 一致, 近日. It hides what begins inside it.
    Nothing,
}

/// One written form and one meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// As in the folding view, small letters.
    pub form: String,
    /// What it means.
    pub sense: Sense,
}

/// The table: everything `value` knows of a language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValueWords {
    /// The written forms.
    pub words: Vec<Word>,
    /// Names of units and currencies, by place; an empty name says that the noun after it names it.
    pub units: Vec<String>,
    /// What closes each kind of title.
    pub titles: Vec<char>,
    /// A digit after a scale counts in the next smaller scale (一百五 is 150).
    pub implied_scale: bool,
    /// A numeric date whose order does not show is month first (3/4/2022 is 4 March there).
    pub month_first: bool,
    /// What is added to a year's figure where no era is named and no other count has such years: written out, 10 to 38 with
    /// month and day (三十六年八月十二日), three figures before a month (108年12月). `None` where no such count is in use.
    pub bare_era: Option<i16>,
}
