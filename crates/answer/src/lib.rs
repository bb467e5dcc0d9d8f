//! Floor 9: answers as values. What the terminal prints and the server sends is made here, once: each question is a plain struct,
//! each answer holds what was found and gives it as JSON or as flat rows ([`Answer`]). How it looks on a terminal or a page is
//! theirs. Pure but for the ledger it is handed; the day to count from is an argument.
//! Next to read: `asking.rs`, then any question.

mod actors;
mod acts;
mod articles;
mod asking;
mod commitments;
mod compare;
mod contrast;
mod export;
mod form;
mod names;
mod network;
mod phrases;
mod positions;
mod search;
mod series;
pub mod shapes;
mod show;
mod slice;
mod things;
mod tie;
mod timeline;
mod track;

pub use actors::{Actors, Counted, OneActor, actors, one_actor};
pub use acts::{ACT_COLUMNS, Acts, act_cells, act_value, acts, list};
pub use articles::{Articles, WhichArticles, articles};
pub use asking::{AskError, Asking, When, Which, as_of, day, days, one_day, only, query};
pub use commitments::{Awaited, Commitments, PromiseList, Promised, commitments, given, soon};
pub use compare::{Texts, Versions, Whole, compare};
pub use contrast::{Contrasted, Sides, contrast};
pub use export::{Export, Exported, Exporting, Sink};
pub use form::{Answer, Form, Undated};
pub use names::{Ladder, Names, is_id};
pub use network::{Network, Web, network, others, ties_answer};
pub use phrases::{
    OnePhrase, Phrased, Phrases, Rates, SetPhrases, Shown as ShownPhrase, UseRow, User, kin_name, phrases,
};
pub use positions::{Positions, Stands, days_in_words, ladder_word, moved_name, positions};
pub use search::{Asked, Searched, search};
pub use series::series;
pub use show::{Repair, Shown, WholeAct, WholeArticle, show, shown_together};
pub use slice::Slice;
pub use things::{Life, Named, Things, step_name, things};
pub use tie::{TieActs, tie_acts};
pub use timeline::{Periods, Timeline, timeline};
pub use track::{Tracked, commitment, standing_name, track};
