//! `chancery serve`: the ledger for browsers and programs.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use chancery_answer::Names;
use chancery_ledger::Ledger;
use chancery_model::Severity;
use chancery_read::Limits;
use chancery_server::{Desk, Faulted, Listen, ReadSource, Setup, serve};

use super::ledger::{Failure, clock, done, folder, folding, say};
use crate::args::{LogFormat, Mcp, Packs, Saying, Serve, Voice, Where};
use crate::reader::Reader;
use crate::sources::Found;

pub(crate) fn run(args: &Serve, voice: Voice) -> ExitCode {
    done(voice, try_run(args, voice))
}

fn try_run(args: &Serve, voice: Voice) -> Result<ExitCode, Failure> {
    crate::memory::give_back();
    let folder = folder(&args.at)?;
    if !folder.join("ledger.db").is_file() {
        Ledger::open_to_write(&folder, folding()?)?;
        if !voice.quiet {
            say(&format!("made an empty ledger in {}", folder.display()));
        }
    }
    let setup = setup(&args.packs, &args.at, args.author.as_ref(), voice)?;
    log(args.log, voice);
    serve(setup, Listen { address: args.listen }, |address| {
        // Whoever started the server reads the address here, also a program that asked for any free port.
        let _ = writeln!(std::io::stdout(), "http://{address}/");
    })
    .map_err(|error| Failure::work(error.to_string()))?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn mcp(args: &Mcp, voice: Voice) -> ExitCode {
    done(voice, try_mcp(args, voice))
}

fn try_mcp(args: &Mcp, voice: Voice) -> Result<ExitCode, Failure> {
    let setup = setup(&args.packs, &args.at, None, voice)?;
    log(LogFormat::Text, voice);
    chancery_server::mcp::speak(setup).map_err(|error| Failure::work(error.to_string()))?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn setup(packs: &Packs, at: &Where, author: Option<&String>, voice: Voice) -> Result<Setup, Failure> {
    let folding = folding()?;
    let own = if packs.no_config { Vec::new() } else { crate::knowledge::own_overlays() };
    let saying = Saying { reason: None, author: author.cloned(), at: at.clone() };
    Ok(Setup {
        desk: Arc::new(Program {
            reader: super::add::reader(packs, Limits::default(), voice)?,
            names: Names::with(&folding, own),
        }),
        ledger: folder(at)?,
        folding,
        clock,
        author: super::ledger::author(&saying).unwrap_or_else(|_| "somebody".to_owned()),
    })
}

pub(super) fn log(format: LogFormat, voice: Voice) {
    // Who asks for a log that programs read wants the requests in it.
    let level = match (voice.quiet, voice.verbose || format == LogFormat::Json) {
        (true, _) => tracing_subscriber::filter::LevelFilter::ERROR,
        (false, false) => tracing_subscriber::filter::LevelFilter::WARN,
        (false, true) => tracing_subscriber::filter::LevelFilter::INFO,
    };
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(level);
    // Set once: the program serves one ledger.
    let _ = match format {
        LogFormat::Text => log.with_ansi(false).try_init(),
        LogFormat::Json => log.json().try_init(),
    };
}

/// The program around the server.
struct Program {
    reader: Reader,
    names: Names,
}

impl Desk for Program {
    fn read(&self, name: &str, bytes: &[u8]) -> ReadSource {
        let found = Found { name: name.to_owned(), bytes: Ok(bytes.to_vec()), file: 0 };
        let outcome = self.reader.outcome(found);
        let failed = outcome.failed();
        let fault = |(article, fault): (Option<usize>, chancery_model::Fault)| Faulted {
            article,
            kind: serde_json::to_value(fault.kind)
                .ok()
                .and_then(|kind| kind.as_str().map(str::to_owned))
                .unwrap_or_default(),
            severity: if fault.severity == Severity::Error { "error" } else { "warning" }.to_owned(),
            message: fault.message.to_string(),
        };
        ReadSource { records: outcome.output, faults: outcome.faults.into_iter().map(fault).collect(), failed }
    }

    fn names(&self) -> &Names {
        &self.names
    }
}
