//! What the verbs of the ledger share: where it is, how days and flags become a question, printing, exit codes.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use chancery_answer::{Answer, AskError, Form, Names, Undated};
use chancery_ledger::{AsOf, Folding, Ledger, LedgerError, Timestamp};
use chancery_query::QueryError;

use crate::args::{AnswerFormat, PromiseList, Saying, Shown, Then, Voice, When, Where, Which};
use crate::render::{Page, count, width};
use crate::terminal::{Look, Style};

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

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Unfit { message, .. } => Self::misuse(message),
            AskError::Query(error) => error.into(),
            AskError::Ledger(error) => error.into(),
            AskError::Export(error) => Self::work(error.to_string()),
        }
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

/// Says by which other names a matter is asked for too.
pub(crate) fn say_names(asking: &chancery_answer::Asking<'_>, on: &str, voice: Voice) {
    let (_, also) = asking.matter(on);
    if !also.is_empty() && !voice.quiet {
        say(&format!(
            "{} is asked for as {} too; a word more, or quotation marks, ask for it alone",
            on.trim(),
            also.join(", ")
        ));
    }
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

/// How far the clock may be behind the ledger, in microseconds, before that is told.
const BEHIND: i64 = 1_000_000;

/// Says it where the clock was set back: what is written then has a time that the clock does not show.
pub(crate) fn tell_of_clock(ledger: &Ledger, voice: Voice) -> Result<(), Failure> {
    let (clock, dated) = (clock(), now(ledger)?);
    if !voice.quiet && dated.micros() - clock.micros() > BEHIND {
        say(&format!(
            "the clock says {clock}, and the ledger has learnt something at {dated}: what is written now is dated {dated}, so that \
             its order holds. Set the clock right before you write more"
        ));
    }
    Ok(())
}

/// Now.
#[expect(clippy::disallowed_methods, reason = "this is where the clock is read")]
pub(crate) fn clock() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// Who judges.
pub(crate) fn author(saying: &Saying) -> Result<String, Failure> {
    let known = || ["CHANCERY_AUTHOR", "USER", "LOGNAME", "USERNAME"].into_iter().find_map(variable);
    let missing = || Failure::misuse("who says so? Give --author NAME, or set CHANCERY_AUTHOR");
    saying.author.clone().or_else(known).or_else(user).ok_or_else(missing)
}

/// The user's name as the system knows it: in a container the environment often tells none.
fn user() -> Option<String> {
    let told = std::process::Command::new("whoami").stderr(std::process::Stdio::null()).output().ok()?;
    let name = String::from_utf8(told.stdout).ok()?.trim().to_owned();
    (told.status.success() && !name.is_empty()).then_some(name)
}

impl From<&When> for chancery_answer::When {
    fn from(when: &When) -> Self {
        Self { from: when.from.clone(), to: when.to.clone(), undated: when.undated }
    }
}

impl From<&PromiseList> for chancery_answer::PromiseList {
    fn from(list: &PromiseList) -> Self {
        let PromiseList { status, due, overdue, specific, silent, today: _ } = list;
        Self { status: status.clone(), due: *due, overdue: *overdue, specific: *specific, silent: *silent }
    }
}

impl From<&Which> for chancery_answer::Which {
    fn from(which: &Which) -> Self {
        Self {
            holder: which.holder.clone(),
            target: which.target.clone(),
            addressee: which.addressee.clone(),
            via: which.via.clone(),
            kind: which.kind.clone(),
            stance: which.stance.clone(),
            instrument: which.instrument.clone(),
            mechanism: which.mechanism.clone(),
            when: (&which.when).into(),
            rejected: which.rejected,
            all_copies: which.copies.all_copies,
        }
    }
}

/// What packs know, with what the user's own folder adds.
pub(crate) fn names(ledger: &Ledger) -> Names {
    Names::with(ledger.folding(), crate::knowledge::own_overlays())
}

/// As of when an answer is to be shown. Of a time at which the ledger knew nothing yet it is said when it begins.
pub(crate) fn as_of(then: &Then, ledger: &Ledger, voice: Voice) -> Result<AsOf, Failure> {
    let as_of = chancery_answer::as_of(then.as_of.as_deref())?;
    if let (Some(begins), false) = (ledger.begins_after(as_of)?, voice.quiet) {
        say(&format!("the ledger knew nothing then: its first source was added at {begins}"));
    }
    if !voice.quiet && ledger.lacks_index()? {
        say(
            "the ledger may only be read and has no full-text index that fits: each question makes one for itself, which takes \
             time. `chancery rebuild` by who may write there, or in a copy, makes it once",
        );
    }
    Ok(as_of)
}

/// Rows that may be shown.
pub(crate) const fn most(shown: &Shown) -> usize {
    if shown.limit == 0 { usize::MAX } else { shown.limit }
}

/// What was left out for want of a day, and how it is listed; nothing where nothing was.
fn left_out(undated: Undated) -> Option<String> {
    let counted = |number: u64, one: &str, several: &str| (number > 0).then(|| count(number as usize, one, several));
    let (verb, parts) = match undated {
        Undated::Acts(acts) => ("lists", [counted(acts, "act", "acts"), None]),
        Undated::Texts(texts) => ("reads", [counted(texts, "text", "texts"), None]),
        Undated::Found(acts, passages) => {
            ("finds", [counted(acts, "act", "acts"), counted(passages, "paragraph", "paragraphs")])
        }
    };
    let (has, it) = if undated.number() + undated.passages() == 1 { ("has", "it") } else { ("have", "them") };
    let told = parts.into_iter().flatten().collect::<Vec<_>>().join(" and ");
    let how = format!("--undated in place of --from and --to {verb} {it}");
    (!told.is_empty()).then(|| format!("{told} without a day {has} been left out: {how}"))
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
    let undated = answer.undated.and_then(left_out);
    if format == AnswerFormat::Table {
        let mut page = Page::new(&mut out, Look::of_stdout(voice.color));
        table(&mut page);
        if let Some(told) = undated {
            page.words(0, Style::Faint, &told);
        }
    } else {
        if let (Some(told), false) = (undated, voice.quiet) {
            say(&told);
        }
        let form = match format {
            AnswerFormat::Table | AnswerFormat::Json => Form::Json,
            AnswerFormat::Jsonl => Form::Jsonl,
            AnswerFormat::Csv => Form::Csv,
            AnswerFormat::Md => Form::Md,
        };
        let mut text = String::new();
        answer.write(form, &mut text);
        out = text.into_bytes();
    }
    write(&out)
}

/// Prints one thing as asked for: to programs as one JSON value, if nothing else is said.
pub(crate) fn print_one(
    format: Option<AnswerFormat>,
    voice: Voice,
    answer: &Answer,
    table: impl FnOnce(&mut Page<'_>),
) -> Result<ExitCode, Failure> {
    let terminal = io::stdout().is_terminal();
    let format = format.unwrap_or(if terminal { AnswerFormat::Table } else { AnswerFormat::Json });
    print(Some(format), voice, answer, table)
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
