//! Persons of the lexicon are called as the article prints them (codebook, actor ids): in its own script, and by its own
//! spelling where it never writes the usual one (川普).

use std::collections::{BTreeMap, BTreeSet};

use chancery_model::ActorId;

use crate::tokens::{Class, Token};
use crate::vocabulary::{Lexis, Vocabulary};

/// Fewest characters of a name in another spelling.
const SPELLED: usize = 2;

/// Calls persons of the lexicon as the article prints them.
pub(crate) fn call_as_printed(
    text: &str,
    folded: &str,
    tokens: &mut [Token],
    lexis: &mut Lexis<'_>,
    vocabulary: &Vocabulary,
) {
    let person = |a: &ActorId| a.as_str().strip_prefix("person:").map(str::to_owned);
    let mut printed: BTreeMap<String, ActorId> = BTreeMap::new();
    // Whom the article calls by the usual name too, and how else it calls them.
    let mut usual: BTreeSet<String> = BTreeSet::new();
    let mut spelled: BTreeMap<String, (usize, ActorId)> = BTreeMap::new();
    // What was found of each word and way of writing already.
    let mut seen: BTreeSet<(u32, &str)> = BTreeSet::new();
    for t in tokens.iter().filter(|t| t.is(Class::Actor)) {
        let (found, plain) = (&text[t.span.range()], &folded[t.span.range()]);
        if !seen.insert((t.word, found)) {
            continue;
        }
        for name in lexis.word(t).actors.iter().filter_map(person) {
            if found != plain {
                let called = parted(found, plain, &name).and_then(|called| ActorId::new(&format!("person:{called}")));
                printed.extend(called.map(|id| (name.clone(), id)));
            }
            if plain.contains(name.as_str()) || parted(plain, plain, &name).is_some() {
                usual.insert(name);
                continue;
            }
            let spells = |end: &usize| plain[..*end].chars().count() >= SPELLED && !only_family(plain, &name);
            let Some(end) = untitled(plain, vocabulary).filter(spells) else {
                continue;
            };
            let length = plain[..end].chars().count();
            let called: String = found.chars().take(length).collect();
            if spelled.get(&name).is_none_or(|(known, _)| length < *known)
                && let Some(id) = ActorId::new(&format!("person:{called}"))
            {
                spelled.insert(name, (length, id));
            }
        }
    }
    printed.extend(spelled.into_iter().filter(|(name, _)| !usual.contains(name)).map(|(name, (_, id))| (name, id)));
    if printed.is_empty() {
        return;
    }
    let mut words: BTreeMap<u32, Option<u32>> = BTreeMap::new();
    for t in tokens.iter_mut().filter(|t| t.is(Class::Actor)) {
        let word = *words.entry(t.word).or_insert_with(|| {
            let mut word = lexis.of(t.word).clone();
            let mut changed = false;
            for actor in &mut word.actors {
                if let Some(called) = person(actor).and_then(|name| printed.get(&name)) {
                    *actor = called.clone();
                    changed = true;
                }
            }
            changed.then(|| lexis.extend(word))
        });
        t.word = word.unwrap_or(t.word);
    }
}

/// 刘副总理, of one whose name begins so and who shares no more with it: a family name and a title.
fn only_family(plain: &str, name: &str) -> bool {
    let family = plain.chars().next() == name.chars().next() && plain.chars().count() != name.chars().count();
    family && !plain.chars().skip(1).any(|c| name.chars().skip(1).any(|n| n == c))
}

/// Where a name ends before a post that belongs to it (川普|总统); nowhere where none but a family name stands before it.
fn untitled(plain: &str, vocabulary: &Vocabulary) -> Option<usize> {
    if !plain.chars().all(char::is_alphabetic) {
        return None;
    }
    let posts = |from: usize| {
        let rest = &plain[from..];
        vocabulary.find(rest).iter().any(|t| t.is(Class::Office) && t.span.range() == (0..rest.len()))
    };
    let ends = plain.char_indices().skip(1).map(|(at, _)| at).find(|&at| posts(at));
    Some(ends.unwrap_or(plain.len()))
}

/// A name as it is printed, whole or around a post (熊主任式辉): `plain` is the folded form of `found`, `name` the name in it.
fn parted(found: &str, plain: &str, name: &str) -> Option<String> {
    if plain == name {
        return Some(found.to_owned());
    }
    let (plain, found): (Vec<char>, Vec<char>) = (plain.chars().collect(), found.chars().collect());
    let name: Vec<char> = name.chars().collect();
    if plain.len() <= name.len() || plain.len() != found.len() {
        return None;
    }
    let head = plain.iter().zip(&name).take_while(|(a, b)| a == b).count();
    let tail = name.len() - head;
    // 習近平主席: with the post behind it, or before it.
    let fits = (head > 0 || plain.len() > name.len()) && plain.ends_with(&name[head..]);
    fits.then(|| found[..head].iter().chain(&found[found.len() - tail..]).collect())
}
