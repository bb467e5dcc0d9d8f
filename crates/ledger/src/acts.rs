//! Acts read back, with what people judged of them: the reader's value unless a judgement stands over it.
//!
//! SQL only narrows down what could be meant; [`Only::admits`] decides on the act as it stands, judgements applied, so that
//! an edited holder is found under its new name and not under its old one. Judged acts are few (people make them), so all
//! of them are looked at.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use rusqlite::{OptionalExtension, Row, ToSql, params, params_from_iter};

use crate::judgements::{self, Judgement};
use crate::{ActId, AsOf, IdError, Ledger, LedgerError, RecordedAct, Reference};

/// What people said of an act.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Standing {
    /// Right as it stands.
    pub accepted: bool,
    /// No act, or not that one.
    pub rejected: bool,
    /// Fields with another value than the reader's.
    pub edited: Vec<String>,
    /// How a promise fared, by its last status.
    pub fared: Option<String>,
}

impl Standing {
    /// Whether nobody said anything.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// An act as it stands.
#[derive(Clone, Debug)]
pub struct Act {
    /// Its row.
    pub row: i64,
    /// Its id.
    pub id: ActId,
    /// Its article's row.
    pub article: i64,
    /// Its article's title.
    pub title: Option<String>,
    /// When it was said: the article's day.
    pub said: Option<String>,
    /// What it is, judgements applied.
    pub act: RecordedAct,
    /// What people said of it.
    pub standing: Standing,
}

/// Which acts are asked for. Within a list any one suffices; the lists must all be met. Empty asks for nothing.
#[derive(Clone, Debug, Default)]
pub struct Only {
    /// Kinds.
    pub kinds: Vec<String>,
    /// Stances.
    pub stances: Vec<String>,
    /// Holders (actor ids).
    pub holders: Vec<String>,
    /// About or against whom or what: an id, or a part of a name.
    pub targets: Vec<String>,
    /// To whom (actor ids).
    pub addressees: Vec<String>,
    /// By whose report (actor ids).
    pub via: Vec<String>,
    /// Instruments, by a part of their names.
    pub instruments: Vec<String>,
    /// Mechanisms, by a part of their names.
    pub mechanisms: Vec<String>,
    /// Said on that day or later.
    pub from: Option<String>,
    /// Said on that day or before.
    pub to: Option<String>,
    /// With a deadline on that day or later.
    pub due_from: Option<String>,
    /// With a deadline on that day or before.
    pub due_to: Option<String>,
    /// How a promise fared; `not-yet-rated` where nobody has said.
    pub fared: Vec<String>,
    /// At least this far checkable.
    pub specificity: u8,
    /// In that article (its row).
    pub article: Option<i64>,
    /// Those that people rejected too.
    pub rejected: bool,
    /// Every copy of a text, not its first alone.
    pub all_copies: bool,
}

impl Only {
    /// Whether an act is asked for, as it stands. `fold` brings names of both scripts to one form.
    #[must_use]
    pub fn admits(&self, act: &Act, fold: &dyn Fn(&str) -> String) -> bool {
        let one = |wanted: &[String], have: Option<&str>| {
            wanted.is_empty() || have.is_some_and(|have| wanted.iter().any(|w| w == have))
        };
        let any = |wanted: &[String], have: &[String]| wanted.is_empty() || have.iter().any(|h| wanted.contains(h));
        let part = |wanted: &[String], have: &[String]| {
            wanted.is_empty() || {
                let folded: Vec<String> = have.iter().map(|name| fold(name)).collect();
                let named = |w: &String| folded.iter().any(|h| h.contains(&fold(w)));
                // An id is meant whole: CHN is no part of technology.
                wanted.iter().any(|w| have.contains(w) || (!is_actor_id(w) && named(w)))
            }
        };
        let after = |bound: &Option<String>, day: Option<&str>| {
            bound.as_deref().is_none_or(|bound| day.is_some_and(|day| day >= bound))
        };
        let before = |bound: &Option<String>, day: Option<&str>| {
            bound.as_deref().is_none_or(|bound| day.is_some_and(|day| day <= bound))
        };
        let a = &act.act;
        let fared = act.standing.fared.as_deref().unwrap_or(judgements::STATUSES[0]);
        one(&self.kinds, Some(&a.kind))
            && one(&self.stances, a.stance.as_deref())
            && any(&self.holders, &a.holders)
            && any(&self.addressees, &a.addressees)
            && any(&self.via, &a.via)
            && part(&self.targets, &a.targets)
            && part(&self.instruments, &a.instruments)
            && part(&self.mechanisms, &a.mechanisms)
            && after(&self.from, act.said.as_deref())
            && before(&self.to, act.said.as_deref())
            && after(&self.due_from, a.deadline())
            && before(&self.due_to, a.deadline())
            && one(&self.fared, Some(fared))
            && a.specificity() >= self.specificity
            && self.article.is_none_or(|row| row == act.article)
            && (self.rejected || !act.standing.rejected)
    }

    /// What of it SQL can narrow down by, with its values.
    fn clauses(&self) -> (String, Vec<Box<dyn ToSql>>) {
        let mut sql = String::new();
        let mut values: Vec<Box<dyn ToSql>> = Vec::new();
        let mut list = |sql: &mut String, before: &str, wanted: &[String], after: &str| {
            if !wanted.is_empty() {
                let marks = vec!["?"; wanted.len()].join(", ");
                sql.push_str(&format!(" AND {before} ({marks}){after}"));
                values.extend(wanted.iter().map(|one| Box::new(one.clone()) as Box<dyn ToSql>));
            }
        };
        list(&mut sql, "a.kind IN", &self.kinds, "");
        for (role, wanted) in [("holder", &self.holders), ("addressee", &self.addressees), ("via", &self.via)] {
            let before = format!("a.id IN (SELECT act FROM act_actor WHERE role = '{role}' AND actor IN");
            list(&mut sql, &before, wanted, ")");
        }
        let days = [
            ("a.said >=", &self.from),
            ("a.said <=", &self.to),
            ("a.deadline >=", &self.due_from),
            ("a.deadline <=", &self.due_to),
        ];
        for (clause, day) in days {
            list(&mut sql, clause, day.as_slice(), "");
        }
        if self.specificity > 0 {
            sql.push_str(&format!(" AND a.specificity >= {}", self.specificity));
        }
        if let Some(row) = self.article {
            sql.push_str(&format!(" AND a.article = {row}"));
        }
        (sql, values)
    }
}

/// `CHN`, `org:UN`, `person:…`, `group:…`.
fn is_actor_id(name: &str) -> bool {
    let country = name.len() == 3 && name.bytes().all(|b| b.is_ascii_uppercase());
    country || ["org:", "person:", "group:"].iter().any(|prefix| name.starts_with(prefix))
}

const COLUMNS: &str = "a.id, t.key, a.local, t.id, t.title, a.said, a.body";

/// Live as of the moment that stands for `?1`.
pub(crate) const LIVE: &str = "r.learnt <= ?1 AND (r.superseded IS NULL OR r.superseded > ?1)";

/// The first live article of its wording.
pub(crate) const FIRST: &str = "NOT EXISTS (SELECT 1 FROM article c JOIN reading q ON q.id = c.reading
  WHERE c.wording = t.wording AND c.id < t.id AND q.learnt <= ?1 AND (q.superseded IS NULL OR q.superseded > ?1))";

const FROM: &str = "FROM act a JOIN article t ON t.id = a.article JOIN reading r ON r.id = t.reading";

/// Newest first, what has no day last; within an article in the order of the text.
const ORDER: &str = "ORDER BY a.said DESC, a.article, a.id";

struct Raw {
    row: i64,
    id: ActId,
    article: i64,
    title: Option<String>,
    said: Option<String>,
    body: String,
}

fn raw(row: &Row<'_>) -> rusqlite::Result<Raw> {
    Ok(Raw {
        row: row.get(0)?,
        id: ActId { article: row.get(1)?, local: row.get(2)? },
        article: row.get(3)?,
        title: row.get(4)?,
        said: row.get(5)?,
        body: row.get(6)?,
    })
}

/// The reader's act, untouched.
fn bare(raw: Raw) -> Result<Act, LedgerError> {
    let Raw { row, id, article, title, said, body } = raw;
    let act = serde_json::from_str(&body)
        .map_err(|e| LedgerError::Damaged { what: format!("the act {id}"), error: e.to_string() })?;
    Ok(Act { row, id, article, title, said, act, standing: Standing::default() })
}

/// Lays judgements over an act.
fn judged(act: &mut Act, judgements: &[Judgement]) {
    for one in judgements {
        match (one.verb.as_str(), &one.field, &one.value) {
            ("accept", ..) => (act.standing.accepted, act.standing.rejected) = (true, false),
            ("reject", ..) => (act.standing.accepted, act.standing.rejected) = (false, true),
            ("status", _, Some(status)) => act.standing.fared = Some(status.clone()),
            // It was checked when it was made; a field of a newer program is left as read.
            ("edit", Some(field), Some(value)) if judgements::edit(&mut act.act, field, value).is_ok() => {
                act.standing.edited.push(field.clone());
            }
            _ => {}
        }
    }
    act.standing.edited.sort();
    act.standing.edited.dedup();
}

/// The question in SQL, and its values after the moment.
fn asked(only: &Only) -> (String, Vec<Box<dyn ToSql>>) {
    let (clauses, values) = only.clauses();
    let first = if only.all_copies { "1" } else { FIRST };
    let sql = if clauses.is_empty() {
        format!("SELECT {COLUMNS} {FROM} WHERE {LIVE} AND {first} {ORDER}")
    } else {
        // What is asked for is put in order first and looked at one by one after, in that order (CROSS JOIN keeps it):
        // whether an act is live and no copy costs more than to find it, and mostly a few rows are wanted.
        format!(
            "WITH asked AS MATERIALIZED (SELECT a.id FROM act a WHERE ?1 = ?1{clauses} {ORDER})
             SELECT {COLUMNS} FROM asked CROSS JOIN act a ON a.id = asked.id CROSS JOIN article t ON t.id = a.article
             CROSS JOIN reading r ON r.id = t.reading WHERE {LIVE} AND {first}"
        )
    };
    (sql, values)
}

/// Where an act stands in the order of a list: the order of [`ORDER`].
fn place(act: &Act) -> (Reverse<Option<&str>>, i64, i64) {
    (Reverse(act.said.as_deref()), act.article, act.row)
}

impl Ledger {
    /// The acts asked for, newest first, no more than `most`.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn acts(&self, only: &Only, as_of: AsOf, most: usize) -> Result<Vec<Act>, LedgerError> {
        let mut out = Vec::new();
        if most == 0 {
            return Ok(out);
        }
        self.each_act(only, as_of, &mut |act| {
            out.push(act);
            Ok::<_, LedgerError>(if out.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(out)
    }

    /// Hands the acts asked for to `each` as they are found, newest first, until it breaks off: for more of them than should
    /// stand in memory at once.
    ///
    /// # Errors
    /// Where the store or `each` fails.
    pub fn each_act<E: From<LedgerError>>(
        &self,
        only: &Only,
        as_of: AsOf,
        each: &mut dyn FnMut(Act) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        let fold = |text: &str| self.folding.table().fold(text);
        let judged_rows = self.judged_rows()?;
        let judged: Vec<i64> = judged_rows.iter().copied().collect();
        let mut judged: Vec<Act> = self.acts_by_row(&judged, as_of, only.all_copies)?.into_values().collect();
        judged.retain(|act| only.admits(act, &fold));
        judged.sort_by(|a, b| place(a).cmp(&place(b)));
        let mut judged = judged.into_iter().peekable();
        let (sql, values) = asked(only);
        let mut statement = self.db.prepare(&sql).map_err(LedgerError::from)?;
        let moment: Box<dyn ToSql> = Box::new(as_of.limit());
        let values = params_from_iter(std::iter::once(moment).chain(values));
        let mut rows = statement.query(values).map_err(LedgerError::from)?;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            let raw = raw(row).map_err(LedgerError::from)?;
            if judged_rows.contains(&raw.row) {
                continue;
            }
            let act = bare(raw)?;
            if !only.admits(&act, &fold) {
                continue;
            }
            while let Some(before) = judged.next_if(|one| place(one) < place(&act)) {
                if each(before)?.is_break() {
                    return Ok(());
                }
            }
            if each(act)?.is_break() {
                return Ok(());
            }
        }
        for act in judged {
            if each(act)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Acts by their rows, those that are live as of then.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn acts_by_row(&self, rows: &[i64], as_of: AsOf, all_copies: bool) -> Result<BTreeMap<i64, Act>, LedgerError> {
        let first = if all_copies { "1" } else { FIRST };
        let sql = format!("SELECT {COLUMNS} {FROM} WHERE a.id = ?2 AND {LIVE} AND {first}");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut out = BTreeMap::new();
        for row in rows {
            if let Some(raw) = statement.query_row([as_of.limit(), *row], raw).optional()? {
                out.insert(*row, self.with_judgements(raw, as_of)?);
            }
        }
        Ok(out)
    }

    /// The acts of an article as they stand now, live or not, or the one in a row of it.
    pub(crate) fn acts_of(&self, article: i64, row: Option<i64>) -> Result<Vec<Act>, LedgerError> {
        let sql = format!("SELECT {COLUMNS} {FROM} WHERE t.id = ?1 AND (?2 IS NULL OR a.id = ?2) ORDER BY a.id");
        let mut list = self.db.prepare_cached(&sql)?;
        let raws: Vec<Raw> = list.query_map(params![article, row], raw)?.collect::<Result<_, _>>()?;
        let mut any = self.db.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM judgement j JOIN article t ON t.key = j.article WHERE t.id = ?1)",
        )?;
        if any.query_row([article], |row| row.get(0))? {
            raws.into_iter().map(|raw| self.with_judgements(raw, AsOf::NOW)).collect()
        } else {
            raws.into_iter().map(bare).collect()
        }
    }

    fn with_judgements(&self, raw: Raw, as_of: AsOf) -> Result<Act, LedgerError> {
        let mut act = bare(raw)?;
        let judgements = self.standing(&act.id.article, &act.id.local, as_of)?;
        judged(&mut act, &judgements);
        Ok(act)
    }

    /// Rows of all acts that anybody ever judged.
    pub(crate) fn judged_rows(&self) -> Result<BTreeSet<i64>, LedgerError> {
        // CROSS JOIN keeps the order: from the few judgements to their acts, and not through all acts.
        let mut find = self.db.prepare_cached(
            "SELECT DISTINCT a.id FROM judgement j CROSS JOIN article t ON t.key = j.article
             CROSS JOIN act a ON a.article = t.id AND a.local = j.local",
        )?;
        let rows = find.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One act by its whole id.
    ///
    /// # Errors
    /// Where there is none as of then.
    pub fn act(&self, id: &ActId, as_of: AsOf) -> Result<Act, LedgerError> {
        let sql =
            format!("SELECT {COLUMNS} {FROM} WHERE t.key = ?2 AND a.local = ?3 AND {LIVE} ORDER BY a.id DESC LIMIT 1");
        let found =
            self.db.prepare_cached(&sql)?.query_row(params![as_of.limit(), id.article, id.local], raw).optional()?;
        match found {
            Some(raw) => self.with_judgements(raw, as_of),
            None => Err(IdError::Unknown(id.to_string()).into()),
        }
    }

    /// The whole id of the act that `reference` means. The place may be cut short too (`6211b.p119`), where one act is left.
    ///
    /// # Errors
    /// Where nothing is called so, or several acts are.
    pub fn act_id(&self, reference: &Reference) -> Result<ActId, LedgerError> {
        let (article, local) = match reference {
            Reference::Article(id) => return Err(IdError::NotAnAct(id.clone()).into()),
            Reference::Act(article, local) => (self.article_key(article)?, local),
        };
        let mut find = self.db.prepare_cached(
            "SELECT DISTINCT a.local FROM act a JOIN article t ON t.id = a.article
             WHERE t.key = ?1 AND (a.local = ?2 OR a.local GLOB ?2 || '-*') ORDER BY a.local",
        )?;
        let found: Vec<String> = find.query_map([&article, local], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let whole = |local: &String| ActId { article: article.clone(), local: local.clone() };
        match found.as_slice() {
            _ if found.contains(local) => Ok(whole(local)),
            [one] => Ok(whole(one)),
            [] => Err(IdError::Unknown(whole(local).to_string()).into()),
            several => {
                let found = several.iter().map(|local| whole(local).to_string()).collect();
                Err(IdError::Several { id: whole(local).to_string(), found }.into())
            }
        }
    }
}
