use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
use proptest::prelude::*;

use super::*;
use crate::Format;

fn bytes_in(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost, "{text:?} can't be written in {}", encoding.name());
    bytes.into_owned()
}

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units.flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
}

/// Decodes a run's bytes alone, as a reader of the record would.
fn alone(bytes: &[u8], charset: &str) -> Option<String> {
    let label = if charset == "big5-hkscs" { "big5" } else { charset };
    let encoding = Encoding::for_label(label.as_bytes())?;
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(Cow::into_owned)
}

fn assert_mapped(bytes: &[u8], decoded: &Decoded<'_>) {
    let Some(map) = &decoded.map else {
        assert_eq!(decoded.text.as_bytes(), bytes, "no map: the text is the bytes");
        return;
    };
    map.check(&decoded.text).expect("every character has an origin");
    for run in map.runs() {
        if run.kind == RunKind::Escaped {
            continue;
        }
        let text = &decoded.text[run.text.range()];
        assert_eq!(alone(&bytes[run.source.range()], &decoded.charset).as_deref(), Some(text), "{run:?}");
        // One width per character on each side, so that each leads to its own bytes.
        for (i, c) in text.char_indices() {
            let at = run.text.start() as usize + i;
            let one = map.source_span(chancery_text::Span::of(at..at + c.len_utf8())).expect("mapped");
            if run.kind == RunKind::Verbatim {
                let own = alone(&bytes[one.range()], &decoded.charset);
                assert_eq!(own.as_deref(), Some(c.to_string().as_str()), "{c:?} at {at}");
            }
        }
    }
}

const CHINESE: &str = "外交部发言人表示，中方愿同各方一道，推动（第3次）会谈在2021年5月举行。\nThe talks go on.\n双方就共同关心的问题深入交换了意见，达成广泛共识。";
const TRADITIONAL: &str =
    "外交部發言人表示，雙方願意繼續推動第3次會談在2021年5月舉行。The talks go on. 兩國就共同關心的問題深入交換意見。";

#[test]
fn encodings_are_told_by_their_bytes() {
    let cases: [(Vec<u8>, &str, &str); 11] = [
        (CHINESE.into(), "utf-8", CHINESE),
        ([b"\xEF\xBB\xBF", CHINESE.as_bytes()].concat(), "utf-8", CHINESE),
        (bytes_in(CHINESE, GB18030), "gb18030", CHINESE),
        (bytes_in(TRADITIONAL, BIG5), "big5", TRADITIONAL),
        (utf16(CHINESE, true, true), "utf-16le", CHINESE),
        (utf16(CHINESE, false, true), "utf-16be", CHINESE),
        (utf16(CHINESE, true, false), "utf-16le", CHINESE),
        (utf16(CHINESE, false, false), "utf-16be", CHINESE),
        (utf16("Both sides agreed.", true, false), "utf-16le", "Both sides agreed."),
        (
            bytes_in("Стороны договорились продолжить переговоры в мае.", WINDOWS_1251),
            "windows-1251",
            "Стороны договорились продолжить переговоры в мае.",
        ),
        (
            bytes_in("両首脳は、日本と中国の関係について話し合った。", SHIFT_JIS),
            "shift_jis",
            "両首脳は、日本と中国の関係について話し合った。",
        ),
    ];
    for (bytes, charset, text) in cases {
        let decoded = decode(&bytes, Format::Text);
        assert_eq!((decoded.charset.as_str(), &*decoded.text), (charset, text));
        assert!(decoded.faults.is_empty(), "{charset}: {:?}", decoded.faults);
        assert_mapped(&bytes, &decoded);
    }
}

#[test]
fn a_declared_encoding_is_believed_unless_the_bytes_belie_it() {
    let page = |label: &str, text: &str| format!("<html><head><meta charset=\"{label}\"></head><p>{text}</p></html>");
    let cases = [
        ("gb2312", CHINESE, GB18030, "gb18030", false),
        ("big5", CHINESE, GB18030, "gb18030", true),
        ("iso-8859-1", CHINESE, GB18030, "gb18030", true),
        ("utf-8", CHINESE, GB18030, "gb18030", true),
        ("gb2312", CHINESE, encoding_rs::UTF_8, "utf-8", true),
        ("gb2312", TRADITIONAL, BIG5, "big5", true),
        ("windows-1252", "Le président a dit : « été »", WINDOWS_1252, "windows-1252", false),
        ("euc-kr", "양측은 회담을 계속하기로 합의했다.", EUC_KR, "euc-kr", false),
        ("no-such", CHINESE, GB18030, "gb18030", false),
    ];
    for (label, text, encoding, charset, lies) in cases {
        let page = page(label, text);
        let bytes = bytes_in(&page, encoding);
        let decoded = decode(&bytes, Format::Html);
        assert_eq!((decoded.charset.as_str(), &*decoded.text), (charset, page.as_str()), "{label}");
        let kinds: Vec<_> = decoded.faults.iter().map(|f| f.kind).collect();
        assert_eq!(kinds == [FaultKind::EncodingLie], lies, "{label} for {charset}: {kinds:?}");
        assert_mapped(&bytes, &decoded);
    }
}

#[test]
fn an_encoding_without_decoder_is_said_and_not_guessed() {
    let decoded = decode(b"<?xml version='1.0' encoding='EUC-TW'?><p>\xC4\xE3\xC5\xC6</p>", Format::Xml);
    assert_eq!(&*decoded.text, "");
    assert_eq!(decoded.charset, "euc-tw");
    assert!(decoded.faults[0].message.contains("euc-tw"), "{:?}", decoded.faults);
}

#[test]
fn bytes_that_do_not_decode_are_told_and_the_rest_is_read() {
    let mut bytes = CHINESE.as_bytes().to_vec();
    bytes.splice(6..6, [0xFF, 0xFE, 0x80]);
    bytes.push(0xE4);
    let decoded = decode(&bytes, Format::Text);
    assert_eq!(decoded.charset, "utf-8");
    assert_eq!(&*decoded.text, format!("外交\u{FFFD}{}\u{FFFD}", &CHINESE[6..]));
    let places: Vec<_> = decoded.faults.iter().map(|f| f.place).collect();
    let end = bytes.len() as u32;
    assert_eq!(
        places,
        [FaultPlace::Source(SourceSpan::new(6, 9)), FaultPlace::Source(SourceSpan::new(end - 1, end))],
        "neighbours are one place"
    );
    assert_mapped(&bytes, &decoded);

    let mut bytes = bytes_in(&CHINESE.repeat(3), GB18030);
    bytes.insert(4, 0xFF);
    bytes.push(0xB0);
    let decoded = decode(&bytes, Format::Text);
    assert_eq!(decoded.charset, "gb18030");
    assert_eq!(decoded.faults.len(), 2, "{:?}", decoded.faults);
    assert!(decoded.text.contains(&CHINESE[9..]));
    assert_mapped(&bytes, &decoded);
}

#[test]
fn many_bad_places_are_told_as_a_count() {
    let bytes = format!("{CHINESE}\n").repeat(40).replace('，', "\u{1}").into_bytes();
    let bytes: Vec<u8> = bytes.into_iter().map(|b| if b == 1 { 0xFF } else { b }).collect();
    let decoded = decode(&bytes, Format::Text);
    assert_eq!(decoded.faults.len(), PLACES_TOLD + 1);
    assert!(decoded.faults[PLACES_TOLD].message.contains("more places"), "{}", decoded.faults[PLACES_TOLD].message);
}

#[test]
fn the_supplement_of_hong_kong_names_the_encoding() {
    let text = format!("{TRADITIONAL}邨，\u{34DB}\u{20017}。");
    let (bytes, _, _) = BIG5.encode(TRADITIONAL);
    let mut bytes = bytes.into_owned();
    bytes.extend_from_slice(&[0x88, 0x62, 0x8B, 0xC0, b'.']);
    let decoded = decode(&bytes, Format::Text);
    assert_eq!(decoded.charset, "big5-hkscs");
    assert!(decoded.text.contains("Ê\u{304}"), "one code, two characters: {}", decoded.text);
    assert!(text.starts_with(TRADITIONAL));
    assert_mapped(&bytes, &decoded);
}

proptest! {
    #[test]
    fn every_character_leads_to_its_own_bytes(text in "([ -~\n]|[一-龥]|[，。、；：“”（）《》]|[Ａ-ｚ]|€|[\u{3400}-\u{3500}]|[😀-😎]){0,80}", which in 0usize..5, mark: bool) {
        let bytes = match which {
            0 => text.clone().into_bytes(),
            1 => bytes_in(&text, GB18030),
            2 => utf16(&text, true, true),
            3 => utf16(&text, false, true),
            _ => [if mark { &b"\xEF\xBB\xBF"[..] } else { b"" }, text.as_bytes()].concat(),
        };
        let said = format!("<?xml version='1.0' encoding='{}'?>", if which == 1 { "gb18030" } else { "utf-8" });
        let bytes = if which < 2 { [said.as_bytes(), &bytes].concat() } else { bytes };
        let decoded = decode(&bytes, Format::Xml);
        if decoded.faults.is_empty() {
            let expected = if which < 2 { format!("{said}{text}") } else { text };
            prop_assert_eq!(&*decoded.text, expected);
        }
        assert_mapped(&bytes, &decoded);
    }

    #[test]
    fn other_encodings_map_too(text in "([ -~\n]|[аяЮЖ]|[かきアイ]|[가나다]|[中國會談])*", which in 0usize..4) {
        let encoding = [BIG5, SHIFT_JIS, EUC_KR, WINDOWS_1251][which];
        let (bytes, _, _) = encoding.encode(&text);
        let (mapped, bad) = walk::decode(&bytes, 0, encoding);
        prop_assert!(bad.is_empty());
        let (text, map) = mapped.into_parts();
        let charset = encoding.name().to_ascii_lowercase();
        assert_mapped(&bytes, &Decoded { text: text.into(), map: Some(map), charset, faults: Vec::new() });
    }

    #[test]
    fn any_bytes_are_read_whole(bytes in prop::collection::vec(any::<u8>(), 0..400), which in 0usize..6) {
        let encoding = [GB18030, BIG5, SHIFT_JIS, EUC_KR, encoding_rs::EUC_JP, encoding_rs::UTF_16LE][which];
        let (mapped, bad) = walk::decode(&bytes, 0, encoding);
        let (text, map) = mapped.into_parts();
        let covered: u32 = map.runs().iter().map(|r| r.source.len()).sum();
        prop_assert_eq!(covered as usize, bytes.len(), "every byte is text or a fault");
        prop_assert!(bad.iter().all(|b| !b.is_empty()));
        let charset = encoding.name().to_ascii_lowercase();
        assert_mapped(&bytes, &Decoded { text: text.into(), map: Some(map), charset, faults: Vec::new() });
        let _ = decode(&bytes, Format::Html);
    }
}
