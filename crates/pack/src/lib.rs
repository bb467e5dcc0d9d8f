//! Floor 4: language packs.

mod values;

pub use values::{ValueCase, ValuesError, read_values, value_cases, values};
