//! Floor 3: the rule language. A pattern is one line (`{actor:who} ~ <will> ~ <give:act>`); it is read ([`parse`]),
//! looked up ([`Pattern::new`]) and walked over one clause at a time ([`Pattern::find`]). Knows no language and no kind
//! of act; what words are there is told by the caller's [`View`].
//!
//! | sign | matches |
//! |---|---|
//! | `words` | that text |
//! | `<list>`, `<list:role>` | a word of the list |
//! | `{type}`, `{^type}` | a mention; with `^` else the last one named before the clause, where none in it stands before the act |
//! | `~`, `~~` | anything inside the clause, the sentence: as little as possible |
//! | `(a\|b)`, `x?` | either; with or without |
//! | `(role: …)` | a stretch, named; gaps in it as long as possible |
//! | `@role` | in guards: what is named already; a role that a guard names itself must lie where the match has it |
//!
//! Next to read: `ast.rs`.

mod ast;
mod parse;
mod program;
mod view;
mod walk;

use chancery_text::Span;

pub use ast::{Piece, Sign, Tree};
pub use parse::{LONGEST, PatternError, parse};
pub use program::{Place, RoleId};
pub use view::{Held, Letters, ListId, Lists, Names, OwnedView, SEEN, TypeId, View, ViewToken};
pub use walk::{Found, Match, Outcome, STEPS};

/// A pattern ready to walk.
pub struct Pattern {
    line: String,
    program: program::Program,
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pattern({})", self.line)
    }
}

impl Pattern {
    /// Reads a line whose text is folded as the views will be. `roles` are those of the rule; new ones are added.
    ///
    /// # Errors
    /// What is wrong, where, and what to try.
    pub fn new(line: &str, names: &Names, roles: &mut Vec<String>, place: Place) -> Result<Self, PatternError> {
        let program = program::compile(&parse(line)?, names, roles, place)?;
        Ok(Self { line: line.to_owned(), program })
    }

    /// As it was written.
    #[must_use]
    pub fn line(&self) -> &str {
        &self.line
    }

    /// Whether a sentence that has this could match at all: it needs the lists and texts that the pattern always asks for,
    /// and of each choice those of one way.
    #[must_use]
    pub fn wakes(&self, held: &Held) -> bool {
        let choice = |ways: &Vec<Held>| ways.iter().any(|way| held.may_hold(way));
        held.may_hold(&self.program.needs) && self.program.choices.iter().all(choice)
    }

    /// The lists whose words alone can fill `role`; `None` where something else can (a text, a stretch, a mention).
    #[must_use]
    pub fn lists_of(&self, role: RoleId) -> Option<Lists> {
        self.program.lists_of(role)
    }

    /// The lists it can't do without.
    #[must_use]
    pub fn needs(&self) -> Lists {
        self.program.needs.lists
    }

    /// Every match in the view's clause, at most one for each place to begin at.
    pub fn find(&self, view: &View<'_>, found: &mut Found) -> Outcome {
        walk::walk(&self.program, view, walk::Given::default(), found)
    }

    /// The matches in which `role` lies exactly at `span`.
    pub fn find_at(&self, view: &View<'_>, role: RoleId, span: Span, found: &mut Found) -> Outcome {
        walk::walk(&self.program, view, walk::Given { pin: Some((role, span)), ..walk::Given::default() }, found)
    }

    /// As a guard: whether it matches in the clause, with `@role` as named in `named`; what it names itself must be those
    /// words of `named`, and else it may lie anywhere.
    pub fn guards(&self, view: &View<'_>, named: &Match, found: &mut Found) -> bool {
        let pin = named.roles.iter().find(|(role, _)| self.program.ahead[0].fills(*role)).copied();
        walk::walk(&self.program, view, walk::Given { pin, named: Some(named), first: true }, found);
        !found.matches.is_empty()
    }
}

#[cfg(test)]
mod tests;
