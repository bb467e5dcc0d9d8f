//! Archives as folders: `.zip`, `.tar`, `.tar.gz`, `.gz` → members, in the archive's own order, within [`Limits`].
//!
//! Nothing is written to disk: a member's name is only a name, so `../../etc/passwd` is one too. One member is in memory
//! at a time, and with it each archive it is nested in. Documents that happen to be zips (DOCX, EPUB, spreadsheets,
//! slides) are not archives. What can't be unpacked is a fault that names the member; the rest goes on.
//! Next to read: `budget.rs` (how far unpacking may go), then `zip.rs`.

mod budget;
mod tape;
mod zip;

use chancery_model::Fault;

use crate::Limits;
pub(crate) use zip::{Package, ZipDocument, zip_document};

/// One file inside an archive.
#[derive(Debug)]
pub struct Member {
    /// Its name, as `archive!member` without the archive's own name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The kinds of archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Zip,
    Tar,
    /// One compressed file, or a compressed tar: which, its first block tells.
    Gzip,
}

fn kind(name: &str, bytes: &[u8]) -> Option<Kind> {
    match bytes {
        [0x1F, 0x8B, 8, ..] => Some(Kind::Gzip),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => {
            zip_document(bytes).is_none().then_some(Kind::Zip)
        }
        _ => tape::is_tar(name, bytes).then_some(Kind::Tar),
    }
}

/// Whether these bytes are an archive (and not a document in a zip: DOCX, EPUB).
#[must_use]
pub fn is_archive(name: &str, bytes: &[u8]) -> bool {
    kind(name, bytes).is_some()
}

/// Hands over each member in the archive's order; members that can't be unpacked become faults and the rest goes on.
/// An archive inside the archive is opened in its place, down to [`Limits::nesting`]. Bytes that are no archive give
/// nothing (see [`is_archive`]).
pub fn unpack(name: &str, bytes: &[u8], limits: &Limits, each: &mut dyn FnMut(Result<Member, Fault>)) {
    let budget = budget::Budget::new(limits);
    let mut walk = Walk { budget: &budget, each };
    if let Some(kind) = kind(name, bytes) {
        walk.archive(kind, name, "", bytes, 0);
    }
    if let Some(fault) = budget.closing_fault() {
        walk.fault(fault);
    }
}

/// One unpacking: what may still be spent, and where members go.
struct Walk<'w> {
    budget: &'w budget::Budget,
    each: &'w mut dyn FnMut(Result<Member, Fault>),
}

impl Walk<'_> {
    /// Opens one archive: `prefix` (`inner.zip!`) goes before its members' names, `depth` counts from 0.
    fn archive(&mut self, kind: Kind, name: &str, prefix: &str, bytes: &[u8], depth: u32) {
        match kind {
            Kind::Zip => self.zip(prefix, bytes, depth),
            Kind::Tar => self.tar(prefix, bytes, bytes.len() as u64, depth),
            Kind::Gzip => self.gzip(name, prefix, bytes, depth),
        }
    }

    /// Hands over one unpacked member, or opens it where it is itself an archive.
    fn member(&mut self, prefix: &str, name: &str, bytes: Vec<u8>, depth: u32) {
        let full = format!("{prefix}{name}");
        match kind(name, &bytes) {
            Some(_) if depth >= self.budget.nesting() => self.budget.note_too_deep(&full),
            Some(kind) => self.archive(kind, name, &format!("{full}!"), &bytes, depth + 1),
            None => (self.each)(Ok(Member { name: full, bytes })),
        }
    }

    fn fault(&mut self, fault: Fault) {
        (self.each)(Err(fault));
    }
}

#[cfg(test)]
mod tests;
