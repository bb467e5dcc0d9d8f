//! Tokens → a light tree: the elements that hold words, in the order of the source, with unclosed and misnested tags
//! put right where it matters to the flow of words. Not a DOM: no attributes kept, no empty elements, no reparenting.
//!
//! Costs: a node is kept only while it holds something, so a page of a hundred million empty tags needs no memory;
//! what is open is bounded by [`Limits::depth`]; every search up the open elements is bounded by that depth and made
//! only when such an element is open. Next to read: `flow.rs` (the words), `content.rs` (which of them).

use std::ops::Range;

use chancery_model::{Fault, FaultKind, FaultPlace, Severity};
use chancery_text::SourceSpan;

use super::hints::Collector;
use super::marks::{Marks, Reader as MarkReader};
use super::tag::Tag;
use super::token::{Attribute, Token, Tokens};
use crate::Limits;

/// Most items of one page. Real pages have one in thirty bytes; this bounds what a hostile one costs (100 MB of
/// items, twice that of nodes) and lets 200 MB of honest markup through.
const MOST_ITEMS: usize = 1 << 23;

/// An element that holds words (or a picture).
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) tag: Tag,
    pub(super) flags: u8,
    /// What its class and id say.
    pub(super) marks: Marks,
    pub(super) parent: u32,
    /// Its items, without its own `Open` and `Close`.
    pub(super) first: u32,
    pub(super) last: u32,
}

impl Node {
    /// Never shown.
    pub(super) const HIDDEN: u8 = 1;
    /// A link that leads somewhere.
    pub(super) const LINK: u8 = 2;
    /// Bold, by name or style.
    pub(super) const BOLD: u8 = 4;
    /// Centred, by attribute or style.
    pub(super) const CENTRED: u8 = 8;
    /// Left out by content selection.
    pub(super) const DROPPED: u8 = 16;
    /// A caption, by content selection.
    pub(super) const CAPTION: u8 = 32;
    /// A cell that holds a text, not a datum: the table is only there to place it.
    pub(super) const LAYOUT: u8 = 64;

    pub(super) const fn is(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

/// What stands at a place, in the order of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Open(u32),
    Close(u32),
    /// Source bytes, references unresolved.
    Text(u32, u32),
    /// `<br>`.
    Break,
    /// The edge of a block that itself holds nothing.
    Cut,
    /// `<hr>`.
    Rule,
    /// `<img>`.
    Image,
}

/// A page as a tree; node 0 is the whole.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) items: Vec<Item>,
    /// Whether there was an `<html>`, `<head>`, `<body>` or doctype: a page, not a fragment of one.
    pub(super) is_page: bool,
    pub(super) faults: Vec<Fault>,
}

impl Tree {
    /// The items inside a node.
    pub(super) fn inside(&self, node: u32) -> Range<usize> {
        let node = &self.nodes[node as usize];
        node.first as usize..node.last as usize
    }

    /// From the first to the last byte of the words in a stretch of items.
    pub(super) fn source_of(&self, items: Range<usize>) -> Option<SourceSpan> {
        let words = |item: &Item| match *item {
            Item::Text(start, end) => Some(SourceSpan::new(start, end)),
            _ => None,
        };
        let items = &self.items[items];
        let first = items.iter().find_map(words)?;
        items.iter().rev().find_map(words).map(|last| first.cover(last))
    }
}

/// Whether words that styles or attributes hide are kept: some pages hide their whole text until a script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hidden {
    Dropped,
    Kept,
}

struct Builder<'t, 'm> {
    text: &'t str,
    tree: Tree,
    open: Vec<u32>,
    /// How many of each element are open, and how many were not opened for being too deep.
    count: [u32; Tag::COUNT],
    beyond: [u32; Tag::COUNT],
    /// Open elements that hide their words.
    hidden: u32,
    depth: usize,
    keep_hidden: Hidden,
    marks: MarkReader<'m>,
    too_deep: Option<usize>,
}

/// Builds the tree of `text`, telling `collector` what the page says of itself on the way.
pub(super) fn build<'t>(
    text: &'t str,
    limits: &Limits,
    marks: MarkReader<'_>,
    hidden: Hidden,
    collector: &mut Collector<'t, '_>,
) -> Tree {
    let root = Node { tag: Tag::Html, flags: 0, marks: Marks::NONE, parent: 0, first: 0, last: 0 };
    let tree = Tree { nodes: vec![root], items: Vec::new(), is_page: false, faults: Vec::new() };
    let mut builder = Builder {
        text,
        tree,
        open: vec![0],
        count: [0; Tag::COUNT],
        beyond: [0; Tag::COUNT],
        hidden: 0,
        depth: (limits.depth as usize).max(1),
        keep_hidden: hidden,
        marks,
        too_deep: None,
    };
    let mut tokens = Tokens::new(text);
    let mut raw = Tag::Other;
    while let Some(token) = tokens.next() {
        if builder.tree.items.len() >= MOST_ITEMS {
            builder.stop(&token);
            break;
        }
        match token {
            Token::Text(range) => builder.words(range),
            Token::Raw(range) if raw == Tag::Xmp => builder.words(range),
            Token::Raw(range) => collector.raw(raw, range),
            Token::Comment(range) => collector.comment(range),
            Token::Doctype => builder.tree.is_page = true,
            Token::Start { tag, span, closed } => {
                raw = tag;
                collector.start(tag, &span, tokens.attributes());
                builder.start(tag, &span, tokens.attributes(), closed);
            }
            Token::End { tag, .. } => builder.end(tag),
        }
    }
    let unended = tokens.unended().map(|u| u.0.clone());
    builder.finish(unended)
}

impl Builder<'_, '_> {
    fn stop(&mut self, token: &Token) {
        let at = match token {
            Token::Text(r) | Token::Raw(r) | Token::Comment(r) => r.start,
            Token::Start { span, .. } | Token::End { span, .. } => span.start,
            Token::Doctype => 0,
        };
        let message = format!("more than {MOST_ITEMS} tags and stretches of text: read up to here; split the page");
        self.fault(FaultKind::OverLimit, at..at, message);
    }

    fn fault(&mut self, kind: FaultKind, at: Range<usize>, message: String) {
        let place = SourceSpan::checked(at.start, at.end).map_or(FaultPlace::Whole, FaultPlace::Source);
        self.tree.faults.push(Fault::new(kind, Severity::Warning, place, message));
    }

    fn finish(mut self, unended: Option<Range<usize>>) -> Tree {
        while self.open.len() > 1 {
            self.close_top();
        }
        self.tree.nodes[0].last = self.tree.items.len() as u32;
        if let Some(at) = self.too_deep {
            let message =
                format!("elements open inside one another beyond {}: the inner ones were levelled", self.depth);
            self.fault(FaultKind::OverLimit, at..at, message);
        }
        if let Some(at) = unended {
            let message = "a tag, comment or quoted value begins here and never ends: the page is cut off or damaged";
            self.fault(FaultKind::Damaged, at, message.into());
        }
        self.tree
    }

    fn words(&mut self, range: Range<usize>) {
        if self.hidden == 0 && !range.is_empty() {
            self.tree.items.push(Item::Text(range.start as u32, range.end as u32));
        }
    }

    fn cut(&mut self) {
        // One edge says as much as many.
        let edge = matches!(self.tree.items.last(), Some(Item::Cut | Item::Rule) | None);
        if !edge && self.hidden == 0 {
            self.tree.items.push(Item::Cut);
        }
    }

    fn push_once(&mut self, item: Item) {
        if self.hidden == 0 {
            self.tree.items.push(item);
        }
    }

    /// The place in `open` of the innermost element that `wanted` accepts, no further out than one `stop` accepts.
    fn find(&self, wanted: impl Fn(Tag) -> bool, stop: impl Fn(Tag) -> bool) -> Option<usize> {
        for (i, &id) in self.open.iter().enumerate().skip(1).rev() {
            let tag = self.tree.nodes[id as usize].tag;
            if wanted(tag) {
                return Some(i);
            }
            if stop(tag) {
                return None;
            }
        }
        None
    }

    fn is_open(&self, tag: Tag) -> bool {
        self.count[tag as usize] > 0
    }

    fn close_from(&mut self, place: usize) {
        while self.open.len() > place {
            self.close_top();
        }
    }

    fn close_top(&mut self) {
        let Some(id) = self.open.pop() else { return };
        let node = &mut self.tree.nodes[id as usize];
        let (tag, hides) = (node.tag, node.is(Node::HIDDEN));
        self.count[tag as usize] -= 1;
        if hides {
            self.hidden -= 1;
        }
        if self.tree.items.last() == Some(&Item::Open(id)) {
            // Nothing in it, so nothing was added behind it either: it is the last node.
            self.tree.items.pop();
            self.tree.nodes.pop();
            if tag.is_block() && !hides {
                self.cut();
            }
            return;
        }
        node.last = self.tree.items.len() as u32;
        self.tree.items.push(Item::Close(id));
    }

    /// Ends what a start tag ends without saying so.
    fn imply_ends(&mut self, tag: Tag) {
        use Tag::*;
        let none = |_: Tag| false;
        if tag.ends_paragraph() {
            if self.is_open(Select)
                && let Some(place) = self.find(|t| t == Select, Tag::is_boundary)
            {
                self.close_from(place);
            }
            if self.is_open(P)
                && let Some(place) = self.find(|t| t == P, Tag::is_boundary)
            {
                self.close_from(place);
            }
        }
        let place = match tag {
            Li if self.is_open(Li) => self.find(|t| t == Li, |t| matches!(t, Ul | Ol | Menu | Dir) || t.is_boundary()),
            Dd | Dt => self.find(|t| matches!(t, Dd | Dt), |t| t == Dl || t.is_boundary()),
            Option | Optgroup if self.is_open(Option) => self.find(|t| t == Option, |t| t != Option),
            Tr if self.is_open(Tr) => self.find(|t| t == Tr, |t| t == Table),
            Td | Th => self.find(|t| matches!(t, Td | Th), |t| matches!(t, Tr | Table)),
            Tbody | Thead | Tfoot => self.find(|t| matches!(t, Tbody | Thead | Tfoot | Caption), |t| t == Table),
            A if self.is_open(A) => self.find(|t| t == A, Tag::is_block),
            Button if self.is_open(Button) => self.find(|t| t == Button, none),
            Rt | Rp => self.find(|t| matches!(t, Rt | Rp), |t| t == Ruby),
            _ if tag.heading().is_some() => {
                let top = self.open.last().map(|&id| self.tree.nodes[id as usize].tag);
                top.and_then(Tag::heading).map(|_| self.open.len() - 1)
            }
            _ => None,
        };
        if let Some(place) = place.filter(|&p| p > 0) {
            self.close_from(place);
        }
    }

    fn start(&mut self, tag: Tag, span: &Range<usize>, attributes: &[Attribute], closed: bool) {
        match tag {
            Tag::Html | Tag::Head | Tag::Body | Tag::Frameset => {
                self.tree.is_page = true;
                return;
            }
            Tag::Br => return self.push_once(Item::Break),
            Tag::Img => return self.push_once(Item::Image),
            _ => {}
        }
        self.imply_ends(tag);
        if tag == Tag::Hr && self.hidden == 0 && self.tree.items.last() != Some(&Item::Rule) {
            self.tree.items.push(Item::Rule);
        }
        if tag.is_void() || (closed && (matches!(tag, Tag::Other | Tag::Button) || tag.is_raw())) {
            return;
        }
        if self.open.len() > self.depth {
            self.too_deep.get_or_insert(span.start);
            self.beyond[tag as usize] += 1;
            if tag.is_block() {
                self.cut();
            }
            return;
        }
        let (mut flags, marks) = self.look(tag, attributes);
        if tag.is_hidden() {
            flags |= Node::HIDDEN;
        }
        self.hidden += u32::from(flags & Node::HIDDEN != 0);
        let id = self.tree.nodes.len() as u32;
        let parent = self.open.last().copied().unwrap_or(0);
        self.tree.items.push(Item::Open(id));
        let first = self.tree.items.len() as u32;
        self.tree.nodes.push(Node { tag, flags, marks, parent, first, last: first });
        self.open.push(id);
        self.count[tag as usize] += 1;
    }

    /// What a tag's attributes say of its words.
    fn look(&mut self, tag: Tag, attributes: &[Attribute]) -> (u8, Marks) {
        let mut flags = if tag.is_bold() { Node::BOLD } else { 0 };
        let mut marks = Marks::NONE;
        let mut hides = false;
        if tag == Tag::Center {
            flags |= Node::CENTRED;
        }
        for attribute in attributes {
            let value = &self.text[attribute.value.clone()];
            let name = &self.text[attribute.name.clone()];
            match name.len() {
                2 if name.eq_ignore_ascii_case("id") => marks |= self.marks.read(value),
                4 if name.eq_ignore_ascii_case("role") => marks |= self.marks.read(value),
                4 if tag == Tag::A && name.eq_ignore_ascii_case("href") => flags |= Node::LINK,
                5 if name.eq_ignore_ascii_case("class") => marks |= self.marks.read(value),
                5 if name.eq_ignore_ascii_case("style") => {
                    let style = Style::of(value);
                    hides |= style.hides;
                    flags |= if style.bold { Node::BOLD } else { 0 } | if style.centred { Node::CENTRED } else { 0 };
                }
                5 if name.eq_ignore_ascii_case("align") && value.eq_ignore_ascii_case("center") => {
                    flags |= Node::CENTRED;
                }
                6 if name.eq_ignore_ascii_case("hidden") => hides = true,
                8 if name.eq_ignore_ascii_case("itemprop") => marks |= self.marks.read(value),
                11 if name.eq_ignore_ascii_case("aria-hidden") && value.eq_ignore_ascii_case("true") => hides = true,
                _ => {}
            }
        }
        if (hides && self.keep_hidden == Hidden::Dropped) || marks.has(Marks::UNSEEN) {
            flags |= Node::HIDDEN;
        }
        (flags, marks)
    }

    fn end(&mut self, tag: Tag) {
        use Tag::*;
        match tag {
            Html | Head | Body | Frameset => return,
            Br => return self.push_once(Item::Break),
            _ => {}
        }
        let heading = tag.heading().is_some();
        if !heading && !self.is_open(tag) {
            let beyond = &mut self.beyond[tag as usize];
            *beyond = beyond.saturating_sub(1);
            if tag.is_block() {
                self.cut();
            }
            return;
        }
        let place = match tag {
            Table => self.find(|t| t == Table, |_| false),
            Tr | Td | Th | Tbody | Thead | Tfoot | Caption => self.find(|t| t == tag, |t| t == Table),
            _ if heading => self.find(|t| t.heading().is_some(), Tag::is_boundary),
            _ if tag.is_block() || tag.is_hidden() => self.find(|t| t == tag, Tag::is_boundary),
            // An inline element left open over the end of a block ends with that block.
            _ => self.find(|t| t == tag, Tag::is_block),
        };
        match place {
            Some(place) => self.close_from(place),
            None if tag.is_block() => self.cut(),
            None => {}
        }
    }
}

/// What a `style` attribute says that matters here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Style {
    hides: bool,
    bold: bool,
    centred: bool,
}

impl Style {
    fn of(style: &str) -> Self {
        let mut out = Self::default();
        for declaration in style.split(';') {
            let Some((name, value)) = declaration.split_once(':') else { continue };
            let (name, value) = (name.trim(), value.trim());
            if name.eq_ignore_ascii_case("display") {
                out.hides |= value.get(..4).is_some_and(|v| v.eq_ignore_ascii_case("none"));
            } else if name.eq_ignore_ascii_case("font-size") {
                let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
                out.hides |= number.parse::<f32>().is_ok_and(|n| n == 0.0);
            } else if name.eq_ignore_ascii_case("font-weight") {
                let heavy = value.get(..3).and_then(|v| v.parse::<u16>().ok()).is_some_and(|w| w >= 600);
                out.bold |= heavy || value.get(..4).is_some_and(|v| v.eq_ignore_ascii_case("bold"));
            } else if name.eq_ignore_ascii_case("text-align") {
                out.centred |= value.get(..6).is_some_and(|v| v.eq_ignore_ascii_case("center"));
            }
        }
        out
    }
}
