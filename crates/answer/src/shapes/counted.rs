//! What is counted over many acts: named things, periods, actors, set phrases.

use std::collections::BTreeMap;

use chancery_query::{Kin, Step, Tie};
use serde::Serialize;
use utoipa::ToSchema;

use super::ActRow;

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
    /// How far it has come, as its newest 200 acts tell: what happened to it last, else what was promised, asked for or felt, else
    /// that it is cited.
    #[schema(required = true)]
    pub last_step: Option<LastStepRow<'a>>,
    /// How often it was promised to meet, and did.
    #[schema(required = true)]
    pub rhythm: Option<RhythmRow>,
    /// The last day that names it, where the ledger goes on for two years without.
    #[schema(example = "2020-09-16", required = true)]
    pub silent_since: Option<&'a str>,
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

/// An act that names a thing, and what it says of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NamingRow<'a> {
    /// The act.
    #[serde(flatten)]
    pub act: ActRow<'a>,
    /// The thing's name.
    #[schema(example = "Paris Agreement")]
    pub thing: &'a str,
    /// What it says of it.
    #[schema(value_type = Vec<Step>)]
    pub steps: &'a [Step],
}

/// How far a thing has come.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LastStepRow<'a> {
    /// Which step.
    #[serde(flatten)]
    pub step: Step,
    /// When.
    #[schema(example = "2024-03-12", required = true)]
    pub said: Option<&'a str>,
    /// The act that says so.
    #[schema(example = "6211b276b9.p119-133")]
    pub id: String,
}

/// A step in a thing's life.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LifeRow {
    /// Which.
    #[serde(flatten)]
    pub step: Step,
    /// How many acts say so.
    #[schema(example = 3)]
    pub acts: usize,
    /// The first day.
    #[schema(example = "2020-09-16", required = true)]
    pub first: Option<String>,
    /// The last day.
    #[schema(example = "2024-03-12", required = true)]
    pub last: Option<String>,
    /// Who holds these acts.
    #[schema(example = json!(["CHL"]))]
    pub holders: Vec<String>,
    /// The acts' ids, first to last.
    pub ids: Vec<String>,
}

/// A promise to meet, against the meetings found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RhythmRow {
    /// Days from one meeting to the next.
    #[schema(example = 365)]
    pub every_days: u32,
    /// The act that says so.
    pub id: String,
    /// Its day.
    #[schema(example = "2024-03-12", required = true)]
    pub said: Option<String>,
    /// Meetings that were due since, up to the ledger's last day.
    #[schema(example = 2, required = true)]
    pub due: Option<u32>,
    /// Days since on which it is told to have met.
    #[schema(example = 1)]
    pub met: u32,
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
    /// What became of it, step by step.
    pub life: Vec<LifeRow>,
    /// How often it was promised to meet, and did.
    #[schema(required = true)]
    pub rhythm: Option<RhythmRow>,
    /// The last day that names it, where the ledger goes on for two years without.
    #[schema(example = "2020-09-16", required = true)]
    pub silent_since: Option<&'a str>,
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
    /// How many kindred phrases there are.
    pub all_forms: usize,
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
    /// Texts that were left out because no day of theirs is known, where days were asked for.
    #[schema(required = true)]
    pub undated: Option<u64>,
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
    /// Texts that were left out because no day of theirs is known, where days were asked for.
    #[schema(required = true)]
    pub undated: Option<u64>,
}
