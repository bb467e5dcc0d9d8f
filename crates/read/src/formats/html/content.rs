//! Which part of a page is the article: found by where its running text is, leaning on what names say.
//!
//! From the whole page down: into the child that holds most of the running text, as long as one does; what is then
//! inside is cleaned of lists of links, bylines, sharing bars and the like. Names (`marks.rs`) never decide alone: an
//! element that holds half of the page's text is never taken for navigation, whatever it is called. A page with no
//! running text to speak of is a list, and gives none. One pass to measure, one down the chosen path, one to clean.
//! Not here: threads (`thread.rs`). Next to read: `measure.rs`, `flow.rs`.

use chancery_model::{DateGround, WebMark};

use super::byline;
use super::flow;
use super::measure::{Measure, Share, Unit};
use super::tag::Tag;
use super::tree::{Item, Node, Tree};
use crate::{Hint, HintKind};

/// Share of a node's running text, in per cent, that one child must hold for the article to be sought in it alone;
/// less where the child's name says that it is the article. Measured on fixtures/marked-pages.tsv: 60 to 85 give the
/// same pages; below, the second half of articles in two columns is lost.
const DOWN: u64 = 75;
const DOWN_NAMED: u64 = 60;
/// Fewest bytes of running text of an article: two short sentences of Chinese.
const SHORTEST_ARTICLE: u32 = 90;
/// An element named as no part of the article is still part of it when it holds this share of its text, in per cent.
const TOO_MUCH_TO_DROP: u64 = 40;
/// Longest byline, in bytes.
const LONGEST_BYLINE: u32 = 240;
/// Longest title and caption, in bytes.
const LONGEST_TITLE: u32 = 400;
const LONGEST_CAPTION: u32 = 400;
/// Most candidates for the title looked at.
const MOST_TITLES: usize = 32;

/// What was chosen.
#[derive(Debug)]
pub(super) struct Choice {
    /// The nodes whose words are the article, in order; none where there is no article.
    pub(super) nodes: Vec<u32>,
    /// Title and dates found printed on the page.
    pub(super) hints: Vec<Hint>,
}

/// Whether a piece without `<html>` or `<body>` is a page all the same: many elements, a good part of its words links.
pub(super) fn is_like_page(tree: &Tree, measure: &Measure) -> bool {
    let whole = measure.shares[0];
    tree.is_page || (tree.nodes.len() > 150 && u64::from(whole.links) * 4 > u64::from(whole.bytes))
}

pub(super) struct Chooser<'t> {
    pub(super) text: &'t str,
    pub(super) tree: &'t mut Tree,
    pub(super) measure: &'t Measure,
    /// What the page's head gives as its title.
    pub(super) titles: Vec<String>,
}

impl Chooser<'_> {
    /// Chooses the article of a page, marking what is to be left out of it.
    pub(super) fn choose(mut self) -> Choice {
        let effective = self.effective();
        if effective[0] < SHORTEST_ARTICLE {
            return Choice { nodes: Vec::new(), hints: Vec::new() };
        }
        let (parent, chosen) = self.descend(&effective);
        let nodes = self.with_siblings(parent, chosen, &effective);
        let mut hints = Vec::new();
        self.find_title(&nodes, &mut hints);
        for &node in &nodes {
            self.clean(node);
        }
        self.bylines(&nodes, &mut hints);
        let (prose, links, bytes) = self.kept(&nodes);
        if prose < SHORTEST_ARTICLE || (u64::from(links) * 2 > u64::from(bytes) && prose < 4 * SHORTEST_ARTICLE) {
            return Choice { nodes: Vec::new(), hints };
        }
        Choice { nodes, hints }
    }

    /// Running text of every node without that in elements named as no part of an article.
    fn effective(&self) -> Vec<u32> {
        let shares = &self.measure.shares;
        let mut effective: Vec<u32> = shares.iter().map(|share| share.prose).collect();
        for (id, node) in self.tree.nodes.iter().enumerate().skip(1) {
            effective[node.parent as usize] -= shares[id].prose;
        }
        // Each holds its own only; children stand behind their parents, so going backwards adds up again.
        for (id, node) in self.tree.nodes.iter().enumerate().skip(1).rev() {
            if !self.is_aside(id as u32, shares[0]) {
                effective[node.parent as usize] += effective[id];
            }
        }
        effective
    }

    /// Whether a node's name says that it is no part of the article and its weight allows it.
    fn is_aside(&self, id: u32, whole: Share) -> bool {
        let node = &self.tree.nodes[id as usize];
        let named = node.marks.has(WebMark::Aside) || node.marks.has(WebMark::Comments);
        let by_tag = matches!(node.tag, Tag::Nav | Tag::Aside | Tag::Footer | Tag::Dialog | Tag::Search | Tag::Menu);
        let held = u64::from(self.measure.shares[id as usize].prose) * 100;
        (by_tag || named && !node.marks.has(WebMark::Content))
            && held < TOO_MUCH_TO_DROP * u64::from(whole.prose).max(1)
    }

    /// The children of a node, in order.
    fn children(&self, id: u32) -> Vec<u32> {
        let range = self.tree.inside(id);
        let mut at = range.start;
        let mut out = Vec::new();
        while at < range.end {
            if let Item::Open(child) = self.tree.items[at] {
                out.push(child);
                at = self.tree.nodes[child as usize].last as usize;
            }
            at += 1;
        }
        out
    }

    /// The node in which the article is, and its parent.
    fn descend(&self, effective: &[u32]) -> (u32, u32) {
        let (mut parent, mut at) = (0, 0);
        loop {
            let heaviest = self
                .children(at)
                .into_iter()
                .filter(|&c| !self.is_aside(c, self.measure.shares[0]))
                .max_by_key(|&c| (effective[c as usize], std::cmp::Reverse(c)));
            let Some(child) = heaviest else { return (parent, at) };
            let node = &self.tree.nodes[child as usize];
            let named = node.marks.has(WebMark::Content) || matches!(node.tag, Tag::Article | Tag::Main);
            let leaf = self.measure.shares[child as usize].paragraphs < 2;
            let is_text = matches!(node.tag, Tag::P | Tag::Li | Tag::Blockquote | Tag::Pre) || !node.tag.is_block();
            let share = if named { DOWN_NAMED } else { DOWN };
            let holds = u64::from(effective[child as usize]) * 100 >= share * u64::from(effective[at as usize]);
            // A single paragraph is not where an article is, but what it is made of, unless its name says otherwise.
            if !holds || is_text || (leaf && !named) {
                return (parent, at);
            }
            (parent, at) = (at, child);
        }
    }

    /// The chosen node with those beside it that are running text too: a lead set apart, the second half.
    fn with_siblings(&self, parent: u32, chosen: u32, effective: &[u32]) -> Vec<u32> {
        if chosen == 0 {
            return vec![0];
        }
        let whole = self.measure.shares[0];
        let mut out = Vec::new();
        for child in self.children(parent) {
            let share = self.measure.shares[child as usize];
            let node = &self.tree.nodes[child as usize];
            let dense = u64::from(effective[child as usize]) * 100 >= 70 * u64::from(share.bytes);
            let alike =
                node.tag == self.tree.nodes[chosen as usize].tag || matches!(node.tag, Tag::P | Tag::Blockquote);
            let fits = alike && dense && effective[child as usize] >= SHORTEST_ARTICLE && !self.is_byline(child);
            if child == chosen || (fits && !self.is_aside(child, whole)) {
                out.push(child);
            }
        }
        out
    }

    /// Finds the title as the page prints it, and leaves it out of the text: it is told as a hint.
    fn find_title(&mut self, nodes: &[u32], hints: &mut Vec<Hint>) {
        let body = self.first_prose(nodes);
        let mut best: Option<(u32, u32, String)> = None;
        let mut looked = 0;
        for id in 1..self.tree.nodes.len() as u32 {
            let node = &self.tree.nodes[id as usize];
            if node.first > body || looked >= MOST_TITLES {
                break;
            }
            let share = self.measure.shares[id as usize];
            let heading = node.tag.heading().filter(|&level| level <= 3);
            let named = node.marks.has(WebMark::Headline) && !node.marks.has(WebMark::Aside);
            let fits = share.bytes > 3 && share.bytes <= LONGEST_TITLE && share.links * 2 <= share.bytes;
            if !fits || (heading.is_none() && !named) {
                continue;
            }
            looked += 1;
            let words = flow::words_of(self.text, self.tree, id);
            let agrees = self.titles.iter().any(|title| agree(title, &words));
            let rank = u32::from(agrees) * 8 + heading.map_or(1, |level| 5 - u32::from(level));
            // Of equals the first, but inside one that agrees the one inside is nearer to the words.
            if best.as_ref().is_none_or(|(_, r, _)| rank > *r) {
                best = Some((id, rank, words));
            }
        }
        let Some((id, rank, words)) = best else { return };
        if rank < 4 || words.contains('\n') && rank < 8 {
            return;
        }
        let value = words.split_whitespace().collect::<Vec<_>>().join(" ");
        hints.push(Hint { kind: HintKind::Headline, value, source: self.tree.source_of(self.tree.inside(id)) });
        self.tree.nodes[id as usize].flags |= Node::DROPPED;
    }

    /// The units inside a node.
    fn units(&self, id: u32) -> &[Unit] {
        let range = self.tree.inside(id);
        let from = self.measure.units.partition_point(|u| (u.first as usize) < range.start);
        let to = self.measure.units.partition_point(|u| (u.first as usize) < range.end);
        &self.measure.units[from..to]
    }

    /// Where the running text of the article begins, in items.
    fn first_prose(&self, nodes: &[u32]) -> u32 {
        let first = nodes.iter().find_map(|&n| self.units(n).iter().find(|u| u.prose > 0).map(|u| u.first));
        first.unwrap_or(u32::MAX)
    }

    fn is_byline(&self, id: u32) -> bool {
        let node = &self.tree.nodes[id as usize];
        let named = node.marks.has(WebMark::Byline) || node.marks.has(WebMark::Date);
        named && self.measure.shares[id as usize].bytes <= LONGEST_BYLINE
    }

    /// Marks what inside the article is none of it.
    fn clean(&mut self, root: u32) {
        let article = self.measure.shares[root as usize];
        let units = self.units(root);
        let begins = units.iter().find(|u| u.prose > 0).map_or(u32::MAX, |u| u.first);
        let ends = units.iter().rev().find(|u| u.prose > 0).map_or(0, |u| u.last);
        let range = self.tree.inside(root);
        let mut at = range.start;
        while at < range.end {
            if let Item::Open(id) = self.tree.items[at] {
                let node = self.tree.nodes[id as usize];
                if node.is(Node::DROPPED) || self.is_foreign(id, article, begins, ends) {
                    self.tree.nodes[id as usize].flags |= Node::DROPPED;
                    at = node.last as usize;
                } else if node.marks.has(WebMark::Caption) && self.measure.shares[id as usize].bytes <= LONGEST_CAPTION
                {
                    self.tree.nodes[id as usize].flags |= Node::CAPTION;
                }
            }
            at += 1;
        }
        self.captions(root);
    }

    fn is_foreign(&self, id: u32, article: Share, begins: u32, ends: u32) -> bool {
        let node = &self.tree.nodes[id as usize];
        let share = self.measure.shares[id as usize];
        if share.bytes == 0 {
            return false;
        }
        let edge = node.last <= begins || node.first >= ends;
        let small = u64::from(share.prose) * 100 < TOO_MUCH_TO_DROP * u64::from(article.prose);
        let linked = u64::from(share.links) * 100 / u64::from(share.bytes);
        let list = matches!(node.tag, Tag::Ul | Tag::Ol | Tag::Div | Tag::Section | Tag::Table | Tag::Dl | Tag::Form);
        let links = list && linked >= 60 && share.anchors >= 2 && share.prose == 0;
        let lone_link = linked == 100 && matches!(node.tag, Tag::P | Tag::Div | Tag::Section | Tag::Figure);
        let byline = edge && small && self.is_byline(id);
        self.is_aside(id, article) || links || lone_link || byline
    }

    /// Marks short centred words right under a picture as its caption.
    fn captions(&mut self, root: u32) {
        let range = self.tree.inside(root);
        let from = self.measure.units.partition_point(|u| (u.first as usize) < range.start);
        let to = self.measure.units.partition_point(|u| (u.first as usize) < range.end);
        for unit in &self.measure.units[from..to] {
            if !unit.under_picture || unit.bytes > LONGEST_CAPTION || unit.node == root {
                continue;
            }
            let mut id = unit.node;
            let centred = loop {
                let node = &self.tree.nodes[id as usize];
                if node.is(Node::CENTRED) {
                    break true;
                }
                if id == root || id == 0 {
                    break false;
                }
                id = node.parent;
            };
            // The block may hold the article itself, all of it centred.
            if centred && self.measure.shares[unit.node as usize].bytes == unit.bytes {
                self.tree.nodes[unit.node as usize].flags |= Node::CAPTION;
            }
        }
    }

    /// Finds dates printed between the title and the text; a line that is only byline is left out of the text.
    fn bylines(&mut self, nodes: &[u32], hints: &mut Vec<Hint>) {
        let body = self.first_prose(nodes);
        let title = hints.first().and_then(|h| h.source);
        let before = self.measure.units.partition_point(|u| u.first < body);
        // Without a title to start from, the dozen lines before the text: beyond that are menus with today's date.
        let from = before.saturating_sub(if title.is_some() { 40 } else { 12 });
        let mut found = 0;
        for unit in &self.measure.units[from..before] {
            let items = unit.first as usize..unit.last as usize;
            let source = self.tree.source_of(items.clone());
            let above = title.is_some_and(|t| source.is_some_and(|s| s.end() <= t.start()));
            if unit.bytes > LONGEST_BYLINE || above || found >= 4 {
                continue;
            }
            let words = flow::words_between(self.text, self.tree, items);
            if !byline::holds_date(&words) {
                continue;
            }
            found += 1;
            hints.push(Hint { kind: HintKind::Date(DateGround::Byline), value: words, source });
            if self.measure.shares[unit.node as usize].bytes == unit.bytes && !nodes.contains(&unit.node) {
                self.tree.nodes[unit.node as usize].flags |= Node::DROPPED;
            }
        }
    }

    /// Running text, link words and all words of what is kept.
    fn kept(&self, nodes: &[u32]) -> (u32, u32, u32) {
        let mut sums = (0, 0, 0);
        for &root in nodes {
            let mut dropped_until = 0;
            let range = self.tree.inside(root);
            let units = self.units(root);
            let mut unit = 0;
            for at in range {
                if let Item::Open(id) = self.tree.items[at]
                    && self.tree.nodes[id as usize].is(Node::DROPPED)
                {
                    dropped_until = dropped_until.max(self.tree.nodes[id as usize].last);
                }
                if unit < units.len() && units[unit].first as usize == at {
                    if at as u32 >= dropped_until {
                        sums.0 += units[unit].prose;
                        sums.1 += units[unit].links;
                        sums.2 += units[unit].bytes;
                    }
                    unit += 1;
                }
            }
        }
        sums
    }
}

/// Whether a heading is the title that the page's head gives: one holds the other, white space aside.
fn agree(title: &str, words: &str) -> bool {
    let bare = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let (title, words) = (bare(title), bare(words));
    words.len() > 3 && (title.contains(&words) || (title.len() * 2 > words.len() && words.contains(&title)))
}
