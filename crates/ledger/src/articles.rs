//! Articles read back: their heads, their texts, their paragraphs, the record as it came in.

use std::ops::ControlFlow;

use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;

use crate::acts::{FIRST, LIVE};
use crate::pack::Part;
use crate::prepared::packs_of;
use crate::schema::hashed;
use crate::whole::{Shared, put_together};
use crate::{AsOf, IdError, Ledger, LedgerError, Timestamp, ids, wider};

/// The head of an article.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Article {
    /// Its row.
    #[serde(skip)]
    pub row: i64,
    /// Its id, as shown.
    #[schema(example = "6211b276b9")]
    pub id: String,
    /// Its id in the record, whole.
    #[serde(skip)]
    pub key: String,
    /// Title, as printed.
    #[schema(example = "Joint statement on marine protection", required = true)]
    pub title: Option<String>,
    /// What kind of document.
    #[schema(example = "statement")]
    pub kind: String,
    /// Language.
    #[schema(example = "en")]
    pub language: String,
    /// Script.
    #[schema(required = true)]
    pub script: Option<String>,
    /// When it was said.
    #[schema(example = "2024-03-12", required = true)]
    pub said: Option<String>,
    /// Whose act the document is.
    #[schema(example = json!(["CHL"]))]
    pub issuers: Vec<String>,
    /// Who printed it.
    #[schema(required = true)]
    pub outlet: Option<String>,
    /// Its address.
    #[schema(required = true)]
    pub url: Option<String>,
    /// The last name that its source was found under.
    #[schema(example = "statement.html")]
    pub source: String,
    /// BLAKE3 of its source's bytes, in hex.
    pub blake3: String,
    /// Which article of the source, from 0.
    pub number: u32,
    /// Length of the text in code points.
    pub characters: u64,
    /// How many acts were found in it.
    pub acts: u64,
    /// When the ledger learnt it.
    #[schema(value_type = String, example = "2024-03-13T08:00:00Z")]
    pub learnt: Timestamp,
    /// When another reading took its place.
    #[schema(value_type = Option<String>, required = true)]
    pub superseded: Option<Timestamp>,
    /// Program and packs that read it.
    #[serde(skip)]
    pub maker: String,
}

/// The head of an article as far as a list of many texts needs it.
#[derive(Clone, Debug)]
pub struct Brief {
    /// Its row.
    pub row: i64,
    /// Its id, as shown.
    pub id: String,
    /// Its id in the record, whole.
    pub key: String,
    /// Title, as printed.
    pub title: Option<String>,
    /// When it was said.
    pub said: Option<String>,
    /// Whose act the document is.
    pub issuers: Vec<String>,
    /// Length of the text in code points.
    pub characters: u64,
}

impl From<Article> for Brief {
    fn from(article: Article) -> Self {
        let Article { row, id, key, title, said, issuers, characters, .. } = article;
        Self { row, id, key, title, said, issuers, characters }
    }
}

/// What went wrong in reading an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct RecordedFault {
    /// What, as docs/faults.md lists it.
    #[schema(example = "truncated")]
    pub kind: String,
    /// How much was lost: note, warning, error.
    #[schema(example = "warning")]
    pub severity: String,
    /// What happened and what to try.
    pub message: String,
    /// Code points of the text, where it concerns the text.
    #[serde(default)]
    #[schema(required = true)]
    pub span: Option<(u32, u32)>,
}

/// A paragraph of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage<'t> {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Its words.
    pub text: &'t str,
}

impl<'t> Passage<'t> {
    /// The paragraphs of a text that are not blank.
    pub fn of(text: &'t str) -> impl Iterator<Item = Self> {
        let mut at = 0u32;
        text.split('\n').filter_map(move |line| {
            let start = at;
            let end = start + u32::try_from(line.chars().count()).unwrap_or(u32::MAX);
            at = end.saturating_add(1);
            (!line.trim().is_empty()).then_some(Self { start, end, text: line })
        })
    }
}

/// Which texts are a series: those that all of these issued, or whose titles hold one of each of these; with neither, all.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// Actor ids.
    pub issuers: Vec<String>,
    /// Parts of the title, in either script: of each list one.
    pub titled: Vec<Vec<String>>,
    /// Said on that day or later.
    pub from: Option<String>,
    /// Said on that day or before.
    pub to: Option<String>,
    /// Without a day.
    pub undated: bool,
}

/// A source with a current reading.
#[derive(Clone, Debug)]
pub struct KeptSource {
    /// Its row.
    pub row: i64,
    /// The last name it was found under.
    pub name: String,
}

const COLUMNS: &str = "t.id, t.key, t.title, t.kind, t.language, t.script, t.said, t.issuers, t.outlet, t.url,
  (SELECT n.name FROM source_name n WHERE n.source = s.id AND n.learnt <= ?1 ORDER BY n.id DESC LIMIT 1), lower(hex(s.blake3)),
  t.number, t.characters, t.acts, r.learnt, r.superseded, m.told";

const FROM: &str = "FROM article t JOIN reading r ON r.id = t.reading JOIN source s ON s.id = r.source
  JOIN maker m ON m.id = r.maker";

/// Whether it tells the same as the article in row ?2: a family is named by its first article.
const SAME: &str = "(t.family = coalesce((SELECT family FROM article WHERE id = ?2), ?2)
  OR t.id = (SELECT family FROM article WHERE id = ?2))";

fn article(row: &Row<'_>) -> rusqlite::Result<Article> {
    let key: String = row.get(1)?;
    let issuers: String = row.get(7)?;
    Ok(Article {
        row: row.get(0)?,
        id: ids::short(&key).to_owned(),
        key,
        title: row.get(2)?,
        kind: row.get(3)?,
        language: row.get(4)?,
        script: row.get(5)?,
        said: row.get(6)?,
        issuers: serde_json::from_str(&issuers).unwrap_or_default(),
        outlet: row.get(8)?,
        url: row.get(9)?,
        source: row.get::<_, Option<String>>(10)?.unwrap_or_default(),
        blake3: row.get(11)?,
        number: row.get(12)?,
        characters: row.get::<_, i64>(13)?.unsigned_abs(),
        acts: row.get::<_, i64>(14)?.unsigned_abs(),
        learnt: Timestamp::from_micros(row.get(15)?),
        superseded: row.get::<_, Option<i64>>(16)?.map(Timestamp::from_micros),
        maker: row.get(17)?,
    })
}

impl Ledger {
    /// Articles live as of then, newest first, no more than `most`; of copies only the first unless all are asked for.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn articles(&self, as_of: AsOf, all_copies: bool, most: usize) -> Result<Vec<Article>, LedgerError> {
        self.articles_after(None, as_of, all_copies, most)
    }

    /// The same from behind one of them on, told by its day and row.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn articles_after(
        &self,
        after: Option<(Option<&str>, i64)>,
        as_of: AsOf,
        all_copies: bool,
        most: usize,
    ) -> Result<Vec<Article>, LedgerError> {
        let mut out = Vec::new();
        if most == 0 {
            return Ok(out);
        }
        self.each_article(after, as_of, all_copies, &mut |article| {
            out.push(article);
            Ok::<_, LedgerError>(if out.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(out)
    }

    /// Hands the articles live as of then to `each` as they are found, newest first, from behind one of them on where that is
    /// said, until it breaks off: for more of them than should stand in memory at once.
    ///
    /// # Errors
    /// Where the store or `each` fails.
    pub fn each_article<E: From<LedgerError>>(
        &self,
        after: Option<(Option<&str>, i64)>,
        as_of: AsOf,
        all_copies: bool,
        each: &mut dyn FnMut(Article) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        let first = if all_copies { "1" } else { FIRST };
        let (day, row) = after.unwrap_or_default();
        let further = match after {
            None => "?2 IS ?2 AND ?3 IS ?3",
            Some((None, _)) => "t.said IS ?2 AND t.id > ?3",
            Some((Some(_), _)) => "(t.said < ?2 OR t.said IS NULL OR (t.said = ?2 AND t.id > ?3))",
        };
        let sql = format!("SELECT {COLUMNS} {FROM} WHERE {LIVE} AND {first} AND {further} ORDER BY t.said DESC, t.id");
        let mut list = self.db.prepare(&sql).map_err(LedgerError::from)?;
        let mut rows = list.query(params![as_of.limit(), day, row]).map_err(LedgerError::from)?;
        while let Some(row) = rows.next().map_err(LedgerError::from)? {
            if each(article(row).map_err(LedgerError::from)?)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The texts of a series as of then, first to last; what has no day comes first. Copies are left out.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn series(&self, series: &Series, as_of: AsOf) -> Result<Vec<Article>, LedgerError> {
        let fold = |text: &str| self.folding.table().fold(text.trim());
        let mut clauses = String::new();
        let mut values: Vec<Box<dyn rusqlite::ToSql>> = vec![Box::new(as_of.limit())];
        if let Some(day) = &series.from {
            clauses.push_str(" AND (t.said >= ? OR t.said IN (?, ?))");
            values.push(Box::new(day.clone()));
            values.extend(wider(day).map(|one| Box::new(one) as Box<dyn rusqlite::ToSql>));
        }
        if let Some(day) = &series.to {
            clauses.push_str(" AND t.said <= ?");
            values.push(Box::new(day.clone()));
        }
        if series.undated {
            clauses.push_str(" AND t.said IS NULL");
        }
        // What can't be one of them needn't be read: issuers are written as JSON, and a title must be there.
        if let Some(one) = series.issuers.first() {
            let titled = if series.titled.is_empty() { "0" } else { "t.title IS NOT NULL" };
            clauses.push_str(&format!(" AND (instr(t.issuers, ?) > 0 OR {titled})"));
            values.push(Box::new(serde_json::to_string(one).unwrap_or_default()));
        }
        // Few are left to be put in order, so the days' index, which goes all over the table, is not used for it.
        let sql = format!("SELECT {COLUMNS} {FROM} WHERE {LIVE} AND {FIRST}{clauses} ORDER BY +t.said, t.id");
        let mut list = self.db.prepare(&sql)?;
        let rows = list.query_map(rusqlite::params_from_iter(values), article)?;
        let titled: Vec<Vec<String>> =
            series.titled.iter().map(|names| names.iter().map(|part| fold(part)).collect()).collect();
        let mut out = Vec::new();
        for article in rows {
            let article = article?;
            let issued = !series.issuers.is_empty() && series.issuers.iter().all(|one| article.issuers.contains(one));
            let title = article.title.as_deref().map(fold).unwrap_or_default();
            let named = !titled.is_empty() && titled.iter().all(|names| names.iter().any(|part| title.contains(part)));
            if issued || named || (series.issuers.is_empty() && titled.is_empty()) {
                out.push(article);
            }
        }
        Ok(out)
    }

    /// The article with that row.
    ///
    /// # Errors
    /// Where the store fails, or it is not there.
    pub fn article(&self, row: i64) -> Result<Article, LedgerError> {
        let sql = format!("SELECT {COLUMNS} {FROM} WHERE t.id = ?2");
        let found = self.db.prepare_cached(&sql)?.query_row([i64::MAX, row], article).optional()?;
        found.ok_or_else(|| IdError::Unknown(format!("the article in row {row}")).into())
    }

    /// What a list of many texts needs of the article with that row.
    ///
    /// # Errors
    /// Where the store fails, or it is not there.
    pub fn brief(&self, row: i64) -> Result<Brief, LedgerError> {
        let mut find =
            self.db.prepare_cached("SELECT key, title, said, issuers, characters FROM article WHERE id = ?1")?;
        let found = find.query_row([row], |found| {
            let (key, issuers): (String, String) = (found.get(0)?, found.get(3)?);
            Ok(Brief {
                row,
                id: ids::short(&key).to_owned(),
                key,
                title: found.get(1)?,
                said: found.get(2)?,
                issuers: serde_json::from_str(&issuers).unwrap_or_default(),
                characters: found.get::<_, i64>(4)?.unsigned_abs(),
            })
        });
        found.optional()?.ok_or_else(|| IdError::Unknown(format!("the article in row {row}")).into())
    }

    /// The other texts that tell the same as the article in that row, first to last as they came in.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn family(&self, row: i64, as_of: AsOf) -> Result<Vec<Article>, LedgerError> {
        let sql = format!("SELECT {COLUMNS} {FROM} WHERE {LIVE} AND t.id <> ?2 AND {SAME} ORDER BY t.id");
        let mut list = self.db.prepare_cached(&sql)?;
        let rows = list.query_map(params![as_of.limit(), row], article)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many they are: for lists, where who they are is not asked.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn copies(&self, row: i64, as_of: AsOf) -> Result<usize, LedgerError> {
        let mut count = self.db.prepare_cached(&format!(
            "SELECT count(*) FROM article t JOIN reading r ON r.id = t.reading WHERE {LIVE} AND t.id <> ?2 AND {SAME}"
        ))?;
        Ok(usize::try_from(count.query_row(params![as_of.limit(), row], |row| row.get::<_, i64>(0))?).unwrap_or(0))
    }

    /// What went wrong in reading the article in that row, as its record says.
    ///
    /// # Errors
    /// Where it is not there or damaged.
    pub fn faults(&self, row: i64) -> Result<Vec<RecordedFault>, LedgerError> {
        #[derive(serde::Deserialize)]
        struct Faulty {
            #[serde(default)]
            faults: Vec<RecordedFault>,
        }
        let record: Faulty = serde_json::from_str(&self.record(row)?).map_err(|error| LedgerError::Damaged {
            what: self.article_told("the record", row),
            error: error.to_string(),
        })?;
        Ok(record.faults)
    }

    /// The article with that id as of then, by its whole id; where it was read several times, the last of them.
    ///
    /// # Errors
    /// Where there is none.
    pub fn article_of(&self, key: &str, as_of: AsOf) -> Result<Article, LedgerError> {
        let sql = format!("SELECT {COLUMNS} {FROM} WHERE t.key = ?2 AND r.learnt <= ?1 ORDER BY t.id DESC LIMIT 1");
        let found = self.db.prepare_cached(&sql)?.query_row(params![as_of.limit(), key], article).optional()?;
        found.ok_or_else(|| IdError::Unknown(ids::short(key).to_owned()).into())
    }

    /// The articles that the source with that hash holds, in their order, as it was last read; no more than `most`.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn articles_in(&self, hash: &[u8; 32], most: usize) -> Result<Vec<Article>, LedgerError> {
        let hashed = hashed("s.", "?2");
        let sql = format!("SELECT {COLUMNS} {FROM} WHERE {LIVE} AND {hashed} ORDER BY t.number LIMIT ?3");
        let mut list = self.db.prepare_cached(&sql)?;
        let rows = list.query_map(params![AsOf::NOW.limit(), hash, most as i64], article)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The whole id of the article whose id begins so.
    ///
    /// # Errors
    /// Where nothing is called so, or several articles are.
    pub fn article_key(&self, begins: &str) -> Result<String, LedgerError> {
        let mut find = self
            .db
            .prepare_cached("SELECT DISTINCT key FROM article WHERE key >= ?1 AND key < ?2 ORDER BY key LIMIT 6")?;
        // No hex digit comes after `g`.
        let found: Vec<String> =
            find.query_map([begins, &format!("{begins}g")], |row| row.get(0))?.collect::<Result<_, _>>()?;
        match found.as_slice() {
            [one] => Ok(one.clone()),
            [] => Err(IdError::Unknown(begins.to_owned()).into()),
            _ => Err(IdError::Several { id: begins.to_owned(), found }.into()),
        }
    }

    /// The text of an article, by its row.
    ///
    /// # Errors
    /// Where it is not there or damaged.
    pub fn text(&self, row: i64) -> Result<String, LedgerError> {
        let packed: Vec<u8> =
            self.db.prepare_cached("SELECT body FROM article WHERE id = ?1")?.query_row([row], |row| row.get(0))?;
        Ok(self.body(&packed, Part::Text, &|| self.article_told("the text", row))?.text)
    }

    /// The record of an article as it came in, to the byte, by its row.
    ///
    /// # Errors
    /// Where it is not there or damaged.
    pub fn record(&self, row: i64) -> Result<String, LedgerError> {
        let sql = format!("SELECT t.key, lower(hex(s.blake3)), m.told, t.body {FROM} WHERE t.id = ?1");
        let (key, hash, maker, packed): (String, String, String, Vec<u8>) = self
            .db
            .prepare_cached(&sql)?
            .query_row([row], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let what = || self.article_told("the record", row);
        let body = self.body(&packed, Part::Rest, &what)?;
        put_together(&body, Shared { key: &key, hash: &hash, packs: packs_of(&maker) })
            .map_err(|error| LedgerError::Damaged { what: what(), error: error.to_string() })
    }

    /// Every source with a current reading, in the order they came in.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn sources(&self) -> Result<Vec<KeptSource>, LedgerError> {
        let mut list = self.db.prepare(
            "SELECT s.id, (SELECT n.name FROM source_name n WHERE n.source = s.id ORDER BY n.id DESC LIMIT 1) FROM source s
             WHERE EXISTS (SELECT 1 FROM reading r WHERE r.source = s.id AND r.superseded IS NULL) ORDER BY s.id",
        )?;
        let rows = list.query_map([], |row| {
            Ok(KeptSource { row: row.get(0)?, name: row.get::<_, Option<String>>(1)?.unwrap_or_default() })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The bytes of a source.
    ///
    /// # Errors
    /// Where they are damaged.
    pub fn content(&self, source: &KeptSource) -> Result<Vec<u8>, LedgerError> {
        let packed: Vec<u8> = self
            .db
            .prepare_cached("SELECT content FROM source WHERE id = ?1")?
            .query_row([source.row], |row| row.get(0))?;
        self.unpacked(source.row, &packed, &|| self.source_told(source.row))
    }

    /// The bytes of the source that an article was read from, by the article's row.
    ///
    /// # Errors
    /// Where they are not there or damaged.
    pub fn source_bytes(&self, row: i64) -> Result<Vec<u8>, LedgerError> {
        let (source, packed): (i64, Vec<u8>) = self
            .db
            .prepare_cached(
                "SELECT s.id, s.content FROM article t JOIN reading r ON r.id = t.reading JOIN source s ON s.id = r.source
                 WHERE t.id = ?1",
            )?
            .query_row([row], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.unpacked(source, &packed, &|| self.source_told(source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_keep_their_places() {
        let text = "第一段\n\n 第二段。\n";
        let all: Vec<_> = Passage::of(text).map(|p| (p.start, p.end, p.text)).collect();
        assert_eq!(all, [(0, 3, "第一段"), (5, 10, " 第二段。")]);
    }
}
