//! The marked pages, and the truth about them rebuilt from the pages themselves.

use std::path::Path;

/// A page and its main text.
pub struct Page {
    pub name: String,
    pub html: String,
    pub truth: String,
}

/// UTF-8, or Windows-1251 where it isn't: the only other encoding among the marked pages.
pub fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1251.decode(bytes).0.into_owned(),
    }
}

/// Loads what `list` marks under `root`.
pub fn load(root: &Path, list: &Path) -> Vec<Page> {
    let table = std::fs::read_to_string(list).expect("the list of marked pages");
    table.lines().filter(|l| !l.starts_with('#')).map(|line| load_page(root, line)).collect()
}

fn load_page(root: &Path, line: &str) -> Page {
    let field: Vec<&str> = line.split('\t').collect();
    let [file, start, end, first, last, excluded] = field[..] else { panic!("not six fields: {line}") };
    let bytes = std::fs::read(root.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
    let number = |s: &str| s.parse::<usize>().expect("a number of bytes");
    let mut raw = Vec::new();
    let mut at = number(start);
    for range in excluded.split(',').filter(|r| !r.is_empty()) {
        let (from, to) = range.split_once('-').expect("from-to");
        raw.extend(&bytes[at..number(from)]);
        at = number(to);
    }
    raw.extend(&bytes[at..number(end)]);
    let truth = plain(&decode(&raw));
    let ends = squeeze(&truth);
    assert!(ends.starts_with(&squeeze(first)) && ends.ends_with(&squeeze(last)), "{file} is not the page marked");
    let stem = Path::new(file).file_stem().map(|s| s.to_string_lossy().chars().take(32).collect());
    Page { name: stem.unwrap_or_default(), html: decode(&bytes), truth }
}

/// Characters without white space and what is never seen.
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{AD}')).collect()
}

/// Markup taken out in the plainest way, so that the truth owes nothing to any reader measured.
fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open..];
        let end = ["<!--", "<script", "<style"].iter().zip(["-->", "</script>", "</style>"]);
        let end = end.filter(|(s, _)| tag.starts_with(**s)).map(|(_, e)| e).next().unwrap_or(">");
        rest = tag.find(end).map_or("", |i| &tag[i + end.len()..]);
    }
    out.push_str(rest);
    for (reference, character) in
        [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#160;", " "), ("&amp;", "&")]
    {
        out = out.replace(reference, character);
    }
    out
}
