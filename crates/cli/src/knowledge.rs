//! What the program knows beyond its own code: the packs compiled into it, ready for use by many threads, and their names
//! for the record.

use std::sync::Arc;

use chancery_model::Conventions;
use chancery_model::record::Maker;
use chancery_pack::{BUILT_IN_WEB, web_marks};

/// All knowledge in use, built once a run.
#[derive(Debug)]
pub(crate) struct Knowledge {
    /// Written forms, for the reader.
    pub(crate) conventions: Conventions,
    /// What the record says of who made it.
    pub(crate) maker: Maker,
}

impl Knowledge {
    /// The packs inside the program.
    ///
    /// # Errors
    /// A pack that does not load; the message says where and what to mend.
    pub(crate) fn built_in() -> Result<Self, String> {
        let web = web_marks(BUILT_IN_WEB).map_err(|error| error.to_string())?;
        let conventions = Conventions { web: Some(Arc::new(web)), ..Conventions::default() };
        let maker = Maker { program: format!("chancery {}", env!("CARGO_PKG_VERSION")), packs: Vec::new() };
        Ok(Self { conventions, maker })
    }
}
