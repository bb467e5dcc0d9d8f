//! Whom and what a position is about: the actors named in its evidence, and its instruments and mechanisms by their printed
//! names. Who holds it is none of them, nor is an actor that only stands in the name of a thing.

use chancery_model::{Act, ActKind};

use crate::named::table::NamedKind;
use crate::named::{Scene, Things};
use crate::tokens::Class;

/// Adds the targets of positions; those that the reading of the clause found stand first.
pub(crate) fn add_targets(scene: &Scene<'_>, things: &Things, acts: &mut [Act]) {
    for act in acts.iter_mut().filter(|a| a.kind == ActKind::Position) {
        let mut found: Vec<(u32, String)> = Vec::new();
        let inside: Vec<_> = things.within(act.span).collect();
        let first = scene.tokens.partition_point(|t| t.span.start() < act.span.start());
        let mut thing = 0;
        for token in scene.tokens[first..].iter().take_while(|t| t.span.end() <= act.span.end()) {
            while thing < inside.len() && inside[thing].span.end() <= token.span.start() {
                thing += 1;
            }
            let part = inside.get(thing).is_some_and(|t| t.span.contains(token.span) && t.span != token.span);
            let holder = act.holder_span.is_some_and(|h| h.contains(token.span));
            if token.is(Class::Actor) && !part && !holder {
                let who = scene.lexis.word(token).actors.iter().filter(|a| !a.is_person());
                found.extend(who.map(|a| (token.span.start(), a.to_string())));
            }
        }
        for thing in inside.iter().filter(|t| !t.body && (t.kind != NamedKind::Meeting || t.also)) {
            found.push((thing.span.start(), scene.text[thing.span.range()].to_owned()));
        }
        found.sort();
        for (_, name) in found {
            if !act.targets.contains(&name) {
                act.targets.push(name);
            }
        }
    }
}
