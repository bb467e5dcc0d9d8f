use std::fmt::Write as _;

use super::*;

macro_rules! fixture {
    ($name:literal) => {
        read(include_bytes!(concat!("../../../../../fixtures/sources/pdf/", $name)), &Limits::default()).remove(0)
    };
}

/// Kind, gap and words of each block, then pages, hints and faults.
fn shown(sheet: &Sheet) -> String {
    sheet.text.map().check(sheet.text.text()).unwrap();
    assert_eq!(sheet.lines.len(), sheet.blocks.len());
    let mut out = String::new();
    for b in &sheet.blocks {
        let marks = format!("{}{}", if b.emphasis { " bold" } else { "" }, if b.indent { " indent" } else { "" });
        writeln!(out, "{:?} {:?}{marks}: {}", b.kind, b.gap, sheet.words(b)).unwrap();
    }
    for &(start, number) in &sheet.pages {
        let words: String = sheet.text.text()[start as usize..].chars().take(6).collect();
        writeln!(out, "page {number}: {words}").unwrap();
    }
    sheet.hints.iter().for_each(|h| writeln!(out, "{:?}: {}", h.kind, h.value).unwrap());
    sheet.faults.iter().for_each(|f| writeln!(out, "{:?} {f}", f.severity).unwrap());
    out
}

#[test]
fn a_column_of_chinese_in_a_font_that_is_not_embedded() {
    insta::assert_snapshot!(shown(&fixture!("zh-one-column.pdf")), @"
    Heading(1) Block: 灯塔国与海岛国
    Heading(1) Line: 联合声明
    Paragraph Blank indent: 一、双方重申，愿在平等互利的基础上加强海洋
    Paragraph Line: 领域合作，并于二〇三二年底前建立渔业对话机制。
    Paragraph Line indent: 二、灯塔国决定向海岛国提供三千万元援助，用
    Paragraph Line: 于修建两座气象站。海岛国对此表示感谢，并将在三个
    Paragraph Line: 月内完成选址工作。双方同意成立联合委员会，每年举
    Paragraph Page: 行一次会议，轮流在两国首都召开。
    Paragraph Line indent: 三、本声明自签署之日起生效。
    page 1: 灯塔国与海岛
    page 2: 行一次会议，
    PageTitle: 灯塔国与海岛国联合声明
    Date(Meta): 2000-01-01
    ");
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    insta::assert_snapshot!(shown(&fixture!("en-two-columns.pdf")), @"
    Heading(1) Block bold: Lighthouse Bulletin on Fisheries
    Paragraph Blank: The two governments agreed on
    Paragraph Line: Monday to open a fisheries dia-
    Paragraph Line: logue next spring. Officials said
    Paragraph Line: the first round would be held in
    Paragraph Line: the island capital.
    Paragraph Blank: A second meeting will follow in
    Paragraph Line: autumn, and both sides pledged
    Paragraph Page: to publish the catch figures each
    Paragraph Line: quarter. The foreign minister told
    Paragraph Line: reporters that the talks had been
    Paragraph Line: frank and useful, and that more
    Paragraph Line: work remained to be done on the
    Paragraph Line: question of licences.
    page 1: Lighth
    PageTitle: untitled
    Date(Meta): 2000-01-01
    ");
}

#[test]
fn running_heads_and_page_numbers_go() {
    insta::assert_snapshot!(shown(&fixture!("running-heads.pdf")), @"
    Paragraph Block: The council reviewed the harbour plan and asked
    Paragraph Line: the secretariat for a new estimate of its cost.
    Paragraph Page: Members noted the delay and urged all parties to
    Paragraph Line: deliver the missing reports before the summer.
    Paragraph Page: The chair closed the session and thanked the host
    Paragraph Line: country for its welcome.
    page 1: The co
    page 2: Member
    page 3: The ch
    PageTitle: untitled
    Date(Meta): 2000-01-01
    ");
}

#[test]
fn what_is_drawn_twice_is_read_once() {
    insta::assert_snapshot!(shown(&fixture!("doubled.pdf")), @"
    Paragraph Block bold: 关于港口开放的公告
    Paragraph Blank: 自下月一日起，东港对外国船舶开放。
    Paragraph Line: 各有关部门应当做好准备。
    page 1: 关于港口开放
    PageTitle: untitled
    Date(Meta): 2000-01-01
    ");
}

#[test]
fn scans_and_locks_are_faults() {
    insta::assert_snapshot!(shown(&fixture!("scan.pdf")), @"
    PageTitle: untitled
    Date(Meta): 2000-01-01
    Error no_text_layer: a scan: 2 page(s) of pictures without a text layer; run OCR on it first
    ");
    insta::assert_snapshot!(shown(&fixture!("locked.pdf")), @"
    Error encrypted: locked with a password; save it without one and read that
    ");
    insta::assert_snapshot!(shown(&fixture!("owner-locked.pdf")), @"
    Paragraph Block: The treaty enters into force in June.
    page 1: The tr
    PageTitle: untitled
    Date(Meta): 2000-01-01
    ");
}

#[test]
fn columns_from_top_to_bottom_are_read_from_the_right() {
    insta::assert_snapshot!(shown(&fixture!("vertical.pdf")), @"
    Paragraph Block: 港務局通知各船公司，自七
    Paragraph Line: 月起實行新章程，請於六月
    Paragraph Line: 底前登記。
    page 1: 港務局通知各
    PageTitle: untitled
    Date(Meta): 2000-01-01
    ");
}
