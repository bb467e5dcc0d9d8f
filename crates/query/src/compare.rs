//! Two texts side by side: which paragraphs stayed, moved, changed, came or went, what changed in them, and which acts are
//! said more strongly or less.
//!
//! Paragraphs are paired by the pieces of text they share (`index/pieces.rs` of the ledger), most alike first, so that a
//! paragraph is found again wherever it went and in whichever script; pieces that most paragraphs have tell nothing and
//! are passed over, which also keeps the work near the length of the texts.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::{Passage, RecordedAct, pieces};
use chancery_text::FoldTable;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Paragraphs that share less of their pieces are not the same one changed: at 0.4 about half of the words are other ones.
const ALIKE: f64 = 0.4;

/// Quotes that share less of their pieces are not about the same.
const SAME_MATTER: f64 = 0.5;

/// A piece in more paragraphs than this pairs nothing.
const COMMON: usize = 40;

/// Characters alike between two changes that do not keep them apart.
const ISLAND: usize = 2;

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

/// A stretch of a changed paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Stretch {
    /// Words of the earlier text; empty where something was put in.
    pub was: String,
    /// Words of the later text; empty where something was taken out.
    pub is: String,
    /// Whether both say the same.
    pub same: bool,
}

/// An act said with another strength, or on the other side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Shift {
    /// `hardened`, `softened`, `turned`.
    #[schema(example = "hardened")]
    pub how: &'static str,
    /// The earlier quote.
    pub was: String,
    /// The later quote.
    pub is: String,
    /// Rungs: from, to.
    #[schema(example = json!([2, 4]))]
    pub rungs: (u8, u8),
}

impl Shift {
    /// `hardened from 2 to 4: … → …`.
    #[must_use]
    pub fn told(&self) -> String {
        format!("{} from {} to {}: {} → {}", self.how, self.rungs.0, self.rungs.1, self.was, self.is)
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
}

/// A text and its acts.
#[derive(Clone, Copy, Debug)]
pub struct Side<'t> {
    /// The text.
    pub text: &'t str,
    /// Its acts.
    pub acts: &'t [RecordedAct],
}

/// Compares two texts; pairs come in the order of the later one, what was dropped after what stood before it.
#[must_use]
pub fn compare(earlier: Side<'_>, later: Side<'_>, fold: &FoldTable) -> Vec<Pair> {
    let (before, after): (Vec<_>, Vec<_>) = (Passage::of(earlier.text).collect(), Passage::of(later.text).collect());
    let bags = |all: &[Passage<'_>]| all.iter().map(|p| bag(p.text, fold)).collect::<Vec<_>>();
    let paired = pairs(&bags(&before), &bags(&after));
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
        out.push(pair(&before[*from], passage, earlier, later, !stay.contains(&at), fold));
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

/// Later paragraph → earlier one and how alike they are; the most alike are paired first, each once.
fn pairs(before: &[BTreeSet<String>], after: &[BTreeSet<String>]) -> BTreeMap<usize, (usize, f64)> {
    let mut holding: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, bag) in before.iter().enumerate() {
        bag.iter().for_each(|piece| holding.entry(piece).or_default().push(at));
    }
    let mut likely = Vec::new();
    for (at, bag) in after.iter().enumerate() {
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
    let (mut taken, mut out) = (BTreeSet::new(), BTreeMap::new());
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
    Pair { fate, moved: false, was, is, stretches: Vec::new(), shifts: Vec::new() }
}

fn pair(
    before: &Passage<'_>,
    after: &Passage<'_>,
    earlier: Side<'_>,
    later: Side<'_>,
    moved: bool,
    fold: &FoldTable,
) -> Pair {
    let same = fold.fold(before.text.trim()) == fold.fold(after.text.trim());
    let inside = |acts: &[RecordedAct], passage: &Passage<'_>| -> Vec<RecordedAct> {
        acts.iter().filter(|act| act.start >= passage.start && act.start < passage.end).cloned().collect()
    };
    let shifts =
        if same { Vec::new() } else { shifts(&inside(earlier.acts, before), &inside(later.acts, after), fold) };
    Pair {
        fate: if same { Fate::Same } else { Fate::Changed },
        moved,
        was: Some(before.text.to_owned()),
        is: Some(after.text.to_owned()),
        stretches: if same { Vec::new() } else { stretches(before.text, after.text, fold) },
        shifts,
    }
}

/// What changed, by characters as they fold.
fn stretches(was: &str, is: &str, fold: &FoldTable) -> Vec<Stretch> {
    let folded = |text: &str| text.chars().map(|c| fold.fold_char(c)).collect::<Vec<char>>();
    let (old, new): (Vec<char>, Vec<char>) = (was.chars().collect(), is.chars().collect());
    let mut out: Vec<Stretch> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &folded(was), &folded(is)) {
        let (was, is): (String, String) = (old[op.old_range()].iter().collect(), new[op.new_range()].iter().collect());
        let same = matches!(op, DiffOp::Equal { .. });
        out.push(Stretch { was, is, same });
    }
    // A letter or two that two changes happen to share would only break a changed word in pieces.
    let small = |one: &Stretch| one.same && one.is.chars().count() <= ISLAND;
    let mut merged: Vec<Stretch> = Vec::new();
    for (at, one) in out.iter().enumerate() {
        let island = small(one) && at > 0 && at + 1 < out.len();
        let joins = merged.last().is_some_and(|last| !last.same) && (island || !one.same);
        match merged.last_mut().filter(|_| joins) {
            Some(last) => {
                last.was.push_str(&one.was);
                last.is.push_str(&one.is);
            }
            None => merged.push(one.clone()),
        }
    }
    merged
}

/// Acts about the same that are said otherwise.
fn shifts(before: &[RecordedAct], after: &[RecordedAct], fold: &FoldTable) -> Vec<Shift> {
    let mut out = Vec::new();
    for new in after {
        let nearest = before
            .iter()
            .filter(|old| old.kind == new.kind && old.holders.iter().any(|holder| new.holders.contains(holder)))
            .map(|old| (alike(&bag(&old.quote, fold), &bag(&new.quote, fold)), old))
            .filter(|(score, _)| *score >= SAME_MATTER)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, old)) = nearest else { continue };
        let (Some(from), Some(to)) = (old.intensity, new.intensity) else { continue };
        let how = match (old.polarity == new.polarity, to.cmp(&from)) {
            (false, _) => "turned",
            (true, std::cmp::Ordering::Greater) => "hardened",
            (true, std::cmp::Ordering::Less) => "softened",
            (true, std::cmp::Ordering::Equal) => continue,
        };
        out.push(Shift { how, was: old.quote.clone(), is: new.quote.clone(), rungs: (from, to) });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold() -> FoldTable {
        FoldTable::new([('關', '关'), ('雙', '双')], true).expect("lengths agree")
    }

    fn fates(was: &str, is: &str) -> Vec<(Fate, bool)> {
        let side = |text| Side { text, acts: &[] };
        compare(side(was), side(is), &fold()).into_iter().map(|pair| (pair.fate, pair.moved)).collect()
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
    fn what_changed_is_told_in_words() {
        let all = stretches("双方注意到这一倡议", "雙方欢迎这一倡议", &fold());
        let told: Vec<_> = all.iter().map(|one| (one.was.as_str(), one.is.as_str(), one.same)).collect();
        assert_eq!(told, [("双方", "雙方", true), ("注意到", "欢迎", false), ("这一倡议", "这一倡议", true)]);
    }

    #[test]
    fn a_stronger_word_on_the_same_matter_is_a_shift() {
        let act = |quote: &str, polarity: &str, rung: u8| {
            let json = format!(
                r#"{{"kind":"position","start":0,"end":9,"quote":"{quote}","holders":["CHL"],"polarity":"{polarity}","intensity":{rung}}}"#
            );
            serde_json::from_str::<RecordedAct>(&json).expect("an act")
        };
        let was = [act("关注南太平洋非法捕捞活动", "-", 1)];
        let is = [act("反对南太平洋非法捕捞活动", "-", 3), act("欢迎新的港口减排倡议", "+", 2)];
        let found = shifts(&was, &is, &fold());
        assert_eq!(found.iter().map(|one| (one.how, one.rungs)).collect::<Vec<_>>(), [("hardened", (1, 3))]);
    }
}
