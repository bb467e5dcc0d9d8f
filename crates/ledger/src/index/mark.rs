//! How far a ledger had come when something was answered, and whether since then nothing happened to what it held: an answer that
//! no new article meets is then still true.

use rusqlite::params;

use super::Index;
use crate::{Ledger, LedgerError};

/// More changes than that are not looked through: asking again costs less than finding out.
const LOOKED_AT: i64 = 1_000;

/// How far a ledger had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The last change that the index knew.
    generation: i64,
    /// The last article that it knew.
    article: i64,
    /// The last judgement.
    judgement: i64,
}

impl Mark {
    /// The last change that the index knew, as [`Index::generation`] says.
    #[must_use]
    pub const fn generation(&self) -> i64 {
        self.generation
    }
}

impl Ledger {
    /// How far it has come as an index knows it; to be taken before what is answered is read.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn mark(&self, index: &Index) -> Result<Mark, LedgerError> {
        Ok(Mark { generation: index.generation(), article: index.article, judgement: self.last_judgement()? })
    }

    /// Whether from `since` to that state of the index nothing but new articles came in: nothing was judged, read again, replaced or
    /// taken from its family. False where that would take long to say.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn only_grew(&self, since: &Mark, index: &Index) -> Result<bool, LedgerError> {
        let changes = index.generation() - since.generation;
        if !(0..=LOOKED_AT).contains(&changes) || self.last_judgement()? != since.judgement {
            return Ok(false);
        }
        // Whatever happens to an article that was there is a change of its row.
        let mut find = self
            .db
            .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM change WHERE id > ?1 AND id <= ?2 AND article <= ?3)")?;
        Ok(find.query_row(params![since.generation, index.generation(), since.article], |row| row.get(0))?)
    }

    fn last_judgement(&self) -> Result<i64, LedgerError> {
        let mut find = self.db.prepare_cached("SELECT coalesce(max(id), 0) FROM judgement")?;
        Ok(find.query_row([], |row| row.get(0))?)
    }
}
