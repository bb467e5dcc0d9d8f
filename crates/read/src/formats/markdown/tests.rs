use proptest::prelude::*;

use super::*;

fn sheet(input: &str) -> Sheet {
    let sheet = read(input, &Limits::default()).remove(0);
    assert_eq!(sheet.text.map().check(sheet.text.text()), Ok(()), "{input:?}");
    for run in sheet.text.map().runs() {
        let (text, source) = (&sheet.text.text()[run.text.range()], &input[run.source.range()]);
        if run.kind == chancery_text::RunKind::Verbatim {
            assert_eq!(text, source, "{input:?}");
        }
    }
    sheet
}

fn blocks(input: &str) -> Vec<(String, BlockKind, Gap)> {
    let sheet = sheet(input);
    sheet.blocks.iter().map(|b| (sheet.words(b).to_owned(), b.kind, b.gap)).collect()
}

fn words(input: &str) -> Vec<String> {
    blocks(input).into_iter().map(|b| b.0).collect()
}

#[test]
fn marks_tell_what_blocks_are() {
    use BlockKind::{Cell, Heading, Item, Paragraph, Preformatted, Quote, Rule};
    let input = "# 题\n\n节\n---\n\n正文**重点**，见[全文](https://example.org/a)。\n\n> 引文\n>\n> > 再引\n\n- 甲\n  1. 乙\n\n| 国 | 数 |\n|---|---|\n| 丙 | 3 |\n\n***\n\n```\n照录\n```\n";
    let got: Vec<_> = blocks(input).into_iter().map(|(w, k, _)| (w, k)).collect();
    let want = [
        ("题", Heading(1)),
        ("节", Heading(2)),
        ("正文重点，见全文。", Paragraph),
        ("引文", Quote(1)),
        ("再引", Quote(2)),
        ("甲", Item(1)),
        ("1. 乙", Item(2)),
        ("国", Cell),
        ("数", Cell),
        ("丙", Cell),
        ("3", Cell),
        ("", Rule),
        ("照录", Preformatted),
    ];
    assert_eq!(got, want.map(|(w, k)| (w.to_owned(), k)));
}

#[test]
fn line_ends_are_kept_for_compose_but_not_in_wrapped_latin_text() {
    let got = blocks("双方举行会谈。\n会谈是有益的。  \n完。");
    let gaps: Vec<_> = got.iter().map(|b| b.2).collect();
    assert_eq!((words("甲\n乙").len(), gaps), (2, vec![Gap::Block, Gap::Line, Gap::Line]));
    let wrapped = "Both sides agreed that the talks should go on in the spring\nand that a third round should be held before the end of the\nyear.";
    assert_eq!(words(wrapped).len(), 1);
    assert!(words(wrapped)[0].contains("spring and that"));
    assert_eq!(words("1 Park Road\nSome Town").len(), 2);
}

#[test]
fn escapes_and_references_are_resolved_in_their_places() {
    let sheet = sheet("A\\*B &amp; C&nbsp;D &#20013; `x` \\### no");
    assert_eq!(sheet.text.text(), "A*B & C D 中 x ### no");
}

#[test]
fn prose_that_only_looks_like_code_or_a_heading() {
    assert_eq!(words("    缩进的**段落**。\n\n正文。"), ["缩进的段落。", "正文。"]);
    let long = "这一段话很长，写完之后作者用横线把它同下文隔开，并不是标题。";
    let got = blocks(&format!("{long}\n------\n下文。"));
    assert_eq!((got[0].1, got[1].1), (BlockKind::Paragraph, BlockKind::Rule));
    assert_eq!(blocks("#背景\n正文")[0], ("背景".into(), BlockKind::Heading(1), Gap::Block));
    assert_eq!(words("**发言人：**中方愿意。"), ["发言人：中方愿意。"]);
    assert_eq!(words("3~5天，8~10天"), ["3~5天，8~10天"]);
}

#[test]
fn bold_lines_and_links_are_marked() {
    let sheet = sheet("**一、背景**\n正文里的**重点**\n\n[只有链接](/a)\n\n1. **条**");
    let marks: Vec<_> = sheet.blocks.iter().map(|b| (b.emphasis, b.links)).collect();
    assert_eq!(marks, [(true, 0), (false, 0), (false, 100), (true, 0)]);
}

#[test]
fn addresses_and_pictures_are_not_words() {
    assert_eq!(words("正文\n\nhttps://example.org/a\n\n<https://example.org/b>\n\n[](#x)"), ["正文"]);
    let got = blocks("![两国外长在会谈前握手并合影](a.jpg)\n\n![image](b.png)\n\n![IMG_2031.jpg](c.png)\n\n正文");
    assert_eq!(got.iter().map(|b| b.1).collect::<Vec<_>>(), [BlockKind::Caption, BlockKind::Paragraph]);
}

#[test]
fn tags_in_a_line_part_blocks_and_never_show() {
    assert_eq!(
        words("时间：5月3日<br>地点：甲地<p>正文<b>重点</b></p><script>x()</script>尾"),
        ["时间：5月3日", "地点：甲地", "正文重点", "尾"]
    );
}

#[test]
fn a_head_is_not_text() {
    let sheet = sheet("---\ntitle: 题\n---\n\n正文");
    assert_eq!((sheet.text.text(), sheet.hints.len()), ("正文", 1));
}

proptest! {
    #[test]
    fn any_text_is_read_and_mapped(input in "(中|文|a b|\\*\\*|\\*|_|`|~~|#|# |> |- |1\\. |\n|\n\n|    |\\||---|<b>|</p>|<p>|<!--|-->|&amp;|&#0;|&nbsp;|\\\\|\\[|\\]\\(|\\)|!\\[|http://a|\t|\r\n|\u{0}|。|　　){0,60}") {
        sheet(&input);
    }
}
