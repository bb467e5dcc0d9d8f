//! What could not be read, matched or decided: a value with a place, never an exception.
//! The list of kinds is the list of everything that can go wrong below the ledger; each has a line in docs/faults.md.

use std::fmt;

use chancery_text::{SourceSpan, Span};

/// How much was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is lost; the reader should know.
    Note,
    /// Something may be lost or wrong at that place.
    Warning,
    /// The source, or the named part of it, could not be read.
    Error,
}

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// Bytes that don't decode in the encoding used.
    Undecodable,
    /// The declared encoding is not the one the bytes are in.
    EncodingLie,
    /// The format could not be told, or isn't read.
    UnknownFormat,
    /// The container or document is damaged; what could be read was.
    Damaged,
    /// The source is over a limit (size, depth, expansion, count); reading stopped there.
    OverLimit,
    /// Locked with a password.
    Encrypted,
    /// Pages without a text layer.
    NoTextLayer,
    /// Nothing that could be an article.
    NoArticle,
    /// The text ends in mid-sentence.
    Truncated,
    /// A masked character that the pack's words don't decide.
    MaskedUndecided,
    /// A number seems to be missing.
    LostNumber,
    /// A character that could not be read when the text was typed (□).
    Illegible,
    /// A likely slip of the pen or converter, left as it is.
    Typo,
    /// A date without a year, and no clue that gives one.
    YearUnknown,
    /// Grounds for the date that contradict each other.
    DateConflict,
    /// Both scripts in one text.
    MixedScript,
    /// A quotation that is never closed, or closed without having been opened.
    UnbalancedQuote,
    /// No pack for this language: read and kept, not coded.
    Uncoded,
    /// Metadata (front matter, headers) that could not be parsed.
    BadMetadata,
    /// A row without text or html.
    EmptyRow,
    /// Matching stopped at a cap.
    MatchCap,
}

impl FaultKind {
    /// Its name in the record and in docs/faults.md.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Undecodable => "undecodable",
            Self::EncodingLie => "encoding_lie",
            Self::UnknownFormat => "unknown_format",
            Self::Damaged => "damaged",
            Self::OverLimit => "over_limit",
            Self::Encrypted => "encrypted",
            Self::NoTextLayer => "no_text_layer",
            Self::NoArticle => "no_article",
            Self::Truncated => "truncated",
            Self::MaskedUndecided => "masked_undecided",
            Self::LostNumber => "lost_number",
            Self::Illegible => "illegible",
            Self::Typo => "typo",
            Self::YearUnknown => "year_unknown",
            Self::DateConflict => "date_conflict",
            Self::MixedScript => "mixed_script",
            Self::UnbalancedQuote => "unbalanced_quote",
            Self::Uncoded => "uncoded",
            Self::BadMetadata => "bad_metadata",
            Self::EmptyRow => "empty_row",
            Self::MatchCap => "match_cap",
        }
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
