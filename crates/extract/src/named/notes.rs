//! What the article says of its named things: each once, with what is done to it, who is in it, how often it meets, when it
//! was made. Next to read: `../meetings.rs`.

use std::collections::BTreeSet;

use chancery_model::{Article, Cadence, InstrumentNote, MechanismAct, MechanismNote};
use chancery_text::Span;
use chancery_value::Value;

use super::table::{NamedKind, Table};
use super::{Scene, Thing, Things};
use crate::cast::{principals, unique};
use crate::knowledge::Language;
use crate::layout::Enclosure;
use crate::tokens::Class;

/// How far before a mechanism the verb may stand that says what is done to it, in bytes: an adjective or two lie between.
const REACH: u32 = 36;

/// Notes each thing once on the article.
pub(crate) fn note(scene: &Scene<'_>, things: &Things, language: &Language, article: &mut Article) {
    let mut seen: BTreeSet<(bool, &str)> = BTreeSet::new();
    for thing in &things.found {
        let instrument = thing.kind == NamedKind::Instrument;
        if thing.kind == NamedKind::Meeting && !thing.also {
            continue;
        }
        let name = &scene.text[thing.span.range()];
        if !seen.insert((instrument, name)) {
            continue;
        }
        if instrument {
            let date = made_on(scene, thing);
            article.instruments.push(InstrumentNote { name: name.to_owned(), date, span: thing.span });
        } else {
            article.mechanisms.push(MechanismNote {
                name: name.to_owned(),
                act: done_to(scene, thing, &language.named),
                members: members(scene, thing),
                cadence: cadence(scene, thing),
                span: thing.span,
            });
        }
    }
}

/// The clause that holds a place.
fn clause(scene: &Scene<'_>, at: u32) -> Option<Span> {
    let segments = &scene.layout.segments;
    let n = segments.partition_point(|s| s.span.start() <= at);
    n.checked_sub(1).map(|i| segments[i].span).filter(|s| s.holds(at))
}

/// What the nearest verb before a mechanism does to it; what is yet to be done is proposed.
fn done_to(scene: &Scene<'_>, thing: &Thing, table: &Table) -> MechanismAct {
    let Some(clause) = clause(scene, thing.span.start()) else { return MechanismAct::Named };
    let last = scene.tokens.partition_point(|t| t.span.end() <= thing.span.start());
    let form = |i: usize| &scene.folded[scene.tokens[i].span.range()];
    let near = |i: &usize| {
        let end = scene.tokens[*i].span.end();
        end > clause.start() && end + REACH >= thing.span.start()
    };
    let verb = (0..last).rev().take_while(near).find_map(|i| Some((i, *table.acts.get(form(i))?)));
    let Some((verb, act)) = verb else { return MechanismAct::Named };
    let inside = |i: &usize| scene.tokens[*i].span.start() >= clause.start();
    let coming = (0..verb).rev().take_while(inside).any(|i| {
        let t = &scene.tokens[i];
        t.is(Class::Will)
            || t.is(Class::Agree)
            || t.is(Class::Ask)
            || t.is(Class::Pledge)
            || table.before.contains(form(i))
    });
    if act == MechanismAct::Established && coming { MechanismAct::Proposed } else { act }
}

/// The states in its name.
fn members(scene: &Scene<'_>, thing: &Thing) -> Vec<chancery_model::ActorId> {
    let first = scene.tokens.partition_point(|t| t.span.start() < thing.span.start());
    let inside = scene.tokens[first..].iter().take_while(|t| t.span.end() <= thing.span.end());
    let named =
        inside.filter(|t| t.is(Class::Actor)).flat_map(|t| scene.lexis.word(t).actors.clone()).collect::<Vec<_>>();
    let states = principals(&unique(named));
    if states.len() >= 2 { states } else { Vec::new() }
}

/// How often it meets, where its clause says so.
fn cadence(scene: &Scene<'_>, thing: &Thing) -> Option<Cadence> {
    let clause = clause(scene, thing.span.start())?;
    let first = scene.values.partition_point(|v| v.span.start() < clause.start());
    let inside = scene.values[first..].iter().take_while(|v| v.span.end() <= clause.end());
    inside.filter_map(|v| if let Value::Recurrence(length) = &v.value { Some(length.clone()) } else { None }).next()
}

/// The day in brackets right behind an instrument (2015年5月8日签署).
fn made_on(scene: &Scene<'_>, thing: &Thing) -> Option<String> {
    let names = &scene.layout.names;
    let n = names.partition_point(|e| e.span.start() <= thing.span.end());
    let aside = names.get(n).filter(|e| e.how == Enclosure::Bracket && e.span.start() <= thing.span.end() + 6)?;
    let first = scene.values.partition_point(|v| v.span.start() < aside.span.start());
    let value = scene.values.get(first).filter(|v| v.span.end() <= aside.span.end())?;
    let Value::Date(range, _) = value.value else { return None };
    let (start, end) = (range.start?, range.end?);
    let (from, to) = (start.to_string(), end.to_string());
    Some(if start == end {
        from
    } else if start.month() == end.month() {
        from[..7].to_owned()
    } else if from[..4] == to[..4] && start.month() == 1 && end.month() == 12 {
        from[..4].to_owned()
    } else {
        return None;
    })
}
