//! The text of an article: its blocks one to a line, broken words and sentences joined, with the map kept.
//!
//! A blank line or page break inside a sentence is joined and listed as a repair; a wrapped line is joined as what it is.
//! True paragraphs are never joined: the evidence is told at `seam`. Next to read: `repairs.rs`.

use chancery_model::{Part, PartKind, Repair, RepairKind};
use chancery_text::{MappedText, SourceSpan, Span};

use super::guide::Guide;
use super::lines::{may_wrap, opens_paragraph};
use super::split::Draft;
use crate::{Block, BlockKind, Gap, Sheet};

/// An article's text with what is known of it from its blocks.
pub(crate) struct Built {
    pub(crate) text: MappedText,
    pub(crate) repairs: Vec<Repair>,
    /// Block-level parts, in order: headings, paragraphs, items.
    pub(crate) parts: Vec<Part>,
    /// Where each block of the sheet went.
    pub(crate) placed: Vec<(usize, Span)>,
    /// Where the date line stands.
    pub(crate) dateline: Option<Span>,
}

/// What joins two blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seam {
    /// A new paragraph begins.
    Paragraph,
    /// A wrapped line: with a space between words of Latin script.
    Wrapped(bool),
    /// A sentence broken by a blank line or page break.
    Broken(bool),
    /// A word that the printer broke with a hyphen, which goes.
    Hyphen,
}

/// Least share of the sheet's line width that a line must fill to count as wrapped.
const FULL: f32 = 0.72;
/// Widest line, in characters, of text that counts as hard-wrapped at all (mail and print wrap at 60–100).
const WRAP: usize = 110;
/// The same of Latin text, whose characters are half as wide: editors of code wrap at 120 and a little more.
const LATIN_WRAP: usize = 130;
/// Narrowest line of Latin text, in characters, that goes on with a small letter on the next, whatever the width of others:
/// shorter ones are verse and lists.
const RUNNING: usize = 40;
/// Narrowest hard-wrapped text, in characters: shorter lines are verse.
const NARROW: usize = 18;
/// Most characters of a heading told by its label.
const HEADING: usize = 44;
/// Longest heading of two clauses, in characters (二、…，…): a broken line of running text is longer.
const TWO: usize = 24;
/// Least length of a block, in characters, that a break inside a sentence is believed of.
const LONG: usize = 9;

pub(crate) fn build(sheet: &Sheet, draft: &Draft, guide: &Guide) -> Built {
    let mut built =
        Built { text: MappedText::new(), repairs: Vec::new(), parts: Vec::new(), placed: Vec::new(), dateline: None };
    let width = wrap_width(sheet, draft);
    let mut order = draft.body.clone();
    order.sort_unstable();
    let mut before: Option<usize> = None;
    let mut running = false;
    for i in order {
        let block = &sheet.blocks[i];
        let seam = before.map_or(Seam::Paragraph, |k| seam(sheet, (k, running), i, width, guide));
        running = matches!(seam, Seam::Broken(_));
        let hyphen = matches!(seam, Seam::Hyphen) && built.text.pop_verbatim("-");
        match seam {
            Seam::Paragraph => {
                if !built.text.is_empty() {
                    built.text.push_space("\n");
                }
                let span = built.text.push_slice(&sheet.text, block.span);
                built.parts.push(part(block, span));
                built.placed.push((i, span));
            }
            Seam::Wrapped(_) | Seam::Broken(_) | Seam::Hyphen => {
                let edge = built.text.len();
                if matches!(seam, Seam::Wrapped(true) | Seam::Broken(true)) {
                    built.text.push_space(" ");
                }
                let span = built.text.push_slice(&sheet.text, block.span);
                if let Some(last) = built.parts.last_mut() {
                    last.span = Span::new(last.span.start(), span.end());
                }
                built.placed.push((i, span));
                if hyphen || matches!(seam, Seam::Broken(_)) {
                    let hyphen = if hyphen { "-" } else { "" };
                    built.repairs.extend(joined(&built.text, edge, span.start(), hyphen, block.gap));
                }
            }
        }
        before = Some(i);
    }
    built
}

fn part(block: &Block, span: Span) -> Part {
    let (kind, level) = match block.kind {
        BlockKind::Heading(level) if span.len() < 240 => (PartKind::Heading, Some(level)),
        BlockKind::Item(depth) => (PartKind::Item, Some(depth)),
        _ => (PartKind::Paragraph, None),
    };
    Part { span, kind, level, label: None, speaker: None }
}

/// The repair that says what stood between the characters beside a seam.
fn joined(text: &MappedText, edge: u32, start: u32, hyphen: &str, gap: Gap) -> Option<Repair> {
    let words = text.text();
    let left = words[..edge as usize].char_indices().next_back()?.0;
    let right = words[start as usize..].chars().next()?;
    let span = Span::of(left..start as usize + right.len_utf8());
    let between = if gap == Gap::Page {
        "\n\u{c}\n"
    } else if gap == Gap::Blank {
        "\n\n"
    } else {
        "\n"
    };
    let found = format!("{}{hyphen}{between}{right}", &words[left..edge as usize]);
    let source = text.map().source_span(span).map(|s| SourceSpan::new(s.start(), s.end()));
    Some(Repair { span, kind: RepairKind::Joined, found, source, confidence: 0.9 })
}

/// How wide the draft's lines are where it is hard-wrapped: the longest line, if none is longer than a wrapped one.
fn wrap_width(sheet: &Sheet, draft: &Draft) -> Option<usize> {
    let (mut widest, mut lines, mut latin) = (0, 0, true);
    for &i in &draft.body {
        let block = &sheet.blocks[i];
        if block.span.len() as usize > WRAP * 4 {
            return None;
        }
        let words = sheet.words(block);
        widest = widest.max(words.chars().count());
        latin &= !words.contains(is_han);
        lines += usize::from(block.gap == Gap::Line);
    }
    let most = if latin { LATIN_WRAP } else { WRAP };
    (lines * 2 >= draft.body.len() && (NARROW..=most).contains(&widest) && draft.body.len() >= 4).then_some(widest)
}

/// Whether words have a mark that running text has, and verse and lists of names have not.
fn has_marks(words: &str) -> bool {
    words.chars().any(|c| matches!(c, '，' | ',' | '。' | '；' | '、'))
}

/// What joins block `now` to the one before; `running`: the one before goes on a broken sentence itself.
fn seam(sheet: &Sheet, (before, running): (usize, bool), now: usize, width: Option<usize>, guide: &Guide) -> Seam {
    let (a, b) = (&sheet.blocks[before], &sheet.blocks[now]);
    let heads = |block: &Block| {
        matches!(block.kind, BlockKind::Heading(_) | BlockKind::Item(_) | BlockKind::Cell | BlockKind::Preformatted)
    };
    // Only neighbours in the sheet can be halves of one line; noise between (a page number) is allowed.
    if !may_wrap(b.gap) || heads(a) || heads(b) || now - before > 3 {
        return Seam::Paragraph;
    }
    let (left, right) = (sheet.words(a), sheet.words(b));
    let (Some(last), Some(first)) = (left.chars().next_back(), right.chars().next()) else { return Seam::Paragraph };
    if opens_paragraph(right, b, guide) || super::dateline::dateline(right, guide).is_some() {
        return Seam::Paragraph;
    }
    if first.is_lowercase()
        && let Some(keeps) = keeps_hyphen(left, guide)
    {
        return if keeps { Seam::Wrapped(false) } else { Seam::Hyphen };
    }
    let latin = last.is_ascii() || first.is_ascii();
    let space = latin && !is_han(last) && !is_han(first) && last != '-';
    let ended = guide.is_ended(left);
    let count = left.chars().count();
    // A short labelled line over a blank one is a heading, not half a sentence (二、…), unless it is cut after a comma.
    let clauses = left.chars().any(|c| matches!(c, '，' | ',' | '；' | ';' | '。'));
    // 一、加强治理，维护和平: of two clauses, where a whole paragraph of more than twice its length stands below.
    let two = count <= TWO
        && !matches!(last, '，' | ',')
        && !left.contains(['；', ';', '。'])
        && left.matches(['，', ',']).count() == 1
        && right.chars().count() > 2 * count
        && guide.is_ended(right);
    if b.gap != Gap::Line && count <= HEADING && (!clauses || two) && super::structure::label(left, guide).is_some() {
        return Seam::Paragraph;
    }
    if b.gap == Gap::Line {
        let full = width.is_some_and(|w| count as f32 >= FULL * w as f32);
        let exact = width.is_some_and(|w| count + 1 >= w);
        let goes_on = latin && first.is_lowercase() && (full || count >= RUNNING && is_open(last));
        if (full && !ended) || (exact && latin) || goes_on {
            return Seam::Wrapped(space);
        }
        return Seam::Paragraph;
    }
    let mid_han = is_han(last) && is_han(first) || matches!(last, '，' | '、' | ',') && is_han(first);
    let mid_latin = (last.is_lowercase() || matches!(last, ',' | '-')) && first.is_lowercase();
    // A short first half must show that it is running text: a mark inside (verse and lists of names have none).
    let marked = has_marks(left);
    let long = running || (count >= LONG && (marked || count >= 2 * LONG)) || sheet.blocks[now].gap == Gap::Page;
    // Verse and lists of short lines are no broken sentences: the second half goes on for a while or ends.
    let goes_on = guide.is_ended(right) || right.chars().count() >= LONG || has_marks(right);
    if !ended && long && goes_on && (mid_han || mid_latin) { Seam::Broken(space && mid_latin) } else { Seam::Paragraph }
}

/// Whether a line of Latin text may go on behind this character.
fn is_open(last: char) -> bool {
    last.is_alphanumeric() || matches!(last, ',' | '-')
}

/// Whether the hyphen at the end of a line is its compound's own (long-term) or the printer's; `None` where there is none
/// behind a word.
fn keeps_hyphen(line: &str, guide: &Guide) -> Option<bool> {
    let words = line.strip_suffix('-')?;
    let word = words.rsplit(|c: char| !c.is_alphabetic()).next()?;
    if word.is_empty() || !word.ends_with(char::is_lowercase) {
        return None;
    }
    // A word that has a hyphen already is a compound broken at another of its own (state-of-the-art).
    let compound = words[..words.len() - word.len()].ends_with('-');
    Some(compound || guide.conventions.compounds.iter().any(|first| first.eq_ignore_ascii_case(word)))
}

/// Whether a character is of a script written without spaces.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c as u32, 0x2E80..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}
