//! The bounds within which sources are read. Each is a promise that a hostile source costs no more; reaching one is a
//! fault of kind `over_limit` and what was read before it is kept. Told to users in docs/limits.md.

/// Bounds on one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest source or archive member, in bytes. Offsets are 32 bits, so never above 4 GiB.
    pub source_bytes: u64,
    /// Largest sum of what an archive unpacks to, in bytes.
    pub unpacked_bytes: u64,
    /// Largest ratio of unpacked to packed size of a member, once it is over 1 MiB unpacked.
    pub expansion: u64,
    /// Most members of an archive.
    pub members: u32,
    /// Archives inside archives.
    pub nesting: u32,
    /// Deepest open elements, lists, objects in one document.
    pub depth: u32,
    /// Most articles out of one source.
    pub articles: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            source_bytes: 256 << 20,
            unpacked_bytes: 2 << 30,
            expansion: 200,
            members: 100_000,
            nesting: 3,
            depth: 512,
            articles: 1_000_000,
        }
    }
}
