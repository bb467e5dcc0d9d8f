//! Flags of `chancery serve` and `chancery user`.

use std::net::SocketAddr;

use clap::{Args, Subcommand, ValueEnum};

use super::Where;

pub(super) const SERVE_LONG: &str = "\
Serves a ledger over HTTP: the interface for programs under /api/v1 (described at /api/v1/openapi.json), counters at /metrics, \
/health. On 127.0.0.1, as by default, whoever asks is taken for the person at this machine and may do everything, until users \
are set up; any other address needs users: `chancery user add NAME --role admin`. It speaks no TLS itself: put a reverse proxy \
before it where others reach it (docs/serve.md).";

pub(super) const MCP_LONG: &str = "\
Speaks the Model Context Protocol over standard input and output: an assistant that starts this program may search the ledger, \
show acts, lay out positions, compare, list commitments, verify quotes and read a text. It changes nothing. \
`chancery serve` speaks the same at /mcp.";

/// `chancery mcp`.
#[derive(Debug, Args)]
pub(crate) struct Mcp {
    #[command(flatten)]
    pub(crate) packs: super::Packs,
    #[command(flatten)]
    pub(crate) at: Where,
}

pub(super) const DEMO_LONG: &str = "\
Reads the samples that the program carries (documents of our own invention) into a ledger in a folder for temporary files, \
serves it to this machine and opens the page in the browser. The ledger is gone when the program ends.";

/// `chancery demo`.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Address and port; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
    /// Only say the address, and leave the browser alone
    #[arg(long)]
    pub(crate) no_browser: bool,
}

/// `chancery serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7373")]
    pub(crate) listen: SocketAddr,
    /// How the log on stderr is written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) log: LogFormat,
    /// By whom judgements are, while no users are set up [default: CHANCERY_AUTHOR, else the user's name]
    #[arg(long, value_name = "NAME")]
    pub(crate) author: Option<String>,
    #[command(flatten)]
    pub(crate) packs: super::Packs,
    #[command(flatten)]
    pub(crate) at: Where,
}

/// How a log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum UserRole {
    /// Ask and export
    Reader,
    /// And add sources, and judge
    Analyst,
    /// And look after users and the ledger
    Admin,
}

/// `chancery user`.
#[derive(Debug, Subcommand)]
pub(crate) enum UserVerb {
    /// Add a user, or give one another role and password (asked for, or the first line of standard input)
    Add(UserAdd),
    /// List users and their tokens
    List(UserList),
    /// Take a user out, with their tokens
    Remove(UserName),
    /// Make a token for a program, and print its secret this once
    Token(UserToken),
    /// End a token
    Revoke(UserRevoke),
}

/// `chancery user add`.
#[derive(Debug, Args)]
pub(crate) struct UserAdd {
    /// Letters, digits, . - _ @
    pub(crate) name: String,
    /// What they may do
    #[arg(long, value_name = "ROLE", default_value = "reader")]
    pub(crate) role: UserRole,
    #[command(flatten)]
    pub(crate) at: Where,
}

/// `chancery user list`.
#[derive(Debug, Args)]
pub(crate) struct UserList {
    #[command(flatten)]
    pub(crate) at: Where,
}

/// `chancery user remove`.
#[derive(Debug, Args)]
pub(crate) struct UserName {
    /// Whom
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) at: Where,
}

/// `chancery user token`.
#[derive(Debug, Args)]
pub(crate) struct UserToken {
    /// For whom
    pub(crate) name: String,
    /// What the token may be used for at most
    #[arg(long, value_name = "ROLE", default_value = "reader")]
    pub(crate) scope: UserRole,
    /// What it is for
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) label: String,
    /// Until when: a day (to its end, UTC) or a moment [default: for ever]
    #[arg(long, value_name = "DATE")]
    pub(crate) ends: Option<String>,
    #[command(flatten)]
    pub(crate) at: Where,
}

/// `chancery user revoke`.
#[derive(Debug, Args)]
pub(crate) struct UserRevoke {
    /// The token's number, as `chancery user list` shows it
    pub(crate) token: i64,
    #[command(flatten)]
    pub(crate) at: Where,
}
