//! Who acts: all actors with how often they stand where, or one with what it does and its ties.

use std::collections::BTreeMap;

use chancery_ledger::{AsOf, Only};
use chancery_query::{Acting, Query, Tie, acting_by_columns, by_columns, tally_by_columns, ties, ties_by_columns};

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

/// Lists actors; with every copy of a text where that is asked for.
///
/// # Errors
/// Where the question can't be meant, or the ledger can't answer.
pub fn actors(
    asking: &Asking<'_>,
    (when, all_copies): (&When, bool),
    as_of: AsOf,
    slice: Slice,
) -> Result<Actors, AskError> {
    let mut only = Only { all_copies, ..Only::default() };
    days(when, &mut only)?;
    let mut counted: BTreeMap<String, Counted> = BTreeMap::new();
    let undated = asking.undated(&Query::All, &only, as_of)?;
    let rows = if by_columns(&only, as_of) {
        tally_by_columns(asking.ledger, asking.index()?, &only)?
    } else {
        asking.ledger.tally(&only, as_of)?
    };
    for row in rows {
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
fn ranked(counts: &BTreeMap<String, usize>, most: usize) -> String {
    let mut all: Vec<_> = counts.iter().collect();
    all.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
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
    (when, all_copies): (&When, bool),
    as_of: AsOf,
    slice: Slice,
) -> Result<OneActor, AskError> {
    let ids = asking.actors(&[name.to_owned()])?;
    let mut only = Only { all_copies, ..Only::default() };
    days(when, &mut only)?;
    let own = Only { holders: ids.clone(), ..only.clone() };
    let undated = asking.undated(&Query::All, &own, as_of)?;
    let (acting, ties, all_ties) = if by_columns(&only, as_of) {
        let index = asking.index()?;
        let among = (ids.as_slice(), false);
        let (mut ties, all) = ties_by_columns(asking.ledger, index, &Query::All, &only, among, slice.end())?;
        slice.cut(&mut ties);
        (acting_by_columns(asking.ledger, index, &only, &ids)?, ties, all)
    } else {
        read(asking, &ids, &only, as_of, slice)?
    };
    let called = asking.names.called();
    let names = ids.iter().flat_map(|id| called.get(id.as_str()).cloned().unwrap_or_default());
    let names = names.map(str::to_owned).collect();
    let lists = [
        ("acts", &acting.kinds),
        ("stances", &acting.stances),
        ("about", &acting.targets),
        ("instruments", &acting.instruments),
        ("mechanisms", &acting.mechanisms),
    ];
    let lists = lists.map(|(label, counts)| (label, ranked(counts, TOLD)));
    let span = acting.ends.unzip();
    Ok(OneActor { ids, names, held: acting.held, acts: acting.acts, span, lists, ties, all_ties, undated })
}

/// What they do and their ties, read from the records: as of an earlier time.
fn read(
    asking: &Asking<'_>,
    ids: &[String],
    only: &Only,
    as_of: AsOf,
    slice: Slice,
) -> Result<(Acting, Vec<Tie>, usize), AskError> {
    let held = asking.ledger.acts(&Only { holders: ids.to_vec(), ..only.clone() }, as_of, usize::MAX)?;
    let mut out = Acting { held: held.len(), ..Acting::default() };
    let said = || held.iter().filter_map(|act| act.said.clone());
    out.ends = said().min().zip(said().max());
    for act in held.iter().map(|act| &act.act) {
        let mut put = |counts: fn(&mut Acting) -> &mut BTreeMap<String, usize>, names: &[String]| {
            names.iter().for_each(|name| *counts(&mut out).entry(name.clone()).or_default() += 1);
        };
        put(|out| &mut out.kinds, std::slice::from_ref(&act.kind));
        put(|out| &mut out.stances, act.stance.as_slice());
        put(|out| &mut out.targets, &act.targets);
        put(|out| &mut out.instruments, &act.instruments);
        put(|out| &mut out.mechanisms, &act.mechanisms);
    }
    let own: std::collections::BTreeSet<i64> = held.iter().map(|act| act.row).collect();
    let mut acts = held;
    acts.extend(others(asking, ids, only, as_of)?.into_iter().filter(|act| !own.contains(&act.row)));
    out.acts = acts.len();
    let mut all = ties(&acts, ids, false);
    let all_ties = all.len();
    slice.cut(&mut all);
    Ok((out, all, all_ties))
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
