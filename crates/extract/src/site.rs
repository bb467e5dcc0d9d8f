//! Where a report from abroad is set: the state whose organs and officers are meant there by the bare word (警方, 州长某某).
//!
//! What this is not: whose press it is, which `press.rs` tells. Next to read: `names.rs`, which asks for officers.

use std::collections::BTreeSet;

use chancery_model::{ActorId, Article, PartKind};
use chancery_text::Span;

use crate::tokens::{Class, Classes, Token};
use crate::vocabulary::{Lexis, Vocabulary};

/// How far into its body a report names the state that it is about, in bytes.
const LEAD: u32 = 240;

/// Most states that a report about one of them names: a debate or a round-up has officers of many (the chair of a
/// committee in New York is no American).
const STATES: usize = 4;

/// Names of states and places.
const NAMES: Classes = Classes::of(&[Class::Place, Class::Actor]);

/// Where a report is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Site {
    pub(crate) state: ActorId,
    /// Its dateline says so too: organs that elsewhere are the home's (外交部) are meant as well.
    pub(crate) dated: bool,
    /// Its title or dateline says so: bare organs (警方) are its too. Else only officers are, the home being named nowhere.
    pub(crate) told: bool,
}

/// The state that a title names first.
pub(crate) fn titled(title: &str, vocabulary: &Vocabulary) -> Option<ActorId> {
    let named = vocabulary.find(title).into_iter().filter(|t| t.classes.any(NAMES));
    named.into_iter().find_map(|t| vocabulary.actors(&t).first().filter(|a| a.is_country()).cloned())
}

/// The state that a report's body names first, by itself, where its dateline stands there, its title names that state first
/// too, or the home and its places are named nowhere; never the home, nor a state of whose press the report is, nor where
/// many states are named.
pub(crate) fn site(
    article: &Article,
    tokens: &[Token],
    lexis: &Lexis<'_>,
    titled: Option<&ActorId>,
    (home, here): (Option<&ActorId>, Option<&ActorId>),
) -> Option<Site> {
    let state = |t: &Token| match lexis.word(t).actors.as_slice() {
        [one, ..] if one.is_country() => Some(one.clone()),
        _ => None,
    };
    let dateline = article.dateline.as_ref().and_then(|d| d.span);
    let paragraph = article.parts.iter().find(|p| p.kind == PartKind::Paragraph).map(|p| p.span.start());
    let from = dateline.map(|d| d.end()).or(paragraph)?;
    let first = tokens.partition_point(|t| t.span.start() < from);
    let mut lead = tokens[first..].iter().take_while(|t| t.span.start() < from + LEAD).enumerate();
    let (at, named) = lead.find_map(|(n, t)| {
        let about = t.is(Class::Actor) && !t.is(Class::Block);
        about.then(|| state(t)).flatten().map(|s| (first + n, s))
    })?;
    // 甲国和乙国…: a report about both.
    let joins = tokens.get(at + 1).is_some_and(|n| n.classes.any(Classes::of(&[Class::With, Class::And])));
    let paired =
        joins && tokens.get(at + 2).is_some_and(|n| n.is(Class::Actor)) || lexis.word(&tokens[at]).actors.len() > 1;
    if paired || Some(&named) == home {
        return None;
    }
    let states: BTreeSet<&ActorId> = tokens[first..]
        .iter()
        .filter(|t| t.is(Class::Actor))
        .flat_map(|t| &lexis.word(t).actors)
        .filter(|a| a.is_country())
        .collect();
    if states.len() > STATES {
        return None;
    }
    let under = |d: Span| {
        tokens.iter().skip_while(move |t| t.span.start() < d.start()).take_while(move |t| t.span.end() <= d.end())
    };
    let dated = || dateline.into_iter().flat_map(under).filter(|t| t.classes.any(NAMES)).filter_map(&state);
    let placed = dated().any(|s| s == named);
    // A paper of Taipei or Hong Kong means its own by bare words, but for what it hears from where its dateline stands: the
    // police and courts of that place. Its own ministries it names as bare as at home.
    if here.is_some() {
        return placed.then_some(Site { state: named, dated: false, told: true });
    }
    // 内政部常务秘书某某: no officer of the home's is meant where it is named nowhere.
    // 法新社哈瓦那10日电 on what another state did: of two that are told of, the text does not say whose officers are meant.
    let other = !placed && dated().any(|s| states.contains(&s));
    let at_home = |t: &Token| t.classes.any(NAMES) && home.is_some_and(|h| lexis.word(t).actors.contains(h));
    let alone = home.is_some() && !other && !tokens.iter().any(at_home);
    let told = placed || titled == Some(&named);
    (told || alone).then_some(Site { state: named, dated: placed, told })
}
