//! The walk through `word/document.xml`. Next to read: `styles.rs`.

use std::collections::BTreeMap;

use chancery_model::{Fault, FaultKind, FaultPlace, Severity};
use chancery_text::{MappedText, RunKind, SourceSpan};
use quick_xml::events::{BytesStart, Event};

use super::styles::{Look, Styles, look};
use super::{attribute, reader};
use crate::{BlockKind, Gap, Hint, HintKind, Limits, Sheet};

/// Notes by kind and id: `footnote 3` → its words.
pub(super) type Notes = BTreeMap<String, String>;

/// A stretch of a paragraph's words.
#[derive(Debug)]
enum Piece {
    Words {
        text: String,
        source: SourceSpan,
        kind: RunKind,
    },
    Space,
    /// The line ends here, the paragraph doesn't.
    Break(Gap),
}

/// A paragraph being read.
#[derive(Debug, Default)]
struct Paragraph {
    style: Option<String>,
    list: Option<u8>,
    outline: Option<u8>,
    indent: bool,
    in_cell: bool,
    pieces: Vec<Piece>,
    /// Characters in bold, and in all.
    bold: usize,
    count: usize,
    /// Text boxes that hang on it.
    boxes: Vec<Paragraph>,
    /// Marks of notes, with what they stand for.
    notes: Vec<(String, SourceSpan)>,
}

/// Elements whose content is no text of the document as it now reads.
const SKIPPED: [&str; 8] = ["del", "moveFrom", "Fallback", "instrText", "delText", "rPrChange", "pPrChange", "sectPr"];

struct Walk<'w> {
    styles: &'w Styles,
    sheet: Sheet,
    open: Vec<Paragraph>,
    done: Vec<Paragraph>,
    cells: u32,
    /// Open text boxes.
    boxes: u32,
    bold: bool,
    in_properties: bool,
    in_text: bool,
}

pub(super) fn read(xml: &str, styles: &Styles, notes: &Notes, limits: &Limits) -> Sheet {
    let walk = Walk {
        styles,
        sheet: Sheet::default(),
        open: Vec::new(),
        done: Vec::new(),
        cells: 0,
        boxes: 0,
        bold: false,
        in_properties: false,
        in_text: false,
    };
    walk.run(xml, notes, limits)
}

/// The words of each note of a notes part.
pub(super) fn notes(xml: &str, element: &str, limits: &Limits) -> Notes {
    let mut notes = Notes::new();
    let mut reader = reader(xml);
    let mut depth = 0u32;
    let mut id = None;
    let mut in_text = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                depth += 1;
                if depth > limits.depth {
                    return notes;
                }
                match start.local_name().as_ref() {
                    "t" => in_text = true,
                    name if name == element => id = attribute(&start, "id").map(|id| format!("{element} {id}")),
                    "p" => notes.entry(id.clone().unwrap_or_default()).or_default().push(' '),
                    _ => {}
                }
            }
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(1);
                in_text &= end.local_name().as_ref() != "t";
            }
            Ok(Event::Text(text)) if in_text => {
                if let Some(id) = &id {
                    notes.entry(id.clone()).or_default().push_str(&text);
                }
            }
            Ok(Event::GeneralRef(name)) if in_text => {
                if let Some(id) = &id {
                    notes.entry(id.clone()).or_default().push_str(&htmlize::unescape(format!("&{};", &*name)));
                }
            }
            Ok(Event::Eof) | Err(_) => return notes,
            Ok(_) => {}
        }
    }
}

impl Walk<'_> {
    fn run(mut self, xml: &str, notes: &Notes, limits: &Limits) -> Sheet {
        let mut reader = reader(xml);
        let mut depth = 0u32;
        // Depth at which skipping began.
        let mut skipping: Option<u32> = None;
        loop {
            let before = position(reader.buffer_position());
            let event = reader.read_event();
            let here = SourceSpan::new(before, position(reader.buffer_position()).max(before));
            match event {
                Ok(Event::Start(start)) => {
                    depth += 1;
                    if depth > limits.depth {
                        self.stop(FaultKind::OverLimit, here, "elements nested deeper than the limit `depth`");
                        break;
                    }
                    if skipping.is_none() && SKIPPED.contains(&start.local_name().as_ref()) {
                        skipping = Some(depth);
                    }
                    if skipping.is_none() {
                        self.starts(&start, here);
                    }
                }
                Ok(Event::Empty(start)) if skipping.is_none() => {
                    self.starts(&start, here);
                    self.ends(start.local_name().as_ref());
                }
                Ok(Event::End(end)) => {
                    if skipping.is_none() {
                        self.ends(end.local_name().as_ref());
                    }
                    if skipping == Some(depth) {
                        skipping = None;
                    }
                    depth = depth.saturating_sub(1);
                }
                Ok(Event::Text(text)) if self.in_text && skipping.is_none() => {
                    self.words(&text, here, RunKind::Verbatim)
                }
                Ok(Event::GeneralRef(name)) if self.in_text && skipping.is_none() => {
                    let whole = format!("&{};", &*name);
                    self.words(&htmlize::unescape(&whole), here, RunKind::Reference);
                }
                Ok(Event::CData(text)) if self.in_text && skipping.is_none() => {
                    let inner = SourceSpan::new(here.start() + 9, here.start() + 9 + text.len() as u32);
                    self.words(&text, inner, RunKind::Verbatim);
                }
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(error) => {
                    self.stop(FaultKind::Damaged, here, &format!("{error}; the text up to here was read"));
                    break;
                }
            }
        }
        while !self.open.is_empty() {
            self.close_paragraph();
        }
        self.finish(notes)
    }

    fn stop(&mut self, kind: FaultKind, place: SourceSpan, message: &str) {
        self.sheet.faults.push(Fault::new(kind, Severity::Error, FaultPlace::Source(place), message));
    }

    fn starts(&mut self, start: &BytesStart<'_>, here: SourceSpan) {
        let value = || attribute(start, "val");
        let level = || value().and_then(|v| v.parse::<u8>().ok());
        let on = || value().is_none_or(|v| !matches!(v.as_str(), "0" | "false" | "off"));
        let name = start.local_name();
        match name.as_ref() {
            "p" => {
                let in_cell = self.cells > 0;
                self.open.push(Paragraph { in_cell, ..Paragraph::default() });
            }
            "tc" => self.cells += 1,
            "txbxContent" => self.boxes += 1,
            "r" => self.bold = false,
            "pPr" => self.in_properties = true,
            "t" => self.in_text = true,
            "b" if !self.in_properties => self.bold = on(),
            _ => {
                let Some(paragraph) = self.open.last_mut() else {
                    return;
                };
                match name.as_ref() {
                    "pStyle" => paragraph.style = value(),
                    "ilvl" => paragraph.list = level(),
                    "numId" if value().as_deref() == Some("0") => paragraph.list = None,
                    "outlineLvl" => paragraph.outline = level().filter(|&l| l < 9),
                    "ind" => {
                        let first = |n| attribute(start, n).and_then(|v| v.parse::<i64>().ok()).is_some_and(|v| v > 0);
                        paragraph.indent = first("firstLine") || first("firstLineChars");
                    }
                    "tab" if !self.in_properties => paragraph.pieces.push(Piece::Space),
                    "cr" => paragraph.pieces.push(Piece::Break(Gap::Line)),
                    "br" => {
                        let page = attribute(start, "type").is_some_and(|t| t == "page");
                        paragraph.pieces.push(Piece::Break(if page { Gap::Page } else { Gap::Line }));
                    }
                    "noBreakHyphen" => {
                        let text = "-".to_owned();
                        paragraph.pieces.push(Piece::Words { text, source: here, kind: RunKind::Escaped });
                    }
                    "footnoteReference" | "endnoteReference" => {
                        let kind = name.as_ref().trim_end_matches("Reference");
                        paragraph.notes.extend(attribute(start, "id").map(|id| (format!("{kind} {id}"), here)));
                    }
                    _ => {}
                }
            }
        }
    }

    fn ends(&mut self, name: &str) {
        match name {
            "p" => self.close_paragraph(),
            "tc" => self.cells = self.cells.saturating_sub(1),
            "txbxContent" => self.boxes = self.boxes.saturating_sub(1),
            "pPr" => self.in_properties = false,
            "t" => self.in_text = false,
            _ => {}
        }
    }

    fn words(&mut self, text: &str, source: SourceSpan, kind: RunKind) {
        let Some(paragraph) = self.open.last_mut() else {
            return;
        };
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        paragraph.count += count;
        if self.bold {
            paragraph.bold += count;
        }
        paragraph.pieces.push(Piece::Words { text: text.to_owned(), source, kind });
    }

    /// A paragraph of a text box waits for the one it hangs on.
    fn close_paragraph(&mut self) {
        let Some(paragraph) = self.open.pop() else {
            return;
        };
        match self.open.last_mut() {
            Some(outer) => outer.boxes.push(paragraph),
            None => self.done.push(paragraph),
        }
    }

    fn finish(mut self, notes: &Notes) -> Sheet {
        let mut marks = Vec::new();
        let mut queue: Vec<Paragraph> = std::mem::take(&mut self.done);
        queue.reverse();
        while let Some(mut paragraph) = queue.pop() {
            marks.append(&mut paragraph.notes);
            queue.extend(std::mem::take(&mut paragraph.boxes).into_iter().rev());
            self.set(&paragraph);
        }
        for (name, mark) in marks {
            if let Some(words) = notes.get(&name).map(|w| w.trim()).filter(|w| !w.is_empty()) {
                let words = words.replace(['\n', '\r', '\t'], " ");
                self.sheet.block(BlockKind::Paragraph, Gap::Block, |text| {
                    text.push_run(&words, mark, RunKind::Escaped);
                });
            }
        }
        self.sheet
    }

    /// Sets one paragraph on the sheet, a block a line.
    fn set(&mut self, paragraph: &Paragraph) {
        let by_style = paragraph.style.as_deref().and_then(|id| look(self.styles, id));
        let mut kind = match by_style {
            Some(Look::Contents) => return,
            Some(Look::Title) => BlockKind::Heading(1),
            Some(Look::Kind(kind)) => kind,
            None => BlockKind::Paragraph,
        };
        if kind == BlockKind::Paragraph {
            if let Some(level) = paragraph.outline {
                kind = BlockKind::Heading(level + 1);
            } else if paragraph.in_cell {
                kind = BlockKind::Cell;
            } else if let Some(level) = paragraph.list {
                kind = BlockKind::Item(level.saturating_add(1));
            }
        }
        let emphasis = paragraph.count > 0 && paragraph.bold == paragraph.count;
        let mut gap = Gap::Block;
        let mut whole: Option<chancery_text::Span> = None;
        for line in paragraph.pieces.split(|piece| matches!(piece, Piece::Break(_))) {
            let mut indented = false;
            let block = self.sheet.block(kind, gap, |text| indented = push_line(text, line));
            if let Some(block) = block {
                block.emphasis = emphasis;
                block.indent = indented || (gap == Gap::Block && paragraph.indent);
                whole = Some(whole.map_or(block.span, |w| w.cover(block.span)));
                gap = Gap::Line;
            }
            let next = line.as_ptr_range().end;
            if let Some(Piece::Break(Gap::Page)) = paragraph.pieces.iter().find(|p| std::ptr::eq(*p, next)) {
                gap = Gap::Page;
            }
        }
        if let (Some(Look::Title), Some(span)) = (by_style, whole) {
            let value = self.sheet.text.text()[span.range()].replace('\n', " ");
            let source = self.sheet.text.map().source_span(span);
            self.sheet.hints.push(Hint { kind: HintKind::Headline, value, source });
        }
    }
}

/// Pushes a line's words without the white space at its ends; says whether it began with an indent.
fn push_line(text: &mut MappedText, line: &[Piece]) -> bool {
    let start = text.len();
    let mut blanks = 0;
    let mut space = false;
    for piece in line {
        let Piece::Words { text: words, source, kind } = piece else {
            space = true;
            continue;
        };
        if *kind != RunKind::Verbatim && !words.trim().is_empty() {
            if std::mem::take(&mut space) && text.len() > start {
                text.push_space(" ");
            }
            text.push_run(words, *source, *kind);
            continue;
        }
        let mut at = 0;
        for part in words.split_inclusive(['\n', '\r', '\t']) {
            let word = part.trim();
            let before = part.len() - part.trim_start().len();
            if text.len() == start {
                let indent = &part[..before];
                blanks += indent.chars().map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum::<usize>();
            }
            if !word.is_empty() {
                if (space || before > 0) && text.len() > start {
                    text.push_space(" ");
                }
                text.push_verbatim(word, source.start() + (at + before) as u32);
                space = false;
            }
            space |= before + word.len() < part.len();
            at += part.len();
        }
    }
    blanks >= 4
}

fn position(at: u64) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
