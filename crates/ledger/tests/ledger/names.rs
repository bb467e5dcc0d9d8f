//! Names that people say are one: merged, parted, taken back, and as of then.

use chancery_ledger::{AsOf, Only, Verdict};

use super::{add, at, quotes, writing};

#[test]
fn merged_names_count_as_one_until_that_is_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = writing(folder.path());
    let acts = [
        ("position", "反對核试验", r#","holders":["CHL","person:甲"],"mechanisms":["海洋论坛"]"#),
        ("commitment", "承诺提供援助", r#","holders":["person:乙"],"mechanisms":["海洋会"]"#),
    ];
    add(&ledger, "a.txt", "智方反對核试验，承诺提供援助。", &acts, 1);
    let held = |name: &str, as_of| quotes(&ledger, &Only { holders: vec![name.to_owned()], ..Only::default() }, as_of);
    let met = |name: &str| quotes(&ledger, &Only { mechanisms: vec![name.to_owned()], ..Only::default() }, AsOf::NOW);
    let actor = || "actor".to_owned();
    let merge = |from: &str, into: &str| Verdict::Merge { what: actor(), from: from.into(), into: into.into() };
    let judge = |verdict: &Verdict, second| ledger.judge_name(verdict, "ann", Some("one man"), at(second));
    let number = judge(&merge("person:甲", "person:乙"), 2).expect("judged");
    assert_eq!(held("person:乙", AsOf::NOW).len(), 2);
    assert_eq!(held("person:甲", AsOf::NOW).len(), 2, "both names mean both");
    assert_eq!(held("person:乙", AsOf::at(at(1))).len(), 1, "not known yet");
    let tally = ledger.tally(&Only::default(), AsOf::NOW).expect("counted");
    let own: Vec<_> =
        tally.iter().filter(|one| one.actor.starts_with("person:")).map(|one| (&*one.actor, one.acts)).collect();
    assert_eq!(own, [("person:乙", 1), ("person:乙", 1)], "by kind");
    let index = ledger.index().expect("an index");
    let count = |name: &str| {
        let term = tantivy::Term::from_field_text(index.fields().holder, name);
        index.searcher().doc_freq(&term).expect("counted")
    };
    assert_eq!(count("person:乙"), 2);
    // Merged further, the first goes along; parted, it is its own again and the other stays.
    judge(&merge("person:乙", "CHL"), 3).expect("judged");
    assert_eq!(held("CHL", AsOf::NOW).len(), 2);
    judge(&Verdict::Part { what: actor(), from: "person:乙".into() }, 4).expect("judged");
    assert_eq!((held("CHL", AsOf::NOW).len(), held("person:乙", AsOf::NOW).len()), (1, 1));
    ledger.undo(Some(number), "bob", None, at(5)).expect("taken back");
    assert_eq!(held("person:甲", AsOf::NOW).len(), 1);
    assert_eq!(held("person:乙", AsOf::at(at(2))).len(), 2, "as it was then");
    let told: Vec<_> = ledger
        .name_history(AsOf::NOW)
        .expect("history")
        .into_iter()
        .map(|one| (one.verb, one.act, one.undone_by))
        .collect();
    let own = |verb: &str, name: &str, by| (verb.to_owned(), name.to_owned(), by);
    assert_eq!(
        told[..3],
        [
            own("merge", "actor person:甲", Some(4)),
            own("merge", "actor person:乙", None),
            own("part", "actor person:乙", None)
        ]
    );
    // Mechanisms too.
    assert_eq!((met("海洋会").len(), met("海洋论坛").len()), (1, 1));
    let forums = Verdict::Merge { what: "mechanism".into(), from: "海洋会".into(), into: "海洋论坛".into() };
    judge(&forums, 6).expect("judged");
    assert_eq!((met("海洋会").len(), met("海洋论坛").len()), (2, 2));
    // What says nothing is refused.
    for (verdict, reason) in [
        (merge("person:甲", "person:甲"), "are one already"),
        (merge("person:丙", "CHL"), "no act names the actor"),
        (Verdict::Part { what: actor(), from: "CHL".into() }, "was not merged"),
        (Verdict::Merge { what: "colour".into(), from: "a".into(), into: "b".into() }, "there are actor, mechanism"),
        (Verdict::Accept, "only names"),
    ] {
        let error = judge(&verdict, 7).expect_err(reason).to_string();
        assert!(error.contains(reason), "{error}");
    }
    assert!(ledger.judge_name(&merge("person:甲", "CHL"), " ", None, at(8)).is_err(), "no author");
    assert_eq!(ledger.check(&mut |_| {}).expect("checked").findings, []);
}
