//! Half-open byte ranges. Document and source spans are different types, so one can't be taken for the other.
//! Next to read: `map.rs`, which leads from one to the other.

use std::fmt;
use std::ops::Range;

macro_rules! span_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name {
            start: u32,
            end: u32,
        }

        impl $name {
            /// The span from `start` to `end`, both in bytes.
            ///
            /// # Panics
            /// If `start > end`: that is a bug in the caller, never a property of the data.
            #[must_use]
            #[inline]
            #[track_caller]
            pub const fn new(start: u32, end: u32) -> Self {
                assert!(start <= end, "a span ends before it starts");
                Self { start, end }
            }

            /// The span from `start` to `end`, or `None` where they are out of order or beyond 4 GiB.
            #[must_use]
            pub fn checked(start: usize, end: usize) -> Option<Self> {
                let (start, end) = (u32::try_from(start).ok()?, u32::try_from(end).ok()?);
                (start <= end).then_some(Self { start, end })
            }

            /// The span of a `usize` range.
            ///
            /// # Panics
            /// If the range is out of order or beyond 4 GiB (readers refuse such sources before this).
            #[must_use]
            #[inline]
            #[track_caller]
            pub fn of(range: Range<usize>) -> Self {
                match Self::checked(range.start, range.end) {
                    Some(span) => span,
                    None => panic!("not a span: {range:?}"),
                }
            }

            /// First byte.
            #[must_use]
            #[inline]
            pub const fn start(self) -> u32 {
                self.start
            }

            /// One past the last byte.
            #[must_use]
            #[inline]
            pub const fn end(self) -> u32 {
                self.end
            }

            /// Length in bytes.
            #[must_use]
            #[inline]
            pub const fn len(self) -> u32 {
                self.end - self.start
            }

            /// Whether it holds no byte.
            #[must_use]
            #[inline]
            pub const fn is_empty(self) -> bool {
                self.start == self.end
            }

            /// As a range for slicing.
            #[must_use]
            #[inline]
            pub const fn range(self) -> Range<usize> {
                self.start as usize..self.end as usize
            }

            /// Whether `other` lies wholly inside.
            #[must_use]
            pub const fn contains(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// Whether the byte at `offset` lies inside.
            #[must_use]
            pub const fn holds(self, offset: u32) -> bool {
                self.start <= offset && offset < self.end
            }

            /// What both share, or `None` where they share no byte.
            #[must_use]
            pub fn intersection(self, other: Self) -> Option<Self> {
                let (start, end) = (self.start.max(other.start), self.end.min(other.end));
                (start < end).then_some(Self { start, end })
            }

            /// Whether both share a byte.
            #[must_use]
            pub fn overlaps(self, other: Self) -> bool {
                self.intersection(other).is_some()
            }

            /// The shortest span that holds both.
            #[must_use]
            pub fn cover(self, other: Self) -> Self {
                Self { start: self.start.min(other.start), end: self.end.max(other.end) }
            }

            /// Moved right by `by` bytes.
            #[must_use]
            pub const fn shifted(self, by: u32) -> Self {
                Self { start: self.start + by, end: self.end + by }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}..{}", self.start, self.end)
            }
        }
    };
}

span_type! {
    /// Bytes of the clean text (UTF-8).
    Span
}
span_type! {
    /// Bytes of the source as found, in whatever encoding it came.
    SourceSpan
}

impl Span {
    /// The text it covers, or `None` where it isn't a slice of `text` (out of range, or inside a character).
    #[must_use]
    pub fn of_text(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_meet_and_part() {
        let a = Span::new(2, 6);
        assert_eq!(a.intersection(Span::new(4, 9)), Some(Span::new(4, 6)));
        assert_eq!(a.intersection(Span::new(6, 9)), None);
        assert_eq!(a.cover(Span::new(8, 9)), Span::new(2, 9));
        assert!(a.contains(Span::new(2, 6)) && !a.contains(Span::new(1, 6)));
        assert!(a.holds(5) && !a.holds(6));
        assert_eq!(Span::checked(3, 2), None);
        assert_eq!(Span::new(1, 4).of_text("中文"), None, "inside a character");
    }
}
