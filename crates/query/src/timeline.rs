//! Acts by time: how many of which kind in each day, month or year, and those that tell most.

use std::collections::BTreeMap;

use chancery_ledger::Act;
use serde::Serialize;

/// The length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Every {
    /// What makes some dozens of periods of the time between two days.
    #[must_use]
    pub fn fitting(first: &str, last: &str) -> Self {
        let number = |day: &str, from: usize, to: usize| {
            day.get(from..to).and_then(|part| part.parse::<i64>().ok()).unwrap_or(0)
        };
        let months = |day: &str| number(day, 0, 4) * 12 + number(day, 5, 7);
        match months(last) - months(first) {
            ..=1 => Self::Day,
            2..=60 => Self::Month,
            _ => Self::Year,
        }
    }

    /// The period that a day lies in.
    pub(crate) fn of(self, day: &str) -> String {
        day.get(..self.length().min(day.len())).unwrap_or(day).to_owned()
    }

    const fn length(self) -> usize {
        match self {
            Self::Day => 10,
            Self::Month => 7,
            Self::Year => 4,
        }
    }
}

/// A period and what was said in it.
#[derive(Clone, Debug)]
pub struct Period {
    /// `2024-03-12`, `2024-03` or `2024`; none for acts without a day.
    pub period: Option<String>,
    /// Acts by kind.
    pub kinds: BTreeMap<String, usize>,
    /// Acts by stance.
    pub stances: BTreeMap<String, usize>,
    /// Acts by holder: one that several hold counts for each.
    pub holders: BTreeMap<String, usize>,
    /// Positions for.
    pub r#for: usize,
    /// Positions against.
    pub against: usize,
    /// How many acts.
    pub all: usize,
    /// Those that tell most, a few, first.
    pub acts: Vec<Act>,
}

/// Acts kept of a period.
pub(crate) const TELLING: usize = 3;

impl Period {
    /// Whether it comes before another, where one is said; what has no day comes last.
    #[must_use]
    pub fn is_before(&self, other: Option<&str>) -> bool {
        other.is_none_or(|other| self.period.as_deref().is_some_and(|own| own < other))
    }

    pub(crate) fn new(period: Option<String>) -> Self {
        let [kinds, stances, holders] = [const { BTreeMap::new() }; 3];
        Self { period, kinds, stances, holders, r#for: 0, against: 0, all: 0, acts: Vec::new() }
    }
}

/// The periods in which something was said, first to last, what has no day at the end.
#[must_use]
pub fn timeline(acts: Vec<Act>, every: Option<Every>) -> Vec<Period> {
    let days = acts.iter().filter_map(|act| act.said.as_deref());
    let ends = (days.clone().min().unwrap_or_default(), days.max().unwrap_or_default());
    let every = every.unwrap_or_else(|| Every::fitting(ends.0, ends.1));
    let mut periods: BTreeMap<(bool, Option<String>), Period> = BTreeMap::new();
    for act in acts {
        let period = act.said.as_deref().map(|day| every.of(day));
        let known = periods.entry((period.is_none(), period.clone())).or_insert_with(|| Period::new(period));
        known.all += 1;
        *known.kinds.entry(act.act.kind.clone()).or_default() += 1;
        if let Some(stance) = &act.act.stance {
            *known.stances.entry(stance.clone()).or_default() += 1;
        }
        for holder in &act.act.holders {
            *known.holders.entry(holder.clone()).or_default() += 1;
        }
        known.r#for += usize::from(act.act.polarity.as_deref() == Some("+"));
        known.against += usize::from(act.act.polarity.as_deref() == Some("-"));
        known.acts.push(act);
    }
    let mut out: Vec<Period> = periods.into_values().collect();
    for period in &mut out {
        period.acts.sort_by(|a, b| {
            b.act
                .telling()
                .cmp(&a.act.telling())
                .then(a.said.cmp(&b.said))
                .then(a.article.cmp(&b.article))
                .then(a.row.cmp(&b.row))
        });
        period.acts.truncate(TELLING);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_ledger::{ActId, Standing};

    #[test]
    fn acts_are_counted_by_what_fits_their_time() {
        let act = |row: i64, said: Option<&str>, rung: u8| {
            let json =
                format!(r#"{{"kind":"position","start":0,"end":1,"quote":"a","polarity":"-","intensity":{rung}}}"#);
            let id = ActId { article: format!("{row:024x}"), local: "p0-1".into() };
            let act = serde_json::from_str(&json).expect("an act");
            Act {
                row,
                id,
                article: row,
                title: None,
                said: said.map(str::to_owned),
                act,
                standing: Standing::default(),
            }
        };
        let all = || {
            vec![
                act(1, Some("2024-01-09"), 2),
                act(2, None, 1),
                act(3, Some("2024-01-20"), 4),
                act(4, Some("2024-03-01"), 3),
            ]
        };
        let told: Vec<_> = timeline(all(), None).into_iter().map(|p| (p.period, p.against, p.acts[0].row)).collect();
        let month = |text: &str| Some(text.to_owned());
        assert_eq!(told, [(month("2024-01"), 2, 3), (month("2024-03"), 1, 4), (None, 1, 2)]);
        assert_eq!(timeline(all(), Some(Every::Year)).len(), 2);
        assert_eq!(Every::fitting("2024-01-09", "2024-02-01"), Every::Day);
        assert_eq!(Every::fitting("2011-01-09", "2024-02-01"), Every::Year);
    }
}
