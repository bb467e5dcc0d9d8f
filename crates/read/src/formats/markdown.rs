//! Markdown → sheet, on pulldown-cmark's events with their places: what Markdown and the HTML in it say of the words,
//! and none of the marks themselves.
//!
//! Markdown in the wild is prose that happens to be saved as `.md`: lines indented by four blanks are paragraphs and not
//! code, a paragraph over a `---` is no heading, every line end may be a paragraph's end. Line ends become blocks with
//! [`Gap::Line`], as in plain text, except inside Latin text wrapped at a fixed width.
//! Next to read: `markdown/inline.rs`, which makes the blocks, and `front.rs`.

mod inline;
pub(crate) mod leftovers;

use chancery_text::{MappedText, SourceSpan};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::words::{ends_sentence, is_ideograph};
use super::{absorb, front, html};
use crate::{BlockKind, Gap, Limits, Sheet};
use inline::Inline;

pub(crate) fn read(input: &str, limits: &Limits) -> Vec<Sheet> {
    let mut sheet = Sheet::default();
    let base = front::take(input, &mut sheet, limits);
    let mut reader = Reader::new(input, base, sheet, limits);
    reader.read();
    vec![reader.inline.sheet]
}

/// Indented text inside indented text is read as Markdown again, so many times: each takes four blanks off.
const INDENTS: u8 = 4;

/// Longest heading written over a `---`, in characters: beyond, it is a paragraph above a rule.
const SETEXT: usize = 80;

/// Lengths, in characters, of words inside a Chinese sentence that single stars set off; no such emphasis stands in the
/// corpus, so this errs on the side that shows the stars.
const EMPHASISED: std::ops::RangeInclusive<usize> = 2..=8;

struct Reader<'i> {
    input: &'i str,
    base: usize,
    limits: &'i Limits,
    inline: Inline<'i>,
    quotes: u8,
    lists: u8,
    /// An item has begun and holds no block yet.
    item: bool,
    /// Source of a stretch that is read by another reader when it ends.
    raw: Option<MappedText>,
    indents: u8,
    /// A heading over a `---` that is a paragraph: a rule comes after it.
    rule_after: bool,
}

impl<'i> Reader<'i> {
    fn new(input: &'i str, base: usize, sheet: Sheet, limits: &'i Limits) -> Self {
        let inline = Inline::new(input, sheet, limits);
        Self { input, base, limits, inline, quotes: 0, lists: 0, item: false, raw: None, indents: 0, rule_after: false }
    }

    fn read(&mut self) {
        // No strikethrough: its single tilde is the sign of a range (3~5 days) far more often. No smart punctuation:
        // the words stay as written.
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
        let events = Parser::new_ext(&self.input[self.base..], options).into_offset_iter();
        for (event, range) in events {
            self.event(event, range.start + self.base..range.end + self.base);
        }
        self.inline.end_block();
    }

    fn event(&mut self, event: Event<'_>, range: std::ops::Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(TagEnd::Emphasis) if self.are_masks(&range) => self.inline.text("*", range.end - 1..range.end),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) if self.raw.is_some() => self.raw_text(&text, range),
            Event::Text(text) => {
                self.open();
                self.inline.text(&text, range);
            }
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.open();
                self.inline.code(&text, range);
            }
            Event::InlineHtml(tag) => self.inline.tag(&tag, range),
            Event::Html(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
            Event::SoftBreak => self.inline.soft_break(),
            Event::HardBreak => self.inline.hard_break(),
            Event::Rule => {
                self.inline.end_block();
                self.inline.rule();
            }
        }
    }

    /// Opens a block for words that come without one (items of a tight list).
    fn open(&mut self) {
        if !self.inline.is_open() {
            let kind = self.kind();
            self.inline.begin(kind);
        }
    }

    /// What a paragraph here is.
    fn kind(&mut self) -> BlockKind {
        if std::mem::take(&mut self.item) {
            BlockKind::Item(self.lists.max(1))
        } else if self.quotes > 0 {
            BlockKind::Quote(self.quotes)
        } else {
            BlockKind::Paragraph
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: std::ops::Range<usize>) {
        match tag {
            Tag::Paragraph => self.open(),
            Tag::Heading { level, .. } => {
                self.inline.end_block();
                self.item = false;
                self.rule_after = self.is_over_rule(&range);
                let kind = if self.rule_after { self.kind() } else { BlockKind::Heading(level_number(*level)) };
                self.inline.begin(kind);
            }
            Tag::BlockQuote(_) => {
                self.inline.end_block();
                self.quotes = self.quotes.saturating_add(1);
            }
            Tag::List(_) => {
                self.inline.end_block();
                self.lists = self.lists.saturating_add(1);
            }
            Tag::Item => {
                self.inline.end_block();
                self.item = true;
                self.label(range.start);
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.inline.end_block();
                self.raw = Some(MappedText::new());
                if matches!(tag, Tag::CodeBlock(CodeBlockKind::Fenced(_))) {
                    self.inline.begin(BlockKind::Preformatted);
                }
            }
            Tag::TableCell => {
                self.inline.end_block();
                self.inline.begin(BlockKind::Cell);
            }
            Tag::Emphasis if self.are_masks(&range) => {
                self.open();
                self.inline.text("*", range.start..range.start + 1);
            }
            Tag::Strong => self.inline.bold(1),
            Tag::Link { .. } => self.inline.link(1),
            Tag::Image { .. } => self.inline.image(true),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::TableCell | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.inline.end_block();
                self.item = false;
            }
            TagEnd::Heading(_) => {
                self.inline.end_block();
                if std::mem::take(&mut self.rule_after) {
                    self.inline.rule();
                }
            }
            TagEnd::BlockQuote(_) => {
                self.inline.end_block();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.inline.end_block();
                self.lists = self.lists.saturating_sub(1);
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {
                if let Some(raw) = self.raw.take() {
                    let sheet = html::read_fragment(raw.text(), self.limits).through(raw.map());
                    absorb(&mut self.inline.sheet, &sheet);
                    self.inline.gap = Gap::Block;
                }
            }
            TagEnd::Strong => self.inline.bold(-1),
            TagEnd::Link => self.inline.link(-1),
            TagEnd::Image => self.inline.image(false),
            _ => {}
        }
    }

    /// The number of an ordered item is a word of the text (a clause is quoted by it); a bullet is not.
    fn label(&mut self, at: usize) {
        let rest = &self.input[at..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && rest[digits..].starts_with(['.', ')']) {
            self.open();
            self.inline.text(&rest[..=digits], at..at + digits + 1);
            self.inline.label_end();
        }
    }

    /// Whether the stars around `range` stand for characters that a censor took, and not for emphasis: inside Chinese
    /// words, about one character or about more than anybody would set off (a clause, or much of one).
    fn are_masks(&self, range: &std::ops::Range<usize>) -> bool {
        let Some(inner) = self.input.get(range.start + 1..range.end - 1) else { return false };
        let starred = self.input[range.clone()].starts_with('*') && self.input[..range.end].ends_with('*');
        let sides = [self.input[..range.start].chars().next_back(), inner.chars().next()];
        let within = sides.iter().all(|c| c.is_some_and(is_ideograph)) && inner.ends_with(is_ideograph);
        let clause = inner.chars().any(|c| !c.is_alphanumeric());
        starred && within && (clause || !EMPHASISED.contains(&inner.chars().count()))
    }

    /// Whether a heading is a paragraph that stands over a `---` by accident.
    fn is_over_rule(&self, range: &std::ops::Range<usize>) -> bool {
        let source = self.input[range.clone()].trim();
        let Some((words, _)) = source.rsplit_once('\n').filter(|_| !source.starts_with('#')) else { return false };
        let words = words.trim();
        // Addresses are not part of its length.
        let shown = leftovers::without_marks(words);
        words.contains('\n') || shown.chars().count() > SETEXT || ends_sentence(&shown)
    }

    fn raw_text(&mut self, text: &str, range: std::ops::Range<usize>) {
        let Some(raw) = &mut self.raw else { return };
        let slice = &self.input[range.clone()];
        if slice == text {
            raw.push_verbatim(text, range.start as u32);
        } else if let Some(skipped) = slice.len().checked_sub(text.len()).filter(|_| slice.ends_with(text)) {
            raw.push_verbatim(text, (range.start + skipped) as u32);
        } else if text.chars().all(char::is_whitespace) {
            raw.push_space(text);
        } else {
            raw.push_run(text, SourceSpan::of(range), chancery_text::RunKind::Escaped);
        }
    }

    fn end_code(&mut self) {
        let Some(raw) = self.raw.take() else { return };
        if self.inline.is_open() {
            self.inline.lines(&raw);
            return;
        }
        // Indented: prose that a program or an author moved in.
        let mut inner = Reader::new(raw.text(), 0, Sheet::default(), self.limits);
        inner.indents = self.indents + 1;
        if inner.indents > INDENTS {
            self.inline.begin(BlockKind::Paragraph);
            self.inline.lines(&raw);
            return;
        }
        inner.read();
        let sheet = inner.inline.sheet.through(raw.map());
        absorb(&mut self.inline.sheet, &sheet);
        self.inline.gap = Gap::Block;
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}

#[cfg(test)]
mod tests;
