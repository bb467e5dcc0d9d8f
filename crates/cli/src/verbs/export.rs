//! `chancery export`: acts in the forms of other programs, and a whole ledger.
//!
//! Files are written beside their place and moved there whole, so that an export is there or it is not.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chancery_answer::{Asking, Names, only};
use chancery_export::{About, ExportError, Files, Form, LEDGER, Lines, Name, Tables, Told};
use chancery_ledger::{Act, Article, AsOf, Ledger, LedgerError, Only, Timestamp};

use super::ledger::{Failure, as_of, done, open, say, write};
use crate::args::{self, ExportFormat, Voice, Which};
use crate::render::count;

/// Bytes that may wait before they are written: forms are written as acts come, however many there are.
const WAITING: usize = 1 << 20;

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        Self::work(error.to_string())
    }
}

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
    let mut to = Target::new(name, args.out.as_deref())?;
    let ledger = open(&args.then.at)?;
    let names = super::ledger::names(&ledger);
    let only = only(&Asking::new(&ledger, &names), &(&args.which).into())?;
    let as_of = as_of(args.then.as_of.as_deref())?;
    let about = about(args, &ledger, &names, as_of)?;
    // Copies and rejected acts are more than is mostly shown, not less.
    let whole = asked(&args.which, args.then.as_of.as_deref()).is_empty();
    let mut writing = Writing {
        ledger: &ledger,
        about: &about,
        form: name.form(),
        judged: judged(&ledger, as_of)?,
        files: Files::default(),
        to: &mut to,
        present: None,
        acts: 0,
        whole,
    };
    writing.run(&only, as_of)?;
    let acts = writing.acts;
    match name {
        Name::Jsonl if whole => to.ledger_lines(&ledger, &about.program)?,
        Name::Parquet if whole => to.ledger_tables(&ledger)?,
        _ => {}
    }
    to.close()?;
    if let (Some(out), false) = (&args.out, voice.quiet) {
        say(&format!("{} written to {}", count(acts, "act", "acts"), out.display()));
        if !whole && matches!(name, Name::Jsonl | Name::Parquet) {
            say("only what was asked for is in it, so it can't be brought back by `chancery import`");
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What the export says of itself.
fn about(args: &args::Export, ledger: &Ledger, names: &Names, as_of: AsOf) -> Result<About, Failure> {
    let last = ledger.last_moment(as_of)?.unwrap_or(Timestamp::from_micros(0));
    Ok(About {
        program: format!("chancery {}", env!("CARGO_PKG_VERSION")),
        moment: last,
        asked: [asked(&args.which, args.then.as_of.as_deref()), beyond(&args.which)].concat(),
        names: names.usual(),
        most: args.limit,
    })
}

/// What the acts are narrowed to, flag by flag; empty where they are not.
fn asked(which: &Which, as_of: Option<&str>) -> Vec<String> {
    let lists = [
        ("holder", &which.holder),
        ("target", &which.target),
        ("addressee", &which.addressee),
        ("via", &which.via),
        ("kind", &which.kind),
        ("stance", &which.stance),
        ("instrument", &which.instrument),
        ("mechanism", &which.mechanism),
    ];
    let mut asked: Vec<String> = lists
        .into_iter()
        .filter(|(_, wanted)| !wanted.is_empty())
        .map(|(name, wanted)| format!("{name} {}", wanted.join(" or ")))
        .collect();
    let days = [("from", &which.when.from), ("to", &which.when.to)];
    asked.extend(days.into_iter().filter_map(|(name, day)| Some(format!("{name} {}", day.as_ref()?))));
    asked.extend(as_of.map(|date| format!("as of {date}")));
    asked
}

/// What was asked for beyond what is mostly shown.
fn beyond(which: &Which) -> Vec<String> {
    let flags = [("rejected ones too", which.rejected), ("all copies", which.copies.all_copies)];
    flags.into_iter().filter(|(_, set)| *set).map(|(name, _)| name.to_owned()).collect()
}

/// When each act was last judged.
fn judged(ledger: &Ledger, as_of: AsOf) -> Result<BTreeMap<String, Timestamp>, Failure> {
    let all = ledger.history(None, None, as_of)?;
    Ok(all.into_iter().map(|one| (one.act, one.at)).collect())
}

/// An export under way.
struct Writing<'w> {
    ledger: &'w Ledger,
    about: &'w About,
    form: Box<dyn Form>,
    judged: BTreeMap<String, Timestamp>,
    files: Files,
    to: &'w mut Target,
    present: Option<Present>,
    acts: usize,
    whole: bool,
}

/// The article whose acts are being written.
struct Present {
    article: Article,
    text: String,
    record: String,
}

impl Writing<'_> {
    fn run(&mut self, only: &Only, as_of: AsOf) -> Result<(), Failure> {
        self.form.begin(self.about, &mut self.files);
        if self.whole {
            for article in self.ledger.articles(as_of, only.all_copies, usize::MAX)? {
                let text = self.text(article.row, self.form.wants_text())?;
                self.form.article(&article, &text, self.about, &mut self.files);
                self.to.take(&mut self.files, WAITING)?;
            }
        }
        let ledger = self.ledger;
        ledger.each_act(only, as_of, &mut |act| {
            self.act(&act)?;
            Ok::<_, Failure>(ControlFlow::Continue(()))
        })?;
        self.form.end(self.about, &mut self.files)?;
        self.to.take(&mut self.files, 0)
    }

    fn text(&self, row: i64, wanted: bool) -> Result<String, LedgerError> {
        if wanted { self.ledger.text(row) } else { Ok(String::new()) }
    }

    fn act(&mut self, act: &Act) -> Result<(), Failure> {
        if self.present.as_ref().is_none_or(|present| present.article.row != act.article) {
            let article = self.ledger.article(act.article)?;
            let (with_article, with_acts) = (!self.whole && self.form.wants_text(), self.form.wants_record());
            let text = self.text(act.article, with_article || with_acts)?;
            let record = if with_acts { self.ledger.record(act.article)? } else { String::new() };
            if !self.whole {
                self.form.article(&article, &text, self.about, &mut self.files);
            }
            self.present = Some(Present { article, text, record });
        }
        let Some(present) = &self.present else { return Ok(()) };
        let learnt = present.article.learnt;
        let changed = self.judged.get(&act.id.to_string()).map_or(learnt, |at| (*at).max(learnt));
        let Present { article, text, record } = present;
        let told = Told { act, article, text, record, changed };
        self.form.act(&told, self.about, &mut self.files)?;
        self.acts += 1;
        self.to.take(&mut self.files, WAITING)
    }
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

    /// Writes what waits, where it is more than `least` bytes.
    fn take(&self, files: &mut Files, least: usize) -> Result<(), Failure> {
        if files.waiting() < least {
            return Ok(());
        }
        for (path, bytes) in files.take() {
            self.write(&path, &bytes)?;
        }
        Ok(())
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

    /// The whole ledger, row by row.
    fn ledger_lines(&self, ledger: &Ledger, program: &str) -> Result<(), Failure> {
        if matches!(self, Self::Stdout(_)) {
            return Ok(());
        }
        let (mut lines, mut files) = (Lines::default(), Files::default());
        lines.begin(program, files.file(LEDGER));
        ledger.dump(&mut |kept| {
            lines.row(&kept, files.file(LEDGER))?;
            self.take(&mut files, WAITING)
        })?;
        lines.end(files.file(LEDGER));
        self.take(&mut files, 0)
    }

    /// The same as tables.
    fn ledger_tables(&self, ledger: &Ledger) -> Result<(), Failure> {
        let (mut tables, mut files) = (Tables::new()?, Files::default());
        ledger.dump(&mut |kept| {
            tables.row(&kept, &mut files)?;
            self.take(&mut files, WAITING)
        })?;
        tables.end(&mut files)?;
        self.take(&mut files, 0)
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
