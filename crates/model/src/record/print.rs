//! A record printed as JSON. Next to read: `build.rs`.

use std::io;

use super::Record;

impl Record<'_> {
    /// Adds the record to `out` as JSON on one line, without a line's end.
    pub fn print(&self, out: &mut Vec<u8>) {
        // About what it takes: growing step by step copied the whole of it several times.
        let rows = self.mentions.len() + self.parts.len();
        out.reserve(self.text.len() + 700 * self.acts.len() + 90 * rows + 2_000);
        serde_json::to_writer(Pieces(out), self).expect("a record is plain values, a buffer takes all");
    }
}

/// A buffer for a printer that writes in pieces, most of them one mark (`"`, `:`, `,`): a byte that is put by itself costs
/// a fifth of a slice that is copied.
struct Pieces<'a>(&'a mut Vec<u8>);

impl io::Write for Pieces<'_> {
    #[inline]
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.write_all(piece)?;
        Ok(piece.len())
    }

    #[inline]
    fn write_all(&mut self, piece: &[u8]) -> io::Result<()> {
        match piece {
            [mark] => self.0.push(*mark),
            _ => self.0.extend_from_slice(piece),
        }
        Ok(())
    }

    #[inline]
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
