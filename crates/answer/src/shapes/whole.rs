//! One act, article or commitment with all that is known of it.

use chancery_ledger::{Article, Checked, Judgement, RecordedFault, Timestamp};
use chancery_query::{How, Progress, Sentence};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ActRow, PromiseRow};
use crate::Repair;

/// A later act that takes a promise up.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FollowRow<'a> {
    /// The act.
    #[serde(flatten)]
    pub act: ActRow<'a>,
    /// How.
    pub how: How,
    /// `accepted`, `passed over` or `suggested`.
    #[schema(example = "suggested")]
    pub judged: &'a str,
    /// How much of the promise's own words it shares, 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    pub alike: f64,
    /// Its figure in the promise's unit and vehicle.
    #[schema(required = true)]
    pub figure: Option<f64>,
    /// The number of the judgement that says so.
    #[schema(required = true)]
    pub judgement: Option<i64>,
}

/// What became of a commitment.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackAnswer<'a> {
    /// The commitment.
    pub commitment: PromiseRow<'a>,
    /// By figure of the promise.
    #[schema(value_type = Vec<Progress>)]
    pub progress: &'a [Progress],
    /// Its ratings, first to last.
    #[schema(value_type = Vec<Judgement>)]
    pub statuses: &'a [Judgement],
    /// The last day on which anybody took it up, or it was said itself.
    #[schema(required = true)]
    pub last_word: Option<&'a str>,
    /// Accepted ones and suggestions, first to last; those passed over last.
    pub follow_ups: Vec<FollowRow<'a>>,
    /// Sentences in later texts that speak of it and hold no act.
    #[schema(value_type = Vec<Sentence>)]
    pub sentences: &'a [Sentence],
}

/// Where an act comes from.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SourceOf<'a> {
    /// The last name that the source was found under.
    #[schema(example = "statement.html")]
    pub name: &'a str,
    /// BLAKE3 of its bytes, in hex.
    pub blake3: &'a str,
    /// Which article of the source, from 0.
    pub article: u32,
    /// Bytes of the source that the quote leads to: first, and one past the last.
    #[schema(required = true)]
    pub bytes: Option<(u32, u32)>,
    /// When the ledger learnt it.
    #[schema(value_type = String, example = "2024-03-13T08:00:00Z")]
    pub learnt: Timestamp,
    /// When another reading took its place.
    #[schema(value_type = Option<String>, required = true)]
    pub superseded: Option<Timestamp>,
    /// Articles that stand now in the place of a superseded one, by their ids.
    pub instead: Vec<&'a str>,
}

/// A paragraph.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Paragraph<'a> {
    /// First code point in the text.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Its words.
    pub text: &'a str,
}

/// An act with its paragraph, its way back to the bytes and its judgements.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActAnswer<'a> {
    /// The act.
    #[serde(flatten)]
    pub act: ActRow<'a>,
    /// Where it comes from.
    pub source: SourceOf<'a>,
    /// The paragraph it begins in.
    #[schema(required = true)]
    pub paragraph: Option<Paragraph<'a>>,
    /// The condition under which it holds, in words.
    #[schema(required = true)]
    pub only_if: Option<&'a str>,
    /// How its quote compares with the bytes.
    #[schema(value_type = Checked)]
    pub verified: &'a Checked,
    /// What people judged of it.
    #[schema(value_type = Vec<Judgement>)]
    pub judgements: &'a [Judgement],
}

/// An article with its acts: the fields of an article, with the acts themselves in the place of their number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArticleAnswer<'a> {
    /// Its id.
    #[schema(example = "6211b276b9")]
    pub id: &'a str,
    /// Title, as printed.
    #[schema(required = true)]
    pub title: Option<&'a str>,
    /// What kind of document.
    #[schema(example = "statement")]
    pub kind: &'a str,
    /// Language.
    #[schema(example = "en")]
    pub language: &'a str,
    /// Script.
    #[schema(required = true)]
    pub script: Option<&'a str>,
    /// When it was said.
    #[schema(example = "2024-03-12", required = true)]
    pub said: Option<&'a str>,
    /// Whose act the document is.
    #[schema(value_type = Vec<String>)]
    pub issuers: &'a [String],
    /// Who printed it.
    #[schema(required = true)]
    pub outlet: Option<&'a str>,
    /// Its address.
    #[schema(required = true)]
    pub url: Option<&'a str>,
    /// The last name that its source was found under.
    pub source: &'a str,
    /// BLAKE3 of its source's bytes, in hex.
    pub blake3: &'a str,
    /// Which article of the source, from 0.
    pub number: u32,
    /// Length of the text in code points.
    pub characters: u64,
    /// When the ledger learnt it.
    #[schema(value_type = String, example = "2024-03-13T08:00:00Z")]
    pub learnt: Timestamp,
    /// When another reading took its place.
    #[schema(value_type = Option<String>, required = true)]
    pub superseded: Option<Timestamp>,
    /// Articles that stand now in the place of a superseded one, by their ids.
    pub instead: Vec<&'a str>,
    /// The way to it.
    pub permalink: String,
    /// What went wrong in reading it, and where.
    #[schema(value_type = Vec<RecordedFault>)]
    pub faults: &'a [RecordedFault],
    /// What was mended or flagged in reading it, and where.
    #[schema(value_type = Vec<Repair>)]
    pub repairs: &'a [Repair],
    /// The stretch that a permalink's place means; `acts` are those in it then.
    #[schema(required = true)]
    pub passage: Option<Paragraph<'a>>,
    /// The other texts that tell the same: copies, reprints, versions in other languages.
    #[schema(value_type = Vec<Article>)]
    pub copies: &'a [Article],
    /// Its acts, as they stand in the text.
    pub acts: Vec<ActRow<'a>>,
}

/// A stretch of text compared with its source.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VerifyAnswer<'a> {
    /// What was found out.
    #[serde(flatten)]
    #[schema(value_type = Checked)]
    pub checked: &'a Checked,
    /// Whether everything agreed.
    #[schema(example = true)]
    pub holds: bool,
}
