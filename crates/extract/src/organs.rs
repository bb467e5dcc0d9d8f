//! Organs named by their state and what they are for (某国联邦航空管理局): no list names them all. The name of a state, a few
//! words that are no verb, preposition or name, and a word of the pack that ends the name of an organ are one name, the
//! state's. Next to read: `tokens.rs`.

use std::collections::BTreeMap;

use chancery_model::ActorId;
use chancery_text::Span;

use crate::govern::{Forms, VERBS};
use crate::tokens::{Class, Classes, Token, is_letter};
use crate::vocabulary::{Lexis, Word};

/// Longest stretch between the state and the end of its organ's name, in characters.
const NAME: usize = 12;

/// What is no part of an organ's name.
const NEVER: Classes = VERBS.with(Classes::of(&[
    Class::With,
    Class::Toward,
    Class::By,
    Class::And,
    Class::Not,
    Class::Done,
    Class::Doing,
    Class::Copula,
    Class::Actor,
    Class::Own,
    Class::They,
    Class::Both,
    Class::All,
    Class::Time,
]));

/// Makes one name of a state's and its organ's (`ends`: how organs' names end; `marks`: no mark of possession or of done
/// stands within).
pub(crate) fn join_organs(
    folded: &str,
    tokens: &mut Vec<Token>,
    ends: &Forms,
    marks: impl Fn(&str) -> bool,
    is_state: impl Fn(&Token) -> bool,
) {
    if ends.is_empty() {
        return;
    }
    let mut joined = false;
    let mut i = 0;
    while i < tokens.len() {
        if let Some(end) = organ_end(folded, tokens, i, ends, &marks).filter(|_| is_state(&tokens[i])) {
            tokens[i].span = Span::new(tokens[i].span.start(), end);
            joined = true;
            i += tokens[i + 1..].iter().take_while(|t| t.span.start() < end).count();
        }
        i += 1;
    }
    if joined {
        // All at once: what stands in a name that was joined lies under it.
        let mut until = 0;
        tokens.retain(|t| {
            let free = t.span.start() >= until;
            until = until.max(t.span.end());
            free
        });
    }
}

/// Where the organ's name that token `i` begins ends.
fn organ_end(folded: &str, tokens: &[Token], i: usize, ends: &Forms, marks: &impl Fn(&str) -> bool) -> Option<u32> {
    let state = tokens[i];
    if !state.is(Class::Actor) || state.classes.any(Classes::of(&[Class::Office, Class::Suffix])) {
        return None;
    }
    let from = state.span.end() as usize;
    let rest = &folded[from..];
    let length: usize = rest.chars().take(NAME).take_while(|c| is_letter(*c)).map(char::len_utf8).sum();
    let words = &rest[..length];
    let end = ends.ends_in(words).last().copied().filter(|&end| !marks(&words[..end]))?;
    let end = (from + end) as u32;
    let mut covered = from as u32;
    let mut gap = false;
    for token in tokens[i + 1..].iter().take_while(|t| t.span.start() < end) {
        if token.classes.any(NEVER) || token.span.end() > end {
            return None;
        }
        gap |= token.span.start() > covered;
        covered = token.span.end();
    }
    // 某国财政部, 某国国会参议院: posts and organs that lists name are read as such.
    (gap || covered < end).then_some(end)
}

/// Shortest part of a body's name before its head, in characters; 该联盟 and 两党 are none.
const OWN: usize = 2;

/// Makes a name of what stands at a clause's head and ends as the names of bodies do (湖区问题联络小组2日宣布…): the body is
/// called as it is printed, and is meant where only the end of its name heads a clause (联络小组说，…).
/// `heads`: how bodies' names end; `according`: words before a source.
pub(crate) fn name_bodies(
    text: &str,
    folded: &str,
    tokens: &mut Vec<Token>,
    lexis: &mut Lexis<'_>,
    (heads, according): (&Forms, &Forms),
) {
    let mut found: Vec<Token> = Vec::new();
    let named = |span: Span, word: u32| Token { span, classes: Classes::of(&[Class::Actor]), word };
    // The last body called by each head, and which of all it was.
    let mut called: BTreeMap<&str, (usize, u32)> = BTreeMap::new();
    let mut last = None;
    for end in heads.ends_in(folded) {
        let Some(at) = clause_head(folded, end).filter(|&at| last.replace(at) != Some(at)) else { continue };
        let mut start = at as u32;
        // 据某国放送协会报道: a source, and nobody who acts.
        if according.begin(&folded[at..]) {
            continue;
        }
        let mut first = tokens.partition_point(|t| t.span.start() < start);
        if let Some(t) = tokens.get(first).filter(|t| t.span.start() == start && t.is(Class::If)) {
            // 若挪威选举委员会确认…: the condition's word is none of the name.
            (start, first) = (t.span.end(), first + 1);
        }
        // 某组织成员国外长理事会: a known body's own organ.
        let known = tokens
            .get(first)
            .is_some_and(|t| t.span.start() == start && lexis.word(t).actors.iter().any(ActorId::is_org));
        if known {
            continue;
        }
        if let Some((span, head)) = body(folded, tokens, start, heads) {
            let Some(id) = ActorId::new(&format!("org:{}", &text[span.range()])) else { continue };
            let word = lexis.extend(Word::person(vec![id]));
            called.insert(head, (found.len(), word));
            found.push(named(span, word));
            continue;
        }
        let again = heads.firsts(&folded[start as usize..]).filter_map(|head| Some((*called.get(head)?, head))).max();
        if let Some(((_, word), head)) = again {
            let span = Span::new(start, start + head.len() as u32);
            if is_led(folded, tokens, span) {
                found.push(named(span, word));
            }
        }
    }
    if found.is_empty() {
        return;
    }
    // In the place of the tokens that begin in them.
    let mut next = 0;
    tokens.retain(|t| {
        while found.get(next).is_some_and(|body| body.span.end() <= t.span.start()) {
            next += 1;
        }
        !found.get(next).is_some_and(|body| body.span.holds(t.span.start()))
    });
    tokens.append(&mut found);
    tokens.sort_by_key(|t| t.span.start());
}

/// Where the clause begins that a name ends in at `end`: a letter of another script than Latin, no further before than names
/// are long, and no letter, figure or mark within names before it.
fn clause_head(folded: &str, end: usize) -> Option<usize> {
    let length: usize = letters(folded[..end].chars().rev()).map(char::len_utf8).sum();
    let (before, name) = folded[..end].split_at(end - length);
    let opens = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !INNER.contains(&c));
    (opens && name.chars().next().is_some_and(|c| !c.is_ascii())).then_some(before.len())
}

/// The letters, at most as many as a body's name has.
fn letters(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    chars.take(NAME + 3).take_while(|c| is_letter(*c))
}

/// Marks before which a name goes on.
const INNER: &[char] = &['、', '“', '‘', '《', '·', '(', '（'];

/// A body's name at a clause's head, told by its end and by a verb, time or preposition right behind; with that end.
fn body<'h>(folded: &str, tokens: &[Token], start: u32, heads: &'h Forms) -> Option<(Span, &'h str)> {
    let rest = &folded[start as usize..];
    let length: usize = letters(rest.chars()).map(char::len_utf8).sum();
    let words = &rest[..length];
    let found = words.char_indices().flat_map(|(at, _)| heads.firsts(&words[at..]).map(move |head| (at, head)));
    let named = found.filter(|&(at, head)| words[..at].chars().count() >= OWN && words.find(head) == Some(at));
    let (end, head) = named.map(|(at, head)| (at + head.len(), head)).max()?;
    let span = Span::new(start, start + end as u32);
    let first = tokens.partition_point(|t| t.span.start() < start);
    let inside = || tokens[first..].iter().take_while(|t| t.span.start() < span.end());
    let known = inside().any(|t| t.is(Class::Actor) && t.span.end() == span.end());
    let free = inside().all(|t| t.span.end() <= span.end() && (!t.classes.any(NEVER) || t.is(Class::Actor)));
    (free && !known && is_led(folded, tokens, span)).then_some((span, head))
}

/// Whether what a subject is followed by stands right behind.
fn is_led(folded: &str, tokens: &[Token], span: Span) -> bool {
    let behind = Classes::of(&[
        Class::Say,
        Class::Event,
        Class::Will,
        Class::Ask,
        Class::Stance,
        Class::Time,
        Class::By,
        Class::Toward,
        Class::Ought,
        Class::Done,
        Class::Doing,
    ]);
    let first = tokens.partition_point(|t| t.span.start() < span.end());
    let figure = folded[span.end() as usize..].starts_with(|c: char| c.is_ascii_digit());
    figure || tokens.get(first).is_some_and(|n| n.span.start() == span.end() && n.classes.any(behind))
}
