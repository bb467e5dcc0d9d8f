//! What became of a named thing: which acts propose it, support it in principle, adopt or launch it, put it into practice, meet in
//! it, or only cite it; how often it was to meet, and how often it did. Told from each act's kind and stance and from the words near
//! the name; which words tell what is the packs' knowledge and handed in. Next to read: `things.rs`.

use std::collections::BTreeSet;

use chancery_ledger::{Act, days_between};
use chancery_text::FoldTable;
use serde::Serialize;

/// A step in the life of a treaty, an initiative, a forum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Somebody puts it forward.
    Proposed,
    /// Somebody supports it, and binds himself to nothing.
    SupportedInPrinciple,
    /// Somebody supports or welcomes it.
    Supported,
    /// Somebody opposes, condemns or rejects it, or is troubled by it.
    Opposed,
    /// It is adopted, signed, set up.
    Adopted,
    /// Its members meet.
    Met,
    /// It is put into practice.
    Implemented,
    /// It is left, ended, broken off.
    Ended,
    /// It is named.
    Cited,
}

impl Stage {
    /// In words; a forum is launched, a paper adopted.
    #[must_use]
    pub const fn name(self, forum: bool) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::SupportedInPrinciple => "supported in principle",
            Self::Supported => "supported",
            Self::Opposed => "opposed",
            Self::Adopted if forum => "launched",
            Self::Adopted => "adopted",
            Self::Met => "met",
            Self::Implemented => "implemented",
            Self::Ended => "left or ended",
            Self::Cited => "cited",
        }
    }

    /// From a list's word for it.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Some(match word {
            "proposed" => Self::Proposed,
            "in-principle" => Self::SupportedInPrinciple,
            "supported" => Self::Supported,
            "adopted" => Self::Adopted,
            "met" => Self::Met,
            "implemented" => Self::Implemented,
            "cited" => Self::Cited,
            "ended" => Self::Ended,
            _ => return None,
        })
    }
}

/// A word that tells a step.
#[derive(Clone, Debug)]
pub struct StageWord {
    /// Folded.
    pub form: String,
    /// Which.
    pub stage: Stage,
    /// Whether it must stand by itself, as words do where spaces part them.
    pub alone: bool,
    /// Of which things it says so: forums, papers; both where it says nothing.
    pub forum: Option<bool>,
    /// Characters between it and a name behind it, where it says something else from farther away; as far as [`steps`] looks
    /// where it says nothing.
    pub near: Option<usize>,
    /// Whether it tells of a name behind it alone: before one, it may have another object.
    pub only_before: bool,
}

/// A word that makes a name tell of something else.
#[derive(Clone, Debug)]
pub struct OtherWord {
    /// Folded.
    pub form: String,
    /// Whether it must stand by itself.
    pub alone: bool,
    /// Whether it may stand farther behind the name.
    pub anywhere: bool,
}

/// What packs know of the words that tell it, folded; whether they stand alone as words do where spaces part them.
#[derive(Clone, Debug, Default)]
pub struct StageWords {
    /// Steps.
    pub stages: Vec<StageWord>,
    /// Words behind a name that make it tell of something else (its chair, its members): what happens there does not happen to the
    /// thing. Some tell so directly behind it alone, some (an anniversary) wherever they stand in its clause.
    pub others: Vec<OtherWord>,
    /// How often something is to be, in days.
    pub cadences: Vec<(String, u32, bool)>,
}

/// What one act says of the thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
pub struct Step {
    /// The step.
    pub stage: Stage,
    /// Whether it is only promised or asked for.
    pub awaited: bool,
}

/// A promise to meet, against the meetings found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// Days from one meeting to the next.
    pub every: u32,
    /// The act that says so: its place among the thing's acts.
    pub act: usize,
    /// Meetings that were due since, up to the last day that the ledger knows of; none where the act has no day.
    pub due: Option<u32>,
    /// Days since on which it is told to have met.
    pub met: u32,
}

/// Characters before a name in which a word belongs to it, and after it.
const BEFORE: usize = 24;
const AFTER: usize = 18;
/// Letters of scripts with spaces are narrower.
const WIDER: usize = 3;

/// How far a thing has come: the last of what happened to it, else of what was only promised, asked for or felt, else that it is
/// named. `steps` are those of its acts, `days` theirs, both first to last. The step and the place of the act that says so.
#[must_use]
pub fn last_step(steps: &[Vec<Step>], days: &[Option<&str>]) -> Option<(Step, usize)> {
    let weight = |step: &Step| match step.stage {
        Stage::Cited => 0,
        Stage::Proposed | Stage::Adopted | Stage::Met | Stage::Implemented | Stage::Ended if !step.awaited => 2,
        _ => 1,
    };
    let all = steps.iter().enumerate().flat_map(|(at, steps)| steps.iter().map(move |step| (*step, at)));
    // On one day the step that comes later in a life, whichever act says so.
    let key = |(step, at): &(Step, usize)| (weight(step), days.get(*at).copied().flatten(), step.stage, *at);
    all.max_by(|a, b| key(a).cmp(&key(b)))
}

/// Signs that part clauses: beyond them a word belongs to another thing. Where letters part words by spaces, commas part the
/// members of a list.
const CLAUSES: [char; 5] = ['\u{ff0c}', '\u{3002}', '\u{ff1b}', ';', '\n'];

/// Signs that close a name.
const CLOSING: [char; 7] = ['\u{300b}', '\u{3009}', '\u{300d}', '\u{300f}', '\u{201d}', '\u{2019}', '"'];

/// What an act says of a thing with these names (folded), which is a forum or a paper.
#[must_use]
pub fn steps(act: &Act, (names, forum): (&[String], bool), words: &StageWords, fold: &FoldTable) -> Vec<Step> {
    let text = fold.fold(&act.act.quote).to_lowercase();
    let waits = matches!(act.act.kind.as_str(), "call" | "commitment");
    let position = act.act.kind == "position";
    let stance = act.act.stance.as_deref();
    let mut found = BTreeSet::new();
    // Whether any word near it tells something of it.
    let mut told_of = false;
    // Whether a word says that it takes no part in what is for or against (what violates it is condemned).
    let mut only_cited = false;
    for (before, after) in names.iter().flat_map(|name| clauses(&text, name)) {
        let rest = after.trim_start_matches(CLOSING).trim_start();
        let begins =
            |form: &str, alone: bool| rest.starts_with(form) && holds(&rest[..end_of(rest, form)], form, alone);
        let theirs = words
            .others
            .iter()
            .any(|word| begins(&word.form, word.alone) || (word.anywhere && holds(after, &word.form, word.alone)));
        let all = words.stages.iter().filter(|word| word.forum.is_none_or(|of| of == forum));
        for StageWord { form, stage, alone, near, only_before, .. } in all {
            // Behind a name stands what it does (met, was adopted); before it what is done to it.
            let behind = !only_before && matches!(stage, Stage::Adopted | Stage::Met | Stage::Ended | Stage::Supported);
            let near = near.map_or(before, |near| tail(before, near + form.chars().count()));
            if !(behind && holds(after, form, *alone) || holds(near, form, *alone)) {
                continue;
            }
            told_of = true;
            if *stage == Stage::Cited {
                only_cited = true;
                continue;
            }
            let happens = matches!(stage, Stage::Adopted | Stage::Met | Stage::Implemented | Stage::Ended);
            let told = !position || matches!(stance, Some("welcome" | "note"));
            // Who supports that it be put into practice supports it; who welcomes that it was tells that it was.
            if *stage != Stage::Supported && (!happens || told && !theirs) {
                found.insert(Step { stage: *stage, awaited: happens && waits });
            }
        }
    }
    if !found.iter().any(|step| step.stage == Stage::SupportedInPrinciple) && position {
        // Who only takes note of it takes no side; and who says what is to be may only name it on the way.
        let sided = !only_cited && stance != Some("note") && (stance != Some("affirm") || told_of);
        match act.act.polarity.as_deref().filter(|_| sided) {
            Some("+") => drop(found.insert(Step { stage: Stage::Supported, awaited: false })),
            Some("-") => drop(found.insert(Step { stage: Stage::Opposed, awaited: false })),
            _ => {}
        }
    }
    if found.is_empty() {
        found.insert(Step { stage: Stage::Cited, awaited: false });
    }
    found.into_iter().collect()
}

/// What stands before and behind every place of a name in its own clause.
fn clauses<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let spaced = name.is_ascii();
    let parts = move |c: char| CLAUSES.contains(&c) || (c == ',' && !spaced);
    around(text, name).map(move |(before, after)| {
        let from = before.rfind(parts).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        (&before[from..], &after[..after.find(parts).unwrap_or(after.len())])
    })
}

/// The last characters of a text.
fn tail(text: &str, most: usize) -> &str {
    text.char_indices().rev().take(most).last().map_or("", |(at, _)| &text[at..])
}

/// One past a form that a text begins with and the character behind it, by which one sees whether it stands by itself.
fn end_of(text: &str, form: &str) -> usize {
    text[form.len()..].chars().next().map_or(text.len(), |next| form.len() + next.len_utf8())
}

/// Gives the rest of an act's sentence.
pub type Tail<'t> = &'t dyn Fn(&Act) -> String;

/// How often it was promised to meet last, and how often it has since; `newest` is the last day that the ledger knows of, `tail` gives
/// the rest of an act's sentence (同意成立论坛，每年举行).
#[must_use]
pub fn rhythm(
    (acts, steps): (&[Act], &[Vec<Step>]),
    names: &[String],
    (newest, tail): (Option<&str>, Tail<'_>),
    words: &StageWords,
    fold: &FoldTable,
) -> Option<Rhythm> {
    let every = |act: &Act| {
        let mut text = fold.fold(&act.act.quote).to_lowercase();
        // What follows is near a name only where the quote ends near one.
        if names.iter().any(|name| ends_near(&text, name)) {
            text.push_str(&fold.fold(&tail(act)).to_lowercase());
        }
        let near: Vec<&str> = names.iter().flat_map(|name| around(&text, name)).flat_map(|(a, b)| [a, b]).collect();
        let said = words.cadences.iter().filter(|(form, _, alone)| near.iter().any(|near| holds(near, form, *alone)));
        said.max_by_key(|(form, ..)| form.len()).map(|(_, days, _)| *days)
    };
    let (act, every) = acts.iter().enumerate().rev().find_map(|(at, act)| Some((at, every(act)?)))?;
    let said = acts[act].said.as_deref();
    let due = said.zip(newest).and_then(|(from, to)| u32::try_from(days_between(from, to)? / i64::from(every)).ok());
    let met = acts.iter().zip(steps).filter(|(one, steps)| {
        one.said.as_deref() > said && steps.contains(&Step { stage: Stage::Met, awaited: false })
    });
    let met: BTreeSet<&str> = met.filter_map(|(one, _)| one.said.as_deref()).collect();
    Some(Rhythm { every, act, due, met: met.len() as u32 })
}

/// What stands before and behind every place of a name.
fn around<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
    text.match_indices(name).filter(|_| !name.is_empty()).map(move |(at, _)| {
        let spaced = name.is_ascii();
        let (before, after) = if spaced { (BEFORE * WIDER, AFTER * WIDER) } else { (BEFORE, AFTER) };
        let start = text[..at].char_indices().rev().take(before).last().map_or(at, |(at, _)| at);
        let behind = at + name.len();
        let end = text[behind..].char_indices().nth(after).map_or(text.len(), |(at, _)| behind + at);
        (&text[start..at], &text[behind..end])
    })
}

/// Whether a text ends near one of a name's places, so that what follows it stands near the name as well.
fn ends_near(text: &str, name: &str) -> bool {
    let reach = if name.is_ascii() { AFTER * WIDER } else { AFTER };
    let last = text.rfind(name).filter(|_| !name.is_empty());
    last.is_some_and(|at| text[at + name.len()..].chars().nth(reach).is_none())
}

fn holds(text: &str, form: &str, alone: bool) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(form).any(|(at, _)| {
        !alone || !(letter(text[..at].chars().next_back()) || letter(text[at + form.len()..].chars().next()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_ledger::{ActId, Standing};

    fn act(said: &str, kind: &str, stance: &str, polarity: &str, quote: &str) -> Act {
        let json = format!(
            r#"{{"kind":"{kind}","start":0,"end":1,"quote":"{quote}","stance":"{stance}","polarity":"{polarity}","holders":["CHL"]}}"#
        );
        let id = ActId { article: format!("{:024x}", 1), local: "p0-1".into() };
        let act = serde_json::from_str(&json).expect("an act");
        Act { row: 1, id, article: 1, title: None, said: Some(said.into()), act, standing: Standing::default() }
    }

    fn words() -> StageWords {
        let word = |form: &str, stage, forum, near| {
            let alone = form.is_ascii();
            StageWord { form: form.to_owned(), stage, alone, forum, near, only_before: form == "建立" }
        };
        let stage = |form: &str, stage| word(form, stage, None, None);
        StageWords {
            stages: vec![
                stage("提出", Stage::Proposed),
                stage("原则支持", Stage::SupportedInPrinciple),
                stage("签署", Stage::Adopted),
                stage("成立", Stage::Adopted),
                stage("落实", Stage::Implemented),
                word("举行", Stage::Met, Some(true), None),
                word("通过", Stage::Adopted, Some(false), Some(4)),
                stage("launch", Stage::Adopted),
                stage("恪守", Stage::Supported),
                stage("建立", Stage::Adopted),
                stage("违反", Stage::Cited),
            ],
            others: [("主席", false, false), ("members", true, false), ("周年", false, true)]
                .map(|(form, alone, anywhere)| OtherWord { form: form.to_owned(), alone, anywhere })
                .into(),
            cadences: vec![("每年".to_owned(), 365, false), ("每两年".to_owned(), 730, false)],
        }
    }

    fn told(kind: &str, stance: &str, polarity: &str, quote: &str, name: &str) -> Vec<(Stage, bool)> {
        let fold = FoldTable::new([('則', '则')], true).expect("lengths agree");
        let act = act("2024-01-01", kind, stance, polarity, quote);
        let forum = name.ends_with("论坛") || name.ends_with("forum");
        let all = steps(&act, (&[name.to_owned()], forum), &words(), &fold);
        all.into_iter().map(|step| (step.stage, step.awaited)).collect()
    }

    #[test]
    fn what_an_act_says_of_a_thing_is_told_by_words_near_its_name() {
        let proposed = told("event", "establish", "0", "由智方提出、新方原則支持的海洋倡议提供了基础", "海洋倡议");
        assert_eq!(proposed, [(Stage::Proposed, false), (Stage::SupportedInPrinciple, false)]);
        assert_eq!(told("event", "agree", "0", "签署海洋公约", "海洋公约"), [(Stage::Adopted, false)]);
        assert_eq!(told("call", "urge", "0", "敦促落实海洋公约", "海洋公约"), [(Stage::Implemented, true)]);
        assert_eq!(told("position", "support", "+", "支持落实海洋公约", "海洋公约"), [(Stage::Supported, false)]);
        let welcomed = told("position", "welcome", "+", "欢迎签署海洋公约", "海洋公约");
        assert_eq!(welcomed, [(Stage::Supported, false), (Stage::Adopted, false)]);
        assert_eq!(told("position", "oppose", "-", "反对海洋公约", "海洋公约"), [(Stage::Opposed, false)]);
        assert_eq!(told("position", "note", "+", "注意到海洋公约的进展", "海洋公约"), [(Stage::Cited, false)]);
        let none = [(Stage::Cited, false)];
        assert_eq!(told("position", "affirm", "+", "强调恪守海洋公约", "海洋公约"), [(Stage::Supported, false)]);
        assert_eq!(told("position", "affirm", "+", "应当按海洋公约办理", "海洋公约"), none, "named on the way");
        assert_eq!(told("event", "consult", "0", "举行会晤、谈到海洋公约", "海洋公约"), none, "papers do not meet");
        assert_eq!(told("event", "consult", "0", "举行海洋论坛", "海洋论坛"), [(Stage::Met, false)]);
        assert_eq!(told("event", "agree", "0", "通过《海洋公约》", "海洋公约"), [(Stage::Adopted, false)]);
        assert_eq!(told("event", "agree", "0", "通过各方谈判改写海洋公约", "海洋公约"), none, "by way of talks");
        assert_eq!(told("call", "urge", "0", "落实停火，维护海洋公约", "海洋公约"), none, "of another clause");
        assert_eq!(told("event", "consult", "0", "与海洋论坛主席举行会谈", "海洋论坛"), none, "its chair met");
        assert_eq!(told("event", "establish", "0", "同海洋论坛建立联系", "海洋论坛"), none, "ties are made");
        assert_eq!(told("event", "establish", "0", "建立海洋论坛", "海洋论坛"), [(Stage::Adopted, false)]);
        assert_eq!(told("event", "consult", "0", "纪念海洋公约签署三十周年", "海洋公约"), none, "long ago");
        assert_eq!(told("position", "condemn", "-", "谴责违反海洋公约的行为", "海洋公约"), none, "not the paper");
        let members = told("event", "establish", "0", "launch a fund with ocean forum members", "ocean forum");
        assert_eq!(members, none);
        let membership = told("event", "establish", "0", "launch the ocean forum membership", "ocean forum");
        assert_eq!(membership, [(Stage::Adopted, false)], "another word");
        let duties = told("call", "urge", "0", "敦促海洋公约缔约国落实义务", "海洋公约");
        assert_eq!(duties, [(Stage::Cited, false)], "not the paper but duties");
        assert_eq!(told("event", "consult", "0", "谈到海洋公约", "海洋公约"), [(Stage::Cited, false)]);
        assert_eq!(
            told("event", "establish", "0", "launched earlier the ocean forum", "ocean forum"),
            [(Stage::Cited, false)]
        );
        assert_eq!(
            told("event", "establish", "0", "will launch the ocean forum", "ocean forum"),
            [(Stage::Adopted, false)]
        );
    }

    #[test]
    fn a_thing_has_come_as_far_as_what_happened_to_it_last() {
        let of = |stage, awaited| Step { stage, awaited };
        let steps = vec![
            vec![of(Stage::Proposed, false)],
            vec![of(Stage::Adopted, false), of(Stage::Supported, false)],
            vec![of(Stage::Met, true)],
            vec![of(Stage::Cited, false)],
        ];
        let days = ["2020-01-01", "2021-01-01", "2022-01-01", "2023-01-01"].map(Some);
        assert_eq!(last_step(&steps, &days), Some((of(Stage::Adopted, false), 1)));
        assert_eq!(last_step(&steps[2..], &days[2..]), Some((of(Stage::Met, true), 0)), "asked for is more than named");
        assert_eq!(last_step(&steps[3..], &days[3..]), Some((of(Stage::Cited, false), 0)));
        let same = [Some("2020-01-01"), Some("2020-01-01")];
        assert_eq!(last_step(&steps[..2], &same), Some((of(Stage::Adopted, false), 1)), "on one day the later one");
        assert_eq!(last_step(&[], &[]), None);
    }

    #[test]
    fn meetings_are_counted_against_what_was_promised() {
        let fold = FoldTable::new([('則', '则')], true).expect("lengths agree");
        let names = ["海洋论坛".to_owned()];
        let acts = [
            act("2020-01-01", "commitment", "agree", "+", "同意成立海洋论坛，每两年举行"),
            act("2021-05-01", "event", "consult", "0", "海洋论坛举行会议"),
            act("2024-05-01", "event", "consult", "0", "谈到海洋论坛"),
        ];
        let all: Vec<_> = acts.iter().map(|act| steps(act, (&names, true), &words(), &fold)).collect();
        let found = rhythm((&acts, &all), &names, (Some("2025-01-02"), &|_| String::new()), &words(), &fold);
        assert_eq!(found, Some(Rhythm { every: 730, act: 0, due: Some(2), met: 1 }));
    }
}
