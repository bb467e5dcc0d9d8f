//! Set phrases: runs of words that several texts use in the same form. What shows a phrase is how often it stands and in what
//! frame: it is bounded on each side by a mark or by differing words, its edges are such as clauses begin and end with, and it
//! stands by itself and not only inside a longer one. What packs know of names and of words ([`Stock`]) is handed in: a name is no
//! phrase, and who said it is no part of one. Headings, and lines that texts share whole, are forms of a page and no wording.
//!
//! Runs grow a word at a time and only where both halves are frequent, so the work is near what is frequent and not the
//! square of the texts. Next to read: `edges.rs`, where words stand
//! in clauses; `stock.rs`; `family.rs`, the forms and uses of one phrase.

use std::collections::{BTreeMap, BTreeSet};

use chancery_text::FoldTable;

use crate::edges::{Edge, Edges, key, pairs};
use crate::stock::{Stock, Stocked};
use crate::tokens::{BREAK, Token, Words};

/// Shortest phrase: characters of a script without spaces, or words.
const CHARACTERS: usize = 4;
const WORDS: usize = 3;

/// Longest: beyond it whole sentences are copied.
const LONGEST: usize = 32;

/// Words of a formula: what is longer counts for no more.
const FORMULA: usize = 12;

/// So many uses a line that says the same throughout: what every page of a site carries, and no wording.
const SHARED: usize = 3;

/// Marks that show a line to be prose and no heading.
const PROSE: &[char] = &['。', '，', '；', '：', '！', '？', '、', '.', ',', ';', ':', '!', '?'];

/// A figure is part of a phrase (an agenda named by its year) only where so many other words are; two figures make a date or a
/// count, which tells of the day and not of the wording.
const BESIDE_FIGURES: usize = 6;

/// Words of a phrase that are part of no name.
const FREE: usize = 2;

/// How often clauses begin (end) with a phrase's first (last) two words, against how often they would by chance. 0.25: tried on
/// joint statements and news, lower lets fragments in that begin or end in the middle of a word.
const EDGE: f64 = 0.25;

/// The same for its first (last) word alone, which keeps particles and articles from its edges; less for a character, which is
/// only a part of a word.
const WORD_EDGE: f64 = 0.25;
const CHARACTER_EDGE: f64 = 0.08;

/// A phrase at its places.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// As most often printed.
    pub form: String,
    /// Other ways it is printed (the other script, capitals).
    pub spellings: Vec<String>,
    /// Where it stands: text, first and last byte there, in order.
    pub uses: Vec<Use>,
    /// In how many texts.
    pub texts: usize,
    /// How often by itself, not inside a longer phrase.
    pub alone: usize,
    /// How far its parts belong together, 0 to 1: those of a formula hardly stand without it, those of common words everywhere.
    pub cohesion: f64,
    pub(crate) words: Vec<u32>,
}

/// A place of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// Number of the text.
    pub text: usize,
    /// First byte.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// The phrases that at least `least` of the texts use, most telling first.
#[must_use]
pub fn phrases(texts: &[&str], least: usize, fold: &FoldTable, stock: &Stock) -> Vec<Phrase> {
    let mut words = Words::new(fold);
    let stocked = Stocked::new(stock, &mut words);
    let mut miner = Miner::new(least.max(1), stocked);
    let mut known = BTreeMap::new();
    for (number, text) in texts.iter().enumerate() {
        let mut tokens = words.tokens(text);
        miner.lines(text, &mut tokens, &mut known);
        miner.stocked.part(&mut tokens);
        miner.named.extend(miner.stocked.named(&tokens));
        miner.of.extend(std::iter::repeat_n(number as u32, tokens.len()));
        miner.words.extend(tokens.iter().map(|token| token.word));
        miner.tokens.extend(tokens);
    }
    let runs = miner.grown(&words);
    let mut out = miner.standing_alone(runs, texts);
    out.sort_by(|a, b| b.weight().total_cmp(&a.weight()).then_with(|| a.form.cmp(&b.form)));
    out
}

impl Phrase {
    /// The more often by itself and in the more texts, the more it tells; and the longer, up to the length of a formula: a whole
    /// sentence that two texts share tells less than a formula that ten do. Words that everybody puts together (经济发展) are the most
    /// frequent of all and tell least, so how far its parts belong together counts twice: tried on government reports, news and
    /// joint statements together, once leaves such words first.
    fn weight(&self) -> f64 {
        let length = self.words.len().min(FORMULA) as f64;
        length.sqrt() * (self.alone as f64).ln_1p() * (self.texts as f64).ln_1p().powi(2) * self.cohesion.powi(2)
    }
}

struct Miner {
    tokens: Vec<Token>,
    /// Their words.
    words: Vec<u32>,
    /// The text of each token.
    of: Vec<u32>,
    /// The line of each token: lines that say the same have one number.
    line: Vec<u32>,
    /// Which name of its text a token is part of, from 1; 0 for none.
    named: Vec<u32>,
    least: usize,
    stocked: Stocked,
}

/// Where a run stands, in order, with what the run is told by.
type Places<'p> = &'p [(u64, u32)];

/// A run of words at its places (of the first word).
struct Run {
    length: usize,
    at: Vec<u32>,
    cohesion: f64,
}

fn at_times(times: usize) -> u32 {
    u32::try_from(times).unwrap_or(u32::MAX)
}

impl Miner {
    const fn new(least: usize, stocked: Stocked) -> Self {
        Self {
            tokens: Vec::new(),
            words: Vec::new(),
            of: Vec::new(),
            line: Vec::new(),
            named: Vec::new(),
            least,
            stocked,
        }
    }

    /// Numbers the lines of a text, and takes the words out of those without a mark: headings, names of chapters, captions.
    fn lines<'t>(&mut self, text: &'t str, tokens: &mut [Token], known: &mut BTreeMap<&'t str, u32>) {
        let (mut start, mut at) = (0, 0);
        let begin = self.line.len();
        for line in text.split_inclusive('\n') {
            let end = start + line.len();
            let heading = !line.contains(PROSE);
            let fresh = at_times(known.len());
            let number = *known.entry(line.trim_end_matches('\n')).or_insert(fresh);
            while let Some(token) = tokens.get_mut(at).filter(|token| (token.start as usize) < end) {
                if heading {
                    token.word = BREAK;
                }
                self.line.push(number);
                at += 1;
            }
            start = end;
        }
        self.line.resize(begin + tokens.len(), 0);
    }

    /// Every frequent run that may be a phrase, longest first.
    fn grown(&self, words: &Words<'_>) -> Vec<Run> {
        let all = self.words.len();
        let mut keyed = pairs(&self.words);
        let edges = Edges::new(&self.words, &keyed);
        let mut out = Vec::new();
        // How often the runs stand that begin at each token and are shorter by one and by two.
        let (mut shorter, mut shortest) = (vec![0u32; all], vec![0u32; all]);
        for length in 2..=LONGEST {
            // The group that the run of the present length beginning at each token belongs to; 0 where it is not frequent.
            let mut group = vec![0; all];
            let mut times = vec![0u32; all];
            let (mut number, mut frequent) = (0, Vec::new());
            for same in keyed.chunk_by(|a, b| a.0 == b.0) {
                if same.len() < 2 || !self.in_texts(same.iter().map(|(_, at)| *at), self.least) {
                    continue;
                }
                number += 1;
                for (_, at) in same {
                    group[*at as usize] = number;
                    times[*at as usize] = at_times(same.len());
                    frequent.push(*at);
                }
                if self.framed(same, length, words, &edges) {
                    let cohesion = self.cohesion(same, length, &edges, &shortest);
                    out.push(Run { length, at: same.iter().map(|(_, at)| *at).collect(), cohesion });
                }
            }
            // What is frequent at a place and at the next is longer by one.
            keyed.clear();
            let longer = frequent.into_iter().map(|at| (at, group[at as usize], group[at as usize + 1]));
            keyed.extend(longer.filter(|(.., next)| *next != 0).map(|(at, own, next)| (key(own, next), at)));
            keyed.sort_unstable();
            shortest = std::mem::replace(&mut shorter, times);
        }
        out.reverse();
        out
    }

    /// How far the parts of a run belong together: how much more often its first (last) two words and the rest stand side by side
    /// than they would by chance, where that is least. 1 is what two words reach of which each stands once in all texts.
    fn cohesion(&self, at: Places<'_>, length: usize, edges: &Edges, shortest: &[u32]) -> f64 {
        let first = at[0].1 as usize;
        let all = self.words.len().max(2) as f64;
        let rest = |at: usize| match length {
            ..=3 => edges.word(self.words[at]).all,
            4 => edges.pair(at).all,
            _ => shortest.get(at).copied().unwrap_or(1),
        };
        // Of three words the rest is one.
        let splits = [(edges.pair(first).all, rest(first + 2)), (rest(first), edges.pair(first + length - 2).all)];
        let strength = |(one, other): (u32, u32)| {
            (at.len() as f64 * all / (f64::from(one.max(1)) * f64::from(other.max(1)))).ln() / all.ln()
        };
        splits.map(strength).into_iter().fold(1.0, f64::min).max(0.01)
    }

    /// The texts that these places are in, each once; places are in order, and so are the texts.
    fn texts_of(&self, at: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
        let mut last = None;
        at.map(|at| self.of[at as usize]).filter(move |text| last.replace(*text) != Some(*text))
    }

    /// Whether these places are in so many texts at least.
    fn in_texts(&self, at: impl Iterator<Item = u32>, least: usize) -> bool {
        self.texts_of(at).take(least).count() >= least
    }

    /// Whether a run may be a phrase by its length and its frame.
    fn framed(&self, at: Places<'_>, length: usize, words: &Words<'_>, edges: &Edges) -> bool {
        let first = at[0].1 as usize;
        let own = &self.words[first..first + length];
        let characters = own.iter().filter(|word| Words::is_character(**word)).count();
        let long = if characters * 2 > length { characters >= CHARACTERS } else { length >= WORDS };
        if !long {
            return false;
        }
        let figures = own.iter().filter(|word| words.is_figure(**word)).count();
        if figures > 1 || (figures == 1 && length - figures < BESIDE_FIGURES) {
            return false;
        }
        // A single letter is what a sign parted from a figure (*1.5 °C*), and begins nothing.
        let (one, letter) = (self.tokens[first], !Words::is_character(own[0]) && !words.is_figure(own[0]));
        if letter && one.end - one.start == 1 {
            return false;
        }
        let beside = |place: Option<usize>| place.and_then(|at| self.words.get(at)).copied().unwrap_or(BREAK);
        let bounded = |beside: &dyn Fn(usize) -> u32| {
            let one = beside(first);
            one == BREAK || at.iter().any(|(_, at)| beside(*at as usize) != one)
        };
        if !bounded(&|at| beside(at.checked_sub(1))) || !bounded(&|at| beside(Some(at + length))) {
            return false;
        }
        // Half a use is added, so that a pair seen twice is not condemned.
        let share = |times: u32, all: u32| (f64::from(times) + 0.5) / (f64::from(all) + 1.0);
        let word_edge = |word: u32| if Words::is_character(word) { CHARACTER_EDGE } else { WORD_EDGE };
        let begins = |edge: &Edge, least: f64| share(edge.begin, edge.all) >= least * edges.chance;
        let ends = |edge: &Edge, least: f64| share(edge.end, edge.all) >= least * edges.chance;
        let (begin, end) = (own[0], own[length - 1]);
        begins(edges.pair(first), EDGE)
            && begins(edges.word(begin), word_edge(begin))
            && ends(edges.pair(first + length - 2), EDGE)
            && ends(edges.word(end), word_edge(end))
            && self.stocked.fits(own)
            && !self.is_name(at, length)
    }

    /// Whether a run is a name and little more, or mostly begins or ends within one.
    fn is_name(&self, at: Places<'_>, length: usize) -> bool {
        let within = |one: usize, other: usize| {
            let (one, other) = (self.named.get(one).copied().unwrap_or(0), self.named.get(other).copied().unwrap_or(0));
            one != 0 && one == other
        };
        let cut = |(_, at): &&(u64, u32)| {
            let (first, end) = (*at as usize, *at as usize + length);
            within(first, first - 1) || within(end, end - 1)
        };
        let first = at[0].1 as usize;
        let free = (first..first + length).filter(|at| self.named[*at] == 0).count();
        free < FREE || at.iter().filter(cut).count() * 2 > at.len()
    }

    /// Whether few different lines hold all of a run's many uses.
    fn is_shared(&self, run: &Run) -> bool {
        if run.at.len() <= SHARED {
            return false;
        }
        // So many different lines are enough to show that it is not.
        let enough = run.at.len() / SHARED + 1;
        let mut lines = BTreeSet::new();
        !run.at.iter().any(|at| lines.insert(self.line[*at as usize]) && lines.len() >= enough)
    }

    /// Runs that stand at least twice outside every longer phrase, in enough texts; `runs` are longest first.
    fn standing_alone(&self, runs: Vec<Run>, texts: &[&str]) -> Vec<Phrase> {
        // How far the phrases reach that cover each token.
        let mut reach: Vec<u32> = vec![0; self.words.len()];
        let mut out = Vec::new();
        for run in runs {
            let end = |at: u32| at + run.length as u32;
            let alone: Vec<u32> = run.at.iter().copied().filter(|at| reach[*at as usize] < end(*at)).collect();
            if self.is_shared(&run)
                || alone.len() < 2.min(run.at.len())
                || !self.in_texts(alone.iter().copied(), self.least.min(2))
            {
                continue;
            }
            for at in &run.at {
                (*at..end(*at)).for_each(|inside| {
                    let known = &mut reach[inside as usize];
                    *known = (*known).max(end(*at));
                });
            }
            out.push(self.phrase(&run, alone.len(), texts));
        }
        out
    }

    fn phrase(&self, run: &Run, alone: usize, texts: &[&str]) -> Phrase {
        let uses: Vec<Use> = run
            .at
            .iter()
            .map(|at| {
                let (first, last) = (self.tokens[*at as usize], self.tokens[*at as usize + run.length - 1]);
                Use { text: self.of[*at as usize] as usize, start: first.start as usize, end: last.end as usize }
            })
            .collect();
        let first = run.at[0] as usize;
        let words = self.words[first..first + run.length].to_vec();
        let (form, spellings) = forms(&uses, texts);
        Phrase {
            form,
            spellings,
            texts: self.texts_of(run.at.iter().copied()).count(),
            alone,
            cohesion: run.cohesion,
            uses,
            words,
        }
    }
}

/// How a phrase is printed: most often, and otherwise.
pub(crate) fn forms(uses: &[Use], texts: &[&str]) -> (String, Vec<String>) {
    let mut printed: BTreeMap<&str, usize> = BTreeMap::new();
    for one in uses {
        let form = texts.get(one.text).and_then(|text| text.get(one.start..one.end)).unwrap_or_default();
        *printed.entry(form).or_default() += 1;
    }
    let mut all: Vec<_> = printed.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let mut forms = all.into_iter().map(|(form, _)| form.to_owned());
    (forms.next().unwrap_or_default(), forms.collect())
}

/// Those of the phrases that a text leaves out although the texts before it led one to expect them: at least two used it, and
/// at least half of the `window` texts just before. `order` is the series, first to last.
#[must_use]
pub fn left_out(phrases: &[Phrase], order: &[usize], text: usize, window: usize) -> Vec<usize> {
    let Some(place) = order.iter().position(|one| *one == text) else { return Vec::new() };
    let before = &order[place.saturating_sub(window)..place];
    let expected = |phrase: &Phrase| {
        let uses = |number: usize| phrase.uses.iter().any(|one| one.text == number);
        let used = before.iter().filter(|number| uses(**number)).count();
        used >= 1 && used * 2 >= before.len() && !uses(text) && order[..place].iter().filter(|n| uses(**n)).count() >= 1
    };
    (0..phrases.len()).filter(|number| expected(&phrases[*number])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold() -> FoldTable {
        FoldTable::new([('構', '构'), ('貿', '贸'), ('區', '区')], true).expect("lengths agree")
    }

    fn found(texts: &[&str], least: usize) -> Vec<(String, usize, usize)> {
        phrases(texts, least, &fold(), &Stock::default())
            .into_iter()
            .map(|one| (one.form, one.uses.len(), one.texts))
            .collect()
    }

    const A: &str = "双方愿共建蓝色海洋伙伴关系，加强贸易往来。";
    const B: &str = "加方主张藍色海洋伙伴关系。";
    const C: &str = "各国应深化蓝色海洋伙伴关系，保护珊瑚礁。";

    #[test]
    fn a_phrase_is_what_several_texts_use_in_a_frame() {
        let b = B.replace('藍', "蓝");
        let all = found(&[A, &b, C], 2);
        assert_eq!(all[0], ("蓝色海洋伙伴关系".to_owned(), 3, 3), "{all:?}");
        assert!(all.iter().all(|(form, ..)| form != "色海洋伙伴关系"), "always after 蓝: {all:?}");
        assert_eq!(found(&[A, &b, C], 4), []);
    }

    #[test]
    fn a_formula_stands_before_words_that_everybody_puts_together() {
        // Each word of 经济发展 stands with many others, those of 和衷共济 with each other alone.
        let text = |n: usize| {
            format!(
                "推动经济发展。促进社会发展，搞活经济工作。和衷共济，经济第{n}。经济发展，工业发展。农业发展，经济改革。好{n}。"
            )
        };
        let texts: Vec<String> = (0..6).map(text).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let all = phrases(&texts, 2, &fold(), &Stock::default());
        let at = |form: &str| all.iter().position(|one| one.form == form).unwrap_or_else(|| panic!("{form}: {all:?}"));
        assert!(at("和衷共济") < at("经济发展"), "{all:?}");
        let cohesion = |form: &str| all[at(form)].cohesion;
        assert!(cohesion("和衷共济") > 0.4 && cohesion("经济发展") < 0.4, "{all:?}");
    }

    #[test]
    fn both_scripts_and_both_cases_are_one() {
        let all = phrases(
            &["构建经贸合作区。", "他說構建经貿合作區。", "A Sea of Peace.", "the sea of peace."],
            2,
            &fold(),
            &Stock::default(),
        );
        let told: Vec<_> = all.iter().map(|one| (one.form.as_str(), one.spellings.len())).collect();
        assert_eq!(told, [("构建经贸合作区", 1), ("Sea of Peace", 1)], "{all:?}");
    }

    #[test]
    fn what_the_texts_before_led_to_expect_and_is_not_there_is_left_out() {
        let texts = ["共建蓝色海洋伙伴关系。", "深化蓝色海洋伙伴关系。", "保护珊瑚礁。"];
        let all = phrases(&texts, 2, &fold(), &Stock::default());
        assert_eq!(left_out(&all, &[0, 1, 2], 2, 5).len(), 1);
        assert_eq!(left_out(&all, &[0, 1, 2], 1, 5).len(), 0);
        assert_eq!(left_out(&all, &[2, 0, 1], 2, 5).len(), 0, "nothing came before");
    }
}
