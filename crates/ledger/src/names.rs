//! Names that people say are one: an actor or a mechanism that texts call by several. A merge is a judgement on a name; it
//! stands over every act, until it is taken back or the name is parted again.

use std::collections::BTreeMap;

use rusqlite::params;

use crate::acts::{ROLES, is_actor_id};
use crate::append::who;
use crate::judgements::{Judgement, Verdict};
use crate::{AsOf, Ledger, LedgerError, Only, RecordedAct, Timestamp};

/// What may be merged.
pub const NAMED: &[&str] = &["actor", "mechanism"];

/// Before a name that a question asks for: the whole name is meant, and not every one that holds it.
pub const WHOLE: char = '=';

/// Before an English name, and no part of it.
const ARTICLE: &str = "the ";

/// A folded name as names are held against each other: small letters, without *the*.
#[must_use]
pub fn bare_name(folded: &str) -> String {
    let name = folded.trim().to_lowercase();
    name.strip_prefix(ARTICLE).map_or_else(|| name.clone(), str::to_owned)
}

/// Whether a thing that has one of these names is asked for: by a part of it, or by a whole one.
pub(crate) fn is_called(names: &[String], wanted: &[String], fold: &dyn Fn(&str) -> String) -> bool {
    let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
    wanted.iter().any(|one| match one.strip_prefix(WHOLE) {
        Some(whole) => {
            let whole = bare_name(&fold(whole));
            folded.iter().any(|name| bare_name(name) == whole)
        }
        // An id is meant whole: CHN is no part of technology.
        None => names.contains(one) || (!is_actor_id(one) && folded.iter().any(|name| name.contains(&fold(one)))),
    })
}

/// Which names are one as of a moment.
#[derive(Clone, Debug, Default)]
pub struct Names {
    actors: BTreeMap<String, String>,
    mechanisms: BTreeMap<String, String>,
}

impl Names {
    /// The name that stands for one.
    #[must_use]
    pub fn standing<'n>(&'n self, what: &str, name: &'n str) -> &'n str {
        let all = if what == "actor" { &self.actors } else { &self.mechanisms };
        all.get(name).map_or(name, String::as_str)
    }

    /// Names that stand for another thing than before.
    pub(crate) fn other_than(&self, before: &Self) -> Vec<(&'static str, String)> {
        let pairs = [("actor", &self.actors, &before.actors), ("mechanism", &self.mechanisms, &before.mechanisms)];
        let mut out = Vec::new();
        for (what, now, before) in pairs {
            let all: std::collections::BTreeSet<&String> = now.keys().chain(before.keys()).collect();
            out.extend(all.into_iter().filter(|one| now.get(*one) != before.get(*one)).map(|one| (what, one.clone())));
        }
        out
    }

    /// Every name of what these are called.
    pub(crate) fn all_called(&self, wanted: &[String]) -> Vec<String> {
        let mut out = wanted.to_vec();
        out.extend(self.actors.iter().filter(|(_, into)| wanted.contains(into)).map(|(from, _)| from.clone()));
        out
    }

    /// Names in an act as they stand.
    pub(crate) fn unify(&self, act: &mut RecordedAct) {
        if !self.actors.is_empty() {
            for list in [&mut act.holders, &mut act.addressees, &mut act.targets, &mut act.via] {
                unify(list, &self.actors);
            }
        }
        if !self.mechanisms.is_empty() {
            unify(&mut act.mechanisms, &self.mechanisms);
        }
    }

    /// A question with the names that stand for those it has.
    #[must_use]
    pub fn meant(&self, only: &Only) -> Only {
        let mut only = only.clone();
        for list in [&mut only.holders, &mut only.addressees, &mut only.targets, &mut only.via] {
            unify(list, &self.actors);
        }
        unify(&mut only.mechanisms, &self.mechanisms);
        whole_ones(&mut only.targets, &self.actors);
        whole_ones(&mut only.mechanisms, &self.mechanisms);
        only
    }
}

fn unify(list: &mut Vec<String>, names: &BTreeMap<String, String>) {
    if !list.iter().any(|name| names.contains_key(name)) {
        return;
    }
    let mut out: Vec<String> = Vec::with_capacity(list.len());
    for name in list.drain(..) {
        let name = names.get(&name).cloned().unwrap_or(name);
        if !out.contains(&name) {
            out.push(name);
        }
    }
    *list = out;
}

/// The same for names that are meant whole, which stay so.
fn whole_ones(list: &mut [String], names: &BTreeMap<String, String>) {
    for name in list {
        if let Some(into) = name.strip_prefix(WHOLE).and_then(|bare| names.get(bare)) {
            *name = format!("{WHOLE}{into}");
        }
    }
}

impl Ledger {
    /// Which names are one as of then.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn names(&self, as_of: AsOf) -> Result<Names, LedgerError> {
        let mut names = Names::default();
        for one in self.standing("", "", as_of)? {
            let (Some(what), Some(value)) = (one.field.as_deref(), one.value.as_deref()) else { continue };
            let all = if what == "actor" { &mut names.actors } else { &mut names.mechanisms };
            match (one.verb.as_str(), serde_json::from_str::<Vec<String>>(value).as_deref()) {
                ("merge", Ok([from, into])) => {
                    let into = all.get(into).unwrap_or(into).clone();
                    if into != *from {
                        // What was merged into it goes along.
                        all.values_mut().filter(|own| *own == from).for_each(|own| own.clone_from(&into));
                        all.insert(from.clone(), into);
                    }
                }
                ("part", Ok([from])) => drop(all.remove(from)),
                _ => {}
            }
        }
        Ok(names)
    }

    /// Judges a name: [`Verdict::Merge`], [`Verdict::Part`]; gives the judgement's number.
    ///
    /// # Errors
    /// Where it says nothing, or nothing new.
    pub fn judge_name(
        &self,
        verdict: &Verdict,
        author: &str,
        reason: Option<&str>,
        at: Timestamp,
    ) -> Result<i64, LedgerError> {
        let refuse = |why: String| Err(LedgerError::Judgement(why));
        let names = self.names(AsOf::NOW)?;
        let (what, name) = match verdict {
            Verdict::Merge { what, from, .. } | Verdict::Part { what, from } => (what, from),
            _ => return refuse("only names are merged and parted".to_owned()),
        };
        if !NAMED.contains(&what.as_str()) {
            return refuse(format!("{what:?} can't be merged: there are {}", NAMED.join(", ")));
        }
        match verdict {
            Verdict::Merge { from, into, .. } if names.standing(what, from) == names.standing(what, into) => {
                return refuse(format!("{from} and {into} are one already"));
            }
            Verdict::Merge { from, into, .. } => {
                for one in [from, into] {
                    if !self.is_named(what, one)? {
                        return refuse(format!("no act names the {what} {one}: `chancery {what}s` lists them"));
                    }
                }
            }
            _ if names.standing(what, name) == name => {
                return refuse(format!("{name} was not merged with another {what}"));
            }
            _ => {}
        }
        self.write_name_judgement(verdict, author, reason, at)
    }

    /// Whether any act names it so, or a merge does.
    fn is_named(&self, what: &str, name: &str) -> Result<bool, LedgerError> {
        if what == "actor" {
            return Ok(self.name_row(name)?.is_some());
        }
        // Mechanisms have no rows of their own.
        let only = Only { mechanisms: vec![name.to_owned()], all_copies: true, rejected: true, ..Only::default() };
        Ok(!self.acts(&only, AsOf::NOW, 1)?.is_empty())
    }

    /// Every judgement on names, first to last.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn name_history(&self, as_of: AsOf) -> Result<Vec<Judgement>, LedgerError> {
        self.history(Some(""), Some(""), as_of)
    }

    /// Articles whose acts name it so are looked at again by the index.
    pub(crate) fn note_named(&self, what: &str, name: &str) -> Result<(), LedgerError> {
        if what == "actor" {
            let Some(name) = self.name_row(name)? else { return Ok(()) };
            self.db
                .prepare_cached(
                    "INSERT INTO change (article)
                     SELECT DISTINCT article FROM actor WHERE who BETWEEN ?1 AND ?2 ORDER BY 1",
                )?
                .execute(params![who(name, 0), who(name, ROLES.len() - 1)])?;
            return Ok(());
        }
        let only = Only { mechanisms: vec![name.to_owned()], all_copies: true, rejected: true, ..Only::default() };
        let mut articles = std::collections::BTreeSet::new();
        self.each_act(&only, AsOf::NOW, &mut |act| {
            articles.insert(act.article);
            Ok::<_, LedgerError>(std::ops::ControlFlow::Continue(()))
        })?;
        let mut put = self.db.prepare_cached("INSERT INTO change (article) VALUES (?1)")?;
        for article in articles {
            put.execute([article])?;
        }
        Ok(())
    }
}
