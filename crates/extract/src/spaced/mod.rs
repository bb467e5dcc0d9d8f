//! Clauses of languages that write spaces and put a subject before its verb (English): their own way from an article's
//! text to drafts of acts. Words, names and rules are the pack's; the marks, figures, named things and the court of
//! rules are shared with the other way (`govern.rs`, `discourse.rs`).
//!
//! The path: `layout.rs` (sentences), `persons.rs`, `units.rs` (a sentence's words), `clauses.rs` (predicates,
//! with `groups.rs`, `subjects.rs` and `joined.rs`), `acts.rs` (what each does), `coder.rs` and `who.rs` (whose it is).

mod acts;
mod answerer;
mod apposed;
mod clauses;
mod coder;
mod groups;
mod joined;
mod layout;
mod persons;
mod subjects;
mod units;
mod who;

use chancery_model::{ActorId, Article, DocumentKind};

use crate::cast::{Cast, principals, unique};
use crate::knowledge::Language;
use crate::layout::Layout;
use crate::tokens::{Class, Classes, Token};
use crate::vocabulary::{Lexis, Vocabulary};

pub(crate) use answerer::answerer;
pub(crate) use layout::cut;

/// Keeps of names that count only in capitals (US, WHO) those so printed, of their small twins (us, who) the others.
pub(crate) fn hold_case(text: &str, tokens: &mut Vec<Token>, vocabulary: &Vocabulary) {
    let name = Classes::of(&[Class::Actor, Class::Nation, Class::Office, Class::Seat]);
    tokens.retain_mut(|token| {
        let cased = &vocabulary.of(token).cased;
        if cased.is_empty() {
            return true;
        }
        if cased.iter().any(|c| *c == text[token.span.range()]) {
            token.classes.drop_all_but(name);
        } else {
            token.classes.remove(Class::Actor);
            token.classes.remove(Class::Nation);
            token.classes.remove(Class::Seat);
        }
        token.classes != Classes::default()
    });
}

/// Adds the persons a text names by post.
pub(crate) fn add_persons(text: &str, tokens: &mut Vec<Token>, lexis: &mut Lexis<'_>, language: &Language) {
    persons::add(text, tokens, lexis, language, &language.name_particles);
}

/// Whose act the document is: the states of its title, or the members of a group there; for statements of several the
/// first set named; else the state named most in the place of a subject.
pub(crate) fn issuers(
    article: &Article,
    tokens: &[Token],
    lexis: &Lexis<'_>,
    cast: &Cast,
    language: &Language,
    layout: &Layout,
) -> Vec<ActorId> {
    use DocumentKind::{
        Communique, Declaration, Interview, JointStatement, NewsReport, Other, PressConference, Readout,
    };
    if matches!(article.kind, NewsReport | Interview | Other | PressConference) {
        return Vec::new();
    }
    let named = titled(article.title.as_deref().unwrap_or_default(), language);
    let states: Vec<ActorId> = principals(&named).into_iter().filter(|a| a.as_str().len() == 3).collect();
    if matches!(article.kind, Readout) {
        // "The President's Call with …": who is called tells nothing of who tells of it.
        let own = titled(before(article.title.as_deref().unwrap_or_default(), &[" with "]), language);
        let first = own.into_iter().find(|a| a.as_str().len() == 3);
        return first.map_or_else(|| acts_most(tokens, lexis), |state| vec![state]);
    }
    let title = article.title.as_deref().unwrap_or_default();
    // "Peru: Statement by the Union": behind a topic and its colon stands whose it is.
    let behind = title.split_once(": ").map(|(_, rest)| titled(before(rest, ABOUT), language));
    let who = behind.filter(|who| !who.is_empty()).unwrap_or_else(|| titled(before(title, ABOUT), language));
    let bodies: Vec<ActorId> = unique(who.iter().filter(|a| a.as_str().starts_with("org:")).cloned().collect());
    if states.len() >= 2 {
        let together = matches!(article.kind, JointStatement);
        return unique(states.into_iter().chain(bodies.into_iter().filter(|_| together)).collect());
    }
    if let Some((_, members)) = language.members.iter().find(|(group, _)| named.contains(group)) {
        return members.clone();
    }
    if matches!(article.kind, JointStatement | Communique | Declaration) {
        let head = article.text.char_indices().nth(700).map_or(article.text.len(), |(i, _)| i) as u32;
        if let Some(set) = first_of_several(article, tokens, lexis, language, layout) {
            return set;
        }
        let about = who.iter().all(|a| !states.contains(a));
        if let ([body], true) = (bodies.as_slice(), about) {
            // Joint Communiqué of the ASEAN Foreign Ministers' Meeting: the body's.
            return vec![body.clone()];
        }
        let group = tokens
            .iter()
            .take_while(|t| t.span.start() < head)
            .filter(|t| t.is(Class::Actor))
            .find_map(|t| language.members.iter().find(|(g, _)| lexis.word(t).actors.contains(g)));
        let set = cast.many(2, head);
        if let Some((_, members)) = group.filter(|(_, members)| set.len() < members.len()) {
            return members.clone();
        }
        if !set.is_empty() {
            return principals(&set);
        }
    }
    if let [one] = states.as_slice() {
        return vec![one.clone()];
    }
    acts_most(tokens, lexis)
}

/// What opens the words for what a paper is about or where it was made: whom these name did not issue it.
const ABOUT: &[&str] = &[" on ", " at ", " in ", " regarding ", " concerning ", " about ", " following ", " after "];

const BEHALF: &str = " on behalf of ";

/// A title up to the first of `words`, small letters or large.
fn before<'t>(title: &'t str, words: &[&str]) -> &'t str {
    let small = title.to_ascii_lowercase();
    // "On behalf of" tells whose it is, not what it is about.
    let cut = |w: &str| small.match_indices(w).map(|m| m.0).find(|&at| !small[at..].starts_with(BEHALF));
    words.iter().filter_map(|w| cut(w)).min().map_or(title, |at| &title[..at])
}

/// Who signs the article: the person named before a post in its authors ("Jane Doe, Secretary of State"), with the state
/// the words or the lexicon name, else the one that acts most. Nobody, where others speak in it or it has several voices.
pub(crate) fn signed(article: &Article, most: &[ActorId], language: &Language) -> Vec<ActorId> {
    use DocumentKind::{Communique, Interview, JointStatement, PressConference, Readout};
    if matches!(article.kind, Communique | Interview | JointStatement | PressConference | Readout) {
        return Vec::new();
    }
    let [author] = article.authors.as_slice() else { return Vec::new() };
    let Some((name, post)) = author.split_once(',') else { return Vec::new() };
    let posted = language.vocabulary.find(&post.to_ascii_lowercase());
    let Some(person) = ActorId::new(&format!("person:{}", name.trim())) else { return Vec::new() };
    if !posted.iter().any(|t| t.is(Class::Office) || t.is(Class::Title)) || !name.trim().contains(' ') {
        return Vec::new();
    }
    let state = titled(post, language).into_iter().chain(titled(name, language)).find(|a| a.as_str().len() == 3);
    state.or_else(|| most.first().cloned()).into_iter().chain([person]).collect()
}

/// The state that stands most often before a verb.
pub(crate) fn acts_most(tokens: &[Token], lexis: &Lexis<'_>) -> Vec<ActorId> {
    let mut count: std::collections::BTreeMap<&ActorId, usize> = std::collections::BTreeMap::new();
    for (i, t) in tokens.iter().enumerate().filter(|(_, t)| t.is(Class::Actor)) {
        let acts =
            tokens.get(i + 1).is_some_and(|n| n.span.start() <= t.span.end() + 1 && n.classes.any(clauses::VERBS));
        for actor in lexis.word(t).actors.iter().filter(|a| a.as_str().len() == 3 && acts) {
            *count.entry(actor).or_default() += 1;
        }
    }
    let most = count.into_iter().max_by_key(|(a, n)| (*n, std::cmp::Reverse(*a)));
    most.map(|(a, _)| unique(vec![a.clone()])).unwrap_or_default()
}

/// Whom a title names, in order.
fn titled(title: &str, language: &Language) -> Vec<ActorId> {
    let mut found = crate::tokens::keep(language.vocabulary.find(&title.to_ascii_lowercase()), &[]);
    hold_case(title, &mut found, &language.vocabulary);
    let named = found.iter().filter(|t| t.is(Class::Actor) || t.is(Class::Nation));
    named.flat_map(|t| language.vocabulary.actors(t)).collect()
}

/// The two states of a title that names just two; else none.
pub(crate) fn pair(title: &str, language: &Language) -> Vec<ActorId> {
    let mut states = principals(&titled(title, language));
    states.retain(|a| a.as_str().len() == 3);
    if states.len() == 2 { states } else { Vec::new() }
}

/// How many sentences tell who issues a statement.
const HEAD: usize = 8;

/// The first subject of several states or bodies near the head ("We, the leaders of …").
fn first_of_several(
    article: &Article,
    tokens: &[Token],
    lexis: &Lexis<'_>,
    language: &Language,
    layout: &Layout,
) -> Option<Vec<ActorId>> {
    let mut buffer = Vec::new();
    for sentence in layout.sentences.iter().take(HEAD) {
        units::units(&article.text, sentence.span, tokens, &language.marks, &mut buffer);
        let clauses = clauses::Clauses { text: &article.text, units: &buffer, tokens, lexis, language };
        for predicate in clauses.predicates(None) {
            let named = predicate.names.iter().filter_map(|&k| clauses.token(k));
            let named = named.filter(|t| t.is(Class::Actor) || t.is(Class::Nation));
            let set = principals(&named.flat_map(|t| lexis.word(t).actors.iter().cloned()).collect::<Vec<_>>());
            if set.len() > 1 {
                return Some(set);
            }
        }
    }
    None
}

pub(crate) use coder::{Article as Coded, drafts};
