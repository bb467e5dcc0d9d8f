//! What the program knows beyond its own code: the packs compiled into it, made ready once for all workers, and their
//! names for the record. Next to read: `reader.rs`.

use std::fmt::Display;

use chancery_extract::Extractor;
use chancery_model::record::Maker;
use chancery_read::Guide;
use chancery_value::Values;

/// All knowledge in use.
pub(crate) struct Knowledge {
    /// Written forms, dates and figures, for the reader.
    pub(crate) guide: Guide,
    /// Words, names and rules, for the coder.
    pub(crate) extractor: Extractor,
    /// What the record says of who made it.
    pub(crate) maker: Maker,
}

impl Knowledge {
    /// The packs inside the program.
    ///
    /// # Errors
    /// A sentence for the user where a table is broken (never, with the bundled ones: their tests read them).
    pub(crate) fn built_in() -> Result<Self, String> {
        let conventions = chancery_pack::conventions().map_err(sentence)?;
        let words = chancery_pack::values().map_err(sentence)?;
        let values = Values::new(&words).map_err(sentence)?;
        let extractor = Extractor::built_in()?;
        let maker = Maker { program: format!("chancery {}", env!("CARGO_PKG_VERSION")), packs: extractor.packs() };
        Ok(Self { guide: Guide::new(conventions, values), extractor, maker })
    }
}

fn sentence(error: impl Display) -> String {
    error.to_string()
}
