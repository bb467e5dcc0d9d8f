//! Who asks, and what they may do. Roles are of people, scopes of the tokens that programs carry for them; a request may do
//! what both allow.

mod guard;
mod throttle;
mod users;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(crate) use guard::{COOKIE, Caller, cookie, guard};
pub(crate) use throttle::Throttle;
pub(crate) use users::SESSION_SECONDS;
pub use users::{Deed, NewToken, Token, User, Users, UsersError};

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Ask and export.
    Reader,
    /// And add sources, and judge.
    Analyst,
    /// And look after users, tokens and the ledger.
    Admin,
}

impl Role {
    /// All, least first.
    pub const ALL: [Self; 3] = [Self::Reader, Self::Analyst, Self::Admin];

    /// As written.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Analyst => "analyst",
            Self::Admin => "admin",
        }
    }

    /// From its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// What a route asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Nothing: anybody may.
    Nothing,
    /// A reader.
    Read,
    /// An analyst.
    Write,
    /// An admin.
    Rule,
}

impl Need {
    /// The least role that may.
    #[must_use]
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Nothing => None,
            Self::Read => Some(Role::Reader),
            Self::Write => Some(Role::Analyst),
            Self::Rule => Some(Role::Admin),
        }
    }
}
