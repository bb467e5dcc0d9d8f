//! Commands that a line under an answer names, so that every number opens its list: with the question and the flags that were
//! asked with, as a shell takes them.

use crate::args::{When, Which};

/// A word as a shell takes it.
pub(crate) fn shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.:,/=@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// The flags of days.
pub(crate) fn days(when: &When) -> String {
    let day = |flag: &str, day: &Option<String>| {
        day.as_ref().map_or_else(String::new, |day| format!(" --{flag} {}", shell(day)))
    };
    let undated = if when.undated { " --undated" } else { "" };
    format!("{}{}{undated}", day("from", &when.from), day("to", &when.to))
}

/// The flags of acts, without those of days.
pub(crate) fn which(which: &Which) -> String {
    let asked = chancery_answer::Which::from(which);
    let told = asked.lists().filter(|(_, values)| !values.is_empty());
    let mut out: String = told.map(|(flag, values)| format!(" --{flag} {}", shell(&values.join(",")))).collect();
    out.push_str(if which.rejected { " --rejected" } else { "" });
    out.push_str(if which.copies.all_copies { " --all-copies" } else { "" });
    out
}

/// The verb that lists the acts of a question: `chancery acts`, or where it has words `chancery search` with them.
pub(crate) fn list(on: &str) -> String {
    if on.trim().is_empty() { "chancery acts".to_owned() } else { format!("chancery search {}", shell(on)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_part_them() {
        assert_eq!(
            ["AUKUS", "a b", "it's", "", "holder:CHN", "气候"].map(shell),
            ["AUKUS", "'a b'", r"'it'\''s'", "''", "holder:CHN", "气候"]
        );
        assert_eq!((list(" "), list("a OR b")), ("chancery acts".to_owned(), "chancery search 'a OR b'".to_owned()));
        let when = When { from: Some("2024".into()), to: None, undated: false };
        let asked = Which { holder: vec!["CHN".into(), "Wang Yi".into()], rejected: true, ..Which::default() };
        assert_eq!((days(&when), which(&asked)), (" --from 2024".into(), " --holder 'CHN,Wang Yi' --rejected".into()));
    }
}
