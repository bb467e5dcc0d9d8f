//! A JSON string's value, mapped to where each of its characters is written.

use chancery_text::{MappedText, RunKind, SourceSpan};

/// The value of the string that stands, quotation marks included, at `start`.
pub(super) fn value(literal: &str, start: usize) -> MappedText {
    let mut out = MappedText::new();
    let inner = literal.strip_prefix('"').and_then(|l| l.strip_suffix('"')).unwrap_or_default();
    let base = start + 1;
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'\\', &inner.as_bytes()[from..]).map(|i| from + i) {
        if from < at {
            out.push_verbatim(&inner[from..at], (base + from) as u32);
        }
        from = at + escape(&inner[at..], base + at, &mut out);
    }
    if from < inner.len() {
        out.push_verbatim(&inner[from..], (base + from) as u32);
    }
    out
}

/// Resolves the escape that `rest` begins with; returns its length.
fn escape(rest: &str, at: usize, out: &mut MappedText) -> usize {
    match rest.as_bytes().get(1) {
        // The character itself stands behind the backslash.
        Some(b'"' | b'\\' | b'/') => {
            out.push_verbatim(&rest[1..2], at as u32 + 1);
        }
        Some(b'n') => {
            out.push_space("\n");
        }
        Some(b'r') => {
            out.push_space("\r");
        }
        Some(b't') => {
            out.push_space("\t");
        }
        Some(b'f') => {
            out.push_space("\u{C}");
        }
        Some(b'u') => return unicode(rest, at, out),
        // `\b` says nothing; anything else isn't JSON, and was refused before this.
        _ => {}
    }
    rest.len().min(2)
}

fn unicode(rest: &str, at: usize, out: &mut MappedText) -> usize {
    let unit = |from: usize| {
        let digits = rest.get(from..from + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(0) else { return rest.len().min(2) };
    let (c, length) = match (first, unit(6)) {
        (0xD800..=0xDBFF, Some(second @ 0xDC00..=0xDFFF)) => {
            let code = 0x10000 + ((u32::from(first) - 0xD800) << 10) + (u32::from(second) - 0xDC00);
            (char::from_u32(code), 12)
        }
        _ => (char::from_u32(u32::from(first)), 6),
    };
    // Half a pair stands for nothing that could be read.
    let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
    let mut buffer = [0; 4];
    let text = c.encode_utf8(&mut buffer);
    if c.is_whitespace() {
        out.push_space(text);
    } else {
        out.push_run(text, SourceSpan::of(at..at + length), RunKind::Escaped);
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_text::Span;
    use proptest::prelude::*;

    #[test]
    fn characters_lead_to_where_they_are_written() {
        let literal = r#""中\"\u4e2d\n\ud83d\ude00\ud800x""#;
        let got = value(literal, 10);
        assert_eq!(got.text(), "中\"中\n😀\u{FFFD}x");
        assert_eq!(got.map().source_span(Span::new(3, 4)), Some(SourceSpan::new(15, 16)), "the mark itself");
        assert_eq!(got.map().source_span(Span::new(4, 7)), Some(SourceSpan::new(16, 22)));
        assert_eq!(got.map().source_span(Span::new(7, 8)), None, "a line end that was made of an escape");
    }

    proptest! {
        #[test]
        fn values_are_what_serde_reads(text in "(\\PC|\n|\t|\"|\\\\|/|[\u{0}-\u{1f}]|中|😀){0,40}", ascii: bool) {
            let mut literal = serde_json::to_string(&text).unwrap();
            if ascii {
                literal = literal.chars().map(|c| if c.is_ascii() { c.to_string() } else {
                    c.encode_utf16(&mut [0; 2]).iter().map(|u| format!("\\u{u:04X}")).collect()
                }).collect();
            }
            let got = value(&literal, 0);
            let want: String = text.chars().filter(|c| *c != '\u{8}').collect();
            prop_assert_eq!(got.text(), want);
            prop_assert_eq!(got.map().check(got.text()), Ok(()));
        }
    }
}
