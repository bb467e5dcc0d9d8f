//! The program as its users run it: what stands on stdout, what on stderr, and with which exit code.
#![expect(clippy::disallowed_methods, reason = "tests make files and set the environment of the program")]

mod asking;
mod care;
mod compat;
mod crashes;
mod days;
mod export;
mod following;
mod keeping;
mod ledger;
mod matters;
mod output;
mod packs;
mod readme;
mod schema;
mod sources;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// One run of the program.
#[derive(Debug, PartialEq, Eq)]
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Run {
    /// The records printed as JSON Lines.
    fn records(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
    }

    /// The source of each record, in order.
    fn names(&self) -> Vec<String> {
        let name = |record: &Value| record["source"]["name"].as_str().expect("a name").to_owned();
        self.records().iter().map(name).collect()
    }
}

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.args(arguments).current_dir(folder).env_remove("NO_COLOR").stdin(Stdio::null());
    // What the one who runs the tests added to the packs is not under test.
    command.env("XDG_CONFIG_HOME", folder.join("no-config"));
    command
}

/// Runs the program in a folder.
fn run(folder: &Path, arguments: &[&str]) -> Run {
    run_with(folder, arguments, b"")
}

/// The same, with something on standard input.
fn run_with(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    let mut command = command(folder, arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // The program need not read it.
    let _ = stdin.write_all(input);
    drop(stdin);
    let out = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Run { code: out.status.code(), stdout: text(out.stdout), stderr: text(out.stderr) }
}

/// A folder of these files.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    folder
}

/// A short statement about `subject`, enough to be an article.
fn statement(subject: &str) -> Vec<u8> {
    let text = format!(
        "關於{subject}的聯合聲明\n\n雙方就{subject}舉行會談，並發表聯合聲明。雙方同意繼續就{subject}保持溝通。\n"
    );
    text.into_bytes()
}
