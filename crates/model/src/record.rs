//! The JSON record (schema 1): what `chancery read --format jsonl` prints, one object an article, in code points.
//!
//! The structs below *are* the record: their fields in their order, described to others by [`schema`]. They borrow from
//! the [`Article`](crate::Article) they are made of (`record/build.rs`), so that printing costs little beside reading.
//! What is not known is `null` or empty; nothing is guessed. Not here: bytes offsets of the text, which only the program
//! itself uses. Next to read: `record/build.rs`.

mod build;
mod parts;
mod print;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    ActKind, AmountRole, DateGround, DateRole, DocumentKind, FaultKind, MechanismAct, MentionKind, PartKind, Polarity,
    RepairKind, Script, Severity, Stance, Status,
};
pub use build::act_ids;
pub use parts::{Figure, Iso, Names, PartialIso, Range};

/// The version of the record's form. Fields are only ever added within a version.
pub const SCHEMA: u32 = 1;

/// What made a record: it is written in each, since another version may read the same bytes differently.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct Maker {
    /// The program and its version: `chancery 0.1.0`.
    pub program: String,
    /// The language packs used, in order of language.
    pub packs: Vec<PackVersion>,
}

/// One language pack.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct PackVersion {
    /// Its language tag.
    pub language: String,
    /// Its own version.
    pub version: String,
    /// A digest of its files, where the pack was loaded from a folder or carries one.
    pub digest: Option<String>,
}

/// One article as read. `start` and `end` count Unicode code points of `text`, half-open.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Chancery record")]
pub struct Record<'a> {
    /// Version of this form: 1.
    pub schema: u32,
    /// A hash of the source's bytes and the article's place in it: the same source gives the same id.
    pub id: &'a str,
    /// Where it was found.
    pub source: SourceRecord<'a>,
    /// Title, as printed.
    pub title: Option<&'a str>,
    /// What kind of document.
    pub kind: DocumentKind,
    /// Language (BCP 47).
    pub language: &'a str,
    /// Script of the text (ISO 15924).
    pub script: Script,
    /// Day of publication.
    pub published: Option<Iso>,
    /// Why that day is believed.
    pub published_ground: Option<DateGround>,
    /// Every sign of the date that was found, those that were overruled too.
    pub date_clues: Vec<ClueRecord<'a>>,
    /// Dateline: place, day and agency as the text itself prints them.
    pub dateline: Option<DatelineRecord<'a>>,
    /// Who printed it, as printed.
    pub outlet: Option<&'a str>,
    /// Authors, as printed.
    pub authors: &'a [String],
    /// Its address, where the source gives one.
    pub url: Option<&'a str>,
    /// Whose act the document is (actor ids).
    pub issuers: Names<'a>,
    /// Collective and short names, and whom they mean here.
    #[schemars(with = "std::collections::BTreeMap<String, Vec<String>>")]
    pub parties: parts::Parties<'a>,
    /// Clean text in the source's own script, paragraphs parted by `\n`.
    pub text: &'a str,
    /// Text start and end (code points), source start and end (bytes), a linear run each.
    #[schemars(with = "Vec<[u32; 4]>")]
    pub map: parts::Runs,
    /// What was mended or flagged, with what stood there.
    pub repairs: Vec<RepairRecord<'a>>,
    /// Structure, in the order of the text, outer before inner.
    pub parts: Vec<PartRecord<'a>>,
    /// Where each page of a paged source begins.
    pub pages: Vec<PageRecord>,
    /// Where on its page each line of a paged source stands.
    pub lines: Vec<LineRecord>,
    /// What the article's voices do with words, in the order of the text.
    pub acts: Vec<ActRecord<'a>>,
    /// Everything recognised, inside acts or not; several actors under one name are several mentions.
    pub mentions: Vec<MentionRecord<'a>>,
    /// Meetings told of.
    pub meetings: Vec<MeetingRecord<'a>>,
    /// Mechanisms named.
    pub mechanisms: Vec<MechanismRecord<'a>>,
    /// Instruments named.
    pub instruments: Vec<InstrumentRecord<'a>>,
    /// Replies under the post: kept, never coded.
    pub comments: Vec<CommentRecord<'a>>,
    /// What went wrong. The faults of a source as a whole stand with its first article.
    pub faults: Vec<FaultRecord<'a>>,
    /// What made this record.
    #[serde(flatten)]
    pub maker: &'a Maker,
}

/// Where an article was found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SourceRecord<'a> {
    /// Path, URL or `archive!member`, as given.
    pub name: &'a str,
    /// Media type of the document.
    pub media_type: &'a str,
    /// Encoding it was decoded in.
    pub charset: Option<&'a str>,
    /// Length in bytes.
    pub bytes: u64,
    /// BLAKE3 of the bytes, in hex.
    pub blake3: &'a str,
    /// Which article of the source, from 0.
    pub article: u32,
    /// The part of a container (DOCX, EPUB) whose unpacked bytes `map` and every `source` range count in.
    pub part: Option<&'a str>,
    /// When it was fetched (RFC 3339), where known.
    pub retrieved: Option<&'a str>,
}

/// A sign of a date.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClueRecord<'a> {
    /// Why it counts.
    pub ground: DateGround,
    /// The date as far as it goes: `2022-02-04`, `2022-02`, `2022`, `--02-04` without a year.
    pub date: PartialIso,
    /// As written.
    pub quote: &'a str,
    /// Bytes of the source it stands in.
    pub source: Option<Range>,
}

/// A dateline.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DatelineRecord<'a> {
    /// Place, as printed.
    pub place: Option<&'a str>,
    /// Day.
    pub date: Option<Iso>,
    /// Agency, as printed.
    pub agency: Option<&'a str>,
    /// Where it stands in the text, where it does.
    pub span: Option<Range>,
}

/// A repair.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RepairRecord<'a> {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// What was done.
    pub kind: RepairKind,
    /// What stood there.
    pub found: Cow<'a, str>,
    /// 1 where no other reading is possible.
    pub confidence: f32,
    /// The bytes of the source it stood in.
    pub source: Option<Range>,
}

/// A part of the structure.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PartRecord<'a> {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// What it is.
    pub kind: PartKind,
    /// Level of a heading or item, depth of a quote, from 1.
    pub level: Option<u8>,
    /// Its label without punctuation.
    pub label: Option<&'a str>,
    /// Who speaks (questions, answers, quotes), where named: code points of the text.
    pub speaker: Option<Range>,
}

/// Where a page begins.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PageRecord {
    /// First code point on the page.
    pub start: u32,
    /// Its number, from 1.
    pub page: u32,
}

/// Where a line stands on its page: points from the lower left corner.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LineRecord {
    /// First code point of the line.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Its page, from 1.
    pub page: u32,
    /// Start of its baseline.
    pub x: f32,
    /// Height of its baseline.
    pub y: f32,
    /// Its length.
    pub width: f32,
    /// Size of its letters.
    pub size: f32,
}

/// One entry of the ledger as proposed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ActRecord<'a> {
    /// The article's id, the kind and the place: the same act keeps its id whatever else is found.
    pub id: String,
    /// What kind.
    pub kind: ActKind,
    /// First code point of the quote.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The evidence: this slice of the text.
    pub quote: &'a str,
    /// Class of the governing verb; none for claims.
    pub stance: Option<Stance>,
    /// Attitude to the content; positions only.
    pub polarity: Option<Polarity>,
    /// Strength, 1 to 5; positions and calls only.
    pub intensity: Option<u8>,
    /// Who performs it.
    pub holders: Names<'a>,
    /// Where the holder is named; may lie outside the quote.
    pub holder_span: Option<Range>,
    /// To whom, with whom, for whom.
    pub addressees: Names<'a>,
    /// About or against whom or what.
    pub targets: &'a [String],
    /// Who reports it, outermost first.
    pub via: Names<'a>,
    /// Figures that measure it.
    pub amounts: Vec<ActAmount<'a>>,
    /// Times that bound it.
    pub dates: Vec<ActDate<'a>>,
    /// Instruments named in the quote.
    pub instruments: &'a [String],
    /// Mechanisms named in the quote.
    pub mechanisms: &'a [String],
    /// What a commitment says of its own standing.
    pub status: Option<Status>,
    /// The condition under which it holds: code points of the text.
    pub only_if: Option<Range>,
    /// Topics.
    pub topics: &'a [String],
    /// PLOVER code, for events.
    pub event: Option<&'a str>,
    /// The rule that proposed it.
    pub rule: &'a str,
    /// From stated evidence, 0 to 1.
    pub confidence: f32,
}

/// A figure in an act. A range has `min` and `max`, and a null `value`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ActAmount<'a> {
    /// The figure.
    pub value: Option<Figure>,
    /// Lower end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<Figure>,
    /// Upper end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Figure>,
    /// ISO 4217 for money, else an English singular.
    pub unit: Option<&'a str>,
    /// ISO 4217, for money.
    pub currency: Option<&'a str>,
    /// How exact it is said to be.
    pub approx: Option<&'static str>,
    /// What it is in the act.
    pub role: Option<AmountRole>,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A time in an act. A cadence has its ISO 8601 duration as `start`; an open end is left out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ActDate<'a> {
    /// First day, or the duration of a cadence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Cow<'a, str>>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Cow<'a, str>>,
    /// What it is in the act.
    pub role: DateRole,
    /// First code point.
    pub text_start: u32,
    /// One past the last.
    pub text_end: u32,
}

/// Something recognised in the text.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MentionRecord<'a> {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// What it is.
    pub kind: MentionKind,
    /// The actor named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<&'a str>,
    /// The name as printed, without marks (places, instruments, mechanisms).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// The normal value of a date, duration, amount or number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<ValueRecord<'a>>,
}

/// A normal value.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ValueRecord<'a> {
    /// Days, an open end left out.
    Dates(DatesRecord),
    /// A length of time.
    Duration {
        /// ISO 8601.
        duration: &'a str,
    },
    /// A recurrence.
    Recurrence {
        /// ISO 8601: how long from one to the next.
        cadence: &'a str,
    },
    /// A figure.
    Amount {
        /// The figure.
        value: Figure,
        /// ISO 4217 for money, else an English singular; null for a bare number.
        unit: Option<&'a str>,
        /// How exact it is said to be.
        approx: Option<&'static str>,
    },
    /// A range of figures.
    AmountRange {
        /// Lower end.
        min: Figure,
        /// Upper end.
        max: Figure,
        /// ISO 4217 for money, else an English singular; null for a bare number.
        unit: Option<&'a str>,
        /// How exact it is said to be.
        approx: Option<&'static str>,
    },
}

/// From a day to a day, both included.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DatesRecord {
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Iso>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Iso>,
}

/// A meeting told of.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MeetingRecord<'a> {
    /// As printed.
    pub name: &'a str,
    /// When.
    pub dates: Vec<DatesRecord>,
    /// Where.
    pub place: Option<&'a str>,
    /// Who took part.
    pub participants: Vec<ParticipantRecord<'a>>,
    /// First code point of the telling.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// Who took part in a meeting.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ParticipantRecord<'a> {
    /// Name.
    pub person: Option<&'a str>,
    /// Post.
    pub post: Option<&'a str>,
    /// For whom (actor id).
    pub actor: Option<&'a str>,
}

/// A mechanism named.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MechanismRecord<'a> {
    /// As printed, without marks.
    pub name: &'a str,
    /// What was done to it.
    pub act: MechanismAct,
    /// Its members (actor ids).
    pub members: Names<'a>,
    /// How often it meets (ISO 8601 duration).
    pub cadence: Option<&'a str>,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// An instrument named.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InstrumentRecord<'a> {
    /// As printed, without marks.
    pub name: &'a str,
    /// Its date, as far as the text gives it.
    pub date: Option<&'a str>,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A reply under a post.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CommentRecord<'a> {
    /// Who wrote it, as printed.
    pub author: Option<&'a str>,
    /// When, as printed.
    pub posted: Option<&'a str>,
    /// What it says.
    pub text: &'a str,
    /// Bytes of the source it stands in.
    pub source: Option<Range>,
}

/// Something that went wrong.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FaultRecord<'a> {
    /// What.
    pub kind: FaultKind,
    /// How much was lost.
    pub severity: Severity,
    /// A sentence for people: what happened and what to try.
    pub message: &'a str,
    /// Code points of the text, where it concerns the text.
    pub span: Option<Range>,
    /// Bytes of the source, where they are known.
    pub source: Option<Range>,
    /// Page of a paged source, from 1.
    pub page: Option<u32>,
}

/// The JSON Schema (2020-12) of [`Record`]: what `chancery schema` prints and docs/record.schema.json holds.
#[must_use]
pub fn schema() -> schemars::Schema {
    // As written: a field that is always there is required, though it may be null.
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Record<'_>>()
}
