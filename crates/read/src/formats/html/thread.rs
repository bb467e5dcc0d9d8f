//! Threads of a forum: the opening post is the article, the replies stand apart with who wrote them and when. Told by
//! the names that forum programs give to posts (`packs/web.toml`, `post`, `poster`, `posted`, `signature`).
//! Next to read: `content.rs` for pages of every other kind.

use chancery_model::{DateGround, WebMark};
use chancery_text::SourceSpan;

use super::byline;
use super::flow::{self, Flow};
use super::measure::Measure;
use super::tag::Tag;
use super::tree::{Item, Node, Tree};
use crate::{CommentDraft, Hint, HintKind, Sheet};

/// Longest name or time of a post, in bytes.
const LONGEST_LABEL: u32 = 160;
/// Most labels looked at between two posts.
const MOST_LABELS: usize = 48;
/// Longest time of posting that stands in an element without a telling name, in bytes (2031-05-07, 10:20 AM).
const BARE_TIME: u32 = 32;
/// Most headings looked at above the first post.
const MOST_HEADINGS: usize = 12;

/// The posts of a page: its outermost elements so named that hold words; within one, what is named as its text. One post
/// without a word on who wrote it and when is no thread: blogs call their texts posts too.
pub(super) fn posts(text: &str, tree: &Tree, measure: &Measure) -> Vec<u32> {
    let mut out = Vec::new();
    let mut until = 0;
    for (id, node) in tree.nodes.iter().enumerate() {
        if node.marks.has(WebMark::Post) && node.first >= until && measure.shares[id].bytes > 0 {
            out.push(text_of(tree, measure, id as u32));
            until = node.last;
        }
    }
    let told = |l: &Label| l.poster.is_some() || l.posted.is_some();
    if out.len() == 1 && !labels(text, tree, measure, &out).iter().any(told) {
        out.clear();
    }
    out
}

/// The element inside a post that is named as its text (phpBB: `content` in `postbody`, beside a title and a line on who
/// wrote it), else the post.
fn text_of(tree: &Tree, measure: &Measure, post: u32) -> u32 {
    let inside = tree.nodes[post as usize].last;
    let later = tree.nodes.iter().enumerate().skip(post as usize + 1);
    let within = later.take_while(|(_, node)| node.first < inside);
    let whole = |id: u32| tree.nodes[id as usize].marks.has(WebMark::Content) && measure.shares[id as usize].bytes > 0;
    let mut named = within.map(|(id, _)| id as u32).filter(|&id| whole(id));
    named.next().unwrap_or(post)
}

/// Who wrote a post and when, as printed.
#[derive(Default)]
struct Label {
    poster: Option<(String, Option<SourceSpan>)>,
    posted: Option<(String, Option<SourceSpan>)>,
}

/// Writes the thread: the first of `posts` as text, the others as comments.
pub(super) fn write(text: &str, tree: &mut Tree, measure: &Measure, posts: &[u32], sheet: &mut Sheet) {
    let labels = labels(text, tree, measure, posts);
    // What a page of posts says of dates are times of posting.
    sheet.hints.retain(|h| h.kind != HintKind::Date(DateGround::Meta));
    sheet.hints.extend(title(text, tree, measure, posts[0], sheet));
    clean(tree);
    for (i, (&post, label)) in posts.iter().zip(labels).enumerate() {
        if i == 0 {
            if let Some((value, source)) = label.poster {
                sheet.hints.push(Hint { kind: HintKind::Author, value, source });
            }
            if let Some((value, source)) = label.posted {
                sheet.hints.push(Hint { kind: HintKind::Date(DateGround::Post), value, source });
            }
            Flow::new(text, tree, sheet).write(post);
            continue;
        }
        let words = flow::words_of(text, tree, post);
        if !words.is_empty() {
            sheet.comments.push(CommentDraft {
                author: label.poster.map(|(value, _)| value),
                posted: label.posted.map(|(value, _)| value),
                text: words,
                source: tree.source_of(tree.inside(post)),
            });
        }
    }
}

/// The thread's title: the heading nearest above the first post's text that the window's title holds, too.
fn title(text: &str, tree: &Tree, measure: &Measure, post: u32, sheet: &Sheet) -> Option<Hint> {
    let squeeze = |words: &str| words.split_whitespace().collect::<String>();
    let window = sheet.hints.iter().find(|h| h.kind == HintKind::PageTitle).map(|h| squeeze(&h.value))?;
    let above = tree.items[..tree.inside(post).start].iter().rev().filter_map(|item| match item {
        Item::Close(id) => Some(*id),
        _ => None,
    });
    let headings = above.filter(|&id| {
        let node = &tree.nodes[id as usize];
        let length = measure.shares[id as usize].bytes;
        (node.tag.heading().is_some() || node.marks.has(WebMark::Headline)) && (1..=LONGEST_LABEL * 2).contains(&length)
    });
    headings.take(MOST_HEADINGS).find_map(|id| {
        let value = flow::words_of(text, tree, id).split_whitespace().collect::<Vec<_>>().join(" ");
        let agrees = !value.is_empty() && window.contains(&squeeze(&value));
        agrees.then(|| Hint { kind: HintKind::Headline, value, source: tree.source_of(tree.inside(id)) })
    })
}

/// Leaves signatures, tools and notices inside posts out.
fn clean(tree: &mut Tree) {
    for node in &mut tree.nodes {
        if node.marks.has(WebMark::Signature) || node.marks.has(WebMark::Aside) && !node.marks.has(WebMark::Post) {
            node.flags |= Node::DROPPED;
        }
    }
}

/// The labels of every post: most programs print them before the words of a post, some behind.
fn labels(text: &str, tree: &Tree, measure: &Measure, posts: &[u32]) -> Vec<Label> {
    let ends: Vec<usize> = posts.iter().map(|&p| tree.inside(p).end).collect();
    let starts: Vec<usize> = posts.iter().map(|&p| tree.inside(p).start).collect();
    let before = |i: usize| if i == 0 { 0..starts[0] } else { ends[i - 1]..starts[i] };
    let behind = |i: usize| ends[i]..starts.get(i + 1).copied().unwrap_or(tree.items.len());
    let first: Vec<Label> = (0..posts.len()).map(|i| label(text, tree, measure, before(i))).collect();
    if first.iter().any(|l| l.poster.is_some() || l.posted.is_some()) {
        return first;
    }
    (0..posts.len()).map(|i| label(text, tree, measure, behind(i))).collect()
}

/// The name set off in a line that tells who wrote a post and when: bold, or a link.
fn set_off(text: &str, tree: &Tree, measure: &Measure, line: u32) -> Option<(String, Option<SourceSpan>)> {
    let last = tree.nodes[line as usize].last;
    let within = tree.nodes.iter().enumerate().skip(line as usize + 1).take_while(|(_, node)| node.first < last);
    let named = within.filter(|(id, node)| {
        measure.shares[*id].bytes > 0 && (node.is(Node::BOLD) || node.is(Node::LINK) || node.marks.has(WebMark::Poster))
    });
    let mut words =
        named.map(|(id, _)| (flow::words_of(text, tree, id as u32), tree.source_of(tree.inside(id as u32))));
    words.next().filter(|(name, _)| !byline::holds_date(name))
}

fn label(text: &str, tree: &Tree, measure: &Measure, items: std::ops::Range<usize>) -> Label {
    let mut label = Label::default();
    let mut looked = 0;
    // Nearest to the post is last.
    for item in tree.items[items].iter().rev() {
        let Item::Close(id) = *item else { continue };
        let node = &tree.nodes[id as usize];
        let byline = node.marks.has(WebMark::Byline) || node.tag == Tag::Time;
        let (poster, posted) = (node.marks.has(WebMark::Poster), node.marks.has(WebMark::Posted) || byline);
        let share = measure.shares[id as usize];
        let bare = (8..=BARE_TIME).contains(&share.bytes);
        if !(poster || posted || bare) || share.bytes == 0 || share.bytes > LONGEST_LABEL {
            continue;
        }
        looked += 1;
        if looked > MOST_LABELS {
            break;
        }
        let words = flow::words_of(text, tree, id).replace('\n', " ");
        let source = tree.source_of(tree.inside(id));
        let dated = if poster || posted { byline::holds_date(&words) } else { byline::is_date(&words) };
        if label.posted.is_none() && (posted || dated) && words.bytes().any(|b| b.is_ascii_digit()) {
            label.posted = Some((words, source));
            if label.poster.is_none() {
                label.poster = set_off(text, tree, measure, id);
            }
        } else if label.poster.is_none() && poster && !dated {
            label.poster = Some((words, source));
        }
    }
    label
}
