//! `chancery import`: a whole ledger back from its export, into an empty one, all of it or nothing.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::ExitCode;

use chancery_export::{ExportError, LEDGER, Line, Lines, read_table, tables_in_order};
use chancery_ledger::{Ledger, LedgerError, Restoring};

use super::ledger::{Failure, done, folder, folding, write};
use crate::args::{self, Voice};
use crate::render::count;

pub(crate) fn run(args: &args::Import, voice: Voice) -> ExitCode {
    done(voice, try_import(args))
}

fn try_import(args: &args::Import) -> Result<ExitCode, Failure> {
    let tables = args.path.join(tables_in_order()[0]).is_file();
    let file = if args.path.is_dir() { args.path.join(LEDGER) } else { args.path.clone() };
    // Opened before anything is made of it.
    let lines = if tables { None } else { Some(open_export(&args.path, &file)?) };
    let folder = folder(&args.at)?;
    let ledger = Ledger::open_to_write(&folder, folding()?)?;
    let restoring = ledger.restoring()?;
    match lines {
        Some(lines) => restore_lines(lines, &file, &restoring)?,
        None => restore_tables(&args.path, &restoring)?,
    }
    restoring.finish()?;
    ledger.index()?;
    let counts = ledger.counts()?;
    write(
        format!(
            "{}, {}, {} and {} brought back into {}\n",
            count(counts.sources as usize, "source", "sources"),
            count(counts.articles as usize, "article", "articles"),
            count(counts.acts as usize, "act", "acts"),
            count(counts.judgements as usize, "judgement", "judgements"),
            folder.display()
        )
        .as_bytes(),
    )
}

#[expect(clippy::disallowed_methods, reason = "this is where the program reads files")]
fn open_export(path: &Path, file: &Path) -> Result<BufReader<File>, Failure> {
    let missing = |error| {
        let none = "holds no whole ledger: export one without flags, as jsonl or parquet";
        let what = if path.is_dir() { none } else { "can't be read" };
        Failure::misuse(format!("{} {what} ({error})", path.display()))
    };
    Ok(BufReader::new(File::open(file).map_err(missing)?))
}

/// An error of the export as one of the ledger: nothing of it is taken in.
struct Unsound(LedgerError);

impl From<ExportError> for Unsound {
    fn from(error: ExportError) -> Self {
        Self(LedgerError::Import(error.to_string()))
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where the program reads files")]
fn restore_tables(folder: &Path, restoring: &Restoring<'_>) -> Result<(), Failure> {
    for table in tables_in_order() {
        let path = folder.join(table);
        let missing = |error| LedgerError::Import(format!("{} can't be read ({error})", path.display()));
        let file = File::open(&path).map_err(missing)?;
        read_table(table, file, &mut |kept| restoring.put(&kept).map_err(Unsound)).map_err(|Unsound(error)| error)?;
    }
    Ok(())
}

fn restore_lines(lines: impl BufRead, file: &Path, restoring: &Restoring<'_>) -> Result<(), Failure> {
    let bad = |problem: String| LedgerError::Import(format!("{}: {problem}", file.display()));
    let mut read = Lines::default();
    let (mut begun, mut ended) = (false, false);
    for (number, text) in lines.lines().enumerate() {
        let text = text.map_err(|error| bad(format!("line {}: {error}", number + 1)))?;
        let line = read.read(number + 1, &text).map_err(|error| bad(error.to_string()))?;
        match line {
            Line::Begin if number == 0 => begun = true,
            Line::Row(kept) if begun && !ended => restoring.put(&kept)?,
            Line::End if begun => ended = true,
            _ => return Err(bad(format!("line {}: it stands where none may", number + 1)).into()),
        }
    }
    if ended { Ok(()) } else { Err(bad("it is cut off before its last line".to_owned()).into()) }
}
