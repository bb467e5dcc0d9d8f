//! What another reading took the place of: it counts no more, and is still shown. A permalink that somebody wrote down leads to
//! the words it led to then, said to be superseded, with what stands in their place now.

use rusqlite::params;

use crate::acts::LIVE;
use crate::{Act, ActId, Article, AsOf, IdError, Ledger, LedgerError, ids};

/// Known by the moment that stands for `?1`, live or not.
const KNOWN: &str = "r.learnt <= ?1";

impl Ledger {
    /// One act by its whole id: as it stands, or, where no present reading has it, as it was last read by then.
    ///
    /// # Errors
    /// Where no reading ever had it.
    pub fn act_as_last_read(&self, id: &ActId, as_of: AsOf) -> Result<Act, LedgerError> {
        match self.act(id, as_of) {
            Err(LedgerError::Id(IdError::Superseded { .. })) => {
                let found = self.read_with(id, KNOWN, as_of)?;
                self.as_it_stands(found.ok_or_else(|| IdError::Unknown(id.to_string()))?, as_of)
            }
            outcome => outcome,
        }
    }

    /// The acts of the article in that row, as they stand in its text: of any reading, with what people said of them.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn acts_as_read(&self, row: i64, as_of: AsOf) -> Result<Vec<Act>, LedgerError> {
        let article = self.article(row)?;
        let acts = self.acts_of_key(&article.key, KNOWN, as_of)?.into_iter().filter(|act| act.article == row);
        acts.map(|act| self.as_it_stands(act, as_of)).collect()
    }

    /// Why an act is not there as of then: another reading took the place of the one that had it, or none ever had it.
    pub(crate) fn missing(&self, id: &ActId, as_of: AsOf) -> Result<IdError, LedgerError> {
        let Some(act) = self.read_with(id, KNOWN, as_of)? else { return Ok(IdError::Unknown(id.to_string())) };
        let superseded = self.article(act.article)?.superseded;
        Ok(superseded.map_or_else(
            || IdError::Unknown(id.to_string()),
            |since| IdError::Superseded { id: id.to_string(), article: ids::short(&id.article).to_owned(), since },
        ))
    }

    /// What stands now in the place of an article that another reading took the place of: the article as its source is read now,
    /// else what is under its source's name now. Nothing for one that counts itself.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn instead(&self, article: &Article) -> Result<Vec<Article>, LedgerError> {
        if article.superseded.is_none() {
            return Ok(Vec::new());
        }
        let own = self.live_articles("t.key = ?2", &article.key)?;
        if !own.is_empty() {
            return Ok(own);
        }
        self.live_articles(
            "s.id = (SELECT source FROM source_name WHERE name = ?2 ORDER BY id DESC LIMIT 1)",
            &article.source,
        )
    }

    fn live_articles(&self, clause: &str, value: &str) -> Result<Vec<Article>, LedgerError> {
        let mut list = self.db.prepare_cached(&format!(
            "SELECT t.id FROM article t JOIN reading r ON r.id = t.reading JOIN source s ON s.id = r.source
             WHERE {LIVE} AND {clause} ORDER BY t.number"
        ))?;
        let rows = list.query_map(params![AsOf::NOW.limit(), value], |row| row.get::<_, i64>(0))?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter().map(|row| self.article(row)).collect()
    }
}
