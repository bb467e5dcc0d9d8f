//! A bar on stderr for long work of a known size, where somebody watches.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::Voice;

/// Work that is done sooner needs no bar.
pub(crate) const LONG: Duration = Duration::from_millis(800);

/// Shown once the work has taken a while.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    started: Instant,
}

impl Progress {
    /// For so many of `things`.
    pub(crate) fn new(voice: Voice, total: u64, things: &str) -> Self {
        let watched = io::stderr().is_terminal() && !voice.quiet;
        let bar = watched.then(|| {
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
            let shape = format!("{{bar:30}} {{pos}} of {{len}} {things}, {{eta}} left");
            bar.set_style(ProgressStyle::with_template(&shape).unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        #[expect(clippy::disallowed_methods, reason = "for the bar only; no answer holds it")]
        let started = Instant::now();
        Self { bar, started }
    }

    /// So many are done.
    pub(crate) fn at(&self, done: usize) {
        if let Some(bar) = &self.bar {
            bar.set_position(done as u64);
            if bar.is_hidden() && self.started.elapsed() > LONG {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
        }
    }
}

impl Drop for Progress {
    /// Gone before anything is printed or said.
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
