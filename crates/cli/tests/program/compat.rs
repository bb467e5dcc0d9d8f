//! Ledgers of every format that was ever released (`compat/`) open, answer, and can be added to; a newer one is refused.

use std::path::PathBuf;

use super::ledger::{ask, json, quotes};
use super::top;

/// A folder with a copy of each kept ledger, one at a time, as `ledger` in it.
fn kept() -> Vec<(String, tempfile::TempDir)> {
    let mut formats: Vec<PathBuf> = std::fs::read_dir(top().join("compat"))
        .expect("compat/")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    formats.sort();
    let copy = |path: PathBuf| {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("ledger")).expect("a folder");
        std::fs::copy(path.join("ledger.db"), folder.path().join("ledger/ledger.db")).expect("copied");
        (path.file_name().expect("a name").to_string_lossy().into_owned(), folder)
    };
    formats.into_iter().map(copy).collect()
}

#[test]
fn every_released_format_still_opens_and_answers() {
    let all = kept();
    assert!(!all.is_empty());
    for (name, folder) in all {
        let ask = |arguments: &[&str]| ask(folder.path(), arguments);
        assert_eq!(quotes(&ask(&["search", "海洋法公约"])), ["重申恪守《聯合國海洋法公約》"], "{name}");
        assert!(
            ask(&["check"]).stdout.starts_with("whole: 4 sources, 5 articles (1 of older readings), 45 acts"),
            "{name}"
        );
        let verified = json(&ask(&["verify", "--all", "--format", "json"]));
        assert!(verified["wrong"].as_array().is_some_and(Vec::is_empty), "{name}: {verified}");
        let verbs: Vec<_> =
            ask(&["history"]).records().iter().map(|row| row["verb"].as_str().expect("a verb").to_owned()).collect();
        assert_eq!(verbs, ["accept", "edit", "undo", "status"], "{name}");
        let promise = json(&ask(&["show", "6211b276b9.c221", "--format", "json"]));
        assert_eq!(promise["standing"]["fared"], "in-the-works", "{name}");
        assert_eq!(quotes(&ask(&["search", "最大克制"])).len(), 1, "{name}: the later version stands");
        assert_eq!(quotes(&ask(&["search", "最大克制", "--as-of", "2001-01-01"])).len(), 0, "{name}");
        let added = ask(&["add", top().join("samples/stations.txt").to_str().expect("UTF-8")]);
        assert!(added.stdout.starts_with("1 new"), "{name}: {}{}", added.stdout, added.stderr);
        let track = json(&ask(&["track", "6211b276b9.c221", "--format", "json"]));
        assert_eq!(track["follow_ups"][0]["how"], "progress", "{name}: {track}");
        let id = track["follow_ups"][0]["id"].as_str().expect("an id").to_owned();
        assert_eq!(ask(&["follow", "6211b276b9.c221", &id, "--author", "ben"]).code, Some(0), "{name}");
        assert_eq!(ask(&["reread"]).code, Some(0), "{name}");
        assert_eq!(ask(&["check"]).code, Some(0), "{name}");
        assert_eq!(ask(&["rebuild"]).code, Some(0), "{name}");
        assert_eq!(ask(&["check"]).stdout.lines().count(), 1, "{name}: nothing is left to be brought along");
    }
}

#[test]
fn a_newer_format_is_refused_with_what_to_do() {
    let (_, folder) = kept().remove(0);
    let path = folder.path().join("ledger/ledger.db");
    let mut bytes = std::fs::read(&path).expect("a database");
    // SQLite's header keeps user_version, our format, at bytes 60 to 64.
    bytes[60..64].copy_from_slice(&99u32.to_be_bytes());
    std::fs::write(&path, &bytes).expect("written");
    for verb in
        [&["acts"][..], &["check"], &["history"], &["accept", "6211b276b9.p119", "--author", "ann"], &["add", "."]]
    {
        let refused = ask(folder.path(), verb);
        assert!(refused.code == Some(1) || refused.code == Some(2), "{verb:?}: {refused:?}");
        assert!(refused.stderr.contains("has format 99"), "{verb:?}: {}", refused.stderr);
        assert!(refused.stderr.contains("up to 4: use a newer chancery"), "{verb:?}: {}", refused.stderr);
    }
    assert_eq!(std::fs::read(&path).expect("a database"), bytes, "nothing was changed");
    // What is no ledger of ours is not taken for one.
    bytes[68..72].copy_from_slice(&7u32.to_be_bytes());
    std::fs::write(&path, &bytes).expect("written");
    assert!(ask(folder.path(), &["acts"]).stderr.contains("no ledger"), "{}", ask(folder.path(), &["acts"]).stderr);
}
