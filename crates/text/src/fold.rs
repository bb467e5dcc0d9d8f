//! The folding view: the same text with variant characters brought to one form, for matching only.
//!
//! Folding never changes a character's length in UTF-8, so an offset in the folded text *is* an offset in the text
//! and no second map is needed (docs/decisions/0002). Pairs of other lengths are refused when the table is
//! built: such variants are listed in the lexicon instead. What this is not: conversion between scripts; the clean text
//! keeps the source's own characters.

use std::fmt;

/// One character to one character of the same length in UTF-8; also ASCII capitals to small letters where asked.
pub struct FoldTable {
    /// By code point up to U+FFFF; 0 = itself.
    plane: Box<[u16; 0x1_0000]>,
    /// Beyond U+FFFF, sorted.
    beyond: Vec<(char, char)>,
    lower_ascii: bool,
}

/// A pair that can't be folded in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoldError {
    /// From.
    pub from: char,
    /// To.
    pub to: char,
}

impl fmt::Display for FoldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} (U+{:04X}) and {} (U+{:04X}) differ in UTF-8 length: list the variant as a word of its own",
            self.from, self.from as u32, self.to, self.to as u32
        )
    }
}

impl std::error::Error for FoldError {}

impl fmt::Debug for FoldTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = self.plane.iter().filter(|&&c| c != 0).count() + self.beyond.len();
        f.debug_struct("FoldTable").field("pairs", &pairs).field("lower_ascii", &self.lower_ascii).finish()
    }
}

impl FoldTable {
    /// A table of these pairs; with `lower_ascii`, A–Z fold to a–z too.
    ///
    /// # Errors
    /// The first pair whose two characters differ in UTF-8 length.
    pub fn new(pairs: impl IntoIterator<Item = (char, char)>, lower_ascii: bool) -> Result<Self, FoldError> {
        let mut plane = vec![0u16; 0x1_0000].into_boxed_slice();
        let mut beyond = Vec::new();
        for (from, to) in pairs {
            if from.len_utf8() != to.len_utf8() {
                return Err(FoldError { from, to });
            }
            match (u16::try_from(from as u32), u16::try_from(to as u32)) {
                (Ok(f), Ok(t)) => plane[usize::from(f)] = if f == t { 0 } else { t },
                _ => beyond.push((from, to)),
            }
        }
        beyond.sort_unstable();
        beyond.dedup_by_key(|p| p.0);
        let plane = plane.try_into().unwrap_or_else(|_| unreachable!("made with this length"));
        Ok(Self { plane, beyond, lower_ascii })
    }

    /// Whether a character folds to another.
    #[must_use]
    #[inline]
    pub fn changes(&self, c: char) -> bool {
        match self.plane.get(c as usize) {
            Some(&to) if c as u32 >= 0x80 => to != 0,
            Some(_) => self.lower_ascii && c.is_ascii_uppercase(),
            None => self.fold_char(c) != c,
        }
    }

    /// The folded form of one character.
    #[must_use]
    #[inline]
    pub fn fold_char(&self, c: char) -> char {
        let code = c as u32;
        if code < 0x80 {
            return if self.lower_ascii { c.to_ascii_lowercase() } else { c };
        }
        if code <= 0xFFFF {
            let to = self.plane[code as usize];
            return if to == 0 { c } else { char::from_u32(u32::from(to)).unwrap_or(c) };
        }
        self.beyond.binary_search_by_key(&c, |p| p.0).map_or(c, |i| self.beyond[i].1)
    }

    /// The folded text: the same length, every character boundary where it was.
    #[must_use]
    pub fn fold(&self, text: &str) -> String {
        let mut out = String::new();
        self.fold_into(text, &mut out);
        out
    }

    /// [`FoldTable::fold`] into a buffer that is emptied first (to reuse its memory).
    pub fn fold_into(&self, text: &str, out: &mut String) {
        out.clear();
        out.reserve(text.len());
        // Most characters stay what they are: they are copied a run at a time.
        let (mut kept, mut at) = (0, 0);
        let bytes = text.as_bytes();
        loop {
            // Ideographs, which most of a text is, by their bytes alone.
            while let Some(&[first @ 0xE0..=0xEF, second, third]) = bytes.get(at..).and_then(|rest| rest.first_chunk())
            {
                let code = usize::from(first & 0xF) << 12 | usize::from(second & 0x3F) << 6 | usize::from(third & 0x3F);
                if self.plane[code] != 0 {
                    break;
                }
                at += 3;
            }
            let Some(c) = text[at..].chars().next() else { break };
            if self.changes(c) {
                out.push_str(&text[kept..at]);
                out.push(self.fold_char(c));
                kept = at + c.len_utf8();
            }
            at += c.len_utf8();
        }
        out.push_str(&text[kept..]);
        debug_assert_eq!(out.len(), text.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table() -> FoldTable {
        FoldTable::new([('國', '国'), ('際', '际'), ('𠀾', '𠁀')], true).expect("lengths agree")
    }

    #[test]
    fn variants_meet() {
        assert_eq!(table().fold("國際組織 NATO𠀾"), "国际組織 nato𠁀");
        for c in "國際國际 NATOnato𠀾𠁀".chars() {
            assert_eq!(table().changes(c), table().fold_char(c) != c, "{c}");
        }
    }

    #[test]
    fn a_pair_of_other_length_is_refused() {
        let error = FoldTable::new([('，', ',')], false).expect_err("three bytes and one");
        assert!(error.to_string().contains("U+FF0C"));
    }

    proptest! {
        #[test]
        fn folding_keeps_every_edge(text in "(\\PC|國|際|𠀾){0,60}") {
            let folded = table().fold(&text);
            prop_assert_eq!(folded.len(), text.len());
            for (i, _) in text.char_indices() {
                prop_assert!(folded.is_char_boundary(i));
            }
        }
    }
}
