//! `chancery timeline`: acts by day, month or year.

use std::process::ExitCode;

use chancery_answer::{Asking, Periods};
use chancery_query::{Every, Period};

use super::ask::{closing, nothing};
use super::ledger::{Failure, as_of, done, most, open, print, say_names};
use crate::args::{self, Timeline, Voice};
use crate::render::ledger::{actors, attitude, doing};
use crate::render::{Page, commands, count, shorten, thousands};
use crate::terminal::Style;

/// Cells of the longest bar.
const BAR: usize = 20;

/// Columns of a quote.
const QUOTE: usize = 60;

const KINDS: [&str; 5] = ["position", "commitment", "call", "event", "claim"];

pub(crate) fn run(args: &Timeline, voice: Voice) -> ExitCode {
    done(voice, try_timeline(args, voice))
}

fn try_timeline(args: &Timeline, voice: Voice) -> Result<ExitCode, Failure> {
    let every = args.every.map(|every| match every {
        args::Period::Day => Every::Day,
        args::Period::Month => Every::Month,
        args::Period::Year => Every::Year,
    });
    let asked = chancery_answer::Timeline {
        query: String::new(),
        on: args.on.join(" "),
        which: (&args.which).into(),
        every,
        before: None,
    };
    chancery_answer::query(&asked.on)?;
    let ledger = open(&args.shown.then.at)?;
    let names = super::ledger::names(&ledger);
    let as_of = as_of(&args.shown.then, &ledger, voice)?;
    let asking = Asking::new(&ledger, &names);
    say_names(&asking, &asked.on, voice);
    let found = chancery_answer::timeline(&asking, &asked, as_of, most(&args.shown))?;
    let (all, hidden, total) = (&found.all, found.hidden, found.total);
    print(args.shown.format, voice, &found.answer(), |page| {
        if all.is_empty() {
            return nothing(page, "No act is of that kind", &["chancery timeline without flags counts all"]);
        }
        let widest = all.iter().map(|one| one.all).max().unwrap_or(1);
        if hidden > 0 {
            page.words(0, Style::Faint, &format!("{hidden} earlier ones are not shown (--limit 0 shows all)"));
        }
        all.iter().for_each(|one| draw(page, one, widest));
        page.blank();
        let acts = count(total, "act", "acts");
        page.words(0, Style::Faint, &format!("{acts} in {}", closing(all.len(), false, "period", "periods")));
        if let Some(period) = all.iter().rev().find_map(|one| one.period.as_deref()) {
            let (verb, which) = (commands::list(&asking.matter(&asked.on).0), commands::which(&args.which));
            page.words(2, Style::Faint, &format!("{verb} --from {period} --to {period}{which} lists those of one"));
        }
    })
}

fn draw(page: &mut Page<'_>, one: &Period, widest: usize) {
    let bar = "▪".repeat((one.all * BAR).div_ceil(widest.max(1)));
    let kinds: Vec<String> = KINDS
        .iter()
        .filter_map(|kind| Some((kind, one.kinds.get(*kind)?)))
        .map(|(kind, number)| count(*number, kind, &format!("{kind}s")))
        .collect();
    let mut last =
        vec![(Style::Label, format!("{bar} {}", thousands(one.all as u64))), (Style::Faint, kinds.join(", "))];
    for act in one.acts.iter().take(Periods::TOLD) {
        let told =
            format!("{} {} “{}” {}", actors(&act.act.holders), doing(&act.act), shorten(&act.act.quote, QUOTE), act.id);
        last.push((attitude(&act.act), told.trim().to_owned()));
    }
    let period = one.period.clone().unwrap_or_else(|| "no day".to_owned());
    page.row(&[0, 12], &[vec![(Style::Plain, period)], last]);
}
