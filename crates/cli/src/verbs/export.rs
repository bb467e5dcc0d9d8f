//! `chancery export`: acts in the forms of other programs, and a whole ledger.
//!
//! Files are written beside their place and moved there whole, so that an export is there or it is not.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chancery_answer::{Asking, Export, Exporting};
use chancery_export::Name;

use super::ledger::{Failure, done, open, say, write};
use crate::args::{self, ExportFormat, Voice};
use crate::render::count;

impl ExportFormat {
    const fn name(self) -> Name {
        match self {
            Self::Jsonl => Name::Jsonl,
            Self::Csv => Name::Csv,
            Self::Parquet => Name::Parquet,
            Self::Webannotation => Name::Webannotation,
            Self::Atom => Name::Atom,
            Self::Graphml => Name::Graphml,
            Self::Ftm => Name::Ftm,
            Self::Plover => Name::Plover,
            Self::Md => Name::Md,
            Self::Html => Name::Html,
            Self::Ics => Name::Ics,
        }
    }
}

pub(crate) fn export(args: &args::Export, voice: Voice) -> ExitCode {
    done(voice, try_export(args, voice))
}

fn try_export(args: &args::Export, voice: Voice) -> Result<ExitCode, Failure> {
    let name = args.format.name();
    let to = Target::new(name, args.out.as_deref())?;
    let ledger = open(&args.then.at)?;
    let names = super::ledger::names(&ledger);
    let asking = Asking::new(&ledger, &names);
    let list = chancery_answer::PromiseList::from(&args.list);
    let promises = if list == chancery_answer::PromiseList::default() {
        None
    } else {
        let as_of = chancery_answer::as_of(args.then.as_of.as_deref())?;
        Some((list, super::boards::today(args.list.today.as_deref(), as_of)?))
    };
    let asked = Export {
        query: String::new(),
        on: args.on.join(" "),
        promises,
        of: None,
        name,
        which: (&args.which).into(),
        as_of: args.then.as_of.clone(),
        most: args.limit.unwrap_or(SECTION),
        program: format!("chancery {}", env!("CARGO_PKG_VERSION")),
    };
    let rows = !matches!(to, Target::Stdout(_));
    if args.limit.is_some() && !matches!(name, Name::Md | Name::Html) {
        return Err(Failure::misuse(
            "--limit counts the entries in a section of a brief (md, html): atom holds the thousand acts that changed last, the other forms all",
        ));
    }
    let mut entries = 0;
    let done = Exporting::new(&asking, asked)?.run(&asking, rows, &mut |path, bytes| {
        entries += entries_in(name, bytes);
        to.write(path, bytes)
    })?;
    to.close()?;
    if let (Some(out), false) = (&args.out, voice.quiet) {
        let acts = count(done.acts, "act", "acts");
        let told = match name {
            Name::Ics => format!("{} of {acts}", count(entries, "event", "events")),
            Name::Atom => format!("{} of {acts}", count(entries, "entry", "entries")),
            Name::Md | Name::Html => format!("a brief of {acts}"),
            _ => acts,
        };
        say(&format!("{told} written to {}", out.display()));
        if !done.whole && matches!(name, Name::Jsonl | Name::Parquet) {
            say("only what was asked for is in it, so it can't be brought back by `chancery import`");
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Entries in a section of a brief.
const SECTION: usize = 25;

/// Entries of a calendar or a feed in what is written at once; it is written whole lines at a time.
fn entries_in(name: Name, bytes: &[u8]) -> usize {
    let begins: &[u8] = match name {
        Name::Ics => b"BEGIN:VEVENT",
        Name::Atom => b"<entry>",
        _ => return 0,
    };
    bytes.windows(begins.len()).filter(|window| *window == begins).count()
}

/// Where an export goes.
enum Target {
    /// Only this file of it.
    Stdout(&'static str),
    /// Under another name until it is whole.
    File { place: PathBuf, fresh: PathBuf },
    /// The same for a folder.
    Folder { place: PathBuf, fresh: PathBuf },
}

/// The name beside `place` under which it is written.
fn beside(place: &Path) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    place.with_file_name(name)
}

fn failed(path: &Path) -> impl Fn(io::Error) -> Failure {
    let path = path.display().to_string();
    move |error| Failure::work(format!("{path} can't be written: {error}"))
}

impl Target {
    fn new(name: Name, out: Option<&Path>) -> Result<Self, Failure> {
        let Some(out) = out else {
            return match name {
                Name::Parquet => {
                    Err(Failure::misuse("parquet is several files: say with --out which folder they go into"))
                }
                _ => Ok(Self::Stdout(name.main())),
            };
        };
        let (place, fresh) = (out.to_path_buf(), beside(out));
        if !name.is_folder() {
            if out.is_dir() {
                return Err(Failure::misuse(format!(
                    "{} is a folder, and this form is one file: name it",
                    out.display()
                )));
            }
            if fresh.is_file() {
                fs::remove_file(&fresh).map_err(failed(&fresh))?;
            }
            return Ok(Self::File { place, fresh });
        }
        let empty = |folder: &Path| fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
        if out.exists() && !empty(out) {
            let message =
                format!("{} is there already: an export goes into a new folder, so choose another", out.display());
            return Err(Failure::misuse(message));
        }
        // What an earlier run left when it was broken off.
        if fresh.is_dir() {
            fs::remove_dir_all(&fresh).map_err(failed(&fresh))?;
        }
        fs::create_dir_all(&fresh).map_err(failed(&fresh))?;
        Ok(Self::Folder { place, fresh })
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let to = match self {
            Self::Stdout(only) => return if path == *only { write(bytes).map(|_| ()) } else { Ok(()) },
            Self::File { fresh, .. } => fresh.clone(),
            Self::Folder { fresh, .. } => fresh.join(path),
        };
        if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(failed(folder))?;
        }
        let mut file = File::options().create(true).append(true).open(&to).map_err(failed(&to))?;
        file.write_all(bytes).map_err(failed(&to))
    }

    /// Moves it to its place.
    fn close(self) -> Result<(), Failure> {
        match self {
            Self::Stdout(_) => Ok(()),
            Self::File { place, fresh } => fs::rename(&fresh, &place).map_err(failed(&place)),
            Self::Folder { place, fresh } => {
                if place.is_dir() {
                    fs::remove_dir(&place).map_err(failed(&place))?;
                }
                fs::rename(&fresh, &place).map_err(failed(&place))
            }
        }
    }
}
