//! DOCX → sheet: the main text of a Word document as its author left it.
//!
//! Paragraphs in order, headings and list items by style, tables cell by cell, text boxes once and after the paragraph
//! they hang on, insertions kept and deletions dropped, the results of fields but not their instructions, footnotes and
//! endnotes after the text. Left out: running heads and feet, comments, tables of contents.
//!
//! **Where spans lead.** A zip's bytes can't be cut into quotes, so source spans count in the unpacked part
//! `word/document.xml` ([`Sheet::part`] names it). A note's text leads to its mark there (the note itself is in another
//! part). Next to read: `body.rs`, then `styles.rs`.

mod body;
mod styles;

use chancery_model::{DateGround, Fault, FaultKind, FaultPlace, Severity};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::archive::Package;
use crate::{Format, Hint, HintKind, Limits, Sheet};

const BODY: &str = "word/document.xml";

pub(crate) fn read(input: &[u8], limits: &Limits) -> Vec<Sheet> {
    let mut sheet = Sheet { part: Some(BODY.to_owned()), ..Sheet::default() };
    match Package::open(input, limits) {
        Ok(mut package) => fill(&mut package, limits, &mut sheet),
        Err(fault) => sheet.faults.push(fault),
    }
    vec![sheet]
}

fn fill(package: &mut Package<'_>, limits: &Limits, sheet: &mut Sheet) {
    let mut faults = Vec::new();
    let Some(bytes) = package.part(BODY, &mut faults) else {
        if faults.is_empty() {
            let message = "the document has no text part (word/document.xml); open it in Word and save it again";
            faults.push(Fault::new(FaultKind::Damaged, Severity::Error, FaultPlace::Whole, message));
        }
        sheet.faults = faults;
        return;
    };
    let mut text_of = |name: &str| package.part(name, &mut faults).map(|b| xml_text(&b)).unwrap_or_default();
    let styles = styles::read(&text_of("word/styles.xml"));
    let mut notes = body::notes(&text_of("word/footnotes.xml"), "footnote", limits);
    notes.extend(body::notes(&text_of("word/endnotes.xml"), "endnote", limits));
    sheet.hints = core_hints(&text_of("docProps/core.xml"));
    sheet.faults = faults;
    let part = sheet.part.take();
    let mut whole = read_part(&bytes, |xml| body::read(xml, &styles, &notes, limits));
    whole.hints.append(&mut sheet.hints);
    whole.faults.append(&mut sheet.faults);
    *sheet = Sheet { part, ..whole };
}

/// The text of an XML part, without its map.
pub(super) fn xml_text(bytes: &[u8]) -> String {
    crate::decode(bytes, Format::Xml).text.into_owned()
}

/// Reads a part in its decoded text, and leads all places on to the part's bytes.
pub(super) fn read_part(bytes: &[u8], read: impl FnOnce(&str) -> Sheet) -> Sheet {
    let decoded = crate::decode(bytes, Format::Xml);
    let mut sheet = read(&decoded.text);
    if let Some(map) = &decoded.map {
        sheet = sheet.through(map);
    }
    sheet.faults.extend(decoded.faults);
    sheet
}

/// What the file says of itself. Programs fill these fields from templates, so the title is trusted no more than a
/// page's window title.
fn core_hints(xml: &str) -> Vec<Hint> {
    let mut hints = Vec::new();
    let mut reader = reader(xml);
    let mut kind = None;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) => {
                kind = match start.local_name().as_ref() {
                    "title" => Some(HintKind::PageTitle),
                    "creator" => Some(HintKind::Author),
                    "created" => Some(HintKind::Date(DateGround::Meta)),
                    "language" => Some(HintKind::Language),
                    _ => None,
                }
            }
            Event::Text(text) => {
                let value = unescaped(&text);
                if let (Some(kind), false) = (kind, value.is_empty()) {
                    hints.push(Hint { kind, value, source: None });
                }
            }
            Event::End(_) => kind = None,
            Event::Eof => break,
            _ => {}
        }
    }
    hints
}

/// A reader that takes XML as real programs write it.
pub(super) fn reader(xml: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// The value of the attribute with this name, whatever its namespace prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = start.attributes();
    let found = all.with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(unescaped(&found.value))
}

pub(super) fn unescaped(raw: &str) -> String {
    htmlize::unescape(raw.trim()).into_owned()
}

#[cfg(test)]
mod tests;
