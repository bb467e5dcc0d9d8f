//! Acts in words, for forms that people read: calendars, feeds, briefs.

use chancery_ledger::{RecordedAct, RecordedAmount, RecordedDate};

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

/// `over 1200000 dose, promised`.
fn amount(amount: &RecordedAmount) -> String {
    let mut words = amount.approx.as_ref().map_or_else(String::new, |how| format!("{} ", how.replace('-', " ")));
    let figures: Vec<String> =
        [&amount.value, &amount.min, &amount.max].into_iter().flatten().map(|figure| figure.to_string()).collect();
    words.push_str(&figures.join(" to "));
    if let Some(unit) = &amount.unit {
        words.push_str(&format!(" {unit}"));
    }
    if let Some(role) = &amount.role {
        words.push_str(&format!(", {role}"));
    }
    words
}

/// `by 2026-12-31`.
pub(crate) fn date(date: &RecordedDate) -> String {
    let (start, end) = (date.start.as_deref(), date.end.as_deref());
    match (date.role.as_str(), start, end) {
        ("cadence", Some(length), _) => format!("every {length}"),
        ("deadline", _, Some(day)) => format!("by {day}"),
        ("since", Some(day), _) => format!("since {day}"),
        (_, Some(start), Some(end)) if start == end => start.to_owned(),
        (_, Some(start), Some(end)) => format!("{start} to {end}"),
        (_, Some(start), None) => format!("from {start}"),
        (_, None, Some(end)) => format!("until {end}"),
        (_, None, None) => "an unknown day".to_owned(),
    }
}

/// What people said of it; empty where nothing.
pub(crate) fn judged(standing: &chancery_ledger::Standing) -> String {
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
