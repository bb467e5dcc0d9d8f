//! FollowTheMoney: entities as JSON Lines, for Aleph, OpenAleph and what else reads them.
//!
//! Actors are `PublicBody` (states and territories), `Organization`, `Person` or, for loose groups, `LegalEntity`; an article is a
//! `Document`; an event is an `Event` with those involved; every other act is a `Note` on who holds it and whom it is about, as
//! FollowTheMoney has no nearer schema. Each entity is written once, before what refers to it.

use std::collections::BTreeSet;

use chancery_ledger::{Article, days_since_1970};
use serde_json::{Map, Value, json};

use crate::rows::json;
use crate::words::{details, headline};
use crate::{About, ExportError, Files, Form, Name, Told};

/// ISO 3166-1: alpha-2, alpha-3.
const COUNTRIES: &str = include_str!("../../../tools/lexicon/iso3166.tsv");

/// Languages of texts as FollowTheMoney writes them (ISO 639-3).
const LANGUAGES: &[(&str, &str)] = &[
    ("ar", "ara"),
    ("de", "deu"),
    ("en", "eng"),
    ("es", "spa"),
    ("fr", "fra"),
    ("ja", "jpn"),
    ("ru", "rus"),
    ("zh", "zho"),
];

/// Entities being written.
#[derive(Debug, Default)]
pub(crate) struct Entities {
    written: BTreeSet<String>,
}

/// An entity's properties, those that are there.
#[derive(Default)]
struct Properties(Map<String, Value>);

impl Properties {
    fn put(mut self, name: &str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let mut seen = BTreeSet::new();
        let values = values.into_iter().map(Into::into).filter(|value: &String| seen.insert(value.clone()));
        let values: Vec<Value> = values.map(Value::String).collect();
        if !values.is_empty() {
            self.0.insert(name.to_owned(), Value::Array(values));
        }
        self
    }

    fn write(self, id: &str, schema: &str, out: &mut Vec<u8>) {
        let entity = json!({"id": id, "schema": schema, "properties": self.0, "datasets": ["chancery"]});
        json(out, &entity);
    }
}

/// An id of the letters that FollowTheMoney takes; a name of others by its bytes.
fn entity_id(before: &str, id: &str) -> String {
    let plain = id.replace(':', "-");
    if plain.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.') {
        format!("chancery-{before}-{plain}")
    } else {
        let hex: String = id.bytes().map(|b| format!("{b:02x}")).collect();
        format!("chancery-{before}-x{hex}")
    }
}

fn actor_id(id: &str) -> String {
    entity_id("actor", id)
}

/// The two letters of a country's three.
fn country(id: &str) -> Option<String> {
    let rows = COUNTRIES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    rows.filter(|(_, three)| *three == id).map(|(two, _)| two.to_lowercase()).next()
}

impl Entities {
    fn actor(&mut self, id: &str, about: &About, out: &mut Vec<u8>) -> Option<String> {
        let (schema, country) = match id.split_once(':').map(|(before, _)| before) {
            Some("org") => ("Organization", None),
            Some("person") => ("Person", None),
            Some("group") => ("LegalEntity", None),
            Some(_) => return None,
            None if id.len() == 3 && id.bytes().all(|b| b.is_ascii_uppercase()) => ("PublicBody", country(id)),
            None => return None,
        };
        let own = actor_id(id);
        if self.written.insert(own.clone()) {
            Properties::default().put("name", [about.name(id)]).put("country", country).write(&own, schema, out);
        }
        Some(own)
    }

    fn document(&mut self, article: &Article, out: &mut Vec<u8>) -> String {
        let own = entity_id("document", &article.key);
        if self.written.insert(own.clone()) {
            let file = article.source.rsplit(['/', '\\']).next().unwrap_or(&article.source);
            let language = LANGUAGES.iter().find(|(two, _)| *two == article.language).map(|(_, three)| *three);
            Properties::default()
                .put("fileName", [file])
                .put("title", &article.title)
                .put("date", &article.said)
                .put("publisher", &article.outlet)
                .put("sourceUrl", &article.url)
                .put("language", language)
                .put("retrievedAt", [article.learnt.to_string().trim_end_matches('Z')])
                .write(&own, "Document", out);
        }
        own
    }
}

impl Form for Entities {
    fn act(&mut self, told: &Told<'_>, about: &About, files: &mut Files) -> Result<(), ExportError> {
        let out = files.file(Name::Ftm.main());
        let act = &told.act.act;
        let proof = self.document(told.article, out);
        let mut actors = |ids: &[String]| -> Vec<String> {
            let mut found: Vec<String> = ids.iter().filter_map(|id| self.actor(id, about, out)).collect();
            found.sort();
            found.dedup();
            found
        };
        let everybody = [&act.holders[..], &act.addressees, &act.targets].concat();
        let with = [&act.holders[..], &act.addressees].concat();
        let terms = [Some(&act.kind), act.stance.as_ref(), act.event.as_ref()];
        let own = entity_id("act", &format!("{}.{}", told.article.key, told.act.id.local));
        let more = details(act, about).join("; ");
        let properties = Properties::default()
            .put("keywords", terms.into_iter().flatten())
            .put("proof", [proof])
            .put("sourceUrl", &told.article.url)
            .put("publisher", &told.article.outlet);
        if act.kind == "event" {
            let involved = actors(&with);
            let when = act.dates.iter().find(|date| date.role == "when");
            let day = |day: &Option<String>| day.clone().filter(|day| days_since_1970(day).is_some());
            let (first, last) = when.map_or((None, None), |when| (day(&when.start), day(&when.end)));
            let said = told.act.said.clone().filter(|_| first.is_none() && last.is_none());
            properties
                .put("name", [act.quote.split_whitespace().collect::<Vec<_>>().join(" ")])
                .put("summary", [headline(act, about)])
                .put("description", Some(more).filter(|more| !more.is_empty()))
                .put("startDate", first)
                .put("endDate", last)
                .put("date", said)
                .put("involved", involved)
                .put("recordId", [told.act.id.to_string()])
                .write(&own, "Event", out);
        } else {
            let entities = actors(&everybody);
            let name = headline(act, about);
            properties
                .put("name", [name])
                .put("description", [act.quote.as_str()])
                .put("summary", Some(more).filter(|more| !more.is_empty()))
                .put("entity", entities)
                .write(&own, "Note", out);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_of_the_letters_that_are_taken_and_differ() {
        assert_eq!(actor_id("CHN"), "chancery-actor-CHN");
        assert_eq!(actor_id("org:UN"), "chancery-actor-org-UN");
        assert_eq!(actor_id("group:甲"), "chancery-actor-x67726f75703ae794b2");
        assert_eq!((country("CHN").as_deref(), country("ZQZ")), (Some("cn"), None));
    }
}
