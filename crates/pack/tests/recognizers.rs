//! The third-party cases of Recognizers-Text (beside the repository, where they are there): how many of those whose type
//! Chancery has come out right. What is left out, and where its conventions differ, is told in docs/values.md.
#![allow(clippy::print_stderr, reason = "a measurement prints its figures")]

mod common;
#[path = "recognizers/left_out.rs"]
mod left_out_cases;

use left_out_cases::{LEFT_OUT, LEFT_OUT_ENGLISH_DATES};
use std::collections::BTreeMap;
use std::sync::OnceLock;

use chancery_model::{DateRole, Day, DayRange};
use chancery_value::{Scan, Value, ValueMention, Values};
use common::{day, fold, read, scan, shared, short};
use serde_json::Value as Json;

/// How a suite's file is judged.
#[derive(Clone, Copy, PartialEq)]
enum Judge {
    Dates,
    Spans,
    Numbers,
    Ordinals,
    Percents,
    Money,
    Units,
}

const FILES: &[(&str, Judge)] = &[
    ("DateTime/Chinese/DateTimeModel.json", Judge::Dates),
    ("DateTime/Chinese/DateParser.json", Judge::Dates),
    ("DateTime/Chinese/DatePeriodParser.json", Judge::Dates),
    ("DateTime/Chinese/DurationParser.json", Judge::Dates),
    ("DateTime/Chinese/SetParser.json", Judge::Dates),
    ("DateTime/Chinese/DateExtractor.json", Judge::Spans),
    ("DateTime/Chinese/DatePeriodExtractor.json", Judge::Spans),
    ("DateTime/Chinese/DurationExtractor.json", Judge::Spans),
    ("DateTime/Chinese/SetExtractor.json", Judge::Spans),
    ("DateTime/English/DateTimeModel.json", Judge::Dates),
    ("Number/Chinese/NumberModel.json", Judge::Numbers),
    ("Number/Chinese/OrdinalModel.json", Judge::Ordinals),
    ("Number/Chinese/PercentModel.json", Judge::Percents),
    ("Number/English/NumberModel.json", Judge::Numbers),
    ("Number/English/OrdinalModel.json", Judge::Ordinals),
    ("Number/English/PercentModel.json", Judge::Percents),
    ("NumberWithUnit/Chinese/CurrencyModel.json", Judge::Money),
    ("NumberWithUnit/Chinese/DimensionModel.json", Judge::Units),
    ("NumberWithUnit/Chinese/TemperatureModel.json", Judge::Units),
    ("NumberWithUnit/Chinese/AgeModel.json", Judge::Units),
    ("NumberWithUnit/English/CurrencyModel.json", Judge::Money),
];

/// What the suite says of one expression.
struct Expected {
    kind: String,
    from: usize,
    to: usize,
    values: Vec<Json>,
}

fn expected(case: &Json, input: &str) -> Vec<Expected> {
    let results = case["Results"].as_array().cloned().unwrap_or_default();
    let mut from = 0;
    results
        .iter()
        .map(|result| {
            let kind = result["TypeName"].as_str().or(result["Type"].as_str()).unwrap_or_default();
            let text = result["Text"].as_str().unwrap_or_default();
            let start = place(result, input, text, from);
            let end = result["Length"]
                .as_u64()
                .map(|n| start + n as usize)
                .or_else(|| result["End"].as_u64().map(|n| n as usize + 1));
            let to = byte(input, end.unwrap_or(start + text.chars().count()));
            from = to;
            let resolution = &result["Resolution"];
            let values = match (resolution["values"].as_array(), result["Value"].is_object()) {
                (Some(values), _) => values.clone(),
                (None, true) => vec![result["Value"].clone()],
                (None, false) => vec![resolution.clone()],
            };
            Expected { kind: kind.trim_start_matches("datetimeV2.").to_owned(), from: byte(input, start), to, values }
        })
        .collect()
}

/// Where an expression begins, in characters (the suites count UTF-16; their inputs hold nothing beyond the first plane
/// that would matter).
fn place(result: &Json, input: &str, text: &str, from: usize) -> usize {
    if let Some(start) = result["Start"].as_u64() {
        return start as usize;
    }
    let at =
        input.to_lowercase().get(from..).and_then(|rest| rest.find(&text.to_lowercase())).map_or(from, |n| n + from);
    input.get(..at).map_or(0, |before| before.chars().count())
}

fn byte(input: &str, chars: usize) -> usize {
    input.char_indices().nth(chars).map_or(input.len(), |(i, _)| i)
}

fn meets(mention: &ValueMention, one: &Expected) -> bool {
    let span = mention.span.range();
    span.start < one.to.max(one.from + 1) && one.from < span.end
}

/// The English cases write the month first (10/7/2018); our packs do not, unless they say so.
fn month_first(text: &str, reference: Option<Day>) -> Vec<ValueMention> {
    static VALUES: OnceLock<Values> = OnceLock::new();
    let values = VALUES.get_or_init(|| {
        let mut words = chancery_pack::values().expect("of the form");
        words.month_first = true;
        Values::new(&words).expect("makes a table")
    });
    let folded = fold(text);
    let mut out = Vec::new();
    values.scan(Scan { text, folded: &folded, reference, everything: false }, &mut out);
    out
}

fn left_out(input: &str, all: &[Expected], judge: Judge) -> Option<&'static str> {
    let unresolved = |value: &Json| {
        value["value"].as_str() == Some("not resolved")
            && judge == Judge::Dates
            && value["type"].as_str() != Some("set")
            || value["FutureResolution"]["date"].as_str() == Some("0001-01-01")
            || value["FutureResolution"].as_object().is_some_and(serde_json::Map::is_empty)
            || value["value"].is_null() && value["unit"].is_string()
            || value["value"].as_str() == Some("null")
    };
    if all.iter().any(|one| one.kind == "ordinal.relative") {
        return Some("relative ranks");
    }
    if all.iter().any(|one| one.values.iter().any(unresolved)) {
        return Some("what the suite itself does not resolve");
    }
    let english = if judge == Judge::Dates && input.is_ascii() { LEFT_OUT_ENGLISH_DATES } else { &[] };
    LEFT_OUT.iter().chain(english).find(|(marks, _)| marks.iter().any(|mark| input.contains(mark))).map(|&(_, why)| why)
}

/// Whether the case is judged, and if so whether it comes out right.
fn judge(case: &Json, judge: Judge, english: bool) -> Option<bool> {
    let input = case["Input"].as_str()?;
    if case["NotSupported"].as_str().is_some_and(|who| who.to_lowercase().contains("dotnet")) {
        return None;
    }
    // The extractors' cases give no day to count from; any will do, since only the places are held against theirs.
    let reference = case["Context"]["ReferenceDateTime"].as_str().and_then(day).or_else(|| day("2017-03-22"));
    let all = expected(case, input);
    if left_out(input, &all, judge).is_some() {
        return None;
    }
    let english = english && judge == Judge::Dates;
    let everything = matches!(judge, Judge::Numbers | Judge::Ordinals | Judge::Percents | Judge::Money | Judge::Units);
    let found = if english { month_first(input, reference) } else { scan(input, reference, everything) };
    let ours: Vec<&ValueMention> = found.iter().filter(|m| has_kind(judge, &m.value)).collect();
    let theirs: Vec<&Expected> = all.iter().filter(|one| our_kind(judge, &one.kind)).collect();
    if theirs.is_empty() && !all.is_empty() {
        return None;
    }
    let right = theirs.iter().all(|one| ours.iter().any(|m| meets(m, one) && same(judge, m, one)));
    let extra = ours.iter().any(|m| !all.iter().any(|one| meets(m, one)));
    Some(right && !extra)
}

fn our_kind(judge: Judge, kind: &str) -> bool {
    match judge {
        Judge::Dates | Judge::Spans => matches!(kind, "date" | "daterange" | "duration" | "set"),
        _ => true,
    }
}

fn has_kind(judge: Judge, value: &Value) -> bool {
    match judge {
        Judge::Dates | Judge::Spans => matches!(value, Value::Date(..) | Value::Duration(_) | Value::Recurrence(_)),
        Judge::Numbers => matches!(value, Value::Number(_) | Value::Amount(_) | Value::Duration(_) | Value::Date(..)),
        Judge::Ordinals => matches!(value, Value::Ordinal(_)),
        Judge::Percents => matches!(value, Value::Amount(a) if a.unit.as_deref() == Some("percent")),
        Judge::Money => {
            matches!(value, Value::Amount(a) if a.money || matches!(a.unit.as_deref(), Some("cent" | "franc" | "pence" | "mark" | "peso")))
        }
        Judge::Units => matches!(value, Value::Amount(a) if !a.money) || matches!(value, Value::Duration(_)),
    }
}

fn same(judge: Judge, mention: &ValueMention, one: &Expected) -> bool {
    if judge == Judge::Spans {
        return true;
    }
    one.values.iter().any(|value| match (&mention.value, judge) {
        (Value::Date(range, role), Judge::Dates) => same_days(*range, *role, value),
        (Value::Duration(length) | Value::Recurrence(length), Judge::Dates) => same_length(&length.0, value),
        (Value::Duration(length), Judge::Units) => figure(value).is_some_and(|n| length.0.contains(&n.to_string())),
        (Value::Ordinal(rank), _) => figure(value).is_some_and(|n| n == f64::from(*rank)),
        (Value::Number(amount) | Value::Amount(amount), _) => figure(value).is_some_and(|n| close(amount.value, n)),
        // A figure with a period is a length, with a mark a date: see docs/values.md.
        (_, Judge::Numbers) => true,
        _ => false,
    })
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1e-9)
}

fn figure(value: &Json) -> Option<f64> {
    let text = value["value"].as_str()?.trim_end_matches('%');
    text.parse().ok()
}

fn field(value: &Json, names: &[&str]) -> Option<Day> {
    names.iter().find_map(|name| {
        let text = value[name]
            .as_str()
            .or(value["FutureResolution"][name].as_str())
            .or(value["PastResolution"][name].as_str())?;
        day(text)
    })
}

fn same_days(range: DayRange, role: DateRole, value: &Json) -> bool {
    let past = |name: &str| value["PastResolution"][name].as_str().and_then(day);
    if let Some(one) = field(value, &["value", "date"]) {
        return range.start == Some(one) || past("date").is_some_and(|one| range.start == Some(one));
    }
    let start = field(value, &["start", "startDate"]);
    let end = field(value, &["end", "endDate"]);
    let ends = |starts: Option<Day>, ends: Option<Day>| {
        let first = starts.is_none() || role == DateRole::Deadline || near(range.start, starts, false);
        let last = ends.is_none() || near(range.end, ends, true) || role == DateRole::Since;
        first && last && (starts.is_some() || ends.is_some())
    };
    ends(start, end) || (past("startDate").is_some() && ends(past("startDate"), past("endDate")))
}

/// Whether an end is theirs: they leave the last day out, and may name a month or year by its first day.
fn near(ours: Option<Day>, theirs: Option<Day>, last: bool) -> bool {
    let (Some(ours), Some(theirs)) = (ours, theirs) else { return false };
    let ordinal = |day: Day| i32::from(day.year()) * 372 + i32::from(day.month()) * 31 + i32::from(day.day());
    let apart = ordinal(ours) - ordinal(theirs);
    if !last {
        return apart == 0 || apart == -1 || (-4..=4).contains(&apart) && ours.day() == 1 && apart > 0 || apart == 1;
    }
    let whole_month =
        theirs.day() == 1 && ours.year() == theirs.year() && ours.month() == theirs.month() && ours.day() >= 28;
    let whole_year = (theirs.month(), theirs.day()) == (1, 1)
        && ours.year() == theirs.year()
        && (ours.month(), ours.day()) == (12, 31);
    apart == 0 || (-4..0).contains(&apart) && (apart == -1 || theirs.day() == 1) || whole_month || whole_year
}

fn same_length(iso: &str, value: &Json) -> bool {
    let timex = value["timex"].as_str().or(value["Timex"].as_str()).unwrap_or_default();
    let weekly = timex.starts_with("XXXX-WXX") && iso == "P1W";
    weekly || timex == iso || seconds(timex).is_some_and(|theirs| seconds(iso) == Some(theirs))
}

fn seconds(iso: &str) -> Option<i64> {
    let mut rest = iso.strip_prefix('P')?;
    let mut time = false;
    let mut sum = 0.0;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T') {
            (time, rest) = (true, after);
            continue;
        }
        let digits = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let count: f64 = rest[..digits].parse().ok()?;
        let each = match (&rest[digits..=digits], time) {
            ("Y", _) => 360.0 * 86_400.0,
            ("M", false) => 30.0 * 86_400.0,
            ("W", _) => 7.0 * 86_400.0,
            ("D", _) => 86_400.0,
            ("H", _) => 3600.0,
            ("M", true) => 60.0,
            ("S", _) => 1.0,
            _ => return None,
        };
        sum += count * each;
        rest = &rest[digits + 1..];
    }
    Some(sum.round() as i64)
}

fn describe(case: &Json) -> String {
    let input = case["Input"].as_str().unwrap_or_default();
    let reference = case["Context"]["ReferenceDateTime"].as_str().and_then(day);
    let ours: Vec<String> = scan(input, reference, true)
        .iter()
        .map(|m| format!("{}={}", &input[m.span.range()], short(&m.value)))
        .collect();
    let theirs: Vec<String> = expected(case, input)
        .iter()
        .map(|one| {
            format!(
                "{}:{}={}",
                one.kind,
                &input[one.from..one.to.max(one.from)],
                one.values.first().map_or(String::new(), Json::to_string)
            )
        })
        .collect();
    format!(
        "{input} [{}]\n      ours   {}\n      theirs {}",
        reference.map_or(String::new(), |d| d.to_string()),
        ours.join(" | "),
        theirs.join(" | ")
    )
}

#[test]
fn the_cases_of_recognizers_text() {
    let Some(suites) = shared().map(|shared| shared.join("suites/recognizers-text")).filter(|path| path.is_dir())
    else {
        eprintln!("no suites beside the repository: nothing measured");
        return;
    };
    let verbose = option_env!("VALUES_MISSES").is_some();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    let mut sums: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for &(name, how) in FILES {
        let cases: Json = serde_json::from_str(&read(&suites.join(name))).expect("JSON");
        let (mut right, mut judged, mut left) = (0, 0, 0);
        for case in cases.as_array().expect("a list") {
            match judge(case, how, name.contains("English")) {
                None => {
                    left += 1;
                    let input = case["Input"].as_str().unwrap_or_default();
                    let why = left_out(input, &expected(case, input), how).unwrap_or("a type that Chancery has not");
                    *reasons.entry(why).or_default() += 1;
                }
                Some(fine) => {
                    judged += 1;
                    right += usize::from(fine);
                    if !fine && verbose {
                        eprintln!("  MISS {name}: {}", describe(case));
                    }
                }
            }
        }
        eprintln!("{name}: {right} of {judged}, {left} of other types");
        let sum = sums.entry(if name.contains("Chinese") { "Chinese" } else { "English" }).or_default();
        *sum = (sum.0 + right, sum.1 + judged);
    }
    for (why, count) in reasons {
        eprintln!("left out {count}: {why}");
    }
    for (language, (right, judged)) in sums {
        eprintln!("{language}: {right} of {judged} = {:.3}", right as f64 / judged as f64);
        assert!(right * 100 >= judged * 90, "{language}: {right} of {judged}");
    }
}
