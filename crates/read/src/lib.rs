//! Floor 3: source bytes → clean, mapped, structured articles.
//!
//! The path: [`sniff`] tells the format → `decode` gives text with a map to the bytes → one of `formats/` gives
//! [`Sheet`]s (blocks in reading order, with what the markup says of them) → `compose/` makes articles of a sheet: parts
//! them, drops boilerplate, joins broken words, finds title, dates and structure. Knows formats, no language: see
//! [`chancery_model::Conventions`]. Never fails on data: what went wrong is a [`chancery_model::Fault`].
//! Next to read: `reading.rs`, `sheet.rs`, then `compose/mod.rs`.

mod archive;
mod compose;
mod decode;
mod formats;
mod limits;
mod reading;
mod sheet;
mod sniff;

pub use archive::{Member, is_archive, unpack};
pub use compose::Guide;
pub use decode::{Decoded, decode};
pub use formats::html::read as read_html;
pub use limits::Limits;
pub use reading::{Reading, read, read_text};
pub use sheet::{Block, BlockKind, CommentDraft, Gap, Hint, HintKind, PageLine, Sheet};
pub use sniff::{Format, sniff};
