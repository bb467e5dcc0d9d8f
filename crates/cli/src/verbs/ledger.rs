//! What the verbs of the ledger share: where it is, how days and flags become a question, printing, exit codes.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use chancery_ledger::{AsOf, Folding, Ledger, LedgerError, Only, Timestamp};
use chancery_query::{Query, QueryError};

use crate::args::{AnswerFormat, Saying, ShowFormat, Shown, Voice, When, Where, Which};
use crate::names::Names;
use crate::render::answer::Answer;
use crate::render::{Page, width};
use crate::terminal::Look;

/// Wrong usage, or nothing there to work on.
pub(crate) const MISUSE: u8 = 2;

/// Why a verb could not do its work.
pub(crate) struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    /// Wrong usage that only shows when tried.
    pub(crate) fn misuse(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: MISUSE }
    }

    /// The work itself failed.
    pub(crate) fn work(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: 1 }
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        let misuse = matches!(
            error,
            LedgerError::Missing(_)
                | LedgerError::BadDate(_)
                | LedgerError::Id(_)
                | LedgerError::Judgement(_)
                | LedgerError::Foreign(_)
                | LedgerError::NotEmpty { .. }
        );
        Self { message: error.to_string(), code: if misuse { MISUSE } else { 1 } }
    }
}

impl From<QueryError> for Failure {
    /// The query with what is wrong pointed at.
    fn from(error: QueryError) -> Self {
        let (before, wrong) = (&error.query[..error.start], &error.query[error.start..error.end]);
        let pointer = "^".repeat(width(wrong).max(1));
        Self::misuse(format!("{}\n  {}\n  {}{pointer}", error.message, error.query, " ".repeat(width(before))))
    }
}

/// Runs a verb and says on stderr why it failed.
pub(crate) fn done(voice: Voice, result: Result<ExitCode, Failure>) -> ExitCode {
    result.unwrap_or_else(|failure| {
        if !voice.quiet {
            say(&failure.message);
        }
        ExitCode::from(failure.code)
    })
}

/// A line on stderr.
pub(crate) fn say(message: &str) {
    // Nobody can be told that stderr is closed.
    let _ = writeln!(io::stderr().lock(), "chancery: {message}");
}

#[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// The ledger's folder.
pub(crate) fn folder(at: &Where) -> Result<PathBuf, Failure> {
    if let Some(folder) = at.ledger.clone().or_else(|| variable("CHANCERY_LEDGER").map(PathBuf::from)) {
        return Ok(folder);
    }
    let data = if cfg!(windows) {
        variable("APPDATA").map(PathBuf::from)
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| Path::new(&home).join("Library/Application Support"))
    } else {
        variable("XDG_DATA_HOME")
            .map(PathBuf::from)
            .or_else(|| variable("HOME").map(|home| Path::new(&home).join(".local/share")))
    };
    let missing = || Failure::misuse("where is the ledger? Say --ledger DIR, or set CHANCERY_LEDGER");
    Ok(data.ok_or_else(missing)?.join("chancery").join("ledger"))
}

/// The folding of the bundled packs, which every ledger's index goes by.
pub(crate) fn folding() -> Result<Folding, Failure> {
    let conventions = chancery_pack::conventions().map_err(|error| Failure::work(error.to_string()))?;
    conventions.fold.map(Folding::new).ok_or_else(|| Failure::work("the program holds no folding table"))
}

/// The ledger, to ask it things.
pub(crate) fn open(at: &Where) -> Result<Ledger, Failure> {
    Ok(Ledger::open(&folder(at)?, folding()?)?)
}

/// The ledger, to write to it; one must be there already.
pub(crate) fn open_to_write(at: &Where) -> Result<Ledger, Failure> {
    let folder = folder(at)?;
    if !folder.join("ledger.db").is_file() {
        return Err(LedgerError::Missing(folder).into());
    }
    Ok(Ledger::open_to_write(&folder, folding()?)?)
}

/// Now, but not before what the ledger has seen.
pub(crate) fn now(ledger: &Ledger) -> Result<Timestamp, Failure> {
    Ok(ledger.not_before_the_last(clock())?)
}

/// Now.
#[expect(clippy::disallowed_methods, reason = "this is where the clock is read")]
pub(crate) fn clock() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// As of when.
pub(crate) fn as_of(date: Option<&str>) -> Result<AsOf, Failure> {
    Ok(date.map(AsOf::parse).transpose()?.unwrap_or_default())
}

/// Who judges.
pub(crate) fn author(saying: &Saying) -> Result<String, Failure> {
    let known = || ["CHANCERY_AUTHOR", "USER", "USERNAME"].into_iter().find_map(variable);
    let missing = || Failure::misuse("who says so? Give --author NAME, or set CHANCERY_AUTHOR");
    saying.author.clone().or_else(known).ok_or_else(missing)
}

/// A day as typed: a year or month stands for its first day, or for its last.
fn day(text: &str, last: bool) -> Result<String, Failure> {
    let bad = || Failure::misuse(format!("{text:?} is no day: write 2024-03-12, 2024-03 or 2024"));
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &&str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let good = parts.iter().enumerate().all(|(at, part)| digits(part, if at == 0 { 4 } else { 2 }));
    if !good || parts.len() > 3 {
        return Err(bad());
    }
    let end = match (parts.len(), last) {
        (1, false) => "-01-01",
        (1, true) => "-12-31",
        (2, false) => "-01",
        // Compared as text, so that it need not be a day there is.
        (2, true) => "-31",
        _ => "",
    };
    Ok(format!("{text}{end}"))
}

/// The days between which something was said.
pub(crate) fn days(when: &When, only: &mut Only) -> Result<(), Failure> {
    only.from = when.from.as_deref().map(|text| day(text, false)).transpose()?;
    only.to = when.to.as_deref().map(|text| day(text, true)).transpose()?;
    Ok(())
}

/// A single day.
pub(crate) fn one_day(text: &str) -> Result<String, Failure> {
    let whole = day(text, false)?;
    if text.len() == 10 { Ok(whole) } else { Err(Failure::misuse(format!("{text:?} is no day: write 2024-03-12"))) }
}

/// Flags as a question.
pub(crate) fn only(which: &Which, ledger: &Ledger) -> Result<Only, Failure> {
    let lower = |list: &[String]| list.iter().map(|one| one.to_lowercase()).collect::<Vec<_>>();
    let mut only = Only {
        kinds: lower(&which.kind),
        stances: lower(&which.stance),
        targets: which.target.clone(),
        instruments: which.instrument.clone(),
        mechanisms: which.mechanism.clone(),
        rejected: which.rejected,
        all_copies: which.all_copies,
        ..Only::default()
    };
    let kinds: Vec<&str> = chancery_model::ActKind::ALL.iter().map(|kind| kind.name()).collect();
    if let Some(wrong) = only.kinds.iter().find(|kind| !kinds.contains(&kind.as_str())) {
        return Err(Failure::misuse(format!("there is no kind of act {wrong:?}: there are {}", kinds.join(", "))));
    }
    let stances: Vec<&str> = chancery_model::Stance::ALL.iter().map(|stance| stance.name()).collect();
    if let Some(wrong) = only.stances.iter().find(|stance| !stances.contains(&stance.as_str())) {
        return Err(Failure::misuse(format!("there is no stance {wrong:?}: there are {}", stances.join(", "))));
    }
    days(&which.when, &mut only)?;
    if which.holder.iter().chain(&which.addressee).chain(&which.via).chain(&which.target).next().is_some() {
        let names = Names::load(ledger.folding());
        only.holders = names.actors(&which.holder).map_err(Failure::misuse)?;
        only.addressees = names.actors(&which.addressee).map_err(Failure::misuse)?;
        only.via = names.actors(&which.via).map_err(Failure::misuse)?;
        // A target may be a thing as well as an actor: a name that is an actor's means both.
        for name in &which.target {
            only.targets.extend(names.actors(std::slice::from_ref(name)).unwrap_or_default());
        }
    }
    Ok(only)
}

/// Words of a query put together.
pub(crate) fn query(words: &[String]) -> Result<Query, Failure> {
    Ok(Query::parse(&words.join(" "))?)
}

/// Rows that may be shown.
pub(crate) const fn most(shown: &Shown) -> usize {
    if shown.limit == 0 { usize::MAX } else { shown.limit }
}

/// Prints an answer as asked for; `table` draws it for eyes.
pub(crate) fn print(
    format: Option<AnswerFormat>,
    voice: Voice,
    answer: &Answer,
    table: impl FnOnce(&mut Page<'_>),
) -> Result<ExitCode, Failure> {
    let terminal = io::stdout().is_terminal();
    let format = format.unwrap_or(if terminal { AnswerFormat::Table } else { AnswerFormat::Jsonl });
    let mut out = Vec::new();
    if format == AnswerFormat::Table {
        table(&mut Page::new(&mut out, Look::of_stdout(voice.color)));
    } else {
        answer.print(format, &mut out);
    }
    write(&out)
}

/// Prints one thing as asked for.
pub(crate) fn print_one(
    format: Option<ShowFormat>,
    voice: Voice,
    value: &serde_json::Value,
    table: impl FnOnce(&mut Page<'_>),
) -> Result<ExitCode, Failure> {
    let format = format.map(|format| match format {
        ShowFormat::Table => AnswerFormat::Table,
        ShowFormat::Json => AnswerFormat::Json,
    });
    let terminal = io::stdout().is_terminal();
    let format = format.unwrap_or(if terminal { AnswerFormat::Table } else { AnswerFormat::Json });
    let mut answer = Answer::new(&[]);
    answer.whole = Some(value.clone());
    print(Some(format), voice, &answer, table)
}

/// To standard output.
pub(crate) fn write(text: &[u8]) -> Result<ExitCode, Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::work(format!("the answer could not be written: {error}")))
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}
