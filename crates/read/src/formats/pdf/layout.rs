//! Segments → columns of lines in reading order, and what parts one line from the next.
//!
//! Two columns are told from a table by their lines: most of a column's run nearly its whole width, most of a table's
//! cells don't. A table is read row by row. Next to read: `mod.rs`.

use super::line::Segment;
use crate::Gap;

/// Lines that follow each other.
pub(super) type Column = Vec<Segment>;

/// Fewest lines on each side of a gutter.
const LINES: usize = 3;
/// Places looked at for a gutter, those where most lines start first.
const PLACES: usize = 32;
/// Columns inside columns.
const DEPTH: usize = 4;

/// Brings one page's segments (row by row from the top) into reading order.
pub(super) fn columns(segments: Vec<Segment>) -> Vec<Column> {
    let mut out = Vec::new();
    order(segments, DEPTH, &mut out);
    out
}

fn order(segments: Vec<Segment>, depth: usize, out: &mut Vec<Column>) {
    let gutter = if depth == 0 { None } else { gutter(&segments) };
    let Some(gutter) = gutter else {
        let column = rows(segments);
        if !column.is_empty() {
            out.push(column);
        }
        return;
    };
    // Lines across the gutter (a title over both columns) part what is above from what is below.
    let (mut left, mut right, mut across) = (Vec::new(), Vec::new(), Vec::new());
    let mut flush = |left: &mut Vec<Segment>, right: &mut Vec<Segment>| {
        for side in [std::mem::take(left), std::mem::take(right)] {
            if !side.is_empty() {
                order(side, depth - 1, out);
            }
        }
    };
    let mut bands: Vec<Column> = Vec::new();
    for segment in segments {
        if crosses(&segment, gutter) {
            if !(left.is_empty() && right.is_empty()) {
                bands.push(std::mem::take(&mut across));
                bands.push(std::mem::take(&mut left));
                bands.push(std::mem::take(&mut right));
            }
            across.push(segment);
        } else if segment.left >= gutter - SLACK {
            right.push(segment);
        } else {
            left.push(segment);
        }
    }
    bands.extend([across, left, right]);
    for band in bands.chunks_mut(3) {
        if let [across, left, right] = band {
            let mut none = Vec::new();
            flush(across, &mut none);
            flush(left, right);
        }
    }
}

/// Points by which a line may reach over a gutter and not cross it.
const SLACK: f32 = 1.0;

fn crosses(segment: &Segment, gutter: f32) -> bool {
    segment.left < gutter - SLACK && segment.right > gutter + SLACK
}

/// Where the right one of two columns begins.
fn gutter(segments: &[Segment]) -> Option<f32> {
    let mut places = edges(segments.iter());
    places.retain(|place| place.1 >= LINES);
    places.sort_by_key(|place| std::cmp::Reverse(place.1));
    places.truncate(PLACES);
    let score = |&(place, _): &(f32, usize)| balance(segments, place).map(|score| (score, place));
    places.iter().filter_map(score).max_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1))).map(|best| best.1)
}

/// Where lines start, from the left, with how many start there within a point.
fn edges<'s>(segments: impl Iterator<Item = &'s Segment>) -> Vec<(f32, usize)> {
    let mut starts: Vec<f32> = segments.map(|s| s.left).collect();
    starts.sort_by(f32::total_cmp);
    let mut places: Vec<(f32, usize)> = Vec::new();
    for start in starts {
        match places.last_mut() {
            Some((place, count)) if start - *place <= SLACK => *count += 1,
            _ => places.push((start, 1)),
        }
    }
    places
}

/// How well a place parts the lines in two columns: lines of the shorter one, or `None` where it doesn't.
fn balance(segments: &[Segment], place: f32) -> Option<usize> {
    let (mut left, mut right, mut across) = (Vec::new(), Vec::new(), 0);
    for segment in segments {
        if crosses(segment, place) {
            across += 1;
        } else if segment.left >= place - SLACK {
            right.push(segment);
        } else {
            left.push(segment);
        }
    }
    let fewer = left.len().min(right.len());
    if fewer < LINES || across > fewer {
        return None;
    }
    let beside = top(&left).min(top(&right)) - bottom(&left).max(bottom(&right));
    let shorter = (top(&left) - bottom(&left)).min(top(&right) - bottom(&right));
    (beside >= 0.5 * shorter && is_column(&left) && is_column(&right)).then_some(fewer)
}

fn top(side: &[&Segment]) -> f32 {
    side.iter().map(|s| s.base).fold(f32::MIN, f32::max)
}

fn bottom(side: &[&Segment]) -> f32 {
    side.iter().map(|s| s.base).fold(f32::MAX, f32::min)
}

/// Whether most lines run nearly the whole width.
fn is_column(side: &[&Segment]) -> bool {
    let left = side.iter().map(|s| s.left).fold(f32::MAX, f32::min);
    let right = side.iter().map(|s| s.right).fold(f32::MIN, f32::max);
    let long = side.iter().filter(|s| s.right - s.left >= 0.6 * (right - left)).count();
    2 * long >= side.len()
}

/// Joins the segments of each row.
fn rows(segments: Vec<Segment>) -> Column {
    let mut column: Column = Vec::new();
    for segment in segments {
        match column.last_mut() {
            Some(line) if line.row == segment.row => {
                line.text.push(' ');
                line.text.push_str(&segment.text);
                line.right = line.right.max(segment.right);
                line.size = line.size.max(segment.size);
                line.bold &= segment.bold;
            }
            _ => column.push(segment),
        }
    }
    column
}

/// What the lines of a column say of its paragraphs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    left: f32,
    right: f32,
    /// From baseline to baseline.
    step: f32,
}

/// Part of the usual step from which a gap is a blank.
const BLANK: f32 = 1.25;
/// Ems by which a first line is indented.
const INDENT: f32 = 0.8;

impl Measure {
    /// Measures a column.
    pub(super) fn of(column: &Column) -> Self {
        let mut steps: Vec<f32> =
            column.windows(2).map(|pair| pair[0].base - pair[1].base).filter(|s| *s > 0.0).collect();
        steps.sort_by(f32::total_cmp);
        // The lower third: gaps between paragraphs are wider, and may be as many.
        let step = steps.get(steps.len() / 3).copied().unwrap_or(f32::MAX);
        // The most frequent left edge; the outermost of those as frequent.
        let left = edges(column.iter()).into_iter().rev().max_by_key(|place| place.1).map_or(0.0, |place| place.0);
        let right = column.iter().map(|s| s.right).fold(f32::MIN, f32::max);
        Self { left, right, step }
    }

    /// Whether a line begins a paragraph by its indent: further in than most of the column, not centred, and neither
    /// the second line of an item with a bullet nor inside a block that is set in as a whole.
    pub(super) fn is_indented(&self, before: Option<&Segment>, line: &Segment) -> bool {
        let (inset, after) = (line.left - self.left, self.right - line.right);
        if inset <= INDENT * line.size || inset >= 6.0 * line.size || self.is_centred(line, inset, after) {
            return false;
        }
        before.is_none_or(|before| {
            let full = self.right - before.right <= 0.1 * (self.right - self.left);
            let level = (before.left - line.left).abs() <= SLACK;
            let bullet = before.text.chars().next().is_some_and(|c| !c.is_alphanumeric() && (c as u32) < 0x2E80);
            !(full && level || bullet && before.left < line.left)
        })
    }

    fn is_centred(&self, line: &Segment, before: f32, after: f32) -> bool {
        after > 2.0 * line.size && (before - after).abs() < 2.0 * line.size
    }

    /// What parts a line from the one before in its column.
    pub(super) fn gap(&self, before: &Segment, line: &Segment) -> Gap {
        let resized = (before.size - line.size).abs() > 0.15 * before.size.max(line.size);
        let apart = before.base - line.base > BLANK * self.step.max(before.size.max(line.size));
        // A line that ends well before the edge ends its paragraph, unless both are centred.
        let short = self.right - before.right > 0.3 * (self.right - self.left);
        let centred = |s: &Segment| self.is_centred(s, s.left - self.left, self.right - s.right);
        if resized || apart || (short && !(centred(before) && centred(line))) { Gap::Blank } else { Gap::Line }
    }
}
