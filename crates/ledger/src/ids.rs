//! Short, stable names for what the ledger holds. An article is named by the beginning of its record's id, an act by its
//! article, its kind's letter and its place: `6211b276b9.p119-133`. They follow from the record alone, so the same source
//! read on another machine gives the same ids, and an act keeps its id whatever else is found beside it.

use std::fmt;

use thiserror::Error;

use crate::Timestamp;

/// Hex digits of an article's id that are shown: 40 bits. Of 100,000 articles some two in a hundred ledgers hold a pair
/// that agrees in them; both are then told and a longer form is asked for.
pub(crate) const SHORT: usize = 10;

/// What permalinks begin with.
const SCHEME: &str = "chancery:";

/// The permalink of an article, or of a stretch of its text (code points, in the form of RFC 5147). It follows from the source's
/// bytes alone, so it means the same in everybody's ledger; `chancery show` opens it.
#[must_use]
pub fn permalink(key: &str, place: Option<(u32, u32)>) -> String {
    let place = place.map_or_else(String::new, |(start, end)| format!("#char={start},{end}"));
    format!("{SCHEME}{key}{place}")
}

/// Fewest digits that a person may give.
const FEWEST: usize = 4;

/// Why an id leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IdError {
    /// Not of the form.
    #[error("{0:?} is no id: an article's is like 6211b276b9, an act's like 6211b276b9.p119-133 (rows show theirs)")]
    Form(String),
    /// Too short.
    #[error("{0:?} is too short an id: its first {FEWEST} digits at least are needed, as in 6211 or 6211.p119-133")]
    Short(String),
    /// Nothing of that name.
    #[error("nothing here is called {0}: search for it, or list what there is with `chancery articles`")]
    Unknown(String),
    /// Only of a reading that another took the place of.
    #[error(
        "{id} counts no more: another reading took its place on {since}. `chancery show {id}` shows it as it was, and \
         `chancery show {article}` its text and what stands now"
    )]
    Superseded {
        /// The act.
        id: String,
        /// Its article.
        article: String,
        /// Since when.
        since: Timestamp,
    },
    /// Several.
    #[error("{id} names several: {}", .found.join(", "))]
    Several {
        /// What was asked for.
        id: String,
        /// What it could be.
        found: Vec<String>,
    },
    /// An article where an act is wanted.
    #[error("{0} is an article, and an act is wanted: `chancery show {0}` lists its acts")]
    NotAnAct(String),
}

/// The name of an act within its article: kind's letter, first and last place, a number where several share them.
///
/// `record_id` is the act's id in the record (`ARTICLE/position/119-133`, `…/2` where there is a second).
pub(crate) fn local(record_id: &str) -> Option<String> {
    let mut steps = record_id.split('/');
    let (_, kind, place, number) = (steps.next()?, steps.next()?, steps.next()?, steps.next());
    let letter = letter(kind)?;
    Some(match number {
        None => format!("{letter}{place}"),
        Some(number) => format!("{letter}{place}.{number}"),
    })
}

/// An act's kind in one letter; an unknown kind (of a newer reader) has `x`.
pub(crate) fn letter(kind: &str) -> Option<char> {
    Some(match kind {
        "position" => 'p',
        "commitment" => 'c',
        "call" => 'r',
        "event" => 'e',
        "claim" => 's',
        "" => return None,
        _ => 'x',
    })
}

/// Kinds by their numbers in rows; all that are not known share the last. Never put in another order.
const KINDS: [&str; 6] = ["position", "commitment", "call", "event", "claim", "other"];

/// The number of a kind in rows; no more than seven.
pub(crate) fn kind_number(kind: &str) -> i64 {
    KINDS.iter().position(|own| *own == kind).unwrap_or(KINDS.len() - 1) as i64
}

/// The kind that a number stands for.
pub(crate) fn kind_of(number: i64) -> &'static str {
    usize::try_from(number).ok().and_then(|number| KINDS.get(number)).copied().unwrap_or("other")
}

/// A kind as a bit.
pub(crate) fn kind_bit(kind: &str) -> i64 {
    1 << kind_number(kind)
}

/// The form of an article's id that is shown.
#[must_use]
pub fn short(key: &str) -> &str {
    key.get(..SHORT).unwrap_or(key)
}

/// An act's id, whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActId {
    /// The article's id in the record, whole.
    pub article: String,
    /// Within it: `p119-133`.
    pub local: String,
}

impl ActId {
    /// From its id in the record (`ARTICLE/position/119-133`).
    #[must_use]
    pub fn of_record(id: &str) -> Option<Self> {
        let article = id.split('/').next()?.to_owned();
        Some(Self { article, local: local(id)? })
    }

    /// With the whole id of its article, which no other source can share.
    #[must_use]
    pub fn whole(&self) -> String {
        format!("{}.{}", self.article, self.local)
    }

    /// What names it in everybody's ledger; `chancery show` opens it.
    #[must_use]
    pub fn permalink(&self) -> String {
        format!("{SCHEME}{}", self.whole())
    }
}

impl fmt::Display for ActId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", short(&self.article), self.local)
    }
}

/// An id as a person gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// The beginning of an article's id.
    Article(String),
    /// The beginning of an article's id, and an act in it.
    Act(String, String),
}

impl Reference {
    /// From what was typed; a record's own ids are understood too.
    ///
    /// # Errors
    /// Where it is not of the form.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let bad = || IdError::Form(text.to_owned());
        let text = text.trim();
        // A permalink, or an id with a place: which stretch of the text is meant, `chancery show` asks by itself.
        let text = text.strip_prefix(SCHEME).unwrap_or(text).split('#').next().unwrap_or_default();
        let (article, act) = if text.contains('/') {
            (text.split('/').next().unwrap_or_default(), Some(local(text).ok_or_else(bad)?))
        } else {
            match text.split_once('.') {
                None => (text, None),
                Some((article, act)) => (article, Some(act.to_owned())),
            }
        };
        if !article.bytes().all(|b| b.is_ascii_hexdigit()) || article.is_empty() {
            return Err(bad());
        }
        if article.len() < FEWEST {
            return Err(IdError::Short(text.to_owned()));
        }
        let article = article.to_ascii_lowercase();
        Ok(match act {
            None => Self::Article(article),
            Some(act) if act.len() > 1 => Self::Act(article, act),
            Some(_) => return Err(bad()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_say_where() {
        assert_eq!(local("6211b276b9faf122/position/119-133").as_deref(), Some("p119-133"));
        assert_eq!(local("6211b276b9faf122/call/4-9/2").as_deref(), Some("r4-9.2"));
        assert_eq!(local("6211b276b9faf122"), None);
        let id = ActId { article: "6211b276b9faf122c6d2f175".into(), local: "p119-133".into() };
        assert_eq!(id.to_string(), "6211b276b9.p119-133");
        assert_eq!(ActId::of_record("6211b276b9faf122c6d2f175/position/119-133"), Some(id));
        assert_eq!(ActId::of_record("6211b276b9faf122c6d2f175"), None, "an article");
    }

    #[test]
    fn what_people_type_is_understood_or_refused() {
        let id = ActId { article: "6211b276b9faf122c6d2f175".into(), local: "p119-133".into() };
        assert_eq!(id.permalink(), "chancery:6211b276b9faf122c6d2f175.p119-133");
        for (text, right) in [
            ("6211b276b9", Reference::Article("6211b276b9".into())),
            (" 6211B ", Reference::Article("6211b".into())),
            ("6211b276b9.p119-133", Reference::Act("6211b276b9".into(), "p119-133".into())),
            ("6211b276b9faf122/position/119-133", Reference::Act("6211b276b9faf122".into(), "p119-133".into())),
            (&*id.permalink(), Reference::Act("6211b276b9faf122c6d2f175".into(), "p119-133".into())),
            (&*permalink("6211b276b9faf122", Some((3, 9))), Reference::Article("6211b276b9faf122".into())),
            ("6211b276b9#char=3,9", Reference::Article("6211b276b9".into())),
            ("6211b276b9.r4-9.2", Reference::Act("6211b276b9".into(), "r4-9.2".into())),
        ] {
            assert_eq!(Reference::parse(text), Ok(right), "{text}");
        }
        assert_eq!(Reference::parse("62"), Err(IdError::Short("62".into())));
        for text in ["", "AUKUS", "6211b276b9.", "6211b276b9.p", "6211b276b9/", "chancery:", "http:6211b276b9"] {
            assert!(Reference::parse(text).is_err(), "{text}");
        }
    }
}
