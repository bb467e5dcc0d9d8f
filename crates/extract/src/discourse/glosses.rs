//! Foreign words in brackets behind a translation of them (将会自卫（will defend ourselves）): no part of the evidence.
//! Next to read: `../discourse.rs`.

use chancery_text::Span;

use super::Coder;

/// Spaces in brackets that hold the original of what was said, and no name's: 第三共和国宪法 (Constitution of 1787) has fewer.
const GLOSS: usize = 5;

/// Opening brackets, both widths.
const OPENS: &[char] = &['(', '\u{FF08}'];

/// Closing brackets, both widths.
const CLOSES: &[char] = &[')', '\u{FF09}'];

impl Coder<'_> {
    /// Ends each act before the original of its words in brackets.
    pub(super) fn leave_glosses(&mut self) {
        for n in 0..self.drafts.len() {
            let span = self.drafts[n].span;
            let end = self.before_gloss(span.start(), span.end());
            if self.drafts[n].anchor.end() <= end {
                self.drafts[n].span = Span::new(span.start(), end);
            }
        }
    }

    /// Where the words end before their original in brackets: 将会自卫（will defend ourselves).
    fn before_gloss(&self, start: u32, end: u32) -> u32 {
        let words = &self.reader.text[start.min(end) as usize..end as usize];
        let Some(open) = words.strip_suffix(CLOSES).and_then(|w| w.rfind(OPENS)) else { return end };
        let letters = words[open..].chars().filter(|c| c.is_alphabetic());
        let (latin, all) = letters.fold((0, 0), |(l, n), c| (l + usize::from(c.is_ascii()), n + 1));
        let spaces = words[open..].chars().filter(|c| c.is_whitespace()).count();
        let before = words[..open].trim_end_matches(|c: char| !c.is_alphanumeric());
        // A name's original (John Doe) is part of the name.
        let gloss = latin * 10 >= all * 9 && spaces >= GLOSS && !before.is_empty();
        if gloss { start.min(end) + before.len() as u32 } else { end }
    }
}
