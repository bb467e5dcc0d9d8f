//! Messy small sources of the text-like formats: what the readers make of each. `fixtures/sources/<format>/` holds the
//! sources (our own sentences), `snapshots/` what comes out. Every map is held against the bytes here too.
#![allow(clippy::disallowed_methods, reason = "tests read their fixtures")]

use std::fmt::Write as _;
use std::path::Path;

use chancery_model::Conventions;
use chancery_read::{Limits, Sheet, decode, read_text, sniff};
use chancery_text::RunKind;

/// A source as the readers see it, one line a block.
fn shown(path: &Path) -> String {
    let bytes = std::fs::read(path).expect("a fixture");
    let name = path.file_name().and_then(|n| n.to_str()).expect("a name");
    let format = sniff(name, &bytes);
    let mut out = String::new();
    if format.is_binary() {
        return format!("{format:?}\n");
    }
    let decoded = decode(&bytes, format);
    writeln!(out, "{format:?} {}", decoded.charset).expect("strings take all");
    for fault in &decoded.faults {
        writeln!(out, "! {fault}").expect("strings take all");
    }
    let sheets = read_text(&decoded.text, format, &Conventions::default(), &Limits::default());
    for sheet in sheets {
        let sheet = match &decoded.map {
            Some(map) => sheet.through(map),
            None => sheet,
        };
        hold(&sheet, &bytes, &decoded.charset);
        show(&sheet, &mut out);
    }
    out
}

/// Every run's bytes, decoded alone, are its text.
fn hold(sheet: &Sheet, bytes: &[u8], charset: &str) {
    let text = sheet.text.text();
    assert_eq!(sheet.text.map().check(text), Ok(()));
    if text.is_empty() {
        return;
    }
    let label = if charset == "big5-hkscs" { "big5" } else { charset };
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a known encoding");
    for run in sheet.text.map().runs().iter().filter(|run| run.kind != RunKind::Escaped) {
        let source = encoding.decode_without_bom_handling(&bytes[run.source.range()]).0;
        let source =
            if run.kind == RunKind::Reference { htmlize::unescape(&*source).into_owned() } else { source.into() };
        assert_eq!(source, text[run.text.range()], "{run:?}");
    }
}

fn show(sheet: &Sheet, out: &mut String) {
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line("--".to_owned());
    for hint in &sheet.hints {
        line(format!("{:?} = {}", hint.kind, hint.value));
    }
    for comment in &sheet.comments {
        line(format!("reply of {:?} at {:?}: {:?}", comment.author, comment.posted, comment.text));
    }
    for fault in &sheet.faults {
        line(format!("! {fault}"));
    }
    for (at, number) in &sheet.pages {
        line(format!("page {number} at {at}"));
    }
    for block in &sheet.blocks {
        let marks = [(block.emphasis, " bold"), (block.indent, " indent"), (block.links > 0, " links")];
        let marks: String = marks.iter().filter(|m| m.0).map(|m| m.1).collect();
        line(format!("{:?} {:?}{marks} | {}", block.gap, block.kind, sheet.words(block)));
    }
}

macro_rules! format_test {
    ($name:ident, $glob:literal) => {
        #[test]
        fn $name() {
            insta::glob!("../../../fixtures/sources", $glob, |path| insta::assert_snapshot!(shown(path)));
        }
    };
}

format_test!(text, "text/*.txt");
format_test!(markdown, "markdown/*.*");
format_test!(heads, "markdown/heads/*.md");
format_test!(json, "json/*.json*");
format_test!(feed, "feed/*.*");
format_test!(xml, "xml/*.xml");
format_test!(encodings, "encodings/*.*");
