//! How fast values are found: a Chinese and an English text of our own, and the bulk sample beside the repository where it
//! is there. Run with `cargo bench -p chancery-pack --bench values`.

use chancery_model::Day;
use chancery_value::{Scan, Values};
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

const CHINESE: &str = "双方决定于明年上半年举行第三次会议，并就加强政治互信、扩大务实合作、深化人文交流等议题深入交换了意见。\
                       截至2023年底，双边贸易额达到1200亿美元，同比增长8.5%。各方重申支持多边主义，反对单边制裁和集团对抗。\n";
const ENGLISH: &str = "The ministers reaffirmed their commitment to a free and open region and will meet again in the first half \
                       of 2025. They welcomed the pledge of $1.2 billion over the next three years and called on all parties \
                       to refrain from steps that would raise tensions.\n";

fn values() -> Values {
    let words = chancery_pack::values().expect("the bundled files are of the form");
    Values::new(&words).expect("and make a table")
}

fn measure(bencher: divan::Bencher<'_, '_>, text: &str) {
    let values = values();
    let folded = text.to_ascii_lowercase();
    let reference = Day::new(2024, 5, 10);
    let mut out = Vec::new();
    bencher.counter(BytesCount::of_str(text)).bench_local(|| {
        out.clear();
        values.scan(Scan { text, folded: &folded, reference, everything: false }, &mut out);
        out.len()
    });
}

#[divan::bench]
fn chinese(bencher: divan::Bencher<'_, '_>) {
    measure(bencher, &CHINESE.repeat(2000));
}

#[divan::bench]
fn english(bencher: divan::Bencher<'_, '_>) {
    measure(bencher, &ENGLISH.repeat(2000));
}

/// Nothing but figures, the worst there is.
#[divan::bench]
fn figures(bencher: divan::Bencher<'_, '_>) {
    measure(bencher, &"12，三百，2022年3月，5%，".repeat(5000));
}

#[divan::bench]
#[allow(clippy::disallowed_methods, reason = "a bench reads its sample")]
fn bulk(bencher: divan::Bencher<'_, '_>) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus/bulk-sample.txt");
    let Ok(text) = std::fs::read_to_string(path) else { return bencher.bench_local(|| 0) };
    measure(bencher, &text);
}

#[divan::bench]
fn load() -> Values {
    values()
}
