//! A brief as Markdown (CommonMark, with tables and footnotes as GitHub, Pandoc and most others know them).

use super::{Brief, Entry, KINDS, Note, asked, count, extent, thousands};
use crate::About;

/// The page.
pub(super) fn page(brief: &Brief, about: &About) -> String {
    let mut out = String::from("# What was said, and by whom\n\n");
    out.push_str(&format!("{}  \n{}\n\n", escaped(&asked(about)), escaped(&extent(brief))));
    if !brief.holders.is_empty() {
        out.push_str("## Who\n\n| holder | acts | for | against |\n|---|--:|--:|--:|\n");
        for (id, holder) in brief.holders() {
            let name = escaped(about.name(id));
            let numbers = [holder.acts, holder.favour, holder.against].map(thousands);
            out.push_str(&format!("| {name} | {} |\n", numbers.join(" | ")));
        }
        rest(&mut out, brief.holders.len(), brief.holders().len());
    }
    let mut notes = Vec::new();
    for ((_, heading), section) in KINDS.iter().zip(&brief.sections) {
        if section.count == 0 {
            continue;
        }
        out.push_str(&format!("## {heading} ({})\n\n", thousands(section.count)));
        for entry in &section.entries {
            notes.push(&entry.note);
            out.push_str(&line(entry, notes.len()));
        }
        rest(&mut out, usize::try_from(section.count).unwrap_or(usize::MAX), section.entries.len());
    }
    if !brief.things.is_empty() {
        out.push_str("## Papers and bodies named\n\n");
        for (name, times) in brief.things() {
            out.push_str(&format!("- {}: {}\n", escaped(name), count(times, "act", "acts")));
        }
        rest(&mut out, brief.things.len(), brief.things().len());
    }
    out.push_str(&format!("---\n\nMade by {} from a ledger as of {}.\n\n", escaped(&about.program), about.moment));
    for (number, note) in notes.iter().enumerate() {
        out.push_str(&format!("[^{}]: {}\n", number + 1, footnote(note)));
    }
    out
}

/// How many are not shown.
fn rest(out: &mut String, all: usize, shown: usize) {
    if all > shown {
        out.push_str(&format!("\n*and {} more*\n", thousands((all - shown) as u64)));
    }
    out.push('\n');
}

/// `- **Chile**: oppose (against, 3 of 5) — “…”, about …. 2024-03-12.[^1]`
fn line(entry: &Entry, number: usize) -> String {
    let who = if entry.holders.is_empty() { "No holder".to_owned() } else { escaped(&entry.holders) };
    let strength = (entry.intensity > 0).then(|| format!("{} of 5", entry.intensity));
    let inside: Vec<String> =
        [Some(entry.polarity.to_owned()).filter(|p| !p.is_empty()), strength].into_iter().flatten().collect();
    let words = entry.doing.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let inside = if inside.is_empty() { String::new() } else { format!(" ({})", inside.join(", ")) };
    let doing =
        if words.is_empty() && inside.is_empty() { String::new() } else { format!(" {}{inside}", escaped(words)) };
    let mut more = entry.more.clone();
    if !entry.judged.is_empty() {
        more.push(format!("judged: {}", entry.judged));
    }
    if !entry.said.is_empty() {
        more.push(format!("said {}", entry.said));
    }
    let more = if more.is_empty() { String::new() } else { format!(" — {}", escaped(&more.join("; "))) };
    format!("- **{who}**{doing}: “{}”{more}[^{number}]\n", escaped(&entry.quote))
}

fn footnote(note: &Note) -> String {
    let title = if note.title.is_empty() { "Without a title".to_owned() } else { escaped(&note.title) };
    let mut parts = vec![title];
    parts.extend([&note.outlet, &note.said].into_iter().filter(|part| !part.is_empty()).map(|part| escaped(part)));
    parts.push(if note.url.is_empty() {
        escaped(&note.source)
    } else {
        format!("<{}>", note.url.replace('>', "%3E").replace('<', "%3C"))
    });
    parts.push(format!("characters {}–{}", note.place.0, note.place.1));
    parts.push(format!("`{}`", note.id));
    parts.join(", ") + "."
}

/// Text in which no character has a meaning.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&' | '~' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_keeps_a_meaning() {
        assert_eq!(escaped("a*b_[c](d)<e>|&"), "a\\*b\\_\\[c\\](d)\\<e\\>\\|\\&");
    }
}
