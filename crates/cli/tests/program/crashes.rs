//! A program that is killed at any instant loses nothing it has acknowledged, and leaves a ledger that is whole.
//!
//! `CHANCERY_CRASHES=500 cargo test -p chancery --test program crashes` kills it more often than an ordinary run does.

use std::process::Stdio;
use std::thread;
use std::time::Duration;

use super::{command, folder, run, statement};

/// Kills of each kind in an ordinary run.
const CRASHES: usize = 6;

/// Longest wait before a kill: about what the whole run takes, so that kills fall on all of it.
const LONGEST: u64 = 700;

fn crashes() -> usize {
    std::env::var("CHANCERY_CRASHES").ok().and_then(|number| number.parse().ok()).unwrap_or(CRASHES)
}

#[test]
fn killed_at_any_instant_a_ledger_stays_whole_and_can_be_finished() {
    let texts: Vec<(String, Vec<u8>)> =
        (0..300).map(|n| (format!("in/{n:03}.txt"), statement(&format!("第{n}號議題")))).collect();
    let files: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (&**name, &**text)).collect();
    let folder = folder(&files);
    let count = crashes();
    for round in 0..count {
        // Every few rounds begin a ledger anew, so that its making is killed too.
        if round % 4 == 0 {
            let _ = std::fs::remove_dir_all(folder.path().join("ledger"));
        }
        let verb: &[&str] = if round % 3 == 2 { &["rebuild"] } else { &["add", "in", "--jobs", "2"] };
        let mut killed = command(folder.path(), &[verb, &["--ledger", "ledger"]].concat())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        thread::sleep(Duration::from_millis(1 + (round as u64 * 389) % LONGEST));
        let _ = killed.kill();
        let _ = killed.wait();
        let checked = run(folder.path(), &["check", "--ledger", "ledger"]);
        let none_yet = checked.stderr.contains("no ledger in");
        assert!(checked.code == Some(0) || none_yet, "round {round}: {}", checked.stderr);
    }
    let finished = run(folder.path(), &["add", "in", "--ledger", "ledger"]);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    let stats = run(folder.path(), &["stats", "--ledger", "ledger"]).stdout;
    let stats: serde_json::Value = serde_json::from_str(&stats).expect("JSON");
    assert_eq!((&stats["sources"], &stats["readings"]), (&300.into(), &300.into()), "each once");
    assert!(run(folder.path(), &["check", "--ledger", "ledger"]).stdout.starts_with("whole: 300 sources"));
}

#[test]
fn an_acknowledged_judgement_outlives_a_kill() {
    let text = "關於航運的聯合聲明\n\n智利共和國和紐西蘭發表聯合聲明。雙方支持公海保護。\n";
    let folder = folder(&[("a.txt", text.as_bytes())]);
    let ask = |arguments: &[&str]| run(folder.path(), &[arguments, &["--ledger", "ledger"]].concat());
    assert_eq!(ask(&["add", "a.txt"]).code, Some(0));
    let acts = ask(&["acts"]).records();
    let id = acts.first().expect("an act")["id"].as_str().expect("an id").to_owned();
    let mut acknowledged = 0;
    for round in 0..crashes() {
        let mut killed = command(folder.path(), &["accept", &id, "--author", "ann", "--ledger", "ledger"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        thread::sleep(Duration::from_millis(1 + (round as u64 * 53) % 300));
        let _ = killed.kill();
        let out = killed.wait_with_output().expect("it ended");
        acknowledged += usize::from(String::from_utf8_lossy(&out.stdout).contains("accepted"));
        let kept = ask(&["history", "--limit", "0"]).records().len();
        assert!(kept >= acknowledged, "round {round}: {kept} of {acknowledged}");
        acknowledged = kept;
        let checked = ask(&["check"]);
        assert_eq!(checked.code, Some(0), "{}", checked.stderr);
    }
}
