//! Instruments and mechanisms through many texts: who named them when, and what was done to them. Names that fold to the
//! same are one thing, whichever script they are printed in.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::{Act, RecordedAct};
use chancery_text::FoldTable;

/// Which things are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThingKind {
    /// Treaties, resolutions, initiatives, statements.
    Instrument,
    /// Forums, groups, dialogues, programmes.
    Mechanism,
}

impl ThingKind {
    fn of(self, act: &RecordedAct) -> &[String] {
        match self {
            Self::Instrument => &act.instruments,
            Self::Mechanism => &act.mechanisms,
        }
    }
}

/// One thing and the acts that name it.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Its name, as most often printed.
    pub name: String,
    /// Every other way it is printed.
    pub spellings: Vec<String>,
    /// Who named it, most often first.
    pub holders: Vec<(String, usize)>,
    /// How often each stance was taken with it, most often first.
    pub stances: Vec<(String, usize)>,
    /// The acts that name it, first to last; without a day first.
    pub acts: Vec<Act>,
}

impl Thing {
    /// The first and the last day it was named on; empty where no act has a day.
    #[must_use]
    pub fn ends(&self) -> (String, String) {
        let mut days = self.acts.iter().filter_map(|act| act.said.clone());
        let first = days.next().unwrap_or_default();
        let last = days.next_back().unwrap_or_else(|| first.clone());
        (first, last)
    }
}

/// The things that these acts name, those named most often first.
#[must_use]
pub fn things(acts: Vec<Act>, kind: ThingKind, fold: &FoldTable) -> Vec<Thing> {
    let mut found: BTreeMap<String, (BTreeMap<String, usize>, Vec<Act>)> = BTreeMap::new();
    for act in acts {
        let mut seen = BTreeSet::new();
        for name in kind.of(&act.act) {
            let folded = fold.fold(name.trim());
            let (spellings, acts) = found.entry(folded.clone()).or_default();
            *spellings.entry(name.clone()).or_default() += 1;
            if seen.insert(folded) {
                acts.push(act.clone());
            }
        }
    }
    let mut out: Vec<Thing> = found.into_values().map(|(spellings, acts)| thing(spellings, acts)).collect();
    out.sort_by(|a, b| b.acts.len().cmp(&a.acts.len()).then_with(|| a.name.cmp(&b.name)));
    out
}

fn thing(spellings: BTreeMap<String, usize>, mut acts: Vec<Act>) -> Thing {
    acts.sort_by(|a, b| a.said.cmp(&b.said).then(a.article.cmp(&b.article)).then(a.row.cmp(&b.row)));
    let mut names = ranked(spellings).into_iter().map(|(name, _)| name);
    let name = names.next().unwrap_or_default();
    let (mut holders, mut stances) = (BTreeMap::new(), BTreeMap::new());
    for act in &acts {
        act.act.holders.iter().for_each(|holder| *holders.entry(holder.clone()).or_default() += 1);
        act.act.stance.iter().for_each(|stance| *stances.entry(stance.clone()).or_default() += 1);
    }
    Thing { name, spellings: names.collect(), holders: ranked(holders), stances: ranked(stances), acts }
}

fn ranked(counts: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_ledger::{ActId, Standing};

    #[test]
    fn names_in_both_scripts_are_one_thing() {
        let fold = FoldTable::new([('約', '约'), ('聯', '联')], true).expect("lengths agree");
        let act = |row: i64, said: &str, names: &str, holder: &str| {
            let json = format!(
                r#"{{"kind":"position","start":0,"end":1,"quote":"a","stance":"support","holders":["{holder}"],"instruments":{names}}}"#
            );
            let id = ActId { article: format!("{row:024x}"), local: "p0-1".into() };
            let act = serde_json::from_str(&json).expect("an act");
            Act { row, id, article: row, title: None, said: Some(said.into()), act, standing: Standing::default() }
        };
        let all = vec![
            act(1, "2024-02-01", r#"["海洋公約"]"#, "CHL"),
            act(2, "2024-01-01", r#"["海洋公约","海洋公約"]"#, "CHL"),
            act(3, "2024-03-01", r#"["联合声明"]"#, "NZL"),
        ];
        let found = things(all, ThingKind::Instrument, &fold);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].name.as_str(), found[0].spellings.as_slice()), ("海洋公約", &["海洋公约".to_owned()][..]));
        let days: Vec<_> = found[0].acts.iter().map(|act| act.said.as_deref().expect("a day")).collect();
        assert_eq!(days, ["2024-01-01", "2024-02-01"]);
        assert_eq!(found[0].holders, [("CHL".to_owned(), 2)]);
    }
}
