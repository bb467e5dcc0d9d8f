//! What could not be read, matched or decided: a value with a place, never an exception.
//! The list of kinds is the list of everything that can go wrong below the ledger; each has a line in docs/faults.md.

use std::fmt;

use chancery_text::{SourceSpan, Span};

use crate::act::named_enum;

named_enum! {
    /// How much was lost.
    Severity {
        /// Nothing is lost; the reader should know.
        Note = "note",
        /// Something may be lost or wrong at that place.
        Warning = "warning",
        /// The source, or the named part of it, could not be read.
        Error = "error",
    }
}

named_enum! {
    /// What went wrong; each kind has a line in docs/faults.md.
    FaultKind {
        /// The source could not be opened.
        Unreadable = "unreadable",
        /// Bytes that don't decode in the encoding used.
        Undecodable = "undecodable",
        /// The declared encoding is not the one the bytes are in.
        EncodingLie = "encoding_lie",
        /// The format could not be told, or isn't read.
        UnknownFormat = "unknown_format",
        /// The container or document is damaged; what could be read was.
        Damaged = "damaged",
        /// The source is over a limit (size, depth, expansion, count); reading stopped there.
        OverLimit = "over_limit",
        /// Locked with a password.
        Encrypted = "encrypted",
        /// Pages without a text layer.
        NoTextLayer = "no_text_layer",
        /// Nothing that could be an article.
        NoArticle = "no_article",
        /// The text ends in mid-sentence.
        Truncated = "truncated",
        /// A masked character that the pack's words don't decide.
        MaskedUndecided = "masked_undecided",
        /// A number seems to be missing.
        LostNumber = "lost_number",
        /// A character that could not be read when the text was typed (□).
        Illegible = "illegible",
        /// A likely slip of the pen or converter, left as it is.
        Typo = "typo",
        /// A date without a year, and no clue that gives one.
        YearUnknown = "year_unknown",
        /// Grounds for the date that contradict each other.
        DateConflict = "date_conflict",
        /// Both scripts in one text.
        MixedScript = "mixed_script",
        /// A quotation that is never closed, or closed without having been opened.
        UnbalancedQuote = "unbalanced_quote",
        /// No pack for this language: read and kept, not coded.
        Uncoded = "uncoded",
        /// Metadata (front matter, headers) that could not be parsed.
        BadMetadata = "bad_metadata",
        /// A row without text or html.
        EmptyRow = "empty_row",
        /// Matching stopped at a cap.
        MatchCap = "match_cap",
        /// The program failed on this source: a bug.
        Internal = "internal",
    }
}

/// Where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultPlace {
    /// The source as a whole.
    Whole,
    /// These bytes of the source.
    Source(SourceSpan),
    /// These bytes of the article's text.
    Text(Span),
    /// This page, from 1.
    Page(u32),
}

/// One thing that went wrong, with its place and what to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// How much was lost.
    pub severity: Severity,
    /// Where.
    pub place: FaultPlace,
    /// What happened and, where there is something, what to try: a sentence for the user.
    pub message: String,
}

impl Fault {
    /// A fault of this kind, said in `message`.
    #[must_use]
    pub fn new(kind: FaultKind, severity: Severity, place: FaultPlace, message: impl Into<String>) -> Self {
        Self { kind, severity, place, message: message.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            FaultPlace::Whole => write!(f, "{}: {}", self.kind.name(), self.message),
            FaultPlace::Source(s) => write!(f, "{} at bytes {s:?}: {}", self.kind.name(), self.message),
            FaultPlace::Text(s) => write!(f, "{} at text {s:?}: {}", self.kind.name(), self.message),
            FaultPlace::Page(p) => write!(f, "{} on page {p}: {}", self.kind.name(), self.message),
        }
    }
}
