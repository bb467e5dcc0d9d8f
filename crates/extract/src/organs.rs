//! Organs named by their state and what they are for (某国联邦航空管理局): no list names them all. The name of a state, a few
//! words that are no verb, preposition or name, and a word of the pack that ends the name of an organ are one name, the
//! state's. Next to read: `tokens.rs`.

use chancery_text::Span;

use crate::tokens::{Class, Classes, Token};

/// Longest stretch between the state and the end of its organ's name, in characters.
const NAME: usize = 12;

/// What is no part of an organ's name.
const NEVER: Classes = Classes::of(&[
    Class::Stance,
    Class::Will,
    Class::May,
    Class::Pledge,
    Class::Agree,
    Class::Continue,
    Class::Ought,
    Class::Ask,
    Class::Say,
    Class::Uphold,
    Class::Deed,
    Class::Event,
    Class::Show,
    Class::Undergo,
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
]);

/// Makes one name of a state's and its organ's (`ends`: how organs' names end; `marks`: no mark of possession or of done
/// stands within).
pub(crate) fn join_organs(
    folded: &str,
    tokens: &mut Vec<Token>,
    ends: &[String],
    marks: impl Fn(&str) -> bool,
    is_state: impl Fn(&Token) -> bool,
) {
    if ends.is_empty() {
        return;
    }
    let mut i = 0;
    while i < tokens.len() {
        if let Some(end) = organ_end(folded, tokens, i, ends, &marks).filter(|_| is_state(&tokens[i])) {
            let inside = tokens[i + 1..].iter().take_while(|t| t.span.start() < end).count();
            tokens.drain(i + 1..i + 1 + inside);
            tokens[i].span = Span::new(tokens[i].span.start(), end);
        }
        i += 1;
    }
}

/// Where the organ's name that token `i` begins ends.
fn organ_end(
    folded: &str,
    tokens: &[Token],
    i: usize,
    ends: &[String],
    marks: &impl Fn(&str) -> bool,
) -> Option<u32> {
    let state = tokens[i];
    if !state.is(Class::Actor) || state.classes.any(Classes::of(&[Class::Office, Class::Suffix])) {
        return None;
    }
    let from = state.span.end() as usize;
    let rest = &folded[from..];
    let length: usize = rest.chars().take(NAME).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
    let words = &rest[..length];
    let found = ends.iter().filter_map(|e| words.rfind(e.as_str()).map(|at| at + e.len()));
    let end = found.max().filter(|&end| end > 0 && !marks(&words[..end]))?;
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
