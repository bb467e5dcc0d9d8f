//! EPUB → a sheet a chapter file, in the order of the spine: a book of documents is a folder of them.
//!
//! Each chapter is read as HTML. The book's title is given as the outlet that printed the chapter, and its date as that
//! of a posting: a document is not as young as the book that reprints it. Left out: the navigation document, files that
//! are not text, chapters without words.
//!
//! **Where spans lead.** Source spans count in the unpacked chapter file that [`Sheet::part`] names.
//! Next to read: `html/mod.rs`, `archive/zip.rs`.

use std::collections::{BTreeMap, BTreeSet};

use chancery_model::{DateGround, Fault, FaultKind, FaultPlace, Severity};
use quick_xml::events::Event;

use super::docx::{attribute, read_part, reader, unescaped, xml_text};
use super::html;
use crate::archive::Package;
use crate::{Hint, HintKind, Limits, Sheet};

pub(crate) fn read(input: &[u8], limits: &Limits) -> Vec<Sheet> {
    let mut faults = Vec::new();
    let mut sheets = match Package::open(input, limits) {
        Ok(mut package) => read_book(&mut package, limits, &mut faults),
        Err(fault) => {
            faults.push(fault);
            Vec::new()
        }
    };
    if !faults.is_empty() {
        sheets.insert(0, Sheet { faults, ..Sheet::default() });
    }
    sheets
}

/// What the package document says: the book's own hints and its files in reading order.
#[derive(Debug, Default)]
struct Book {
    hints: Vec<Hint>,
    chapters: Vec<String>,
}

fn fault(kind: FaultKind, message: impl Into<String>) -> Fault {
    Fault::new(kind, Severity::Error, FaultPlace::Whole, message)
}

fn read_book(package: &mut Package<'_>, limits: &Limits, faults: &mut Vec<Fault>) -> Vec<Sheet> {
    let mut text_of = |name: &str, faults: &mut Vec<Fault>| {
        package.part(name, faults).map(|bytes| xml_text(&bytes)).unwrap_or_default()
    };
    let root = values(&text_of("META-INF/container.xml", faults), "rootfile", "full-path").into_iter().next();
    let locked = values(&text_of("META-INF/encryption.xml", faults), "CipherReference", "URI");
    let locked: BTreeSet<String> = locked.iter().map(|uri| resolved("", uri)).collect();
    let Some(root) = root else {
        faults.push(fault(FaultKind::Damaged, "the book names no package document (META-INF/container.xml)"));
        return Vec::new();
    };
    let book = book(&text_of(&root, faults), &root);
    if book.chapters.is_empty() && faults.is_empty() {
        faults.push(fault(FaultKind::Damaged, format!("{root} lists no chapters")));
    }
    let mut sheets = Vec::new();
    for name in book.chapters.iter().take(limits.articles as usize) {
        if locked.contains(name) {
            let message = format!("{name} is locked (DRM); get the book without a lock");
            faults.push(fault(FaultKind::Encrypted, message));
            continue;
        }
        let Some(bytes) = package.part(name, faults) else {
            if faults.is_empty() {
                faults.push(fault(FaultKind::Damaged, format!("{name} is in the book's list but not in the book")));
            }
            continue;
        };
        let mut sheet = read_part(&bytes, |text| html::read_fragment(text, limits));
        if sheet.blocks.is_empty() && sheet.faults.is_empty() {
            continue;
        }
        sheet.hints.extend(book.hints.iter().cloned());
        sheet.part = Some(name.clone());
        sheets.push(sheet);
    }
    sheets
}

/// The values of this attribute of all elements with this name.
fn values(xml: &str, element: &str, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut reader = reader(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) if start.local_name().as_ref() == element => {
                found.extend(attribute(&start, name));
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

fn book(opf: &str, path: &str) -> Book {
    let folder = path.rfind('/').map_or("", |at| &path[..at]);
    let mut book = Book::default();
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut spine = Vec::new();
    let mut open = None;
    let mut reader = reader(opf);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                let value = |name| attribute(&start, name);
                open = match start.local_name().as_ref() {
                    "title" => Some(HintKind::Outlet),
                    "creator" => Some(HintKind::Author),
                    "date" => Some(HintKind::Date(DateGround::Post)),
                    "language" => Some(HintKind::Language),
                    "item" => {
                        let text = value("media-type").is_none_or(|m| m.contains("html") || m.contains("oeb"));
                        let nav = value("properties").is_some_and(|p| p.split_whitespace().any(|p| p == "nav"));
                        if let (true, false, Some(id), Some(href)) = (text, nav, value("id"), value("href")) {
                            files.insert(id, resolved(folder, &href));
                        }
                        None
                    }
                    "itemref" => {
                        spine.extend(value("idref"));
                        None
                    }
                    _ => None,
                };
            }
            Ok(Event::Text(text)) => {
                let value = unescaped(&text);
                if let (Some(kind), false) = (open, value.is_empty()) {
                    book.hints.push(Hint { kind, value, source: None });
                }
            }
            Ok(Event::End(_)) => open = None,
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    // A file listed twice is still one chapter.
    book.chapters = spine.iter().filter_map(|id| files.remove(id)).collect();
    book
}

/// The part that a reference from `folder` names: percent signs resolved, `..` walked.
fn resolved(folder: &str, href: &str) -> String {
    let href = href.split(['#', '?']).next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|d| std::str::from_utf8(d).ok());
        if let Some(byte) = code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    let href = String::from_utf8_lossy(&bytes);
    let mut steps: Vec<&str> = if href.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in href.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use ::zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    const CONTAINER: &str = r#"<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>"#;
    const OPF: &str = r#"<package xmlns:dc="d"><metadata><dc:title>文件选编</dc:title><dc:creator>编辑组</dc:creator><dc:date>2033</dc:date></metadata>
<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="text/b%20two.xhtml" media-type="application/xhtml+xml"/><item id="c" href="cover.png" media-type="image/png"/>
<item id="a" href="../a.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="n"/><itemref idref="c"/><itemref idref="b"/><itemref idref="a"/><itemref idref="b"/></spine></package>"#;
    const CHAPTER: &str =
        "<html><head><title>第一篇</title></head><body><h1>关于渔业的声明</h1><p>双方同意合作。</p></body></html>";

    fn package(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn chapters_come_in_the_order_of_the_spine() {
        let bytes = package(&[
            ("mimetype", "application/epub+zip"),
            ("META-INF/container.xml", CONTAINER),
            ("OPS/book.opf", OPF),
            ("OPS/nav.xhtml", "<p>目录</p>"),
            ("a.xhtml", "<p>最后一篇。</p>"),
            ("OPS/text/b two.xhtml", CHAPTER),
        ]);
        let sheets = read(&bytes, &Limits::default());
        let parts: Vec<_> = sheets.iter().map(|s| s.part.as_deref().unwrap_or_default()).collect();
        assert_eq!(parts, ["OPS/text/b two.xhtml", "a.xhtml"]);
        assert!(sheets[0].text.text().ends_with("关于渔业的声明\n双方同意合作。"), "{:?}", sheets[0].text.text());
        let at = CHAPTER.find("双方").unwrap() as u32;
        let words = sheets[0].blocks.last().unwrap().span;
        assert_eq!(sheets[0].text.map().source_span(words).unwrap().start(), at);
        assert!(sheets[1].hints.iter().any(|h| h.kind == HintKind::Outlet && h.value == "文件选编"));
        assert!(sheets[1].hints.iter().any(|h| h.kind == HintKind::Date(DateGround::Post) && h.value == "2033"));
    }

    #[test]
    fn locks_and_losses_are_faults() {
        let lock = r#"<encryption><EncryptedData><CipherData><CipherReference URI="OPS/text/b%20two.xhtml"/></CipherData></EncryptedData></encryption>"#;
        let bytes = package(&[
            ("META-INF/container.xml", CONTAINER),
            ("META-INF/encryption.xml", lock),
            ("OPS/book.opf", OPF),
            ("OPS/text/b two.xhtml", "\u{1}\u{2}"),
            ("a.xhtml", "<p>最后一篇。</p>"),
        ]);
        let sheets = read(&bytes, &Limits::default());
        assert_eq!(sheets[0].faults[0].kind, FaultKind::Encrypted);
        assert_eq!(sheets[1].text.text(), "最后一篇。");
        for bytes in
            [package(&[("mimetype", "application/epub+zip")]), package(&[("META-INF/container.xml", CONTAINER)])]
        {
            assert_eq!(read(&bytes, &Limits::default())[0].faults[0].kind, FaultKind::Damaged);
        }
    }
}
