//! How an index takes in what the ledger has and it has not: all at once when it is opened, or by and by on a thread of its own while
//! more is written. Either way it reads what is committed and says with each commit of its own how far it has come, so a run that
//! is killed anywhere leaves an index that the next one brings up.

use std::collections::BTreeSet;
use std::marker::PhantomData;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use tantivy::merge_policy::NoMergePolicy;
use tantivy::{IndexWriter, Term};

use super::documents::Documents;
use super::{FORM, Fields, Index, Stamp, made, schema};
use crate::{AsOf, Ledger, LedgerError};

/// Memory for documents not yet written out, bytes a thread.
const WRITER_BYTES: usize = 64 << 20;

/// The same where few documents come in: the least that there may be.
const FEW_BYTES: usize = 16 << 20;

/// More changes than that are worth a second thread.
const MANY: i64 = 1_000;

/// Changes taken in between two commits: what a killed run has to do again.
const CHANGES_A_COMMIT: usize = 20_000;

/// An index that is being brought up.
struct Catching<'l> {
    ledger: &'l Ledger,
    index: &'l tantivy::Index,
    fields: Fields,
    stamp: Stamp,
    writer: IndexWriter,
    /// Documents that were there before.
    before: u32,
    /// The last article that was there before.
    known: i64,
    /// Changes taken in since the last commit.
    waiting: usize,
}

impl<'l> Catching<'l> {
    fn new(
        ledger: &'l Ledger,
        index: &'l tantivy::Index,
        fields: Fields,
        stamp: Stamp,
        (threads, bytes): (usize, usize),
    ) -> Result<Self, LedgerError> {
        let before = index.searchable_segment_metas()?.iter().map(|part| part.num_docs()).sum();
        let writer: IndexWriter = index.writer_with_num_threads(threads, bytes * threads)?;
        // A run that was killed in a commit leaves files whose names the next would take.
        writer.garbage_collect_files().wait()?;
        let known = stamp.article;
        Ok(Self { ledger, index, fields, stamp, writer, before, known, waiting: 0 })
    }

    /// Takes in every change that is committed.
    fn take(&mut self) -> Result<(), LedgerError> {
        let names = self.ledger.names(AsOf::NOW)?;
        let maker = Documents { ledger: self.ledger, fields: self.fields, names: &names };
        loop {
            let changes = changes(self.ledger, self.stamp.generation)?;
            let Some(last) = changes.last() else { return Ok(()) };
            let known = self.stamp.article;
            let articles: BTreeSet<i64> = changes.iter().map(|(_, article)| *article).collect();
            for article in articles {
                // Of an article that is new nothing need be looked for.
                if article <= known {
                    self.writer.delete_term(Term::from_field_u64(self.fields.article, article.unsigned_abs()));
                }
                maker.article(article, &mut |document| self.writer.add_document(document).map(|_| ()))?;
                self.stamp.article = self.stamp.article.max(article);
            }
            self.stamp.generation = last.0;
            self.waiting += changes.len();
            // Where most of it will be new, all parts are put together once, at the end.
            if self.stamp.article - self.known > MANY.max(self.known / 2) {
                self.writer.set_merge_policy(Box::new(NoMergePolicy));
            }
            if self.waiting >= CHANGES_A_COMMIT {
                self.commit()?;
            }
        }
    }

    fn commit(&mut self) -> Result<(), LedgerError> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&serde_json::to_string(&self.stamp).unwrap_or_default());
        commit.commit()?;
        self.waiting = 0;
        Ok(())
    }

    fn finish(mut self) -> Result<(), LedgerError> {
        if self.waiting > 0 {
            self.commit()?;
        }
        self.writer.wait_merging_threads()?;
        unite(self.index, self.before)
    }
}

/// Takes in every change that the index does not know.
pub(super) fn catch_up(
    ledger: &Ledger,
    index: &tantivy::Index,
    fields: Fields,
    stamp: Stamp,
) -> Result<(), LedgerError> {
    let changed = ledger.generation()? - stamp.generation;
    if changed == 0 {
        return Ok(());
    }
    let with = if changed > MANY { (2, WRITER_BYTES) } else { (1, FEW_BYTES) };
    let mut catching = Catching::new(ledger, index, fields, stamp, with)?;
    if changed > MANY && changed > catching.known / 2 {
        catching.writer.set_merge_policy(Box::new(NoMergePolicy));
    }
    catching.take()?;
    catching.finish()
}

/// Puts all parts of an index together where much of it is new: each part has a dictionary of its own, which takes room, and every
/// question goes through all of them. What comes in by small steps is put together by and by.
fn unite(index: &tantivy::Index, before: u32) -> Result<(), LedgerError> {
    let parts = index.searchable_segment_metas()?;
    let all: u32 = parts.iter().map(|part| part.num_docs()).sum();
    if parts.len() < 2 || all.saturating_sub(before) <= all / 3 {
        return Ok(());
    }
    // A writer of its own, that puts nothing together by itself: a merge in the background would hold some of the parts.
    let mut writer: IndexWriter = index.writer_with_num_threads(1, FEW_BYTES)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let ids: Vec<_> = parts.iter().map(tantivy::SegmentMeta::id).collect();
    writer.merge(&ids).wait()?;
    // Whoever knows of a part keeps its files.
    drop(parts);
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    Ok(())
}

/// The next changes after that generation: number, article.
fn changes(ledger: &Ledger, after: i64) -> Result<Vec<(i64, i64)>, LedgerError> {
    let mut list = ledger.db.prepare_cached("SELECT id, article FROM change WHERE id > ?1 ORDER BY id LIMIT ?2")?;
    let rows = list.query_map([after, CHANGES_A_COMMIT as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Brings the index up on a thread of its own while the ledger is written to: what costs as much as the writing is done beside it.
/// It ends, with the index brought up to all that is committed, when this is dropped.
#[derive(Debug)]
pub struct Indexing<'l> {
    /// Whoever may write holds on to the ledger as long.
    ledger: PhantomData<&'l Ledger>,
    told: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Indexing<'_> {
    /// Tells it that there is more to take in; it is never waited for.
    pub fn committed(&self) {
        if let Some(told) = &self.told {
            // Where it has been told already, or has ended, nothing is lost: whoever opens the index brings it up.
            let _ = told.try_send(());
        }
    }
}

impl Drop for Indexing<'_> {
    fn drop(&mut self) {
        drop(self.told.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Ledger {
    /// Starts to bring the index up beside what is written from now on. What fails there is no failure of writing:
    /// [`Ledger::index`] does what is left, and says what is wrong.
    ///
    /// # Errors
    /// Where the ledger was opened to ask only.
    pub fn indexing(&self) -> Result<Indexing<'_>, LedgerError> {
        if !self.may_write() {
            return Err(LedgerError::Busy(self.folder().to_path_buf()));
        }
        let (told, more) = sync_channel(1);
        let (folder, folding) = (self.folder().to_path_buf(), self.folding.clone());
        let thread = std::thread::Builder::new().name("indexing".to_owned()).spawn(move || {
            if let Ok(ledger) = Ledger::open(&folder, folding) {
                let _ = bring_up(&ledger, &more);
            }
        });
        // Without a thread it is done later.
        Ok(Indexing { ledger: PhantomData, told: Some(told), thread: thread.ok() })
    }
}

fn bring_up(ledger: &Ledger, more: &Receiver<()>) -> Result<(), LedgerError> {
    let (schema, fields) = schema();
    let fold = ledger.folding.digest().to_owned();
    let (index, stamp) = match Index::fitting(ledger, &schema, &fold)? {
        Some(found) => found,
        None => {
            let fresh = Stamp { form: FORM, fold, generation: 0, article: 0 };
            (made(&ledger.index_folder(), schema, ledger)?, fresh)
        }
    };
    // One thread: the others are at work on what comes in.
    let mut catching = Catching::new(ledger, &index, fields, stamp, (1, WRITER_BYTES))?;
    while more.recv().is_ok() {
        catching.take()?;
    }
    catching.take()?;
    catching.finish()
}
