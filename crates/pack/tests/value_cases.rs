//! The cases of the packs' `values.toml`: each text gives just the values written down beside it.

mod common;

use std::fmt::Write as _;

use chancery_pack::value_cases;
use chancery_text::FoldTable;
use common::{bundled, day, fold, scan, short};
use proptest::prelude::*;

#[test]
fn every_case_gives_its_values() {
    let cases = value_cases().expect("the bundled files are of the form");
    assert!(cases.len() > 60, "{} cases", cases.len());
    let mut wrong = String::new();
    for case in &cases {
        let reference = case.reference.as_deref().map(|text| day(text).expect("a day"));
        let found: Vec<String> = scan(&case.text, reference, false)
            .iter()
            .map(|m| format!("{} = {}", &case.text[m.span.range()], short(&m.value)))
            .collect();
        if found != case.values {
            let _ = write!(wrong, "{}\n  found  {found:?}\n  wanted {:?}\n", case.text, case.values);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A written form that the folding view changes could never be found.
#[test]
fn every_form_is_in_the_folding_view() {
    let words = chancery_pack::values().expect("of the form");
    let lost: Vec<&str> =
        words.words.iter().map(|word| word.form.as_str()).filter(|form| fold(form) != *form).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn what_is_no_values_file_says_where() {
    let read = |source: &str| {
        let mut words = chancery_value::ValueWords::default();
        chancery_pack::read_values("packs/xx/values.toml", source, &mut words).expect_err("refused").to_string()
    };
    assert!(read("nothing = [1]").contains("packs/xx/values.toml"));
    assert!(read("nothings = []").contains("nothings"));
    assert!(read("[currencies]\ndollar = { after = [\"$\"] }").contains("ISO 4217"));
    assert!(read("[periods]\nfortnight = [\"fortnight\"]").contains("no period"));
    assert!(read("[numerals]\nscales = { many = [\"x\"] }").contains("no figure"));
    assert!(read("[dates]\nseasons = { 3-13 = [\"x\"] }").contains("3-13"));
}

#[test]
fn a_fold_of_the_tests_is_the_packs() {
    // The table of this test and the one that the program builds fold alike as long as both read the same files.
    let own = FoldTable::new([('國', '国')], true).expect("one length");
    assert_eq!(own.fold("國"), fold("國"));
}

proptest! {
    #[test]
    fn any_text_is_read_without_harm(
        text in "(年|月|日|号|十|百|万|亿|两|二|〇|零|廿|多|几|半|个|成|%|第|届|季度|世纪|上|下|本|前|后|底|至|到|自|以来|超过|约|美元|US\\$|每|星期|三|《|》|（|）|[0-9]|/|-|\\.|,| |\\n|may |the |of |two |hundred |million |between |and |to |end |last |year|years|s|１|陆|\u{a0}|é|🌍){0,40}"
    ) {
        let mut last = 0;
        for mention in scan(&text, day("2022-02-28"), true) {
            let span = mention.span;
            prop_assert!(span.start() >= last && !span.is_empty(), "{:?} in {text}", mention);
            prop_assert!(text.get(span.range()).is_some());
            last = span.end();
        }
        let alone: Vec<_> = scan(&text, None, false);
        prop_assert_eq!(alone, scan(&text, None, false));
    }

    #[test]
    fn arbitrary_unicode_is_read_without_harm(text in "\\PC{0,60}") {
        for mention in scan(&text, None, true) {
            prop_assert!(text.get(mention.span.range()).is_some());
        }
        for (span, _) in bundled().partial_dates(&text) {
            prop_assert!(text.get(span.range()).is_some());
        }
    }
}
