//! A source made ready to be written: what costs time (parsing, packing, hashing) is done here, on any thread.
//! Next to read: `append.rs`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::dictionary::Dictionary;
use crate::family::{Signs, Told};
use crate::pack::{Body, pack_beside};
use crate::record::{Clue, Record, RecordedAct};
use crate::versions::Facts;
use crate::whole::{self, Shared};
use crate::{Folding, LedgerError, Packing, SCHEMA, acts, ids};

/// A source ready to be written.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) name: String,
    pub(crate) hash: [u8; 32],
    pub(crate) media_type: String,
    pub(crate) bytes: u64,
    pub(crate) content: Vec<u8>,
    pub(crate) maker: String,
    pub(crate) articles: Vec<PreparedArticle>,
}

#[derive(Debug)]
pub(crate) struct PreparedArticle {
    pub(crate) key: String,
    pub(crate) number: u32,
    pub(crate) title: Option<String>,
    pub(crate) kind: String,
    pub(crate) language: String,
    pub(crate) script: Option<String>,
    pub(crate) said: Option<String>,
    pub(crate) issuers: String,
    pub(crate) outlet: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) signs: Signs,
    pub(crate) facts: Facts,
    pub(crate) characters: i64,
    pub(crate) body: Body,
    /// As it is packed by a dictionary, or without one; none before that was asked for.
    packed: Option<(Option<Arc<Dictionary>>, Vec<u8>)>,
    pub(crate) acts: Vec<PreparedAct>,
}

#[derive(Debug)]
pub(crate) struct PreparedAct {
    pub(crate) local: String,
    pub(crate) act: RecordedAct,
}

/// What records are made ready for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// To be kept.
    Keeping,
    /// To hold their rows against those that are there: neither packed nor with a sketch, which is most of the work.
    Rows,
}

impl Prepared {
    /// From a source's name and bytes and the records that were read from it, as JSON Lines. By the ledger's folding copies in
    /// both scripts meet.
    ///
    /// # Errors
    /// A record that is not of the schema, or not of these bytes.
    pub fn new(name: &str, bytes: &[u8], records: &[u8], folding: &Folding) -> Result<Self, LedgerError> {
        let records = std::str::from_utf8(records).map_err(|e| bad_record(name)(wrong(&e.to_string())))?;
        let prepared = Self::of_records(name, hash(bytes), None, records, (folding, For::Keeping))?;
        let texts: String = prepared.articles.iter().map(|article| article.body.text.as_str()).collect();
        Ok(Self { bytes: bytes.len() as u64, content: pack_beside(bytes, &texts), ..prepared })
    }

    /// The same without the bytes, which are in the ledger already, and perhaps what made them.
    pub(crate) fn of_records(
        name: &str,
        hash: [u8; 32],
        maker: Option<String>,
        records: &str,
        with: (&Folding, For),
    ) -> Result<Self, LedgerError> {
        let bad = bad_record(name);
        let hex = blake3::Hash::from_bytes(hash).to_hex();
        let mut prepared = Self {
            name: name.to_owned(),
            hash,
            media_type: String::new(),
            bytes: 0,
            content: Vec::new(),
            maker: maker.unwrap_or_default(),
            articles: Vec::new(),
        };
        for line in records.lines().filter(|line| !line.trim().is_empty()) {
            let record: Record<'_> = serde_json::from_str(line).map_err(&bad)?;
            if record.schema != SCHEMA {
                return Err(bad(wrong(&format!("its schema is {}", record.schema))));
            }
            if record.source.blake3 != hex.as_str() {
                return Err(bad(wrong(&format!("it was read from other bytes ({})", record.source.name))));
            }
            if prepared.maker.is_empty() {
                let program = serde_json::to_string(&record.program).map_err(&bad)?;
                prepared.maker = format!(r#"{{"program":{program},"packs":{}}}"#, record.packs.get());
                prepared.media_type = record.source.media_type.clone().into_owned();
            }
            prepared.articles.push(article(line, record, (hex.as_str(), &prepared.maker), with).map_err(&bad)?);
        }
        Ok(prepared)
    }

    /// Packed as a ledger's articles are packed now, which its writer does otherwise, on the one thread that writes.
    #[must_use]
    pub fn packed(mut self, packing: &Packing) -> Self {
        let own = packing.now();
        for article in &mut self.articles {
            article.packed = Some((own.clone(), article.body.pack(own.as_ref())));
        }
        self
    }

    /// How many articles it holds.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.articles.len()
    }

    /// How many acts they hold.
    #[must_use]
    pub fn acts(&self) -> usize {
        self.articles.iter().map(|article| article.acts.len()).sum()
    }
}

impl Prepared {
    pub(crate) const fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// Whether it holds no article.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// What heads of its articles say, by article: what a further reading may change beside acts.
    pub(crate) fn heads(&self) -> impl Iterator<Item = (&str, String)> {
        self.articles.iter().map(|one| {
            let head = [one.title.as_deref(), Some(&*one.kind), one.said.as_deref(), Some(&*one.issuers)];
            (one.key.as_str(), head.map(Option::unwrap_or_default).join(" | "))
        })
    }

    /// Its acts by article and local name.
    pub(crate) fn acts_by_article(&self) -> impl Iterator<Item = (&str, BTreeMap<String, RecordedAct>)> {
        self.articles.iter().map(|article| {
            let acts = article.acts.iter().map(|one| (one.local.clone(), one.act.clone()));
            (article.key.as_str(), acts.collect())
        })
    }
}

impl PreparedArticle {
    /// Packed by that dictionary, now or before.
    pub(crate) fn packed(&self, own: Option<&Arc<Dictionary>>) -> Cow<'_, [u8]> {
        match (&self.packed, own) {
            (Some((None, packed)), None) => packed.into(),
            (Some((Some(by), packed)), Some(own)) if Arc::ptr_eq(by, own) => packed.into(),
            _ => self.body.pack(own).into(),
        }
    }

    /// Who stands in its acts, in which role and kind of act (by its number), and in how many.
    pub(crate) fn actors(&self) -> BTreeMap<(&str, usize, i64), i64> {
        let mut actors = BTreeMap::new();
        for PreparedAct { act, .. } in &self.acts {
            for (role, names) in acts::roles(act).into_iter().enumerate() {
                // Twice in one act is one act.
                for name in names.iter().collect::<BTreeSet<_>>() {
                    *actors.entry((name.as_str(), role, ids::kind_number(&act.kind))).or_default() += 1;
                }
            }
        }
        actors
    }

    /// By when something is due.
    pub(crate) fn deadlines(&self) -> BTreeSet<&str> {
        self.acts.iter().filter_map(|one| one.act.deadline()).collect()
    }

    /// A bit for each kind of act in it.
    pub(crate) fn kinds(&self) -> i64 {
        self.acts.iter().fold(0, |bits, one| bits | ids::kind_bit(&one.act.kind))
    }

    /// What is looked at to find its family.
    pub(crate) fn told(&self) -> Told<'_> {
        Told {
            row: i64::MAX,
            signs: &self.signs,
            facts: &self.facts,
            text: &self.body.text,
            characters: self.characters,
            said: self.said.as_deref(),
            issuers: &self.issuers,
            language: &self.language,
            acts: self.acts.iter().map(|one| &one.act).collect(),
            rest: &self.body.rest,
        }
    }
}

fn bad_record(name: &str) -> impl Fn(serde_json::Error) -> LedgerError {
    move |error| LedgerError::Record { source_name: name.to_owned(), known: SCHEMA, error }
}

fn wrong(message: &str) -> serde_json::Error {
    serde::de::Error::custom(message)
}

/// What program and packs made a reading, as its row keeps it.
#[derive(serde::Deserialize)]
struct Maker<'m> {
    #[serde(borrow)]
    packs: &'m serde_json::value::RawValue,
}

/// The packs of a reading's maker, as JSON.
pub(crate) fn packs_of(maker: &str) -> &str {
    serde_json::from_str::<Maker<'_>>(maker).map_or("", |maker| maker.packs.get())
}

fn article(
    line: &str,
    record: Record<'_>,
    (hash, maker): (&str, &str),
    (folding, what): (&Folding, For),
) -> Result<PreparedArticle, serde_json::Error> {
    let text: String = serde_json::from_str(record.text.get())?;
    let with = Shared { key: &record.id, hash, packs: packs_of(maker) };
    let body = whole::cut(line, (record.text, text), record.acts, record.packs, with);
    let recorded: Vec<RecordedAct> = serde_json::from_str(record.acts.get())?;
    let facts = record.mentions.map_or_else(Facts::default, |mentions| Facts::of(mentions.get()));
    let mut acts = Vec::with_capacity(recorded.len());
    for act in recorded {
        let local = ids::local(&act.id).ok_or_else(|| wrong(&format!("{:?} is no id of an act", act.id)))?;
        acts.push(PreparedAct { local, act: RecordedAct { id: String::new(), ..act } });
    }
    Ok(PreparedArticle {
        // A text without a day of its own is dated by its dateline, else as far as it tells: by a year, or a month of one.
        said: record
            .published
            .or_else(|| record.dateline.and_then(|line| line.date.map(|day| day.into_owned())))
            .or_else(|| as_far(&record.date_clues)),
        key: record.id,
        number: record.source.article,
        title: record.title,
        kind: record.kind,
        language: record.language,
        script: record.script,
        issuers: serde_json::to_string(&record.issuers)?,
        outlet: record.outlet,
        url: record.url,
        signs: match what {
            For::Keeping => Signs::of(&body.text, &facts, folding.table()),
            For::Rows => Signs::of_wording(&body.text, folding.table()),
        },
        facts,
        characters: body.text.chars().count() as i64,
        body,
        packed: None,
        acts,
    })
}

/// The month or year of the most trusted sign that tells one: when somebody posted it says nothing of when it was said.
fn as_far(clues: &[Clue<'_>]) -> Option<String> {
    let told = |date: &str| matches!(date.len(), 4 | 7) && date.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let best = clues.iter().find(|clue| clue.ground != "post" && !clue.date.starts_with('-') && told(&clue.date))?;
    Some(best.date.clone().into_owned())
}

/// A record as its article is packed: what the dictionary is trained on.
///
/// # Errors
/// A record that is not of the schema.
#[doc(hidden)]
pub fn packed_form(record: &str) -> Result<Vec<u8>, serde_json::Error> {
    let read: Record<'_> = serde_json::from_str(record)?;
    let text: String = serde_json::from_str(read.text.get())?;
    let with = Shared { key: &read.id, hash: &read.source.blake3, packs: read.packs.get() };
    let body = whole::cut(record, (read.text, text), read.acts, read.packs, with);
    Ok(body.spared().concat().into_bytes())
}

/// What names bytes.
#[must_use]
pub fn hash(bytes: &[u8]) -> [u8; 32] {
    *blake3::hash(bytes).as_bytes()
}
