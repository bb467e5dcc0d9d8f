//! `chancery instruments` and `chancery mechanisms`: what is named, by whom, and how that went on.

use std::process::ExitCode;

use chancery_ledger::Only;
use chancery_query::{Query, Thing, ThingKind, things};
use serde_json::json;

use super::ask::{closing, list, nothing};
use super::boards::found;
use super::ledger::{Failure, as_of, days, done, most, open, print};
use crate::args::{Things, Voice};
use crate::render::answer::Answer;
use crate::render::count;
use crate::render::ledger::{ActColumns, actors, value};
use crate::terminal::Style;

/// Holders and stances told of one thing.
const TOLD: usize = 5;

pub(crate) fn run(args: &Things, kind: ThingKind, voice: Voice) -> ExitCode {
    done(voice, try_things(args, kind, voice))
}

const COLUMNS: &[&str] = &["name", "acts", "first", "last", "holders", "stances", "spellings"];

fn try_things(args: &Things, kind: ThingKind, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.shown.at)?;
    let as_of = as_of(args.shown.as_of.as_deref())?;
    let mut only = Only::default();
    days(&args.when, &mut only)?;
    let name = args.name.join(" ");
    let (noun, field) = match kind {
        ThingKind::Instrument => ("instrument", &mut only.instruments),
        ThingKind::Mechanism => ("mechanism", &mut only.mechanisms),
    };
    if !name.is_empty() {
        field.push(name.clone());
    }
    let acts = if name.is_empty() {
        ledger.acts(&only, as_of, usize::MAX)?
    } else {
        let named = Query::Field(
            if kind == ThingKind::Instrument {
                chancery_query::Name::Instrument
            } else {
                chancery_query::Name::Mechanism
            },
            name.clone(),
        );
        found(&ledger, &named, &only, as_of)?
    };
    let fold = ledger.folding().table();
    let mut all = things(acts, kind, fold);
    if !name.is_empty() {
        // An act may name other things beside the one asked for.
        let wanted = fold.fold(&name);
        all.retain(|thing| fold.fold(&thing.name).contains(&wanted));
    }
    let limit = most(&args.shown);
    let more = all.len() > limit;
    all.truncate(limit);
    if !name.is_empty() {
        return chain(args, voice, &all, &format!("No {noun} is called {name}"));
    }
    let mut answer = Answer::new(COLUMNS);
    for thing in &all {
        let (first, last) = ends(thing);
        let told = |counts: &[(String, usize)]| counts.iter().map(|one| one.0.clone()).collect::<Vec<_>>().join("; ");
        answer.push(
            vec![
                thing.name.clone(),
                thing.acts.len().to_string(),
                first.clone(),
                last.clone(),
                told(&thing.holders),
                told(&thing.stances),
                thing.spellings.join("; "),
            ],
            json!({
                "name": thing.name, "acts": thing.acts.len(), "first": first, "last": last,
                "holders": thing.holders, "stances": thing.stances, "spellings": thing.spellings,
            }),
        );
    }
    print(args.shown.format, voice, &answer, |page| {
        if all.is_empty() {
            return nothing(
                page,
                &format!("No act names an {noun}"),
                &["chancery stats says how much the ledger holds"],
            );
        }
        for thing in &all {
            let cell = vec![(Style::Plain, thing.name.clone()), (Style::Faint, about(thing))];
            page.row(&[0, 6], &[vec![(Style::Label, thing.acts.len().to_string())], cell]);
        }
        page.blank();
        page.words(0, Style::Faint, &closing(all.len(), more, noun, &format!("{noun}s")));
    })
}

fn ends(thing: &Thing) -> (String, String) {
    let mut days = thing.acts.iter().filter_map(|act| act.said.clone());
    let first = days.next().unwrap_or_default();
    let last = days.next_back().unwrap_or_else(|| first.clone());
    (first, last)
}

/// `2022-02-04 to 2024-03-12 · CHN 4, RUS 3 · affirm 5, support 2`.
fn about(thing: &Thing) -> String {
    let told = |counts: &[(String, usize)], name: &dyn Fn(&String) -> String| {
        let some: Vec<String> = counts.iter().take(TOLD).map(|(one, n)| format!("{} {n}", name(one))).collect();
        some.join(", ")
    };
    let (first, last) = ends(thing);
    let span = if first == last { first } else { format!("{first} to {last}") };
    let holders = told(&thing.holders, &|id| actors(std::slice::from_ref(id)));
    let parts = [span, holders, told(&thing.stances, &String::clone), thing.spellings.join(", ")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// One thing, or several whose names hold what was asked for: the acts that name it, first to last.
fn chain(args: &Things, voice: Voice, all: &[Thing], none: &str) -> Result<ExitCode, Failure> {
    let acts: Vec<_> = all.iter().flat_map(|thing| thing.acts.iter().cloned()).collect();
    let mut answer = list(&acts);
    let values = all.iter().map(|thing| {
        let acts: Vec<_> = thing.acts.iter().map(value).collect();
        json!({"name": thing.name, "spellings": thing.spellings, "holders": thing.holders, "acts": acts})
    });
    answer.whole = Some(values.collect());
    print(args.shown.format, voice, &answer, |page| {
        if all.is_empty() {
            return nothing(page, none, &["a part of the name is enough, in either script"]);
        }
        let columns = ActColumns::of(acts.iter(), page.width());
        for (number, thing) in all.iter().enumerate() {
            if number > 0 {
                page.blank();
            }
            page.words(0, Style::Title, &thing.name);
            page.words(2, Style::Faint, &about(thing));
            thing.acts.iter().for_each(|act| columns.row(page, act, &[], ""));
        }
        page.blank();
        page.words(0, Style::Faint, &count(acts.len(), "act", "acts"));
    })
}
