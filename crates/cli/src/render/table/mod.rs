//! `--format table`: an article laid out for reading in the terminal. Title and what kind of document it is; how its date
//! is known; whom its short names mean; what was mended and what may be wrong, in words; then its acts, with the ids by which
//! the ledger's verbs know them.
//! The record holds more: this is for eyes. Next to read: `layout.rs`; words for values: `wording.rs`.

use chancery_ledger::{ActId, short};
use chancery_model::record::{PartialIso, act_ids};
use chancery_model::{Act, Article, DateClue, Day, Fault, FaultPlace, PartKind, Polarity, RepairKind, Severity};
use chancery_text::Span;

use super::layout::{Cell, Page, harmless, shorten, width};
use super::wording;
use crate::terminal::{Look, Style};

/// Where field values begin.
const FIELD: usize = 13;

/// Most entries of a list that is told by examples.
const EXAMPLES: usize = 6;

/// Most columns of an address, two lines of a terminal; the whole one is in the record.
const ADDRESS: usize = 130;

/// Most faults listed one by one.
const FAULTS: usize = 8;

/// Prints one article, with the faults of its source.
pub(crate) fn article(article: &Article, faults: &[Fault], look: Look, out: &mut Vec<u8>) {
    let mut page = Page::new(out, look);
    head(article, &mut page);
    dates(article, &mut page);
    names(article, &mut page);
    repairs(article, &mut page);
    let all: Vec<_> = faults.iter().chain(&article.faults).collect();
    list_faults(article, &all, &mut page);
    acts(article, &mut page);
}

fn field(page: &mut Page<'_>, label: &str, pieces: Cell) {
    page.row(&[2, FIELD], &[vec![(Style::Label, label.to_owned())], pieces]);
}

fn plain(text: impl Into<String>) -> (Style, String) {
    (Style::Plain, text.into())
}

fn faint(text: impl Into<String>) -> (Style, String) {
    (Style::Faint, text.into())
}

fn head(article: &Article, page: &mut Page<'_>) {
    page.rule();
    match article.title.as_deref().filter(|title| !title.trim().is_empty()) {
        Some(title) => page.words(0, Style::Title, title),
        None => page.words(0, Style::Faint, "(no title)"),
    }
    let number = if article.number > 0 { format!("article {} of ", article.number + 1) } else { String::new() };
    let kind = wording::kind(article.kind);
    let language = wording::language(article.language.as_str(), Some(article.script.name()));
    page.words(
        0,
        Style::Faint,
        &format!("{} · {kind} · {language} · {number}{}", short(&article.id), article.source.name),
    );
    page.blank();
}

fn dates(article: &Article, page: &mut Page<'_>) {
    let mut pieces = Vec::new();
    match &article.published {
        Some(published) => {
            let decisive = published.clues.iter().position(|clue| clue.ground == published.ground);
            let quote = decisive.map_or_else(String::new, |n| quoted(&published.clues[n]));
            pieces.push(plain(format!("{}, {}{quote}", published.day, wording::ground(published.ground))));
            let others = published.clues.iter().enumerate().filter(|(n, _)| Some(*n) != decisive);
            pieces.extend(others.take(EXAMPLES).map(|(_, clue)| faint(other(clue, published.day))));
        }
        None => {
            pieces.push(faint("not known"));
            let sign = |clue| format!("a sign of it: {}", told(clue));
            pieces.extend(article.date_clues.iter().take(EXAMPLES).map(|clue| faint(sign(clue))));
        }
    }
    field(page, "date", pieces);
    if let Some(line) = &article.dateline {
        let day = line.date.map(|day| day.to_string());
        let words: Vec<_> =
            [line.agency.as_deref(), line.place.as_deref(), day.as_deref()].into_iter().flatten().collect();
        if !words.is_empty() {
            field(page, "dateline", vec![plain(words.join(", "))]);
        }
    }
    let by: Vec<_> = article.outlet.iter().chain(&article.authors).map(String::as_str).collect();
    if !by.is_empty() {
        field(page, "by", vec![plain(by.join(", "))]);
    }
    if let Some(url) = &article.url {
        field(page, "address", vec![faint(shorten(&harmless(&wording::address(url)), ADDRESS).into_owned())]);
    }
}

fn quoted(clue: &DateClue) -> String {
    format!(": “{}”", shorten(&harmless(&clue.quote), 40))
}

fn told(clue: &DateClue) -> String {
    format!("{}, {}{}", PartialIso(clue.date), wording::ground(clue.ground), quoted(clue))
}

/// A clue beside the decisive one: one that says the same, or one that was overruled.
fn other(clue: &DateClue, day: Day) -> String {
    let agrees = clue.date.year.is_none_or(|y| y == day.year())
        && clue.date.month.is_none_or(|m| m == day.month())
        && clue.date.day.is_none_or(|d| d == day.day());
    if PartialIso(clue.date).to_string() == day.to_string() {
        format!("also {}{}", wording::ground(clue.ground), quoted(clue))
    } else if agrees {
        // A part of the day that the decisive clue lacks: its year.
        told(clue)
    } else {
        format!("not {}", told(clue))
    }
}

fn names(article: &Article, page: &mut Page<'_>) {
    if !article.issuers.is_empty() {
        field(page, "issued by", vec![plain(wording::actors(&article.issuers))]);
    }
    if !article.parties.is_empty() {
        let named = article.parties.iter().map(|party| format!("{} = {}", party.name, wording::actors(&party.actors)));
        field(page, "names", vec![plain(some_of(named, article.parties.len(), "; "))]);
    }
    let count = article.text.chars().count() as u64;
    let mut size = format!("{} characters", wording::thousands(count));
    if !article.comments.is_empty() {
        size.push_str(&format!(
            "; {} under it kept apart, not coded",
            wording::count(article.comments.len(), "reply", "replies")
        ));
    }
    let begins = beginning(article);
    let shown = shorten(&harmless(begins), page.width() - FIELD - 2).into_owned();
    let quoted = if shown.is_empty() { shown } else { format!("“{shown}”") };
    field(page, "text", vec![plain(size), faint(quoted)]);
}

/// The first words of running text: not the title again.
fn beginning(article: &Article) -> &str {
    let paragraph = article.parts.iter().find(|part| part.kind == PartKind::Paragraph);
    paragraph.and_then(|part| part.span.of_text(&article.text)).unwrap_or(&article.text)
}

/// The first few of `total` things, and how many more there are.
fn some_of(things: impl Iterator<Item = String>, total: usize, between: &str) -> String {
    let mut text = things.take(EXAMPLES).collect::<Vec<_>>().join(between);
    if total > EXAMPLES {
        text.push_str(&format!("{between}and {} more", total - EXAMPLES));
    }
    text
}

fn repairs(article: &Article, page: &mut Page<'_>) {
    let mut pieces = Vec::new();
    for kind in RepairKind::ALL {
        let of_kind: Vec<_> = article.repairs.iter().filter(|repair| repair.kind == *kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let shown = of_kind.iter().map(|repair| match kind {
            RepairKind::Restored => {
                let ([before, now, after], found) = (around(&article.text, repair.span, 1), repair.found.trim());
                let [before, after] = [before, after].map(|side| side.replace(|c: char| !c.is_alphanumeric(), ""));
                format!("{before}{now}{after} (stood there: {before}{found}{after})")
            }
            _ => around(&article.text, repair.span, 0).concat(),
        });
        let count = of_kind.len();
        let style = if *kind == RepairKind::Typo { Style::Warning } else { Style::Plain };
        pieces.push((style, format!("{}: {}", wording::repairs(*kind, count), some_of(shown, count, ", "))));
    }
    if !pieces.is_empty() {
        field(page, "mended", pieces);
    }
}

/// What stands before, in and after `span`, with up to `more` characters on each side; nothing but one character gets two,
/// so that it can be recognised.
fn around(text: &str, span: Span, more: usize) -> [String; 3] {
    let Some(words) = span.of_text(text) else { return Default::default() };
    let more = if more == 0 && words.chars().count() < 2 { 2 } else { more };
    let (start, end) = (span.start() as usize, span.end() as usize);
    let stop = |c: &char| *c != '\n';
    let before: String = text[..start].chars().rev().take_while(stop).take(more).collect();
    let after = text[end..].chars().take_while(stop).take(more).collect();
    [before.chars().rev().collect(), shorten(&harmless(words), 40).into_owned(), after]
}

fn list_faults(article: &Article, faults: &[&Fault], page: &mut Page<'_>) {
    let mut pieces: Cell = Vec::new();
    for fault in faults.iter().take(FAULTS) {
        let place = match fault.place {
            FaultPlace::Whole => String::new(),
            FaultPlace::Source(span) => format!(" (at byte {} of the source)", wording::thousands(span.start().into())),
            FaultPlace::Text(span) => format!(" (at “{}”)", around(&article.text, span, 6).concat()),
            FaultPlace::Page(number) => format!(" (on page {number})"),
        };
        let style = match fault.severity {
            Severity::Error => Style::Error,
            Severity::Warning => Style::Warning,
            Severity::Note => Style::Faint,
        };
        pieces.push((style, format!("{}: {}{place}", fault.kind.name().replace('_', " "), fault.message)));
    }
    if faults.len() > FAULTS {
        pieces.push(faint(format!("and {} more: see --verbose", faults.len() - FAULTS)));
    }
    if !pieces.is_empty() {
        field(page, "faults", pieces);
    }
}

fn acts(article: &Article, page: &mut Page<'_>) {
    if article.acts.is_empty() {
        return;
    }
    page.blank();
    page.words(2, Style::Faint, &wording::count(article.acts.len(), "act", "acts"));
    let rows: Vec<(String, String)> =
        article.acts.iter().map(|act| (wording::actors(&act.holders), wording::act(act))).collect();
    let widest = |cells: &mut dyn Iterator<Item = &String>, most: usize| {
        cells.map(|cell| width(cell)).max().unwrap_or(0).clamp(3, most)
    };
    let who = 2 + widest(&mut rows.iter().map(|(who, _)| who), page.width() / 5) + 2;
    let what = who + widest(&mut rows.iter().map(|(_, what)| what), 23) + 2;
    for ((act, (holders, doing)), id) in article.acts.iter().zip(rows).zip(act_ids(article)) {
        let style = match act.polarity {
            Some(Polarity::For) => Style::For,
            Some(Polarity::Against) => Style::Against,
            _ => Style::Plain,
        };
        let quote = act.span.of_text(&article.text).unwrap_or_default().to_owned();
        // As the ledger's verbs take it, once the text is added.
        let id = ActId::of_record(&id).map(|id| id.to_string());
        let under: Vec<_> = id.into_iter().chain(Some(details(article, act)).filter(|told| !told.is_empty())).collect();
        page.row(
            &[2, who, what],
            &[vec![plain(holders)], vec![(style, doing)], vec![plain(quote), faint(under.join(" · "))]],
        );
    }
}

/// What else an act says: to whom, by whose account, how much, when.
fn details(article: &Article, act: &Act) -> String {
    let mut told = Vec::new();
    if !act.addressees.is_empty() {
        told.push(format!("to {}", wording::actors(&act.addressees)));
    }
    if !act.targets.is_empty() {
        told.push(format!("about {}", act.targets.join(", ")));
    }
    if !act.via.is_empty() {
        told.push(format!("as told by {}", wording::actors(&act.via)));
    }
    told.extend(act.amounts.iter().map(wording::amount));
    told.extend(act.dates.iter().map(wording::date));
    if let Some(condition) = act.only_if.and_then(|span| span.of_text(&article.text)) {
        told.push(format!("only if “{}”", shorten(&harmless(condition), 40)));
    }
    told.join(" · ")
}

#[cfg(test)]
mod tests;
