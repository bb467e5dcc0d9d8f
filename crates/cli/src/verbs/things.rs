//! `chancery instruments` and `chancery mechanisms`: what is named, by whom, and how that went on.

use std::process::ExitCode;

use chancery_answer::{Asking, Life, Named, step_name};
use chancery_ledger::Act;
use chancery_query::{Thing, ThingKind};

use super::ask::{closing, nothing};
use super::ledger::{Failure, as_of, done, most, open, print};
use crate::args::{Things, Voice};
use crate::render::ledger::{ActColumns, actors};
use crate::render::{Page, count, numbers, thousands};
use crate::terminal::Style;

/// Holders and stances told of one thing.
const TOLD: usize = 5;

pub(crate) fn run(args: &Things, kind: ThingKind, voice: Voice) -> ExitCode {
    done(voice, try_things(args, kind, voice))
}

fn try_things(args: &Things, kind: ThingKind, voice: Voice) -> Result<ExitCode, Failure> {
    let noun = match kind {
        ThingKind::Instrument => "instrument",
        ThingKind::Mechanism => "mechanism",
    };
    let ledger = open(&args.shown.then.at)?;
    let names = super::ledger::names(&ledger);
    let asked = chancery_answer::Things { kind, name: args.name.join(" "), when: (&args.when).into() };
    let as_of = as_of(&args.shown.then, &ledger, voice)?;
    let found = chancery_answer::things(&Asking::new(&ledger, &names), &asked, as_of, most(&args.shown).into())?;
    let (all, more) = (&found.all, found.more);
    if found.by_name {
        return chain(args, voice, &found, &format!("No {noun} is called {}", asked.name));
    }
    print(args.shown.format, voice, &found.answer(), |page| {
        if all.is_empty() {
            return nothing(
                page,
                &format!("No act names {} {noun}", if kind == ThingKind::Instrument { "an" } else { "a" }),
                &["chancery stats says how much the ledger holds"],
            );
        }
        let room = numbers(all.iter().map(|thing| thing.named as u64));
        for (number, thing) in all.iter().enumerate() {
            let come = found.lives.get(number).map(|life| come(thing, life, found.forums)).unwrap_or_default();
            let cell = vec![(Style::Plain, thing.name.clone()), (Style::Plain, come), (Style::Faint, about(thing))];
            page.row(&[0, room], &[vec![(Style::Label, thousands(thing.named as u64))], cell]);
        }
        page.blank();
        page.words(0, Style::Faint, &closing(all.len(), more, noun, &format!("{noun}s")));
    })
}

/// `2022-02-04 to 2024-03-12 · CHN 4, RUS 3 · affirm 5, support 2`.
fn about(thing: &Thing) -> String {
    let told = |counts: &[(String, usize)], name: &dyn Fn(&String) -> String| {
        let some: Vec<String> = counts.iter().take(TOLD).map(|(one, n)| format!("{} {n}", name(one))).collect();
        some.join(", ")
    };
    let (first, last) = &thing.ends;
    let span = if first == last { first.clone() } else { format!("{first} to {last}") };
    let holders = told(&thing.holders, &|id| actors(std::slice::from_ref(id)));
    let parts = [span, holders, told(&thing.stances, &String::clone), thing.spellings.join(", ")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// How far a thing has come: `launched 2022-02-04 · every year promised: 1 meeting of 2 due · silent since 2022-02-04`.
fn come(thing: &Thing, life: &Life, forum: bool) -> String {
    let step = life.last_step(thing).map(|(step, act)| {
        let day = act.said.as_deref().map(|day| format!(" {day}")).unwrap_or_default();
        format!("{}{day}", step_name(step, forum))
    });
    let rhythm = life.rhythm.as_ref().map(|rhythm| {
        let every = chancery_answer::days_in_words(i64::from(rhythm.every));
        let due = rhythm.due.map_or_else(String::new, |due| format!(" of {due} due"));
        format!("every {every} promised: {}{due}", count(rhythm.met as usize, "meeting", "meetings"))
    });
    let silent = life.silent_since.as_ref().map(|day| format!("silent since {day}"));
    [step, rhythm, silent].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What became of a thing: step by step, how often it met, whether it is silent.
fn draw_life(page: &mut Page<'_>, thing: &Thing, life: &Life, forum: bool) {
    for (step, places) in life.chain() {
        let acts = || places.iter().filter_map(|at| thing.acts.get(*at));
        let day = |act: &Act| act.said.clone().unwrap_or_else(|| "no day".to_owned());
        let mut days: Vec<String> = acts().map(day).collect();
        days.dedup();
        let span = match days.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [first, .., last] => format!("{first} to {last}"),
        };
        let holders: std::collections::BTreeSet<&String> = acts().flat_map(|act| &act.act.holders).collect();
        let by = actors(&holders.into_iter().cloned().collect::<Vec<_>>());
        let ids: Vec<String> = acts().take(TOLD).map(|act| act.id.to_string()).collect();
        let more = if places.len() > TOLD { " …" } else { "" };
        let told = format!("{} · {span} · {by} · {}{more}", count(places.len(), "act", "acts"), ids.join(", "));
        page.row(&[2, 26], &[vec![(Style::Label, step_name(step, forum))], vec![(Style::Faint, told)]]);
    }
    if let Some(rhythm) = &life.rhythm {
        let id = thing.acts.get(rhythm.act).map(|act| act.id.to_string()).unwrap_or_default();
        let due = rhythm.due.map_or_else(String::new, |due| format!(" of {due} due since"));
        let every = chancery_answer::days_in_words(i64::from(rhythm.every));
        let told =
            format!("every {every} promised ({id}): {} found{due}", count(rhythm.met as usize, "meeting", "meetings"));
        page.row(&[2, 26], &[vec![(Style::Label, "rhythm".to_owned())], vec![(Style::Faint, told)]]);
    }
    if let Some(day) = &life.silent_since {
        let told = format!("since {day}: no act of the ledger's later years names it");
        page.row(&[2, 26], &[vec![(Style::Label, "silent".to_owned())], vec![(Style::Faint, told)]]);
    }
    page.blank();
}

/// One thing, or several whose names hold what was asked for: the acts that name it, first to last.
fn chain(args: &Things, voice: Voice, found: &Named, none: &str) -> Result<ExitCode, Failure> {
    let all = &found.all;
    let acts = || all.iter().flat_map(|thing| &thing.acts);
    print(args.shown.format, voice, &found.answer(), |page| {
        if all.is_empty() {
            return nothing(page, none, &["a part of the name is enough, in either script"]);
        }
        let columns = ActColumns::of(acts(), page.width());
        for (number, thing) in all.iter().enumerate() {
            if number > 0 {
                page.blank();
            }
            page.words(0, Style::Title, &thing.name);
            page.words(2, Style::Faint, &about(thing));
            if let Some(life) = found.lives.get(number) {
                draw_life(page, thing, life, found.forums);
            }
            for (at, act) in thing.acts.iter().enumerate() {
                let steps = found.lives.get(number).and_then(|life| life.steps.get(at)).map_or(&[][..], Vec::as_slice);
                let told: Vec<String> = steps.iter().map(|step| step_name(*step, found.forums)).collect();
                columns.row(page, act, &[], &told.join("; "));
            }
        }
        page.blank();
        page.words(0, Style::Faint, &count(acts().count(), "act", "acts"));
    })
}
