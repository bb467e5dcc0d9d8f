//! Figures and times of an act: those in its evidence that measure it, and the time its sentence opens with
//! (3月7日至8日，甲和乙举行了磋商). What stands inside a proper name gives none. Next to read: `named.rs`.

use chancery_model::{
    ActKind, AmountRole, Approximation, Article, DateRole, Day, DayRange, DocumentKind, PartialDate, Stance,
    ValuedAmount, ValuedDate,
};
use chancery_text::Span;
use chancery_value::{Value, ValueMention, Values};

use crate::discourse::Draft;
use crate::layout::{Enclosure, Layout};
use crate::named::Things;

/// Below this a counted thing (四项举措, 8个成员国) tells how many words follow and measures nothing.
const COUNTED: f64 = 10.0;

/// Words are told within so many days of their saying; an older day is part of what is said.
const RECENT: i32 = 14;

/// How much besides the date a segment may hold that only says when (当地时间5月9日下午), in characters.
const BESIDE: usize = 8;

/// How far into a text its own day is looked for, in characters: a news report tells it in its first sentences.
const HEAD: usize = 300;

/// The day a text speaks from: that of its publication, else its first day without a year, where the text names the same
/// month with its year elsewhere (9月24日 … 2021年9月), and no later year.
pub(crate) fn speaking_day(article: &Article, folded: &str, values: &Values) -> Option<Day> {
    if let Some(published) = &article.published {
        return Some(published.day);
    }
    if article.kind == DocumentKind::Treaty {
        // …订于某地: a treaty tells its day at its end.
        let ends = folded.char_indices().rev().nth(HEAD).map_or(0, |(at, _)| at);
        let signed = values.partial_dates(&folded[ends..]);
        let day = |d: &PartialDate| Day::new(d.year?, d.month?, d.day?);
        if let Some(day) = signed.iter().rev().find_map(|(_, d)| day(d)) {
            return Some(day);
        }
    }
    if let Some(day) = headed(folded, values) {
        return Some(day);
    }
    let head = folded.char_indices().nth(HEAD).map_or(folded.len(), |(i, _)| i);
    let first = values.partial_dates(&folded[..head]);
    let (month, day) = first.iter().find_map(|(_, d)| match (d.year, d.month, d.day) {
        (None, Some(month), Some(day)) => Some((month, day)),
        _ => None,
    })?;
    let found = values.partial_dates(folded);
    let dated: Vec<(i16, u8)> = found.iter().filter_map(|(_, d)| Some((d.year?, d.month?))).collect();
    // One month of a year long past is told in many texts: the year must be the last one told of, and more than once.
    let year = dated.iter().map(|d| d.0).max()?;
    let sure = dated.contains(&(year, month)) && dated.iter().filter(|d| d.0 == year).count() > 1;
    if !sure {
        return None;
    }
    Day::new(year, month, day)
}

/// The day, or the first of the month, that a line in brackets near the head tells (（一九四八年九月、十月）).
fn headed(folded: &str, values: &Values) -> Option<Day> {
    let bracketed = |line: &&str| {
        let words = line.trim();
        words.starts_with(OPENS) && words.ends_with(CLOSES) && words.chars().count() <= DAY_LINE
    };
    let line = folded.lines().filter(|l| !l.trim().is_empty()).take(HEAD_LINES).find(bracketed)?;
    values.partial_dates(line).iter().find_map(|(_, d)| Day::new(d.year?, d.month?, d.day.unwrap_or(1)))
}

/// How many lines may hold such a line, and how long it is at most, in characters.
const HEAD_LINES: usize = 3;
const DAY_LINE: usize = 30;

/// Brackets.
const OPENS: [char; 2] = ['\u{FF08}', '('];
const CLOSES: [char; 2] = ['\u{FF09}', ')'];

/// What the article gives for measuring its acts.
pub(crate) struct Measures<'a> {
    pub(crate) text: &'a str,
    pub(crate) layout: &'a Layout,
    pub(crate) values: &'a [ValueMention],
    pub(crate) things: &'a Things,
    /// The day the text speaks from.
    pub(crate) reference: Option<Day>,
}

impl Measures<'_> {
    /// Amounts and dates of an act with the evidence `span`; `after` is where the act before it ends.
    pub(crate) fn of(&self, draft: &Draft, span: Span, after: u32) -> (Vec<ValuedAmount>, Vec<ValuedDate>) {
        let (mut amounts, mut dates) = (Vec::new(), Vec::new());
        for value in self.leading(span, after).iter().filter(|v| self.says_when(v, span)) {
            self.date(draft, value, &mut dates);
        }
        let first = self.values.partition_point(|v| v.span.start() < span.start());
        for value in self.values[first..].iter().take_while(|v| v.span.end() <= span.end()) {
            if self.things.holds_date(value.span) {
                continue;
            }
            match &value.value {
                Value::Amount(amount) if !self.is_count(draft, amount, value.span) => {
                    let role = role(draft, amount.approximation);
                    amounts.push(ValuedAmount { amount: amount.clone(), role, span: value.span });
                }
                _ => self.date(draft, value, &mut dates),
            }
        }
        narrowest(&mut dates);
        (amounts, dates)
    }

    fn date(&self, draft: &Draft, value: &ValueMention, dates: &mut Vec<ValuedDate>) {
        match &value.value {
            Value::Date(range, _) if draft.kind == ActKind::Position && self.looks_back(*range) => {}
            Value::Date(range, DateRole::When) if self.is_when_said(draft, *range, value.span) => {}
            // 甲军21日称，当天空袭了…: the same day told twice.
            Value::Date(range, role)
                if dates.iter().any(|d| d.range == *range && d.role == *role && d.cadence.is_none()) => {}
            Value::Date(range, role) => {
                dates.push(ValuedDate { range: *range, cadence: None, role: *role, span: value.span });
            }
            Value::Recurrence(length) => {
                let cadence = Some(length.clone());
                let range = DayRange::default();
                dates.push(ValuedDate { range, cadence, role: DateRole::Cadence, span: value.span });
            }
            _ => {}
        }
    }

    /// Values of the sentence before `span` and behind the act before it.
    fn leading(&self, span: Span, after: u32) -> &[ValueMention] {
        let n = self.layout.sentences.partition_point(|s| s.span.start() <= span.start());
        let Some(sentence) = n.checked_sub(1).map(|i| &self.layout.sentences[i]) else { return &[] };
        let from = sentence.span.start().max(after);
        if from >= span.start() || !sentence.span.holds(span.start()) {
            return &[];
        }
        let first = self.values.partition_point(|v| v.span.start() < from);
        let last = self.values.partition_point(|v| v.span.end() <= span.start());
        &self.values[first..last.max(first)]
    }

    /// Whether a date before an act is the act's: it stands in its clause, or in one that says nothing else.
    fn says_when(&self, value: &ValueMention, span: Span) -> bool {
        if !matches!(value.value, Value::Date(..) | Value::Recurrence(_)) || self.things.holds_date(value.span) {
            return false;
        }
        let segments = &self.layout.segments;
        let n = segments.partition_point(|s| s.span.start() <= value.span.start());
        let Some(segment) = n.checked_sub(1).map(|i| segments[i].span) else { return false };
        if segment.holds(span.start()) {
            return true;
        }
        let around =
            |from: u32, to: u32| self.text.get(from as usize..to as usize).map_or(0, |s| s.trim().chars().count());
        let beside =
            around(segment.start(), value.span.start()) + around(value.span.end(), segment.end().max(value.span.end()));
        beside <= BESIDE
    }

    /// The day on which words were said (on Friday vowed to …) is no time of what they promise, ask or hold.
    fn is_when_said(&self, draft: &Draft, range: DayRange, span: Span) -> bool {
        let past = match (range.start, range.end, self.reference) {
            (Some(start), Some(end), Some(today)) => start == end && end <= today && days_between(end, today) <= RECENT,
            _ => false,
        };
        draft.kind != ActKind::Event && past && span.end() <= draft.anchor.start()
    }

    /// Years up to now (近40年): background of an attitude, not its time.
    fn looks_back(&self, range: DayRange) -> bool {
        matches!((range.start, range.end), (Some(start), Some(end)) if Some(end) == self.reference && start.year() < end.year())
    }

    /// Whether a figure only counts the words after it: few of something without a unit, or part of a quoted term.
    fn is_count(&self, draft: &Draft, amount: &chancery_model::Amount, span: Span) -> bool {
        let names = &self.layout.names;
        let n = names.partition_point(|e| e.span.end() < span.end());
        if names.get(n).is_some_and(|e| e.how == Enclosure::Quote && e.span.contains(span)) && !amount.money {
            return amount.value < COUNTED;
        }
        let counter = amount.unit.as_deref().is_none_or(|u| matches!(u, "item" | "country"));
        // Once is no figure.
        let once = amount.unit.as_deref() == Some("time") && amount.value <= 1.0;
        // One of something, be it about one (一批), is not a figure; few are one where they are what was given or harmed.
        let measures =
            matches!(draft.stance, Some(Stance::Aid | Stance::Assault | Stance::Disaster)) && amount.value > 1.0;
        once || counter
            && !(measures && amount.unit.as_deref() != Some("country"))
            && (amount.value <= 1.0 || (amount.approximation.is_none() && amount.value < COUNTED))
    }
}

/// 29日，今年首批…: of two times of one act, a year or month that holds the other whole tells of something else in it.
fn narrowest(dates: &mut Vec<ValuedDate>) {
    let whole =
        |d: &ValuedDate| d.range.start.zip(d.range.end).filter(|_| d.role == DateRole::When && d.cadence.is_none());
    let all: Vec<_> = dates.iter().filter_map(whole).collect();
    dates.retain(|d| {
        let unit = |start: Day, end: Day| start.day() == 1 && end.day() >= 28;
        let holds = |start: Day, end: Day| all.iter().any(|&(a, b)| (a, b) != (start, end) && start <= a && b <= end);
        whole(d).is_none_or(|(start, end)| !(unit(start, end) && holds(start, end)))
    });
}

/// Days from one to the other, as if every month had 31: near enough for what is recent.
fn days_between(from: Day, to: Day) -> i32 {
    let count = |d: Day| (i32::from(d.year()) * 12 + i32::from(d.month())) * 31 + i32::from(d.day());
    count(to) - count(from)
}

fn role(draft: &Draft, approximation: Option<Approximation>) -> Option<AmountRole> {
    if approximation == Some(Approximation::AtMost) {
        return Some(AmountRole::Limit);
    }
    match (draft.kind, draft.stance) {
        (ActKind::Commitment, _) => Some(AmountRole::Promised),
        // What befell people was delivered by nobody.
        (ActKind::Event, Some(Stance::Disaster | Stance::Assault)) | (ActKind::Claim, _) => None,
        (ActKind::Event, _) => Some(AmountRole::Delivered),
        _ => Some(AmountRole::Target),
    }
}
