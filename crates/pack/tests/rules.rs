//! Every bundled rule, held to its own sentences by the plain reader; what fails is told with file, line and rule id.

use chancery_pack::{
    Desk, Knowledge, Plain, RawPack, Reads, Rules, check_rules, clashes, compile, read_rules, surprises,
};
use chancery_text::Span;

fn bundled() -> Knowledge {
    compile(&[]).unwrap_or_else(|errors| panic!("{}", told(&errors)))
}

fn zh(knowledge: &Knowledge) -> (&RawPack, &Rules) {
    let (pack, rules) = knowledge.coded.iter().find(|(pack, _)| pack.head.id == "zh").expect("Chinese is coded");
    (pack, rules)
}

#[test]
fn every_rule_reads_its_own_sentences() {
    let knowledge = bundled();
    assert!(zh(&knowledge).1.all().len() >= 16);
    for (pack, rules) in &knowledge.coded {
        let plain = Plain::new(pack, rules, &knowledge.fold, Some(&knowledge.values));
        let problems = check_rules(rules, &plain);
        assert!(problems.is_empty(), "{}", told(&problems));
    }
}

#[test]
fn what_is_worth_a_look_is_told() {
    let knowledge = bundled();
    let (pack, rules) = zh(&knowledge);
    let plain = Plain::new(pack, rules, &knowledge.fold, Some(&knowledge.values));
    // Neither is a mistake; a flood of them would be.
    assert!(surprises(rules, &plain).len() < 60, "{:#?}", surprises(rules, &plain));
    assert!(clashes(pack).len() < 60, "{:#?}", clashes(pack));
}

#[test]
fn a_word_is_licensed_by_the_first_rule_of_its_kind() {
    use chancery_model::ActKind::{Call, Commitment, Position};
    let knowledge = bundled();
    let (pack, rules) = zh(&knowledge);
    let reader = Plain::new(pack, rules, &knowledge.fold, None);
    let cases = [
        ("越方坚决反对单边制裁。", "坚决反对", Position, Some("zh/position/stance")),
        ("越方坚决反对单边制裁。", "坚决反对", Call, None),
        ("反对派代表抵达首都。", "反对", Position, None),
        ("越方將向老方提供大米。", "將", Commitment, Some("zh/commitment/will")),
        ("越方不支持单边制裁。", "制裁", Position, None),
    ];
    for (text, word, kind, want) in cases {
        let view = reader.view(text);
        let at = text.find(word).expect(word);
        let anchor = Span::of(at..at + word.len());
        let got = view
            .clauses()
            .find_map(|clause| rules.licence(&clause, &clause.held(), kind, anchor, &mut Desk::default()));
        assert_eq!(got.map(|(rule, _)| rule.id.as_str()), want, "{word} in {text}");
    }
}

#[test]
fn amounts_and_dates_fill_their_slots() {
    let knowledge = bundled();
    let (pack, _) = zh(&knowledge);
    let lists: Vec<&str> = pack.lists.iter().map(|l| l.id.as_str()).collect();
    let file = r#"
[[rule]]
id = "zh/commitment/fund"
kind = "commitment"
note = "money promised by a day"
match = ["{date:by} ~ <will:act> ~ {amount:what}"]
yes = ["甲方[by 2031年底前][act 将]提供[what 3亿美元]。"]
no = ["甲方将提供援助。", "甲方将提供3亿美元。"]
"#;
    let rules = read_rules(&[("zh/rules/own.toml".to_owned(), file)], &lists, &knowledge.fold).expect("sound");
    let plain = Plain::new(pack, &rules, &knowledge.fold, Some(&knowledge.values));
    let problems = check_rules(&rules, &plain);
    assert!(problems.is_empty(), "{}", told(&problems));
}

fn told(problems: &[chancery_pack::PackError]) -> String {
    problems.iter().map(|p| format!("\n{p}")).collect()
}
