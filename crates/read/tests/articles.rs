//! What becomes of whole sources: articles told apart, joined, mended, dated, structured. `fixtures/sources/articles/` holds
//! small messy sources (our own sentences), `snapshots/` what comes out, one line a fact. Below: what holds for any text.
#![allow(clippy::disallowed_methods, reason = "tests read their fixtures")]

use std::fmt::Write as _;
use std::sync::OnceLock;

use chancery_model::{Article, FaultPlace};
use chancery_read::{Guide, Limits, Reading, read};
use chancery_value::Values;
use proptest::prelude::*;

fn guide() -> &'static Guide {
    static GUIDE: OnceLock<Guide> = OnceLock::new();
    GUIDE.get_or_init(|| {
        let values = Values::new(&chancery_pack::values().expect("bundled")).expect("bundled");
        Guide::new(chancery_pack::conventions().expect("bundled"), values)
    })
}

/// The first and last characters of a stretch.
fn brief(text: &str) -> String {
    let chars: Vec<char> = text.replace('\n', "⏎").chars().collect();
    if chars.len() <= 24 {
        return chars.iter().collect();
    }
    let (head, tail) = (&chars[..14], &chars[chars.len() - 8..]);
    format!("{}…{}", head.iter().collect::<String>(), tail.iter().collect::<String>())
}

fn shown(reading: &Reading) -> String {
    let mut out = String::new();
    for fault in &reading.faults {
        writeln!(out, "! {fault}").expect("strings take all");
    }
    for article in &reading.articles {
        show(article, &mut out);
    }
    out
}

fn show(article: &Article, out: &mut String) {
    let mut line = |text: String| {
        out.push_str(text.trim_end());
        out.push('\n');
    };
    let title = article.title.as_deref().unwrap_or("(no title)");
    line(format!("== {title} | {} {}-{}", article.kind.name(), article.language.as_str(), article.script.name()));
    if let Some(published) = &article.published {
        line(format!("published {} by {}", published.day, published.ground.name()));
    }
    let clues = article.published.as_ref().map_or(&article.date_clues, |p| &p.clues);
    for clue in clues {
        let date = clue.date;
        line(format!("  clue {} {:?}-{:?}-{:?} {:?}", clue.ground.name(), date.year, date.month, date.day, clue.quote));
    }
    if let Some(found) = &article.dateline {
        line(format!("dateline {:?} {:?} {:?}", found.agency, found.place, found.date.map(|d| d.to_string())));
    }
    for part in &article.parts {
        let label = part.label.as_deref().map(|l| format!(" [{l}]")).unwrap_or_default();
        let level = part.level.map(|l| format!(" {l}")).unwrap_or_default();
        let speaker = part.speaker.map(|s| format!(" <{}>", &article.text[s.range()])).unwrap_or_default();
        line(format!("  {}{level}{label}{speaker}: {}", part.kind.name(), brief(&article.text[part.span.range()])));
    }
    for repair in &article.repairs {
        let now = &article.text[repair.span.range()];
        line(format!("  repair {} {:?} was {:?}", repair.kind.name(), now, repair.found));
    }
    for comment in &article.comments {
        line(format!("  reply {:?}", comment.text));
    }
    for fault in &article.faults {
        let place = match fault.place {
            FaultPlace::Text(span) => format!(" at {:?}", &article.text[span.range()]),
            _ => String::new(),
        };
        line(format!("  ! {}{place}", fault.kind.name()));
    }
}

/// What holds for every article, whatever the source.
fn hold(reading: &Reading) {
    for article in &reading.articles {
        let text = &article.text;
        assert_eq!(article.map.check(text), Ok(()));
        let inside = |span: chancery_text::Span| text.get(span.range()).is_some();
        for part in &article.parts {
            assert!(inside(part.span), "{part:?}");
            assert!(part.speaker.is_none_or(inside), "{part:?}");
        }
        for repair in &article.repairs {
            assert!(inside(repair.span) && !repair.span.is_empty(), "{repair:?}");
        }
        for fault in &article.faults {
            if let FaultPlace::Text(span) = fault.place {
                assert!(inside(span), "{fault:?}");
            }
        }
        assert!(article.dateline.as_ref().and_then(|d| d.span).is_none_or(inside));
    }
}

#[test]
fn articles_of_the_fixtures() {
    insta::glob!("../../../fixtures/sources", "articles/*.*", |path| {
        let bytes = std::fs::read(path).expect("a fixture");
        let name = path.file_name().and_then(|n| n.to_str()).expect("a name");
        let reading = read(name, &bytes, guide(), &Limits::default());
        hold(&reading);
        insta::assert_snapshot!(shown(&reading));
    });
}

#[test]
fn languages_are_told() {
    for row in include_str!("../../../fixtures/languages.tsv").lines().filter(|row| !row.starts_with('#')) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [language, script, declared, text] = fields[..] else { panic!("four fields: {row}") };
        let source = serde_json::json!({ "id": "1", "text": text, "language": declared }).to_string();
        let reading = read("rows.jsonl", source.as_bytes(), guide(), &Limits::default());
        let [article] = &reading.articles[..] else { panic!("one article: {row}") };
        assert_eq!((article.language.as_str(), article.script.name()), (language, script), "{text}");
    }
}

/// Pieces that texts of these kinds are made of, in any order.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\n\u{c}\n".to_owned()),
        Just("　　".to_owned()),
        Just("新华社滨海3月5日电 ".to_owned()),
        Just("（新华社滨海2019年6月12日电）".to_owned()),
        Just("OTTAWA, May 29 (Xinhua) -- ".to_owned()),
        Just("【本报讯】".to_owned()),
        Just("一是修码头。二是修船。".to_owned()),
        Just("（一）".to_owned()),
        Just("第三条 ".to_owned()),
        Just("记者：".to_owned()),
        Just("外长：".to_owned()),
        Just("病*和*治".to_owned()),
        Just("二〇二二年二月四日于海滨".to_owned()),
        Just("□派出近名专家".to_owned()),
        Just("校对者注：".to_owned()),
        Just("# ".to_owned()),
        Just("---".to_owned()),
        "[“”「」『』《》‘’，。：*]{1,4}",
        "[一-龥]{1,30}",
        "[a-zA-Z ,.]{1,40}",
        "\\PC{1,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_keeps_its_map(pieces in prop::collection::vec(piece(), 0..40), markdown in any::<bool>()) {
        let text: String = pieces.concat();
        let name = if markdown { "a.md" } else { "a.txt" };
        let reading = read(name, text.as_bytes(), guide(), &Limits::default());
        hold(&reading);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        hold(&read("a.txt", &bytes, guide(), &Limits::default()));
    }
}
