//! What is asked for between two days: what only its year dates counts, and what nothing dates is told.

use super::folder;
use super::ledger::{ask, json, quotes};

/// One text of a day, one of a year, one of no day.
fn texts() -> tempfile::TempDir {
    let line = |who: &str, what: &str| format!("{{\"title\": \"{who}\", \"text\": \"智利支持{what}，反对核试验。\"");
    let rows = [
        line("声明", "禁渔") + ", \"published\": \"2024-03-12\"}",
        line("2023年工作报告", "裁军") + "}",
        line("声明", "对话") + "}",
        line("2030年议程的落实 (2021)", "减排") + "}",
    ];
    let texts = folder(&[("rows.jsonl", rows.join("\n").as_bytes())]);
    let added = ask(texts.path(), &["add", "rows.jsonl"]);
    assert!(added.stdout.starts_with("1 new"), "{}{}", added.stdout, added.stderr);
    texts
}

#[test]
fn a_year_in_the_title_dates_a_text_and_what_has_no_day_is_told() {
    let texts = texts();
    let ask = |arguments: &[&str]| ask(texts.path(), arguments);
    let year = ask(&["acts", "--from", "2023", "--to", "2023", "--kind", "position"]);
    let told = quotes(&year);
    assert!(told.iter().any(|quote| quote.contains("裁军")), "{told:?}");
    assert!(!told.iter().any(|quote| quote.contains("对话")), "{told:?}");
    assert!(year.records().iter().all(|row| row["said"] == "2023"), "{}", year.stdout);
    assert!(year.stderr.contains("4 acts without a day have been left out: --undated"), "{}", year.stderr);
    let listed = quotes(&ask(&["acts", "--undated", "--kind", "position"]));
    assert!(listed.len() == 4 && listed.iter().any(|quote| quote.contains("对话")), "{listed:?}");
    let quiet = ask(&["acts", "--from", "2023", "--quiet"]);
    assert_eq!(quiet.stderr, "");
    let both = ask(&["acts", "--undated", "--from", "2023"]);
    assert!(both.code == Some(2) && both.stderr.contains("--from"), "{}", both.stderr);
    let table = ask(&["positions", "--on", "核试验", "--from", "2024", "--format", "table"]).stdout;
    assert!(table.contains("2 acts without a day have been left out"), "{table}");
    let board = json(&ask(&["positions", "--on", "核试验", "--from", "2024", "--format", "json"]));
    assert_eq!((&board["undated"], &board["all_positions"]), (&2.into(), &1.into()), "{board}");
    let found = json(&ask(&["search", "反对核试验", "--to", "2023", "--format", "json"]));
    assert_eq!((&found["undated"], &found["undated_passages"]), (&2.into(), &2.into()), "{found}");
    let table = ask(&["search", "智利", "--to", "2023", "--format", "table"]).stdout;
    assert!(table.contains("2 paragraphs without a day have been left out"), "{table}");
    let all = json(&ask(&["search", "智利", "--format", "json"]));
    assert!(all["undated"].is_null(), "no days were asked for");
}

#[test]
fn every_verb_that_takes_days_lists_what_has_none() {
    let texts = texts();
    let verbs: [&[&str]; 10] = [
        &["acts"],
        &["search", "智利"],
        &["positions", "--on", "核试验"],
        &["commitments"],
        &["timeline"],
        &["network"],
        &["actors"],
        &["actors", "CHL"],
        &["instruments"],
        &["phrases"],
    ];
    for verb in verbs {
        let run = ask(texts.path(), &[verb, &["--undated"]].concat());
        assert_eq!((run.code, &*run.stderr), (Some(0), ""), "{verb:?}");
        assert!(!run.stdout.contains("2024-03-12") && !run.stdout.contains("\"2023\""), "{verb:?} {}", run.stdout);
        let run = ask(texts.path(), &[verb, &["--from", "2024"]].concat());
        assert_eq!(run.code, Some(0), "{verb:?}");
        assert!(!run.stdout.contains("\"2023\""), "{verb:?} {}", run.stdout);
    }
}

#[test]
fn who_asks_of_a_time_before_the_ledger_is_told_when_it_begins() {
    let texts = texts();
    let verbs: [&[&str]; 5] =
        [&["stats"], &["acts"], &["search", "智利"], &["positions", "--on", "核试验"], &["articles"]];
    for verb in verbs {
        let run = ask(texts.path(), &[verb, &["--as-of", "2020-01-01"]].concat());
        assert_eq!(run.code, Some(0), "{verb:?}");
        assert!(run.stderr.contains("its first source was added at 20"), "{verb:?} {}", run.stderr);
    }
    let then = json(&ask(texts.path(), &["stats", "--as-of", "2020-01-01"]));
    let now = json(&ask(texts.path(), &["stats"]));
    assert_eq!((&then["sources"], &now["sources"]), (&0.into(), &1.into()));
    assert_eq!((&then["begins"], &now["undated_articles"]), (&now["begins"], &2.into()), "{now}");
}

#[test]
fn what_is_asked_for_by_said_is_known_to_lie_there() {
    let texts = texts();
    let found = |question: &[&str]| {
        let question = [&["search"], question, &["--kind", "position", "--format", "json"]].concat();
        json(&ask(texts.path(), &question))["all_acts"].as_u64()
    };
    assert_eq!(found(&["", "--from", "2023-05", "--to", "2023-05"]), Some(2), "the year meets the month");
    assert_eq!((found(&["said:2023-05"]), found(&["said:2023"]), found(&["said:=2023"])), (Some(0), Some(2), Some(2)));
    assert_eq!((found(&["said:2024"]), found(&["said:2024-03"]), found(&["said:=2024"])), (Some(2), Some(2), Some(0)));
    assert_eq!((found(&["said:2024-03-12"]), found(&["said:2024-03-11"])), (Some(2), Some(0)));
    assert_eq!((found(&["裁军 said:=2023"]), found(&["禁渔 said:=2023"])), (Some(1), Some(0)));
    let refused = ask(texts.path(), &["search", "said:march"]);
    assert!(refused.code == Some(2) && refused.stderr.contains("is no day"), "{}", refused.stderr);
}
