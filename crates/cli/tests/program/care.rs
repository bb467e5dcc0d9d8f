//! A ledger over the years: what was replaced is still shown, what is hurt is named, and what mends it mends it.

use super::ledger::{ask, json, samples};
use super::{command, folder, run, run_with, statement, top};

#[test]
fn a_permalink_outlives_the_file_it_was_read_from() {
    let texts = folder(&[("a.txt", &statement("航運"))]);
    let ask = |arguments: &[&str]| ask(texts.path(), arguments);
    ask(&["add", "a.txt"]);
    let act = ask(&["acts"]).records()[0].clone();
    let (id, link) = (act["id"].as_str().expect("an id"), act["permalink"].as_str().expect("a link"));
    ask(&["accept", id, "--author", "ann"]);
    std::fs::write(texts.path().join("a.txt"), statement("港口")).expect("written");
    ask(&["add", "a.txt"]);
    let now = ask(&["articles"]).records()[0]["id"].as_str().expect("an id").to_owned();

    let shown = json(&ask(&["show", link]));
    assert_eq!((&shown["id"], &shown["quote"]), (&act["id"], &act["quote"]), "{shown}");
    assert!(shown["source"]["superseded"].is_string(), "{shown}");
    assert_eq!(shown["source"]["instead"][0], *now);
    let table = ask(&["show", link, "--format", "table"]).stdout;
    assert!(table.contains("replaced") && table.contains(&now), "{table}");
    let article = json(&ask(&["show", id.split('.').next().expect("an article")]));
    assert!(article["acts"].as_array().is_some_and(|acts| acts.iter().any(|one| one["id"] == act["id"])), "{article}");
    assert_eq!(ask(&["history"]).records()[0]["quote"], act["quote"]);
    assert_eq!(ask(&["verify", id]).code, Some(0));
    let refused = ask(&["reject", id, "--author", "ann"]);
    assert!(refused.code == Some(2) && refused.stderr.contains("counts no more"), "{}", refused.stderr);
}

#[test]
fn an_edit_fits_as_a_whole_or_is_not_made() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let id = ask(&["acts", "--kind", "position"]).records()[0]["id"].as_str().expect("an id").to_owned();
    let wrong = ask(&["edit", &id, "intensity=4", "stance=bar", "--author", "ann"]);
    assert!(wrong.code == Some(2) && wrong.stderr.contains("there are support, welcome"), "{}", wrong.stderr);
    assert_eq!(ask(&["history"]).records().len(), 0, "nothing of it was written");
    let event = ask(&["edit", &id, "stance=agree", "kind=event", "--author", "ann"]);
    assert!(event.stdout.contains("event agree"), "{}{}", event.stdout, event.stderr);
    let fields = ask(&["edit", &id, "colour=red", "--author", "ann"]).stderr;
    let guide = std::fs::read_to_string(top().join("docs/guide.md")).expect("the guide");
    let told = fields.split("there are ").nth(1).expect("a list").trim().split(", ");
    let told = told.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    assert!(guide.contains(&format!("Fields to edit: {told}")), "{told}");
}

/// Turns a bit of every source's bytes round.
fn hurt(folder: &std::path::Path) {
    let db = rusqlite::Connection::open(folder.join("ledger/ledger.db")).expect("a database");
    let mut list = db.prepare("SELECT id, content FROM source").expect("a table");
    let rows = list.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    let rows: Vec<(i64, Vec<u8>)> = rows.collect::<Result<_, _>>().expect("rows");
    for (row, mut content) in rows {
        let last = content.len() - 6;
        content[last] ^= 1;
        db.execute("UPDATE source SET content = ?2 WHERE id = ?1", rusqlite::params![row, content]).expect("hurt");
    }
}

#[test]
fn a_damaged_source_is_named_not_copied_as_whole_and_mended_by_adding_it_again() {
    let texts = folder(&[("a.txt", &statement("航運"))]);
    let ask = |arguments: &[&str]| ask(texts.path(), arguments);
    ask(&["add", "a.txt"]);
    hurt(texts.path());
    let checked = ask(&["check"]);
    assert!(checked.code == Some(1) && checked.stderr.contains("/a.txt is damaged"), "{}", checked.stderr);
    let copied = ask(&["backup", "copy"]);
    assert!(copied.code == Some(1) && copied.stderr.contains("/a.txt can't be read back"), "{}", copied.stderr);
    let exported = ask(&["export", "--format", "jsonl", "--out", "out"]);
    assert!(exported.code == Some(1) && exported.stderr.contains("/a.txt is damaged"), "{}", exported.stderr);
    let mended = ask(&["add", "a.txt"]).stdout;
    assert!(mended.starts_with("0 new, 1 same, 0 changed, 0 failed, 1 of them mended; 0 articles"), "{mended}");
    assert!(ask(&["check"]).stdout.starts_with("whole: 1 source, 1 article, "));
    assert_eq!(ask(&["backup", "second"]).code, Some(0));
    assert!(ask(&["add", "a.txt"]).stdout.starts_with("0 new, 1 same, 0 changed, 0 failed; 0 articles"));
}

#[test]
fn a_check_tells_what_it_counts_and_that_the_index_was_made_anew() {
    let texts = folder(&[("a.txt", &statement("航運"))]);
    let ask = |arguments: &[&str]| ask(texts.path(), arguments);
    ask(&["add", "a.txt"]);
    std::fs::write(texts.path().join("a.txt"), statement("港口")).expect("written");
    ask(&["add", "a.txt"]);
    std::fs::remove_dir_all(texts.path().join("ledger/index")).expect("lost");
    let told = ask(&["check"]).stdout;
    assert!(told.starts_with("whole: 2 sources, 2 articles (1 of older readings), "), "{told}");
    assert!(told.ends_with("there was no full-text index: it was made anew\n"), "{told}");
    assert_eq!(ask(&["check"]).stdout.lines().count(), 1);
}

#[test]
fn a_judgement_has_an_author_a_time_that_holds_and_is_its_authors_to_take_back() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let id = ask(&["acts"]).records()[0]["id"].as_str().expect("an id").to_owned();
    // In a container the environment tells no name: the system does.
    let ledger = folder.path().join("ledger");
    let mut bare = command(folder.path(), &["accept", &id, "--ledger", ledger.to_str().expect("UTF-8")]);
    for name in ["CHANCERY_AUTHOR", "USER", "LOGNAME", "USERNAME"] {
        bare.env_remove(name);
    }
    assert!(bare.output().expect("the program runs").status.success());
    let author = ask(&["history"]).records()[0]["author"].as_str().expect("an author").to_owned();
    let other = ask(&["undo", "--author", "somebody else"]);
    assert!(
        other.code == Some(2) && other.stderr.contains(&format!("by {author}; `chancery undo 1`")),
        "{}",
        other.stderr
    );
    let undone = ask(&["undo", "1", "--author", "somebody else"]).stdout;
    assert!(undone.contains(&format!("it was {author}'s")), "{undone}");

    // What was learnt in a second is known at it.
    let learnt = json(&ask(&["show", &id]))["source"]["learnt"].as_str().expect("a moment").to_owned();
    let then = ask(&["acts", "--as-of", &learnt]);
    assert!(!then.records().is_empty() && then.stderr.is_empty(), "{}", then.stderr);

    // The ledger has seen a time that is still to come.
    let db = rusqlite::Connection::open(ledger.join("ledger.db")).expect("a database");
    db.execute("UPDATE reading SET learnt = learnt + 86400000000", []).expect("set on");
    drop(db);
    let late = ask(&["accept", &id, "--author", "ann"]);
    assert!(late.code == Some(0) && late.stderr.contains("what is written now is dated"), "{}", late.stderr);
    assert_eq!(ask(&["accept", &id, "--author", "ann", "--quiet"]).stderr, "");
}

#[test]
fn a_wrong_path_makes_no_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    let added = ask(folder.path(), &["add", "nosuch"]);
    assert!(added.code == Some(1) && added.stderr.contains("nosuch: no such file or folder"), "{}", added.stderr);
    assert!(!folder.path().join("ledger").exists());
}

#[test]
fn a_token_that_would_open_nothing_is_not_made() {
    let folder = samples();
    let at = ["--ledger", "ledger"];
    let password = b"a few words will do\n";
    let added = run_with(folder.path(), &[&["user", "add", "ann", "--role", "admin"], &at[..]].concat(), password);
    assert_eq!(added.code, Some(0), "{}", added.stderr);
    let token = |ends: &str| run(folder.path(), &[&["user", "token", "ann", "--ends", ends], &at[..]].concat());
    let past = token("2020-01-01");
    assert!(past.code == Some(2) && past.stderr.contains("2020-01-01 is past"), "{}", past.stderr);
    assert_eq!(token("2999-01-01").code, Some(0));
    let listed = run(folder.path(), &[&["user", "list"], &at[..]].concat()).stdout;
    assert_eq!(listed.matches("token").count(), 1, "{listed}");
}
