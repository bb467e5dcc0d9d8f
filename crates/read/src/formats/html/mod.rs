//! HTML → sheets: pages (the article in them), threads (the opening post, replies apart), fragments (all of it).
//!
//! `token.rs` cuts the text, `tree.rs` builds a light tree of it, `hints.rs` gathers what the page says of itself,
//! `content.rs` and `thread.rs` choose what is the article, `flow.rs` writes its words. No rendering, no scripts, no
//! full DOM. Next to read: `token.rs`.
#![allow(dead_code, reason = "the choice of content, which reads these, is not there yet")]

mod chars;
mod flow;
mod hints;
mod marks;
mod reference;
mod tag;
mod token;
mod tree;

use chancery_model::WebMarks;

use crate::{Limits, Sheet};

/// Reads a page or fragment. `marks` is what names on web pages say; without it pages are read by shape alone.
pub(crate) fn read(input: &str, limits: &Limits, marks: Option<&WebMarks>) -> Vec<Sheet> {
    vec![read_whole(input, limits, marks)]
}

/// Reads a piece of HTML out of something else (Markdown, a feed's item, a row): everything it shows, in order, with
/// the dates and languages its tags declare. No choice of content.
pub(crate) fn read_fragment(input: &str, limits: &Limits) -> Sheet {
    read_whole(input, limits, None)
}

fn read_whole(input: &str, limits: &Limits, marks: Option<&WebMarks>) -> Sheet {
    let mut collector = hints::Collector::new(input, marks);
    let reader = marks::Reader::new(marks);
    let mut tree = tree::build(input, limits, reader, tree::Hidden::Dropped, &mut collector);
    let mut sheet = Sheet { faults: std::mem::take(&mut tree.faults), ..Sheet::default() };
    sheet.hints = collector.finish();
    flow::Flow::new(input, &tree, &mut sheet).write(0);
    sheet
}

#[cfg(test)]
mod tests;
