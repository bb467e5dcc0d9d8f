//! Files being written: paths and bytes, which whoever keeps them may take away as they grow.

use std::collections::BTreeMap;

/// Files by path, with what was written to each since it was last taken.
#[derive(Debug, Default)]
pub struct Files {
    open: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// Writes on at the end of a file.
    pub fn add(&mut self, path: &str, bytes: &[u8]) {
        self.file(path).extend_from_slice(bytes);
    }

    /// A file's bytes, to write on at the end.
    pub fn file(&mut self, path: &str) -> &mut Vec<u8> {
        if !self.open.contains_key(path) {
            self.open.insert(path.to_owned(), Vec::new());
        }
        self.open.entry(path.to_owned()).or_default()
    }

    /// How many bytes wait to be taken.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.open.values().map(Vec::len).sum()
    }

    /// Takes what was written, by path; a file that was begun is there even where it is empty.
    pub fn take(&mut self) -> Vec<(String, Vec<u8>)> {
        std::mem::take(&mut self.open).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_is_not_given_again() {
        let mut files = Files::default();
        files.add("b", b"1");
        files.add("a", b"2");
        assert_eq!(files.waiting(), 2);
        assert_eq!(files.take(), [("a".to_owned(), b"2".to_vec()), ("b".to_owned(), b"1".to_vec())]);
        files.add("b", b"3");
        files.file("c");
        assert_eq!(files.take(), [("b".to_owned(), b"3".to_vec()), ("c".to_owned(), Vec::new())]);
    }
}
