//! What people say of acts: accept, reject, another value of a field, how a promise fared. A judgement is a record with
//! author, time and reason; it stands over the reader's value when a question is asked, and the reader's own act stays.

use chancery_model::ActKind;
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;

use crate::{ActId, AsOf, Ledger, LedgerError, RecordedAct, Timestamp};

/// How a promise may be said to have fared.
pub const STATUSES: &[&str] = &["not-yet-rated", "in-the-works", "kept", "partly-kept", "stalled", "broken"];

/// Fields that an edit may set, and how their value is written.
pub const EDITABLE: &[(&str, &str)] = &[
    ("kind", "position, commitment, call, event or claim"),
    ("stance", "one of its kind's, as oppose of a position"),
    ("polarity", "+, - or 0"),
    ("intensity", "1 to 5"),
    ("holders", "actor ids with commas between, as CHN,RUS"),
    ("addressees", "actor ids with commas between"),
    ("targets", "ids or names with commas between"),
    ("via", "actor ids with commas between"),
    ("instruments", "names with commas between"),
    ("mechanisms", "names with commas between"),
    ("status", "ongoing, or nothing"),
];

/// How a later act may be said to take a promise up.
pub const FOLLOW_UPS: &[&str] = &["delivery", "progress", "repetition", "withdrawal", "mention"];

/// What people said of a later act, as to a promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The judgement.
    pub number: i64,
    /// The later act's id, whole.
    pub act: String,
    /// How it takes the promise up; `None` where it was passed over.
    pub how: Option<String>,
}

/// What a judgement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The act is right as it stands.
    Accept,
    /// It is no act, or not that one.
    Reject,
    /// A field has another value.
    Edit {
        /// Which, of [`EDITABLE`].
        field: String,
        /// As written for it.
        value: String,
    },
    /// A promise fared so, of [`STATUSES`].
    Fared(String),
    /// A later act takes the promise up, in one of [`FOLLOW_UPS`].
    Follow {
        /// How.
        how: String,
        /// The later act.
        act: ActId,
    },
    /// A later act does not take the promise up, whatever it looks like.
    PassOver(ActId),
    /// A name means the same as another.
    Merge {
        /// `actor` or `mechanism`.
        what: String,
        /// The name.
        from: String,
        /// The name that stands for both.
        into: String,
    },
    /// A name that was merged is its own again.
    Part {
        /// `actor` or `mechanism`.
        what: String,
        /// The name.
        from: String,
    },
    /// An earlier judgement is taken back.
    Undo(i64),
}

/// A judgement as kept.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Judgement {
    /// Its number.
    pub number: i64,
    /// The act; of names `actor` or `mechanism`, and which.
    #[schema(example = "6211b276b9faf122c6d2f175.p119-133")]
    pub act: String,
    /// The act's permalink; none of names.
    #[schema(required = true)]
    pub permalink: Option<String>,
    /// `accept`, `reject`, `edit`, `status`, `follow`, `pass-over`, `merge`, `part`, `undo`.
    #[schema(example = "accept")]
    pub verb: String,
    /// Which field, for an edit; how, for a follow-up; `actor` or `mechanism`, for a merge.
    #[schema(required = true)]
    pub field: Option<String>,
    /// Its value, the status, the act that follows up, or names as JSON.
    #[schema(required = true)]
    pub value: Option<String>,
    /// Who.
    pub author: String,
    /// Why.
    #[schema(required = true)]
    pub reason: Option<String>,
    /// When.
    #[schema(value_type = String, example = "2024-03-14T09:30:00Z")]
    pub at: Timestamp,
    /// Which judgement it takes back.
    #[schema(required = true)]
    pub undoes: Option<i64>,
    /// Which took it back.
    #[schema(required = true)]
    pub undone_by: Option<i64>,
}

impl Verdict {
    fn parts(&self) -> (&'static str, Option<&str>, Option<String>, Option<i64>) {
        match self {
            Self::Accept => ("accept", None, None, None),
            Self::Reject => ("reject", None, None, None),
            Self::Edit { field, value } => ("edit", Some(field), Some(value.clone()), None),
            Self::Fared(status) => ("status", None, Some(status.clone()), None),
            Self::Follow { how, act } => ("follow", Some(how), Some(act.whole()), None),
            Self::PassOver(act) => ("pass-over", None, Some(act.whole()), None),
            Self::Merge { what, from, into } => {
                ("merge", Some(what), Some(serde_json::json!([from, into]).to_string()), None)
            }
            Self::Part { what, from } => ("part", Some(what), Some(serde_json::json!([from]).to_string()), None),
            Self::Undo(number) => ("undo", None, None, Some(*number)),
        }
    }

    /// Whether it can be said of an act of that kind.
    fn check(&self, act: &RecordedAct) -> Result<(), LedgerError> {
        let refuse = |why: String| Err(LedgerError::Judgement(why));
        match self {
            Self::Edit { field, value } if field == "stance" => check_stance(act, value.trim()),
            Self::Edit { field, value } => edit(&mut act.clone(), field, value),
            Self::Fared(_) if act.kind != "commitment" => {
                refuse(format!("it is a {}, and only a commitment is kept or broken", act.kind))
            }
            Self::Fared(status) if !STATUSES.contains(&status.as_str()) => {
                refuse(format!("{status:?} is no status: there are {}", STATUSES.join(", ")))
            }
            Self::Follow { .. } | Self::PassOver(_) if act.kind != "commitment" => {
                refuse(format!("it is a {}, and only a commitment is followed", act.kind))
            }
            Self::Follow { how, .. } if !FOLLOW_UPS.contains(&how.as_str()) => {
                refuse(format!("{how:?} is no way to take a promise up: there are {}", FOLLOW_UPS.join(", ")))
            }
            Self::Merge { .. } | Self::Part { .. } => refuse("names are merged and parted, not acts".to_owned()),
            _ => Ok(()),
        }
    }
}

/// Whether an act may have that stance: one of its kind's, or its own. (A kind that only a newer program knows has any.)
fn check_stance(act: &RecordedAct, stance: &str) -> Result<(), LedgerError> {
    let Some(kind) = ActKind::from_name(&act.kind) else { return Ok(()) };
    let known: Vec<&str> = kind.stances().iter().map(|one| one.name()).collect();
    if known.contains(&stance) || act.stance.as_deref() == Some(stance) || (known.is_empty() && stance.is_empty()) {
        return Ok(());
    }
    Err(LedgerError::Judgement(match (known.is_empty(), stance.is_empty()) {
        (true, _) => format!("a {kind} has no stance: leave it empty, as stance="),
        (_, true) => format!("a {kind} has a stance: there are {}; or reject the act", known.join(", ")),
        (_, false) => format!("{stance:?} is no stance of a {kind}: there are {}", known.join(", ")),
    }))
}

/// Sets a field of an act to a value as written.
///
/// # Errors
/// Where there is no such field, or the value is not of its form.
pub(crate) fn edit(act: &mut RecordedAct, field: &str, value: &str) -> Result<(), LedgerError> {
    let value = value.trim();
    let some = || (!value.is_empty()).then(|| value.to_owned());
    let list = || value.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    match field {
        "kind" if matches!(value, "position" | "commitment" | "call" | "event" | "claim") => {
            if act.kind != value {
                // A stance is one of its kind's, and only attitudes and calls have a rung: what was read for the other goes.
                (act.stance, act.polarity, act.status) = (None, None, None);
                act.intensity = act.intensity.take_if(|_| matches!(value, "position" | "call"));
            }
            value.clone_into(&mut act.kind)
        }
        "stance" => act.stance = some(),
        "polarity" if matches!(value, "+" | "-" | "0" | "") => act.polarity = some(),
        "intensity" if value.is_empty() => act.intensity = None,
        "intensity" if matches!(value, "1" | "2" | "3" | "4" | "5") => act.intensity = value.parse().ok(),
        "status" if matches!(value, "" | "ongoing") => act.status = some(),
        "holders" => act.holders = list(),
        "addressees" => act.addressees = list(),
        "targets" => act.targets = list(),
        "via" => act.via = list(),
        "instruments" => act.instruments = list(),
        "mechanisms" => act.mechanisms = list(),
        _ => {
            let message = match EDITABLE.iter().find(|(name, _)| *name == field) {
                Some((name, form)) => format!("{value:?} is no {name}: it is written {form}"),
                None => {
                    let names: Vec<_> = EDITABLE.iter().map(|(name, _)| *name).collect();
                    format!("there is no field {field:?} to edit: there are {}", names.join(", "))
                }
            };
            return Err(LedgerError::Judgement(message));
        }
    }
    Ok(())
}

const COLUMNS: &str = "j.id, j.article, j.local, j.verb, j.field, j.value, j.author, j.reason, j.at, j.undoes, u.id";

fn judgement(row: &Row<'_>) -> rusqlite::Result<Judgement> {
    let act = ActId { article: row.get(1)?, local: row.get(2)? };
    let (field, value): (Option<String>, Option<String>) = (row.get(4)?, row.get(5)?);
    let name =
        || value.as_deref().and_then(|value| serde_json::from_str::<Vec<String>>(value).ok()?.into_iter().next());
    Ok(Judgement {
        number: row.get(0)?,
        permalink: (!act.article.is_empty()).then(|| act.permalink()),
        act: if act.article.is_empty() {
            [field.as_deref(), name().as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ")
        } else {
            act.to_string()
        },
        verb: row.get(3)?,
        field,
        value,
        author: row.get(6)?,
        reason: row.get(7)?,
        at: Timestamp::from_micros(row.get(8)?),
        undoes: row.get(9)?,
        undone_by: row.get(10)?,
    })
}

impl Ledger {
    /// Judges an act; gives the judgement's number.
    ///
    /// # Errors
    /// Where there is no such act, or that can't be said of it.
    pub fn judge(
        &self,
        act: &ActId,
        verdict: &Verdict,
        author: &str,
        reason: Option<&str>,
        at: Timestamp,
    ) -> Result<i64, LedgerError> {
        let found = self.act(act, AsOf::NOW)?;
        verdict.check(&found.act)?;
        if let Verdict::Follow { act: later, .. } | Verdict::PassOver(later) = verdict {
            if later == act {
                return Err(LedgerError::Judgement("a promise does not follow up on itself".to_owned()));
            }
            self.act(later, AsOf::NOW)?;
        }
        self.write_judgement(act, verdict, author, reason, at)
    }

    /// Whether all this can be said of an act, one after another: asked before the first is written.
    ///
    /// # Errors
    /// Where there is no such act, or that can't be said of it.
    pub fn can_be_judged(&self, act: &ActId, verdicts: &[Verdict]) -> Result<(), LedgerError> {
        let mut found = self.act(act, AsOf::NOW)?.act;
        for verdict in verdicts {
            verdict.check(&found)?;
            if let Verdict::Edit { field, value } = verdict {
                edit(&mut found, field, value)?;
            }
        }
        Ok(())
    }

    fn write_judgement(
        &self,
        act: &ActId,
        verdict: &Verdict,
        author: &str,
        reason: Option<&str>,
        at: Timestamp,
    ) -> Result<i64, LedgerError> {
        let transaction = self.db.unchecked_transaction()?;
        let number = self.insert_judgement(act, verdict, author, reason, at)?;
        transaction
            .prepare_cached("INSERT INTO change (article) SELECT id FROM article WHERE key = ?1 ORDER BY id")?
            .execute([&act.article])?;
        transaction.commit()?;
        Ok(number)
    }

    pub(crate) fn write_name_judgement(
        &self,
        verdict: &Verdict,
        author: &str,
        reason: Option<&str>,
        at: Timestamp,
    ) -> Result<i64, LedgerError> {
        let nothing = ActId { article: String::new(), local: String::new() };
        let transaction = self.db.unchecked_transaction()?;
        let before = self.names(AsOf::NOW)?;
        let number = self.insert_judgement(&nothing, verdict, author, reason, at)?;
        for (what, name) in self.names(AsOf::NOW)?.other_than(&before) {
            self.note_named(what, &name)?;
        }
        transaction.commit()?;
        Ok(number)
    }

    fn insert_judgement(
        &self,
        act: &ActId,
        verdict: &Verdict,
        author: &str,
        reason: Option<&str>,
        at: Timestamp,
    ) -> Result<i64, LedgerError> {
        if author.trim().is_empty() {
            return Err(LedgerError::Judgement("a judgement has an author: say who with --author NAME".to_owned()));
        }
        let (verb, field, value, undoes) = verdict.parts();
        let mut insert = self.db.prepare_cached(
            "INSERT INTO judgement (article, local, verb, field, value, author, reason, at, undoes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        Ok(insert.insert(params![act.article, act.local, verb, field, value, author, reason, at.micros(), undoes])?)
    }

    /// Takes back a judgement by its number, or the author's last one that still stands; gives what was taken back.
    ///
    /// # Errors
    /// Where there is none, or it was taken back before.
    pub fn undo(
        &self,
        number: Option<i64>,
        author: &str,
        reason: Option<&str>,
        at: Timestamp,
    ) -> Result<Judgement, LedgerError> {
        let one = match number {
            Some(number) => self.one_judgement("j.id = ?1", number)?,
            None => self.one_judgement("j.verb <> 'undo' AND u.id IS NULL AND j.author = ?1", author)?,
        };
        let refuse = |why: String| Err(LedgerError::Judgement(why));
        let Some((judgement, act)) = one else {
            return refuse(match number {
                Some(number) => format!("there is no judgement {number}: `chancery history` lists them"),
                None => match self.one_judgement("j.verb <> 'undo' AND u.id IS NULL AND ?1 = 0", 0)? {
                    Some((last, _)) => format!(
                        "no judgement by {author} stands that could be taken back: the last that stands is {}, by {}; \
                         `chancery undo {}` takes it back",
                        last.number, last.author, last.number
                    ),
                    None => "no judgement stands that could be taken back".to_owned(),
                },
            });
        };
        if judgement.verb == "undo" {
            return refuse(format!("judgement {} itself took one back: judge the act again instead", judgement.number));
        }
        if let Some(by) = judgement.undone_by {
            return refuse(format!("judgement {} was taken back before, by {by}", judgement.number));
        }
        let undo = Verdict::Undo(judgement.number);
        if act.article.is_empty() {
            self.write_name_judgement(&undo, author, reason, at)?;
        } else {
            self.write_judgement(&act, &undo, author, reason, at)?;
        }
        Ok(judgement)
    }

    fn one_judgement(
        &self,
        clause: &str,
        value: impl rusqlite::ToSql,
    ) -> Result<Option<(Judgement, ActId)>, LedgerError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM judgement j LEFT JOIN judgement u ON u.undoes = j.id WHERE {clause}
             ORDER BY j.id DESC LIMIT 1"
        );
        let found = self.db.prepare(&sql)?.query_row([value], |row| {
            let id = ActId { article: row.get(1)?, local: row.get(2)? };
            Ok((judgement(row)?, id))
        });
        Ok(found.optional()?)
    }

    /// Every judgement, or those of one act, or of one article's acts, first to last.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn history(
        &self,
        article: Option<&str>,
        local: Option<&str>,
        as_of: AsOf,
    ) -> Result<Vec<Judgement>, LedgerError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM judgement j LEFT JOIN judgement u ON u.undoes = j.id AND u.at <= ?3
             WHERE (?1 IS NULL OR j.article = ?1) AND (?2 IS NULL OR j.local = ?2) AND j.at <= ?3 ORDER BY j.id"
        );
        let mut list = self.db.prepare_cached(&sql)?;
        let rows = list.query_map(params![article, local, as_of.limit()], judgement)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What people said of later acts as to a promise, the last word on each.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn followed(&self, promise: &ActId, as_of: AsOf) -> Result<Vec<Followed>, LedgerError> {
        let mut out: Vec<Followed> = Vec::new();
        for one in self.standing(&promise.article, &promise.local, as_of)? {
            let how = match one.verb.as_str() {
                "follow" => one.field,
                "pass-over" => None,
                _ => continue,
            };
            let Some(act) = one.value else { continue };
            out.retain(|known| known.act != act);
            out.push(Followed { number: one.number, act, how });
        }
        Ok(out)
    }

    /// The judgements on one act that stand, first to last.
    pub(crate) fn standing(&self, article: &str, local: &str, as_of: AsOf) -> Result<Vec<Judgement>, LedgerError> {
        let mut all = self.history(Some(article), Some(local), as_of)?;
        all.retain(|one| one.verb != "undo" && one.undone_by.is_none());
        Ok(all)
    }
}
