//! `chancery compare A B --on QUERY`: two actors side by side on a matter.

use std::process::ExitCode;

use chancery_ledger::{Act, Only};
use chancery_query::{Contrast, Query, Stand, contrast};
use serde_json::json;

use super::ask::{closing, nothing};
use super::boards::found;
use super::ledger::{Failure, as_of, days, most, open, print, query};
use crate::args::{Compare, Voice};
use crate::names::Names;
use crate::render::answer::Answer;
use crate::render::ledger::{attitude, details, doing, value};
use crate::render::{Cell, Page, count};
use crate::terminal::Style;

const COLUMNS: &[&str] = &[
    "stand",
    "kind",
    "first_said",
    "first_stance",
    "first_polarity",
    "first_intensity",
    "first_quote",
    "first_id",
    "second_said",
    "second_stance",
    "second_polarity",
    "second_intensity",
    "second_quote",
    "second_id",
];

pub(super) fn actors(args: &Compare, voice: Voice) -> Result<ExitCode, Failure> {
    let words = query(&args.on)?;
    let ledger = open(&args.shown.at)?;
    let as_of = as_of(args.shown.as_of.as_deref())?;
    let names = Names::load(ledger.folding());
    let [first, second] =
        [&args.earlier, &args.later].map(|name| names.actors(std::slice::from_ref(name)).map_err(Failure::misuse));
    let (first, second) = (first?, second?);
    let mut only = Only { holders: first.iter().chain(&second).cloned().collect(), ..Only::default() };
    days(&args.when, &mut only)?;
    let mut acts = found(&ledger, &words, &only, as_of)?;
    if words != Query::All {
        acts.sort_by(|a, b| b.said.cmp(&a.said).then(a.article.cmp(&b.article)).then(a.row.cmp(&b.row)));
    }
    let mut all = contrast(acts, &first, &second, ledger.folding().table());
    let tally = tally(&all);
    let (limit, total) = (most(&args.shown), all.len());
    all.truncate(limit);
    let mut answer = Answer::new(COLUMNS);
    for one in &all {
        let any = one.first.as_ref().or(one.second.as_ref());
        let mut cells = vec![one.stand.name().to_owned(), any.map_or_else(String::new, |act| act.act.kind.clone())];
        for act in [&one.first, &one.second] {
            cells.extend(act.as_ref().map_or_else(|| vec![String::new(); 6], told));
        }
        answer.push(
            cells,
            json!({"stand": one.stand, "first": one.first.as_ref().map(value), "second": one.second.as_ref().map(value)}),
        );
    }
    let on = args.on.join(" ");
    answer.whole = Some(json!({"first": first, "second": second, "on": on, "rows": answer.values}));
    print(args.shown.format, voice, &answer, |page| {
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
        for one in &all {
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

/// Day, stance, side, rung, words, id.
fn told(act: &Act) -> Vec<String> {
    let text = |one: &Option<String>| one.clone().unwrap_or_default();
    vec![
        text(&act.said),
        text(&act.act.stance),
        text(&act.act.polarity),
        act.act.intensity.map_or_else(String::new, |rung| rung.to_string()),
        act.act.quote.clone(),
        act.id.to_string(),
    ]
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
