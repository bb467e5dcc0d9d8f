//! Acts in words, for what people read: calendars, feeds, briefs, and the program's own pages.

use chancery_ledger::{RecordedAct, RecordedAmount, RecordedDate};

use serde_json::Number;

use crate::About;

/// `China, Russia: position oppose 3`.
pub(crate) fn headline(act: &RecordedAct, about: &About) -> String {
    let who = if act.holders.is_empty() { String::new() } else { format!("{}: ", about.names_of(&act.holders)) };
    format!("{who}{}", doing(act))
}

/// `position oppose 3`.
pub(crate) fn doing(act: &RecordedAct) -> String {
    let mut words = act.kind.clone();
    if let Some(stance) = act.stance.as_ref().filter(|stance| **stance != act.kind) {
        words.push(' ');
        words.push_str(stance);
    }
    if let Some(rung) = act.intensity {
        words.push_str(&format!(" {rung}"));
    }
    words
}

/// What else an act says: to whom, about what, by whose account, how much, when.
pub(crate) fn details(act: &RecordedAct, about: &About) -> Vec<String> {
    let mut told = Vec::new();
    // Whom it is addressed to is often whom it is about: told once.
    let targets: Vec<String> = act.targets.iter().filter(|one| !act.addressees.contains(one)).cloned().collect();
    for (before, ids) in [("to", &act.addressees), ("about", &targets), ("as told by", &act.via)] {
        if !ids.is_empty() {
            told.push(format!("{before} {}", about.names_of(ids)));
        }
    }
    told.extend(act.amounts.iter().map(amount));
    told.extend(act.dates.iter().map(date));
    told
}

/// `1,200,000.5`.
fn figure(number: &Number) -> String {
    let text = number.as_f64().map_or_else(|| number.to_string(), |value| value.to_string());
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let point = if rest.is_empty() { String::new() } else { format!(".{rest}") };
    if !whole.bytes().all(|b| b.is_ascii_digit()) {
        return number.to_string();
    }
    format!("{sign}{}{point}", grouped(whole))
}

/// Digits parted by thousands.
pub(crate) fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `over 1,200,000 dose, promised`.
#[must_use]
pub fn amount(amount: &RecordedAmount) -> String {
    let mut words = amount.approx.as_ref().map_or_else(String::new, |how| format!("{} ", how.replace('-', " ")));
    let figures: Vec<String> = [&amount.value, &amount.min, &amount.max].into_iter().flatten().map(figure).collect();
    words.push_str(&figures.join(" to "));
    if let Some(unit) = &amount.unit {
        words.push_str(&format!(" {unit}"));
    }
    if let Some(role) = &amount.role {
        words.push_str(&format!(", {role}"));
    }
    words
}

/// `every year`, `every 18 months`; a length of several parts stays as it is.
#[must_use]
pub fn every(length: &str) -> String {
    let unit = |letter| match letter {
        'Y' => Some("year"),
        'M' => Some("month"),
        'W' => Some("week"),
        'D' => Some("day"),
        _ => None,
    };
    let told = length.strip_prefix('P').and_then(|rest| {
        let unit = unit(rest.chars().next_back()?)?;
        let number: u32 = rest[..rest.len() - 1].parse().ok()?;
        Some(if number == 1 { format!("every {unit}") } else { format!("every {number} {unit}s") })
    });
    told.unwrap_or_else(|| format!("every {length}"))
}

/// `by 2026-12-31`.
#[must_use]
pub fn date(date: &RecordedDate) -> String {
    let (start, end) = (date.start.as_deref(), date.end.as_deref());
    match (date.role.as_str(), start, end) {
        ("cadence", Some(length), _) => every(length),
        ("deadline", _, Some(day)) => format!("by {day}"),
        ("since", Some(day), _) => format!("since {day}"),
        (_, Some(start), Some(end)) if start == end => start.to_owned(),
        (_, Some(start), Some(end)) => span(start, end),
        (_, Some(start), None) => format!("from {start}"),
        (_, None, Some(end)) => format!("until {end}"),
        (_, None, None) => "an unknown day".to_owned(),
    }
}

/// From one day to another: `2024-03-11 to 2024-03-13`, and whole years or months as people write them (`2030`, `2021 to 2025`,
/// `2024-03`).
#[must_use]
pub fn span(start: &str, end: &str) -> String {
    let whole = |length: usize, first: &str| {
        let after = chancery_ledger::days_after(end, 1)?;
        (start.get(length..) == Some(first) && after.get(length..) == Some(first))
            .then(|| (start.get(..length), end.get(..length)))
    };
    match whole(4, "-01-01").or_else(|| whole(7, "-01")) {
        Some((Some(from), Some(to))) if from == to => from.to_owned(),
        Some((Some(from), Some(to))) => format!("{from} to {to}"),
        _ => format!("{start} to {end}"),
    }
}

/// What people said of it; empty where nothing.
#[must_use]
pub fn judged(standing: &chancery_ledger::Standing) -> String {
    let mut told = Vec::new();
    if standing.accepted {
        told.push("accepted".to_owned());
    }
    if standing.rejected {
        told.push("rejected".to_owned());
    }
    if !standing.edited.is_empty() {
        told.push(format!("edited: {}", standing.edited.join(", ")));
    }
    if let Some(status) = &standing.fared {
        told.push(status.replace('-', " "));
    }
    told.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_years_and_months_are_told_as_people_write_them() {
        for (start, end, right) in [
            ("2030-01-01", "2030-12-31", "2030"),
            ("2021-01-01", "2025-12-31", "2021 to 2025"),
            ("2024-02-01", "2024-02-29", "2024-02"),
            ("2024-01-01", "2024-06-30", "2024-01 to 2024-06"),
            ("2023-02-01", "2023-02-27", "2023-02-01 to 2023-02-27"),
            ("2024-03-11", "2024-12-31", "2024-03-11 to 2024-12-31"),
        ] {
            assert_eq!(span(start, end), right);
        }
    }

    #[test]
    fn lengths_are_told_in_words() {
        for (length, right) in
            [("P1Y", "every year"), ("P18M", "every 18 months"), ("P1Y6M", "every P1Y6M"), ("P", "every P")]
        {
            assert_eq!(every(length), right);
        }
    }

    #[test]
    fn figures_are_parted_by_thousands() {
        for (json, right) in
            [("1", "1"), ("1200000", "1,200,000"), ("1500.5", "1,500.5"), ("-12000", "-12,000"), ("45000.0", "45,000")]
        {
            assert_eq!(figure(&serde_json::from_str(json).expect("a number")), right);
        }
    }
}
