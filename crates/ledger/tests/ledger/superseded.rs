//! What another reading took the place of is still there to be shown: acts keep their ids, and their permalinks.

use chancery_ledger::{AsOf, IdError, LedgerError, Prepared, Verdict};

use super::{ACTS, TEXT, act_ids, add, at, folding, record, writing};

#[test]
fn an_act_that_a_changed_source_left_behind_is_shown_and_said_to_be_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 10);
    let id = act_ids(&ledger)[0].clone();
    ledger.judge(&id, &Verdict::Accept, "ann", None, at(11)).expect("judged");
    add(&ledger, "a.txt", "智方反对一切核试验。", &[("position", "反对一切核试验", "")], 20);

    let kept = ledger.act_as_last_read(&id, AsOf::NOW).expect("still there");
    assert_eq!(kept.act.quote, "反對核试验");
    assert!(kept.standing.accepted, "with what people said of it");
    let article = ledger.article(kept.article).expect("its article");
    assert_eq!(article.superseded, Some(at(20)));
    assert_eq!(ledger.acts_as_read(article.row, AsOf::NOW).expect("all of them").len(), 2);
    let instead = ledger.instead(&article).expect("found");
    assert_eq!(instead.iter().map(|one| one.characters).collect::<Vec<_>>(), [10], "what the source holds now");
    assert!(ledger.verify_act(&id, AsOf::NOW).expect("led back").holds());

    // It does not count any more, and nothing more is said of it.
    let refused = ledger.judge(&id, &Verdict::Reject, "ann", None, at(21)).expect_err("superseded");
    assert!(matches!(&refused, LedgerError::Id(IdError::Superseded { .. })), "{refused}");
    let told = refused.to_string();
    assert!(told.contains("1970-01-01T00:00:20Z") && told.contains(&format!("`chancery show {id}`")), "{told}");
    assert!(ledger.act(&id, AsOf::at(at(15))).is_ok(), "as of before it counts");
    assert!(ledger.act_as_last_read(&id, AsOf::at(at(5))).is_err(), "and before that nobody knew it");
}

#[test]
fn an_act_that_a_further_reading_left_out_is_shown_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 10);
    let ids = act_ids(&ledger);
    let source =
        Prepared::new("a.txt", TEXT.as_bytes(), record(TEXT, &ACTS[1..]).as_bytes(), &folding()).expect("a record");
    let mut writer = ledger.writer().expect("a writer");
    writer.read_again(&source, at(20)).expect("read again");
    writer.commit().expect("committed");
    let gone = ledger.act_as_last_read(&ids[0], AsOf::NOW).expect("still there");
    let article = ledger.article(gone.article).expect("its article");
    assert_eq!((&*gone.act.quote, article.superseded), ("反對核试验", Some(at(20))));
    let stays = ledger.act_as_last_read(&ids[1], AsOf::NOW).expect("there");
    assert_ne!(stays.article, gone.article, "the present reading's");
    let instead = ledger.instead(&article).expect("found");
    assert_eq!(instead.iter().map(|one| one.row).collect::<Vec<_>>(), [stays.article]);
    assert!(ledger.instead(&instead[0]).expect("found").is_empty(), "nothing stands in the place of what stands");
}
