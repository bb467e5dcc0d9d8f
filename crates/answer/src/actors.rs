//! Who acts: all actors with how often they stand where, or one with what it does and its ties.

use std::collections::BTreeMap;

use chancery_ledger::{AsOf, Only};
use chancery_query::{Query, Tie, ties};

use crate::shapes::{ActorRow, OneActorAnswer, value};
use crate::{Answer, AskError, Asking, Slice, Undated, When, days, others, ties_answer};

const COLUMNS: &[&str] = &[
    "actor",
    "names",
    "acts",
    "positions",
    "commitments",
    "calls",
    "events",
    "claims",
    "addressed",
    "meant",
    "reporting",
    "first",
    "last",
];

/// An actor and how often it stands where.
#[derive(Debug, Default)]
pub struct Counted {
    by_kind: BTreeMap<String, u64>,
    by_role: BTreeMap<String, u64>,
    /// The first day.
    pub first: Option<String>,
    /// The last day.
    pub last: Option<String>,
}

impl Counted {
    /// How often it is `holder`, `addressee`, `target`, `via`.
    #[must_use]
    pub fn role(&self, role: &str) -> u64 {
        self.by_role.get(role).copied().unwrap_or(0)
    }

    /// How many acts of a kind it holds.
    #[must_use]
    pub fn kind(&self, kind: &str) -> u64 {
        self.by_kind.get(kind).copied().unwrap_or(0)
    }
}

/// `CHN`, `org:UN`: not a thing that acts are about.
fn is_actor(id: &str) -> bool {
    let state = id.len() == 3 && id.bytes().all(|b| b.is_ascii_uppercase());
    state || ["org:", "person:", "group:"].iter().any(|prefix| id.starts_with(prefix))
}

/// Actors, those first that act most.
#[derive(Debug)]
pub struct Actors {
    /// Ids, names in each language, and how often they stand where.
    pub all: Vec<(String, Vec<String>, Counted)>,
    /// Whether there are more.
    pub more: bool,
    /// What was left out for want of a day.
    pub undated: Option<Undated>,
}

/// Lists actors.
///
/// # Errors
/// Where the question can't be meant, or the ledger can't answer.
pub fn actors(asking: &Asking<'_>, when: &When, as_of: AsOf, slice: Slice) -> Result<Actors, AskError> {
    let mut only = Only::default();
    days(when, &mut only)?;
    let mut counted: BTreeMap<String, Counted> = BTreeMap::new();
    let undated = asking.undated(&Query::All, &only, as_of)?;
    for row in asking.ledger.tally(&only, as_of)? {
        if !is_actor(&row.actor) {
            continue;
        }
        let own = counted.entry(row.actor).or_default();
        *own.by_role.entry(row.role.clone()).or_default() += row.acts;
        if row.role == "holder" {
            *own.by_kind.entry(row.kind).or_default() += row.acts;
        }
        own.first = [own.first.take(), row.first].into_iter().flatten().min();
        own.last = own.last.take().max(row.last);
    }
    let mut all: Vec<(String, Counted)> = counted.into_iter().collect();
    let rank = |one: &Counted| (one.role("holder"), one.role("target") + one.role("addressee") + one.role("via"));
    all.sort_by(|a, b| rank(&b.1).cmp(&rank(&a.1)).then_with(|| a.0.cmp(&b.0)));
    let more = slice.cut(&mut all);
    let called = asking.names.called();
    let names =
        |id: &str| called.get(id).map_or_else(Vec::new, |names| names.iter().map(|name| (*name).to_owned()).collect());
    Ok(Actors { all: all.into_iter().map(|(id, one)| (id.clone(), names(&id), one)).collect(), more, undated })
}

impl Actors {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let mut answer = Answer::new(COLUMNS);
        for (actor, names, one) in &self.all {
            let kinds = ["position", "commitment", "call", "event", "claim"].map(|kind| one.kind(kind));
            let roles = ["addressee", "target", "via"].map(|role| one.role(role));
            let mut cells = vec![actor.clone(), names.join("; "), one.role("holder").to_string()];
            cells.extend(kinds.iter().chain(&roles).map(u64::to_string));
            cells.extend([one.first.clone().unwrap_or_default(), one.last.clone().unwrap_or_default()]);
            let row = ActorRow {
                actor,
                names,
                acts: one.role("holder"),
                positions: kinds[0],
                commitments: kinds[1],
                calls: kinds[2],
                events: kinds[3],
                claims: kinds[4],
                addressed: roles[0],
                meant: roles[1],
                reporting: roles[2],
                first: one.first.as_deref(),
                last: one.last.as_deref(),
            };
            answer.push(cells, value(&row));
        }
        answer.without(self.undated)
    }
}

/// One actor.
#[derive(Debug)]
pub struct OneActor {
    /// Whom the name means.
    pub ids: Vec<String>,
    /// What they are called.
    pub names: Vec<String>,
    /// Acts it holds.
    pub held: usize,
    /// Acts it holds, is told, is meant by.
    pub acts: usize,
    /// The first and last day of its own acts.
    pub span: (Option<String>, Option<String>),
    /// What it does most, by label.
    pub lists: [(&'static str, String); 5],
    /// Its ties, no more than asked for.
    pub ties: Vec<Tie>,
    /// How many there are.
    pub all_ties: usize,
    /// What of its own was left out for want of a day.
    pub undated: Option<Undated>,
}

/// Positions, commitments … and stances of acts, as `support 3, oppose 2`.
fn ranked<'a>(values: impl Iterator<Item = &'a str>, most: usize) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    values.for_each(|one| *counts.entry(one).or_default() += 1);
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let told: Vec<String> = all.iter().take(most).map(|(name, number)| format!("{name} {number}")).collect();
    told.join(", ")
}

/// Values told of one kind.
const TOLD: usize = 8;

/// Tells of one actor, with some of its ties.
///
/// # Errors
/// Where the name means nobody, or the ledger can't answer.
pub fn one_actor(
    asking: &Asking<'_>,
    name: &str,
    when: &When,
    as_of: AsOf,
    slice: Slice,
) -> Result<OneActor, AskError> {
    let ids = asking.actors(&[name.to_owned()])?;
    let mut only = Only::default();
    days(when, &mut only)?;
    let own = Only { holders: ids.clone(), ..only.clone() };
    let undated = asking.undated(&Query::All, &own, as_of)?;
    let held = asking.ledger.acts(&own, as_of, usize::MAX)?;
    let others = others(asking, &ids, &only, as_of)?;
    let mut acts = held.clone();
    let own: std::collections::BTreeSet<i64> = held.iter().map(|act| act.row).collect();
    acts.extend(others.into_iter().filter(|act| !own.contains(&act.row)));
    let mut all = ties(&acts, &ids, false);
    let all_ties = all.len();
    slice.cut(&mut all);
    let called = asking.names.called();
    let names = ids.iter().flat_map(|id| called.get(id.as_str()).cloned().unwrap_or_default());
    let names = names.map(str::to_owned).collect();
    let lists = [
        ("acts", ranked(held.iter().map(|act| act.act.kind.as_str()), TOLD)),
        ("stances", ranked(held.iter().filter_map(|act| act.act.stance.as_deref()), TOLD)),
        ("about", ranked(held.iter().flat_map(|act| act.act.targets.iter().map(String::as_str)), TOLD)),
        ("instruments", ranked(held.iter().flat_map(|act| act.act.instruments.iter().map(String::as_str)), TOLD)),
        ("mechanisms", ranked(held.iter().flat_map(|act| act.act.mechanisms.iter().map(String::as_str)), TOLD)),
    ];
    let said = || held.iter().filter_map(|act| act.said.clone());
    let span = (said().min(), said().max());
    Ok(OneActor { ids, names, held: held.len(), acts: acts.len(), span, lists, ties: all, all_ties, undated })
}

impl OneActor {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let mut answer = ties_answer(&self.ties);
        let told = |label: &str| self.lists.iter().find(|(own, _)| *own == label).map_or("", |(_, told)| told.as_str());
        let shape = OneActorAnswer {
            actors: &self.ids,
            names: &self.names,
            held: self.held,
            first: self.span.0.as_deref(),
            last: self.span.1.as_deref(),
            acts: told("acts"),
            stances: told("stances"),
            about: told("about"),
            instruments: told("instruments"),
            mechanisms: told("mechanisms"),
            ties: &self.ties,
        };
        answer.whole = Some(value(&shape));
        answer.without(self.undated)
    }
}
