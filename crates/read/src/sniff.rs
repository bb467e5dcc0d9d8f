//! Which format a source is in: from its bytes first, then from the ending of its name.
//!
//! The ending is a hint, not a promise: scraped fragments of HTML and Markdown are kept as `.txt`, rows as `.json`.
//! Next to read: `decode.rs`, then the reader of the format.

use crate::archive::{ZipDocument, zip_document};
use memchr::memmem;

use crate::decode::utf16_sample;
use crate::formats::front;

/// Bytes looked at. Markup shows itself at once; a page that is text for its first 16 KB is read as text.
const HEAD: usize = 16 << 10;

/// The formats read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// An HTML page or fragment.
    Html,
    /// Markdown, with or without front matter and inline HTML.
    Markdown,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// Other XML: its text, element by element.
    Xml,
    /// One JSON value: a row, or an array of rows.
    Json,
    /// A row a line.
    JsonLines,
    /// PDF.
    Pdf,
    /// Word.
    Docx,
    /// EPUB.
    Epub,
    /// None of these.
    Unknown,
}

impl Format {
    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Html => "text/html",
            Self::Markdown => "text/markdown",
            Self::Feed => "application/rss+xml",
            Self::Xml => "application/xml",
            Self::Json => "application/json",
            Self::JsonLines => "application/jsonl",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Epub => "application/epub+zip",
            Self::Unknown => "application/octet-stream",
        }
    }

    /// Whether its bytes are not text in some encoding.
    #[must_use]
    pub const fn is_binary(self) -> bool {
        matches!(self, Self::Pdf | Self::Docx | Self::Epub | Self::Unknown)
    }
}

/// Tells the format.
#[must_use]
pub fn sniff(name: &str, bytes: &[u8]) -> Format {
    if let Some(format) = binary(bytes) {
        return format;
    }
    let wide = utf16_sample(bytes);
    let head = match &wide {
        Some(text) => text.as_bytes(),
        None => &bytes[..bytes.len().min(HEAD)],
    };
    if wide.is_none() && is_noise(head) {
        return Format::Unknown;
    }
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let ending = ending(name);
    xml_or_page(head, &ending).or_else(|| rows(head, &ending)).unwrap_or_else(|| prose(head, &ending))
}

/// The ending of a name, small letters, without a query.
fn ending(name: &str) -> String {
    let name = name.split(['?', '#']).next().unwrap_or(name);
    let file = name.rsplit(['/', '\\', '!']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}

fn binary(bytes: &[u8]) -> Option<Format> {
    // Readers of PDF allow junk before the mark.
    if memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() {
        return Some(Format::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(match zip_document(bytes) {
            Some(ZipDocument::Epub) => Format::Epub,
            Some(ZipDocument::Docx) => Format::Docx,
            Some(ZipDocument::Other) | None => Format::Unknown,
        });
    }
    let magics: [&[u8]; 7] =
        [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"\x1F\x8B", b"\xD0\xCF\x11\xE0", b"Rar!", b"7z\xBC\xAF"];
    magics.iter().any(|magic| bytes.starts_with(magic)).then_some(Format::Unknown)
}

/// Bytes that are text in no encoding read here: a zero, or one control character in ten.
fn is_noise(head: &[u8]) -> bool {
    let zeros = head.iter().filter(|b| **b == 0).count();
    let controls = head.iter().filter(|b| matches!(b, 1..=8 | 14..=26 | 28..=31)).count();
    zeros * 200 > head.len() || controls * 10 > head.len()
}

fn starts_with(head: &[u8], word: &str) -> bool {
    head.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

/// XML, feeds, and pages that say they are one.
fn xml_or_page(head: &[u8], ending: &str) -> Option<Format> {
    if !head.starts_with(b"<") {
        return None;
    }
    let is_xml = head.starts_with(b"<?xml") || matches!(ending, "xml" | "rss" | "atom" | "rdf" | "tei" | "akn");
    match root(head) {
        b"rss" | b"feed" | b"rdf:RDF" | b"channel" => Some(Format::Feed),
        name if name.eq_ignore_ascii_case(b"html") || starts_with(head, "<!doctype html") => Some(Format::Html),
        name if name.eq_ignore_ascii_case(b"head") || name.eq_ignore_ascii_case(b"body") => Some(Format::Html),
        b"" => None,
        _ => is_xml.then_some(Format::Xml),
    }
}

/// The name of the first element, behind declarations, comments and the document type.
fn root(head: &[u8]) -> &[u8] {
    let mut rest = head;
    loop {
        rest = rest.trim_ascii_start();
        let close: &[u8] = match rest {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            // An internal subset holds its own brackets.
            [b'<', b'!', ..] if memchr::memchr2(b'[', b'>', rest).is_some_and(|i| rest[i] == b'[') => b"]>",
            [b'<', b'!', ..] => b">",
            [b'<', name @ ..] => {
                let end = name.iter().position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b':' | b'-' | b'_'));
                return &name[..end.unwrap_or(name.len())];
            }
            _ => return b"",
        };
        match memmem::find(rest, close) {
            Some(i) => rest = &rest[i + close.len()..],
            None => return b"",
        }
    }
}

/// JSON: one value, or a value a line.
fn rows(head: &[u8], ending: &str) -> Option<Format> {
    if !matches!(head, [b'{' | b'[', ..]) {
        return None;
    }
    if matches!(ending, "jsonl" | "ndjson") {
        return Some(Format::JsonLines);
    }
    let mut values = serde_json::Deserializer::from_slice(head).into_iter::<serde::de::IgnoredAny>();
    match values.next() {
        Some(Ok(_)) => {}
        Some(Err(error)) if !error.is_eof() && ending != "json" => return None,
        _ => return Some(feed_or(Format::Json, head)),
    }
    let rest = head.get(values.byte_offset()..).unwrap_or_default();
    if rest.trim_ascii_start().starts_with(b"{") && rest.trim_ascii_start().len() < rest.len() {
        return Some(Format::JsonLines);
    }
    // `[1]` or `[…]` before more words is a note's mark, not a value.
    let is_whole = rest.trim_ascii().is_empty() || ending == "json";
    is_whole.then(|| feed_or(Format::Json, head))
}

fn feed_or(other: Format, head: &[u8]) -> Format {
    if memmem::find(head, b"jsonfeed.org/version/").is_some() { Format::Feed } else { other }
}

/// Text with or without markup in it.
fn prose(head: &[u8], ending: &str) -> Format {
    let tags = count_tags(head);
    let marks = count_marks(head);
    match ending {
        "md" | "markdown" | "mdown" | "mkd" | "qmd" | "rmd" => Format::Markdown,
        "html" | "htm" | "xhtml" | "shtml" | "mhtml" if tags > 0 => Format::Html,
        _ if tags >= 2 => {
            if marks > 0 {
                Format::Markdown
            } else {
                Format::Html
            }
        }
        _ if marks >= 2 => Format::Markdown,
        _ => Format::Text,
    }
}

/// Tags of HTML.
fn count_tags(head: &[u8]) -> usize {
    const NAMES: [&str; 26] = [
        "p",
        "div",
        "br",
        "span",
        "a",
        "img",
        "td",
        "tr",
        "li",
        "ul",
        "ol",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "strong",
        "b",
        "em",
        "font",
        "section",
        "article",
        "blockquote",
        "figure",
        "center",
        "script",
    ];
    let is_tag = |at: usize| {
        let rest = &head[at + 1..];
        let rest = rest.strip_prefix(b"/").unwrap_or(rest);
        let end = rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
        matches!(rest.get(end), Some(b'>' | b' ' | b'/' | b'\n' | b'\t' | b'\r'))
            && NAMES.iter().any(|name| rest[..end].eq_ignore_ascii_case(name.as_bytes()))
    };
    memchr::memchr_iter(b'<', head).filter(|&at| is_tag(at)).count()
}

/// Signs of Markdown: front matter, `#` headings, links, pictures, words set bold.
fn count_marks(head: &[u8]) -> usize {
    let links = memmem::find_iter(head, b"](http").count() + memmem::find_iter(head, b"](/").count();
    let pictures = memmem::find_iter(head, b"![").count();
    let bold = memmem::find_iter(head, b"**").filter(|&i| head.get(i + 2).is_some_and(|b| !b"*\r\n ".contains(b)));
    let heading = |line: &&[u8]| {
        let depth = line.iter().take_while(|b| **b == b'#').count();
        (1..=6).contains(&depth) && line.get(depth) == Some(&b' ')
    };
    let headings = head.split(|b| *b == b'\n').filter(heading).count();
    let fence = head.starts_with(b"---") || head.starts_with(b"+++");
    let fenced = fence && front::has_head(&String::from_utf8_lossy(head));
    2 * links + 2 * pictures + bold.count() / 4 + headings + 2 * usize::from(fenced)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn formats_are_told_by_bytes_before_endings() {
        let cases: [(&str, &[u8], Format); 37] = [
            ("a.txt", b"", Format::Text),
            ("a", "双方举行会谈。".as_bytes(), Format::Text),
            ("a.txt", b"%PDF-1.7\n", Format::Pdf),
            ("a.bin", b"PK\x03\x04....[Content_Types].xml....word/document.xml", Format::Docx),
            ("a.docx", b"PK\x03\x04....mimetypeapplication/epub+zip", Format::Epub),
            ("a.zip", b"PK\x03\x04....a.txt", Format::Unknown),
            ("a.txt", b"\x89PNG\r\n\x1A\n", Format::Unknown),
            ("a.txt", b"ab\0\0\0cd\0\0\x01\x02\0", Format::Unknown),
            ("a.txt", &utf16("双方同意继续对话，并交换意见。\n"), Format::Text),
            ("a.txt", &utf16("\u{FEFF}<!DOCTYPE html><p>x</p>"), Format::Html),
            ("a.txt", b"<!DOCTYPE html><p>x</p>", Format::Html),
            ("a.md", b"\xEF\xBB\xBF  <HTML><body>x", Format::Html),
            ("a.xml", b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html xmlns='y'>", Format::Html),
            ("a.txt", "<div>一</div><p>二</p>".as_bytes(), Format::Html),
            (
                "a.txt",
                "<!--1700000000000-->\n[题](https://example.org/a)\n---\n<div>一</div><p>二</p>".as_bytes(),
                Format::Markdown,
            ),
            ("a.md", "# 题\n\n<p>一</p><p>二</p>".as_bytes(), Format::Markdown),
            ("a.txt", "# 题\n\n文\n\n## 节\n".as_bytes(), Format::Markdown),
            ("a.txt", "# 只有一个井号\n\n文".as_bytes(), Format::Text),
            ("a.txt", "---\ntitle: 题\ndate: 2024-05-03\n---\n文".as_bytes(), Format::Markdown),
            ("a.txt", "a < b, 5 <p 10".as_bytes(), Format::Text),
            ("a.html", "没有标签的一行。\n又一行。".as_bytes(), Format::Text),
            ("page.html?id=3", b"<p>x</p>", Format::Html),
            ("a", b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", Format::Feed),
            ("a.xml", b"<!-- c --><feed xmlns='http://www.w3.org/2005/Atom'/>", Format::Feed),
            ("a", b"<?xml version='1.0'?><!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>", Format::Xml),
            ("a.xml", b"<doc><p>x</p></doc>", Format::Xml),
            ("a.txt", b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}", Format::Feed),
            ("a", b"{\"id\": 1, \"text\": \"x\"}\n{\"id\": 2}\n", Format::JsonLines),
            ("a", b"{\n \"id\": 1,\n \"text\": \"x\"\n}\n", Format::Json),
            ("a.json", b"{\"id\": 1}\n{\"id\": 2}", Format::JsonLines),
            ("a", b"[{\"id\": 1}, {\"id\": ", Format::Json),
            ("a.jsonl", b"{broken\n{\"id\": 2}", Format::JsonLines),
            ("a.json", b"{broken", Format::Json),
            ("a.txt", "[1] 见附件。".as_bytes(), Format::Text),
            ("a.txt", "[{某人}发言]".as_bytes(), Format::Text),
            ("a.txt", "{甲}与[乙]".as_bytes(), Format::Text),
            (
                "a.txt",
                b"plain words\0with one zero, and many more words behind it so that it is one among hundreds: \
                the two sides agreed to go on with their talks in the spring, and to meet twice a year from then on, \
                in the one capital and in the other by turns.",
                Format::Text,
            ),
        ];
        for (name, bytes, format) in cases {
            assert_eq!(sniff(name, bytes), format, "{name}: {:?}", String::from_utf8_lossy(bytes));
        }
    }
}
