//! Two texts side by side: which paragraphs stayed, moved, changed, came or went, what changed in them, and which acts are
//! said more strongly or less.
//!
//! Paragraphs are paired by the pieces of text they share (`index/pieces.rs` of the ledger), most alike first, so that a
//! paragraph is found again wherever it went and in whichever script; pieces that most paragraphs have tell nothing and
//! are passed over, which also keeps the work near the length of the texts. Those with the same words are paired before, however
//! short they are. Next to read: `changes.rs`.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::{Passage, RecordedAct, pieces};
use chancery_text::FoldTable;
use serde::Serialize;

use crate::changes::{Renamed, Shift, Stretch, behind_number, plainly, rehead, renamed, shifts, stretches};

/// Paragraphs that share less of their pieces are not the same one changed: at 0.4 about half of the words are other ones.
const ALIKE: f64 = 0.4;

/// A piece in more paragraphs than this pairs nothing.
const COMMON: usize = 40;

/// What became of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// The same words (in whichever script).
    Same,
    /// Other words.
    Changed,
    /// Only in the later text.
    New,
    /// Only in the earlier text.
    Dropped,
}

impl Fate {
    /// In words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::New => "new",
            Self::Dropped => "dropped",
        }
    }
}

/// A paragraph and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Pair {
    /// What became of it.
    pub fate: Fate,
    /// Whether it stands elsewhere in the order of the text.
    pub moved: bool,
    /// Earlier words.
    #[schema(required = true)]
    pub was: Option<String>,
    /// Later words.
    #[schema(required = true)]
    pub is: Option<String>,
    /// How a changed one changed.
    pub stretches: Vec<Stretch>,
    /// Acts that were strengthened or weakened in it.
    pub shifts: Vec<Shift>,
    /// Names that were changed for others in it.
    pub renamed: Vec<Renamed>,
    /// Where it stands in the earlier text, in code points.
    #[schema(required = true)]
    pub was_place: Option<(u32, u32)>,
    /// Where it stands in the later text.
    #[schema(required = true)]
    pub is_place: Option<(u32, u32)>,
}

/// A text and its acts.
#[derive(Clone, Copy, Debug)]
pub struct Side<'t> {
    /// The text.
    pub text: &'t str,
    /// Its acts.
    pub acts: &'t [RecordedAct],
}

/// Compares two texts (`heads`: words that end the names of papers and forums, folded); pairs come in the order of the later one, what was dropped after what stood before it.
#[must_use]
pub fn compare(earlier: Side<'_>, later: Side<'_>, fold: &FoldTable, heads: &[String]) -> Vec<Pair> {
    let (before, after): (Vec<_>, Vec<_>) = (Passage::of(earlier.text).collect(), Passage::of(later.text).collect());
    let plain = |all: &[Passage<'_>]| all.iter().map(|p| plainly(p.text, fold)).collect::<Vec<_>>();
    let (was, is) = (plain(&before), plain(&after));
    let bags = |all: &[Passage<'_>]| all.iter().map(|p| bag(p.text, fold)).collect::<Vec<_>>();
    let paired = pairs((&bags(&before), &was), (&bags(&after), &is));
    let (all_was, all_is) = (was.join("\n"), is.join("\n"));
    let stay = rising(&paired);
    let mut dropped: BTreeSet<usize> = (0..before.len()).collect();
    for (from, _) in paired.values() {
        dropped.remove(from);
    }
    let mut out = Vec::new();
    let mut next = 0;
    for (at, passage) in after.iter().enumerate() {
        let Some((from, _)) = paired.get(&at) else {
            out.push(lone(Fate::New, passage));
            continue;
        };
        if stay.contains(&at) {
            // What was dropped stands where it stood: before the next paragraph that kept its place.
            out.extend(dropped.range(next..*from).map(|gone| lone(Fate::Dropped, &before[*gone])));
            next = *from;
        }
        let same = behind_number(&was[*from]) == behind_number(&is[at]);
        let moved = !stay.contains(&at);
        out.push(pair((&before[*from], passage), (earlier, later), (same, moved), (&all_was, &all_is), (fold, heads)));
    }
    out.extend(dropped.range(next..).map(|gone| lone(Fate::Dropped, &before[*gone])));
    out
}

fn bag(text: &str, fold: &FoldTable) -> BTreeSet<String> {
    pieces(text, fold).into_iter().filter(|piece| !piece.alone).map(|piece| piece.text).collect()
}

fn alike(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let (all, shared) = (a.len() + b.len(), a.intersection(b).count());
    if all == 0 { 0.0 } else { 2.0 * shared as f64 / all as f64 }
}

/// Paragraphs as they are paired: their pieces, and their plain words.
type Paragraphs<'p> = (&'p [BTreeSet<String>], &'p [String]);

/// Later paragraph → earlier one and how alike they are; the same first, in their order, then the most alike, each once.
fn pairs((before, was): Paragraphs<'_>, (after, is): Paragraphs<'_>) -> BTreeMap<usize, (usize, f64)> {
    let (mut taken, mut out) = (BTreeSet::new(), BTreeMap::new());
    for key in [|plain: &str| plain.to_owned(), |plain: &str| behind_number(plain).to_owned()] {
        let mut places: BTreeMap<String, std::collections::VecDeque<usize>> = BTreeMap::new();
        for (at, plain) in was.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
            places.entry(key(plain)).or_default().push_back(at);
        }
        for (at, plain) in is.iter().enumerate() {
            if out.contains_key(&at) {
                continue;
            }
            if let Some(from) = places.get_mut(&key(plain)).and_then(std::collections::VecDeque::pop_front) {
                taken.insert(from);
                out.insert(at, (from, 1.0));
            }
        }
    }
    let mut holding: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, bag) in before.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
        bag.iter().for_each(|piece| holding.entry(piece).or_default().push(at));
    }
    let mut likely = Vec::new();
    for (at, bag) in after.iter().enumerate().filter(|(at, _)| !out.contains_key(at)) {
        let found = bag.iter().filter_map(|piece| holding.get(piece.as_str())).filter(|all| all.len() <= COMMON);
        let candidates: BTreeSet<usize> = found.flatten().copied().collect();
        for from in candidates {
            let score = alike(&before[from], bag);
            if score >= ALIKE {
                likely.push((score, from.abs_diff(at), at, from));
            }
        }
    }
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2, a.3).cmp(&(b.1, b.2, b.3))));
    for (score, _, at, from) in likely {
        if !out.contains_key(&at) && taken.insert(from) {
            out.insert(at, (from, score));
        }
    }
    out
}

/// The later paragraphs that keep their order among themselves: the longest rising run of places they came from.
fn rising(paired: &BTreeMap<usize, (usize, f64)>) -> BTreeSet<usize> {
    let all: Vec<(usize, usize)> = paired.iter().map(|(at, (from, _))| (*at, *from)).collect();
    // Patience sorting: the last of the best run of each length, and what came before each.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; all.len()];
    for (number, (_, from)) in all.iter().enumerate() {
        let length = ends.partition_point(|end| all[*end].1 < *from);
        before[number] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = number,
            None => ends.push(number),
        }
    }
    let mut out = BTreeSet::new();
    let mut at = ends.last().copied();
    while let Some(number) = at {
        out.insert(all[number].0);
        at = before[number];
    }
    out
}

fn lone(fate: Fate, passage: &Passage<'_>) -> Pair {
    let text = Some(passage.text.to_owned());
    let (was, is) = if fate == Fate::Dropped { (text, None) } else { (None, text) };
    let place = Some((passage.start, passage.end));
    let (was_place, is_place) = if fate == Fate::Dropped { (place, None) } else { (None, place) };
    let (stretches, shifts, renamed) = (Vec::new(), Vec::new(), Vec::new());
    Pair { fate, moved: false, was, is, stretches, shifts, renamed, was_place, is_place }
}

fn pair(
    (before, after): (&Passage<'_>, &Passage<'_>),
    (earlier, later): (Side<'_>, Side<'_>),
    (same, moved): (bool, bool),
    whole: (&str, &str),
    (fold, heads): (&FoldTable, &[String]),
) -> Pair {
    let inside = |acts: &[RecordedAct], passage: &Passage<'_>| -> Vec<RecordedAct> {
        acts.iter().filter(|act| act.start >= passage.start && act.start < passage.end).cloned().collect()
    };
    let mut pair = Pair {
        fate: if same { Fate::Same } else { Fate::Changed },
        moved,
        was: Some(before.text.to_owned()),
        is: Some(after.text.to_owned()),
        stretches: Vec::new(),
        shifts: Vec::new(),
        renamed: Vec::new(),
        was_place: Some((before.start, before.end)),
        is_place: Some((after.start, after.end)),
    };
    if !same {
        let (old, new) = (inside(earlier.acts, before), inside(later.acts, after));
        pair.stretches = stretches(before.text, after.text, fold);
        pair.shifts = shifts(&old, &new, fold);
        pair.renamed = renamed((&old, &new), whole, fold);
        if pair.renamed.is_empty() {
            pair.renamed = rehead(&pair.stretches, heads, fold);
        }
    }
    pair
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold() -> FoldTable {
        FoldTable::new([('關', '关'), ('雙', '双')], true).expect("lengths agree")
    }

    fn fates(was: &str, is: &str) -> Vec<(Fate, bool)> {
        let side = |text| Side { text, acts: &[] };
        compare(side(was), side(is), &fold(), &[]).into_iter().map(|pair| (pair.fate, pair.moved)).collect()
    }

    const A: &str = "双方重申恪守海洋法公约的各项原则。";
    const B: &str = "各方将继续就港口减排保持密切沟通。";
    const C: &str = "会议决定明年在首都举行下次磋商。";

    #[test]
    fn paragraphs_are_found_again_wherever_they_went() {
        let text = |all: &[&str]| all.join("\n");
        use Fate::{Changed, Dropped, New, Same};
        assert_eq!(fates(&text(&[A, B]), &text(&[A, B])), [(Same, false), (Same, false)]);
        assert_eq!(fates(A, &A.replace('双', "雙")), [(Same, false)], "another script is no change");
        assert_eq!(fates(&text(&[A, B]), &text(&[A, C, B])), [(Same, false), (New, false), (Same, false)]);
        assert_eq!(fates(&text(&[A, B, C]), &text(&[A, C])), [(Same, false), (Dropped, false), (Same, false)]);
        let moved = fates(&text(&[A, B, C]), &text(&[B, C, A]));
        assert_eq!(moved, [(Same, false), (Same, false), (Same, true)]);
        assert_eq!(fates(A, &A.replace("恪守", "遵守")), [(Changed, false)]);
        assert_eq!(fates("", ""), []);
    }

    #[test]
    fn a_text_is_the_same_as_itself() {
        let text = format!("一\n{A}\n二\n{B}\n一");
        assert_eq!(fates(&text, &text), [(Fate::Same, false); 5]);
    }

    #[test]
    fn numbers_and_marks_are_no_changes() {
        let (was, is) = (format!("一、{B}\n四、{A}"), format!("一、{A}"));
        assert_eq!(fates(&was, &is), [(Fate::Dropped, false), (Fate::Same, false)]);
        let was = "The Parties agree, in full, on ports.";
        assert_eq!(fates(was, &was.replace(", ", "，")), [(Fate::Same, false)]);
    }

    #[test]
    fn paragraphs_know_their_places() {
        let side = |text| Side { text, acts: &[] };
        let (was, is) = (format!("{A}\n{B}"), format!("{A}\n{C}"));
        let all = compare(side(&was), side(&is), &fold(), &[]);
        let places: Vec<_> = all.iter().map(|pair| (pair.was_place, pair.is_place)).collect();
        assert_eq!(places[0], (Some((0, 17)), Some((0, 17))));
        assert!(places[1..].iter().all(|(was, is)| was.is_some() != is.is_some()), "{places:?}");
    }
}
