//! Questions over many texts, on the bundled samples: what became of a promise, which phrases are set, who acts with whom.

use super::ledger::{ask, json, quotes, unicode_width};
use super::top;

/// A folder with a ledger of all samples.
fn samples() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let added = ask(folder.path(), &["add", top().join("samples").to_str().expect("UTF-8")]);
    assert!(added.stdout.starts_with("7 new, 0 same, 0 changed, 0 failed; 8 articles and "), "{}", added.stdout);
    folder
}

/// The id of the one act whose quote holds these words.
pub(super) fn id_of(folder: &std::path::Path, words: &str) -> String {
    let found = ask(folder, &["search", words, "--passages", "0"]).records();
    let one = found.iter().find(|row| row["quote"].as_str().is_some_and(|quote| quote.contains(words)));
    one.unwrap_or_else(|| panic!("no act says {words}"))["id"].as_str().expect("an id").to_owned()
}

#[test]
fn a_promise_is_followed_through_later_texts_in_both_scripts() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let promise = id_of(folder.path(), "承諾在2026年底前");
    let track = || json(&ask(&["track", &promise, "--today", "2026-06-01", "--format", "json"]));
    let whole = track();
    let all = whole["follow_ups"].as_array().expect("follow-ups");
    let told: Vec<_> = all.iter().map(|row| (row["how"].as_str(), row["judged"].as_str())).collect();
    let suggested = Some("suggested");
    assert_eq!(
        told,
        [(Some("delivery"), suggested), (Some("repetition"), suggested), (Some("progress"), suggested)],
        "{whole}"
    );
    let bar = &whole["progress"][0];
    assert_eq!((bar["reached"].as_f64(), bar["suggested"].as_f64()), (Some(0.0), Some(9e6)), "a total is not added up");
    assert_eq!((bar["target"].as_f64(), bar["unit"].as_str()), (Some(1.2e7), Some("NZD")));
    assert_eq!(whole["commitment"]["due"], "later");

    let [first, repeated, total] = [0, 1, 2].map(|at| all[at]["id"].as_str().expect("an id").to_owned());
    let accepted = ask(&["follow", &promise, &first, "--author", "ann", "--reason", "the second statement says so"]);
    assert!(accepted.stdout.contains("is a delivery of"), "{}{}", accepted.stdout, accepted.stderr);
    assert_eq!(track()["progress"][0]["reached"], 5e6);
    ask(&["follow", &promise, &total, "--how", "progress", "--author", "ann"]);
    assert_eq!(track()["progress"][0]["reached"], 9e6);
    ask(&["follow", &promise, &repeated, "--not", "--author", "ann"]);
    assert_eq!(track()["follow_ups"][2]["judged"], "passed over");
    ask(&["undo", "--author", "ann"]);
    assert_eq!(track()["follow_ups"][1]["judged"], "suggested");
    ask(&["status", &promise, "in-the-works", "--author", "ann", "--reason", "three quarters are paid"]);
    assert_eq!(track()["statuses"][0]["value"], "in-the-works");
    let table = ask(&["track", &promise, "--today", "2026-06-01", "--format", "table"]).stdout;
    assert!(table.contains("75.0 %") && table.contains("in 213 days") && table.contains("in the works"), "{table}");
    assert!(table.lines().all(|line| unicode_width(line) <= 80), "{table}");
    assert_eq!(ask(&["track", &promise, "--as-of", "2001-01-01"]).code, Some(2), "nothing was known then");
}

#[test]
fn what_can_not_be_followed_is_refused_with_a_hint() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let promise = id_of(folder.path(), "承諾在2026年底前");
    let other = id_of(folder.path(), "反對任何國家");
    let position = ask(&["track", &other]);
    assert!(position.code == Some(2) && position.stderr.contains("only a commitment"), "{}", position.stderr);
    let unasked = ask(&["follow", &promise, &other, "--author", "ann"]);
    assert!(unasked.code == Some(2) && unasked.stderr.contains("--how"), "{}", unasked.stderr);
    let wrong = ask(&["follow", &promise, &other, "--how", "sequel", "--author", "ann"]);
    assert!(wrong.code == Some(2) && wrong.stderr.contains("delivery, progress"), "{}", wrong.stderr);
    let itself = ask(&["follow", &promise, &promise, "--how", "mention", "--author", "ann"]);
    assert!(itself.code == Some(2) && itself.stderr.contains("itself"), "{}", itself.stderr);
    assert_eq!(ask(&["follow", &promise, &other, "--how", "mention", "--author", "ann"]).code, Some(0));
    let kept = json(&ask(&["track", &promise, "--format", "json"]));
    let all = kept["follow_ups"].as_array().expect("follow-ups");
    assert!(all.iter().any(|row| row["id"] == other.as_str() && row["judged"] == "accepted"), "{kept}");
}

#[test]
fn what_is_promised_says_by_what_it_is_given() {
    let text = "联合声明\n\n智利和秘鲁发表联合声明。智方承诺向秘方提供800万美元贷款，并承诺向秘方提供300万美元无偿援助。智方愿向秘方提供2万剂疫苗。\n";
    let texts = super::folder(&[("a.txt", text.as_bytes())]);
    let ask = |arguments: &[&str]| ask(texts.path(), arguments);
    ask(&["add", "a.txt"]);
    let rows = ask(&["commitments"]).records();
    let told: Vec<_> =
        rows.iter().map(|row| (row["quote"].as_str().expect("words"), row["vehicles"][0].as_str())).collect();
    let by = |words: &str| told.iter().find(|(quote, _)| quote.contains(words)).unwrap_or_else(|| panic!("{told:?}")).1;
    assert_eq!((by("贷款"), by("无偿"), by("疫苗")), (Some("loan"), Some("grant"), Some("in kind")));
    let table = ask(&["commitments", "--format", "table"]).stdout;
    assert!(
        table.contains("8,000,000 USD, promised as loan") && table.contains("20,000 dose, promised in kind"),
        "{table}"
    );
}

#[test]
fn a_position_that_only_points_back_stands_on_the_board_of_what_it_points_to() {
    let text = "联合声明\n\n智利和秘鲁发表联合声明。双方对南太平洋非法捕捞表示严重关切。双方强烈谴责类似行为，支持公海保护。双方坚决反对核试验。双方对此表示遗憾。\n";
    let texts = super::folder(&[("a.txt", text.as_bytes())]);
    let ask = |arguments: &[&str]| ask(texts.path(), arguments);
    ask(&["add", "a.txt"]);
    let board = |on: &str, more: &[&str]| {
        let rows = ask(&[&["positions", "--on", on, "--by", "CHL"], more].concat()).records();
        let told =
            |row: &serde_json::Value| (row["quote"].as_str().expect("words").to_owned(), row["by_context"] == true);
        rows.iter().map(told).collect::<Vec<_>>()
    };
    let back = ("强烈谴责类似行为".to_owned(), true);
    let on = board("非法捕撈", &[]);
    assert!(on.len() == 2 && !on[0].1 && on[1] == back, "{on:?}");
    assert_eq!(board("非法捕捞", &["--as-of", "2100-01-01"]), on, "read from the records");
    let on = board("核试验", &[]);
    assert!(on.len() == 2 && on[1].0.contains("对此表示遗憾"), "{on:?}");
    assert_eq!(board("公海保护", &[]).len(), 1, "it stands behind");
    assert_eq!(board("严重关切 非法捕捞", &["--from", "2024"]), [], "no day is known");
    assert_eq!(board("非法捕捞 -核试验", &[]).len(), 1, "asked for otherwise than in words");
    let table = ask(&["positions", "--on", "非法捕捞", "--format", "table"]).stdout;
    assert!(table.contains("points back: the sentence before names the"), "{table}");
}

#[test]
fn silent_promises_are_those_that_no_later_text_takes_up() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let silent = |days: &str| quotes(&ask(&["commitments", "--silent", days, "--today", "2026-06-01"]));
    let long = silent("365");
    assert!(long.iter().any(|quote| quote.contains("4.5万吨")), "{long:?}");
    assert!(!long.iter().any(|quote| quote.contains("承諾在2026年底前")), "taken up in 2026: {long:?}");
    let longest = silent("900");
    assert!(!longest.is_empty() && longest.len() < long.len(), "{longest:?}");
}

#[test]
fn set_phrases_are_found_across_scripts_and_followed() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let all = ask(&["phrases"]).records();
    let one =
        all.iter().find(|row| row["phrase"].as_str().is_some_and(|phrase| phrase == "強烈譴責南太平洋非法捕撈活動"));
    let one = one.unwrap_or_else(|| panic!("{all:?}"));
    assert_eq!((one["uses"].as_u64(), one["texts"].as_u64()), (Some(2), Some(2)), "{one}");
    assert_eq!((one["first"].as_str(), one["last"].as_str()), (Some("2025-04-08"), Some("2026-03-02")));
    assert_eq!(one["spellings"][0], "强烈谴责南太平洋非法捕捞活动");
    let history = json(&ask(&["phrases", "南太平洋非法捕捞活动", "--format", "json"]));
    let rows = history["rows"].as_array().expect("uses");
    let days: Vec<_> = rows.iter().map(|row| row["said"].as_str().expect("a day")).collect();
    assert_eq!(days, ["2024-03-12", "2025-04-08", "2026-03-02"]);
    assert!(rows.iter().all(|row| row["by"][0] == "CHL" && row["sentence"].as_str().is_some()), "{history}");
    let dropped = json(&ask(&["phrases", "和平无核的区域", "--format", "json"]));
    assert_eq!(dropped["uses"], 0, "a mark stands between");
    let inserted = json(&ask(&["phrases", "海岸站建设", "--format", "json"]));
    assert_eq!(inserted["forms"][0]["how"], "inserted", "{inserted}");
    assert!(inserted["forms"].as_array().expect("forms").iter().any(|form| form["element"] == "監測"), "{inserted}");
}

#[test]
fn a_series_is_by_issuer_or_title_and_a_text_may_leave_out_what_was_usual() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let texts = |of: &str| json(&ask(&["phrases", "--of", of, "--format", "json"]))["texts"].clone();
    assert_eq!(texts("CHL,NZL"), 2);
    assert_eq!(texts("深化海洋合作"), 2, "by title, in the other script");
    assert_eq!(texts("智利"), 3, "what it issued, and its words in the news");
    let out = json(&ask(&["phrases", "--of", "CHL,NZL", "--left-out-by", "--format", "json"]));
    assert_eq!(out["left_out_by"].as_str().map(str::len), Some(10), "{out}");
    let told: Vec<_> = out["phrases"].as_array().expect("phrases").iter().map(|row| &row["phrase"]).collect();
    assert!(told.iter().all(|phrase| *phrase != "在奧克蘭"), "a place and a word that binds are no phrase: {told:?}");
    let none = ask(&["phrases", "--of", "NOR", "--left-out-by", "6211b", "--format", "table"]);
    assert!(none.code == Some(2) && none.stderr.contains("no text of that series"), "{}", none.stderr);
}

#[test]
fn actors_their_ties_and_their_time_are_told() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let all = ask(&["actors"]).records();
    let one = all.iter().find(|row| row["actor"] == "CHL").expect("Chile acts");
    assert!(one["names"].as_array().expect("names").iter().any(|name| name == "Chile"), "{one}");
    let held = quotes(&ask(&["acts", "--holder", "CHL", "--limit", "0"])).len();
    assert_eq!(one["acts"], held, "a number opens its list");
    let card = json(&ask(&["actors", "智利", "--format", "json"]));
    assert_eq!((card["held"].as_u64(), card["actors"][0].as_str()), (Some(held as u64), Some("CHL")));
    let joint = card["ties"].as_array().expect("ties").iter().find(|tie| tie["tie"] == "joint").expect("a tie");
    assert_eq!((joint["from"].as_str(), joint["to"].as_str()), (Some("CHL"), Some("NZL")));
    let between = ask(&["network", "--between", "Chile,NZL"]).records();
    assert!(
        between.iter().any(|tie| tie["tie"] == "on") && between.len() < card["ties"].as_array().map_or(0, Vec::len) + 1
    );
    let of = ask(&["network", "--of", "NOR"]).records();
    assert!(of.iter().all(|tie| tie["from"] == "NOR" || tie["to"] == "NOR") && !of.is_empty());
    let years = ask(&["timeline", "--holder", "CHL", "--every", "year"]).records();
    let told: Vec<_> = years.iter().map(|row| row["period"].as_str().expect("a year")).collect();
    assert_eq!(told, ["2024", "2025", "2026"]);
    assert_eq!(years.iter().map(|row| row["acts"].as_u64().expect("a number")).sum::<u64>(), held as u64);
    let on = ask(&["timeline", "--on", "捕捞"]).records();
    assert_eq!(on.iter().map(|row| row["against"].as_u64().expect("a number")).sum::<u64>(), 3);

    // A judged act counts as it stands.
    let id = id_of(folder.path(), "強烈譴責南太平洋");
    ask(&["edit", &id, "holders=NOR", "--author", "ann"]);
    let again = ask(&["actors"]).records();
    let now = again.iter().find(|row| row["actor"] == "CHL").expect("Chile acts");
    assert_eq!(now["acts"].as_u64(), Some(held as u64 - 1));
    ask(&["reject", &id, "--author", "ann"]);
    assert!(quotes(&ask(&["acts", "--holder", "NOR"])).iter().all(|quote| !quote.contains("強烈譴責南太平洋")));
}

#[test]
fn every_form_of_the_answers_over_many_texts_has_the_same_rows() {
    let folder = samples();
    let promise = id_of(folder.path(), "承諾在2026年底前");
    for verb in [
        &["track", &promise][..],
        &["phrases"],
        &["phrases", "海洋"],
        &["actors"],
        &["actors", "CHL"],
        &["timeline"],
        &["network"],
        &["commitments", "--silent"],
        &["compare", "CHL", "NOR", "--on", "海"],
    ] {
        let ask = |format: &str| ask(folder.path(), &[verb, &["--format", format, "--limit", "0"]].concat());
        let rows = ask("jsonl").records().len();
        assert!(rows > 1, "{verb:?}");
        assert_eq!(ask("csv").stdout.lines().count(), rows + 1, "{verb:?}");
        assert_eq!(ask("md").stdout.lines().count(), rows + 2, "{verb:?}");
        let table = ask("table");
        assert!(
            table.code == Some(0) && table.stdout.lines().all(|line| unicode_width(line) <= 80),
            "{}",
            table.stdout
        );
        assert!(json(&ask("json")).is_array() || json(&ask("json")).is_object(), "{verb:?}");
    }
}

#[test]
fn two_years_of_a_series_and_two_actors_are_laid_side_by_side() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    let years = json(&ask(&["compare", "2024", "2025", "--of", "CHL,NZL", "--format", "json"]));
    let hardened = years["paragraphs"].as_array().expect("paragraphs").iter().flat_map(|row| row["shifts"].as_array());
    assert_eq!(hardened.flatten().filter(|shift| shift["how"] == "hardened").count(), 2, "{years}");
    assert_eq!(
        (years["earlier"]["said"].as_str(), years["later"]["said"].as_str()),
        (Some("2024-03-12"), Some("2025-04-08"))
    );
    let back = ask(&["compare", "2025", "2024", "--of", "CHL,NZL", "--format", "table"]);
    assert!(back.stdout.starts_with("first ") && !back.stdout.contains("earlier "), "{}", back.stdout);
    assert!(back.stderr.contains("of a later day"), "{}", back.stderr);
    let none = ask(&["compare", "1999", "2025", "--of", "CHL,NZL"]);
    assert!(none.code == Some(2) && none.stderr.contains("of 1999"), "{}", none.stderr);
    let actors = ask(&["compare", "Chile", "NZL", "--on", "捕捞"]).records();
    let stands: Vec<_> = actors.iter().map(|row| row["stand"].as_str().expect("a stand")).collect();
    assert_eq!(stands, ["together", "together", "first_only"]);
    let apart =
        ask(&["compare", "NZL", "CHL", "--on", "海", "--from", "2024", "--to", "2024", "--format", "table"]).stdout;
    assert!(apart.contains("together") && apart.lines().all(|line| unicode_width(line) <= 80), "{apart}");
    let nobody = ask(&["compare", "Chile", "NZL", "--on", "不在此处", "--format", "table"]).stdout;
    assert!(nobody.contains("Neither Chile nor NZL"), "{nobody}");
}

#[test]
fn every_row_has_a_permalink_that_show_opens() {
    let folder = samples();
    let ask = |arguments: &[&str]| ask(folder.path(), arguments);
    for verb in [
        &["acts"][..],
        &["articles"],
        &["search", "海洋"],
        &["phrases", "海洋"],
        &["commitments"],
        &["positions", "--on", "海"],
    ] {
        let rows = ask(verb).records();
        for row in rows.iter().take(4).chain(rows.last()) {
            let link = row["permalink"].as_str().unwrap_or_else(|| panic!("{verb:?}: {row}"));
            let shown = json(&ask(&["show", link, "--format", "json"]));
            let short = row["id"].as_str().or(row["article"].as_str()).expect("an id");
            assert_eq!(shown["id"], short, "{verb:?}: {link}");
        }
        let csv = ask(&[verb, &["--format", "csv"]].concat()).stdout;
        assert!(csv.lines().next().is_some_and(|head| head.contains("permalink")), "{verb:?}");
    }
}

#[test]
fn what_is_narrowed_down_needs_no_words() {
    let folder = samples();
    let ids = |arguments: &[&str]| {
        let out = ask(folder.path(), arguments);
        assert_eq!(out.code, Some(0), "{}", out.stderr);
        let mut ids: Vec<_> = out.records().iter().filter_map(|row| row["id"].as_str().map(str::to_owned)).collect();
        ids.sort_unstable();
        ids
    };
    for flags in [&["--holder", "NZL", "--kind", "commitment"][..], &["--mechanism", "海洋"], &["--from", "2025"]] {
        let of = |verb: &[&'static str]| ids(&[verb, flags, &["--limit", "0"]].concat());
        let found = of(&["search", "--passages", "0"]);
        assert!(!found.is_empty(), "{flags:?}");
        assert_eq!(found, of(&["acts"]), "{flags:?}");
    }
    assert_eq!(ask(folder.path(), &["search", "--limit", "3"]).code, Some(2), "nothing was asked");
}
