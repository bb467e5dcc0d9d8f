use std::sync::Arc;

use chancery_text::{MappedText, RunKind, SourceSpan, Span};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    Act, ActorId, Amount, Approximation, Article, Cadence, DateClue, Day, DayRange, Fault, FaultPlace, Mention,
    MentionValue, PartialDate, Party, Published, Repair, Source, ValuedAmount, ValuedDate,
};

fn maker() -> Maker {
    let pack = PackVersion { language: "zh".into(), version: "0.1.0".into(), digest: None };
    Maker { program: "chancery 0.1.0".into(), packs: vec![pack] }
}

fn article(mapped: MappedText) -> Article {
    let source = Source {
        name: "a.txt".into(),
        media_type: "text/plain".into(),
        charset: Some("utf-8".into()),
        bytes: 9,
        blake3: "00".into(),
        retrieved: None,
    };
    Article::new("7f".into(), Arc::new(source), 0, mapped)
}

fn act(span: Span) -> Act {
    Act {
        kind: ActKind::Position,
        span,
        stance: Some(Stance::Oppose),
        polarity: Some(Polarity::Against),
        intensity: Some(3),
        holders: vec![ActorId::new("CHN").expect("a country")],
        holder_span: None,
        addressees: Vec::new(),
        targets: Vec::new(),
        via: Vec::new(),
        amounts: Vec::new(),
        dates: Vec::new(),
        instruments: Vec::new(),
        mechanisms: Vec::new(),
        status: None,
        only_if: None,
        event: None,
        rule: "zh/position/oppose".into(),
        confidence: 0.97,
    }
}

fn json_of(article: &Article, source: &str, faults: &[Fault]) -> Value {
    serde_json::to_value(Record::new(article, source.as_bytes(), faults, &maker())).expect("plain values")
}

#[test]
fn fields_stand_in_the_order_of_the_format() {
    let article = article(MappedText::identity("甲".into()));
    let printed = serde_json::to_string(&Record::new(&article, b"", &[], &maker())).expect("plain values");
    let order = [
        "schema",
        "id",
        "source",
        "title",
        "kind",
        "language",
        "script",
        "published",
        "dateline",
        "issuers",
        "parties",
        "text",
        "map",
        "repairs",
        "parts",
        "acts",
        "mentions",
        "meetings",
        "mechanisms",
        "instruments",
    ];
    let places: Vec<_> = order.iter().map(|name| printed.find(&format!("\"{name}\":"))).collect();
    assert!(places.iter().all(Option::is_some), "{printed}");
    assert!(places.is_sorted(), "{printed}");
    assert!(printed.contains("\"published\":null") && printed.contains("\"parties\":{}"), "unknown is null: {printed}");
    assert!(printed.ends_with(
        "\"program\":\"chancery 0.1.0\",\"packs\":[{\"language\":\"zh\",\"version\":\"0.1.0\",\"digest\":null}]}"
    ));
}

#[test]
fn an_act_is_written_in_code_points() {
    let mut it = article(MappedText::identity("𠀾方反對此事。".into()));
    let mut one = act(Span::new(7, 19));
    one.holder_span = Some(Span::new(0, 7));
    let amount = |value, up_to, unit: &str, money| Amount {
        value,
        up_to,
        unit: Some(unit.into()),
        money,
        approximation: Some(Approximation::AtLeast),
    };
    let at = Span::new(7, 10);
    one.amounts = vec![
        ValuedAmount { amount: amount(1.2e9, None, "dose", false), role: Some(AmountRole::Promised), span: at },
        ValuedAmount { amount: amount(3.0, Some(4.5), "USD", true), role: None, span: at },
    ];
    let day = Day::new(2022, 12, 31);
    let (open, cadence) = (DayRange { start: day, end: None }, Some(Cadence("P1Y".into())));
    one.dates = vec![
        ValuedDate { range: open, cadence: None, role: DateRole::Since, span: at },
        ValuedDate { range: DayRange::default(), cadence, role: DateRole::Cadence, span: at },
    ];
    it.acts = vec![one.clone(), one];
    let record = json_of(&it, "", &[]);
    let first = &record["acts"][0];
    assert_eq!(first["quote"], "反對此事");
    assert_eq!(first["id"], "7f/position/2-6");
    assert_eq!(record["acts"][1]["id"], "7f/position/2-6/2", "two acts never share an id");
    assert_eq!(first["holder_span"], json!([0, 2]));
    assert_eq!(
        first["amounts"],
        json!([
            {"value": 1_200_000_000, "unit": "dose", "currency": null, "approx": "at-least", "role": "promised", "start": 2, "end": 3},
            {"value": null, "min": 3, "max": 4.5, "unit": "USD", "currency": "USD", "approx": "at-least", "role": null, "start": 2, "end": 3},
        ])
    );
    assert_eq!(
        first["dates"],
        json!([
            {"start": "2022-12-31", "role": "since", "text_start": 2, "text_end": 3},
            {"start": "P1Y", "role": "cadence", "text_start": 2, "text_end": 3},
        ])
    );
    let printed = serde_json::to_string(&Record::new(&it, b"", &[], &maker())).expect("plain values");
    assert!(printed.contains("\"confidence\":0.97}"), "{printed}");
}

#[test]
fn mentions_have_the_shape_of_their_kind() {
    let mut it = article(MappedText::identity("中俄".into()));
    let span = Span::new(0, 6);
    let number = Amount { value: 30.0, up_to: None, unit: None, money: false, approximation: None };
    let range = Amount { up_to: Some(40.0), ..number.clone() };
    let mut push = |kind, value| it.mentions.push(Mention { span, kind, value });
    let actors = ["CHN", "org:UN"].into_iter().filter_map(ActorId::new).collect();
    push(MentionKind::Country, MentionValue::Actors(actors));
    push(MentionKind::Date, MentionValue::Date(DayRange { start: None, end: Day::new(2030, 1, 2) }));
    push(MentionKind::Duration, MentionValue::Duration(Cadence("P18M".into())));
    push(MentionKind::Duration, MentionValue::Recurrence(Cadence("P1Y".into())));
    push(MentionKind::Number, MentionValue::Amount(number));
    push(MentionKind::Number, MentionValue::Amount(range));
    push(MentionKind::Instrument, MentionValue::Name("约".into()));
    assert_eq!(
        json_of(&it, "", &[])["mentions"],
        json!([
            {"start": 0, "end": 2, "kind": "country", "id": "CHN"},
            {"start": 0, "end": 2, "kind": "org", "id": "org:UN"},
            {"start": 0, "end": 2, "kind": "date", "value": {"end": "2030-01-02"}},
            {"start": 0, "end": 2, "kind": "duration", "value": {"duration": "P18M"}},
            {"start": 0, "end": 2, "kind": "duration", "value": {"cadence": "P1Y"}},
            {"start": 0, "end": 2, "kind": "number", "value": {"value": 30, "unit": null, "approx": null}},
            {"start": 0, "end": 2, "kind": "number", "value": {"min": 30, "max": 40, "unit": null, "approx": null}},
            {"start": 0, "end": 2, "kind": "instrument", "name": "约"},
        ])
    );
}

#[test]
fn escapes_become_repairs_that_can_be_undone() {
    // {"text":"甲\u4e2d\u6587"}
    let source = "{\"text\":\"甲\\u4e2d\\u6587\"}";
    let mut mapped = MappedText::new();
    mapped.push_verbatim("甲", 9);
    mapped.push_run("中", SourceSpan::new(12, 18), RunKind::Escaped);
    mapped.push_run("文", SourceSpan::new(18, 24), RunKind::Escaped);
    let record = json_of(&article(mapped), source, &[]);
    assert_eq!(record["map"], json!([[0, 1, 9, 12]]));
    assert_eq!(
        record["repairs"],
        json!([{"start": 1, "end": 3, "kind": "decoded", "found": "\\u4e2d\\u6587", "confidence": 1.0, "source": [12, 24]}])
    );
}

#[test]
fn dates_tell_their_ground_and_faults_their_place() {
    let mut it = article(MappedText::identity("九月".into()));
    let date = PartialDate { year: None, month: Some(9), day: Some(16) };
    let clue = DateClue { ground: DateGround::Dateline, date, quote: "9月16日电".into(), source: None };
    let day = Day::new(2020, 9, 16).expect("a day");
    it.published = Some(Published { day, ground: DateGround::Clues, clues: vec![clue] });
    it.repairs = vec![Repair {
        span: Span::new(3, 6),
        kind: RepairKind::Restored,
        found: "*".into(),
        source: Some(SourceSpan::new(3, 4)),
        confidence: 0.5,
    }];
    let cut = Fault::new(FaultKind::Truncated, Severity::Warning, FaultPlace::Text(Span::new(3, 6)), "ends here");
    it.faults = vec![cut];
    let bytes = FaultPlace::Source(SourceSpan::new(1, 2));
    let record = json_of(&it, "", &[Fault::new(FaultKind::Undecodable, Severity::Warning, bytes, "a bad byte")]);
    assert_eq!(record["published"], "2020-09-16");
    assert_eq!(record["published_ground"], "clues");
    assert_eq!(
        record["date_clues"],
        json!([{"ground": "dateline", "date": "--09-16", "quote": "9月16日电", "source": null}])
    );
    assert_eq!(
        record["faults"],
        json!([
            {"kind": "undecodable", "severity": "warning", "message": "a bad byte", "span": null, "source": [1, 2], "page": null},
            {"kind": "truncated", "severity": "warning", "message": "ends here", "span": [1, 2], "source": [3, 6], "page": null},
        ])
    );
}

#[test]
fn a_name_that_means_others_elsewhere_is_one_key() {
    let mut it = article(MappedText::identity("雙方".into()));
    let party = |name: &str, ids: &[&str]| Party {
        name: name.into(),
        actors: ids.iter().copied().filter_map(ActorId::new).collect(),
    };
    it.parties = vec![party("雙方", &["CHN", "RUS"]), party("中方", &["CHN"]), party("雙方", &["CHN", "IND"])];
    let printed = serde_json::to_string(&Record::new(&it, b"", &[], &maker())).expect("plain values");
    assert!(printed.contains("\"parties\":{\"雙方\":[\"CHN\",\"RUS\",\"IND\"],\"中方\":[\"CHN\"]}"), "{printed}");
}

/// A source made of pieces (words as they stand, references, escapes, dropped markup) and the text read from it.
fn mixed() -> impl Strategy<Value = (String, MappedText)> {
    let piece = prop_oneof![
        "[a-z中國é𠀾]{1,6}".prop_map(|words| (words, 0u8)),
        Just(("&".to_owned(), 1)),
        Just(("中".to_owned(), 2)),
        Just(("\n".to_owned(), 3)),
        Just(("<b>".to_owned(), 4)),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| {
        let (mut source, mut mapped) = (String::new(), MappedText::new());
        for (words, kind) in pieces {
            let start = source.len() as u32;
            match kind {
                0 => {
                    source.push_str(&words);
                    mapped.push_verbatim(&words, start);
                }
                1 => {
                    source.push_str("&amp;");
                    mapped.push_run(&words, SourceSpan::new(start, start + 5), RunKind::Reference);
                }
                2 => {
                    source.push_str("\\u4e2d");
                    mapped.push_run(&words, SourceSpan::new(start, start + 6), RunKind::Escaped);
                }
                3 => {
                    mapped.push_space(&words);
                }
                _ => source.push_str(&words),
            }
        }
        (source, mapped)
    })
}

fn slice(text: &[char], start: &Value, end: &Value) -> String {
    let place = |v: &Value| v.as_u64().expect("a number") as usize;
    text[place(start)..place(end)].iter().collect()
}

proptest! {
    /// What FORMAT promises of every record: quotes are slices, and every character but white space is under a run
    /// that decodes to it or inside a repair that says what stood there.
    #[test]
    fn quotes_slice_and_runs_decode((source, mapped) in mixed(), cuts in prop::collection::vec((0usize..99, 0usize..99), 0..6)) {
        let mut it = article(mapped);
        let edges: Vec<u32> =
            it.text.char_indices().map(|(i, _)| i as u32).chain([it.text.len() as u32]).collect();
        for (a, b) in cuts {
            let (a, b) = (edges[a % edges.len()], edges[b % edges.len()]);
            let span = Span::new(a.min(b), a.max(b));
            it.acts.push(act(span));
            let value = MentionValue::Name(it.text[span.range()].to_owned());
            it.mentions.push(Mention { span, kind: MentionKind::Place, value });
        }
        let record = json_of(&it, &source, &[]);
        let text: Vec<char> = it.text.chars().collect();
        for act in record["acts"].as_array().expect("a list") {
            prop_assert_eq!(slice(&text, &act["start"], &act["end"]), act["quote"].as_str().expect("a text"));
        }
        for mention in record["mentions"].as_array().expect("a list") {
            prop_assert_eq!(slice(&text, &mention["start"], &mention["end"]), mention["name"].as_str().expect("a text"));
        }
        let mut covered = vec![false; text.len()];
        for run in record["map"].as_array().expect("a list") {
            let got = slice(&text, &run[0], &run[1]);
            let raw = &source[run[2].as_u64().expect("n") as usize..run[3].as_u64().expect("n") as usize];
            prop_assert_eq!(got, raw.replace("&amp;", "&"));
            covered[run[0].as_u64().expect("n") as usize..run[1].as_u64().expect("n") as usize].fill(true);
        }
        for repair in record["repairs"].as_array().expect("a list") {
            let undone = slice(&text, &repair["start"], &repair["end"]).replace('中', "\\u4e2d");
            prop_assert_eq!(undone, repair["found"].as_str().expect("a text"));
            covered[repair["start"].as_u64().expect("n") as usize..repair["end"].as_u64().expect("n") as usize].fill(true);
        }
        for (c, covered) in text.iter().zip(covered) {
            prop_assert!(covered || c.is_whitespace(), "{c:?} leads nowhere");
        }
    }
}
