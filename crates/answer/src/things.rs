//! Instruments and mechanisms: what is named, by whom, and how that went on.

use std::collections::BTreeSet;

use chancery_ledger::{AsOf, Only};
use chancery_query::{Name, Query, Thing, ThingKind, by_columns, things_by_columns};

use crate::shapes::{ActRow, ThingActs, ThingRow, value};
use crate::{Answer, AskError, Asking, Slice, Undated, When, days, list};

/// Which things.
#[derive(Clone, Debug)]
pub struct Things {
    /// Instruments or mechanisms.
    pub kind: ThingKind,
    /// A part of a name; empty for all.
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
    /// What was left out for want of a day.
    pub undated: Option<Undated>,
}

const COLUMNS: &[&str] = &["name", "acts", "first", "last", "holders", "stances", "spellings"];

/// Lists things.
///
/// # Errors
/// Where the question can't be meant, or the ledger can't answer.
pub fn things(asking: &Asking<'_>, asked: &Things, as_of: AsOf, slice: Slice) -> Result<Named, AskError> {
    let mut only = Only::default();
    days(&asked.when, &mut only)?;
    let by_name = !asked.name.is_empty();
    if !by_name && by_columns(&only, as_of) {
        let shown = (slice.skip, slice.most);
        let index = asking.index()?;
        let (all, total, _) = things_by_columns(asking.ledger, index, &only, asked.kind, shown)?;
        let undated = if only.from.is_some() || only.to.is_some() {
            // Of acts that name any thing.
            let bare = Only { undated: true, ..Only::default() };
            let (_, _, acts) = things_by_columns(asking.ledger, index, &bare, asked.kind, (0, 0))?;
            Some(Undated::Acts(acts as u64))
        } else {
            None
        };
        return Ok(Named { all, more: total > slice.end(), by_name, undated });
    }
    let mut undated = None;
    let acts = if by_name {
        let (field, names) = match asked.kind {
            ThingKind::Instrument => (Name::Instrument, &mut only.instruments),
            ThingKind::Mechanism => (Name::Mechanism, &mut only.mechanisms),
        };
        names.push(asked.name.clone());
        let words = Query::Field(field, asked.name.clone());
        undated = asking.undated(&words, &only, as_of)?;
        asking.found(&words, &only, as_of)?
    } else {
        asking.ledger.acts(&only, as_of, usize::MAX)?
    };
    let fold = asking.ledger.folding().table();
    let mut all = chancery_query::things(acts, asked.kind, fold);
    if by_name {
        // An act may name other things beside the one asked for.
        let wanted = fold.fold(&asked.name);
        all.retain(|thing| fold.fold(&thing.name).contains(&wanted));
    }
    let more = slice.cut(&mut all);
    if !by_name && (only.from.is_some() || only.to.is_some()) {
        // Of acts that name any thing: no index knows which do.
        let bare = Only { undated: true, ..Only::default() };
        let acts = asking.ledger.acts(&bare, as_of, usize::MAX)?;
        let things = chancery_query::things(acts, asked.kind, fold);
        let named: BTreeSet<i64> = things.iter().flat_map(|thing| &thing.acts).map(|act| act.row).collect();
        undated = Some(Undated::Acts(named.len() as u64));
    }
    Ok(Named { all, more, by_name, undated })
}

impl Named {
    /// In forms for programs: the things, or where one was asked for the acts that name it.
    #[must_use]
    pub fn answer(&self) -> Answer {
        if self.by_name {
            let acts: Vec<_> = self.all.iter().flat_map(|thing| thing.acts.iter().cloned()).collect();
            let mut answer = list(&acts);
            let named = self.all.iter().map(|thing| ThingActs {
                name: &thing.name,
                spellings: &thing.spellings,
                holders: &thing.holders,
                acts: thing.acts.iter().map(ActRow::from).collect(),
            });
            answer.whole = Some(value(&named.collect::<Vec<_>>()));
            return answer.without(self.undated);
        }
        let mut answer = Answer::new(COLUMNS);
        for thing in &self.all {
            let (first, last) = thing.ends.clone();
            let told =
                |counts: &[(String, usize)]| counts.iter().map(|one| one.0.clone()).collect::<Vec<_>>().join("; ");
            let cells = vec![
                thing.name.clone(),
                thing.named.to_string(),
                first.clone(),
                last.clone(),
                told(&thing.holders),
                told(&thing.stances),
                thing.spellings.join("; "),
            ];
            let row = ThingRow {
                name: &thing.name,
                acts: thing.named,
                first,
                last,
                holders: &thing.holders,
                stances: &thing.stances,
                spellings: &thing.spellings,
            };
            answer.push(cells, value(&row));
        }
        answer.without(self.undated)
    }
}
