//! iCalendar (RFC 5545): the days by which commitments and calls are due, and the meetings that acts tell of.
//!
//! All are whole days. `DTSTAMP` is the last moment at which the ledger learnt something, never the clock. A meeting stands
//! where an act that was asked for tells of it; name, place and who took part come from the record. An event of consulting
//! whose record names no meeting is one by its own words.

use std::collections::BTreeSet;

use chancery_ledger::{RecordedDate, days_after};
use serde::Deserialize;

use crate::words::{details, judged};
use crate::{About, ExportError, Files, Form, Name, Told};

/// The classes of event that are meetings.
const MEETING: &str = "consult";

/// Octets on a line, RFC 5545 3.1.
const LINE: usize = 75;

/// A calendar being written.
#[derive(Debug, Default)]
pub(crate) struct Calendar {
    /// The present article, its meetings, and those of them that stand already.
    article: String,
    meetings: Vec<Meeting>,
    written: BTreeSet<u32>,
}

/// Of a record, its meetings.
#[derive(Deserialize)]
struct Meetings {
    #[serde(default)]
    meetings: Vec<Meeting>,
}

#[derive(Debug, Deserialize)]
struct Meeting {
    name: String,
    #[serde(default)]
    dates: Vec<Days>,
    place: Option<String>,
    #[serde(default)]
    participants: Vec<Participant>,
    start: u32,
    end: u32,
}

#[derive(Debug, Deserialize)]
struct Days {
    start: Option<String>,
    end: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Participant {
    person: Option<String>,
    post: Option<String>,
    actor: Option<String>,
}

/// What stands in a calendar.
struct Entry<'e> {
    uid: String,
    first: &'e str,
    last: &'e str,
    category: &'e str,
    summary: String,
    place: Option<&'e str>,
    with: Vec<String>,
}

impl Form for Calendar {
    fn wants_record(&self) -> bool {
        true
    }

    fn begin(&mut self, about: &About, files: &mut Files) {
        let out = files.file(Name::Ics.main());
        for text in ["BEGIN:VCALENDAR", "VERSION:2.0"] {
            line(out, text);
        }
        line(out, &format!("PRODID:-//chancery//{}//EN", escaped(&about.program)));
        for text in ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:Deadlines and meetings"] {
            line(out, text);
        }
    }

    fn act(&mut self, told: &Told<'_>, about: &About, files: &mut Files) -> Result<(), ExportError> {
        let act = &told.act.act;
        let out = files.file(Name::Ics.main());
        if let Some(day) = act.deadline() {
            // What is due, in its own words; a calendar shows little more than the title.
            let summary = format!("Due: {}: {}", about.names_of(&act.holders), short(&act.quote));
            let uid = format!("due-{}.{}@chancery", told.act.id.article, told.act.id.local);
            let entry =
                Entry { uid, first: day, last: day, category: "DEADLINE", summary, place: None, with: Vec::new() };
            write(out, &entry, told, about);
        }
        if act.kind != "event" {
            return Ok(());
        }
        if self.article != told.act.id.article {
            self.article.clone_from(&told.act.id.article);
            self.written.clear();
            let of_record = serde_json::from_str(told.record);
            self.meetings = of_record.map_or_else(|_| Vec::new(), |record: Meetings| record.meetings);
        }
        let here: Vec<&Meeting> =
            self.meetings.iter().filter(|one| one.start < act.end && act.start < one.end).collect();
        let mut named = false;
        for meeting in here {
            let Some((first, last)) = span(meeting, &act.dates) else { continue };
            named = true;
            // Several acts may tell of one meeting.
            if self.written.insert(meeting.start) {
                let uid = format!("meeting-{}.{}-{}@chancery", told.act.id.article, meeting.start, meeting.end);
                let with = meeting.participants.iter().filter_map(|one| participant(one, about)).collect();
                let place = meeting.place.as_deref();
                let name = meeting.name.trim();
                let summary = if name.is_empty() { told_of(told, about) } else { name.to_owned() };
                write(out, &Entry { uid, first, last, category: "MEETING", summary, place, with }, told, about);
            }
        }
        let when = act.dates.iter().find(|date| date.role == "when").and_then(ends);
        if let (false, Some(MEETING), Some((first, last))) = (named, act.stance.as_deref(), when) {
            let uid = format!("meeting-{}.{}@chancery", told.act.id.article, told.act.id.local);
            let summary = told_of(told, about);
            let entry = Entry { uid, first, last, category: "MEETING", summary, place: None, with: Vec::new() };
            write(out, &entry, told, about);
        }
        Ok(())
    }

    fn end(&mut self, _about: &About, files: &mut Files) -> Result<(), ExportError> {
        line(files.file(Name::Ics.main()), "END:VCALENDAR");
        Ok(())
    }
}

/// Characters of a quote in a title.
const TITLE: usize = 80;

fn short(quote: &str) -> String {
    let quote = quote.replace('\n', " ");
    match quote.char_indices().nth(TITLE) {
        Some((at, _)) => format!("{}…", &quote[..at]),
        None => quote,
    }
}

/// What to call a meeting without a name: who met, in whose words.
fn told_of(told: &Told<'_>, about: &About) -> String {
    let act = &told.act.act;
    let mut who = act.holders.clone();
    who.extend(act.addressees.iter().filter(|one| !act.holders.contains(one)).cloned());
    format!("{}: {}", about.names_of(&who), act.quote)
}

/// The days of a meeting: its own, else those of the act that tells of it.
fn span<'m>(meeting: &'m Meeting, dates: &'m [RecordedDate]) -> Option<(&'m str, &'m str)> {
    let own = meeting.dates.iter().find_map(|days| both(days.start.as_deref(), days.end.as_deref()));
    own.or_else(|| dates.iter().filter(|date| date.role == "when").find_map(ends))
}

fn ends(date: &RecordedDate) -> Option<(&str, &str)> {
    both(date.start.as_deref(), date.end.as_deref())
}

/// Both ends, the one for the other where one is open.
fn both<'d>(start: Option<&'d str>, end: Option<&'d str>) -> Option<(&'d str, &'d str)> {
    Some((start.or(end)?, end.or(start)?))
}

/// `Ann Example, foreign minister (New Zealand)`.
fn participant(one: &Participant, about: &About) -> Option<String> {
    let mut words: Vec<String> = [&one.person, &one.post].into_iter().flatten().cloned().collect();
    let actor = one.actor.as_deref().map(|id| about.name(id).to_owned());
    match (words.is_empty(), actor) {
        (true, actor) => actor,
        (false, None) => Some(words.join(", ")),
        (false, Some(actor)) => {
            if let Some(last) = words.last_mut() {
                last.push_str(&format!(" ({actor})"));
            }
            Some(words.join(", "))
        }
    }
}

fn write(out: &mut Vec<u8>, entry: &Entry<'_>, told: &Told<'_>, about: &About) {
    // The end of an event is the first day that is no part of it.
    let Some(after) = days_after(entry.last, 1) else { return };
    let compact = |day: &str| day.replace('-', "");
    let act = &told.act.act;
    let mut words = vec![format!("“{}”", act.quote)];
    words.extend(details(act, about));
    if !entry.with.is_empty() {
        words.push(format!("with {}", entry.with.join("; ")));
    }
    words.push(judged(&told.act.standing));
    let day = told.act.said.as_deref().map_or_else(String::new, |day| format!(", {day}"));
    words.push(format!("{}{day}", told.act.title.as_deref().unwrap_or_default()));
    words.push(told.act.id.to_string());
    let words: Vec<&str> = words.iter().map(|one| one.trim_start_matches(", ")).filter(|one| !one.is_empty()).collect();
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}", entry.uid));
    line(out, &format!("DTSTAMP:{}", stamp(&about.moment.to_string())));
    line(out, &format!("LAST-MODIFIED:{}", stamp(&told.changed.to_string())));
    line(out, &format!("DTSTART;VALUE=DATE:{}", compact(entry.first)));
    line(out, &format!("DTEND;VALUE=DATE:{}", compact(&after)));
    line(out, &format!("SUMMARY:{}", escaped(&entry.summary)));
    line(out, &format!("DESCRIPTION:{}", escaped(&words.join("\n"))));
    if let Some(place) = entry.place {
        line(out, &format!("LOCATION:{}", escaped(place)));
    }
    if let Some(url) = told.article.url.as_deref().filter(|url| !url.contains(char::is_control)) {
        line(out, &format!("URL:{url}"));
    }
    line(out, &format!("CATEGORIES:{}", entry.category));
    line(out, "TRANSP:TRANSPARENT");
    line(out, "END:VEVENT");
}

/// `2024-02-29T10:00:00Z` as iCalendar writes it.
fn stamp(moment: &str) -> String {
    moment.replace(['-', ':'], "")
}

/// Text with what has a meaning in iCalendar marked as plain; other control characters have no place in it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            _ if c.is_control() => {}
            _ => out.push(c),
        }
    }
    out
}

/// A line, folded where it is long; never inside a character.
fn line(out: &mut Vec<u8>, text: &str) {
    let mut room = LINE;
    for c in text.chars() {
        if c.len_utf8() > room {
            out.extend_from_slice(b"\r\n ");
            room = LINE - 1;
        }
        room -= c.len_utf8();
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut out = Vec::new();
        line(&mut out, &format!("SUMMARY:{}", "海".repeat(60)));
        let text = String::from_utf8(out).expect("no character is cut");
        assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
        assert_eq!(text.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "海".repeat(60)));
    }

    #[test]
    fn what_has_a_meaning_is_marked_as_plain() {
        assert_eq!(escaped("a, b; c\\d\ne\u{7}\tf"), "a\\, b\\; c\\\\d\\ne f");
        assert_eq!(stamp("2024-02-29T10:00:00Z"), "20240229T100000Z");
        assert_eq!(both(None, Some("2024-01-02")), Some(("2024-01-02", "2024-01-02")));
    }
}
