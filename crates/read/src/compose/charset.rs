//! A set of characters asked for once a line: first and last characters of the packs' words, so that a line that can't be
//! any of them is left without folding or comparing it. Next to read: `guide.rs`, which fills the sets.

/// Characters of the basic plane as one bit each; others are always taken to be in the set, since asking costs little.
#[derive(Clone, Debug)]
pub(crate) struct CharSet(Box<[u64]>);

impl CharSet {
    /// The set of these characters, small letters for capital ones too.
    pub(crate) fn new(chars: impl IntoIterator<Item = char>) -> Self {
        let mut bits = vec![0u64; 1024].into_boxed_slice();
        for c in chars {
            for c in [c, c.to_ascii_lowercase()] {
                if let Some(word) = bits.get_mut(c as usize >> 6) {
                    *word |= 1 << (c as u32 & 63);
                }
            }
        }
        Self(bits)
    }

    /// Whether the character is in the set, or may be.
    #[inline]
    pub(crate) fn has(&self, c: char) -> bool {
        self.0.get(c as usize >> 6).is_none_or(|word| word >> (c as u32 & 63) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_its_own() {
        let set = CharSet::new(['电', 'Q', '\u{20000}']);
        assert!(set.has('电') && set.has('Q') && set.has('q') && set.has('\u{20000}'));
        assert!(!set.has('讯') && !set.has('R'));
    }
}
