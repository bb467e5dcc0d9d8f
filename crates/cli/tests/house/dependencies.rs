//! Dependencies: each known (docs/dependencies.md), used, from the registry, and under a licence that lets anybody use
//! the program as its own licence says.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

use super::han::{code, shipped};
use super::{files, text};

/// Licences that ask for nothing beyond notices.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// The whole tree for this machine. Only what it compiles is in cargo's store, so the rest is filtered out.
fn tree() -> Metadata {
    let version = Command::new("rustc").arg("-vV").output().expect("rustc").stdout;
    let version = String::from_utf8(version).expect("UTF-8");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host").to_owned();
    let options = ["--offline".into(), "--filter-platform".into(), host];
    MetadataCommand::new().other_options(options).exec().expect("cargo metadata")
}

/// Whether an SPDX expression (or an old one with `/`) leaves a choice that is allowed.
fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    any_of(&mut words) && words.is_empty()
}

fn any_of(words: &mut Vec<&str>) -> bool {
    let mut good = all_of(words);
    while words.last() == Some(&"OR") {
        words.pop();
        good |= all_of(words);
    }
    good
}

fn all_of(words: &mut Vec<&str>) -> bool {
    let mut good = one(words);
    while words.last() == Some(&"AND") {
        words.pop();
        good &= one(words);
    }
    good
}

fn one(words: &mut Vec<&str>) -> bool {
    match words.pop() {
        Some("(") => {
            let good = any_of(words);
            words.pop() == Some(")") && good
        }
        Some(name) => {
            // An exception only ever gives more freedom.
            if words.last() == Some(&"WITH") {
                words.truncate(words.len().saturating_sub(2));
            }
            ALLOWED.contains(&name)
        }
        None => false,
    }
}

#[test]
fn licences_leave_a_free_choice() {
    for (expression, right) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0 AND MIT", false),
        ("(Apache-2.0 OR MIT) AND BSD-3-Clause", true),
        ("(GPL-2.0 OR LGPL-3.0) AND MIT", false),
        ("Apache-2.0 WITH LLVM-exception OR GPL-2.0", true),
        ("", false),
    ] {
        assert_eq!(allowed(expression), right, "{expression}");
    }
    let tree = tree();
    for package in &tree.packages {
        let licence = package.license.as_deref().unwrap_or("");
        assert!(allowed(licence), "{}: licence {licence:?} is not on the list", package.name);
    }
    assert!(tree.packages.len() > 50, "the tree was found");
}

#[test]
fn everything_comes_from_the_registry_or_from_here() {
    for package in &tree().packages {
        match &package.source {
            Some(source) => assert!(source.is_crates_io(), "{}: from {source}, not the registry", package.name),
            None => assert!(package.manifest_path.starts_with(super::top()), "{}: from elsewhere", package.name),
        }
    }
}

/// Direct dependencies outside the workspace: name → licence.
fn direct() -> BTreeMap<String, String> {
    let tree = tree();
    let members: BTreeSet<_> = tree.workspace_members.iter().collect();
    let named = tree.packages.iter().filter(|package| members.contains(&package.id)).flat_map(|package| {
        package.dependencies.iter().filter(|dependency| dependency.path.is_none()).map(|dependency| &dependency.name)
    });
    let licence = |name: &String| {
        let package = tree.packages.iter().find(|package| *package.name == *name);
        package.and_then(|package| package.license.clone()).unwrap_or_default()
    };
    named.map(|name| (name.clone(), licence(name))).collect()
}

#[test]
fn each_dependency_has_its_line_and_each_line_its_dependency() {
    let page = text("docs/dependencies.md");
    let mut told = BTreeMap::new();
    for line in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 4, "name, what for, why this one, licence: {line}");
        assert!(cells.iter().all(|cell| !cell.is_empty()), "an empty cell: {line}");
        told.insert(cells[0].trim_matches('`').to_owned(), cells[3].to_owned());
    }
    for (name, licence) in direct() {
        let Some(written) = told.remove(&name) else {
            panic!("docs/dependencies.md: a line is missing: | `{name}` | what for | why this one | {licence} |")
        };
        assert_eq!(written, licence, "docs/dependencies.md: the licence of {name}");
    }
    assert!(told.is_empty(), "docs/dependencies.md: no longer used, take out: {:?}", told.keys());
}

#[test]
fn each_crate_uses_what_it_asks_for() {
    let tree = MetadataCommand::new().no_deps().other_options(["--offline".into()]).exec().expect("cargo metadata");
    let sources = files("crates", ".rs");
    for package in &tree.packages {
        let folder = package.manifest_path.parent().and_then(|folder| folder.file_name()).expect("a folder");
        let own = |path: &str| path.starts_with(&format!("crates/{folder}/"));
        // What ships must be used by what ships; what tests need must be used at all.
        let uses = |name: &str, test: bool| {
            sources.iter().filter(|(path, _)| own(path)).any(|(path, text)| {
                let is_test = path.ends_with("tests.rs") || path.contains("/tests/") || path.contains("/benches/");
                if test {
                    text.contains(name)
                } else {
                    !is_test && shipped(text).iter().any(|line| code(line).contains(name))
                }
            })
        };
        for dependency in &package.dependencies {
            let name = dependency.name.replace('-', "_");
            let test = dependency.kind == DependencyKind::Development;
            assert!(
                uses(&name, test),
                "{}: nothing uses {}: take it out of Cargo.toml (or make it a dev-dependency)",
                package.name,
                dependency.name
            );
        }
    }
}
