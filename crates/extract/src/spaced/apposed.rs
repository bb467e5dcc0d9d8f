//! Names beside a post with a comma between, or with where the post is: "Chile's foreign minister, Jane Doe, said", "Jane Doe, a
//! spokeswoman for the government of Peru, said", "the ambassador to Peru Jane Doe". Next to read: `persons.rs`, which asks for it.

use chancery_model::ActorId;
use chancery_text::Span;

use crate::tokens::{Class, Classes, Token};
use crate::vocabulary::Lexis;

use super::persons::name_behind;

/// Longest stretch between a name's comma and the post behind it, and between the post and the comma that closes it, in bytes:
/// an article, a state and an adjective; what the post is of.
const ASIDE: usize = 48;

/// Most words of a name before its comma.
const LONGEST: usize = 4;

/// The name behind a post with a comma between, or behind where the post is.
pub(super) fn behind(text: &str, tokens: &[Token], post: usize, particles: &[String]) -> Option<Span> {
    let first = phrase(text, tokens, post).map_or(post, |(_, last)| last);
    // The ambassador of Kenya to Fiji.
    let last = if first > post { phrase(text, tokens, first).map_or(first, |(_, last)| last) } else { first };
    let from = tokens[last].span.end() as usize;
    let bound = tokens.get(last + 1).map_or(text.len(), |t| t.span.start() as usize);
    let full = |span: &Span| text[span.range()].contains(' ');
    let named = |from: usize| name_behind(text, from, bound, particles).filter(full);
    if text[from..].starts_with(", ") {
        let closed = |span: &Span| text[span.end() as usize..].starts_with([',', '.', '"', '”']);
        return named(from + 1).filter(closed);
    }
    // Right behind the post itself, `name_behind` has looked.
    if last > post { named(from) } else { None }
}

/// The name before a comma that an aside with the post follows, where a comma closes it.
pub(super) fn before(text: &str, tokens: &[Token], post: usize) -> Option<Span> {
    let office = tokens[post].span;
    let head = &text[floor(text, (office.start() as usize).saturating_sub(ASIDE))..office.start() as usize];
    let comma = office.start() as usize - head.len() + head.rfind(',')?;
    if text[comma..office.start() as usize].contains(['.', ';', '\n', '"', '”']) {
        return None;
    }
    let last = phrase(text, tokens, post).map_or(office, |(_, last)| tokens[last].span);
    let tail = &text[last.end() as usize..floor(text, (last.end() as usize + ASIDE).min(text.len()))];
    let close = tail.find([',', '.', ';', '\n', '"'])?;
    if !tail[close..].starts_with(',') {
        return None;
    }
    let mut from = comma;
    let mut words = 0;
    while words < LONGEST {
        let rest = text[..from].trim_end_matches(' ');
        let start = rest
            .rfind([' ', '\n', '“', '"', '('])
            .map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
        let word = &rest[start..];
        let initial = word.ends_with('.') && word.chars().count() == 2;
        let bare = word.trim_end_matches('.');
        let letters = bare.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
        let shouting = bare.chars().count() > 1 && bare.chars().all(char::is_uppercase);
        let capital = bare.starts_with(char::is_uppercase) && letters && !shouting && (initial || !word.ends_with('.'));
        if !capital {
            break;
        }
        (from, words) = (start, words + 1);
        if !text[..start].ends_with(' ') {
            break;
        }
    }
    let span = Span::of(from..comma);
    let first = tokens.partition_point(|t| t.span.end() <= span.start());
    let free = !tokens[first..].iter().take_while(|t| t.span.start() < span.end()).any(|t| t.span.overlaps(span));
    (words >= 2 && free).then_some(span)
}

/// Whose post it is by the words behind it: "of Peru", "for the Chilean government".
pub(super) fn whose(text: &str, tokens: &[Token], post: usize, marks: &[String], lexis: &Lexis<'_>) -> Option<ActorId> {
    let (mark, _) = phrase(text, tokens, post)?;
    let word = &text[tokens[mark].span.range()];
    marks.iter().any(|m| m == word).then_some(())?;
    let named = tokens[mark + 1..].iter().take(2).find(|t| t.classes.any(STATES))?;
    lexis.word(named).actors.iter().find(|a| !a.is_person()).cloned()
}

/// Names and adjectives of states.
const STATES: Classes = Classes::of(&[Class::Actor, Class::Nation, Class::Seat]);

/// A preposition right behind a post, and the last token of the name that it leads to.
fn phrase(text: &str, tokens: &[Token], post: usize) -> Option<(usize, usize)> {
    let mark = post + 1;
    let near =
        |a: usize, b: usize| text.get(tokens[a].span.end() as usize..tokens[b].span.start() as usize) == Some(" ");
    let prepositions = Classes::of(&[Class::By, Class::Toward, Class::To, Class::With]);
    if !(tokens.get(mark)?.classes.any(prepositions) && near(post, mark)) {
        return None;
    }
    let mut last = mark + 1;
    if tokens.get(last)?.is(Class::Determiner) && near(mark, last) {
        last += 1;
    }
    let name = tokens.get(last)?;
    if !(name.classes.any(STATES.with(Classes::of(&[Class::Place]))) && near(last - 1, last)) {
        return None;
    }
    // "for the Chilean government", "of Chile's foreign ministry".
    let organs = Classes::of(&[Class::Suffix, Class::OrgSuffix, Class::Office]);
    if let Some(organ) = tokens.get(last + 1).filter(|t| t.classes.any(organs)) {
        let gap = text.get(name.span.end() as usize..organ.span.start() as usize).unwrap_or("-");
        last += usize::from(matches!(gap, " " | "'s " | "’s "));
    }
    Some((mark, last))
}

/// The next place at or before `at` where a character begins.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}
