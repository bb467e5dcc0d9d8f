//! What the rules do not see is told, and slots of rules are filled.

mod common;

use chancery_model::FaultKind;
use common::coded;

#[test]
fn a_sentence_too_long_for_the_rules_leaves_a_fault() {
    let clause = "埃方坚决反对单边制裁，愿同各方加强合作，";
    let capped = |text: &str| coded(text).faults.iter().any(|f| f.kind == FaultKind::MatchCap);
    assert!(!capped(&format!("{}。", clause.repeat(20))));
    let long = coded(&format!("{}。", clause.repeat(400)));
    assert!(long.faults.iter().any(|f| f.kind == FaultKind::MatchCap));
    assert!(long.acts.len() >= 800, "and the acts are there: {}", long.acts.len());
}

#[test]
// A line without a mark is cut every 3,000 bytes, and what stands in a piece is read.
fn verbs_of_saying_without_end_are_read_without_harm() {
    for word in ["警告", "宣布", "表示", "承认", "坚持", "强调", "警告说"] {
        let text = format!("埃方{}。", word.repeat(20_000));
        let said = coded(&text);
        assert!(said.acts.len() <= 1 + text.len() / 3_000, "{word}: {}", said.acts.len());
    }
}

#[test]
fn a_clause_as_long_as_a_text_is_read_once_over() {
    // Counted to the clause's end behind each word, 300,000 characters would be 45 thousand million.
    for word in ["应", "须", "应该", "中方应"] {
        let ought = coded(&format!("埃方{}。", word.repeat(300_000 / word.chars().count())));
        assert!(ought.acts.len() <= 1, "{word}: {}", ought.acts.len());
    }
}

#[test]
fn words_for_those_named_before_are_asked_no_more_than_once_each() {
    // 两人 asked whom the 两人 before it means, and that the one before: twice as long with each.
    for clause in ["两人强调，", "两人同意合作，", "他们两人支持和平，", "该机构发现，", "双方两人认为，"]
    {
        let said = coded(&format!("埃方表示，{}。", clause.repeat(2_000)));
        assert!(said.acts.len() <= 2_001, "{clause}: {}", said.acts.len());
    }
}
