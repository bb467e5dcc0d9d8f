//! `chancery timeline`: acts by day, month or year.

use std::process::ExitCode;

use chancery_query::{Every, Period, Query, by_columns, timeline, timeline_by_columns};
use serde_json::json;

use super::ask::{closing, nothing};
use super::boards::found;
use super::ledger::{Failure, as_of, done, most, only, open, print, query};
use crate::args::{self, Timeline, Voice};
use crate::render::answer::Answer;
use crate::render::ledger::{actors, attitude, doing};
use crate::render::{Page, count, shorten, thousands};
use crate::terminal::Style;

/// Acts told of one period.
const TOLD: usize = 3;

/// Cells of the longest bar.
const BAR: usize = 20;

/// Columns of a quote.
const QUOTE: usize = 60;

const KINDS: [&str; 5] = ["position", "commitment", "call", "event", "claim"];

const COLUMNS: &[&str] =
    &["period", "acts", "position", "commitment", "call", "event", "claim", "for", "against", "ids", "quotes"];

pub(crate) fn run(args: &Timeline, voice: Voice) -> ExitCode {
    done(voice, try_timeline(args, voice))
}

fn try_timeline(args: &Timeline, voice: Voice) -> Result<ExitCode, Failure> {
    let words = query(&args.on)?;
    let ledger = open(&args.shown.at)?;
    let as_of = as_of(args.shown.as_of.as_deref())?;
    let only = only(&args.which, &ledger)?;
    let every = args.every.map(|every| match every {
        args::Period::Day => Every::Day,
        args::Period::Month => Every::Month,
        args::Period::Year => Every::Year,
    });
    let mut all = if words == Query::All && by_columns(&only, as_of) {
        timeline_by_columns(&ledger, &ledger.index()?, &only, every, most(&args.shown))?
    } else if words == Query::All {
        timeline(ledger.acts(&only, as_of, usize::MAX)?, every)
    } else {
        timeline(found(&ledger, &words, &only, as_of)?, every)
    };
    let total: usize = all.iter().map(|one| one.all).sum();
    // The last ones, where not all are shown.
    let hidden = all.len().saturating_sub(most(&args.shown));
    all.drain(..hidden);
    let mut answer = Answer::new(COLUMNS);
    for one in &all {
        let kinds = KINDS.map(|kind| one.kinds.get(kind).copied().unwrap_or(0));
        let ids: Vec<String> = one.acts.iter().take(TOLD).map(|act| act.id.to_string()).collect();
        let quotes: Vec<&str> = one.acts.iter().take(TOLD).map(|act| act.act.quote.as_str()).collect();
        let mut cells = vec![one.period.clone().unwrap_or_default(), one.all.to_string()];
        cells.extend(kinds.iter().map(usize::to_string));
        cells.extend([one.r#for.to_string(), one.against.to_string(), ids.join("; "), quotes.join("; ")]);
        let telling: Vec<_> = one.acts.iter().take(TOLD).map(crate::render::ledger::value).collect();
        answer.push(
            cells,
            json!({
                "period": one.period, "acts": one.all, "kinds": one.kinds, "for": one.r#for,
                "against": one.against, "telling": telling,
            }),
        );
    }
    print(args.shown.format, voice, &answer, |page| {
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
            page.words(2, Style::Faint, &format!("chancery acts --from {period} --to {period} lists those of one"));
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
    for act in one.acts.iter().take(TOLD) {
        let told =
            format!("{} {} “{}” {}", actors(&act.act.holders), doing(&act.act), shorten(&act.act.quote, QUOTE), act.id);
        last.push((attitude(&act.act), told.trim().to_owned()));
    }
    let period = one.period.clone().unwrap_or_else(|| "no day".to_owned());
    page.row(&[0, 12], &[vec![(Style::Plain, period)], last]);
}
