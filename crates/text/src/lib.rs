//! Floor 0: where things stand in a text.
//!
//! Spans ([`Span`] in the clean text, [`SourceSpan`] in the bytes as found), the map between the two
//! ([`OffsetMap`]), positions for people and for JSON ([`CodePoints`], [`LineIndex`]) and the folding view in which
//! words are matched ([`FoldTable`]). Nothing here knows a file format, a language or an act.
//! Next to read: `span.rs`, then `map.rs`.

mod fold;
mod map;
mod position;
mod span;

pub use fold::{FoldError, FoldTable};
pub use map::{LinearRun, MapError, MappedText, OffsetMap, Run, RunKind};
pub use position::{CodePoints, LineColumn, LineIndex};
pub use span::{SourceSpan, Span};
