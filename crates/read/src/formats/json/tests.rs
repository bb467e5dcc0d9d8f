use chancery_model::DateGround;

use super::*;
use crate::{BlockKind, HintKind};

fn words(sheets: &[Sheet]) -> Vec<&str> {
    sheets.iter().map(|s| s.text.text()).collect()
}

fn checked(input: &str, sheets: Vec<Sheet>) -> Vec<Sheet> {
    for sheet in &sheets {
        assert_eq!(sheet.text.map().check(sheet.text.text()), Ok(()));
        for run in sheet.text.map().runs().iter().filter(|r| r.kind == chancery_text::RunKind::Verbatim) {
            assert_eq!(&sheet.text.text()[run.text.range()], &input[run.source.range()]);
        }
    }
    sheets
}

fn rows(input: &str) -> Vec<Sheet> {
    checked(input, read_lines(input, &Limits::default()))
}

fn one(input: &str) -> Vec<Sheet> {
    checked(input, read(input, &Limits::default()))
}

#[test]
fn a_row_a_line_with_its_fields() {
    let input = "\u{FEFF}{\"id\": 7, \"title\": \"题\", \"text\": \"第一\\\"段\\\"。\\n\\u7b2c二段。\", \"published\": \"2024-05-03\", \"url\": \"https://example.org/a\", \"language\": \"zh\"}\r\n\n{\"html\": \"<p>一&amp;<b>二</b></p><p>三</p>\", \"text\": \"不用\"}\n";
    let sheets = rows(input);
    assert_eq!(words(&sheets), ["第一\"段\"。\n第二段。", "一&二\n三"]);
    let hints: Vec<_> = sheets[0].hints.iter().map(|h| (h.kind, h.value.as_str())).collect();
    assert_eq!(
        hints,
        [
            (HintKind::Title, "题"),
            (HintKind::Date(DateGround::FrontMatter), "2024-05-03"),
            (HintKind::Url, "https://example.org/a"),
            (HintKind::Language, "zh"),
            (HintKind::Id, "7"),
        ]
    );
    assert_eq!(&input[sheets[0].hints[0].source.unwrap().range()], "\"题\"");
}

#[test]
fn arrays_wrapped_arrays_and_single_objects() {
    assert_eq!(words(&one("[{\"content\": \"甲\"}, 3, {\"body\": \"乙\"}]")), ["甲", "乙"]);
    assert_eq!(words(&one("{\"content\": \"甲\", \"tags\": [{\"name\": \"x\"}]}")), ["甲"]);
    assert_eq!(
        words(&one("{\"status\": \"ok\", \"data\": {\"list\": [{\"content\": \"甲\"}, {\"content\": \"乙\"}]}}")),
        ["甲", "乙"]
    );
    let feed = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"源\", \"items\": [{\"id\": \"1\", \"content_html\": \"<p>甲</p>\", \"date_published\": \"2024-05-03\", \"authors\": [{\"name\": \"某\"}]}]}";
    let sheets = one(feed);
    assert_eq!(words(&sheets), ["甲"]);
    assert!(sheets[0].hints.iter().any(|h| h.kind == HintKind::Author && h.value == "某"));
}

#[test]
fn rows_without_text() {
    let sheets = rows("{\"title\": \"只有题目\", \"date\": \"2012-12-25\"}\n{\"id\": 3}\n{\"text\": \"\"}\n");
    assert_eq!(sheets[0].blocks[0].kind, BlockKind::Heading(1));
    assert_eq!((words(&sheets)[0], sheets[0].faults[0].severity), ("只有题目", Severity::Note));
    let kinds: Vec<_> = sheets[1].faults.iter().map(|f| f.kind).collect();
    assert_eq!(kinds, [FaultKind::EmptyRow, FaultKind::EmptyRow]);
}

#[test]
fn broken_rows_are_told_and_the_rest_goes_on() {
    let input = "{\"text\": \"甲\"}\n{\"text\": \"乙\n{\"text\": \"丙\"} x\n{\"text\": \"丁\"}";
    let sheets = rows(input);
    assert_eq!(words(&sheets), ["甲", "丁", ""]);
    let places: Vec<_> = sheets[2].faults.iter().map(|f| (f.kind, f.place)).collect();
    assert_eq!(places.len(), 2);
    assert_eq!(places[0].0, FaultKind::Damaged);
    let cut = "{\"items\": [{\"text\": \"甲\"},\n{\"text\": \"乙\"}, {\"text\": \"丙";
    let sheets = one(cut);
    assert_eq!(words(&sheets), ["甲", "乙", ""]);
    assert_eq!(sheets[2].faults[0].kind, FaultKind::Damaged);
    assert_eq!(one("[{\"text\": \"甲\"},\n{\"text\" \"乙\"},\n{\"text\": \"丙\"}]").len(), 3);
}

#[test]
fn replies_are_kept_apart() {
    let sheets = rows(
        "{\"text\": \"帖\", \"replies\": [{\"author\": \"某\", \"content\": \"回一\"}, {\"uid\": 3, \"text\": \"回二\"}, 4]}",
    );
    let got: Vec<_> = sheets[0].comments.iter().map(|c| (c.author.as_deref(), c.text.as_str())).collect();
    assert_eq!(got, [(Some("某"), "回一"), (Some("3"), "回二")]);
}

#[test]
fn the_number_of_rows_is_bounded() {
    let limits = Limits { articles: 2, ..Limits::default() };
    let sheets = read_lines(&"{\"text\": \"甲\"}\n".repeat(5), &limits);
    assert_eq!((sheets.len(), sheets[2].faults[0].kind), (3, FaultKind::OverLimit));
}

#[test]
fn deep_nesting_is_refused_and_not_followed() {
    let deep = format!("{{\"a\": {}", "[".repeat(100_000));
    assert!(one(&deep).iter().all(|s| s.blocks.is_empty() && !s.faults.is_empty()));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read(input in "(\\{|\\}|\\[|\\]|,|:|\"|\"text\": \"中\"|\"items\"|\n|\\\\|1| ){0,40}") {
        one(&input);
        rows(&input);
    }
}
