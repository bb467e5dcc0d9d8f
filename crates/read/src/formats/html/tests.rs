//! The reader from outside: what a page gives, and that every word of it leads to its bytes.

use chancery_text::RunKind;
use proptest::prelude::*;

use super::*;
use crate::{Block, BlockKind};

/// Holds a sheet against its input as `map_check.py` holds records against their sources: every run's bytes, with
/// references resolved, are its text; nothing but white space lies under no run; blocks are in order and trimmed.
fn check(sheet: &Sheet, input: &str) {
    let text = sheet.text.text();
    sheet.text.map().check(text).unwrap();
    let mut before = 0;
    for run in sheet.text.map().runs() {
        let source = &input[run.source.range()];
        let words = &text[run.text.range()];
        match run.kind {
            RunKind::Verbatim => assert_eq!(source, words),
            RunKind::Reference => assert_eq!(htmlize::unescape(source).trim(), words),
            RunKind::Escaped => panic!("HTML has no such escape: {source}"),
        }
        assert!(run.source.start() >= before, "the order of the words is the order of the source");
        before = run.source.end();
    }
    let mut end = 0;
    for block in &sheet.blocks {
        assert!(block.span.start() >= end);
        end = block.span.end();
        let words = sheet.words(block);
        assert_eq!(words.trim(), words);
        assert!(!words.contains('\n'));
        assert_eq!(words.is_empty(), block.kind == BlockKind::Rule);
    }
    for hint in &sheet.hints {
        assert!(hint.source.is_none_or(|s| input.get(s.range()).is_some()));
    }
}

fn fragment(input: &str) -> Sheet {
    let sheet = read_fragment(input, &Limits::default());
    check(&sheet, input);
    sheet
}

/// `kind gap words` of every block.
fn lines(sheet: &Sheet) -> Vec<String> {
    let line = |b: &Block| format!("{:?} {:?} {}", b.kind, b.gap, sheet.words(b));
    sheet.blocks.iter().map(line).collect()
}

fn words(input: &str) -> String {
    fragment(input).text.text().to_owned()
}

#[test]
fn white_space_is_collapsed_as_browsers_do() {
    assert_eq!(words("<p>  one \t\n two&nbsp;&nbsp;three </p>\n\n<p>four</p>"), "one two three\nfour");
    assert_eq!(words("<p>双方\n  同意。\r\n“继续”\n合作</p>"), "双方同意。“继续”合作");
    assert_eq!(words("<p>双方 同意 GDP\n增长</p>"), "双方 同意 GDP 增长", "a blank is a blank; Latin keeps its space");
    assert_eq!(words("双<b>方</b><span> </span>同<!-- x -->意<wbr>了"), "双方 同意了");
    assert_eq!(words("李　强"), "李　强");
}

#[test]
fn unseen_characters_are_left_out() {
    assert_eq!(words("\u{FEFF}co\u{AD}oper\u{200B}ation&shy;s&#8203;&zwj;"), "cooperations");
}

#[test]
fn readings_are_left_out() {
    assert_eq!(words("聯(lián)合<ruby>声<rp>(</rp><rt>shēng</rt><rp>)</rp></ruby>明(WTO)"), "聯合声明(WTO)");
}

#[test]
fn indents_are_told_and_dropped() {
    let sheet = fragment("<p>　　一。</p><p>&nbsp;&nbsp;&nbsp;&nbsp;二。</p><p>    三。</p>");
    assert_eq!(sheet.text.text(), "一。\n二。\n三。");
    assert_eq!(sheet.blocks.iter().map(|b| b.indent).collect::<Vec<_>>(), [true, true, false]);
}

#[test]
fn one_break_is_a_line_two_are_a_paragraph() {
    let sheet = fragment("<p>一<br>二<br/>\n<br>三</p><hr>四");
    assert_eq!(
        lines(&sheet),
        ["Paragraph Block 一", "Paragraph Line 二", "Paragraph Block 三", "Rule Block ", "Paragraph Block 四"]
    );
}

#[test]
fn markup_says_what_a_block_is() {
    let sheet = fragment(
        "<h2>题</h2><ul><li>甲<ul><li>乙</ul><li><p>丙</p><p>丁</p></ul><blockquote>戊<blockquote>己</blockquote>\
         </blockquote><table><tr><td>庚<td>辛</table><figure><img><figcaption>壬</figcaption></figure>\
         <pre>癸\n  子</pre>",
    );
    assert_eq!(
        lines(&sheet),
        [
            "Heading(2) Block 题",
            "Item(1) Block 甲",
            "Item(2) Block 乙",
            "Item(1) Block 丙",
            "Paragraph Block 丁",
            "Quote(1) Block 戊",
            "Quote(2) Block 己",
            "Cell Block 庚",
            "Cell Block 辛",
            "Caption Block 壬",
            "Preformatted Block 癸",
            "Preformatted Line 子",
        ]
    );
}

#[test]
fn emphasis_and_links_are_measured() {
    let sheet = fragment(
        "<p><b>一、</b><strong>二</strong></p><p><b>一</b>二</p><p><a href=x>一二三</a>四</p><p><a name=x>一</a>",
    );
    let got: Vec<_> = sheet.blocks.iter().map(|b| (b.emphasis, b.links)).collect();
    assert_eq!(got, [(true, 0), (false, 0), (false, 75), (false, 0)]);
}

#[test]
fn unseen_elements_are_left_out() {
    let input = "<script>a()</script><style>b{}</style>一<span style='DISPLAY: none !important'>二</span><p hidden>三</p>\
                 <i aria-hidden=true>四</i><template>五</template><noscript>六</noscript><select><option>七</select>八";
    assert_eq!(words(input), "一八");
}

#[test]
fn tags_left_open_and_crossed_do_no_harm() {
    assert_eq!(lines(&fragment("<p>一<p>二<div>三</p>四"))[3], "Paragraph Block 四");
    assert_eq!(words("<table><tr><td><div>一<td>二</div></table>三"), "一\n二\n三");
    let sheet = fragment("<p><b>一<p>二</b>三");
    assert!(sheet.blocks[0].emphasis && !sheet.blocks[1].emphasis);
}

#[test]
fn stamps_and_times_are_hints() {
    let sheet = fragment("<!--1580000000000--><time datetime='2020-01-26'>yesterday</time>");
    let got: Vec<_> = sheet.hints.iter().map(|h| (h.kind, h.value.as_str())).collect();
    use crate::HintKind::Date;
    use chancery_model::DateGround::{Meta, Stamp};
    assert_eq!(got, [(Date(Stamp), "2020-01-26T00:53:20Z"), (Date(Meta), "2020-01-26")]);
}

#[test]
fn what_is_too_deep_is_levelled_and_told() {
    let input = format!("{}一{}二", "<div>".repeat(10_000), "</div>".repeat(10_000));
    let sheet = fragment(&input);
    assert_eq!(sheet.text.text(), "一\n二");
    assert_eq!(sheet.faults[0].kind, chancery_model::FaultKind::OverLimit);
}

#[test]
fn a_page_cut_off_is_read_to_its_end_and_told() {
    let sheet = fragment("<p>一</p><p>二<a href=\"x");
    assert_eq!(sheet.text.text(), "一\n二");
    assert_eq!(sheet.faults[0].kind, chancery_model::FaultKind::Damaged);
}

/// Pieces of which random documents are made.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div class='content'>",
        "</div>",
        "<b>",
        "</b>",
        "<a href='x'>",
        "</a>",
        "<br>",
        "<br/>",
        "<ul><li>",
        "</li>",
        "</ul>",
        "<table><tr><td>",
        "<td>",
        "</table>",
        "<h1>",
        "</h2>",
        "<!-- x",
        "-->",
        "<script>",
        "</script>",
        "<pre>\n",
        "</pre>",
        "<blockquote>",
        "<span style='display:none'>",
        "</span>",
        "&amp;",
        "&nbsp;",
        "&#20013;",
        "&#8203;",
        "&",
        "&lt",
        "\u{3000}",
        "\n",
        "  ",
        "\u{200B}",
        "中",
        "文。",
        "（",
        "(zhōng)",
        "word ",
        "<",
        "</",
        "\"",
        "'",
        "<title>",
        "</title>",
        "<ruby>",
        "<rt>",
        "<hr>",
        "<img alt=x>",
        "<body>",
        "<html>",
        "é",
        "<select>",
        "<td hidden>",
        "<x:y>",
        "𠀀",
        "<time datetime=2020-01-01>",
        "&NotEqualTilde;",
        "&#xFFFE;",
        "\0",
    ]);
    prop_oneof![4 => fixed.prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

proptest! {
    /// Whatever the page: no panic, and every word leads to its bytes.
    #[test]
    fn every_word_leads_to_its_bytes(pieces in prop::collection::vec(piece(), 0..60), depth in 1u32..12) {
        let input = pieces.concat();
        let limits = Limits { depth, ..Limits::default() };
        check(&read_fragment(&input, &limits), &input);
        for sheet in read(&input, &limits, None) {
            check(&sheet, &input);
        }
    }
}

/// The table as `packs/web.toml` has it (the loader that tells mistakes is the pack crate's, above this one).
fn built_in() -> WebMarks {
    type Lists = std::collections::BTreeMap<String, Vec<String>>;
    let file: std::collections::BTreeMap<String, Lists> =
        toml::from_str(include_str!("../../../../../packs/web.toml")).unwrap();
    fn entries<T: Copy>(lists: &Lists, meaning: impl Fn(&str) -> Option<T>) -> Vec<(&str, T)> {
        let pairs = lists.iter().map(|(name, list)| (meaning(name).unwrap(), list));
        pairs.flat_map(|(m, list)| list.iter().map(move |entry| (entry.as_str(), m))).collect()
    }
    let (mark, field) = (chancery_model::WebMark::from_name, chancery_model::WebField::from_name);
    let words = entries(&file["words"], mark);
    WebMarks::new(words, entries(&file["names"], mark), entries(&file["fields"], field)).unwrap()
}

fn report(sheet: &Sheet) -> String {
    let mut out = Vec::new();
    out.extend(sheet.hints.iter().map(|h| format!("# {:?}: {}", h.kind, h.value)));
    out.extend(sheet.faults.iter().map(|f| format!("! {f}")));
    out.extend(sheet.blocks.iter().zip(lines(sheet)).map(|(b, line)| {
        let marks = [(b.emphasis, " bold"), (b.indent, " indent"), (b.links > 0, " links")];
        let marks: String = marks.into_iter().filter(|(on, _)| *on).map(|(_, name)| name).collect();
        format!("{line}{}", if marks.is_empty() { marks } else { format!("   <{}>", marks.trim()) })
    }));
    out.extend(sheet.comments.iter().map(|c| format!("> {:?} {:?}: {}", c.author, c.posted, c.text)));
    out.join("\n")
}

#[test]
fn the_fixtures_are_read_as_recorded() {
    let marks = built_in();
    insta::glob!("../../../../../fixtures/sources/html", "*.html", |path| {
        #[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
        let input = std::fs::read_to_string(path).unwrap();
        let sheets = read(&input, &Limits::default(), Some(&marks));
        for sheet in &sheets {
            check(sheet, &input);
        }
        insta::assert_snapshot!(sheets.iter().map(report).collect::<Vec<_>>().join("\n---\n"));
    });
}

#[test]
fn hostile_pages_cost_no_more_than_their_bytes() {
    let marks = built_in();
    let n = 200_000;
    let pages = [
        "<p>".repeat(n),
        "a<p>".repeat(n),
        "<div>".repeat(n) + &"</b>".repeat(n),
        "<title>x".repeat(n),
        "<a href=\"x".repeat(n),
        "<!--".repeat(n),
        "<table><tr><td>".repeat(n / 10),
        "<b>中<p>".repeat(n / 10),
        "&".repeat(n),
        "<h1>t</h1>".repeat(n / 10),
        "<ul><li><a href=x>y</a>。".repeat(n / 10),
        format!("<p {}>", "a ".repeat(n)),
        "<td class=t_f>x".repeat(n / 10),
        "<script>".repeat(n / 10),
    ];
    for page in pages {
        for sheet in read(&page, &Limits::default(), Some(&marks)) {
            check(&sheet, &page);
        }
    }
}

proptest! {
    /// Names on, whole pages: the same holds, and cutting a page anywhere does no harm.
    #[test]
    fn every_word_of_a_page_leads_to_its_bytes(
        pieces in prop::collection::vec(piece(), 0..40), name in "[a-z_]{1,8}", cut in 0usize..4000,
    ) {
        let marks = built_in();
        let words = "<p>一些话，说了一遍，又说了一遍。</p>".repeat(3);
        let mut page = format!("<html><title>t</title><body><div class={name}>{words}{}</div>{words}", pieces.concat());
        let mut cut = cut.min(page.len());
        while !page.is_char_boundary(cut) { cut -= 1; }
        page.truncate(cut);
        for sheet in read(&page, &Limits::default(), Some(&marks)) {
            check(&sheet, &page);
        }
    }
}
