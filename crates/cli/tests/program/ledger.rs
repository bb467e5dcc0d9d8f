//! The ledger's verbs, on the bundled samples: added once, asked in every form, judged, verified, cared for.

use std::path::Path;

use serde_json::Value;

use super::{Run, folder, run, run_with, statement, top};

/// The program with a ledger of its own in `folder`.
pub(super) fn ask(folder: &Path, arguments: &[&str]) -> Run {
    let ledger = folder.join("ledger");
    let ledger = ledger.to_str().expect("UTF-8");
    run(folder, &[arguments, &["--ledger", ledger]].concat())
}

/// A folder with a ledger of the first samples, before the statement of the year after and what came of it.
pub(super) fn samples() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let names = ["joint-statement.txt", "readout.html", "newspaper.txt", "forum.html", "communique.md"];
    let paths = names.map(|name| top().join("samples").join(name).to_str().expect("UTF-8").to_owned());
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let added = ask(folder.path(), &[&["add"], paths.as_slice()].concat());
    assert_eq!((added.code, &*added.stderr), (Some(0), ""));
    assert!(added.stdout.starts_with("5 new, 0 same, 0 changed, 0 failed; 6 articles and "), "{}", added.stdout);
    folder
}

pub(super) fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|e| panic!("{e}: {} {}", run.stdout, run.stderr))
}

/// The quotes of acts in JSON Lines; paragraphs have none.
pub(super) fn quotes(run: &Run) -> Vec<String> {
    run.records().iter().filter_map(|row| row["quote"].as_str().map(str::to_owned)).collect()
}

#[test]
fn sources_are_kept_once_and_changes_take_the_place_of_what_was() {
    let texts = folder(&[("a.txt", &statement("航運")), ("b.txt", &statement("漁業"))]);
    let add = |paths: &[&str]| ask(texts.path(), &[&["add"], paths].concat()).stdout;
    assert!(add(&["a.txt", "b.txt"]).starts_with("2 new, 0 same, 0 changed, 0 failed; 2 articles"));
    assert!(
        add(&["."]).starts_with("0 new, 2 same, 0 changed, 0 failed; 0 articles"),
        "by another way to the same files"
    );
    std::fs::write(texts.path().join("a.txt"), statement("港口")).expect("written");
    assert!(add(&["a.txt", "b.txt"]).starts_with("0 new, 1 same, 1 changed, 0 failed; 1 article"));
    assert_eq!(ask(texts.path(), &["search", "航运"]).records().len(), 0);
    let now = ask(texts.path(), &["search", "港口"]).records();
    assert!(now.iter().any(|row| row["kind"] == "passage"), "{now:?}");
    let failed = ask(texts.path(), &["add", "missing.txt", "b.txt"]);
    assert_eq!(failed.code, Some(1));
    assert!(failed.stdout.starts_with("0 new, 1 same, 0 changed, 1 failed"), "{}", failed.stdout);
    assert!(failed.stderr.contains("missing.txt"), "{}", failed.stderr);
    assert_eq!(ask(texts.path(), &["check"]).code, Some(0));
}

#[test]
fn what_was_added_is_listed_by_its_id_while_it_is_few() {
    let names = ["航運", "漁業", "港口", "海關", "關稅", "貿易", "能源", "糧食", "衛生", "教育", "文化", "科技"];
    let texts: Vec<(String, Vec<u8>)> =
        names.iter().enumerate().map(|(at, name)| (format!("{at:02}.txt"), statement(name))).collect();
    let texts: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
    let folder = folder(&texts);
    let ids = |arguments: &[&str]| -> Vec<String> {
        let added = ask(folder.path(), &[&["add"], arguments].concat());
        assert_eq!((added.code, &*added.stderr), (Some(0), ""));
        let lines = added.stdout.lines().skip(1).filter_map(|line| line.split_whitespace().next());
        lines.map(str::to_owned).collect()
    };
    let first = ids(&["00.txt"]);
    assert_eq!(first.len(), 1);
    let shown = json(&ask(folder.path(), &["show", &first[0]]));
    assert_eq!(shown["id"], *first[0], "{shown}");
    assert_eq!(ids(&["00.txt", "01.txt"]).len(), 2, "what was there before is gone on with as well");
    assert_eq!(ids(&["00.txt"]), first, "added again");
    assert_eq!(ids(&["00.txt", "--quiet"]).len(), 0);
    assert_eq!(ids(&["."]).len(), 10, "of many, what came in");
    assert_eq!(ids(&["."]).len(), 0, "and nothing of many that were there");
}

#[test]
fn ids_that_a_reading_shows_are_those_of_the_ledger() {
    let folder = samples();
    let path = |name: &str| top().join("samples").join(name).to_str().expect("UTF-8").to_owned();
    let text = run(folder.path(), &["read", &path("forum.html"), "--format", "table"]).stdout;
    let ids: Vec<&str> =
        text.split_whitespace().filter(|word| word.starts_with("3483226180.") && word.contains('-')).collect();
    assert_eq!(ids.len(), 7, "{text}");
    let accepted = ask(folder.path(), &[&["accept", "--author", "ann"], ids.as_slice()].concat());
    assert_eq!(accepted.code, Some(0), "{}", accepted.stderr);
    assert!(text.contains("3483226180 · news report"), "and its own: {text}");
}

#[test]
fn standard_input_is_a_source_by_its_address_or_its_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let add = |name: &str, subject: &str| {
        let arguments = ["add", "-", "--stdin-name", name, "--ledger", "ledger"];
        run_with(folder.path(), &arguments, &statement(subject)).stdout
    };
    assert!(add("-", "航運").starts_with("1 new"));
    assert!(add("-", "漁業").starts_with("1 new"), "nameless texts do not take each other's place");
    assert!(add("https://x.example/a.txt", "港口").starts_with("1 new"));
    assert!(add("https://x.example/a.txt", "海關").starts_with("0 new, 0 same, 1 changed"));
}

#[test]
fn search_finds_both_scripts_and_says_where() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let found = ask(&["search", "海洋法公约"]);
    assert_eq!(quotes(&found), ["重申恪守《聯合國海洋法公約》"]);
    assert_eq!(found.records()[0]["found"][0], "海洋法公約");
    let whole = json(&ask(&["search", "海洋", "--format", "json"]));
    assert_eq!(whole["all_acts"], whole["acts"].as_array().expect("acts").len());
    assert!(whole["facets"]["holder"].as_array().is_some_and(|all| all.iter().any(|one| one[0] == "CHL")));
    for (query, flags) in [
        ("海洋", &["--holder", "智利"][..]),
        ("海洋", &["--holder", "Chile", "--from", "2024", "--to", "2024-03"]),
        ("海洋 holder:CHL", &[]),
        ("(海洋 OR 不存在) -疫苗", &["--instrument", "海洋法"]),
    ] {
        assert!(!quotes(&ask(&[&["search", query], flags].concat())).is_empty(), "{query} {flags:?}");
    }
    for (query, flags) in
        [("海洋", &["--holder", "NOR"][..]), ("海洋", &["--to", "2023"]), ("海洋 -聯合 kind:event", &[])]
    {
        assert!(quotes(&ask(&[&["search", query], flags].concat())).is_empty(), "{query} {flags:?}");
    }
}

#[test]
fn what_can_not_be_asked_is_pointed_at_and_what_is_not_there_is_said() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let bad = ask(&["search", "疫苗 (海洋"]);
    assert_eq!(bad.code, Some(2));
    assert!(bad.stderr.contains("never closed") && bad.stderr.ends_with("  疫苗 (海洋\n       ^\n"), "{}", bad.stderr);
    let nobody = ask(&["acts", "--holder", "Chil"]);
    assert!(nobody.stderr.contains("chile (CHL)"), "{}", nobody.stderr);
    let kind = ask(&["acts", "--kind", "promise"]);
    assert!(kind.stderr.contains("there are position, commitment"), "{}", kind.stderr);
    let day = ask(&["acts", "--from", "yesterday"]);
    assert!(day.stderr.contains("write 2024-03-12"), "{}", day.stderr);
    let id = ask(&["show", "AUKUS"]);
    assert!(id.stderr.contains("is no id"), "{}", id.stderr);
    let none = ask(&["search", "不在此处", "海洋", "--format", "table"]);
    assert!(none.stdout.contains("Nothing found") && none.stdout.contains("海洋 finds"), "{}", none.stdout);
    let missing = run(folder.path(), &["acts", "--ledger", "nowhere"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.stderr.contains("chancery add"), "{}", missing.stderr);
}

#[test]
fn every_form_has_the_same_rows() {
    let folder = samples();
    for verb in [&["acts"][..], &["articles"], &["search", "海"], &["positions", "--on", "海"], &["commitments"]] {
        let ask = |format: &str| ask(folder.path(), &[verb, &["--format", format, "--limit", "0"]].concat());
        let rows = ask("jsonl").records().len();
        assert!(rows > 2, "{verb:?}");
        let csv = ask("csv").stdout;
        assert_eq!(csv.lines().count(), rows + 1, "{verb:?}");
        assert_eq!(ask("md").stdout.lines().count(), rows + 2, "{verb:?}");
        let table = ask("table");
        assert!(table.code == Some(0) && !table.stdout.contains('\x1b'), "{verb:?}");
        assert!(table.stdout.lines().all(|line| unicode_width(line) <= 80), "{verb:?}: {}", table.stdout);
        assert!(json(&ask("json")).is_array() || json(&ask("json")).is_object(), "{verb:?}");
    }
}

/// Columns, near enough for a check: a character of three bytes or more takes two, marks of punctuation aside.
pub(super) fn unicode_width(line: &str) -> usize {
    let one = |c: char| {
        matches!(
            c,
            '─' | '·'
                | '“'
                | '”'
                | '…'
                | '—'
                | '–'
                | '−'
                | '●'
                | '○'
                | '▰'
                | '▱'
                | '▵'
                | '▪'
                | '\u{2061}'
                | '\u{2062}'
        )
    };
    line.chars().map(|c| if c.len_utf8() >= 3 && !one(c) { 2 } else { 1 }).sum()
}

#[test]
fn an_act_is_shown_with_its_paragraph_and_its_bytes() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let id = ask(&["search", "海洋法公约"]).records()[0]["id"].as_str().expect("an id").to_owned();
    let act = json(&ask(&["show", &id, "--format", "json"]));
    let bytes = std::fs::read(top().join("samples/joint-statement.txt")).expect("the sample");
    let [from, to] = [0, 1].map(|at| act["source"]["bytes"][at].as_u64().expect("a place") as usize);
    assert_eq!(std::str::from_utf8(&bytes[from..to]).expect("UTF-8"), act["quote"].as_str().expect("a quote"));
    assert!(act["paragraph"]["text"].as_str().expect("a paragraph").contains(act["quote"].as_str().expect("a quote")));
    let shown = ask(&["show", &id, "--format", "table"]).stdout;
    assert!(shown.contains("holds: 14 characters agree with the source"), "{shown}");
    let article = json(&ask(&["show", &id[..6], "--format", "json"]));
    assert!(article["acts"].as_array().expect("acts").len() > 10);
    let record = ask(&["show", &id[..10], "--record"]).stdout;
    let read = run(&top(), &["read", "samples/joint-statement.txt"]).stdout;
    let mut kept: Value = serde_json::from_str(&record).expect("a record");
    kept["source"]["name"] = "samples/joint-statement.txt".into();
    assert_eq!(kept, serde_json::from_str::<Value>(&read).expect("a record"));
}

#[test]
fn judgements_are_kept_and_can_be_taken_back() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let id = ask(&["search", "海洋法公约"]).records()[0]["id"].as_str().expect("an id").to_owned();
    let edited = ask(&["edit", &id, "holders=NOR", "--author", "ann", "--reason", "a test"]);
    assert!(edited.stdout.contains("NOR") && edited.stdout.contains("edited: holders"), "{}", edited.stdout);
    assert_eq!(quotes(&ask(&["search", "海洋法公约", "--holder", "NOR"])).len(), 1, "found by what it says now");
    assert_eq!(quotes(&ask(&["search", "海洋法公约", "--holder", "CHL"])).len(), 0);
    ask(&["reject", &id, "--author", "ann"]);
    assert_eq!(quotes(&ask(&["search", "海洋法公约"])).len(), 0);
    assert_eq!(quotes(&ask(&["search", "海洋法公约", "--rejected"])).len(), 1);
    ask(&["undo", "--author", "ann"]);
    assert_eq!(quotes(&ask(&["search", "海洋法公约"])).len(), 1);
    let history = ask(&["history", &id]).records();
    assert!(
        history.iter().all(|row| row["permalink"].as_str().is_some_and(|link| ask(&["show", link]).code == Some(0)))
    );
    let verbs: Vec<_> = history.iter().map(|row| row["verb"].as_str().expect("a verb")).collect();
    assert_eq!(verbs, ["edit", "reject", "undo"]);
    let wrong = ask(&["status", &id, "kept", "--author", "ann"]);
    assert!(wrong.code == Some(2) && wrong.stderr.contains("only a commitment"), "{}", wrong.stderr);
    let before = ask(&["acts", "--holder", "NOR", "--as-of", "2001-01-01"]);
    assert_eq!(before.records().len(), 0, "nothing was known then");
}

#[test]
fn boards_answer_who_stands_where_and_what_is_due() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let board = json(&ask(&["positions", "--on", "海", "--format", "json"]));
    let row = &board["positions"][0];
    assert!(row["holder"].is_string() && row["word"].is_string() && row["voice"] == "own", "{row}");
    let only = ask(&["positions", "--on", "海", "--by", "NOR"]).records();
    assert!(!only.is_empty() && only.iter().all(|row| row["holder"] == "NOR"));
    let overdue = ask(&["commitments", "--overdue", "--today", "2024-01-01"]).records();
    assert!(
        overdue.iter().all(|row| row["deadline"].as_str().is_some_and(|day| day < "2024-01-01")) && overdue.len() == 1
    );
    let id = overdue[0]["id"].as_str().expect("an id").to_owned();
    ask(&["status", &id, "kept", "--author", "ann"]);
    assert_eq!(ask(&["commitments", "--overdue", "--today", "2024-01-01"]).records().len(), 0);
    assert_eq!(ask(&["commitments", "--status", "kept"]).records().len(), 1);
    assert_eq!(ask(&["commitments", "--due", "31", "--today", "2023-12-01"]).records()[0]["due"], "settled");
    let ranks: Vec<_> =
        ask(&["commitments"]).records().iter().map(|row| row["specificity"].as_u64().expect("a number")).collect();
    assert!(ranks.is_sorted_by(|a, b| a >= b) && ranks[0] > 2, "{ranks:?}");
    let specific = ask(&["commitments", "--specific"]).records();
    assert!(!specific.is_empty() && specific.len() < ranks.len());
}

#[test]
fn a_ledger_is_verified_checked_rebuilt_copied_and_read_again() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let all = json(&ask(&["verify", "--all", "--format", "json"]));
    assert!(all["wrong"].as_array().is_some_and(Vec::is_empty) && all["quotes"].as_u64() > Some(30), "{all}");
    std::fs::remove_dir_all(folder.path().join("ledger/index")).expect("lost");
    assert_eq!(ask(&["rebuild"]).code, Some(0));
    assert!(ask(&["check"]).stdout.starts_with("whole: 5 sources, 6 articles"));
    assert_eq!(ask(&["backup", "copy"]).code, Some(0));
    assert_eq!(run(folder.path(), &["check", "--ledger", "copy"]).code, Some(0));
    assert_eq!(ask(&["backup", "copy"]).code, Some(1), "never over another");
    assert_eq!(ask(&["reread", "--dry-run"]).records().len(), 0);
    assert_eq!(ask(&["reread"]).code, Some(0));
    assert_eq!(json(&ask(&["stats"]))["readings"], 5, "nothing changed, so nothing was written");
}

#[test]
fn instruments_are_listed_and_followed() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let all = ask(&["instruments"]).records();
    let spelled =
        |row: &serde_json::Value| row["spellings"][0].as_str().is_some_and(|name| name.contains("海洋法公約"));
    assert!(all.iter().any(|row| spelled(row) && row["acts"] == 2), "{all:?}");
    let one = quotes(&ask(&["instruments", "海洋法公约"]));
    let named = |words: &str| one.iter().any(|quote| quote.contains(words));
    assert!(one.len() == 2 && named("海洋法公約") && named("Law of the Sea"), "one thing in both languages: {one:?}");
    let table = ask(&["instruments", "海洋法", "--format", "table"]).stdout;
    assert!(table.contains("affirm"), "{table}");
    let none = ask(&["mechanisms", "不在此处", "--format", "table"]).stdout;
    assert!(none.contains("No mechanism is called"), "{none}");
}

#[test]
fn two_texts_are_laid_side_by_side() {
    let earlier =
        "關於航運的聯合聲明\n\n雙方就航運舉行會談，並發表聯合聲明。\n\n智利共和國和紐西蘭注意到港口減排倡議的進展。\n";
    let later = "关于航运的联合声明\n\n双方就航运举行会谈，并发表联合声明。\n\n智利共和国和新西兰坚定支持港口减排倡议的进展。\n\n双方决定明年再次磋商。\n";
    let folder = folder(&[("a.txt", earlier.as_bytes()), ("b.txt", later.as_bytes())]);
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    assert_eq!(ask(&["add", "a.txt", "b.txt"]).code, Some(0));
    let id = |name: &str| {
        let all = ask(&["articles"]).records();
        let one = all.iter().find(|row| row["source"].as_str().is_some_and(|source| source.ends_with(name)));
        one.expect("an article")["id"].as_str().expect("an id").to_owned()
    };
    let (a, b) = (id("a.txt"), id("b.txt"));
    let fates: Vec<_> = ask(&["compare", &a, &b, "--all"])
        .records()
        .iter()
        .map(|row| row["fate"].as_str().expect("a fate").to_owned())
        .collect();
    assert_eq!(fates, ["same", "changed", "new"], "another script is no change");
    let titles = ask(&["search", "航运的联合"]).records();
    assert_eq!(titles.len(), 2, "titles are found in both scripts: {titles:?}");
    let table = ask(&["compare", &a, &b, "--format", "table"]).stdout;
    assert!(table.contains("注意到") && table.contains("1 new, 0 dropped"), "{table}");
    let same = ask(&["compare", &a, &a, "--format", "table"]).stdout;
    assert!(same.contains("Every paragraph is the same"), "{same}");
}

/// A ledger on a share that only its keeper may write to. Whoever runs the tests as root may write all the same; asking must
/// work for both.
#[cfg(unix)]
#[test]
fn a_folder_that_may_only_be_read_can_be_asked() {
    use std::os::unix::fs::PermissionsExt;

    let texts = samples();
    let ledger = texts.path().join("ledger");
    let allow = |folder: u32, file: u32| {
        for at in [ledger.clone(), ledger.join("index")] {
            for entry in std::fs::read_dir(&at).expect("a folder").map(|entry| entry.expect("an entry").path()) {
                if entry.is_file() {
                    std::fs::set_permissions(entry, std::fs::Permissions::from_mode(file)).expect("set");
                }
            }
            std::fs::set_permissions(at, std::fs::Permissions::from_mode(folder)).expect("set");
        }
    };
    allow(0o555, 0o444);
    let shut = std::fs::write(ledger.join("probe"), "").is_err();
    let _ = std::fs::remove_file(ledger.join("probe"));
    let found = ask(texts.path(), &["search", "海洋"]);
    let whole = ask(texts.path(), &["check"]);
    let added = ask(texts.path(), &["add", top().join("samples").to_str().expect("UTF-8")]);
    allow(0o755, 0o644);
    assert!(!found.records().is_empty(), "{}", found.stderr);
    assert_eq!(whole.code, Some(0), "{}", whole.stderr);
    assert_eq!(added.code, Some(i32::from(shut)), "{}", added.stderr);
    assert_eq!(added.stderr.contains("can't be written"), shut, "{}", added.stderr);
}
