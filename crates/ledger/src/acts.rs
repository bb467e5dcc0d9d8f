//! Acts read back, with what people judged of them: the reader's value unless a judgement stands over it.
//!
//! An article's acts stand packed in its row. SQL only narrows down which articles could be meant; [`Only::admits`] decides on the act as it stands, judgements applied, so that
//! an edited holder is found under its new name and not under its old one. Judged acts are few (people make them), so all
//! of them are looked at.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use rusqlite::{OptionalExtension, Row, ToSql, params, params_from_iter};

use crate::judgements::{self, Judgement};
use crate::names::{Names, is_called};
use crate::pack::{Body, Part};
use crate::whole;
use crate::{ActId, AsOf, IdError, Ledger, LedgerError, RecordedAct, Reference, Timestamp};

/// What people said of an act.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Standing {
    /// Right as it stands.
    pub accepted: bool,
    /// No act, or not that one.
    pub rejected: bool,
    /// Fields with another value than the reader's.
    pub edited: Vec<String>,
    /// How a promise fared, by its last status.
    #[schema(example = "kept", required = true)]
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
    /// Without a day.
    pub undated: bool,
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
    /// Those that stand after this one in a list.
    pub after: Option<Place>,
    /// Learnt by that moment.
    pub known_by: Option<Timestamp>,
    /// Those that people rejected too.
    pub rejected: bool,
    /// Every copy of a text, not its first alone.
    pub all_copies: bool,
}

/// Where an act stands in lists, which go from the newest to the oldest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its day.
    pub said: Option<String>,
    /// Its article's row.
    pub article: i64,
    /// Its row.
    pub act: i64,
}

impl Act {
    /// Where it stands in lists.
    #[must_use]
    pub fn stands(&self) -> Place {
        Place { said: self.said.clone(), article: self.article, act: self.row }
    }

    /// Which of its article's acts it is, from 1.
    pub(crate) const fn place(&self) -> u64 {
        place_of_row(self.row) as u64 + 1
    }
}

impl Only {
    /// Whether an act is asked for, as it stands. `fold` brings names of both scripts to one form.
    #[must_use]
    pub fn admits(&self, act: &Act, fold: &dyn Fn(&str) -> String) -> bool {
        let one = |wanted: &[String], have: Option<&str>| {
            wanted.is_empty() || have.is_some_and(|have| wanted.iter().any(|w| w == have))
        };
        let any = |wanted: &[String], have: &[String]| wanted.is_empty() || have.iter().any(|h| wanted.contains(h));
        let part = |wanted: &[String], have: &[String]| wanted.is_empty() || is_called(have, wanted, fold);
        // `2024` is in the time from 2024-03-12 on as far as anybody knows.
        let after = |bound: &Option<String>, day: Option<&str>| {
            bound.as_deref().is_none_or(|bound| day.is_some_and(|day| day >= bound || bound.starts_with(day)))
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
            && (!self.undated || act.said.is_none())
            && after(&self.due_from, a.deadline())
            && before(&self.due_to, a.deadline())
            && one(&self.fared, Some(fared))
            && a.specificity() >= self.specificity
            && self.article.is_none_or(|row| row == act.article)
            && (self.rejected || !act.standing.rejected)
            && self
                .after
                .as_ref()
                .is_none_or(|last| place(act) > (Reverse(last.said.as_deref()), last.article, last.act))
    }
}

/// The roles in which somebody stands in an act, in the order of their numbers in rows.
pub(crate) const ROLES: [&str; 4] = ["holder", "addressee", "target", "via"];
pub(crate) const HOLDER: usize = 0;
pub(crate) const ADDRESSEE: usize = 1;
pub(crate) const VIA: usize = 3;

/// Who stands in an act, by role.
pub(crate) fn roles(act: &RecordedAct) -> [&Vec<String>; 4] {
    [&act.holders, &act.addressees, &act.targets, &act.via]
}

/// `CHN`, `org:UN`, `person:…`, `group:…`.
pub(crate) fn is_actor_id(name: &str) -> bool {
    let country = name.len() == 3 && name.bytes().all(|b| b.is_ascii_uppercase());
    country || ["org:", "person:", "group:"].iter().any(|prefix| name.starts_with(prefix))
}

pub(crate) const COLUMNS: &str = "t.id, t.key, t.title, t.said, t.body";

/// Live as of the moment that stands for `?1`.
pub(crate) const LIVE: &str = "r.learnt <= ?1 AND (r.superseded IS NULL OR r.superseded > ?1)";

/// The first live article of its family.
pub(crate) const FIRST: &str =
    "(t.family IS NULL OR NOT EXISTS (SELECT 1 FROM article c JOIN reading q ON q.id = c.reading
  WHERE (c.id = t.family OR (c.family = t.family AND c.id < t.id)) AND q.learnt <= ?1
  AND (q.superseded IS NULL OR q.superseded > ?1)))";

/// The first live article of its family in its language.
pub(crate) const FIRST_IN_LANGUAGE: &str = "(t.family IS NULL OR NOT EXISTS (SELECT 1 FROM article c
  JOIN reading q ON q.id = c.reading WHERE (c.id = t.family OR (c.family = t.family AND c.id < t.id))
  AND c.language = t.language AND q.learnt <= ?1 AND (q.superseded IS NULL OR q.superseded > ?1)))";

/// The rows of acts: their article's row, and their place in it in so many bits.
const PLACE_BITS: u32 = 24;

const fn row_of(article: i64, place: usize) -> i64 {
    article << PLACE_BITS | place as i64
}

/// The row of an article's act, its acts counted from 1.
pub(crate) fn row_at(article: u64, place: u64) -> Option<i64> {
    Some(row_of(i64::try_from(article).ok()?, usize::try_from(place.checked_sub(1)?).ok()?))
}

const fn article_of_row(row: i64) -> i64 {
    row >> PLACE_BITS
}

const fn place_of_row(row: i64) -> usize {
    (row & ((1 << PLACE_BITS) - 1)) as usize
}

/// An article's row, as far as its acts need it.
struct Raw {
    article: i64,
    key: String,
    title: Option<String>,
    said: Option<String>,
    body: Vec<u8>,
}

fn raw(row: &Row<'_>) -> rusqlite::Result<Raw> {
    Ok(Raw { article: row.get(0)?, key: row.get(1)?, title: row.get(2)?, said: row.get(3)?, body: row.get(4)? })
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
        let names = self.names(as_of)?;
        let only = &names.meant(only);
        let judged_rows = self.judged_rows()?;
        let judged: Vec<i64> = judged_rows.iter().copied().collect();
        let mut judged: Vec<Act> = self.acts_by_row(&judged, as_of, only.all_copies)?.into_values().collect();
        judged.retain(|act| only.admits(act, &fold));
        if let Some(moment) = only.known_by {
            let known =
                self.acts_by_row(&judged.iter().map(|act| act.row).collect::<Vec<_>>(), AsOf::at(moment), true)?;
            judged.retain(|act| known.contains_key(&act.row));
        }
        judged.sort_by(|a, b| place(a).cmp(&place(b)));
        let mut judged = judged.into_iter().peekable();
        let (sql, values) = only.asked(&names, self)?;
        let mut statement = self.db.prepare(&sql).map_err(LedgerError::from)?;
        let moment: Box<dyn ToSql> = Box::new(as_of.limit());
        let values = params_from_iter(std::iter::once(moment).chain(values));
        let mut rows = statement.query(values).map_err(LedgerError::from)?;
        let mut last = None;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            let raw = raw(row).map_err(LedgerError::from)?;
            // An article in which somebody stands in several ways is found as often, one after another.
            if last.replace(raw.article) == Some(raw.article) {
                continue;
            }
            for mut act in self.bare(raw, None)? {
                names.unify(&mut act.act);
                if judged_rows.contains(&act.row) || !only.admits(&act, &fold) {
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
        self.acts_in(rows, as_of, if all_copies { "1" } else { FIRST })
    }

    /// The same where only copies in the same language are left out: what was asked for in words is answered in their language.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn worded_acts_by_row(
        &self,
        rows: &[i64],
        as_of: AsOf,
        all_copies: bool,
    ) -> Result<BTreeMap<i64, Act>, LedgerError> {
        self.acts_in(rows, as_of, if all_copies { "1" } else { FIRST_IN_LANGUAGE })
    }

    fn acts_in(&self, rows: &[i64], as_of: AsOf, first: &str) -> Result<BTreeMap<i64, Act>, LedgerError> {
        let mut articles: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for row in rows {
            articles.entry(article_of_row(*row)).or_default().push(place_of_row(*row));
        }
        let sql = format!(
            "SELECT {COLUMNS} FROM article t CROSS JOIN reading r ON r.id = t.reading WHERE t.id = ?2 AND {LIVE} AND {first}"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let judged = self.judged_articles()?;
        let names = self.names(as_of)?;
        let mut out = BTreeMap::new();
        for (article, mut places) in articles {
            let Some(raw) = statement.query_row([as_of.limit(), article], raw).optional()? else { continue };
            places.sort_unstable();
            places.dedup();
            let judged = judged.contains(&raw.key);
            for act in self.bare(raw, Some(&places))? {
                let mut act = if judged { self.with_judgements(act, as_of)? } else { act };
                names.unify(&mut act.act);
                out.insert(act.row, act);
            }
        }
        Ok(out)
    }

    /// The reader's acts out of an article's row: all, or those at some places.
    fn bare(&self, raw: Raw, places: Option<&[usize]>) -> Result<Vec<Act>, LedgerError> {
        let Raw { article, key, title, said, body } = raw;
        let act = |(place, local, act): (usize, String, RecordedAct)| Act {
            row: row_of(article, place),
            id: ActId { article: key.clone(), local },
            article,
            title: title.clone(),
            said: said.clone(),
            act,
            standing: Standing::default(),
        };
        Ok(self.unpacked_acts(article, &body, places)?.into_iter().map(act).collect())
    }

    /// The recorded acts in an article's packed body: place, local name, act.
    pub(crate) fn unpacked_acts(
        &self,
        article: i64,
        body: &[u8],
        places: Option<&[usize]>,
    ) -> Result<Vec<(usize, String, RecordedAct)>, LedgerError> {
        let what = || self.article_told("the record", article);
        let Some(places) = places else {
            return whole::acts(self.body(body, Part::List, &what)?.acts, None, &what);
        };
        let (acts, picked) = Body::unpack_acts(body, places, self, &what)?;
        if !picked {
            return whole::acts(acts, Some(places), &what);
        }
        let all = whole::acts(acts, None, &what)?;
        Ok(all.into_iter().zip(places).map(|((_, local, act), place)| (*place, local, act)).collect())
    }

    /// An article's text and its acts as they stand now, live or not: what the index is made of.
    pub(crate) fn indexed(&self, article: i64, names: &Names) -> Result<(String, Vec<Act>), LedgerError> {
        let sql = format!("SELECT {COLUMNS} FROM article t WHERE t.id = ?1");
        let raw = self.db.prepare_cached(&sql)?.query_row([article], raw)?;
        let what = || self.article_told("the record", article);
        let body = self.body(&raw.body, Part::Acts, &what)?;
        let mut any = self.db.prepare_cached("SELECT EXISTS (SELECT 1 FROM judgement WHERE article = ?1)")?;
        let judged: bool = any.query_row([&raw.key], |row| row.get(0))?;
        let mut acts = Vec::new();
        for (place, local, act) in whole::acts(body.acts, None, &what)? {
            let id = ActId { article: raw.key.clone(), local };
            let (said, standing) = (raw.said.clone(), Standing::default());
            let act = Act { row: row_of(article, place), id, article, title: None, said, act, standing };
            let mut act = if judged { self.with_judgements(act, AsOf::NOW)? } else { act };
            names.unify(&mut act.act);
            acts.push(act);
        }
        Ok((body.text, acts))
    }

    fn with_judgements(&self, mut act: Act, as_of: AsOf) -> Result<Act, LedgerError> {
        let judgements = self.standing(&act.id.article, &act.id.local, as_of)?;
        judged(&mut act, &judgements);
        Ok(act)
    }

    /// Articles (by their whole ids) with acts that anybody ever judged.
    pub(crate) fn judged_articles(&self) -> Result<BTreeSet<String>, LedgerError> {
        let mut find = self.db.prepare_cached("SELECT DISTINCT article FROM judgement WHERE article <> ''")?;
        let rows = find.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Rows of all acts that anybody ever judged.
    pub(crate) fn judged_rows(&self) -> Result<BTreeSet<i64>, LedgerError> {
        let mut out = BTreeSet::new();
        let mut locals = self.db.prepare_cached("SELECT DISTINCT local FROM judgement WHERE article = ?1")?;
        for key in self.judged_articles()? {
            let judged: BTreeSet<String> = locals.query_map([&key], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let acts = self.acts_of_key(&key, "1", AsOf::NOW)?;
            out.extend(acts.into_iter().filter(|act| judged.contains(&act.id.local)).map(|act| act.row));
        }
        Ok(out)
    }

    /// The reader's acts of an article by its whole id, of every reading that meets the clause, the last reading first.
    pub(crate) fn acts_of_key(&self, key: &str, clause: &str, as_of: AsOf) -> Result<Vec<Act>, LedgerError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM article t CROSS JOIN reading r ON r.id = t.reading
             WHERE t.key = ?2 AND ?1 = ?1 AND {clause} ORDER BY t.id DESC"
        );
        let mut find = self.db.prepare_cached(&sql)?;
        let raws: Vec<Raw> = find.query_map(params![as_of.limit(), key], raw)?.collect::<Result<_, _>>()?;
        let mut out = Vec::new();
        for raw in raws {
            out.extend(self.bare(raw, None)?);
        }
        Ok(out)
    }

    /// One act by its whole id.
    ///
    /// # Errors
    /// Where there is none as of then.
    pub fn act(&self, id: &ActId, as_of: AsOf) -> Result<Act, LedgerError> {
        match self.read_with(id, LIVE, as_of)? {
            Some(act) => self.as_it_stands(act, as_of),
            None => Err(self.missing(id, as_of)?.into()),
        }
    }

    /// An act as its last reading that meets the clause has it.
    pub(crate) fn read_with(&self, id: &ActId, clause: &str, as_of: AsOf) -> Result<Option<Act>, LedgerError> {
        Ok(self.acts_of_key(&id.article, clause, as_of)?.into_iter().find(|act| act.id.local == id.local))
    }

    /// The reader's act with what people said of it and of its names.
    pub(crate) fn as_it_stands(&self, act: Act, as_of: AsOf) -> Result<Act, LedgerError> {
        let mut act = self.with_judgements(act, as_of)?;
        self.names(as_of)?.unify(&mut act.act);
        Ok(act)
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
        let begins = format!("{local}-");
        let all = self.acts_of_key(&article, "1", AsOf::NOW)?.into_iter().map(|act| act.id.local);
        let found: BTreeSet<String> = all.filter(|own| own == local || own.starts_with(&begins)).collect();
        let found: Vec<String> = found.into_iter().collect();
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
