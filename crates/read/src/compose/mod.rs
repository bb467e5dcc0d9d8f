//! Sheets → articles: boilerplate dropped, articles told apart, broken words joined, title, dates and structure found.
//!
//! The path of one sheet: `lines` tells what each block is, `split` parts the blocks into articles, `build` makes each
//! text, `repairs` mends and flags, `metadata` and `structure` tell the rest. What languages write is in `guide`.

mod build;
mod charset;
mod dateline;
mod dialogue;
mod dispatch;
mod fields;
mod guide;
mod headlines;
mod language;
mod lines;
mod metadata;
mod mission;
mod repairs;
mod split;
mod structure;

use std::sync::Arc;

use chancery_model::{Article, Comment, Fault, FaultKind, FaultPlace, PageLine, Severity, Source};
use chancery_text::Span;

pub use guide::Guide;

use crate::{HintKind, Limits, Reading, Sheet};
use split::Draft;

/// Makes the articles of a source's sheets, numbered in reading order, and adds them to `reading`.
pub(crate) fn articles(
    sheets: Vec<Sheet>,
    source: &Arc<Source>,
    guide: &Guide,
    limits: &Limits,
    reading: &mut Reading,
) {
    for mut sheet in sheets {
        headlines::part(&mut sheet, guide);
        let roles = lines::roles(&sheet, guide);
        let drafts = split::drafts(&sheet, &roles, guide);
        let alone = drafts.len() <= 1;
        let before = reading.articles.len();
        for draft in drafts {
            if reading.articles.len() >= limits.articles as usize {
                let message = format!("more than {} articles: the rest is left out; raise the limit", limits.articles);
                reading.faults.push(Fault::new(FaultKind::OverLimit, Severity::Error, FaultPlace::Whole, message));
                return;
            }
            let number = reading.articles.len() as u32;
            if let Some(article) = article(&sheet, &draft, source, guide, number, alone) {
                reading.articles.push(article);
            }
        }
        metadata::share_year(&mut reading.articles[before..]);
        let Some(first) = reading.articles.get_mut(before) else {
            reading.faults.extend(sheet.faults);
            let empty = reading.articles.is_empty() && !sheet.blocks.is_empty();
            if empty && reading.faults.iter().all(|f| f.severity < Severity::Warning) {
                let message = "no running text here: an index page, or boilerplate only";
                reading.faults.push(Fault::new(FaultKind::NoArticle, Severity::Warning, FaultPlace::Whole, message));
            }
            continue;
        };
        first.faults.splice(0..0, sheet.faults);
        let replies = sheet.comments.into_iter().map(|c| Comment {
            author: c.author,
            posted: c.posted,
            text: c.text,
            source: c.source,
        });
        first.comments.splice(0..0, replies);
    }
}

fn article(
    sheet: &Sheet,
    draft: &Draft,
    source: &Arc<Source>,
    guide: &Guide,
    number: u32,
    alone: bool,
) -> Option<Article> {
    let title = metadata::title(sheet, draft, alone);
    let mut draft = draft.clone();
    drop_repeated_title(sheet, &mut draft, title.as_deref());
    let title_only = draft.body.is_empty();
    if title_only {
        // Nothing but a headline: the headline is what there is to read.
        draft.body.clone_from(&draft.title);
    }
    let mut built = build::build(sheet, &draft, guide);
    if built.text.is_empty() {
        return None;
    }
    let mut faults = Vec::new();
    if let (Some(found), Some((_, span))) =
        (&draft.dateline, built.placed.iter().find(|p| draft.body.first() == Some(&p.0)))
    {
        // Of a short item whose lines were its title, the date line may have been one that is no text now.
        let line = Span::checked(span.start() as usize, span.start() as usize + found.end);
        built.dateline = line.filter(|l| l.end() <= span.end() && built.text.text().get(l.range()).is_some());
    }
    repairs::mend(&mut built, guide, &mut faults);
    repairs::cut_off(&built, guide, &mut faults);
    let id = blake3::hash(format!("{}#{number}", source.blake3).as_bytes()).to_hex()[..24].to_owned();
    let parts = std::mem::take(&mut built.parts);
    let (parts, asked) =
        structure::structure(built.text.text(), title.as_deref().unwrap_or_default(), parts, guide, &mut faults);
    let text = std::mem::take(&mut built.text);
    let mut article = Article::new(id, Arc::clone(source), number, text);
    (article.language, article.script) = {
        let declared = first_hint(sheet, HintKind::Language);
        language::tell(&article.text, declared.as_deref(), guide, &mut faults)
    };
    article.parts = parts;
    article.repairs = std::mem::take(&mut built.repairs);
    repairs::slips(&mut article, guide);
    article.repairs.sort_by_key(|r| (r.span.start(), r.span.end()));
    article.title = title;
    article.outlet = draft.outlet.clone().or_else(|| first_hint(sheet, HintKind::Outlet));
    article.authors = sheet.hints.iter().filter(|h| h.kind == HintKind::Author).map(|h| h.value.clone()).collect();
    if article.authors.is_empty() {
        article.authors.clone_from(&draft.authors);
    }
    article.comments = draft.replies.iter().map(|reply| comment(sheet, reply)).collect();
    article.url = first_hint(sheet, HintKind::Url);
    article.part.clone_from(&sheet.part);
    article.faults = faults;
    metadata::date(&mut article, sheet, &draft, guide);
    if let Some(line) = &mut article.dateline {
        line.span = built.dateline;
    }
    article.kind = metadata::kind(&article, sheet, &draft, guide, asked);
    pages(&mut article, sheet, &built);
    Some(article)
}

fn comment(sheet: &Sheet, reply: &split::Reply) -> Comment {
    let words = |i: usize| sheet.words(&sheet.blocks[i]).trim();
    let span = reply.body.iter().map(|&i| sheet.blocks[i].span).reduce(Span::cover);
    Comment {
        author: reply.author.clone(),
        posted: Some(words(reply.head).to_owned()),
        text: reply.body.iter().map(|&i| words(i)).collect::<Vec<_>>().join("\n"),
        source: span.and_then(|span| sheet.text.map().source_span(span)),
    }
}

fn first_hint(sheet: &Sheet, kind: HintKind) -> Option<String> {
    sheet.hints.iter().find(|h| h.kind == kind).map(|h| h.value.clone()).filter(|v| !v.is_empty())
}

/// A headline printed again above the text is the title, not text.
fn drop_repeated_title(sheet: &Sheet, draft: &mut Draft, title: Option<&str>) {
    let Some(title) = title.map(metadata::squeezed) else {
        let headline = std::mem::take(&mut draft.title);
        draft.body.splice(0..0, headline);
        return;
    };
    let same = |i: &usize| metadata::squeezed(sheet.words(&sheet.blocks[*i])) == title;
    let head = draft.body.iter().take(3).position(same);
    if let Some(at) = head
        && draft.body.len() > at + 1
    {
        draft.body.drain(..=at);
        return;
    }
    // A headline of the blocks that isn't the title (the field says another) is text.
    let joined: String = draft.title.iter().map(|&i| metadata::squeezed(sheet.words(&sheet.blocks[i]))).collect();
    if !joined.is_empty() && joined != title && !title.contains(&joined) && !joined.contains(&title) {
        let headline = std::mem::take(&mut draft.title);
        draft.body.splice(0..0, headline);
    }
}

/// Pages and lines of a paged source, led on to the article's text.
fn pages(article: &mut Article, sheet: &Sheet, built: &build::Built) {
    if sheet.pages.is_empty() {
        return;
    }
    let lead = |at: u32| {
        let found = built.placed.iter().find(|(i, _)| {
            let block = &sheet.blocks[*i];
            block.span.start() <= at && at <= block.span.end()
        })?;
        let block = sheet.blocks[found.0].span;
        (found.1.len() == block.len()).then(|| found.1.start() + (at - block.start()))
    };
    let page_of = |at: u32| sheet.pages.iter().rev().find(|p| p.0 <= at).map(|p| p.1);
    for (i, span) in &built.placed {
        let page = page_of(sheet.blocks[*i].span.start());
        if let Some(page) = page
            && article.pages.last().is_none_or(|p| p.1 != page)
        {
            article.pages.push((span.start(), page));
        }
    }
    for line in &sheet.lines {
        if let (Some(start), Some(end)) = (lead(line.span.start()), lead(line.span.end()))
            && start <= end
        {
            article.lines.push(PageLine { span: Span::new(start, end), ..*line });
        }
    }
}
