//! RSS, Atom, JSON Feed → a sheet an item.

use crate::{Limits, Sheet};

pub(crate) fn read(input: &str, limits: &Limits) -> Vec<Sheet> {
    let _ = (input, limits);
    Vec::new()
}
