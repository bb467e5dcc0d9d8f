//! A crate depends on lower floors only. What ships, that is: a test may borrow a pack from above.

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

fn floor(package: &Package) -> u64 {
    let floor = package.metadata.pointer("/chancery/floor").and_then(serde_json::Value::as_u64);
    floor.unwrap_or_else(|| panic!("{}: give its floor in [package.metadata.chancery]", package.name))
}

#[test]
fn crates_depend_on_lower_floors_only() {
    let metadata = MetadataCommand::new().no_deps().other_options(["--offline".into()]).exec().expect("cargo metadata");
    let mut edges = 0;
    for package in &metadata.packages {
        let ships = |one: &&cargo_metadata::Dependency| one.path.is_some() && one.kind != DependencyKind::Development;
        for dependency in package.dependencies.iter().filter(ships) {
            let lower = metadata.packages.iter().find(|other| *other.name == dependency.name).expect("a member");
            edges += 1;
            assert!(
                floor(lower) < floor(package),
                "{} (floor {}) may not depend on {} (floor {}): move what both need to a lower floor",
                package.name,
                floor(package),
                lower.name,
                floor(lower)
            );
        }
    }
    assert!(metadata.packages.len() >= 8 && edges >= 15, "the workspace was found: {edges} edges");
}

/// Invariant e: what a rule may be about is said by packs and the model, so `pattern` holds no name of a kind of act.
#[test]
fn patterns_know_no_kind_of_act() {
    let sources: Vec<_> = super::files("crates/pattern/src", ".rs");
    assert!(!sources.is_empty());
    for (path, text) in sources {
        let shipped = text.split("#[cfg(test)]").next().expect("a first part");
        for kind in chancery_model::ActKind::ALL {
            assert!(!shipped.contains(&format!("\"{kind}\"")), "{path} names {kind}: take it as an argument");
        }
    }
}
