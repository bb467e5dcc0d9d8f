//! When things were said: by day, by year alone, on no known day; and how much there was as of a time.

use chancery_ledger::{AsOf, Ledger, Only, Prepared, Timestamp};

use super::{ACTS, Told, at, folding, quotes, record, writing};

/// Adds a text whose record tells no day but these signs of one.
fn add_with(ledger: &Ledger, text: &str, clues: &str, acts: &[Told<'_>], second: i64) {
    let undated = format!("\"published\":null,\"date_clues\":[{clues}]");
    let record = record(text, acts).replace("\"published\":\"2024-03-12\"", &undated);
    let source = Prepared::new(text, text.as_bytes(), record.as_bytes(), &folding()).expect("a record");
    let mut writer = ledger.writer().expect("a writer");
    writer.append(&source, at(second)).expect("appended");
    writer.commit().expect("committed");
}

const CLUE: &str = r#"{"ground":"post","date":"2019","quote":"a","source":null},{"ground":"clues","date":"2023","quote":"b","source":null}"#;

fn filled(folder: &std::path::Path) -> Ledger {
    let ledger = writing(folder);
    super::add(&ledger, "a.txt", super::TEXT, ACTS, 1);
    add_with(&ledger, "甲方支持裁军。", CLUE, &[("position", "支持裁军", "")], 10);
    add_with(&ledger, "乙方欢迎对话。", "", &[("position", "欢迎对话", "")], 20);
    ledger
}

fn between(from: Option<&str>, to: Option<&str>) -> Only {
    Only { from: from.map(str::to_owned), to: to.map(str::to_owned), ..Only::default() }
}

#[test]
fn a_text_known_to_its_year_counts_wherever_that_year_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = filled(folder.path());
    let asked = |from, to| quotes(&ledger, &between(from, to), AsOf::NOW);
    assert_eq!(asked(Some("2023-01-01"), Some("2023-12-31")), ["支持裁军"]);
    assert_eq!(asked(Some("2023-06-01"), None).len(), 3, "perhaps after that day, and two of 2024");
    assert_eq!(asked(None, Some("2023-06-30")), ["支持裁军"]);
    assert_eq!(asked(Some("2024-01-01"), None).len(), 2);
    assert_eq!(asked(None, Some("2022-12-31")), [""; 0], "who posted it in 2019 did not say it");
    assert_eq!(quotes(&ledger, &Only { undated: true, ..Only::default() }, AsOf::NOW), ["欢迎对话"]);
}

#[test]
fn how_much_there_is_is_told_as_of_a_time_and_when_it_begins() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = filled(folder.path());
    let counts = |moment: AsOf| ledger.counts_as_of(moment).expect("counted");
    let now = counts(AsOf::NOW);
    assert_eq!((now.sources, now.acts, now.undated_acts, now.undated_articles), (3, 4, 1, 1));
    assert_eq!((now.first.as_deref(), now.last.as_deref()), (Some("2023"), Some("2024-03-12")));
    let earlier = counts(AsOf::at(at(5)));
    assert_eq!((earlier.sources, earlier.current_articles, earlier.current_acts), (1, 1, 2));
    let before = AsOf::at(Timestamp::from_micros(1));
    assert_eq!((counts(before).sources, counts(before).begins), (0, Some(at(1))));
    assert_eq!(ledger.begins_after(before).expect("told"), Some(at(1)));
    assert_eq!(ledger.begins_after(AsOf::at(at(5))).expect("told"), None);
    assert_eq!(ledger.begins_after(AsOf::NOW).expect("told"), None);
}
