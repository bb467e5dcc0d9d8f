//! PLOVER rows: events with their type and mode, as CSV, in columns named after those of POLECAT where we hold what they hold.
//!
//! Types and modes are the packs' crosswalk, written into the record when a text is read; an event whose class has no PLOVER type
//! gives no row. Several actors stand in one cell, as PLOVER allows. Left empty by us and so left out: intensity, quad code
//! (versions of PLOVER differ in it; it follows from the type), contexts, sectors, coordinates.

use chancery_ledger::days_since_1970;

use crate::columns::whole_day;
use crate::rows::record;
use crate::{About, ExportError, Files, Form, Name, Told};

const COLUMNS: &[&str] = &[
    "Event ID",
    "Event Date",
    "Event End Date",
    // `text` where the text says when, `article` where the day is the article's.
    "Event Date Basis",
    "Event Type",
    "Event Mode",
    "Actor Name",
    "Actor ID",
    "Actor Country",
    "Recipient Name",
    "Recipient ID",
    "Recipient Country",
    "Reported By",
    "Event Text",
    "Headline",
    "Publication Date",
    "Publisher",
    "Language",
    "URL",
];

/// Rows being written.
pub(crate) struct Rows;

impl Form for Rows {
    fn begin(&mut self, _about: &About, files: &mut Files) {
        let names: Vec<String> = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
        record(files.file(Name::Plover.main()), &names);
    }

    fn act(&mut self, told: &Told<'_>, about: &About, files: &mut Files) -> Result<(), ExportError> {
        let act = &told.act.act;
        let Some(code) = act.event.as_deref().filter(|_| act.kind == "event") else { return Ok(()) };
        let (kind, mode) = code.split_once('-').unwrap_or((code, ""));
        let when = act.dates.iter().find(|date| date.role == "when");
        let day = |day: &Option<String>| day.clone().filter(|day| days_since_1970(day).is_some());
        let own = when.and_then(|when| day(&when.start).or_else(|| day(&when.end)));
        let last = when.and_then(|when| day(&when.end)).filter(|last| Some(last) != own.as_ref());
        let said = whole_day(&told.act.said);
        let basis = match (&own, &said) {
            (Some(_), _) => "text",
            (None, Some(_)) => "article",
            (None, None) => "",
        };
        let names = |ids: &[String]| ids.iter().map(|id| about.name(id)).collect::<Vec<_>>().join("; ");
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        // Who an event is done to is whom it is addressed to, else about.
        let recipients = if act.addressees.is_empty() { &act.targets } else { &act.addressees };
        let recipients: Vec<String> = recipients.iter().filter(|id| is_actor(id)).cloned().collect();
        let cells = [
            told.act.id.to_string(),
            own.clone().or_else(|| said.clone()).unwrap_or_default(),
            text(&last),
            basis.to_owned(),
            kind.to_owned(),
            mode.to_owned(),
            names(&act.holders),
            act.holders.join("; "),
            countries(&act.holders),
            names(&recipients),
            recipients.join("; "),
            countries(&recipients),
            names(&act.via),
            act.quote.clone(),
            text(&told.act.title),
            text(&told.act.said),
            text(&told.article.outlet),
            told.article.language.clone(),
            text(&told.article.url),
        ];
        record(files.file(Name::Plover.main()), &cells);
        Ok(())
    }
}

fn is_country(id: &str) -> bool {
    id.len() == 3 && id.bytes().all(|b| b.is_ascii_uppercase())
}

fn is_actor(id: &str) -> bool {
    is_country(id) || ["org:", "person:", "group:"].iter().any(|before| id.starts_with(before))
}

fn countries(ids: &[String]) -> String {
    ids.iter().filter(|id| is_country(id)).cloned().collect::<Vec<_>>().join("; ")
}
