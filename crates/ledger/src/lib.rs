//! Floor 6: the ledger, where records are kept for years.
//!
//! One folder a ledger: `ledger.db` (SQLite) holds what was read, when, from which bytes, and what people judged of it;
//! `index/` (tantivy) is a full-text index that can be made again from the records at any time. Nothing is deleted or
//! overwritten: a source read again gets a further reading, a judgement is a record of its own, taking one back is
//! another. The ledger knows no language: records come in as JSON (`chancery schema`), and the folding table by which
//! scripts meet is handed to it. It reads no clock: every time is an argument.
//! Next to read: `store.rs` (opening), `append.rs` (writing), `acts.rs` (reading back).

mod acts;
mod aligned;
mod append;
mod articles;
mod care;
mod changes;
mod check;
mod dictionary;
mod error;
mod exchange;
mod family;
mod ids;
mod index;
mod judgements;
mod lending;
mod mend;
mod names;
mod narrowing;
mod older;
mod pack;
mod prepared;
mod record;
mod schema;
mod spare;
mod store;
mod superseded;
mod tally;
mod time;
mod verify;
mod versions;
mod way;
mod whole;

pub use acts::{Act, Only, Place, Standing};
pub use append::{Added, Writer};
pub use articles::{Article, Brief, KeptSource, Passage, RecordedFault, Series};
pub use care::Counts;
pub use changes::{Change, Changes};
pub use check::{Checkup, Finding};
pub use dictionary::Packing;
pub use error::LedgerError;
pub use exchange::{Kept, Restoring};
pub use ids::{ActId, IdError, Reference, permalink, short};
pub use index::{BETWEEN, Columns, Fields, Index, Indexing, Mark, Piece, TITLE, day_number, pieces};
pub use judgements::{EDITABLE, FOLLOW_UPS, Followed, Judgement, STATUSES, Verdict};
pub use lending::{Lending, Lent};
pub use names::{NAMED, Names, WHOLE, bare_name};
#[doc(hidden)]
pub use prepared::packed_form;
pub use prepared::{Prepared, hash};
pub use record::{RecordedAct, RecordedAmount, RecordedDate, SCHEMA};
pub use store::{Folding, Ledger};
pub use tally::Tally;
pub use time::{AsOf, Timestamp, days_after, days_before, days_between, days_since_1970, wider};
pub use verify::{Checked, Verdicts};
pub use way::give_way;
