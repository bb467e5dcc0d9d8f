//! Atom (RFC 4287): acts that are new or have changed, those first that changed last.
//!
//! `updated` is when an act was last learnt or judged; of the feed, when the ledger last learnt something. A feed holds the
//! last [`ENTRIES`] of what was asked for: whoever reads it comes back.

use chancery_ledger::Timestamp;

use crate::columns::whole_day;
use crate::words::{details, headline, judged};
use crate::{About, ExportError, Files, Form, Name, Told};

/// Entries of a feed.
const ENTRIES: usize = 1000;

/// A feed being written.
#[derive(Debug, Default)]
pub(crate) struct Feed {
    /// With the moment and the place in the order in which they came.
    entries: Vec<(Timestamp, usize, String)>,
    seen: usize,
}

impl Form for Feed {
    fn act(&mut self, told: &Told<'_>, about: &About, _files: &mut Files) -> Result<(), ExportError> {
        self.entries.push((told.changed, self.seen, entry(told, about)));
        self.seen += 1;
        if self.entries.len() >= 2 * ENTRIES {
            self.shorten();
        }
        Ok(())
    }

    fn end(&mut self, about: &About, files: &mut Files) -> Result<(), ExportError> {
        self.shorten();
        let out = files.file(Name::Atom.main());
        let asked = if about.asked.is_empty() { String::new() } else { format!(": {}", about.asked.join("; ")) };
        let id = format!("urn:chancery:acts{}", asked.replace([' ', ';'], "-"));
        let mut head =
            String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
        head.push_str(&format!("<id>{}</id>\n", escaped(&percent(&id))));
        head.push_str(&format!("<title>{}</title>\n", escaped(&format!("New and changed acts{asked}"))));
        head.push_str(&format!("<updated>{}</updated>\n<author><name>chancery</name></author>\n", about.moment));
        let (name, version) = about.program.split_once(' ').unwrap_or((&about.program, ""));
        head.push_str(&format!("<generator version=\"{}\">{}</generator>\n", escaped(version), escaped(name)));
        out.extend_from_slice(head.as_bytes());
        self.entries.iter().for_each(|(_, _, entry)| out.extend_from_slice(entry.as_bytes()));
        out.extend_from_slice(b"</feed>\n");
        Ok(())
    }
}

impl Feed {
    /// Keeps the last that changed.
    fn shorten(&mut self) {
        self.entries.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        self.entries.truncate(ENTRIES);
    }
}

fn entry(told: &Told<'_>, about: &About) -> String {
    let act = &told.act.act;
    let mut out = String::from("<entry>\n");
    let id = format!("urn:chancery:act:{}.{}", told.article.key, told.act.id.local);
    out.push_str(&format!("<id>{id}</id>\n"));
    out.push_str(&format!("<title>{}</title>\n", escaped(&format!("{} — {}", headline(act, about), act.quote))));
    out.push_str(&format!("<updated>{}</updated>\n", told.changed));
    if let Some(day) = whole_day(&told.act.said) {
        out.push_str(&format!("<published>{day}T00:00:00Z</published>\n"));
    }
    if let Some(url) = told.article.url.as_deref().filter(|url| !url.contains(char::is_whitespace)) {
        out.push_str(&format!("<link rel=\"alternate\" href=\"{}\"/>\n", escaped(url)));
    }
    let terms = [Some(&act.kind), act.stance.as_ref()];
    for term in terms.into_iter().flatten().chain(&act.holders) {
        out.push_str(&format!("<category term=\"{0}\"/>\n", escaped(term)));
    }
    let mut words = vec![format!("“{}”", act.quote)];
    words.extend(details(act, about));
    words.push(judged(&told.act.standing));
    words.push(told.act.title.clone().unwrap_or_default());
    words.push(told.act.id.to_string());
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|one| !one.is_empty()).collect();
    out.push_str(&format!("<content type=\"text\">{}</content>\n</entry>\n", escaped(&words.join("\n"))));
    out
}

/// Text as XML holds it; characters that have no place in XML are left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\u{FFFE}' | '\u{FFFF}' => {}
            _ if c.is_ascii_control() => {}
            _ => out.push(c),
        }
    }
    out
}

/// A name as a URI writes it.
fn percent(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b":-._~".contains(&byte) {
            out.push(byte.into());
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_meaning_in_xml_has_none_here() {
        assert_eq!(escaped("<a href='x'>&\u{1}\u{FFFF}\n"), "&lt;a href=&#39;x&#39;&gt;&amp;\n");
        assert_eq!(percent("urn:chancery:acts:holder-中"), "urn:chancery:acts:holder-%E4%B8%AD");
    }
}
