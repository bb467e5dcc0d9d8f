//! A brief as one HTML page that stands alone: style and charts inside, no script, nothing fetched (its own policy forbids
//! it), readable on paper. All text is escaped; quotes carry their language, so that a browser picks the right glyphs.

use super::charts::{attitudes, deadlines, legend, over_time};
use super::{Brief, Entry, KINDS, Note, asked, extent, thousands};
use crate::About;
use crate::atom::escaped;

const STYLE: &str = include_str!("style.css");

/// The page.
pub(super) fn page(brief: &Brief, about: &About) -> String {
    let mut out = String::from("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    );
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.push_str(&format!("<meta name=\"generator\" content=\"{}\">\n", escaped(&about.program)));
    out.push_str(&format!("<title>What was said, and by whom</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"));
    out.push_str("<header>\n<h1>What was said, and by whom</h1>\n");
    out.push_str(&format!("<p class=\"asked\">{}</p>\n<p>{}</p>\n", escaped(&asked(about)), escaped(&extent(brief))));
    out.push_str(&legend(brief));
    out.push_str("\n</header>\n<main>\n");
    let figures: Vec<_> = [over_time(brief), attitudes(brief, about), deadlines(brief)].into_iter().flatten().collect();
    if !figures.is_empty() {
        out.push_str("<section class=\"figures\">\n");
        for figure in figures {
            let caption = escaped(&figure.caption);
            out.push_str(&format!("<figure>\n<figcaption>{caption}</figcaption>\n{}\n</figure>\n", figure.svg));
        }
        out.push_str("</section>\n");
    }
    let mut notes = Vec::new();
    for ((kind, heading), section) in KINDS.iter().zip(&brief.sections) {
        if section.count == 0 {
            continue;
        }
        let number = thousands(section.count);
        out.push_str(&format!(
            "<section id=\"{kind}\">\n<h2>{heading} <span class=\"count\">{number}</span></h2>\n<ol>\n"
        ));
        for entry in &section.entries {
            notes.push(&entry.note);
            out.push_str(&item(entry, notes.len()));
        }
        out.push_str("</ol>\n");
        let left = section.count - section.entries.len() as u64;
        if left > 0 {
            out.push_str(&format!("<p class=\"rest\">and {} more</p>\n", thousands(left)));
        }
        out.push_str("</section>\n");
    }
    things(&mut out, brief);
    if !notes.is_empty() {
        out.push_str("<section id=\"sources\">\n<h2>Sources</h2>\n<ol class=\"notes\">\n");
        for (number, note) in notes.iter().enumerate() {
            out.push_str(&footnote(note, number + 1));
        }
        out.push_str("</ol>\n</section>\n");
    }
    let (program, moment) = (escaped(&about.program), about.moment);
    out.push_str(&format!(
        "</main>\n<footer>Made by {program} from a ledger as of {moment}.</footer>\n</body>\n</html>\n"
    ));
    out
}

fn things(out: &mut String, brief: &Brief) {
    if brief.things.is_empty() {
        return;
    }
    out.push_str("<section id=\"things\">\n<h2>Papers and bodies named</h2>\n<ul class=\"things\">\n");
    for (name, times) in brief.things() {
        let times = thousands(times);
        out.push_str(&format!("<li>{} <span class=\"count\">{times}</span></li>\n", escaped(name)));
    }
    out.push_str("</ul>\n");
    let left = (brief.things.len() - brief.things().len()) as u64;
    if left > 0 {
        out.push_str(&format!("<p class=\"rest\">and {} more</p>\n", thousands(left)));
    }
    out.push_str("</section>\n");
}

/// Five dots, as many full as the rung says.
fn rung(intensity: u8) -> String {
    let full = usize::from(intensity.min(5));
    let dots = format!("{}{}", "●".repeat(full), "○".repeat(5 - full));
    format!("<span class=\"rung\" title=\"{full} of 5\">{dots}</span>")
}

fn item(entry: &Entry, number: usize) -> String {
    let who = if entry.holders.is_empty() { "No holder".to_owned() } else { escaped(&entry.holders) };
    let mut doing = Vec::new();
    let words = entry.doing.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    if !words.is_empty() {
        doing.push(escaped(words));
    }
    if !entry.polarity.is_empty() {
        doing.push(format!("<span class=\"{0}\">{0}</span>", entry.polarity));
    }
    if entry.intensity > 0 {
        doing.push(rung(entry.intensity));
    }
    let mut more: Vec<String> = entry.more.iter().map(|one| escaped(one)).collect();
    if !entry.judged.is_empty() {
        more.push(format!("<strong>{}</strong>", escaped(&entry.judged)));
    }
    let day = if entry.said.is_empty() { String::new() } else { format!("<time>{}</time>", escaped(&entry.said)) };
    format!(
        "<li id=\"act-{number}\"><p class=\"head\"><span class=\"who\">{who}</span> <span class=\"doing\">{}</span> {day}</p>\
         <blockquote lang=\"{}\">{}<a class=\"note\" href=\"#note-{number}\" aria-label=\"source {number}\">{number}</a></blockquote>{}</li>\n",
        doing.join(" "),
        escaped(&entry.language),
        escaped(&entry.quote),
        if more.is_empty() { String::new() } else { format!("<p class=\"more\">{}</p>", more.join(" · ")) }
    )
}

fn footnote(note: &Note, number: usize) -> String {
    let title = if note.title.is_empty() { "Without a title".to_owned() } else { escaped(&note.title) };
    let mut parts = vec![format!("<cite lang=\"{}\">{title}</cite>", escaped(&note.title_language))];
    parts.extend([&note.outlet, &note.said].into_iter().filter(|part| !part.is_empty()).map(|part| escaped(part)));
    let url = escaped(&note.url);
    parts.push(if url.is_empty() {
        escaped(&note.source)
    } else {
        format!("<a href=\"{url}\" rel=\"noreferrer\">{url}</a>")
    });
    parts.push(format!("characters {}–{}", note.place.0, note.place.1));
    parts.push(format!("<code>{}</code>", escaped(&note.id)));
    format!(
        "<li id=\"note-{number}\">{} <a class=\"back\" href=\"#act-{number}\" aria-label=\"back to the act\">↩</a></li>\n",
        parts.join(", ")
    )
}
