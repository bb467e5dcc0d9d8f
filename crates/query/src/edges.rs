//! How words, and pairs of them side by side, stand at the edges of clauses: what shows whether a run of words may begin or end
//! there. Pairs are told by the place of their first word, so that asking is no search.

use crate::tokens::BREAK;

/// How often a word or a pair stands, and begins or ends a clause.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Edge {
    pub(crate) all: u32,
    pub(crate) begin: u32,
    pub(crate) end: u32,
}

/// All words and pairs of some texts.
#[derive(Debug)]
pub(crate) struct Edges {
    /// By the number of the word.
    words: Vec<Edge>,
    pairs: Vec<Edge>,
    /// Which of the pairs stands at each place; the first for none.
    pair: Vec<u32>,
    /// By chance a word begins a clause as often as clauses are among words.
    pub(crate) chance: f64,
}

/// What tells two neighbours.
pub(crate) fn key(own: u32, next: u32) -> u64 {
    u64::from(own) << 32 | u64::from(next)
}

/// Every two words side by side in one clause, with the place of the first, sorted.
pub(crate) fn pairs(words: &[u32]) -> Vec<(u64, u32)> {
    let neighbours = words.iter().zip(words.iter().skip(1)).zip(0u32..);
    let within = neighbours.filter(|((own, next), _)| **own != BREAK && **next != BREAK);
    let mut out: Vec<(u64, u32)> = within.map(|((own, next), at)| (key(*own, *next), at)).collect();
    out.sort_unstable();
    out
}

impl Edges {
    /// Counts the words, and the [`pairs`] of them.
    pub(crate) fn new(words: &[u32], pairs: &[(u64, u32)]) -> Self {
        let beside = |at: Option<usize>| at.and_then(|at| words.get(at)).is_none_or(|word| *word == BREAK);
        let count = |edge: &mut Edge, first: usize, length: usize| {
            edge.all += 1;
            edge.begin += u32::from(beside(first.checked_sub(1)));
            edge.end += u32::from(beside(Some(first + length)));
        };
        let mut own = vec![Edge::default(); words.iter().max().map_or(0, |most| *most as usize) + 1];
        for (at, word) in words.iter().enumerate().filter(|(_, word)| **word != BREAK) {
            count(&mut own[*word as usize], at, 1);
        }
        let (mut all, mut pair) = (vec![Edge::default()], vec![0; words.len()]);
        for same in pairs.chunk_by(|a, b| a.0 == b.0) {
            let mut edge = Edge::default();
            for (_, at) in same {
                count(&mut edge, *at as usize, 2);
                pair[*at as usize] = all.len() as u32;
            }
            all.push(edge);
        }
        let breaks = words.iter().filter(|word| **word == BREAK).count();
        let chance = breaks as f64 / (words.len() - breaks).max(1) as f64;
        Self { words: own, pairs: all, pair, chance }
    }

    /// That of a word.
    pub(crate) fn word(&self, word: u32) -> &Edge {
        &self.words[word as usize]
    }

    /// That of the word at a place and the next.
    pub(crate) fn pair(&self, at: usize) -> &Edge {
        &self.pairs[self.pair[at] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_pairs_are_counted_where_they_stand() {
        let words = [BREAK, 1, 2, BREAK, 1, 2, 3, BREAK];
        let pairs = pairs(&words);
        let edges = Edges::new(&words, &pairs);
        let told = |edge: &Edge| (edge.all, edge.begin, edge.end);
        assert_eq!(pairs.iter().map(|(_, at)| *at).collect::<Vec<_>>(), [1, 4, 5]);
        assert_eq!([1, 2, 3].map(|word| told(edges.word(word))), [(2, 2, 0), (2, 0, 1), (1, 0, 1)]);
        assert_eq!([1, 4, 5].map(|at| told(edges.pair(at))), [(2, 2, 1), (2, 2, 1), (1, 0, 1)]);
        assert_eq!(told(edges.pair(2)), (0, 0, 0), "a clause ends there");
    }
}
