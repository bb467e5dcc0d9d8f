//! What a further reading of a source changes: acts that come, go, or have other fields; and where judgements on acts that
//! moved go on. An act that keeps its kind and place is the same act and keeps its judgements by itself; one whose extent
//! changed hands them on to the act of its kind that shares most of its words.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};
use serde::Serialize;

use crate::Prepared;
use crate::schema::hashed;
use crate::{ActId, AsOf, Ledger, LedgerError, RecordedAct, Timestamp};

/// One act that a further reading would change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The act, or the article where its head changes (title, kind, day, issuers).
    pub id: String,
    /// `new`, `gone`, `other`.
    pub what: &'static str,
    /// Its words.
    pub quote: String,
    /// What its fields were and are, for `other`; where it went, for a judged act that is gone.
    pub note: String,
    /// How many judgements stand on it.
    pub judgements: usize,
}

/// What a further reading would change in a source.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Changes {
    /// Acts that stay as they are.
    pub same: usize,
    /// The rest.
    pub changes: Vec<Change>,
}

/// The acts of an article, by local name.
type Acts = BTreeMap<String, RecordedAct>;

impl Ledger {
    /// What `source`, read anew, would change.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn changes(&self, source: &Prepared) -> Result<Changes, LedgerError> {
        let mut out = Changes::default();
        self.compare_heads(source, &mut out)?;
        let mut old = self.current_acts(source.hash())?;
        for (article, new) in source.acts_by_article() {
            let before = old.remove(article).unwrap_or_default();
            self.compare(article, &before, &new, &mut out)?;
        }
        for (article, before) in &old {
            self.compare(article, before, &Acts::new(), &mut out)?;
        }
        Ok(out)
    }

    fn compare_heads(&self, source: &Prepared, out: &mut Changes) -> Result<(), LedgerError> {
        let mut find = self.db.prepare_cached(&format!(
            "SELECT t.title, t.kind, t.said, t.issuers FROM source s
             JOIN reading r ON r.source = s.id AND r.superseded IS NULL JOIN article t ON t.reading = r.id
             WHERE {} AND t.key = ?2",
            hashed("s.", "?1")
        ))?;
        for (article, head) in source.heads() {
            let before = find.query_row(params![source.hash(), article], |row| {
                let cell = |at| row.get::<_, Option<String>>(at).map(Option::unwrap_or_default);
                Ok([cell(0)?, cell(1)?, cell(2)?, cell(3)?].join(" | "))
            });
            let note = match before.optional()? {
                Some(before) if before == head => continue,
                Some(before) => format!("{before} → {head}"),
                None => String::new(),
            };
            let what = if note.is_empty() { "new" } else { "other" };
            let id = crate::ids::short(article).to_owned();
            out.changes.push(Change { id, what, quote: String::new(), note, judgements: 0 });
        }
        Ok(())
    }

    fn compare(&self, article: &str, before: &Acts, now: &Acts, out: &mut Changes) -> Result<(), LedgerError> {
        let id = |local: &String| ActId { article: article.to_owned(), local: local.clone() };
        for (local, act) in before {
            let judgements = self.standing(article, local, AsOf::NOW)?.len();
            let (what, note) = match now.get(local) {
                Some(new) if new == act => {
                    out.same += 1;
                    continue;
                }
                Some(new) => ("other", difference(act, new)),
                None => {
                    let heir = heir(act, before, now).filter(|_| judgements > 0);
                    ("gone", heir.map_or_else(String::new, |heir| format!("its judgements go to {}", id(heir))))
                }
            };
            out.changes.push(Change { id: id(local).to_string(), what, quote: act.quote.clone(), note, judgements });
        }
        for (local, act) in now.iter().filter(|(local, _)| !before.contains_key(*local)) {
            let (id, quote, note) = (id(local).to_string(), act.quote.clone(), String::new());
            out.changes.push(Change { id, what: "new", quote, note, judgements: 0 });
        }
        Ok(())
    }

    /// Acts of the current reading of a source, by article and local name.
    fn current_acts(&self, hash: &[u8; 32]) -> Result<BTreeMap<String, Acts>, LedgerError> {
        let mut list = self.db.prepare_cached(&format!(
            "SELECT t.key, t.id, t.body FROM source s JOIN reading r ON r.source = s.id AND r.superseded IS NULL
             JOIN article t ON t.reading = r.id WHERE {}",
            hashed("s.", "?1")
        ))?;
        let mut rows = list.query([hash])?;
        let mut out: BTreeMap<String, Acts> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (article, row, body): (String, i64, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let acts = match self.unpacked_acts(row, &body, None) {
                Ok(acts) => acts,
                // What is damaged can't be compared, and a further reading mends it.
                Err(LedgerError::Damaged { .. }) => Vec::new(),
                Err(error) => return Err(error),
            };
            out.entry(article).or_default().extend(acts.into_iter().map(|(_, local, act)| (local, act)));
        }
        Ok(out)
    }

    /// Copies the judgements that stand on acts which `source`, read anew, no longer has, to the acts that took their place.
    pub(crate) fn carry_judgements(&self, source: &Prepared, at: Timestamp) -> Result<(), LedgerError> {
        let old = self.current_acts(source.hash())?;
        for (article, now) in source.acts_by_article() {
            let Some(before) = old.get(article) else { continue };
            for (local, act) in before.iter().filter(|(local, _)| !now.contains_key(*local)) {
                let Some(heir) = heir(act, before, &now) else { continue };
                for one in self.standing(article, local, AsOf::NOW)? {
                    self.db
                        .prepare_cached(
                            "INSERT INTO judgement (article, local, verb, field, value, author, reason, at, carried)
                             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                        )?
                        .execute(params![
                            article,
                            heir,
                            one.verb,
                            one.field,
                            one.value,
                            one.author,
                            one.reason,
                            at.micros(),
                            one.number
                        ])?;
                }
            }
        }
        Ok(())
    }
}

/// The act that takes the place of `act`: new, of its kind, sharing at least half of the shorter one's words, most first.
fn heir<'n>(act: &RecordedAct, before: &Acts, now: &'n Acts) -> Option<&'n String> {
    let shared = |new: &RecordedAct| new.end.min(act.end).saturating_sub(new.start.max(act.start));
    let shorter = |new: &RecordedAct| (new.end - new.start).min(act.end - act.start);
    now.iter()
        .filter(|(local, new)| !before.contains_key(*local) && new.kind == act.kind)
        .filter(|(_, new)| shared(new) > 0 && shared(new) * 2 >= shorter(new))
        .max_by_key(|(_, new)| shared(new))
        .map(|(local, _)| local)
}

/// `stance: support → welcome; holders: CHN → CHN, RUS`.
fn difference(old: &RecordedAct, new: &RecordedAct) -> String {
    let fields = |act: &RecordedAct| serde_json::to_value(act).unwrap_or_default();
    let (old, new) = (fields(old), fields(new));
    let empty = serde_json::Map::new();
    let (old, new) = (old.as_object().unwrap_or(&empty), new.as_object().unwrap_or(&empty));
    let names: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changed = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
    let told = |name: &String| match name.as_str() {
        // Places in the text tell people nothing.
        "holder_span" => "found at another place who holds it".to_owned(),
        "only_if" => "another condition".to_owned(),
        name => match [old, new].map(|fields| shown(fields.get(name))) {
            [old, new] if old == new => format!("{name} stand elsewhere in it"),
            [old, new] => format!("{}: {old} → {new}", name.replace('_', " ")),
        },
    };
    changed.map(told).collect::<Vec<_>>().join("; ")
}

/// A field's value for people: figures and days without their places in the text.
fn shown(value: Option<&serde_json::Value>) -> String {
    use serde_json::Value;
    match value {
        None | Some(Value::Null) => "nothing".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(all)) if all.is_empty() => "nothing".to_owned(),
        Some(Value::Array(all)) => all.iter().map(|one| shown(Some(one))).collect::<Vec<_>>().join(", "),
        Some(Value::Object(fields)) => {
            let place = |name: &str| matches!(name, "start" | "end" | "text_start" | "text_end");
            // The days of a date are called so too, and are words.
            let told = fields.iter().filter(|(name, value)| !(value.is_null() || place(name) && value.is_number()));
            told.map(|(_, value)| shown(Some(value))).collect::<Vec<_>>().join(" ")
        }
        Some(other) => other.to_string(),
    }
}
