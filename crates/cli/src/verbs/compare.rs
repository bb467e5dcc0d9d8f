//! `chancery compare`: two articles side by side.

use std::process::ExitCode;

use chancery_ledger::{Article, AsOf, Ledger, Only, RecordedAct, Reference};
use chancery_query::{Fate, Pair, Shift, Side, Stretch, compare};
use serde_json::json;

use super::ask::nothing;
use super::contrast::beside;
use super::ledger::{Failure, as_of, done, most, open, print};
use super::series::series;
use crate::args::{Compare, Voice, When};
use crate::render::answer::Answer;
use crate::render::{Page, count, marked, shorten};
use crate::terminal::Style;

/// Columns of a changed stretch in words.
const STRETCH: usize = 60;

pub(crate) fn run(args: &Compare, voice: Voice) -> ExitCode {
    done(voice, if args.on.is_empty() { try_compare(args, voice) } else { super::contrast::actors(args, voice) })
}

/// An article with what is compared of it.
struct Whole {
    article: Article,
    /// Shorter texts of the same series and time.
    beside: usize,
    text: String,
    acts: Vec<RecordedAct>,
}

fn whole(ledger: &Ledger, id: &str, as_of: AsOf) -> Result<Whole, Failure> {
    let begins = match Reference::parse(id).map_err(|e| Failure::misuse(e.to_string()))? {
        Reference::Article(begins) | Reference::Act(begins, _) => begins,
    };
    read(ledger, ledger.article_of(&ledger.article_key(&begins)?, as_of)?, 0, as_of)
}

/// The longest text of a series in a year, month or on a day.
fn of_period(ledger: &Ledger, period: &str, args: &Compare, as_of: AsOf) -> Result<Whole, Failure> {
    let when = When { from: Some(period.to_owned()), to: Some(period.to_owned()) };
    let of = args.of.join(",");
    let mut texts = ledger.series(&series(ledger, &args.of, &when)?.0, as_of)?;
    // The longest; among equals the first.
    texts.sort_by_key(|article| std::cmp::Reverse(article.characters));
    let beside = texts.len().saturating_sub(1);
    let none =
        || Failure::misuse(format!("no text of {of} is of {period}: chancery articles lists titles, issuers and days"));
    read(ledger, texts.into_iter().next().ok_or_else(none)?, beside, as_of)
}

fn read(ledger: &Ledger, article: Article, beside: usize, as_of: AsOf) -> Result<Whole, Failure> {
    let only = Only { article: Some(article.row), all_copies: true, ..Only::default() };
    let acts = ledger.acts(&only, as_of, usize::MAX)?.into_iter().map(|act| act.act).collect();
    Ok(Whole { text: ledger.text(article.row)?, article, beside, acts })
}

const COLUMNS: &[&str] = &["fate", "moved", "was", "is", "shifts"];

fn try_compare(args: &Compare, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.shown.at)?;
    let as_of = as_of(args.shown.as_of.as_deref())?;
    let side = |name: &str| {
        if args.of.is_empty() { whole(&ledger, name, as_of) } else { of_period(&ledger, name, args, as_of) }
    };
    let (earlier, later) = (side(&args.earlier)?, side(&args.later)?);
    let side = |whole: &Whole| -> (String, Vec<RecordedAct>) { (whole.text.clone(), whole.acts.clone()) };
    let ((a, a_acts), (b, b_acts)) = (side(&earlier), side(&later));
    let all = compare(Side { text: &a, acts: &a_acts }, Side { text: &b, acts: &b_acts }, ledger.folding().table());
    let differ = |pair: &&Pair| args.all || pair.fate != Fate::Same || pair.moved;
    let shown: Vec<&Pair> = all.iter().filter(differ).collect();
    let mut answer = Answer::new(COLUMNS);
    for pair in &shown {
        let shifts: Vec<String> = pair.shifts.iter().map(shift).collect();
        let text = |one: &Option<String>| one.clone().unwrap_or_default();
        let cells = vec![
            fate(pair.fate).to_owned(),
            pair.moved.to_string(),
            text(&pair.was),
            text(&pair.is),
            shifts.join("; "),
        ];
        answer.push(cells, json!(pair));
    }
    answer.whole = Some(json!({"earlier": earlier.article, "later": later.article, "paragraphs": answer.values}));
    print(args.shown.format, voice, &answer, |page| {
        for (label, one) in [("earlier", &earlier), ("later", &later)] {
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
        if shown.is_empty() {
            return nothing(page, "Every paragraph is the same, in the same place", &[]);
        }
        shown.iter().take(most(&args.shown)).for_each(|pair| draw(page, pair));
        page.blank();
        page.words(0, Style::Faint, &tally(&all));
        if shown.len() > most(&args.shown) {
            page.words(0, Style::Faint, "more is there: --limit 0 shows all");
        }
    })
}

const fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Same => "same",
        Fate::Changed => "changed",
        Fate::New => "new",
        Fate::Dropped => "dropped",
    }
}

fn shift(one: &Shift) -> String {
    format!("{} from {} to {}: {} → {}", one.how, one.rungs.0, one.rungs.1, one.was, one.is)
}

fn draw(page: &mut Page<'_>, pair: &Pair) {
    let style = match pair.fate {
        Fate::Same => Style::Faint,
        Fate::Changed => Style::Warning,
        Fate::New => Style::For,
        Fate::Dropped => Style::Against,
    };
    let label = if pair.moved { format!("{}, moved", fate(pair.fate)) } else { fate(pair.fate).to_owned() };
    let text = pair.is.as_deref().or(pair.was.as_deref()).unwrap_or_default();
    let mut cell = vec![(if pair.fate == Fate::Same { Style::Faint } else { Style::Plain }, with_marks(pair, text))];
    cell.extend(pair.stretches.iter().filter(|one| !one.same).map(|one| (Style::Faint, told(one))));
    cell.extend(pair.shifts.iter().map(|one| (Style::Warning, shift(one))));
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
    out
}
