//! One file a verb; the small ones stand here.

pub(crate) mod add;
pub(crate) mod ask;
pub(crate) mod boards;
pub(crate) mod care;
pub(crate) mod compare;
mod contrast;
mod demo;
mod explain;
pub(crate) mod export;
mod import;
pub(crate) mod judge;
pub(crate) mod ledger;
mod naming;
mod pack;
mod phrases;
pub(crate) mod read;
mod relations;
mod serve;
pub(crate) mod show;
pub(crate) mod things;
mod timeline;
mod track;
mod user;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::CommandFactory;

use crate::args::{Cli, PackVerb, Verb};

/// Does what the command line says.
pub(crate) fn run(cli: &Cli) -> ExitCode {
    match &cli.verb {
        Verb::Read(args) => read::run(args, cli.voice),
        Verb::Add(args) => add::run(args, cli.voice),
        Verb::Search(args) => ask::search(args, cli.voice),
        Verb::Acts(args) => ask::acts(args, cli.voice),
        Verb::Articles(args) => ask::articles(args, cli.voice),
        Verb::Show(args) => show::run(args, cli.voice),
        Verb::Positions(args) => boards::positions(args, cli.voice),
        Verb::Commitments(args) => boards::commitments(args, cli.voice),
        Verb::Track(args) => track::run(args, cli.voice),
        Verb::Follow(args) => track::follow(args, cli.voice),
        Verb::Instruments(args) => things::run(args, chancery_query::ThingKind::Instrument, cli.voice),
        Verb::Mechanisms(args) => things::run(args, chancery_query::ThingKind::Mechanism, cli.voice),
        Verb::Actors(args) => relations::actors(args, cli.voice),
        Verb::Timeline(args) => timeline::run(args, cli.voice),
        Verb::Network(args) => relations::network(args, cli.voice),
        Verb::Phrases(args) => phrases::run(args, cli.voice),
        Verb::Compare(args) => compare::run(args, cli.voice),
        Verb::Verify(args) => care::verify(args, cli.voice),
        Verb::Accept(args) => judge::accept(args, cli.voice),
        Verb::Reject(args) => judge::reject(args, cli.voice),
        Verb::Edit(args) => judge::edit(args, cli.voice),
        Verb::Status(args) => judge::status(args, cli.voice),
        Verb::Merge(args) => naming::merge(args, cli.voice),
        Verb::Part(args) => naming::part(args, cli.voice),
        Verb::Undo(args) => judge::undo(args, cli.voice),
        Verb::History(args) => judge::history(args, cli.voice),
        Verb::Reread(args) => care::reread(args, cli.voice),
        Verb::Stats(args) => care::stats(args, cli.voice),
        Verb::Check(args) => care::check(args, cli.voice),
        Verb::Rebuild(args) => care::rebuild(args, cli.voice),
        Verb::Backup(args) => care::backup(args, cli.voice),
        Verb::Export(args) => export::export(args, cli.voice),
        Verb::Import(args) => import::run(args, cli.voice),
        Verb::Serve(args) => serve::run(args, cli.voice),
        Verb::Demo(args) => demo::run(args, cli.voice),
        Verb::Mcp(args) => serve::mcp(args, cli.voice),
        Verb::User(verb) => user::run(verb, cli.voice),
        Verb::Explain(args) => explain::run(args, cli.voice),
        Verb::Pack(PackVerb::Check(args)) => pack::check(args, cli.voice),
        Verb::Pack(PackVerb::New(args)) => pack::new(args, cli.voice),
        Verb::Schema => {
            let schema = chancery_model::record::schema();
            let text = serde_json::to_string_pretty(&schema).expect("a schema is plain values") + "\n";
            print(text.as_bytes())
        }
        Verb::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "chancery", &mut text);
            print(&text)
        }
        Verb::Man => {
            let mut text = Vec::new();
            man(&mut text).expect("a buffer takes all");
            print(&text)
        }
    }
}

/// One page for the program, then a section for each verb.
fn man(out: &mut Vec<u8>) -> io::Result<()> {
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(out)?;
    sections(&command, "CHANCERY", out)
}

fn sections(command: &clap::Command, above: &str, out: &mut Vec<u8>) -> io::Result<()> {
    for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
        let name = format!("{above} {}", verb.get_name().to_uppercase());
        let page = clap_mangen::Man::new(verb.clone());
        writeln!(out, ".SH \"{name}\"")?;
        page.render_description_section(out)?;
        page.render_options_section(out)?;
        sections(verb, &name, out)?;
    }
    Ok(())
}

pub(crate) fn print(text: &[u8]) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}
