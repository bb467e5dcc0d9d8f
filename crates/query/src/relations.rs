//! Who acts with whom, and who takes which side on whom: what acts say of pairs of actors. An officer who stands beside the
//! state in one act is not a second actor (as on the board of positions).

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::Act;
use serde::Serialize;

/// What ties two actors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TieKind {
    /// Both hold an act together; the order of the two says nothing.
    Joint,
    /// The first takes a position on the second.
    On,
    /// The first asks the second for something, or promises it something.
    To,
}

impl TieKind {
    /// Its name in answers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Joint => "joint",
            Self::On => "on",
            Self::To => "to",
        }
    }
}

/// A tie between two actors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Tie {
    /// What ties them.
    #[serde(rename = "tie")]
    pub kind: TieKind,
    /// The one.
    #[schema(example = "CHL")]
    pub from: String,
    /// The other.
    #[schema(example = "PER")]
    pub to: String,
    /// Acts that say so.
    pub acts: usize,
    /// Positions for the other itself: it is what is supported or welcomed.
    pub r#for: usize,
    /// Positions against the other itself.
    pub against: usize,
    /// Positions for some matter in which the other is only named.
    pub matter_for: usize,
    /// Positions against such a matter, which need not be against the other.
    pub matter_against: usize,
    /// First day.
    #[schema(example = "2019-05-02", required = true)]
    pub first: Option<String>,
    /// Last day.
    #[schema(example = "2024-03-12", required = true)]
    pub last: Option<String>,
    /// The side taken last on the other itself, `+` or `-`.
    #[schema(example = "+", required = true)]
    pub side: Option<String>,
    /// Ids of the acts, newest first, a few.
    pub ids: Vec<String>,
    /// Their permalinks.
    pub permalinks: Vec<String>,
    /// The question that lists all of them, in the query language; the days that were asked for go beside it.
    #[schema(example = "holder:CHL holder:PER")]
    pub list: String,
}

/// Ids kept for one tie.
pub(crate) const IDS: usize = 5;

/// The ties that these acts make, the strongest first; between two of `among` where any are named, or with one of them where
/// `only_between` is not set.
#[must_use]
pub fn ties(acts: &[Act], among: &[String], only_between: bool) -> Vec<Tie> {
    let mut found: BTreeMap<(TieKind, String, String), Tie> = BTreeMap::new();
    let meant = |from: &str, to: &str| {
        let named = |one: &str| among.iter().any(|own| own == one);
        among.is_empty() || if only_between { named(from) && named(to) } else { named(from) || named(to) }
    };
    let mut put = |kind: TieKind, from: &str, to: &str, act: &Act| {
        if from == to || !meant(from, to) {
            return;
        }
        let tie = found.entry((kind, from.to_owned(), to.to_owned())).or_insert_with(|| Tie {
            kind,
            from: from.to_owned(),
            to: to.to_owned(),
            acts: 0,
            r#for: 0,
            against: 0,
            matter_for: 0,
            matter_against: 0,
            first: None,
            last: None,
            side: None,
            ids: Vec::new(),
            permalinks: Vec::new(),
            list: listed(kind, from, to),
        });
        take(tie, act);
    };
    // Newest first, so that the first side seen is the last one taken.
    let mut order: Vec<&Act> = acts.iter().collect();
    order.sort_by(|a, b| b.said.cmp(&a.said).then(a.article.cmp(&b.article)).then(a.row.cmp(&b.row)));
    for act in order {
        let holders = parties(&act.act.holders);
        let position = act.act.kind == "position";
        let others = parties(if position { &act.act.targets } else { &act.act.addressees });
        for (kind, from, to) in among_them(&holders, &others, position) {
            put(kind, from, to, act);
        }
    }
    let mut out: Vec<Tie> = found.into_values().collect();
    out.sort_by(|a, b| {
        b.acts.cmp(&a.acts).then(a.kind.cmp(&b.kind)).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to)))
    });
    out
}

/// The ties between those who hold an act and those it is on, for a position, or to.
pub(crate) fn among_them<'a>(
    holders: &[&'a str],
    others: &[&'a str],
    position: bool,
) -> Vec<(TieKind, &'a str, &'a str)> {
    let mut out = Vec::new();
    for (at, one) in holders.iter().enumerate() {
        out.extend(holders[at + 1..].iter().map(|other| (TieKind::Joint, *one.min(other), *one.max(other))));
    }
    let kind = if position { TieKind::On } else { TieKind::To };
    for holder in holders {
        let others = others.iter().filter(|other| !holders.contains(other));
        out.extend(others.map(|other| (kind, *holder, *other)));
    }
    out
}

fn take(tie: &mut Tie, act: &Act) {
    tie.acts += 1;
    let side = act.act.polarity.clone().filter(|side| side == "+" || side == "-");
    if tie.kind == TieKind::On {
        let (r#for, against) = (usize::from(side.as_deref() == Some("+")), usize::from(side.as_deref() == Some("-")));
        if toward(act, &tie.to) {
            tie.r#for += r#for;
            tie.against += against;
            tie.side = tie.side.take().or(side);
        } else {
            tie.matter_for += r#for;
            tie.matter_against += against;
        }
    }
    if let Some(day) = &act.said {
        tie.first = tie.first.take().map_or_else(|| Some(day.clone()), |first| Some(first.min(day.clone())));
        tie.last = tie.last.take().map_or_else(|| Some(day.clone()), |last| Some(last.max(day.clone())));
    }
    if tie.ids.len() < IDS {
        tie.ids.push(act.id.to_string());
        tie.permalinks.push(act.id.permalink());
    }
}

/// Stances whose attitude may be to an actor and not only to what is said of it: who *supports Cuba* is for it, who *is concerned
/// about Cuba* or *affirms peace in Cuba* takes no side on it.
const TOWARD: &[&str] = &["support", "welcome", "understand", "oppose", "condemn", "reject"];

pub(crate) fn is_toward(stance: &str) -> bool {
    TOWARD.contains(&stance)
}

/// Whether the attitude is to that actor: it is the first that the position names as what it is about. *Condemns Israel's attack on
/// Lebanon* is against the one and not the other.
fn toward(act: &Act, actor: &str) -> bool {
    let stance = act.act.stance.as_deref().unwrap_or_default();
    let holders = &act.act.holders;
    let first = act.act.targets.iter().filter(|id| is_actor(id)).find(|id| !holders.contains(*id));
    is_toward(stance) && first.is_some_and(|id| id == actor)
}

/// The question that lists the acts of a tie, in the query language.
#[must_use]
pub fn listed(kind: TieKind, from: &str, to: &str) -> String {
    // A person's id may hold spaces.
    let value = |id: &str| if id.contains(char::is_whitespace) { format!("\"{id}\"") } else { id.to_owned() };
    let (from, to) = (value(from), value(to));
    match kind {
        TieKind::Joint => format!("holder:{from} holder:{to}"),
        // Who holds an act is no other of it.
        TieKind::On => format!("kind:position holder:{from} target:{to} -holder:{to}"),
        TieKind::To => format!("holder:{from} addressee:{to} -kind:position -holder:{to}"),
    }
}

/// `CHN`, `org:UN`, `person:…`, `group:…`: not a thing that acts are about.
pub(crate) fn is_actor(id: &str) -> bool {
    is_state(id) || ["org:", "person:", "group:"].iter().any(|before| id.starts_with(before))
}

fn is_state(id: &str) -> bool {
    id.len() == 3 && id.bytes().all(|b| b.is_ascii_uppercase())
}

/// States and bodies; persons only where they stand alone; no loose groups, and no things.
pub(crate) fn parties(ids: &[String]) -> Vec<&str> {
    let bodies: BTreeSet<&str> =
        ids.iter().map(String::as_str).filter(|id| is_state(id) || id.starts_with("org:")).collect();
    if !bodies.is_empty() {
        return bodies.into_iter().collect();
    }
    let persons: BTreeSet<&str> = ids.iter().map(String::as_str).filter(|id| id.starts_with("person:")).collect();
    persons.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_ledger::{ActId, Standing};

    fn act(row: i64, said: &str, kind: &str, holders: &str, rest: &str) -> Act {
        let json = format!(r#"{{"kind":"{kind}","start":0,"end":1,"quote":"a","holders":{holders}{rest}}}"#);
        let id = ActId { article: format!("{row:024x}"), local: "p0-1".into() };
        let act = serde_json::from_str(&json).expect("an act");
        Act { row, id, article: row, title: None, said: Some(said.into()), act, standing: Standing::default() }
    }

    #[test]
    fn acts_together_and_positions_on_each_other_tie_actors() {
        let all = [
            act(
                1,
                "2024-01-01",
                "position",
                r#"["CHL","NZL","person:X"]"#,
                r#","polarity":"+","targets":["海洋","CHL"]"#,
            ),
            act(2, "2024-02-01", "position", r#"["NOR"]"#, r#","stance":"support","polarity":"+","targets":["CHL"]"#),
            act(3, "2024-03-01", "position", r#"["NOR"]"#, r#","stance":"concern","polarity":"-","targets":["CHL"]"#),
            act(
                5,
                "2024-03-02",
                "position",
                r#"["NOR"]"#,
                r#","stance":"condemn","polarity":"-","targets":["ISL","CHL"]"#,
            ),
            act(4, "2024-04-01", "call", r#"["NOR"]"#, r#","addressees":["NZL"]"#),
        ];
        let told: Vec<_> = ties(&all, &[], false)
            .into_iter()
            .map(|t| (t.kind, t.from, t.to, t.acts, [t.r#for, t.against, t.matter_for, t.matter_against], t.side))
            .collect();
        let own = |one: &str| one.to_owned();
        assert_eq!(
            told,
            [
                (TieKind::On, own("NOR"), own("CHL"), 3, [1, 0, 0, 2], Some(own("+"))),
                (TieKind::Joint, own("CHL"), own("NZL"), 1, [0; 4], None),
                (TieKind::On, own("NOR"), own("ISL"), 1, [0, 1, 0, 0], Some(own("-"))),
                (TieKind::To, own("NOR"), own("NZL"), 1, [0; 4], None),
            ]
        );
        let of = |among: &[&str], between| {
            let among: Vec<String> = among.iter().map(|one| own(one)).collect();
            ties(&all, &among, between).len()
        };
        assert_eq!((of(&["CHL"], false), of(&["CHL", "NZL"], true), of(&["CHL"], true)), (2, 1, 0));
    }
}
