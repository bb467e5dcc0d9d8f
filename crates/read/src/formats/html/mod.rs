//! HTML → sheets: pages (the article in them), threads (the opening post, replies apart), fragments (all of it).
//!
//! `token.rs` cuts the text, `tree.rs` builds a light tree of it, `hints.rs` gathers what the page says of itself,
//! `measure.rs`, `content.rs` and `thread.rs` choose what is the article, `flow.rs` writes its words. No rendering, no
//! scripts, no full DOM. Next to read: `token.rs`.

mod byline;
mod chars;
mod content;
mod flow;
mod hints;
mod marks;
mod measure;
mod reference;
mod tag;
mod thread;
mod token;
mod tree;

use chancery_model::{DateGround, Fault, FaultKind, FaultPlace, Severity, WebMarks};

use self::content::Chooser;
use self::hints::Collector;
use self::measure::Measure;
use self::tree::{Hidden, Node, Tree};
use crate::{Hint, HintKind, Limits, Sheet};

/// Reads a page or fragment. `marks` is what names on web pages say; without it pages are read by shape alone.
///
/// A page gives one sheet: the article's words and what the page says of itself; of a thread the opening post, with
/// the replies as comments. A page that holds no article gives a sheet without blocks and a [`FaultKind::NoArticle`].
#[must_use]
pub fn read(input: &str, limits: &Limits, marks: Option<&WebMarks>) -> Vec<Sheet> {
    let (mut tree, hints) = build(input, limits, marks, Hidden::Dropped);
    let measure = measure::measure(input, &mut tree);
    if !content::is_like_page(&tree, &measure) {
        return vec![write_whole(input, &mut tree, &measure, hints)];
    }
    let sheet = write_page(input, &mut tree, &measure, hints);
    if !sheet.blocks.is_empty() {
        return vec![sheet];
    }
    // Nothing to read: some pages hide their whole text until a script has run.
    let (mut tree, hints) = build(input, limits, marks, Hidden::Kept);
    let measure = measure::measure(input, &mut tree);
    let mut shown = write_page(input, &mut tree, &measure, hints);
    if shown.blocks.is_empty() {
        return vec![sheet];
    }
    let message = "the whole text is hidden until a script shows it: read all the same";
    shown.faults.push(Fault::new(FaultKind::Damaged, Severity::Note, FaultPlace::Whole, message));
    vec![shown]
}

/// Reads a piece of HTML out of something else (Markdown, a feed's item, a row): everything it shows, in order, with
/// the dates and languages its tags declare. No choice of content, but for a line that is only a date above the text:
/// that is a hint.
pub(crate) fn read_fragment(input: &str, limits: &Limits) -> Sheet {
    let (mut tree, hints) = build(input, limits, None, Hidden::Dropped);
    let measure = measure::measure(input, &mut tree);
    write_whole(input, &mut tree, &measure, hints)
}

fn build(input: &str, limits: &Limits, marks: Option<&WebMarks>, hidden: Hidden) -> (Tree, Vec<Hint>) {
    let mut collector = Collector::new(input, marks);
    let tree = tree::build(input, limits, marks::Reader::new(marks), hidden, &mut collector);
    (tree, collector.finish())
}

fn write_whole(input: &str, tree: &mut Tree, measure: &Measure, hints: Vec<Hint>) -> Sheet {
    let mut sheet = Sheet { faults: std::mem::take(&mut tree.faults), hints, ..Sheet::default() };
    let mut above = 0;
    for unit in &measure.units {
        above += unit.prose;
        // A date under the text is its signature.
        if above * 2 > measure.shares[0].prose || unit.bytes > 80 {
            continue;
        }
        let items = unit.first as usize..unit.last as usize;
        let words = flow::words_between(input, tree, items.clone());
        if byline::is_date(&words) {
            let kind = HintKind::Date(DateGround::Byline);
            sheet.hints.push(Hint { kind, value: words, source: tree.source_of(items) });
            if measure.shares[unit.node as usize].bytes == unit.bytes && unit.node != 0 {
                tree.nodes[unit.node as usize].flags |= Node::DROPPED;
            }
        }
    }
    flow::Flow::new(input, tree, &mut sheet).write(0);
    sheet
}

fn write_page(input: &str, tree: &mut Tree, measure: &Measure, hints: Vec<Hint>) -> Sheet {
    let faults = std::mem::take(&mut tree.faults);
    let posts = thread::posts(input, tree, measure);
    let titles = hints.iter().filter(|h| matches!(h.kind, HintKind::Title | HintKind::PageTitle));
    let titles = titles.map(|h| h.value.clone()).collect();
    let mut sheet = Sheet { faults, hints, ..Sheet::default() };
    if !posts.is_empty() {
        thread::write(input, tree, measure, &posts, &mut sheet);
        return sheet;
    }
    let choice = Chooser { text: input, tree, measure, titles }.choose();
    sheet.hints.extend(choice.hints);
    if choice.nodes.is_empty() {
        let message = "no running text on this page: it seems to be a list of links, a search or a log-in";
        sheet.faults.push(Fault::new(FaultKind::NoArticle, Severity::Note, FaultPlace::Whole, message));
        return sheet;
    }
    let mut flow = flow::Flow::new(input, tree, &mut sheet);
    for node in choice.nodes {
        flow.write(node);
    }
    sheet
}

#[cfg(test)]
mod tests;
