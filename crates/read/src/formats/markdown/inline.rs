//! The words of one block as they come, with what is set bold or linked, and the cut into lines.
//! Next to read: `leftovers.rs`.

use std::ops::Range;

use chancery_text::{MappedText, OffsetMap, RunKind, SourceSpan, Span};

use super::super::fields::is_address;
use super::super::html;
use super::super::text::{is_rule, joined_paragraphs};
use super::super::words::{Sight, ends_sentence, is_blank, is_han_side, is_indent, push_words, sight, trim};
use super::leftovers::{marks, tight_heading};
use crate::{BlockKind, Gap, Limits, Sheet};

/// Widths, in characters, between which a line of Latin text is taken for one that was wrapped: typewriters and
/// mailers wrap at 60 to 80; a shorter line ends where its author wanted, a longer one was never wrapped.
const WRAPPED: std::ops::RangeInclusive<usize> = 40..=100;

/// Widest line, in characters, that is taken for a wrapped one where no sentence ends with it: editors of code wrap at 120 and
/// a little more, counting marks that are not words. A line that goes on with a small letter may be of any width.
const WIDE: usize = 130;

pub(super) struct Inline<'i> {
    input: &'i str,
    limits: &'i Limits,
    pub(super) sheet: Sheet,
    /// What parts the next block from the last.
    pub(super) gap: Gap,
    kind: Option<BlockKind>,
    line: Line,
    bold: u16,
    links: u16,
    images: u16,
    alt: MappedText,
    captions: Vec<MappedText>,
    /// A line end was met, and no words since.
    soft: bool,
    /// So was a line of blanks that Markdown doesn't take for empty.
    blank: bool,
    /// Inside `<script>` or `<style>` written in a line.
    hidden: Option<String>,
}

/// The line being filled.
#[derive(Default)]
struct Line {
    words: MappedText,
    seen: u32,
    bold: u32,
    linked: u32,
    /// Characters since the last line end of the source.
    width: usize,
}

impl<'i> Inline<'i> {
    pub(super) fn new(input: &'i str, sheet: Sheet, limits: &'i Limits) -> Self {
        Self {
            input,
            limits,
            sheet,
            gap: Gap::Block,
            kind: None,
            line: Line::default(),
            bold: 0,
            links: 0,
            images: 0,
            alt: MappedText::new(),
            captions: Vec::new(),
            soft: false,
            blank: false,
            hidden: None,
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.kind.is_some()
    }

    pub(super) fn begin(&mut self, kind: BlockKind) {
        self.kind = Some(kind);
    }

    /// Ends the open block; captions met in it follow.
    pub(super) fn end_block(&mut self) {
        self.end_line(Gap::Block);
        self.kind = None;
        self.soft = false;
        self.hidden = None;
        for caption in std::mem::take(&mut self.captions) {
            let span = trimmed(&caption, Span::new(0, caption.len()));
            self.sheet.block(BlockKind::Caption, Gap::Block, |out| {
                out.push_slice(&caption, span);
            });
        }
    }

    pub(super) fn rule(&mut self) {
        self.sheet.block(BlockKind::Rule, self.gap, |_| ());
        self.gap = Gap::Block;
    }

    pub(super) fn bold(&mut self, by: i16) {
        self.bold = self.bold.saturating_add_signed(by);
    }

    pub(super) fn link(&mut self, by: i16) {
        self.links = self.links.saturating_add_signed(by);
    }

    pub(super) fn image(&mut self, begins: bool) {
        self.images = self.images.saturating_add_signed(if begins { 1 } else { -1 });
        if !begins && self.images == 0 {
            let alt = std::mem::take(&mut self.alt);
            if is_caption(alt.text()) {
                self.captions.push(alt);
            }
        }
    }

    /// Words that stand at `range`, or that an escape there stands for.
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        if self.hidden.is_some() {
            return;
        }
        if self.soft && self.images == 0 && text.chars().all(is_blank) {
            self.blank = true;
            return;
        }
        self.settle_break(text);
        let slice = &self.input[range.clone()];
        let out = if self.images > 0 { &mut self.alt } else { &mut self.line.words };
        let skipped = slice.len().saturating_sub(text.len());
        if slice.ends_with(text) && (skipped == 0 || slice.starts_with('\\')) {
            push_words(out, text, (range.start + skipped) as u32);
        } else if text.chars().all(|c| sight(c) == Sight::Blank) {
            out.push_space(" ");
        } else if text.chars().any(|c| sight(c) == Sight::Seen) && slice != "\0" {
            let kind = if slice.starts_with('&') { RunKind::Reference } else { RunKind::Escaped };
            out.push_run(text, SourceSpan::of(range), kind);
        }
        if self.images == 0 {
            let seen = text.chars().filter(|c| !is_blank(*c)).count() as u32;
            self.line.seen += seen;
            self.line.bold += if self.bold > 0 { seen } else { 0 };
            self.line.linked += if self.links > 0 { seen } else { 0 };
            self.line.width += text.chars().count();
        }
    }

    /// Words set as code within `range`: its marks are left out, and line ends in it have become blanks.
    pub(super) fn code(&mut self, text: &str, range: Range<usize>) {
        let mut at = range.start;
        let mut shown = [0; 4];
        for c in text.chars() {
            let found = self.input[at..range.end].find(c).map(|i| at + i);
            match found {
                Some(found) => {
                    at = found + c.len_utf8();
                    self.text(c.encode_utf8(&mut shown), found..at);
                }
                None => self.text(" ", at..at),
            }
        }
    }

    /// Behind an item's number.
    pub(super) fn label_end(&mut self) {
        self.line.words.push_space(" ");
        // A number isn't set bold; it shouldn't make the line a mixed one.
        self.line.bold = self.line.seen;
    }

    pub(super) fn soft_break(&mut self) {
        if self.images > 0 {
            self.alt.push_space(" ");
        } else {
            self.soft = true;
        }
    }

    pub(super) fn hard_break(&mut self) {
        if self.images == 0 {
            self.end_line(Gap::Line);
            self.soft = false;
        }
    }

    /// What a line end was, now that the next words are known.
    fn settle_break(&mut self, next: &str) {
        if !std::mem::take(&mut self.soft) {
            return;
        }
        let blank = std::mem::take(&mut self.blank);
        let latin = |c: Option<char>| c.is_some_and(|c| !is_han_side(c));
        let last = self.line.words.text().trim_end().chars().next_back();
        if blank {
            self.end_line(Gap::Blank);
        } else if latin(last) && latin(next.chars().next()) && !is_address(next) && self.is_wrapped(last, next) {
            self.line.words.push_space(" ");
            self.line.width = 0;
        } else {
            self.end_line(Gap::Line);
        }
    }

    /// Whether a line of Latin text goes on with the next words, by its width and where it breaks.
    fn is_wrapped(&self, last: Option<char>, next: &str) -> bool {
        let width = self.line.width;
        let open = last.is_some_and(|c| c.is_alphanumeric() || c == ',');
        let goes_on = width <= WIDE || next.starts_with(char::is_lowercase);
        WRAPPED.contains(&width) || (open && width > *WRAPPED.end() && goes_on)
    }

    /// Lines set as they were typed, a block each.
    pub(super) fn lines(&mut self, raw: &MappedText) {
        let kind = self.kind.unwrap_or(BlockKind::Preformatted);
        let mut start = 0;
        for line in raw.text().split_inclusive('\n') {
            let span = trimmed(raw, Span::of(start..start + line.len()));
            start += line.len();
            if span.is_empty() {
                self.gap = self.gap.max(Gap::Blank);
                continue;
            }
            self.sheet.block(kind, self.gap, |out| {
                out.push_slice(raw, span);
            });
            self.gap = Gap::Line;
        }
        self.gap = Gap::Block;
        self.kind = None;
    }

    /// A tag, comment or the like written in a line.
    pub(super) fn tag(&mut self, tag: &str, range: Range<usize>) {
        if tag.starts_with("<!--") {
            let place = OffsetMap::identity(tag.len() as u32, range.start as u32);
            let stamp = html::read_fragment(tag, self.limits).through(&place);
            self.sheet.hints.extend(stamp.hints);
            return;
        }
        let inner = tag.trim_start_matches('<');
        let closes = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let name: String =
            inner.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        if let Some(hidden) = &self.hidden {
            if closes && *hidden == name {
                self.hidden = None;
            }
            return;
        }
        let step = if closes { -1 } else { 1 };
        match name.as_str() {
            "br" => self.hard_break(),
            "b" | "strong" => self.bold(step),
            "a" => self.link(step),
            "script" | "style" if !closes => self.hidden = Some(name),
            "p" | "div" | "section" | "article" | "ul" | "ol" | "table" | "tr" | "td" | "th" | "hr" | "center"
            | "figure" | "header" | "footer" => self.part(BlockKind::Paragraph),
            "li" => self.part(if closes { BlockKind::Paragraph } else { BlockKind::Item(1) }),
            "blockquote" => self.part(if closes { BlockKind::Paragraph } else { BlockKind::Quote(1) }),
            "figcaption" => self.part(if closes { BlockKind::Paragraph } else { BlockKind::Caption }),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.part(if closes { BlockKind::Paragraph } else { BlockKind::Heading(level) });
            }
            _ => {}
        }
    }

    /// A tag that parts blocks, in the middle of a line.
    fn part(&mut self, kind: BlockKind) {
        self.end_line(Gap::Block);
        self.kind = Some(kind);
    }

    /// Puts the line's words on the sheet; `gap` parts the next from it.
    fn end_line(&mut self, gap: Gap) {
        let line = std::mem::take(&mut self.line);
        let kind = self.kind.unwrap_or(BlockKind::Paragraph);
        let text = line.words.text();
        let (skipped, words) = trim(text);
        // A bare address on a line of its own says nothing.
        if words.is_empty() || is_address(words) {
            self.gap = self.gap.max(if words.is_empty() && gap == Gap::Line { Gap::Blank } else { gap });
            return;
        }
        if kind == BlockKind::Paragraph && is_rule(words) {
            self.rule();
            self.gap = gap;
            return;
        }
        let indent = is_indent(&text[..skipped]);
        let mut span = Span::of(skipped..skipped + words.len());
        let mut kind = kind;
        if kind == BlockKind::Paragraph
            && let Some(level) = tight_heading(words)
        {
            kind = BlockKind::Heading(level);
            span = Span::new(span.start() + u32::from(level), span.end());
        }
        let titled = indent && self.sheet.blocks.is_empty();
        let pieces = joined_paragraphs(&text[span.range()], titled);
        let whole = (pieces.is_empty()).then_some(0..span.len() as usize);
        for (number, piece) in whole.into_iter().chain(pieces).enumerate() {
            let start = span.start() as usize;
            let piece = trimmed(&line.words, Span::of(start + piece.start..start + piece.end));
            let emphasis = line.bold == line.seen && !matches!(kind, BlockKind::Heading(_));
            let links = (line.linked * 100 / line.seen.max(1)).min(100) as u8;
            let gap = if number == 0 { self.gap } else { Gap::Block };
            if let Some(block) = self.sheet.block(kind, gap, |out| push_without_marks(out, &line.words, piece)) {
                block.emphasis = emphasis && line.seen > 0;
                block.links = links;
                block.indent = indent || number > 0;
            }
        }
        self.gap = gap;
    }
}

/// `span` without blanks at both ends.
fn trimmed(words: &MappedText, span: Span) -> Span {
    let (skipped, rest) = trim(&words.text()[span.range()]);
    let start = span.start() as usize + skipped;
    Span::of(start..start + rest.len())
}

fn push_without_marks(out: &mut MappedText, words: &MappedText, span: Span) {
    let mut from = span.start();
    for mark in marks(&words.text()[span.range()]) {
        let mark = Span::of(mark).shifted(span.start());
        out.push_slice(words, Span::new(from, mark.start()));
        from = mark.end();
    }
    out.push_slice(words, Span::new(from, span.end()));
}

/// Whether a picture's replacement text was written to be read: a sentence or a phrase of some length, not a file name.
fn is_caption(alt: &str) -> bool {
    let alt = alt.trim();
    let count = alt.chars().filter(|c| !is_blank(*c)).count();
    let han = alt.chars().filter(|c| is_han_side(*c)).count();
    let is_file =
        alt.rsplit_once('.').is_some_and(|(_, e)| (2..=4).contains(&e.len()) && e.is_ascii() && !e.contains(' '));
    let is_phrase = if han * 2 > count { han >= 10 } else { alt.split_whitespace().count() >= 5 };
    !is_file && !is_address(alt) && (is_phrase || count >= 8 && ends_sentence(alt))
}
