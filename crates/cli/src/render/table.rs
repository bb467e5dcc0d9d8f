//! The table.
use crate::terminal::Look;
use chancery_model::{Article, Fault};
pub(crate) fn article(article: &Article, faults: &[Fault], look: Look, out: &mut Vec<u8>) {
    let _ = (article, faults, look, out);
}
