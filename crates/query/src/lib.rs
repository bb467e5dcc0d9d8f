//! Floor 7: questions to a ledger, each answered with acts that quote their sources.
//!
//! `language.rs` reads what people type, `search.rs` finds it, `likeness.rs` finds acts about the same; `board.rs` lays positions
//! out by holder and day, `sides.rs` tells who is against whom, `context.rs` finds those that only point back to the matter, `promises.rs` ranks commitments and says what is due, `follow.rs` finds what became of one, `silence.rs` which of many nobody took up, `beside.rs` what is said of it
//! where no act was found;
//! `phrases.rs`, `stock.rs` and `family.rs` watch the wording; `compare.rs` lays two texts side by side (`changes.rs` tells what changed in a paragraph), `contrast.rs` two actors;
//! `relations.rs`, `timeline.rs` and `things.rs` count who, when and what, `stages.rs` tells what became of a thing (`columns.rs` and `boards.rs` over all acts). Answers are plain values; how they look is the
//! program's business.

mod beside;
mod best;
mod board;
mod boards;
mod changes;
mod columns;
mod compare;
mod compile;
mod context;
mod contrast;
mod edges;
mod facets;
mod family;
mod follow;
mod grounds;
mod holding;
mod language;
mod likeness;
mod phrases;
mod promises;
mod relations;
mod search;
mod shut;
mod sides;
mod silence;
mod stages;
mod stock;
mod tallies;
mod things;
mod timeline;
mod tokens;
mod whole;

pub use beside::Sentence;
pub use board::{Board, Cell, Move, Part, Row};
pub use boards::{Awaiting, board_by_columns, ranked_by_columns};
pub use changes::{Renamed, Shift, Stretch};
pub use columns::{by_columns, ties_by_columns, timeline_by_columns};
pub use compare::{Fate, Pair, Side, compare};
pub use context::pointing_back;
pub use contrast::{Contrast, Stand, contrast};
pub use family::{Form, Kin, family, kin};
pub use follow::{FollowUp, FollowWords, Following, How, Progress, Sign, Track, last_word, track, vehicles};
pub use grounds::{Grounds, Watch};
pub use holding::articles_holding;
pub use language::{Meant, Name, Query, QueryError};
pub use phrases::{Phrase, Use, left_out, phrases};
pub use promises::{Due, Promise, promises};
pub use relations::{Tie, TieKind, listed as tie_list, ties};
pub use search::{Facets, Found, Hit, PassageHit, Search, Suggestion, search, search_watched, undated};
pub use sides::{Matter, Opposition, SideWords};
pub use silence::{awaits, silent_since};
pub use stages::{OtherWord, Rhythm, Stage, StageWord, StageWords, Step, Tail, last_step, rhythm, steps};
pub use stock::{Edge, Stock};
pub use tallies::{Acting, Held, acting_by_columns, held_by_columns, tally_by_columns};
pub use things::{SameNames, Thing, ThingKind, newest_acts, things, things_by_columns};
pub use timeline::{Every, Period, timeline};
