//! `chancery compare A B --on QUERY`: two actors side by side on a matter.

use std::process::ExitCode;

use chancery_answer::Asking;
use chancery_ledger::Act;
use chancery_query::{Contrast, Stand};

use super::ask::{closing, nothing};
use super::ledger::{Failure, as_of, most, open, print, say_names};
use crate::args::{Compare, Voice};
use crate::render::ledger::{attitude, details, doing};
use crate::render::{Cell, Page, count};
use crate::terminal::Style;

pub(super) fn actors(args: &Compare, voice: Voice) -> Result<ExitCode, Failure> {
    let asked = chancery_answer::Sides {
        first: args.earlier.clone(),
        second: args.later.clone(),
        on: args.on.join(" "),
        when: (&args.when).into(),
    };
    chancery_answer::query(&asked.on)?;
    let ledger = open(&args.shown.then.at)?;
    let names = super::ledger::names(&ledger);
    let as_of = as_of(&args.shown.then, &ledger, voice)?;
    let asking = Asking::new(&ledger, &names);
    say_names(&asking, &asked.on, voice);
    let found = chancery_answer::contrast(&asking, &asked, as_of)?;
    let (limit, total, on) = (most(&args.shown), found.all.len(), &asked.on);
    let all = &found.all[..total.min(limit)];
    let tally = tally(&found.all);
    print(args.shown.format, voice, &found.answer(limit.into()), |page| {
        if all.is_empty() {
            let what = format!("Neither {} nor {} says anything on {on}", args.earlier, args.later);
            return nothing(
                page,
                &what,
                &["fewer characters find more", "chancery search with the same words shows who does"],
            );
        }
        let width = page.width();
        let edges = [0, 10, 10 + (width - 10) / 2];
        let label = |text: &str| vec![(Style::Title, text.to_owned())];
        page.row(&edges, &[Vec::new(), label(&args.earlier), label(&args.later)]);
        let mut last = None;
        for one in all {
            if last != Some(one.stand) {
                page.blank();
                page.words(0, style(one.stand), one.stand.name());
                last = Some(one.stand);
            }
            draw(page, &edges, one);
        }
        page.blank();
        page.words(0, Style::Faint, &format!("{}: {tally}", closing(all.len(), total > all.len(), "row", "rows")));
    })
}

const fn style(stand: Stand) -> Style {
    match stand {
        Stand::Against => Style::Against,
        Stand::FirstStronger | Stand::SecondStronger => Style::Warning,
        Stand::Alike | Stand::Together | Stand::Both => Style::For,
        Stand::FirstOnly | Stand::SecondOnly => Style::Label,
    }
}

/// `1 against each other, 2 together, 5 first only`.
fn tally(all: &[Contrast]) -> String {
    let mut told: Vec<(Stand, usize)> = Vec::new();
    for one in all {
        match told.last_mut().filter(|(stand, _)| *stand == one.stand) {
            Some((_, number)) => *number += 1,
            None => told.push((one.stand, 1)),
        }
    }
    let mut sums: Vec<(Stand, usize)> = Vec::new();
    for (stand, number) in told {
        match sums.iter_mut().find(|(known, _)| *known == stand) {
            Some((_, sum)) => *sum += number,
            None => sums.push((stand, number)),
        }
    }
    sums.iter().map(|(stand, number)| format!("{number} {}", stand.name())).collect::<Vec<_>>().join(", ")
}

fn draw(page: &mut Page<'_>, edges: &[usize], one: &Contrast) {
    let cell = |act: Option<&Act>| -> Cell {
        let Some(act) = act else { return Vec::new() };
        let day = act.said.as_deref().unwrap_or("no day");
        vec![
            (attitude(&act.act), format!("{day} {}", doing(&act.act))),
            (Style::Plain, act.act.quote.clone()),
            (Style::Faint, details(&act.act)),
            (Style::Faint, act.id.to_string()),
        ]
    };
    if one.stand == Stand::Together {
        page.row(&edges[..2], &[Vec::new(), cell(one.first.as_ref())]);
    } else {
        page.row(edges, &[Vec::new(), cell(one.first.as_ref()), cell(one.second.as_ref())]);
    }
}

/// What two periods of a series have, where one has several texts: the longest, with how many stand beside it.
pub(super) fn beside(others: usize) -> String {
    if others == 0 { String::new() } else { format!("; {} beside it", count(others, "shorter text", "shorter texts")) }
}
