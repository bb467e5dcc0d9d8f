//! What answers look like as JSON. Each answer is made from its type here, and the server's description of itself is made from
//! the same types, so that neither can tell what the other does not.

use std::collections::BTreeMap;

use chancery_ledger::{Act, Article, Checked, Judgement, RecordedAmount, RecordedDate, Standing, Timestamp, permalink};
use chancery_query::{Due, Facets, How, Kin, Move, Pair, Progress, Sentence, Stand, Suggestion, Tie};
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
}

/// An article.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArticleRow<'a> {
    /// Its head.
    #[serde(flatten)]
    #[schema(value_type = Article)]
    pub article: &'a Article,
    /// The way to it.
    #[schema(example = "chancery:6211b276b9faf122c6d2f175")]
    pub permalink: String,
}

impl<'a> From<&'a Article> for ArticleRow<'a> {
    fn from(article: &'a Article) -> Self {
        Self { article, permalink: permalink(&article.key, None) }
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
    /// Pairs of holders whose last words are on opposite sides.
    #[schema(value_type = Vec<(String, String)>, example = json!([["CHL", "PER"]]))]
    pub against: &'a [(String, String)],
    /// Pairs of holders whose last words are on one side.
    #[schema(value_type = Vec<(String, String)>)]
    pub together: &'a [(String, String)],
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
    #[schema(value_type = Vec<Pair>)]
    pub paragraphs: Vec<&'a Pair>,
}

/// A thing that acts name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ThingRow<'a> {
    /// Its name, as most often written.
    #[schema(example = "Paris Agreement")]
    pub name: &'a str,
    /// Acts that name it.
    #[schema(example = 31)]
    pub acts: usize,
    /// The first day.
    #[schema(example = "2015-12-12")]
    pub first: String,
    /// The last day.
    #[schema(example = "2024-03-12")]
    pub last: String,
    /// Who names it, with how often.
    #[schema(value_type = Vec<(String, usize)>, example = json!([["CHL", 12]]))]
    pub holders: &'a [(String, usize)],
    /// Stances of these acts, with how often.
    #[schema(value_type = Vec<(String, usize)>, example = json!([["support", 20]]))]
    pub stances: &'a [(String, usize)],
    /// As it is written.
    #[schema(value_type = Vec<String>)]
    pub spellings: &'a [String],
}

/// A thing that was asked for by name, with the acts that name it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ThingActs<'a> {
    /// Its name.
    #[schema(example = "Paris Agreement")]
    pub name: &'a str,
    /// As it is written.
    #[schema(value_type = Vec<String>)]
    pub spellings: &'a [String],
    /// Who names it, with how often.
    #[schema(value_type = Vec<(String, usize)>)]
    pub holders: &'a [(String, usize)],
    /// The acts.
    pub acts: Vec<ActRow<'a>>,
}

/// A period and what was said in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PeriodRow<'a> {
    /// A day, month or year; none for acts without a day.
    #[schema(example = "2024-03", required = true)]
    pub period: Option<&'a str>,
    /// Acts.
    #[schema(example = 57)]
    pub acts: usize,
    /// Acts by kind.
    #[schema(value_type = BTreeMap<String, usize>, example = json!({"position": 40, "call": 17}))]
    pub kinds: &'a BTreeMap<String, usize>,
    /// Acts by stance.
    #[schema(value_type = BTreeMap<String, usize>, example = json!({"oppose": 12}))]
    pub stances: &'a BTreeMap<String, usize>,
    /// Acts by holder, of those who hold most over all periods.
    #[schema(value_type = BTreeMap<String, usize>, example = json!({"CHL": 7}))]
    pub holders: BTreeMap<&'a str, usize>,
    /// Positions for.
    pub r#for: usize,
    /// Positions against.
    pub against: usize,
    /// Those that tell most, a few, first.
    pub telling: Vec<ActRow<'a>>,
}

/// An actor and how often it stands where.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActorRow<'a> {
    /// Its id.
    #[schema(example = "CHL")]
    pub actor: &'a str,
    /// What it is called.
    #[schema(value_type = Vec<String>, example = json!(["Chile"]))]
    pub names: &'a [String],
    /// Acts it holds.
    #[schema(example = 120)]
    pub acts: u64,
    /// Of these, positions.
    pub positions: u64,
    /// Commitments.
    pub commitments: u64,
    /// Calls.
    pub calls: u64,
    /// Events.
    pub events: u64,
    /// Claims.
    pub claims: u64,
    /// Acts addressed to it.
    pub addressed: u64,
    /// Acts about it.
    pub meant: u64,
    /// Acts that it reports.
    pub reporting: u64,
    /// The first day.
    #[schema(example = "2011-01-09", required = true)]
    pub first: Option<&'a str>,
    /// The last day.
    #[schema(example = "2024-03-12", required = true)]
    pub last: Option<&'a str>,
}

/// One actor: what it does most, by how often, and its ties.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OneActorAnswer<'a> {
    /// Whom the name means.
    #[schema(value_type = Vec<String>, example = json!(["CHL"]))]
    pub actors: &'a [String],
    /// What they are called.
    #[schema(value_type = Vec<String>, example = json!(["Chile"]))]
    pub names: &'a [String],
    /// Acts it holds.
    #[schema(example = 120)]
    pub held: usize,
    /// The first day.
    #[schema(example = "2011-01-09", required = true)]
    pub first: Option<&'a str>,
    /// The last day.
    #[schema(example = "2024-03-12", required = true)]
    pub last: Option<&'a str>,
    /// Kinds of act.
    #[schema(example = "position 80, commitment 40")]
    pub acts: &'a str,
    /// Stances.
    #[schema(example = "support 50, oppose 12")]
    pub stances: &'a str,
    /// What they are about.
    pub about: &'a str,
    /// Instruments named.
    pub instruments: &'a str,
    /// Mechanisms named.
    pub mechanisms: &'a str,
    /// Its ties.
    #[schema(value_type = Vec<Tie>)]
    pub ties: &'a [Tie],
}

/// Who used a phrase.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PhraseUser<'a> {
    /// Who.
    #[schema(example = "CHL")]
    pub actor: &'a str,
    /// How often.
    pub uses: usize,
    /// The first day; empty where none is known.
    #[schema(example = "2019-05-02")]
    pub first: &'a str,
    /// The last day.
    #[schema(example = "2024-03-12")]
    pub last: &'a str,
    /// Whether that was lately.
    pub still: bool,
}

/// A form akin to a phrase.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PhraseForm<'a> {
    /// As most often printed.
    pub form: &'a str,
    /// How it differs.
    pub how: Kin,
    /// What was put in or left out, where one phrase is followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<&'a str>,
    /// How often.
    pub uses: usize,
    /// In how many texts, where all phrases are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub texts: Option<usize>,
}

/// A set phrase.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PhraseRow<'a> {
    /// As most often printed.
    #[schema(example = "mutual respect")]
    pub phrase: &'a str,
    /// How often.
    #[schema(example = 14)]
    pub uses: usize,
    /// In how many texts.
    #[schema(example = 9)]
    pub texts: usize,
    /// Uses a text.
    pub per_text: f64,
    /// Uses in ten thousand characters.
    pub per_10k: f64,
    /// The first day; empty where none is known.
    #[schema(example = "2019-05-02")]
    pub first: &'a str,
    /// The last day.
    #[schema(example = "2024-03-12")]
    pub last: &'a str,
    /// Who used it.
    pub users: Vec<PhraseUser<'a>>,
    /// Whether the text looked at leaves it out.
    pub left_out: bool,
    /// Kindred phrases.
    pub forms: Vec<PhraseForm<'a>>,
    /// As it is written.
    #[schema(value_type = Vec<String>)]
    pub spellings: &'a [String],
}

/// The phrases of a series.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SetPhrasesAnswer<'a> {
    /// Texts read.
    #[schema(example = 24)]
    pub texts: usize,
    /// Older texts that were too many.
    pub older_texts_not_read: usize,
    /// The text that leaves phrases out, where one is looked at.
    #[schema(required = true)]
    pub left_out_by: Option<&'a str>,
    /// The phrases.
    pub phrases: Vec<PhraseRow<'a>>,
}

/// A use of a phrase.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PhraseUse<'a> {
    /// The day.
    #[schema(example = "2024-03-12", required = true)]
    pub said: Option<&'a str>,
    /// The article's id.
    #[schema(example = "6211b276b9")]
    pub article: &'a str,
    /// Its title.
    #[schema(required = true)]
    pub title: Option<&'a str>,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// As it stands there.
    pub form: &'a str,
    /// How that form is akin to what was asked for.
    pub how: Kin,
    /// What was put in or left out.
    pub element: &'a str,
    /// Whose words.
    #[schema(value_type = Vec<String>)]
    pub by: &'a [String],
    /// The words around it.
    pub sentence: &'a str,
    /// The way there.
    pub permalink: &'a str,
}

/// One phrase through a series.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OnePhraseAnswer<'a> {
    /// As asked for.
    #[schema(example = "mutual respect")]
    pub phrase: &'a str,
    /// How often it stands.
    pub uses: usize,
    /// In how many texts that were read.
    pub texts: usize,
    /// Uses a text.
    pub per_text: f64,
    /// Uses in ten thousand characters.
    pub per_10k: f64,
    /// The first day; empty where none is known.
    pub first: &'a str,
    /// The last day.
    pub last: &'a str,
    /// Who used it.
    pub users: Vec<PhraseUser<'a>>,
    /// Its forms.
    pub forms: Vec<PhraseForm<'a>>,
    /// Its uses, first to last.
    pub rows: Vec<PhraseUse<'a>>,
}

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
    /// The way to it.
    pub permalink: String,
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

/// As JSON; no shape here has a key that is no text, the only thing that could fail.
pub(crate) fn value(shape: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(shape).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chancery_query::Fate;

    use super::*;

    #[test]
    fn every_field_of_an_act_is_described() {
        let act: Act = Act {
            row: 1,
            id: chancery_ledger::ActId { article: "6211b276b9d4c0a1f3e5a7b8".into(), local: "p0-1".into() },
            article: 1,
            title: None,
            said: None,
            act: serde_json::from_str(r#"{"kind":"position","start":0,"end":1,"quote":"a"}"#).expect("an act"),
            standing: Standing::default(),
        };
        let told = value(&ActRow::from(&act));
        let schema = serde_json::to_value(<ActRow<'_> as utoipa::PartialSchema>::schema()).expect("JSON");
        let names =
            |value: &serde_json::Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&told), names(&schema["properties"]));
        let mut required: Vec<_> =
            schema["required"].as_array().expect("a list").iter().filter_map(|one| one.as_str()).collect();
        required.sort_unstable();
        assert_eq!(required, names(&told), "nothing is left out where it is empty");
        assert_eq!(schema["properties"]["title"]["type"], serde_json::json!(["string", "null"]));
    }

    /// The names that rows of comparisons are told by.
    #[test]
    fn kinds_are_named_as_they_are_written() {
        assert_eq!(value(&Fate::New), "new");
        assert_eq!(value(&Stand::FirstStronger), "first_stronger");
    }
}
