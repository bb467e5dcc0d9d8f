//! What the program knows beyond its own code: the packs compiled into it, ready for use by many threads, and their names
//! for the record.

use chancery_extract::Extractor;
use chancery_model::record::Maker;
use chancery_read::Guide;
use chancery_value::Values;

/// All knowledge in use, built once a run.
#[derive(Debug)]
pub(crate) struct Knowledge {
    /// Written forms, for the reader.
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
    /// A pack that does not load; the message says where and what to mend.
    pub(crate) fn built_in() -> Result<Self, String> {
        let conventions = chancery_pack::conventions().map_err(|error| error.to_string())?;
        let words = chancery_pack::values().map_err(|error| error.to_string())?;
        let values = Values::new(&words).map_err(|error| error.to_string())?;
        let extractor = Extractor::built_in()?;
        let maker = Maker { program: format!("chancery {}", env!("CARGO_PKG_VERSION")), packs: extractor.packs() };
        Ok(Self { guide: Guide::new(conventions, values), extractor, maker })
    }
}
