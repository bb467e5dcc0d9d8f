//! `packs/web.toml` → the table of names on web pages. Belongs to no language: every set of packs has one.
//! Next to read: `packs/web.toml`.

use std::collections::BTreeMap;

use chancery_model::{WebField, WebMark, WebMarks, WebMarksError};
use serde::Deserialize;

use crate::ready;

/// The table built into the program.
pub const BUILT_IN: &str = include_str!("../../../packs/web.toml");

/// Why a file is no table of web names.
#[derive(Debug, thiserror::Error)]
pub enum WebTableError {
    /// Not TOML, or other keys than these.
    #[error("web.toml: {0}")]
    Toml(#[from] toml::de::Error),
    /// A list under a name that means nothing.
    #[error("web.toml: [{table}] has no list `{name}`: it may be one of {known}")]
    UnknownList {
        /// The table it stands in.
        table: &'static str,
        /// Its name.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A bad or double entry.
    #[error("web.toml: {0}")]
    Entry(#[from] WebMarksError),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: BTreeMap<String, Vec<String>>,
    names: BTreeMap<String, Vec<String>>,
    fields: BTreeMap<String, Vec<String>>,
}

/// Reads the table.
///
/// # Errors
/// Where the file is not such a table; the message says what to mend.
pub fn web_marks(toml: &str) -> Result<WebMarks, WebTableError> {
    marks(&toml::from_str(toml)?)
}

/// The table built into the program, as it was made ready; `None` where it is none, which the tests rule out.
pub(crate) fn ready_marks() -> Option<WebMarks> {
    marks(&ready::table(ready::WEB)?).ok()
}

fn marks(file: &File) -> Result<WebMarks, WebTableError> {
    let words = entries("words", &file.words, WebMark::from_name, WebMark::ALL.iter().map(|m| m.name()))?;
    let names = entries("names", &file.names, WebMark::from_name, WebMark::ALL.iter().map(|m| m.name()))?;
    let fields = entries("fields", &file.fields, WebField::from_name, WebField::ALL.iter().map(|f| f.name()))?;
    Ok(WebMarks::new(words, names, fields)?)
}

fn entries<'f, T: Copy>(
    table: &'static str,
    lists: &'f BTreeMap<String, Vec<String>>,
    meaning: impl Fn(&str) -> Option<T>,
    known: impl Iterator<Item = &'static str>,
) -> Result<Vec<(&'f str, T)>, WebTableError> {
    let mut out = Vec::new();
    for (name, list) in lists {
        let Some(meaning) = meaning(name) else {
            let known = known.collect::<Vec<_>>().join(", ");
            return Err(WebTableError::UnknownList { table, name: name.clone(), known });
        };
        out.extend(list.iter().map(|entry| (entry.as_str(), meaning)));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_table_is_sound() {
        let marks = web_marks(BUILT_IN).unwrap();
        assert_eq!(marks.word("breadcrumb"), Some(WebMark::Aside));
        assert_eq!(marks.name("postmessage_12"), Some(WebMark::Post));
        assert_eq!(marks.field("article:published_time"), Some(WebField::Date));
    }

    #[test]
    fn mistakes_are_told() {
        let told = |toml: &str| web_marks(toml).unwrap_err().to_string();
        assert!(
            told("[words]\nasides = []\n[names]\n[fields]\n").contains("no list `asides`: it may be one of content")
        );
        assert!(
            told("[words]\naside = ['nav']\ncontent = ['nav']\n[names]\n[fields]\n").contains("\"nav\" stands twice")
        );
        assert!(told("[words]\n[names]\n[feilds]\n").contains("feilds"));
    }
}
