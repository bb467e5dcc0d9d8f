//! The codebook as the packs apply it, for people: which words make which act how strong, and what each rule lets be one.
//! `docs/codebook.md` is this text; `tests/codebook.rs` holds it fresh.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chancery_model::ActKind;

use crate::error::PackError;
use crate::lists::{RawPack, bundled};
use crate::rules::{Rule, rules};

/// How many words of one strength are shown: a reader wants the usual ones, the lists have them all.
const SHOWN: usize = 24;

/// The kinds, with what the holder does.
const KINDS: [(ActKind, &str, &str); 4] = [
    (ActKind::Position, "Positions", "The holder takes an attitude to something."),
    (ActKind::Commitment, "Commitments", "The holder promises an act of its own."),
    (ActKind::Call, "Calls", "The holder asks somebody else to act."),
    (ActKind::Event, "Events", "The holder did, or is doing, something in the world, told as a fact."),
];

/// Lists whose words make an act of a kind, with the class they give where their rows name none.
const LISTS: [(ActKind, &str, &str); 8] = [
    (ActKind::Position, "stance", ""),
    (ActKind::Position, "attitude", ""),
    (ActKind::Commitment, "pledge", "pledge"),
    (ActKind::Commitment, "will", "will"),
    (ActKind::Commitment, "agree", "agree"),
    (ActKind::Commitment, "continue", "continue"),
    (ActKind::Call, "ask", ""),
    (ActKind::Event, "event", ""),
];

/// The codebook of the bundled packs of these languages, as Markdown.
///
/// # Errors
/// What is wrong in a pack.
pub fn codebook(languages: &[&str]) -> Result<String, Vec<PackError>> {
    let mut out = String::from(
        "# Codebook\n\n\
        What counts as an act, by which words and rules. Made from the packs; do not edit it here: change `packs/`, then run\n\
        `UPDATE_CODEBOOK=1 cargo test -p chancery-pack --test codebook`. What every field of an act means stands in\n\
        [record.schema.json](record.schema.json), how packs are written in [packs.md](packs.md).\n\n\
        A position has a sign (for `+`, against `-`, neither `0`), positions and calls a strength from 1 to 5; adverbs of strength\n\
        (`degree`) move it. The first words of each strength are shown, in the order of the lists.\n",
    );
    for language in languages {
        let pack = bundled(language)?;
        let rules = rules(language)?;
        let _ = writeln!(out, "\n## Pack `{language}`");
        for (kind, title, meaning) in KINDS {
            let _ = writeln!(out, "\n### {title}\n\n{meaning}\n");
            words(&mut out, &pack, kind);
            for rule in rules.all().iter().filter(|rule| rule.kind == kind) {
                entry(&mut out, rule);
            }
        }
    }
    Ok(out)
}

/// The words of a kind: class, sign, strength, forms.
fn words(out: &mut String, pack: &RawPack, kind: ActKind) {
    let mut classes: BTreeMap<(String, String, i64), Vec<&str>> = BTreeMap::new();
    for (_, id, class) in LISTS.iter().filter(|(of, ..)| *of == kind) {
        for word in pack.list(id) {
            let class = word.text("stance").unwrap_or(class);
            let sign = word.text("polarity").unwrap_or_default();
            let strength = word.number("intensity").unwrap_or(0);
            if !class.is_empty() {
                classes.entry((class.to_owned(), sign.to_owned(), strength)).or_default().push(&word.form);
            }
        }
    }
    out.push_str("| class | sign | strength | words |\n|---|---|---|---|\n");
    for ((class, sign, strength), forms) in classes {
        let mut seen = BTreeSet::new();
        let forms: Vec<&str> = forms.into_iter().filter(|form| seen.insert(*form)).collect();
        let shown: Vec<String> = forms.iter().take(SHOWN).map(|form| form.replace('|', "\\|")).collect();
        let more = forms.len().saturating_sub(SHOWN);
        let rest = if more > 0 { format!(" … and {more} more") } else { String::new() };
        let strength = if strength > 0 { strength.to_string() } else { String::new() };
        let _ = writeln!(out, "| {class} | {sign} | {strength} | {}{rest} |", shown.join(" · "));
    }
    out.push('\n');
}

/// A rule with one sentence that it reads and one that it leaves.
fn entry(out: &mut String, rule: &Rule) {
    let text = |example: Option<&crate::rules::Example>| example.map_or("", |e| e.text.as_str()).to_owned();
    let _ = writeln!(out, "- `{}`: {}", rule.id, rule.note);
    let _ = writeln!(out, "  Yes: {} No: {}", text(rule.yes.first()), text(rule.no.first()));
}
