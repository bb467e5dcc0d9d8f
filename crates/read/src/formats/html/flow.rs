//! The words of a page as a reader sees them: white space collapsed, line ends inside Chinese dropped, references
//! resolved, unseen characters left out, each stretch mapped to the bytes it came from; cut into blocks with what the
//! markup says of each. Which elements are taken was decided before. Next to read: `read/src/sheet.rs`.

use std::ops::Range;

use chancery_text::{MappedText, SourceSpan};

use super::chars::{Class, class, is_han, joins_over_line_end, leaked_reading};
use super::reference;
use super::tag::Tag;
use super::tree::{Item, Node, Tree};
use crate::{Block, BlockKind, Gap, Sheet};

/// What the open elements say of the words in them.
#[derive(Clone, Copy, Debug)]
struct Context {
    kind: BlockKind,
    /// The list item inside which this is, to tell its first block from the later ones.
    item: u32,
    lists: u8,
    quotes: u8,
    bold: bool,
    link: bool,
    kept_lines: bool,
}

/// A stretch of source with one look.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: u32,
    end: u32,
    bold: bool,
    link: bool,
}

/// Writes items of a tree to a sheet, block by block.
pub(super) struct Flow<'t, 's> {
    text: &'t str,
    tree: &'t Tree,
    sheet: &'s mut Sheet,
    contexts: Vec<Context>,
    pieces: Vec<Piece>,
    /// Context of the block being gathered: that of its first piece.
    shape: Option<Context>,
    /// `<br>`s and edges of blocks since the last words.
    breaks: u32,
    edge: bool,
    rule: bool,
    item_told: u32,
}

impl<'t, 's> Flow<'t, 's> {
    pub(super) fn new(text: &'t str, tree: &'t Tree, sheet: &'s mut Sheet) -> Self {
        let plain = Context {
            kind: BlockKind::Paragraph,
            item: 0,
            lists: 0,
            quotes: 0,
            bold: false,
            link: false,
            kept_lines: false,
        };
        Self {
            text,
            tree,
            sheet,
            contexts: vec![plain],
            pieces: Vec::new(),
            shape: None,
            breaks: 0,
            edge: true,
            rule: false,
            item_told: 0,
        }
    }

    /// Writes all that stands inside `node`, elements marked as dropped left out.
    pub(super) fn write(&mut self, node: u32) {
        self.write_items(self.tree.inside(node));
    }

    fn write_items(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            match self.tree.items[at] {
                Item::Open(id) => {
                    let node = &self.tree.nodes[id as usize];
                    if node.is(Node::DROPPED) {
                        if node.tag.is_block() {
                            self.cut();
                        }
                        at = node.last as usize + 1;
                        continue;
                    }
                    if node.tag.is_block() {
                        self.cut();
                    }
                    self.contexts.push(self.inside(id, node));
                }
                Item::Close(id) => {
                    if self.tree.nodes[id as usize].tag.is_block() {
                        self.cut();
                    }
                    // A stretch of items may end elements that it didn't begin.
                    if self.contexts.len() > 1 {
                        self.contexts.pop();
                    }
                }
                Item::Text(start, end) => self.words(start, end),
                Item::Break => {
                    self.flush();
                    self.breaks += 1;
                }
                Item::Cut => self.cut(),
                Item::Rule => {
                    self.cut();
                    self.rule = true;
                }
                Item::Image => {}
            }
            at += 1;
        }
        self.cut();
    }

    fn context(&self) -> Context {
        self.contexts[self.contexts.len() - 1]
    }

    fn inside(&self, id: u32, node: &Node) -> Context {
        let mut context = self.context();
        context.bold |= node.is(Node::BOLD);
        context.link |= node.is(Node::LINK);
        let quoted = |c: &Context| if c.quotes > 0 { BlockKind::Quote(c.quotes) } else { BlockKind::Paragraph };
        if node.is(Node::CAPTION) {
            context.kind = BlockKind::Caption;
            return context;
        }
        match node.tag {
            Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dir | Tag::Dl => context.lists = context.lists.saturating_add(1),
            Tag::Li | Tag::Dt | Tag::Dd => {
                context.lists = context.lists.max(1);
                context.kind = BlockKind::Item(context.lists);
                context.item = id;
            }
            Tag::Blockquote => {
                context.quotes = context.quotes.saturating_add(1);
                context.kind = quoted(&context);
            }
            Tag::Td | Tag::Th if node.is(Node::LAYOUT) => context.kind = quoted(&context),
            Tag::Td | Tag::Th => context.kind = BlockKind::Cell,
            Tag::P | Tag::Div | Tag::Section | Tag::Article if context.kind == BlockKind::Cell => {
                context.kind = quoted(&context);
            }
            Tag::Figcaption | Tag::Caption => context.kind = BlockKind::Caption,
            Tag::Pre | Tag::Listing | Tag::Xmp | Tag::Plaintext => {
                context.kind = BlockKind::Preformatted;
                context.kept_lines = true;
            }
            tag => {
                if let Some(level) = tag.heading() {
                    context.kind = BlockKind::Heading(level);
                }
            }
        }
        context
    }

    fn words(&mut self, start: u32, end: u32) {
        let context = self.context();
        if !context.kept_lines {
            return self.piece(context, start, end);
        }
        // As typed: every line is a block of its own, like in a plain text.
        let mut from = start;
        for at in memchr::memchr_iter(b'\n', &self.text.as_bytes()[start as usize..end as usize]) {
            let at = start + at as u32;
            self.piece(context, from, at);
            self.flush();
            self.breaks += 1;
            from = at + 1;
        }
        self.piece(context, from, end);
    }

    fn piece(&mut self, context: Context, start: u32, end: u32) {
        if start < end {
            self.shape.get_or_insert(context);
            self.pieces.push(Piece { start, end, bold: context.bold, link: context.link });
        }
    }

    fn cut(&mut self) {
        self.flush();
        self.edge = true;
    }

    fn gap(&self, kept_lines: bool) -> Gap {
        match self.breaks {
            _ if self.edge => Gap::Block,
            0 => Gap::Block,
            1 => Gap::Line,
            _ if kept_lines => Gap::Blank,
            _ => Gap::Block,
        }
    }

    /// Writes the gathered pieces as a block, if there is anything to see in them.
    fn flush(&mut self) {
        let Some(shape) = self.shape.take() else { return };
        let gap = self.gap(shape.kept_lines);
        let mut kind = shape.kind;
        let told = self.item_told == shape.item && gap != Gap::Line;
        if told && matches!(kind, BlockKind::Item(_)) {
            kind = BlockKind::Paragraph;
        }
        let mut writer = Writer::new(self.text, shape.kept_lines);
        let pieces = &self.pieces;
        let rule = self.rule && !self.sheet.blocks.is_empty();
        if rule && pieces.iter().any(|p| is_seen(&self.text[p.start as usize..p.end as usize])) {
            self.sheet.block(BlockKind::Rule, Gap::Block, |_| {});
            self.rule = false;
        }
        let block = self.sheet.block(kind, gap, |out| {
            for piece in pieces {
                writer.write(out, *piece);
            }
        });
        if let Some(block) = block {
            writer.describe(block);
            self.item_told = shape.item;
            self.breaks = 0;
            self.edge = false;
            self.rule = false;
        }
        self.pieces.clear();
    }
}

fn is_seen(text: &str) -> bool {
    text.chars().any(|c| class(c) == Class::Visible)
}

/// White space met since the last visible character.
#[derive(Clone, Copy, Debug, Default)]
struct Space {
    any: bool,
    newline: bool,
    wide: u32,
    narrow: u32,
    /// The only white space so far is this one wide space of the source.
    lone_wide: Option<u32>,
}

/// Writes one block's words.
struct Writer<'t> {
    text: &'t str,
    kept_lines: bool,
    space: Space,
    started: bool,
    indent: bool,
    last: char,
    seen: u32,
    bold: u32,
    linked: u32,
}

impl<'t> Writer<'t> {
    const fn new(text: &'t str, kept_lines: bool) -> Self {
        let space = Space { any: false, newline: false, wide: 0, narrow: 0, lone_wide: None };
        Self { text, kept_lines, space, started: false, indent: false, last: ' ', seen: 0, bold: 0, linked: 0 }
    }

    fn describe(&self, block: &mut Block) {
        block.emphasis = self.seen > 0 && self.bold == self.seen;
        block.links = (u64::from(self.linked) * 100 / u64::from(self.seen.max(1))) as u8;
        block.indent = self.indent;
    }

    fn write(&mut self, out: &mut MappedText, piece: Piece) {
        let before = out.len();
        self.write_words(out, piece);
        let added = &out.text()[before as usize..];
        let seen = added.chars().filter(|c| !c.is_whitespace()).count() as u32;
        self.seen += seen;
        self.bold += if piece.bold { seen } else { 0 };
        self.linked += if piece.link { seen } else { 0 };
    }

    fn write_words(&mut self, out: &mut MappedText, piece: Piece) {
        let (mut at, end) = (piece.start as usize, piece.end as usize);
        let bytes = self.text.as_bytes();
        // Start of the stretch that will be copied byte for byte, when there is one.
        let mut run: Option<usize> = None;
        while at < end {
            let byte = bytes[at];
            let plain = match byte {
                b'&' => false,
                b'(' => !self.follows_han(run, at),
                b' ' => run.is_some() && at + 1 < end && matches!(bytes[at + 1], b'!'..=b'%' | b'\''..=b'~'),
                0x21..=0x7E => true,
                0x80..=0xBF => true,
                0xC3..=0xCB | 0xD0..=0xD7 | 0xDC..=0xE0 | 0xE4..=0xED => true,
                _ => false,
            };
            if plain {
                if run.is_none() {
                    self.before_visible(out, self.char_at(at));
                    run = Some(at);
                }
                at += 1;
                continue;
            }
            at = self.special(out, &mut run, at, end);
        }
        self.copy(out, &mut run, end);
    }

    fn char_at(&self, at: usize) -> char {
        self.text[at..].chars().next().unwrap_or(' ')
    }

    fn copy(&mut self, out: &mut MappedText, run: &mut Option<usize>, to: usize) {
        if let Some(from) = run.take() {
            let words = &self.text[from..to];
            out.push_verbatim(words, from as u32);
            self.last = words.chars().next_back().unwrap_or(self.last);
        }
    }

    fn follows_han(&self, run: Option<usize>, at: usize) -> bool {
        let last = match run {
            Some(from) => self.text[from..at].chars().next_back().unwrap_or(self.last),
            None if self.space.any => ' ',
            None => self.last,
        };
        is_han(last)
    }

    /// Handles what may not be copied as it is, at `at`; returns where to go on.
    fn special(&mut self, out: &mut MappedText, run: &mut Option<usize>, at: usize, end: usize) -> usize {
        let c = self.char_at(at);
        if c == '&' {
            let Some((first, second, length)) = reference::resolve(&self.text[at..end]) else {
                self.start_run(out, run, at, c);
                return at + 1;
            };
            self.copy(out, run, at);
            self.resolved(out, [Some(first), second], SourceSpan::of(at..at + length));
            return at + length;
        }
        if matches!(c, '(' | '\u{FF08}') && self.follows_han(*run, at) {
            let length = leaked_reading(&self.text[at..end]);
            if length > 0 {
                self.copy(out, run, at);
                return at + length;
            }
        }
        let next = at + c.len_utf8();
        match class(c) {
            Class::Visible => self.start_run(out, run, at, c),
            Class::Unseen => self.copy(out, run, at),
            space => {
                self.copy(out, run, at);
                self.met_space(space, (c == '\u{3000}').then_some(at as u32));
            }
        }
        next
    }

    fn start_run(&mut self, out: &mut MappedText, run: &mut Option<usize>, at: usize, c: char) {
        if run.is_none() {
            self.before_visible(out, c);
            *run = Some(at);
        }
    }

    fn resolved(&mut self, out: &mut MappedText, chars: [Option<char>; 2], source: SourceSpan) {
        let mut text = String::new();
        for c in chars.into_iter().flatten() {
            match class(c) {
                Class::Visible => text.push(c),
                Class::Unseen => {}
                space => self.met_space(space, None),
            }
        }
        if let Some(first) = text.chars().next() {
            self.before_visible(out, first);
            out.push_run(&text, source, chancery_text::RunKind::Reference);
            self.last = text.chars().next_back().unwrap_or(first);
        }
    }

    fn met_space(&mut self, class: Class, wide_at: Option<u32>) {
        self.space.lone_wide = if self.space.any { None } else { wide_at };
        self.space.any = true;
        match class {
            Class::Newline => self.space.newline = true,
            Class::Wide => self.space.wide += 1,
            Class::Narrow => self.space.narrow += 1,
            _ if self.kept_lines => self.space.narrow += 1,
            _ => {}
        }
    }

    /// Writes the white space due before a visible character.
    fn before_visible(&mut self, out: &mut MappedText, next: char) {
        let space = std::mem::take(&mut self.space);
        if !self.started {
            self.started = true;
            self.indent = space.wide >= 2 || space.narrow >= 4;
            return;
        }
        if !space.any {
            return;
        }
        let shown = space.wide + space.narrow > 0;
        if space.newline && !shown && joins_over_line_end(self.last, next) {
            return;
        }
        match space.lone_wide {
            Some(at) => {
                out.push_verbatim("\u{3000}", at);
            }
            None => {
                out.push_space(" ");
            }
        }
    }
}

/// The words of a node, its blocks parted by `\n`.
pub(super) fn words_of(text: &str, tree: &Tree, node: u32) -> String {
    words_between(text, tree, tree.inside(node))
}

/// The words of a stretch of items.
pub(super) fn words_between(text: &str, tree: &Tree, items: Range<usize>) -> String {
    let mut sheet = Sheet::default();
    Flow::new(text, tree, &mut sheet).write_items(items);
    sheet.text.into_parts().0
}
