//! Glyphs → rows of segments: what stands on one baseline, cut where the gap is as wide as a column's.
//!
//! Glyphs are taken by where they stand, not by the order they were drawn in. What was drawn twice in nearly the same
//! place (a printer's bold) is kept once. Next to read: `layout.rs`.

use super::content::{Glyph, Page};

/// A stretch of words on one baseline.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub(super) text: String,
    /// Along the line from its start to its end, and the baseline's height, on the page as it is read.
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) base: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    /// The first glyph's place on the page as it is stored, in points.
    pub(super) at: (f32, f32),
    pub(super) origin: u32,
    /// Which row of the page, from the top.
    pub(super) row: u32,
}

/// Part of an em by which baselines of one row may differ.
const BASELINE: f32 = 0.4;
/// Part of an em from which a gap between letters is a space.
const SPACE: f32 = 0.2;
/// Ems from which a gap may lie between columns.
const COLUMN: f32 = 1.0;
/// Part of an em within which the same glyph drawn again is the same.
const DOUBLED: f32 = 0.3;

/// A glyph turned so that its line runs from left to right.
#[derive(Clone, Copy)]
struct Upright<'p> {
    glyph: &'p Glyph,
    left: f32,
    right: f32,
    base: f32,
}

/// The page's segments, row by row from the top, and how many glyphs stand at an angle to the others.
pub(super) fn segments(page: &Page) -> (Vec<Segment>, usize) {
    let mut counts = [0usize; 4];
    for glyph in &page.glyphs {
        counts[quarter(glyph).unwrap_or(0)] += usize::from(quarter(glyph).is_some());
    }
    let most = (0..4).rev().max_by_key(|&q| counts[q]).unwrap_or(0);
    let mut upright: Vec<Upright<'_>> =
        page.glyphs.iter().filter(|g| quarter(g) == Some(most)).map(|g| turned(g, most)).collect();
    let angled = page.glyphs.len() - upright.len();
    upright.sort_by(|a, b| b.base.total_cmp(&a.base).then(a.left.total_cmp(&b.left)));
    let mut rows: Vec<Vec<Upright<'_>>> = Vec::new();
    for one in upright {
        match rows.last_mut() {
            Some(row) if row[0].base - one.base <= BASELINE * row[0].glyph.size.min(one.glyph.size) => row.push(one),
            _ => rows.push(vec![one]),
        }
    }
    drop_note_marks(&mut rows, &page.text);
    let mut segments = Vec::new();
    for (row, glyphs) in rows.iter_mut().enumerate() {
        glyphs.sort_by(|a, b| a.left.total_cmp(&b.left));
        cut(glyphs, page, row as u32, &mut segments);
    }
    (segments, angled)
}

/// Which way a glyph's line runs: right 0, up 1, left 2, down 3; `None` where it is slanted.
fn quarter(glyph: &Glyph) -> Option<usize> {
    let (dx, dy) = (glyph.end_x - glyph.x, glyph.end_y - glyph.y);
    let (along, across) = (dx.abs().max(dy.abs()), dx.abs().min(dy.abs()));
    if across > 0.2 * along {
        return None;
    }
    Some(match (dx.abs() >= dy.abs(), dx >= 0.0, dy >= 0.0) {
        (true, true, _) => 0,
        (true, false, _) => 2,
        (false, _, true) => 1,
        (false, _, false) => 3,
    })
}

fn turned(glyph: &Glyph, quarter: usize) -> Upright<'_> {
    let turn = |x: f32, y: f32| match quarter {
        0 => (x, y),
        1 => (y, -x),
        2 => (-x, -y),
        _ => (-y, x),
    };
    let ((left, base), (right, _)) = (turn(glyph.x, glyph.y), turn(glyph.end_x, glyph.end_y));
    Upright { glyph, left, right, base }
}

fn words<'p>(one: &Upright<'_>, text: &'p str) -> &'p str {
    text.get(one.glyph.text.0 as usize..one.glyph.text.1 as usize).unwrap_or_default()
}

/// Small raised figures over the next row are marks of notes, not numbers in the sentence.
fn drop_note_marks(rows: &mut Vec<Vec<Upright<'_>>>, text: &str) {
    let height = |row: &[Upright<'_>]| row.iter().map(|g| g.glyph.size).fold(0.0, f32::max);
    let mark = |row: &[Upright<'_>]| {
        row.iter().all(|g| words(g, text).chars().all(|c| c.is_ascii_digit() || c == '*' || c.is_whitespace()))
    };
    let mut keep = vec![true; rows.len()];
    for i in 0..rows.len().saturating_sub(1) {
        let (row, next) = (&rows[i], &rows[i + 1]);
        let raised = row[0].base - next[0].base;
        keep[i] = !(height(row) <= 0.75 * height(next) && raised <= 0.7 * height(next) && mark(row));
    }
    let mut keep = keep.into_iter();
    rows.retain(|_| keep.next().unwrap_or(true));
}

fn is_wide(c: char) -> bool {
    (c as u32) >= 0x2E80
}

/// Cuts one row, sorted along the line, into segments.
fn cut(row: &[Upright<'_>], page: &Page, number: u32, segments: &mut Vec<Segment>) {
    let mut open: Option<Segment> = None;
    let mut last: Option<Upright<'_>> = None;
    let mut blank = false;
    let (mut bold, mut count) = (0, 0);
    for one in row {
        let word = words(one, &page.text);
        if word.trim().is_empty() {
            blank = true;
            continue;
        }
        if let Some(before) = last
            && words(&before, &page.text) == word
            && (one.left - before.left).abs() < DOUBLED * one.glyph.size.min(before.right - before.left)
        {
            bold += 1;
            continue;
        }
        let size = one.glyph.size;
        let gap = last.map_or(0.0, |before| one.left - before.right);
        if gap > COLUMN * size
            && let Some(done) = open.take()
        {
            segments.push(Segment { bold: bold >= count, ..done });
            (bold, count) = (0, 0);
        }
        count += 1;
        bold += usize::from(one.glyph.bold);
        match &mut open {
            None => {
                open = Some(Segment {
                    text: word.to_owned(),
                    left: one.left,
                    right: one.right,
                    base: one.base,
                    size,
                    bold: false,
                    at: (one.glyph.x, one.glyph.y),
                    origin: one.glyph.origin,
                    row: number,
                });
            }
            Some(segment) => {
                let narrow = |c: Option<char>| c.is_some_and(|c| !is_wide(c));
                let apart = narrow(segment.text.chars().next_back()) && narrow(word.chars().next());
                if blank || (apart && gap > SPACE * size) {
                    segment.text.push(' ');
                }
                segment.text.push_str(word);
                segment.right = segment.right.max(one.right);
                segment.size = segment.size.max(size);
            }
        }
        blank = false;
        last = Some(*one);
    }
    segments.extend(open.map(|done| Segment { bold: bold >= count, ..done }));
}
