//! Positions that name their matter only by pointing back (此举, *such acts*): found where the sentence before them, or the
//! clauses before them in their own, hold what is asked for. Which words point back is the packs' knowledge and handed in. It is
//! a way of finding, no reading: the act stays as it was read, and a board marks it.
//! Next to read: `search.rs`, `boards.rs`.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::{Act, AsOf, Index, Ledger, LedgerError, Only, Passage, TITLE, pieces};
use chancery_text::FoldTable;
use tantivy::Term;
use tantivy::collector::{DocSetCollector, TopDocs};
use tantivy::query::{ConstScoreQuery, Occur, TermSetQuery};

use crate::compile::{Sequence, What};
use crate::grounds::Watch;
use crate::language::Query;
use crate::search::{Asked, Search};

/// Paragraphs that are looked at, those first that fit best: a matter that more speak of is named in enough acts.
const PARAGRAPHS: usize = 2_000;

/// Characters that stand at most before a word that points back, for it to point out of its act: 強烈譴責類似行為. Further on it
/// may mean what the act itself names.
const BEFORE: usize = 10;

/// Marks that end a sentence.
const ENDS: &[char] = &['\u{3002}', '\u{ff01}', '\u{ff1f}', '\u{ff1b}', '!', '?', ';', '\n'];

/// The positions that only point back to what is asked for; none where it is asked for otherwise than in words.
///
/// # Errors
/// Where the index or the store fails.
pub fn pointing_back(
    ledger: &Ledger,
    index: &Index,
    query: &Query,
    only: &Only,
    as_of: AsOf,
    words: &[String],
) -> Result<Vec<Act>, LedgerError> {
    if words.is_empty() || !is_words(query) {
        return Ok(Vec::new());
    }
    let fold = ledger.folding().table();
    let only = ledger.names(as_of)?.meant(only);
    let bare = Only { all_copies: only.all_copies, from: only.from.clone(), to: only.to.clone(), ..Only::default() };
    let search = Search { query, only: &bare, as_of, acts: 0, passages: 0 };
    let watch = Watch::new(index);
    let named = Asked { watch: &watch, fold, search: &search }.query(query, What::Passage)?;
    let best = TopDocs::with_limit(PARAGRAPHS).order_by_score();
    let mut paragraphs: BTreeMap<i64, BTreeSet<u64>> = BTreeMap::new();
    for (_, address) in index.searcher().search_with_statistics_provider(&named, &best, &watch)? {
        let columns = index.columns(address.segment_ord)?;
        let at = (columns.article.first(address.doc_id), columns.start.first(address.doc_id));
        let (Some(article), Some(start)) = at else { continue };
        if start != TITLE {
            paragraphs.entry(i64::try_from(article).unwrap_or(0)).or_default().insert(start);
        }
    }
    if paragraphs.is_empty() {
        return Ok(Vec::new());
    }
    let pointing = Query::Or(words.iter().map(|word| Query::Words { text: word.clone(), prefix: false }).collect());
    let field = index.fields().article;
    let terms = paragraphs.keys().map(|row| Term::from_field_u64(field, row.unsigned_abs()));
    let within = Box::new(ConstScoreQuery::new(Box::new(TermSetQuery::new(terms)), 0.0));
    let search = Search { query: &pointing, only: &only, as_of, acts: 0, passages: 0 };
    let asked = Asked { watch: &watch, fold, search: &search };
    let asked = asked.query_with(&pointing, What::Act, vec![(Occur::Must, within)])?;
    let mut rows = Vec::new();
    let pointed: BTreeSet<_> = index.searcher().search(&asked, &DocSetCollector)?.into_iter().collect();
    for address in pointed {
        rows.extend(index.act_row(address)?);
    }
    let admitted = |act: &Act| only.admits(act, &|text| fold.fold(text));
    let mut found = ledger.worded_acts_by_row(&rows, as_of, only.all_copies)?;
    found.retain(|_, act| {
        admitted(act) && points_back(&act.act.quote, words, fold) && !says(query, &act.act.quote, fold)
    });
    let mut texts: BTreeMap<i64, String> = BTreeMap::new();
    let mut out = Vec::new();
    for act in found.into_values() {
        let text = match texts.entry(act.article) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => place.insert(ledger.text(act.article)?),
        };
        let paragraph = Passage::of(text).find(|one| (one.start..one.end).contains(&act.act.start));
        let Some(paragraph) = paragraph else { continue };
        let known = paragraphs.get(&act.article).is_some_and(|starts| starts.contains(&u64::from(paragraph.start)));
        if known && says(query, just_before(paragraph.text, act.act.start - paragraph.start), fold) {
            out.push(act);
        }
    }
    Ok(out)
}

/// Whether a question is words alone, none of them shut out.
fn is_words(query: &Query) -> bool {
    match query {
        Query::Words { .. } => true,
        Query::And(all) | Query::Or(all) => all.iter().all(is_words),
        Query::All | Query::Not(_) | Query::Field(..) => false,
    }
}

/// Whether a text says what is asked for in words.
fn says(query: &Query, text: &str, fold: &FoldTable) -> bool {
    match query {
        Query::Words { text: wanted, prefix } => {
            !Sequence::new(wanted, *prefix, fold).marks(&pieces(text, fold)).is_empty()
        }
        Query::And(all) => all.iter().all(|one| says(one, text, fold)),
        Query::Or(all) => all.iter().any(|one| says(one, text, fold)),
        Query::All | Query::Not(_) | Query::Field(..) => false,
    }
}

/// Whether a word that points back stands near the quote's beginning, so that nothing in the quote can be what it means.
fn points_back(quote: &str, words: &[String], fold: &FoldTable) -> bool {
    let folded = fold.fold(quote);
    let at = words.iter().filter_map(|word| folded.find(word.as_str())).min();
    at.is_some_and(|at| folded[..at].chars().count() <= BEFORE)
}

/// What stands before a place: the sentence before, and what of its own sentence comes before it.
fn just_before(paragraph: &str, point: u32) -> &str {
    let place = paragraph.char_indices().nth(point as usize).map_or(paragraph.len(), |(at, _)| at);
    let before = &paragraph[..place];
    let ends = |c: char| ENDS.contains(&c);
    let own = before.rfind(ends).unwrap_or(0);
    let first = before[..own].rfind(ends).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    &before[first..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_before_is_looked_at_and_none_further_off() {
        let text = "甲反对捕鲸。乙支持禁渔；丙说，对此欢迎。";
        let before = |words: &str| just_before(text, text[..text.find(words).expect("there")].chars().count() as u32);
        assert_eq!(before("对此"), "乙支持禁渔；丙说，");
        assert_eq!(before("丙"), "甲反对捕鲸。乙支持禁渔；"[18..].to_owned());
        assert_eq!(before("甲"), "");
    }

    #[test]
    fn only_a_word_near_the_beginning_points_out_of_the_act() {
        let fold = FoldTable::new([('類', '类'), ('為', '为'), ('譴', '谴'), ('責', '责'), ('強', '强')], true)
            .expect("lengths");
        let words = ["类似行为".to_owned(), "对此".to_owned()];
        assert!(points_back("強烈譴責類似行為", &words, &fold));
        assert!(points_back("对此表示欢迎", &words, &fold));
        assert!(!points_back("谴责捕鲸和一切商业开发活动以及类似行为", &words, &fold));
        assert!(!points_back("谴责捕鲸", &words, &fold));
    }

    #[test]
    fn words_are_looked_for_as_the_index_does() {
        let fold = FoldTable::new([('鯨', '鲸')], true).expect("lengths");
        let said = |query: &str, text: &str| says(&Query::parse(query).expect("a query"), text, &fold);
        assert!(said("捕鲸", "反对捕鯨。") && said("捕鲸 OR 禁渔", "支持禁渔") && !said("捕鲸 禁渔", "支持禁渔"));
        assert!(said("AUKUS", "three partners (AUKUS) met") && !said("AUKUS", "aukusian"));
        assert!(!is_words(&Query::parse("捕鲸 -禁渔").expect("a query")) && !is_words(&Query::All));
    }
}
