//! An article: what one source, or one of the items in it, says, cleaned and mapped. All spans are bytes of `text`
//! unless they say source. Built by `read`; `extract` adds mentions, acts, issuers and parties.
//! Next to read: `record.rs`, the JSON made from it.

use std::fmt;
use std::sync::Arc;

use chancery_text::{MappedText, OffsetMap, SourceSpan, Span};

use crate::act::{Act, ActorId, InstrumentNote, MechanismNote, MeetingNote, Mention, named_enum};
use crate::{Day, Fault};

/// The source an article was found in, as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path, URL or `archive!member`.
    pub name: String,
    /// Media type of the document itself (`text/html`).
    pub media_type: String,
    /// The encoding it was decoded in, by its registered name, small letters (`utf-8`, `gb18030`).
    pub charset: Option<String>,
    /// Length in bytes.
    pub bytes: u64,
    /// BLAKE3 of the bytes, in hex.
    pub blake3: String,
    /// When it was fetched, RFC 3339, where the caller knows.
    pub retrieved: Option<String>,
}

named_enum! {
    /// What kind of document.
    DocumentKind {
        /// Any statement issued by several.
        JointStatement = "joint_statement",
        /// A declaration.
        Declaration = "declaration",
        /// A communiqué.
        Communique = "communique",
        /// A concept paper.
        ConceptPaper = "concept_paper",
        /// An interview.
        Interview = "interview",
        /// A press conference.
        PressConference = "press_conference",
        /// One side's account of a meeting or call.
        Readout = "readout",
        /// News.
        NewsReport = "news_report",
        /// A speech.
        Speech = "speech",
        /// A treaty.
        Treaty = "treaty",
        /// A resolution.
        Resolution = "resolution",
        /// A law.
        Law = "law",
        /// A report.
        Report = "report",
        /// A white paper.
        WhitePaper = "white_paper",
        /// A fact sheet.
        FactSheet = "fact_sheet",
        /// Anything else.
        Other = "other",
    }
}

named_enum! {
    /// The script of the text.
    Script {
        /// Simplified Chinese.
        Hans = "Hans",
        /// Traditional Chinese.
        Hant = "Hant",
        /// Latin.
        Latn = "Latn",
        /// Cyrillic.
        Cyrl = "Cyrl",
        /// Japanese.
        Jpan = "Jpan",
        /// Korean.
        Kore = "Kore",
        /// Arabic.
        Arab = "Arab",
        /// Another one.
        Zyyy = "Zyyy",
    }
}

/// A BCP 47 language subtag (`zh`, `en`), or `und`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 3]);

impl Language {
    /// Chinese.
    pub const ZH: Self = Self(*b"zh ");
    /// English.
    pub const EN: Self = Self(*b"en ");
    /// Not determined.
    pub const UND: Self = Self(*b"und");

    /// The language with this subtag: two or three small letters.
    #[must_use]
    pub fn new(tag: &str) -> Option<Self> {
        let bytes = tag.as_bytes();
        let fits = (2..=3).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_lowercase);
        fits.then(|| Self([bytes[0], bytes[1], *bytes.get(2).unwrap_or(&b' ')]))
    }

    /// The subtag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("und").trim_end()
    }
}

named_enum! {
    /// What a part of an article is.
    PartKind {
        /// A heading.
        Heading = "heading",
        /// A paragraph.
        Paragraph = "paragraph",
        /// An item of a list or programme.
        Item = "item",
        /// A question.
        Question = "question",
        /// An answer.
        Answer = "answer",
        /// A quotation.
        Quote = "quote",
        /// A caption that belongs to the article.
        Caption = "caption",
        /// A signature, place and date at the end.
        Signature = "signature",
    }
}

/// A part of an article's structure. Parts nest: an answer holds paragraphs, a paragraph holds quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: PartKind,
    /// Level of a heading or item, from 1; depth of a quote, from 1.
    pub level: Option<u8>,
    /// Its label without punctuation: 一, 三, 1, 一是.
    pub label: Option<String>,
    /// Who speaks (questions, answers), as printed.
    pub speaker: Option<Span>,
}

named_enum! {
    /// What was mended or flagged.
    RepairKind {
        /// A word broken by a page or line break, joined.
        Joined = "joined",
        /// A masked character, restored.
        Restored = "restored",
        /// A likely slip, flagged and never changed.
        Typo = "typo",
        /// An escape that the map can't express (`\u4e2d`), resolved.
        Decoded = "decoded",
    }
}

/// One repair, with what stood there.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// Where in the clean text.
    pub span: Span,
    /// What was done.
    pub kind: RepairKind,
    /// What stood there in the source.
    pub found: String,
    /// The bytes it stood in.
    pub source: Option<SourceSpan>,
    /// 1 where no other reading is possible.
    pub confidence: f32,
}

named_enum! {
    /// Why a date is believed, strongest first.
    DateGround {
        /// Dateline: 新华社北京2月21日电.
        Dateline = "dateline",
        /// Signed and dated at the end: 二〇二二年二月四日于北京.
        Signature = "signature",
        /// Printed under the title, with the release.
        Byline = "byline",
        /// Front matter or a field of the row or feed item.
        FrontMatter = "front_matter",
        /// A meta tag, JSON-LD or time element of the page.
        Meta = "meta",
        /// A stamp left by the saving program (milliseconds).
        Stamp = "stamp",
        /// In the address.
        Url = "url",
        /// Clues inside the text, listed.
        Clues = "clues",
        /// When somebody posted it: never the date of what is told.
        Post = "post",
    }
}

/// One piece of evidence for a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateClue {
    /// Why it counts.
    pub ground: DateGround,
    /// The day it gives, as far as it goes.
    pub date: crate::PartialDate,
    /// As written.
    pub quote: String,
    /// Where in the source.
    pub source: Option<SourceSpan>,
}

/// The day of publication, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The day.
    pub day: Day,
    /// The strongest ground.
    pub ground: DateGround,
    /// Every clue, those that were overruled too.
    pub clues: Vec<DateClue>,
}

/// 新华社北京2月21日电.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Dateline {
    /// Where the words stand in the text, where they do.
    pub span: Option<Span>,
    /// The place, as printed.
    pub place: Option<String>,
    /// The day, its year from the text's clues.
    pub date: Option<Day>,
    /// The agency, as printed.
    pub agency: Option<String>,
}

/// A collective or short name and whom it means here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// As printed: 雙方.
    pub name: String,
    /// Who.
    pub actors: Vec<ActorId>,
}

/// A reply under a forum post: kept, never coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Who wrote it, as printed.
    pub author: Option<String>,
    /// When, as printed.
    pub posted: Option<String>,
    /// What it says.
    pub text: String,
    /// Where in the source.
    pub source: Option<SourceSpan>,
}

/// Where a line of a paged source stands, as evidence beside the map: in points from the page's lower left corner, before
/// any turning of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageLine {
    /// The line in the text.
    pub span: Span,
    /// The page, from 1.
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

/// One article.
#[derive(Clone, Debug)]
pub struct Article {
    /// A hash of the source's bytes and the article's place in it: stable.
    pub id: String,
    /// Where it was found.
    pub source: Arc<Source>,
    /// Which article of its source, from 0, in reading order.
    pub number: u32,
    /// Title, as printed.
    pub title: Option<String>,
    /// What kind of document.
    pub kind: DocumentKind,
    /// Language.
    pub language: Language,
    /// Script.
    pub script: Script,
    /// Day of publication with its grounds.
    pub published: Option<Published>,
    /// Every clue to the date where none was strong enough to give one.
    pub date_clues: Vec<DateClue>,
    /// Dateline.
    pub dateline: Option<Dateline>,
    /// The outlet that printed it, as printed.
    pub outlet: Option<String>,
    /// Authors, as printed.
    pub authors: Vec<String>,
    /// Its address, where the source gives one.
    pub url: Option<String>,
    /// Whose act the document is.
    pub issuers: Vec<ActorId>,
    /// Collective and short names.
    pub parties: Vec<Party>,
    /// Clean text: paragraphs parted by `\n`.
    pub text: String,
    /// Text → bytes of the source.
    pub map: OffsetMap,
    /// What was mended.
    pub repairs: Vec<Repair>,
    /// Structure, in the order of their starts, outer before inner.
    pub parts: Vec<Part>,
    /// Pages, for paged sources: where each begins in the text, and its number from 1.
    pub pages: Vec<(u32, u32)>,
    /// For paged sources: where on its page each line stands.
    pub lines: Vec<PageLine>,
    /// For sources that hold parts (DOCX, EPUB): the part whose unpacked bytes the map leads to.
    pub part: Option<String>,
    /// Replies.
    pub comments: Vec<Comment>,
    /// What went wrong.
    pub faults: Vec<Fault>,
    /// Acts.
    pub acts: Vec<Act>,
    /// Mentions.
    pub mentions: Vec<Mention>,
    /// Meetings.
    pub meetings: Vec<MeetingNote>,
    /// Mechanisms.
    pub mechanisms: Vec<MechanismNote>,
    /// Instruments.
    pub instruments: Vec<InstrumentNote>,
}

impl Article {
    /// An article of this text about which nothing else is known yet.
    #[must_use]
    pub fn new(id: String, source: Arc<Source>, number: u32, text: MappedText) -> Self {
        let (text, map) = text.into_parts();
        Self {
            id,
            source,
            number,
            title: None,
            kind: DocumentKind::Other,
            language: Language::UND,
            script: Script::Zyyy,
            published: None,
            date_clues: Vec::new(),
            dateline: None,
            outlet: None,
            authors: Vec::new(),
            url: None,
            issuers: Vec::new(),
            parties: Vec::new(),
            text,
            map,
            repairs: Vec::new(),
            parts: Vec::new(),
            pages: Vec::new(),
            lines: Vec::new(),
            part: None,
            comments: Vec::new(),
            faults: Vec::new(),
            acts: Vec::new(),
            mentions: Vec::new(),
            meetings: Vec::new(),
            mechanisms: Vec::new(),
            instruments: Vec::new(),
        }
    }
}
