//! The full-text index: acts and paragraphs, found by their words. Everything in it comes from the records, so it may be
//! lost; it says up to which change of the ledger it has come, and is brought up to the last one when it is opened.
//!
//! One document an act, with its fields as they stand (judgements applied), and one a paragraph. Next to read: `pieces.rs`.

mod pieces;
mod shared;

use std::fs;
use std::path::Path;

use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};

use self::shared::SharedDirectory;
use crate::acts::FIRST;
use crate::{Act, AsOf, Ledger, LedgerError, Passage};

pub(crate) use pieces::PieceTokenizer;
pub use pieces::{Piece, pieces};

/// Changes when documents are made otherwise: an index of another form is made anew.
const FORM: u32 = 1;

const TOKENIZER: &str = "pieces";

/// Memory for documents not yet written out.
const WRITER_BYTES: usize = 64 << 20;

/// Changes taken in between two commits: what a killed run has to do again.
const CHANGES_A_COMMIT: usize = 20_000;

/// Where a title stands that is no part of its text.
pub const TITLE: u64 = u64::MAX;

/// Later than everything.
const FOREVER: i64 = i64::MAX;

/// The fields of a document.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Words of the quote, or of the paragraph.
    pub text: Field,
    /// `act` or `passage`; `live`, `copy`, `rejected` where it is so.
    pub flag: Field,
    /// Row of the act; none for a paragraph.
    pub act: Field,
    /// Row of the article.
    pub article: Field,
    /// First code point in the text.
    pub start: Field,
    /// Kind of act.
    pub kind: Field,
    /// Stance.
    pub stance: Field,
    /// Holders.
    pub holder: Field,
    /// Addressees.
    pub addressee: Field,
    /// Who reports it.
    pub via: Field,
    /// Targets, in pieces.
    pub target: Field,
    /// Instruments, in pieces.
    pub instrument: Field,
    /// Mechanisms, in pieces.
    pub mechanism: Field,
    /// Title of the article, in pieces.
    pub title: Field,
    /// The day it was said, as 20240229.
    pub said: Field,
    /// When it was learnt, microseconds.
    pub learnt: Field,
    /// When another reading took its place, microseconds.
    pub gone: Field,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let cut = |record| {
        let indexing = TextFieldIndexing::default().set_tokenizer(TOKENIZER).set_index_option(record);
        TextOptions::default().set_indexing_options(indexing)
    };
    let exact = || {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false);
        TextOptions::default().set_indexing_options(indexing)
    };
    let phrases = || cut(IndexRecordOption::WithFreqsAndPositions);
    let number = || NumericOptions::from(INDEXED | FAST);
    let fields = Fields {
        text: builder.add_text_field("text", phrases()),
        flag: builder.add_text_field("flag", exact()),
        act: builder.add_u64_field("act", number()),
        article: builder.add_u64_field("article", number()),
        start: builder.add_u64_field("start", FAST),
        kind: builder.add_text_field("kind", exact().set_fast("raw")),
        stance: builder.add_text_field("stance", exact().set_fast("raw")),
        holder: builder.add_text_field("holder", exact().set_fast("raw")),
        addressee: builder.add_text_field("addressee", exact()),
        via: builder.add_text_field("via", exact()),
        target: builder.add_text_field("target", phrases()),
        instrument: builder.add_text_field("instrument", phrases()),
        mechanism: builder.add_text_field("mechanism", phrases()),
        title: builder.add_text_field("title", phrases()),
        said: builder.add_i64_field("said", FAST),
        learnt: builder.add_i64_field("learnt", FAST),
        gone: builder.add_i64_field("gone", FAST),
    };
    (builder.build(), fields)
}

/// What a commit says of itself.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Stamp {
    form: u32,
    fold: String,
    generation: i64,
}

/// The index, open.
pub struct Index {
    reader: IndexReader,
    fields: Fields,
    behind: i64,
    generation: i64,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("behind", &self.behind).finish_non_exhaustive()
    }
}

impl Index {
    /// Its fields.
    #[must_use]
    pub const fn fields(&self) -> Fields {
        self.fields
    }

    /// A view of it as it is now.
    #[must_use]
    pub fn searcher(&self) -> tantivy::Searcher {
        self.reader.searcher()
    }

    /// How many changes of the ledger it does not know yet: 0, but where another program is writing right now.
    #[must_use]
    pub const fn behind(&self) -> i64 {
        self.behind
    }

    /// The last change of the ledger that it knows ([`Ledger::generation`]).
    #[must_use]
    pub const fn generation(&self) -> i64 {
        self.generation
    }

    pub(crate) fn open(ledger: &Ledger) -> Result<Self, LedgerError> {
        let (schema, fields) = schema();
        let fold = ledger.folding.digest();
        // Mostly it is up to date, and then nobody's way is barred.
        let seen = Self::fitting(ledger, &schema, &fold);
        if let Ok(Some((index, stamp))) = &seen
            && ledger.generation()? == stamp.generation
        {
            return Self::reading(index, fields, 0);
        }
        // Kept to the end, so that no other program brings it up at the same time.
        let lock = if ledger.may_write() { None } else { ledger.try_lock() };
        if lock.is_none() && !ledger.may_write() {
            let (index, stamp) = seen?.ok_or_else(|| LedgerError::Busy(ledger.folder().to_path_buf()))?;
            return Self::reading(&index, fields, ledger.generation()? - stamp.generation);
        }
        let fresh = || Stamp { form: FORM, fold: fold.clone(), generation: 0 };
        let folder = ledger.index_folder();
        let (mut index, stamp) = match Self::fitting(ledger, &schema, &fold) {
            Ok(Some(found)) => found,
            Ok(None) | Err(LedgerError::Index(_)) => (made(&folder, schema.clone(), ledger)?, fresh()),
            Err(error) => return Err(error),
        };
        match catch_up(ledger, &index, fields, stamp) {
            // Whatever a killed run or a failing disk left there, the records are whole.
            Err(LedgerError::Index(_)) => {
                index = made(&folder, schema, ledger)?;
                catch_up(ledger, &index, fields, fresh())?;
            }
            caught_up => caught_up?,
        }
        Self::reading(&index, fields, 0)
    }

    /// The index that is there, where it is of this form and folding, and not of a later state than the records (as beside
    /// a database that was put back from a copy).
    fn fitting(ledger: &Ledger, schema: &Schema, fold: &str) -> Result<Option<(tantivy::Index, Stamp)>, LedgerError> {
        let Some(index) = opened(&ledger.index_folder(), schema, ledger)? else { return Ok(None) };
        let stamp = stamp(&index)?;
        let last = ledger.generation()?;
        let fits = stamp.form == FORM && stamp.fold == *fold && stamp.generation <= last;
        Ok(fits.then_some((index, stamp)))
    }

    fn reading(index: &tantivy::Index, fields: Fields, behind: i64) -> Result<Self, LedgerError> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let generation = stamp(index)?.generation;
        Ok(Self { reader, fields, behind: behind.max(0), generation })
    }
}

/// The index in `folder`, where there is one with these fields.
fn opened(folder: &Path, schema: &Schema, ledger: &Ledger) -> Result<Option<tantivy::Index>, LedgerError> {
    if !folder.join("meta.json").is_file() {
        return Ok(None);
    }
    let index = tantivy::Index::open(SharedDirectory::open(folder)?)?;
    if index.schema() != *schema {
        return Ok(None);
    }
    register(&index, ledger);
    Ok(Some(index))
}

fn made(folder: &Path, schema: Schema, ledger: &Ledger) -> Result<tantivy::Index, LedgerError> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(LedgerError::files(folder, "cleared"))?;
    }
    fs::create_dir_all(folder).map_err(LedgerError::files(folder, "made"))?;
    let directory = SharedDirectory::open(folder)?;
    let index = tantivy::Index::create(directory, schema, tantivy::IndexSettings::default())?;
    register(&index, ledger);
    Ok(index)
}

fn register(index: &tantivy::Index, ledger: &Ledger) {
    index.tokenizers().register(TOKENIZER, TextAnalyzer::from(PieceTokenizer::new(ledger.folding.shared())));
}

/// What the last commit says; an index without a commit is of no form and made anew.
fn stamp(index: &tantivy::Index) -> Result<Stamp, LedgerError> {
    let payload = index.load_metas()?.payload;
    Ok(payload.and_then(|payload| serde_json::from_str(&payload).ok()).unwrap_or_default())
}

/// Takes in every change that the index does not know.
fn catch_up(ledger: &Ledger, index: &tantivy::Index, fields: Fields, mut stamp: Stamp) -> Result<(), LedgerError> {
    if ledger.generation()? == stamp.generation {
        return Ok(());
    }
    let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BYTES)?;
    // A run that was killed in a commit leaves files whose names the next would take.
    writer.garbage_collect_files().wait()?;
    let fresh = stamp.generation == 0;
    loop {
        let changes = changes(ledger, stamp.generation)?;
        let Some(last) = changes.last() else { break };
        stamp.generation = last.0;
        let maker = Documents { ledger, fields };
        let mut done = std::collections::BTreeSet::new();
        for (_, article, act) in &changes {
            match act {
                // All its acts come with an article, as they stand now.
                None if done.insert(*article) => {
                    if !fresh {
                        writer.delete_term(Term::from_field_u64(fields.article, article.unsigned_abs()));
                    }
                    maker.article(*article, &mut |document| writer.add_document(document).map(|_| ()))?;
                }
                Some(act) if !done.contains(article) => {
                    writer.delete_term(Term::from_field_u64(fields.act, act.unsigned_abs()));
                    maker.act(*article, *act, &mut |document| writer.add_document(document).map(|_| ()))?;
                }
                _ => {}
            }
        }
        let mut commit = writer.prepare_commit()?;
        let payload = serde_json::to_string(&stamp).unwrap_or_default();
        commit.set_payload(&payload);
        commit.commit()?;
    }
    writer.wait_merging_threads()?;
    Ok(())
}

/// The next changes after that generation: number, article, act.
fn changes(ledger: &Ledger, after: i64) -> Result<Vec<(i64, i64, Option<i64>)>, LedgerError> {
    let mut list =
        ledger.db.prepare_cached("SELECT id, article, act FROM change WHERE id > ?1 ORDER BY id LIMIT ?2")?;
    let rows = list.query_map([after, CHANGES_A_COMMIT as i64], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes a document.
type Add<'a> = &'a mut dyn FnMut(TantivyDocument) -> tantivy::Result<()>;

/// Makes documents out of rows.
struct Documents<'l> {
    ledger: &'l Ledger,
    fields: Fields,
}

/// What all documents of an article share.
struct Head {
    said: Option<String>,
    title: Option<String>,
    learnt: i64,
    gone: Option<i64>,
    copy: bool,
}

impl Documents<'_> {
    fn head(&self, article: i64) -> Result<Option<Head>, LedgerError> {
        let sql = format!(
            "SELECT t.said, t.title, r.learnt, r.superseded, NOT ({FIRST}) FROM article t JOIN reading r ON r.id = t.reading
             WHERE t.id = ?2"
        );
        let head = self.ledger.db.prepare_cached(&sql)?.query_row([AsOf::NOW.limit(), article], |row| {
            Ok(Head {
                said: row.get(0)?,
                title: row.get(1)?,
                learnt: row.get(2)?,
                gone: row.get(3)?,
                copy: row.get(4)?,
            })
        });
        Ok(head.optional()?)
    }

    fn article(&self, article: i64, add: Add<'_>) -> Result<(), LedgerError> {
        let Some(head) = self.head(article)? else { return Ok(()) };
        for act in self.ledger.acts_of(article, None)? {
            self.one_act(&act, &head, add)?;
        }
        let text = self.ledger.text(article)?;
        // A title that the page sets above the text is no part of it; it is found as if it were a paragraph.
        if let Some(title) = head.title.as_deref().filter(|title| !text.trim_start().starts_with(title.trim())) {
            let mut document = self.base(article, TITLE, "passage", &head);
            document.add_text(self.fields.text, title);
            add(document)?;
        }
        for passage in Passage::of(&text) {
            let mut document = self.base(article, u64::from(passage.start), "passage", &head);
            document.add_text(self.fields.text, passage.text);
            add(document)?;
        }
        Ok(())
    }

    fn act(&self, article: i64, act: i64, add: Add<'_>) -> Result<(), LedgerError> {
        let Some(head) = self.head(article)? else { return Ok(()) };
        self.ledger.acts_of(article, Some(act))?.iter().try_for_each(|act| self.one_act(act, &head, add))
    }

    fn base(&self, article: i64, start: u64, what: &str, head: &Head) -> TantivyDocument {
        let fields = self.fields;
        let mut document = TantivyDocument::new();
        document.add_u64(fields.article, article.unsigned_abs());
        document.add_u64(fields.start, start);
        document.add_text(fields.flag, what);
        if head.gone.is_none() {
            document.add_text(fields.flag, "live");
        }
        if head.copy {
            document.add_text(fields.flag, "copy");
        }
        if let Some(day) = head.said.as_deref().and_then(day_number) {
            document.add_i64(fields.said, day);
        }
        if let Some(title) = &head.title {
            document.add_text(fields.title, title);
        }
        document.add_i64(fields.learnt, head.learnt);
        document.add_i64(fields.gone, head.gone.unwrap_or(FOREVER));
        document
    }

    fn one_act(&self, found: &Act, head: &Head, add: Add<'_>) -> Result<(), LedgerError> {
        let (fields, act) = (self.fields, &found.act);
        let mut document = self.base(found.article, u64::from(act.start), "act", head);
        document.add_u64(fields.act, found.row.unsigned_abs());
        document.add_text(fields.text, &act.quote);
        document.add_text(fields.kind, &act.kind);
        if found.standing.rejected {
            document.add_text(fields.flag, "rejected");
        }
        if let Some(stance) = &act.stance {
            document.add_text(fields.stance, stance);
        }
        let lists = [
            (fields.holder, &act.holders),
            (fields.addressee, &act.addressees),
            (fields.via, &act.via),
            (fields.target, &act.targets),
            (fields.instrument, &act.instruments),
            (fields.mechanism, &act.mechanisms),
        ];
        for (field, values) in lists {
            for value in values {
                document.add_text(field, value);
            }
        }
        add(document)?;
        Ok(())
    }
}

/// `2024-02-29` as 20240229, which is in the order of days; `None` where it is no day.
#[must_use]
pub fn day_number(day: &str) -> Option<i64> {
    let mut parts = day.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    Some(year * 10_000 + month * 100 + day)
}

impl Ledger {
    /// Makes the full-text index anew from the records.
    ///
    /// # Errors
    /// Where another program writes, or the disk fails; the index is then made by the next that opens it.
    pub fn rebuild(&self) -> Result<(), LedgerError> {
        if !self.may_write() {
            return Err(LedgerError::Busy(self.folder().to_path_buf()));
        }
        let folder = self.index_folder();
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(LedgerError::files(&folder, "cleared"))?;
        }
        self.index().map(|_| ())
    }
}
