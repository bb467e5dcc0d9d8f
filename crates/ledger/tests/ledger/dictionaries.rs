//! A ledger's own dictionaries: made when there are articles enough, never needed twice, never taken from another ledger.

use std::path::Path;

use chancery_ledger::{AsOf, Ledger, LedgerError, Prepared};

use super::{add, at, folding, record, writing};

/// A text of its own that shares its words with the others.
fn text(number: usize) -> String {
    let word = |at: usize| {
        let word = ["海洋渔业合作委员会", "太平洋岛国论坛", "蓝色伙伴关系", "可持续发展目标", "气候变化适应基金"];
        word[(number * 7 + at * at) % word.len()]
    };
    let own: String =
        (0..9u32).filter_map(|at| char::from_u32(0x4E00 + (number as u32 * 97 + at * 5) % 9000)).collect();
    format!("{}和{}同意{own}，并支持{}。", word(0), word(1), word(2))
}

fn told(number: usize) -> String {
    record(&text(number), &[("position", "同意", r#","stance":"support","holders":["CHL"]"#)])
}

fn prepared(number: usize) -> Prepared {
    let (name, text) = (format!("{number}.txt"), text(number));
    Prepared::new(&name, text.as_bytes(), told(number).as_bytes(), &folding()).expect("a record")
}

fn put(ledger: &Ledger, numbers: std::ops::Range<usize>) {
    let mut writer = ledger.writer().expect("a writer");
    for number in numbers {
        writer.append(&prepared(number), at(number as i64)).expect("appended");
    }
    writer.commit().expect("committed");
}

fn count(folder: &Path, of: &str) -> i64 {
    let db = rusqlite::Connection::open(folder.join("ledger.db")).expect("open");
    db.query_row(&format!("SELECT {of}"), [], |row| row.get(0)).expect("a number")
}

/// Every article comes back to the byte.
fn hold(ledger: &Ledger, numbers: usize) {
    let articles = ledger.articles(AsOf::NOW, true, 10_000).expect("articles");
    assert_eq!(articles.len(), numbers);
    for article in articles {
        let number = article.source.strip_suffix(".txt").and_then(|number| number.parse().ok()).expect("a number");
        assert_eq!(ledger.record(article.row).expect("whole"), told(number));
    }
}

#[test]
fn what_comes_after_the_first_five_hundred_takes_less_room_and_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    put(&ledger, 0..499);
    assert_eq!(count(folder.path(), "count(*) FROM dictionary"), 0);
    // In one transaction with what comes after it.
    put(&ledger, 499..600);
    assert_eq!(count(folder.path(), "count(*) FROM dictionary WHERE number = 1"), 1);
    let size =
        |rows: &str| count(folder.path(), &format!("CAST(avg(length(body)) AS INTEGER) FROM article WHERE id {rows}"));
    assert!(size("> 500") * 4 < size("<= 500") * 3, "{} after {}", size("> 500"), size("<= 500"));
    hold(&ledger, 600);
    drop(ledger);
    let ledger = writing(folder.path());
    put(&ledger, 600..610);
    assert_eq!(count(folder.path(), "count(*) FROM dictionary"), 1);
    assert_eq!(count(folder.path(), "count(*) FROM article WHERE id > 500 AND hex(substr(body, 1, 2)) = '0601'"), 110);
    hold(&ledger, 610);
    drop(ledger);
    let asking = Ledger::open(folder.path(), folding()).expect("open");
    hold(&asking, 610);
    assert_eq!(asking.check(&mut |_| {}).expect("checked").findings, []);
}

#[test]
fn what_another_ledger_packs_by_is_not_packed_by_here() {
    let (one, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let ledger = writing(one.path());
    put(&ledger, 0..520);
    let without = writing(other.path());
    let mut writer = without.writer().expect("a writer");
    writer.append(&prepared(7).packed(&ledger.packing()), at(1)).expect("appended");
    writer.append(&prepared(8).packed(&without.packing()), at(1)).expect("appended");
    writer.commit().expect("committed");
    hold(&without, 2);
}

#[test]
fn one_damaged_copy_is_told_of_and_the_other_serves() {
    let folder = tempfile::tempdir().expect("a folder");
    put(&writing(folder.path()), 0..510);
    let hurt = |table: &str| {
        let db = rusqlite::Connection::open(folder.path().join("ledger.db")).expect("open");
        let damaged = format!("UPDATE {table} SET bytes = zeroblob(length(bytes))");
        assert_eq!(db.execute(&damaged, []).expect("hurt"), 1);
    };
    hurt("dictionary");
    let ledger = writing(folder.path());
    hold(&ledger, 510);
    let findings = ledger.check(&mut |_| {}).expect("checked").findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].message.starts_with("one of the two copies of dictionary 1"), "{findings:?}");
    drop(ledger);
    hurt("dictionary_again");
    let ledger = writing(folder.path());
    assert!(ledger.record(500).is_ok(), "before there was one");
    let error = ledger.record(501).expect_err("it can't be unpacked");
    assert!(matches!(&error, LedgerError::Damaged { .. }) && error.to_string().contains("dictionary 1"), "{error}");
    // What comes in now is packed without it; what is added again is mended.
    add(&ledger, "new.txt", "新的文本。", &[], 9_000);
    let newest = ledger.articles(AsOf::NOW, true, 1_000).expect("articles");
    let newest = newest.iter().find(|article| article.source == "new.txt").expect("it is in");
    assert_eq!(ledger.text(newest.row).expect("whole"), "新的文本。");
}

#[test]
fn a_ledger_of_format_3_is_taken_over_by_a_dictionary_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    put(&writing(folder.path()), 0..499);
    // As the program of format 3 leaves it with five hundred articles and more, one of them gone from between.
    let db = rusqlite::Connection::open(folder.path().join("ledger.db")).expect("open");
    db.execute_batch(
        "PRAGMA foreign_keys = OFF; DROP TABLE dictionary; DROP TABLE dictionary_again; PRAGMA user_version = 3;
         UPDATE article SET id = 500 WHERE id = 499; UPDATE actor SET article = 500 WHERE article = 499;
         UPDATE sketch SET article = 500 WHERE article = 499; UPDATE change SET article = 500 WHERE article = 499;",
    )
    .expect("made older");
    drop(db);
    hold(&Ledger::open(folder.path(), folding()).expect("taken over"), 499);
    assert_eq!(count(folder.path(), "count(*) FROM article WHERE hex(substr(body, 1, 2)) = '0601'"), 499);
    assert_eq!(writing(folder.path()).check(&mut |_| {}).expect("checked").findings, []);
}
