//! `chancery positions` and `commitments`: boards over many texts.

use std::process::ExitCode;

use chancery_answer::{Asking, Ladder, days_in_words, ladder_word, moved_name};
use chancery_ledger::{Act, AsOf};
use chancery_query::{Board, Cell, Due, Promise};

use super::ask::{closing, nothing};
use super::ledger::{Failure, as_of, clock, done, most, open, print, say_names};
use crate::args::{Commitments, Positions, Voice};
use crate::render::ledger::{ActColumns, actors, attitude, details, details_with};
use crate::render::{Page, count, marked, thousands};
use crate::terminal::Style;

/// Blocks of holders that are called out.
const PAIRS: usize = 6;

pub(crate) fn positions(args: &Positions, voice: Voice) -> ExitCode {
    done(voice, try_positions(args, voice))
}

fn try_positions(args: &Positions, voice: Voice) -> Result<ExitCode, Failure> {
    let asked = chancery_answer::Positions {
        on: args.on.join(" "),
        by: args.by.clone(),
        when: (&args.when).into(),
        all_copies: args.copies.all_copies,
        rows: args.shown.limit,
        each: args.each,
    };
    // What can't be read as a query is told before the ledger is looked for.
    chancery_answer::query(&asked.on)?;
    let ledger = open(&args.shown.then.at)?;
    let names = super::ledger::names(&ledger);
    let as_of = as_of(&args.shown.then, &ledger, voice)?;
    let asking = Asking::new(&ledger, &names);
    say_names(&asking, &asked.on, voice);
    let found = chancery_answer::positions(&asking, &asked, as_of)?;
    let (board, on) = (&found.board, &asked.on);
    let ladder = names.ladder();
    print(args.shown.format, voice, &found.answer(ladder), |page| {
        if board.rows.is_empty() {
            let what = format!("Nobody takes a position on {on}");
            let tries = ["fewer characters find more", "chancery search with the same words shows other acts"];
            return nothing(page, &what, &tries);
        }
        draw(page, board, ladder);
        page.blank();
        let holders = count(board.holders, "holder", "holders");
        let positions = count(board.positions, "position", "positions");
        page.words(0, Style::Faint, &format!("{positions} on {on} by {holders}"));
        if board.holders > board.rows.len() {
            let first = format!("the first {} holders are shown; --limit 0 shows all", board.rows.len());
            page.words(0, Style::Faint, &first);
        }
    })
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

fn draw(page: &mut Page<'_>, board: &Board, ladder: &Ladder) {
    for (number, row) in board.rows.iter().enumerate() {
        if number > 0 {
            page.blank();
        }
        page.words(0, Style::Title, &actors(std::slice::from_ref(&row.holder)));
        let earlier = |page: &mut Page<'_>, all: usize, shown: usize, what: &str| {
            if all > shown {
                let told = format!("{} earlier {what} (--each 0 shows all)", thousands((all - shown) as u64));
                page.words(2, Style::Faint, &told);
            }
        };
        earlier(page, row.all_own, row.own.len(), "of its own");
        for cell in &row.own {
            draw_cell(page, cell, ladder, attitude(&cell.act.act), "");
        }
        earlier(page, row.all_reported, row.reported.len(), "as others tell it");
        for cell in &row.reported {
            let by = format!("as {} tells it", actors(&cell.act.act.via));
            draw_cell(page, cell, ladder, Style::Faint, &by);
        }
    }
    draw_sides(page, board);
}

/// Who is against whom, in blocks with the acts that say so, and who agrees.
fn draw_sides(page: &mut Page<'_>, board: &Board) {
    let joined = |ids: &[String]| ids.iter().map(|id| actors(std::slice::from_ref(id))).collect::<Vec<_>>().join(" + ");
    let more = |page: &mut Page<'_>, all: usize| {
        if all > PAIRS {
            page.words(2, Style::Faint, &format!("and {} more (--format json lists all)", all - PAIRS));
        }
    };
    if !board.blocks.is_empty() {
        page.blank();
        page.words(0, Style::Label, "On opposite sides");
        for one in board.blocks.iter().take(PAIRS) {
            let apart = one.days_apart.filter(|days| *days > 0);
            let apart = apart.map_or_else(String::new, |days| format!(", {} apart", days_in_words(days)));
            let told = format!("{} for, {} against{apart}", joined(&one.r#for), joined(&one.against));
            page.words(2, Style::Plain, &told);
            page.words(4, Style::Faint, &format!("{} · {}", one.word_for.id, one.word_against.id));
        }
        more(page, board.blocks.len());
    }
    let agreed = board.agreed();
    if !agreed.is_empty() {
        page.blank();
        page.words(0, Style::Label, "On the same side");
        for one in agreed.iter().take(PAIRS) {
            page.words(2, Style::Plain, &joined(one));
        }
        more(page, agreed.len());
    }
}

fn draw_cell(page: &mut Page<'_>, cell: &Cell, ladder: &Ladder, style: Style, by: &str) {
    let act = &cell.act;
    let word = ladder_word(ladder, act);
    let marks = word.and_then(|word| act.act.quote.find(word).map(|at| (at, at + word.len())));
    let stance = act.act.stance.clone().unwrap_or_default();
    let rung =
        [Some(stance), cell.moved.map(|how| moved_name(how).to_owned())].into_iter().flatten().collect::<Vec<_>>();
    let day = act.said.clone().unwrap_or_else(|| "no day".to_owned());
    let quote_style = if by.is_empty() { Style::Plain } else { Style::Faint };
    let mut last = vec![(quote_style, marked(&act.act.quote, marks.as_slice()))];
    let mut more = details(&act.act);
    if !by.is_empty() {
        more = by.to_owned();
    }
    last.push((Style::Faint, more));
    if cell.by_context {
        last.push((Style::Faint, "points back: the sentence before names the matter".to_owned()));
    }
    last.push((Style::Faint, act.id.to_string()));
    page.row(
        &[2, 14, 23, 36],
        &[vec![(Style::Plain, day)], vec![(style, meter(act))], vec![(style, rung.join(", "))], last],
    );
}

/// The day to count from.
pub(super) fn today(said: Option<&str>, as_of: AsOf) -> Result<String, Failure> {
    let moment = as_of.moment().unwrap_or_else(clock);
    said.map_or_else(|| Ok(moment.to_string()[..10].to_owned()), |day| Ok(chancery_answer::one_day(day)?))
}

pub(crate) fn commitments(args: &Commitments, voice: Voice) -> ExitCode {
    done(voice, try_commitments(args, voice))
}

fn try_commitments(args: &Commitments, voice: Voice) -> Result<ExitCode, Failure> {
    let asked = chancery_answer::Commitments {
        on: args.on.join(" "),
        by: args.by.clone(),
        addressee: args.addressee.clone(),
        when: (&args.when).into(),
        list: (&args.list).into(),
        all_copies: args.copies.all_copies,
        known_by: None,
    };
    chancery_answer::query(&asked.on)?;
    let ledger = open(&args.shown.then.at)?;
    let as_of = as_of(&args.shown.then, &ledger, voice)?;
    let today = today(args.list.today.as_deref(), as_of)?;
    let names = super::ledger::names(&ledger);
    let asking = Asking::new(&ledger, &names);
    say_names(&asking, &asked.on, voice);
    let found = chancery_answer::commitments(&asking, &asked, &today, as_of, most(&args.shown).into())?;
    print(args.shown.format, voice, &found.answer(), |page| {
        let all = &found.all;
        if all.is_empty() {
            let tries = ["fewer flags find more", "chancery stats says how much the ledger holds"];
            return nothing(page, "No commitment is of that kind", &tries);
        }
        let columns = ActColumns::of(all.iter().map(|one| &one.promise.act), page.width());
        for one in all {
            let silence = one.last_word.as_ref().map_or_else(String::new, |day| format!("silent since {day}"));
            let parts = [standing(&one.promise), silence];
            let told = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            let given = chancery_answer::given(&one.promise.act, &one.vehicles);
            columns.row_with(page, &one.promise.act, (&[], &details_with(&one.promise.act.act, given)), &told);
        }
        page.blank();
        let told = match found.total.filter(|total| *total > all.len()) {
            Some(total) => {
                format!("{} of {} (--limit 0 shows all)", all.len(), count(total, "commitment", "commitments"))
            }
            None => closing(all.len(), found.more, "commitment", "commitments"),
        };
        page.words(0, Style::Faint, &told);
    })
}

/// Against its day, in words; nothing where there is no day.
fn standing(promise: &Promise) -> String {
    match (promise.due, promise.act.act.deadline()) {
        (Some(Due::Overdue), Some(day)) => format!("overdue since {day}"),
        (Some(Due::Soon), Some(day)) => format!("due {day}"),
        _ => String::new(),
    }
}
