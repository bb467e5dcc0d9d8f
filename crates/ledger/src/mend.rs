//! What is damaged, and how it is mended: the same bytes, added again, take the place of bytes and records that can't be read
//! back. What was read from them by the same program and packs is the same to the byte; else it is a further reading.

use rusqlite::params;

use crate::append::{current_reading, reading, source_of, supersede};
use crate::pack::{Part, pack, pack_beside, stands_beside, unpack};
use crate::{Ledger, LedgerError, Prepared, Timestamp, Writer, hash, ids};

impl Ledger {
    /// Part of an article, as people know it: `the record of 6211b276b9 (/papers/a.txt)`.
    pub(crate) fn article_told(&self, part: &str, row: i64) -> String {
        format!("{part} of {}", self.article_named(row))
    }

    /// An article, as people know it: `6211b276b9 (/papers/a.txt)`.
    pub(crate) fn article_named(&self, row: i64) -> String {
        let told = self.db.query_row(
            "SELECT t.key, (SELECT n.name FROM source_name n WHERE n.source = r.source ORDER BY n.id DESC LIMIT 1)
             FROM article t JOIN reading r ON r.id = t.reading WHERE t.id = ?1",
            [row],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)),
        );
        match told {
            Ok((key, name)) => format!("{} ({})", ids::short(&key), name.unwrap_or_default()),
            Err(_) => format!("the article in row {row}"),
        }
    }

    /// A source, as people know it: `the source /papers/a.txt`.
    pub(crate) fn source_told(&self, row: i64) -> String {
        let sql = "SELECT name FROM source_name WHERE source = ?1 ORDER BY id DESC LIMIT 1";
        match self.db.query_row(sql, [row], |row| row.get::<_, String>(0)) {
            Ok(name) => format!("the source {name}"),
            Err(_) => format!("the source in row {row}"),
        }
    }

    /// Whether the bytes with that hash, and what is read from them now, can be read back.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn is_whole(&self, of: &[u8; 32]) -> Result<bool, LedgerError> {
        let Some(source) = source_of(self, of)? else { return Ok(true) };
        let (hurt, texts) = self.looked_through(source)?;
        // The texts beside which the bytes are packed are unpacked but once: a folder that is added again is mostly that.
        let whole = match texts {
            Some(texts) => {
                let packed = self.packed_bytes(source)?;
                unpack(&packed, if stands_beside(&packed) { &texts } else { "" }, &String::new)
                    .is_ok_and(|bytes| hash(&bytes) == *of)
            }
            None => self.bytes_are_whole(source, of)?,
        };
        Ok(whole && hurt.iter().all(|one| !one.current))
    }

    fn packed_bytes(&self, source: i64) -> Result<Vec<u8>, LedgerError> {
        let mut find = self.db.prepare_cached("SELECT content FROM source WHERE id = ?1")?;
        Ok(find.query_row([source], |row| row.get(0))?)
    }

    pub(crate) fn bytes_are_whole(&self, source: i64, of: &[u8; 32]) -> Result<bool, LedgerError> {
        let packed = self.packed_bytes(source)?;
        Ok(self.unpacked(source, &packed, &String::new).is_ok_and(|bytes| hash(&bytes) == *of))
    }

    /// The articles of a source, of all its readings, that can't be read back.
    fn hurt(&self, source: i64) -> Result<Vec<Hurt>, LedgerError> {
        Ok(self.looked_through(source)?.0)
    }

    /// The same, and the texts of its first reading, beside which its bytes may be packed: none where one of them is hurt.
    fn looked_through(&self, source: i64) -> Result<(Vec<Hurt>, Option<String>), LedgerError> {
        let mut list = self.db.prepare_cached(
            "SELECT t.id, t.key, t.body, m.told, r.superseded IS NULL, r.id FROM reading r JOIN maker m ON m.id = r.maker
             JOIN article t ON t.reading = r.id WHERE r.source = ?1 ORDER BY r.id, t.id",
        )?;
        let first: Option<i64> = self
            .db
            .prepare_cached("SELECT min(id) FROM reading WHERE source = ?1")?
            .query_row([source], |row| row.get(0))?;
        let mut rows = list.query([source])?;
        let (mut hurt, mut texts) = (Vec::new(), Some(String::new()));
        while let Some(row) = rows.next()? {
            let body: Vec<u8> = row.get(2)?;
            let is_first = first == Some(row.get(5)?);
            match self.body(&body, Part::Rest, &String::new) {
                Ok(body) if is_first => texts.iter_mut().for_each(|texts| texts.push_str(&body.text)),
                Ok(_) => {}
                Err(_) => {
                    texts = texts.filter(|_| !is_first);
                    hurt.push(Hurt { row: row.get(0)?, key: row.get(1)?, maker: row.get(3)?, current: row.get(4)? });
                }
            }
        }
        Ok((hurt, texts))
    }

    /// Everything that can't be read back, in words: bytes that are not those that came in, and records. Far quicker than
    /// [`Ledger::check`], which looks at what they say too.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn damaged(&self) -> Result<Vec<String>, LedgerError> {
        let mut list = self.db.prepare("SELECT id, blake3 FROM source ORDER BY id")?;
        let mut rows = list.query([])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let (source, of): (i64, [u8; 32]) = (row.get(0)?, row.get(1)?);
            if !self.bytes_are_whole(source, &of)? {
                out.push(self.source_told(source));
            }
            out.extend(self.hurt(source)?.iter().map(|one| self.article_told("the record", one.row)));
        }
        Ok(out)
    }
}

/// An article that can't be read back.
struct Hurt {
    row: i64,
    key: String,
    maker: String,
    current: bool,
}

impl Writer<'_> {
    /// Puts bytes, and what was read from them, in the place of what of the same source can't be read back; acknowledged by the
    /// next [`Writer::commit`].
    ///
    /// # Errors
    /// Where the store fails, or the ledger never had this source.
    pub fn mend(&mut self, source: &Prepared, bytes: &[u8], learnt: Timestamp) -> Result<(), LedgerError> {
        self.whole(|ledger| {
            let row = source_of(ledger, &source.hash)?.ok_or_else(|| LedgerError::Damaged {
                what: source.name.clone(),
                error: "a source that is not there can't be mended".to_owned(),
            })?;
            mend_records(ledger, row, source, learnt)?;
            if !ledger.bytes_are_whole(row, &source.hash)? {
                let content = ledger.texts_beside(row).map_or_else(|_| pack(bytes), |texts| pack_beside(bytes, &texts));
                let mut put = ledger.db.prepare_cached("UPDATE source SET content = ?2 WHERE id = ?1")?;
                put.execute(params![row, content])?;
            }
            Ok(())
        })
    }
}

fn mend_records(ledger: &Ledger, row: i64, source: &Prepared, learnt: Timestamp) -> Result<(), LedgerError> {
    let mut left = false;
    for hurt in ledger.hurt(row)? {
        let same = source.articles.iter().find(|one| one.key == hurt.key && hurt.maker == source.maker);
        let Some(same) = same else {
            left |= hurt.current;
            continue;
        };
        ledger
            .db
            .prepare_cached("UPDATE article SET body = ?2 WHERE id = ?1")?
            .execute(params![hurt.row, same.packed(ledger.packing().now().as_ref())])?;
        ledger.db.prepare_cached("INSERT INTO change (article) VALUES (?1)")?.execute([hurt.row])?;
    }
    // Another program or other packs read it otherwise: the damaged reading stays as it is, and counts no more.
    if left && current_reading(ledger, row)?.is_some() {
        supersede(ledger, row, learnt)?;
        reading(ledger, row, source, learnt)?;
    }
    Ok(())
}
