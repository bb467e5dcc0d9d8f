//! Verbs and flags of the ledger. What several verbs share (where the ledger is, which acts, how to print) is one struct.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

pub(super) const ADD_LONG: &str = "\
Reads sources as `chancery read` does and keeps what they hold in a ledger: one folder with a database and a full-text \
index. The same bytes are kept once, however often and under whatever names they are added; a file whose bytes have \
changed takes the place of its older version, which is kept too. A source is in whole or not at all, and whatever was \
acknowledged stays, so a run that was broken off may simply be started again.";

pub(super) const SEARCH_LONG: &str = "\
Finds acts and paragraphs by their words, best first. Simplified and Traditional characters are one.

  vaccine COVAX           both words           \"climate finance\"   that phrase
  disarm*                 words beginning so   a OR b, a | b        either
  -c, NOT c               without              (a OR b) -c          brackets group
  holder:CHN kind:call    fields: kind, stance, holder, addressee, target, via, instrument, mechanism, title, said
  mechanism:=\"IMF\"       that whole name, where mechanism:IMF is content with a part

Chinese words need no quotation marks: what is written without a space is looked for as it stands.";

pub(super) const COMPARE_LONG: &str = "\
Lays two articles side by side: which paragraphs stayed, moved, changed, came and went, and which acts hardened or \
softened. With --of, the texts of two years of one forum or issuer (the longest of each year). With --on, two actors on a \
matter: what they say together, on which side each stands where both speak of the same, what only one says.

  chancery compare 6211b276b9 575a77d28c
  chancery compare 2024 2025 --of CHL,NZL
  chancery compare China Japan --on AUKUS";

/// Which ledger.
#[derive(Clone, Debug, Args)]
pub(crate) struct Where {
    /// The ledger's folder [default: CHANCERY_LEDGER, else a folder among the user's data]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(crate) ledger: Option<PathBuf>,
}

/// How an answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// For reading in the terminal
    Table,
    /// One JSON value
    Json,
    /// One JSON object a row
    Jsonl,
    /// Comma-separated values with a head line
    Csv,
    /// A Markdown table
    Md,
}

/// Which ledger, as it was when.
#[derive(Clone, Debug, Args)]
pub(crate) struct Then {
    /// Answer with what the ledger knew at the end of that day (UTC), or at a moment such as 2024-02-29T10:00:00Z
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    #[command(flatten)]
    pub(crate) at: Where,
}

/// How one thing is printed, out of which ledger.
#[derive(Clone, Debug, Args)]
pub(crate) struct ShownOne {
    /// How to print [default: table on a terminal, else json]
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<AnswerFormat>,
    #[command(flatten)]
    pub(crate) at: Where,
}

/// How an answer is printed, and how much of it, as of when.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Answer")]
pub(crate) struct Shown {
    /// How to print [default: table on a terminal, else jsonl]
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<AnswerFormat>,
    /// Show no more rows than that; 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) then: Then,
}

/// Which acts. Several values of one flag are alternatives; several flags must all be met.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Which acts")]
pub(crate) struct Which {
    /// Held by: an id (CHN, org:UN) or a name as packs know it (China)
    #[arg(long, value_name = "ACTOR", value_delimiter = ',')]
    pub(crate) holder: Vec<String>,
    /// About or against: an actor, or a part of a name; after = a whole name
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) target: Vec<String>,
    /// Addressed to, or for the good of
    #[arg(long, value_name = "ACTOR", value_delimiter = ',')]
    pub(crate) addressee: Vec<String>,
    /// As reported by
    #[arg(long, value_name = "ACTOR", value_delimiter = ',')]
    pub(crate) via: Vec<String>,
    /// Of this kind: position, commitment, call, event, claim
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub(crate) kind: Vec<String>,
    /// Of this stance, as oppose, pledge, urge, consult
    #[arg(long, value_name = "STANCE", value_delimiter = ',')]
    pub(crate) stance: Vec<String>,
    /// Naming an instrument: a part of its name, in either script; after = its whole name
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) instrument: Vec<String>,
    /// Naming a mechanism: a part of its name, in either script; after = its whole name
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) mechanism: Vec<String>,
    #[command(flatten)]
    pub(crate) when: When,
    /// Acts that people rejected too
    #[arg(long)]
    pub(crate) rejected: bool,
    #[command(flatten)]
    pub(crate) copies: Copies,
}

/// What counts of texts that tell the same.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Copies {
    /// Every copy of a text, not only the first
    #[arg(long)]
    pub(crate) all_copies: bool,
}

/// Said when.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct When {
    /// Said on that day or later (2024, 2024-03 and 2024-03-12 are understood); what is dated by its year or month alone
    /// counts wherever that meets the days asked for
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,
    /// Said on that day or before
    #[arg(long, value_name = "DAY")]
    pub(crate) to: Option<String>,
    /// Only what has no day, which --from and --to leave out
    #[arg(long, conflicts_with_all = ["from", "to"])]
    pub(crate) undated: bool,
}

/// Who says so, and why.
#[derive(Clone, Debug, Args)]
pub(crate) struct Saying {
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Who [default: CHANCERY_AUTHOR, else the user's name]
    #[arg(long, value_name = "NAME")]
    pub(crate) author: Option<String>,
    #[command(flatten)]
    pub(crate) at: Where,
}

/// `chancery add`.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Files, folders, archives, or - for standard input
    #[arg(required = true, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// How many sources to read at once [default: one a processor]
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) packs: super::Packs,
    /// What to call standard input: an address, or a name whose ending tells the format
    #[arg(long, value_name = "NAME", default_value = "-")]
    pub(crate) stdin_name: String,
    /// Raise or lower a bound on hostile input, as source-bytes=1G (may be given again)
    #[arg(long, value_name = "NAME=VALUE", value_parser = crate::verbs::read::limit, long_help = crate::verbs::read::limit_help())]
    pub(crate) limit: Vec<crate::verbs::read::Limit>,
    #[command(flatten)]
    pub(crate) at: Where,
}

/// What may be asked for without words: the flags that narrow down.
const NARROWING: [&str; 12] = [
    "on",
    "holder",
    "target",
    "addressee",
    "via",
    "kind",
    "stance",
    "instrument",
    "mechanism",
    "from",
    "to",
    "undated",
];

/// `chancery search`.
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// What to look for (several words are put together with spaces); may be left out where flags narrow down
    #[arg(required_unless_present_any = NARROWING, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// On that matter too: one known name (Taiwan) is asked for by its other names as well
    #[arg(long, value_name = "QUERY", default_value = "", hide_default_value = true)]
    pub(crate) on: String,
    /// Show no more paragraphs than that beside the acts
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) passages: usize,
    /// In which script; both are always one, so there is one answer
    #[arg(long, value_name = "SCRIPT", value_enum, default_value_t = Script::Any)]
    pub(crate) script: Script,
    #[command(flatten)]
    pub(crate) which: Which,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

/// In which script words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Script {
    /// In any
    Any,
}

/// `chancery acts`.
#[derive(Debug, Args)]
pub(crate) struct Acts {
    #[command(flatten)]
    pub(crate) which: Which,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

/// `chancery articles`.
#[derive(Debug, Args)]
pub(crate) struct Articles {
    /// With these words in the title, in either script
    #[arg(long, value_name = "WORDS", num_args = 1..)]
    pub(crate) title: Vec<String>,
    /// With acts held by: an id (CHN, org:UN) or a name as packs know it (China)
    #[arg(long, value_name = "ACTOR", value_delimiter = ',')]
    pub(crate) holder: Vec<String>,
    /// Issued by, likewise
    #[arg(long, value_name = "ACTOR", value_delimiter = ',')]
    pub(crate) issuer: Vec<String>,
    /// Of this kind of text, as rows show it (statement, news report)
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub(crate) kind: Vec<String>,
    /// In this language, by its tag (zh, en)
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub(crate) language: Vec<String>,
    /// In this script: simplified, traditional
    #[arg(long, value_name = "SCRIPT", value_delimiter = ',')]
    pub(crate) script: Vec<String>,
    /// With this in the source's name or address, or in the name of who printed it
    #[arg(long, value_name = "PART")]
    pub(crate) source: Vec<String>,
    /// In whose reading something went wrong: of this kind (truncated, …), or of any where none is said
    #[arg(long, value_name = "KIND", value_delimiter = ',', num_args = 0..=1, default_missing_value = "any")]
    pub(crate) faults: Vec<String>,
    #[command(flatten)]
    pub(crate) when: When,
    #[command(flatten)]
    pub(crate) copies: Copies,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

/// `chancery show`.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// An act's or an article's id, as rows show it
    #[arg(required = true, value_name = "ID")]
    pub(crate) id: Vec<String>,
    /// Print the article's record as it came in, to the byte
    #[arg(long)]
    pub(crate) record: bool,
    /// How to print [default: table on a terminal, else json]
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<AnswerFormat>,
    #[command(flatten)]
    pub(crate) then: Then,
}

/// `chancery positions`.
#[derive(Debug, Args)]
pub(crate) struct Positions {
    /// On what: a question as `chancery search` takes it
    #[arg(long, required = true, value_name = "QUERY", num_args = 1..)]
    pub(crate) on: Vec<String>,
    /// Only these holders
    #[arg(long, value_name = "ACTOR", value_delimiter = ',')]
    pub(crate) by: Vec<String>,
    /// Show no more positions of a holder than that in its own voice and as others tell it, the newest; 0 for all
    #[arg(long, value_name = "N", default_value_t = 12)]
    pub(crate) each: usize,
    #[command(flatten)]
    pub(crate) when: When,
    #[command(flatten)]
    pub(crate) copies: Copies,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

/// A list of promises, as of a day.
#[derive(Debug, Args)]
pub(crate) struct PromiseList {
    /// Due within so many days
    #[arg(long, value_name = "DAYS", num_args = 0..=1, default_missing_value = "90", conflicts_with = "overdue")]
    pub(crate) due: Option<u32>,
    /// Past their day, and nobody has said that they were kept or broken
    #[arg(long)]
    pub(crate) overdue: bool,
    /// Nobody has taken them up for so long: no later act in the ledger speaks of the same
    #[arg(long, value_name = "DAYS", num_args = 0..=1, default_missing_value = "730")]
    pub(crate) silent: Option<u32>,
    /// Only with this status: not-yet-rated, in-the-works, kept, partly-kept, stalled, broken
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub(crate) status: Vec<String>,
    /// Only those that could be checked: with a day or a figure, and one thing more to hold them to
    #[arg(long)]
    pub(crate) specific: bool,
    /// Count days from this one [default: today, or the day of --as-of]
    #[arg(long, value_name = "DAY")]
    pub(crate) today: Option<String>,
}

/// `chancery commitments`.
#[derive(Debug, Args)]
pub(crate) struct Commitments {
    /// On what: a question as `chancery search` takes it
    #[arg(long, value_name = "QUERY", num_args = 1..)]
    pub(crate) on: Vec<String>,
    /// Only these holders
    #[arg(long, value_name = "ACTOR", value_delimiter = ',')]
    pub(crate) by: Vec<String>,
    /// Only for these
    #[arg(long, value_name = "ACTOR", value_delimiter = ',')]
    pub(crate) addressee: Vec<String>,
    #[command(flatten)]
    pub(crate) list: PromiseList,
    #[command(flatten)]
    pub(crate) when: When,
    #[command(flatten)]
    pub(crate) copies: Copies,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

/// `chancery compare`.
#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The earlier article, by its id; with --of a year, month or day; with --on an actor
    #[arg(value_name = "EARLIER")]
    pub(crate) earlier: String,
    /// The later article, by its id; with --of a year, month or day; with --on an actor
    #[arg(value_name = "LATER")]
    pub(crate) later: String,
    /// Compare the texts that a forum or an actor issued in two years: by whom they were issued, or a part of their titles
    #[arg(long, value_name = "FORUM|ACTOR", value_delimiter = ',')]
    pub(crate) of: Vec<String>,
    /// Compare two actors on this matter: a question as `chancery search` takes it
    #[arg(long, value_name = "QUERY", num_args = 1.., conflicts_with_all = ["of", "all"])]
    pub(crate) on: Vec<String>,
    #[command(flatten)]
    pub(crate) when: When,
    /// Paragraphs that stayed as they were too
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

/// `chancery instruments` and `chancery mechanisms`.
#[derive(Debug, Args)]
pub(crate) struct Things {
    /// Only those whose names hold this, with every act that names them [default: all, counted]
    #[arg(value_name = "NAME")]
    pub(crate) name: Vec<String>,
    #[command(flatten)]
    pub(crate) when: When,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

/// `chancery verify`.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Acts or articles, by their ids
    #[arg(value_name = "ID", required_unless_present = "all", conflicts_with = "all")]
    pub(crate) id: Vec<String>,
    /// Everything that was ever read
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) shown: ShownOne,
}

/// `chancery accept` and `chancery reject`.
#[derive(Debug, Args)]
pub(crate) struct Judge {
    /// Acts, by their ids; an article's id stands for all its acts that nobody has accepted or rejected
    #[arg(required = true, value_name = "ID")]
    pub(crate) id: Vec<String>,
    #[command(flatten)]
    pub(crate) saying: Saying,
}

/// `chancery edit`.
#[derive(Debug, Args)]
pub(crate) struct Edit {
    /// An act, by its id
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// What it should say, as holders=CHN,RUS or intensity=4
    #[arg(required = true, value_name = "FIELD=VALUE")]
    pub(crate) change: Vec<String>,
    #[command(flatten)]
    pub(crate) saying: Saying,
}

/// `chancery status`.
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// A commitment, by its id
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// How it fared: not-yet-rated, in-the-works, kept, partly-kept, stalled, broken
    #[arg(value_name = "STATUS")]
    pub(crate) status: String,
    #[command(flatten)]
    pub(crate) saying: Saying,
}

/// `chancery undo`.
#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// The judgement's number, or several as 5-108 [default: the last one that stands]
    #[arg(value_name = "NUMBER")]
    pub(crate) number: Option<String>,
    #[command(flatten)]
    pub(crate) saying: Saying,
}

/// `chancery history`.
#[derive(Debug, Args)]
pub(crate) struct History {
    /// An act or an article, by its id [default: all]
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

/// `chancery check` and `chancery rebuild`.
#[derive(Debug, Args)]
pub(crate) struct Care {
    #[command(flatten)]
    pub(crate) at: Where,
}

/// `chancery stats`.
#[derive(Debug, Args)]
pub(crate) struct Stats {
    /// How to print [default: table on a terminal, else json]
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<AnswerFormat>,
    #[command(flatten)]
    pub(crate) then: Then,
}

/// `chancery backup`.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// A new folder
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) at: Where,
}

/// `chancery reread`.
#[derive(Debug, Args)]
pub(crate) struct Reread {
    /// Only say what would change
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// How many sources to read at once [default: one a processor]
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) packs: super::Packs,
    /// How to print what changes [default: table on a terminal, else jsonl]
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<AnswerFormat>,
    #[command(flatten)]
    pub(crate) at: Where,
}
