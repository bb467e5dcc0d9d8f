//! Documents that tell the truth: crates, verbs, flags, faults, limits, links, tests named in prose exist, and the reverse.

use std::collections::BTreeSet;
use std::process::Command;

use chancery_model::FaultKind;
use chancery_read::Limits;

use super::{files, text, top};

fn program(arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_chancery")).args(arguments).output().expect("the program runs");
    assert!(out.status.success(), "chancery {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("UTF-8")
}

/// The verbs that `chancery --help` lists.
fn verbs() -> Vec<String> {
    verbs_under(&[])
}

/// Those that `chancery VERB --help` lists, where it has verbs of its own.
fn verbs_under(verb: &[&str]) -> Vec<String> {
    let help = program(&[verb, &["--help"]].concat());
    let Some(rest) = help.split("Commands:\n").nth(1) else { return Vec::new() };
    let commands = rest.split("\n\n").next().unwrap_or_default();
    // A description that goes on over the line stands further in.
    let lines = commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = lines.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

/// The long flags that `chancery VERB --help` lists, and those of its own verbs.
fn flags(verb: &str) -> BTreeSet<String> {
    let own = verbs_under(&[verb]);
    let helps = std::iter::once(program(&[verb, "--help"]));
    let help: String = helps.chain(own.iter().map(|own| program(&[verb, own, "--help"]))).collect();
    let at = |line: &str| line.trim_start().starts_with('-').then(|| line.find("--")).flatten();
    let flag = |line: &str| {
        at(line).map(|at| line[at..].chars().take_while(|c| *c == '-' || c.is_ascii_lowercase()).collect())
    };
    help.lines().filter_map(flag).filter(|flag: &String| flag.len() > 2).collect()
}

#[test]
fn the_map_names_every_crate() {
    let page = text("ARCHITECTURE.md");
    let crates: BTreeSet<String> = std::fs::read_dir(top().join("crates"))
        .expect("crates")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    let named: BTreeSet<String> = page
        .match_indices("`crates/")
        .map(|(at, mark)| page[at + mark.len()..].chars().take_while(|c| c.is_ascii_alphanumeric()).collect())
        .collect();
    assert_eq!(named, crates, "ARCHITECTURE.md names `crates/…` as they are");
}

#[test]
fn invariants_name_tests_that_exist() {
    let page = text("ARCHITECTURE.md");
    let sources: String = files("crates", ".rs").into_iter().map(|(_, text)| text).collect();
    let mut found = 0;
    for line in page.lines().filter(|line| line.contains("Held by")) {
        let after = line.split("Held by").nth(1).expect("split there");
        for name in after.split('`').skip(1).step_by(2) {
            found += 1;
            let there = top().join(name).exists() || sources.contains(&format!("fn {name}("));
            assert!(there, "ARCHITECTURE.md: no test or file is called {name}");
        }
    }
    assert!(found >= 7, "each invariant names what holds it: {found}");
}

#[test]
fn the_guide_tells_every_verb_and_flag() {
    let guide = text("docs/guide.md");
    let verbs = verbs();
    assert!(verbs.len() >= 4, "{verbs:?}");
    for verb in &verbs {
        assert!(guide.contains(&format!("chancery {verb}")), "docs/guide.md: chancery {verb}");
        for flag in flags(verb).iter().filter(|flag| !["--help", "--version"].contains(&flag.as_str())) {
            assert!(guide.contains(flag.as_str()), "docs/guide.md: {flag} of chancery {verb}");
        }
    }
    let named = guide.match_indices("chancery ").filter(|(at, _)| guide[..*at].ends_with(['`', ' ', '\n']));
    for (at, mark) in named {
        let word: String = guide[at + mark.len()..].chars().take_while(char::is_ascii_lowercase).collect();
        let in_code = guide[..at].matches('`').count() % 2 == 1;
        assert!(
            !in_code || word.is_empty() || word == "help" || verbs.contains(&word),
            "docs/guide.md: no verb {word}"
        );
    }
    let all: BTreeSet<String> = verbs.iter().flat_map(|verb| flags(verb)).collect();
    for (at, _) in guide.match_indices("`--") {
        let flag: String = guide[at + 1..].chars().take_while(|c| *c == '-' || c.is_ascii_lowercase()).collect();
        assert!(all.contains(&flag), "docs/guide.md: no flag {flag}");
    }
}

#[test]
fn every_kind_of_fault_is_explained() {
    let page = text("docs/faults.md");
    for kind in FaultKind::ALL {
        assert!(page.contains(&format!("`{kind}`")), "docs/faults.md: `{kind}` has no line");
    }
    for line in page.lines().filter(|line| line.starts_with("| `")) {
        let name = line.split('`').nth(1).expect("a name");
        assert!(FaultKind::from_name(name).is_some(), "docs/faults.md: no fault is called {name}");
    }
}

#[test]
fn every_limit_is_explained() {
    let page = text("docs/limits.md");
    let limits = format!("{:?}", Limits::default());
    let fields = limits.trim_start_matches("Limits {").split(',').filter_map(|field| field.split(':').next());
    for field in fields {
        let (field, flag) = (field.trim(), field.trim().replace('_', "-"));
        assert!(page.contains(&format!("`{field}`")) || page.contains(&format!("`{flag}`")), "docs/limits.md: {field}");
    }
}

#[test]
fn links_lead_somewhere() {
    let mut seen = 0;
    for (path, text) in files("", ".md") {
        if path.starts_with("samples/") || path.contains("/fixtures/") || path.starts_with("fixtures/") {
            continue;
        }
        let folder = top().join(&path).parent().expect("a folder").to_path_buf();
        for (at, mark) in text.match_indices("](") {
            let target = text[at + mark.len()..].split(')').next().unwrap_or("");
            let file = target.split('#').next().unwrap_or("");
            if file.is_empty()
                || target.contains("://")
                || target.starts_with("mailto:")
                || target.contains(char::is_whitespace)
            {
                continue;
            }
            seen += 1;
            assert!(folder.join(file).exists(), "{path}: the link to {target} leads nowhere");
        }
    }
    assert!(seen > 10, "links were found: {seen}");
}

#[test]
fn the_published_schema_is_the_programs_own() {
    let rerun = "rerun: cargo run -q -- schema > docs/record.schema.json";
    assert!(text("docs/record.schema.json") == program(&["schema"]), "docs/record.schema.json is old; {rerun}");
}

#[test]
fn what_can_be_generated_is_generated() {
    let man = program(&["man"]);
    for verb in verbs() {
        assert!(man.contains(&format!("CHANCERY {}", verb.to_uppercase())), "the man page has no section on {verb}");
        for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
            assert!(program(&["completions", shell]).contains(&verb), "{shell} completes {verb}");
        }
    }
    for flag in flags("read") {
        assert!(man.replace('\\', "").contains(&flag), "the man page does not tell {flag}");
    }
}
