//! Floor 9: the ledger over HTTP, for the page and for programs.
//!
//! One list of routes (`routes.rs`) says what there is and who may do it; the router and the OpenAPI document are made from it,
//! and a request that it does not name is refused. `access/` knows who asks: nobody but the person at this machine, until users
//! are set up. `state.rs` lends handlers the ledger: many read at once, one writes. Every failure is a `Problem`
//! (`problem.rs`). Next to read: `serve.rs`.

pub mod access;
mod api;
mod kept;
pub mod mcp;
mod metrics;
mod page;
mod problem;
pub mod routes;
mod rows;
mod serve;
mod state;
mod strict;

pub use problem::{Problem, ProblemDetails};
pub use serve::{Listen, ServeError, serve};
pub use state::{Desk, Faulted, Lent, ReadSource, Setup};

#[cfg(test)]
mod tests;
