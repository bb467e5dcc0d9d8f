//! Sheets → articles.

use std::sync::Arc;

use chancery_model::{Conventions, Source};

use crate::{Limits, Reading, Sheet};

/// Makes the articles of a source's sheets, numbered in reading order, and adds them to `reading`.
pub(crate) fn articles(
    sheets: Vec<Sheet>,
    source: &Arc<Source>,
    conventions: &Conventions,
    limits: &Limits,
    reading: &mut Reading,
) {
    let _ = (sheets, source, conventions, limits, reading);
}
