//! Words on a page of fixed width: how wide text is, where a line may end, fields and columns.
//!
//! Width is counted in terminal columns (a Chinese character takes two). Lines end between words, or between two wide
//! characters, but never before a closing mark or after an opening one. Knows nothing of articles.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::terminal::{Look, Style};

/// Marks that no line begins with: commas, stops, closing brackets and quotation marks, wide and narrow, dashes, dots, per cent.
const CLOSING: &str = "\u{ff0c}\u{3002}\u{3001}\u{ff1b}\u{ff1a}\u{ff1f}\u{ff01}\u{ff09}\u{300b}\u{3009}\u{300d}\u{300f}\u{3011}\u{3015}\u{201d}\u{2019}\u{2026}\u{2014}\u{b7}\u{ff05},.;:?!)]}%";

/// Marks that no line ends with: opening brackets and quotation marks, wide and narrow, the dollar sign.
const OPENING: &str = "\u{ff08}\u{300a}\u{3008}\u{300c}\u{300e}\u{3010}\u{3014}\u{201c}\u{2018}([{$";

/// Columns that `text` takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// `text` on one line and harmless: control characters could move the cursor or change the terminal's state, and
/// invisible direction marks could show words in another order than they stand in.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    let bad = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if !text.contains(bad) {
        return Cow::Borrowed(text);
    }
    let kept = |c: char| match c {
        '\n' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        c if c.is_control() => Some('\u{fffd}'),
        c if bad(c) => None,
        c => Some(c),
    };
    Cow::Owned(text.chars().filter_map(kept).collect())
}

/// `text` in lines of at most `room` columns. A word longer than that is cut.
pub(crate) fn wrap(text: &str, room: usize) -> Vec<&str> {
    let room = room.max(2);
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while width(rest) > room {
        let end = line_end(rest, room);
        lines.push(rest[..end].trim_end());
        rest = rest[end..].trim_start();
    }
    lines.push(rest);
    lines
}

/// Where the first line of `text` ends, in bytes, always beyond 0.
fn line_end(text: &str, room: usize) -> usize {
    let (mut used, mut best, mut slash, mut fits) = (0, None, None, 0);
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if at > 0 && before.is_some_and(|b| may_part(b, c)) {
            best = Some(at);
        }
        if before == Some('/') {
            slash = Some(at);
        }
        used += c.width().unwrap_or(0);
        if used > room && at > 0 {
            // A closing mark that just does not fit takes its word with it to the next line, unless that leaves half
            // of the line empty; a path is cut between folders before it is cut anywhere. A word of letters that has room in
            // a line of its own is not cut at all.
            let narrow = !c.is_whitespace() && c.width() == Some(1) && before.is_some_and(|b| b.width() == Some(1));
            let whole =
                |end: usize| text[end..].split(char::is_whitespace).next().is_some_and(|word| width(word) <= room);
            let fills = |end: &usize| width(&text[..*end]) * 2 > room || (narrow && whole(*end));
            return best.filter(fills).or(slash.filter(fills)).unwrap_or(at);
        }
        fits = at + c.len_utf8();
        before = Some(c);
    }
    fits
}

fn may_part(before: char, after: char) -> bool {
    if CLOSING.contains(after) || OPENING.contains(before) {
        return false;
    }
    let wide = |c: char| c.width() == Some(2);
    before.is_whitespace() || (!after.is_whitespace() && (wide(before) || wide(after)))
}

/// The beginning of `text` in at most `room` columns, with an ellipsis where it is cut.
pub(crate) fn shorten(text: &str, room: usize) -> Cow<'_, str> {
    let text = text.trim();
    if width(text) <= room {
        return Cow::Borrowed(text);
    }
    let mut used = 1;
    let end = text.char_indices().find(|(_, c)| {
        used += c.width().unwrap_or(0);
        used > room
    });
    Cow::Owned(format!("{}…", text[..end.map_or(text.len(), |(at, _)| at)].trim_end()))
}

/// Stand around words that were found, in text for a [`Page`]: invisible signs that take no column. A source's own are
/// taken out by [`marked`].
const FOUND: (char, char) = ('\u{2061}', '\u{2062}');

/// How found words look.
const FOUND_LOOK: (&str, &str) = ("\x1b[1;4m", "\x1b[22;24m");

/// `text` with those byte ranges marked as found, for a [`Page`] to show.
pub(crate) fn marked(text: &str, found: &[(usize, usize)]) -> String {
    let mut out = String::with_capacity(text.len() + found.len() * 6);
    let mut at = 0;
    let bare = |part: &str| part.replace([FOUND.0, FOUND.1], "");
    for &(start, end) in found {
        let (Some(before), Some(words)) = (text.get(at..start), text.get(start..end)) else { continue };
        out.push_str(&bare(before));
        out.push(FOUND.0);
        out.push_str(&bare(words));
        out.push(FOUND.1);
        at = end;
    }
    out.push_str(&bare(text.get(at..).unwrap_or_default()));
    out
}

/// Makes each line's marks whole, so that what is found across a line's end shows on both lines.
fn mend_marks(lines: &mut [(Style, String)]) {
    let mut open = false;
    for (_, line) in lines {
        if open {
            line.insert(0, FOUND.0);
        }
        open = line.rfind(FOUND.0).is_some_and(|start| line.rfind(FOUND.1).is_none_or(|end| end < start));
        if open {
            line.push(FOUND.1);
        }
    }
}

/// One cell of a row: pieces that each begin a line of their own.
pub(crate) type Cell = Vec<(Style, String)>;

/// Prints lines to a buffer.
pub(crate) struct Page<'o> {
    out: &'o mut Vec<u8>,
    look: Look,
}

impl<'o> Page<'o> {
    /// On that buffer, looking so.
    pub(crate) fn new(out: &'o mut Vec<u8>, look: Look) -> Self {
        Self { out, look }
    }

    /// Columns to fill.
    pub(crate) fn width(&self) -> usize {
        self.look.width
    }

    /// An empty line.
    pub(crate) fn blank(&mut self) {
        self.out.push(b'\n');
    }

    /// A rule over the full width.
    pub(crate) fn rule(&mut self) {
        let line = "─".repeat(self.look.width);
        self.put(Style::Faint, &line);
        self.blank();
    }

    /// Words over the full width.
    pub(crate) fn words(&mut self, indent: usize, style: Style, text: &str) {
        for line in wrap(&harmless(text), self.look.width.saturating_sub(indent)) {
            self.pad(indent);
            self.put(style, line);
            self.blank();
        }
    }

    /// A row of cells; `edges` says at which column each begins, the last runs to the page's edge.
    pub(crate) fn row(&mut self, edges: &[usize], cells: &[Cell]) {
        let gap = 2;
        let room = |column: usize| edges.get(column + 1).map_or(self.look.width, |next| next - gap) - edges[column];
        let columns: Vec<Vec<(Style, String)>> = cells
            .iter()
            .enumerate()
            .map(|(column, cell)| {
                let lines = |(style, text): &(Style, String)| {
                    wrap(&harmless(text), room(column))
                        .into_iter()
                        .map(|line| (*style, line.to_owned()))
                        .collect::<Vec<_>>()
                };
                let mut lines: Vec<_> = cell.iter().filter(|(_, text)| !text.is_empty()).flat_map(lines).collect();
                mend_marks(&mut lines);
                lines
            })
            .collect();
        for line in 0..columns.iter().map(Vec::len).max().unwrap_or(0) {
            let mut at = 0;
            for (column, lines) in columns.iter().enumerate() {
                if let Some((style, text)) = lines.get(line) {
                    self.pad(edges[column].saturating_sub(at));
                    self.put(*style, text);
                    at = edges[column].max(at) + width(text);
                }
            }
            self.blank();
        }
    }

    fn pad(&mut self, columns: usize) {
        self.out.extend(std::iter::repeat_n(b' ', columns));
    }

    fn put(&mut self, style: Style, text: &str) {
        let (start, end) = if self.look.color { (style.start(), style.end()) } else { ("", "") };
        self.out.extend_from_slice(start.as_bytes());
        let (on, off) = if self.look.color { FOUND_LOOK } else { ("", "") };
        for part in text.split_inclusive([FOUND.0, FOUND.1]) {
            let (words, look) = match part.chars().last() {
                Some(mark) if mark == FOUND.0 => (&part[..part.len() - mark.len_utf8()], on),
                Some(mark) if mark == FOUND.1 => (&part[..part.len() - mark.len_utf8()], off),
                _ => (part, ""),
            };
            self.out.extend_from_slice(words.as_bytes());
            self.out.extend_from_slice(look.as_bytes());
        }
        self.out.extend_from_slice(end.as_bytes());
    }
}

#[cfg(test)]
mod tests;
