//! Bytes kept small: deflate, with the length before it so that nothing can unpack to more than it should.
//! (Named for packing; language packs are another thing.)

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use crate::LedgerError;

/// How hard to try; see docs/benchmarks.md.
const LEVEL: u32 = 4;

/// Packs `bytes`.
pub(crate) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 3 + 16);
    out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    let mut encoder = DeflateEncoder::new(out, Compression::new(LEVEL));
    // A buffer in memory takes all.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Unpacks; `what` names it where it is damaged.
///
/// # Errors
/// Where it is damaged.
pub(crate) fn unpack(packed: &[u8], what: &dyn Fn() -> String) -> Result<Vec<u8>, LedgerError> {
    let damaged = |error: &str| LedgerError::Damaged { what: what(), error: error.to_owned() };
    let (length, body) = packed.split_first_chunk::<8>().ok_or_else(|| damaged("it has no length"))?;
    let length = u64::from_le_bytes(*length);
    let mut out = Vec::with_capacity(usize::try_from(length.min(1 << 28)).unwrap_or(0));
    DeflateDecoder::new(body)
        .take(length.saturating_add(1))
        .read_to_end(&mut out)
        .map_err(|e| damaged(&e.to_string()))?;
    if out.len() as u64 == length { Ok(out) } else { Err(damaged("its length is another")) }
}

/// [`unpack`] for text.
///
/// # Errors
/// Where it is damaged.
pub(crate) fn unpack_text(packed: &[u8], what: &dyn Fn() -> String) -> Result<String, LedgerError> {
    let bytes = unpack(packed, what)?;
    String::from_utf8(bytes).map_err(|e| LedgerError::Damaged { what: what(), error: e.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_or_is_refused() {
        let text = "双方同意继续合作。".repeat(200);
        let packed = pack(text.as_bytes());
        assert!(packed.len() < text.len() / 10);
        let what = || "a text".to_owned();
        assert_eq!(unpack_text(&packed, &what).expect("whole"), text);
        assert_eq!(unpack(&pack(b""), &what).expect("empty"), b"");
        for cut in [0, 7, 9, packed.len() - 2] {
            let error = unpack(&packed[..cut], &what).expect_err("cut");
            assert!(error.to_string().starts_with("a text is damaged"), "{error}");
        }
        let mut bomb = packed.clone();
        bomb[0] ^= 1;
        assert!(unpack(&bomb, &what).is_err(), "another length");
    }
}
