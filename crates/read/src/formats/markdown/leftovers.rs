//! Marks that Markdown's own rules leave standing though their author meant them: `**` beside Chinese punctuation, links
//! with blanks in their address, `#标题` without a blank. Next to read: `inline.rs`.

use std::ops::Range;

use super::super::words::is_blank;

/// Stretches of `text` that are marks and not words, in order.
pub(super) fn marks(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    if text.contains("](") {
        links(text, &mut out);
    }
    if text.contains("**") {
        pairs(text, "**", &mut out);
    }
    if text.contains("~~") {
        pairs(text, "~~", &mut out);
    }
    out.sort_by_key(|r| r.start);
    let mut end = 0;
    out.retain(|r| {
        let fits = r.start >= end;
        end = end.max(r.end);
        fits
    });
    out
}

/// `text` without those marks.
pub(crate) fn without_marks(text: &str) -> String {
    let mut out = String::new();
    let mut from = 0;
    for mark in marks(text) {
        out.push_str(&text[from..mark.start]);
        from = mark.end;
    }
    out + &text[from..]
}

/// `[words](address)` and `![words](address)` with an address that Markdown refuses.
fn links(text: &str, out: &mut Vec<Range<usize>>) {
    let mut from = 0;
    while let Some(middle) = text[from..].find("](").map(|i| from + i) {
        from = middle + 2;
        let Some(open) = text[..middle].rfind('[') else { continue };
        let Some(close) = text[middle..].find(')').map(|i| middle + i) else { continue };
        let address = text[middle + 2..close].trim_start();
        let is_address = ["http", "/", "#", "./", "../", "www."].iter().any(|start| address.starts_with(start));
        if !is_address || out.last().is_some_and(|r| r.end > open) {
            continue;
        }
        if text[..open].ends_with('!') {
            out.push(open - 1..close + 1);
        } else {
            out.push(open..open + 1);
            out.push(middle..close + 1);
        }
        from = close + 1;
    }
}

/// Pairs of `mark` that failed only because punctuation stands inside them at one end and a letter outside. A lone or
/// blank-sided mark stays: it may be a masked word.
fn pairs(text: &str, mark: &str, out: &mut Vec<Range<usize>>) {
    let is_sign = |c: char| !c.is_alphanumeric() && c != '*';
    let mut from = 0;
    while let Some(open) = text[from..].find(mark).map(|i| from + i) {
        let start = open + mark.len();
        let Some(close) = text[start..].find(mark).map(|i| start + i) else { return };
        let inner = &text[start..close];
        let (first, last) = (inner.chars().next(), inner.chars().next_back());
        let held = first.is_some_and(|c| !is_blank(c) && c != '*') && last.is_some_and(|c| !is_blank(c) && c != '*');
        if held && (mark == "~~" || first.is_some_and(is_sign) || last.is_some_and(is_sign)) {
            out.push(open..start);
            out.push(close..close + mark.len());
            from = close + mark.len();
        } else {
            from = start;
        }
    }
}

/// `#标题`: the level, where a line is a heading written without a blank. A tag (`#会谈#`), a number (`#1`) is none.
pub(super) fn tight_heading(text: &str) -> Option<u8> {
    let words = text.trim_start_matches('#');
    let level = text.len() - words.len();
    let first = words.chars().next()?;
    let is_heading = (1..=6).contains(&level)
        && (first.is_alphabetic() || !first.is_ascii() && !is_blank(first))
        && !words.trim_end_matches('#').contains('#')
        && (level > 1 || !words.ends_with('#'))
        && words.chars().count() <= 60;
    is_heading.then_some(level as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_masks_stay() {
        for (text, want) in [
            ("**发言人：**中方愿意。", "发言人：中方愿意。"),
            ("他说**“愿意”**。", "他说“愿意”。"),
            ("见[全文](https://example.org/a b)。", "见全文。"),
            ("![图](https://example.org/图 片.jpg)正文", "正文"),
            ("~~旧~~新", "旧新"),
            ("某**与某**会谈", "某**与某**会谈"),
            ("法** 和 **功", "法** 和 **功"),
            ("f(x[1](y))", "f(x[1](y))"),
        ] {
            assert_eq!(without_marks(text), want);
        }
    }

    #[test]
    fn tight_headings() {
        assert_eq!(tight_heading("##背景"), Some(2));
        assert_eq!(tight_heading("#背景"), Some(1));
        for no in ["#会谈#双方举行", "#会谈#", "#1 in the list", "# ", "#######深", "#"] {
            assert_eq!(tight_heading(no), None, "{no}");
        }
    }
}
