//! Where the reading of a clause stands: what was passed so far. Next to read: `../govern.rs`.

use chancery_text::Span;

use super::Subject;

/// The walk over a clause's words, from left to right.
pub(super) struct Walk {
    pub(super) at: usize,
    pub(super) end: usize,
    /// Where the reading begins.
    pub(super) from: u32,
    /// The last stretch of coordinate names.
    pub(super) names: Option<(usize, usize)>,
    /// First of the adverbs directly before here.
    pub(super) chain: Option<usize>,
    /// Phrases stepped over.
    pub(super) phrases: Vec<Span>,
    /// 是 has been passed.
    pub(super) copula: bool,
    /// The subject of the first copula.
    pub(super) is_told_of: Subject,
    /// A force is sent (派军舰赴…): its move is the deed.
    pub(super) sends: bool,
}
