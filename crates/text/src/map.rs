//! The map from clean text to the bytes as found, kept as runs and built while reading.
//!
//! A run says: these bytes of the text come from those bytes of the source. Readers nest (a row of JSON holds HTML, a
//! GB18030 page is decoded first), so maps compose: [`OffsetMap::through`]. White space that a reader made up (the
//! newline between paragraphs) is the only text under no run. Next to read: `read/src/sheet.rs`, where maps are made.

use std::fmt;

use crate::{CodePoints, SourceSpan, Span};

/// How a run's text came from its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RunKind {
    /// The bytes, decoded, are the text. Either byte for byte (UTF-8: both lengths equal) or with one width per
    /// character on each side, so that any part of the run leads to its own bytes.
    Verbatim,
    /// One character reference (`&amp;`), resolved. Not divisible.
    Reference,
    /// Another escape (`\u4e2d` in JSON, a reference written twice over), resolved. Not divisible; the record lists
    /// it as a `decoded` repair, since its bytes alone don't decode to it.
    Escaped,
}

/// One run of the map, in bytes on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Where in the text.
    pub text: Span,
    /// Where in the source.
    pub source: SourceSpan,
    /// How one came from the other.
    pub kind: RunKind,
}

impl Run {
    fn is_identity(&self) -> bool {
        self.kind == RunKind::Verbatim && self.text.len() == self.source.len()
    }

    /// The part of this run under `span` (which must overlap it); a run that can't be divided is returned whole.
    fn part(&self, span: Span) -> Option<Self> {
        let text = self.text.intersection(span)?;
        if self.kind != RunKind::Verbatim || text == self.text {
            return Some(*self);
        }
        let scale = |at: u32| {
            let along = u64::from(at - self.text.start()) * u64::from(self.source.len()) / u64::from(self.text.len());
            self.source.start() + along as u32
        };
        let source = SourceSpan::new(scale(text.start()), scale(text.end()));
        Some(Self { text, source, kind: self.kind })
    }

    fn joins(&self, next: &Self) -> bool {
        let touching = self.text.end() == next.text.start() && self.source.end() == next.source.start();
        touching && self.is_identity() && next.is_identity()
    }
}

/// A run as the record prints it: code points of the text, bytes of the source, one width per code point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinearRun {
    /// First code point of the text.
    pub text_start: u32,
    /// One past the last.
    pub text_end: u32,
    /// First byte of the source.
    pub source_start: u32,
    /// One past the last.
    pub source_end: u32,
}

/// Why a map is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapError {
    /// Text that isn't white space lies under no run.
    Uncovered(Span),
    /// Runs out of order, or beyond the text, or through a character.
    Misplaced(Span),
}

impl fmt::Display for MapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uncovered(span) => write!(f, "text {span:?} leads to no source bytes"),
            Self::Misplaced(span) => write!(f, "the run at text {span:?} is out of place"),
        }
    }
}

impl std::error::Error for MapError {}

/// Runs in the order of the text, not overlapping in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

impl OffsetMap {
    /// The map of a text that is its source, `len` bytes of UTF-8 that start `source_start` bytes in.
    #[must_use]
    pub fn identity(len: u32, source_start: u32) -> Self {
        let text = Span::new(0, len);
        let source = SourceSpan::new(source_start, source_start + len);
        let runs = if len == 0 { Vec::new() } else { vec![Run { text, source, kind: RunKind::Verbatim }] };
        Self { runs }
    }

    /// The runs, in the order of the text.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    fn push(&mut self, run: Run) {
        if run.text.is_empty() {
            return;
        }
        debug_assert!(self.runs.last().is_none_or(|last| last.text.end() <= run.text.start()), "runs come in order");
        match self.runs.last_mut() {
            Some(last) if last.joins(&run) => {
                last.text = last.text.cover(run.text);
                last.source = last.source.cover(run.source);
            }
            _ => self.runs.push(run),
        }
    }

    /// The runs, and parts of runs, under `span`, in order.
    pub fn under(&self, span: Span) -> impl Iterator<Item = Run> + '_ {
        let first = self.runs.partition_point(|run| run.text.end() <= span.start());
        self.runs[first..].iter().take_while(move |run| run.text.start() < span.end()).filter_map(move |r| r.part(span))
    }

    /// The smallest stretch of the source that holds everything under `span`; `None` where nothing there leads to
    /// the source (white space only).
    #[must_use]
    pub fn source_span(&self, span: Span) -> Option<SourceSpan> {
        self.under(span).map(|run| run.source).reduce(SourceSpan::cover)
    }

    /// The stretch of text that comes from `source`; `None` where none does.
    #[must_use]
    pub fn text_span(&self, source: SourceSpan) -> Option<Span> {
        let part = |run: &Run| {
            let shared = run.source.intersection(source)?;
            if run.kind != RunKind::Verbatim {
                return Some(run.text);
            }
            let scale = |at: u32, up: u64| {
                let along = u64::from(at - run.source.start()) * u64::from(run.text.len());
                run.text.start() + ((along + up) / u64::from(run.source.len())) as u32
            };
            Some(Span::new(scale(shared.start(), 0), scale(shared.end(), u64::from(run.source.len()) - 1)))
        };
        self.runs.iter().filter_map(part).reduce(Span::cover)
    }

    /// This map (text → middle) led on through `outer` (middle → source): text → source.
    #[must_use]
    pub fn through(&self, outer: &OffsetMap) -> OffsetMap {
        let mut out = OffsetMap::default();
        for run in &self.runs {
            let middle = Span::new(run.source.start(), run.source.end());
            if run.kind == RunKind::Verbatim {
                for piece in outer.under(middle) {
                    // Verbatim through a run of another width: the text's share of the middle is the same bytes
                    // when this run is byte for byte, which every run over a decoded middle is.
                    // A piece that isn't verbatim comes whole and may begin before: only what both share counts.
                    let place = |middle_at: u32| run.text.start() + (middle_at - middle.start());
                    let from = place(piece.text.start().max(middle.start()));
                    let text = Span::new(from, place(piece.text.end().min(middle.end())).max(from));
                    out.push(Run { text, source: piece.source, kind: piece.kind });
                }
            } else {
                let mut kind = run.kind;
                let mut whole: Option<SourceSpan> = None;
                for piece in outer.under(middle) {
                    if piece.kind != RunKind::Verbatim || whole.is_some_and(|w| w.end() != piece.source.start()) {
                        kind = RunKind::Escaped;
                    }
                    whole = Some(whole.map_or(piece.source, |w| w.cover(piece.source)));
                }
                if let Some(source) = whole {
                    out.push(Run { text: run.text, source, kind });
                }
            }
        }
        out
    }

    /// The map as the record prints it: runs of one width per code point. [`RunKind::Escaped`] runs are left out
    /// (see there).
    #[must_use]
    pub fn linear_runs(&self, text: &str, points: &CodePoints<'_>) -> Vec<LinearRun> {
        let mut out: Vec<LinearRun> = Vec::new();
        for run in self.runs.iter().filter(|run| run.kind != RunKind::Escaped) {
            let start = points.index(run.text.start());
            if !run.is_identity() {
                out.push(LinearRun {
                    text_start: start,
                    text_end: points.index(run.text.end()),
                    source_start: run.source.start(),
                    source_end: run.source.end(),
                });
                continue;
            }
            let bytes = &text.as_bytes()[run.text.range()];
            let (mut at, mut point, mut source) = (0, start, run.source.start());
            while at < bytes.len() {
                let width = utf8_width(bytes[at]);
                let mut count = 0;
                while at < bytes.len() && utf8_width(bytes[at]) == width {
                    at += width as usize;
                    count += 1;
                }
                out.push(LinearRun {
                    text_start: point,
                    text_end: point + count,
                    source_start: source,
                    source_end: source + count * width,
                });
                point += count;
                source += count * width;
            }
        }
        out
    }

    /// Whether every character of `text` but white space lies under a run, and the runs are in order and on
    /// character boundaries. Called by the ledger before it appends and by tests.
    ///
    /// # Errors
    /// The first place where that doesn't hold.
    pub fn check(&self, text: &str) -> Result<(), MapError> {
        let mut at = 0;
        for run in &self.runs {
            let placed = run.text.start() >= at && run.text.of_text(text).is_some();
            if !placed {
                return Err(MapError::Misplaced(run.text));
            }
            bare(text, Span::new(at, run.text.start()))?;
            at = run.text.end();
        }
        bare(text, Span::of(at as usize..text.len()))
    }
}

fn bare(text: &str, gap: Span) -> Result<(), MapError> {
    match gap.of_text(text) {
        Some(t) if t.chars().all(char::is_whitespace) => Ok(()),
        Some(_) => Err(MapError::Uncovered(gap)),
        None => Err(MapError::Misplaced(gap)),
    }
}

/// Bytes of the UTF-8 character that begins with this byte.
#[inline]
const fn utf8_width(first: u8) -> u32 {
    match first {
        0..=0x7F => 1,
        0x80..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    }
}

/// A text and its map, growing together, so that no character enters without its origin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MappedText {
    text: String,
    map: OffsetMap,
}

impl MappedText {
    /// Empty.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A text that is its own source, from its first byte.
    #[must_use]
    pub fn identity(text: String) -> Self {
        let map = OffsetMap::identity(u32::try_from(text.len()).unwrap_or(u32::MAX), 0);
        Self { text, map }
    }

    /// A text with a map made elsewhere.
    #[must_use]
    pub fn from_parts(text: String, map: OffsetMap) -> Self {
        Self { text, map }
    }

    /// The text so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The map so far.
    #[must_use]
    pub fn map(&self) -> &OffsetMap {
        &self.map
    }

    /// Both, apart.
    #[must_use]
    pub fn into_parts(self) -> (String, OffsetMap) {
        (self.text, self.map)
    }

    /// Length of the text in bytes.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.text.len() as u32
    }

    /// Whether there is no text yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Appends `text`, which is the source's own bytes from `source_start` on; returns where it stands.
    pub fn push_verbatim(&mut self, text: &str, source_start: u32) -> Span {
        self.push_run(text, SourceSpan::new(source_start, source_start + text.len() as u32), RunKind::Verbatim)
    }

    /// Appends `text` that comes from the bytes at `source` in the way `kind` says; returns where it stands.
    /// A [`RunKind::Verbatim`] stretch of other length than its text must have one width per character on each side.
    pub fn push_run(&mut self, text: &str, source: SourceSpan, kind: RunKind) -> Span {
        let span = self.append(text);
        self.map.push(Run { text: span, source, kind });
        span
    }

    /// Appends white space that the reader makes up.
    ///
    /// # Panics
    /// In debug builds, if `space` is anything but white space: every other character has an origin.
    pub fn push_space(&mut self, space: &str) -> Span {
        debug_assert!(space.chars().all(char::is_whitespace), "only white space may have no origin");
        self.append(space)
    }

    /// Appends a stretch of another mapped text over the same source; returns where it stands here. The stretch must
    /// begin and end on character boundaries.
    pub fn push_slice(&mut self, other: &MappedText, span: Span) -> Span {
        let here = self.append(&other.text[span.range()]);
        for run in other.map.under(span) {
            let text = Span::new(run.text.start().max(span.start()), run.text.end().min(span.end()));
            let text = Span::new(text.start() - span.start() + here.start(), text.end() - span.start() + here.start());
            self.map.push(Run { text, ..run });
        }
        here
    }

    /// Takes `word` off the end, where it stands there as in the source; tells whether it did. Used where a printer's
    /// hyphen is undone.
    pub fn pop_verbatim(&mut self, word: &str) -> bool {
        let (len, Some(last)) = (word.len() as u32, self.map.runs.last_mut()) else { return false };
        let whole = self.text.len() as u32;
        if !self.text.ends_with(word) || !last.is_identity() || last.text.end() != whole || last.text.len() <= len {
            return false;
        }
        last.text = Span::new(last.text.start(), whole - len);
        last.source = SourceSpan::new(last.source.start(), last.source.end() - len);
        self.text.truncate((whole - len) as usize);
        true
    }

    fn append(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span::of(start..self.text.len())
    }

    /// This text with its map led on through `outer`, the map of the text it was read from.
    #[must_use]
    pub fn through(self, outer: &OffsetMap) -> Self {
        Self { map: self.map.through(outer), text: self.text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample() -> MappedText {
        // source: "<p>中文 &amp; ab</p>"
        let mut m = MappedText::new();
        m.push_verbatim("中文 ", 3);
        m.push_run("&", SourceSpan::new(10, 15), RunKind::Reference);
        m.push_verbatim(" ab", 15);
        m.push_space("\n");
        m
    }

    #[test]
    fn a_span_leads_to_its_bytes_and_back() {
        let m = sample();
        assert_eq!(m.text(), "中文 & ab\n");
        assert_eq!(m.map().source_span(Span::new(3, 6)), Some(SourceSpan::new(6, 9)), "文");
        assert_eq!(m.map().source_span(Span::new(6, 9)), Some(SourceSpan::new(9, 16)), "space, &, space");
        assert_eq!(m.map().source_span(Span::new(11, 12)), None, "the made-up newline");
        assert_eq!(m.map().text_span(SourceSpan::new(11, 12)), Some(Span::new(7, 8)), "inside &amp;");
        assert_eq!(m.map().check(m.text()), Ok(()));
    }

    #[test]
    fn leading_on_from_inside_an_escape_keeps_the_runs_in_place() {
        let mut outer = MappedText::new();
        outer.push_run("ab中", SourceSpan::new(0, 6), RunKind::Escaped);
        outer.push_verbatim("d", 6);
        let mut inner = MappedText::new();
        inner.push_verbatim("中d", 2);
        let led = inner.through(outer.map());
        assert_eq!(led.map().check(led.text()), Ok(()));
        assert_eq!(led.map().source_span(Span::new(0, 3)), Some(SourceSpan::new(0, 6)));
        assert_eq!(led.map().source_span(Span::new(3, 4)), Some(SourceSpan::new(6, 7)));
    }

    #[test]
    fn the_record_gets_one_width_a_run() {
        let m = sample();
        let runs = m.map().linear_runs(m.text(), &CodePoints::new(m.text()));
        let got: Vec<_> = runs.iter().map(|r| (r.text_start, r.text_end, r.source_start, r.source_end)).collect();
        assert_eq!(got, [(0, 2, 3, 9), (2, 3, 9, 10), (3, 4, 10, 15), (4, 7, 15, 18)]);
    }

    #[test]
    fn uncovered_text_is_refused() {
        let map = OffsetMap::identity(3, 0);
        assert_eq!(map.check("abc d"), Err(MapError::Uncovered(Span::new(3, 5))));
    }

    #[test]
    fn maps_compose() {
        // A row of JSON, {"html":"<b>\u4e2d&lt;</b>"}: the string's value first, then HTML inside it.
        let mut value = MappedText::new();
        value.push_verbatim("<b>", 9);
        value.push_run("中", SourceSpan::new(12, 18), RunKind::Escaped);
        value.push_verbatim("&lt;</b>", 18);
        let mut inner = MappedText::new();
        inner.push_verbatim("中", 3);
        inner.push_run("<", SourceSpan::new(6, 10), RunKind::Reference);
        let whole = inner.through(value.map());
        assert_eq!(
            whole.map().runs(),
            [
                Run { text: Span::new(0, 3), source: SourceSpan::new(12, 18), kind: RunKind::Escaped },
                Run { text: Span::new(3, 4), source: SourceSpan::new(18, 22), kind: RunKind::Reference },
            ]
        );
    }

    #[test]
    fn two_byte_characters_keep_their_width() {
        // 中文 in GB18030: two bytes each.
        let mut outer = MappedText::new();
        outer.push_run("中文字", SourceSpan::new(4, 10), RunKind::Verbatim);
        let mut inner = MappedText::new();
        inner.push_verbatim("文", 3);
        assert_eq!(inner.through(outer.map()).map().source_span(Span::new(0, 3)), Some(SourceSpan::new(6, 8)));
    }

    #[test]
    fn a_hyphen_is_taken_back_only_where_it_is_the_sources() {
        let mut text = MappedText::new();
        text.push_verbatim("har-", 3);
        assert!(text.pop_verbatim("-") && text.text() == "har");
        text.push_verbatim("bour", 8);
        assert_eq!(text.map().source_span(Span::new(2, 4)), SourceSpan::checked(5, 9));
        assert_eq!(text.map().check(text.text()), Ok(()));
        text.push_run("-", SourceSpan::new(12, 17), RunKind::Escaped);
        assert!(!text.pop_verbatim("-") && !text.pop_verbatim("x"));
        assert_eq!(text.text(), "harbour-");
    }

    proptest! {
        /// Slices of a mapped text lead to the same bytes as the whole does.
        #[test]
        fn slices_keep_their_origins(parts in prop::collection::vec(("[a中é]{1,5}", 0u32..9), 1..12), cut in 0usize..40) {
            let mut source = 0;
            let mut whole = MappedText::new();
            for (text, gap) in &parts {
                source += gap;
                whole.push_verbatim(text, source);
                source += text.len() as u32;
            }
            let mut cut = cut.min(whole.text().len());
            while !whole.text().is_char_boundary(cut) { cut -= 1; }
            let mut again = MappedText::new();
            again.push_slice(&whole, Span::of(0..cut));
            again.push_slice(&whole, Span::of(cut..whole.text().len()));
            prop_assert_eq!(&again, &whole);
            for (i, c) in whole.text().char_indices() {
                let one = whole.map().source_span(Span::of(i..i + c.len_utf8()));
                prop_assert_eq!(one.map(SourceSpan::len), Some(c.len_utf8() as u32));
            }
        }
    }
}
