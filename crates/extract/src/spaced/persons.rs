//! Persons in a script with capitals: a capitalised name behind a post is a person (Foreign Minister Jane Doe), and is
//! known from then on by the surname alone. A person of the lexicon is called as the text prints the full name.
//! Next to read: `mod.rs`.

use std::collections::BTreeMap;

use chancery_model::ActorId;
use chancery_text::Span;

use crate::knowledge::Language;
use crate::tokens::{Class, Token};
use crate::vocabulary::{Lexis, Word};

use super::apposed;

/// Longest name, in words.
const LONGEST: usize = 5;

/// Who is meant by a surname.
#[derive(Clone, Debug)]
struct Known {
    actors: Vec<ActorId>,
}

/// Finds the persons of `text` (as printed) and adds their names to `tokens`.
pub(crate) fn add(
    text: &str,
    tokens: &mut Vec<Token>,
    lexis: &mut Lexis<'_>,
    language: &Language,
    particles: &[String],
) {
    let mut found: Vec<(Span, Vec<ActorId>)> = Vec::new();
    let mut by_surname: BTreeMap<String, Known> = BTreeMap::new();
    for (i, token) in tokens.iter().enumerate() {
        if token.is(Class::Actor) {
            let actors = &lexis.word(token).actors;
            if let Some(person) = actors.iter().find(|a| a.is_person()) {
                let state = actors.iter().find(|a| !a.is_person()).cloned();
                let extended = extended(text, token.span, tokens.get(i + 1));
                let printed = own_name(&text[extended.range()], language);
                let full = printed.contains(' ');
                let who = if full { ActorId::new(&format!("person:{printed}")) } else { None };
                let who = who.unwrap_or_else(|| person.clone());
                if extended != token.span {
                    found.push((extended, state.iter().cloned().chain([who.clone()]).collect()));
                }
                // "Jane Doe", whom the lexicon has as Doe Jane: known by either's key, so that both become one.
                let turned = Some(person).filter(|p| *p != &who && same_words(p, &who));
                let more = turned.map(|p| surnames(p, state.as_ref(), language)).unwrap_or_default();
                for key in surnames(&who, state.as_ref(), language).into_iter().chain(more) {
                    by_surname
                        .entry(key)
                        .or_insert_with(|| Known { actors: state.iter().cloned().chain([who.clone()]).collect() });
                }
            }
            if !token.is(Class::Office) || actors.iter().any(|a| a.is_person()) {
                continue;
            }
        }
        if !(token.is(Class::Office) || token.is(Class::Title)) {
            continue;
        }
        let person = |t: &Token| t.is(Class::Actor) && lexis.word(t).actors.iter().any(|a| a.is_person());
        if tokens.get(i + 1).is_some_and(|t| person(t) && t.span.start() <= token.span.end() + 1) {
            continue;
        }
        let next = tokens[i + 1..].iter().find(|t| !person(t) && !t.is(Class::Seat));
        let bound = next.map_or(text.len(), |t| t.span.start() as usize);
        let beside = || {
            let office = token.is(Class::Office);
            let apposed = apposed::behind(text, tokens, i, particles).or_else(|| apposed::before(text, tokens, i));
            apposed.filter(|_| office)
        };
        let span = name_behind(text, token.span.end() as usize, bound, particles).or_else(beside);
        let Some(span) = span else { continue };
        // A post that the lexicon has with its body (the Secretary General of an alliance by its name).
        let told = lexis.word(token).actors.first().cloned();
        let state = state_of(text, tokens, i, lexis)
            .or_else(|| apposed::whose(text, tokens, i, &language.particles.whose, lexis))
            .or(told)
            .or_else(|| state_behind(text, tokens, span, lexis));
        let Some(person) = ActorId::new(&format!("person:{}", &text[span.range()])) else { continue };
        let single = !text[span.range()].contains(' ');
        let keys = surnames(&person, state.as_ref(), language);
        let known = keys.iter().find_map(|k| by_surname.get(k)).filter(|_| single).map(|k| k.actors.clone());
        let actors = known.unwrap_or_else(|| state.into_iter().chain([person]).collect());
        for key in keys {
            let known = by_surname.entry(key).or_insert_with(|| Known { actors: actors.clone() });
            // A title may call by surname whom the text then names in full.
            if !single && known.actors.iter().all(|a| !is_full(a)) && agree(&known.actors, &actors) {
                known.actors.clone_from(&actors);
            }
        }
        found.push((span, actors));
    }
    for (_, actors) in &mut found {
        let Some(person) = actors.iter().find(|a| a.is_person() && !is_full(a)) else { continue };
        let state = actors.iter().find(|a| !a.is_person());
        let full = surnames(person, state, language).iter().find_map(|k| by_surname.get(k)).map(|k| k.actors.clone());
        if let Some(full) = full.filter(|f| f.iter().any(is_full) && agree(actors, f)) {
            *actors = full;
        }
    }
    rename(tokens, lexis, language, &by_surname);
    found.sort_by_key(|f| f.0.start());
    let known = found.len();
    for (span, actors) in later(text, tokens, &by_surname) {
        let near = found[..known].partition_point(|f| f.0.end() <= span.start());
        if !found[..known].get(near).is_some_and(|f| f.0.overlaps(span)) {
            found.push((span, actors));
        }
    }
    if found.is_empty() {
        return;
    }
    found.sort_by_key(|f| f.0.start());
    let mut words: BTreeMap<Vec<ActorId>, u32> = BTreeMap::new();
    for (span, actors) in found {
        let word = *words.entry(actors.clone()).or_insert_with(|| lexis.extend(Word::person(actors)));
        tokens.push(Token { span, classes: lexis.of(word).classes, word });
    }
    tokens.sort_by_key(|t| (t.span.start(), std::cmp::Reverse(t.span.end())));
    // What lies inside a name is no word of its own.
    let mut until = 0;
    tokens.retain(|t| {
        let free = t.span.start() >= until;
        until = until.max(t.span.end());
        free
    });
}

/// Whether two names are the same words in another order.
fn same_words(a: &ActorId, b: &ActorId) -> bool {
    let words = |actor: &ActorId| {
        let name = actor.as_str().trim_start_matches("person:").to_owned();
        let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    words(a) == words(b)
}

/// Whether a person is named with more than the surname.
fn is_full(actor: &ActorId) -> bool {
    actor.is_person() && actor.as_str().contains(' ')
}

/// Whether `short`, known by a surname, may be `full`: of the same state, or of none.
fn agree(short: &[ActorId], full: &[ActorId]) -> bool {
    short.iter().filter(|a| !a.is_person()).all(|a| full.contains(a))
}

/// Gives the persons of the lexicon the names the text prints in full.
fn rename(tokens: &mut [Token], lexis: &mut Lexis<'_>, language: &Language, known: &BTreeMap<String, Known>) {
    let mut renamed: BTreeMap<u32, u32> = BTreeMap::new();
    for token in tokens.iter_mut().filter(|t| t.is(Class::Actor)) {
        if let Some(&word) = renamed.get(&token.word) {
            token.word = word;
            continue;
        }
        let actors = lexis.word(token).actors.clone();
        let Some(person) = actors.iter().find(|a| a.is_person()) else { continue };
        let state = actors.iter().find(|a| !a.is_person());
        let Some(called) = surnames(person, state, language).iter().find_map(|k| known.get(k)) else { continue };
        let same = called.actors.first() == actors.first() && called.actors != actors;
        if same {
            let word = lexis.extend(Word::person(called.actors.clone()));
            renamed.insert(token.word, word);
            token.word = word;
        }
    }
}

/// A name of the lexicon with the capitalised word right behind it (Prime Minister Doe Jane).
fn extended(text: &str, span: Span, next: Option<&Token>) -> Span {
    let from = span.end() as usize;
    let Some(rest) = text[from..].strip_prefix(' ') else { return span };
    let word: &str = rest.split(|c: char| !(c.is_alphabetic() || c == '-')).next().unwrap_or("");
    let taken = next.is_some_and(|t| (t.span.start() as usize) < from + 1 + word.len());
    let shouting = word.chars().all(char::is_uppercase);
    let name = word.chars().count() > 1 && word.starts_with(char::is_uppercase) && !shouting;
    if name && !taken { Span::new(span.start(), (from + 1 + word.len()) as u32) } else { span }
}

/// What is printed without the post or address before the name.
pub(crate) fn own_name<'t>(printed: &'t str, language: &Language) -> &'t str {
    let mut name = printed;
    loop {
        let found = language.vocabulary.find(&name.to_ascii_lowercase());
        let posts = found.iter().filter(|t| t.span.start() == 0 && (t.is(Class::Office) || t.is(Class::Title)));
        let Some(end) = posts.map(|t| t.span.end() as usize).max().filter(|&e| e < name.len()) else { return name };
        name = name[end..].trim_start();
    }
}

/// A name in capitals as names are printed: DOE is Doe. Initials stay.
pub(super) fn calm(name: &str) -> String {
    let word = |word: &str| {
        let shouts = word.chars().count() > 2 && word.chars().all(char::is_uppercase);
        let mut chars = word.chars();
        match chars.next().filter(|_| shouts) {
            Some(first) => first.to_string() + &chars.as_str().to_lowercase(),
            None => word.to_owned(),
        }
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// By which words of a name its bearer is known: the one in capitals beside others that are none (DOE Jane), else the last,
/// or the first where the surname stands first.
fn surnames(person: &ActorId, state: Option<&ActorId>, language: &Language) -> Vec<String> {
    let name = person.as_str().trim_start_matches("person:");
    let parts = name.split(' ').map(|p| p.trim_end_matches(','));
    let parts: Vec<&str> = parts.filter(|p| p.chars().count() > 1 && !p.ends_with('.')).collect();
    let first = state.is_some_and(|s| language.forms.surname_first.iter().any(|f| f == s.as_str()));
    let shouts = |part: &&&str| part.chars().count() > 2 && part.chars().all(char::is_uppercase);
    let shouted = parts.iter().find(shouts).filter(|_| !parts.iter().all(|part| shouts(&part)));
    let key = shouted.or(if first { parts.first() } else { parts.last() });
    // DOE Jane is Doe, and what others call Jane Doe ends with the given name.
    let more = shouted.map(|k| calm(k)).into_iter().chain(shouted.and(parts.last()).map(|k| (*k).to_owned()));
    key.map(|k| (*k).to_owned()).into_iter().chain(more).collect()
}

/// Capitalised words behind a post, as far as the next known word.
pub(super) fn name_behind(text: &str, from: usize, bound: usize, particles: &[String]) -> Option<Span> {
    let rest = text.get(from..)?;
    if !rest.starts_with(' ') {
        return None;
    }
    let mut at = from + 1;
    let (mut end, mut count) = (at, 0);
    let line = rest[1..].split('\n').next().unwrap_or("");
    for word in line.split(' ').take(LONGEST + 2) {
        let start = at;
        at += word.len() + 1;
        // A name may hold a known word (May, Park) only behind its first word.
        if start >= bound && count == 0 {
            return None;
        }
        let bare = word.trim_end_matches([',', ';', ':', '.', ')', '”', '"', '?', '!']);
        let bare = bare.strip_suffix("’s").or_else(|| bare.strip_suffix("'s")).unwrap_or(bare);
        let small = particles.iter().any(|p| p == bare);
        let initial = word.ends_with('.') && bare.chars().count() == 1;
        let capital = bare.starts_with(char::is_uppercase)
            && bare.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'));
        let shouting = bare.chars().count() > 1 && bare.chars().all(char::is_uppercase);
        // DOE Jane: a surname in capitals before the given name.
        let given = line.get(at - from - 1..).unwrap_or("");
        let surname = shouting && count == 0 && bare.chars().count() > 2 && bare.len() == word.len() && is_given(given);
        if !(capital && (!shouting || surname) || small && count > 0) || start > bound && !capital {
            break;
        }
        if start >= bound {
            break;
        }
        if capital {
            end = start + bare.len() + usize::from(initial);
            count += 1;
        }
        if (bare.len() < word.len() && !initial) || count == LONGEST {
            break;
        }
    }
    (count > 0 && end > from + 1).then(|| Span::of(from + 1..end))
}

/// Whether the words begin with a capitalised one that goes on in small letters.
fn is_given(words: &str) -> bool {
    let mut chars = words.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
}

/// The state or body whose post it is: named before it, or behind "of".
fn state_of(text: &str, tokens: &[Token], i: usize, lexis: &Lexis<'_>) -> Option<ActorId> {
    let mut k = i;
    while k > 0 && i - k < 4 {
        let before = &tokens[k - 1];
        let gap = text.get(before.span.end() as usize..tokens[k].span.start() as usize).unwrap_or(",");
        if gap.len() > 12 || gap.contains([',', ';', '.', ')', '\n']) {
            return None;
        }
        if before.is(Class::Actor) || before.is(Class::Nation) {
            return lexis.word(before).actors.iter().find(|a| !a.is_person()).cloned();
        }
        let part = before.is(Class::Office)
            || before.is(Class::Title)
            || before.is(Class::Suffix)
            || before.is(Class::OrgSuffix);
        if !part {
            return None;
        }
        k -= 1;
    }
    None
}

/// "Jane Doe of Peru": the state named right behind a name.
fn state_behind(text: &str, tokens: &[Token], name: Span, lexis: &Lexis<'_>) -> Option<ActorId> {
    let next = tokens.partition_point(|t| t.span.start() < name.end());
    let of = tokens[next..].iter().take(4).find(|t| t.is(Class::Actor))?;
    let gap = text.get(name.end() as usize..of.span.start() as usize)?;
    let near =
        gap.len() <= 9 && gap.split(' ').filter(|w| !w.is_empty()).count() >= 1 && !gap.contains([',', ';', '.', '\n']);
    let state = lexis.word(of).actors.iter().find(|a| !a.is_person());
    state.filter(|_| near && tokens[next..].first().is_some_and(|t| t.is(Class::By))).cloned()
}

/// Later places of known surnames, printed with their capital, as words of their own.
fn later(text: &str, tokens: &[Token], known: &BTreeMap<String, Known>) -> Vec<(Span, Vec<ActorId>)> {
    let mut out = Vec::new();
    if known.is_empty() {
        return out;
    }
    let mut at = 0;
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '-')) {
        let start = at;
        at = start + word.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
        // Labels of turns shout: DOE is Doe.
        let shouts = word.chars().count() > 2 && word.chars().all(char::is_uppercase);
        let calm = || {
            let mut chars = word.chars();
            chars.next().map(|c| c.to_string() + &chars.as_str().to_lowercase())
        };
        let found = known.get(word).or_else(|| shouts.then(calm).flatten().and_then(|w| known.get(&w)));
        let Some(who) = found else { continue };
        let span = Span::of(start..start + word.len());
        let next = tokens.partition_point(|t| t.span.end() <= span.start());
        let taken = tokens
            .get(next)
            .is_some_and(|t| t.span.overlaps(span) && (t.span.len() > span.len() || t.is(Class::Actor)));
        if !taken {
            out.push((span, who.actors.clone()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<&str> {
        let particles = ["van".to_owned(), "de".to_owned()];
        name_behind(text, "minister".len(), text.len(), &particles).map(|span| &text[span.range()])
    }

    #[test]
    fn a_name_is_capitals_and_small_words_between() {
        assert_eq!(name("minister Jane Q. Doe said"), Some("Jane Q. Doe"));
        assert_eq!(name("minister Jan van Dam, 51,"), Some("Jan van Dam"));
        assert_eq!(name("minister Doe’s visit"), Some("Doe"));
        assert_eq!(name("minister said"), None);
        assert_eq!(name("minister WHO said"), None);
        assert_eq!(name("minister DOE Jane met"), Some("DOE Jane"));
        assert_eq!(name("minister WHO Geneva"), Some("WHO Geneva"));
    }
}
