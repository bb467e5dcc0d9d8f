//! What is said on stderr: which source failed, where, why and what to try; a progress bar when the work is long; a closing
//! line. Never on stdout, so that records can be piped.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use chancery_model::{Fault, Severity};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::Voice;
use crate::progress::LONG;
use crate::reader::Outcome;
use crate::render::harmless;
use crate::sources;
use crate::terminal::{self, Style};

/// A file of ten thousand bad rows says so in a few lines.
const ERRORS_A_SOURCE: usize = 3;

/// Wrong usage (also clap's own code for it).
const MISUSE: u8 = 2;

/// Counts what happens and says what should be known.
pub(crate) struct Report {
    voice: Voice,
    color: bool,
    bar: Option<ProgressBar>,
    started: Instant,
    sources: u64,
    articles: usize,
    failed: u64,
    warnings: usize,
}

impl Report {
    /// `busy`: whether stdout is a terminal being written to, where a bar would be in the way.
    pub(crate) fn new(voice: Voice, busy: bool) -> Self {
        let terminal = io::stderr().is_terminal();
        let color = terminal::wanted(voice.color, terminal);
        let bar = (terminal && !busy && !voice.quiet).then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
            let shape = "{bar:30} {pos} of {len} files, {eta} left";
            bar.set_style(ProgressStyle::with_template(shape).unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        #[expect(clippy::disallowed_methods, reason = "for the bar and the closing line only; no record holds it")]
        let started = Instant::now();
        Self { voice, color, bar, started, sources: 0, articles: 0, failed: 0, warnings: 0 }
    }

    /// Begins to count the files to come, if anybody will see it.
    pub(crate) fn expect(&self, paths: &[PathBuf]) {
        if let Some(bar) = self.bar.clone() {
            let paths = paths.to_vec();
            // Left alone on purpose: it ends by itself, at the latest with the program.
            thread::spawn(move || bar.set_length(sources::count(&paths)));
        }
    }

    /// So many sources will come.
    pub(crate) fn expect_number(&self, sources: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(sources);
        }
    }

    /// Notes what became of a source.
    pub(crate) fn take(&mut self, outcome: &Outcome) {
        self.sources += 1;
        self.articles += outcome.articles;
        self.failed += u64::from(outcome.failed());
        let mut errors = 0;
        for (article, fault) in &outcome.faults {
            self.warnings += usize::from(fault.severity == Severity::Warning);
            let error = fault.severity == Severity::Error;
            errors += usize::from(error);
            if self.voice.verbose || (error && !self.voice.quiet && errors <= ERRORS_A_SOURCE) {
                self.fault(&outcome.name, *article, fault);
            }
        }
        if errors > ERRORS_A_SOURCE && !self.voice.quiet && !self.voice.verbose {
            let more = errors - ERRORS_A_SOURCE;
            self.say(&format!("{}: {more} more like that (--verbose shows all)", outcome.name));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(outcome.file);
            if bar.is_hidden() && self.started.elapsed() > LONG {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
        }
    }

    fn fault(&self, name: &str, article: Option<usize>, fault: &Fault) {
        let style = match fault.severity {
            Severity::Error => Style::Error,
            Severity::Warning => Style::Warning,
            Severity::Note => Style::Faint,
        };
        let article = article.map_or_else(String::new, |number| format!(", article {number}"));
        let word = self.painted(style, fault.severity.name());
        self.say(&format!("{word}: {}{article}: {}", harmless(name), harmless(&fault.to_string())));
    }

    /// The closing line and the exit code.
    pub(crate) fn close(self) -> ExitCode {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let (sources, articles) = (plural(self.sources, "source"), plural(self.articles as u64, "article"));
        if self.failed > 0 {
            if !self.voice.quiet {
                let failed = self.painted(Style::Error, &format!("{} of {sources} failed", self.failed));
                self.say(&format!("{failed}; {articles} read"));
            }
            return ExitCode::FAILURE;
        }
        if self.voice.verbose {
            let warnings = plural(self.warnings as u64, "warning");
            let seconds = self.started.elapsed().as_secs_f64();
            self.say(&format!("{sources}, {articles}, {warnings}, {seconds:.2} s"));
        } else if self.sources == 0 && !self.voice.quiet {
            self.say("nothing to read there (hidden files and folders are skipped)");
        }
        ExitCode::SUCCESS
    }

    /// The output itself could not be written.
    pub(crate) fn lost(self, error: &io::Error) -> ExitCode {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.say(&format!("the output could not be written: {error}; what was written before stands"));
        ExitCode::FAILURE
    }

    /// Wrong usage that only shows when tried.
    pub(crate) fn misuse(self, message: &str) -> ExitCode {
        self.say(message);
        ExitCode::from(MISUSE)
    }

    /// What was asked for can't be done with what was found.
    pub(crate) fn failed(self, message: &str) -> ExitCode {
        self.say(message);
        ExitCode::FAILURE
    }

    fn say(&self, message: &str) {
        let line = || {
            // Nobody can be told that stderr is closed.
            let _ = writeln!(io::stderr().lock(), "chancery: {message}");
        };
        match &self.bar {
            Some(bar) => bar.suspend(line),
            None => line(),
        }
    }

    fn painted(&self, style: Style, words: &str) -> String {
        if self.color { format!("{}{words}{}", style.start(), style.end()) } else { words.to_owned() }
    }
}

fn plural(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
