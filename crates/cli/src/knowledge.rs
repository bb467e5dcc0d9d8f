//! The packs in use, made ready once for all workers. Next to read: `reader.rs`.

use chancery_read::Guide;
use chancery_value::Values;

/// What the reader must know of the languages at hand.
///
/// # Errors
/// A sentence for the user where a table is broken (never, with the bundled ones: their tests read them).
pub(crate) fn guide() -> Result<Guide, String> {
    let conventions = chancery_pack::conventions().map_err(|e| e.to_string())?;
    let words = chancery_pack::values().map_err(|e| e.to_string())?;
    let values = Values::new(&words).map_err(|e| e.to_string())?;
    Ok(Guide::new(conventions, values))
}
