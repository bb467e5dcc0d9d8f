//! `chancery positions` and `commitments`: boards over many texts.

use std::process::ExitCode;

use chancery_ledger::{Act, AsOf, Ledger, Only};
use chancery_query::{Board, Cell, Due, Following, Move, Promise, Query, Search, promises, search, track};
use serde_json::json;

use super::ask::{closing, nothing};
use super::ledger::{Failure, as_of, clock, days, done, most, one_day, open, print, query};
use crate::args::{Commitments, Positions, Voice};
use crate::names::{Ladder, Names};
use crate::render::answer::Answer;
use crate::render::ledger::{ACT_COLUMNS, ActColumns, actors, attitude, cells, details, value};
use crate::render::{Page, count, marked};
use crate::terminal::Style;

/// Acts that a board is made of; beyond it the newest count.
const MOST: usize = 10_000;

/// Rows of a board that are drawn for one holder; the rest are counted.
const CELLS: usize = 12;

/// Pairs of holders that are called out.
const PAIRS: usize = 6;

/// The acts that answer a question in words and flags.
pub(super) fn found(ledger: &Ledger, words: &Query, only: &Only, as_of: AsOf) -> Result<Vec<Act>, Failure> {
    if *words == Query::All {
        return Ok(ledger.acts(only, as_of, MOST)?);
    }
    let index = ledger.index()?;
    let asked = Search { query: words, only, as_of, acts: MOST, passages: 0 };
    Ok(search(ledger, &index, &asked)?.acts.into_iter().map(|hit| hit.act).collect())
}

pub(crate) fn positions(args: &Positions, voice: Voice) -> ExitCode {
    done(voice, try_positions(args, voice))
}

fn try_positions(args: &Positions, voice: Voice) -> Result<ExitCode, Failure> {
    let words = query(&args.on)?;
    let ledger = open(&args.shown.at)?;
    let names = Names::load(ledger.folding());
    let mut only = Only { kinds: vec!["position".to_owned()], all_copies: args.all_copies, ..Only::default() };
    only.holders = names.actors(&args.by).map_err(Failure::misuse)?;
    days(&args.when, &mut only)?;
    let acts = found(&ledger, &words, &only, as_of(args.shown.as_of.as_deref())?)?;
    let total = acts.len();
    let mut board = Board::new(acts);
    if !only.holders.is_empty() {
        board.keep(&only.holders);
    }
    let ladder = names.ladder();
    let columns = const {
        let mut columns = [""; ACT_COLUMNS.len() + 4];
        let own = ["holder", "voice", "moved", "word"];
        let mut at = 0;
        while at < columns.len() {
            columns[at] = if at < 4 { own[at] } else { ACT_COLUMNS[at - 4] };
            at += 1;
        }
        &{ columns }
    };
    let mut answer = Answer::new(columns);
    for row in &board.rows {
        for (voice, cell) in
            row.own.iter().map(|cell| ("own", cell)).chain(row.reported.iter().map(|c| ("reported", c)))
        {
            let word = ladder_word(&ladder, &cell.act).unwrap_or_default();
            let moved = cell.moved.map_or("", moved);
            let mut flat = vec![row.holder.clone(), voice.to_owned(), moved.to_owned(), word.to_owned()];
            flat.extend(cells(&cell.act));
            let mut json = value(&cell.act);
            json["holder"] = json!(row.holder);
            json["voice"] = json!(voice);
            json["moved"] = json!(cell.moved);
            json["word"] = json!(word);
            answer.push(flat, json);
        }
    }
    answer.whole = Some(json!({"positions": answer.values, "against": board.against, "together": board.together}));
    let on = args.on.join(" ");
    print(args.shown.format, voice, &answer, |page| {
        if board.rows.is_empty() {
            let what = format!("Nobody takes a position on {on}");
            let tries = ["fewer characters find more", "chancery search with the same words shows other acts"];
            return nothing(page, &what, &tries);
        }
        let shown = most(&args.shown);
        draw(page, &board, &ladder, shown);
        page.blank();
        let holders = count(board.rows.len(), "holder", "holders");
        page.words(0, Style::Faint, &format!("{} on {on} by {holders}", count(total, "position", "positions")));
        if board.rows.len() > shown {
            page.words(0, Style::Faint, &format!("the first {shown} holders are shown; --limit 0 shows all"));
        }
    })
}

fn ladder_word<'a>(ladder: &Ladder, act: &'a Act) -> Option<&'a str> {
    ladder.word(&act.act.quote, act.act.stance.as_deref()?)
}

const fn moved(how: Move) -> &'static str {
    match how {
        Move::Up => "moved up",
        Move::Down => "moved down",
        Move::Turned => "turned",
    }
}

/// `− ●●●○○` for a rung of three against.
fn meter(act: &Act) -> String {
    let sign = match act.act.polarity.as_deref() {
        Some("+") => '+',
        Some("-") => '−',
        _ => ' ',
    };
    let rung = usize::from(act.act.intensity.unwrap_or(0)).min(5);
    format!("{sign} {}{}", "●".repeat(rung), "○".repeat(5 - rung))
}

fn draw(page: &mut Page<'_>, board: &Board, ladder: &Ladder, rows: usize) {
    for (number, row) in board.rows.iter().take(rows).enumerate() {
        if number > 0 {
            page.blank();
        }
        page.words(0, Style::Title, &actors(std::slice::from_ref(&row.holder)));
        for cell in row.own.iter().take(CELLS) {
            draw_cell(page, cell, ladder, attitude(&cell.act.act), "");
        }
        if row.own.len() > CELLS {
            page.words(2, Style::Faint, &format!("and {} more of its own", row.own.len() - CELLS));
        }
        for cell in row.reported.iter().take(CELLS) {
            let by = format!("as {} tells it", actors(&cell.act.act.via));
            draw_cell(page, cell, ladder, Style::Faint, &by);
        }
        if row.reported.len() > CELLS {
            page.words(2, Style::Faint, &format!("and {} more as others tell it", row.reported.len() - CELLS));
        }
    }
    for (label, pairs) in [("On opposite sides", &board.against), ("On the same side", &board.together)] {
        if !pairs.is_empty() {
            let name = |id: &String| actors(std::slice::from_ref(id));
            let told: Vec<String> =
                pairs.iter().take(PAIRS).map(|(a, b)| format!("{} and {}", name(a), name(b))).collect();
            let more =
                if pairs.len() > PAIRS { format!("; and {} more pairs", pairs.len() - PAIRS) } else { String::new() };
            page.blank();
            page.words(0, Style::Label, label);
            page.words(2, Style::Plain, &format!("{}{more}", told.join("; ")));
        }
    }
}

fn draw_cell(page: &mut Page<'_>, cell: &Cell, ladder: &Ladder, style: Style, by: &str) {
    let act = &cell.act;
    let word = ladder_word(ladder, act);
    let marks = word.and_then(|word| act.act.quote.find(word).map(|at| (at, at + word.len())));
    let stance = act.act.stance.clone().unwrap_or_default();
    let rung = [Some(stance), cell.moved.map(|how| moved(how).to_owned())].into_iter().flatten().collect::<Vec<_>>();
    let day = act.said.clone().unwrap_or_else(|| "no day".to_owned());
    let quote_style = if by.is_empty() { Style::Plain } else { Style::Faint };
    let mut last = vec![(quote_style, marked(&act.act.quote, marks.as_slice()))];
    let mut more = details(&act.act);
    if !by.is_empty() {
        more = by.to_owned();
    }
    last.push((Style::Faint, more));
    last.push((Style::Faint, act.id.to_string()));
    page.row(
        &[2, 14, 23, 36],
        &[vec![(Style::Plain, day)], vec![(style, meter(act))], vec![(style, rung.join(", "))], last],
    );
}

/// Where a promise stands against its day.
pub(super) const fn due(how: Due) -> &'static str {
    match how {
        Due::Settled => "settled",
        Due::Overdue => "overdue",
        Due::Soon => "due soon",
        Due::Later => "later",
    }
}

/// Days that count as soon, where nobody says otherwise.
const SOON: u32 = 90;

/// The day to count from.
pub(super) fn today(said: Option<&str>, as_of: AsOf) -> Result<String, Failure> {
    let moment = as_of.moment().unwrap_or_else(clock);
    said.map_or_else(|| Ok(moment.to_string()[..10].to_owned()), one_day)
}

/// The last day that counts as near.
pub(super) fn soon(today: &str, days: Option<u32>) -> Result<String, Failure> {
    chancery_ledger::days_after(today, days.unwrap_or(SOON)).ok_or_else(|| Failure::misuse("no such day"))
}

/// A promise that could be checked has at least this many of the five things to hold it to.
const SPECIFIC: u8 = 2;

pub(crate) fn commitments(args: &Commitments, voice: Voice) -> ExitCode {
    done(voice, try_commitments(args, voice))
}

fn try_commitments(args: &Commitments, voice: Voice) -> Result<ExitCode, Failure> {
    let words = query(&args.on)?;
    let ledger = open(&args.shown.at)?;
    let as_of = as_of(args.shown.as_of.as_deref())?;
    let today = today(args.today.as_deref(), as_of)?;
    let soon = soon(&today, args.due)?;
    let mut only = Only { kinds: vec!["commitment".to_owned()], all_copies: args.all_copies, ..Only::default() };
    if !args.by.is_empty() || !args.addressee.is_empty() {
        let names = Names::load(ledger.folding());
        only.holders = names.actors(&args.by).map_err(Failure::misuse)?;
        only.addressees = names.actors(&args.addressee).map_err(Failure::misuse)?;
    }
    only.fared = args.status.iter().map(|status| status.to_lowercase()).collect();
    let statuses = chancery_ledger::STATUSES;
    if let Some(wrong) = only.fared.iter().find(|status| !statuses.contains(&status.as_str())) {
        return Err(Failure::misuse(format!("there is no status {wrong:?}: there are {}", statuses.join(", "))));
    }
    days(&args.when, &mut only)?;
    if args.due.is_some() {
        (only.due_from, only.due_to) = (Some(today.clone()), Some(soon.clone()));
    }
    if args.overdue {
        only.due_to = Some(today.clone());
    }
    if args.specific {
        only.specificity = SPECIFIC;
    }
    let mut all = promises(found(&ledger, &words, &only, as_of)?, &today, &soon);
    if args.overdue {
        all.retain(|promise| promise.due == Some(Due::Overdue));
    }
    if args.specific {
        all.retain(|promise| !promise.act.act.dates.is_empty() || !promise.act.act.amounts.is_empty());
    }
    let limit = most(&args.shown);
    let mut total = all.len();
    let mut last_words = Vec::new();
    if let Some(days) = args.silent {
        let since = chancery_ledger::days_before(&today, days).ok_or_else(|| Failure::misuse("no such day"))?;
        all = silent(&ledger, all, &since, as_of, limit.saturating_add(1), &mut last_words)?;
        total = all.len();
    }
    all.truncate(limit);
    let columns = const {
        let mut columns = [""; ACT_COLUMNS.len() + 4];
        let own = ["specificity", "deadline", "due", "last_word"];
        let mut at = 0;
        while at < columns.len() {
            columns[at] = if at < 4 { own[at] } else { ACT_COLUMNS[at - 4] };
            at += 1;
        }
        &{ columns }
    };
    let mut answer = Answer::new(columns);
    for (at, promise) in all.iter().enumerate() {
        let last_word: Option<&String> = last_words.get(at);
        let deadline = promise.act.act.deadline().unwrap_or_default().to_owned();
        let mut flat = vec![promise.specificity.to_string(), deadline.clone(), promise.due.map_or("", due).to_owned()];
        flat.push(last_word.cloned().unwrap_or_default());
        flat.extend(cells(&promise.act));
        let mut json = value(&promise.act);
        json["specificity"] = json!(promise.specificity);
        json["deadline"] = json!(promise.act.act.deadline());
        json["due"] = json!(promise.due);
        if args.silent.is_some() {
            json["last_word"] = json!(last_word);
        }
        answer.push(flat, json);
    }
    print(args.shown.format, voice, &answer, |page| {
        if all.is_empty() {
            let tries = ["fewer flags find more", "chancery stats says how much the ledger holds"];
            return nothing(page, "No commitment is of that kind", &tries);
        }
        let columns = ActColumns::of(all.iter().map(|promise| &promise.act), page.width());
        for (at, promise) in all.iter().enumerate() {
            let silence = last_words.get(at).map_or_else(String::new, |day| format!("silent since {day}"));
            let parts = [standing(promise), silence];
            let told = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            columns.row(page, &promise.act, &[], &told);
        }
        page.blank();
        page.words(0, Style::Faint, &closing(all.len(), total > all.len(), "commitment", "commitments"));
    })
}

/// Promises that nobody took up since a day, in their order, no more than `most`; `last_words` is filled with the last day
/// of each.
fn silent(
    ledger: &Ledger,
    all: Vec<Promise>,
    since: &str,
    as_of: AsOf,
    most: usize,
    last_words: &mut Vec<String>,
) -> Result<Vec<Promise>, Failure> {
    let words = Names::load(ledger.folding()).follow_words();
    let index = ledger.index()?;
    let mut out = Vec::new();
    for promise in all {
        // Settled ones are awaited no longer; of those without a day nobody can say how long they are silent.
        let old = promise.act.said.as_deref().is_some_and(|day| day < since);
        if !old || promise.settled() {
            continue;
        }
        let judged = ledger.followed(&promise.act.id, as_of)?;
        let with = Following { today: since, soon: since, as_of, words: &words };
        let found = track(ledger, &index, promise.act.clone(), &judged, with)?;
        if let Some(day) = found.last_word().filter(|day| *day < since) {
            last_words.push(day.to_owned());
            out.push(promise);
            if out.len() == most {
                break;
            }
        }
    }
    Ok(out)
}

/// Against its day, in words; nothing where there is no day.
fn standing(promise: &Promise) -> String {
    match (promise.due, promise.act.act.deadline()) {
        (Some(Due::Overdue), Some(day)) => format!("overdue since {day}"),
        (Some(Due::Soon), Some(day)) => format!("due {day}"),
        _ => String::new(),
    }
}
