//! Clauses of languages that write spaces and put a subject before its verb (English): their own way from an article's
//! text to drafts of acts. Words, names and rules are the pack's; the marks, figures, named things and the court of
//! rules are shared with the other way (`govern.rs`, `discourse.rs`).
//!
//! The path: `layout.rs` (sentences), `persons.rs`, `units.rs` (a sentence's words), `clauses.rs` (predicates,
//! with `groups.rs`, `subjects.rs` and `joined.rs`), `acts.rs` (what each does), `coder.rs` and `who.rs` (whose it is),
//! `drafting.rs` (its evidence); `issuers.rs` and `titled.rs` tell whose the document is.

mod acts;
pub(crate) mod addressed;
mod answerer;
mod apposed;
mod clauses;
mod coder;
mod company;
mod drafting;
mod groups;
mod harmed;
mod headline;
mod issuers;
mod joined;
mod layout;
mod leads;
mod met;
mod persons;
mod subjects;
mod titled;
mod units;
mod who;

use crate::knowledge::Language;
use crate::tokens::{Class, Classes, Token};
use crate::vocabulary::{Lexis, Vocabulary};

pub(crate) use answerer::{answerer, labelled};
pub(crate) use headline::Headline;
pub(crate) use issuers::{acts_most, defined, issuers, pair, signed};
pub(crate) use layout::cut;
pub(crate) use persons::own_name;
pub(crate) use titled::{TitleWords, titled_speaker, topics};

/// Keeps of names that count only in capitals (US, WHO) those so printed, of their small twins (us, who) the others.
pub(crate) fn hold_case(text: &str, tokens: &mut Vec<Token>, vocabulary: &Vocabulary) {
    let name = Classes::of(&[Class::Actor, Class::Nation, Class::Office, Class::Seat]);
    tokens.retain_mut(|token| {
        // "Council condemned": a body called by its kind alone has its capital.
        let word = vocabulary.of(token);
        let printed = &text[token.span.range()];
        if token.is(Class::All) && word.sense(Class::All).led && printed.starts_with(char::is_lowercase) {
            token.classes.remove(Class::All);
        }
        // US$500 is money.
        let money = text[token.span.end() as usize..].starts_with(['$', '€', '£', '¥']);
        if money {
            token.classes.remove(Class::Actor);
            token.classes.remove(Class::Nation);
        }
        let cased = &word.cased;
        if cased.is_empty() || money {
            return token.classes != Classes::default();
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

pub(crate) use coder::{Article as Coded, drafts};
