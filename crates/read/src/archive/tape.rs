//! Tars and gzips, read as streams: a tar's members as they come, a gzip's one member or the tar inside it.
//! Next to read: `mod.rs`.

use std::cell::Cell;
use std::io::{self, Read};

use chancery_model::{Fault, FaultKind, Severity};
use flate2::read::MultiGzDecoder;

use super::Walk;
use super::budget::{Budget, Outcome, fault};
use super::zip::{decoded_name, label_of};

const BLOCK: usize = 512;

/// Whether the bytes are a tar: the mark of all newer ones, or, where the name says so, a header that adds up.
pub(super) fn is_tar(name: &str, bytes: &[u8]) -> bool {
    let Some(header) = bytes.get(..BLOCK) else {
        return false;
    };
    let named = name.get(name.len().saturating_sub(4)..).is_some_and(|end| end.eq_ignore_ascii_case(".tar"));
    (&header[257..262] == b"ustar" || named) && adds_up(header)
}

/// Whether a tar header's checksum is the sum of its bytes.
fn adds_up(header: &[u8]) -> bool {
    let digits = header[148..156].iter().filter(|b| b.is_ascii_digit());
    let stated = digits.fold(0u32, |sum, b| sum.wrapping_mul(8).wrapping_add(u32::from(b - b'0')));
    let summed: u32 = (header.iter().enumerate())
        .map(|(i, &b)| if (148..156).contains(&i) { u32::from(b' ') } else { u32::from(b) })
        .sum();
    stated == summed
}

/// Counts what a stream gives against the budget, whether a member is kept or skipped, and stops a header that goes on
/// for ever: between two members at most `allowance` bytes are read.
struct Metered<'m, R> {
    inner: R,
    budget: &'m Budget,
    name: &'m str,
    packed: u64,
    so_far: u64,
    allowance: &'m Cell<u64>,
    over: &'m Cell<Option<Fault>>,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)? as u64;
        self.so_far += count;
        let left = self.allowance.get().checked_sub(count);
        self.allowance.set(left.unwrap_or(0));
        if left.is_none() {
            return Err(io::Error::other("a header without end"));
        }
        match self.budget.spend(self.name, count, self.so_far, self.packed) {
            None => Ok(count as usize),
            Some(fault) => {
                self.over.set(Some(fault));
                Err(io::ErrorKind::QuotaExceeded.into())
            }
        }
    }
}

/// Bytes that names and other headers before one member may take.
const HEADERS: u64 = 1 << 20;

impl Walk<'_> {
    /// A gzip: the tar in it, or its one member.
    pub(super) fn gzip(&mut self, name: &str, prefix: &str, bytes: &[u8], depth: u32) {
        let mut first = Vec::new();
        // An error here comes again below, where it is told.
        let _ = MultiGzDecoder::new(bytes).take(BLOCK as u64).read_to_end(&mut first);
        let stem = stem_of(name, bytes);
        let packed = bytes.len() as u64;
        if is_tar(&stem, &first) {
            return self.tar(prefix, MultiGzDecoder::new(bytes), packed, depth);
        }
        let full = format!("{prefix}{stem}");
        if let Some(fault) = self.budget.admit(&full) {
            return self.fault(fault);
        }
        match self.budget.slurp(&full, &mut MultiGzDecoder::new(bytes), Some(packed)) {
            (unpacked, Outcome::Whole) => self.member(prefix, &stem, unpacked, depth),
            (_, Outcome::Over(fault)) => self.fault(fault),
            (unpacked, Outcome::Broken(error)) => self.broken(prefix, &stem, unpacked, &error, depth),
        }
    }

    /// A tar, as a stream that was `packed` bytes long before it was decompressed.
    pub(super) fn tar(&mut self, prefix: &str, stream: impl Read, packed: u64, depth: u32) {
        let label = label_of(prefix);
        let (over, allowance) = (Cell::new(None), Cell::new(HEADERS));
        let (budget, name) = (self.budget, label.as_str());
        let stream = Metered { inner: stream, budget, name, packed, so_far: 0, allowance: &allowance, over: &over };
        let mut archive = tar::Archive::new(stream);
        let Ok(entries) = archive.entries() else {
            return;
        };
        for entry in entries {
            match entry {
                Ok(mut entry) => {
                    allowance.set(entry.size().saturating_add(HEADERS));
                    if entry.header().entry_type().is_file() {
                        let name = decoded_name(&entry.path_bytes());
                        let size = entry.size();
                        if self.tar_member(prefix, &name, size, &mut entry, depth).is_err() {
                            break;
                        }
                    }
                }
                Err(error) => {
                    if error.kind() != io::ErrorKind::QuotaExceeded {
                        let message =
                            format!("{label}: {error}; what stands before was read, fetch it again for the rest");
                        self.fault(fault(FaultKind::Damaged, Severity::Error, message));
                    }
                    break;
                }
            }
            if self.budget.is_spent() {
                break;
            }
        }
        if let Some(fault) = over.take() {
            self.fault(fault);
        }
    }

    /// Reads one member; `Err` with the fault that ends the whole stream.
    fn tar_member(&mut self, prefix: &str, name: &str, size: u64, entry: &mut dyn Read, depth: u32) -> io::Result<()> {
        let full = format!("{prefix}{name}");
        if let Some(fault) = self.budget.admit(&full) {
            self.fault(fault);
            return Ok(());
        }
        match self.budget.slurp(&full, entry, None) {
            (bytes, Outcome::Whole) if (bytes.len() as u64) < size => {
                self.broken(prefix, name, bytes, &io::ErrorKind::UnexpectedEof.into(), depth);
            }
            (bytes, Outcome::Whole) => self.member(prefix, name, bytes, depth),
            (_, Outcome::Over(fault)) => self.fault(fault),
            (_, Outcome::Broken(error)) if error.kind() == io::ErrorKind::QuotaExceeded => return Err(error),
            (bytes, Outcome::Broken(error)) => self.broken(prefix, name, bytes, &error, depth),
        }
        Ok(())
    }
}

/// The name of what a gzip holds: its own without the ending, or the one noted inside.
fn stem_of(name: &str, bytes: &[u8]) -> String {
    let base = name.rsplit(['/', '!']).next().unwrap_or(name);
    let ending = |e: &str| {
        let cut = base.len().checked_sub(e.len())?;
        (cut > 0 && base.get(cut..)?.eq_ignore_ascii_case(e)).then(|| &base[..cut])
    };
    if let Some(stem) = ending(".tgz") {
        return format!("{stem}.tar");
    }
    if let Some(stem) = ending(".gz") {
        return stem.to_owned();
    }
    let noted = MultiGzDecoder::new(bytes).header().and_then(|h| h.filename().map(<[u8]>::to_vec));
    noted.map_or_else(|| base.to_owned(), |raw| decoded_name(&raw))
}
