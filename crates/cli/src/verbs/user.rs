//! `chancery user`: who may use a served ledger.

use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use chancery_ledger::{AsOf, LedgerError};
use chancery_server::access::{Role, Users, UsersError};

use super::ledger::{Failure, clock, done, folder, write};
use crate::args::{UserRole, UserVerb, Voice, Where};

impl From<UsersError> for Failure {
    fn from(error: UsersError) -> Self {
        match error {
            UsersError::Unfit(_) | UsersError::Unknown(_) => Self::misuse(error.to_string()),
            _ => Self::work(error.to_string()),
        }
    }
}

impl From<UserRole> for Role {
    fn from(role: UserRole) -> Self {
        match role {
            UserRole::Reader => Self::Reader,
            UserRole::Analyst => Self::Analyst,
            UserRole::Admin => Self::Admin,
        }
    }
}

pub(crate) fn run(verb: &UserVerb, voice: Voice) -> ExitCode {
    done(voice, try_run(verb))
}

fn users(at: &Where) -> Result<(PathBuf, Users), Failure> {
    let folder = folder(at)?;
    if !folder.join("ledger.db").is_file() {
        return Err(LedgerError::Missing(folder).into());
    }
    let users = Users::open(&folder)?;
    Ok((folder, users))
}

fn try_run(verb: &UserVerb) -> Result<ExitCode, Failure> {
    match verb {
        UserVerb::Add(args) => {
            let (folder, users) = users(&args.at)?;
            let role = Role::from(args.role);
            users.set(&args.name, role, &password()?, clock())?;
            write(format!("{} is {} of {}\n", args.name, role.name(), folder.display()).as_bytes())
        }
        UserVerb::List(args) => {
            let (_, users) = users(&args.at)?;
            let mut told = String::new();
            let tokens = users.tokens(None)?;
            for user in users.all()? {
                told.push_str(&format!("{}  {}  since {}\n", user.name, user.role.name(), user.made));
                for token in tokens.iter().filter(|token| token.user == user.name) {
                    let ends = token.ends.map_or_else(|| "for ever".to_owned(), |ends| format!("until {ends}"));
                    told.push_str(&format!("  token {}  {}  {ends}  {}\n", token.id, token.scope.name(), token.label));
                }
            }
            if told.is_empty() {
                told.push_str("No users are set up: `chancery user add NAME --role admin` adds one.\n");
            }
            write(told.as_bytes())
        }
        UserVerb::Remove(args) => {
            let (_, users) = users(&args.at)?;
            users.remove(&args.name)?;
            write(format!("{} is out\n", args.name).as_bytes())
        }
        UserVerb::Token(args) => {
            let (_, users) = users(&args.at)?;
            let ends = args.ends.as_deref().map(AsOf::parse).transpose()?.and_then(AsOf::moment);
            if let (Some(day), true) = (&args.ends, ends.is_some_and(|ends| ends <= clock())) {
                return Err(Failure::misuse(format!("{day} is past: the token would open nothing")));
            }
            let token = users.grant(&args.name, &args.label, args.scope.into(), clock(), ends)?;
            write(format!("{}\n", token.secret).as_bytes())
        }
        UserVerb::Revoke(args) => {
            let (_, users) = users(&args.at)?;
            users.revoke(args.token, None)?;
            write(format!("token {} is ended\n", args.token).as_bytes())
        }
    }
}

/// Asked for at a terminal, without showing it; else the first line of standard input.
fn password() -> Result<String, Failure> {
    let failed = |error: io::Error| Failure::work(format!("the password could not be read: {error}"));
    if io::stdin().is_terminal() {
        return rpassword::prompt_password("Password (15 characters or more): ").map_err(failed);
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(failed)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
