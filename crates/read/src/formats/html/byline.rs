//! Dates as they are printed in bylines: told by their figures alone, so in any language. Which day they mean is read
//! later, where languages are known. Next to read: `content.rs`.

/// A group of figures in a text.
#[derive(Clone, Copy)]
struct Figures {
    start: usize,
    end: usize,
    value: u32,
}

/// Whether `text` holds a printed date: a year with a month and day behind it or before it, close together
/// (2020-02-29, 29/02/2020, 2020年2月29日, February 29, 2020).
pub(super) fn holds_date(text: &str) -> bool {
    let groups = figures(text);
    groups.iter().enumerate().any(|(i, year)| {
        let len = year.end - year.start;
        let compact = len == 8 && year.value / 10_000 >= 1900 && (1..=12).contains(&(year.value / 100 % 100));
        let is_year = len == 4 && (1900..2100).contains(&year.value);
        let close = |a: Figures, b: Figures| text[a.end..b.start].chars().count() <= 3;
        let small = |g: &Figures| g.end - g.start <= 2 && (1..=31).contains(&g.value);
        let next = groups.get(i + 1).filter(|g| small(g) && close(*year, **g));
        let then = next.and_then(|n| groups.get(i + 2).filter(|g| small(g) && close(*n, **g)));
        let before = i.checked_sub(1).and_then(|p| groups.get(p)).filter(|g| small(g) && close(**g, *year));
        compact || is_year && (then.is_some() || before.is_some())
    })
}

/// Whether `text` is a date and nothing else to speak of: at most four letters (年月日, the name of a month cut short).
pub(super) fn is_date(text: &str) -> bool {
    holds_date(text) && text.chars().filter(|c| c.is_alphabetic()).count() <= 4
}

fn figures(text: &str) -> Vec<Figures> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let len = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        if len > 0 {
            let value = text[at..at + len].parse().unwrap_or(u32::MAX);
            out.push(Figures { start: at, end: at + len, value });
        }
        at += len.max(1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_by_their_figures() {
        for date in ["2020-02-29", "29/02/2020 - 14:05", "2020年2月29日", "20200229", "2020.2.9", "2020 - 2 - 29"] {
            assert!(holds_date(date) && is_date(date), "{date}");
        }
        assert!(holds_date("Published February 29, 2020 by the desk") && !is_date("Published February 29, 2020"));
        for other in
            ["2020", "第2020号", "12:30:45", "3-2-1", "12345678", "2020 was a year of 3000 meetings", "10-2020-1"]
        {
            let expected = other == "10-2020-1";
            assert_eq!(holds_date(other), expected, "{other}");
        }
    }
}
