//! A pack to begin a language with: small, sound, and every line of it explained. Next to read: `packs/_template`.

use crate::lists::bundled_files;

/// The language that the template stands for.
const STANDS_FOR: &str = "xx";

/// The files of a new pack for `language`, each as name from its folder on and text.
#[must_use]
pub fn template(language: &str) -> Vec<(String, String)> {
    let quoted = |end: &str, id: &str| format!("\"{id}{end}");
    bundled_files("_template")
        .into_iter()
        .map(|(name, text)| {
            let mut text = text.to_owned();
            for end in ["\"", "/"] {
                text = text.replace(&quoted(end, STANDS_FOR), &quoted(end, language));
            }
            (name.trim_start_matches("_template/").to_owned(), text)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Plain, check_rules, clashes, compile};

    #[test]
    fn a_new_pack_passes_its_own_check() {
        let files = template("eo");
        assert!(files.iter().any(|(name, _)| name == "pack.toml"), "{files:?}");
        let knowledge = compile(&files).unwrap_or_else(|errors| panic!("{errors:?}"));
        let (raw, rules) = knowledge.coded.iter().find(|(raw, _)| raw.head.id == "eo").expect("there");
        assert!(rules.all().iter().all(|rule| rule.id.starts_with("eo/")));
        let problems = check_rules(rules, &Plain::new(raw, rules, &knowledge.fold, Some(&knowledge.values)));
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(clashes(raw), Vec::<String>::new());
    }
}
