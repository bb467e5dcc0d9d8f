//! Versions of one text in other languages known by how they are built: as many paragraphs, long and short ones in the same order,
//! and what is told in each (figures, days, states and bodies) told in the same one. A translator keeps paragraphs, and a long one
//! stays a long one, whatever the languages (Gale and Church 1993). Next to read: `versions.rs`, which knows them by what they tell.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::params;
use serde::Deserialize;

use crate::family::{COMPARED, DAYS, Told};
use crate::pack::Part;
use crate::versions::{Facts, Mention, shared};
use crate::{Ledger, LedgerError, days_between};

/// Paragraphs of the shortest text that has a build: of five, two texts in a hundred go up and down together by chance.
const FEWEST: usize = 6;

/// From so many on a text is looked for by its longest paragraphs alone, and may be known without figures.
const MANY: usize = 20;

/// Of the longest paragraphs so many are looked at, and so many must be at the same places: of four translations of our corpus each
/// keeps three of four.
const LONGEST: usize = 4;

/// Figures by which a shorter text is looked for, the largest; smaller ones stand in every text.
const FIGURES: usize = 2;
const LEAST_FIGURE: f64 = 10.0;

/// Letters of one language for those of another, at most.
const RATIO: f64 = 6.0;

/// Of the figures and days that both tell, and of the states that either names, so many must agree.
const SAME: f64 = 0.75;
const STATES: f64 = 0.6;

/// How far beyond chance lengths must go together, in standard deviations (Fisher's z): where two figures or days stand in the same
/// paragraphs, where one does, and where neither text tells any. Over the 130,000 pairs of a Chinese and an English text of our
/// corpus no two with six paragraphs that are not versions reach 1.8; the nine that are lie between 4.1 and 13.
const TWO: f64 = 3.8;
const ONE: f64 = 5.0;
const NONE: f64 = 7.0;

/// Things that must stand in the same paragraphs where figures are few.
const IN_PLACE: usize = 2;

/// Parts of sketches have 31 bits, those of figures the 32nd; these have one more.
const BUILD: i64 = 1 << 33;

/// A text's paragraphs, and what stands in each.
#[derive(Debug, Default)]
struct Build {
    /// How long each is, as a logarithm.
    lengths: Vec<f64>,
    /// Figures and days.
    figures: Vec<BTreeSet<String>>,
    /// States and bodies.
    bodies: Vec<BTreeSet<String>>,
    /// States.
    states: BTreeSet<String>,
}

/// The part of a record that is needed here.
#[derive(Deserialize)]
struct Mentions<'m> {
    #[serde(borrow, default)]
    mentions: Vec<Mention<'m>>,
}

/// The paragraphs of a text: where each begins, in code points, and how long it is without the white space around it.
fn paragraphs(text: &str) -> Vec<(u32, usize)> {
    let mut at = 0;
    let mut out = Vec::new();
    for line in text.split('\n') {
        let length = line.trim().chars().count();
        if length > 0 {
            out.push((at, length));
        }
        at += line.chars().count() as u32 + 1;
    }
    out
}

/// By what a version of a text is found: the places of its longest paragraphs, or its number of paragraphs with its largest figures.
pub(crate) fn parts(text: &str, facts: &Facts) -> Vec<i64> {
    let all = paragraphs(text);
    if all.len() < FEWEST {
        return Vec::new();
    }
    let part = |told: &[u64]| {
        let mut hasher = DefaultHasher::new();
        (all.len(), told).hash(&mut hasher);
        BUILD | (hasher.finish() >> 33) as i64
    };
    if all.len() < MANY {
        let mut figures: Vec<f64> = facts.figures().filter(|figure| *figure >= LEAST_FIGURE).collect();
        figures.sort_by(|a, b| b.total_cmp(a));
        return figures.iter().take(FIGURES).map(|figure| part(&[figure.to_bits()])).collect();
    }
    let mut places: Vec<usize> = (0..all.len()).collect();
    places.sort_by_key(|at| (std::cmp::Reverse(all[*at].1), *at));
    let mut longest: Vec<u64> = places.iter().take(LONGEST).map(|at| *at as u64).collect();
    longest.sort_unstable();
    let without = |left_out: usize| {
        let kept: Vec<u64> =
            longest.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, place)| *place).collect();
        part(&kept)
    };
    (0..longest.len()).map(without).collect()
}

impl Build {
    /// Of a text with the rest of its record as it is packed.
    fn of(text: &str, rest: &str) -> Self {
        let paragraphs = paragraphs(text);
        let mut out = Self {
            lengths: paragraphs.iter().map(|(_, length)| (*length as f64).ln()).collect(),
            figures: vec![BTreeSet::new(); paragraphs.len()],
            bodies: vec![BTreeSet::new(); paragraphs.len()],
            states: BTreeSet::new(),
        };
        let plain = crate::versions::plain(rest);
        for one in serde_json::from_str::<Mentions<'_>>(&plain).map(|all| all.mentions).unwrap_or_default() {
            let place = paragraphs.partition_point(|(start, _)| *start <= one.start);
            let Some(place) = place.checked_sub(1) else { continue };
            out.take(place, one);
        }
        out
    }

    fn take(&mut self, place: usize, one: Mention<'_>) {
        match (one.kind, one.id) {
            ("country" | "org", Some(id)) => {
                if one.kind == "country" {
                    self.states.insert(id.clone());
                }
                self.bodies[place].insert(id);
            }
            ("amount" | "number" | "date", _) => self.figures[place].extend(one.value.and_then(|value| value.told())),
            _ => {}
        }
    }

    /// Whether two texts are evidently built alike.
    fn is_same(&self, other: &Self) -> bool {
        let count = self.lengths.len();
        if count != other.lengths.len() || count < FEWEST {
            return false;
        }
        let mean = |all: &[f64]| all.iter().sum::<f64>() / count as f64;
        if (mean(&self.lengths) - mean(&other.lengths)).abs() > RATIO.ln() {
            return false;
        }
        let states = self.states.is_empty() || other.states.is_empty() || shared(&self.states, &other.states) >= STATES;
        let told = |all: &[BTreeSet<String>]| all.iter().map(BTreeSet::len).sum::<usize>();
        let in_place = |a: &[BTreeSet<String>], b: &[BTreeSet<String>]| {
            a.iter().zip(b).map(|(a, b)| a.intersection(b).count()).sum::<usize>()
        };
        let least = told(&self.figures).min(told(&other.figures));
        let figures = in_place(&self.figures, &other.figures);
        let bodies = in_place(&self.bodies, &other.bodies);
        if !states || (figures as f64) < SAME * least as f64 {
            return false;
        }
        let beyond = beyond_chance(&self.lengths, &other.lengths);
        match figures {
            0 => least == 0 && count >= MANY && bodies >= IN_PLACE && beyond >= NONE,
            1 => bodies >= IN_PLACE && beyond >= ONE,
            _ => beyond >= TWO,
        }
    }
}

/// How far the correlation of two rows of numbers lies beyond chance, in standard deviations.
fn beyond_chance(a: &[f64], b: &[f64]) -> f64 {
    let count = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / count, b.iter().sum::<f64>() / count);
    let sum = |of: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(a, b)| of(a - mean_a, b - mean_b)).sum::<f64>();
    let spread = (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt();
    if spread <= f64::EPSILON || count <= 3.0 {
        return 0.0;
    }
    (sum(&|a, b| a * b) / spread).clamp(-0.9999, 0.9999).atanh() * (count - 3.0).sqrt()
}

impl Ledger {
    /// The first article of a text in another language that is built alike.
    pub(crate) fn version_by_build(&self, one: &Told<'_>) -> Result<Option<i64>, LedgerError> {
        let mut found: BTreeMap<i64, usize> = BTreeMap::new();
        let mut find = self
            .db
            .prepare_cached("SELECT article FROM sketch WHERE part = ?1 AND article < ?2 ORDER BY article LIMIT ?3")?;
        for part in &one.signs.build {
            for row in find.query_map(params![part, one.row, COMPARED as i64], |row| row.get(0))? {
                *found.entry(row?).or_default() += 1;
            }
        }
        let mut head = self.db.prepare_cached("SELECT language, said, issuers, body FROM article WHERE id = ?1")?;
        let mut own = None;
        for row in found.into_keys() {
            let (language, said, issuers, body): (String, Option<String>, String, Vec<u8>) =
                head.query_row([row], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
            let days = said.as_deref().zip(one.said).and_then(|(a, b)| days_between(a, b));
            if language == one.language || one.is_by_others(&issuers) || days.is_some_and(|days| days.abs() > DAYS) {
                continue;
            }
            let Ok(body) = self.body(&body, Part::Rest, &String::new) else { continue };
            let theirs = Build::of(&body.text, &body.rest);
            // Most texts have no such candidate, so their own build is made only here.
            if own.get_or_insert_with(|| Build::of(one.text, one.rest)).is_same(&theirs) {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lengths that go up and down as no other text's do.
    fn lengths(own: usize, count: usize) -> Vec<f64> {
        (0..count).map(|n| 20.0 + ((n * 7919 + own * 104_729) % 83) as f64).collect()
    }

    fn build(lengths: &[f64], figures: &[(usize, &str)], bodies: &[(usize, &str)]) -> Build {
        let mut out = Build {
            lengths: lengths.iter().map(|one| one.ln()).collect(),
            figures: vec![BTreeSet::new(); lengths.len()],
            bodies: vec![BTreeSet::new(); lengths.len()],
            states: BTreeSet::new(),
        };
        for (place, figure) in figures {
            out.figures[*place].insert((*figure).to_owned());
        }
        for (place, id) in bodies {
            out.bodies[*place].insert((*id).to_owned());
            out.states.extend((id.len() == 3).then(|| (*id).to_owned()));
        }
        out
    }

    #[test]
    fn texts_are_one_where_paragraphs_and_what_stands_in_them_go_together() {
        let short = lengths(1, 8);
        let longer: Vec<f64> = short.iter().map(|one| one * 3.1 + 4.0).collect();
        let own = build(&short, &[(1, "300000"), (6, "16")], &[(0, "CHL")]);
        assert!(own.is_same(&build(&longer, &[(1, "300000"), (6, "16")], &[(0, "CHL")])));
        assert!(!own.is_same(&build(&longer, &[(1, "300000"), (6, "17")], &[(0, "CHL")])), "another figure");
        assert!(!own.is_same(&build(&longer, &[(1, "300000"), (6, "16")], &[(0, "PER")])), "another state");
        assert!(!own.is_same(&build(&longer, &[(2, "300000"), (5, "16")], &[(0, "CHL")])), "other paragraphs");
        assert!(!own.is_same(&build(&longer[..7], &[(1, "300000")], &[])), "a paragraph less");
        let other: Vec<f64> = lengths(2, 8).iter().map(|one| one * 3.1).collect();
        assert!(!own.is_same(&build(&other, &[(1, "300000"), (6, "16")], &[(0, "CHL")])), "other lengths");
        let bare = build(&longer, &[], &[(0, "CHL"), (3, "CHL")]);
        assert!(!build(&short, &[], &[(0, "CHL"), (3, "CHL")]).is_same(&bare), "too short to be known by it alone");
    }

    #[test]
    fn a_long_text_is_known_by_its_build_alone() {
        let long = lengths(1, 60);
        let longer: Vec<f64> = long.iter().map(|one| one * 3.0 + 9.0).collect();
        let bodies = [(0, "org:UN"), (50, "org:UN")];
        assert!(build(&long, &[], &bodies).is_same(&build(&longer, &[], &bodies)));
        assert!(!build(&long, &[], &bodies).is_same(&build(&longer, &[], &[])), "nothing named stands where it stood");
        assert!(!build(&long, &[], &bodies).is_same(&build(&lengths(3, 60), &[], &bodies)));
        let huge: Vec<f64> = long.iter().map(|one| one * 9.0).collect();
        assert!(!build(&long, &[], &bodies).is_same(&build(&huge, &[], &bodies)), "no language takes so many letters");
    }

    #[test]
    fn a_text_is_found_by_its_longest_paragraphs_or_its_figures() {
        let text = |own: usize, count: usize| {
            let lines = lengths(own, count).into_iter().map(|length| "a".repeat(length as usize));
            lines.collect::<Vec<_>>().join("\n\n")
        };
        let none = Facts::default();
        let figures = Facts::of(r#"[{"kind":"number","value":{"value":16}},{"kind":"number","value":{"value":3}}]"#);
        assert_eq!(parts(&text(1, 30), &none).len(), LONGEST);
        assert_eq!(parts(&text(1, 8), &none).len(), 0);
        assert_eq!(parts(&text(1, 8), &figures).len(), 1, "three is no figure to look for");
        assert_eq!(parts(&text(1, 5), &figures).len(), 0);
        assert_eq!(paragraphs("甲乙\n\n  丙\n"), [(0, 2), (4, 1)]);
    }

    #[test]
    fn lengths_of_no_variety_tell_nothing() {
        assert!(beyond_chance(&[1.0; 9], &[2.0; 9]).abs() < f64::EPSILON);
    }
}
