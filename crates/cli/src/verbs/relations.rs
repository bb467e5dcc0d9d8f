//! `chancery actors` and `network`: who acts, with whom, and on which side of whom.

use std::process::ExitCode;

use chancery_answer::Asking;
use chancery_query::{Tie, TieKind};

use super::ask::{closing, nothing};
use super::ledger::{Failure, as_of, done, most, open, print, say_names};
use crate::args::{Actors, Network, Voice, When};
use crate::render::{Page, commands, count, ledger, numbers, thousands};
use crate::terminal::Style;

pub(crate) fn actors(args: &Actors, voice: Voice) -> ExitCode {
    done(voice, if args.name.is_empty() { list(args, voice) } else { one(args, voice) })
}

fn list(args: &Actors, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.shown.then.at)?;
    let as_of = as_of(&args.shown.then, &ledger, voice)?;
    let names = super::ledger::names(&ledger);
    let asking = Asking::new(&ledger, &names);
    let found = chancery_answer::actors(
        &asking,
        (&(&args.when).into(), args.copies.all_copies),
        as_of,
        most(&args.shown).into(),
    )?;
    let (all, more) = (&found.all, found.more);
    print(args.shown.format, voice, &found.answer(), |page| {
        if all.is_empty() {
            return nothing(page, "Nobody acts here", &["chancery stats says how much the ledger holds"]);
        }
        let room = numbers(all.iter().map(|(_, _, one)| one.role("holder")));
        for (actor, names, one) in all {
            let names = names.join(", ");
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
            page.row(&[0, room], &[vec![(Style::Label, thousands(one.role("holder")))], last]);
        }
        page.blank();
        page.words(0, Style::Faint, &closing(all.len(), more, "actor", "actors"));
    })
}

fn one(args: &Actors, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.shown.then.at)?;
    let as_of = as_of(&args.shown.then, &ledger, voice)?;
    let packs = super::ledger::names(&ledger);
    let asking = Asking::new(&ledger, &packs);
    let (name, all_copies) = (args.name.join(" "), args.copies.all_copies);
    let found = chancery_answer::one_actor(
        &asking,
        &name,
        (&(&args.when).into(), all_copies),
        as_of,
        most(&args.shown).into(),
    )?;
    let (ids, known, lists, all, total) = (&found.ids, &found.names, &found.lists, &found.ties, found.all_ties);
    print(args.shown.format, voice, &found.answer(), |page| {
        if found.acts == 0 {
            return nothing(
                page,
                &format!("No act is by {name}, to it or about it"),
                &["chancery actors lists those who act"],
            );
        }
        let names = if known.is_empty() { String::new() } else { format!(" · {}", known.join(", ")) };
        page.words(0, Style::Title, &format!("{}{names}", ids.join(", ")));
        let days = [&found.span.0, &found.span.1].into_iter().flatten().cloned().collect::<Vec<_>>().join(" to ");
        page.words(2, Style::Faint, &format!("{} of its own, {days}", count(found.held, "act", "acts")));
        page.blank();
        for (label, told) in lists.iter().filter(|(_, told)| !told.is_empty()) {
            page.row(&[2, 15], &[vec![(Style::Label, (*label).to_owned())], vec![(Style::Plain, told.clone())]]);
        }
        page.blank();
        let room = numbers(all.iter().map(|tie| tie.acts as u64));
        all.iter().for_each(|tie| draw(page, tie, room));
        page.blank();
        page.words(0, Style::Faint, &closing(all.len(), total > all.len(), "tie", "ties"));
        page.words(
            2,
            Style::Faint,
            &format!(
                "chancery acts --holder {}{} lists its acts",
                commands::shell(&ids.join(",")),
                commands::days(&args.when)
            ),
        );
    })
}

pub(crate) fn network(args: &Network, voice: Voice) -> ExitCode {
    done(voice, try_network(args, voice))
}

fn try_network(args: &Network, voice: Voice) -> Result<ExitCode, Failure> {
    let asked = chancery_answer::Network {
        on: args.on.join(" "),
        of: args.of.clone(),
        between: args.between.clone(),
        when: (&args.when).into(),
        known_by: None,
    };
    chancery_answer::query(&asked.on)?;
    let ledger = open(&args.shown.then.at)?;
    let names = super::ledger::names(&ledger);
    let as_of = as_of(&args.shown.then, &ledger, voice)?;
    let asking = Asking::new(&ledger, &names);
    say_names(&asking, &asked.on, voice);
    let found = chancery_answer::network(&asking, &asked, as_of, most(&args.shown).into())?;
    let (all, total) = (&found.all, found.total);
    print(args.shown.format, voice, &found.answer(), |page| {
        if all.is_empty() {
            let tries = ["fewer flags find more", "chancery actors lists those who act"];
            return nothing(page, "No act ties two actors", &tries);
        }
        let room = numbers(all.iter().map(|tie| tie.acts as u64));
        all.iter().for_each(|tie| draw(page, tie, room));
        page.blank();
        page.words(0, Style::Faint, &closing(all.len(), total > all.len(), "tie", "ties"));
        opens(page, all, &args.when);
    })
}

/// `: 2 for it, 1 against it; 3 for and 4 against what it is named in`.
fn sides(tie: &Tie) -> String {
    let own = match (tie.r#for, tie.against) {
        (0, 0) => String::new(),
        (r#for, against) => format!(": {for} for it, {against} against it", for = r#for),
    };
    let matter = match (tie.matter_for, tie.matter_against) {
        (0, 0) => String::new(),
        (r#for, against) => format!("; {for} for and {against} against a matter it is named in", for = r#for),
    };
    format!("{own}{matter}")
}

/// How the acts of a row are listed.
fn opens(page: &mut Page<'_>, all: &[Tie], when: &When) {
    if let Some(tie) = all.first() {
        let command = format!("{}{}", commands::list(&tie.list), commands::days(when));
        page.words(2, Style::Faint, &format!("{command} lists the acts of the first row"));
    }
}

fn draw(page: &mut Page<'_>, tie: &Tie, room: usize) {
    let name = |id: &String| ledger::actors(std::slice::from_ref(id));
    let (from, to) = (name(&tie.from), name(&tie.to));
    let (style, told) = match (tie.kind, tie.side.as_deref()) {
        (TieKind::Joint, _) => (Style::Plain, format!("{from} with {to}")),
        (TieKind::To, _) => (Style::Plain, format!("{from} to {to}")),
        (TieKind::On, side) => {
            let style = match side {
                Some("+") => Style::For,
                Some(_) => Style::Against,
                None => Style::Plain,
            };
            (style, format!("{from} on {to}{}", sides(tie)))
        }
    };
    let days = match (&tie.first, &tie.last) {
        (Some(first), Some(last)) if first == last => first.clone(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "no day".to_owned(),
    };
    let more = if tie.acts > tie.ids.len() { " …" } else { "" };
    let last = vec![(style, told), (Style::Faint, format!("{days} · {}{more}", tie.ids.join(", ")))];
    page.row(&[0, room], &[vec![(Style::Label, thousands(tie.acts as u64))], last]);
}
