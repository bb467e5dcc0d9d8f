//! `chancery add`: sources read as `read` does, kept in a ledger. Workers read and prepare; this thread writes, many sources a
//! transaction, and counts only what is committed.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use chancery_ledger::{Added, Article, Indexing, Ledger, LedgerError, Prepared, Timestamp, Writer, give_way, hash};
use chancery_read::Limits;

use super::ledger::{Failure, clock, done, folder, folding, tell_of_clock, write};
use crate::args::{Add, Format, Packs, Voice};
use crate::knowledge::Knowledge;
use crate::pipeline;
use crate::reader::{Outcome, Reader};
use crate::render::{Cell, Page, Renderer, count, harmless, shorten, thousands, width};
use crate::report::Report;
use crate::sources::{self, Found};
use crate::terminal::{Look, Style};

/// How long sources may wait for their commit, in microseconds: each commit writes the pages anew that its rows fell on, all over
/// the tables, so many rows in one cost far less; and a broken run does no more than two seconds' work again.
const WAIT: i64 = 2_000_000;

/// Texts that are listed with their ids after adding: whoever pastes a page wants to go on with it, whoever adds an archive
/// asks for what is in it. So many leave the question and the sum on the smallest screen.
const FEW: usize = 10;

/// When to commit.
pub(super) struct Beat(Timestamp);

impl Beat {
    pub(super) fn new() -> Self {
        Self(clock())
    }

    /// Whether the last commit is long enough ago; it is then taken to be made.
    pub(super) fn due(&mut self) -> bool {
        let now = clock();
        let waited = now.micros().abs_diff(self.0.micros()) >= WAIT.unsigned_abs();
        if waited {
            self.0 = now;
        }
        waited
    }
}

/// A source after a worker had it.
enum Worked {
    /// Its bytes, which are in and were read before.
    Known(Vec<u8>),
    /// To be written.
    Ready(Box<Prepared>),
    /// Nothing of it could be read: the outcome says why.
    Unread,
    /// Its records are of no form: a bug.
    Broken(LedgerError),
}

/// How many sources fared how.
#[derive(Default)]
struct Tally {
    new: u64,
    same: u64,
    changed: u64,
    failed: u64,
    mended: u64,
    articles: u64,
    acts: u64,
}

/// Reads and keeps.
pub(crate) fn run(args: &Add, voice: Voice) -> ExitCode {
    done(voice, add(args, voice))
}

/// What reads sources into records, for adding and for reading again.
pub(super) fn reader(packs: &Packs, limits: Limits, voice: Voice) -> Result<Reader, Failure> {
    let knowledge = Knowledge::new(packs).map_err(Failure::misuse)?;
    Ok(Reader::new(knowledge, limits, Renderer::new(Format::Jsonl, Look::of_stdout(voice.color))))
}

/// As many workers as asked for, else one a processor.
pub(super) fn workers(jobs: Option<NonZeroUsize>) -> usize {
    jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}

fn add(args: &Add, voice: Voice) -> Result<ExitCode, Failure> {
    give_way();
    let limits = super::read::limits(&args.limit);
    let folder = folder(&args.at)?;
    // A slip of the pen makes no ledger.
    let nowhere = |path: &PathBuf| path.as_os_str() != "-" && !path.exists();
    if !folder.join("ledger.db").is_file() && args.paths.iter().all(nowhere) {
        let paths: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
        return Err(Failure::work(format!(
            "{}: no such file or folder: check the path (it counts from the current folder); no ledger was made in {}",
            paths.join(", "),
            folder.display()
        )));
    }
    let reader = reader(&args.packs, limits, voice)?;
    let ledger = Ledger::open_to_write(&folder, folding()?)?;
    let known = ledger.known()?;
    tell_of_clock(&ledger, voice)?;
    let learnt = ledger.not_before_the_last(clock())?;
    let mut report = Report::new(voice, false);
    report.expect(&args.paths);
    let writer = ledger.writer()?;
    let mut keeper = Keeper {
        ledger: &ledger,
        reader: &reader,
        writer,
        indexing: None,
        learnt,
        tally: Tally::default(),
        beat: Beat::new(),
        new: Vec::new(),
        there: Vec::new(),
    };
    let mut broken = None;
    let own = std::path::absolute(&folder).ok();
    // Workers can't share the ledger itself.
    let (folded, packing) = (ledger.folding().clone(), ledger.packing());
    pipeline::run(
        workers(args.jobs),
        |hand| {
            sources::each(&args.paths, &args.stdin_name, &limits, &mut |found| {
                // A ledger among the sources is no source.
                if own.as_ref().is_some_and(|own| absolute(&found.name).is_some_and(|path| path.starts_with(own))) {
                    return true;
                }
                let weight = found.weight();
                hand(found, weight)
            });
        },
        |found: Found| {
            let bytes = found.bytes.as_ref().map_or_else(|_| Vec::new(), Clone::clone);
            let hash = hash(&bytes);
            let (name, file) = (kept_name(&found.name, &hash), found.file);
            if found.bytes.is_ok() && known.contains(&hash) {
                let outcome = Outcome { name: found.name, output: Vec::new(), articles: 0, faults: Vec::new(), file };
                return (outcome, name, hash, Worked::Known(bytes));
            }
            let outcome = reader.outcome(found);
            let worked = match Prepared::new(&name, &bytes, &outcome.output, &folded) {
                Ok(prepared) if outcome.failed() && prepared.is_empty() => Worked::Unread,
                Ok(prepared) => Worked::Ready(Box::new(prepared.packed(&packing))),
                Err(error) => Worked::Broken(error),
            };
            (outcome, name, hash, worked)
        },
        |(outcome, name, hash, worked), _| {
            report.take(&outcome);
            match keeper.take(&name, &hash, worked) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    broken = Some(error);
                    ControlFlow::Break(())
                }
            }
        },
    );
    if let Some(error) = broken.or_else(|| keeper.writer.commit().err()) {
        report.close();
        return Err(Failure::work(format!(
            "{error}\nWhat was added before it is kept; run the same again to add the rest, nothing is added twice"
        )));
    }
    let Keeper { writer, indexing, tally, new, there, .. } = keeper;
    drop(writer);
    // The records are safe; the index is brought up now, so that the first question needn't wait for it.
    drop(indexing);
    let indexed = ledger.index();
    if !voice.quiet {
        let mut out = tally.told(&folder).into_bytes();
        list(&texts(&ledger, &new, &there)?, &mut Page::new(&mut out, Look::of_stdout(voice.color)));
        write(&out)?;
    }
    indexed?;
    Ok(report.close())
}

struct Keeper<'l> {
    ledger: &'l Ledger,
    /// Reads again what is damaged in the ledger.
    reader: &'l Reader,
    writer: Writer<'l>,
    /// Brings the index up beside the writing, where that takes longer than a moment.
    indexing: Option<Indexing<'l>>,
    learnt: Timestamp,
    tally: Tally,
    beat: Beat,
    /// The first sources that came in and that were there before, by their hashes: as many as may be listed and one more.
    new: Vec<[u8; 32]>,
    there: Vec<[u8; 32]>,
}

impl Keeper<'_> {
    fn take(&mut self, name: &str, hash: &[u8; 32], worked: Worked) -> Result<(), LedgerError> {
        let added = match worked {
            Worked::Known(bytes) => {
                if !self.ledger.is_whole(hash)? {
                    let found = Found { name: name.to_owned(), bytes: Ok(bytes.clone()), file: 0 };
                    let records = self.reader.outcome(found).output;
                    let source = Prepared::new(name, &bytes, &records, self.ledger.folding())?;
                    self.writer.mend(&source, &bytes, self.learnt)?;
                    self.tally.mended += 1;
                }
                self.writer.found_again(name, hash, self.learnt)?
            }
            Worked::Ready(source) => {
                let added = self.writer.append(&source, self.learnt)?;
                if matches!(added, Added::New | Added::Changed) {
                    self.tally.articles += source.articles() as u64;
                    self.tally.acts += source.acts() as u64;
                }
                added
            }
            Worked::Unread => {
                self.tally.failed += 1;
                return Ok(());
            }
            Worked::Broken(error) => return Err(error),
        };
        match added {
            Added::New => self.tally.new += 1,
            Added::Same | Added::Renamed => self.tally.same += 1,
            Added::Changed => self.tally.changed += 1,
        }
        let of_its_kind = if matches!(added, Added::New | Added::Changed) { &mut self.new } else { &mut self.there };
        if of_its_kind.len() <= FEW && !of_its_kind.contains(hash) {
            of_its_kind.push(*hash);
        }
        if self.beat.due() {
            self.writer.commit()?;
            if self.indexing.is_none() {
                self.indexing = Some(self.ledger.indexing()?);
            }
            self.indexing.iter().for_each(Indexing::committed);
        }
        Ok(())
    }
}

impl Tally {
    fn told(&self, folder: &std::path::Path) -> String {
        let numbers = [("new", self.new), ("same", self.same), ("changed", self.changed), ("failed", self.failed)];
        let mut told: Vec<String> =
            numbers.iter().map(|(word, number)| format!("{} {word}", thousands(*number))).collect();
        let articles = count(self.articles as usize, "article", "articles");
        let acts = count(self.acts as usize, "act", "acts");
        if self.mended > 0 {
            told.push(format!("{} of them mended", thousands(self.mended)));
        }
        format!("{}; {articles} and {acts} added to {}\n", told.join(", "), folder.display())
    }
}

/// The texts to list: what came in with what was there before, else what came in, else none, as far as they are few.
fn texts(ledger: &Ledger, new: &[[u8; 32]], there: &[[u8; 32]]) -> Result<Vec<Article>, LedgerError> {
    let of = |hashes: &[[u8; 32]]| -> Result<Vec<Article>, LedgerError> {
        let mut texts = Vec::new();
        for hash in hashes {
            texts.extend(ledger.articles_in(hash, FEW + 1)?);
        }
        Ok(texts)
    };
    let there: Vec<[u8; 32]> = there.iter().filter(|hash| !new.contains(hash)).copied().collect();
    let (mut texts, before) = (of(new)?, of(&there)?);
    if texts.len() + before.len() <= FEW {
        texts.extend(before);
    }
    Ok(if texts.len() <= FEW { texts } else { Vec::new() })
}

/// One line a text: id, day, acts, title.
fn list(texts: &[Article], page: &mut Page<'_>) {
    let acts: Vec<String> = texts.iter().map(|text| count(text.acts as usize, "act", "acts")).collect();
    let [id, day] = [2, 14];
    let number = day + 12;
    let title = number + acts.iter().map(|acts| width(acts)).max().unwrap_or(0) + 2;
    for (text, acts) in texts.iter().zip(acts) {
        let words = harmless(text.title.as_deref().unwrap_or("(no title)")).into_owned();
        let words = shorten(&words, page.width().saturating_sub(title)).into_owned();
        let said = text.said.clone().unwrap_or_else(|| "no day".to_owned());
        let cell = |text: String| -> Cell { vec![(Style::Plain, text)] };
        page.row(&[id, day, number, title], &[cell(text.id.clone()), cell(said), cell(acts), cell(words)]);
    }
}

/// The name a source is kept under: its whole path, so that the same name from another folder is another source. An
/// address given for standard input stays; nameless input is named by its bytes.
fn kept_name(name: &str, hash: &[u8; 32]) -> String {
    if name.contains("://") {
        return name.to_owned();
    }
    if name == "-" {
        let digits: String = hash[..5].iter().map(|byte| format!("{byte:02x}")).collect();
        return format!("standard input {digits}");
    }
    absolute(name).map_or_else(|| name.to_owned(), |path| path.to_string_lossy().into_owned())
}

fn absolute(name: &str) -> Option<PathBuf> {
    std::path::absolute(name).ok()
}
