//! Floor 5: articles and a pack → mentions, acts, holders.

mod cast;
mod discourse;
mod govern;
mod layout;
mod names;
mod tokens;
mod vocabulary;

pub mod probe;
