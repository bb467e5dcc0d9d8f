//! A record printed as JSON. Next to read: `json.rs`.

use serde::Serialize;

use super::Record;
use super::json::Json;

impl Record<'_> {
    /// Adds the record to `out` as JSON on one line, without a line's end.
    pub fn print(&self, out: &mut Vec<u8>) {
        // About what it takes: growing step by step copied the whole of it several times.
        let rows = self.mentions.len() + self.parts.len();
        out.reserve(self.text.len() + 700 * self.acts.len() + 90 * rows + 2_000);
        self.serialize(Json(out)).expect("a record is plain values, a buffer takes all");
    }
}
