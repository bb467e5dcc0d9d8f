//! PDF → sheet: the words of each page in reading order, a block a line.
//!
//! Pages are read glyph by glyph (`content.rs`), glyphs make rows by where they stand (`line.rs`), rows make columns
//! (`layout.rs`), running heads and page numbers go (`running.rs`). Lines are not joined here: [`Gap`]s and indents say
//! where a paragraph may end, and `compose` joins. No optical recognition: a scan is a fault.
//!
//! **Where spans lead.** A PDF's bytes don't decode to its words, so each line leads, undivided, to the bytes of the
//! content stream that draws it, and [`Sheet::lines`] keeps where on the page it stands.
//! Next to read: `content.rs`.

mod cmap;
mod content;
mod font;
mod layout;
mod line;
mod running;
mod watch;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chancery_model::{DateGround, Fault, FaultKind, FaultPlace, Severity};
use chancery_text::{RunKind, SourceSpan, Span};
use lopdf::{Document, LoadOptions, Object};

use crate::{BlockKind, Gap, Hint, HintKind, Limits, PageLine, Sheet};
use layout::{Column, Measure};
use line::Segment;
use watch::Watch;

/// Most pages of one file.
const PAGES: usize = 20_000;

pub(crate) fn read(input: &[u8], limits: &Limits) -> Vec<Sheet> {
    // The library parses hostile bytes; should it panic on some, that is a damaged source like any other.
    let read = catch_unwind(AssertUnwindSafe(|| read_document(input, limits)));
    let sheet = read.unwrap_or_else(|_| {
        let message = "the file breaks the PDF library; print it to PDF again, or save it as text";
        Sheet { faults: vec![whole(FaultKind::Damaged, message)], ..Sheet::default() }
    });
    vec![sheet]
}

fn whole(kind: FaultKind, message: impl Into<String>) -> Fault {
    Fault::new(kind, Severity::Error, FaultPlace::Whole, message)
}

fn load(input: &[u8], limits: &Limits) -> Result<Document, Fault> {
    let budget = usize::try_from(limits.source_bytes).unwrap_or(usize::MAX);
    let options = LoadOptions::with_max_decompressed_size(budget);
    let locked = || whole(FaultKind::Encrypted, "locked with a password; save it without one and read that");
    match Document::load_mem_with_options(input, options) {
        Ok(document) if document.is_encrypted() && document.page_iter().next().is_none() => Err(locked()),
        Ok(document) => Ok(document),
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) => Err(locked()),
        Err(error) => Err(whole(FaultKind::Damaged, format!("{error}; fetch it again, or print it to PDF again"))),
    }
}

fn read_document(input: &[u8], limits: &Limits) -> Sheet {
    let mut sheet = Sheet::default();
    let document = match load(input, limits) {
        Ok(document) => document,
        Err(fault) => {
            sheet.faults.push(fault);
            return sheet;
        }
    };
    sheet.hints = hints(&document);
    let mut fonts = content::Fonts::new();
    let mut watch = Watch::default();
    let (mut pages, mut origins) = (Vec::new(), Vec::new());
    let mut left = limits.unpacked_bytes;
    for (index, id) in document.page_iter().enumerate() {
        let number = index as u32 + 1;
        if index >= PAGES || left == 0 {
            let message = format!("stopped before page {number}: more than the limits allow; split the file");
            sheet.faults.push(Fault::new(FaultKind::OverLimit, Severity::Error, FaultPlace::Page(number), message));
            break;
        }
        let budget = usize::try_from(limits.source_bytes.min(left)).unwrap_or(usize::MAX);
        let page = content::draw(&document, id, &mut fonts, budget, input.len());
        left = left.saturating_sub(page.spent as u64);
        let (segments, angled) = line::segments(&page);
        watch.note(number, &page, angled);
        pages.push((number, layout::columns(segments)));
        origins.push(page.origins);
    }
    watch.tell(&mut sheet.faults);
    running::remove(&mut pages);
    let body = body_size(&pages);
    for ((number, columns), origins) in pages.iter().zip(&origins) {
        set_page(*number, columns, origins, &body, input.len(), &mut sheet);
    }
    sheet
}

/// What the file says of itself. Its title is often the name of a file or a template, so it is trusted no more than a
/// page's window title.
fn hints(document: &Document) -> Vec<Hint> {
    let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict);
    let Ok(info) = info else {
        return Vec::new();
    };
    let text = |key: &[u8]| {
        let value = lopdf::decode_text_string(info.get_deref(key, document).ok()?).ok()?;
        let value = value.trim_matches(|c: char| c.is_whitespace() || c == '\0').to_owned();
        (!value.is_empty()).then_some(value)
    };
    let mut hints = Vec::new();
    hints.extend(text(b"Title").map(|value| Hint { kind: HintKind::PageTitle, value, source: None }));
    let day = text(b"CreationDate").and_then(|date| iso_day(&date));
    hints.extend(day.map(|value| Hint { kind: HintKind::Date(DateGround::Meta), value, source: None }));
    hints
}

/// `D:20310405120000+08'00'` → `2031-04-05`.
fn iso_day(date: &str) -> Option<String> {
    let digits = date.trim_start_matches("D:").get(..8).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    Some(format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))
}

/// The size of the running text, and the larger ones, largest first, by half points.
struct Sizes {
    body: f32,
    larger: Vec<u32>,
}

/// Times the running text's size from which a line is a heading.
const HEADING: f32 = 1.2;

fn halves(size: f32) -> u32 {
    (size.clamp(0.0, 2000.0) * 2.0).round() as u32
}

fn body_size(pages: &[(u32, Vec<Column>)]) -> Sizes {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for line in pages.iter().flat_map(|p| p.1.iter().flatten()) {
        *counts.entry(halves(line.size)).or_default() += line.text.chars().count();
    }
    let body = counts.iter().max_by_key(|c| *c.1).map_or(0.0, |c| *c.0 as f32 / 2.0);
    let larger = counts.keys().rev().copied().filter(|&h| h as f32 / 2.0 >= HEADING * body).collect();
    Sizes { body, larger }
}

impl Sizes {
    fn kind(&self, line: &Segment) -> BlockKind {
        if line.size < HEADING * self.body {
            return BlockKind::Paragraph;
        }
        let rank = self.larger.iter().position(|&h| h <= halves(line.size)).unwrap_or(0);
        BlockKind::Heading(rank.min(5) as u8 + 1)
    }
}

/// Sets one page's lines on the sheet.
fn set_page(
    number: u32,
    columns: &[Column],
    origins: &[Option<SourceSpan>],
    sizes: &Sizes,
    length: usize,
    sheet: &mut Sheet,
) {
    let everything = SourceSpan::checked(0, length).unwrap_or_default();
    let mut before: Option<f32> = None;
    for column in columns {
        let measure = Measure::of(column);
        for (index, line) in column.iter().enumerate() {
            let gap = match (index.checked_sub(1), before) {
                (Some(last), _) => measure.gap(&column[last], line),
                (None, None) if sheet.blocks.is_empty() => Gap::Block,
                // From column to column as from page to page: a sentence may go on.
                (None, None) => Gap::Page,
                (None, Some(size)) if halves(size) == halves(line.size) => Gap::Page,
                (None, Some(_)) => Gap::Blank,
            };
            let source = origins.get(line.origin as usize).copied().flatten().unwrap_or(everything);
            let block = sheet.block(sizes.kind(line), gap, |text| {
                text.push_run(line.text.trim(), source, RunKind::Escaped);
            });
            let Some(block) = block else {
                continue;
            };
            block.emphasis = line.bold;
            block.indent = measure.is_indented(index.checked_sub(1).map(|i| &column[i]), line);
            let span = block.span;
            if before.is_none() {
                sheet.pages.push((span.start(), number));
            }
            before = Some(line.size);
            sheet.lines.push(page_line(span, number, line));
        }
    }
}

fn page_line(span: Span, page: u32, line: &Segment) -> PageLine {
    PageLine { span, page, x: line.at.0, y: line.at.1, width: line.right - line.left, size: line.size }
}

#[cfg(test)]
mod tests;
