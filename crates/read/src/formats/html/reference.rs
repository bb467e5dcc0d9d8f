//! Character references (`&amp;`, `&#20013;`, `&nbsp` without its semicolon), one at a time, with their length.
//! The names are `htmlize`'s. Next to read: `flow.rs`.

/// The longest candidate looked at: the longest name in the standard has 31 letters; numbers may have zeros before.
const LONGEST: usize = 40;

/// The reference at the start of `text` (which begins with `&`): what it stands for, at most two characters, and its
/// length in bytes. `None` where the `&` stands for itself.
pub(super) fn resolve(text: &str) -> Option<(char, Option<char>, usize)> {
    let candidate = &text[..candidate(text.as_bytes())?];
    let resolved = htmlize::unescape(candidate);
    if resolved == candidate {
        return None;
    }
    let mut chars = resolved.chars();
    let first = chars.next()?;
    // Old names stand without a semicolon too, and before other letters: what those left over is not the reference's.
    let rest = chars.as_str();
    if candidate.ends_with(rest) {
        return Some((first, None, candidate.len() - rest.len()));
    }
    Some((first, chars.next(), candidate.len()))
}

/// Length of the longest stretch that may be a reference.
fn candidate(bytes: &[u8]) -> Option<usize> {
    let (from, is_part): (usize, fn(&u8) -> bool) = match bytes.get(1)? {
        b'#' if matches!(bytes.get(2)?, b'x' | b'X') => (3, u8::is_ascii_hexdigit),
        b'#' => (2, u8::is_ascii_digit),
        _ => (1, u8::is_ascii_alphanumeric),
    };
    let length = bytes[from..].iter().take(LONGEST).take_while(|b| is_part(b)).count();
    let end = from + length;
    (length > 0).then_some(end + usize::from(bytes.get(end) == Some(&b';')))
}

/// An attribute's value, references resolved and white space trimmed and collapsed.
pub(super) fn attribute(value: &str) -> String {
    let resolved = htmlize::unescape_attribute(value);
    let mut out = String::with_capacity(resolved.len());
    for word in resolved.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_reference_is_resolved_with_its_length() {
        assert_eq!(resolve("&amp;x"), Some(('&', None, 5)));
        assert_eq!(resolve("&#20013;文"), Some(('中', None, 8)));
        assert_eq!(resolve("&#x4e2d文"), Some(('中', None, 7)));
        assert_eq!(resolve("&nbsp"), Some(('\u{A0}', None, 5)));
        assert_eq!(resolve("&ampamp;"), Some(('&', None, 4)), "an old name before other letters");
        assert_eq!(resolve("&semi;;"), Some((';', None, 6)));
        assert_eq!(resolve("&NotEqualTilde;"), Some(('\u{2242}', Some('\u{338}'), 15)));
        assert_eq!(resolve("&nothing;"), Some(('\u{AC}', None, 4)), "as browsers do");
    }

    #[test]
    fn an_ampersand_may_stand_for_itself() {
        for text in ["&", "& x", "&;", "&#;", "&#x;", "&unknown;", "&中", "A&E; B"] {
            let from = text.find('&').unwrap();
            assert_eq!(resolve(&text[from..]), None, "{text}");
        }
    }
}
