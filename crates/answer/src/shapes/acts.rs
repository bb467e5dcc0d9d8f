//! Acts and articles in lists, on boards, as promises and beside each other.

use chancery_ledger::{Act, Article, RecordedAmount, RecordedDate, Standing, permalink};
use chancery_query::{Due, Facets, Move, Pair, Stand, Suggestion};
use serde::Serialize;
use utoipa::ToSchema;

/// An act: the record's fields, with its short id, its article and what people judged of it. Places are code points.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActRow<'a> {
    /// Its id.
    #[schema(example = "6211b276b9.p119-133")]
    pub id: String,
    /// The way to it, for any program that knows this ledger.
    #[schema(example = "chancery:6211b276b9faf122c6d2f175.p119-133")]
    pub permalink: String,
    /// Its article's id.
    #[schema(example = "6211b276b9")]
    pub article: &'a str,
    /// Its article's title.
    #[schema(example = "Joint statement on marine protection", required = true)]
    pub title: Option<&'a str>,
    /// When it was said: the article's day.
    #[schema(example = "2024-03-12", required = true)]
    pub said: Option<&'a str>,
    /// `position`, `commitment`, `call`, `event`, `claim`.
    #[schema(example = "position")]
    pub kind: &'a str,
    /// First code point of the quote in the text.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The evidence: this slice of the text.
    #[schema(example = "Chile opposes unilateral measures")]
    pub quote: &'a str,
    /// Class of the governing verb.
    #[schema(example = "oppose", required = true)]
    pub stance: Option<&'a str>,
    /// `+`, `-` or `0`.
    #[schema(example = "-", required = true)]
    pub polarity: Option<&'a str>,
    /// Strength, 1 to 5.
    #[schema(minimum = 1, maximum = 5, example = 4, required = true)]
    pub intensity: Option<u8>,
    /// Who performs it.
    #[schema(value_type = Vec<String>, example = json!(["CHL"]))]
    pub holders: &'a [String],
    /// To whom, with whom, for whom.
    #[schema(value_type = Vec<String>)]
    pub addressees: &'a [String],
    /// About or against whom or what.
    #[schema(value_type = Vec<String>, example = json!(["unilateral measures"]))]
    pub targets: &'a [String],
    /// Who reports it, outermost first.
    #[schema(value_type = Vec<String>)]
    pub via: &'a [String],
    /// Figures that measure it.
    #[schema(value_type = Vec<RecordedAmount>)]
    pub amounts: &'a [RecordedAmount],
    /// Times that bound it.
    #[schema(value_type = Vec<RecordedDate>)]
    pub dates: &'a [RecordedDate],
    /// Instruments named in the quote.
    #[schema(value_type = Vec<String>)]
    pub instruments: &'a [String],
    /// Mechanisms named in the quote.
    #[schema(value_type = Vec<String>)]
    pub mechanisms: &'a [String],
    /// `ongoing`, where a commitment says so.
    #[schema(required = true)]
    pub status: Option<&'a str>,
    /// PLOVER code, for events.
    #[schema(required = true)]
    pub event: Option<&'a str>,
    /// The rule that proposed it.
    #[schema(example = "stance.oppose")]
    pub rule: &'a str,
    /// From stated evidence, 0 to 1.
    #[schema(minimum = 0, maximum = 1, example = 0.9)]
    pub confidence: f64,
    /// What people said of it.
    #[schema(value_type = Standing)]
    pub standing: &'a Standing,
}

impl<'a> From<&'a Act> for ActRow<'a> {
    fn from(act: &'a Act) -> Self {
        let a = &act.act;
        Self {
            id: act.id.to_string(),
            permalink: act.id.permalink(),
            article: &act.id.article[..act.id.article.len().min(10)],
            title: act.title.as_deref(),
            said: act.said.as_deref(),
            kind: &a.kind,
            start: a.start,
            end: a.end,
            quote: &a.quote,
            stance: a.stance.as_deref(),
            polarity: a.polarity.as_deref(),
            intensity: a.intensity,
            holders: &a.holders,
            addressees: &a.addressees,
            targets: &a.targets,
            via: &a.via,
            amounts: &a.amounts,
            dates: &a.dates,
            instruments: &a.instruments,
            mechanisms: &a.mechanisms,
            status: a.status.as_deref(),
            event: a.event.as_deref(),
            rule: &a.rule,
            confidence: a.confidence,
            standing: &act.standing,
        }
    }
}

/// An act that was found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FoundAct<'a> {
    /// The act.
    #[serde(flatten)]
    pub act: ActRow<'a>,
    /// The words found in its quote.
    #[schema(value_type = Vec<String>, example = json!(["unilateral"]))]
    pub found: Vec<&'a str>,
    /// How well it fits; only for comparing within one answer.
    pub score: f32,
}

/// A paragraph that was found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FoundPassage<'a> {
    /// `passage`.
    #[schema(example = "passage")]
    pub kind: &'static str,
    /// Its article's id.
    #[schema(example = "6211b276b9")]
    pub article: &'a str,
    /// The way to it.
    pub permalink: String,
    /// Its article's title.
    #[schema(required = true)]
    pub title: Option<&'a str>,
    /// Its article's day.
    #[schema(example = "2024-03-12", required = true)]
    pub said: Option<&'a str>,
    /// First code point in the text; 0 to 0 for a title that is no part of it.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Its words.
    pub text: &'a str,
    /// The words found.
    #[schema(value_type = Vec<String>)]
    pub found: Vec<&'a str>,
}

/// What a search found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SearchAnswer<'a> {
    /// Acts, best first.
    pub acts: Vec<FoundAct<'a>>,
    /// How many there are altogether.
    #[schema(example = 412)]
    pub all_acts: u64,
    /// Paragraphs that no act of the answer stands in, best first; on the first page alone.
    pub passages: Vec<FoundPassage<'a>>,
    /// How many paragraphs hold it, those with acts too.
    #[schema(example = 1290)]
    pub all_passages: u64,
    /// Counts over all acts found.
    #[schema(value_type = Facets)]
    pub facets: &'a Facets,
    /// Something else to try where nothing was found.
    #[schema(value_type = Vec<Suggestion>)]
    pub suggestions: &'a [Suggestion],
    /// Other names of the matter (`on`), which were asked for too.
    #[schema(value_type = Vec<String>, example = json!([]))]
    pub also: &'a [String],
    /// Acts that were left out because no day of theirs is known, where days were asked for; `undated=true` lists them.
    #[schema(required = true)]
    pub undated: Option<u64>,
    /// Paragraphs, likewise.
    #[schema(required = true)]
    pub undated_passages: Option<u64>,
}

/// An article.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArticleRow<'a> {
    /// Its head.
    #[serde(flatten)]
    #[schema(value_type = Article)]
    pub article: &'a Article,
    /// How many further texts tell the same: copies, reprints, versions in other languages.
    #[schema(example = 0)]
    pub copies: usize,
    /// How much went wrong in reading it, as docs/faults.md lists it.
    #[schema(example = 0)]
    pub faults: usize,
    /// The way to it.
    #[schema(example = "chancery:6211b276b9faf122c6d2f175")]
    pub permalink: String,
}

impl<'a> ArticleRow<'a> {
    pub(crate) fn new(article: &'a Article, (copies, faults): (usize, usize)) -> Self {
        Self { article, copies, faults, permalink: permalink(&article.key, None) }
    }
}

/// A position at its place on the board.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PositionRow<'a> {
    /// The act.
    #[serde(flatten)]
    pub act: ActRow<'a>,
    /// In whose row it stands.
    #[schema(example = "CHL")]
    pub holder: &'a str,
    /// `own` or `reported`.
    #[schema(example = "own")]
    pub voice: &'a str,
    /// Against what the holder said before.
    #[schema(required = true)]
    pub moved: Option<Move>,
    /// Whether it only points back (*such acts*), and the sentence before it names the matter.
    pub by_context: bool,
    /// The word that its ladder ranks; empty where none is.
    #[schema(example = "oppose")]
    pub word: &'a str,
}

/// How many positions a holder has.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HolderCount<'a> {
    /// Who.
    #[schema(example = "CHL")]
    pub holder: &'a str,
    /// In its own voice.
    #[schema(example = 12)]
    pub own: usize,
    /// As others report it.
    #[schema(example = 3)]
    pub reported: usize,
}

/// Two blocks of holders on opposite sides of one thing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BlockRow<'a> {
    /// Who is for it.
    #[schema(value_type = Vec<String>, example = json!(["CHL", "NZL"]))]
    pub r#for: &'a [String],
    /// Who is against it.
    #[schema(value_type = Vec<String>, example = json!(["PER"]))]
    pub against: &'a [String],
    /// The newest two acts that are against each other: of one that is for it,
    pub word_for: ActRow<'a>,
    /// and of one that is against it.
    pub word_against: ActRow<'a>,
    /// Days between the two.
    #[schema(example = 36, required = true)]
    pub days_apart: Option<i64>,
}

/// Who stands where on a matter.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PositionsAnswer<'a> {
    /// Holder by holder, day by day.
    pub positions: Vec<PositionRow<'a>>,
    /// How many there are altogether.
    pub all_positions: usize,
    /// The holders that are shown, with how many positions each has.
    pub holders: Vec<HolderCount<'a>>,
    /// How many holders there are altogether.
    pub all_holders: usize,
    /// Pairs of holders whose last words are on opposite sides of one thing.
    #[schema(value_type = Vec<(String, String)>, example = json!([["CHL", "PER"]]))]
    pub against: &'a [(String, String)],
    /// The same pairs as blocks, with the words that say so.
    pub blocks: Vec<BlockRow<'a>>,
    /// Pairs of holders whose last words are on one side.
    #[schema(value_type = Vec<(String, String)>)]
    pub together: &'a [(String, String)],
    /// Other names of what was asked for, which were asked for too.
    #[schema(value_type = Vec<String>, example = json!(["Taiwan"]))]
    pub also: &'a [String],
    /// Acts that were left out because no day of theirs is known, where days were asked for; `undated=true` lists them.
    #[schema(required = true)]
    pub undated: Option<u64>,
}

/// A commitment.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PromiseRow<'a> {
    /// The act.
    #[serde(flatten)]
    pub act: ActRow<'a>,
    /// How far one could check it, 0 to 5.
    #[schema(minimum = 0, maximum = 5, example = 3)]
    pub specificity: u8,
    /// The last day by which it is to be done.
    #[schema(example = "2026-12-31", required = true)]
    pub deadline: Option<&'a str>,
    /// The deadline seen from the day that is counted from.
    #[schema(required = true)]
    pub due: Option<Due>,
    /// By what each of `amounts` is given, in their order: loan, grant, investment, guarantee, debt relief, in kind; null where nobody
    /// says. What is given differently is never one sum.
    #[schema(value_type = Vec<Option<String>>, example = json!(["loan"]))]
    pub vehicles: &'a [Option<String>],
    /// When it was last heard of, where silence was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_word: Option<&'a str>,
}

/// Two words on the same.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ContrastRow<'a> {
    /// How they stand to each other.
    pub stand: Stand,
    /// What the first says.
    #[schema(required = true)]
    pub first: Option<ActRow<'a>>,
    /// What the second says.
    #[schema(required = true)]
    pub second: Option<ActRow<'a>>,
}

/// Two actors on a matter.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ContrastAnswer<'a> {
    /// Whom the first name means.
    #[schema(value_type = Vec<String>, example = json!(["CHL"]))]
    pub first: &'a [String],
    /// Whom the second means.
    #[schema(value_type = Vec<String>, example = json!(["PER"]))]
    pub second: &'a [String],
    /// On what.
    #[schema(example = "marine protection")]
    pub on: &'a str,
    /// What they say.
    pub rows: Vec<ContrastRow<'a>>,
    /// Acts that were left out because no day of theirs is known, where days were asked for; `undated=true` lists them.
    #[schema(required = true)]
    pub undated: Option<u64>,
}

/// A paragraph and what became of it, with its places.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairRow<'a> {
    /// What became of it.
    #[serde(flatten)]
    #[schema(value_type = Pair)]
    pub pair: &'a Pair,
    /// The place in the earlier text, as `show` takes it.
    #[schema(example = "6211b276b9#char=0,17", required = true)]
    pub was_id: Option<String>,
    /// The place in the later text.
    #[schema(example = "575a77d28c#char=0,17", required = true)]
    pub is_id: Option<String>,
    /// The way to the earlier one.
    #[schema(required = true)]
    pub was_permalink: Option<String>,
    /// The way to the later one.
    #[schema(required = true)]
    pub is_permalink: Option<String>,
}

/// Two texts.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VersionsAnswer<'a> {
    /// The earlier one.
    #[schema(value_type = Article)]
    pub earlier: &'a Article,
    /// The later one.
    #[schema(value_type = Article)]
    pub later: &'a Article,
    /// Paragraphs that are shown.
    pub paragraphs: Vec<PairRow<'a>>,
}
