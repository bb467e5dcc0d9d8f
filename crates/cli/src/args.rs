//! The one list of verbs and flags. `--help`, `chancery completions`, `chancery man` and the checks on the user guide are
//! made from it. Limits have their own list in `limits.rs` of `read`; their names are told here.

mod export;
mod following;
mod ledger;
mod naming;
mod phrases;
mod relations;
mod serve;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use export::{Export, ExportFormat, Import};
pub(crate) use following::{Follow, Track};
pub(crate) use ledger::{
    Acts, Add, AnswerFormat, Articles, Backup, Care, Commitments, Compare, Edit, History, Judge, Positions,
    PromiseList, Reread, Saying, Search, Show, Shown, Stats, Status, Then, Things, Undo, Verify, When, Where, Which,
};
pub(crate) use naming::{Merge, Named, Part};
pub(crate) use phrases::Phrases;
pub(crate) use relations::{Actors, Network, Period, Timeline};
pub(crate) use serve::{Demo, LogFormat, Mcp, Serve, UserRole, UserVerb};

const ABOUT: &str = "Reads diplomatic texts as found and keeps a ledger of what they do";

const LONG_ABOUT: &str = "\
Reads diplomatic texts as they are found (saved pages, forum posts, PDFs, newspapers, feeds) and lists what states and \
organisations do in them with words: positions, commitments, calls, events. Every entry quotes its source, and every \
quote leads back to the source's own bytes. Works offline; the same bytes always give the same record.";

const EXAMPLES: &str = "\
Examples:
  chancery read statement.html            one page, made for reading in the terminal
  chancery read archive/ > acts.jsonl     a whole folder, one JSON record a line
  curl -s URL | chancery read - --stdin-name page.html
  chancery add archive/                   keep what a folder holds in a ledger
  chancery search AUKUS --holder Chile    ask it
  chancery read --help                    all about reading

Exit codes: 0 everything was read; 1 some sources failed (each is named, the rest is done); 2 wrong usage.";

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "chancery", version, about = ABOUT, long_about = LONG_ABOUT, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) voice: Voice,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// How much is said on stderr, and in which colours.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Messages")]
pub(crate) struct Voice {
    /// Say nothing on stderr; the exit code tells whether all was read
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say on stderr every fault with its place, warnings and notes too
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// When to use colours (NO_COLOR in the environment means never)
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Even into a pipe
    Always,
    /// Not at all
    Never,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Read sources and print what they hold, an article at a time
    #[command(long_about = READ_LONG)]
    Read(Read),
    /// Read sources and keep what they hold in a ledger
    #[command(long_about = ledger::ADD_LONG)]
    Add(Add),
    /// Find acts and paragraphs by their words
    #[command(long_about = ledger::SEARCH_LONG)]
    Search(Search),
    /// List acts, newest first
    Acts(Acts),
    /// List articles, newest first
    Articles(Articles),
    /// Show an act with its evidence and judgements, or an article with its acts
    Show(Show),
    /// Lay out who stands where on a matter, and what moved
    Positions(Positions),
    /// List commitments, those first that could best be checked
    Commitments(Commitments),
    /// Tell what became of a commitment in later texts
    #[command(long_about = following::TRACK_LONG)]
    Track(Track),
    /// Say that later acts take a commitment up, or don't
    Follow(Follow),
    /// List the treaties, resolutions and other papers that acts name, or follow one
    Instruments(Things),
    /// List the forums, groups and programmes that acts name, or follow one
    Mechanisms(Things),
    /// List who acts, or tell all about one actor
    Actors(Actors),
    /// Count acts by day, month or year, with those that tell most
    Timeline(Timeline),
    /// Tell who acts with whom, and who takes which side on whom
    Network(Network),
    /// List set phrases, or follow one through all texts
    #[command(long_about = phrases::PHRASES_LONG)]
    Phrases(Phrases),
    /// Lay two articles, two years of a forum or two actors side by side
    #[command(long_about = ledger::COMPARE_LONG)]
    Compare(Compare),
    /// Lead quotes back to the bytes of their sources, and compare
    Verify(Verify),
    /// Say that acts are right as they stand
    Accept(Judge),
    /// Say that acts are none, or not those
    Reject(Judge),
    /// Give fields of an act other values
    Edit(Edit),
    /// Say how a commitment fared
    Status(Status),
    /// Say that a name means the same as another
    #[command(long_about = naming::MERGE_LONG)]
    Merge(Merge),
    /// Say that a name that was merged is its own again
    Part(Part),
    /// Take back a judgement
    Undo(Undo),
    /// List judgements
    History(History),
    /// Read all sources again with this program and its packs, and tell what changes
    Reread(Reread),
    /// Say how much a ledger holds
    Stats(Stats),
    /// Look whether a ledger is whole
    Check(Care),
    /// Make the full-text index anew from the records
    Rebuild(Care),
    /// Write a copy of a ledger's records into a new folder
    Backup(Backup),
    /// Write acts in a form that other programs read, or the whole ledger
    #[command(long_about = export::EXPORT_LONG)]
    Export(Export),
    /// Bring a whole ledger back from its export, into an empty one
    Import(Import),
    /// Serve the ledger to browsers and programs
    #[command(long_about = serve::SERVE_LONG)]
    Serve(Serve),
    /// Open the page on the bundled samples
    #[command(long_about = serve::DEMO_LONG)]
    Demo(Demo),
    /// Lend the ledger to an assistant: MCP over standard input and output
    #[command(long_about = serve::MCP_LONG)]
    Mcp(Mcp),
    /// Look after who may use a served ledger
    #[command(subcommand)]
    User(UserVerb),
    /// Tell why a sentence is coded as it is
    #[command(long_about = EXPLAIN_LONG)]
    Explain(Explain),
    /// Check language packs, or begin one
    #[command(subcommand)]
    Pack(PackVerb),
    /// Print the JSON Schema of the record
    Schema,
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page (roff): chancery man > chancery.1
    Man,
}

const READ_LONG: &str = "\
Reads sources and prints what they hold, an article at a time and in the order of the sources, however many threads \
work. A source is a file, a member of an archive, or standard input; one source may hold several articles (a feed, a \
newspaper page). Encoding and format are told from the bytes: plain text, HTML, Markdown, RSS, Atom, JSON Feed, JSON \
and JSON Lines rows, PDF with a text layer, DOCX, EPUB.

A folder is read with all its folders, sorted by name; hidden files and folders (.git and the like) are skipped, links to \
folders are not followed. An archive (.zip, .tar, .tar.gz, .gz) is read as a folder, its members named archive!member.";

const EXPLAIN_LONG: &str = "\
Codes a sentence as `read` does and tells why: the words and names seen in it, each act that the clause reader proposes, \
who holds it and how that was found, the rule that lets it stand, and for the other rules of its kind what they lacked.";

/// Which packs to read with.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Packs {
    /// Use the language pack in this folder in place of the bundled one of its language (see docs/packs.md)
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(crate) pack: Option<PathBuf>,
    /// Add the words, names and rules in this folder to the pack of its language (may be given again); those in
    /// ~/.config/chancery/packs are added without asking
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(crate) overlay: Vec<PathBuf>,
    /// Leave out what ~/.config/chancery/packs would add
    #[arg(long)]
    pub(crate) no_config: bool,
}

/// `chancery explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The sentence, or a few
    #[arg(required = true, value_name = "SENTENCE")]
    pub(crate) text: String,
    /// Tell of this rule only, whatever the others say
    #[arg(long, value_name = "ID")]
    pub(crate) rule: Option<String>,
    /// Read it as this language [default: as its script says]
    #[arg(long, value_name = "LANG")]
    pub(crate) language: Option<String>,
    /// How to print [default: table]
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: ExplainFormat,
    #[command(flatten)]
    pub(crate) packs: Packs,
}

/// How an explanation is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// For reading in the terminal
    Table,
    /// One JSON object
    Json,
}

/// `chancery pack`.
#[derive(Debug, Subcommand)]
pub(crate) enum PackVerb {
    /// Hold every rule to its own sentences and tell what else is worth a look
    Check(PackCheck),
    /// Begin a pack for a language from the template
    New(PackNew),
}

/// `chancery pack check`.
#[derive(Debug, Args)]
pub(crate) struct PackCheck {
    /// Which language [default: every one that has rules]
    #[arg(value_name = "LANG")]
    pub(crate) language: Option<String>,
    /// Read the sources in this folder too, and tell how many acts each rule let stand
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) on: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) packs: Packs,
}

/// `chancery pack new`.
#[derive(Debug, Args)]
pub(crate) struct PackNew {
    /// The language, as in BCP 47: fr
    #[arg(value_name = "LANG")]
    pub(crate) language: String,
    /// Where to put it [default: a folder of the language's name]
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(crate) folder: Option<PathBuf>,
}

/// `chancery read`.
#[derive(Debug, Args)]
pub(crate) struct Read {
    /// Files, folders, archives, or - for standard input
    #[arg(required = true, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// How to print [default: table on a terminal, else jsonl]
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,
    /// How many sources, or articles of one, to read at once [default: one a processor]
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) packs: Packs,
    /// What to call standard input; an ending (page.html) helps to tell the format
    #[arg(long, value_name = "NAME", default_value = "-")]
    pub(crate) stdin_name: String,
    /// Raise or lower a bound on hostile input, as source-bytes=1G (may be given again)
    #[arg(long, value_name = "NAME=VALUE", value_parser = crate::verbs::read::limit, long_help = crate::verbs::read::limit_help())]
    pub(crate) limit: Vec<crate::verbs::read::Limit>,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
}

/// How articles are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading in the terminal: what was read, how sure, and what it does
    Table,
    /// One JSON record a line (see `chancery schema`)
    Jsonl,
    /// One JSON array of records
    Json,
    /// The clean text only; a blank line parts articles
    Text,
}
