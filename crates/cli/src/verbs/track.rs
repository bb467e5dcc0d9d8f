//! `chancery track` and `follow`: what became of a commitment, and what people say of the suggestions.

use std::process::ExitCode;

use chancery_answer::{Asking, Tracked, commitment, standing_name};
use chancery_ledger::{AsOf, Reference, Verdict, days_between};
use chancery_query::{Due, FollowUp, Progress, Sentence, Track};

use super::boards::today;
use super::judge::told;
use super::ledger::{Failure, as_of, author, done, most, now, open, open_to_write, print, tell_of_clock, write};
use crate::args::{self, Voice};
use crate::render::ledger::{actors, attitude, details, details_with, doing, judged};
use crate::render::{Page, count, figure, shorten};
use crate::terminal::Style;

pub(crate) fn run(args: &args::Track, voice: Voice) -> ExitCode {
    done(voice, try_track(args, voice))
}

fn try_track(args: &args::Track, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.shown.then.at)?;
    let as_of = as_of(&args.shown.then, &ledger, voice)?;
    let today = today(args.today.as_deref(), as_of)?;
    let names = super::ledger::names(&ledger);
    let asking = Asking::new(&ledger, &names);
    let found = chancery_answer::track(&asking, &args.id, &today, as_of, most(&args.shown).into())?;
    print(args.shown.format, voice, &found.answer(), |page| draw(page, &found, &today))
}

/// Label and value in two columns.
fn field(page: &mut Page<'_>, label: &str, style: Style, text: &str) {
    if !text.is_empty() {
        page.row(&[2, 13], &[vec![(Style::Label, label.to_owned())], vec![(style, text.to_owned())]]);
    }
}

fn draw(page: &mut Page<'_>, tracked: &Tracked, today: &str) {
    let Tracked { track: found, vehicles, statuses, last_word: _, hidden } = tracked;
    let act = &found.promise.act;
    page.rule();
    page.words(0, Style::Title, &act.act.quote);
    let title = act.title.as_deref().map_or_else(String::new, |title| format!(" · {title}"));
    page.words(0, Style::Faint, &format!("{}{title}", act.id));
    page.blank();
    field(page, "by", Style::Plain, &act.act.holders.join(", "));
    field(page, "does", attitude(&act.act), &doing(&act.act));
    let given = chancery_answer::given(act, vehicles);
    field(page, "more", Style::Plain, &details_with(&act.act, given));
    field(page, "said", Style::Plain, act.said.as_deref().unwrap_or("on no known day"));
    let (style, light) = light(found, today);
    field(page, "due", style, &light);
    field(page, "checkable", Style::Plain, &format!("{} of 5", found.promise.specificity));
    found.progress.iter().for_each(|one| {
        let (style, told) = bar(one);
        field(page, "reached", style, &told);
    });
    let rated = judged(act);
    field(page, "rated", Style::Plain, if rated.is_empty() { "not yet rated" } else { &rated });
    for one in statuses {
        let style = if one.undone_by.is_some() { Style::Faint } else { Style::Plain };
        field(page, "", style, &told(one));
    }
    page.blank();
    if found.follow_ups.is_empty() && !found.sentences.is_empty() {
        return draw_sentences(page, &found.sentences);
    }
    if found.follow_ups.is_empty() {
        let last = act.said.as_deref().unwrap_or("it was said");
        page.words(0, Style::Plain, &format!("Nothing in the ledger takes it up since {last}."));
        page.words(2, Style::Faint, "chancery follow with its id and an act's id names one that is not suggested");
        return;
    }
    for one in &found.follow_ups {
        draw_follow_up(page, one);
    }
    page.blank();
    let number = |wanted: Option<bool>| found.follow_ups.iter().filter(|one| one.accepted == wanted).count();
    let (accepted, open, passed) = (number(Some(true)), number(None), number(Some(false)));
    let mut told = format!("{} accepted, {open} suggested", count(accepted, "follow-up", "follow-ups"));
    if passed > 0 {
        told.push_str(&format!(", {passed} passed over"));
    }
    if *hidden > 0 {
        told.push_str(&format!("; {hidden} more (--limit 0 shows all)"));
    }
    page.words(0, Style::Faint, &told);
    if let Some(one) = found.follow_ups.iter().find(|one| one.accepted.is_none()) {
        page.words(
            2,
            Style::Faint,
            &format!("chancery follow {} {} accepts one; --not passes it over", act.id, one.act.id),
        );
    }
    if !found.sentences.is_empty() {
        page.blank();
        draw_sentences(page, &found.sentences);
    }
}

/// What later texts say of it where no act was found.
fn draw_sentences(page: &mut Page<'_>, sentences: &[Sentence]) {
    page.words(0, Style::Label, "Sentences that may speak of it, in which no act was found");
    for one in sentences {
        let day = one.said.clone().unwrap_or_else(|| "no day".to_owned());
        let title = one.title.as_deref().map_or_else(String::new, |title| format!(" · {title}"));
        let place = format!("{}, characters {}–{}{title}", one.article, one.start, one.end);
        page.row(&[2, 14], &[vec![(Style::Plain, day)], vec![(Style::Plain, one.text.clone()), (Style::Faint, place)]]);
    }
}

fn draw_follow_up(page: &mut Page<'_>, one: &FollowUp) {
    let style = match one.accepted {
        Some(true) => Style::For,
        Some(false) => Style::Faint,
        None => Style::Warning,
    };
    let day = one.act.said.clone().unwrap_or_else(|| "no day".to_owned());
    let who = format!("{} · {}", actors(&one.act.act.holders), doing(&one.act.act));
    let under = match &one.act.title {
        Some(title) => format!("{} · {title}", one.act.id),
        None => one.act.id.to_string(),
    };
    let words = if one.accepted == Some(false) { Style::Faint } else { Style::Plain };
    let last = vec![
        (words, one.act.act.quote.clone()),
        (Style::Faint, who),
        (Style::Faint, details(&one.act.act)),
        (Style::Faint, under),
    ];
    let first = vec![(Style::Plain, day)];
    page.row(
        &[2, 14, 27],
        &[first, vec![(style, one.how.name().to_owned()), (style, standing_name(one).to_owned())], last],
    );
}

/// `● overdue since 2022-12-31, 430 days`.
fn light(found: &Track, today: &str) -> (Style, String) {
    let day = found.promise.act.act.deadline().unwrap_or_default();
    let days = days_between(today, day);
    let away = days.map_or_else(String::new, |days| count(usize::try_from(days.abs()).unwrap_or(0), "day", "days"));
    match found.promise.due {
        None => (Style::Faint, "○ no day is named".to_owned()),
        Some(Due::Settled) => (Style::Plain, format!("● settled; its day was {day}")),
        Some(Due::Overdue) => (Style::Against, format!("● overdue since {day}, {away}")),
        Some(how @ Due::Soon) => (Style::Warning, format!("● {} {day}, in {away}", how.name())),
        Some(Due::Later) => (Style::For, format!("● due {day}, in {away}")),
    }
}

/// Cells of the bar.
const BAR: usize = 20;

/// `▰▰▱▱▱▱▱▱▱▱ 79,000,000 of 1,200,000,000 dose (6.6 %), in kind`.
fn bar(one: &Progress) -> (Style, String) {
    let share = |figure: f64| (figure / one.target).max(0.0);
    let full = |figure: f64| ((share(figure) * BAR as f64).floor() as usize).min(BAR);
    let (sure, maybe) = (full(one.reached), full(one.suggested).max(full(one.reached)));
    let drawn = format!("{}{}{}", "▰".repeat(sure), "▵".repeat(maybe - sure), "▱".repeat(BAR - maybe));
    let percent = |figure: f64| format!("{:.1} %", share(figure) * 100.0);
    let vehicle = one.vehicle.as_deref().unwrap_or("vehicle not said");
    let mut told = format!(
        "{drawn} {} of {} {}, {vehicle}: {}",
        figure(one.reached),
        figure(one.target),
        one.unit,
        percent(one.reached)
    );
    if one.suggested > one.reached {
        told.push_str(&format!("; {} with what is only suggested", percent(one.suggested)));
    }
    (if one.reached >= one.target { Style::For } else { Style::Plain }, told)
}

pub(crate) fn follow(args: &args::Follow, voice: Voice) -> ExitCode {
    done(voice, try_follow(args, voice))
}

/// Columns of a quote in a message.
const QUOTE: usize = 48;

fn try_follow(args: &args::Follow, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open_to_write(&args.saying.at)?;
    tell_of_clock(&ledger, voice)?;
    let author = author(&args.saying)?;
    let id = commitment(&ledger, &args.promise, AsOf::NOW)?.id;
    let mut later = Vec::new();
    for one in &args.id {
        let reference = Reference::parse(one).map_err(|e| Failure::misuse(e.to_string()))?;
        later.push(ledger.act_id(&reference)?);
    }
    let suggested = if args.not || args.how.is_some() {
        Vec::new()
    } else {
        let names = super::ledger::names(&ledger);
        let today = today(None, AsOf::NOW)?;
        let asking = Asking::new(&ledger, &names);
        chancery_answer::track(&asking, &args.promise, &today, AsOf::NOW, usize::MAX.into())?.track.follow_ups
    };
    let mut out = String::new();
    for act in later {
        let looks = suggested.iter().find(|one| one.act.id == act).map(|one| one.how.name().to_owned());
        let verdict = match (&args.how, looks) {
            _ if args.not => Verdict::PassOver(act.clone()),
            (Some(how), _) => Verdict::Follow { how: how.to_lowercase(), act: act.clone() },
            (None, Some(how)) => Verdict::Follow { how, act: act.clone() },
            (None, None) => {
                let all = chancery_ledger::FOLLOW_UPS.join(", ");
                let message =
                    format!("{act} is not among the suggestions, so say how it follows up: --how, one of {all}");
                return Err(Failure::misuse(message));
            }
        };
        let number = ledger.judge(&id, &verdict, &author, args.saying.reason.as_deref(), now(&ledger)?)?;
        let quote = shorten(&ledger.act(&act, AsOf::NOW)?.act.quote, QUOTE).into_owned();
        let how = match &verdict {
            Verdict::Follow { how, .. } => format!("is a {how} of"),
            _ => "is passed over for".to_owned(),
        };
        out.push_str(&format!("{act} “{quote}” {how} {id} (judgement {number})\n"));
    }
    ledger.index()?;
    if voice.quiet { Ok(ExitCode::SUCCESS) } else { write(out.as_bytes()) }
}
