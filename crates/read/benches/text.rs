//! How fast plain text is read the whole way: map, articles, structure and dates, one thread. The sample is
//! `../shared/corpus/bulk-sample.txt` where it is at hand, made-up prose otherwise.
//! Run: `cargo bench -p chancery-read --bench text`.
#![allow(clippy::disallowed_methods, reason = "measurements read their sample")]

use chancery_read::{Guide, Limits, read};
use chancery_value::Values;
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

fn guide() -> Guide {
    let values = Values::new(&chancery_pack::values().expect("bundled")).expect("bundled");
    Guide::new(chancery_pack::conventions().expect("bundled"), values)
}

fn bulk() -> String {
    let shared = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus/bulk-sample.txt");
    std::fs::read_to_string(shared).unwrap_or_else(|_| {
        "　　两国外长三日在海滨举行会谈，双方同意继续对话，并在2024年秋季举行下一轮磋商（第3轮）。\n\n".repeat(40_000)
    })
}

fn reading(bencher: Bencher<'_, '_>, name: &str, text: &str) {
    let (guide, limits) = (guide(), Limits::default());
    bencher.counter(BytesCount::of_str(text)).bench(|| read(name, divan::black_box(text.as_bytes()), &guide, &limits));
}

/// One large source: reports and laws one after another.
#[divan::bench]
fn bulk_text(bencher: Bencher<'_, '_>) {
    reading(bencher, "bulk.txt", &bulk());
}

/// A short article with a date line, as most sources are: what a source costs before its length counts.
#[divan::bench]
fn short_article(bencher: Bencher<'_, '_>) {
    let text = "两国外长在海滨会谈\n\n　　新华社滨海3月5日电 两国外长五日在此间举行会谈，就航运合作交换意见。\n\n　　双方同意在2024年内举行下一轮磋商。\n";
    reading(bencher, "short.txt", text);
}
