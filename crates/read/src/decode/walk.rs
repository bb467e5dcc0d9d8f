//! Decodes with a map: a walk over bytes and text side by side, cut into runs of one width per character on each side.

use chancery_text::{MappedText, RunKind, SourceSpan};
use encoding_rs::WINDOWS_1255;
use encoding_rs::{BIG5, DecoderResult, EUC_JP, EUC_KR, Encoding, GB18030, KOI8_U, SHIFT_JIS, UTF_16BE, UTF_16LE};

use super::BadBytes;

/// Text decoded at a time: small enough to stay in the cache between decoding and walking.
const CHUNK: usize = 32 << 10;

/// Decodes `bytes` behind a mark of so many bytes; also the places that don't decode.
pub(super) fn decode(bytes: &[u8], mark: usize, encoding: &'static Encoding) -> (MappedText, Vec<SourceSpan>) {
    let mut out = MappedText::new();
    let mut bad = BadBytes::default();
    let mut chunk = vec![0u8; CHUNK];
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut at = mark;
    while at < bytes.len() {
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(&bytes[at..], &mut chunk, true);
        let mut malformed = None;
        let end = at + read;
        let mut good = end;
        if let DecoderResult::Malformed(length, beyond) = result {
            let bad_end = end - usize::from(beyond);
            good = bad_end - usize::from(length);
            malformed = Some(bad_end);
        }
        let text = std::str::from_utf8(&chunk[..written]).unwrap_or_default();
        if !text.is_empty() {
            bad.close(&mut out);
            align(&mut out, text, &bytes[..good], at, encoding);
        }
        at = end;
        if let Some(bad_end) = malformed {
            bad.add(SourceSpan::of(good..bad_end));
            // A fresh decoder: what the old one read beyond the bad bytes is read again, from a known place.
            at = bad_end;
            decoder = encoding.new_decoder_without_bom_handling();
        } else if result == DecoderResult::InputEmpty {
            break;
        }
    }
    bad.close(&mut out);
    (out, bad.places)
}

fn align(out: &mut MappedText, text: &str, source: &[u8], at: usize, encoding: &'static Encoding) {
    // One copy of the walk per family, so that the width of a character is a few compares inlined.
    if encoding == GB18030 {
        walk(out, text, source, at, gb18030);
    } else if encoding == UTF_16LE {
        walk(out, text, source, at, |b, i| utf16(b, i + 1));
    } else if encoding == UTF_16BE {
        walk(out, text, source, at, utf16);
    } else if encoding == BIG5 {
        walk(out, text, source, at, big5);
    } else if encoding == SHIFT_JIS {
        walk(out, text, source, at, shift_jis);
    } else if encoding == EUC_KR {
        walk(out, text, source, at, euc_kr);
    } else if encoding == EUC_JP {
        walk(out, text, source, at, euc_jp);
    } else if encoding == KOI8_U {
        walk(out, text, source, at, |b, i| odd_cells(b[i], &[0xAE, 0xBE]));
    } else if encoding == WINDOWS_1255 {
        walk(out, text, source, at, |b, i| odd_cells(b[i], &[0xCA]));
    } else {
        walk(out, text, source, at, |_, _| PLAIN | 1);
    }
}

/// How a character is written: its width in bytes, and one of the flags below.
type Written = u8;
const PLAIN: Written = 0;
/// Codecs of this name disagree on it.
const DISPUTED: Written = 0x10;
/// One code that stands for two characters.
const DOUBLE: Written = 0x20;

#[inline]
fn walk(out: &mut MappedText, text: &str, source: &[u8], at: usize, written: impl Fn(&[u8], usize) -> Written) {
    let bytes = text.as_bytes();
    let (mut i, mut j) = (0, at);
    while i < bytes.len() && j < source.len() {
        let (first_i, first_j) = (i, j);
        let how = written(source, j);
        let (wide, code) = (usize::from(utf8_width(bytes[i])), usize::from(how & 0xF));
        i += wide;
        j += code;
        let kind = if how & DISPUTED != 0 {
            RunKind::Escaped
        } else if how & DOUBLE != 0 {
            i += bytes.get(i).map_or(0, |&b| usize::from(utf8_width(b)));
            RunKind::Reference
        } else {
            while i < bytes.len()
                && j < source.len()
                && usize::from(utf8_width(bytes[i])) == wide
                && written(source, j) == how
            {
                i += wide;
                j += code;
            }
            RunKind::Verbatim
        };
        let (i, j) = (i.min(bytes.len()), j.min(source.len()));
        out.push_run(&text[first_i..i], SourceSpan::of(first_j..j), kind);
    }
    debug_assert!(i == bytes.len() && j == source.len(), "bytes and text end together");
}

#[inline]
const fn utf8_width(first: u8) -> u8 {
    match first {
        0..=0x7F => 1,
        0x80..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    }
}

#[inline]
fn after(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at + 1).copied().unwrap_or(0)
}

fn odd_cells(byte: u8, odd: &[u8]) -> Written {
    if odd.contains(&byte) { DISPUTED | 1 } else { PLAIN | 1 }
}

/// `high` is where the unit's high byte stands.
#[inline]
fn utf16(bytes: &[u8], high: usize) -> Written {
    if bytes.get(high).is_some_and(|b| (0xD8..0xDC).contains(b)) { 4 } else { 2 }
}

#[inline]
fn gb18030(bytes: &[u8], at: usize) -> Written {
    let lead = bytes[at];
    if lead < 0x80 {
        return 1;
    }
    if lead == 0x80 {
        return DISPUTED | 1;
    }
    let trail = after(bytes, at);
    if trail < 0x40 {
        let disputed = bytes.get(at..at + 4) == Some(&[0x81, 0x35, 0xF4, 0x37]);
        return if disputed { DISPUTED | 4 } else { 4 };
    }
    // The 2005 and 2022 editions moved these from private use to their own code points.
    let disputed = match lead {
        0xA3 => trail == 0xA0,
        0xA6 => matches!(trail, 0xD9..=0xDF | 0xEC | 0xED | 0xF3),
        0xA8 => trail == 0xBC,
        0xFE => matches!(trail, 0x59 | 0x61 | 0x66 | 0x67 | 0x6D | 0x7E | 0x90 | 0xA0),
        _ => false,
    };
    if disputed { DISPUTED | 2 } else { 2 }
}

#[inline]
fn big5(bytes: &[u8], at: usize) -> Written {
    let lead = bytes[at];
    if lead < 0x80 {
        return 1;
    }
    let trail = after(bytes, at);
    let disputed = match lead {
        0x88 if matches!(trail, 0x62 | 0x64 | 0xA3 | 0xA5) => return DOUBLE | 2,
        0xA1 => matches!(trail, 0x45 | 0x4E | 0xC2 | 0xE3 | 0xF2 | 0xF3),
        0xA2 => matches!(trail, 0x41 | 0x42 | 0x44 | 0x46 | 0x47),
        0xA3 => trail >= 0xC0,
        0xC6 => matches!(trail, 0xCF | 0xD3 | 0xD5 | 0xD7 | 0xDE | 0xDF),
        0x87 => trail >= 0x7A,
        0x8E..=0xA0 | 0xFA..=0xFE => HKSCS_DISPUTED.binary_search(&u16::from_be_bytes([lead, trail])).is_ok(),
        _ => false,
    };
    if disputed { DISPUTED | 2 } else { 2 }
}

/// Codes of Hong Kong's supplement on which the HTML standard's table and common codecs differ (compared against
/// CPython's `big5hkscs`, every two-byte code).
#[rustfmt::skip]
const HKSCS_DISPUTED: [u16; 84] = [
    0x8E69, 0x8E6F, 0x8E7E, 0x8EAB, 0x8EB4, 0x8ECD, 0x8ED0, 0x8F57, 0x8F69, 0x8F6E, 0x8FCB, 0x8FCC,
    0x8FFE, 0x906D, 0x907A, 0x90DC, 0x90F1, 0x91BF, 0x9244, 0x92AF, 0x92B0, 0x92B1, 0x92B2, 0x92C8,
    0x92D1, 0x9447, 0x94CA, 0x95D9, 0x9644, 0x96ED, 0x96FC, 0x9B76, 0x9B78, 0x9B7B, 0x9BC6, 0x9BDE,
    0x9BEC, 0x9BF6, 0x9C42, 0x9C53, 0x9C62, 0x9C68, 0x9C6B, 0x9C77, 0x9CBC, 0x9CBD, 0x9CD0, 0x9D57,
    0x9D5A, 0x9DC4, 0x9EA9, 0x9EEF, 0x9EFD, 0x9F60, 0x9F66, 0x9FCB, 0x9FD8, 0xA063, 0xA077, 0xA0D5,
    0xA0DF, 0xA0E4, 0xFA5F, 0xFA66, 0xFABD, 0xFAC5, 0xFAD5, 0xFB48, 0xFBB8, 0xFBF3, 0xFBF9, 0xFC4F,
    0xFC6C, 0xFCB9, 0xFCE2, 0xFCF1, 0xFDB7, 0xFDB8, 0xFDBB, 0xFDF1, 0xFE52, 0xFE6F, 0xFEAA, 0xFEDD,
];

/// Whether a two-byte code of Big5 is one of Hong Kong's supplement.
pub(super) const fn is_hkscs(lead: u8, trail: u8) -> bool {
    match lead {
        0x81..=0xA0 | 0xC7 | 0xFA..=0xFE => true,
        0xC6 => trail >= 0xA1,
        0xC8 => !matches!(trail, 0xA5..=0xCC | 0xF2..=0xF4),
        0xF9 => trail >= 0xD6,
        _ => false,
    }
}

#[inline]
fn shift_jis(bytes: &[u8], at: usize) -> Written {
    let lead = bytes[at];
    match lead {
        0x80 => DISPUTED | 1,
        0..0x80 | 0xA1..=0xDF => 1,
        // NEC's and IBM's rows, and the signs that Microsoft's table maps to full-width forms.
        0x87 | 0xED.. => DISPUTED | 2,
        0x81 if matches!(after(bytes, at), 0x60 | 0x61 | 0x7C | 0x91 | 0x92 | 0xCA) => DISPUTED | 2,
        _ => 2,
    }
}

#[inline]
fn euc_kr(bytes: &[u8], at: usize) -> Written {
    let lead = bytes[at];
    if lead < 0x80 {
        return 1;
    }
    let trail = after(bytes, at);
    // Below 0xA1: Microsoft's syllables, which only codecs by its own name know.
    if lead < 0xA1 || trail < 0xA1 || (lead, trail) == (0xA4, 0xD4) { DISPUTED | 2 } else { 2 }
}

#[inline]
fn euc_jp(bytes: &[u8], at: usize) -> Written {
    match bytes[at] {
        0..0x80 => 1,
        0x8F if (after(bytes, at), bytes.get(at + 2)) == (0xA2, Some(&0xB7)) => DISPUTED | 3,
        0x8F => 3,
        0xA1 if matches!(after(bytes, at), 0xC1 | 0xC2 | 0xDD | 0xF1 | 0xF2) => DISPUTED | 2,
        0xA2 if after(bytes, at) == 0xCC => DISPUTED | 2,
        0xAD | 0xF9..=0xFC => DISPUTED | 2,
        _ => 2,
    }
}
