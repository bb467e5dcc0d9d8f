//! Bytes → text with a map to the bytes: byte order marks, declared and detected encodings, undecodable bytes.
//!
//! What holds for every run of the map: its bytes alone, decoded in `charset`, are its text. Characters for which that
//! isn't true in every codec of that name are [`RunKind::Escaped`](chancery_text::RunKind::Escaped), as is the
//! replacement character that stands for bytes that don't decode. Next to read: `decode/choose.rs`, `decode/walk.rs`.

mod choose;
mod walk;

use std::borrow::Cow;

use chancery_model::{Fault, FaultKind, FaultPlace, Severity};
use chancery_text::{MappedText, OffsetMap, RunKind, SourceSpan};

use crate::Format;
pub(crate) use choose::utf16_sample;

/// Places of undecodable bytes told one by one; what is beyond is told as a count. A page in a wrong encoding has
/// thousands, and nobody reads more than the first few.
const PLACES_TOLD: usize = 32;

/// A decoded source.
#[derive(Clone, Debug)]
pub struct Decoded<'b> {
    /// The text.
    pub text: Cow<'b, str>,
    /// The text's map to the bytes; `None` where the text is the bytes themselves from the first on (UTF-8 without
    /// faults and without a mark), so that maps need not be led on.
    pub map: Option<OffsetMap>,
    /// The encoding used, by its registered name in small letters.
    pub charset: String,
    /// Undecodable bytes, a declared encoding that lies.
    pub faults: Vec<Fault>,
}

/// Decodes a source of a text-like format.
#[must_use]
pub fn decode(bytes: &[u8], format: Format) -> Decoded<'_> {
    let chosen = choose::choose(bytes, format);
    let mut faults = chosen.faults;
    let (text, map, bad) = match chosen.encoding {
        None => (Cow::Borrowed(""), None, Vec::new()),
        Some(encoding) if encoding == encoding_rs::UTF_8 => utf8(bytes, chosen.mark),
        Some(encoding) => {
            let (mapped, bad) = walk::decode(bytes, chosen.mark, encoding);
            let (text, map) = mapped.into_parts();
            (Cow::Owned(text), Some(map), bad)
        }
    };
    tell(&bad, &chosen.name, &mut faults);
    Decoded { text, map, charset: chosen.name, faults }
}

/// UTF-8 behind a mark of so many bytes: borrowed where it is valid.
fn utf8(bytes: &[u8], mark: usize) -> (Cow<'_, str>, Option<OffsetMap>, Vec<SourceSpan>) {
    let body = &bytes[mark..];
    if let Ok(text) = simdutf8::basic::from_utf8(body) {
        let map = (mark > 0).then(|| OffsetMap::identity(text.len() as u32, mark as u32));
        return (Cow::Borrowed(text), map, Vec::new());
    }
    let mut out = MappedText::new();
    let mut bad = BadBytes::default();
    let mut at = mark as u32;
    for chunk in body.utf8_chunks() {
        if !chunk.valid().is_empty() {
            bad.close(&mut out);
            out.push_verbatim(chunk.valid(), at);
            at += chunk.valid().len() as u32;
        }
        let end = at + chunk.invalid().len() as u32;
        if end > at {
            bad.add(SourceSpan::new(at, end));
        }
        at = end;
    }
    bad.close(&mut out);
    let (text, map) = out.into_parts();
    (Cow::Owned(text), Some(map), bad.places)
}

/// Undecodable bytes met so far, neighbours as one.
#[derive(Default)]
struct BadBytes {
    open: Option<SourceSpan>,
    places: Vec<SourceSpan>,
}

impl BadBytes {
    fn add(&mut self, place: SourceSpan) {
        self.open = Some(self.open.map_or(place, |open| open.cover(place)));
    }

    /// Ends the open stretch: one replacement character stands for it.
    fn close(&mut self, out: &mut MappedText) {
        if let Some(place) = self.open.take() {
            out.push_run("\u{FFFD}", place, RunKind::Escaped);
            self.places.push(place);
        }
    }
}

fn tell(bad: &[SourceSpan], charset: &str, faults: &mut Vec<Fault>) {
    for place in bad.iter().take(PLACES_TOLD) {
        let count = place.len();
        let message =
            format!("{count} byte(s) are not {charset}; a replacement character stands there. Get a better copy");
        faults.push(Fault::new(FaultKind::Undecodable, Severity::Warning, FaultPlace::Source(*place), message));
    }
    if let Some(rest) = bad.get(PLACES_TOLD..).filter(|rest| !rest.is_empty()) {
        let place = rest.iter().copied().reduce(SourceSpan::cover).map_or(FaultPlace::Whole, FaultPlace::Source);
        let message =
            format!("{} more places of bytes that are not {charset}: it may be in another encoding", rest.len());
        faults.push(Fault::new(FaultKind::Undecodable, Severity::Warning, place, message));
    }
}

#[cfg(test)]
mod tests;
