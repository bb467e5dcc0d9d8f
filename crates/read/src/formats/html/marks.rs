//! What an element's class, id, role and property names say of it: a set of marks. The names themselves are data
//! ([`WebMarks`], from `packs/web.toml`); here they are cut into words and looked up. Next to read: `content.rs`.

use std::ops::BitOrAssign;

use chancery_model::{WebMark, WebMarks};

/// A set of [`WebMark`]s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marks(u16);

impl Marks {
    pub(super) const NONE: Self = Self(0);
    pub(super) const UNSEEN: WebMark = WebMark::Unseen;

    pub(super) const fn has(self, mark: WebMark) -> bool {
        self.0 & (1 << mark as u16) != 0
    }

    fn add(&mut self, mark: Option<WebMark>) {
        if let Some(mark) = mark {
            self.0 |= 1 << mark as u16;
        }
    }
}

impl BitOrAssign for Marks {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Longest name looked up, and most names of one attribute: generated names run to thousands.
const LONGEST: usize = 64;
const MOST: usize = 24;

/// Looks names up, without allocating.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'m> {
    table: Option<&'m WebMarks>,
}

impl<'m> Reader<'m> {
    pub(super) const fn new(table: Option<&'m WebMarks>) -> Self {
        Self { table }
    }

    /// The marks of an attribute's value: names parted by white space.
    pub(super) fn read(self, value: &str) -> Marks {
        let mut marks = Marks::NONE;
        let Some(table) = self.table else { return marks };
        let mut small = [0; LONGEST];
        for name in value.split_ascii_whitespace().take(MOST) {
            let Some(small) = small.get_mut(..name.len()) else { continue };
            for (s, b) in small.iter_mut().zip(name.bytes()) {
                *s = b.to_ascii_lowercase();
            }
            let Ok(small) = std::str::from_utf8(small) else { continue };
            match table.name(small) {
                Some(mark) => marks.add(Some(mark)),
                None => words(name, |range| marks.add(table.word(&small[range]))),
            }
        }
        marks
    }
}

/// Calls `each` for every word of a name: parted by anything but letters, and where a capital follows a small letter.
fn words(name: &str, mut each: impl FnMut(std::ops::Range<usize>)) {
    let bytes = name.as_bytes();
    let mut start = 0;
    for at in 0..=bytes.len() {
        let ends = at == bytes.len() || !bytes[at].is_ascii_alphabetic();
        let turns = !ends && at > start && bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase();
        if (ends || turns) && at > start {
            each(start..at);
        }
        if ends {
            start = at + 1;
        } else if turns {
            start = at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_into_words() {
        let cut = |name: &str| {
            let mut out = Vec::new();
            words(name, |r| out.push(name[r].to_owned()));
            out
        };
        assert_eq!(cut("post_shareBar2-top"), ["post", "share", "Bar", "top"]);
        assert_eq!(cut("News_Body_Txt_A"), ["News", "Body", "Txt", "A"]);
        assert_eq!(cut("正文-main"), ["main"]);
        assert_eq!(cut(""), [""; 0]);
    }

    #[test]
    fn whole_names_go_before_their_words() {
        let table = WebMarks::new(
            [("share", WebMark::Aside), ("content", WebMark::Content)],
            [("content-share", WebMark::Content)],
            [],
        )
        .unwrap();
        let read = |v| Reader::new(Some(&table)).read(v);
        assert!(read("Content-Share").has(WebMark::Content) && !read("Content-Share").has(WebMark::Aside));
        assert!(read("x content topShare").has(WebMark::Aside));
        assert_eq!(read("shared"), Marks::NONE);
        assert_eq!(Reader::new(None).read("share"), Marks::NONE);
    }
}
