//! Floor 4: language packs.

mod values;
mod web;

pub use values::{ValueCase, ValuesError, read_values, value_cases, values};
pub use web::{BUILT_IN as BUILT_IN_WEB, WebTableError, web_marks};
