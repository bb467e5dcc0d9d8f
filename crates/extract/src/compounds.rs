//! Names of a pack in the vocabulary: actors, places and posts as they stand there, and what short names make together
//! (中俄, 访美). Next to read: `knowledge.rs`, which asks.

use chancery_model::ActorId;
use chancery_pack::{Name, RawPack, Word};

use crate::tokens::Class;
use crate::vocabulary::{Builder, Tail};

/// Short names (中, 美) that make compounds with any other; the rest only before one of the list compound_tail, since
/// they are common characters too.
const PLAIN: usize = 9;

/// Whom an id of the pack means (CHN+RUS: both).
pub(crate) fn actors(id: &str) -> Vec<ActorId> {
    id.split('+').filter_map(ActorId::new).collect()
}

/// Puts the pack's names into the vocabulary, each by its kind.
pub(crate) fn add_names(builder: &mut Builder, pack: &RawPack) {
    for name in &pack.names {
        match name.kind.as_str() {
            "country" | "org" | "group" => builder.add_actors(&name.form, name.place(), Class::Actor, actors(&name.id)),
            // An ordinary word that is a person's name only beside a title is found by its title.
            "person" if name.noted("needs").is_none() && name.noted("ambiguous").is_none() => {
                let mut who: Vec<ActorId> = name.noted("actor").into_iter().filter_map(ActorId::new).collect();
                who.extend(actors(&name.id));
                builder.add_actors(&name.form, name.place(), Class::Actor, who);
            }
            "nationality" if name.noted("ambiguous").is_none() => {
                builder.add_actors(&name.form, name.place(), Class::Nation, actors(&name.id));
            }
            "place" if pack.head.clauses == "spaced" => {
                if let Some(state) = name.noted("country").filter(|_| name.form.chars().all(char::is_alphabetic)) {
                    builder.add_actors(&name.form, name.place(), Class::Seat, actors(state));
                }
            }
            "place" => {
                if let Some(state) = name.noted("country").and_then(ActorId::new) {
                    builder.add_actors(&name.form, name.place(), Class::Place, vec![state]);
                }
            }
            "office" => {
                builder.add_actors(&name.form, name.place(), Class::Office, Vec::new());
                // 海协会会长: whose post it is, the form tells.
                if !name.id.is_empty() {
                    builder.add_actors(&name.form, name.place(), Class::Actor, actors(&name.id));
                }
            }
            _ => {}
        }
        if name.noted("case").is_some() {
            builder.case(&name.form, name.place());
        }
    }
}

/// 中俄, 美日韩: pairs of short names, and the triples listed.
pub(crate) fn add_compounds(builder: &mut Builder, pack: &RawPack) {
    let short: Vec<&Name> = pack.names.iter().filter(|n| n.kind == "short" && n.form.chars().count() == 1).collect();
    let plain: Vec<bool> = short.iter().map(|n| n.noted("plain").is_some()).collect();
    let leads = pack.forms("by");
    let mut form = String::new();
    for (a, a_plain) in short.iter().zip(&plain) {
        // 以中乙关系为…: what may be a preposition counts only before the compound's own words.
        let led = leads.iter().any(|lead| a.form == *lead);
        for (b, b_plain) in short.iter().zip(&plain) {
            if a.id != b.id && (*a_plain || *b_plain) {
                let tail = match () {
                    () if led => Tail::Close,
                    () if *a_plain && *b_plain => Tail::Any,
                    () => Tail::Compound,
                };
                put_together(&mut form, &[a, b]);
                builder.add_compound(&form, || named_by(&[a, b]), tail);
            }
        }
    }
    for pair in pack.list("pair") {
        builder.add_compound(&pair.form, || pair.text("of").map(actors).unwrap_or_default(), Tail::Close);
    }
    for a in pack.names.iter().filter(|n| n.kind == "short" && n.noted("alone").is_some()) {
        builder.add_compound(&a.form, || actors(&a.id), Tail::Short);
    }
    for a in pack.names.iter().filter(|n| n.kind == "short" && n.form.chars().count() == 1) {
        builder.add_compound(&a.form, || actors(&a.id), Tail::Listed);
    }
    // 访美, 来华: the deed's own word says where.
    let of_state = |w: &Word| Some((w.form.chars().next()?, actors(w.text("state")?)));
    let named = short.iter().filter_map(|n| Some((n.form.chars().next()?, actors(&n.id))));
    let states = named.chain(pack.list("whither").iter().filter_map(of_state)).collect();
    builder.add_whither(&pack.forms("locative"), &states);
    let strong: Vec<&Name> =
        short.iter().zip(&plain).filter(|(_, plain)| **plain).map(|(n, _)| *n).take(PLAIN).collect();
    for a in &strong {
        for b in &strong {
            for c in &strong {
                if a.id != b.id && b.id != c.id && a.id != c.id {
                    put_together(&mut form, &[a, b, c]);
                    builder.add_compound(&form, || named_by(&[a, b, c]), Tail::Any);
                }
            }
        }
    }
}

fn put_together(form: &mut String, names: &[&Name]) {
    form.clear();
    names.iter().for_each(|name| form.push_str(&name.form));
}

/// Whom these names mean, all together.
fn named_by(names: &[&Name]) -> Vec<ActorId> {
    names.iter().flat_map(|name| name.id.split('+').filter_map(ActorId::new)).collect()
}
