//! Hurts sources of every format many times and prints what it cost: `mutate [CASES] [FORMAT] [CASE]`.
//!
//! A table per format: cases, panics that left the reader, panics caught inside it, the slowest case, the peak of
//! memory. Then a few large or bomb-like sources one by one. Ends with an error where anything panicked or took longer
//! than ten seconds. With FORMAT only that one ("large" for the large ones), with CASE only that case.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a measuring program")]

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chancery_read::Limits;
use flate2::{Compress, Compression, FlushCompress};

#[path = "../tests/hostile/mod.rs"]
mod hostile;

/// No case may take longer.
const SLOW: Duration = Duration::from_secs(10);

static PANICS: AtomicU64 = AtomicU64::new(0);

#[derive(Default)]
struct Row {
    cases: u64,
    escaped: u64,
    caught: u64,
    slowest: (Duration, u64),
}

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|info| {
        if PANICS.fetch_add(1, Ordering::Relaxed) < 20 {
            println!("panic: {info}");
        }
    }));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let cases = arguments.first().and_then(|a| a.parse().ok()).unwrap_or(1000);
    let only = arguments.get(1).cloned();
    let one: Option<u64> = arguments.get(2).and_then(|a| a.parse().ok());
    // The stack of a thread that is made without a wish, as the program's workers are.
    let work = move || run(cases, only.as_deref(), one);
    let good = std::thread::Builder::new().stack_size(2 << 20).spawn(work).map(|t| t.join().unwrap_or(false));
    if good.unwrap_or(false) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run(cases: u64, only: Option<&str>, one: Option<u64>) -> bool {
    let mut good = true;
    println!("{:10} {:>7} {:>8} {:>7} {:>12} {:>9}", "format", "cases", "panics", "caught", "slowest ms", "peak MB");
    for format in hostile::seeds::formats() {
        if only.is_some_and(|name| name != format.name) {
            continue;
        }
        forget_peak();
        let mut row = Row::default();
        for number in one.map_or(0..cases, |n| n..n + 1) {
            let (name, bytes) = hostile::case(&format, number);
            measure(&mut row, number, &name, &bytes);
        }
        good &= tell(format.name, &row);
    }
    if only.is_none_or(|name| name == "large") {
        for (label, name, make) in large() {
            let bytes = make();
            forget_peak();
            let mut row = Row::default();
            measure(&mut row, 0, name, &bytes);
            good &= tell(label, &row);
        }
    }
    good
}

fn measure(row: &mut Row, number: u64, name: &str, bytes: &[u8]) {
    let before = PANICS.load(Ordering::Relaxed);
    let start = Instant::now();
    let guide = hostile::guide();
    let whole = || hostile::read_whole(name, bytes, &guide, &Limits::default());
    let read = catch_unwind(AssertUnwindSafe(whole));
    let took = start.elapsed();
    row.cases += 1;
    row.slowest = row.slowest.max((took, number));
    let panics = PANICS.load(Ordering::Relaxed) - before;
    row.escaped += u64::from(read.is_err());
    row.caught += panics.saturating_sub(u64::from(read.is_err()));
    if read.is_err() || took > SLOW {
        println!("  {name}, case {number}: {}, {} ms", if read.is_err() { "panic" } else { "slow" }, took.as_millis());
    }
}

fn tell(name: &str, row: &Row) -> bool {
    let slowest = row.slowest.0.as_secs_f64() * 1000.0;
    let (cases, escaped, caught) = (row.cases, row.escaped, row.caught);
    println!("{name:10} {cases:>7} {escaped:>8} {caught:>7} {slowest:>8.1} #{:<3} {:>5}", row.slowest.1, peak_mb());
    let _ = std::io::stdout().flush();
    escaped == 0 && row.slowest.0 <= SLOW
}

/// Asks the system to measure the peak from now on (Linux; elsewhere it stays 0).
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

type Large = (&'static str, &'static str, fn() -> Vec<u8>);

fn large() -> Vec<Large> {
    vec![
        ("tags100M", "a.html", || b"<b>".repeat(100 << 20).split_off(200 << 20)),
        ("line100M", "a.txt", || b"word ".repeat(20 << 20)),
        ("han100M", "a.txt", || "双方同意。".repeat(7 << 20).into_bytes()),
        ("attr50M", "a.html", || [b"<p a=\"".as_slice(), &b"x".repeat(50 << 20), b"\">text</p>"].concat()),
        ("md20M", "a.md", || b"> - [a](b) *c* `d` | e\n".repeat(1 << 20)),
        ("stars20M", "a.md", || b"*a _b ".repeat(3 << 20)),
        ("nest10k", "a.json", || [b"[{\"text\":".repeat(10_000), b"}]".repeat(10_000)].concat()),
        ("brack50M", "a.json", || b"[".repeat(50 << 20)),
        ("rows1M", "a.jsonl", || b"{\"id\":1,\"text\":\"a\"}\n".repeat(1_000_000)),
        ("items", "a.rss", || [b"<rss><channel>".to_vec(), b"<item><title>a</title></item>".repeat(500_000)].concat()),
        ("xml100M", "a.xml", || b"<a>".repeat(33 << 20)),
        ("refs20M", "a.html", || b"&amp;".repeat(4 << 20)),
        ("zip10G", "a.zip", || zip_of_zeros(10 << 30)),
        ("gz10G", "a.txt.gz", || gzip_of_zeros(10 << 30)),
        ("zip1M", "a.zip", || many_members(200_000)),
        ("42zip", "a.zip", || nested_bombs(6)),
    ]
}

/// Zeros deflated a mebibyte at a time: each piece ends in a full flush and is the same bytes as the one before.
fn deflated_zeros(size: u64) -> Vec<u8> {
    let block = vec![0u8; 1 << 20];
    let mut compress = Compress::new(Compression::best(), false);
    let mut piece = Vec::with_capacity(8 << 10);
    let mut pieces = Vec::new();
    for _ in 0..2 {
        piece.clear();
        compress.compress_vec(&block, &mut piece, FlushCompress::Full).expect("it fits");
        pieces.push(piece.clone());
    }
    let mut out = pieces[0].clone();
    out.extend(pieces[1].repeat((size >> 20) as usize - 1));
    out.extend([3, 0]);
    out
}

fn gzip_of_zeros(size: u64) -> Vec<u8> {
    [[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3].as_slice(), &deflated_zeros(size), &[0; 8]].concat()
}

/// A zip of one member that says it is small and is not.
fn zip_of_zeros(size: u64) -> Vec<u8> {
    let data = deflated_zeros(size);
    let packed = (data.len() as u32).to_le_bytes();
    let sizes = [[0; 4], packed, 1000u32.to_le_bytes()].concat();
    let common = [&[20, 0, 0, 0, 8, 0, 0, 0, 0, 0][..], &sizes, &[5, 0, 0, 0]].concat();
    let local = [b"PK\x03\x04", common.as_slice(), b"a.txt", &data].concat();
    let central = [b"PK\x01\x02\x14\x00", common.as_slice(), &[0; 14], b"a.txt"].concat();
    let (length, start) = ((central.len() as u32).to_le_bytes(), (local.len() as u32).to_le_bytes());
    [&local, &central, &b"PK\x05\x06\0\0\0\0\x01\0\x01\0"[..], &length, &start, &[0, 0]].concat()
}

fn many_members(count: u32) -> Vec<u8> {
    let names: Vec<String> = (0..count).map(|i| format!("{i}.txt")).collect();
    hostile::zipped(&names.iter().map(|n| (n.as_str(), b"a".to_vec())).collect::<Vec<_>>())
}

/// Sixteen zips in each zip, `depth` deep, with a bomb in the last.
fn nested_bombs(depth: u32) -> Vec<u8> {
    let names: Vec<String> = (0..16).map(|i| format!("{i}.zip")).collect();
    let mut inner = zip_of_zeros(1 << 30);
    for _ in 0..depth {
        inner = hostile::zipped(&names.iter().map(|n| (n.as_str(), inner.clone())).collect::<Vec<_>>());
    }
    inner
}
