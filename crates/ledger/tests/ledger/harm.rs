//! What goes wrong around a ledger: a clear error, and nothing lost. (A full disk, a lost index, two writers and a clock set back
//! are tried in `main.rs`, kills in the program's own tests.)

use std::fs;

use chancery_ledger::{AsOf, Ledger, LedgerError, Only};

use super::{ACTS, TEXT, add, folding, quotes, writing};

#[test]
fn a_damaged_page_is_named_and_never_answers_wrongly() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    let long: String = (0..40_000u32).filter_map(|n| char::from_u32(0x4E00 + (n * 7919) % 20_000)).collect();
    add(&ledger, "a.txt", TEXT, ACTS, 1);
    add(&ledger, "b.txt", &long, &[], 2);
    drop(ledger);
    let path = folder.path().join("ledger.db");
    let whole = fs::read(&path).expect("a database");
    let pages = whole.len() / 8192;
    let mut told = 0;
    for page in 1..pages {
        let mut hurt = whole.clone();
        hurt[page * 8192..(page + 1) * 8192].fill(0xA5);
        fs::write(&path, &hurt).expect("hurt");
        let outcome = Ledger::open(folder.path(), folding()).and_then(|ledger| {
            let seen = ledger.acts(&Only::default(), AsOf::NOW, 9)?;
            assert!(seen.iter().all(|act| TEXT.contains(&act.act.quote)), "page {page}");
            ledger.check(&mut |_| {}).map(|checkup| checkup.findings)
        });
        let message = match outcome {
            Ok(findings) if findings.is_empty() => continue,
            Ok(findings) => findings[0].message.clone(),
            Err(error) => error.to_string(),
        };
        told += 1;
        assert!(message.contains("backup") || message.contains("rebuild"), "page {page}: {message}");
    }
    assert!(told * 10 >= (pages - 1) * 9, "{told} of {pages}");
    fs::write(&path, &whole).expect("healed");
    let ledger = writing(folder.path());
    assert_eq!(quotes(&ledger, &Only::default(), AsOf::NOW).len(), 2);
    assert_eq!(ledger.check(&mut |_| {}).expect("checked").findings, []);
}

#[test]
fn what_is_left_of_a_broken_migration_or_making_is_cleared_away() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("ledger.new"), "half").expect("written");
    fs::write(folder.path().join("ledger.new-journal"), "half").expect("written");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 1);
    assert_eq!(quotes(&ledger, &Only::default(), AsOf::NOW).len(), 2);
}

#[test]
fn a_folder_that_can_not_be_made_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "x").expect("written");
    let error = Ledger::open_to_write(&file.join("ledger"), folding()).expect_err("a file is in the way");
    assert!(matches!(error, LedgerError::Files { .. }), "{error}");
    let told = error.to_string();
    assert!(told.contains("can't be made: not a directory; something else stands there"), "{told}");
    assert!(!told.contains("os error"), "{told}");
}

/// A kill while an index is cleared away may leave its list of files and not the files.
#[test]
fn an_index_that_lacks_files_of_its_own_is_made_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 1);
    let documents = |ledger: &Ledger| ledger.index().expect("an index").searcher().num_docs();
    let whole = documents(&ledger);
    let index = folder.path().join("index");
    let parts = |index: &std::path::Path| -> Vec<std::path::PathBuf> {
        let entries = fs::read_dir(index).expect("a folder").map(|entry| entry.expect("an entry").path());
        entries.filter(|path| path.extension().is_some_and(|end| end == "idx" || end == "term")).collect()
    };
    assert!(!parts(&index).is_empty());
    parts(&index).iter().for_each(|path| fs::remove_file(path).expect("lost"));
    assert_eq!(documents(&ledger), whole);
    assert_eq!(ledger.check(&mut |_| {}).expect("checked").findings, []);
    drop(ledger);
    // Whoever only asks, and nobody writes, makes it anew as well.
    parts(&index).iter().for_each(|path| fs::remove_file(path).expect("lost"));
    assert_eq!(documents(&Ledger::open(folder.path(), folding()).expect("opened")), whole);
}

/// A copy on a share that only its keeper may write to: backups come without an index. (Whoever runs the tests may be allowed
/// everything: a folder stands where the lock would be.)
#[test]
fn where_nothing_may_be_written_a_missing_index_is_made_for_the_question() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 1);
    let whole = ledger.index().expect("an index").searcher().num_docs();
    assert!(!ledger.lacks_index().expect("looked"));
    drop(ledger);
    let index = folder.path().join("index");
    fs::remove_dir_all(&index).expect("lost");
    fs::remove_file(folder.path().join("writing.lock")).expect("no lock");
    fs::create_dir(folder.path().join("writing.lock")).expect("in the way");
    let ledger = Ledger::open(folder.path(), folding()).expect("to ask");
    assert!(ledger.lacks_index().expect("looked"));
    assert_eq!(ledger.index().expect("an index").searcher().num_docs(), whole);
    assert!(!index.exists(), "and nothing is written there");
    assert_eq!(ledger.check(&mut |_| {}).expect("checked").findings, []);
    // Where another program writes, it is that one's to make.
    fs::remove_dir(folder.path().join("writing.lock")).expect("out of the way");
    let _other = writing(folder.path());
    assert!(!ledger.lacks_index().expect("looked"));
    assert!(matches!(ledger.index(), Err(LedgerError::Busy(_))));
}
