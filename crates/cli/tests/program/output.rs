//! The formats, colours and messages.

use std::process::Stdio;

use super::{folder, run, statement, top};

#[test]
fn json_is_one_array_of_the_same_records() {
    let lines = run(&top(), &["read", "samples"]).records();
    let whole = run(&top(), &["read", "samples", "--format", "json"]);
    let array: Vec<serde_json::Value> = serde_json::from_str(&whole.stdout).expect("one JSON array");
    assert_eq!(array, lines);
    let none = run(&top(), &["read", "missing", "--format", "json"]);
    assert_eq!((none.code, &*none.stdout), (Some(1), "[]\n"));
}

#[test]
fn text_is_the_records_text_and_nothing_else() {
    let texts: Vec<String> = run(&top(), &["read", "samples"])
        .records()
        .iter()
        .map(|record| record["text"].as_str().expect("a text").to_owned())
        .collect();
    assert_eq!(run(&top(), &["read", "samples", "--format", "text"]).stdout, texts.join("\n\n") + "\n");
}

#[test]
fn a_record_says_what_made_it_and_holds_together() {
    for record in run(&top(), &["read", "samples"]).records() {
        assert_eq!(record["schema"], 1);
        assert_eq!(record["program"], concat!("chancery ", env!("CARGO_PKG_VERSION")));
        let text: Vec<char> = record["text"].as_str().expect("a text").chars().collect();
        let mut covered = vec![false; text.len()];
        let mut cover = |start: &serde_json::Value, end: &serde_json::Value| {
            let place = |v: &serde_json::Value| v.as_u64().expect("a place") as usize;
            covered[place(start)..place(end)].fill(true);
        };
        record["map"].as_array().expect("runs").iter().for_each(|run| cover(&run[0], &run[1]));
        record["repairs"].as_array().expect("repairs").iter().for_each(|one| cover(&one["start"], &one["end"]));
        let bare: String =
            text.iter().zip(covered).filter(|(c, covered)| !covered && !c.is_whitespace()).map(|(c, _)| *c).collect();
        assert_eq!(bare, "", "{}: characters that lead nowhere", record["source"]["name"]);
        for act in record["acts"].as_array().expect("acts") {
            let (start, end) = (act["start"].as_u64().expect("start"), act["end"].as_u64().expect("end"));
            let slice: String = text[start as usize..end as usize].iter().collect();
            assert_eq!(act["quote"], slice);
        }
    }
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let table = ["read", "samples/joint-statement.txt", "--format", "table"];
    let plain = run(&top(), &table);
    assert!(!plain.stdout.contains('\x1b'), "a pipe gets none");
    let asked = run(&top(), &[&table[..], &["--color", "always"]].concat());
    assert!(asked.stdout.contains("\x1b[1m"), "asked for");
    assert_eq!(run(&top(), &[&table[..], &["--color", "never"]].concat()), plain);
    let failed = run(&top(), &["read", "missing", "--color", "always"]);
    assert!(failed.stderr.contains("\x1b[31merror\x1b[0m"), "{}", failed.stderr);
}

#[test]
fn what_is_wrong_in_an_article_is_told_on_request() {
    let folder = folder(&[(
        "cut.txt",
        "關於航運的聯合聲明\n\n雙方就航運舉行會談，並發表聯合聲明。雙方希望有關各方在".as_bytes(),
    )]);
    let silent = run(folder.path(), &["read", "cut.txt"]);
    assert_eq!((silent.code, &*silent.stderr), (Some(0), ""));
    let told = run(folder.path(), &["read", "cut.txt", "--verbose"]);
    assert!(told.stderr.contains("chancery: warning: cut.txt: truncated"), "{}", told.stderr);
    assert!(told.stderr.contains("chancery: 1 source, 1 article, "), "{}", told.stderr);
    assert_eq!(told.stdout, silent.stdout, "messages never change the records");
}

#[test]
fn output_goes_to_the_file_named() {
    let folder = folder(&[("a.txt", &statement("航運"))]);
    let direct = run(folder.path(), &["read", "a.txt"]);
    let to_file = run(folder.path(), &["read", "a.txt", "--output", "out.jsonl"]);
    assert_eq!((to_file.code, &*to_file.stdout), (Some(0), ""));
    assert_eq!(std::fs::read_to_string(folder.path().join("out.jsonl")).expect("written"), direct.stdout);
}

#[test]
fn a_full_disk_is_said_and_is_a_failure() {
    let Ok(full) = std::fs::File::create("/dev/full") else { return };
    let done = super::command(&top(), &["read", "samples"])
        .stdout(Stdio::from(full))
        .stderr(Stdio::piped())
        .spawn()
        .and_then(std::process::Child::wait_with_output)
        .expect("the program runs");
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&done.stderr).contains("could not be written"));
}
