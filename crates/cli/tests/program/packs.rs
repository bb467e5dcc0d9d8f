//! Packs from the command line: why a sentence is coded so, checks, new packs, overlays.

use super::{command, folder, run, top};

const SENTENCE: &str = "埃方坚决反对单边制裁。";

#[test]
fn explain_tells_what_fired_what_slept_and_who_holds_it() {
    let told = run(&top(), &["explain", SENTENCE]);
    assert_eq!((told.code, &*told.stderr), (Some(0), ""));
    for part in ["zh/position/stance", "<stance:act>: matches, act = 坚决反对", "named in the clause", "slept"] {
        assert!(told.stdout.contains(part), "{part}: {}", told.stdout);
    }
    assert!(told.stdout.lines().all(|line| unicode_width(line) <= 80), "{}", told.stdout);
    let one = run(&top(), &["explain", SENTENCE, "--rule", "zh/position/shown"]);
    assert!(one.stdout.contains("zh/position/shown") && !one.stdout.contains("zh/position/stance"), "{}", one.stdout);
    let none = run(&top(), &["explain", SENTENCE, "--rule", "zh/position/shwon"]);
    assert!(none.code == Some(2) && none.stderr.contains("asked were zh/position"), "{}", none.stderr);
}

/// Columns of a line: two for each character beyond U+2E80.
fn unicode_width(line: &str) -> usize {
    line.chars().map(|c| if c as u32 >= 0x2E80 { 2 } else { 1 }).sum()
}

#[test]
fn explain_gives_the_same_as_json_in_code_points() {
    let told = run(&top(), &["explain", SENTENCE, "--format", "json"]);
    let whole = &told.records()[0];
    let act = &whole["acts"][0];
    assert_eq!((act["rule"].as_str(), act["holder_by"].as_str()), (Some("zh/position/stance"), Some("clause")));
    assert_eq!(act["anchor"], serde_json::json!([2, 6]));
    assert_eq!(act["holders"], serde_json::json!(["EGY"]));
}

/// What the program has of a pack was made ready when it was built; a folder is read as it is written.
#[test]
fn a_pack_reads_the_same_from_its_folder_as_from_the_program() {
    let told = |args: &[&str]| {
        let mut records =
            run(&top(), &[&["read", "samples", "packs/zh/texts", "packs/en/texts"], args].concat()).records();
        records.iter_mut().filter_map(|record| record.as_object_mut()).for_each(|record| {
            // Who made it, with the digest of the folder.
            record.remove("packs");
        });
        records
    };
    let bundled = told(&[]);
    assert!(bundled.iter().map(|record| record["acts"].as_array().map_or(0, Vec::len)).sum::<usize>() > 300);
    for pack in ["packs/zh", "packs/en"] {
        assert!(told(&["--pack", pack]) == bundled, "{pack} reads otherwise from its folder");
    }
}

#[test]
fn the_bundled_packs_pass_their_check() {
    let told = run(&top(), &["pack", "check"]);
    assert_eq!((told.code, &*told.stderr), (Some(0), ""), "{}", told.stdout);
    assert!(told.stdout.starts_with("zh: "), "{}", told.stdout);
    let hits = run(&top(), &["pack", "check", "zh", "--on", "samples"]);
    assert!(hits.stdout.contains("zh/position/stance"), "{}", hits.stdout);
    assert_eq!(run(&top(), &["pack", "check", "tlh"]).code, Some(2));
}

#[test]
fn a_new_pack_passes_and_a_broken_one_says_where() {
    let folder = folder(&[]);
    let begun = run(folder.path(), &["pack", "new", "eo"]);
    assert_eq!((begun.code, &*begun.stderr), (Some(0), ""));
    let sound = run(folder.path(), &["pack", "check", "eo", "--pack", "eo"]);
    assert_eq!((sound.code, &*sound.stderr), (Some(0), ""), "{}", sound.stdout);
    assert_eq!(run(folder.path(), &["pack", "new", "eo"]).code, Some(1), "nothing is overwritten");
    let rules = folder.path().join("eo/rules/first.toml");
    let text = std::fs::read_to_string(&rules).expect("there").replace("<stance:act>", "<stanse:act>");
    std::fs::write(&rules, text).expect("written");
    let broken = run(folder.path(), &["pack", "check", "eo", "--pack", "eo"]);
    assert_eq!(broken.code, Some(1));
    assert!(
        broken.stderr.contains("eo/rules/first.toml:8:") && broken.stderr.contains("`stance`"),
        "{}",
        broken.stderr
    );
    std::fs::write(folder.path().join("eo/pack.toml"), "id = [").expect("written");
    let torn = run(folder.path(), &["pack", "check", "--pack", "eo"]);
    assert!(torn.stderr.contains("mend them in eo, then: chancery pack check --pack eo"), "{}", torn.stderr);
    let unsaid = run(folder.path(), &["pack", "check", "eo"]);
    assert!(unsaid.code == Some(2) && unsaid.stderr.contains("--pack eo"), "{}", unsaid.stderr);
}

#[test]
fn overlays_add_words_and_come_from_the_users_folder_too() {
    let words = "[[list]]\nid = \"stance\"\nnote = \"ours\"\nword = [{ form = \"百般叫好\", stance = \"support\", polarity = \"+\", intensity = 4 }]";
    let folder = folder(&[
        ("own/zh/words/own.toml", words.as_bytes()),
        ("config/chancery/packs/zh/words/own.toml", words.as_bytes()),
        ("config/chancery/notes.txt", b"no pack"),
    ]);
    let sentence = "埃方百般叫好这项倡议。";
    let fires = |stdout: &str| stdout.contains("act = 百般叫好");
    assert!(!fires(&run(folder.path(), &["explain", sentence]).stdout));
    assert!(fires(&run(folder.path(), &["explain", sentence, "--overlay", "own"]).stdout));
    let with = |flags: &[&str]| {
        let mut command = command(folder.path(), &["explain", sentence]);
        let out = command.args(flags).env("XDG_CONFIG_HOME", folder.path().join("config")).output().expect("runs");
        String::from_utf8(out.stdout).expect("UTF-8")
    };
    assert!(fires(&with(&[])) && !fires(&with(&["--no-config"])));
    let empty = run(folder.path(), &["explain", sentence, "--overlay", "config/chancery/packs/zh/words"]);
    assert!(empty.code == Some(2) && empty.stderr.contains("nothing to add"), "{}", empty.stderr);
}

#[test]
fn a_record_names_by_digest_the_packs_that_were_added_to() {
    let list = |form: &str| {
        format!(
            "[[list]]\nid = \"stance\"\nnote = \"ours\"\nword = [{{ form = \"{form}\", stance = \"support\", polarity = \"+\", intensity = 4 }}]"
        )
    };
    let (one, two) = (list("百般叫好"), list("百般称好"));
    let folder = folder(&[
        ("a.txt", "埃方百般叫好这项倡议。".as_bytes()),
        ("one/zh/words/own.toml", one.as_bytes()),
        ("two/zh/words/own.toml", two.as_bytes()),
    ]);
    let packs = |flags: &[&str]| {
        let ran = run(folder.path(), &[&["read", "a.txt", "--format", "jsonl"], flags].concat());
        let record: serde_json::Value = serde_json::from_str(&ran.stdout).expect("a record");
        let digest = |language: &str| {
            let packs = record["packs"].as_array().expect("packs");
            packs.iter().find(|p| p["language"] == language).expect("named")["digest"].clone()
        };
        (digest("zh"), digest("en"))
    };
    let (bundled, first, second) = (packs(&[]), packs(&["--overlay", "one"]), packs(&["--overlay", "two"]));
    assert_eq!(bundled, (serde_json::Value::Null, serde_json::Value::Null));
    assert!(first.0.is_string() && second.0.is_string() && first.0 != second.0 && first.1.is_null());
    assert_eq!(first, packs(&["--overlay", "one"]));
}
