//! Matters by all their names, things through their lives, and the lines that list what was counted.

use super::ledger::{ask, json};

const FORUM: &str = "联合声明\n\n2024年3月1日，智利和秘鲁发表联合声明。双方欢迎《巴黎协定》，支持台湾海峡渔业合作。双方同意成立海洋合作论坛，每年举行一次会议。智方提出《海洋数据倡议》。\n";
const ENGLISH: &str = "Joint statement\n\nOn May 2, 2025, Chile and Norway issued a joint statement. Chile supports the Paris Agreement. Norway supports fishing near Taiwan.\n";

fn texts() -> tempfile::TempDir {
    let folder = super::folder(&[("a.txt", FORUM.as_bytes()), ("b.txt", ENGLISH.as_bytes())]);
    assert!(ask(folder.path(), &["add", "a.txt", "b.txt"]).stdout.starts_with("2 new"));
    folder
}

#[test]
fn a_matter_that_is_a_known_name_is_asked_for_by_its_other_names_too() {
    let folder = texts();
    let board = |on: &str| {
        let run = ask(folder.path(), &["positions", "--on", on, "--format", "json"]);
        (json(&run)["all_positions"].clone(), run.stderr)
    };
    let (number, told) = board("Taiwan");
    assert!(number == 2 && told.contains("Taiwan is asked for as 台湾 too"), "{number} {told}");
    assert_eq!(board("\"Taiwan\"").0, 1, "quotation marks ask for it alone");
    let (number, told) = board("fishing");
    assert!(number == 1 && told.is_empty(), "{told}");
}

#[test]
fn names_of_one_thing_in_several_languages_are_one() {
    let folder = texts();
    let all = ask(folder.path(), &["instruments"]).records();
    let paris = all.iter().find(|row| row["acts"] == 2).unwrap_or_else(|| panic!("{all:?}"));
    let mut names = vec![paris["name"].as_str(), paris["spellings"][0].as_str()];
    names.sort_unstable();
    assert_eq!(names, [Some("Paris Agreement"), Some("巴黎协定")]);
    let asked = |name: &str| ask(folder.path(), &["instruments", name]).records().len();
    assert_eq!((asked("Paris Agreement"), asked("巴黎協定")), (2, 2));
}

#[test]
fn a_thing_is_told_step_by_step() {
    let folder = texts();
    let asked = |verb: &str, name: &str| json(&ask(folder.path(), &[verb, name, "--format", "json"]))[0].clone();
    let forum = asked("mechanisms", "海洋合作论坛");
    assert_eq!(forum["rhythm"]["every_days"], 365, "{forum}");
    assert!(forum["life"].as_array().expect("a list").iter().any(|step| step["stage"] == "adopted"), "{forum}");
    let data = asked("instruments", "海洋数据倡议");
    assert_eq!(
        (&data["life"][0]["stage"], &data["life"][0]["holders"][0]),
        (&"proposed".into(), &"CHL".into()),
        "{data}"
    );
}

#[test]
fn what_was_merged_is_found_by_either_name() {
    let text = "联合声明\n\n智利和秘鲁发表联合声明。双方同意成立海洋合作论坛。双方同意成立渔业合作论坛。\n";
    let folder = super::folder(&[("a.txt", text.as_bytes())]);
    ask(folder.path(), &["add", "a.txt"]);
    let merged = ask(folder.path(), &["merge", "mechanism", "海洋合作论坛", "渔业合作论坛", "--author", "ann"]);
    assert_eq!(merged.code, Some(0), "{}", merged.stderr);
    let asked = |name: &str| ask(folder.path(), &["mechanisms", name]).records().len();
    assert_eq!((asked("海洋合作论坛"), asked("渔业合作论坛")), (2, 2));
}

#[test]
fn what_was_merged_is_found_by_either_name_in_a_question_too() {
    let text = "联合声明\n\n智利和秘鲁发表联合声明。双方同意成立海洋合作论坛。双方同意成立渔业合作论坛。\n";
    let folder = super::folder(&[("a.txt", text.as_bytes())]);
    ask(folder.path(), &["add", "a.txt"]);
    let found =
        |question: &str| json(&ask(folder.path(), &["search", question, "--format", "json"]))["all_acts"].as_u64();
    let before = (found("holder:CHL OR holder:PER"), found("mechanism:论坛"));
    ask(folder.path(), &["merge", "actor", "CHL", "PER", "--author", "ann"]);
    ask(folder.path(), &["merge", "mechanism", "海洋合作论坛", "渔业合作论坛", "--author", "ann"]);
    assert_eq!((found("holder:CHL"), found("holder:PER")), (before.0, before.0));
    for name in ["海洋合作论坛", "渔业合作论坛"] {
        assert_eq!(
            (found(&format!("mechanism:{name}")), found(&format!("mechanism:={name}"))),
            (before.1, before.1),
            "{name}"
        );
    }
}

#[test]
fn a_line_that_lists_what_was_counted_keeps_the_question() {
    let folder = texts();
    let asked = |arguments: &[&str]| ask(folder.path(), arguments).stdout;
    let ties = asked(&["network", "--on", "巴黎协定", "--undated", "--format", "table"]);
    assert!(ties.replace("\n  ", " ").contains("OR \"paris") && ties.contains("--undated"), "{ties}");
    let tie = &ask(folder.path(), &["network", "--on", "fishing OR 渔业"]).records()[0];
    assert!(tie["list"].as_str().is_some_and(|list| list.starts_with("(fishing OR 渔业) ")), "{tie}");
    let list = tie["list"].as_str().expect("a question");
    assert_eq!(ask(folder.path(), &["search", list, "--passages", "0"]).records().len(), 1);
    ask(folder.path(), &["add", super::top().join("samples").to_str().expect("UTF-8")]);
    let times = asked(&["timeline", "--on", "非法捕捞", "--holder", "CHL", "--format", "table"]).replace("\n  ", " ");
    assert!(times.contains("chancery search 非法捕捞 --from 2026") && times.contains("--holder CHL lists"), "{times}");
    let ties = asked(&["network", "--on", "非法捕捞", "--from", "2024", "--format", "table"]).replace("\n  ", " ");
    assert!(ties.contains("chancery search '非法捕捞 holder:CHL holder:NZL' --from 2024 lists"), "{ties}");
}

#[test]
fn an_articles_open_acts_are_accepted_and_taken_back_at_once() {
    let folder = texts();
    let run = |arguments: &[&str]| ask(folder.path(), &[arguments, &["--author", "ann"]].concat());
    let acts = ask(folder.path(), &["acts"]).records();
    let article = acts[0]["article"].as_str().expect("an id");
    let own = acts.iter().filter(|act| act["article"] == article).count();
    let first = acts.iter().find(|act| act["article"] == article).and_then(|act| act["id"].as_str()).expect("an id");
    assert_eq!(run(&["reject", first]).code, Some(0));
    let accepted = run(&["accept", article]);
    assert!(accepted.stdout.contains(&format!("chancery undo 2-{own} takes them all back")), "{accepted:?}");
    assert_eq!(accepted.stdout.matches(": accepted (").count(), own - 1, "who judged before stays");
    assert_eq!(run(&["accept", article]).code, Some(2));
    assert_eq!(run(&["undo", &format!("2-{own}")]).stdout.matches("taken back: ").count(), own - 1);
}

#[test]
fn a_permalinks_place_and_what_was_mended_are_shown() {
    let folder = super::folder(&[]);
    ask(folder.path(), &["add", super::top().join("samples/forum.html").to_str().expect("UTF-8")]);
    let shown = |id: &str| json(&ask(folder.path(), &["show", id]));
    let whole = shown("3483226180");
    assert!(whole["repairs"][0]["reads"].as_str().is_some_and(|words| words.contains("恐怖主义")), "{whole}");
    let part = shown("3483226180#char=38,51");
    assert_eq!(
        (&part["passage"]["text"], part["acts"].as_array().map(Vec::len)),
        (&"一致谴责一切形式的恐怖主义".into(), Some(1))
    );
}

#[test]
fn articles_are_listed_by_title_issuer_kind_and_day() {
    let folder = super::folder(&[]);
    ask(folder.path(), &["add", super::top().join("samples").to_str().expect("UTF-8")]);
    let found = |flags: &[&str]| ask(folder.path(), &[&["articles"], flags].concat()).records().len();
    assert_eq!([found(&["--title", "海洋合作"]), found(&["--title", "海洋", "第二份"])], [2, 1]);
    assert_eq!(
        [found(&["--issuer", "Chile"]), found(&["--from", "2025", "--to", "2026"]), found(&["--undated"])],
        [2, 2, 1]
    );
    assert_eq!([found(&["--kind", "news report", "--to", "2023"]), found(&["--kind", "law"])], [2, 0]);
    assert_eq!([found(&["--language", "en"]), found(&["--language", "zh", "--script", "traditional"])], [1, 2]);
    assert_eq!([found(&["--script", "Hans"]), found(&["--holder", "Kazakhstan"])], [5, 1]);
    assert_eq!([found(&["--source", "newspaper"]), found(&["--faults"]), found(&["--faults", "truncated"])], [2, 1, 1]);
    let wrong = ask(folder.path(), &["articles", "--script", "cursive"]);
    assert!(wrong.code == Some(2) && wrong.stderr.contains("simplified and traditional"), "{}", wrong.stderr);
    let wrong = ask(folder.path(), &["articles", "--faults", "misprint"]);
    assert!(wrong.code == Some(2) && wrong.stderr.contains("truncated"), "{}", wrong.stderr);
    let dated = ask(folder.path(), &["articles", "--from", "2000"]);
    assert!(dated.stderr.contains("1 text without a day has been left out"), "{}", dated.stderr);
}

#[test]
fn a_figure_is_whole_or_nothing() {
    let text = "联合声明\n\n智利和秘鲁发表联合声明。双方支持投资2.12亿美元。智方承诺提供1,200吨粮食。秘方支持升温不超过1.5度的目标。双方欢迎21.5万人返乡。\n";
    let folder = super::folder(&[("a.txt", text.as_bytes())]);
    ask(folder.path(), &["add", "a.txt"]);
    let found = |asked: &str| ask(folder.path(), &["search", asked, "--passages", "0"]).records().len();
    assert_eq!([found("12亿"), found("2.12亿"), found("２．１２亿")], [0, 1, 1]);
    assert_eq!([found("1.5"), found("21.5"), found("1200吨"), found("1,200吨"), found("200吨")], [1, 1, 1, 1, 0]);
}

#[test]
fn a_list_of_things_tells_how_far_each_has_come() {
    let folder = texts();
    ask(folder.path(), &["add", super::top().join("samples").to_str().expect("UTF-8")]);
    let all = ask(folder.path(), &["mechanisms"]).records();
    let board = all.iter().find(|row| row["name"] == "海洋經濟聯合委員會").unwrap_or_else(|| panic!("{all:?}"));
    assert_eq!((&board["last_step"]["stage"], &board["last_step"]["awaited"]), (&"adopted".into(), &true.into()));
    assert_eq!((&board["last_step"]["said"], &board["rhythm"]["due"]), (&"2024-03-12".into(), &1.into()), "{board}");
    let council = all.iter().find(|row| row["name"] == "北欧理事会").unwrap_or_else(|| panic!("{all:?}"));
    assert_eq!((&council["last_step"]["stage"], &council["silent_since"]), (&"met".into(), &"2023-09-05".into()));
    let table = ask(folder.path(), &["mechanisms", "--format", "table"]).stdout.replace("\n      ", " ");
    assert!(table.contains("every 12 months promised: 0 meetings of 1 due"), "{table}");
    let then = ask(folder.path(), &["mechanisms", "--as-of", "2999-01-01", "--format", "csv"]).stdout;
    assert_eq!(
        then,
        ask(folder.path(), &["mechanisms", "--format", "csv"]).stdout,
        "read off the records it is the same"
    );
    let data = ask(folder.path(), &["instruments"]).records();
    let data = data.iter().find(|row| row["name"] == "海洋数据倡议").unwrap_or_else(|| panic!("{data:?}"));
    assert_eq!(data["last_step"]["stage"], "proposed", "{data}");
}

#[test]
fn a_whole_name_finds_no_longer_ones_and_all_its_others() {
    let text = "联合声明\n\n2024年3月1日，智利和秘鲁发表联合声明。智方支持《海洋保护公约》。秘方支持《海洋保护公约附加议定书》。\n";
    let folder =
        super::folder(&[("a.txt", text.as_bytes()), ("b.txt", FORUM.as_bytes()), ("c.txt", ENGLISH.as_bytes())]);
    assert!(ask(folder.path(), &["add", "a.txt", "b.txt", "c.txt"]).stdout.starts_with("3 new"));
    let found = |question: &[&str]| {
        let run = ask(folder.path(), &[&["search"], question, &["--format", "json"]].concat());
        let answer = json(&run);
        assert_eq!(answer["all_acts"], answer["acts"].as_array().map_or(0, Vec::len), "{question:?}");
        answer["all_acts"].as_u64()
    };
    assert_eq!(found(&["instrument:海洋保护公约"]), Some(2));
    for whole in ["instrument:=海洋保护公约", "instrument:=\"海洋保護公約\"", "instrument:=《海洋保护公约》"]
    {
        assert_eq!(found(&[whole]), Some(1), "{whole}");
    }
    assert_eq!(found(&["instrument:公约 -instrument:=海洋保护公约"]), Some(1));
    assert_eq!(found(&["instrument:=\"the paris agreement\""]), Some(2), "by its other names");
    assert_eq!(found(&["instrument:=公约"]), Some(0));
    // The flags say the same, of any moment.
    for moment in [&[][..], &["--as-of", "2999-01-01"]] {
        let asked = |name: &str| found(&[&["kind:position", "--instrument", name], moment].concat());
        assert_eq!(
            (asked("海洋保护公约"), asked("=海洋保护公约"), asked("=Paris Agreement")),
            (Some(2), Some(1), Some(2))
        );
    }
    let named = |name: &str| ask(folder.path(), &["instruments", name]).records().len();
    assert_eq!((named("海洋保护公约"), named("=海洋保护公约"), named("=巴黎協定")), (2, 1, 2));
    let refused = ask(folder.path(), &["search", "公约 title:=声明"]);
    assert!(refused.code == Some(2) && refused.stderr.contains("\n       ^^^^^^^^"), "{}", refused.stderr);
}

#[test]
fn a_search_on_a_matter_finds_what_the_board_counts() {
    let folder = texts();
    let run = ask(folder.path(), &["search", "--on", "Taiwan", "--format", "json"]);
    let answer = json(&run);
    assert_eq!((&answer["all_acts"], &answer["also"][0]), (&2.into(), &"台湾".into()), "{answer}");
    assert!(run.stderr.contains("Taiwan is asked for as 台湾 too"), "{}", run.stderr);
    let both = json(&ask(folder.path(), &["search", "Norway OR fishing", "--on", "Taiwan", "--format", "json"]));
    assert_eq!(both["all_acts"], 1, "{both}");
    assert_eq!(json(&ask(folder.path(), &["search", "Taiwan", "--format", "json"]))["all_acts"], 1, "words are words");
}
