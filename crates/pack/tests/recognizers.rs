//! The third-party cases of Recognizers-Text (beside the repository, where they are there): how many of those whose type
//! Chancery has come out right. What is left out, and where its conventions differ, is told in docs/values.md.
#![allow(clippy::print_stderr, reason = "a measurement prints its figures")]

mod common;

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

/// What Chancery has no value for, by what shows it in the case: the reason why it is left out.
const LEFT_OUT: &[(&[&str], &str)] = &[
    (&["正月", "腊月", "农历", "大年", "神龙", "除夕"], "days of the lunar calendar"),
    (&["折"], "discounts"),
    (&["^", "e5", "E0", "e1", "e13", "e－", "e+14", "x10", "1e10"], "powers"),
    (
        &["1/2", "3/2", "4/3", "/5", "／", "1/4", "3/4", " over ", "out of", " in twenty-one", "4/5"],
        "fractions with a slash, odds",
    ),
    (&["看起来", "= 2019"], "a bare year that nothing marks as one"),
    (&["最近", "recently", "Recently"], "vague times: the codebook gives them none"),
    (
        &["2010 01 29", "12/1", "12-11-10", "27-7-3", "3-7-07", "3-7-27", "05/05/"],
        "figures that may be another day or none",
    ),
    (&["前1周", "后1年", "前2周", "前10天", "最後", "上2个月"], "the first or last few of a period"),
    (&["一个星期一到", "星期一到十月"], "the last Monday of a month as an end"),
    (
        &[
            "百 分",
            "分 之",
            "分  之",
            "分 之",
            "点 五",
            "點 五",
            "百分点 ",
            "分 之",
            "二分 之",
            "个 百",
            "點五",
            "六 点 五",
            "一 点五",
            "五 十",
        ],
        "blanks inside words",
    ),
    (
        &[
            "三毛",
            "三美分",
            "5日本",
            "cents.",
            "five cents",
            "five mao",
            "forty five",
            "30 cent",
            "dollars 50",
            "dollars and 15",
            "dollars and 50",
            "USD 25",
            "dollar and",
            "and fifty",
            "15 USD 50",
        ],
        "sums in two units",
    ),
    (&["比特币", "bitcoin", "BTC", "satoshi", "₿"], "crypto currencies"),
    (&["奥运会"], "a year in an event's name: the codebook gives it none"),
    (&["一打", "壹打", "十打", "五十打", "dzs", "dozs"], "dozens in Chinese"),
    (
        &["hundredth", "illionth", "fifths", "twenty-first", "twenty first", "twenty-fifth", "thirtieth"],
        "unusual fractions",
    ),
    (&["last one", "next one", "previous one", "before the last", "last but", "penultimate"], "relative ranks"),
    (
        &["MUSD", "MEUR", "MGBP", "MAUD", "USD million", "12,34,567", "1.111,11", "5,00 ", "1,3."],
        "other countries' notations",
    ),
    (&["10G", "5 G", "10M", "5 M", "2.33 k", "- 10  k", "15Ｋ"], "metric letters after figures"),
    (
        &["The one ", "This one", "Which one", "That one", "一看", "一美元", "两美刀"],
        "whether a numeral before a unit or alone is a number",
    ),
    (&["percentage", "percents of", "percent of", "per cent of"], "per cent without a figure"),
    (
        &["fifty - two", "fifty   two", "one - fourth", "five - eighths", "3 hundred and", "crore and"],
        "a numeral in odd pieces",
    ),
    (&[".23456", ".08", "...9", "-.5", "2222.2222", "192.168"], "a point without a figure before it, addresses"),
];

/// The same for the English dates, whose cases are a calendar assistant's small talk for the most part.
const LEFT_OUT_ENGLISH_DATES: &[(&[&str], &str)] = &[
    (
        &["7:13", "3pm", "6am", "evening", "morning", "night", "afternoon", "the hour", "Tuesdays", "mornings"],
        "times of day",
    ),
    (
        &[
            "few ",
            "several",
            "some days",
            "all day",
            "all month",
            "all week",
            "all year",
            "another day",
            "an hour",
            "3h",
            " sec",
            "10D",
            "3Y",
            "2W",
            "one and a quarter",
            "and a quarter",
            "nights",
        ],
        "uncounted or abbreviated lengths",
    ),
    (
        &[
            "for the day",
            "for the month",
            "of the year.",
            "of the month",
            "of the week",
            "of the day",
            "in the year",
            "in the week",
            "the day before",
            "the year before",
            "same week",
            "same month",
            "that weekend",
            "any weekend",
            "the weekend",
            "mom weekend",
            "the week of",
            "the week after",
            "year to date",
            "till date",
            "to date",
            "otd",
            "everyday",
            "this may",
        ],
        "periods that only the talk before tells",
    ),
    (
        &[
            "in 2 weeks",
            "in two ",
            "in 3 days",
            "in a week",
            "minutes from",
            "workweek",
            "working week",
            "business day",
            "fortnight",
            "week 1",
            "week 2",
            "week 3",
            "every weekend",
            "every other day",
            "every three week",
        ],
        "an office's calendar",
    ),
    (
        &[
            "1990 s",
            "90 s",
            "90s",
            "nineties",
            "of 87",
            "cy18",
            "cy 2008",
            "calendar year",
            "H2",
            "H1",
            "q1",
            "q3",
            "q2",
            "Q1",
            "Q2",
            "Q3",
            "Q4",
            "EOY",
            "EOM",
            "EOD",
            "fiscal",
            "school year",
            "academic",
            "quarters",
            "past quarter",
            "last quarter",
            "previous quarter",
        ],
        "abbreviated and business years and quarters",
    ),
    (
        &[
            "independence",
            "easter",
            "Easter",
            "halloween",
            "labor day",
            "thanksgiving",
            "hanksgiving",
            "patrick",
            "earth day",
            "black friday",
            "new year",
            "New Year",
            "eid ",
            "christmas eve",
            "holiday",
            "mother",
            "father",
            "juneteenth",
            "Juneteenth",
            "MLK",
            "mlk",
            "groundhog",
            "valentine",
            "Valentine",
            "veteran",
            "Cinco",
            "memorial",
            "Ramadan",
            "ramadan",
            "yuandan",
            "cyber monday",
            "christmas",
            "Christmas",
            "Sarah",
            "president",
        ],
        "feasts and holidays",
    ),
    (
        &["two thousand", "nineteen", "seventeen hundred", "eighteen", "first 12", "twenty and four", "2016 10 16"],
        "years in words",
    ),
    (
        &[
            "earlier this",
            "later this",
            "later in the",
            "earlier previous",
            "end of year",
            "end of month",
            "end of this",
            "early ",
            "late ",
            "beginning of",
            "middle of",
            "start of",
            "the end of",
        ],
        "pieces of a period: docs/values.md says which days ours are",
    ),
    (
        &[
            "on Tuesday",
            "next week Wednesday",
            "Friday 7.6",
            "Friday-Jun",
            "friday (jun",
            "riday 5/12",
            "this 5/12",
            "next 5/12",
            "next 6th",
            "on coming",
            "upcoming",
            "following",
            "days on Friday",
            "Monday two",
            "Thursday, two",
            "Sunday 3 weeks",
            "weekday",
        ],
        "weekdays with a second date",
    ),
    (
        &[
            "22/04",
            "4-23",
            "10/1",
            "5/1",
            "10-1-2018",
            "11/20",
            "2/29",
            "7/17",
            "5.12",
            "7/2",
            "12/11",
            "11/12/35",
            "23/08/39",
            "03/18/40",
            "2020/23",
            "2020-23",
            "23-2020",
            "2020/Sep",
            "2015-3",
            "12-2015",
            "Dec/2018",
            "on 5/5",
            "8/",
            "1/1",
            "5/5",
        ],
        "figures that may be another day or none",
    ),
    (
        &[
            "the 18th",
            "the 4th",
            "the 21st",
            "Sunday 31",
            "Friday 31",
            "Mon 13",
            "Tue 13",
            "Wed 13",
            "Thu 14",
            "Fri 14",
            "Sat 14",
            "Sun 14",
            "13th",
            "on 29th",
            "the eleventh",
            "3 and 12",
            "19th of every",
            "twenty-sixth day",
            "twenty third day",
            "from ninth",
            "between ninth",
            "between the ninth",
            "the 27th",
            "10th",
            "the twenty",
            "the 2nd",
            "the second",
        ],
        "a day of the month by its rank alone",
    ),
    (
        &[
            "upcoming years",
            "upcoming months",
            "next days",
            "past years",
            "previous weeks",
            "next weeks",
            "first 2 weeks",
            "last 3 weeks",
            "last four months of",
            "first ten days",
            "last 3 months and",
            "greater than",
            "=2019",
            "2019",
            "2007 and 2009",
            "2018 or later",
            "2015 and 2016",
            "not 1998",
            "for 2007",
        ],
        "first or last few of a period, comparisons, bare years",
    ),
    (
        &[
            "between now",
            "and now",
            "from now to",
            "since now",
            "$DEC",
            "www.",
            "Tel:",
            "-2020-07",
            "17th century",
            "century",
            "3rd week",
            "next year may",
            "tmrw",
            "retweet",
            "2017 april",
            "It may be in may",
        ],
        "now, other notations",
    ),
];

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
