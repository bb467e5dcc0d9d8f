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
/// Share of a page's running text, in per cent, that an element named as the text itself must hold to be believed.
const LEAST_BODY: u64 = 25;
/// Fewest bytes of running text of an article: two short sentences of Chinese.
const SHORTEST_ARTICLE: u32 = 90;
/// An element named as no part of the article is still part of it when it holds this share of its text, in per cent.
const TOO_MUCH_TO_DROP: u64 = 40;
/// The sign of copyright, and the longest line taken for a notice by it, in bytes.
const COPYRIGHT: &[u8] = "\u{A9}".as_bytes();
const LONGEST_COPYRIGHT: u32 = 300;
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

/// The way down to the article.
struct Path {
    chosen: u32,
    /// The last node on the way that held more running text than the child taken, and that child.
    parted: Option<(u32, u32)>,
    /// Levels gone down since.
    levels: u32,
}

/// The title as printed.
struct Title {
    node: u32,
    hint: Hint,
    /// The item from which on the article is sought; 0 where the title doesn't tell.
    text_from: u32,
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
        let mut hints = Vec::new();
        let title = self.find_title();
        let from = title.as_ref().map_or(0, |title| title.text_from);
        let titled = title.as_ref().filter(|_| from > 0).map(|title| self.tree.nodes[title.node as usize].first);
        let effective = self.effective(from);
        let nodes = if effective[0] >= SHORTEST_ARTICLE {
            let start = self.named_body(&effective, titled).unwrap_or(0);
            let path = self.descend(start, &effective, titled);
            self.with_siblings(&path, &effective)
        } else {
            self.named_without_prose().into_iter().collect()
        };
        if let Some(title) = title {
            self.tree.nodes[title.node as usize].flags |= Node::DROPPED;
            hints.push(title.hint);
        }
        let spoken = effective[0] >= SHORTEST_ARTICLE;
        for &node in &nodes {
            self.clean(node, from, spoken);
        }
        let (prose, links, bytes) = self.kept(&nodes);
        let list = u64::from(links) * 2 > u64::from(bytes) && prose < 4 * SHORTEST_ARTICLE;
        let nodes = if list || (spoken && prose < SHORTEST_ARTICLE) { Vec::new() } else { nodes };
        if !nodes.is_empty() {
            self.bylines(&nodes, &mut hints);
        }
        Choice { nodes, hints }
    }

    /// On a page without running text, the element that its name says is the article, if it holds more than links:
    /// a calendar, a table, a list of those present.
    fn named_without_prose(&self) -> Option<u32> {
        let fits = |id: u32| {
            let (node, share) = (&self.tree.nodes[id as usize], self.measure.shares[id as usize]);
            let named = self.is_named(id) && !node.marks.has(WebMark::Aside);
            let own = share.bytes - share.links;
            named && own >= 2 * SHORTEST_ARTICLE && share.links * 4 <= share.bytes
        };
        let own = |id: u32| self.measure.shares[id as usize].bytes - self.measure.shares[id as usize].links;
        (1..self.tree.nodes.len() as u32).filter(|&id| fits(id)).max_by_key(|&id| (own(id), id))
    }

    /// Running text of every node from an item on, without that in elements named as no part of an article.
    fn effective(&self, from: u32) -> Vec<u32> {
        let shares = &self.measure.shares;
        let mut effective = vec![0; shares.len()];
        for unit in self.measure.units.iter().filter(|unit| unit.first >= from) {
            effective[unit.node as usize] += unit.prose;
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
        (by_tag || named && !node.marks.has(WebMark::Content) && !node.marks.has(WebMark::Body))
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

    /// The node in which the article is, and where on the way down to it running text was last left behind.
    fn descend(&self, start: u32, effective: &[u32], titled: Option<u32>) -> Path {
        let mut path = Path { chosen: start, parted: None, levels: 0 };
        loop {
            let children = self.children(path.chosen);
            let whole = u64::from(effective[path.chosen as usize]);
            let fits = |&c: &u32| !self.is_aside(c, self.measure.shares[0]);
            let weight = |&c: &u32| (effective[c as usize], std::cmp::Reverse(c));
            let Some(mut child) = children.iter().copied().filter(fits).max_by_key(weight) else { return path };
            let named = self.is_named(child);
            let leaf = self.measure.shares[child as usize].paragraphs < 2;
            let node = &self.tree.nodes[child as usize];
            let is_text = matches!(node.tag, Tag::P | Tag::Li | Tag::Blockquote | Tag::Pre) || !node.tag.is_block();
            let share = if named { DOWN_NAMED } else { DOWN };
            let holds = u64::from(effective[child as usize]) * 100 >= share * whole;
            // A single paragraph is not where an article is, but what it is made of, unless its name says otherwise.
            if !holds || is_text || (leaf && !named) {
                match self.titled_article(&children, effective, titled) {
                    Some(article) => child = article,
                    None => return path,
                }
            }
            path.levels += 1;
            if u64::from(effective[child as usize]) < whole && self.tree.nodes[child as usize].tag != Tag::Article {
                path.parted = Some((path.chosen, child));
                path.levels = 0;
            }
            path.chosen = child;
        }
    }

    fn is_named(&self, id: u32) -> bool {
        let node = &self.tree.nodes[id as usize];
        node.marks.has(WebMark::Content)
            || node.marks.has(WebMark::Body)
            || matches!(node.tag, Tag::Article | Tag::Main)
    }

    /// The element that its name says is the text itself: the only such one, or the first under the title.
    fn named_body(&self, effective: &[u32], titled: Option<u32>) -> Option<u32> {
        let mut until = 0;
        let mut bodies = Vec::new();
        for (id, node) in self.tree.nodes.iter().enumerate() {
            if node.marks.has(WebMark::Body) && node.first >= until && effective[id] > 0 {
                bodies.push(id as u32);
                until = node.last;
            }
        }
        let sure = titled.is_some() || bodies.len() == 1;
        let heavy = |&id: &u32| {
            let prose = effective[id as usize];
            prose >= SHORTEST_ARTICLE && u64::from(prose) * 100 >= LEAST_BODY * u64::from(effective[0])
        };
        let first = bodies.iter().copied().find(heavy).filter(|_| sure)?;
        // A text in several such elements side by side is what holds them.
        let parent = self.tree.nodes[first as usize].parent;
        let beside = bodies.iter().filter(|&&b| b != first && self.tree.nodes[b as usize].parent == parent);
        Some(if beside.count() > 0 { parent } else { first })
    }

    /// The `<article>` that holds the page's title: some pages go on to the next stories below.
    fn titled_article(&self, children: &[u32], effective: &[u32], titled: Option<u32>) -> Option<u32> {
        let titled = titled?;
        let holds = |&c: &u32| {
            let node = &self.tree.nodes[c as usize];
            node.tag == Tag::Article
                && (node.first..node.last).contains(&titled)
                && effective[c as usize] >= 2 * SHORTEST_ARTICLE
        };
        children.iter().copied().find(holds)
    }

    /// The chosen node with what stands beside it and belongs to it: a lead set apart, a table, the second half.
    fn with_siblings(&self, path: &Path, effective: &[u32]) -> Vec<u32> {
        let near = |&(parent, _): &(u32, u32)| path.levels == 0 || (path.levels <= 2 && self.is_named(parent));
        let Some((parent, anchor)) = path.parted.filter(near) else { return vec![path.chosen] };
        let children = self.children(parent);
        let Some(place) = children.iter().position(|&c| c == anchor) else { return vec![path.chosen] };
        let tag = self.tree.nodes[anchor as usize].tag;
        let belongs = |child: u32| {
            let share = self.measure.shares[child as usize];
            let node = &self.tree.nodes[child as usize];
            let dense = u64::from(effective[child as usize]) * 100 >= 70 * u64::from(share.bytes);
            let alike = node.tag == tag || matches!(node.tag, Tag::P | Tag::Blockquote);
            let spoken = alike && dense && effective[child as usize] >= SHORTEST_ARTICLE && !self.is_byline(child);
            spoken && !self.is_aside(child, self.measure.shares[0])
        };
        let first = children.iter().position(|&c| belongs(c)).map_or(place, |p| p.min(place));
        let last = children.iter().rposition(|&c| belongs(c)).map_or(place, |p| p.max(place));
        // A table or list right behind it goes with it, as does all between two parts that belong.
        let goes_on = |c: &&u32| {
            let share = self.measure.shares[**c as usize];
            let tag = self.tree.nodes[**c as usize].tag;
            matches!(tag, Tag::Table | Tag::Ol | Tag::Ul | Tag::P | Tag::Dl | Tag::Blockquote)
                && share.links * 4 <= share.bytes
                && !self.is_aside(**c, self.measure.shares[0])
        };
        let last = last + children[last + 1..].iter().take_while(goes_on).count();
        let kept = |&child: &u32| {
            let share = self.measure.shares[child as usize];
            child == anchor
                || belongs(child)
                || (share.links * 4 <= share.bytes && !self.is_aside(child, self.measure.shares[0]))
        };
        let chosen = |child: u32| if child == anchor { path.chosen } else { child };
        children[first..=last].iter().copied().filter(kept).map(chosen).collect()
    }

    /// Finds the title as the page prints it: the heading that the head's title holds, else the first great heading.
    fn find_title(&self) -> Option<Title> {
        let body = self.measure.units.iter().find(|u| u.prose > 0).map_or(u32::MAX, |u| u.first);
        let mut best: Option<(u32, u32, String)> = None;
        let mut looked = 0;
        for id in 1..self.tree.nodes.len() as u32 {
            let node = &self.tree.nodes[id as usize];
            let share = self.measure.shares[id as usize];
            let heading = node.tag.heading().filter(|&level| level <= 3);
            let named = node.marks.has(WebMark::Headline) && !node.marks.has(WebMark::Aside);
            let fits = share.bytes > 3 && share.bytes <= LONGEST_TITLE && share.links * 2 <= share.bytes;
            if !fits || share.prose > 0 && heading.is_none() || (heading.is_none() && !named) {
                continue;
            }
            looked += 1;
            if looked > MOST_TITLES {
                break;
            }
            let words = flow::words_of(self.text, self.tree, id);
            let agreed = self.titles.iter().map(|title| agreement(title, &words)).max().unwrap_or(0);
            // Under running text only what the head confirms is the title.
            if node.first > body && agreed == 0 {
                continue;
            }
            let level = heading.map_or(1, |level| 5 - u32::from(level));
            let rank = if agreed > 0 { 1000 + agreed * 8 + level } else { level };
            if best.as_ref().is_none_or(|(_, r, _)| rank > *r) {
                best = Some((id, rank, words));
            }
        }
        let sure = |found: &(u32, u32, String)| found.1 >= 1000 || (found.1 >= 3 && !found.2.contains('\n'));
        let (node, rank, words) = best.filter(sure).or_else(|| self.title_without_markup())?;
        let value = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let source = self.tree.source_of(self.tree.inside(node));
        let hint = Hint { kind: HintKind::Headline, value, source };
        let behind = self.tree.nodes[node as usize].last;
        let units = &self.measure.units;
        let prose = |from: u32| units.iter().filter(|u| u.first >= from).map(|u| u64::from(u.prose)).sum::<u64>();
        // What stands above a title is not under it; but a title at the foot of a page is no title.
        let heads = rank >= 1000 && prose(behind) * 100 >= TOO_MUCH_TO_DROP * prose(0);
        Some(Title { node, hint, text_from: if heads { behind } else { 0 } })
    }

    /// A block above the running text that says what the head's title says, on pages that know no headings.
    fn title_without_markup(&self) -> Option<(u32, u32, String)> {
        let units = self.measure.units.iter().take_while(|u| u.prose == 0).take(MOST_TITLES);
        let alone = |u: &&Unit| u.node != 0 && u.links == 0 && self.measure.shares[u.node as usize].bytes == u.bytes;
        units.filter(alone).find_map(|unit| {
            let words = flow::words_of(self.text, self.tree, unit.node);
            let agreed = self.titles.iter().map(|title| agreement(title, &words)).max().unwrap_or(0);
            (u64::from(agreed) * 10 >= u64::from(unit.bytes) * 9).then_some((unit.node, 1000 + agreed * 8, words))
        })
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
    fn clean(&mut self, root: u32, from: u32, spoken: bool) {
        let article = self.measure.shares[root as usize];
        let units = self.units(root);
        let begins = units.iter().find(|u| u.prose > 0).map_or(u32::MAX, |u| u.first);
        let ends = units.iter().rev().find(|u| u.prose > 0).map_or(0, |u| u.last);
        let range = self.tree.inside(root);
        let mut at = range.start;
        while at < range.end {
            if let Item::Open(id) = self.tree.items[at] {
                let node = self.tree.nodes[id as usize];
                let above = node.last < from;
                if node.is(Node::DROPPED) || above || (spoken && self.is_foreign(id, article, begins, ends)) {
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
        self.is_aside(id, article) || links || lone_link || byline || self.is_copyright(id)
    }

    /// A short line with the sign of copyright.
    fn is_copyright(&self, id: u32) -> bool {
        let node = &self.tree.nodes[id as usize];
        node.tag.is_block() && self.measure.shares[id as usize].bytes <= LONGEST_COPYRIGHT && {
            let texts = self.tree.items[self.tree.inside(id)].iter();
            texts.into_iter().any(|item| {
                matches!(*item, Item::Text(start, end)
                    if memchr::memmem::find(&self.text.as_bytes()[start as usize..end as usize], COPYRIGHT).is_some())
            })
        }
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

/// How much of a heading is the title that the page's head gives, in bytes, white space aside: one holds the other.
fn agreement(title: &str, words: &str) -> u32 {
    let bare = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let (title, words) = (bare(title), bare(words));
    let inside = words.len() > 3 && title.contains(&words);
    if inside || (title.len() * 2 > words.len() && words.contains(&title)) {
        return title.len().min(words.len()) as u32;
    }
    0
}
