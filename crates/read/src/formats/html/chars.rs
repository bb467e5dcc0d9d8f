//! Which characters are white space on a page, which are never seen, and which are written without spaces between
//! them. By ranges of Unicode, not by language. Next to read: `flow.rs`.

/// What a character is to the flow of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Seen.
    Visible,
    /// White space that a browser collapses.
    Space,
    /// White space that ends a line in the source.
    Newline,
    /// White space that a browser keeps, a character of the line wide (U+3000, em space).
    Wide,
    /// White space that a browser keeps, narrower.
    Narrow,
    /// Neither seen nor white space: joiners, marks of direction, soft hyphens, controls.
    Unseen,
}

/// The class of `c`.
pub(super) const fn class(c: char) -> Class {
    match c {
        ' ' | '\t' | '\x0C' => Class::Space,
        '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => Class::Newline,
        '\u{3000}' | '\u{2001}' | '\u{2003}' => Class::Wide,
        '\u{A0}' | '\u{1680}' | '\u{2000}' | '\u{2002}' | '\u{2004}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => {
            Class::Narrow
        }
        '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{AD}' | '\u{61C}' | '\u{180E}' => Class::Unseen,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => Class::Unseen,
        '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{FDD0}'..='\u{FDEF}' => Class::Unseen,
        '\u{E0000}'..='\u{E0FFF}' => Class::Unseen,
        _ => Class::Visible,
    }
}

/// A Han character.
pub(super) const fn is_han(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// A character of a script written without spaces: Han, kana, their punctuation, full-width forms.
const fn is_unspaced(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{3001}'..='\u{30FF}' | '\u{3100}'..='\u{312F}' | '\u{31F0}'..='\u{31FF}'
            | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}')
}

/// Punctuation that both kinds of scripts use.
const fn is_shared_mark(c: char) -> bool {
    matches!(c, '\u{2014}' | '\u{2018}'..='\u{201D}' | '\u{2026}' | '\u{B7}')
}

/// Whether a line end between these two is no space.
pub(super) const fn joins_over_line_end(before: char, after: char) -> bool {
    (is_unspaced(before) && (is_unspaced(after) || is_shared_mark(after)))
        || (is_shared_mark(before) && is_unspaced(after))
}

/// Length of a reading in brackets at the start of `text`, as converters leak it behind a single Han character:
/// one syllable in small Latin letters with a tone mark. 0 where there is none.
pub(super) fn leaked_reading(text: &str) -> usize {
    let mut chars = text.char_indices();
    let close = match chars.next() {
        Some((_, '(')) => ')',
        Some((_, '\u{FF08}')) => '\u{FF09}',
        _ => return 0,
    };
    let mut marked = false;
    // The longest syllables have six letters (zhuāng); marks may stand apart from their letters.
    for (i, c) in chars.take(9) {
        match c {
            'a'..='z' => {}
            '\u{DF}'..='\u{24F}' | '\u{300}'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}' => marked = true,
            _ if c == close && marked => return i + c.len_utf8(),
            _ => return 0,
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaked_readings_are_single_marked_syllables() {
        assert_eq!(leaked_reading("(lián)合"), "(lián)".len());
        assert_eq!(leaked_reading("（zhuāng）"), "（zhuāng）".len());
        assert_eq!(leaked_reading("(wto)"), 0, "no tone mark");
        assert_eq!(leaked_reading("(Kǒngzǐ)"), 0, "a name");
        assert_eq!(leaked_reading("(sécurité nationale)"), 0, "words");
        assert_eq!(leaked_reading("(中)"), 0);
        assert_eq!(leaked_reading("(ā"), 0);
    }

    #[test]
    fn line_ends_join_only_what_is_written_without_spaces() {
        assert!(joins_over_line_end('中', '文') && joins_over_line_end('。', '“') && joins_over_line_end('ア', '中'));
        assert!(!joins_over_line_end('中', 'a') && !joins_over_line_end('한', '국') && !joins_over_line_end('”', '“'));
    }
}
