//! The house rules that no compiler holds: floors, language kept out of Rust, dependencies known and licensed, documents
//! that tell the truth. What a rule is for stands in ARCHITECTURE.md; each test's message says how to mend a breach.
#![expect(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod dependencies;
mod documents;
mod floors;
mod han;

use std::fs;
use std::path::{Path, PathBuf};

/// The repository's top folder.
fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

/// Every file under `folder` (from the top) whose name ends with `ending`, sorted, as path from the top and text.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let top = top();
    let mut found = Vec::new();
    let mut open = vec![top.join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if path.is_dir() {
                if !name.starts_with('.') && !["target", "node_modules"].contains(&name.as_str()) {
                    open.push(path);
                }
            } else if name.ends_with(ending) {
                let short = path.strip_prefix(&top).expect("inside").to_string_lossy().into_owned();
                found.push((short, fs::read_to_string(&path).expect("UTF-8")));
            }
        }
    }
    found.sort();
    found
}

/// The text of one file, by its path from the top.
fn text(path: &str) -> String {
    fs::read_to_string(top().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
