//! English words for the values that the table shows. The record's own names stay as they are where they are words
//! already (`oppose`, `commitment`).

use chancery_export::words::{every, span};
use chancery_model::{
    Act, ActorId, Approximation, DateGround, DateRole, DocumentKind, RepairKind, ValuedAmount, ValuedDate,
};

/// `joint statement`.
pub(crate) fn kind(kind: DocumentKind) -> String {
    match kind {
        DocumentKind::Other => "document".to_owned(),
        DocumentKind::Communique => "communiqué".to_owned(),
        kind => kind.name().replace('_', " "),
    }
}

/// `Chinese in Traditional characters`, from the record's tags.
pub(crate) fn language(language: &str, script: Option<&str>) -> String {
    let language = match language {
        "zh" => "Chinese",
        "en" => "English",
        "fr" => "French",
        "ru" => "Russian",
        "es" => "Spanish",
        "ar" => "Arabic",
        "ja" => "Japanese",
        "ko" => "Korean",
        "und" => "language not known",
        tag => tag,
    };
    match script {
        Some("Hans") => format!("{language} in Simplified characters"),
        Some("Hant") => format!("{language} in Traditional characters"),
        _ => language.to_owned(),
    }
}

/// Why a date is believed, to be read after the date.
pub(crate) const fn ground(ground: DateGround) -> &'static str {
    match ground {
        DateGround::Dateline => "in the dateline",
        DateGround::Signature => "signed and dated at the end",
        DateGround::Byline => "printed under the title",
        DateGround::FrontMatter => "given with the text (front matter or a field)",
        DateGround::Meta => "in the page's metadata",
        DateGround::Stamp => "stamped by the program that saved it",
        DateGround::Url => "in its address",
        DateGround::Clues => "worked out from clues in the text",
        DateGround::Post => "when it was posted",
    }
}

/// `3 words broken by a line or page end, joined`.
pub(crate) fn repairs(kind: RepairKind, number: usize) -> String {
    match kind {
        RepairKind::Joined => format!("{} broken by a line or page end, joined", count(number, "place", "places")),
        RepairKind::Restored => format!("{} restored", count(number, "masked word", "masked words")),
        RepairKind::Typo => format!("{} left as printed", count(number, "likely slip", "likely slips")),
        RepairKind::Decoded => format!("{} resolved", count(number, "escape", "escapes")),
    }
}

/// `CHN, RUS`; a person without the prefix.
pub(crate) fn actors(actors: &[ActorId]) -> String {
    let name = |actor: &ActorId| actor.as_str().split_once(':').map_or(actor.as_str(), |(_, name)| name).to_owned();
    actors.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// `position oppose 3`.
pub(crate) fn act(act: &Act) -> String {
    let mut words = act.kind.name().to_owned();
    if let Some(stance) = act.stance {
        words.push(' ');
        words.push_str(stance.name());
    }
    if let Some(intensity) = act.intensity {
        words.push_str(&format!(" {intensity}"));
    }
    words
}

/// `over 1,200,000,000 dose, promised`.
pub(crate) fn amount(valued: &ValuedAmount) -> String {
    let amount = &valued.amount;
    let mut words = amount.approximation.map_or_else(String::new, |how| format!("{} ", approximation(how)));
    words.push_str(&figure(amount.value));
    if let Some(most) = amount.up_to {
        words.push_str(&format!(" to {}", figure(most)));
    }
    if let Some(unit) = &amount.unit {
        words.push_str(&format!(" {unit}"));
    }
    if let Some(role) = valued.role {
        words.push_str(&format!(", {role}"));
    }
    words
}

const fn approximation(how: Approximation) -> &'static str {
    match how {
        Approximation::About => "about",
        Approximation::Over => "over",
        Approximation::Nearly => "nearly",
        Approximation::AtLeast => "at least",
        Approximation::AtMost => "at most",
    }
}

pub(crate) fn figure(value: f64) -> String {
    if value.fract() == 0.0 && (0.0..1e15).contains(&value) { thousands(value as u64) } else { value.to_string() }
}

/// `by 2022-12-31`.
pub(crate) fn date(valued: &ValuedDate) -> String {
    let (start, end) = (valued.range.start, valued.range.end);
    match (valued.role, &valued.cadence) {
        (DateRole::Cadence, Some(cadence)) => return every(&cadence.0),
        (DateRole::Cadence, None) => return String::from("regularly"),
        _ => {}
    }
    let days = match (start, end) {
        (Some(start), Some(end)) if start == end => start.to_string(),
        (Some(start), Some(end)) => span(&start.to_string(), &end.to_string()),
        (Some(start), None) => format!("from {start}"),
        (None, Some(end)) => format!("until {end}"),
        (None, None) => String::from("an unknown day"),
    };
    match valued.role {
        DateRole::Deadline => format!("by {}", end.or(start).map_or(days, |day| day.to_string())),
        DateRole::Since => format!("since {}", start.or(end).map_or(days, |day| day.to_string())),
        _ => days,
    }
}

/// An address as a person reads it: escapes decoded where they are text, else as it is.
pub(crate) fn address(url: &str) -> String {
    let mut bytes = Vec::with_capacity(url.len());
    let mut rest = url.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escape = after.get(..2).filter(|_| first == b'%').and_then(|d| std::str::from_utf8(d).ok());
        match escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            // What would read as another address, or as none, stays escaped.
            Some(byte) if byte >= 0x80 => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\u{fffd}')).unwrap_or_else(|| url.to_owned())
}

/// `1 reply`, `12 replies`.
pub(crate) fn count(number: usize, one: &str, several: &str) -> String {
    format!("{} {}", thousands(number as u64), if number == 1 { one } else { several })
}

/// `1,200,000`.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Columns of a list's numbers: its widest one with the space behind it.
pub(crate) fn numbers(all: impl Iterator<Item = u64>) -> usize {
    all.map(|number| thousands(number).len() + 2).fold(6, usize::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_model::{Amount, AmountRole, Cadence, Day, DayRange};
    use chancery_text::Span;

    #[test]
    fn numbers_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(number), text);
        }
    }

    #[test]
    fn addresses_are_readable_where_they_are_text() {
        for (url, text) in [
            ("https://a.example/%E6%B8%AF/b%20c", "https://a.example/港/b%20c"),
            ("https://a.example/%EF%BF%BD", "https://a.example/%EF%BF%BD"),
            ("https://a.example/%E6%B8?q=100%", "https://a.example/%E6%B8?q=100%"),
            ("https://a.example/%+1%é", "https://a.example/%+1%é"),
        ] {
            assert_eq!(address(url), text);
        }
    }

    #[test]
    fn amounts_and_dates_are_words() {
        let span = Span::new(0, 0);
        let amount_of = |value, up_to| ValuedAmount {
            amount: Amount {
                value,
                up_to,
                unit: Some("dose".into()),
                money: false,
                approximation: Some(Approximation::AtLeast),
            },
            role: Some(AmountRole::Promised),
            span,
        };
        assert_eq!(amount(&amount_of(1.2e9, None)), "at least 1,200,000,000 dose, promised");
        assert_eq!(amount(&amount_of(2.5, Some(4.0))), "at least 2.5 to 4 dose, promised");
        let day = Day::new(2022, 12, 31);
        for (role, start, end, words) in [
            (DateRole::Deadline, day, day, "by 2022-12-31"),
            (DateRole::When, day, day, "2022-12-31"),
            (DateRole::Since, day, None, "since 2022-12-31"),
            (DateRole::When, None, day, "until 2022-12-31"),
        ] {
            let valued = ValuedDate { range: DayRange { start, end }, cadence: None, role, span };
            assert_eq!(date(&valued), words);
        }
        let yearly = ValuedDate {
            range: DayRange::default(),
            cadence: Some(Cadence("P1Y".into())),
            role: DateRole::Cadence,
            span,
        };
        assert_eq!(date(&yearly), "every year");
        assert_eq!(
            (&*every("P6M"), &*every("P1Y6M"), &*every("PT4H")),
            ("every 6 months", "every P1Y6M", "every PT4H")
        );
    }
}
