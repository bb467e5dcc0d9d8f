//! The plain table by which a language tells `read` its written forms. `read` itself knows no language; packs fill
//! this from `packs/<lang>/reading.toml`, and the tables of all packs in use are merged, since a source's language is
//! known only after reading. Words are kept as the pack writes them and compared in the folding view.

use std::sync::Arc;

use chancery_text::FoldTable;

/// What `read` must know of the languages at hand.
#[derive(Clone, Debug, Default)]
pub struct Conventions {
    /// Variant characters brought to one form for matching; `None` folds nothing.
    pub fold: Option<Arc<FoldTable>>,
    /// What the names on web pages say; `None` leaves the reader of pages to their shape alone.
    pub web: Option<Arc<crate::WebMarks>>,
}
