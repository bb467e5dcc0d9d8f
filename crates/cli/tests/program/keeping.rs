//! What people say of names; answers over all acts by the index and by the records; the user's own words; a disk that is full.

use super::ledger::{ask, json, quotes, samples};
use super::top;

#[test]
fn all_acts_are_counted_alike_by_the_index_and_by_the_records() {
    let folder = samples();
    // What was known at a time is read from the records, whatever the time.
    let later = ["--as-of", "2999-01-01"];
    let promise = super::asking::id_of(folder.path(), "承諾在2026年底前");
    ask(folder.path(), &["status", &promise, "kept", "--author", "ann"]);
    for verb in [
        &["timeline"][..],
        &["timeline", "--every", "year", "--holder", "CHL"],
        &["timeline", "--kind", "position", "--from", "2024", "--limit", "2"],
        &["timeline", "--every", "day", "--all-copies"],
        &["network"],
        &["network", "--of", "NOR"],
        &["network", "--between", "Chile,NZL", "--from", "2024-02"],
        &["timeline", "--on", "海"],
        &["network", "--on", "海 OR 气候"],
        &["positions", "--on", "海", "--format", "json"],
        &["positions", "--on", "海 OR 气候", "--by", "CHL,Norway", "--each", "1", "--format", "json"],
        &["positions", "--on", "the", "--all-copies", "--limit", "1", "--format", "json"],
        &["positions", "--on", "holder:NOR", "--from", "2024", "--format", "json"],
        &["commitments", "--today", "2024-06-01"],
        &["commitments", "--today", "2024-06-01", "--on", "海", "--limit", "2"],
        &["commitments", "--today", "2030-06-01", "--overdue"],
        &["commitments", "--today", "2024-06-01", "--due", "1200"],
        &["commitments", "--today", "2024-06-01", "--specific", "--limit", "3"],
        &["commitments", "--today", "2024-06-01", "--status", "kept"],
        &["commitments", "--today", "2024-06-01", "--status", "not-yet-rated,broken"],
        &["commitments", "--today", "2029-06-01", "--silent"],
        &["actors"],
        &["actors", "--from", "2024-02", "--limit", "3"],
        &["actors", "CHL", "--format", "json"],
        &["actors", "Norway", "--from", "2024", "--format", "json"],
        &["instruments"],
        &["instruments", "--from", "2024", "--limit", "2"],
        &["mechanisms", "--to", "2025"],
        &["phrases", "--of", "CHL", "--least", "1"],
        &["phrases", "海洋", "--of", "CHL"],
    ] {
        let fast = ask(folder.path(), verb).stdout;
        assert!(!fast.is_empty(), "{verb:?}");
        assert_eq!(fast, ask(folder.path(), &[verb, &later].concat()).stdout, "{verb:?}");
    }
}

#[test]
fn a_board_shows_the_newest_and_counts_the_rest() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let all = json(&ask(&["positions", "--on", "海", "--each", "0", "--format", "json"]));
    let one = json(&ask(&["positions", "--on", "海", "--each", "1", "--format", "json"]));
    let chile = |board: &serde_json::Value| {
        let own = |row: &&serde_json::Value| row["holder"] == "CHL" && row["voice"] == "own";
        board["positions"].as_array().expect("positions").iter().filter(own).cloned().collect::<Vec<_>>()
    };
    assert!(chile(&all).len() > 1, "{all}");
    assert_eq!(chile(&one), chile(&all)[chile(&all).len() - 1..], "the last word, and how it moved");
    let counted = one["holders"].as_array().expect("holders").iter().find(|row| row["holder"] == "CHL").cloned();
    assert_eq!(counted.expect("Chile")["own"], chile(&all).len());
    assert_eq!((&one["all_positions"], &one["against"]), (&all["all_positions"], &all["against"]));
    let table = ask(&["positions", "--on", "海", "--each", "1", "--format", "table"]).stdout;
    assert!(table.contains("earlier of its own (--each 0 shows all)"), "{table}");
}

#[test]
fn names_are_merged_parted_and_taken_back() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let held = |name: &str| quotes(&ask(&["acts", "--holder", name, "--limit", "0"])).len();
    let (before, other) = (held("NOR"), held("CHL"));
    let merged = ask(&["merge", "actor", "Norway", "CHL", "--author", "ann", "--reason", "a test"]);
    assert_eq!(merged.stdout, "the actor NOR counts as CHL (judgement 1)\n", "{}", merged.stderr);
    assert_eq!((held("NOR"), held("CHL")), (before + other, before + other));
    let found = ask(&["search", "海", "--holder", "NOR"]).records();
    assert!(found.iter().all(|row| row["holders"][0] == "CHL") && !found.is_empty());
    assert!(ask(&["network"]).records().iter().all(|tie| tie["from"] != "NOR" && tie["to"] != "NOR"));
    let twice = ask(&["merge", "actor", "NOR", "CHL", "--author", "ann"]);
    assert!(twice.code == Some(2) && twice.stderr.contains("are one already"), "{}", twice.stderr);
    let history = ask(&["history"]).records();
    assert_eq!((&history[0]["verb"], &history[0]["act"]), (&"merge".into(), &"actor NOR".into()));
    assert!(ask(&["history", "--format", "table"]).stdout.starts_with("1: merge actor NOR into CHL, by ann"));
    assert_eq!(
        ask(&["part", "actor", "NOR", "--author", "bob"]).stdout,
        "the actor NOR is its own again (judgement 2)\n"
    );
    assert_eq!((held("NOR"), held("CHL")), (before, other));
    let undone = ask(&["undo", "2", "--author", "ann"]).stdout;
    assert!(undone.starts_with("taken back: 2: part actor NOR") && undone.contains("it was bob's"), "{undone}");
    assert_eq!(held("CHL"), before + other);
    assert!(ask(&["check"]).stdout.starts_with("whole"));
}

#[test]
fn the_users_own_words_tell_what_became_of_a_promise() {
    let folder = samples();
    let later = top().join("samples/stations.txt");
    ask(folder.path(), &["add", later.to_str().expect("UTF-8")]);
    let track = || json(&ask(folder.path(), &["track", "6211b276b9.c221", "--format", "json"]));
    let before = track();
    assert_eq!(before["follow_ups"][0]["how"], "progress", "{before}");
    let quote = before["follow_ups"][0]["quote"].as_str().expect("a quote");
    let word: String = quote.chars().filter(|c| c.is_alphabetic()).take(2).collect();
    let own = folder.path().join("no-config/chancery/packs/zh");
    std::fs::create_dir_all(&own).expect("a folder");
    let list = format!(
        "[[list]]\nid = \"taken-up\"\nnote = \"own\"\nword = [{{ form = \"{word}\", what = \"withdrawn\" }}]\n"
    );
    std::fs::write(own.join("ledger.toml"), list).expect("written");
    assert_eq!(track()["follow_ups"][0]["how"], "withdrawal");
}

#[cfg(unix)]
#[test]
fn a_disk_without_any_room_still_answers_and_says_what_it_lacks() {
    let folder = samples();
    let held = ask(folder.path(), &["acts", "--limit", "0", "--format", "jsonl"]).stdout;
    // No file may grow: not even the one through which SQLite shares a database, which is gone when nobody has it open.
    let limited = |arguments: &str| {
        let line =
            format!("trap '' XFSZ; ulimit -f 0; exec {} {arguments} --ledger ledger", env!("CARGO_BIN_EXE_chancery"));
        let mut shell = std::process::Command::new("sh");
        let out = shell.args(["-c", &line]).current_dir(folder.path()).output().expect("a shell");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (out.status.code(), text(out.stdout), text(out.stderr))
    };
    let (code, told, wrong) = limited("acts --limit 0 --format jsonl");
    assert!(code == Some(0) && told == held, "{code:?} {wrong}");
    assert_eq!(limited("search 海洋 --format jsonl").0, Some(0));
    for writing in ["undo --author ann", "rebuild", "reread"] {
        let (code, _, told) = limited(writing);
        assert!(code == Some(1) && told.contains("the disk is full: make room"), "{writing}: {code:?} {told}");
    }
    assert!(ask(folder.path(), &["check"]).stdout.starts_with("whole: 5 sources"));
}

#[test]
fn a_disk_that_takes_no_more_is_said_and_nothing_is_lost() {
    let folder = samples();
    let held = quotes(&ask(folder.path(), &["acts", "--limit", "0"])).len();
    let text: String = (0..200_000u32).filter_map(|n| char::from_u32(0x4E00 + (n * 7919) % 20_000)).collect();
    std::fs::write(folder.path().join("long.txt"), text).expect("written");
    // Files may not grow beyond a few blocks more than they are: the program sees a write that fails.
    let limited = |arguments: &str| {
        let line =
            format!("trap '' XFSZ; ulimit -f 400; exec {} {arguments} --ledger ledger", env!("CARGO_BIN_EXE_chancery"));
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &line]).current_dir(folder.path()).output().expect("a shell")
    };
    let failed = limited("add long.txt");
    let told = String::from_utf8_lossy(&failed.stderr).into_owned();
    assert!(!failed.status.success() && told.contains("chancery: "), "{told}");
    assert!(told.contains("disk") || told.contains("I/O") || told.contains("too large"), "{told}");
    assert!(!told.contains("panicked"), "{told}");
    let checked = ask(folder.path(), &["check"]);
    assert!(checked.stdout.starts_with("whole: "), "{told}{checked:?}");
    assert_eq!(quotes(&ask(folder.path(), &["acts", "--limit", "0"])).len(), held);
    assert_eq!(ask(folder.path(), &["add", "long.txt"]).code, Some(0));
    assert!(ask(folder.path(), &["check"]).stdout.starts_with("whole: 6 sources"));
}
