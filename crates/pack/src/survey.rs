//! What a pack's parts say of each other: forms that clash, rules that speak up on another rule's sentences. None of it is
//! wrong by itself; all of it is worth a look. Next to read: `rules/check.rs`, which tells what is wrong.

use std::collections::BTreeMap;

use crate::lists::{Name, RawPack};
use crate::rules::{Desk, Reads, Rules};
use crate::word::Word;

/// Names whose forms mean different actors at one time, and words that one list holds twice with other values.
#[must_use]
pub fn clashes(pack: &RawPack) -> Vec<String> {
    let mut out = Vec::new();
    for list in &pack.lists {
        let mut seen = BTreeMap::new();
        for word in &list.words {
            if let Some(other) = seen.insert(&word.form, word) {
                // Some lists say several things of one word on purpose (codes by context); what is scored is one.
                let scored = |w: &Word| {
                    let said =
                        |key: &str| w.values().find(|(own, _)| *own == key).map(|(_, value)| format!("{value:?}"));
                    ["stance", "polarity", "intensity"].map(said)
                };
                let what = match () {
                    () if other == word => "twice",
                    () if scored(other) != scored(word) => "twice, with other values",
                    () => continue,
                };
                out.push(format!("<{}> has {:?} {what}: the first counts", list.id, word.form));
            }
        }
    }
    let mut rows: BTreeMap<&str, Vec<&Name>> = BTreeMap::new();
    let actors = ["country", "org", "group", "person"];
    for name in pack.names.iter().filter(|n| actors.contains(&n.kind.as_str())) {
        let known = rows.entry(&name.form).or_default();
        if let Some(other) = known.iter().find(|other| other.id != name.id && at_one_time(other, name)) {
            out.push(format!("{:?} means {} and {} at one time: the first counts", name.form, other.id, name.id));
        }
        known.push(name);
    }
    out
}

/// Whether both rows hold on some day; ISO days compare as text, an empty one is open.
fn at_one_time(a: &Name, b: &Name) -> bool {
    let before = |to: &str, from: &str| !to.is_empty() && !from.is_empty() && to < from;
    !before(&a.to, &b.from) && !before(&b.to, &a.from)
}

/// Rules that let the marked word of another rule's sentence be an act of another kind: which rule, whose sentence, which.
#[must_use]
pub fn surprises(rules: &Rules, reads: &impl Reads) -> Vec<String> {
    let mut out = Vec::new();
    let mut desk = Desk::default();
    for owner in rules.all() {
        for example in &owner.yes {
            let Some(act) = example.roles.iter().find(|(role, _)| role == "act").map(|(_, span)| *span) else {
                continue;
            };
            let owned = reads.view(&example.text);
            for view in owned.clauses().filter(|view| view.clause.contains(act)) {
                let others = rules.all().iter().map(|r| r.kind).filter(|kind| *kind != owner.kind);
                let mut asked = Vec::new();
                for kind in others {
                    if asked.contains(&kind) {
                        continue;
                    }
                    asked.push(kind);
                    if let Some((rule, _)) = rules.licence(&view, &view.held(), kind, act, &mut desk) {
                        out.push(format!("{} also matches a sentence of {}: {:?}", rule.id, owner.id, example.text));
                    }
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::load;

    #[test]
    fn names_that_mean_two_at_one_time_are_told() {
        let rows = "甲方\tAAA\tcountry\t\t1990-01-01\t\n甲方\tBBB\tcountry\t1991-01-01\t\t\n乙方\tCCC\tcountry\t\t\t\n乙方\tDDD\tcountry\t\t\t";
        let words = "[[list]]\nid = \"a\"\nnote = \"n\"\nwords = [\"x\", \"x\"]";
        let files = [("xx/lexicon/a.tsv".to_owned(), rows), ("xx/words/a.toml".to_owned(), words)];
        let told = clashes(&load(&files).expect("of the form"));
        assert_eq!(
            told,
            ["<a> has \"x\" twice: the first counts", "\"乙方\" means CCC and DDD at one time: the first counts"]
        );
    }
}
