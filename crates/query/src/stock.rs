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

/// Edges of phrases by their first (or last) word, the longest first.
type Rows = BTreeMap<u32, Vec<(Vec<u32>, bool)>>;

/// Rows of words, to be found in a text: by their first word, then their second, then the longest first. Some characters begin
/// hundreds of names, and every word of a text is asked.
#[derive(Debug, Default)]
struct Forms {
    rows: Vec<Vec<u32>>,
    /// By the number of a word: the first and one past the last of the rows that begin with it.
    begin: Vec<(u32, u32)>,
}

impl Forms {
    fn new(mut rows: Vec<Vec<u32>>) -> Self {
        rows.retain(|row| !row.is_empty());
        rows.sort_by(|a, b| (a[0], second(a), b.len()).cmp(&(b[0], second(b), a.len())));
        let mut begin = vec![(0, 0); rows.last().map_or(0, |row| row[0] as usize + 1)];
        let mut at = 0;
        for same in rows.chunk_by(|a, b| a[0] == b[0]) {
            begin[same[0][0] as usize] = (at, at + same.len() as u32);
            at += same.len() as u32;
        }
        Self { rows, begin }
    }

    /// How many words of the longest of these stand at a place; 0 where none does.
    fn longest(&self, tokens: &[Token], at: usize) -> usize {
        let (from, to) = self.begin.get(tokens[at].word as usize).copied().unwrap_or_default();
        let rows = &self.rows[from as usize..to as usize];
        let Some(first) = rows.first() else { return 0 };
        let next = tokens.get(at + 1).map_or(BREAK, |token| token.word);
        let from = rows.partition_point(|row| second(row) < next);
        let stands = |row: &&Vec<u32>| {
            row.len() <= tokens.len() - at && row.iter().zip(&tokens[at..]).all(|(word, token)| *word == token.word)
        };
        let longer = rows[from..].iter().take_while(|row| second(row) == next).find(stands);
        longer.map_or(usize::from(first.len() == 1), Vec::len)
    }
}

/// The second word of a row; that of a row of one word comes before all others.
fn second(row: &[u32]) -> u32 {
    row.get(1).copied().unwrap_or(BREAK)
}

/// The same as rows of numbers.
#[derive(Debug)]
pub(crate) struct Stocked {
    names: Forms,
    apart: Forms,
    first: Rows,
    last: Rows,
}

impl Stocked {
    pub(crate) fn new(stock: &Stock, words: &mut Words<'_>) -> Self {
        let mut row = |form: &str| -> Vec<u32> {
            words.tokens(form).into_iter().map(|token| token.word).filter(|word| *word != BREAK).collect()
        };
        let names = Forms::new(stock.names.iter().map(|form| row(form)).collect());
        let apart = Forms::new(stock.apart.iter().map(|form| row(form)).collect());
        let mut out = Self { names, apart, first: Rows::new(), last: Rows::new() };
        for (form, edge) in &stock.edges {
            put(&mut out.first, row(form), matches!(edge, Edge::First | Edge::Both), false);
            put(&mut out.last, row(form), matches!(edge, Edge::Last | Edge::Both), true);
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
            let length = self.apart.longest(tokens, at);
            tokens[at..at + length].iter_mut().for_each(|token| token.word = BREAK);
            at += length.max(1);
        }
    }

    /// Which name each word is part of, from 1; 0 for none.
    pub(crate) fn named(&self, tokens: &[Token]) -> Vec<u32> {
        let mut out = vec![0; tokens.len()];
        let (mut at, mut number) = (0, 0);
        while at < tokens.len() {
            let length = self.names.longest(tokens, at);
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
        let barred = |rows: &Rows, edge: u32, fits: &dyn Fn(&[u32]) -> bool| {
            let all = rows.get(&edge).map_or(&[][..], Vec::as_slice);
            all.iter().find(|(row, _)| fits(row)).is_some_and(|(_, barred)| *barred)
        };
        let (Some(first), Some(last)) = (own.first(), own.last()) else { return false };
        !barred(&self.first, *first, &|row| own.starts_with(row))
            && !barred(&self.last, *last, &|row| own.ends_with(row))
    }
}

fn put(rows: &mut Rows, row: Vec<u32>, barred: bool, by_last: bool) {
    let key = if by_last { row.last() } else { row.first() };
    if let Some(key) = key.copied() {
        rows.entry(key).or_default().push((row, barred));
    }
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
