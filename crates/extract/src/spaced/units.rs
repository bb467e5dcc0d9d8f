//! A sentence as the clause reader walks it: known words, other words and marks in order, what stands in brackets left
//! out. Next to read: `clauses.rs`.

use chancery_text::Span;

use crate::layout::Marks;
use crate::tokens::Token;

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A word, known where it has a token.
    Word,
    /// The sign of an owner behind a word ('s).
    Owner,
    Comma,
    Semicolon,
    Colon,
    Dash,
    /// Between two words of one compound.
    Hyphen,
    /// An opening quotation mark, or one that looks the same on both sides.
    Open,
    Close,
    /// Anything else: a bullet, a full stop.
    Other,
}

/// One unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    pub(crate) span: Span,
    pub(crate) mark: Mark,
    /// Which token of the text.
    pub(crate) token: Option<u32>,
}

/// The units of `sentence` in `text` (as printed), appended to `out`, which is emptied first.
pub(crate) fn units(text: &str, sentence: Span, tokens: &[Token], marks: &Marks, out: &mut Vec<Unit>) {
    out.clear();
    let end = sentence.end() as usize;
    let mut at = sentence.start() as usize;
    let mut next = tokens.partition_point(|t| t.span.start() < sentence.start());
    while let Some(c) = text[at..end].chars().next() {
        while tokens.get(next).is_some_and(|t| (t.span.start() as usize) < at) {
            next += 1;
        }
        if let Some(token) =
            tokens.get(next).filter(|t| t.span.start() as usize == at && t.span.end() <= sentence.end())
        {
            out.push(Unit { span: token.span, mark: Mark::Word, token: Some(next as u32) });
            at = token.span.end() as usize;
            next += 1;
            continue;
        }
        let after = at + c.len_utf8();
        if let Some(bracket) = marks.brackets.iter().find(|b| b.0 == c)
            && let Some(close) = text[after..end].find(bracket.1)
        {
            at = after + close + bracket.1.len_utf8();
            continue;
        }
        if c.is_alphanumeric() {
            let bound = tokens.get(next).map_or(end, |t| (t.span.start() as usize).min(end));
            let stop = word_end(text, at, bound.max(after));
            out.push(Unit { span: Span::of(at..stop), mark: Mark::Word, token: None });
            at = stop;
            continue;
        }
        let (mark, stop) = mark(text, at, after, end, marks);
        if let Some(mark) = mark {
            out.push(Unit { span: Span::of(at..stop), mark, token: None });
        }
        at = stop;
    }
}

/// Where a word ends: letters and digits, with hyphens, apostrophes, stops and commas between them.
fn word_end(text: &str, at: usize, bound: usize) -> usize {
    let mut end = at;
    let mut pending = None;
    for (i, c) in text[at..bound].char_indices() {
        if c.is_alphanumeric() || c == '%' {
            end = at + i + c.len_utf8();
            pending = None;
        } else if pending.is_none() && matches!(c, '-' | '\'' | '’' | '.' | ',' | '&' | '/' | '‑') {
            // An owner's sign ends the word: what is owned comes next.
            let rest = &text[at + i + c.len_utf8()..];
            if matches!(c, '\'' | '’') && is_owner(rest) {
                break;
            }
            pending = Some(c);
        } else {
            break;
        }
    }
    end
}

/// Whether an apostrophe before `rest` is an owner's.
fn is_owner(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next() == Some('s') && !chars.next().is_some_and(char::is_alphanumeric)
}

fn mark(text: &str, at: usize, after: usize, end: usize, marks: &Marks) -> (Option<Mark>, usize) {
    let Some(c) = text[at..].chars().next() else { return (None, after) };
    let rest = &text[after..end];
    let before = text[..at].chars().next_back();
    let found = match c {
        ',' => Mark::Comma,
        ';' => Mark::Semicolon,
        ':' => Mark::Colon,
        '—' | '–' => Mark::Dash,
        '-' | '‑' if before.is_some_and(|b| !b.is_whitespace()) && rest.starts_with(char::is_alphanumeric) => {
            Mark::Hyphen
        }
        '-' => Mark::Dash,
        '\'' | '’' | '`' | '´' if is_owner(rest) => return (Some(Mark::Owner), after + 1),
        '\'' | '’' if before.is_some_and(char::is_alphanumeric) => Mark::Owner,
        _ if marks.quotes.iter().any(|q| q.0 == c) => Mark::Open,
        _ if marks.quotes.iter().any(|q| q.1 == c) => Mark::Close,
        c if c.is_whitespace() => return (None, after),
        _ => Mark::Other,
    };
    (Some(found), after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let marks = Marks { brackets: vec![('(', ')')], quotes: vec![('“', '”')], ..Marks::default() };
        let mut out = Vec::new();
        units(text, Span::of(0..text.len()), &[], &marks, &mut out);
        out.iter().map(|u| &text[u.span.range()]).collect()
    }

    #[test]
    fn owners_signs_part_words_and_brackets_are_left_out() {
        let want = ["Peru", "’s", "side", "(", "x"];
        assert_eq!(words("Peru’s side (the second one) (x"), [&want[..3], &want[3..]].concat());
        assert_eq!(
            words("co-operate by 1,200.5 tons, “so”"),
            ["co-operate", "by", "1,200.5", "tons", ",", "“", "so", "”"]
        );
        assert_eq!(words("ministers' talks"), ["ministers", "'", "talks"]);
    }
}
