//! Readers who ask without a pause, beside a writer who adds without one: `cargo run --release -p xtask -- crowd LEDGER`.
//!
//! They ask and add as the program does: what is asked is lent the ledger, what adds gives way and brings the index up beside it.
//! `crowd LEDGER apart` measures the same without giving way, each reader with a ledger of its own.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use chancery_ledger::{AsOf, Folding, Index, Ledger, LedgerError, Lending, Only, Prepared, Timestamp, give_way};
use chancery_query::{Query, Search, search};

use crate::Outcome;
use crate::made::{Random, article};
use crate::scale::{Since, Took, question, tell};

const READERS: u64 = 8;

/// Questions of each reader.
const ASKED: usize = 400;

/// Articles a transaction.
const TOGETHER: usize = 64;

type Failed = Box<dyn std::error::Error + Send + Sync>;

pub(crate) fn run(folder: &Path, folding: &Folding, gives_way: bool) -> Outcome {
    println!("eight readers at once, one writer adding{}:", if gives_way { "" } else { ", nobody giving way" });
    let (stop, added, times) = (AtomicBool::new(false), AtomicUsize::new(0), Mutex::new(Vec::new()));
    let lending = if gives_way { Some(Lending::new(folder, folding.clone())?) } else { None };
    let start = Instant::now();
    let took = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|seed| {
                let (times, lending) = (&times, lending.as_ref());
                scope.spawn(move || {
                    let all = match lending {
                        Some(lending) => {
                            read(900 + seed, &|search| lending.ask(|lent| asked(&lent.ledger, &lent.index, search)))
                        }
                        None => apart(folder, folding, 900 + seed),
                    };
                    match (all, times.lock()) {
                        (Ok(all), Ok(mut times)) => times.extend(all),
                        (all, _) => println!("  a reader failed: {:?}", all.err()),
                    }
                })
            })
            .collect();
        scope.spawn(|| {
            if gives_way {
                give_way();
            }
            if let Err(error) = keep_adding(folder, folding, (&stop, &added)) {
                println!("  the writer failed: {error}");
            }
        });
        readers.into_iter().for_each(|reader| drop(reader.join()));
        stop.store(true, Ordering::SeqCst);
        start.elapsed().as_secs_f64()
    });
    let (times, added) = (times.into_inner().unwrap_or_default(), added.into_inner() as f64);
    println!("  {:.0} searches and {:.0} articles a second, {took:.1} s", times.len() as f64 / took, added / took);
    tell("search with facets", times);
    Ok(())
}

fn asked(ledger: &Ledger, index: &Index, search_for: &Search<'_>) -> Result<(), LedgerError> {
    search(ledger, index, search_for).map(drop)
}

fn read(seed: u64, ask: &dyn Fn(&Search<'_>) -> Result<(), LedgerError>) -> Result<Vec<Took>, Failed> {
    let mut random = Random(seed | 1);
    let mut times = Vec::with_capacity(ASKED);
    for at in 0..ASKED {
        let (text, only): (String, Only) = question(&mut random, at);
        let query = Query::parse(&text)?;
        let start = Since::now();
        ask(&Search { query: &query, only: &only, as_of: AsOf::NOW, acts: 20, passages: 5 })?;
        times.push(start.took());
    }
    Ok(times)
}

fn apart(folder: &Path, folding: &Folding, seed: u64) -> Result<Vec<Took>, Failed> {
    let ledger = Ledger::open(folder, folding.clone())?;
    let index = ledger.index()?;
    read(seed, &|search| asked(&ledger, &index, search))
}

fn keep_adding(folder: &Path, folding: &Folding, (stop, added): (&AtomicBool, &AtomicUsize)) -> Result<(), Failed> {
    let ledger = Ledger::open_to_write(folder, folding.clone())?;
    let indexing = ledger.indexing()?;
    let mut random = Random(77);
    let first = usize::try_from(ledger.counts()?.articles)?;
    let mut writer = ledger.writer()?;
    let mut number = first;
    while !stop.load(Ordering::SeqCst) {
        for _ in 0..TOGETHER {
            let (text, record) = article(number, &mut random);
            let prepared = Prepared::new(&format!("/made/{number}.txt"), text.as_bytes(), record.as_bytes(), folding)?;
            writer.append(&prepared, Timestamp::from_micros(1_700_000_000_000_001))?;
            number += 1;
        }
        writer.commit()?;
        indexing.committed();
        added.store(number - first, Ordering::SeqCst);
    }
    Ok(())
}
