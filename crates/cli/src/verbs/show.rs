//! `chancery show`: one act with its paragraph, its way back to the bytes and what people judged of it; or one article.

use std::process::ExitCode;

use chancery_answer::{Asking, Shown, WholeAct, WholeArticle};
use chancery_ledger::Article;

use super::ask::{nothing, spoken};
use super::ledger::{Failure, as_of, done, open, print_one, write};
use crate::args::{AnswerFormat, Show, Voice};
use crate::render::ledger::{ActColumns, attitude, details, doing};
use crate::render::{Page, count, marked, thousands};
use crate::terminal::Style;

pub(crate) fn run(args: &Show, voice: Voice) -> ExitCode {
    done(voice, show(args, voice))
}

fn show(args: &Show, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.then.at)?;
    let as_of = as_of(&args.then, &ledger, voice)?;
    let names = super::ledger::names(&ledger);
    let asking = Asking::new(&ledger, &names);
    // All are looked up before the first is printed.
    let all = args.id.iter().map(|id| chancery_answer::show(&asking, id, as_of)).collect::<Result<Vec<_>, _>>()?;
    let mut code = ExitCode::SUCCESS;
    // Forms with a head line have one, however many things are shown.
    if all.len() > 1 && !args.record && matches!(args.format, Some(AnswerFormat::Csv | AnswerFormat::Md)) {
        return print_one(args.format, voice, &chancery_answer::shown_together(&all), |_| ());
    }
    for shown in &all {
        code = if args.record {
            let article = match shown {
                Shown::Act(whole) => &whole.article,
                Shown::Article(whole) => &whole.article,
            };
            write((ledger.record(article.row)? + "\n").as_bytes())?
        } else {
            print_one(args.format, voice, &shown.answer(), |page| match shown {
                Shown::Act(whole) => draw_act(page, whole),
                Shown::Article(whole) => draw_article(page, whole),
            })?
        };
    }
    Ok(code)
}

fn draw_act(page: &mut Page<'_>, whole: &WholeAct) {
    let act = &whole.act.act;
    page.rule();
    page.words(0, Style::Title, &act.quote);
    page.words(0, Style::Faint, &whole.act.id.to_string());
    page.blank();
    let mut fields = Fields { page };
    fields.put("does", attitude(act), &doing(act));
    fields.put("by", Style::Plain, &act.holders.join(", "));
    let more = details(act);
    fields.put("more", Style::Plain, &more);
    fields.put("only if", Style::Plain, whole.condition.as_deref().unwrap_or_default());
    let (title, day) = (whole.article.title.as_deref(), whole.article.said.as_deref());
    fields.put("in", Style::Plain, &format!("{} ({})", title.unwrap_or("(no title)"), whole.article.id));
    fields.put("said", Style::Plain, day.unwrap_or("on no known day"));
    if let Some((start, _, text)) = &whole.paragraph {
        let byte = |points: u32| text.char_indices().nth((points - start) as usize).map_or(text.len(), |(at, _)| at);
        let quote = (byte(act.start), byte(act.end.max(act.start)));
        fields.put("paragraph", Style::Plain, &marked(text, &[quote]));
    }
    fields.put("source", Style::Plain, &whole.article.source);
    let bytes = whole.checked.bytes.map_or_else(String::new, |(start, end)| {
        format!(", bytes {} to {}", thousands(start.into()), thousands(end.into()))
    });
    fields.put("", Style::Faint, &format!("BLAKE3 {}{bytes}", &whole.article.blake3[..16]));
    let (style, verdict) = super::care::verdict(&whole.checked);
    fields.put("evidence", style, &verdict);
    let found = format!("by rule {}, confidence {}", act.rule, act.confidence);
    fields.put("found", Style::Faint, if act.rule.is_empty() { "" } else { &found });
    fields.put("permalink", Style::Faint, &whole.act.id.permalink());
    fields.put("learnt", Style::Faint, &whole.article.learnt.to_string());
    fields.superseded(&whole.article, &whole.instead);
    for (at, one) in whole.judgements.iter().enumerate() {
        let label = if at == 0 { "judged" } else { "" };
        let style = if one.undone_by.is_some() { Style::Faint } else { Style::Plain };
        fields.put(label, style, &super::judge::told(one));
    }
    if whole.judgements.is_empty() && whole.article.superseded.is_none() {
        fields.put("judged", Style::Faint, "chancery accept, reject, edit or status with its id judges it");
    }
}

/// Label and value, one under another.
struct Fields<'p, 'o> {
    page: &'p mut Page<'o>,
}

impl Fields<'_, '_> {
    fn put(&mut self, label: &str, style: Style, text: &str) {
        if !text.is_empty() {
            self.page.row(&[2, 13], &[vec![(Style::Label, label.to_owned())], vec![(style, text.to_owned())]]);
        }
    }

    /// That an article counts no more, since when, and what does in its place.
    fn superseded(&mut self, article: &Article, instead: &[Article]) {
        let Some(since) = article.superseded else { return };
        let told = match instead {
            [] => "and nothing stands in its place: its source holds no text now".to_owned(),
            [one] if one.key == article.key => {
                format!("when its source was read again: chancery show {} shows what is found in it now", one.id)
            }
            several => {
                let ids: Vec<&str> = several.iter().map(|one| one.id.as_str()).collect();
                format!("when its source was changed; in its place stands {}", ids.join(", "))
            }
        };
        self.put("replaced", Style::Warning, &format!("since {since}, {told}"));
    }
}

fn draw_article(page: &mut Page<'_>, whole: &WholeArticle) {
    let (article, acts) = (&whole.article, &whole.acts);
    page.rule();
    page.words(0, Style::Title, article.title.as_deref().unwrap_or("(no title)"));
    page.words(0, Style::Faint, &format!("{} · {} · {}", article.id, article.kind.replace('_', " "), spoken(article)));
    page.blank();
    let mut fields = Fields { page };
    fields.put("said", Style::Plain, article.said.as_deref().unwrap_or("on no known day"));
    fields.put("issued by", Style::Plain, &article.issuers.join(", "));
    fields.put("outlet", Style::Plain, article.outlet.as_deref().unwrap_or_default());
    fields.put("address", Style::Plain, article.url.as_deref().unwrap_or_default());
    fields.put("source", Style::Plain, &article.source);
    fields.put("", Style::Faint, &format!("BLAKE3 {}", &article.blake3[..16]));
    fields.put("text", Style::Plain, &format!("{} characters", thousands(article.characters)));
    fields.put("permalink", Style::Faint, &chancery_ledger::permalink(&article.key, None));
    fields.put("learnt", Style::Faint, &article.learnt.to_string());
    for (at, fault) in whole.faults.iter().enumerate() {
        let told = format!("{}: {}", fault.kind.replace('_', " "), fault.message);
        fields.put(if at == 0 { "faults" } else { "" }, Style::Warning, &told);
    }
    for (at, one) in whole.repairs.iter().enumerate() {
        let stood = if one.found.trim().is_empty() { "a break".to_owned() } else { format!("“{}”", one.found) };
        let told = format!("{}: …{}… (stood there: {stood})", one.kind.replace('_', " "), one.reads.replace('\n', " "));
        fields.put(if at == 0 { "mended" } else { "" }, Style::Warning, &told);
    }
    for (at, copy) in whole.copies.iter().enumerate() {
        let day = copy.said.as_deref().unwrap_or("no day");
        let told = format!("{} · {day} · {} · {}", copy.id, spoken(copy), copy.source);
        fields.put(if at == 0 { "the same" } else { "" }, Style::Faint, &told);
    }
    fields.superseded(article, &whole.instead);
    if let Some((start, end, text)) = &whole.passage {
        let label = format!("{start}–{end}");
        fields.put(&label, Style::Plain, text);
    }
    page.blank();
    if acts.is_empty() {
        return nothing(page, "No act was found in it", &["chancery show ID --record prints its whole record"]);
    }
    let columns = ActColumns::of(acts.iter(), page.width());
    acts.iter().for_each(|act| columns.row(page, act, &[], ""));
    page.blank();
    page.words(0, Style::Faint, &count(acts.len(), "act", "acts"));
}
