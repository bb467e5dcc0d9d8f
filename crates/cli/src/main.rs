//! The `chancery` program: the front door for people and scripts.
//!
//! `args.rs` is the one list of verbs and flags; help, completions and the man page are made from it. A verb has a file in
//! `verbs/`; reading goes `sources.rs` (what to read) → `pipeline.rs` (many at once, in order) → `reader.rs` (one source) →
//! `render/` (how it looks), and `report.rs` says on stderr what went wrong. This is the floor that does IO; everything
//! below it takes bytes and gives values. Next to read: `args.rs`, then `verbs/read.rs`.

mod args;
mod knowledge;
mod memory;
mod pipeline;
mod progress;
mod reader;
mod render;
mod report;
mod sources;
mod terminal;
mod verbs;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    verbs::run(&cli)
}
