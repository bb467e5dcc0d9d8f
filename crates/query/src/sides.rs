//! Who is against whom: whether two positions are about one thing, so that for the one and against the other is a contradiction,
//! and which holders stand in one block. A side of a wide matter is none of a smaller one in it: who defends the outcome of a war
//! and who opposes the falsifying of its history agree. What can't be told is passed over; a contradiction that is none does
//! more harm than one that is not called out. Next to read: `board.rs`.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::{Act, Piece, days_between, pieces};
use chancery_text::FoldTable;

use crate::board::{Side, Stand};
use crate::relations::is_actor;

/// What packs know of the words that make sides.
#[derive(Clone, Debug, Default)]
pub struct SideWords {
    /// Words that govern a position, folded, with their stance; longer ones first.
    pub governing: Vec<(String, String)>,
    /// Words that turn what they stand with about (undermine, falsify, fight), folded; whether they stand alone as words do where
    /// spaces part them.
    pub turning: Vec<(String, bool)>,
}

/// What telling what contradicts what needs.
#[derive(Clone, Copy, Debug)]
pub struct Matter<'m> {
    /// Makes both scripts one.
    pub fold: &'m FoldTable,
    /// Words that govern and turn.
    pub words: &'m SideWords,
}

/// Of the pieces of two objects, so many are in both where they are one: *unilateral sanctions* and *unilateral sanctions that
/// hurt third parties* are one still, *peace* and *efforts to undermine peace* would be none even without the word that turns.
const ONE: f64 = 0.5;

/// Stances that are against the thing itself and not only troubled by it: *concerned about the lake* contradicts nobody.
const REFUSING: &[&str] = &["oppose", "condemn", "reject"];

/// What an act is about.
#[derive(Debug)]
pub(crate) struct Object {
    words: BTreeSet<String>,
    /// What turns it about.
    turned: BTreeSet<usize>,
    /// Bodies, papers and programmes; a state or a loose group is too much to be one thing.
    things: BTreeSet<String>,
    refuses: bool,
}

impl Object {
    pub(crate) fn of(act: &Act, matter: &Matter<'_>) -> Self {
        let stance = act.act.stance.as_deref().unwrap_or_default();
        let mut text = matter.fold.fold(&act.act.quote).to_lowercase();
        let theirs = matter.words.governing.iter().filter(|(_, theirs)| theirs == stance);
        let governing = theirs.filter_map(|(form, _)| Some((text.find(form.as_str())?, form.len()))).next();
        if let Some((at, length)) = governing {
            text.replace_range(at..at + length, "\n");
        }
        let turned = matter.words.turning.iter().enumerate().filter(|(_, (form, alone))| holds(&text, form, *alone));
        // A letter or two say nothing; two characters do.
        let tells = |piece: &Piece| piece.text.chars().any(|c| u32::from(c) >= 0x2e80) || piece.text.len() > 3;
        let all = pieces(&text, matter.fold).into_iter();
        Self {
            turned: turned.map(|(at, _)| at).collect(),
            words: all.filter(|piece| !piece.alone && tells(piece)).map(|piece| piece.text).collect(),
            things: act.act.targets.iter().filter(|id| !is_actor(id) || id.starts_with("org:")).cloned().collect(),
            refuses: REFUSING.contains(&stance),
        }
    }

    fn is_worded_as(&self, other: &Self) -> bool {
        self.shares(other) >= ONE
    }

    /// The share of all pieces that both have.
    fn shares(&self, other: &Self) -> f64 {
        let shared = self.words.intersection(&other.words).count();
        let all = self.words.len() + other.words.len() - shared;
        if all == 0 { 0.0 } else { shared as f64 / all as f64 }
    }

    /// How much two are one thing; none where they are not. `named` says whether it is enough that both name it.
    pub(crate) fn is_one(&self, other: &Self, named: bool, opposed: bool) -> Option<f64> {
        let things = named && !self.things.is_disjoint(&other.things);
        let worded = (!opposed || self.refuses || other.refuses) && self.is_worded_as(other);
        let one = self.turned == other.turned && (things || worded);
        one.then(|| self.shares(other) + if things { ONE / 2.0 } else { 0.0 })
    }
}

fn holds(text: &str, form: &str, alone: bool) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(form).any(|(at, _)| {
        !alone || !(letter(text[..at].chars().next_back()) || letter(text[at + form.len()..].chars().next()))
    })
}

/// The objects of acts that were read.
#[derive(Debug)]
pub(crate) struct Objects<'a> {
    acts: &'a BTreeMap<i64, Act>,
    of: BTreeMap<i64, Object>,
}

impl<'a> Objects<'a> {
    pub(crate) fn new(acts: &'a BTreeMap<i64, Act>, rows: impl Iterator<Item = i64>, matter: &Matter<'_>) -> Self {
        let of = rows.filter_map(|row| Some((row, Object::of(acts.get(&row)?, matter)))).collect();
        Self { acts, of }
    }

    /// Whether two acts are about one thing: both name it, or their objects are worded alike; with nothing that turns it about in
    /// one of them alone.
    fn are_on_one(&self, a: i64, b: i64, opposed: bool) -> bool {
        if a == b {
            return true;
        }
        let (Some(a), Some(b)) = (self.of.get(&a), self.of.get(&b)) else { return false };
        a.is_one(b, true, opposed).is_some()
    }

    pub(crate) fn are_opposed(&self, a: &Stand, b: &Stand) -> bool {
        a.row != b.row
            && a.side.is_some()
            && b.side.is_some()
            && a.side != b.side
            && self.are_on_one(a.row, b.row, true)
    }

    fn agree(&self, a: &Stand, b: &Stand) -> bool {
        a.side.is_some() && a.side == b.side && self.are_on_one(a.row, b.row, false)
    }

    fn said(&self, row: i64) -> Option<&'a str> {
        self.acts.get(&row)?.said.as_deref()
    }
}

/// Two blocks of holders on opposite sides of one thing, with the two acts that say so, the newest such.
#[derive(Clone, Debug)]
pub struct Opposition {
    /// Who is for it.
    pub r#for: Vec<String>,
    /// Who is against it.
    pub against: Vec<String>,
    /// What one that is for it said.
    pub word_for: Act,
    /// What one that is against it said.
    pub word_against: Act,
    /// Days between the two, where both have one.
    pub days_apart: Option<i64>,
}

/// Pairs of holders by how their last words stand to each other.
#[derive(Debug, Default)]
pub(crate) struct Sides {
    pub(crate) against: Vec<(String, String)>,
    pub(crate) together: Vec<(String, String)>,
    pub(crate) blocks: Vec<Opposition>,
}

/// A pair on opposite sides: places of who is for and who is against, and the rows of their words.
struct Clash {
    on: [usize; 2],
    rows: [i64; 2],
}

/// Holds everybody's last words against each other. Holders who hold one act together are on no opposite sides.
pub(crate) fn sides(words: &[(String, Vec<Stand>)], objects: &Objects<'_>) -> Sides {
    let mut out = Sides::default();
    let mut clashes = Vec::new();
    for (at, (one, ours)) in words.iter().enumerate() {
        for (and, (other, theirs)) in words.iter().enumerate().skip(at + 1) {
            let pair = || (one.clone(), other.clone());
            let joint = ours.iter().any(|a| theirs.iter().any(|b| a.row == b.row));
            let clash = if joint { None } else { clash((at, ours), (and, theirs), objects) };
            if let Some(clash) = clash {
                out.against.push(pair());
                clashes.push(clash);
            } else if joint || ours.iter().any(|a| theirs.iter().any(|b| objects.agree(a, b))) {
                out.together.push(pair());
            }
        }
    }
    out.blocks = blocks(words, &clashes, objects);
    out
}

/// The newest two words that are opposed, where neither holder has since come over to the other's side.
fn clash((at, ours): (usize, &[Stand]), (and, theirs): (usize, &[Stand]), objects: &Objects<'_>) -> Option<Clash> {
    let came_over = |own: &[Stand], from: &Stand, to: &Stand| {
        own.iter().any(|later| later.day > from.day && objects.agree(later, to))
    };
    let all = ours.iter().flat_map(|a| theirs.iter().map(move |b| (a, b)));
    let opposed = all.filter(|(a, b)| objects.are_opposed(a, b) && !came_over(ours, a, b) && !came_over(theirs, b, a));
    let (a, b) = opposed.max_by_key(|(a, b)| (a.day.max(b.day), a.day.min(b.day)))?;
    Some(if a.side == Some(Side::For) {
        Clash { on: [at, and], rows: [a.row, b.row] }
    } else {
        Clash { on: [and, at], rows: [b.row, a.row] }
    })
}

/// Holders with the same opponents on the same sides are one block.
fn blocks(words: &[(String, Vec<Stand>)], clashes: &[Clash], objects: &Objects<'_>) -> Vec<Opposition> {
    let mut opponents: BTreeMap<usize, BTreeSet<(usize, bool)>> = BTreeMap::new();
    for Clash { on: [r#for, against], .. } in clashes {
        opponents.entry(*r#for).or_default().insert((*against, true));
        opponents.entry(*against).or_default().insert((*r#for, false));
    }
    let alike = |at: usize| -> Vec<usize> {
        opponents.iter().filter(|(_, theirs)| Some(*theirs) == opponents.get(&at)).map(|(one, _)| *one).collect()
    };
    let mut by: BTreeMap<(Vec<usize>, Vec<usize>), [i64; 2]> = BTreeMap::new();
    let day = |rows: &[i64; 2]| rows.map(|row| objects.said(row)).into_iter().max();
    for Clash { on: [r#for, against], rows } in clashes {
        let newest = by.entry((alike(*r#for), alike(*against))).or_insert(*rows);
        if day(rows) > day(newest) {
            *newest = *rows;
        }
    }
    let names = |block: Vec<usize>| block.into_iter().map(|at| words[at].0.clone()).collect();
    let all = by.into_iter().filter_map(|((r#for, against), [one, other])| {
        let (word_for, word_against) = (objects.acts.get(&one)?.clone(), objects.acts.get(&other)?.clone());
        let days_apart = word_for.said.as_deref().zip(word_against.said.as_deref());
        let days_apart = days_apart.and_then(|(a, b)| days_between(a, b)).map(i64::abs);
        Some(Opposition { r#for: names(r#for), against: names(against), word_for, word_against, days_apart })
    });
    all.collect()
}

/// The largest groups, one after the other, of whom each agrees with each: what pairs say in fewer words. Every pair stands in one.
pub(crate) fn groups(pairs: &[(String, String)]) -> Vec<Vec<String>> {
    let mut with: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (a, b) in pairs {
        with.entry(a).or_default().insert(b);
        with.entry(b).or_default().insert(a);
    }
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut out = Vec::new();
    for (a, b) in pairs {
        if told.contains(&(a.as_str(), b.as_str())) {
            continue;
        }
        let mut group = vec![a.as_str(), b.as_str()];
        for (one, theirs) in &with {
            if !group.contains(one) && group.iter().all(|other| theirs.contains(other)) {
                group.push(one);
            }
        }
        told.extend(group.iter().flat_map(|one| group.iter().map(move |other| (*one, *other))));
        out.push(group.into_iter().map(str::to_owned).collect::<Vec<_>>());
    }
    out.sort_by_key(|group| std::cmp::Reverse(group.len()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_told_as_groups() {
        let pairs = [("A", "B"), ("A", "C"), ("B", "C"), ("C", "D")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(groups(&pairs), [vec!["A", "B", "C"], vec!["C", "D"]]);
    }
}
