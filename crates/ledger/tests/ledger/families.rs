//! One statement counts once: copies, reprints and versions in other languages.

use std::sync::Arc;

use chancery_ledger::{AsOf, Folding, Ledger, Only, Prepared};
use chancery_text::FoldTable;

use super::{add, at, folding, quotes, record, writing};

/// A page of text of its own.
fn page(own: u32) -> String {
    let glyph = |n: u32| char::from_u32(0x4E00 + ((n + own * 1_000) * 7919) % 9973).expect("an ideograph");
    (0..600).map(|n| if n % 30 == 29 { '。' } else { glyph(n) }).collect()
}

fn first_line(text: &str) -> String {
    text.split('。').next().expect("a line").to_owned()
}

fn put(ledger: &Ledger, name: &str, (text, record): (&str, &str), second: i64) {
    let source = Prepared::new(name, text.as_bytes(), record.as_bytes(), &folding()).expect("a record");
    let mut writer = ledger.writer().expect("a writer");
    writer.append(&source, at(second)).expect("appended");
    writer.commit().expect("committed");
}

fn counted(ledger: &Ledger, all_copies: bool) -> usize {
    ledger.articles(AsOf::NOW, all_copies, 99).expect("articles").len()
}

#[test]
fn a_reprint_with_another_headline_counts_once_and_near_its_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    let text = page(1);
    let line = first_line(&text);
    let acts = [("position", line.as_str(), "")];
    add(&ledger, "a.txt", &text, &acts, 1);
    let reprint = format!("又一个标题。{text}完。");
    put(&ledger, "b.txt", (&reprint, &record(&reprint, &acts).replace("2024-03-12", "2024-03-13")), 2);
    assert_eq!((counted(&ledger, false), counted(&ledger, true)), (1, 2));
    assert_eq!(quotes(&ledger, &Only::default(), AsOf::NOW).len(), 1);
    assert_eq!(quotes(&ledger, &Only { all_copies: true, ..Only::default() }, AsOf::NOW).len(), 2);
    // A copy of the reprint is of the same family.
    let copy = format!("{reprint}。");
    put(&ledger, "c.txt", (&copy, &record(&copy, &acts)), 3);
    assert_eq!((counted(&ledger, false), counted(&ledger, true)), (1, 3));
    // Nearly the same words a month later are said anew; and so are other words on the same day.
    let later = format!("{text}再次。");
    put(&ledger, "d.txt", (&later, &record(&later, &acts).replace("2024-03-12", "2024-04-12")), 4);
    add(&ledger, "e.txt", &page(2), &[], 5);
    assert_eq!(counted(&ledger, false), 3);
    // The first goes: the reprint counts in its place. As of before, all is as it was.
    add(&ledger, "a.txt", "别的事情。", &[], 6);
    assert_eq!(counted(&ledger, false), 4);
    assert_eq!(quotes(&ledger, &Only::default(), AsOf::NOW).len(), 2);
    assert_eq!(ledger.articles(AsOf::at(at(3)), false, 99).expect("articles").len(), 1);
    assert_eq!(ledger.check(&mut |_| {}).expect("checked").findings, []);
}

/// A page in which every third character has another form in the other script.
fn page_in_both(own: u32) -> (String, String) {
    let traditional: String = page(own).chars().enumerate().map(|(n, c)| if n % 7 == 3 { '國' } else { c }).collect();
    let simplified = traditional.replace('國', "国");
    (traditional, simplified)
}

#[test]
fn one_text_in_both_scripts_counts_once_whatever_its_marks() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    let (traditional, simplified) = page_in_both(1);
    assert_ne!(traditional, simplified);
    add(&ledger, "hant.txt", &traditional, &[], 1);
    add(&ledger, "hans.txt", &simplified.replace('。', ","), &[], 2);
    assert_eq!((counted(&ledger, false), counted(&ledger, true)), (1, 2));
    // A reprint in the other script, with a line of its own.
    let reprint = format!("又一个标题。{simplified}完。");
    add(&ledger, "reprint.txt", &reprint, &[], 3);
    assert_eq!((counted(&ledger, false), counted(&ledger, true)), (1, 3));
    // Too short to be told by its shingles, but letter for letter the same.
    add(&ledger, "a.txt", "兩國聯合聲明。", &[], 4);
    add(&ledger, "b.txt", "兩国联合聲明！", &[], 5);
    assert_eq!((counted(&ledger, false), counted(&ledger, true)), (2, 5));
}

/// A ledger whose families were found before scripts were one: another folding is in its place.
#[test]
fn families_found_without_folding_are_found_anew_by_a_rebuild_and_no_copy_is_missed_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let (traditional, simplified) = page_in_both(1);
    let (other, other_simplified) = page_in_both(2);
    let plain = || Folding::new(Arc::new(FoldTable::new([], false).expect("none")));
    let ledger = Ledger::open_to_write(folder.path(), plain()).expect("a ledger");
    let put_plain = |name: &str, text: &str, second| {
        let record = record(text, &[]);
        let source = Prepared::new(name, text.as_bytes(), record.as_bytes(), &plain()).expect("a record");
        let mut writer = ledger.writer().expect("a writer");
        writer.append(&source, at(second)).expect("appended");
        writer.commit().expect("committed");
    };
    put_plain("a.txt", &traditional, 1);
    put_plain("b.txt", &simplified, 2);
    put_plain("c.txt", &other, 3);
    assert_eq!(counted(&ledger, false), 3);
    let db = rusqlite::Connection::open(folder.path().join("ledger.db")).expect("a database");
    db.execute("DELETE FROM meta", []).expect("as older programs left it");
    drop((ledger, db));
    let ledger = writing(folder.path());
    assert!(!ledger.families_are_current().expect("told"));
    add(&ledger, "copy.txt", &other.replace('。', "！"), &[], 4);
    add(&ledger, "near.txt", &format!("又一个标题。{other}完。"), &[], 5);
    add(&ledger, "later.txt", &format!("再一个标题。{other}完。"), &[], 6);
    assert_eq!((counted(&ledger, false), counted(&ledger, true)), (3, 6), "what is a copy in one script is known");
    ledger.rebuild().expect("made anew");
    assert!(ledger.families_are_current().expect("told"));
    assert_eq!((counted(&ledger, false), counted(&ledger, true)), (2, 6));
    add(&ledger, "hans.txt", &other_simplified, &[], 7);
    assert_eq!((counted(&ledger, false), counted(&ledger, true)), (2, 7));
    assert_eq!(ledger.check(&mut |_| {}).expect("checked").findings, []);
}

#[test]
fn a_version_in_another_language_counts_once_where_its_figures_days_and_actors_agree() {
    let facts = |quote: &'static str, other: &str| {
        let rest = format!(
            r#","holders":["CHL","NZL"],"addressees":["NOR","{other}"],
               "amounts":[{{"value":12,"unit":"ship"}},{{"value":300,"unit":"USD"}}],
               "dates":[{{"start":"2025-01-01","end":"2025-12-31","role":"when"}}]"#
        );
        ("commitment", quote, rest.replace('\n', ""))
    };
    let english = |text: &str, act: &(&str, &str, String)| {
        record(text, &[(act.0, act.1, &act.2)]).replace(r#""language":"zh""#, r#""language":"en""#)
    };
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    let own = facts("智方承诺提供援助", "FJI");
    add(&ledger, "zh.txt", "智方承诺提供援助。", &[(own.0, own.1, &own.2)], 1);
    let text = "Chile pledges to help.";
    let version = english(text, &facts("Chile pledges to help", "FJI"));
    put(&ledger, "en.txt", (text, &version), 2);
    assert_eq!((counted(&ledger, false), counted(&ledger, true)), (1, 2));
    // On the next day where it is read east of where it was issued.
    let french = "Le Chili aidera.";
    let acts = facts("Le Chili aidera", "FJI");
    let next = record(french, &[(acts.0, acts.1, &acts.2)])
        .replace(r#""language":"zh""#, r#""language":"fr""#)
        .replace(r#""published":"2024-03-12""#, r#""published":"2024-03-13""#);
    put(&ledger, "fr.txt", (french, &next), 2);
    assert_eq!((counted(&ledger, false), counted(&ledger, true)), (1, 3));
    // Two days later, another issuer, other facts: another statement.
    for (name, text, record) in [
        ("day.txt", "Chile pledges to help now.", version.replace("2024-03-12", "2024-03-14")),
        ("issuer.txt", "Chile pledges to help all.", version.replace(r#"["CHL"],"text""#, r#"["NZL"],"text""#)),
        (
            "facts.txt",
            "Chile pledges to help on.",
            english("Chile pledges to help on.", &facts("Chile pledges", "KEN"))
                .replace("\"value\":12", "\"value\":13")
                .replace("2025", "2026"),
        ),
    ] {
        let old = blake3::hash("Chile pledges to help.".as_bytes()).to_hex().to_string();
        let new = blake3::hash(text.as_bytes()).to_hex().to_string();
        let json = |text: &str| serde_json::to_string(text).expect("a string");
        let record = record
            .replace(&old, &new)
            .replace(&old[..24], &new[..24])
            .replace(&json("Chile pledges to help."), &json(text));
        let before = counted(&ledger, false);
        put(&ledger, name, (text, &record), 3);
        assert_eq!(counted(&ledger, false), before + 1, "{name}");
    }
}

/// The record of a text of that language without a day or an issuer, that mentions these figures and countries.
fn telling(text: &str, language: &str, figures: &[u32], countries: &[&str]) -> String {
    let figures =
        figures.iter().map(|figure| format!(r#"{{"kind":"number","value":{{"value":{figure},"unit":null}}}}"#));
    let countries = countries.iter().map(|id| format!(r#"{{"kind":"country","id":"{id}"}}"#));
    let mentions = figures.chain(countries).collect::<Vec<_>>().join(",");
    record(text, &[])
        .replace(r#""language":"zh""#, &format!(r#""language":"{language}""#))
        .replace(r#""published":"2024-03-12""#, r#""published":null"#)
        .replace(r#""issuers":["CHL"]"#, r#""issuers":[]"#)
        .replace(r#""program""#, &format!(r#""mentions":[{mentions}],"program""#))
}

#[test]
fn a_version_without_day_or_issuer_counts_once_where_its_figures_are_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    let figures = [58_595_066, 2_237_841, 49_157_835, 1_686, 39_951_481];
    let put = |text: &str, language: &str, figures: &[u32], countries: &[&str]| {
        let before = counted(&ledger, false);
        put(&ledger, text, (text, &telling(text, language, figures, countries)), 1);
        counted(&ledger, false) - before
    };
    assert_eq!(put("智方通报疫苗接种数字。", "zh", &figures, &["CHL"]), 1);
    assert_eq!(put("Chile gives the figures.", "en", &figures, &["CHL", "NZL"]), 0);
    assert_eq!(put("Chile gives other figures.", "en", &[58_595_066, 2_237_841, 49_157_835, 77_123], &["CHL"]), 1);
    assert_eq!(put("Of many figures some.", "en", &[&figures[..4], &[111, 222, 333, 444, 555]].concat(), &["PER"]), 1);
    assert_eq!(put("智方再次通报。", "zh", &figures, &["CHL"]), 1, "of one language its words decide");
    assert_eq!(ledger.check(&mut |_| {}).expect("checked").findings, []);
}

#[test]
fn a_version_counts_once_where_it_is_built_alike_and_tells_its_figures_in_the_same_paragraphs() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    let lengths = [9, 40, 12, 70, 25, 8, 55];
    let text = |letter: &str, times: usize, lengths: &[usize]| {
        let lines = lengths.iter().map(|length| format!("{}.", letter.repeat(length * times)));
        lines.collect::<Vec<_>>().join("\n")
    };
    // Each figure begins so many lines on.
    let told = |text: &str, language: &str, figures: &[(usize, u32)]| {
        let start = |line: usize| text.split('\n').take(line).map(|one| one.chars().count() + 1).sum::<usize>();
        let mentions = figures.iter().map(|(line, figure)| {
            format!(r#"{{"kind":"number","start":{},"value":{{"value":{figure},"unit":null}}}}"#, start(*line))
        });
        let mentions = mentions.collect::<Vec<_>>().join(",");
        telling(text, language, &[], &[]).replace(r#""mentions":[]"#, &format!(r#""mentions":[{mentions}]"#))
    };
    let put = |name: &str, text: &str, language: &str, figures: &[(usize, u32)]| {
        let before = counted(&ledger, false);
        put(&ledger, name, (text, &told(text, language, figures)), 1);
        counted(&ledger, false) - before
    };
    let figures = [(1, 300), (3, 16), (6, 12)];
    assert_eq!(put("zh", &text("甲", 1, &lengths), "zh", &figures), 1);
    assert_eq!(put("en", &text("a", 3, &lengths), "en", &figures), 0);
    assert_eq!(put("other figures", &text("b", 3, &lengths), "en", &[(1, 300), (3, 17), (6, 13)]), 1);
    assert_eq!(put("elsewhere", &text("c", 3, &lengths), "en", &[(2, 300), (4, 16), (5, 12)]), 1);
    assert_eq!(put("other paragraphs", &text("d", 3, &[40, 9, 70, 12, 8, 55, 25]), "en", &figures), 1);
    ledger.rebuild().expect("made anew");
    assert_eq!(counted(&ledger, false), 4, "found anew as they were found");
    assert_eq!(ledger.check(&mut |_| {}).expect("checked").findings, []);
}
