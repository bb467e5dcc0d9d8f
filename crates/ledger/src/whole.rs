//! A record cut into the parts of its article ([`Body`]) and put together again, to the byte.
//!
//! What stands in the ledger elsewhere (the article's id, its source's hash, the packs that read it) or in another part is left
//! out of a part, with a mark in its place. The marks are control characters, which no JSON may hold unescaped.

use serde_json::value::RawValue;

use crate::pack::Body;
use crate::record::place_of;
use crate::{LedgerError, RecordedAct, ids};

const KEY: char = '\u{1}';
const HASH: char = '\u{2}';
const PACKS: char = '\u{3}';
const TEXT: char = '\u{4}';
const ACTS: char = '\u{5}';

/// What a record shares with its reading and source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shared<'a> {
    /// The article's id.
    pub(crate) key: &'a str,
    /// Its source's hash, in hex.
    pub(crate) hash: &'a str,
    /// The packs, as JSON.
    pub(crate) packs: &'a str,
}

/// The parts of a record.
pub(crate) fn cut(line: &str, text: (&RawValue, String), acts: &RawValue, packs: &RawValue, with: Shared<'_>) -> Body {
    let (raw_text, text) = text;
    let mut holes = vec![(place_of(line, acts), ACTS)];
    // Written otherwise than we would, it stays as it is.
    if serde_json::to_string(&text).is_ok_and(|own| own == raw_text.get()) {
        holes.push((place_of(line, raw_text), TEXT));
    }
    if packs.get() == with.packs {
        holes.push((place_of(line, packs), PACKS));
    }
    holes.sort_by_key(|(place, _)| place.start);
    let mut rest = String::with_capacity(line.len() - acts.get().len());
    let mut at = 0;
    for (place, mark) in holes {
        rest.push_str(&line[at..place.start]);
        rest.push(mark);
        at = place.end;
    }
    rest.push_str(&line[at..]);
    let mark = |text: &str, what: &str, mark: char| text.replace(what, mark.encode_utf8(&mut [0; 4]));
    let rest = mark(&mark(&rest, with.hash, HASH), with.key, KEY);
    Body { text, acts: mark(acts.get(), with.key, KEY), rest }
}

/// The record of these parts.
///
/// # Errors
/// Where the text can't be written as JSON.
pub(crate) fn put_together(body: &Body, with: Shared<'_>) -> Result<String, serde_json::Error> {
    let mut out = String::with_capacity(body.rest.len() + body.acts.len() + body.text.len() + 256);
    for c in body.rest.chars() {
        match c {
            KEY => out.push_str(with.key),
            HASH => out.push_str(with.hash),
            PACKS => out.push_str(with.packs),
            TEXT => out.push_str(&serde_json::to_string(&body.text)?),
            ACTS => out.push_str(&body.acts.replace(KEY, with.key)),
            c => out.push(c),
        }
    }
    Ok(out)
}

/// The acts of an article, with their local names: all, or those at the places wanted (in order), with their places.
///
/// # Errors
/// Where they are damaged.
pub(crate) fn acts(
    acts: String,
    wanted: Option<&[usize]>,
    what: &dyn Fn() -> String,
) -> Result<Vec<(usize, String, RecordedAct)>, LedgerError> {
    let damaged = |error: serde_json::Error| LedgerError::Damaged { what: what(), error: error.to_string() };
    let nameless = |id: &str| LedgerError::Damaged { what: what(), error: format!("{id:?} is no id of an act") };
    // The article's id is no part of an act's local name.
    let acts: String = if acts.contains(KEY) { acts.replace(KEY, "") } else { acts };
    let named = |(place, mut act): (usize, RecordedAct)| {
        let local = ids::local(&act.id).ok_or_else(|| nameless(&act.id))?;
        act.id.clear();
        Ok((place, local, act))
    };
    if let Some(wanted) = wanted {
        let all: Vec<&RawValue> = serde_json::from_str(&acts).map_err(damaged)?;
        let some = wanted.iter().filter_map(|place| Some((*place, *all.get(*place)?)));
        return some.map(|(place, raw)| named((place, serde_json::from_str(raw.get()).map_err(damaged)?))).collect();
    }
    let all: Vec<RecordedAct> = serde_json::from_str(&acts).map_err(damaged)?;
    all.into_iter().enumerate().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;

    #[test]
    fn a_record_comes_back_to_the_byte_whatever_its_form() {
        let hash = "6211b276b9faf122c6d2f1756211b276b9faf122c6d2f1756211b276b9faf122";
        let key = &hash[..24];
        let head = format!(
            r#"{{ "schema":1,"id":"{key}","source":{{"name":"a","media_type":"t","blake3":"{hash}","article":0}}"#
        );
        let rest = r#""title":null,"kind":"other","language":"zh","script":null,"published":null,"dateline":null,"outlet":null,"url":null,"issuers":[]"#;
        let act = format!(r#"{{"id":"{key}/position/0-2","kind":"position","start":0,"end":2,"quote":"同意"}}"#);
        for text in [r#""同意\n""#, r#""\u540c意""#] {
            let line = format!(
                r#"{head},{rest},"text":{text},"acts":[{act}, {act}],"new":"{key}","program":"p","packs":[1, 2]}}"#
            );
            let record: Record<'_> = serde_json::from_str(&line).expect("a record");
            for packs in ["[1, 2]", "[]"] {
                let with = Shared { key, hash, packs };
                let own = serde_json::from_str(record.text.get()).expect("a text");
                let body = cut(&line, (record.text, own), record.acts, record.packs, with);
                assert_eq!(put_together(&body, with).expect("whole"), line);
                assert!(!body.acts.contains(key) && !body.rest.contains(hash));
                let all = acts(body.acts.clone(), None, &String::new).expect("acts");
                assert_eq!((all.len(), &*all[1].1, all[1].0), (2, "p0-2", 1));
                let one = acts(body.acts, Some(&[1, 7]), &String::new).expect("acts");
                assert_eq!((one.len(), one[0].0), (1, 1));
            }
        }
    }
}
