//! How fast a ledger is: makes articles by a seeded generator, adds them, asks them, and prints what it took.
//!
//! ```sh
//! cargo run --release -p xtask -- scale 100000 /tmp/scale     # articles, an empty folder
//! cargo run --release -p xtask -- scale 0 /tmp/scale          # only ask one that is there
//! ```
//!
//! The records are made before the clock starts (`made.rs`). Figures: docs/benchmarks.md.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chancery_ledger::{AsOf, Folding, Ledger, Only, Prepared, Timestamp};
use chancery_query::{Board, Query, Search, promises, search, ties_by_columns, timeline_by_columns};
use chancery_text::FoldTable;

use crate::Outcome;
use crate::made::{HOLDERS, Random, article, word};

/// Articles made, added and forgotten at a time, so that memory shows the ledger's own needs.
const BATCH: usize = 5_000;

/// Times each question is asked, each time with other words.
const ASKED: usize = 200;

pub(crate) fn run(wanted: usize, folder: &Path) -> Outcome {
    let folding = Folding::new(Arc::new(FoldTable::new([], true)?));
    if wanted > 0 {
        add(folder, &folding, wanted)?;
    }
    let ledger = Ledger::open(folder, folding.clone())?;
    let counts = ledger.counts()?;
    println!("{} articles, {} acts; sources {} MB", counts.articles, counts.acts, counts.source_bytes / 1_000_000);
    let disk = (counts.database_bytes + counts.index_bytes) as f64 / counts.source_bytes as f64;
    let (records, index) = (counts.database_bytes / 1_000_000, counts.index_bytes / 1_000_000);
    println!("records {records} MB, index {index} MB: {disk:.2} times the sources");
    drop(ledger);
    println!("alone:");
    ask(folder, &folding)?;
    println!("eight readers at once, one writer adding:");
    let stop = AtomicBool::new(false);
    let slowest = std::sync::Mutex::new(Vec::new());
    let added = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..8u64)
            .map(|seed| {
                let (slowest, folding) = (&slowest, &folding);
                scope.spawn(move || {
                    let times = searches(folder, folding, 900 + seed, ASKED / 2).unwrap_or_default();
                    if let Ok(mut all) = slowest.lock() {
                        all.extend(times);
                    }
                })
            })
            .collect();
        scope.spawn(|| {
            let _ = keep_adding(folder, &folding, &stop, &added);
        });
        readers.into_iter().for_each(|reader| drop(reader.join()));
        stop.store(true, Ordering::SeqCst);
    });
    let times = slowest.into_inner().unwrap_or_default();
    tell("search with facets", times);
    println!("  {} articles were added meanwhile", added.load(Ordering::SeqCst));
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        status
            .lines()
            .filter(|line| line.starts_with("VmHWM") || line.starts_with("Rss"))
            .for_each(|line| println!("  {line}"));
    }
    Ok(())
}

fn add(folder: &Path, folding: &Folding, wanted: usize) -> Result<(), Box<dyn std::error::Error>> {
    let ledger = Ledger::open_to_write(folder, folding.clone())?;
    let mut random = Random(42);
    let (mut writing, mut indexing) = (Duration::ZERO, Duration::ZERO);
    let mut done = 0;
    while done < wanted {
        let made: Vec<_> =
            (done..(done + BATCH).min(wanted)).map(|number| (number, article(number, &mut random))).collect();
        done += made.len();
        let start = Instant::now();
        // As the program does it: a thread a processor prepares, another writes.
        let (send, ready) = std::sync::mpsc::sync_channel(64);
        let mut writer = ledger.writer()?;
        std::thread::scope(|scope| -> Outcome {
            for half in made.chunks(made.len().div_ceil(2)) {
                let send = send.clone();
                scope.spawn(move || {
                    for (number, (text, record)) in half {
                        let name = format!("/made/{number}.txt");
                        if send.send(Prepared::new(&name, text.as_bytes(), record.as_bytes())).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(send);
            for (number, prepared) in ready.into_iter().enumerate() {
                writer.append(&prepared?, Timestamp::from_micros(1_700_000_000_000_000))?;
                if number % 256 == 255 {
                    writer.commit()?;
                }
            }
            Ok(writer.commit()?)
        })?;
        writing += start.elapsed();
    }
    let start = Instant::now();
    ledger.index()?;
    indexing += start.elapsed();
    let rate = |took: Duration| wanted as f64 / took.as_secs_f64();
    println!(
        "added {wanted} articles: {:.0} a second; writing {:.1} s, indexing {:.1} s",
        rate(writing + indexing),
        writing.as_secs_f64(),
        indexing.as_secs_f64()
    );
    Ok(())
}

fn keep_adding(
    folder: &Path,
    folding: &Folding,
    stop: &AtomicBool,
    added: &AtomicUsize,
) -> Result<(), Box<dyn std::error::Error>> {
    let ledger = Ledger::open_to_write(folder, folding.clone())?;
    let mut random = Random(77);
    let first = usize::try_from(ledger.counts()?.articles)?;
    let mut writer = ledger.writer()?;
    let mut number = first;
    while !stop.load(Ordering::SeqCst) {
        for _ in 0..64 {
            let (text, record) = article(number, &mut random);
            let prepared = Prepared::new(&format!("/made/{number}.txt"), text.as_bytes(), record.as_bytes())?;
            writer.append(&prepared, Timestamp::from_micros(1_700_000_000_000_001))?;
            number += 1;
        }
        writer.commit()?;
        added.store(number - first, Ordering::SeqCst);
    }
    Ok(())
}

/// A question of some words, now and then narrowed down.
fn question(random: &mut Random, at: usize) -> (String, Only) {
    let one = word(random.uneven());
    let text = match at % 4 {
        0 | 1 => one,
        2 => format!("{one} OR {}", word(random.uneven())),
        _ => format!("{one} {}", word(random.uneven())),
    };
    let holders = if at.is_multiple_of(3) { vec![HOLDERS[random.below(HOLDERS.len())].to_owned()] } else { Vec::new() };
    (text, Only { holders, ..Only::default() })
}

fn searches(
    folder: &Path,
    folding: &Folding,
    seed: u64,
    asked: usize,
) -> Result<Vec<Duration>, Box<dyn std::error::Error + Send + Sync>> {
    let ledger = Ledger::open(folder, folding.clone())?;
    let index = ledger.index()?;
    let mut random = Random(seed | 1);
    let mut times = Vec::with_capacity(asked);
    for at in 0..asked {
        let (text, only) = question(&mut random, at);
        let query = Query::parse(&text)?;
        let start = Instant::now();
        let asked = Search { query: &query, only: &only, as_of: AsOf::NOW, acts: 20, passages: 5 };
        search(&ledger, &index, &asked)?;
        times.push(start.elapsed());
    }
    Ok(times)
}

fn ask(folder: &Path, folding: &Folding) -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let ledger = Ledger::open(folder, folding.clone())?;
    let index = ledger.index()?;
    println!("  opened in {:.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    drop(searches(folder, folding, 3, 20));
    tell("search with facets", searches(folder, folding, 5, ASKED).map_err(|e| e.to_string())?);
    let mut random = Random(9);
    let mut times = Vec::new();
    let mut of_kind = |kind: &str, board: &dyn Fn(Vec<chancery_ledger::Act>) -> usize| {
        times.clear();
        for _ in 0..20 {
            let query = Query::parse(&word(random.uneven() + 200)).map_err(|e| e.to_string())?;
            let only = Only { kinds: vec![kind.to_owned()], ..Only::default() };
            let start = Instant::now();
            let asked = Search { query: &query, only: &only, as_of: AsOf::NOW, acts: 10_000, passages: 0 };
            let found = search(&ledger, &index, &asked).map_err(|e| e.to_string())?;
            board(found.acts.into_iter().map(|hit| hit.act).collect());
            times.push(start.elapsed());
        }
        Ok::<_, String>(times.clone())
    };
    tell("positions on a word", of_kind("position", &|acts| Board::new(acts).rows.len())?);
    tell("commitments on a word", of_kind("commitment", &|acts| promises(acts, "2026-01-01", "2026-04-01").len())?);
    let mut times = Vec::new();
    for holder in HOLDERS {
        let only = Only { holders: vec![(*holder).to_owned()], ..Only::default() };
        let start = Instant::now();
        ledger.acts(&only, AsOf::NOW, 50)?;
        times.push(start.elapsed());
    }
    tell("the newest 50 acts of a holder", times);
    let only = Only::default();
    let of_all = |what: &str, ask: &dyn Fn() -> Outcome| -> Outcome {
        let mut times = Vec::new();
        for _ in 0..5 {
            let start = Instant::now();
            ask()?;
            times.push(start.elapsed());
        }
        tell(what, times);
        Ok(())
    };
    of_all("timeline of all", &|| {
        timeline_by_columns(&ledger, &index, &only, None, (None, 50)).map(drop).map_err(Into::into)
    })?;
    of_all("network of all", &|| {
        ties_by_columns(&ledger, &index, &only, (&[], false), 50).map(drop).map_err(Into::into)
    })?;
    Ok(())
}

pub(crate) fn tell(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at =
        |share: f64| times.get(((times.len() as f64 - 1.0) * share) as usize).map_or(0.0, |t| t.as_secs_f64() * 1000.0);
    println!("  {what}: p50 {:.2} ms, p99 {:.2} ms, slowest {:.2} ms", at(0.5), at(0.99), at(1.0));
}
