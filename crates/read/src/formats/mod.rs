//! The format readers. Each takes a document in one format and gives sheets; none knows a language.

pub(crate) mod docx;
pub(crate) mod epub;
pub(crate) mod feed;
pub(crate) mod fields;
pub(crate) mod front;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod pdf;
pub(crate) mod text;
pub(crate) mod words;

use std::ops::Range;

use chancery_model::{Fault, FaultKind, FaultPlace, Severity};
use chancery_text::{MappedText, SourceSpan, Span};

use crate::{Block, BlockKind, Gap, Sheet};
pub(crate) mod xml;

/// Appends what another reader gave for a stretch of this one's input, places already led on.
pub(crate) fn absorb(into: &mut Sheet, from: &Sheet) {
    for block in &from.blocks {
        let text = &mut into.text;
        if !text.is_empty() && !text.text().ends_with('\n') {
            text.push_space("\n");
        }
        let here = text.push_slice(&from.text, block.span);
        into.blocks.push(Block { span: Span::new(here.start(), here.end()), ..*block });
    }
    into.hints.extend(from.hints.iter().cloned());
    into.comments.extend(from.comments.iter().cloned());
    into.faults.extend(from.faults.iter().cloned());
}

/// Makes the title of a row or item its only block, and says so; whether there was one.
pub(crate) fn title_only(sheet: &mut Sheet, title: &MappedText, place: Range<usize>) -> bool {
    let (skipped, trimmed) = words::trim(title.text());
    let span = Span::of(skipped..skipped + trimmed.len());
    let made = sheet.block(BlockKind::Heading(1), Gap::Block, |out| {
        out.push_slice(title, span);
    });
    if made.is_none() {
        return false;
    }
    let message = "a title and no text: the title is read";
    let place = FaultPlace::Source(SourceSpan::of(place));
    sheet.faults.push(Fault::new(FaultKind::EmptyRow, Severity::Note, place, message));
    true
}
