//! Sentences beside the acts: what later texts say of the same where the reader found no act. Paragraphs are proposed by the
//! index and weighed a sentence at a time, so that a long paragraph is not alike because it is long. `follow.rs` asks.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::{Article, Index, Ledger, LedgerError, Only, Passage, TITLE, permalink, pieces};
use serde::Serialize;

use crate::likeness::{Like, Weights};

/// A sentence in which no act was found.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Sentence {
    /// The article's id.
    pub article: String,
    /// Its title.
    #[schema(required = true)]
    pub title: Option<String>,
    /// Its day.
    #[schema(example = "2024-03-12", required = true)]
    pub said: Option<String>,
    /// First code point in its text.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words.
    pub text: String,
    /// How much of the words looked for it shares, 0 to 1.
    pub alike: f64,
    /// Where it is, for `chancery show`.
    pub permalink: String,
}

/// Sentences of at least that share, in which no act stands, the most alike first; none of the article `but`.
pub(crate) fn sentences(
    ledger: &Ledger,
    index: &Index,
    like: Like<'_>,
    but: i64,
    least: f64,
) -> Result<Vec<Sentence>, LedgerError> {
    let Some(weights) = Weights::of(like.text, ledger, index)? else { return Ok(Vec::new()) };
    let top = like.best(index, weights.asked(index.fields().passage), &["title"])?;
    let mut places: BTreeMap<i64, BTreeSet<u64>> = BTreeMap::new();
    for (_, address) in top {
        let columns = index.columns(address.segment_ord)?;
        let at = (columns.article.first(address.doc_id), columns.start.first(address.doc_id));
        let (Some(article), Some(start)) = at else { continue };
        if let Ok(article) = i64::try_from(article)
            && start != TITLE
            && article != but
        {
            places.entry(article).or_default().insert(start);
        }
    }
    let mut out = Vec::new();
    for (row, starts) in places {
        let article = ledger.article(row)?;
        let text = ledger.text(row)?;
        let only = Only { article: Some(row), all_copies: true, rejected: true, ..Only::default() };
        let acts = ledger.acts(&only, like.as_of, usize::MAX)?;
        for passage in Passage::of(&text).filter(|passage| starts.contains(&u64::from(passage.start))) {
            for (start, words) in split(passage.text) {
                let (start, end) = (passage.start + start, passage.start + start + words.chars().count() as u32);
                if acts.iter().any(|act| act.act.start < end && start < act.act.end) {
                    continue;
                }
                let held: BTreeSet<String> =
                    pieces(words, ledger.folding().table()).into_iter().map(|piece| piece.text).collect();
                let alike = weights.share(held.iter().map(String::as_str));
                if alike >= least {
                    out.push(sentence(&article, start, end, words, alike));
                }
            }
        }
    }
    out.sort_by(|a, b| b.alike.total_cmp(&a.alike).then_with(|| (&a.article, a.start).cmp(&(&b.article, b.start))));
    Ok(out)
}

fn sentence(article: &Article, start: u32, end: u32, words: &str, alike: f64) -> Sentence {
    Sentence {
        article: article.id.clone(),
        title: article.title.clone(),
        said: article.said.clone(),
        start,
        end,
        text: words.to_owned(),
        alike: (alike * 100.0).round() / 100.0,
        permalink: permalink(&article.key, Some((start, end))),
    }
}

/// The sentences of a paragraph, each with the code point that it begins at. A point ends one where no letter or figure follows
/// at once (`2.5`, `U.S.-led`).
fn split(text: &str) -> Vec<(u32, &str)> {
    let mut out = Vec::new();
    let (mut from, mut from_point) = (0, 0);
    let mut put = |from: usize, from_point: u32, to: usize| {
        let piece = &text[from..to];
        let lead = piece.len() - piece.trim_start().len();
        let skipped = piece[..lead].chars().count() as u32;
        if !piece.trim().is_empty() {
            out.push((from_point + skipped, piece.trim()));
        }
    };
    for (point, (at, c)) in text.char_indices().enumerate() {
        let next = at + c.len_utf8();
        let ends = match c {
            '\u{3002}' | '\u{ff01}' | '\u{ff1f}' | '!' | '?' | '\n' => true,
            '.' => text[next..].chars().next().is_none_or(char::is_whitespace),
            _ => false,
        };
        if ends {
            put(from, from_point, next);
            (from, from_point) = (next, point as u32 + 1);
        }
    }
    put(from, from_point, text.len());
    out
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn paragraphs_are_cut_at_sentence_ends_only() {
        assert_eq!(split("甲。 乙！丙"), [(0, "甲。"), (3, "乙！"), (5, "丙")]);
        assert_eq!(split("It grew 2.5 times. So what?"), [(0, "It grew 2.5 times."), (19, "So what?")]);
        assert_eq!(split(""), []);
    }
}
