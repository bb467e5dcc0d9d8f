//! A visit or meeting told several times in an article is one event, by its fullest telling (codebook, rule 10).
//! Next to read: `coding.rs`, which adds figures and times.

use std::collections::BTreeMap;

use chancery_model::{ActKind, ActorId};

use super::Draft;
use crate::cast::{principals, unique};
use crate::govern::Reader;
use crate::tokens::{Class, Token};

/// A telling: which draft, and the persons in it.
struct Telling {
    draft: usize,
    persons: Vec<ActorId>,
    length: u32,
}

/// Leaves one telling of each visit or meeting.
pub(super) fn once(drafts: &mut Vec<Draft>, reader: &Reader<'_>) {
    let mut seen: BTreeMap<(u8, Vec<ActorId>), Vec<Telling>> = BTreeMap::new();
    let mut dropped = vec![false; drafts.len()];
    for (number, draft) in drafts.iter().enumerate() {
        let what = sort(draft, reader);
        if what == 0 {
            continue;
        }
        let all: Vec<ActorId> = unique(draft.holders.iter().chain(&draft.addressees).cloned().collect());
        let states = principals(&all);
        if states.len() < 2 {
            continue;
        }
        let persons: Vec<ActorId> = all.into_iter().filter(|a| a.is_person()).collect();
        let telling = Telling { draft: number, persons, length: draft.span.len() };
        let tellings = seen.entry((what, states)).or_default();
        let same = |t: &Telling| within(&t.persons, &telling.persons) || within(&telling.persons, &t.persons);
        match tellings.iter_mut().find(|t| same(t)) {
            None => tellings.push(telling),
            Some(kept) if (telling.persons.len(), telling.length) > (kept.persons.len(), kept.length) => {
                dropped[kept.draft] = true;
                *kept = telling;
            }
            Some(_) => dropped[number] = true,
        }
    }
    let mut number = 0;
    drafts.retain(|_| {
        number += 1;
        !dropped[number - 1]
    });
}

/// What a draft's verb tells of: a visit, a meeting, or neither (0).
fn sort(draft: &Draft, reader: &Reader<'_>) -> u8 {
    if draft.kind != ActKind::Event {
        return 0;
    }
    let at = reader.tokens.partition_point(|t| t.span.start() < draft.anchor.start());
    let anchor = reader.tokens.get(at).filter(|t| t.span == draft.anchor);
    let once = |t: &Token| reader.words.sense(t, Class::Event).once;
    // 举行了会谈: the noun behind a light verb tells.
    let behind = &reader.tokens[(at + 1).min(reader.tokens.len())..];
    let mut behind = behind.iter().take_while(|t| t.span.end() <= draft.span.end()).map(once);
    let light = anchor.is_some_and(|t| reader.words.sense(t, Class::Event).light);
    anchor.map_or(0, |t| match once(t) {
        0 if light => behind.find(|o| *o == 1 || *o == 2).unwrap_or(0),
        own => own,
    })
}

fn within(some: &[ActorId], more: &[ActorId]) -> bool {
    some.iter().all(|a| more.contains(a))
}
