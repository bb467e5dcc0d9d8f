//! What is wrong with a pack: one problem, its place, what to try. Next to read: `lists.rs`.

use std::fmt;

use chancery_text::FoldTable;

use crate::text::Text;

/// One problem of a pack, with its place. Shown as `file:line:column: message`, so that editors jump to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    /// Which file, from the packs' folder on.
    pub file: String,
    /// Which line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// Which character of the line, from 1; 0 where the whole line is meant.
    pub column: usize,
    /// What is wrong, and what to try.
    pub message: String,
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        for place in [self.line, self.column].into_iter().take_while(|place| *place > 0) {
            write!(f, ":{place}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for PackError {}

impl PackError {
    /// Of a file as a whole.
    pub(crate) fn whole(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: 0, column: 0, message: message.into() }
    }

    /// Of a line as a whole, counted from 1.
    pub(crate) fn line(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self { line, ..Self::whole(file, message) }
    }

    /// At a byte of the file's text.
    pub(crate) fn at(file: &str, text: &str, byte: usize, message: impl Into<String>) -> Self {
        let (line, column) = place(text, byte);
        Self { line, column, ..Self::whole(file, message) }
    }

    /// As the TOML reader tells it.
    pub(crate) fn toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        match error.span() {
            Some(span) => Self::at(file, text, span.start, error.message()),
            None => Self::whole(file, error.message()),
        }
    }
}

/// Line and column of a byte, both in characters from 1.
pub(crate) fn place(text: &str, byte: usize) -> (usize, usize) {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let before = &text[..byte];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// A written form as a folded text has it; ASCII capitals stay, since some names are told by them (US).
pub(crate) fn fold_form(fold: &FoldTable, form: &mut Text) {
    if form.chars().any(|c| !c.is_ascii() && fold.changes(c)) {
        *form = form.chars().map(|c| if c.is_ascii() { c } else { fold.fold_char(c) }).collect::<String>().into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_in_characters() {
        let text = "一\n二三 x";
        assert_eq!(place(text, text.find('x').expect("there")), (2, 4));
        assert_eq!(place(text, 1), (1, 1));
        assert_eq!(place(text, 999), (2, 5));
        assert_eq!(PackError::at("f.toml", text, 4, "what").to_string(), "f.toml:2:1: what");
        assert_eq!(PackError::whole("f.toml", "what").to_string(), "f.toml: what");
    }

    #[test]
    fn forms_are_folded_but_for_ascii_capitals() {
        let fold = FoldTable::new([('國', '国'), ('É', 'é')], true).expect("lengths agree");
        let folded = |form: &str| {
            let mut form = Text::from(form.to_owned());
            fold_form(&fold, &mut form);
            form.to_owned()
        };
        assert_eq!((folded("US與國"), folded("École")), ("US與国".to_owned(), "école".to_owned()));
    }
}
