//! Running heads and feet, and page numbers: what stands at the same height on several pages and says the same but for
//! its figures. Next to read: `mod.rs`.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::Column;

/// Rows from the top and from the bottom that may be running.
const ROWS: usize = 3;
/// Points by which their height may differ.
const HEIGHT: f32 = 4.0;

/// A row at a page's edge: its words with figures made alike, and its height.
struct Edge {
    page: usize,
    /// Rows of the columns that make it up.
    row: u32,
    likeness: String,
    base: f32,
}

/// Removes running heads and feet from the pages; each page has its number as printed nowhere but in the file.
pub(super) fn remove(pages: &mut [(u32, Vec<Column>)]) {
    let tops: Vec<Vec<Edge>> = pages.iter().enumerate().map(|(i, p)| edges(i, &p.1, true)).collect();
    let feet: Vec<Vec<Edge>> = pages.iter().enumerate().map(|(i, p)| edges(i, &p.1, false)).collect();
    let mut doomed: BTreeSet<(usize, u32)> = BTreeSet::new();
    for side in [&tops, &feet] {
        let mut seen: BTreeMap<&str, Vec<(usize, f32)>> = BTreeMap::new();
        for edge in side.iter().flatten() {
            seen.entry(&edge.likeness).or_default().push((edge.page, edge.base));
        }
        let needed = if pages.len() < 6 { 2 } else { 3 };
        for page in side {
            // From the edge inwards: what stands inside the text proper is no running head.
            for edge in page {
                let level = |at: f32| (at - edge.base).abs() <= HEIGHT;
                let times = seen[edge.likeness.as_str()].iter().filter(|other| level(other.1)).count();
                let own_number = is_number(&edge.likeness) && says(&pages[edge.page], edge.row);
                if times < needed && !own_number {
                    break;
                }
                doomed.insert((edge.page, edge.row));
            }
        }
    }
    for (index, (_, columns)) in pages.iter_mut().enumerate() {
        for column in columns.iter_mut() {
            column.retain(|line| !doomed.contains(&(index, line.row)));
        }
        columns.retain(|column| !column.is_empty());
    }
}

/// The outermost rows of a page, from the edge inwards.
fn edges(page: usize, columns: &[Column], top: bool) -> Vec<Edge> {
    let mut rows: BTreeMap<u32, Edge> = BTreeMap::new();
    for line in columns.iter().flatten() {
        let row = line.row;
        let edge = rows.entry(row).or_insert(Edge { page, row, likeness: String::new(), base: line.base });
        edge.likeness.push_str(&likeness(&line.text));
    }
    let all = rows.into_values();
    if top { all.take(ROWS).collect() } else { all.rev().take(ROWS).collect() }
}

/// The words without spaces, every number as one sign.
fn likeness(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

/// Whether a row is nothing but a number, with dashes or a stroke.
fn is_number(likeness: &str) -> bool {
    likeness.contains('#') && likeness.chars().all(|c| matches!(c, '#' | '-' | '–' | '—' | '·' | '/' | '|' | '.'))
}

/// Whether a row's number is the page's own.
fn says(page: &(u32, Vec<Column>), row: u32) -> bool {
    let words: String = page.1.iter().flatten().filter(|l| l.row == row).map(|l| l.text.as_str()).collect();
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    digits.parse() == Ok(page.0)
}
