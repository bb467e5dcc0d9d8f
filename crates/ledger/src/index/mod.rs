//! The full-text index: acts and paragraphs, found by their words. Everything in it comes from the records, so it may be
//! lost; it says up to which change of the ledger it has come, and is brought up to the last one when it is opened.
//!
//! One document an act, with its fields as they stand (judgements applied), one a paragraph, and one an article for its title.
//! Words of acts and of paragraphs stand in fields of their own, so that neither gets in the other's way. Only what is unusual
//! of a document is flagged (copies, what another reading replaced), so that ordinary questions skip little.
//! Next to read: `documents.rs`, `catching.rs`, `columns.rs`, `pieces.rs`.

mod catching;
mod columns;
mod documents;
mod held;
mod mark;
mod pieces;
mod shared;

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use tantivy::schema::{FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{IndexReader, ReloadPolicy, Searcher};

pub use self::catching::Indexing;
use self::catching::catch_up;
pub use self::columns::Columns;
pub use self::mark::Mark;
use self::shared::SharedDirectory;
use crate::store::Shut;
use crate::{Ledger, LedgerError};

pub(crate) use held::digest_of;
pub use pieces::{Piece, pieces};
pub(crate) use pieces::{PieceTokenizer, narrow};

/// Changes when documents are made otherwise: an index of another form is made anew.
const FORM: u32 = 6;

/// The list of an index's files.
pub(crate) const LIST: &str = "meta.json";

const TOKENIZER: &str = "pieces";

/// Where a title stands that is no part of its text.
pub const TITLE: u64 = u64::MAX;

/// Between what stands together in one column.
pub const BETWEEN: char = '\t';

/// The fields of a document.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Words of an act's quote.
    pub text: Field,
    /// Words of a paragraph.
    pub passage: Field,
    /// `act`; `title` for one that is nothing else; `dead`, `rejected`, `copy`, `version` where it is so: replaced by another reading, rejected, a copy of another text,
    /// another's version in another language; of commitments `checkable`, and how it fared where somebody said so.
    pub flag: Field,
    /// Which act of its article, from 1; 0 for a paragraph: see [`Index::act_row`].
    pub place: Field,
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
    /// Targets, in pieces; whole in their column, as are the next two.
    pub target: Field,
    /// Instruments, in pieces.
    pub instrument: Field,
    /// Mechanisms, in pieces.
    pub mechanism: Field,
    /// Title of the article, in pieces: in a document of its own.
    pub title: Field,
    /// The day it was said, as 20240229.
    pub said: Field,
    /// When it was learnt, microseconds.
    pub learnt: Field,
    /// When another reading took its place, microseconds.
    pub gone: Field,
    /// Kind, stance, polarity, rung and voice (`via` where another reports it), [`BETWEEN`] them.
    pub deed: Field,
    /// Holders, [`BETWEEN`] them.
    pub holders: Field,
    /// Who stands in it, where several do: holders, then after an empty one those it is to or on.
    pub ties: Field,
    /// How much it tells among acts of one time: of a commitment one more than how far it could be checked.
    pub telling: Field,
    /// By when it is to be done, as 20240229.
    pub deadline: Field,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let cut = |norms| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(norms);
        TextOptions::default().set_indexing_options(indexing)
    };
    let exact = || {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false);
        TextOptions::default().set_indexing_options(indexing)
    };
    let column = || TextOptions::default().set_fast("raw");
    // Counted over all acts too, one name after another.
    let (named, part) = (|| exact().set_fast("raw"), || cut(false).set_fast("raw"));
    // Without a length, which every document would keep a byte for.
    let number = || NumericOptions::default().set_indexed().set_fast();
    let fields = Fields {
        text: builder.add_text_field("text", cut(true)),
        passage: builder.add_text_field("passage", cut(true)),
        flag: builder.add_text_field("flag", exact()),
        place: builder.add_u64_field("place", FAST),
        article: builder.add_u64_field("article", number()),
        start: builder.add_u64_field("start", FAST),
        kind: builder.add_text_field("kind", exact()),
        stance: builder.add_text_field("stance", exact()),
        holder: builder.add_text_field("holder", exact()),
        addressee: builder.add_text_field("addressee", named()),
        via: builder.add_text_field("via", named()),
        target: builder.add_text_field("target", part()),
        instrument: builder.add_text_field("instrument", part()),
        mechanism: builder.add_text_field("mechanism", part()),
        title: builder.add_text_field("title", cut(false)),
        said: builder.add_i64_field("said", FAST),
        learnt: builder.add_i64_field("learnt", FAST),
        gone: builder.add_i64_field("gone", FAST),
        deed: builder.add_text_field("deed", column()),
        holders: builder.add_text_field("holders", column()),
        ties: builder.add_text_field("ties", column()),
        telling: builder.add_u64_field("telling", FAST),
        deadline: builder.add_i64_field("deadline", FAST),
    };
    (builder.build(), fields)
}

/// What a commit says of itself.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Stamp {
    form: u32,
    fold: String,
    generation: i64,
    /// The last article's row.
    #[serde(default)]
    article: i64,
}

/// The index, open.
pub struct Index {
    searcher: Searcher,
    columns: Vec<OnceLock<Columns>>,
    fields: Fields,
    behind: i64,
    generation: i64,
    /// The last article's row.
    article: i64,
    made: Option<Made>,
}

/// Why an index was made anew when it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    /// There was none.
    Missing,
    /// It could not be read, or was of another form, folding or ledger.
    Unfit,
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

    /// The row of an act by what the columns `article` and `place` say of it.
    #[must_use]
    pub fn row(article: u64, place: u64) -> Option<i64> {
        crate::acts::row_at(article, place)
    }

    /// What finds in it, as it was when it was opened.
    #[must_use]
    pub const fn searcher(&self) -> &tantivy::Searcher {
        &self.searcher
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

    /// Whether it was made anew when it was opened, and why.
    pub(crate) const fn made(&self) -> Option<Made> {
        self.made
    }

    pub(crate) fn open(ledger: &Ledger) -> Result<Self, LedgerError> {
        let missing = ledger.generation()? > 0 && !ledger.index_folder().join(LIST).is_file();
        let mut made = missing.then_some(Made::Missing);
        let opened = Self::open_or_make(ledger, &mut made)?;
        Ok(Self { made, ..opened })
    }

    fn open_or_make(ledger: &Ledger, anew: &mut Option<Made>) -> Result<Self, LedgerError> {
        let (schema, fields) = schema();
        let fold = ledger.folding.digest().to_owned();
        // Mostly it is up to date, and then nobody's way is barred.
        let seen = Self::fitting(ledger, &schema, &fold);
        if let Ok(Some((index, stamp))) = &seen
            && ledger.generation()? == stamp.generation
        {
            match Self::reading(index, fields, 0) {
                // Files that it names are not there: it is made anew below.
                Err(LedgerError::Index(_)) => {}
                opened => return opened,
            }
        }
        // Kept to the end, so that no other program brings it up at the same time.
        let lock = if ledger.may_write() { Ok(None) } else { ledger.try_lock() };
        if !ledger.may_write() && !matches!(lock, Ok(Some(_))) {
            let found = match seen {
                Ok(Some((index, stamp))) => Self::reading(&index, fields, ledger.generation()? - stamp.generation),
                Ok(None) => Err(LedgerError::Busy(ledger.folder().to_path_buf())),
                Err(error) => Err(error),
            };
            return match (found, lock) {
                (Err(LedgerError::Busy(_) | LedgerError::Index(_)), Err(Shut)) => Self::passing(ledger, schema, fields),
                (found, _) => found,
            };
        }
        let fresh = || Stamp { form: FORM, fold: fold.clone(), generation: 0, article: 0 };
        let folder = ledger.index_folder();
        let (mut index, stamp) = match Self::fitting(ledger, &schema, &fold) {
            Ok(Some(found)) => found,
            Ok(None) | Err(LedgerError::Index(_)) => {
                *anew = anew.or((ledger.generation()? > 0).then_some(Made::Unfit));
                (made(&folder, schema.clone(), ledger)?, fresh())
            }
            Err(error) => return Err(error),
        };
        let known = stamp.generation;
        let opened = catch_up(ledger, &index, fields, stamp).and_then(|()| Self::reading(&index, fields, 0));
        // Whoever only asks is answered by what there is.
        if matches!(opened, Err(LedgerError::FullIndex)) && !ledger.may_write() && known > 0 {
            return Self::reading(&index, fields, ledger.generation()? - known);
        }
        // Whatever a killed run or a failing disk left there, the records are whole.
        let Err(LedgerError::Index(_)) = opened else { return opened };
        *anew = anew.or(Some(Made::Unfit));
        index = made(&folder, schema, ledger)?;
        catch_up(ledger, &index, fields, fresh())?;
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

    /// One of all records for as long as it is held: where there is none and nobody may write it down.
    fn passing(ledger: &Ledger, schema: Schema, fields: Fields) -> Result<Self, LedgerError> {
        let index = tantivy::Index::create(SharedDirectory::passing()?, schema, tantivy::IndexSettings::default())?;
        register(&index, ledger);
        let fold = ledger.folding.digest().to_owned();
        catch_up(ledger, &index, fields, Stamp { form: FORM, fold, generation: 0, article: 0 })?;
        Self::reading(&index, fields, 0)
    }

    fn reading(index: &tantivy::Index, fields: Fields, behind: i64) -> Result<Self, LedgerError> {
        // First: where another program commits just now, the index may then be later than it says, and never the other way.
        let Stamp { generation, article, .. } = stamp(index)?;
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = reader.searcher();
        let columns = searcher.segment_readers().iter().map(|_| OnceLock::new()).collect();
        Ok(Self { searcher, columns, fields, behind: behind.max(0), generation, article, made: None })
    }
}

/// The index in `folder`, where there is one with these fields.
fn opened(folder: &Path, schema: &Schema, ledger: &Ledger) -> Result<Option<tantivy::Index>, LedgerError> {
    if !folder.join(LIST).is_file() {
        return Ok(None);
    }
    let index = tantivy::Index::open(SharedDirectory::open(folder)?)?;
    if index.schema() != *schema {
        return Ok(None);
    }
    register(&index, ledger);
    Ok(Some(index))
}

/// Takes an index away, its list of files first: a run that is killed here leaves no index that lacks files.
fn cleared(folder: &Path) -> Result<(), LedgerError> {
    for file in [folder.join(LIST), folder.to_path_buf()] {
        let gone = if file.is_dir() { fs::remove_dir_all(&file) } else { fs::remove_file(&file) };
        match gone {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(LedgerError::files(folder, "cleared")(error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn made(folder: &Path, schema: Schema, ledger: &Ledger) -> Result<tantivy::Index, LedgerError> {
    cleared(folder)?;
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

/// `2024-02-29` as 20240229, which is in the order of days; `2024-02` and `2024` as 20240200 and 20240000. `None` where it is
/// none of them.
#[must_use]
pub fn day_number(day: &str) -> Option<i64> {
    let mut parts = day.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next().unwrap_or(Some(0))?, parts.next().unwrap_or(Some(0))?);
    Some(year * 10_000 + month * 100 + day)
}

impl Ledger {
    /// Whether every question has to make an index for itself, which takes time: there is none that fits, and nobody may write one
    /// down there.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn lacks_index(&self) -> Result<bool, LedgerError> {
        let fits = matches!(Index::fitting(self, &schema().0, self.folding.digest()), Ok(Some(_)));
        Ok(!fits && !self.may_write() && self.generation()? > 0 && self.try_lock().is_err())
    }

    /// Makes the full-text index anew from the records; and, where an older program found them, the families of texts that tell
    /// the same.
    ///
    /// # Errors
    /// Where another program writes, or the disk fails; the index is then made by the next that opens it.
    pub fn rebuild(&self) -> Result<(), LedgerError> {
        if !self.may_write() {
            return Err(LedgerError::Busy(self.folder().to_path_buf()));
        }
        if !self.families_are_current()? {
            self.find_families_anew()?;
        }
        let folder = self.index_folder();
        cleared(&folder)?;
        self.index().map(|_| ())
    }
}
