//! The index's documents, made out of rows.

use rusqlite::OptionalExtension;
use tantivy::TantivyDocument;

use super::{BETWEEN, Fields, TITLE, day_number};
use crate::acts::{FIRST, FIRST_IN_LANGUAGE, is_actor_id};
use crate::names::Names;
use crate::{Act, AsOf, Ledger, LedgerError, Passage, RecordedAct, STATUSES};

/// Later than everything.
const FOREVER: i64 = i64::MAX;

/// The kind of act that is followed.
const COMMITMENT: &str = "commitment";

/// Takes a document.
type Add<'a> = &'a mut dyn FnMut(TantivyDocument) -> tantivy::Result<()>;

/// Makes documents.
pub(super) struct Documents<'l> {
    pub(super) ledger: &'l Ledger,
    pub(super) fields: Fields,
    pub(super) names: &'l Names,
}

/// What all documents of an article share.
struct Head {
    said: Option<String>,
    title: Option<String>,
    learnt: i64,
    gone: Option<i64>,
    first: bool,
    first_in_language: bool,
}

impl Documents<'_> {
    fn head(&self, article: i64) -> Result<Option<Head>, LedgerError> {
        let sql = format!(
            "SELECT t.said, t.title, r.learnt, r.superseded, {FIRST}, {FIRST_IN_LANGUAGE} FROM article t
             JOIN reading r ON r.id = t.reading WHERE t.id = ?2"
        );
        let head = self.ledger.db.prepare_cached(&sql)?.query_row([AsOf::NOW.limit(), article], |row| {
            Ok(Head {
                said: row.get(0)?,
                title: row.get(1)?,
                learnt: row.get(2)?,
                gone: row.get(3)?,
                first: row.get(4)?,
                first_in_language: row.get(5)?,
            })
        });
        Ok(head.optional()?)
    }

    /// Those of an article, as it stands now.
    pub(super) fn article(&self, article: i64, add: Add<'_>) -> Result<(), LedgerError> {
        let Some(head) = self.head(article)? else { return Ok(()) };
        let (text, acts) = match self.ledger.indexed(article, self.names) {
            // The others are found all the same; `check` names what is damaged.
            Err(LedgerError::Damaged { .. }) => return Ok(()),
            read => read?,
        };
        for act in acts {
            self.act(&act, &head, add)?;
        }
        if let Some(title) = &head.title {
            let mut document = self.base(article, TITLE, &head);
            document.add_text(self.fields.title, title);
            // A title that the page sets above the text is no part of it; it is found as if it were a paragraph.
            if text.trim_start().starts_with(title.trim()) {
                document.add_text(self.fields.flag, "title");
            } else {
                document.add_text(self.fields.passage, title);
            }
            document.add_text(self.fields.deed, "");
            document.add_text(self.fields.holders, "");
            document.add_u64(self.fields.place, 0);
            add(document)?;
        }
        for passage in Passage::of(&text) {
            let mut document = self.base(article, u64::from(passage.start), &head);
            document.add_text(self.fields.passage, passage.text);
            // Every document has a value, which is cheaper to read than to ask whether there is one.
            document.add_text(self.fields.deed, "");
            document.add_text(self.fields.holders, "");
            document.add_u64(self.fields.place, 0);
            add(document)?;
        }
        Ok(())
    }

    fn base(&self, article: i64, start: u64, head: &Head) -> TantivyDocument {
        let fields = self.fields;
        let mut document = TantivyDocument::new();
        document.add_u64(fields.article, article.unsigned_abs());
        document.add_u64(fields.start, start);
        let flags = [
            (head.gone.is_some(), "dead"),
            (!head.first_in_language, "copy"),
            (head.first_in_language && !head.first, "version"),
        ];
        for (_, flag) in flags.into_iter().filter(|(set, _)| *set) {
            document.add_text(fields.flag, flag);
        }
        if let Some(day) = head.said.as_deref().and_then(day_number) {
            document.add_i64(fields.said, day);
        }
        document.add_i64(fields.learnt, head.learnt);
        document.add_i64(fields.gone, head.gone.unwrap_or(FOREVER));
        document
    }

    fn act(&self, found: &Act, head: &Head, add: Add<'_>) -> Result<(), LedgerError> {
        let (fields, act) = (self.fields, &found.act);
        let mut document = self.base(found.article, u64::from(act.start), head);
        document.add_u64(fields.place, found.place());
        document.add_text(fields.flag, "act");
        if found.standing.rejected {
            document.add_text(fields.flag, "rejected");
        }
        document.add_text(fields.text, &act.quote);
        document.add_text(fields.kind, &act.kind);
        if let Some(stance) = &act.stance {
            document.add_text(fields.stance, stance);
        }
        let lists = [
            (fields.holder, &act.holders),
            (fields.addressee, &act.addressees),
            (fields.via, &act.via),
            (fields.target, &act.targets),
            (fields.instrument, &act.instruments),
            (fields.mechanism, &act.mechanisms),
        ];
        for (field, values) in lists {
            for value in values {
                document.add_text(field, value);
            }
        }
        document.add_text(fields.deed, deed(act));
        document.add_text(fields.holders, joined(act.holders.iter()));
        if let Some(ties) = ties(act) {
            document.add_text(fields.ties, ties);
        }
        document.add_u64(fields.telling, u64::from(act.telling()));
        if act.kind == COMMITMENT {
            if act.checkable() {
                document.add_text(fields.flag, "checkable");
            }
            if let Some(fared) = found.standing.fared.as_deref().filter(|fared| *fared != STATUSES[0]) {
                document.add_text(fields.flag, fared);
            }
            if let Some(day) = act.deadline().and_then(day_number) {
                document.add_i64(fields.deadline, day);
            }
        }
        add(document)?;
        Ok(())
    }
}

/// What an act is by itself: few forms, however many acts.
pub(super) fn deed(act: &RecordedAct) -> String {
    let rung = act.intensity.map_or_else(String::new, |rung| rung.to_string());
    let voice = if act.via.is_empty() { "" } else { "via" };
    let of = |text: &Option<String>| text.clone().unwrap_or_default();
    [act.kind.clone(), of(&act.stance), of(&act.polarity), rung, voice.to_owned()].join(&String::from(BETWEEN))
}

pub(super) fn joined<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let mut out = String::new();
    for (at, name) in names.enumerate() {
        if at > 0 {
            out.push(BETWEEN);
        }
        out += name;
    }
    out
}

/// Who an act ties to whom; none where it names no two.
fn ties(act: &RecordedAct) -> Option<String> {
    let others = if act.kind == "position" { &act.targets } else { &act.addressees };
    let others: Vec<&String> = others.iter().filter(|name| is_actor_id(name)).collect();
    let told = act.holders.len() > 1 || (!act.holders.is_empty() && !others.is_empty());
    told.then(|| [joined(act.holders.iter()), joined(others.into_iter())].join(&String::from_iter([BETWEEN, BETWEEN])))
}
