//! The ledger as its callers use it: what goes in comes back, nothing is lost, later things stand over earlier ones.
#![expect(clippy::disallowed_methods, reason = "tests hurt files")]

mod days;
mod dictionaries;
mod families;
mod harm;
mod mending;
mod names;
mod superseded;

use std::path::Path;
use std::sync::Arc;

use chancery_ledger::{
    ActId, Added, AsOf, Folding, IdError, Kept, Ledger, LedgerError, Only, Prepared, Reference, Timestamp, Verdict,
};
use chancery_text::FoldTable;

fn folding() -> Folding {
    let pairs = [('聯', '联'), ('國', '国'), ('對', '对')];
    Folding::new(Arc::new(FoldTable::new(pairs, true).expect("lengths agree")))
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_micros(second * 1_000_000)
}

fn writing(folder: &Path) -> Ledger {
    Ledger::open_to_write(folder, folding()).expect("a ledger")
}

/// An act for [`record`]: kind, words of the text, further fields as JSON.
type Told<'a> = (&'a str, &'a str, &'a str);

/// The record of one article that is the whole of `text`.
fn record(text: &str, acts: &[Told<'_>]) -> String {
    let hash = blake3::hash(text.as_bytes()).to_hex().to_string();
    let id = &hash[..24];
    let points = |at: usize| text[..at].chars().count();
    let acts: Vec<String> = acts
        .iter()
        .map(|(kind, quote, rest)| {
            let from = text.find(quote).expect("a quote of the text");
            let (start, end) = (points(from), points(from + quote.len()));
            format!(
                r#"{{"id":"{id}/{kind}/{start}-{end}","kind":"{kind}","start":{start},"end":{end},"quote":"{quote}","confidence":0.9{rest}}}"#
            )
        })
        .collect();
    let (bytes, end) = (text.len(), text.chars().count());
    let json = serde_json::to_string(text).expect("a string");
    format!(
        r#"{{"schema":1,"id":"{id}","source":{{"name":"a.txt","media_type":"text/plain","charset":"utf-8","bytes":{bytes},"blake3":"{hash}","article":0,"part":null,"retrieved":null}},"title":"甲","kind":"other","language":"zh","script":"Hans","published":"2024-03-12","dateline":null,"outlet":null,"url":null,"issuers":["CHL"],"text":{json},"map":[[0,{end},0,{bytes}]],"repairs":[],"acts":[{}],"program":"chancery 0","packs":[]}}"#,
        acts.join(",")
    )
}

/// Adds a text of ideographs only (so that it is one linear run).
fn add(ledger: &Ledger, name: &str, text: &str, acts: &[Told<'_>], second: i64) -> Added {
    let source = Prepared::new(name, text.as_bytes(), record(text, acts).as_bytes(), &folding()).expect("a record");
    let mut writer = ledger.writer().expect("a writer");
    let added = writer.append(&source, at(second)).expect("appended");
    writer.commit().expect("committed");
    added
}

fn quotes(ledger: &Ledger, only: &Only, as_of: AsOf) -> Vec<String> {
    ledger.acts(only, as_of, 100).expect("acts").into_iter().map(|act| act.act.quote).collect()
}

const TEXT: &str = "智方反對核试验，承诺提供援助。";
const ACTS: &[Told<'_>] = &[
    ("position", "反對核试验", r#","stance":"oppose","polarity":"-","intensity":3,"holders":["CHL"]"#),
    ("commitment", "承诺提供援助", r#","stance":"pledge","holders":["CHL"],"addressees":["NZL"]"#),
];

#[test]
fn what_goes_in_comes_back_to_the_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    assert_eq!(add(&ledger, "a.txt", TEXT, ACTS, 1), Added::New);
    assert_eq!(add(&ledger, "a.txt", TEXT, ACTS, 2), Added::Same);
    assert_eq!(add(&ledger, "b.txt", TEXT, ACTS, 3), Added::Renamed);
    let article = &ledger.articles(AsOf::NOW, false, 10).expect("articles")[0];
    assert_eq!(ledger.record(article.row).expect("whole"), record(TEXT, ACTS));
    assert_eq!(ledger.text(article.row).expect("whole"), TEXT);
    assert_eq!(ledger.source_bytes(article.row).expect("whole"), TEXT.as_bytes());
    assert_eq!((article.acts, article.source.as_str()), (2, "b.txt"));
    assert_eq!(ledger.counts().expect("counts").sources, 1);
    assert_eq!(ledger.check(&mut |_| {}).expect("checked").findings, []);
}

#[test]
fn a_record_of_other_bytes_or_another_form_is_refused() {
    let other = Prepared::new("a.txt", b"other", record(TEXT, ACTS).as_bytes(), &folding()).expect_err("other bytes");
    assert!(other.to_string().contains("read from other bytes"), "{other}");
    let later = record(TEXT, ACTS).replacen("\"schema\":1", "\"schema\":2", 1);
    let later = Prepared::new("a.txt", TEXT.as_bytes(), later.as_bytes(), &folding()).expect_err("a later schema");
    assert!(later.to_string().contains("its schema is 2"), "{later}");
}

#[test]
fn a_changed_source_takes_the_place_of_the_old_one_and_the_old_one_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 10);
    let new = "智方反对一切核试验。";
    assert_eq!(add(&ledger, "a.txt", new, &[("position", "反对一切核试验", "")], 20), Added::Changed);
    assert_eq!(quotes(&ledger, &Only::default(), AsOf::NOW), ["反对一切核试验"]);
    assert_eq!(quotes(&ledger, &Only::default(), AsOf::at(at(15))), ["反對核试验", "承诺提供援助"]);
    assert_eq!(quotes(&ledger, &Only::default(), AsOf::at(at(5))), [""; 0]);
    // Back to what it was: the old bytes count again.
    assert_eq!(add(&ledger, "a.txt", TEXT, ACTS, 30), Added::Changed);
    assert_eq!(quotes(&ledger, &Only::default(), AsOf::NOW).len(), 2);
    assert_eq!(ledger.counts().expect("counts").sources, 2);
    assert_eq!(ledger.check(&mut |_| {}).expect("checked").findings, []);
}

#[test]
fn copies_count_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    let copy = TEXT.replace('，', "，，");
    add(&ledger, "a.txt", TEXT, ACTS, 1);
    add(&ledger, "b.txt", &copy, ACTS, 2);
    assert_eq!(quotes(&ledger, &Only::default(), AsOf::NOW).len(), 2);
    assert_eq!(quotes(&ledger, &Only { all_copies: true, ..Only::default() }, AsOf::NOW).len(), 4);
    assert_eq!(ledger.articles(AsOf::NOW, false, 9).expect("articles").len(), 1);
    // The first changes: its copy is now the first.
    add(&ledger, "a.txt", "别的事情。", &[], 3);
    assert_eq!(quotes(&ledger, &Only::default(), AsOf::NOW).len(), 2);
}

#[test]
fn a_target_is_an_id_whole_or_a_part_of_a_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    let acts = [
        ("position", "反對核试验", r#","targets":["org:UNSC","Technology Accord"]"#),
        ("commitment", "承诺提供援助", r#","targets":["org:UN","CHN"]"#),
    ];
    add(&ledger, "a.txt", TEXT, &acts, 1);
    let about = |target: &str| quotes(&ledger, &Only { targets: vec![target.into()], ..Only::default() }, AsOf::NOW);
    assert_eq!(about("org:UN"), ["承诺提供援助"]);
    assert_eq!(about("CHN"), ["承诺提供援助"]);
    assert_eq!(about("technology"), ["反對核试验"]);
}

fn act_ids(ledger: &Ledger) -> Vec<ActId> {
    ledger.acts(&Only::default(), AsOf::NOW, 100).expect("acts").into_iter().map(|act| act.id).collect()
}

#[test]
fn judgements_stand_over_the_reader_until_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 1);
    let ids = act_ids(&ledger);
    let judge = |id: &ActId, verdict: &Verdict, second| ledger.judge(id, verdict, "ann", Some("why"), at(second));
    let edit = |field: &str, value: &str| Verdict::Edit { field: field.into(), value: value.into() };
    judge(&ids[0], &edit("holders", "NZL, CHL"), 10).expect("judged");
    let reject = judge(&ids[1], &Verdict::Reject, 20).expect("judged");
    let by = |holder: &str| Only { holders: vec![holder.into()], ..Only::default() };
    assert_eq!(quotes(&ledger, &by("NZL"), AsOf::NOW), ["反對核试验"], "found under the edited holder");
    assert_eq!(quotes(&ledger, &by("NZL"), AsOf::at(at(5))), [""; 0], "as of before the edit");
    let claims = Only { kinds: vec!["claim".into()], ..Only::default() };
    let kind = judge(&ids[0], &edit("kind", "claim"), 11).expect("judged");
    assert_eq!(quotes(&ledger, &claims, AsOf::NOW), ["反對核试验"], "found under the edited kind");
    let claim = ledger.act(&ids[0], AsOf::NOW).expect("there").act;
    assert_eq!((claim.stance, claim.intensity), (None, None), "no stance of another kind");
    ledger.undo(Some(kind), "ann", None, at(12)).expect("undone");
    assert_eq!(quotes(&ledger, &claims, AsOf::NOW), [""; 0]);
    assert_eq!(quotes(&ledger, &by("CHL"), AsOf::NOW), ["反對核试验"], "the other one is rejected");
    assert_eq!(quotes(&ledger, &by("CHL"), AsOf::at(at(15))).len(), 2, "as of before the rejection");
    ledger.undo(Some(reject), "ann", None, at(30)).expect("undone");
    assert_eq!(quotes(&ledger, &by("CHL"), AsOf::NOW).len(), 2);
    let twice = ledger.undo(Some(reject), "ann", None, at(31)).expect_err("undone before");
    assert!(twice.to_string().contains("taken back before"), "{twice}");
    let others = ledger.undo(None, "bob", None, at(31)).expect_err("bob said nothing").to_string();
    assert!(others.contains("no judgement by bob") && others.contains("by ann; `chancery undo 1`"), "{others}");
    assert_eq!(ledger.undo(None, "ann", None, at(32)).expect("the last that stands").verb, "edit");
    assert_eq!(ledger.history(None, None, AsOf::NOW).expect("history").len(), 6, "nothing is lost");
    assert_eq!(quotes(&ledger, &by("NZL"), AsOf::NOW), [""; 0]);
}

#[test]
fn what_can_not_be_said_of_an_act_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 1);
    let ids = act_ids(&ledger);
    let edit = |field: &str, value: &str| Verdict::Edit { field: field.into(), value: value.into() };
    for (id, verdict, reason) in [
        (&ids[0], Verdict::Fared("kept".into()), "only a commitment"),
        (&ids[1], Verdict::Fared("done".into()), "there are not-yet-rated"),
        (&ids[0], edit("colour", "red"), "there are kind, stance"),
        (&ids[0], edit("kind", "wish"), "no kind"),
        (&ids[0], edit("intensity", "9"), "1 to 5"),
        (&ids[0], edit("stance", "bar"), "no stance of a position: there are support, welcome"),
        (&ids[0], edit("stance", "pledge"), "no stance of a position"),
        (&ids[0], edit("stance", " "), "a position has a stance"),
    ] {
        let error = ledger.judge(id, &verdict, "ann", None, at(2)).expect_err(reason);
        assert!(error.to_string().contains(reason), "{error}");
    }
    ledger.judge(&ids[0], &edit("stance", "condemn"), "ann", None, at(3)).expect("another of its kind");
    let nobody = ledger.judge(&ids[0], &Verdict::Accept, " ", None, at(2)).expect_err("no author");
    assert!(nobody.to_string().contains("author"), "{nobody}");
}

#[test]
fn a_further_reading_keeps_judgements_and_tells_what_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 1);
    let ids = act_ids(&ledger);
    for id in &ids {
        ledger.judge(id, &Verdict::Accept, "ann", None, at(2)).expect("judged");
    }
    // The position's extent moves, the commitment has another stance and other places.
    let again = [
        ("position", "智方反對核试验", r#","stance":"oppose","polarity":"-","intensity":3,"holders":["CHL"]"#),
        (
            "commitment",
            "承诺提供援助",
            r#","stance":"will","holders":["CHL"],"holder_span":[0,2],"addressees":["NZL"],"dates":[{"start":"2025-01-01","role":"when","text_start":3,"text_end":5}]"#,
        ),
    ];
    let source =
        Prepared::new("a.txt", TEXT.as_bytes(), record(TEXT, &again).as_bytes(), &folding()).expect("a record");
    let changes = ledger.changes(&source).expect("compared");
    let told: Vec<_> = changes.changes.iter().map(|c| (c.what, c.judgements)).collect();
    assert_eq!((changes.same, told), (0, vec![("other", 1), ("gone", 1), ("new", 0)]));
    let note = "dates: nothing → when 2025-01-01; found at another place who holds it; stance: pledge → will";
    assert_eq!(changes.changes[0].note, note);
    let mut writer = ledger.writer().expect("a writer");
    writer.read_again(&source, at(3)).expect("read again");
    writer.commit().expect("committed");
    let now = ledger.acts(&Only::default(), AsOf::NOW, 9).expect("acts");
    assert_eq!(now.len(), 2);
    assert!(now.iter().all(|act| act.standing.accepted), "{now:?}");
    assert_eq!(ledger.changes(&source).expect("compared").same, 2);
    assert_eq!(quotes(&ledger, &Only::default(), AsOf::at(at(2))), ["反對核试验", "承诺提供援助"]);
}

#[test]
fn ids_may_be_cut_short_where_one_is_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 1);
    let whole = &act_ids(&ledger)[0];
    let parsed = |text: &str| Reference::parse(text).map_err(LedgerError::from).and_then(|r| ledger.act_id(&r));
    let cut = whole.to_string();
    let cut = &cut[..cut.rfind('-').expect("a place")];
    assert_eq!(&parsed(cut).expect("found"), whole);
    let article = Reference::parse(&whole.article[..6]).expect("an id");
    assert!(matches!(ledger.act_id(&article), Err(LedgerError::Id(IdError::NotAnAct(_)))));
    assert!(matches!(parsed("ffffffffff.p1-2"), Err(LedgerError::Id(IdError::Unknown(_)))));
}

#[test]
fn one_writer_at_a_time_and_readers_beside_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let writer = writing(folder.path());
    add(&writer, "a.txt", TEXT, ACTS, 1);
    let second = Ledger::open_to_write(folder.path(), folding()).expect_err("busy");
    assert!(second.to_string().contains("another chancery is writing"), "{second}");
    let reader = Ledger::open(folder.path(), folding()).expect("readers may");
    assert!(reader.writer().is_err());
    assert_eq!(quotes(&reader, &Only::default(), AsOf::NOW).len(), 2);
    let mut held = writer.writer().expect("a writer");
    let source =
        Prepared::new("b.txt", "别的。".as_bytes(), record("别的。", &[]).as_bytes(), &folding()).expect("a record");
    held.append(&source, at(2)).expect("appended");
    assert_eq!(reader.articles(AsOf::NOW, true, 9).expect("articles").len(), 1, "not before it is committed");
    drop(held);
    assert_eq!(reader.articles(AsOf::NOW, true, 9).expect("articles").len(), 1, "dropped without a commit");
}

#[test]
fn a_ledger_that_is_none_or_of_later_date_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = Ledger::open(folder.path(), folding()).expect_err("none");
    assert!(missing.is_missing() && missing.to_string().contains("chancery add"), "{missing}");
    drop(writing(folder.path()));
    let db = rusqlite::Connection::open(folder.path().join("ledger.db")).expect("a database");
    db.execute_batch("PRAGMA user_version = 99").expect("set");
    let newer = Ledger::open(folder.path(), folding()).expect_err("newer");
    assert!(newer.to_string().contains("format 99"), "{newer}");
    db.execute_batch("PRAGMA application_id = 7").expect("set");
    assert!(matches!(Ledger::open(folder.path(), folding()), Err(LedgerError::Foreign(_))));
}

#[test]
fn a_clock_set_back_does_not_turn_the_order_round() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 100);
    assert_eq!(ledger.not_before_the_last(at(50)).expect("a time"), Timestamp::from_micros(100_000_001));
    assert_eq!(ledger.not_before_the_last(at(150)).expect("a time"), at(150));
    // What takes the place of something is not forgotten, nor is a further name, nor what people said.
    add(&ledger, "a.txt", "智方反对一切核试验。", &[("position", "反对一切核试验", "")], 200);
    assert_eq!(ledger.not_before_the_last(at(50)).expect("a time").micros(), 200_000_001);
    add(&ledger, "b.txt", "智方反对一切核试验。", &[("position", "反对一切核试验", "")], 300);
    assert_eq!(ledger.not_before_the_last(at(50)).expect("a time").micros(), 300_000_001);
    ledger.judge(&act_ids(&ledger)[0], &Verdict::Accept, "ann", None, at(400)).expect("judged");
    assert_eq!(ledger.not_before_the_last(at(50)).expect("a time").micros(), 400_000_001);
}

#[test]
fn one_source_is_known_by_its_hash_as_all_of_them_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 10);
    let new = "智方反对一切核试验。";
    add(&ledger, "a.txt", new, &[("position", "反对一切核试验", "")], 20);
    let known = ledger.known().expect("known");
    // Of the first nothing is current any more: it would be read again.
    for (text, there) in [(TEXT, false), (new, true), ("另一个文本。", false)] {
        let hash = *blake3::hash(text.as_bytes()).as_bytes();
        assert_eq!(ledger.knows(&hash).expect("looked up"), there, "{text}");
        assert_eq!(known.contains(&hash), there, "{text}");
    }
}

#[test]
fn damage_is_found_and_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 1);
    let other = writing(&folder.path().join("other"));
    let restoring = other.restoring().expect("it is empty");
    for mut kept in dumped(&ledger) {
        if let Kept::Article { record, .. } = &mut kept {
            *record = record.replace(r#""quote":"反對"#, r#""quote":"支持"#);
        }
        restoring.put(&kept).expect("put in");
    }
    restoring.finish().expect("kept");
    let findings = other.check(&mut |_| {}).expect("checked").findings;
    assert!(findings[0].message.contains("not that slice of the text"), "{findings:?}");
    let db = rusqlite::Connection::open(folder.path().join("ledger.db")).expect("a database");
    db.execute("UPDATE article SET body = x'01ff00'", []).expect("hurt");
    let findings = ledger.check(&mut |_| {}).expect("checked").findings;
    assert!(findings[0].message.contains("damaged"), "{findings:?}");
    db.execute("UPDATE source SET content = x'0000'", []).expect("hurt");
    let findings = ledger.check(&mut |_| {}).expect("checked").findings;
    assert!(findings[0].message.contains("damaged"), "{findings:?}");
}

#[test]
fn a_full_disk_is_said_and_takes_nothing_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 1);
    // As full as it is: no further page may be taken.
    let long: String = (0..60_000u32).filter_map(|n| char::from_u32(0x4E00 + (n * 7919) % 20_000)).collect();
    let source = Prepared::new("b.txt", long.as_bytes(), record(&long, &[]).as_bytes(), &folding()).expect("a record");
    ledger.bound_pages_for_tests();
    let mut writer = ledger.writer().expect("a writer");
    let full = writer.append(&source, at(2)).and_then(|_| writer.commit()).expect_err("no room");
    assert!(full.to_string().starts_with("the disk is full"), "{full}");
    drop(writer);
    assert_eq!(quotes(&ledger, &Only::default(), AsOf::NOW).len(), 2);
    assert_eq!(ledger.check(&mut |_| {}).expect("checked").findings, []);
}

#[test]
fn a_broken_database_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(writing(folder.path()));
    std::fs::write(folder.path().join("ledger.db"), "no database, but long enough to be looked at ".repeat(200))
        .expect("hurt");
    let broken = Ledger::open(folder.path(), folding()).expect_err("broken");
    assert!(broken.to_string().contains("restore it from a backup"), "{broken}");
}

#[test]
fn a_lost_or_foreign_index_is_made_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 1);
    let documents = |ledger: &Ledger| ledger.index().expect("an index").searcher().num_docs();
    assert_eq!(documents(&ledger), 4, "two acts, a paragraph and the title");
    std::fs::remove_dir_all(folder.path().join("index")).expect("lost");
    assert_eq!(documents(&ledger), 4);
    add(&ledger, "b.txt", "别的。", &[], 2);
    assert_eq!(documents(&ledger), 6, "brought up when opened");
    // Beside a database put back from an older copy, it knows of things that are not there.
    ledger.backup(&folder.path().join("copy")).expect("copied");
    add(&ledger, "c.txt", "又一件。", &[], 3);
    assert_eq!(documents(&ledger), 8);
    drop(ledger);
    for old in ["ledger.db", "ledger.db-wal", "ledger.db-shm"] {
        let _ = std::fs::remove_file(folder.path().join(old));
    }
    std::fs::copy(folder.path().join("copy/ledger.db"), folder.path().join("ledger.db")).expect("put back");
    let ledger = writing(folder.path());
    assert_eq!(documents(&ledger), 6, "made anew");
    std::fs::write(folder.path().join("index/meta.json"), "{}").expect("hurt");
    assert_eq!(documents(&ledger), 6, "made anew");
    drop(ledger);
    // Another folding makes other pieces.
    let plain = Folding::new(Arc::new(FoldTable::new([], true).expect("none")));
    let ledger = Ledger::open(folder.path(), plain).expect("a ledger");
    assert_eq!(documents(&ledger), 6);
    assert_eq!(ledger.check(&mut |_| {}).expect("checked").findings, []);
}

#[test]
fn an_index_brought_up_beside_the_writing_knows_what_is_committed() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    assert!(Ledger::open(folder.path(), folding()).expect("a reader").indexing().is_err());
    let text = |number: u32| char::from_u32(0x4E00 + number).expect("an ideograph").to_string().repeat(3) + TEXT;
    for round in 0..3 {
        let indexing = ledger.indexing().expect("beside");
        for number in 0..20 {
            let number = round * 20 + number;
            add(&ledger, &format!("{number}.txt"), &text(number), ACTS, 1);
            indexing.committed();
        }
        // Under a name that was there before: what stood there is no longer current.
        add(&ledger, "0.txt", &text(100 + round), ACTS, 2);
        drop(indexing);
        // Whoever only asks brings nothing up here: the right to write is held.
        let reader = Ledger::open(folder.path(), folding()).expect("a reader");
        let index = reader.index().expect("an index");
        assert_eq!((index.behind(), index.generation()), (0, ledger.generation().expect("a number")));
        assert_eq!(
            index.searcher().num_docs(),
            u64::from(round + 1) * 21 * 4,
            "two acts, a paragraph and the title each"
        );
    }
    assert_eq!(ledger.check(&mut |_| {}).expect("checked").findings, []);
}

#[test]
fn a_backup_is_a_whole_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(&folder.path().join("own"));
    add(&ledger, "a.txt", TEXT, ACTS, 1);
    let copy = folder.path().join("copy");
    ledger.backup(&copy).expect("copied");
    let restored = Ledger::open(&copy, folding()).expect("a ledger");
    assert_eq!(quotes(&restored, &Only::default(), AsOf::NOW).len(), 2);
    assert_eq!(restored.check(&mut |_| {}).expect("checked").findings, []);
    let again = ledger.backup(&copy).expect_err("never over another");
    assert!(again.to_string().contains("choose another folder"), "{again}");
}

/// Every row of a ledger.
fn dumped(ledger: &Ledger) -> Vec<Kept> {
    let mut all = Vec::new();
    ledger
        .dump(&mut |kept| {
            all.push(kept);
            Ok::<_, LedgerError>(())
        })
        .expect("given out");
    all
}

#[test]
fn what_is_given_out_comes_back_identical_and_only_into_an_empty_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(&folder.path().join("own"));
    add(&ledger, "a.txt", TEXT, ACTS, 10);
    add(&ledger, "b.txt", "双方同意合作。", &[("commitment", "同意合作", "")], 11);
    add(&ledger, "a.txt", "智方反对一切核试验。", &[("position", "反对一切核试验", "")], 20);
    add(&ledger, "a.txt", TEXT, ACTS, 30);
    let id = &act_ids(&ledger)[0];
    ledger.judge(id, &Verdict::Accept, "ann", Some("read twice"), at(31)).expect("judged");
    ledger.undo(Some(1), "bob", None, at(32)).expect("taken back");
    let all = dumped(&ledger);
    assert_eq!(ledger.last_moment(AsOf::NOW).expect("a moment"), Some(at(32)));
    assert_eq!(ledger.last_moment(AsOf::at(at(12))).expect("a moment"), Some(at(11)));

    let other = writing(&folder.path().join("other"));
    let restoring = other.restoring().expect("it is empty");
    all.iter().for_each(|kept| restoring.put(kept).expect("put in"));
    restoring.finish().expect("kept");
    assert_eq!(dumped(&other), all);
    assert_eq!(other.check(&mut |_| {}).expect("checked").findings, []);
    assert_eq!(quotes(&other, &Only::default(), AsOf::at(at(25))), quotes(&ledger, &Only::default(), AsOf::at(at(25))));
    assert_eq!(act_ids(&other), act_ids(&ledger));
    let again = other.restoring().expect_err("no longer empty").to_string();
    assert!(again.contains("holds 3 sources") && again.contains("--ledger DIR"), "{again}");

    // A row that is missing is said, and nothing stays.
    let third = writing(&folder.path().join("third"));
    let restoring = third.restoring().expect("it is empty");
    let put = |kept: &&Kept| restoring.put(kept).err();
    let error = all.iter().filter(|kept| !matches!(kept, Kept::Reading { .. })).find_map(|kept| put(&kept));
    assert!(error.is_some_and(|error| error.to_string().contains("reading 1, which is missing")));
    drop(restoring);
    assert_eq!(dumped(&third), []);
}

#[test]
fn acts_are_handed_out_in_one_order_judged_or_not_until_it_is_enough() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 1);
    add(&ledger, "b.txt", "双方同意合作。", &[("commitment", "同意合作", "")], 2);
    let before = quotes(&ledger, &Only::default(), AsOf::NOW);
    ledger.judge(&act_ids(&ledger)[1], &Verdict::Accept, "ann", None, at(3)).expect("judged");
    assert_eq!(quotes(&ledger, &Only::default(), AsOf::NOW), before);
    for most in 0..4 {
        let some: Vec<_> = ledger.acts(&Only::default(), AsOf::NOW, most).expect("acts");
        assert_eq!(some.len(), most.min(3));
        assert!(some.iter().map(|act| act.act.quote.clone()).eq(before.iter().take(most).cloned()));
    }
}

#[test]
fn a_later_act_is_said_to_take_a_promise_up_until_that_is_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    add(&ledger, "a.txt", TEXT, ACTS, 1);
    add(&ledger, "b.txt", "智方已提供援助。", &[("event", "已提供援助", "")], 2);
    let acts = ledger.acts(&Only::default(), AsOf::NOW, 9).expect("acts");
    let id = |kind: &str| acts.iter().find(|act| act.act.kind == kind).expect("one").id.clone();
    let (promise, later, position) = (id("commitment"), id("event"), id("position"));
    let follow = |how: &str| Verdict::Follow { how: how.to_owned(), act: later.clone() };
    let judge = |act: &ActId, verdict: &Verdict, second| ledger.judge(act, verdict, "ann", None, at(second));
    let told = |as_of| {
        let all = ledger.followed(&promise, as_of).expect("judgements");
        all.into_iter().map(|one| (one.act, one.how)).collect::<Vec<_>>()
    };
    judge(&promise, &follow("delivery"), 3).expect("judged");
    assert_eq!(told(AsOf::NOW), [(later.whole(), Some("delivery".to_owned()))]);
    let number = judge(&promise, &Verdict::PassOver(later.clone()), 4).expect("judged");
    assert_eq!(told(AsOf::NOW), [(later.whole(), None)], "the last word counts");
    assert_eq!(told(AsOf::at(at(3))), [(later.whole(), Some("delivery".to_owned()))]);
    ledger.undo(Some(number), "ann", None, at(5)).expect("taken back");
    assert_eq!(told(AsOf::NOW), [(later.whole(), Some("delivery".to_owned()))]);
    assert!(judge(&position, &follow("delivery"), 6).is_err(), "only a commitment is followed");
    assert!(judge(&promise, &follow("sequel"), 6).is_err());
    assert!(judge(&promise, &Verdict::PassOver(promise.clone()), 6).is_err());
}
