//! Words on their way from an input to a sheet: what can't be seen is left out, odd blanks become spaces.
//! Every reader of a text-like format pushes its words through here, so that they agree on what a character is.

use chancery_text::MappedText;

/// Appends `words`, which stand in the reader's input from byte `start` on, without what can't be seen.
pub(crate) fn push_words(out: &mut MappedText, words: &str, start: u32) {
    if is_plain(words.as_bytes()) {
        out.push_verbatim(words, start);
        return;
    }
    let mut from = 0;
    for (i, c) in words.char_indices() {
        let sight = sight(c);
        if sight == Sight::Seen {
            continue;
        }
        if from < i {
            out.push_verbatim(&words[from..i], start + from as u32);
        }
        from = i + c.len_utf8();
        if sight == Sight::Blank {
            out.push_space(" ");
        }
    }
    if from < words.len() {
        out.push_verbatim(&words[from..], start + from as u32);
    }
}

/// How a character looks on paper.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// As itself.
    Seen,
    /// As a blank, though it isn't U+0020 or U+3000.
    Blank,
    /// Not at all.
    Unseen,
}

pub(crate) fn sight(c: char) -> Sight {
    match c {
        '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' => Sight::Blank,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' => {
            Sight::Blank
        }
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{180E}' => Sight::Unseen,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => Sight::Unseen,
        '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}' | '\u{FFFE}' | '\u{FFFF}' => Sight::Unseen,
        _ => Sight::Seen,
    }
}

/// Whether a character is a blank of any kind, or can't be seen.
pub(crate) fn is_blank(c: char) -> bool {
    c == ' ' || c == '\u{3000}' || (c != '!' && sight(c) != Sight::Seen)
}

/// `words` without blanks at both ends, and how many bytes were taken off its start.
pub(crate) fn trim(words: &str) -> (usize, &str) {
    let rest = words.trim_start_matches(is_blank);
    (words.len() - rest.len(), rest.trim_end_matches(is_blank))
}

/// Whether all of it is [`Sight::Seen`]. Never wrong when it says so; where it says no, look again character by
/// character. No branch on the data, so that the compiler makes vectors of it: this runs over every byte read.
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    let second = bytes.get(1..).unwrap_or_default();
    let third = bytes.get(2..).unwrap_or_default();
    let odd = |a: u8, b: u8, c: u8| {
        let control = (a < 0x20) | (a == 0x7F);
        let latin = (a == 0xC2) & ((b <= 0xA0) | (b == 0xAD));
        let general =
            (a == 0xE2) & (((b == 0x80) & ((c <= 0x8F) | (0xA8..=0xAF).contains(&c))) | ((b == 0x81) & (c >= 0x9F)));
        let mark = (a == 0xEF) & (((b == 0xBB) & (c == 0xBF)) | ((b == 0xBF) & (c >= 0xB9) & (c != 0xBD)));
        let other = (a == 0xE1) & (((b == 0x9A) & (c == 0x80)) | ((b == 0xA0) & (c == 0x8E)));
        control | latin | general | mark | other
    };
    let body = bytes.iter().zip(second).zip(third).fold(0u8, |sum, ((&a, &b), &c)| sum | u8::from(odd(a, b, c)));
    // The last two bytes have no third: a character that is odd by its third byte can't begin there.
    let tail = match *bytes {
        [.., a, b] => odd(a, b, 0xA0) | odd(b, 0xFF, 0xFF),
        [a] => odd(a, 0xFF, 0xFF),
        [] => false,
    };
    body == 0 && !tail
}

/// Chinese characters, without punctuation.
pub(crate) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Ideographs and the signs written without blanks around them.
pub(crate) fn is_han_side(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}')
        || matches!(c, '\u{2014}' | '\u{2018}'..='\u{201D}' | '\u{2026}' | '\u{20000}'..='\u{3FFFF}')
}

/// Signs that end a sentence, and closing marks that may follow them.
pub(crate) fn ends_sentence(words: &str) -> bool {
    let closing =
        |c: char| matches!(c, '\u{201D}' | '\u{2019}' | '\u{300D}' | '\u{300F}' | '\u{FF09}' | ')' | '"' | '\'');
    let end = words.trim_end_matches(|c| closing(c) || is_blank(c)).chars().next_back();
    end.is_some_and(|c| matches!(c, '\u{3002}' | '\u{FF01}' | '\u{FF1F}' | '\u{2026}' | '.' | '!' | '?' | '\u{FF0E}'))
}

/// How deep a line begins: white space that makes a new paragraph in texts set without blank lines.
pub(crate) fn is_indent(blanks: &str) -> bool {
    let mut narrow = 0;
    for c in blanks.chars() {
        match c {
            '\u{3000}' | '\t' | '\u{2003}' => return true,
            ' ' | '\u{A0}' | '\u{2002}' => narrow += 1,
            _ => {}
        }
    }
    narrow >= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_not_seen_is_left_out() {
        let mut out = MappedText::new();
        push_words(&mut out, "中\u{AD}方\u{A0}“a\u{200B}b”\u{7}·\tc", 10);
        assert_eq!(out.text(), "中方 “ab”· c");
        assert_eq!(out.map().check(out.text()), Ok(()));
        assert_eq!(out.map().runs()[1].source.start(), 15, "behind the soft hyphen");
    }

    proptest! {
        #[test]
        fn plain_is_what_is_seen(text in "([ -~]|\\PC|[\u{0}-\u{1f}]|[\u{7f}-\u{ad}]|[\u{2000}-\u{206f}]|[\u{fff0}-\u{fffd}]|[中·“”]|\u{feff}|\u{180e}|\u{1680}){0,12}") {
            let seen = text.chars().all(|c| sight(c) == Sight::Seen);
            prop_assert_eq!(is_plain(text.as_bytes()), seen);
        }
    }
}
