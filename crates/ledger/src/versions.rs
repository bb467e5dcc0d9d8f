//! Versions of one text in other languages. Words can't be compared there; what is told can: figures, days, actors. Two ways lead to
//! one: the same issuers on the same day, and the same in the acts; or, whoever issued them and whenever, so many figures that no two
//! texts share by chance (58,595,066; 2,237,841), and nearly nothing told in one alone.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::params;
use serde::Deserialize;

use crate::family::{COMPARED, DAYS, Told};
use crate::pack::Part;
use crate::{Ledger, LedgerError, RecordedAct, days_after, days_before, days_between};

/// What versions of one text must share: of all figures, days and actors in their acts, and at least so many.
const ALIGNED: f64 = 0.6;
const ALIGNED_FEWEST: usize = 6;

/// So many telling figures are shared by no two texts that tell something else: of 130,000 pairs of a Chinese and an English text in
/// our corpus, of the same actors and themes, none shares three; the one pair that is a translation with figures shares twelve.
const TELLING_FEWEST: usize = 4;

/// Telling figures by which a text is looked for, those with the most digits.
const LOOKED_FOR: usize = 6;

/// Digits that no round figure has; years have them and are none.
const DIGITS: usize = 3;
const YEARS: std::ops::RangeInclusive<f64> = 1900.0..=2100.0;

/// The length of issuers, as JSON, that are none.
const NOBODY: usize = 2;

/// Parts of sketches have 31 bits; a figure's has this one more.
const FIGURE: i64 = 1 << 32;

/// What two sets share, of what both hold.
pub(crate) fn shared<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> f64 {
    let both = one.intersection(other).count();
    both as f64 / (one.len() + other.len() - both).max(1) as f64
}

/// Figures, days and actors of acts, which are the same in every language.
fn facts<'a>(acts: impl Iterator<Item = &'a RecordedAct>) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for act in acts {
        let figures =
            act.amounts.iter().filter_map(|one| Some(format!("{} {}", one.value.as_ref()?, one.unit.as_ref()?)));
        let days = act.dates.iter().filter_map(|one| Some(format!("{}..{}", one.start.as_ref()?, one.end.as_ref()?)));
        let ids =
            act.holders.iter().chain(&act.addressees).chain(&act.targets).filter(|id| crate::acts::is_actor_id(id));
        out.extend(figures.chain(days));
        out.extend(ids.cloned());
    }
    out
}

/// What a text tells that is the same in every language, in acts or not.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// Figures that no two texts share by chance.
    telling: BTreeSet<String>,
    /// Days, states and organisations.
    others: BTreeSet<String>,
    /// Figures that are no years, as bits.
    figures: BTreeSet<u64>,
}

#[derive(Deserialize)]
pub(crate) struct Mention<'m> {
    pub(crate) kind: &'m str,
    #[serde(default)]
    pub(crate) id: Option<String>,
    #[serde(default)]
    pub(crate) value: Option<Value>,
    /// Its first code point.
    #[serde(default)]
    pub(crate) start: u32,
}

#[derive(Deserialize)]
pub(crate) struct Value {
    #[serde(default)]
    value: Option<f64>,
    #[serde(default)]
    start: Option<String>,
    #[serde(default)]
    end: Option<String>,
}

impl Value {
    /// A figure or day in a form that is the same in every language.
    pub(crate) fn told(self) -> Option<String> {
        match self {
            Self { value: Some(figure), .. } => Some(figure.to_string()),
            Self { start: Some(start), end: Some(end), .. } => Some(format!("{start}..{end}")),
            _ => None,
        }
    }
}

/// The rest of a packed record as JSON: its marks stand in the places of whole values, or within strings.
pub(crate) fn plain(rest: &str) -> String {
    rest.replace(|c| ('\u{1}'..='\u{5}').contains(&c), "0")
}

/// The part of a record that is needed here.
#[derive(Deserialize)]
struct Mentions<'m> {
    #[serde(borrow, default)]
    mentions: Vec<Mention<'m>>,
}

impl Facts {
    /// By the `mentions` of a record, as JSON; nothing where they are of another form.
    pub(crate) fn of(mentions: &str) -> Self {
        let mut out = Self::default();
        for one in serde_json::from_str::<Vec<Mention<'_>>>(mentions).unwrap_or_default() {
            out.take(one);
        }
        out
    }

    /// By the rest of a record as it is packed (`whole.rs`).
    pub(crate) fn of_rest(rest: &str) -> Self {
        let plain = plain(rest);
        let mut out = Self::default();
        for one in serde_json::from_str::<Mentions<'_>>(&plain).map(|all| all.mentions).unwrap_or_default() {
            out.take(one);
        }
        out
    }

    fn take(&mut self, one: Mention<'_>) {
        match (one.kind, one.id, one.value) {
            ("country" | "org", Some(id), _) => {
                self.others.insert(id);
            }
            ("amount" | "number", _, Some(Value { value: Some(figure), .. })) if !is_year(figure) => {
                self.figures.insert(figure.to_bits());
                if is_telling(figure) {
                    self.telling.insert(figure.to_string());
                }
            }
            ("date", _, Some(Value { start: Some(start), end: Some(end), .. })) => {
                self.others.insert(format!("{start}..{end}"));
            }
            _ => {}
        }
    }

    /// Figures that are no years.
    pub(crate) fn figures(&self) -> impl Iterator<Item = f64> {
        self.figures.iter().map(|bits| f64::from_bits(*bits))
    }

    /// By what it is found: parts for the figures with the most digits.
    pub(crate) fn parts(&self) -> Vec<i64> {
        if self.telling.len() < TELLING_FEWEST {
            return Vec::new();
        }
        let mut all: Vec<&String> = self.telling.iter().collect();
        all.sort_by_key(|figure| (std::cmp::Reverse(figure.len()), *figure));
        let part = |figure: &&String| {
            let mut hasher = DefaultHasher::new();
            figure.hash(&mut hasher);
            FIGURE | (hasher.finish() >> 33) as i64
        };
        all.iter().take(LOOKED_FOR).map(part).collect()
    }

    /// Whether two texts evidently tell the same.
    fn same(&self, other: &Self) -> bool {
        let all = |facts: &Self| facts.telling.union(&facts.others).cloned().collect::<BTreeSet<_>>();
        self.telling.intersection(&other.telling).count() >= TELLING_FEWEST
            && shared(&all(self), &all(other)) >= ALIGNED
    }
}

fn is_year(figure: f64) -> bool {
    figure.fract() == 0.0 && YEARS.contains(&figure)
}

fn is_telling(figure: f64) -> bool {
    if is_year(figure) {
        return false;
    }
    let digits: String = figure.to_string().chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').len() >= DIGITS
}

impl Told<'_> {
    /// Whether a text with these issuers is evidently another's.
    pub(crate) fn is_by_others(&self, issuers: &str) -> bool {
        issuers != self.issuers && issuers.len() > NOBODY && self.issuers.len() > NOBODY
    }
}

impl Ledger {
    /// The first article of a text that this is evidently a version of, in another language: of the same issuers, a day apart at
    /// most (it is told on the next day where it is read east of where it was issued), and with the same in its acts.
    pub(crate) fn version(&self, one: &Told<'_>) -> Result<Option<i64>, LedgerError> {
        let day = one.said.filter(|day| day.len() == 10);
        let Some(said) = day.filter(|_| one.issuers.len() > NOBODY) else { return Ok(None) };
        let own = facts(one.acts.iter().copied());
        if own.len() < ALIGNED_FEWEST {
            return Ok(None);
        }
        let mut find = self.db.prepare_cached(
            "SELECT id, body FROM article WHERE said IN (?1, ?8, ?9) AND issuers = ?2 AND language <> ?3 AND family IS NULL
             AND acts BETWEEN ?4 AND ?5 AND id < ?6 ORDER BY id LIMIT ?7",
        )?;
        let acts = one.acts.len() as i64;
        let (before, after) = (days_before(said, 1), days_after(said, 1));
        let asked =
            params![said, one.issuers, one.language, acts / 2, acts * 2, one.row, COMPARED as i64, before, after];
        let rows = find.query_map(asked, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))?;
        for row in rows {
            let (row, body) = row?;
            let Ok(theirs) = self.unpacked_acts(row, &body, None) else { continue };
            let theirs = facts(theirs.iter().map(|(_, _, act)| act));
            if own.intersection(&theirs).count() >= ALIGNED_FEWEST && shared(&own, &theirs) >= ALIGNED {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// The first article of a text in another language that tells the same figures, and nearly nothing else.
    pub(crate) fn version_by_figures(&self, one: &Told<'_>) -> Result<Option<i64>, LedgerError> {
        let mut found: BTreeMap<i64, usize> = BTreeMap::new();
        let mut find = self
            .db
            .prepare_cached("SELECT article FROM sketch WHERE part = ?1 AND article < ?2 ORDER BY article LIMIT ?3")?;
        for part in &one.signs.figures {
            for row in find.query_map(params![part, one.row, COMPARED as i64], |row| row.get(0))? {
                *found.entry(row?).or_default() += 1;
            }
        }
        let mut head = self.db.prepare_cached("SELECT language, said, issuers, body FROM article WHERE id = ?1")?;
        for row in found.into_iter().filter(|(_, times)| *times > 1).map(|(row, _)| row).take(COMPARED) {
            let (language, said, issuers, body): (String, Option<String>, String, Vec<u8>) =
                head.query_row([row], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
            let days = said.as_deref().zip(one.said).and_then(|(a, b)| days_between(a, b));
            if language == one.language || one.is_by_others(&issuers) || days.is_some_and(|days| days.abs() > DAYS) {
                continue;
            }
            let Ok(body) = self.body(&body, Part::Rest, &String::new) else { continue };
            if one.facts.same(&Facts::of_rest(&body.rest)) {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_tell_that_are_neither_round_nor_years() {
        for (figure, right) in
            [(58_595_066.0, true), (1_686.0, true), (10.25, true), (2_024.0, false), (12_000.0, false), (0.5, false)]
        {
            assert_eq!(is_telling(figure), right, "{figure}");
        }
    }

    #[test]
    fn what_is_told_is_read_out_of_a_packed_record_too() {
        let mentions = r#"[{"kind":"number","value":{"value":1686,"unit":null}},{"kind":"country","id":"CHL"},
            {"kind":"date","value":{"start":"2024-03-12","end":"2024-03-12"}},{"kind":"duration","value":{"cadence":"P1D"}}]"#;
        let facts = Facts::of(mentions);
        assert_eq!((facts.telling.len(), facts.others.len()), (1, 2));
        let rest =
            format!("{{\"id\":\"\u{1}\",\"text\":\u{4},\n\"acts\":\u{5},\"mentions\":{mentions},\"packs\":\u{3}}}");
        assert_eq!(Facts::of_rest(&rest).others, facts.others);
        assert!(facts.parts().is_empty(), "one figure is no sign");
    }
}
