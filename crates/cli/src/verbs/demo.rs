//! `chancery demo`: the page on the bundled samples, with one command.

use std::io::Write;
use std::process::{Command, ExitCode, Stdio};

use chancery_ledger::{Ledger, Prepared};
use chancery_read::Limits;
use chancery_server::{Listen, serve};
use include_dir::{Dir, include_dir};

use super::ledger::{Failure, clock, done, folding};
use crate::args::{Demo, LogFormat, Packs, Voice, Where};
use crate::sources::Found;

static SAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../samples");

pub(crate) fn run(args: &Demo, voice: Voice) -> ExitCode {
    done(voice, try_run(args, voice))
}

fn try_run(args: &Demo, voice: Voice) -> Result<ExitCode, Failure> {
    let place =
        tempfile::tempdir().map_err(|error| Failure::work(format!("no folder for temporary files: {error}")))?;
    let folder = place.path().join("ledger");
    // The demo shows what is in this program, whatever the user's own packs would add.
    let packs = Packs { no_config: true, ..Packs::default() };
    fill(&folder, &packs, voice)?;
    let at = Where { ledger: Some(folder) };
    let setup = super::serve::setup(&packs, &at, None, voice)?;
    super::serve::log(LogFormat::Text, voice);
    serve(setup, Listen { address: args.listen }, |address| {
        let page = format!("http://{address}/search?kind=position&kind=commitment");
        let told = format!("The page on {} samples: {page}\nCtrl-C ends it.", SAMPLES.files().count());
        let _ = writeln!(std::io::stdout(), "{told}");
        if !args.no_browser {
            open(&page);
        }
    })
    .map_err(|error| Failure::work(error.to_string()))?;
    Ok(ExitCode::SUCCESS)
}

/// The samples, read and kept.
fn fill(folder: &std::path::Path, packs: &Packs, voice: Voice) -> Result<(), Failure> {
    let reader = super::add::reader(packs, Limits::default(), voice)?;
    let ledger = Ledger::open_to_write(folder, folding()?)?;
    let mut writer = ledger.writer()?;
    for file in SAMPLES.files() {
        let name = format!("samples/{}", file.path().display());
        let found = Found { name: name.clone(), bytes: Ok(file.contents().to_vec()), file: 0 };
        let prepared = Prepared::new(&name, file.contents(), &reader.outcome(found).output, ledger.folding())?;
        writer.append(&prepared, clock())?;
    }
    writer.commit()?;
    drop(writer);
    ledger.index()?;
    Ok(())
}

/// Asks the desktop to show the page; where there is none, the address that was printed has to do.
fn open(page: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let _ = command.spawn();
}
