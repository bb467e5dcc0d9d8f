//! A ledger over the years: what was replaced is still shown, what is hurt is named, and what mends it mends it.

use super::ledger::{ask, json};
use super::{folder, statement};

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
