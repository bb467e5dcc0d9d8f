//! Threads of a forum: the opening post is the article, the replies stand apart with who wrote them and when. Told by
//! the names that forum programs give to posts (`packs/web.toml`, `post`, `poster`, `posted`, `signature`).
//! Next to read: `content.rs` for pages of every other kind.

use chancery_model::{DateGround, WebMark};
use chancery_text::SourceSpan;

use super::byline;
use super::flow::{self, Flow};
use super::measure::Measure;
use super::tree::{Item, Node, Tree};
use crate::{CommentDraft, Hint, HintKind, Sheet};

/// Longest name or time of a post, in bytes.
const LONGEST_LABEL: u32 = 160;
/// Most labels looked at between two posts.
const MOST_LABELS: usize = 24;

/// The posts of a page: its outermost elements so named that hold words.
pub(super) fn posts(tree: &Tree, measure: &Measure) -> Vec<u32> {
    let mut out = Vec::new();
    let mut until = 0;
    for (id, node) in tree.nodes.iter().enumerate() {
        if node.marks.has(WebMark::Post) && node.first >= until && measure.shares[id].bytes > 0 {
            out.push(id as u32);
            until = node.last;
        }
    }
    out
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

fn label(text: &str, tree: &Tree, measure: &Measure, items: std::ops::Range<usize>) -> Label {
    let mut label = Label::default();
    let mut looked = 0;
    // Nearest to the post is last.
    for item in tree.items[items].iter().rev() {
        let Item::Close(id) = *item else { continue };
        let node = &tree.nodes[id as usize];
        let (poster, posted) = (node.marks.has(WebMark::Poster), node.marks.has(WebMark::Posted));
        let share = measure.shares[id as usize];
        if !(poster || posted) || share.bytes == 0 || share.bytes > LONGEST_LABEL {
            continue;
        }
        looked += 1;
        if looked > MOST_LABELS {
            break;
        }
        let words = flow::words_of(text, tree, id).replace('\n', " ");
        let source = tree.source_of(tree.inside(id));
        let dated = byline::holds_date(&words);
        if label.posted.is_none() && (posted || dated) && words.bytes().any(|b| b.is_ascii_digit()) {
            label.posted = Some((words, source));
        } else if label.poster.is_none() && poster && !dated {
            label.poster = Some((words, source));
        }
    }
    label
}
