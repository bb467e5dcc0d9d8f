//! What became of a promise: later acts that take it up, found by the words they share with it, and how far its figure is
//! reached. Everything found is a suggestion; only what people accept counts in [`Track::progress`].
//!
//! A figure is held against another of the same unit and, for money, the same vehicle only: a loan never fills the bar of a
//! grant. Next to read: `likeness.rs`, which finds acts about the same.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::{Act, ActId, AsOf, Followed, Index, Ledger, LedgerError, Only, RecordedAct, RecordedAmount};
use chancery_text::FoldTable;
use serde::Serialize;

use crate::beside::{self, Sentence};
use crate::likeness::{Like, alike, is_near};
use crate::promises::{Promise, promises};

/// How a later act takes a promise up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// A part of it, or all, is done.
    Delivery,
    /// A figure that counts everything so far.
    Progress,
    /// It is said again.
    Repetition,
    /// It is taken back, put off, or broken off.
    Withdrawal,
    /// Somebody speaks of the same.
    Mention,
}

impl How {
    /// Every one, with its name in judgements and answers.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("delivery", Self::Delivery),
        ("progress", Self::Progress),
        ("repetition", Self::Repetition),
        ("withdrawal", Self::Withdrawal),
        ("mention", Self::Mention),
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, one)| *one == self).map_or("mention", |(name, _)| name)
    }

    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(own, _)| *own == name).map(|(_, one)| *one)
    }
}

/// What a word in a later act says became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Counts everything so far.
    Total,
    /// Something is done.
    Delivered,
    /// It is taken back.
    Withdrawn,
}

/// The words that tell vehicles and signs, from the packs: in the form that [`chancery_text::FoldTable::fold`] gives.
#[derive(Clone, Debug, Default)]
pub struct FollowWords {
    /// Word, vehicle, whether it must stand by itself.
    pub vehicles: Vec<(String, String, bool)>,
    /// Word, what it says, whether it must stand by itself.
    pub signs: Vec<(String, Sign, bool)>,
}

/// A later act that takes the promise up.
#[derive(Clone, Debug)]
pub struct FollowUp {
    /// The act.
    pub act: Act,
    /// How, as people say, else as it looks.
    pub how: How,
    /// How much of the promise's own words it shares, 0 to 1.
    pub alike: f64,
    /// What people said: accepted or passed over; nothing yet.
    pub accepted: Option<bool>,
    /// The number of the judgement that says so.
    pub judgement: Option<i64>,
    /// Its figure in the promise's unit and vehicle.
    pub figure: Option<f64>,
}

/// A figure that is promised, and how far it is reached.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Progress {
    /// Unit, as in amounts.
    #[schema(example = "USD")]
    pub unit: String,
    /// By what it is given; none where the text does not say, `in kind` for goods.
    #[schema(example = "loan", required = true)]
    pub vehicle: Option<String>,
    /// What is promised.
    #[schema(example = 30_000_000)]
    pub target: f64,
    /// What accepted follow-ups reached.
    pub reached: f64,
    /// What it would be with the suggestions that nobody has judged yet.
    pub suggested: f64,
}

/// A promise with what became of it.
#[derive(Clone, Debug)]
pub struct Track {
    /// The promise against its day.
    pub promise: Promise,
    /// Accepted ones and suggestions, first to last; those passed over last.
    pub follow_ups: Vec<FollowUp>,
    /// By figure of the promise.
    pub progress: Vec<Progress>,
    /// Sentences in later texts that speak of it and hold no act, the most alike first: to look at, not to be judged.
    pub sentences: Vec<Sentence>,
}

impl Track {
    /// The last day on which anybody took it up, or it was said itself.
    #[must_use]
    pub fn last_word(&self) -> Option<&str> {
        let taken = self.follow_ups.iter().filter(|one| one.accepted != Some(false));
        taken.filter_map(|one| one.act.said.as_deref()).chain(self.promise.act.said.as_deref()).max()
    }
}

/// Acts looked at for one promise.
const LOOKED_AT: usize = 120;

/// Suggestions shown for one promise.
const SUGGESTED: usize = 12;

/// How much of a promise's words, weighed by how rare they are, a later act must share: to speak of the same, to say it again,
/// to do it, and to tell a figure in its unit. Tried on two communiqués of one forum half a year apart: below 0.38 what
/// commitments share is the form of such papers.
const MENTIONED: f64 = 0.5;
const REPEATED: f64 = 0.38;
pub(crate) const DONE_SO: f64 = 0.3;
const PAID: f64 = 0.15;
const COUNTED: f64 = 0.04;

/// How much a sentence without an act must share, and how many are shown. Where words say that it was done, put off or taken
/// back less is enough: that is what a reader must not miss.
const SAID: f64 = 0.55;
const SAID_WITH_SIGN: f64 = 0.4;
const SENTENCES: usize = 5;

/// From which day, which is near, and the words to tell by.
#[derive(Clone, Copy, Debug)]
pub struct Following<'w> {
    /// Counted from.
    pub today: &'w str,
    /// The last day that counts as near.
    pub soon: &'w str,
    /// As of when.
    pub as_of: AsOf,
    /// From the packs.
    pub words: &'w FollowWords,
}

/// What became of a promise; `judged` is what people said of follow-ups to it.
///
/// # Errors
/// Where the index or the store fails.
pub fn track(
    ledger: &Ledger,
    index: &Index,
    act: Act,
    judged: &[Followed],
    with: Following<'_>,
) -> Result<Track, LedgerError> {
    let (follow_ups, targets) = follow_ups(ledger, index, &act, judged, with)?;
    let progress = targets.into_iter().map(|target| filled(target, &follow_ups)).collect();
    let mut sentences = beside::sentences(ledger, index, like(&act, with.as_of), act.article, SAID_WITH_SIGN)?;
    let reader = Reader { words: with.words, ledger, promise: &act };
    sentences.retain(|one| one.alike >= SAID || reader.signed(&one.text));
    sentences.truncate(SENTENCES);
    let promise = promises(vec![act.clone()], with.today, with.soon).remove(0);
    Ok(Track { promise, follow_ups, progress, sentences })
}

/// The last day on which anybody took a promise up, or it was said itself: [`Track::last_word`] of [`track`], for less.
///
/// # Errors
/// Where the index or the store fails.
pub fn last_word(
    ledger: &Ledger,
    index: &Index,
    act: &Act,
    judged: &[Followed],
    with: Following<'_>,
) -> Result<Option<String>, LedgerError> {
    let (follow_ups, _) = follow_ups(ledger, index, act, judged, with)?;
    let taken = follow_ups.iter().filter(|one| one.accepted != Some(false)).filter_map(|one| one.act.said.as_deref());
    Ok(taken.chain(act.said.as_deref()).max().map(str::to_owned))
}

/// How alike to its promise each follow-up must be to: by the words of its quote, from its day on.
fn like<'a>(act: &'a Act, as_of: AsOf) -> Like<'a> {
    // In its own text a figure may be told with few of the promise's words, and common ones: *… of these, 79 million doses …*
    Like { text: &act.act.quote, from: act.said.as_deref(), as_of, most: LOOKED_AT, within: Some(act.article) }
}

/// Later acts that take a promise up, first to last, those passed over last; and the figures it is held against.
fn follow_ups(
    ledger: &Ledger,
    index: &Index,
    act: &Act,
    judged: &[Followed],
    with: Following<'_>,
) -> Result<(Vec<FollowUp>, Vec<Progress>), LedgerError> {
    // Acts of neither party take nothing up, however alike their words, unless somebody said so; the columns tell who stands in
    // them now.
    let near = (judged.is_empty() && with.as_of == AsOf::NOW).then_some(&act.act);
    let found = alike(ledger, index, like(act, with.as_of), near)?;
    let mut known: BTreeMap<String, &Followed> = BTreeMap::new();
    known.extend(judged.iter().map(|one| (one.act.clone(), one)));
    let reader = Reader { words: with.words, ledger, promise: act };
    let targets = reader.targets();
    let mut follow_ups = Vec::new();
    let mut suggested = 0;
    for (later, share) in found {
        let judged = known.remove(&later.id.whole());
        let how = reader.how(&later, share);
        if judged.is_none() && (how.is_none() || suggested == SUGGESTED) {
            continue;
        }
        suggested += usize::from(judged.is_none());
        follow_ups.push(reader.follow_up(later, share, how, judged, &targets));
    }
    // What people named themselves need not look alike.
    for one in known.into_values() {
        let Some(later) = named(ledger, &one.act, with.as_of)? else { continue };
        follow_ups.push(reader.follow_up(later, 0.0, None, Some(one), &targets));
    }
    follow_ups.sort_by(|a, b| {
        let key = |one: &FollowUp| (one.accepted == Some(false), one.act.said.clone(), one.act.article, one.act.row);
        key(a).cmp(&key(b))
    });
    Ok((follow_ups, targets))
}

/// The act that a judgement names; where a further reading changed its extent, the one of the same kind that lies where it lay.
pub(crate) fn named(ledger: &Ledger, id: &str, as_of: AsOf) -> Result<Option<Act>, LedgerError> {
    let Some((article, local)) = id.split_once('.') else { return Ok(None) };
    let whole = ActId { article: article.to_owned(), local: local.to_owned() };
    if let Ok(act) = ledger.act(&whole, as_of) {
        return Ok(Some(act));
    }
    let place = local.get(1..).and_then(|place| place.split('.').next()?.split_once('-'));
    let Some((Ok(start), Ok(end))) = place.map(|(start, end)| (start.parse::<u32>(), end.parse::<u32>())) else {
        return Ok(None);
    };
    let Ok(article) = ledger.article_of(article, as_of) else { return Ok(None) };
    let only = Only { article: Some(article.row), all_copies: true, ..Only::default() };
    let shared = |act: &Act| act.act.end.min(end).saturating_sub(act.act.start.max(start));
    let acts = ledger.acts(&only, as_of, usize::MAX)?.into_iter();
    let near = acts.filter(|act| act.id.local.get(..1) == local.get(..1) && shared(act) > 0);
    Ok(near.max_by_key(|act| (shared(act), std::cmp::Reverse(act.row))))
}

/// Reached by what is accepted, and by that with the suggestions. A total counts what came before it; what is delivered
/// after it is added.
fn filled(mut target: Progress, follow_ups: &[FollowUp]) -> Progress {
    let sum = |counts: &dyn Fn(&FollowUp) -> bool| {
        let mut reached: f64 = 0.0;
        for one in follow_ups.iter().filter(|one| counts(one)) {
            match (one.how, one.figure) {
                (How::Progress, Some(figure)) => reached = reached.max(figure),
                (How::Delivery, Some(figure)) => reached += figure,
                _ => {}
            }
        }
        reached
    };
    target.reached = sum(&|one| one.accepted == Some(true));
    target.suggested = sum(&|one| one.accepted != Some(false));
    target
}

pub(crate) struct Reader<'r> {
    pub(crate) words: &'r FollowWords,
    pub(crate) ledger: &'r Ledger,
    pub(crate) promise: &'r Act,
}

/// Stances of deeds that do what is promised.
const DONE: &[&str] = &["aid", "establish", "agree", "cooperate", "concede"];

/// Stances of deeds and attitudes that take back.
const UNDONE: &[&str] = &["retreat", "reject", "sanction"];

impl Reader<'_> {
    /// The figures promised.
    fn targets(&self) -> Vec<Progress> {
        let act = &self.promise.act;
        let mut out: Vec<Progress> = Vec::new();
        for amount in act.amounts.iter().filter(|one| matches!(one.role.as_deref(), None | Some("promised" | "target")))
        {
            let (Some(target), Some(unit)) = (number(amount), amount.unit.clone()) else { continue };
            if KEPT_TO.contains(&unit.as_str()) {
                continue;
            }
            let vehicle = self.vehicle(act, amount);
            if target > 0.0 && !out.iter().any(|one| one.unit == unit && one.vehicle == vehicle) {
                out.push(Progress { unit, vehicle, target, reached: 0.0, suggested: 0.0 });
            }
        }
        out
    }

    /// By what a figure is given: for money the nearest word that says so.
    fn vehicle(&self, act: &RecordedAct, amount: &RecordedAmount) -> Option<String> {
        let fold = self.ledger.folding().table();
        vehicle(&fold.fold(&act.quote), act.start, amount, &self.words.vehicles)
    }

    /// Whether any word says what became of something.
    fn signed(&self, text: &str) -> bool {
        let text = self.ledger.folding().table().fold(text);
        self.words.signs.iter().any(|(word, _, alone)| place(&text, word, *alone).is_some())
    }

    /// How an act takes the promise up, if it does.
    pub(crate) fn how(&self, later: &Act, share: f64) -> Option<How> {
        let (promise, act) = (&self.promise.act, &later.act);
        if later.row == self.promise.row || later.standing.rejected {
            return None;
        }
        let same_text = later.article == self.promise.article;
        let own = act.holders.iter().any(|holder| promise.holders.contains(holder));
        if !is_near(promise, [&act.holders[..], &act.addressees, &act.targets])
            || elsewhere(promise, act)
            || self.is_earlier(later)
        {
            return None;
        }
        let quote = self.ledger.folding().table().fold(&act.quote);
        let says = |sign: Sign| {
            self.words.signs.iter().any(|(word, own, alone)| *own == sign && place(&quote, word, *alone).is_some())
        };
        let units: BTreeSet<&str> = promise.amounts.iter().filter_map(|one| one.unit.as_deref()).collect();
        let mut figures = act.amounts.iter().filter(|one| {
            one.role.as_deref() == Some("delivered") && one.unit.as_deref().is_some_and(|unit| units.contains(unit))
        });
        let figured = figures.next().map(|one| if one.currency.is_some() { PAID } else { COUNTED });
        let delivered = figured.is_some();
        let stance = act.stance.as_deref().unwrap_or_default();
        let how = if own && (says(Sign::Withdrawn) || UNDONE.contains(&stance)) && act.kind != "call" {
            How::Withdrawal
        } else if (delivered || act.kind == "event" || act.kind == "claim") && says(Sign::Total) {
            How::Progress
        } else if delivered || (act.kind == "event" && (DONE.contains(&stance) || says(Sign::Delivered))) {
            How::Delivery
        } else if own && (act.kind == "commitment" || stance == "affirm") {
            How::Repetition
        } else if act.kind == "event" {
            return None;
        } else {
            How::Mention
        };
        let enough = match how {
            How::Delivery | How::Progress => figured.unwrap_or(DONE_SO),
            How::Withdrawal => DONE_SO,
            How::Repetition => REPEATED,
            How::Mention => MENTIONED,
        };
        if share < enough {
            return None;
        }
        // Within one text only figures and deeds tell anything of a promise in it.
        (!same_text || matches!(how, How::Delivery | How::Progress)).then_some(how)
    }

    /// Whether a text without a day is told to be older by the year in its title (*Report on the work of 1959*).
    fn is_earlier(&self, later: &Act) -> bool {
        let year = |act: &Act| match act.said.as_deref() {
            Some(day) => day.get(..4)?.parse().ok(),
            None => act.title.as_deref().and_then(titled),
        };
        later.said.is_none() && year(later).zip(year(self.promise)).is_some_and(|(later, own)| later < own)
    }

    fn follow_up(
        &self,
        act: Act,
        alike: f64,
        how: Option<How>,
        judged: Option<&Followed>,
        targets: &[Progress],
    ) -> FollowUp {
        let said = judged.and_then(|one| one.how.as_deref()).and_then(How::from_name);
        let how = said.or(how).or_else(|| self.how(&act, 1.0)).unwrap_or(How::Mention);
        let figure = act.act.amounts.iter().find_map(|amount| {
            let (figure, unit) = (number(amount)?, amount.unit.as_deref()?);
            let vehicle = self.vehicle(&act.act, amount);
            targets.iter().any(|one| one.unit == unit && one.vehicle == vehicle).then_some(figure)
        });
        let accepted = judged.map(|one| one.how.is_some());
        FollowUp { act, how, alike, accepted, judgement: judged.map(|one| one.number), figure }
    }
}

/// Whether an act is about other parties than a promise: it names a state or body that is none of the promise's, and not all
/// of those that the promise names, so the same words are said to somebody else. *Norway gives Zambia a grant* takes up no
/// promise to Malawi.
fn elsewhere(promise: &RecordedAct, act: &RecordedAct) -> bool {
    let parties = |act: &RecordedAct, with_targets: bool| -> BTreeSet<String> {
        let targets = act.targets.iter().filter(|_| with_targets);
        let all = act.holders.iter().chain(&act.addressees).chain(targets);
        all.filter(|id| is_party(id)).cloned().collect()
    };
    let (ours, all_ours, theirs) = (parties(promise, false), parties(promise, true), parties(act, false));
    ours.len() > 1 && !theirs.is_subset(&all_ours) && !ours.is_subset(&theirs)
}

/// The year that a title begins with; one further on may be an aim (*towards 2030*).
fn titled(title: &str) -> Option<u16> {
    let digits: String = title.trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|year| digits.len() == 4 && (1800..2200).contains(year))
}

/// A state or a body, not a person or a loose group.
fn is_party(id: &str) -> bool {
    id.starts_with("org:") || (id.len() == 3 && id.bytes().all(|b| b.is_ascii_uppercase()))
}

/// One figure; the lower end of a range.
fn number(amount: &RecordedAmount) -> Option<f64> {
    amount.value.as_ref().or(amount.min.as_ref()).and_then(serde_json::Number::as_f64)
}

/// Units of what is no good that one hands over.
const NO_GOODS: &[&str] = &["person", "person-time", "household", "country", "time"];

/// Units of what is kept to and never filled bit by bit: a limit of 1.5 degrees has no bar.
const KEPT_TO: &[&str] = &["percent", "multiple", "share", "degree", "degree Celsius", "year old"];

/// Whether what is counted so is handed over.
fn is_good(unit: Option<&str>) -> bool {
    unit.is_some_and(|unit| !NO_GOODS.contains(&unit) && !KEPT_TO.contains(&unit))
}

/// By what each figure of a promise is given: for money as its words say, none where they don't; goods for somebody in kind.
#[must_use]
pub fn vehicles(act: &RecordedAct, fold: &FoldTable, words: &FollowWords) -> Vec<Option<String>> {
    let quote = fold.fold(&act.quote);
    let handed = |amount: &RecordedAmount| {
        amount.currency.is_some() || (is_good(amount.unit.as_deref()) && !act.addressees.is_empty())
    };
    let of = |amount: &RecordedAmount| {
        if handed(amount) { vehicle(&quote, act.start, amount, &words.vehicles) } else { None }
    };
    act.amounts.iter().map(of).collect()
}

/// By what a figure in `quote` (folded, its first character being number `start` of the text) is given: for money by the
/// nearest word that says so, none where no word does; goods are given in kind.
fn vehicle(quote: &str, start: u32, amount: &RecordedAmount, words: &[(String, String, bool)]) -> Option<String> {
    if amount.currency.is_none() {
        return is_good(amount.unit.as_deref()).then(|| "in kind".to_owned());
    }
    let byte = |point: u32| {
        let points = point.saturating_sub(start) as usize;
        quote.char_indices().nth(points).map_or(quote.len(), |(at, _)| at)
    };
    let (from, to) = (byte(amount.start), byte(amount.end));
    let mut best: Option<(usize, std::cmp::Reverse<usize>, &str)> = None;
    for (word, vehicle, alone) in words {
        let mut at = 0;
        while let Some((first, last)) = quote.get(at..).and_then(|rest| place(rest, word, *alone)) {
            let (first, last) = (at + first, at + last);
            let away = if first >= to { first - to } else { from.saturating_sub(last) };
            // The nearest word, among equals the longer.
            let this = (away, std::cmp::Reverse(word.len()), vehicle.as_str());
            if best.is_none_or(|best| this < best) {
                best = Some(this);
            }
            at = last;
        }
    }
    best.map(|(_, _, vehicle)| vehicle.to_owned())
}

/// Where a word first stands in a folded text; `alone` where it must stand between word edges.
fn place(text: &str, word: &str, alone: bool) -> Option<(usize, usize)> {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(word)
        .map(|(at, word)| (at, at + word.len()))
        .find(|(start, end)| !alone || (edge(text[..*start].chars().next_back()) && edge(text[*end..].chars().next())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(start: u32, end: u32) -> RecordedAmount {
        let json = format!(r#"{{"value":1,"unit":"USD","currency":"USD","start":{start},"end":{end}}}"#);
        serde_json::from_str(&json).expect("an amount")
    }

    #[test]
    fn the_nearest_word_says_by_what_money_is_given() {
        let words: Vec<_> = [("贷款", "loan"), ("无偿援助", "grant"), ("援助贷款", "loan"), ("grant", "grant")]
            .map(|(word, vehicle)| (word.to_owned(), vehicle.to_owned(), word.is_ascii()))
            .into();
        let told = |quote: &str, start, end| vehicle(quote, 10, &money(start, end), &words);
        assert_eq!(told("提供8万美元贷款和9万美元无偿援助", 12, 16).as_deref(), Some("loan"));
        assert_eq!(told("提供8万美元贷款和9万美元无偿援助", 19, 23).as_deref(), Some("grant"));
        assert_eq!(told("提供8万美元", 12, 16), None);
        assert_eq!(told("a grant of 9 USD", 21, 26).as_deref(), Some("grant"));
        assert_eq!(told("granted 9 USD", 18, 23), None, "another word");
        let mut doses = money(12, 16);
        doses.currency = None;
        assert_eq!(vehicle("提供8万剂疫苗", 10, &doses, &words).as_deref(), Some("in kind"));
    }

    #[test]
    fn each_figure_of_a_promise_is_told_by_what_it_is_given() {
        let fold = FoldTable::new([], true).expect("empty");
        let vehicles_of =
            [("贷款".to_owned(), "loan".to_owned(), false), ("无偿".to_owned(), "grant".to_owned(), false)];
        let words = FollowWords { vehicles: vehicles_of.into(), signs: Vec::new() };
        let told = |quote: &str, amounts: &[(u32, u32, &str)], addressees: &str| {
            let amounts: Vec<String> = amounts
                .iter()
                .map(|(start, end, rest)| format!(r#"{{"value":8,"start":{start},"end":{end}{rest}}}"#))
                .collect();
            let json = format!(
                r#"{{"kind":"commitment","start":0,"end":9,"quote":"{quote}","addressees":[{addressees}],"amounts":[{}]}}"#,
                amounts.join(",")
            );
            let act: RecordedAct = serde_json::from_str(&json).expect("an act");
            let told = vehicles(&act, &fold, &words);
            told.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>()
        };
        let money = r#","unit":"USD","currency":"USD""#;
        assert_eq!(
            told("提供8万美元贷款和8万美元无偿援助", &[(2, 6, money), (9, 13, money)], r#""CHL""#),
            ["loan", "grant"]
        );
        assert_eq!(told("提供8万美元", &[(2, 6, money)], ""), [""], "nobody says by what");
        assert_eq!(told("提供8万剂疫苗", &[(2, 5, r#","unit":"dose""#)], r#""CHL""#), ["in kind"]);
        assert_eq!(told("减少8吨排放", &[(2, 4, r#","unit":"tonne""#)], ""), [""], "for nobody");
        assert_eq!(told("控制在8摄氏度", &[(3, 7, r#","unit":"degree Celsius""#)], r#""CHL""#), [""], "nor is a limit");
        assert_eq!(told("提供8%的份额", &[(2, 4, r#","unit":"percent""#)], r#""CHL""#), [""], "no good");
    }

    #[test]
    fn a_title_tells_the_year_that_it_begins_with() {
        for (title, year) in
            [("1959年海洋工作报告", Some(1959)), ("2030 Agenda", Some(2030)), ("第16号报告", None), ("19591 吨", None)]
        {
            assert_eq!(titled(title), year, "{title}");
        }
    }

    #[test]
    fn totals_stand_for_what_came_before_and_only_what_is_accepted_counts() {
        let act = |row: i64| {
            let json = r#"{"kind":"event","start":0,"end":1,"quote":"a"}"#;
            let id = ActId { article: format!("{row:024x}"), local: "e0-1".into() };
            let act = serde_json::from_str(json).expect("an act");
            Act { row, id, article: row, title: None, said: None, act, standing: chancery_ledger::Standing::default() }
        };
        let one = |how, figure, accepted| FollowUp {
            act: act(1),
            how,
            alike: 1.0,
            accepted,
            judgement: None,
            figure: Some(figure),
        };
        let target = Progress { unit: "dose".into(), vehicle: None, target: 100.0, reached: 0.0, suggested: 0.0 };
        let all = [
            one(How::Delivery, 10.0, Some(true)),
            one(How::Progress, 40.0, Some(true)),
            one(How::Delivery, 5.0, Some(true)),
            one(How::Delivery, 20.0, None),
            one(How::Delivery, 90.0, Some(false)),
        ];
        let filled = filled(target, &all);
        assert_eq!((filled.reached, filled.suggested), (45.0, 65.0));
    }
}
