//! `chancery phrases`: set phrases, their forms, who uses them since when, and what a text leaves out.

use std::process::ExitCode;

use chancery_answer::{Asking, OnePhrase, Phrased, SetPhrases, ShownPhrase, UseRow, User, kin_name as name};
use chancery_query::Kin;

use super::ask::{closing, nothing};
use super::ledger::{Failure, as_of, done, most, open, print};
use crate::args::{Phrases, Voice};
use crate::render::ledger::actors;
use crate::render::{Page, count, marked, numbers, thousands};
use crate::terminal::Style;

/// Forms and users told on a line.
const TOLD: usize = 4;

pub(crate) fn run(args: &Phrases, voice: Voice) -> ExitCode {
    done(voice, try_phrases(args, voice))
}

fn try_phrases(args: &Phrases, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.shown.then.at)?;
    let as_of = as_of(&args.shown.then, &ledger, voice)?;
    let names = super::ledger::names(&ledger);
    let asked = chancery_answer::Phrases {
        words: args.words.join(" "),
        of: args.of.clone(),
        when: (&args.when).into(),
        least: args.least,
        left_out_by: args.left_out_by.clone(),
        room: None,
    };
    let found = chancery_answer::phrases(&Asking::new(&ledger, &names), &asked, as_of, most(&args.shown).into())?;
    let empty = matches!(&found, Phrased::Set(set) if set.texts == 0);
    if empty && !args.of.is_empty() {
        let message = format!(
            "no text is issued by {0} or has it in its title: chancery articles --title {0} looks for titles",
            args.of.join(", ")
        );
        return Err(Failure::misuse(message));
    }
    print(args.shown.format, voice, &found.answer(), |page| match &found {
        Phrased::Set(set) => draw_set(page, set, args),
        Phrased::One(one) => draw_one(page, one),
    })
}

fn draw_set(page: &mut Page<'_>, set: &SetPhrases, args: &Phrases) {
    let asked = args.left_out_by.is_some();
    if let (Some(article), true) = (&set.text, asked) {
        let title = article.title.as_deref().unwrap_or("(no title)");
        let day = article.said.as_deref().unwrap_or("no day");
        page.words(0, Style::Title, &format!("Left out by {title} ({day}, {})", article.id));
        page.blank();
    }
    let texts = count(set.texts, "text", "texts");
    if set.shown.is_empty() {
        let what = if asked { "It leaves out nothing that was usual" } else { "No phrase is set here" };
        let hint = format!("in {texts}; --least 1 takes what one text says twice, --of another series");
        return nothing(page, what, &[&hint]);
    }
    let room = numbers(set.shown.iter().map(|shown| set.all[shown.number].uses.len() as u64));
    set.shown.iter().for_each(|shown| draw_phrase(page, set, shown, (asked, room)));
    page.blank();
    page.words(0, Style::Faint, &closing(set.shown.len(), set.more > 0, "phrase", "phrases"));
    let of = if args.of.is_empty() { String::new() } else { format!(" of {}", args.of.join(", ")) };
    let left = match set.left {
        0 => String::new(),
        left => format!("; {} older were too many: narrow down with --from, --of", thousands(left as u64)),
    };
    page.words(0, Style::Faint, &format!("in {texts}{of}{left}"));
}

fn draw_phrase(page: &mut Page<'_>, set: &SetPhrases, shown: &ShownPhrase, (asked, room): (bool, usize)) {
    let (phrase, rates) = (&set.all[shown.number], &shown.rates);
    let days =
        if rates.first == rates.last { rates.last.clone() } else { format!("{} to {}", rates.first, rates.last) };
    let numbers = format!("in {}, {} per 10,000 characters", count(phrase.texts, "text", "texts"), rates.per_10k);
    let mut last = vec![
        (Style::Plain, phrase.form.clone()),
        (Style::Faint, [days, numbers].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")),
        (Style::Faint, told_users(&shown.users)),
    ];
    if shown.left_out && !asked {
        last.push((Style::Warning, "left out by the last text".to_owned()));
    }
    for (number, how) in shown.forms.iter().take(TOLD) {
        let form = &set.all[*number];
        last.push((Style::Faint, format!("{}: {} ({})", name(*how), form.form, form.uses.len())));
    }
    if shown.forms.len() > TOLD {
        last.push((Style::Faint, format!("and {}", count(shown.forms.len() - TOLD, "more form", "more forms"))));
    }
    page.row(&[0, room], &[vec![(Style::Label, thousands(phrase.uses.len() as u64))], last]);
}

fn draw_one(page: &mut Page<'_>, one: &OnePhrase) {
    if one.uses == 0 {
        let tries = ["chancery search finds the words apart", "chancery phrases without words lists what is set"];
        return nothing(page, &format!("No text says {}", one.asked), &tries);
    }
    page.words(0, Style::Title, &one.asked);
    let (number, rates) = (count(one.uses, "use", "uses"), &one.rates);
    let days = format!("first {}, last {}", rates.first, rates.last);
    let rate = format!("{} per text, {} per 10,000 characters", rates.per_text, rates.per_10k);
    page.words(2, Style::Faint, &format!("{number} in {} · {days} · {rate}", count(one.texts, "text", "texts")));
    page.words(2, Style::Faint, &told_users(&one.users));
    for form in one.forms.iter().filter(|form| form.kin != Kin::Same) {
        let element = if form.element.is_empty() { String::new() } else { format!(" {}", form.element) };
        let told = format!("{}{element}: {} ({})", name(form.kin), form.form, form.uses.len());
        page.words(2, Style::Plain, &told);
    }
    page.blank();
    one.rows.iter().for_each(|row| draw_use(page, row));
    if one.uses > one.rows.len() {
        page.blank();
        page.words(0, Style::Faint, &closing(one.rows.len(), true, "use", "uses"));
    }
}

/// `used by CHN 12, RUS 3; no longer by JPN (last 2011-03-12)`.
fn told_users(users: &[User]) -> String {
    let name = |user: &User| actors(std::slice::from_ref(&user.actor));
    let still: Vec<String> =
        users.iter().filter(|user| user.still).map(|user| format!("{} {}", name(user), user.uses)).collect();
    let gone: Vec<String> = users
        .iter()
        .filter(|user| !user.still && !user.last.is_empty())
        .map(|user| format!("{} (last {})", name(user), user.last))
        .collect();
    let list = |label: &str, all: &[String]| {
        let more = if all.len() > TOLD { format!(" and {} more", all.len() - TOLD) } else { String::new() };
        (!all.is_empty()).then(|| format!("{label} {}{more}", all[..all.len().min(TOLD)].join(", ")))
    };
    [list("used by", &still), list("no longer by", &gone)].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn draw_use(page: &mut Page<'_>, row: &UseRow) {
    let day = row.said.clone().unwrap_or_else(|| "no day".to_owned());
    let title = row.title.as_deref().map_or_else(String::new, |title| format!(" · {title}"));
    let under = format!("{}, characters {}–{}{title}", row.article, row.place.0, row.place.1);
    let sentence = marked(&row.sentence, &[row.mark]);
    let by = (Style::Plain, actors(&row.by));
    let last = vec![(Style::Plain, sentence), (Style::Faint, under)];
    page.row(&[0, 12, 24], &[vec![(Style::Plain, day)], vec![by], last]);
}
