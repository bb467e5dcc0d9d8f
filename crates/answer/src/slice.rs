//! Which rows of a list an answer gives.

/// So many rows are left out, then at most so many given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Rows before it.
    pub skip: usize,
    /// Rows in it at most.
    pub most: usize,
}

impl From<usize> for Slice {
    /// The first ones.
    fn from(most: usize) -> Self {
        Self { skip: 0, most }
    }
}

impl Slice {
    /// One past its last row.
    pub(crate) const fn end(self) -> usize {
        self.skip.saturating_add(self.most)
    }

    /// Leaves only its rows of a list that begins with the first; says whether there are more behind.
    pub(crate) fn cut<T>(self, all: &mut Vec<T>) -> bool {
        let more = all.len() > self.end();
        all.truncate(self.end());
        all.drain(..self.skip.min(all.len()));
        more
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_follow_one_another_and_say_when_they_end() {
        let cut = |skip, most| {
            let mut all = vec![1, 2, 3, 4, 5];
            let more = Slice { skip, most }.cut(&mut all);
            (all, more)
        };
        assert_eq!(cut(0, 2), (vec![1, 2], true));
        assert_eq!(cut(2, 2), (vec![3, 4], true));
        assert_eq!(cut(4, 2), (vec![5], false));
        assert_eq!(cut(9, 2), (vec![], false));
        assert_eq!(cut(3, usize::MAX), (vec![4, 5], false));
    }
}
