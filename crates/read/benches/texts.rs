//! Decoding and reading of text-like formats, on 5 MB of Chinese official prose: `../shared/corpus/bulk-sample.txt` where
//! it is, made-up prose otherwise.
#![allow(clippy::disallowed_methods, reason = "measurements read their sample")]

use chancery_model::Conventions;
use chancery_read::{Format, Limits, decode, read_text, sniff};
use divan::Bencher;
use divan::counter::BytesCount;
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8};

fn main() {
    divan::main();
}

fn sample() -> String {
    let shared = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus/bulk-sample.txt");
    std::fs::read_to_string(shared).unwrap_or_else(|_| {
        "　　两国外长三日在海滨举行会谈，双方同意继续对话，并在2024年秋季举行下一轮磋商（第3轮）。\n\n".repeat(40_000)
    })
}

fn encoded(encoding: &'static Encoding) -> Vec<u8> {
    // What Big5 can't write becomes references in ASCII: as mixed as pages are.
    encoding.encode(&sample()).0.into_owned()
}

fn decoding(bencher: Bencher<'_, '_>, encoding: &'static Encoding) {
    let bytes = encoded(encoding);
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| decode(divan::black_box(&bytes), Format::Text));
}

#[divan::bench]
fn decode_utf8(bencher: Bencher<'_, '_>) {
    decoding(bencher, UTF_8);
}

#[divan::bench]
fn decode_gb18030(bencher: Bencher<'_, '_>) {
    decoding(bencher, GB18030);
}

#[divan::bench]
fn decode_big5(bencher: Bencher<'_, '_>) {
    decoding(bencher, BIG5);
}

#[divan::bench]
fn sniffing(bencher: Bencher<'_, '_>) {
    let bytes = encoded(UTF_8);
    bencher.bench(|| sniff("a.txt", divan::black_box(&bytes)));
}

fn reading(bencher: Bencher<'_, '_>, text: &str, format: Format) {
    let (conventions, limits) = (Conventions::default(), Limits::default());
    bencher
        .counter(BytesCount::of_str(text))
        .bench(|| read_text(divan::black_box(text), format, &conventions, &limits));
}

#[divan::bench]
fn read_plain(bencher: Bencher<'_, '_>) {
    reading(bencher, &sample(), Format::Text);
}

#[divan::bench]
fn read_markdown(bencher: Bencher<'_, '_>) {
    reading(bencher, &sample(), Format::Markdown);
}

#[divan::bench]
fn read_rows(bencher: Bencher<'_, '_>) {
    let rows: Vec<String> = sample().split("\n\n").map(|text| format!("{{\"text\": {text:?}}}")).collect();
    reading(bencher, &rows.join("\n"), Format::JsonLines);
}

/// Decoding, reading and leading every place on to the bytes, as a source in another encoding needs it.
#[divan::bench]
fn read_plain_gb18030(bencher: Bencher<'_, '_>) {
    let bytes = encoded(GB18030);
    let (conventions, limits) = (Conventions::default(), Limits::default());
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| {
        let decoded = decode(divan::black_box(&bytes), Format::Text);
        let sheets = read_text(&decoded.text, Format::Text, &conventions, &limits);
        let map = decoded.map.expect("another encoding has a map");
        sheets.into_iter().map(|sheet| sheet.through(&map)).collect::<Vec<_>>()
    });
}
