//! Articles by the acts in them.

use std::collections::BTreeSet;

use chancery_ledger::{Index, Ledger, LedgerError, Only};

use crate::columns::{Asked, each_act};
use crate::language::Query;

/// The rows of the articles with any act that is meant, as the index knows it now.
///
/// # Errors
/// Where the index or the store fails.
pub fn articles_holding(ledger: &Ledger, index: &Index, only: &Only) -> Result<BTreeSet<i64>, LedgerError> {
    let mut out = BTreeSet::new();
    let asked = Asked { query: &Query::All, only, more: Vec::new() };
    each_act(ledger, index, asked, &mut |columns, documents| {
        out.extend(documents.filter_map(|doc| i64::try_from(columns.act(doc).0).ok()));
        Ok(())
    })?;
    Ok(out)
}
