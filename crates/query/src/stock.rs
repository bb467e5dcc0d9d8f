//! What packs know of words, as far as set phrases need it: names, words that part a speaker from what is said, words that no
//! phrase begins or ends with. Words are handed in, folded; here they become rows of numbers like the texts.

use std::collections::BTreeMap;

use crate::tokens::{BREAK, Token, Words};

/// Where a word may not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// At a phrase's beginning.
    First,
    /// At its end.
    Last,
    /// At either.
    Both,
    /// It may: a longer word that holds one of the others (和平).
    Neither,
}

/// Words that packs know.
#[derive(Clone, Debug, Default)]
pub struct Stock {
    /// Names of states, bodies, people, places.
    pub names: Vec<String>,
    /// Verbs of saying: no phrase reaches across them.
    pub apart: Vec<String>,
    /// Words at the edges of phrases; the longest counts.
    pub edges: Vec<(String, Edge)>,
}

/// Words by their first (or last) number, the longest first.
type Rows<T> = BTreeMap<u32, Vec<(Vec<u32>, T)>>;

/// The same as rows of numbers.
#[derive(Debug)]
pub(crate) struct Stocked {
    names: Rows<()>,
    apart: Rows<()>,
    first: Rows<bool>,
    last: Rows<bool>,
}

impl Stocked {
    pub(crate) fn new(stock: &Stock, words: &mut Words<'_>) -> Self {
        let mut row = |form: &str| -> Vec<u32> {
            words.tokens(form).into_iter().map(|token| token.word).filter(|word| *word != BREAK).collect()
        };
        let mut out = Self { names: Rows::new(), apart: Rows::new(), first: Rows::new(), last: Rows::new() };
        stock.names.iter().for_each(|form| put(&mut out.names, row(form), (), false));
        stock.apart.iter().for_each(|form| put(&mut out.apart, row(form), (), false));
        for (form, edge) in &stock.edges {
            put(&mut out.first, row(form), matches!(edge, Edge::First | Edge::Both), false);
            put(&mut out.last, row(form), matches!(edge, Edge::Last | Edge::Both), true);
        }
        for rows in [&mut out.names, &mut out.apart] {
            rows.values_mut().for_each(|all| all.sort_by_key(|(row, ())| std::cmp::Reverse(row.len())));
        }
        for rows in [&mut out.first, &mut out.last] {
            rows.values_mut().for_each(|all| all.sort_by_key(|(row, _)| std::cmp::Reverse(row.len())));
        }
        out
    }

    /// Parts clauses at verbs of saying.
    pub(crate) fn part(&self, tokens: &mut [Token]) {
        let mut at = 0;
        while at < tokens.len() {
            let length = longest(&self.apart, tokens, at).max(1);
            if longest(&self.apart, tokens, at) > 0 {
                tokens[at..at + length].iter_mut().for_each(|token| token.word = BREAK);
            }
            at += length;
        }
    }

    /// Which name each word is part of, from 1; 0 for none.
    pub(crate) fn named(&self, tokens: &[Token]) -> Vec<u32> {
        let mut out = vec![0; tokens.len()];
        let (mut at, mut number) = (0, 0);
        while at < tokens.len() {
            let length = longest(&self.names, tokens, at);
            if length > 0 {
                number += 1;
                out[at..at + length].fill(number);
            }
            at += length.max(1);
        }
        out
    }

    /// Whether a phrase may begin and end as this one does.
    pub(crate) fn fits(&self, own: &[u32]) -> bool {
        let barred = |rows: &Rows<bool>, edge: u32, fits: &dyn Fn(&[u32]) -> bool| {
            let all = rows.get(&edge).map_or(&[][..], Vec::as_slice);
            all.iter().find(|(row, _)| fits(row)).is_some_and(|(_, barred)| *barred)
        };
        let (Some(first), Some(last)) = (own.first(), own.last()) else { return false };
        !barred(&self.first, *first, &|row| own.starts_with(row))
            && !barred(&self.last, *last, &|row| own.ends_with(row))
    }
}

fn put<T>(rows: &mut Rows<T>, row: Vec<u32>, what: T, by_last: bool) {
    let key = if by_last { row.last() } else { row.first() };
    if let Some(key) = key.copied() {
        rows.entry(key).or_default().push((row, what));
    }
}

/// How many words of the longest of these stand at a place; 0 where none does.
fn longest(rows: &Rows<()>, tokens: &[Token], at: usize) -> usize {
    let all = rows.get(&tokens[at].word).map_or(&[][..], Vec::as_slice);
    let stands = |row: &&(Vec<u32>, ())| {
        row.0.len() <= tokens.len() - at && row.0.iter().zip(&tokens[at..]).all(|(word, token)| *word == token.word)
    };
    all.iter().find(stands).map_or(0, |(row, ())| row.len())
}

#[cfg(test)]
mod tests {
    use chancery_text::FoldTable;

    use super::*;
    use crate::phrases;

    fn stock() -> Stock {
        let own = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        Stock {
            names: own(&["智利", "新西兰", "太平洋岛国论坛"]),
            apart: own(&["指出"]),
            edges: [
                ("和", Edge::Both),
                ("和平", Edge::Neither),
                ("的", Edge::Both),
                ("and", Edge::Both),
                ("委员会", Edge::Last),
            ]
            .map(|(form, edge)| (form.to_owned(), edge))
            .to_vec(),
        }
    }

    fn found(texts: &[&str]) -> Vec<String> {
        let fold = FoldTable::new([], true).expect("none");
        phrases(texts, 2, &fold, &stock()).into_iter().map(|one| one.form).collect()
    }

    #[test]
    fn a_name_is_no_phrase_and_who_says_it_no_part_of_one() {
        assert_eq!(found(&["智利新西兰，都好。", "爱智利新西兰，好。"]), [""; 0]);
        assert_eq!(found(&["太平洋岛国，好。见太平洋岛国论坛。", "在太平洋岛国论坛，好。去太平洋岛国论坛。"]), [""; 0]);
        assert_eq!(found(&["他指出蓝色海洋伙伴，好。", "我们指出蓝色海洋伙伴。"]), ["蓝色海洋伙伴"]);
        assert_eq!(found(&["构建智利特色海洋伙伴，好。", "见智利特色海洋伙伴。"]), ["智利特色海洋伙伴"]);
        assert_eq!(found(&["设立海洋渔业委员会，好。", "见海洋渔业委员会。"]), [""; 0]);
    }

    #[test]
    fn no_phrase_begins_or_ends_with_a_word_that_binds() {
        assert_eq!(found(&["维护和平的海洋，好。", "要和平的海洋。"]), ["和平的海洋"]);
        assert_eq!(found(&["维护蓝色海洋的，好。", "要蓝色海洋的。"]), [""; 0]);
        assert_eq!(found(&["Peace, and a clean sea, now.", "For all, and a clean sea."]), [""; 0]);
    }
}
