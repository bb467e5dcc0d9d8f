//! What every question needs: the ledger with its index, what packs know, and how what people type becomes a question.

use std::cell::OnceCell;

use chancery_ledger::{Act, AsOf, Index, Ledger, LedgerError, Only, WHOLE, days_since_1970};
use chancery_query::{Name, Query, QueryError, Search, Watch};
use serde::Deserialize;
use thiserror::Error;

use crate::{Names, Undated};

/// Acts that a board is made of; beyond it the best fitting or newest count.
const MOST: usize = 10_000;

/// Acts that are gathered for a file: some 300 MB.
pub(crate) const EVERY: usize = 200_000;

/// Why a question has no answer.
#[derive(Debug, Error)]
pub enum AskError {
    /// It can't be meant.
    #[error("{message}")]
    Unfit {
        /// What is wrong, and what to try.
        message: String,
        /// The same in a word that never changes, where there is one: for those who say it in other languages.
        code: Option<&'static str>,
        /// What it is said of, as it was typed.
        about: String,
    },
    /// A query can't be read.
    #[error("{}", .0.message)]
    Query(QueryError),
    /// The ledger can't answer.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// An export's form can't hold it.
    #[error(transparent)]
    Export(#[from] chancery_export::ExportError),
}

impl From<QueryError> for AskError {
    fn from(error: QueryError) -> Self {
        Self::Query(error)
    }
}

impl AskError {
    pub(crate) fn unfit(message: impl Into<String>) -> Self {
        Self::Unfit { message: message.into(), code: None, about: String::new() }
    }

    /// Of what was typed.
    pub(crate) fn coded(code: &'static str, about: &str, message: impl Into<String>) -> Self {
        Self::Unfit { message: message.into(), code: Some(code), about: about.to_owned() }
    }

    /// Of more acts than are gathered at once.
    pub(crate) fn too_much() -> Self {
        let message = format!("it finds {EVERY} acts or more, which is too much at once: narrow it down, by days say");
        Self::coded("too-much-found", &EVERY.to_string(), message)
    }
}

/// Newest first, an article's together.
pub(crate) fn newest_first(mut acts: Vec<Act>) -> Vec<Act> {
    acts.sort_by(|a, b| b.said.cmp(&a.said).then(a.article.cmp(&b.article)).then(a.row.cmp(&b.row)));
    acts
}

enum Full<'a> {
    Given(&'a Index),
    Opened(OnceCell<Index>),
}

/// Whom is asked.
pub struct Asking<'a> {
    /// The ledger.
    pub ledger: &'a Ledger,
    /// What packs know.
    pub names: &'a Names,
    index: Full<'a>,
}

impl std::fmt::Debug for Asking<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asking").field("ledger", self.ledger).finish_non_exhaustive()
    }
}

impl<'a> Asking<'a> {
    /// The ledger's index is opened when a question needs it.
    #[must_use]
    pub const fn new(ledger: &'a Ledger, names: &'a Names) -> Self {
        Self { ledger, names, index: Full::Opened(OnceCell::new()) }
    }

    /// With an index that is open already.
    #[must_use]
    pub const fn with_index(ledger: &'a Ledger, names: &'a Names, index: &'a Index) -> Self {
        Self { ledger, names, index: Full::Given(index) }
    }

    /// The index.
    ///
    /// # Errors
    /// Where it can't be opened.
    pub fn index(&self) -> Result<&Index, LedgerError> {
        match &self.index {
            Full::Given(index) => Ok(index),
            Full::Opened(cell) => {
                if cell.get().is_none() {
                    // Nobody else holds this cell.
                    let _ = cell.set(self.ledger.index()?);
                }
                Ok(cell.get().expect("set just now"))
            }
        }
    }

    /// The acts that answer a question in words and flags.
    pub(crate) fn found(&self, words: &Query, only: &Only, as_of: AsOf) -> Result<Vec<Act>, AskError> {
        if *words == Query::All {
            return Ok(self.ledger.acts(only, as_of, MOST)?);
        }
        let asked = Search { query: words, only, as_of, acts: MOST, passages: 0 };
        let found = chancery_query::search(self.ledger, self.index()?, &asked)?;
        Ok(found.acts.into_iter().map(|hit| hit.act).collect())
    }

    /// All acts that are found, newest first, an article's together; nothing is cut off silently.
    pub(crate) fn every(&self, words: &Query, only: &Only, as_of: AsOf) -> Result<Vec<Act>, AskError> {
        let acts: Vec<Act> = if *words == Query::All {
            self.ledger.acts(only, as_of, EVERY)?
        } else {
            let asked = Search { query: words, only, as_of, acts: EVERY, passages: 0 };
            let found = chancery_query::search(self.ledger, self.index()?, &asked)?;
            found.acts.into_iter().map(|hit| hit.act).collect()
        };
        if acts.len() == EVERY {
            return Err(AskError::too_much());
        }
        Ok(newest_first(acts))
    }

    /// By what each figure of a promise is given.
    pub(crate) fn vehicles(&self, act: &Act) -> Vec<Option<String>> {
        chancery_query::vehicles(&act.act, self.ledger.folding().table(), self.names.follow_words())
    }

    /// How many acts a question between two days leaves out because no day of theirs is known; none where it asks for no days.
    pub(crate) fn undated(&self, words: &Query, only: &Only, as_of: AsOf) -> Result<Option<Undated>, AskError> {
        if only.from.is_none() && only.to.is_none() {
            return Ok(None);
        }
        let watch = Watch::new(self.index()?);
        let (acts, _) = chancery_query::undated(self.ledger, &watch, words, only, as_of)?;
        Ok(Some(Undated::Acts(acts)))
    }

    pub(crate) fn actors(&self, names: &[String]) -> Result<Vec<String>, AskError> {
        self.names.actors(names).map_err(|message| self.nobody(names, message))
    }

    /// Says who of these is known to nobody.
    fn nobody(&self, names: &[String], message: String) -> AskError {
        let unknown = names.iter().find(|name| self.names.actors(std::slice::from_ref(name)).is_err());
        AskError::coded("no-such-actor", unknown.map_or("", String::as_str), message)
    }

    /// A matter that is one known name, with its other names: *Taiwan* finds what Chinese texts call 台湾. Gives the question, as the
    /// query language has it, and the names that were added; any other question stays as it is.
    #[must_use]
    pub fn matter(&self, on: &str) -> (String, Vec<String>) {
        let bare = on.trim();
        let named = matches!(Query::parse(bare), Ok(Query::Words { prefix: false, .. }));
        let also = if named { self.names.other_names(bare) } else { Vec::new() };
        if also.is_empty() {
            return (on.to_owned(), also);
        }
        let quoted =
            |name: &String| if name.contains(char::is_whitespace) { format!("\"{name}\"") } else { name.clone() };
        let all: Vec<String> = std::iter::once(bare.to_owned()).chain(also.iter().map(quoted)).collect();
        (all.join(" OR "), also)
    }

    /// Words as a query, whose fields say whom they mean as the flags do.
    pub(crate) fn query(&self, words: &str) -> Result<Query, AskError> {
        Ok(Query::parse_with(words, &|name, value| {
            let one = [value.to_owned()];
            match name {
                Name::Kind => known("kind of act", &value.to_lowercase(), &kinds()),
                Name::Stance => known("stance", &value.to_lowercase(), &stances()),
                Name::Holder | Name::Addressee | Name::Via => {
                    self.names.every_actor(&one).and_then(|all| self.standing("actor", all))
                }
                Name::Target => self.standing("actor", self.target(value)),
                Name::Mechanism => self.standing("mechanism", self.called(value)),
                Name::Instrument => Ok(self.called(value)),
                Name::Title => Ok(one.into()),
                Name::Said => match day(value.strip_prefix(WHOLE).unwrap_or(value), false) {
                    Ok(_) => Ok(one.into()),
                    Err(error) => Err(error.to_string()),
                },
            }
        })?)
    }

    /// Names by which acts are found now: what was merged is found by either.
    fn standing(&self, what: &str, all: Vec<String>) -> Result<Vec<String>, String> {
        let names = self.ledger.names(AsOf::NOW).map_err(|error| error.to_string())?;
        let mut out: Vec<String> = Vec::with_capacity(all.len());
        for name in all {
            let stands = match name.strip_prefix(WHOLE) {
                Some(whole) => format!("{WHOLE}{}", names.standing(what, whole)),
                None => names.standing(what, &name).to_owned(),
            };
            if !out.contains(&stands) {
                out.push(stands);
            }
        }
        Ok(out)
    }

    /// What is asked for in words, and on a matter beside them: both must be met. With the matter's other names that are asked for.
    pub(crate) fn beside(&self, words: &str, on: &str) -> Result<(Query, Vec<String>), AskError> {
        let (matter, also) = self.matter(on);
        let query = match (self.query(words)?, self.query(&matter)?) {
            (words, Query::All) => words,
            (Query::All, matter) => matter,
            (words, matter) => Query::And(vec![matter, words]),
        };
        Ok((query, also))
    }

    /// A target may be a thing as well as an actor: a name that is an actor's means both.
    fn target(&self, name: &str) -> Vec<String> {
        let bare = [name.strip_prefix(WHOLE).unwrap_or(name).to_owned()];
        [&[name.to_owned()][..], &self.names.every_actor(&bare).unwrap_or_default()].concat()
    }

    /// A thing by a part of its name; asked for by the whole name it is meant by its others too, as packs know them, since it is
    /// counted by all.
    fn called(&self, name: &str) -> Vec<String> {
        let others = name.strip_prefix(WHOLE).map(|bare| {
            self.names
                .same_names()
                .all(bare, self.ledger.folding().table())
                .into_iter()
                .map(|one| format!("{WHOLE}{one}"))
        });
        std::iter::once(name.to_owned()).chain(others.into_iter().flatten()).collect()
    }
}

fn kinds() -> Vec<&'static str> {
    chancery_model::ActKind::ALL.iter().map(|kind| kind.name()).collect()
}

fn stances() -> Vec<&'static str> {
    chancery_model::Stance::ALL.iter().map(|stance| stance.name()).collect()
}

/// A word of a closed list.
fn known(what: &str, word: &str, all: &[&str]) -> Result<Vec<String>, String> {
    if all.contains(&word) {
        return Ok(vec![word.to_owned()]);
    }
    Err(format!("there is no {what} {word:?}: there are {}", all.join(", ")))
}

/// Said when: `2024`, `2024-03` or `2024-03-12`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct When {
    /// On that day or later.
    pub from: Option<String>,
    /// On that day or before.
    pub to: Option<String>,
    /// Instead: on no day that is known.
    pub undated: bool,
}

/// Which acts. Several values of one field are alternatives; several fields must all be met.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Which {
    /// Held by: ids, or names as packs know them.
    pub holder: Vec<String>,
    /// About or against: an actor, or a part of a name.
    pub target: Vec<String>,
    /// Addressed to, or for the good of.
    pub addressee: Vec<String>,
    /// As reported by.
    pub via: Vec<String>,
    /// Of these kinds.
    pub kind: Vec<String>,
    /// Of these stances.
    pub stance: Vec<String>,
    /// Naming an instrument: a part of its name, in either script; after `=` its whole name.
    pub instrument: Vec<String>,
    /// Naming a mechanism, likewise.
    pub mechanism: Vec<String>,
    /// Said when.
    pub when: When,
    /// Rejected ones too.
    pub rejected: bool,
    /// Every copy of a text, not only the first.
    pub all_copies: bool,
}

impl Which {
    /// What is narrowed to lists, by the names of the flags and parameters that say so.
    pub fn lists(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        [
            ("holder", &self.holder),
            ("target", &self.target),
            ("addressee", &self.addressee),
            ("via", &self.via),
            ("kind", &self.kind),
            ("stance", &self.stance),
            ("instrument", &self.instrument),
            ("mechanism", &self.mechanism),
        ]
        .into_iter()
        .map(|(name, wanted)| (name, wanted.as_slice()))
    }
}

/// As of when.
///
/// # Errors
/// What is no date.
pub fn as_of(date: Option<&str>) -> Result<AsOf, AskError> {
    Ok(date.map(AsOf::parse).transpose()?.unwrap_or_default())
}

/// Words as a query.
///
/// # Errors
/// Where the query can't be read.
pub fn query(words: &str) -> Result<Query, AskError> {
    Ok(Query::parse(words)?)
}

/// A day as typed: a year or month stands for its first day, or for its last.
///
/// # Errors
/// What is no day.
pub fn day(text: &str, last: bool) -> Result<String, AskError> {
    let bad = || AskError::coded("no-day", text, format!("{text:?} is no day: write 2024-03-12, 2024-03 or 2024"));
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &&str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let good = parts.iter().enumerate().all(|(at, part)| digits(part, if at == 0 { 4 } else { 2 }));
    if !good || parts.len() > 3 {
        return Err(bad());
    }
    let first = match parts.len() {
        1 => "-01-01",
        2 => "-01",
        _ => "",
    };
    if days_since_1970(&format!("{text}{first}")).is_none() {
        let message = format!("there is no day {text:?}: months go from 01 to 12, days to the end of their month");
        return Err(AskError::coded("no-day", text, message));
    }
    let end = match (parts.len(), last) {
        (1, false) => "-01-01",
        (1, true) => "-12-31",
        (2, false) => "-01",
        // Compared as text, so that it need not be a day there is.
        (2, true) => "-31",
        _ => "",
    };
    Ok(format!("{text}{end}"))
}

/// A single day.
///
/// # Errors
/// What is no day.
pub fn one_day(text: &str) -> Result<String, AskError> {
    let whole = day(text, false)?;
    if text.len() == 10 {
        Ok(whole)
    } else {
        Err(AskError::coded("no-day", text, format!("{text:?} is no day: write 2024-03-12")))
    }
}

/// The days between which something was said.
///
/// # Errors
/// What is no day.
pub fn days(when: &When, only: &mut Only) -> Result<(), AskError> {
    if when.undated && (when.from.is_some() || when.to.is_some()) {
        return Err(AskError::coded(
            "undated-and-days",
            "",
            "what has no day is not said between two: ask for undated, or for from and to",
        ));
    }
    only.undated = when.undated;
    only.from = when.from.as_deref().map(|text| day(text, false)).transpose()?;
    only.to = when.to.as_deref().map(|text| day(text, true)).transpose()?;
    Ok(())
}

/// Fields as a question.
///
/// # Errors
/// A kind, stance, day or actor that there is not.
pub fn only(asking: &Asking<'_>, which: &Which) -> Result<Only, AskError> {
    let lower = |list: &[String]| list.iter().map(|one| one.to_lowercase()).collect::<Vec<_>>();
    let mut only = Only {
        kinds: lower(&which.kind),
        stances: lower(&which.stance),
        targets: which.target.iter().flat_map(|name| asking.target(name)).collect(),
        instruments: which.instrument.iter().flat_map(|name| asking.called(name)).collect(),
        mechanisms: which.mechanism.iter().flat_map(|name| asking.called(name)).collect(),
        rejected: which.rejected,
        all_copies: which.all_copies,
        ..Only::default()
    };
    only.kinds.iter().try_for_each(|one| {
        known("kind of act", one, &kinds()).map(drop).map_err(|message| AskError::coded("no-such-kind", one, message))
    })?;
    only.stances.iter().try_for_each(|one| {
        known("stance", one, &stances()).map(drop).map_err(|message| AskError::coded("no-such-stance", one, message))
    })?;
    days(&which.when, &mut only)?;
    let every = |names: &[String]| asking.names.every_actor(names).map_err(|message| asking.nobody(names, message));
    only.holders = every(&which.holder)?;
    only.addressees = every(&which.addressee)?;
    only.via = every(&which.via)?;
    Ok(only)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for (text, first, last) in [
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-03", "2024-03-01", "2024-03-31"),
            ("2024-03-12", "2024-03-12", "2024-03-12"),
        ] {
            assert_eq!(
                (day(text, false).expect("a day"), day(text, true).expect("a day")),
                (first.into(), last.into())
            );
        }
        for text in [
            "",
            "24",
            "2024-3",
            "2024-03-12-01",
            "yesterday",
            "2022-13",
            "2022-99",
            "2022-00",
            "2022-02-31",
            "0000-00-00",
        ] {
            assert!(day(text, false).is_err(), "{text}");
        }
        assert!(one_day("2024-03").is_err() && day("2024-02-29", true).is_ok());
    }
}
