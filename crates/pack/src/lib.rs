//! Floor 4: language packs.

mod lists;
mod reading;
mod rules;
mod values;
mod web;
mod whole;

pub use lists::{Head, Marks, Name, PackError, RawPack, Word, WordList, bundled, load};
pub use reading::{ReadingError, conventions, fold_table, read_conventions};
pub use rules::{Desk, Example, Reads, Rule, Rules, TYPES, check_rules, read_rules, rules, rules_of};
pub use values::{ValueCase, ValuesError, read_values, value_cases, values};
pub use web::{BUILT_IN as BUILT_IN_WEB, WebTableError, web_marks};
pub use whole::{Knowledge, compile};
