//! `chancery compare`: two articles side by side.

use std::process::ExitCode;

use chancery_answer::{Asking, Texts};
use chancery_ledger::Reference;
use chancery_query::{Fate, Pair, Renamed, Stretch};

use super::ask::nothing;
use super::contrast::beside;
use super::ledger::{Failure, as_of, done, most, open, print, say};
use crate::args::{Compare, Voice};
use crate::render::{Page, count, marked, shorten};
use crate::terminal::Style;

/// Columns of a changed stretch in words.
const STRETCH: usize = 60;

pub(crate) fn run(args: &Compare, voice: Voice) -> ExitCode {
    done(voice, if args.on.is_empty() { try_compare(args, voice) } else { super::contrast::actors(args, voice) })
}

fn try_compare(args: &Compare, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.shown.then.at)?;
    let as_of = as_of(&args.shown.then, &ledger, voice)?;
    let names = super::ledger::names(&ledger);
    let asking = Asking::new(&ledger, &names);
    let text = |name: &String| Texts::named(&asking, name.clone(), &args.of);
    let (earlier, later) = (text(&args.earlier)?, text(&args.later)?);
    let found = chancery_answer::compare(&asking, &earlier, &later, args.all, as_of)?;
    let (earlier, later, all) = (&found.earlier, &found.later, &found.all);
    let reversed =
        matches!((&earlier.article.said, &later.article.said), (Some(first), Some(second)) if first > second);
    if !voice.quiet {
        let act = |name: &String| args.of.is_empty() && matches!(Reference::parse(name), Ok(Reference::Act(..)));
        if [&args.earlier, &args.later].into_iter().any(act) {
            say("acts are not compared by themselves: their whole articles are");
        }
        if earlier.article.id == later.article.id {
            say(&format!("{} is compared with itself", earlier.article.id));
        }
        if reversed {
            say("the first text is of a later day than the second: changes are told from the first to the second");
        }
    }
    let labels = if reversed { ["first", "second"] } else { ["earlier", "later"] };
    print(args.shown.format, voice, &found.answer(), |page| {
        for (label, one) in labels.into_iter().zip([earlier, later]) {
            let title = one.article.title.as_deref().unwrap_or("(no title)");
            let day = one.article.said.as_deref().unwrap_or("no day");
            let beside = beside(one.beside);
            page.row(
                &[0, 9],
                &[
                    vec![(Style::Label, label.to_owned())],
                    vec![(Style::Plain, format!("{title} ({day}, {}){beside}", one.article.id))],
                ],
            );
        }
        page.blank();
        if found.shown.is_empty() {
            return nothing(page, "Every paragraph is the same, in the same place", &[]);
        }
        found.pairs().take(most(&args.shown)).for_each(|pair| draw(page, pair));
        page.blank();
        page.words(0, Style::Faint, &tally(all));
        if found.shown.len() > most(&args.shown) {
            page.words(0, Style::Faint, "more is there: --limit 0 shows all");
        }
    })
}

fn draw(page: &mut Page<'_>, pair: &Pair) {
    let style = match pair.fate {
        Fate::Same => Style::Faint,
        Fate::Changed => Style::Warning,
        Fate::New => Style::For,
        Fate::Dropped => Style::Against,
    };
    let label = if pair.moved { format!("{}, moved", pair.fate.name()) } else { pair.fate.name().to_owned() };
    let text = pair.is.as_deref().or(pair.was.as_deref()).unwrap_or_default();
    let mut cell = vec![(if pair.fate == Fate::Same { Style::Faint } else { Style::Plain }, with_marks(pair, text))];
    cell.extend(pair.stretches.iter().filter(|one| !one.same).map(|one| (Style::Faint, told(one))));
    let renamed = |one: &Renamed| (Style::Warning, format!("renamed: {} → {}", one.was, one.is));
    cell.extend(pair.renamed.iter().map(renamed));
    cell.extend(pair.shifts.iter().map(|one| (Style::Warning, one.told())));
    page.row(&[0, 16], &[vec![(style, label)], cell]);
}

/// The later words, those that changed marked.
fn with_marks(pair: &Pair, text: &str) -> String {
    let mut at = 0;
    let mut marks = Vec::new();
    for one in &pair.stretches {
        if !one.same && !one.is.is_empty() {
            marks.push((at, at + one.is.len()));
        }
        at += one.is.len();
    }
    marked(text, &marks)
}

/// `“注意到” → “欢迎”`.
fn told(one: &Stretch) -> String {
    let quoted = |text: &str| format!("“{}”", shorten(text, STRETCH));
    match (one.was.is_empty(), one.is.is_empty()) {
        (true, _) => format!("put in: {}", quoted(&one.is)),
        (_, true) => format!("taken out: {}", quoted(&one.was)),
        _ => format!("{} → {}", quoted(&one.was), quoted(&one.is)),
    }
}

/// `12 the same (1 moved), 3 changed, 1 new, 2 dropped; 1 hardened`.
fn tally(all: &[Pair]) -> String {
    let number = |wanted: Fate| all.iter().filter(|pair| pair.fate == wanted).count();
    let moved = all.iter().filter(|pair| pair.moved).count();
    let mut out = format!(
        "{}: {} the same, {} changed, {} new, {} dropped; {moved} moved",
        count(all.len(), "paragraph", "paragraphs"),
        number(Fate::Same),
        number(Fate::Changed),
        number(Fate::New),
        number(Fate::Dropped)
    );
    for how in ["hardened", "softened", "turned"] {
        let acts = all.iter().flat_map(|pair| &pair.shifts).filter(|shift| shift.how == how).count();
        if acts > 0 {
            out.push_str(&format!("; {} {how}", count(acts, "act", "acts")));
        }
    }
    let names = all.iter().map(|pair| pair.renamed.len()).sum();
    if names > 0 {
        out.push_str(&format!("; {} renamed", count(names, "name", "names")));
    }
    out
}
