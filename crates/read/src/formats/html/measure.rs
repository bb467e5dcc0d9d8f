//! How much of what stands where on a page: the stretches of words that stand by themselves (units), and for every
//! element the bytes of words, of links and of running text in it. One pass over the items. UTF-8 bytes are the measure
//! on purpose: a Han character counts three, about what the Latin letters of the same content count.
//! Next to read: `content.rs`, which decides on it.

use super::chars::{Class, class};
use super::reference;
use super::tag::Tag;
use super::tree::{Item, Node, Tree};

/// Words between two edges of blocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// The block that holds it.
    pub(super) node: u32,
    /// Its items.
    pub(super) first: u32,
    pub(super) last: u32,
    /// Bytes of visible words, and of those in links.
    pub(super) bytes: u32,
    pub(super) links: u32,
    /// Bytes of running text: 0 where it is a heading, a label, a link.
    pub(super) prose: u32,
    /// A picture stands before it and nothing else between.
    pub(super) under_picture: bool,
}

/// What an element holds, all that is in it counted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Share {
    pub(super) bytes: u32,
    pub(super) links: u32,
    pub(super) prose: u32,
    /// How many links with words.
    pub(super) anchors: u32,
    /// How many units of running text.
    pub(super) paragraphs: u32,
}

/// Units and shares of a page.
#[derive(Debug)]
pub(super) struct Measure {
    pub(super) units: Vec<Unit>,
    /// By node.
    pub(super) shares: Vec<Share>,
}

/// Fewest bytes of words, not in links, of a unit that may be running text: a short sentence.
const SHORTEST_PROSE: u32 = 36;
/// From this many bytes on it counts whole with one mark of punctuation, and without any beyond the second.
const SURE_PROSE: u32 = 120;
const UNMARKED_PROSE: u32 = 400;

#[derive(Default)]
struct Gathered {
    first: Option<u32>,
    bytes: u32,
    links: u32,
    marks: u32,
}

/// Measures a page; cells that hold several paragraphs are marked as there for the layout.
pub(super) fn measure(text: &str, tree: &mut Tree) -> Measure {
    let measure = measure_items(text, tree);
    for (node, share) in tree.nodes.iter_mut().zip(&measure.shares) {
        if matches!(node.tag, Tag::Td | Tag::Th) && share.paragraphs > 1 {
            node.flags |= Node::LAYOUT;
        }
    }
    measure
}

fn measure_items(text: &str, tree: &Tree) -> Measure {
    let mut measure = Measure { units: Vec::new(), shares: vec![Share::default(); tree.nodes.len()] };
    let mut blocks: Vec<u32> = vec![0];
    let mut at_node = 0;
    let mut links = 0u32;
    let mut picture = false;
    let mut unit = Gathered::default();
    for (i, item) in tree.items.iter().enumerate() {
        let i = i as u32;
        match *item {
            Item::Open(id) => {
                let node = &tree.nodes[id as usize];
                if node.tag.is_block() {
                    picture &= end_unit(tree, &mut measure, &blocks, &mut unit, i, picture);
                    blocks.push(id);
                }
                links += u32::from(node.is(Node::LINK));
                at_node = id;
            }
            Item::Close(id) => {
                let node = &tree.nodes[id as usize];
                if node.tag.is_block() {
                    picture &= end_unit(tree, &mut measure, &blocks, &mut unit, i, picture);
                    blocks.pop();
                }
                links -= u32::from(node.is(Node::LINK));
                at_node = node.parent;
            }
            Item::Text(start, end) => {
                let (bytes, marks) = weigh(&text[start as usize..end as usize]);
                if bytes == 0 {
                    continue;
                }
                unit.first.get_or_insert(i);
                unit.bytes += bytes;
                unit.marks += marks;
                let share = &mut measure.shares[at_node as usize];
                share.bytes += bytes;
                if links > 0 {
                    unit.links += bytes;
                    share.links += bytes;
                    share.anchors += u32::from(tree.nodes[at_node as usize].is(Node::LINK));
                }
            }
            Item::Break => {
                let doubled = i > 0 && matches!(tree.items[i as usize - 1], Item::Break);
                if doubled {
                    picture &= end_unit(tree, &mut measure, &blocks, &mut unit, i, picture);
                }
            }
            Item::Cut | Item::Rule => picture &= end_unit(tree, &mut measure, &blocks, &mut unit, i, picture),
            Item::Image => picture = true,
        }
    }
    end_unit(tree, &mut measure, &blocks, &mut unit, tree.items.len() as u32, picture);
    // Children stand behind their parents: going backwards, every node is complete when it is added to its parent.
    for id in (1..tree.nodes.len()).rev() {
        let own = measure.shares[id];
        let parent = &mut measure.shares[tree.nodes[id].parent as usize];
        parent.bytes += own.bytes;
        parent.links += own.links;
        parent.prose += own.prose;
        parent.anchors += own.anchors;
        parent.paragraphs += own.paragraphs;
    }
    measure
}

/// Ends the unit being gathered; says whether a picture met before is still waiting for words.
fn end_unit(tree: &Tree, measure: &mut Measure, blocks: &[u32], unit: &mut Gathered, end: u32, picture: bool) -> bool {
    let got = std::mem::take(unit);
    let Some(first) = got.first else { return true };
    let node = blocks.last().copied().unwrap_or(0);
    let own = got.bytes - got.links;
    let spoken = own >= SHORTEST_PROSE && got.marks > 0 || own >= UNMARKED_PROSE;
    let heading = tree.nodes[node as usize].tag.heading().is_some() || tree.nodes[node as usize].tag == Tag::Title;
    let prose = match spoken && !heading && got.links <= own {
        true if got.marks > 1 || own >= SURE_PROSE => own,
        true => own / 2,
        false => 0,
    };
    measure.shares[node as usize].prose += prose;
    measure.shares[node as usize].paragraphs += u32::from(prose > 0);
    measure.units.push(Unit {
        node,
        first,
        last: end,
        bytes: got.bytes,
        links: got.links,
        prose,
        under_picture: picture,
    });
    false
}

/// Bytes of visible characters, and how many of them end a clause or sentence.
fn weigh(text: &str) -> (u32, u32) {
    let bytes = text.as_bytes();
    let (mut seen, mut marks, mut at) = (0, 0, 0);
    while at < bytes.len() {
        match bytes[at] {
            0..=0x20 => at += 1,
            b',' | b'.' | b';' | b'!' | b'?' => {
                let ends =
                    bytes.get(at + 1).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | 0xE2));
                marks += u32::from(ends);
                seen += 1;
                at += 1;
            }
            b'&' => match reference::resolve(&text[at..]) {
                Some((c, _, length)) => {
                    seen += if class(c) == Class::Visible { c.len_utf8() as u32 } else { 0 };
                    at += length;
                }
                None => at += 1,
            },
            0xC2 | 0xE2 | 0xE3 | 0xEF => {
                let c = text[at..].chars().next().unwrap_or(' ');
                let length = c.len_utf8();
                at += length;
                if class(c) == Class::Visible {
                    seen += length as u32;
                    marks += u32::from(matches!(
                        c,
                        '\u{3002}' | '\u{FF0C}' | '\u{FF1B}' | '\u{FF1F}' | '\u{FF01}' | '\u{FE50}'..='\u{FE57}'
                    ));
                }
            }
            _ => {
                seen += 1;
                at += 1;
            }
        }
    }
    (seen, marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_weighed_by_what_is_seen() {
        assert_eq!(weigh(" a, b. \u{3000}&nbsp;&amp;"), (5, 2));
        assert_eq!(weigh("双方，同意。"), (18, 2));
        assert_eq!(weigh("3.5"), (3, 0));
    }
}
