//! The format readers. Each takes a document in one format and gives sheets; none knows a language.

pub(crate) mod docx;
pub(crate) mod epub;
pub(crate) mod feed;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod pdf;
pub(crate) mod text;
pub(crate) mod xml;
