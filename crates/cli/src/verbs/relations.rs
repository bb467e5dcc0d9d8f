//! `chancery actors` and `network`: who acts, with whom, and on which side of whom.

use std::collections::BTreeMap;
use std::process::ExitCode;

use chancery_ledger::{Act, AsOf, Ledger, Only};
use chancery_query::{Query, Tie, TieKind, by_columns, ties, ties_by_columns};
use serde_json::{Value, json};

use super::ask::{closing, nothing};
use super::boards::found;
use super::ledger::{Failure, as_of, days, done, most, open, print, query};
use crate::args::{Actors, Network, Voice};
use crate::names::Names;
use crate::render::answer::Answer;
use crate::render::{Page, count, ledger, thousands};
use crate::terminal::Style;

pub(crate) fn actors(args: &Actors, voice: Voice) -> ExitCode {
    done(voice, if args.name.is_empty() { list(args, voice) } else { one(args, voice) })
}

const COLUMNS: &[&str] = &[
    "actor",
    "names",
    "acts",
    "positions",
    "commitments",
    "calls",
    "events",
    "claims",
    "addressed",
    "meant",
    "reporting",
    "first",
    "last",
];

/// An actor and how often it stands where.
#[derive(Default)]
struct Counted {
    by_kind: BTreeMap<String, u64>,
    by_role: BTreeMap<String, u64>,
    first: Option<String>,
    last: Option<String>,
}

impl Counted {
    fn role(&self, role: &str) -> u64 {
        self.by_role.get(role).copied().unwrap_or(0)
    }

    fn kind(&self, kind: &str) -> u64 {
        self.by_kind.get(kind).copied().unwrap_or(0)
    }
}

/// `CHN`, `org:UN`: not a thing that acts are about.
fn is_actor(id: &str) -> bool {
    let state = id.len() == 3 && id.bytes().all(|b| b.is_ascii_uppercase());
    state || ["org:", "person:", "group:"].iter().any(|prefix| id.starts_with(prefix))
}

fn list(args: &Actors, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.shown.at)?;
    let as_of = as_of(args.shown.as_of.as_deref())?;
    let mut only = Only::default();
    days(&args.when, &mut only)?;
    let mut counted: BTreeMap<String, Counted> = BTreeMap::new();
    for row in ledger.tally(only.from.as_deref(), only.to.as_deref(), as_of)? {
        if !is_actor(&row.actor) {
            continue;
        }
        let own = counted.entry(row.actor).or_default();
        *own.by_role.entry(row.role.clone()).or_default() += row.acts;
        if row.role == "holder" {
            *own.by_kind.entry(row.kind).or_default() += row.acts;
        }
        own.first = [own.first.take(), row.first].into_iter().flatten().min();
        own.last = own.last.take().max(row.last);
    }
    let mut all: Vec<(String, Counted)> = counted.into_iter().collect();
    let rank = |one: &Counted| (one.role("holder"), one.role("target") + one.role("addressee") + one.role("via"));
    all.sort_by(|a, b| rank(&b.1).cmp(&rank(&a.1)).then_with(|| a.0.cmp(&b.0)));
    let limit = most(&args.shown);
    let more = all.len() > limit;
    all.truncate(limit);
    let names = Names::load(ledger.folding());
    let called = names.called();
    let mut answer = Answer::new(COLUMNS);
    for (actor, one) in &all {
        let names = called.get(actor.as_str()).cloned().unwrap_or_default();
        let kinds = ["position", "commitment", "call", "event", "claim"].map(|kind| one.kind(kind));
        let roles = ["addressee", "target", "via"].map(|role| one.role(role));
        let mut cells = vec![actor.clone(), names.join("; "), one.role("holder").to_string()];
        cells.extend(kinds.iter().chain(&roles).map(u64::to_string));
        cells.extend([one.first.clone().unwrap_or_default(), one.last.clone().unwrap_or_default()]);
        let value = json!({
            "actor": actor, "names": names, "acts": one.role("holder"), "positions": kinds[0], "commitments": kinds[1],
            "calls": kinds[2], "events": kinds[3], "claims": kinds[4], "addressed": roles[0], "meant": roles[1],
            "reporting": roles[2], "first": one.first, "last": one.last,
        });
        answer.push(cells, value);
    }
    print(args.shown.format, voice, &answer, |page| {
        if all.is_empty() {
            return nothing(page, "Nobody acts here", &["chancery stats says how much the ledger holds"]);
        }
        for (actor, one) in &all {
            let names = called.get(actor.as_str()).map(|names| names.join(", ")).unwrap_or_default();
            let head = if names.is_empty() { actor.clone() } else { format!("{actor} · {names}") };
            let kinds = [
                ("position", "positions"),
                ("commitment", "commitments"),
                ("call", "calls"),
                ("event", "events"),
                ("claim", "claims"),
            ];
            let told: Vec<String> = kinds
                .iter()
                .filter(|(kind, _)| one.kind(kind) > 0)
                .map(|(kind, several)| count(one.kind(kind) as usize, kind, several))
                .chain(
                    [("addressee", "addressed in"), ("target", "meant by"), ("via", "reporting")]
                        .iter()
                        .filter(|(role, _)| one.role(role) > 0)
                        .map(|(role, words)| format!("{words} {}", thousands(one.role(role)))),
                )
                .collect();
            let span = [one.first.clone(), one.last.clone()].into_iter().flatten().collect::<Vec<_>>().join(" to ");
            let last = vec![(Style::Plain, head), (Style::Faint, told.join(", ")), (Style::Faint, span)];
            page.row(&[0, 7], &[vec![(Style::Label, thousands(one.role("holder")))], last]);
        }
        page.blank();
        page.words(0, Style::Faint, &closing(all.len(), more, "actor", "actors"));
    })
}

/// Positions, commitments … and stances of acts, as `support 3, oppose 2`.
fn ranked<'a>(values: impl Iterator<Item = &'a str>, most: usize) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    values.for_each(|one| *counts.entry(one).or_default() += 1);
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let told: Vec<String> = all.iter().take(most).map(|(name, number)| format!("{name} {number}")).collect();
    told.join(", ")
}

/// Values told on a line of a card.
const TOLD: usize = 8;

fn one(args: &Actors, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.shown.at)?;
    let as_of = as_of(args.shown.as_of.as_deref())?;
    let names = Names::load(ledger.folding());
    let name = args.name.join(" ");
    let ids = names.actors(std::slice::from_ref(&name)).map_err(Failure::misuse)?;
    let mut only = Only::default();
    days(&args.when, &mut only)?;
    let held = ledger.acts(&Only { holders: ids.clone(), ..only.clone() }, as_of, usize::MAX)?;
    let others = others(&ledger, &ids, &only, as_of)?;
    let mut acts = held.clone();
    acts.extend(others.into_iter().filter(|act| !held.iter().any(|own| own.row == act.row)));
    let mut all = ties(&acts, &ids, false);
    let (limit, total) = (most(&args.shown), all.len());
    all.truncate(limit);
    let mut answer = answer(&all);
    let called = names.called();
    let known: Vec<&str> = ids.iter().flat_map(|id| called.get(id.as_str()).cloned().unwrap_or_default()).collect();
    let lists = [
        ("acts", ranked(held.iter().map(|act| act.act.kind.as_str()), TOLD)),
        ("stances", ranked(held.iter().filter_map(|act| act.act.stance.as_deref()), TOLD)),
        ("about", ranked(held.iter().flat_map(|act| act.act.targets.iter().map(String::as_str)), TOLD)),
        ("instruments", ranked(held.iter().flat_map(|act| act.act.instruments.iter().map(String::as_str)), TOLD)),
        ("mechanisms", ranked(held.iter().flat_map(|act| act.act.mechanisms.iter().map(String::as_str)), TOLD)),
    ];
    let span =
        |days: Vec<&str>| (days.iter().min().map(|d| (*d).to_owned()), days.iter().max().map(|d| (*d).to_owned()));
    let (first, last) = span(held.iter().filter_map(|act| act.said.as_deref()).collect());
    let mut whole = json!({"actors": ids, "names": known, "held": held.len(), "first": first, "last": last});
    for (label, told) in &lists {
        whole[label] = json!(told);
    }
    whole["ties"] = json!(answer.values);
    answer.whole = Some(whole);
    print(args.shown.format, voice, &answer, |page| {
        if acts.is_empty() {
            return nothing(
                page,
                &format!("No act is by {name}, to it or about it"),
                &["chancery actors lists those who act"],
            );
        }
        let names = if known.is_empty() { String::new() } else { format!(" · {}", known.join(", ")) };
        page.words(0, Style::Title, &format!("{}{names}", ids.join(", ")));
        let days = [first, last].into_iter().flatten().collect::<Vec<_>>().join(" to ");
        page.words(2, Style::Faint, &format!("{} of its own, {days}", count(held.len(), "act", "acts")));
        page.blank();
        for (label, told) in lists.iter().filter(|(_, told)| !told.is_empty()) {
            page.row(&[2, 15], &[vec![(Style::Label, (*label).to_owned())], vec![(Style::Plain, told.clone())]]);
        }
        page.blank();
        all.iter().for_each(|tie| draw(page, tie));
        page.blank();
        page.words(0, Style::Faint, &closing(all.len(), total > all.len(), "tie", "ties"));
        page.words(2, Style::Faint, &format!("chancery acts --holder {} lists its acts", ids.join(",")));
    })
}

/// Acts of others to these actors or about them.
fn others(ledger: &Ledger, ids: &[String], only: &Only, as_of: AsOf) -> Result<Vec<Act>, Failure> {
    let mut out = ledger.acts(&Only { addressees: ids.to_vec(), ..only.clone() }, as_of, usize::MAX)?;
    let known: std::collections::BTreeSet<i64> = out.iter().map(|act| act.row).collect();
    let about = ledger.acts(&Only { targets: ids.to_vec(), ..only.clone() }, as_of, usize::MAX)?;
    out.extend(about.into_iter().filter(|act| !known.contains(&act.row)));
    Ok(out)
}

pub(crate) fn network(args: &Network, voice: Voice) -> ExitCode {
    done(voice, try_network(args, voice))
}

fn try_network(args: &Network, voice: Voice) -> Result<ExitCode, Failure> {
    let words = query(&args.on)?;
    let ledger = open(&args.shown.at)?;
    let as_of = as_of(args.shown.as_of.as_deref())?;
    let between = !args.between.is_empty();
    let names = if between { &args.between } else { &args.of };
    let mut only = Only::default();
    days(&args.when, &mut only)?;
    let among = if names.is_empty() {
        Vec::new()
    } else {
        Names::load(ledger.folding()).actors(names).map_err(Failure::misuse)?
    };
    let limit = most(&args.shown);
    let (all, total) = if words == Query::All && by_columns(&only, as_of) {
        ties_by_columns(&ledger, &ledger.index()?, &only, (&among, between), limit)?
    } else {
        let acts = match (&words, among.is_empty()) {
            (Query::All, true) => ledger.acts(&only, as_of, usize::MAX)?,
            (Query::All, false) => {
                let mut acts = ledger.acts(&Only { holders: among.clone(), ..only.clone() }, as_of, usize::MAX)?;
                let known: std::collections::BTreeSet<i64> = acts.iter().map(|act| act.row).collect();
                if !between {
                    let others = others(&ledger, &among, &only, as_of)?;
                    acts.extend(others.into_iter().filter(|act| !known.contains(&act.row)));
                }
                acts
            }
            _ => found(&ledger, &words, &only, as_of)?,
        };
        let mut all = ties(&acts, &among, between);
        let total = all.len();
        all.truncate(limit);
        (all, total)
    };
    let answer = answer(&all);
    print(args.shown.format, voice, &answer, |page| {
        if all.is_empty() {
            let tries = ["fewer flags find more", "chancery actors lists those who act"];
            return nothing(page, "No act ties two actors", &tries);
        }
        all.iter().for_each(|tie| draw(page, tie));
        page.blank();
        page.words(0, Style::Faint, &closing(all.len(), total > all.len(), "tie", "ties"));
    })
}

const TIES: &[&str] = &["tie", "from", "to", "acts", "for", "against", "side", "first", "last", "ids"];

fn answer(all: &[Tie]) -> Answer {
    let mut answer = Answer::new(TIES);
    for tie in all {
        let text = |one: &Option<String>| one.clone().unwrap_or_default();
        let cells = vec![
            tie.kind.name().to_owned(),
            tie.from.clone(),
            tie.to.clone(),
            tie.acts.to_string(),
            tie.r#for.to_string(),
            tie.against.to_string(),
            text(&tie.side),
            text(&tie.first),
            text(&tie.last),
            tie.ids.join("; "),
        ];
        let mut value: Value = json!(tie);
        value["tie"] = json!(tie.kind);
        if let Some(fields) = value.as_object_mut() {
            fields.remove("kind");
        }
        answer.push(cells, value);
    }
    answer
}

fn draw(page: &mut Page<'_>, tie: &Tie) {
    let name = |id: &String| ledger::actors(std::slice::from_ref(id));
    let (from, to) = (name(&tie.from), name(&tie.to));
    let (style, told) = match (tie.kind, tie.side.as_deref()) {
        (TieKind::Joint, _) => (Style::Plain, format!("{from} with {to}")),
        (TieKind::To, _) => (Style::Plain, format!("{from} to {to}")),
        (TieKind::On, Some("+")) => (Style::For, format!("{from} on {to}: {} for, {} against", tie.r#for, tie.against)),
        (TieKind::On, Some(_)) => {
            (Style::Against, format!("{from} on {to}: {} for, {} against", tie.r#for, tie.against))
        }
        (TieKind::On, None) => (Style::Plain, format!("{from} on {to}")),
    };
    let days = match (&tie.first, &tie.last) {
        (Some(first), Some(last)) if first == last => first.clone(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "no day".to_owned(),
    };
    let more = if tie.acts > tie.ids.len() { " …" } else { "" };
    let last = vec![(style, told), (Style::Faint, format!("{days} · {}{more}", tie.ids.join(", ")))];
    page.row(&[0, 7], &[vec![(Style::Label, thousands(tie.acts as u64))], last]);
}
