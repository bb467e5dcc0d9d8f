//! Floor 4: language packs.

mod codebook;
mod error;
mod lists;
mod reading;
mod ready;
mod rules;
mod survey;
mod template;
mod text;
mod values;
mod web;
mod whole;
mod word;

pub use codebook::codebook;
pub use error::PackError;
pub use lists::{Head, Marks, Name, RawPack, WordList, bundled, load};
pub use reading::{ReadingError, conventions, fold_table, read_conventions};
pub use ready::{Frozen, frozen};
pub use rules::{
    Answer, Desk, Example, Plain, Reads, Rule, Rules, TYPES, Verdict, check_rules, read_rules, rules, rules_of,
};
pub use survey::{clashes, surprises};
pub use template::template;
pub use text::Text;
pub use values::{ValueCase, ValuesError, read_values, value_cases, values};
pub use web::{BUILT_IN as BUILT_IN_WEB, WebTableError, web_marks};
pub use whole::{Bundled, Knowledge, Overlay, bundled_with, compile, compile_lazily, compile_with, language_of};
pub use word::{Value, Word};
