//! `chancery search`, `acts`, `articles`: lists.

use std::process::ExitCode;

use chancery_answer::{Asked, Asking};
use chancery_ledger::Article;
use chancery_query::{Found, Query};

use super::ledger::{Failure, as_of, done, most, open, print, say, say_names};
use crate::args::{self, Voice};
use crate::render::ledger::ActColumns;
use crate::render::{Page, count, language, marked, thousands};
use crate::terminal::Style;

/// Values of a facet shown on a line.
const FACETS: usize = 6;

pub(crate) fn search(args: &args::Search, voice: Voice) -> ExitCode {
    done(voice, try_search(args, voice))
}

fn try_search(args: &args::Search, voice: Voice) -> Result<ExitCode, Failure> {
    let asked = Asked {
        query: args.query.join(" "),
        on: args.on.clone(),
        which: (&args.which).into(),
        acts: most(&args.shown).into(),
        passages: args.passages,
        known_by: None,
    };
    // What can't be read as a query is told before the ledger is looked for.
    let query = match (chancery_answer::query(&asked.query)?, chancery_answer::query(&asked.on)?) {
        (Query::All, on) => on,
        (query, _) => query,
    };
    let ledger = open(&args.shown.then.at)?;
    let names = super::ledger::names(&ledger);
    let asking = Asking::new(&ledger, &names);
    say_names(&asking, &asked.on, voice);
    let found = chancery_answer::search(&asking, &asked, as_of(&args.shown.then, &ledger, voice)?)?;
    let behind = asking.index()?.behind();
    if behind > 0 && !voice.quiet {
        say(&format!(
            "the last {behind} changes are not searched yet: another chancery is adding, the disk is full, or nothing may be \
             written to the ledger"
        ));
    }
    print(args.shown.format, voice, &found.answer(), |page| {
        table(page, &found.found, &query, [&asked.query, &asked.on].map(|one| one.as_str()).join(" ").trim())
    })
}

fn table(page: &mut Page<'_>, found: &Found, query: &Query, asked: &str) {
    if found.acts.is_empty() && found.passages.is_empty() {
        let told = if asked.is_empty() { "Nothing found.".to_owned() } else { format!("Nothing found for {asked}.") };
        page.words(0, Style::Plain, &told);
        for one in &found.suggestions {
            let number = thousands(one.finds);
            page.words(2, Style::Faint, &format!("{} finds {number}", one.text));
        }
        if found.suggestions.is_empty() {
            page.words(
                2,
                Style::Faint,
                "fewer characters find more; word* finds words that begin so; a OR b finds either",
            );
        }
        return;
    }
    let columns = ActColumns::of(found.acts.iter().map(|hit| &hit.act), page.width());
    for hit in &found.acts {
        columns.row(page, &hit.act, &hit.marks, "");
    }
    if !found.passages.is_empty() {
        if found.acts.is_empty() {
            page.words(0, Style::Label, "In paragraphs; no act says it");
        } else {
            page.blank();
            page.words(0, Style::Label, "In paragraphs beside these acts");
        }
        for hit in &found.passages {
            let day = hit.article.said.clone().unwrap_or_else(|| "no day".to_owned());
            let (text, marks) = around(&hit.text, &hit.marks);
            let place = if hit.end == 0 {
                format!("{}, title", hit.article.id)
            } else {
                let title = hit.article.title.as_deref().map_or_else(String::new, |title| format!(" · {title}"));
                format!("{}, characters {}–{}{title}", hit.article.id, hit.start, hit.end)
            };
            page.row(
                &[0, 12],
                &[vec![(Style::Plain, day)], vec![(Style::Plain, marked(&text, &marks)), (Style::Faint, place)]],
            );
        }
    }
    page.blank();
    let shown = if (found.acts.len() as u64) < found.all_acts {
        format!("{} of {} (--limit 0 shows all)", found.acts.len(), count(found.all_acts as usize, "act", "acts"))
    } else {
        count(found.acts.len(), "act", "acts")
    };
    let passages = match (query, found.all_passages) {
        (Query::All, _) | (_, 0) => String::new(),
        (_, all) => format!(", in {} altogether", count(all as usize, "paragraph", "paragraphs")),
    };
    page.words(0, Style::Faint, &format!("{shown}{passages}"));
    let facets = [("kind", &found.facets.kind), ("stance", &found.facets.stance), ("holder", &found.facets.holder)];
    for (name, values) in facets.into_iter().filter(|(_, values)| values.len() > 1) {
        let told: Vec<String> =
            values.iter().take(FACETS).map(|(value, number)| format!("{value} {}", thousands(*number))).collect();
        let more = if values.len() > FACETS { " …" } else { "" };
        page.words(2, Style::Faint, &format!("--{name} {}{more}", told.join(", ")));
    }
}

/// The neighbourhood of what was found in a long paragraph.
fn around(text: &str, marks: &[(usize, usize)]) -> (String, Vec<(usize, usize)>) {
    const BEFORE: usize = 30;
    const LONG: usize = 160;
    let first = marks.first().map_or(0, |mark| mark.0);
    let start = text[..first].char_indices().rev().take(BEFORE).last().map_or(first, |(at, _)| at);
    let end = text[start..].char_indices().nth(LONG).map_or(text.len(), |(at, _)| start + at);
    let (head, tail) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    let inside = marks.iter().filter(|mark| mark.0 >= start && mark.1 <= end);
    let marks = inside.map(|mark| (mark.0 - start + head.len(), mark.1 - start + head.len())).collect();
    (format!("{head}{}{tail}", &text[start..end]), marks)
}

pub(crate) fn acts(args: &args::Acts, voice: Voice) -> ExitCode {
    done(voice, try_acts(args, voice))
}

fn try_acts(args: &args::Acts, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.shown.then.at)?;
    let names = super::ledger::names(&ledger);
    let as_of = as_of(&args.shown.then, &ledger, voice)?;
    let found =
        chancery_answer::acts(&Asking::new(&ledger, &names), &(&args.which).into(), None, as_of, most(&args.shown))?;
    print(args.shown.format, voice, &found.answer(), |page| {
        let acts = &found.acts;
        if acts.is_empty() {
            return nothing(page, "No act is of that kind", &["chancery acts without flags lists all"]);
        }
        let columns = ActColumns::of(acts.iter(), page.width());
        acts.iter().for_each(|act| columns.row(page, act, &[], ""));
        page.blank();
        page.words(0, Style::Faint, &closing(acts.len(), found.more, "act", "acts"));
    })
}

/// The last line of a list.
pub(super) fn closing(shown: usize, more: bool, one: &str, several: &str) -> String {
    let number = count(shown, one, several);
    if more { format!("the first {number}; there are more (--limit 0 shows all)") } else { number }
}

/// Where there is nothing to show: said plainly, with what to try.
pub(super) fn nothing(page: &mut Page<'_>, what: &str, tries: &[&str]) {
    page.words(0, Style::Plain, &format!("{what}."));
    tries.iter().for_each(|one| page.words(2, Style::Faint, one));
}

pub(crate) fn articles(args: &args::Articles, voice: Voice) -> ExitCode {
    done(voice, try_articles(args, voice))
}

fn try_articles(args: &args::Articles, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.shown.then.at)?;
    let names = super::ledger::names(&ledger);
    let as_of = as_of(&args.shown.then, &ledger, voice)?;
    let asking = Asking::new(&ledger, &names);
    let which = chancery_answer::WhichArticles {
        title: args.title.clone(),
        holder: args.holder.clone(),
        issuer: args.issuer.clone(),
        kind: args.kind.clone(),
        language: args.language.clone(),
        script: args.script.clone(),
        source: args.source.clone(),
        faults: args.faults.clone(),
        when: (&args.when).into(),
        all_copies: args.copies.all_copies,
    };
    let found = chancery_answer::articles(&asking, &which, None, as_of, most(&args.shown))?;
    print(args.shown.format, voice, &found.answer(), |page| {
        let articles = &found.articles;
        if articles.is_empty() {
            let lists = [
                &args.title,
                &args.holder,
                &args.issuer,
                &args.kind,
                &args.language,
                &args.script,
                &args.source,
                &args.faults,
            ];
            let asked = lists.iter().any(|list| !list.is_empty());
            if asked || args.when.from.is_some() || args.when.to.is_some() || args.when.undated {
                return nothing(page, "No article is of that kind", &["fewer flags find more"]);
            }
            return nothing(page, "The ledger holds no article", &["chancery add PATH… reads some into it"]);
        }
        for (article, (copies, faults)) in articles.iter().zip(&found.beside) {
            let title = article.title.clone().unwrap_or_else(|| "(no title)".to_owned());
            let day = article.said.clone().unwrap_or_else(|| "no day".to_owned());
            let about = [
                article.id.clone(),
                article.kind.replace('_', " "),
                spoken(article),
                count(article.acts as usize, "act", "acts"),
                few(*copies, "copy", "copies"),
                few(*faults, "fault", "faults"),
                article.source.clone(),
            ];
            let about: Vec<&str> = about.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            let cell = vec![(Style::Plain, title), (Style::Faint, about.join(" · "))];
            page.row(&[0, 12], &[vec![(Style::Plain, day)], cell]);
        }
        page.blank();
        page.words(0, Style::Faint, &closing(articles.len(), found.more, "article", "articles"));
    })
}

/// A count; nothing where there is none.
fn few(number: usize, one: &str, several: &str) -> String {
    if number == 0 { String::new() } else { count(number, one, several) }
}

/// `Chinese in Traditional characters`.
pub(super) fn spoken(article: &Article) -> String {
    language(&article.language, article.script.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_paragraphs_are_shown_around_what_was_found() {
        let text = format!("{}疫苗{}", "前".repeat(50), "后".repeat(300));
        let (shown, marks) = around(&text, &[(150, 156)]);
        assert!(shown.starts_with("…前") && shown.ends_with("后…"), "{shown}");
        assert_eq!(&shown[marks[0].0..marks[0].1], "疫苗");
        assert_eq!(around("短文", &[]), ("短文".to_owned(), vec![]));
    }
}
