//! Instruments and mechanisms: what is named, by whom, and how that went on.

use std::collections::BTreeSet;

use chancery_ledger::{Act, AsOf, Only, WHOLE, days_between};
use chancery_query::{
    Name, Query, Rhythm, Step, Thing, ThingKind, by_columns, last_step, newest_acts, rhythm, steps, things_by_columns,
};

use crate::acts::with_own;
use crate::shapes::{ActRow, LastStepRow, LifeRow, NamingRow, RhythmRow, ThingActs, ThingRow, value};
use crate::{ACT_COLUMNS, Answer, AskError, Asking, Slice, Undated, When, act_cells, days};

/// Which things.
#[derive(Clone, Debug)]
pub struct Things {
    /// Instruments or mechanisms.
    pub kind: ThingKind,
    /// A part of a name, or after `=` a whole one; empty for all.
    pub name: String,
    /// Named when.
    pub when: When,
}

/// Things that acts name.
#[derive(Debug)]
pub struct Named {
    /// Them, those first that are named most.
    pub all: Vec<Thing>,
    /// Whether there are more.
    pub more: bool,
    /// Whether one was asked for by name.
    pub by_name: bool,
    /// Of each what became of it; where none was asked for by name, as far as its newest acts tell.
    pub lives: Vec<Life>,
    /// Whether forums were asked for.
    pub forums: bool,
    /// What was left out for want of a day.
    pub undated: Option<Undated>,
}

/// What became of one thing.
#[derive(Debug)]
pub struct Life {
    /// What each of its acts says of it, in their order.
    pub steps: Vec<Vec<Step>>,
    /// How often it was promised to meet, and did.
    pub rhythm: Option<Rhythm>,
    /// The last day that any act names it, where the ledger goes on for two years without.
    pub silent_since: Option<String>,
}

/// Days without a word after which a thing is silent.
const SILENT: i64 = 730;

/// Acts that a list looks at to tell how far each thing has come, the newest: the few things that more name are named every week,
/// and asked for by name they are looked at whole.
pub(crate) const LOOKED_AT: usize = 200;

impl Life {
    /// How far it has come, and which of the thing's acts says so.
    #[must_use]
    pub fn last_step<'t>(&self, thing: &'t Thing) -> Option<(Step, &'t Act)> {
        let days: Vec<Option<&str>> = thing.acts.iter().map(|act| act.said.as_deref()).collect();
        let (step, at) = last_step(&self.steps, &days)?;
        Some((step, thing.acts.get(at)?))
    }

    /// Its steps in order, each with the places of the acts that say so.
    #[must_use]
    pub fn chain(&self) -> Vec<(Step, Vec<usize>)> {
        let mut out: std::collections::BTreeMap<Step, Vec<usize>> = std::collections::BTreeMap::new();
        for (at, steps) in self.steps.iter().enumerate() {
            steps.iter().for_each(|step| out.entry(*step).or_default().push(at));
        }
        out.into_iter().collect()
    }
}

/// A step in words: `implemented, promised or asked for`.
#[must_use]
pub fn step_name(step: Step, forum: bool) -> String {
    let awaited = if step.awaited { ", promised or asked for" } else { "" };
    format!("{}{awaited}", step.stage.name(forum))
}

const CHAIN: &[&str] = &with_own::<{ ACT_COLUMNS.len() + 2 }>(&["name", "steps"]);

const COLUMNS: &[&str] = &[
    "name",
    "acts",
    "first",
    "last",
    "step",
    "step_day",
    "silent_since",
    "every_days",
    "due",
    "met",
    "holders",
    "stances",
    "spellings",
];

/// Lists things.
///
/// # Errors
/// Where the question can't be meant, or the ledger can't answer.
pub fn things(asking: &Asking<'_>, asked: &Things, as_of: AsOf, slice: Slice) -> Result<Named, AskError> {
    let mut only = Only::default();
    days(&asked.when, &mut only)?;
    let (by_name, forums) = (!asked.name.is_empty(), asked.kind == ThingKind::Mechanism);
    let (fold, same) = (asking.ledger.folding().table(), asking.names.same_names());
    let called = if by_name { called(asking, asked, as_of)? } else { Vec::new() };
    if !by_name && by_columns(&only, as_of) {
        let shown = (slice.skip, slice.most);
        let index = asking.index()?;
        let same = (asked.kind, asking.names.same_names());
        let (mut all, total, _) = things_by_columns(asking.ledger, index, &only, same, shown)?;
        let newest = newest_acts(asking.ledger, index, &only, same, &all, LOOKED_AT)?;
        all.iter_mut().zip(newest).for_each(|(thing, acts)| thing.acts = acts);
        let lives = lives(asking, (&all, forums), as_of)?;
        let undated = if only.from.is_some() || only.to.is_some() {
            // Of acts that name any thing.
            let bare = Only { undated: true, ..Only::default() };
            let (_, _, acts) = things_by_columns(asking.ledger, index, &bare, same, (0, 0))?;
            Some(Undated::Acts(acts as u64))
        } else {
            None
        };
        return Ok(Named { all, more: total > slice.end(), by_name, lives, forums, undated });
    }
    let mut undated = None;
    let acts = if by_name {
        let (field, names) = match asked.kind {
            ThingKind::Instrument => (Name::Instrument, &mut only.instruments),
            ThingKind::Mechanism => (Name::Mechanism, &mut only.mechanisms),
        };
        names.clone_from(&called);
        let words = Query::Or(called.iter().map(|name| Query::Field(field, name.clone())).collect());
        undated = asking.undated(&words, &only, as_of)?;
        asking.found(&words, &only, as_of)?
    } else {
        asking.ledger.acts(&only, as_of, usize::MAX)?
    };
    let mut all = chancery_query::things(acts, asked.kind, fold, same);
    if by_name {
        // An act may name other things beside the one asked for.
        let (name, whole) = whole_or_part(&asked.name);
        let (wanted, key) = (fold.fold(name).to_lowercase(), same.key(name, fold));
        let standing = asking.ledger.names(as_of)?;
        let standing = same.key(standing.standing("mechanism", name), fold);
        all.retain(|thing| {
            let own = same.key(&thing.name, fold);
            let spelled = || std::iter::once(&thing.name).chain(&thing.spellings);
            let part = || spelled().any(|name| fold.fold(name).to_lowercase().contains(&wanted));
            own == key || own == standing || (!whole && part())
        });
    }
    let more = slice.cut(&mut all);
    if !by_name && (only.from.is_some() || only.to.is_some()) {
        // Of acts that name any thing: no index knows which do.
        let bare = Only { undated: true, ..Only::default() };
        let acts = asking.ledger.acts(&bare, as_of, usize::MAX)?;
        let things = chancery_query::things(acts, asked.kind, fold, same);
        let named: BTreeSet<i64> = things.iter().flat_map(|thing| &thing.acts).map(|act| act.row).collect();
        undated = Some(Undated::Acts(named.len() as u64));
    }
    if !by_name {
        // As many as where the index says which.
        all.iter_mut().for_each(|thing| drop(thing.acts.drain(..thing.acts.len().saturating_sub(LOOKED_AT))));
    }
    let lives = lives(asking, (&all, forums), as_of)?;
    Ok(Named { all, more, by_name, lives, forums, undated })
}

/// The name asked for, the one that people say it is, and its others that packs know.
fn called(asking: &Asking<'_>, asked: &Things, as_of: AsOf) -> Result<Vec<String>, AskError> {
    let (name, whole) = whole_or_part(&asked.name);
    let mut out = vec![name.to_owned()];
    if asked.kind == ThingKind::Mechanism {
        out.push(asking.ledger.names(as_of)?.standing("mechanism", name).to_owned());
    }
    out.extend(asking.names.same_names().all(name, asking.ledger.folding().table()));
    out.dedup();
    if whole {
        out.iter_mut().for_each(|name| name.insert(0, WHOLE));
    }
    Ok(out)
}

/// The name that is asked for, and whether it is a whole one.
fn whole_or_part(name: &str) -> (&str, bool) {
    name.strip_prefix(WHOLE).map_or((name, false), |name| (name.trim(), true))
}

fn lives(asking: &Asking<'_>, (all, forums): (&[Thing], bool), as_of: AsOf) -> Result<Vec<Life>, AskError> {
    let newest = asking.ledger.articles_after(None, as_of, true, 1)?.into_iter().next().and_then(|one| one.said);
    Ok(all.iter().map(|thing| life(asking, (thing, forums), newest.as_deref())).collect())
}

/// `newest` is the last day that the ledger knows of.
fn life(asking: &Asking<'_>, (thing, forum): (&Thing, bool), newest: Option<&str>) -> Life {
    let (fold, words) = (asking.ledger.folding().table(), asking.names.stage_words());
    let mut names: Vec<String> =
        std::iter::once(&thing.name).chain(&thing.spellings).map(|name| fold.fold(name).to_lowercase()).collect();
    names.extend(asking.names.same_names().all(&thing.name, fold));
    let all: Vec<Vec<Step>> = thing.acts.iter().map(|act| steps(act, (&names, forum), words, fold)).collect();
    let tail =
        |act: &Act| asking.ledger.text(act.article).map_or_else(|_| String::new(), |text| rest(&text, act.act.end));
    let rhythm = rhythm((&thing.acts, &all), &names, (newest, &tail), words, fold);
    let last = Some(thing.ends.1.clone()).filter(|day| !day.is_empty());
    let silent = last.zip(newest).filter(|(last, newest)| days_between(last, newest).is_some_and(|days| days > SILENT));
    Life { steps: all, rhythm, silent_since: silent.map(|(last, _)| last) }
}

impl Named {
    /// In forms for programs: the things, or where one was asked for the acts that name it.
    #[must_use]
    pub fn answer(&self) -> Answer {
        if self.by_name {
            let mut answer = Answer::new(CHAIN);
            for (thing, life) in self.all.iter().zip(&self.lives) {
                for (act, steps) in thing.acts.iter().zip(&life.steps) {
                    let told: Vec<String> = steps.iter().map(|step| step_name(*step, self.forums)).collect();
                    let mut cells = vec![thing.name.clone(), told.join("; ")];
                    cells.extend(act_cells(act));
                    answer.push(cells, value(&NamingRow { act: ActRow::from(act), thing: &thing.name, steps }));
                }
            }
            let named = self.all.iter().zip(&self.lives).map(|(thing, life)| ThingActs {
                name: &thing.name,
                spellings: &thing.spellings,
                holders: &thing.holders,
                life: life.chain().into_iter().map(|(step, places)| life_row(thing, step, &places)).collect(),
                rhythm: life.rhythm.as_ref().map(|one| rhythm_row(thing, one)),
                silent_since: life.silent_since.as_deref(),
                acts: thing.acts.iter().map(ActRow::from).collect(),
            });
            answer.whole = Some(value(&named.collect::<Vec<_>>()));
            return answer.without(self.undated);
        }
        let mut answer = Answer::new(COLUMNS);
        for (thing, life) in self.all.iter().zip(&self.lives) {
            let (first, last) = thing.ends.clone();
            let told =
                |counts: &[(String, usize)]| counts.iter().map(|one| one.0.clone()).collect::<Vec<_>>().join("; ");
            let step = life.last_step(thing);
            let rhythm = life.rhythm.as_ref();
            let number = |one: Option<u32>| one.map(|one| one.to_string()).unwrap_or_default();
            let cells = vec![
                thing.name.clone(),
                thing.named.to_string(),
                first.clone(),
                last.clone(),
                step.map(|(step, _)| step_name(step, self.forums)).unwrap_or_default(),
                step.and_then(|(_, act)| act.said.clone()).unwrap_or_default(),
                life.silent_since.clone().unwrap_or_default(),
                number(rhythm.map(|one| one.every)),
                number(rhythm.and_then(|one| one.due)),
                number(rhythm.map(|one| one.met)),
                told(&thing.holders),
                told(&thing.stances),
                thing.spellings.join("; "),
            ];
            let row = ThingRow {
                name: &thing.name,
                acts: thing.named,
                first,
                last,
                last_step: step.map(|(step, act)| LastStepRow {
                    step,
                    said: act.said.as_deref(),
                    id: act.id.to_string(),
                }),
                rhythm: rhythm.map(|one| rhythm_row(thing, one)),
                silent_since: life.silent_since.as_deref(),
                holders: &thing.holders,
                stances: &thing.stances,
                spellings: &thing.spellings,
            };
            answer.push(cells, value(&row));
        }
        answer.without(self.undated)
    }
}

fn life_row(thing: &Thing, step: Step, places: &[usize]) -> LifeRow {
    let acts = || places.iter().filter_map(|at| thing.acts.get(*at));
    let days = || acts().filter_map(|act| act.said.clone());
    let holders: BTreeSet<String> = acts().flat_map(|act| act.act.holders.iter().cloned()).collect();
    LifeRow {
        step,
        acts: places.len(),
        first: days().min(),
        last: days().max(),
        holders: holders.into_iter().collect(),
        ids: acts().map(|act| act.id.to_string()).collect(),
    }
}

fn rhythm_row(thing: &Thing, one: &Rhythm) -> RhythmRow {
    let act = thing.acts.get(one.act);
    RhythmRow {
        every_days: one.every,
        id: act.map(|act| act.id.to_string()).unwrap_or_default(),
        said: act.and_then(|act| act.said.clone()),
        due: one.due,
        met: one.met,
    }
}

/// Code points of the rest of a sentence that are looked at.
const REST: usize = 60;

/// The rest of the sentence behind a place.
fn rest(text: &str, place: u32) -> String {
    let ends = |c: &char| !matches!(c, '\u{3002}' | '\u{ff1b}' | '\n' | ';');
    text.chars().skip(place as usize).take(REST).take_while(ends).collect()
}
