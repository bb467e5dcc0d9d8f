//! `chancery export` and `import`, on the bundled samples. What other programs make of the forms is checked with those
//! programs, by tools/consumers.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Run, run};

fn ask(folder: &Path, arguments: &[&str]) -> Run {
    run(folder, &[arguments, &["--ledger", "ledger"]].concat())
}

/// A folder with a ledger of the samples, of which somebody judged an act and took it back.
fn samples() -> tempfile::TempDir {
    let folder = super::ledger::samples();
    let ids = ids(folder.path(), &[]);
    for verb in [&["accept", &*ids[0]][..], &["reject", &*ids[1]], &["undo"]] {
        let judged = ask(folder.path(), &[verb, &["--author", "ann", "--reason", "read twice"]].concat());
        assert_eq!(judged.code, Some(0), "{}", judged.stderr);
    }
    folder
}

/// Ids of acts as `export` gives them.
fn ids(folder: &Path, flags: &[&str]) -> Vec<String> {
    let out = ask(folder, &[&["export", "--format", "jsonl"], flags].concat());
    assert_eq!((out.code, &*out.stderr), (Some(0), ""));
    out.records().iter().map(|act| act["id"].as_str().expect("an id").to_owned()).collect()
}

/// Every file under a folder, by its path.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(tree(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            found.insert(name, std::fs::read(&path).expect("a file"));
        }
    }
    found
}

/// The forms that hold a whole ledger.
const WHOLE: &[&str] = &["jsonl", "parquet"];

#[test]
fn an_export_of_everything_comes_back_identical() {
    let folder = samples();
    let folder = folder.path();
    let acts = ids(folder, &[]).len();
    for format in WHOLE {
        let out = ask(folder, &["export", "--format", format, "--out", format]);
        assert_eq!((out.code, &*out.stdout), (Some(0), ""));
        assert_eq!(out.stderr, format!("chancery: {acts} acts written to {format}\n"));
        let copy = format!("copy-{format}");
        let back = run(folder, &["import", format, "--ledger", &copy]);
        assert_eq!((back.code, &*back.stderr), (Some(0), ""));
        assert_eq!(
            back.stdout,
            format!("5 sources, 6 articles, {acts} acts and 3 judgements brought back into {copy}\n")
        );
        let again = format!("{format}-again");
        assert_eq!(run(folder, &["export", "--format", format, "--out", &again, "--ledger", &copy]).code, Some(0));
        assert!(tree(&folder.join(format)) == tree(&folder.join(&again)), "{format}: another second export");
        assert_eq!(run(folder, &["check", "--ledger", &copy]).code, Some(0));
        assert_eq!(run(folder, &["history", "--ledger", &copy]).stdout, ask(folder, &["history"]).stdout);
        let refused = run(folder, &["import", format, "--ledger", &copy]);
        assert_eq!(refused.code, Some(2));
        assert!(refused.stderr.contains("goes into an empty one"), "{}", refused.stderr);
    }
}

#[test]
fn both_forms_of_a_whole_ledger_hold_the_same() {
    let folder = samples();
    let folder = folder.path();
    ask(folder, &["export", "--format", "jsonl", "--out", "lines"]);
    ask(folder, &["export", "--format", "parquet", "--out", "tables"]);
    assert_eq!(run(folder, &["import", "tables", "--ledger", "copy"]).code, Some(0));
    run(folder, &["export", "--format", "jsonl", "--out", "again", "--ledger", "copy"]);
    assert!(tree(&folder.join("lines")) == tree(&folder.join("again")));
}

#[test]
fn every_form_is_the_same_on_every_run_and_leaves_nothing_half_written() {
    let folder = samples();
    let folder = folder.path();
    for format in FORMS {
        for out in ["one", "two"] {
            let run = ask(folder, &["export", "--format", format, "--out", out, "--quiet"]);
            assert_eq!((run.code, &*run.stderr), (Some(0), ""), "{format}");
        }
        let read = |name: &str| {
            let path = folder.join(name);
            if path.is_dir() {
                tree(&path)
            } else {
                BTreeMap::from([(String::new(), std::fs::read(&path).expect("there"))])
            }
        };
        let (one, two) = (read("one"), read("two"));
        assert!(one == two, "{format}: another on the second run");
        assert!(one.values().any(|bytes| !bytes.is_empty()), "{format} is empty");
        for name in ["one", "two"] {
            assert!(!folder.join(format!("{name}.part")).exists());
            let _ = std::fs::remove_dir_all(folder.join(name)).or_else(|_| std::fs::remove_file(folder.join(name)));
        }
    }
}

/// The forms that `export --help` lists.
const FORMS: &[&str] =
    &["jsonl", "csv", "parquet", "ics", "webannotation", "atom", "graphml", "ftm", "plover", "md", "html"];

#[test]
fn every_form_of_the_help_is_tested() {
    let help = run(Path::new("."), &["export", "--help"]).stdout;
    let listed: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.contains("--format"))
        .skip_while(|line| !line.contains("- "))
        .take_while(|line| !line.trim().is_empty())
        .filter_map(|line| line.trim_start().strip_prefix("- ")?.split(':').next())
        .collect();
    assert_eq!(listed, FORMS);
}

#[test]
fn what_is_narrowed_is_what_acts_lists_and_can_not_be_brought_back() {
    let folder = samples();
    let folder = folder.path();
    let flags = ["--holder", "CHL", "--kind", "position"];
    let listed = ask(folder, &[&["acts", "--format", "jsonl", "--limit", "0"], &flags[..]].concat());
    let listed: Vec<String> =
        listed.records().iter().map(|act| act["id"].as_str().expect("an id").to_owned()).collect();
    assert!(listed.len() > 2);
    assert_eq!(ids(folder, &flags), listed);
    let out = ask(folder, &[&["export", "--format", "jsonl", "--out", "some"], &flags[..]].concat());
    assert!(out.stderr.contains("can't be brought back"), "{}", out.stderr);
    assert!(!folder.join("some/ledger.jsonl").exists());
    assert_eq!(tree(&folder.join("some"))["articles.jsonl"].split(|b| *b == b'\n').count(), 2, "its article alone");
    let back = run(folder, &["import", "some", "--ledger", "copy"]);
    assert_eq!(back.code, Some(2));
    assert!(back.stderr.contains("holds no whole ledger: export one without flags"), "{}", back.stderr);
    assert!(!folder.join("copy").exists(), "nothing is made of it");
    assert_eq!(ids(folder, &["--as-of", "2000-01-01"]), [""; 0]);
}

#[test]
fn the_lists_of_promises_go_out_in_every_form_as_they_are() {
    let folder = samples();
    let folder = folder.path();
    for list in [
        &["--overdue", "--today", "2026-06-01"][..],
        &["--due", "400", "--today", "2026-06-01"],
        &["--silent", "30", "--today", "2030-06-01"],
        &["--specific"],
        &["--status", "not-yet-rated", "--on", "海洋", "--from", "2024"],
    ] {
        let listed = ask(folder, &[&["commitments", "--format", "jsonl", "--limit", "0"], list].concat()).records();
        let mut listed: Vec<&str> = listed.iter().map(|act| act["id"].as_str().expect("an id")).collect();
        let mut written = ids(folder, list);
        assert!(!listed.is_empty(), "{list:?}");
        listed.sort_unstable();
        written.sort_unstable();
        assert_eq!(listed, written, "{list:?}");
    }
    // A calendar of what is overdue names its days.
    let calendar = ask(folder, &["export", "--format", "ics", "--overdue", "--today", "2026-06-01"]).stdout;
    assert!(calendar.contains("DTSTART;VALUE=DATE:20231231"), "{calendar}");
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), ids(folder, &["--overdue", "--today", "2026-06-01"]).len());
    let other = ask(folder, &["export", "--format", "ics", "--overdue", "--kind", "call"]);
    assert!(other.code == Some(2) && other.stderr.contains("commitments alone"), "{}", other.stderr);
    let wrong = ask(folder, &["export", "--format", "ics", "--status", "good"]);
    assert!(wrong.code == Some(2) && wrong.stderr.contains("no status"), "{}", wrong.stderr);
}

#[test]
fn what_is_cut_off_or_in_the_way_is_said() {
    let folder = samples();
    let folder = folder.path();
    ask(folder, &["export", "--format", "jsonl", "--out", "whole"]);
    let text = std::fs::read_to_string(folder.join("whole/ledger.jsonl")).expect("there");
    let (cut, _) = text.trim_end().rsplit_once('\n').expect("lines");
    std::fs::write(folder.join("cut.jsonl"), cut).expect("written");
    let out = run(folder, &["import", "cut.jsonl", "--ledger", "copy"]);
    assert_eq!(out.code, Some(1));
    assert!(out.stderr.contains("cut off before its last line"), "{}", out.stderr);
    // Nothing of it stayed, so the whole one goes in.
    assert_eq!(run(folder, &["import", "whole/ledger.jsonl", "--ledger", "copy"]).code, Some(0));
    ask(folder, &["export", "--format", "parquet", "--out", "tables"]);
    let names = folder.join("tables/ledger/names.parquet");
    let bytes = std::fs::read(&names).expect("there");
    std::fs::write(&names, &bytes[..bytes.len() - 9]).expect("cut");
    let out = run(folder, &["import", "tables", "--ledger", "other"]);
    assert_eq!(out.code, Some(1));
    assert!(
        out.stderr.contains("ledger/names.parquet: ") && out.stderr.contains("nothing was taken in"),
        "{}",
        out.stderr
    );
    std::fs::remove_file(&names).expect("removed");
    let out = run(folder, &["import", "tables", "--ledger", "other"]);
    assert!(out.stderr.contains("names.parquet can't be read"), "{}", out.stderr);
    assert!(run(folder, &["acts", "--ledger", "other"]).stdout.is_empty());
    let out = ask(folder, &["export", "--format", "parquet"]);
    assert_eq!(out.code, Some(2));
    assert!(out.stderr.contains("--out"), "{}", out.stderr);
    let out = ask(folder, &["export", "--format", "csv", "--out", "whole"]);
    assert_eq!(out.code, Some(2));
    assert!(out.stderr.contains("whole is there already"), "{}", out.stderr);
    let out = ask(folder, &["export", "--format", "ics", "--out", "whole"]);
    assert_eq!(out.code, Some(2));
    assert!(out.stderr.contains("is a folder, and this form is one file"), "{}", out.stderr);
    let nowhere = run(folder, &["export", "--format", "csv", "--ledger", "nowhere"]);
    assert!(nowhere.stderr.contains("no ledger in nowhere"), "{}", nowhere.stderr);
}
