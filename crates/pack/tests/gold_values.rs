//! Amounts and dates of the hand-coded acts beside the repository (odd numbers only; the even ones are for measuring the
//! whole): each quote is scanned alone, with the day its article was published, and its coded values looked for.
#![allow(clippy::print_stderr, reason = "a measurement prints its figures")]

mod common;

use chancery_value::{Value, ValueMention};
use common::{day, read, scan, shared, short};
use serde_json::Value as Json;

/// The quotes' files: the five seeds, and the odd ones of the second set.
#[allow(clippy::disallowed_methods, reason = "tests read the measuring texts")]
fn files() -> Vec<std::path::PathBuf> {
    let Some(shared) = shared() else { return Vec::new() };
    let mut files = Vec::new();
    for folder in ["gold", "gold-more"] {
        for entry in std::fs::read_dir(shared.join(folder)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let number = name.trim_start_matches('d').split('-').next().and_then(|n| n.parse::<u32>().ok());
            if name.ends_with(".acts.jsonl") && (folder == "gold" || number.is_some_and(|n| n % 2 == 1)) {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    files
}

fn has_amount(found: &[ValueMention], amount: &Json) -> bool {
    let Some(value) = amount["value"].as_f64() else { return true };
    found.iter().any(|m| match &m.value {
        Value::Amount(a) | Value::Number(a) => (a.value - value).abs() < 1e-6 * value.abs().max(1.0),
        _ => false,
    })
}

fn has_date(found: &[ValueMention], date: &Json) -> bool {
    let field = |name: &str| date[name].as_str().unwrap_or_default();
    found.iter().any(|m| match &m.value {
        Value::Date(range, role) => {
            range.start == day(field("start")) && range.end == day(field("end")) && role.name() == field("role")
        }
        Value::Recurrence(length) => length.0 == field("start"),
        _ => false,
    })
}

#[test]
fn coded_values_are_found() {
    let (mut amounts, mut dates) = ((0, 0), (0, 0));
    for file in files() {
        let document: Json = serde_json::from_str(&read(&std::path::PathBuf::from(
            file.to_string_lossy().replace(".acts.jsonl", ".document.json"),
        )))
        .expect("JSON");
        for line in read(&file).lines() {
            let act: Json = serde_json::from_str(line).expect("JSON");
            let article = &document["articles"][act["article"].as_u64().unwrap_or(0) as usize];
            // A statement without a date of its own was made at the meeting it tells of.
            let meeting =
                document["meetings"][0]["dates"][0]["start"].as_str().or(document["meetings"][0]["dates"][0].as_str());
            let reference = article["published"].as_str().or(meeting).and_then(day);
            let quote = act["quote"].as_str().unwrap_or_default();
            let found = scan(quote, reference, false);
            let shown = || {
                found
                    .iter()
                    .map(|m| format!("{}={}", &quote[m.span.range()], short(&m.value)))
                    .collect::<Vec<_>>()
                    .join(" | ")
            };
            for m in &found {
                let coded =
                    act["amounts"].as_array().into_iter().flatten().any(|a| has_amount(std::slice::from_ref(m), a))
                        || act["dates"].as_array().into_iter().flatten().any(|a| has_date(std::slice::from_ref(m), a));
                if !coded && option_env!("VALUES_EXTRA").is_some() {
                    eprintln!("EXTRA {}={} in {quote}", &quote[m.span.range()], short(&m.value));
                }
            }
            for amount in act["amounts"].as_array().into_iter().flatten() {
                let fine = has_amount(&found, amount);
                amounts = (amounts.0 + usize::from(fine), amounts.1 + 1);
                if !fine {
                    eprintln!("amount {amount} in {quote}: {}", shown());
                }
            }
            for date in act["dates"].as_array().into_iter().flatten() {
                let fine = has_date(&found, date);
                dates = (dates.0 + usize::from(fine), dates.1 + 1);
                if !fine {
                    eprintln!("date {date} in {quote}: {}", shown());
                }
            }
        }
    }
    eprintln!("amounts {amounts:?}, dates {dates:?}");
    if amounts.1 > 0 {
        assert!(amounts.0 * 100 >= amounts.1 * 90, "amounts: {amounts:?}");
        assert!(dates.0 * 100 >= dates.1 * 80, "dates: {dates:?}");
    }
}
