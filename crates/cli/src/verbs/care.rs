//! `chancery verify`, `check`, `rebuild`, `backup`, `stats`, `reread`: is it whole, how much is there, what would another
//! reading change.

use std::ops::ControlFlow;
use std::process::ExitCode;

use chancery_answer::Answer;
use chancery_ledger::{AsOf, Changes, Checked, KeptSource, Ledger, LedgerError, Prepared, Reference, give_way};
use chancery_model::{Fault, FaultKind, FaultPlace, Severity};
use chancery_read::Limits;
use serde_json::json;

use super::add::{Beat, reader, workers};
use super::ask::nothing;
use super::ledger::{
    Failure, as_of, done, folder, folding, now, open, open_to_write, print, print_one, say, tell_of_clock, write,
};
use crate::args::{self, Care, Verify, Voice};
use crate::pipeline;
use crate::progress::Progress;
use crate::render::{Page, count, thousands};
use crate::report::Report;
use crate::sources::Found;
use crate::terminal::Style;

pub(crate) fn verify(args: &Verify, voice: Voice) -> ExitCode {
    done(voice, try_verify(args, voice))
}

fn try_verify(args: &Verify, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.shown.at)?;
    if args.all {
        return verify_all(args, &ledger, voice);
    }
    let mut all = Vec::new();
    for id in &args.id {
        let reference = Reference::parse(id).map_err(|e| Failure::misuse(e.to_string()))?;
        all.push(match &reference {
            Reference::Article(begins) => {
                let key = ledger.article_key(begins)?;
                ledger.verify_article(ledger.article_of(&key, AsOf::NOW)?.row)?
            }
            Reference::Act(..) => ledger.verify_act(&ledger.act_id(&reference)?, AsOf::NOW)?,
        });
    }
    print_one(args.shown.format, voice, &verified(&all), |page| {
        for one in &all {
            let (style, verdict) = verdict(one);
            page.row(&[0, 24], &[vec![(Style::Plain, one.id.clone())], vec![(style, verdict)]]);
            one.wrong.iter().for_each(|wrong| page.words(2, Style::Error, wrong));
        }
    })?;
    Ok(if all.iter().all(Checked::holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

const VERIFIED: &[&str] = &["id", "holds", "by_bytes", "characters", "first_byte", "end_byte", "repaired", "wrong"];

/// In forms for programs.
fn verified(all: &[Checked]) -> Answer {
    let mut answer = Answer::new(VERIFIED);
    for one in all {
        let byte = |byte: Option<u32>| byte.map_or_else(String::new, |byte| byte.to_string());
        let cells = vec![
            one.id.clone(),
            one.holds().to_string(),
            one.by_bytes.to_string(),
            one.characters.to_string(),
            byte(one.bytes.map(|(start, _)| start)),
            byte(one.bytes.map(|(_, end)| end)),
            one.repaired.values().sum::<usize>().to_string(),
            one.wrong.join("; "),
        ];
        answer.push(cells, json!(one));
    }
    answer
}

/// What was found out, in a sentence.
pub(super) fn verdict(one: &Checked) -> (Style, String) {
    if !one.holds() {
        return (Style::Error, format!("does not hold: {}", one.wrong.join("; ")));
    }
    let how = if one.by_bytes {
        let bytes = one.bytes.map_or_else(String::new, |(start, end)| {
            format!(" at bytes {} to {}", thousands(start.into()), thousands(end.into()))
        });
        format!("{} agree with the source{bytes}", count(one.characters, "character", "characters"))
    } else {
        "the source's hash and the quote's place hold; its bytes are no text to compare with".to_owned()
    };
    let repaired: usize = one.repaired.values().sum();
    let repairs: Vec<String> = one.repaired.keys().cloned().collect();
    let mended = match (one.repaired.is_empty(), repaired) {
        (true, _) => String::new(),
        (_, number) => format!(
            "; {} by repair ({}), where the source has {}",
            count(number, "character", "characters"),
            repairs.join(", "),
            one.found.iter().map(|found| format!("“{}”", found.escape_debug())).collect::<Vec<_>>().join(", ")
        ),
    };
    (Style::For, format!("holds: {how}{mended}"))
}

fn verify_all(args: &Verify, ledger: &Ledger, voice: Voice) -> Result<ExitCode, Failure> {
    let sum = {
        let progress = Progress::new(voice, ledger.counts()?.articles, "articles");
        ledger.verify_all(&mut |done| progress.at(done))?
    };
    let mut answer = Answer::new(&["id", "wrong"]);
    sum.wrong.iter().for_each(|(id, wrong)| {
        answer.push(vec![id.clone(), wrong.clone()], json!({"id": id, "wrong": wrong}));
    });
    answer.whole = Some(json!(sum));
    print_one(args.shown.format, voice, &answer, |page| {
        for (id, message) in sum.wrong.iter().take(50) {
            page.row(&[0, 14], &[vec![(Style::Plain, id.clone())], vec![(Style::Error, message.clone())]]);
        }
        let [articles, by_bytes, quotes] = [sum.articles, sum.by_bytes, sum.quotes].map(|n| thousands(n as u64));
        let [characters, repaired] = [sum.characters, sum.repaired].map(|n| thousands(n as u64));
        page.words(
            0,
            Style::Plain,
            &format!(
                "{quotes} quotes in {articles} articles are slices of their texts; of {by_bytes} articles, {characters} \
                 characters were compared with the bytes, {repaired} of them rest on repairs"
            ),
        );
        let style = if sum.wrong.is_empty() { Style::For } else { Style::Error };
        page.words(0, style, &count(sum.wrong.len(), "thing does not hold", "things do not hold"));
    })?;
    Ok(if sum.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub(crate) fn check(args: &Care, voice: Voice) -> ExitCode {
    done(voice, try_check(args, voice))
}

fn try_check(args: &Care, voice: Voice) -> Result<ExitCode, Failure> {
    let ledger = open(&args.at)?;
    let checkup = {
        // Of a damaged database perhaps not even that can be counted.
        let articles = ledger.counts().map_or(0, |counts| counts.articles);
        let progress = Progress::new(voice, articles, "articles");
        ledger.check(&mut |done| progress.at(done))?
    };
    for one in &checkup.findings {
        say(&format!("{}: {}", one.place, one.message));
    }
    if !checkup.findings.is_empty() {
        checkup.notes.iter().for_each(|note| say(note));
        return Ok(ExitCode::FAILURE);
    }
    let counts = ledger.counts()?;
    let older = |all: u64, current: u64| match all - current.min(all) {
        0 => String::new(),
        older => format!(" ({} of older readings)", thousands(older)),
    };
    let mut told = format!(
        "whole: {}, {}{}, {}{}\n",
        count(counts.sources as usize, "source", "sources"),
        count(counts.articles as usize, "article", "articles"),
        older(counts.articles, counts.current_articles),
        count(counts.acts as usize, "act", "acts"),
        older(counts.acts, counts.current_acts),
    );
    checkup.notes.iter().for_each(|note| told.extend([note.as_str(), "\n"]));
    if voice.quiet { Ok(ExitCode::SUCCESS) } else { write(told.as_bytes()) }
}

pub(crate) fn rebuild(args: &Care, voice: Voice) -> ExitCode {
    let rebuild = || -> Result<ExitCode, Failure> {
        let ledger = open_to_write(&args.at)?;
        let families = !ledger.families_are_current()?;
        ledger.rebuild()?;
        let counts = ledger.counts()?;
        let mut told = format!("the index is made anew: {}\n", count(counts.acts as usize, "act", "acts"));
        if families {
            told.push_str("which texts tell the same was found anew, in both scripts\n");
        }
        if voice.quiet { Ok(ExitCode::SUCCESS) } else { write(told.as_bytes()) }
    };
    done(voice, rebuild())
}

pub(crate) fn backup(args: &args::Backup, voice: Voice) -> ExitCode {
    let backup = || -> Result<ExitCode, Failure> {
        let ledger = open(&args.at)?;
        ledger.backup(&args.folder)?;
        // What can't be read back here can't be read back there: better said now than on the day it is needed.
        let damaged = Ledger::open(&args.folder, folding()?)?.damaged()?;
        if !damaged.is_empty() {
            return Err(Failure::work(format!(
                "the copy in {} is as damaged as the ledger: {} can't be read back. Add their sources again, which mends them, and \
                 make a new copy; or keep to an older one",
                args.folder.display(),
                damaged.join(", ")
            )));
        }
        let told = format!(
            "a whole copy is in {0}, every byte of it read back; chancery check --ledger {0} looks over all that it says\n",
            args.folder.display()
        );
        if voice.quiet { Ok(ExitCode::SUCCESS) } else { write(told.as_bytes()) }
    };
    done(voice, backup())
}

pub(crate) fn stats(args: &args::Stats, voice: Voice) -> ExitCode {
    let stats = || -> Result<ExitCode, Failure> {
        let ledger = open(&args.then.at)?;
        let counts = ledger.counts_as_of(as_of(&args.then, &ledger, voice)?)?;
        let mut value = json!(counts);
        value["folder"] = json!(ledger.folder());
        let mut answer = Answer::new(&["what", "value"]);
        for (what, value) in value.as_object().into_iter().flatten() {
            let told = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            answer.push(vec![what.clone(), told], json!({"what": what, "value": value}));
        }
        answer.whole = Some(value);
        print_one(args.format, voice, &answer, |page| {
            let days = counts.first.clone().zip(counts.last.clone());
            let days = days.map_or_else(|| "none".to_owned(), |(first, last)| format!("{first} to {last}"));
            let older = |all: u64, current: u64| match all - current.min(all) {
                0 => thousands(current),
                older => format!("{} (and {} of older readings)", thousands(current), thousands(older)),
            };
            let megabytes = |bytes: u64| format!("{}.{:02} MB", bytes / 1_000_000, bytes % 1_000_000 / 10_000);
            for (label, told) in [
                ("ledger", ledger.folder().display().to_string()),
                ("sources", format!("{}, {}", thousands(counts.sources), megabytes(counts.source_bytes))),
                ("articles", older(counts.articles, counts.current_articles)),
                ("acts", older(counts.acts, counts.current_acts)),
                ("said", days),
                (
                    "no day",
                    format!(
                        "{} in {}",
                        count(counts.undated_acts as usize, "act", "acts"),
                        count(counts.undated_articles as usize, "article", "articles")
                    ),
                ),
                ("begins", counts.begins.map_or_else(|| "not yet".to_owned(), |at| at.to_string())),
                ("judgements", thousands(counts.judgements)),
                (
                    "on disk",
                    format!("records {}, index {}", megabytes(counts.database_bytes), megabytes(counts.index_bytes)),
                ),
            ] {
                page.row(&[2, 14], &[vec![(Style::Label, label.to_owned())], vec![(Style::Plain, told)]]);
            }
            page.blank();
            let told = "Copies of a text are counted here; lists count each text once, and with --all-copies as here.";
            page.words(2, Style::Faint, told);
        })
    };
    done(voice, stats())
}

pub(crate) fn reread(args: &args::Reread, voice: Voice) -> ExitCode {
    done(voice, try_reread(args, voice))
}

const COLUMNS: &[&str] = &["source", "what", "id", "quote", "note", "judgements"];

fn try_reread(args: &args::Reread, voice: Voice) -> Result<ExitCode, Failure> {
    give_way();
    let limits = Limits::default();
    let reader = reader(&args.packs, limits, voice)?;
    let ledger = if args.dry_run { open(&args.at)? } else { open_to_write(&args.at)? };
    // Sources are found by a thread of their own, which needs its own way to the store.
    let shelf = Ledger::open(&folder(&args.at)?, folding()?)?;
    let folded = ledger.folding().clone();
    if !args.dry_run {
        tell_of_clock(&ledger, voice)?;
    }
    let at = now(&ledger)?;
    let mut writer = if args.dry_run { None } else { Some(ledger.writer()?) };
    let mut report = Report::new(voice, false);
    report.expect_number(ledger.counts()?.sources);
    let mut told: Vec<(String, Changes)> = Vec::new();
    let (mut done, mut beat, mut broken) = (0usize, Beat::new(), None);
    pipeline::run(
        workers(args.jobs),
        move |hand| {
            let kept: Vec<KeptSource> = shelf.sources().unwrap_or_default();
            for (file, source) in kept.into_iter().enumerate() {
                let bytes = shelf.content(&source).map_err(|error| unreadable(&error));
                let weight = bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
                if !hand(Found { name: source.name, bytes, file: file as u64 }, weight) {
                    break;
                }
            }
        },
        |found: Found| {
            let (name, bytes) = (found.name.clone(), found.bytes.as_ref().map_or_else(|_| Vec::new(), Clone::clone));
            let outcome = reader.outcome(found);
            let prepared = Prepared::new(&name, &bytes, &outcome.output, &folded);
            (outcome, name, prepared)
        },
        |(outcome, name, prepared), _| {
            report.take(&outcome);
            let step = || -> Result<(), LedgerError> {
                let prepared = prepared?;
                // What could be read once and can't now stays as it was read.
                if outcome.failed() && prepared.is_empty() {
                    return Ok(());
                }
                let changes = ledger.changes(&prepared)?;
                if !changes.changes.is_empty() {
                    if let Some(writer) = &mut writer {
                        writer.read_again(&prepared, at)?;
                    }
                    told.push((name, changes));
                }
                done += 1;
                match &mut writer {
                    Some(writer) if beat.due() => writer.commit(),
                    _ => Ok(()),
                }
            };
            match step() {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    broken = Some(error);
                    ControlFlow::Break(())
                }
            }
        },
    );
    let committed = writer.as_mut().map_or(Ok(()), chancery_ledger::Writer::commit);
    drop(writer);
    if let Some(error) = broken.or(committed.err()) {
        return Err(error.into());
    }
    if !args.dry_run {
        ledger.index()?;
    }
    tell(args, voice, &told, done)?;
    Ok(report.close())
}

fn unreadable(error: &LedgerError) -> Fault {
    Fault::new(FaultKind::Unreadable, Severity::Error, FaultPlace::Whole, error.to_string())
}

fn tell(args: &args::Reread, voice: Voice, told: &[(String, Changes)], sources: usize) -> Result<ExitCode, Failure> {
    let mut answer = Answer::new(COLUMNS);
    for (source, changes) in told {
        for one in &changes.changes {
            let cells = [source, one.what, &one.id, &one.quote, &one.note, &one.judgements.to_string()];
            let mut value = json!(one);
            value["source"] = json!(source);
            answer.push(cells.iter().map(|cell| (*cell).to_owned()).collect(), value);
        }
    }
    print(args.format, voice, &answer, |page| draw_changes(page, told, sources, args.dry_run))
}

fn draw_changes(page: &mut Page<'_>, told: &[(String, Changes)], sources: usize, dry: bool) {
    if told.is_empty() {
        return nothing(page, &format!("Nothing changes in {}", count(sources, "source", "sources")), &[]);
    }
    for (source, changes) in told {
        page.words(0, Style::Label, source);
        for one in &changes.changes {
            let style = match one.what {
                "new" => Style::For,
                "gone" => Style::Against,
                _ => Style::Warning,
            };
            let judged = match one.judgements {
                0 => String::new(),
                number => count(number, "judgement stands on it", "judgements stand on it"),
            };
            let cell = vec![
                (Style::Plain, one.quote.clone()),
                (Style::Faint, one.note.clone()),
                (Style::Warning, judged),
                (Style::Faint, one.id.clone()),
            ];
            page.row(&[2, 9], &[vec![(style, one.what.to_owned())], cell]);
        }
    }
    page.blank();
    let changed: usize = told.iter().map(|(_, changes)| changes.changes.len()).sum();
    let would = if dry { "would change; nothing was written" } else { "changed" };
    let sources = count(sources, "source", "sources");
    page.words(
        0,
        Style::Faint,
        &format!("{} in {} of {sources} {would}", count(changed, "thing", "things"), told.len()),
    );
}
