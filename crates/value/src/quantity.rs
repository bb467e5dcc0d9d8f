//! Amounts and bare figures: 超过12亿剂 · 2.12亿美元 · US$ 1.2 billion · 3–5 million people · 三分之一 · 九成五 · 百分之五 · 20多项.
//!
//! A figure with its unit and how exact it is said to be. In everyday use a small figure in words without a unit (三 in 三边,
//! "one") says nothing of its own and is left out, unless asked for. Next to read: `scan.rs`.

use chancery_model::{Amount, Approximation};

use crate::lexer::{letter_at, letter_before, skip_blank};
use crate::lookup::Lookup;
use crate::numeral::{Numeral, Numerals, Shape};
use crate::words::{Sense, Side};

/// A figure found, and what it measures.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Quantity {
    /// With a unit, or per cent.
    Amount(Amount),
    /// Without.
    Number(Amount),
    /// A rank (第三).
    Ordinal(u32),
    /// A label, or too little to say anything (一 in 一般).
    Nothing,
}

/// A quantity and where it stands: the hedge before it is not part of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quantified {
    pub(crate) quantity: Quantity,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Clone, Copy)]
pub(crate) struct Quantities<'a> {
    pub(crate) lexer: &'a Lookup<'a>,
    pub(crate) numerals: Numerals<'a>,
    pub(crate) units: &'a [String],
    pub(crate) text: &'a str,
    /// Small figures in words without a unit too.
    pub(crate) all: bool,
}

/// A figure before its unit is known.
#[derive(Clone, Copy, Debug)]
struct Figure {
    value: f64,
    up_to: Option<f64>,
    end: usize,
    hedge: Option<Approximation>,
    /// A word that alone says too little.
    weak: bool,
    percent: bool,
    in_figures: bool,
}

enum UnitFound {
    Unit(u16, bool),
    Measure,
}

impl Quantities<'_> {
    fn find<T>(&self, at: usize, pick: impl FnMut(Sense) -> Option<T>) -> Option<(T, usize)> {
        self.lexer.find(at, pick)
    }

    fn is(&self, at: usize, sense: Sense) -> Option<usize> {
        self.find(at, |s| (s == sense).then_some(())).map(|(_, end)| end)
    }

    fn blank(&self, at: usize) -> usize {
        skip_blank(self.text, at)
    }

    /// The quantity at `at`.
    pub(crate) fn at(&self, at: usize) -> Option<Quantified> {
        if let Some(found) = self.ordinal(at) {
            return Some(found);
        }
        let (hedge, start) = self.hedge_before(at);
        let (money, mut next) = self.money_before(start);
        if money.is_none() && start > at && self.is_date_like(start) {
            return None;
        }
        if money.is_some() && figure_starts(self.text, next).is_none() && next == start {
            next = start;
        }
        let money_known = Self { numerals: Numerals { money: money.is_some(), ..self.numerals }, ..*self };
        let figure = money_known.figure(next)?;
        // -5℃: a hyphen after a blank or a bracket is a sign.
        let minus =
            if hedge.is_none() && money.is_none() && figure.in_figures { self.minus_before(start) } else { None };
        if let Some(sign) = minus.filter(|_| figure.up_to.is_none()) {
            return self.finish(at, sign, hedge, money, Figure { value: -figure.value, ..figure });
        }
        self.finish(at, start, hedge, money, figure)
    }

    /// Where a minus sign stands right before, after nothing that it could link to.
    fn minus_before(&self, at: usize) -> Option<usize> {
        let mut before = self.text.get(..at)?.chars().rev();
        let sign = before.next().filter(|c| matches!(c, '-' | '\u{2212}' | '\u{ff0d}'))?;
        let free = before.next().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '\u{ff08}' | ':' | '\u{ff1a}'));
        free.then(|| at - sign.len_utf8())
    }

    /// A hedge before a rank or a mark of time is not one before a figure; the date's reading goes first anyway.
    fn is_date_like(&self, at: usize) -> bool {
        self.is(at, Sense::OrdinalBefore).is_some()
    }

    /// 超过, 至少, more than; two may follow each other (at least about), the first counts.
    fn hedge_before(&self, at: usize) -> (Option<Approximation>, usize) {
        let mut hedge = None;
        let mut end = at;
        for _ in 0..2 {
            let found = self.find(end, |s| match s {
                Sense::Hedge(Side::Before, hedge) => Some(hedge),
                _ => None,
            });
            let Some((next, after)) = found else { break };
            hedge = hedge.or(Some(next));
            end = self.blank(after);
        }
        (hedge, end)
    }

    /// US$, 人民币.
    fn money_before(&self, at: usize) -> (Option<(u16, bool)>, usize) {
        let found = self.find(at, |s| match s {
            Sense::CurrencyBefore(unit) => Some((unit, true)),
            Sense::UnitBefore(unit) => Some((unit, false)),
            _ => None,
        });
        found.map_or((None, at), |(unit, end)| (Some(unit), self.blank(end)))
    }

    /// 第三, the 77th, third.
    fn ordinal(&self, at: usize) -> Option<Quantified> {
        let found = |rank: u32, end| Quantified { quantity: Quantity::Ordinal(rank), start: at, end };
        if let Some(end) = self.is(at, Sense::OrdinalBefore) {
            let numeral = self.numerals.at(self.blank(end))?;
            // 第55至59条: the last of them is a rank too.
            let link = self.is(self.blank(numeral.end), Sense::RangeLink);
            let last = link.and_then(|next| self.numerals.at(self.blank(next))).filter(|n| n.value > numeral.value);
            if let Some(last) = last.filter(|last| self.is(last.end, Sense::DayMark).is_none()) {
                return Some(found(numeral.whole()?, last.end));
            }
            // 第三个|十年: what it counts is no length.
            let counted = self.is(numeral.end, Sense::PeriodMeasure).and_then(|next| self.numerals.at(next));
            return Some(found(numeral.whole()?, counted.map_or(numeral.end, |numeral| numeral.end)));
        }
        if let Some((rank, end)) = self.find(at, |s| match s {
            Sense::Ordinal(rank) => Some(rank),
            _ => None,
        }) {
            return Some(found(rank, end));
        }
        let numeral = self.numerals.at(at)?;
        if let Some(end) = self.is(numeral.end, Sense::OrdinalAfter) {
            return Some(found(numeral.whole()?, end));
        }
        if numeral.in_figures() {
            return None;
        }
        // Twenty-first: tens, then a rank.
        let joined = self.text.get(numeral.end..)?.strip_prefix(['-', ' ']).map(|_| numeral.end + 1)?;
        let (rank, end) = self.find(joined, |s| match s {
            Sense::Ordinal(rank) => Some(rank),
            _ => None,
        })?;
        let whole = numeral.whole()?;
        let fits = whole >= 20 && whole % 10 == 0 && (rank < 10 || whole % 100 == 0 && rank < 100);
        fits.then(|| found(whole + rank, end))
    }

    /// The figure itself: numeral, fraction, per cent, part, range of any.
    fn figure(&self, at: usize) -> Option<Figure> {
        let first = self.single(at)?;
        let link = self.is(self.blank(first.end), Sense::RangeLink);
        let Some(second) = link.and_then(|next| self.single(self.blank(next))) else { return Some(first) };
        self.ranged(at, first, second).or(Some(first))
    }

    /// 3至5亿, 30%–40%: the first takes the scale of the second.
    fn ranged(&self, at: usize, first: Figure, second: Figure) -> Option<Figure> {
        if first.up_to.is_some() || second.up_to.is_some() || (first.percent && !second.percent) {
            return None;
        }
        let mut value = first.value;
        let scale = self
            .numerals
            .at(at)
            .filter(|n| matches!(n.shape, Shape::Digits { .. }))
            .and_then(|_| self.scale_of(second));
        if let Some(scale) = scale
            && value * scale < second.value
            && value < second.value / scale
        {
            value *= scale;
        }
        if value >= second.value {
            return None;
        }
        let weak = first.weak && second.weak;
        let in_figures = first.in_figures && second.in_figures;
        Some(Figure {
            value,
            up_to: Some(second.value),
            hedge: second.hedge.or(first.hedge),
            weak,
            in_figures,
            ..second
        })
    }

    /// What the last scale of a figure multiplied by.
    fn scale_of(&self, figure: Figure) -> Option<f64> {
        let mut best = None;
        for (back, _) in self.text.get(..figure.end)?.char_indices().rev().take(9) {
            if let Some((by, end)) = self.lexer.find_inside(back, |s| match s {
                Sense::Scale(by) | Sense::ShortScale(by) => Some(by as f64),
                _ => None,
            }) && end == figure.end
            {
                best = Some(best.map_or(by, |before: f64| before.max(by)));
            }
        }
        best
    }

    fn single(&self, at: usize) -> Option<Figure> {
        if let Some((times, end)) = self.find(at, |s| match s {
            Sense::PercentBefore(times) => Some(times),
            _ => None,
        }) {
            let numeral = self.numerals.at(self.blank(end))?;
            return Some(Figure { percent: true, weak: false, ..scaled(figure(numeral), times) });
        }
        if let Some((value, end)) = self.find(at, |s| match s {
            Sense::Part(value) => Some(value),
            _ => None,
        }) {
            let (by, end) = self.scale_after(end).unwrap_or((1.0, end));
            let value = value * by;
            return Some(Figure {
                value,
                up_to: None,
                end,
                hedge: None,
                weak: false,
                percent: false,
                in_figures: false,
            });
        }
        if let Some(end) = self.is(at, Sense::Half) {
            return Some(self.half(end));
        }
        let numeral = self.numerals.at(at)?;
        Some(self.fraction(&numeral).unwrap_or_else(|| self.percent(figure(numeral))))
    }

    /// A quarter |million, two-thirds |of a million.
    fn scale_after(&self, end: usize) -> Option<(f64, usize)> {
        let next = self.blank(end);
        let next = self.is(next, Sense::Filler).map_or(next, |end| self.blank(end));
        self.find(next, |s| match s {
            Sense::Scale(by) => Some(by as f64),
            _ => None,
        })
    }

    /// Half, half a million.
    fn half(&self, end: usize) -> Figure {
        let bare = Figure { value: 0.5, up_to: None, end, hedge: None, weak: true, percent: false, in_figures: false };
        let scale = |s: Sense| match s {
            Sense::Scale(by) => Some(by as f64),
            _ => None,
        };
        match self.find(self.blank(end), scale) {
            Some((by, end)) => Figure { value: by / 2.0, end, weak: false, ..bare },
            None => self.percent(bare),
        }
    }

    /// 三分之一, two-thirds, one and a half.
    fn fraction(&self, numeral: &Numeral) -> Option<Figure> {
        let blank = self.blank(numeral.end);
        if let Some(end) = self.is(blank, Sense::FractionMark) {
            let numerator = self.numerals.at(self.blank(end))?;
            if numeral.value == 0.0 {
                return None;
            }
            return Some(Figure { value: numerator.value / numeral.value, weak: false, ..figure(numerator) });
        }
        let next = match self.text.get(blank..)?.chars().next() {
            Some('-' | '\u{2010}' | '\u{2011}') => blank + self.text[blank..].chars().next().map_or(0, char::len_utf8),
            _ => blank,
        };
        if next > numeral.end
            && numeral.value < 100.0
            && let Some((by, end)) = self.find(next, |s| match s {
                Sense::Denominator(by) => Some(f64::from(by)),
                _ => None,
            })
        {
            let (times, end) = self.scale_after(end).unwrap_or((1.0, end));
            return Some(Figure { value: numeral.value / by * times, end, weak: false, ..figure(*numeral) });
        }
        let and = self.is(blank, Sense::And).map(|end| self.blank(end))?;
        // 三又四分之一, three and a quarter.
        if let Some(part) = self.part_at(and) {
            let part_value = (part.value * self.part_of(numeral)).copysign(numeral.value);
            return Some(Figure { value: numeral.value + part_value, ..part });
        }
        let half = self.is(and, Sense::Half)?;
        let millions = self.find(self.blank(half), |s| match s {
            Sense::Scale(by) => Some(by as f64),
            _ => None,
        });
        let (value, end) = match millions {
            Some((by, end)) if numeral.value < by => ((numeral.value + 0.5) * by, end),
            Some((by, end)) => (numeral.value + 0.5 * by, end),
            None => (numeral.value + 0.5 * self.part_of(numeral), half),
        };
        Some(Figure { value, end, weak: false, ..figure(*numeral) })
    }

    /// What a fraction after "and" is one of: three million |and a half is 3.5 million.
    fn part_of(&self, numeral: &Numeral) -> f64 {
        if !letter_before(self.text, numeral.end) {
            return 1.0;
        }
        self.scale_of(figure(*numeral)).filter(|&by| by >= 1000.0).unwrap_or(1.0)
    }

    /// A fraction below one.
    fn part_at(&self, at: usize) -> Option<Figure> {
        if let Some((value, end)) = self.find(at, |s| match s {
            Sense::Part(value) => Some(value),
            _ => None,
        }) {
            return Some(Figure {
                value,
                up_to: None,
                end,
                hedge: None,
                weak: false,
                percent: false,
                in_figures: false,
            });
        }
        let numeral = self.numerals.at(at)?;
        if let Some((by, end)) = self.find(self.blank(numeral.end), |s| match s {
            Sense::Denominator(by) => Some(f64::from(by)),
            _ => None,
        }) {
            let value = numeral.value / by;
            return (value > 0.0 && value < 1.0).then(|| Figure { value, end, weak: false, ..figure(numeral) });
        }
        let end = self.is(self.blank(numeral.end), Sense::FractionMark)?;
        let over = self.numerals.at(self.blank(end))?;
        let value = over.value / numeral.value;
        (value > 0.0 && value < 1.0).then(|| Figure { value, weak: false, ..figure(over) })
    }

    /// 5%, 九成, 八成五, 三成半, five per cent.
    fn percent(&self, figure: Figure) -> Figure {
        let found = self.find(self.blank(figure.end), |s| match s {
            Sense::Percent(times) => Some(times),
            _ => None,
        });
        let Some((times, end)) = found else { return figure };
        let mut out = Figure { percent: true, weak: false, end, ..scaled(figure, times) };
        if times > 1.0 {
            if let Some(end) = self.is(end, Sense::Half) {
                (out.value, out.end) = (out.value + times / 2.0, end);
            } else if let Some((digit, end)) = self.find(self.blank(end), |s| match s {
                Sense::Digit(digit) if digit > 0 => Some(f64::from(digit)),
                _ => None,
            }) && self.unit(end).is_none()
            {
                (out.value, out.end) = (out.value + digit * times / 10.0, end);
            }
        }
        out
    }

    fn unit(&self, at: usize) -> Option<(UnitFound, usize)> {
        self.find(at, |s| match s {
            Sense::Currency(unit) => Some(UnitFound::Unit(unit, true)),
            Sense::Unit(unit) => Some(UnitFound::Unit(unit, false)),
            Sense::Measure => Some(UnitFound::Measure),
            _ => None,
        })
    }

    /// Unit and hedge after the figure, and what it all comes to.
    fn finish(
        &self,
        at: usize,
        start: usize,
        hedge: Option<Approximation>,
        before: Option<(u16, bool)>,
        figure: Figure,
    ) -> Option<Quantified> {
        let mut amount = Amount {
            value: figure.value,
            up_to: figure.up_to,
            unit: None,
            money: false,
            approximation: hedge.or(figure.hedge),
        };
        let mut end = figure.end;
        let mut measured = figure.percent;
        if figure.percent {
            amount.unit = Some("percent".to_owned());
        } else if let Some((unit, money)) = before {
            (amount.unit, amount.money, measured) = (Some(self.name(unit)), money, true);
            // US$ 5 million dollars, 人民币50元: said twice.
            let next = self.blank(end);
            let worded = self.text.get(next..)?.chars().next().is_some_and(char::is_alphabetic);
            if let Some((UnitFound::Unit(_, true), after)) = self.unit(next).filter(|_| money && worded) {
                end = after;
            }
        } else if let Some((unit, after)) = self.unit_after(figure) {
            end = after;
            measured = true;
            if let UnitFound::Unit(unit, money) = unit {
                (amount.unit, amount.money) = (Some(self.name(unit)), money);
            }
            if !amount.money
                && let Some(half) = self.is(end, Sense::Half)
                && self.find(half, |s| matches!(s, Sense::Period(_) | Sense::Unit(_)).then_some(())).is_none()
            {
                (amount.value, end) = (amount.value + 0.5, half);
            }
        }
        let end = self.hedge_after(&mut amount, end);
        if !measured && self.is(self.blank(end), Sense::Label).is_some() {
            return Some(Quantified { quantity: Quantity::Nothing, start: at, end });
        }
        if !measured && figure.in_figures && (letter_at(self.text, end) || self.goes_on(end)) {
            return Some(Quantified { quantity: Quantity::Nothing, start: at, end: past_letters(self.text, end) });
        }
        if !measured && !self.all && amount.approximation.is_none() && self.is_year_like(start, end) {
            return Some(Quantified { quantity: Quantity::Nothing, start: at, end });
        }
        let weak = figure.weak && amount.approximation.is_none();
        let quantity = match (measured, weak && !self.all) {
            (true, _) if self.is_article(&figure, &amount) => Quantity::Nothing,
            (true, _) => Quantity::Amount(amount),
            (false, false) => Quantity::Number(amount),
            (false, true) => Quantity::Nothing,
        };
        Some(Quantified { quantity, start, end })
    }

    /// 74/247, 2+2: figures that a sign links to more of them are a name.
    fn goes_on(&self, at: usize) -> bool {
        let mut rest = self.text.get(at..).unwrap_or_default().chars();
        !self.all
            && matches!(rest.next(), Some('/' | '+' | ':' | '_' | '&' | '.'))
            && rest.next().is_some_and(|c| c.is_ascii_digit())
    }

    /// The 2022 ministerial: four figures alone that may be a year are no amount.
    fn is_year_like(&self, start: usize, end: usize) -> bool {
        crate::numeral::figures_at(self.text, start)
            .is_some_and(|(value, count, stop)| stop == end && count == 4 && (1800..2100).contains(&value))
    }

    /// 一个, 一项, "one country": one of a kind is no measure.
    fn is_article(&self, figure: &Figure, amount: &Amount) -> bool {
        let one = !figure.in_figures && matches!(figure.value, 0.0 | 1.0) && figure.up_to.is_none();
        one && !amount.money && amount.approximation.is_none() && !figure.percent && !self.all
    }

    /// A unit right after the figure or past a blank; a hyphen too, where it is of letters (50-dollar).
    fn unit_after(&self, figure: Figure) -> Option<(UnitFound, usize)> {
        let next = self.blank(figure.end);
        let hyphen = self.text.get(next..).filter(|rest| rest.starts_with('-')).map(|_| next + 1);
        // Dozens|of|people.
        let of = || self.is(next, Sense::Filler).filter(|_| figure.hedge.is_some()).map(|end| self.blank(end));
        let (unit, end) = self.unit(next).or_else(|| self.unit(hyphen?)).or_else(|| self.unit(of()?))?;
        // 个|国家: the noun after the measure may name the unit itself.
        if matches!(unit, UnitFound::Measure)
            && let Some((named @ UnitFound::Unit(..), end)) = self.unit(self.blank(end))
        {
            return Some((named, end));
        }
        // 8亿元|人民币: the currency after its general word says which.
        if matches!(unit, UnitFound::Unit(_, true))
            && let Some((more @ UnitFound::Unit(_, true), end)) = self.unit(end)
        {
            return Some((more, end));
        }
        Some((unit, end))
    }

    fn hedge_after(&self, amount: &mut Amount, end: usize) -> usize {
        let found = self.find(self.blank(end), |s| match s {
            Sense::Hedge(Side::After, hedge) => Some(hedge),
            _ => None,
        });
        if let Some((hedge, _)) = found {
            amount.approximation = amount.approximation.or(Some(hedge));
        }
        end
    }

    fn name(&self, unit: u16) -> String {
        self.units.get(usize::from(unit)).cloned().unwrap_or_default()
    }
}

fn figure(numeral: Numeral) -> Figure {
    let weak = match numeral.shape {
        Shape::Digits { figures: true, .. } | Shape::Scaled { figures: true, .. } => false,
        Shape::Digits { count, decimals, .. } => count == 1 && !decimals,
        Shape::Scaled { bare, .. } => bare && numeral.value != 10.0,
    };
    Figure {
        value: numeral.value,
        up_to: numeral.up_to,
        end: numeral.end,
        hedge: numeral.hedge,
        weak,
        percent: false,
        in_figures: numeral.in_figures(),
    }
}

fn scaled(figure: Figure, times: f64) -> Figure {
    let tidy = |value: f64| (value * times * 1e9).round() / 1e9;
    Figure { value: tidy(figure.value), up_to: figure.up_to.map(tidy), ..figure }
}

fn figure_starts(text: &str, at: usize) -> Option<()> {
    crate::numeral::figure_at(text, at).map(|_| ())
}

/// Past the letters and figures that run on from a figure: 5G, 3D.
fn past_letters(text: &str, at: usize) -> usize {
    let run = text.as_bytes()[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    at + run
}
