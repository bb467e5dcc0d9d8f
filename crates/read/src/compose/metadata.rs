//! What is known of an article besides its text: title, kind, and its day with the grounds.
//!
//! A post's day is never the day of what is told; no year is guessed without a clue that says it.

use std::collections::BTreeMap;

use chancery_model::{
    Article, DateClue, DateGround, Dateline, Day, DocumentKind, Fault, FaultKind, FaultPlace, Language, PartialDate,
    Published, Severity,
};
use chancery_text::{SourceSpan, Span};

use super::build::is_han;
use super::guide::{Guide, find_folded};
use super::mission::{lead_clause, names_its_mission};
use super::split::Draft;
use crate::{HintKind, Sheet};

fn hint(sheet: &Sheet, kind: HintKind) -> Option<&str> {
    sheet.hints.iter().find(|h| h.kind == kind).map(|h| h.value.as_str()).filter(|v| !v.trim().is_empty())
}

/// White space folded, for comparing titles.
pub(crate) fn squeezed(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect()
}

/// The title: a field, else the headline of the article's own blocks, else the page's.
pub(crate) fn title(sheet: &Sheet, draft: &Draft, alone: bool) -> Option<String> {
    let mut own = String::new();
    for words in draft.title.iter().map(|&i| sheet.words(&sheet.blocks[i]).trim()) {
        let spaced = own.ends_with(|c: char| c.is_ascii() && c != '-') && words.starts_with(|c: char| c.is_ascii());
        own.push_str(if spaced { " " } else { "" });
        own.push_str(words);
    }
    let own = (!own.trim().is_empty()).then(|| own.trim().to_owned());
    if !alone {
        return own;
    }
    let field = hint(sheet, HintKind::Title).or(hint(sheet, HintKind::Headline)).map(|t| t.trim().to_owned());
    if let Some(field) = field {
        // A quotation mark in the title ended the field that it was written in; the page prints the whole.
        let printed = hint(sheet, HintKind::Headline).map(str::trim);
        let whole = printed.filter(|p| p.strip_prefix(field.as_str()).is_some_and(|rest| rest.starts_with('"')));
        return Some(whole.map_or(field, str::to_owned));
    }
    let page = hint(sheet, HintKind::PageTitle).map(|page| without_site(page, own.as_deref()));
    own.or_else(|| draft.crumb.clone()).or(page)
}

/// A window title without the site's name behind it (…_新浪新闻, … — 外交部).
fn without_site(page: &str, own: Option<&str>) -> String {
    if let Some(own) = own
        && squeezed(page).starts_with(&squeezed(own))
    {
        return own.to_owned();
    }
    for mark in [" — ", " – ", " - ", "_", " | ", "|", "－"] {
        if let Some((head, _)) = page.split_once(mark)
            && head.trim().chars().count() >= 6
        {
            return head.trim().to_owned();
        }
    }
    page.trim().to_owned()
}

/// The kind of document, by title, first lines, outlet and structure.
pub(crate) fn kind(article: &Article, sheet: &Sheet, draft: &Draft, guide: &Guide, turns: usize) -> DocumentKind {
    let title = article.title.as_deref().map(|t| guide.fold(t)).unwrap_or_default();
    let forms = &guide.conventions;
    let reported = draft.dateline.as_ref().is_some_and(|d| d.agency.is_some());
    let lead: String = article.text.chars().take(300).collect();
    let lead = guide.fold(&lead);
    let preface: String =
        draft.preface.iter().map(|&i| guide.fold(sheet.words(&sheet.blocks[i]))).collect::<Vec<_>>().join(" ");
    if turns >= 2 {
        let press =
            forms.kinds.iter().any(|(k, w)| *k == DocumentKind::PressConference && find_folded(&title, w).is_some());
        return if press { DocumentKind::PressConference } else { DocumentKind::Interview };
    }
    // A headline that only tells of a document (两国发表联合声明) is news; the document's own title ends with its kind.
    let bare = without_subtitle(without_bracket(&title), guide);
    // A word of a report (三讀通過) tells the news wherever in the headline it stands.
    let by_title = forms.kinds.iter().zip(&guide.finders.kinds).find(|((kind, w), finder)| {
        let anywhere = *kind == DocumentKind::NewsReport || w.is_ascii() || !w.chars().all(is_han);
        finder
            .find(bare.as_bytes())
            .is_some_and(|at| anywhere || bare[at + w.len()..].chars().count() <= 6 && !is_named_in(bare, at))
    });
    let by_title = by_title.map(|(kind, _)| kind);
    // 甲国外交部就…发表声明, and nothing below reports it: the statement itself.
    let given = |(kind, _): &&(DocumentKind, String)| {
        *kind == DocumentKind::NewsReport
            && !reported
            && draft.dateline.is_none()
            && forms.issuing.iter().any(|verb| bare.contains(verb.as_str()))
            && {
                let text = guide.fold(&article.text);
                let has = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
                has(&forms.first_person) && !has(&forms.reporting)
            }
    };
    let by_title = match by_title.filter(given) {
        Some(news) => {
            forms.kinds.iter().find(|(kind, w)| is_statement(*kind) && bare.ends_with(w.as_str())).or(Some(news))
        }
        None => by_title,
    };
    let issued = |k: DocumentKind| {
        use DocumentKind::{Communique, Declaration, JointStatement, Law, Report, Resolution, Treaty, WhitePaper};
        matches!(k, Communique | Declaration | JointStatement | Law | Report | Resolution | Treaty | WhitePaper)
    };
    let by_title = by_title.filter(|(kind, _)| !(issued(*kind) && is_headline(bare)));
    // An agency prints the paper itself: its own name for a title, and numbered paragraphs, or a date line by itself.
    let printed = || {
        let count = |line: &&str| {
            let digits =
                line.chars().take_while(|c| forms.labels.numerals.contains(c)).map(char::len_utf8).sum::<usize>();
            digits > 0 && line[digits..].starts_with(|c| forms.labels.after.contains(&c))
        };
        let apart = |line: &str| {
            let words = draft.dateline.as_ref().filter(|d| line.is_char_boundary(d.end));
            words.is_some_and(|d| d.end <= line.len() && d.is_all_of(line))
        };
        by_title.is_some_and(|(_, w)| bare.ends_with(w.as_str()))
            && (article.text.lines().next().is_some_and(apart) || article.text.lines().filter(count).count() >= 2)
    };
    if let Some((kind, _)) = by_title
        && (!reported || printed() || article.text.chars().count() > 2500 || *kind == DocumentKind::ConceptPaper)
    {
        return *kind;
    }
    let told = |text: &str| {
        let leads = forms.kinds_by_lead.iter().zip(&guide.finders.leads);
        leads.filter(|(_, finder)| finder.find(text.as_bytes()).is_some()).map(|(lead, _)| lead.0).collect::<Vec<_>>()
    };
    // An address to those present opens a report too, which says so or ends its title with the word.
    let leads = [told(&preface), told(&lead)].concat();
    if let Some(kind) = leads.iter().find(|kind| **kind != DocumentKind::Speech) {
        return *kind;
    }
    // The longest ending decides; `other` marks words that only end like a document's name.
    let ending = forms.kinds_by_end.iter().filter(|(_, w)| bare.ends_with(w.as_str())).max_by_key(|(_, w)| w.len());
    if let Some((kind, _)) = ending
        && !reported
        && *kind != DocumentKind::Other
        && !is_headline(bare)
        && (*kind != DocumentKind::Law || has_articles(article, guide))
    {
        return *kind;
    }
    if !leads.is_empty() && !reported {
        return DocumentKind::Speech;
    }
    // A title with a section's label (十一、…): a part of a long document, not of a newspaper.
    let numerals = title.chars().take_while(|c| forms.labels.numerals.contains(c)).map(char::len_utf8).sum::<usize>();
    let labelled = numerals > 0 && title[numerals..].starts_with(|c| forms.labels.after.contains(&c));
    if labelled && !reported && article.outlet.is_none() {
        return DocumentKind::Report;
    }
    let outlets = [
        article.outlet.as_deref(),
        hint(sheet, HintKind::Outlet),
        hint(sheet, HintKind::PageTitle),
        hint(sheet, HintKind::Author),
    ];
    let official = outlets.iter().flatten().any(|o| forms.readout_outlets.iter().any(|r| o.contains(r.as_str())));
    // 我馆参赞出席: an embassy tells of itself.
    let holds = |text: String| forms.readout_own.iter().any(|w| text.contains(w.as_str()));
    let own = || holds(guide.fold(&article.text));
    if official
        || !reported
            && turns == 0
            && (names_its_mission(&title, guide) || names_its_mission(lead_clause(&lead, guide), guide))
    {
        return DocumentKind::Readout;
    }
    if !reported && turns == 0 && !forms.readout_own.is_empty() && own() {
        return DocumentKind::Readout;
    }
    let field = sheet.hints.iter().any(|h| matches!(h.kind, HintKind::Date(_)));
    let chinese = article.language == Language::ZH;
    if draft.dateline.is_some() || article.outlet.is_some() || (chinese && field) || !draft.days.is_empty() {
        return DocumentKind::NewsReport;
    }
    if chinese && article.text.chars().count() < 6000 { DocumentKind::NewsReport } else { DocumentKind::Other }
}

/// Whether documents of this kind state what somebody holds, and are printed whole.
const fn is_statement(kind: DocumentKind) -> bool {
    matches!(kind, DocumentKind::JointStatement | DocumentKind::Declaration | DocumentKind::Communique)
}

/// Whether a line opens an article of a law (第一条), or two have a number: words that end like a law's name are many.
fn has_articles(article: &Article, guide: &Guide) -> bool {
    let labels = &guide.conventions.labels;
    let numeral =
        |line: &str| line.chars().take_while(|c| labels.numerals.contains(c)).map(char::len_utf8).sum::<usize>();
    let opens = |line: &str| {
        let rest = labels.articles.first().and_then(|a| line.strip_prefix(a.as_str()));
        rest.is_some_and(|rest| numeral(rest) > 0)
    };
    let numbered = |line: &str| {
        let at = numeral(line);
        at > 0 && line[at..].starts_with(|c| labels.after.contains(&c))
    };
    let mut lines = article.text.lines().map(str::trim_start);
    lines.clone().any(opens) || lines.by_ref().filter(|line| numbered(line)).nth(1).is_some()
}

/// Whether what stands at `at` is inside the marks of a paper's name that other words stand before (论《某某条例》): the title of
/// somebody's words about that paper.
fn is_named_in(title: &str, at: usize) -> bool {
    title[..at].rfind(['《', '〈']).is_some_and(|open| open > 0 && !title[open..at].contains(['》', '〉']))
}

/// Whether a title is a newspaper's headline in several parts (甲国通过决议　反对立法): a paper's own name has no such gap.
fn is_headline(title: &str) -> bool {
    title.trim().contains(['\u{3000}', '\u{3010}'])
}

/// A title without the brackets at its end (…报告 (一大)).
fn without_bracket(title: &str) -> &str {
    let opens = title.ends_with([')', '）']).then(|| title.rfind(['(', '（'])).flatten();
    opens.map_or(title, |at| title[..at].trim_end())
}

/// A paper's own name without the subtitle behind a dash (…会晤宣言——加强合作): where the words before it end with a kind's.
fn without_subtitle<'a>(title: &'a str, guide: &Guide) -> &'a str {
    let Some((head, _)) = title.split_once(DASH) else { return title };
    let named =
        |(kind, word): &(DocumentKind, String)| *kind != DocumentKind::NewsReport && head.ends_with(word.as_str());
    if guide.conventions.kinds.iter().any(named) { head } else { title }
}

/// The dash before a subtitle, as Chinese prints it: of two.
const DASH: &str = "\u{2014}\u{2014}";

/// Every clue to the article's day, in the order of trust, and what follows from them.
pub(crate) fn date(article: &mut Article, sheet: &Sheet, draft: &Draft, guide: &Guide) {
    let mut clues: Vec<DateClue> = Vec::new();
    let mut note = |ground, date: PartialDate, quote: &str, source: Option<SourceSpan>| {
        clues.push(DateClue { ground, date, quote: quote.to_owned(), source });
    };
    for found in [&draft.dateline, &draft.sign_off].into_iter().flatten() {
        if let Some(date) = found.date {
            let quote = found.agency.as_deref().unwrap_or_default().to_owned();
            note(DateGround::Dateline, date, &quote, None);
        }
    }
    let signature = signature(&article.text, guide);
    if let Some((span, date)) = signature {
        note(DateGround::Signature, date, &article.text[span.range()], article.map.source_span(span));
    }
    for (i, date) in &draft.days {
        let block = &sheet.blocks[*i];
        note(DateGround::Byline, *date, sheet.words(block), sheet.text.map().source_span(block.span));
    }
    for &i in &draft.stamps {
        let block = &sheet.blocks[i];
        if let Some(date) = guide.dates(&guide.fold(sheet.words(block))).first() {
            note(DateGround::Post, date.1, sheet.words(block), sheet.text.map().source_span(block.span));
        }
    }
    for hint in &sheet.hints {
        let ground = match hint.kind {
            HintKind::Date(ground) => ground,
            HintKind::Url => DateGround::Url,
            _ => continue,
        };
        let date = if ground == DateGround::Url {
            url_date(&hint.value)
        } else {
            guide.dates(&guide.fold(&hint.value)).first().map(|d| d.1).or_else(|| iso(&hint.value))
        };
        if let Some(date) = date.filter(|d| !is_placeholder(d)) {
            note(ground, date, &hint.value, hint.source);
        }
    }
    // Nobody signs after his words were printed: such a year is of another era (36年7月1日), or no year.
    let printed = clues.iter().filter(|c| matches!(c.ground, DateGround::FrontMatter | DateGround::Byline));
    let printed = printed.filter_map(|c| whole_day(&c.date)).max();
    clues.retain(|c| {
        c.ground != DateGround::Signature
            || printed.is_none_or(|p| whole_day(&c.date).is_none_or(|d| eve(d) <= Some(p)))
    });
    clues.sort_by_key(|c| c.ground);
    let year = clue_year(&clues, &article.text, guide);
    let posted = if year.is_none() { posted_when_told(&mut clues, &article.text, guide) } else { None };
    settle(article, draft, clues, year, posted);
    if article.published.is_none() {
        article.date_clues.extend(titled_year(article.title.as_deref().unwrap_or_default(), guide));
    }
}

/// A day with its year.
fn whole_day(date: &PartialDate) -> Option<Day> {
    Day::new(date.year?, date.month?, date.day?)
}

/// What programs write where no day is known: the first days that their clocks have.
fn is_placeholder(date: &PartialDate) -> bool {
    matches!((date.year, date.month, date.day), (Some(1 | 1900 | 1970), Some(1), Some(1)))
}

/// The year that a title begins with, or ends with in brackets (2023年政府工作报告): of a text whose day nobody tells, the year
/// is told. One further on is of what the text is about, and one still to come is an aim.
fn titled_year(title: &str, guide: &Guide) -> Option<DateClue> {
    let folded = guide.fold(title);
    let (span, date) = *guide.dates(&folded).first().filter(|(_, date)| date.year.is_some() && date.day.is_none())?;
    let (before, after) = (&folded[..span.start() as usize], &folded[span.end() as usize..]);
    let ahead = guide.conventions.ahead_after.iter().any(|word| after.starts_with(word.as_str()));
    // A span of years (2021-2025) is no year.
    let goes_on = after.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | '—' | '~'));
    let stands = before.trim().is_empty() || before.ends_with(['(', '（']);
    (stands && !ahead && !goes_on).then(|| DateClue {
        ground: DateGround::Clues,
        date,
        quote: title[span.range()].to_owned(),
        source: None,
    })
}

/// Most days between what a text tells first and its post, for the post to be of the same days.
const FRESH: usize = 3;

/// The day of a text that was posted within [`FRESH`] days of the day, without a year, that it tells at its head: then the
/// post is no reposting of something old. A date line's own day is the text's; else the post's.
fn posted_when_told(clues: &mut Vec<DateClue>, text: &str, guide: &Guide) -> Option<(Day, DateGround)> {
    let post = clues.iter().find(|c| c.ground == DateGround::Post).map(|c| c.date)?;
    let post = Day::new(post.year?, post.month?, post.day?)?;
    let near = |date: &PartialDate| {
        let same = |d: &Day| {
            date.month.is_none_or(|m| m == d.month())
                && Some(d.day()) == date.day
                && date.year.is_none_or(|y| y == d.year())
        };
        std::iter::successors(Some(post), |d| eve(*d)).take(FRESH + 1).find(same)
    };
    let own = clues.iter().find(|c| c.ground == DateGround::Dateline);
    if let Some(own) = own {
        return near(&own.date).map(|day| (day, DateGround::Dateline));
    }
    let end = text.char_indices().nth(300).map_or(text.len(), |(i, _)| i);
    let told = guide.dates(&guide.fold(&text[..end]));
    let Some((span, date)) = told.iter().find(|(_, d)| near(d).is_some()) else {
        // Another day than the post's: posted again later, nobody tells when. Words that tell no day at all are of the day
        // that they were posted.
        let elsewhere = told.iter().any(|(_, d)| d.day.is_some());
        return (!elsewhere && clues.iter().all(|c| c.ground == DateGround::Post)).then_some((post, DateGround::Post));
    };
    let quote = text[span.range()].to_owned();
    clues.push(DateClue { ground: DateGround::Clues, date: *date, quote, source: None });
    Some((post, DateGround::Post))
}

/// The day before.
fn eve(day: Day) -> Option<Day> {
    if day.day() > 1 {
        return Day::new(day.year(), day.month(), day.day() - 1);
    }
    let (year, month) = if day.month() == 1 { (day.year() - 1, 12) } else { (day.year(), day.month() - 1) };
    Day::new(year, month, chancery_model::days_in(year, month))
}

/// The year that dates without one take: of a clue that has it, the post excepted; else of clues inside the text.
fn clue_year(clues: &[DateClue], text: &str, guide: &Guide) -> Option<(i16, DateGround, Vec<DateClue>)> {
    let field = clues.iter().find(|c| c.ground != DateGround::Post && c.date.year.is_some());
    if let Some(clue) = field {
        return clue.date.year.map(|y| (y, clue.ground, Vec::new()));
    }
    let partial = clues.iter().find(|c| c.date.year.is_none())?.date;
    // A post can't be older than what it tells: its year bounds the text's, and settles nothing.
    let bound = clues.iter().filter(|c| c.ground == DateGround::Post).find_map(|c| c.date.year);
    let fits = |y: &i16| bound.is_none_or(|b| *y <= b);
    let found = |y: i16, quotes: Vec<String>| {
        let date = PartialDate { year: Some(y), month: None, day: None };
        let clue = |quote| DateClue { ground: DateGround::Clues, date, quote, source: None };
        (y, DateGround::Clues, quotes.into_iter().map(clue).collect())
    };
    let anniversaries = anniversaries(text, guide);
    if let Some((y, _)) = anniversaries.first().filter(|(y, _)| fits(y)) {
        let quotes = anniversaries.iter().filter(|a| a.0 == *y).map(|a| a.1.clone()).collect();
        return Some(found(*y, quotes));
    }
    let dated = text_dates(text, guide);
    // A full date of the same month and day in the text is the day itself.
    let same = |d: &PartialDate| d.month == partial.month && d.day == partial.day && d.day.is_some();
    if let Some(told) = dated.iter().find(|t| same(&t.date)) {
        return told.date.year.map(|y| found(y, vec![told.quote.clone()]));
    }
    // What is still to come (2024年1月1日前完成) is told in the year before it, or earlier in its own.
    if let Some(told) = dated.iter().filter(|t| t.ahead).min_by_key(|t| (t.date.year, t.date.month, t.date.day))
        && let (Some(y), Some(month)) = (told.date.year, partial.month)
    {
        let later = (told.date.month, told.date.day.or(partial.day)) >= (Some(month), partial.day);
        let y = if later { y } else { y - 1 };
        let past = dated.iter().filter(|t| !t.ahead).filter_map(|t| t.date.year).max();
        if fits(&y) && past.is_none_or(|p| p <= y) {
            return Some(found(y, vec![told.quote.clone()]));
        }
    }
    // What is told with month and year is not of the text's own year, which goes without (今年1月, 1月): the first year
    // after it is the earliest that fits.
    let past = dated.iter().filter(|t| !t.ahead && t.date.year.is_some_and(|y| fits(&(y + 1))));
    let told = past.max_by_key(|t| (t.date.year, t.date.month))?;
    told.date.year.map(|y| found(y + 1, vec![told.quote.clone()]))
}

/// Years told by anniversaries (…成立75周年), with their words; the commonest first.
fn anniversaries(text: &str, guide: &Guide) -> Vec<(i16, String)> {
    let folded = guide.fold(text);
    let mut found: Vec<(i16, String)> = Vec::new();
    let marks = &guide.conventions.anniversary_marks;
    if !marks.iter().any(|m| memchr::memmem::find(folded.as_bytes(), m.as_bytes()).is_some()) {
        return found;
    }
    for (what, since) in &guide.conventions.anniversaries {
        for (at, _) in folded.match_indices(what.as_str()) {
            let rest = &folded[at + what.len()..];
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let marked =
                guide.conventions.anniversary_marks.iter().any(|m| rest[digits.len()..].starts_with(m.as_str()));
            if let (true, Ok(count)) = (marked, digits.parse::<i16>()) {
                let mark = guide.conventions.anniversary_marks.first().map_or(0, String::len);
                found.push((since + count, text[at..at + what.len() + digits.len() + mark].to_owned()));
            }
        }
    }
    let mut count: BTreeMap<i16, usize> = BTreeMap::new();
    for (year, _) in &found {
        *count.entry(*year).or_default() += 1;
    }
    found.sort_by_key(|(y, q)| (std::cmp::Reverse(count.get(y).copied().unwrap_or(0)), *y, q.clone()));
    found
}

/// Gives the articles of one sheet that lack a year the year of its others: a page is printed on one day or so.
pub(crate) fn share_year(articles: &mut [Article]) {
    let known = articles.iter().find_map(|a| a.published.as_ref().map(|p| (p.day, a.title.clone())));
    let Some((day, title)) = known else { return };
    for article in articles.iter_mut().filter(|a| a.published.is_none()) {
        let Some(partial) = article
            .date_clues
            .iter()
            .find(|c| c.ground == DateGround::Dateline && c.date.year.is_none())
            .map(|c| c.date)
        else {
            continue;
        };
        let (Some(month), Some(date)) = (partial.month, partial.day) else { continue };
        let year = if month == 12 && day.month() == 1 { day.year() - 1 } else { day.year() };
        let Some(own) = Day::new(year, month, date) else { continue };
        let quote = title.clone().unwrap_or_else(|| "the same page".to_owned());
        let mut clues = std::mem::take(&mut article.date_clues);
        clues.push(DateClue {
            ground: DateGround::Clues,
            date: PartialDate { year: Some(year), month: None, day: None },
            quote,
            source: None,
        });
        article.published = Some(Published { day: own, ground: DateGround::Dateline, clues });
        article.faults.retain(|f| f.kind != FaultKind::YearUnknown);
        if let Some(line) = &mut article.dateline {
            line.date = line.date.or(Some(own));
        }
    }
}

fn settle(
    article: &mut Article,
    draft: &Draft,
    mut clues: Vec<DateClue>,
    year: Option<(i16, DateGround, Vec<DateClue>)>,
    posted: Option<(Day, DateGround)>,
) {
    let whole = |date: &PartialDate| {
        let year = date.year.or(year.as_ref().map(|y| y.0))?;
        Day::new(year, date.month?, date.day?)
    };
    if let Some((_, DateGround::Clues, found)) = &year {
        clues.extend(found.iter().cloned());
    }
    let best = clues
        .iter()
        .filter(|c| c.ground != DateGround::Post)
        .find_map(|c| whole(&c.date).map(|d| (d, c.ground, c.date.year.is_none())));
    // A newspaper's day is the day it was printed; its date line is a day or so older.
    let printed = clues
        .iter()
        .filter(|c| c.ground == DateGround::FrontMatter || c.ground == DateGround::Byline)
        .find_map(|c| whole(&c.date));
    let best = match (best, printed) {
        (Some((day, ground, partial)), Some(print)) if partial || ground == DateGround::Dateline => {
            Some((print, if print == day { ground } else { DateGround::FrontMatter }))
        }
        (Some((day, ground, _)), _) => Some((day, ground)),
        (None, _) => posted,
    };
    for found in [&draft.dateline, &draft.sign_off].into_iter().flatten() {
        let printed_day = found.date.as_ref().and_then(whole);
        // A date line of the days before the paper's: the month may be the one before.
        let line = article.dateline.get_or_insert_with(Dateline::default);
        line.place = line.place.take().or_else(|| found.place.clone());
        line.agency = line.agency.take().or_else(|| found.agency.clone());
        line.date = line.date.or(printed_day).or_else(|| day_before(found.date.as_ref(), best.map(|b| b.0)));
    }
    let without = clues.iter().any(|c| c.ground != DateGround::Post && c.date.year.is_none() && c.date.day.is_some());
    match best {
        Some((day, ground)) => article.published = Some(Published { day, ground, clues }),
        None => {
            if without {
                let message = "a day without a year, and nothing in the text or around it that tells the year";
                article.faults.push(Fault::new(FaultKind::YearUnknown, Severity::Note, FaultPlace::Whole, message));
            }
            article.date_clues = clues;
        }
    }
}

/// The day of a date line that gives only a day of the month, near a paper's day.
fn day_before(date: Option<&PartialDate>, paper: Option<Day>) -> Option<Day> {
    let (date, paper) = (date?, paper?);
    let day = date.day?;
    if day <= paper.day() {
        return Day::new(date.year.unwrap_or(paper.year()), date.month.unwrap_or(paper.month()), day);
    }
    let (year, month) = if paper.month() == 1 { (paper.year() - 1, 12) } else { (paper.year(), paper.month() - 1) };
    Day::new(year, month, day)
}

/// The signed day at the text's end: a short last line with a full date.
fn signature(text: &str, guide: &Guide) -> Option<(Span, PartialDate)> {
    let last = text.rsplit('\n').find(|l| !l.trim().is_empty())?;
    if last.chars().count() > 40 || guide.ends_sentence(last) {
        return None;
    }
    let from = text.rfind(last)?;
    let folded = guide.fold(last);
    let (_, date) =
        *guide.dates(&folded).iter().find(|(_, d)| d.year.is_some() && d.month.is_some() && d.day.is_some())?;
    Some((Span::of(from..from + last.len()), date))
}

/// A date with year and month in the text, its words, and whether it is told as still to come.
struct TextDate {
    date: PartialDate,
    quote: String,
    ahead: bool,
}

/// Dates with year and month inside the text, with how they are written. Dates to come (…前) have no month as a rule.
fn text_dates(text: &str, guide: &Guide) -> Vec<TextDate> {
    let end = text.char_indices().nth(20_000).map_or(text.len(), |(i, _)| i);
    let mut found = Vec::new();
    for line in text[..end].split('\n').filter(|l| l.bytes().any(|b| b.is_ascii_digit() || !b.is_ascii())) {
        let folded = guide.fold(line);
        for (span, date) in guide.dates(&folded) {
            if date.year.is_some() && date.month.is_some() {
                let (before, after) = (&folded[..span.start() as usize], &folded[span.end() as usize..]);
                let ahead = guide.conventions.ahead_before.iter().any(|w| before.ends_with(w.as_str()))
                    || guide.conventions.ahead_after.iter().any(|w| after.starts_with(w.as_str()));
                found.push(TextDate { date, quote: line[span.range()].to_owned(), ahead });
            }
        }
    }
    found
}

/// 20220312 or 2022/03/12 or 2022-03-12 in an address.
fn url_date(url: &str) -> Option<PartialDate> {
    let bytes = url.as_bytes();
    for (i, _) in url.match_indices(['1', '2']) {
        if i > 0 && bytes[i - 1].is_ascii_digit() {
            continue;
        }
        let digits: String =
            url[i..].chars().take_while(|c| c.is_ascii_digit() || matches!(c, '/' | '-' | '_')).collect();
        let bare: String = digits.chars().filter(char::is_ascii_digit).collect();
        let shaped =
            digits.len() >= 8 && (bare.len() == 8 || (digits.len() >= 10 && digits[4..5].contains(['/', '-', '_'])));
        if !shaped || bare.len() < 8 {
            continue;
        }
        let (y, m, d) = (bare[..4].parse().ok()?, bare[4..6].parse().ok()?, bare[6..8].parse().ok()?);
        if (1990..=2100).contains(&y) && Day::new(y, m, d).is_some() {
            return Some(PartialDate { year: Some(y), month: Some(m), day: Some(d) });
        }
    }
    None
}

/// An ISO day at the head of a time stamp.
fn iso(value: &str) -> Option<PartialDate> {
    let (y, m, d) = (value.get(..4)?.parse().ok()?, value.get(5..7)?.parse().ok()?, value.get(8..10)?.parse().ok()?);
    Day::new(y, m, d).map(|_| PartialDate { year: Some(y), month: Some(m), day: Some(d) })
}
