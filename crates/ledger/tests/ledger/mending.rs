//! What is damaged is named, keeps nothing else back, and is mended by the same bytes.

use chancery_ledger::{Added, AsOf, Ledger, LedgerError, Only, Prepared};
use rusqlite::{Connection, params};

use super::{ACTS, TEXT, add, at, folding, quotes, record, writing};

fn prepared(name: &str, text: &str, acts: &[super::Told<'_>]) -> Prepared {
    Prepared::new(name, text.as_bytes(), record(text, acts).as_bytes(), &folding()).expect("a record")
}

/// Turns one bit of a packed column round.
fn hurt(folder: &std::path::Path, table: &str, column: &str, row: i64) {
    let db = Connection::open(folder.join("ledger.db")).expect("a database");
    let sql = format!("SELECT {column} FROM {table} WHERE id = ?1");
    let mut bytes: Vec<u8> = db.query_row(&sql, [row], |row| row.get(0)).expect("there");
    let last = bytes.len() - 6;
    bytes[last] ^= 1;
    db.execute(&format!("UPDATE {table} SET {column} = ?2 WHERE id = ?1"), params![row, bytes]).expect("hurt");
}

fn told(ledger: &Ledger) -> Vec<String> {
    let checkup = ledger.check(&mut |_| {}).expect("checked");
    checkup.findings.into_iter().map(|one| format!("{}: {}", one.place, one.message)).collect()
}

const OTHER: &str = "双方同意合作。";

#[test]
fn a_damaged_source_is_named_and_mended_by_its_bytes() {
    for (table, column, part) in [("source", "content", "the source /a.txt"), ("article", "body", "/a.txt")] {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = writing(folder.path());
        add(&ledger, "/a.txt", TEXT, ACTS, 1);
        add(&ledger, "/b.txt", OTHER, &[("commitment", "同意合作", "")], 2);
        hurt(folder.path(), table, column, 1);
        let wrong = told(&ledger);
        assert!(wrong.iter().any(|one| one.contains(part) && one.contains("add its source again")), "{wrong:?}");
        assert!(wrong.iter().all(|one| !one.starts_with("index")), "what it holds of it is right: {wrong:?}");
        assert!(ledger.damaged().expect("looked").iter().all(|one| one.contains("/a.txt")), "{wrong:?}");
        let of = |text: &str| chancery_ledger::hash(text.as_bytes());
        assert!(!ledger.is_whole(&of(TEXT)).expect("looked") && ledger.is_whole(&of(OTHER)).expect("looked"));
        // The others are found all the same, and new ones come in.
        ledger.rebuild().expect("made anew");
        add(&ledger, "/c.txt", &format!("{OTHER}！"), &[("commitment", "同意合作", "")], 3);

        let mut writer = ledger.writer().expect("a writer");
        writer.mend(&prepared("/a.txt", TEXT, ACTS), TEXT.as_bytes(), at(4)).expect("mended");
        assert_eq!(writer.found_again("/a.txt", &of(TEXT), at(4)).expect("there"), Added::Same);
        writer.commit().expect("kept");
        drop(writer);
        assert!(ledger.is_whole(&of(TEXT)).expect("looked") && ledger.damaged().expect("looked").is_empty());
        assert_eq!(told(&ledger), [""; 0]);
        assert_eq!(quotes(&ledger, &Only::default(), AsOf::NOW).len(), 3);
        assert_eq!(ledger.counts().expect("counts").readings, 3, "the same reading as before");
    }
}

#[test]
fn what_other_packs_read_mends_as_a_further_reading() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "/a.txt", TEXT, ACTS, 1);
    hurt(folder.path(), "article", "body", 1);
    let record = record(TEXT, ACTS).replace("chancery 0", "chancery 1");
    let source = Prepared::new("/a.txt", TEXT.as_bytes(), record.as_bytes(), &folding()).expect("a record");
    let mut writer = ledger.writer().expect("a writer");
    writer.mend(&source, TEXT.as_bytes(), at(2)).expect("mended");
    writer.commit().expect("kept");
    drop(writer);
    assert_eq!(quotes(&ledger, &Only::default(), AsOf::NOW).len(), 2);
    assert!(ledger.is_whole(source_hash()).expect("looked"));
    let wrong = told(&ledger);
    assert!(wrong.len() == 1 && wrong[0].contains("/a.txt"), "the older reading is lost, and that is said: {wrong:?}");
}

fn source_hash() -> &'static [u8; 32] {
    static HASH: std::sync::LazyLock<[u8; 32]> = std::sync::LazyLock::new(|| chancery_ledger::hash(TEXT.as_bytes()));
    &HASH
}

#[test]
fn what_rows_and_the_index_say_is_held_against_the_records() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "/a.txt", TEXT, ACTS, 1);
    assert_eq!(told(&ledger), [""; 0]);
    let db = Connection::open(folder.path().join("ledger.db")).expect("a database");
    db.execute("UPDATE article SET said = '2011-01-01'", []).expect("hurt");
    let wrong = told(&ledger).join("\n");
    assert!(wrong.contains("day 2011-01-01 where it is 2024-03-12") && wrong.contains("import"), "{wrong}");
    assert!(wrong.contains("index: it does not hold what the records say of "), "{wrong}");
    db.execute("UPDATE article SET said = '2024-03-12'", []).expect("healed");
    assert_eq!(told(&ledger), [""; 0]);
    db.execute("DELETE FROM actor WHERE who >> 2 = (SELECT id FROM name WHERE told = 'NZL')", []).expect("hurt");
    let wrong = told(&ledger);
    assert!(wrong.len() == 1 && wrong[0].contains("who stands in its acts"), "{wrong:?}");
}

#[test]
fn that_the_index_was_made_anew_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    let notes = || ledger.check(&mut |_| {}).expect("checked").notes;
    add(&ledger, "/a.txt", TEXT, ACTS, 1);
    ledger.index().expect("an index");
    assert_eq!(notes(), [""; 0]);
    std::fs::remove_dir_all(folder.path().join("index")).expect("lost");
    assert_eq!(notes(), ["there was no full-text index: it was made anew"]);
    std::fs::write(folder.path().join("index/meta.json"), "{}").expect("hurt");
    assert!(notes()[0].contains("damaged, or of another version: it was made anew"));
    assert_eq!(notes(), [""; 0]);
}

#[test]
fn an_export_of_a_damaged_ledger_says_which_source_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "/a.txt", TEXT, ACTS, 1);
    hurt(folder.path(), "source", "content", 1);
    let error = ledger.dump(&mut |_| Ok::<_, LedgerError>(())).expect_err("damaged").to_string();
    assert!(error.contains("the source /a.txt is damaged") && error.contains("add its source again"), "{error}");
}

/// A newer format must not shut a ledger in which something is damaged: it could then never be mended.
#[test]
fn what_is_damaged_in_a_ledger_of_format_2_is_taken_over_and_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../compat/format-2/ledger.db");
    std::fs::copy(kept, folder.path().join("ledger.db")).expect("copied");
    hurt(folder.path(), "article", "body", 2);
    let ledger = Ledger::open(folder.path(), folding()).expect("brought along");
    let wrong = told(&ledger);
    assert!(!wrong.is_empty() && wrong.iter().all(|one| one.contains("add its source again")), "{wrong:?}");
    assert_eq!(ledger.damaged().expect("looked").len(), 2, "it and the source that is packed beside it");
    let listed = |only: Only| ledger.acts(&only, AsOf::NOW, 99);
    assert!(matches!(listed(Only::default()), Err(LedgerError::Damaged { .. })));
    let whole = listed(Only { article: Some(1), ..Only::default() }).expect("acts");
    let holder = whole[0].act.holders[0].clone();
    let found = listed(Only { holders: vec![holder], article: Some(1), ..Only::default() }).expect("acts");
    assert!(found.iter().any(|act| act.row == whole[0].row));
}
