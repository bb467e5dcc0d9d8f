//! From bytes to the positions that people and JSON use, and back: code points, lines and columns.
//! Next to read: `map.rs`.

use crate::Span;

/// How many bytes lie between two notes of a code-point count. A look-up scans at most this many bytes;
/// the index costs 4 bytes per step (6 % of the text at 64).
const STEP: usize = 64;

/// Byte offset ↔ code-point index of one text.
#[derive(Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `i * STEP`.
    before: Vec<u32>,
}

fn starts(bytes: &[u8]) -> u32 {
    // A byte that isn't a UTF-8 continuation byte begins a code point.
    bytes.iter().map(|&b| u32::from((b as i8) >= -0x40)).sum()
}

impl<'t> CodePoints<'t> {
    /// Counts once through `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::with_capacity(text.len() / STEP + 1);
        let mut sum = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            before.push(sum);
            sum += starts(chunk);
        }
        if before.is_empty() {
            before.push(0);
        }
        Self { text, before }
    }

    /// Code points before byte `offset` (the text's own length gives its length in code points).
    /// An offset inside a character counts as that character's end; one beyond the text as the text's end.
    #[must_use]
    pub fn index(&self, offset: u32) -> u32 {
        let offset = (offset as usize).min(self.text.len());
        let slot = (offset / STEP).min(self.before.len() - 1);
        self.before[slot] + starts(&self.text.as_bytes()[slot * STEP..offset])
    }

    /// Start and end of a span in code points.
    #[must_use]
    pub fn range(&self, span: Span) -> (u32, u32) {
        (self.index(span.start()), self.index(span.end()))
    }

    /// Byte offset of the code point with this index; the text's length for the index one past the last,
    /// `None` beyond.
    #[must_use]
    pub fn offset(&self, index: u32) -> Option<u32> {
        let slot = self.before.partition_point(|&b| b <= index) - 1;
        let mut left = index - self.before[slot];
        let from = slot * STEP;
        for (i, &b) in self.text.as_bytes()[from..].iter().enumerate() {
            if (b as i8) >= -0x40 {
                if left == 0 {
                    return u32::try_from(from + i).ok();
                }
                left -= 1;
            }
        }
        (left == 0).then(|| u32::try_from(self.text.len()).ok()).flatten()
    }
}

/// A place for people: both count from 1, columns in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in code points, from 1.
    pub column: u32,
}

/// Byte offset → line and column of one text (lines end at `\n`).
#[derive(Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<u32>,
}

impl<'t> LineIndex<'t> {
    /// Finds the lines once.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let newlines = text.bytes().enumerate().filter(|&(_, b)| b == b'\n');
        let starts = std::iter::once(0).chain(newlines.filter_map(|(i, _)| u32::try_from(i + 1).ok())).collect();
        Self { text, starts }
    }

    /// Line and column of a byte offset (one beyond the text counts as its end).
    #[must_use]
    pub fn place(&self, offset: u32) -> LineColumn {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|&s| s as usize <= offset);
        let from = self.starts[line - 1] as usize;
        let column = self.text[from..offset].chars().count() + 1;
        LineColumn { line: line as u32, column: column as u32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_and_columns_count_from_one() {
        let index = LineIndex::new("中文\nab");
        assert_eq!(index.place(0), LineColumn { line: 1, column: 1 });
        assert_eq!(index.place(3), LineColumn { line: 1, column: 2 });
        assert_eq!(index.place(7), LineColumn { line: 2, column: 1 });
        assert_eq!(index.place(99), LineColumn { line: 2, column: 3 });
    }

    proptest! {
        #[test]
        fn code_points_go_there_and_back(text in "(\\PC|\n|中|é){0,400}") {
            let points = CodePoints::new(&text);
            for (n, (offset, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.index(offset as u32), n as u32);
                prop_assert_eq!(points.offset(n as u32), Some(offset as u32));
            }
            let count = text.chars().count() as u32;
            prop_assert_eq!(points.index(text.len() as u32), count);
            prop_assert_eq!(points.offset(count), Some(text.len() as u32));
            prop_assert_eq!(points.offset(count + 1), None);
        }
    }
}
