//! How fast a ledger is: makes articles by a seeded generator, adds them, asks them, and prints what it took.
//!
//! ```sh
//! cargo run --release -p xtask -- scale 100000 /tmp/scale     # articles, an empty folder
//! cargo run --release -p xtask -- scale 0 /tmp/scale          # only ask one that is there
//! ```
//!
//! The records are made before the clock starts (`made.rs`), into a file beside the folder. Figures: docs/benchmarks.md.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use chancery_ledger::{AsOf, Folding, Ledger, Only, Prepared, Timestamp};
use chancery_query::{
    Awaiting, Board, Matter, Part, Query, Search, SideWords, board_by_columns, promises, ranked_by_columns, search,
    ties_by_columns, timeline_by_columns,
};
use chancery_text::FoldTable;

use crate::made::{HOLDERS, Random, article, word};
use crate::{Outcome, crowd};

/// Times each question is asked, each time with other words.
const ASKED: usize = 200;

pub(crate) fn run(wanted: usize, folder: &Path) -> Outcome {
    let folding = folding()?;
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
    crowd::run(folder, &folding, true)?;
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        status
            .lines()
            .filter(|line| line.starts_with("VmHWM") || line.starts_with("Rss"))
            .for_each(|line| println!("  {line}"));
    }
    Ok(())
}

/// Made articles need none.
pub(crate) fn folding() -> Result<Folding, Box<dyn std::error::Error>> {
    Ok(Folding::new(Arc::new(FoldTable::new([], true)?)))
}

/// Articles in a file, so that what is measured is neither their making nor the room they take.
struct Made(std::path::PathBuf);

impl Made {
    fn new(folder: &Path, wanted: usize) -> Result<Self, Box<dyn std::error::Error>> {
        let made = Self(folder.with_extension("made"));
        let mut out = BufWriter::new(File::create(&made.0)?);
        let mut random = Random(42);
        for number in 0..wanted {
            let (text, record) = article(number, &mut random);
            for part in [text, record] {
                out.write_all(&u64::try_from(part.len())?.to_le_bytes())?;
                out.write_all(part.as_bytes())?;
            }
        }
        out.flush()?;
        Ok(made)
    }

    fn each(&self) -> Result<impl FnMut() -> Option<(String, String)> + use<>, Box<dyn std::error::Error>> {
        let mut from = BufReader::new(File::open(&self.0)?);
        let mut part = move || {
            let mut length = [0; 8];
            from.read_exact(&mut length).ok()?;
            let mut bytes = vec![0; usize::try_from(u64::from_le_bytes(length)).ok()?];
            from.read_exact(&mut bytes).ok()?;
            String::from_utf8(bytes).ok()
        };
        Ok(move || Some((part()?, part()?)))
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn add(folder: &Path, folding: &Folding, wanted: usize) -> Outcome {
    let made = Made::new(folder, wanted)?;
    let mut next = made.each()?;
    let ledger = Ledger::open_to_write(folder, folding.clone())?;
    let (start, before) = (Instant::now(), all_processors());
    // As the program does it: a thread a processor prepares, this one writes, another brings the index up.
    let (send, ready) = sync_channel(64);
    let (hand, take) = sync_channel::<(usize, (String, String))>(64);
    let take = Arc::new(std::sync::Mutex::new(take));
    let indexing = ledger.indexing()?;
    let mut writer = ledger.writer()?;
    std::thread::scope(|scope| -> Outcome {
        for _ in 0..2 {
            let (send, take, packing) = (send.clone(), Arc::clone(&take), ledger.packing());
            scope.spawn(move || {
                loop {
                    let taken = take.lock().ok().and_then(|take| take.recv().ok());
                    let Some((number, (text, record))) = taken else { break };
                    let name = format!("/made/{number}.txt");
                    let prepared = Prepared::new(&name, text.as_bytes(), record.as_bytes(), folding);
                    if send.send(prepared.map(|one| one.packed(&packing))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        scope.spawn(move || {
            for number in 0..wanted {
                if next().is_none_or(|made| hand.send((number, made)).is_err()) {
                    break;
                }
            }
        });
        let mut last = Instant::now();
        for prepared in ready {
            writer.append(&prepared?, Timestamp::from_micros(1_700_000_000_000_000))?;
            // Two seconds' work a commit.
            if last.elapsed() >= Duration::from_secs(2) {
                writer.commit()?;
                indexing.committed();
                last = Instant::now();
            }
        }
        Ok(writer.commit()?)
    })?;
    let (written, worked) = (start.elapsed(), all_processors() - before);
    drop(indexing);
    ledger.index()?;
    let (took, all) = (start.elapsed(), all_processors() - before);
    println!(
        "added {wanted} articles: {:.0} a second; writing {:.1} s with the index beside it, {:.1} s more for the index alone",
        wanted as f64 / took.as_secs_f64(),
        written.as_secs_f64(),
        (took - written).as_secs_f64()
    );
    println!("of the processors: {all:.1} s, {worked:.1} of them while it was written");
    let io = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    io.lines().filter(|line| line.starts_with("write_bytes")).for_each(|line| println!("{line}"));
    Ok(())
}

/// A question of some words, now and then narrowed down.
pub(crate) fn question(random: &mut Random, at: usize) -> (String, Only) {
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
) -> Result<Vec<Took>, Box<dyn std::error::Error + Send + Sync>> {
    let ledger = Ledger::open(folder, folding.clone())?;
    let index = ledger.index()?;
    let mut random = Random(seed | 1);
    let mut times = Vec::with_capacity(asked);
    for at in 0..asked {
        let (text, only) = question(&mut random, at);
        let query = Query::parse(&text)?;
        let start = Since::now();
        let asked = Search { query: &query, only: &only, as_of: AsOf::NOW, acts: 20, passages: 5 };
        search(&ledger, &index, &asked)?;
        times.push(start.took());
    }
    Ok(times)
}

fn ask(folder: &Path, folding: &Folding) -> Result<(), Box<dyn std::error::Error>> {
    let start = Since::now();
    let ledger = Ledger::open(folder, folding.clone())?;
    let index = ledger.index()?;
    tell("opened", vec![start.took()]);
    drop(searches(folder, folding, 3, 20));
    tell("search with facets", searches(folder, folding, 5, ASKED).map_err(|e| e.to_string())?);
    boards(&ledger, &index)?;
    let mut times = Vec::new();
    for holder in HOLDERS {
        let only = Only { holders: vec![(*holder).to_owned()], ..Only::default() };
        let start = Since::now();
        ledger.acts(&only, AsOf::NOW, 50)?;
        times.push(start.took());
    }
    tell("the newest 50 acts of a holder", times);
    let only = Only::default();
    let of_all = |what: &str, ask: &dyn Fn() -> Outcome| -> Outcome {
        let mut times = Vec::new();
        for _ in 0..5 {
            let start = Since::now();
            ask()?;
            times.push(start.took());
        }
        tell(what, times);
        Ok(())
    };
    of_all("timeline of all", &|| {
        timeline_by_columns(&ledger, &index, &Query::All, &only, None, (None, 50)).map(drop).map_err(Into::into)
    })?;
    of_all("network of all", &|| {
        ties_by_columns(&ledger, &index, &Query::All, &only, (&[], false), 50).map(drop).map_err(Into::into)
    })?;
    Ok(())
}

/// Boards of positions and commitments, of the columns and of every act that is found.
fn boards(ledger: &Ledger, index: &chancery_ledger::Index) -> Outcome {
    let part = Part { rows: 50, each: 12 };
    let read = |query: &Query, only: &Only| {
        let asked = Search { query, only, as_of: AsOf::NOW, acts: 10_000, passages: 0 };
        search(ledger, index, &asked).map(|found| found.acts.into_iter().map(|hit| hit.act).collect::<Vec<_>>())
    };
    let of_kind = |what: &str, kind: &str, board: &dyn Fn(&Query, &Only) -> Outcome| -> Outcome {
        let mut random = Random(9);
        let only = Only { kinds: vec![kind.to_owned()], ..Only::default() };
        let mut times = Vec::new();
        for _ in 0..ASKED / 2 {
            let query = Query::parse(&word(random.uneven() + 200))?;
            let start = Since::now();
            board(&query, &only)?;
            times.push(start.took());
        }
        tell(what, times);
        Ok(())
    };
    let words = SideWords::default();
    let matter = Matter { fold: ledger.folding().table(), words: &words };
    of_kind("positions on a word", "position", &|query, only| {
        drop(board_by_columns(ledger, index, (query, only), &[], (part, &matter))?);
        Ok(())
    })?;
    of_kind("the same, every act read", "position", &|query, only| {
        drop(Board::new((read(query, only)?, Vec::new()), &[], part, &matter));
        Ok(())
    })?;
    let (today, soon) = ("2026-01-01", "2026-04-01");
    let ranked = |query: &Query, only: &Only| -> Outcome {
        let (rows, _) = ranked_by_columns(ledger, index, query, only, Awaiting::default(), 51)?;
        let acts = ledger.acts_by_row(&rows, AsOf::NOW, true)?.into_values().collect();
        drop(promises(acts, today, soon));
        Ok(())
    };
    of_kind("commitments on a word", "commitment", &ranked)?;
    of_kind("the same, every act read", "commitment", &|query, only| {
        drop(promises(read(query, only)?, today, soon));
        Ok(())
    })?;
    of_kind("commitments of all", "commitment", &|_, only| ranked(&Query::All, only))?;
    of_kind("positions of all", "position", &|_, only| {
        drop(board_by_columns(ledger, index, (&Query::All, only), &[], (part, &matter))?);
        Ok(())
    })
}

/// What a question took: by the clock, and of this thread's processor, which another program's work does not lengthen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Took {
    clock: Duration,
    processor: Duration,
}

/// A moment to count from.
pub(crate) struct Since {
    clock: Instant,
    processor: Duration,
}

impl Since {
    pub(crate) fn now() -> Self {
        Self { clock: Instant::now(), processor: processor() }
    }

    pub(crate) fn took(&self) -> Took {
        Took { clock: self.clock.elapsed(), processor: processor().saturating_sub(self.processor) }
    }
}

/// What this thread had of a processor.
fn processor() -> Duration {
    let told = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(told.tv_sec.try_into().unwrap_or(0), told.tv_nsec.try_into().unwrap_or(0))
}

/// What all threads of this program had of the processors, in seconds.
fn all_processors() -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = told.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after.split_whitespace().skip(11).take(2).filter_map(|one| one.parse::<u64>().ok()).sum();
    ticks as f64 / 100.0
}

pub(crate) fn tell(what: &str, times: Vec<Took>) {
    let told = |of: fn(&Took) -> Duration| {
        let mut times: Vec<f64> = times.iter().map(|took| of(took).as_secs_f64() * 1000.0).collect();
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times.get(((times.len() as f64 - 1.0) * share) as usize).copied().unwrap_or(0.0);
        let mean = times.iter().sum::<f64>() / times.len().max(1) as f64;
        format!("p50 {:.2} ms, p99 {:.2} ms, slowest {:.2} ms, mean {mean:.2} ms", at(0.5), at(0.99), at(1.0))
    };
    println!("  {what}: {}; of the processor {}", told(|took| took.clock), told(|took| took.processor));
}
