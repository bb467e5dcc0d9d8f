use std::fmt::Write as _;
use std::io::{Cursor, Write};

use ::zip::write::{SimpleFileOptions, ZipWriter};
use chancery_model::FaultKind;

use super::*;

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn body(inner: &str) -> String {
    format!(r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w"><w:body>{inner}</w:body></w:document>"#)
}

const STYLES: &str = r#"<w:styles><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="a3"><w:name w:val="Title"/></w:style><w:style w:styleId="my"><w:basedOn w:val="1"/></w:style>
<w:style w:styleId="11"><w:name w:val="toc 1"/></w:style></w:styles>"#;

fn sheet_of(inner: &str) -> Sheet {
    let notes = r#"<w:footnotes><w:footnote w:id="2"><w:p><w:r><w:t>见附件&amp;二。</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let core = "<cp:coreProperties><dc:title>草案</dc:title><dcterms:created>2031-04-05T00:00:00Z</dcterms:created><dc:creator>秘书处</dc:creator></cp:coreProperties>";
    let bytes = package(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &body(inner)),
        ("word/styles.xml", STYLES),
        ("word/footnotes.xml", notes),
        ("docProps/core.xml", core),
    ]);
    read(&bytes, &Limits::default()).remove(0)
}

/// Kind, gap and words of each block; also checks the map against the part's bytes.
fn blocks(inner: &str) -> String {
    let sheet = sheet_of(inner);
    sheet.text.map().check(sheet.text.text()).unwrap();
    let source = body(inner);
    for run in sheet.text.map().runs().iter().filter(|r| r.kind == chancery_text::RunKind::Verbatim) {
        assert_eq!(&source[run.source.range()], &sheet.text.text()[run.text.range()]);
    }
    let mut out = String::new();
    for b in &sheet.blocks {
        let marks = format!("{}{}", if b.emphasis { " bold" } else { "" }, if b.indent { " indent" } else { "" });
        writeln!(out, "{:?} {:?}{marks}: {}", b.kind, b.gap, sheet.words(b)).unwrap();
    }
    out
}

#[test]
fn paragraphs_headings_lists_and_tables() {
    let inner = r#"<w:p><w:pPr><w:pStyle w:val="a3"/></w:pPr><w:r><w:t>关于合作的声明</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="my"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>一、总则</w:t></w:r></w:p>
<w:p><w:pPr><w:ind w:firstLine="420"/></w:pPr><w:r><w:t xml:space="preserve">甲方 &amp; 乙方</w:t></w:r><w:r><w:t>同意</w:t></w:r><w:r><w:tab/><w:t>继续。</w:t><w:br/><w:t>第二行</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>一项</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="11"/></w:pPr><w:r><w:t>总则 3</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>年份</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>数额</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#;
    insta::assert_snapshot!(blocks(inner), @"
    Heading(1) Block: 关于合作的声明
    Heading(1) Block bold: 一、总则
    Paragraph Block indent: 甲方 & 乙方同意 继续。
    Paragraph Line: 第二行
    Item(2) Block: 一项
    Cell Block: 年份
    Cell Block: 数额
    ");
    let hints = sheet_of(inner).hints;
    let told: Vec<_> = hints.iter().map(|h| (h.kind, h.value.as_str())).collect();
    assert_eq!(
        told,
        [
            (HintKind::Headline, "关于合作的声明"),
            (HintKind::PageTitle, "草案"),
            (HintKind::Date(DateGround::Meta), "2031-04-05T00:00:00Z"),
            (HintKind::Author, "秘书处"),
        ]
    );
}

#[test]
fn the_text_as_it_now_reads() {
    let inner = r#"<w:p><w:r><w:t>双方</w:t></w:r><w:del><w:r><w:delText>不</w:delText><w:t>从不</w:t></w:r></w:del><w:ins><w:r><w:t>愿意</w:t></w:r></w:ins><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>合作。</w:t><w:footnoteReference w:id="2"/></w:r></w:p>
<w:p><mc:AlternateContent><mc:Choice><w:r><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></w:r></mc:Choice><mc:Fallback><w:r><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></w:r></mc:Fallback></mc:AlternateContent><w:r><w:t>框外</w:t></w:r></w:p>"#;
    insta::assert_snapshot!(blocks(inner), @"
    Paragraph Block: 双方愿意合作。
    Paragraph Block: 框外
    Paragraph Block: 框中
    Paragraph Block: 见附件&二。
    ");
}

#[test]
fn damage_and_depth_are_faults_and_what_stands_before_is_kept() {
    let cut = body("<w:p><w:r><w:t>双方同意。</w:t></w:r></w:p><w:p a=\"");
    let bytes = package(&[("[Content_Types].xml", ""), ("word/document.xml", &cut[..cut.len() - 25])]);
    let sheet = read(&bytes, &Limits::default()).remove(0);
    assert_eq!(sheet.text.text(), "双方同意。");
    assert_eq!(sheet.faults[0].kind, FaultKind::Damaged);
    let deep = body(&"<w:x>".repeat(10_000));
    let sheet = read(&package(&[("word/document.xml", &deep)]), &Limits::default()).remove(0);
    assert_eq!(sheet.faults[0].kind, FaultKind::OverLimit);
    for bytes in [&b"PK\x03\x04 nothing"[..], b"", &package(&[("other.xml", "")])] {
        assert_eq!(read(bytes, &Limits::default()).remove(0).faults[0].severity, Severity::Error);
    }
}
