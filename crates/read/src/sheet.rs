//! What every format reader gives: the words of a document in reading order, cut in blocks, with what the markup says
//! of each block and what the document says of itself. No judgement on language or content yet: that is `compose`.
//!
//! Coordinates: spans are bytes of the sheet's own text; its map leads to the reader's input, and whoever decoded or
//! unwrapped that input leads it on to the source's bytes with [`Sheet::through`].

pub use chancery_model::PageLine;
use chancery_model::{DateGround, Fault};
use chancery_text::{MappedText, OffsetMap, SourceSpan, Span};

/// A document as found: its words in order.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// All words kept, blocks parted by one `\n`.
    pub text: MappedText,
    /// The blocks, in order, not overlapping; their spans hold no `\n` at either end.
    pub blocks: Vec<Block>,
    /// What the document says of itself outside its words: titles, dates, authors, addresses.
    pub hints: Vec<Hint>,
    /// Replies, kept apart.
    pub comments: Vec<CommentDraft>,
    /// For paged sources: where each page begins in the text, and its number from 1.
    pub pages: Vec<(u32, u32)>,
    /// For paged sources: where on its page each line stands, in the order of the text.
    pub lines: Vec<PageLine>,
    /// For sources that hold parts (DOCX, EPUB): the part whose unpacked bytes the source spans count in.
    pub part: Option<String>,
    /// What went wrong so far (places in the reader's input, as source spans).
    pub faults: Vec<Fault>,
}

/// A stretch of words that stands by itself: a line of plain text, a paragraph, a heading, a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where in the sheet's text.
    pub span: Span,
    /// What the markup (not the words) says it is.
    pub kind: BlockKind,
    /// What parts it from the block before.
    pub gap: Gap,
    /// Whether all its words are set off (bold, strong).
    pub emphasis: bool,
    /// Share of its characters that are link text, in per cent.
    pub links: u8,
    /// Leading white space was an indent (two ideographic spaces, four blanks): a new paragraph begins.
    pub indent: bool,
}

/// What the markup says a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading of this level, from 1.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// An item of a list, at this depth from 1.
    Item(u8),
    /// Words under or about a picture.
    Caption,
    /// A quotation set off by markup, at this depth from 1.
    Quote(u8),
    /// A cell of a table.
    Cell,
    /// Set as it was typed.
    Preformatted,
    /// A rule (`---`, `<hr>`): no words; its span is empty.
    Rule,
}

/// What stands between two blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gap {
    /// A line end (`\n`, `<br>`): may be a wrapped line.
    Line,
    /// One or more blank lines in plain text: may be a paragraph, may be a page break.
    Blank,
    /// Markup that ends a paragraph: never joined.
    Block,
    /// The end of a page.
    Page,
}

/// Something the document says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What.
    pub kind: HintKind,
    /// As written, trimmed, references resolved.
    pub value: String,
    /// Where in the reader's input.
    pub source: Option<SourceSpan>,
}

/// What a hint tells. Where several tell the same, the order of the variants is the order of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HintKind {
    /// The title, as a field (front matter, feed item, row).
    Title,
    /// The title, as a heading of the page that the page marks as such.
    Headline,
    /// The page's window title: often with the site's name behind it.
    PageTitle,
    /// A date, and why it is believed.
    Date(DateGround),
    /// Who wrote it.
    Author,
    /// The outlet or site.
    Outlet,
    /// Its address.
    Url,
    /// Language tag, as declared.
    Language,
    /// The document's id among its kind (a row's or item's).
    Id,
}

/// A reply under a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentDraft {
    /// Who wrote it, as printed.
    pub author: Option<String>,
    /// When, as printed.
    pub posted: Option<String>,
    /// What it says.
    pub text: String,
    /// Where in the reader's input.
    pub source: Option<SourceSpan>,
}

impl Sheet {
    /// Appends a block of words already mapped: `fill` pushes them on the text. A block left empty is not kept.
    pub fn block(&mut self, kind: BlockKind, gap: Gap, fill: impl FnOnce(&mut MappedText)) -> Option<&mut Block> {
        if !self.text.is_empty() && !self.text.text().ends_with('\n') {
            self.text.push_space("\n");
        }
        let start = self.text.len();
        fill(&mut self.text);
        let span = Span::new(start, self.text.len());
        if span.is_empty() && kind != BlockKind::Rule {
            return None;
        }
        self.blocks.push(Block { span, kind, gap, emphasis: false, links: 0, indent: false });
        self.blocks.last_mut()
    }

    /// The words of a block.
    #[must_use]
    pub fn words(&self, block: &Block) -> &str {
        &self.text.text()[block.span.range()]
    }

    /// This sheet with every place led on through `outer`, the map of the text it was read from.
    #[must_use]
    pub fn through(mut self, outer: &OffsetMap) -> Self {
        let lead = |s: SourceSpan| outer.source_span(Span::new(s.start(), s.end()));
        self.text = self.text.through(outer);
        for hint in &mut self.hints {
            hint.source = hint.source.and_then(lead);
        }
        for comment in &mut self.comments {
            comment.source = comment.source.and_then(lead);
        }
        for fault in &mut self.faults {
            if let chancery_model::FaultPlace::Source(s) = fault.place
                && let Some(there) = lead(s)
            {
                fault.place = chancery_model::FaultPlace::Source(there);
            }
        }
        self
    }
}
