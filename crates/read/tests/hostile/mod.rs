//! Hostile sources, made deterministically from small good ones: shared by `tests/mutations.rs` (a few hundred a format)
//! and `examples/mutate.rs` (as many as asked). A case is its format, its number and nothing else, so any one can be
//! made again. What must hold: no panic leaves the reader, every article's map and parts fit its text.

use std::io::{Cursor, Write};

use chancery_read::{Guide, Limits, Reading, is_archive, read, unpack};
use flate2::{Compression, write::GzEncoder};
use zip::write::{SimpleFileOptions, ZipWriter};

pub(crate) mod seeds;

/// The bundled packs' guide.
pub(crate) fn guide() -> Guide {
    let conventions = chancery_pack::conventions().expect("bundled");
    let words = chancery_pack::values().expect("bundled");
    Guide::new(conventions, chancery_value::Values::new(&words).expect("bundled"))
}

/// A stream of numbers that is the same everywhere (xorshift64*).
pub(crate) struct Dice(u64);

impl Dice {
    /// The stream of one case.
    pub(crate) fn new(format: &str, case: u64) -> Self {
        let name =
            format.bytes().fold(0xCBF2_9CE4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01B3));
        Self((name ^ case.wrapping_mul(0x9E37_79B9_7F4A_7C15)) | 1)
    }

    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Below `n`; 0 where there is nothing to choose from.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.roll() >> 16) as usize % n }
    }

    fn stretch(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let most = (length - start).min(if self.below(4) == 0 { length } else { 64 });
        start..start + self.below(most + 1)
    }
}

/// Bytes that mean something to some reader.
const SIGNS: [&[u8]; 24] = [
    b"<",
    b">",
    b"&",
    b"\"",
    b"\\",
    b"{",
    b"[",
    b"]",
    b"\0",
    b"\xFF",
    b"\xC3",
    b"\xE4\xB8",
    b"\n",
    b"\r\n\r\n",
    b"%",
    b"99999999999",
    b"-1",
    b"<!--",
    b"<![CDATA[",
    b"&#x110000;",
    b"\\uD800",
    b"]]>",
    b"(",
    b"stream\n",
];

/// Openings that nest.
const NESTS: [&[u8]; 10] =
    [b"<div>", b"<b>", b"[", b"{\"a\":", b"> ", b"- ", b"(", b"<<", b"<w:p><w:r>", "\u{201C}".as_bytes()];

/// Changes `bytes` in one to eight ways.
pub(crate) fn mutated(dice: &mut Dice, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.below(8) {
        let length = out.len();
        let at = dice.below(length + 1);
        match dice.below(13) {
            0 => out.truncate(at),
            1 | 2 if length > 0 => out[at.min(length - 1)] ^= 1 << dice.below(8),
            3 if length > 0 => out[at.min(length - 1)] = dice.below(256) as u8,
            4 | 5 => insert(&mut out, at, SIGNS[dice.below(SIGNS.len())]),
            6 => {
                let piece = out[dice.stretch(length)].to_vec();
                insert(&mut out, at, &piece);
            }
            7 => drop(out.drain(dice.stretch(length))),
            8 => {
                let piece = other[dice.stretch(other.len())].to_vec();
                insert(&mut out, at, &piece);
            }
            9 if length > 1 => {
                let (a, b) = (dice.below(length), dice.below(length));
                out.swap(a, b);
            }
            10 if dice.below(8) == 0 => {
                let depth = [10, 600, 10_000][dice.below(3)];
                insert(&mut out, at, &NESTS[dice.below(NESTS.len())].repeat(depth));
            }
            11 if dice.below(8) == 0 => {
                let long = [SIGNS[dice.below(SIGNS.len())].repeat(20_000), b"x".repeat(100_000)][dice.below(2)].clone();
                insert(&mut out, at, &[b" a=\"", long.as_slice(), b"\" "].concat());
            }
            12 if length > 0 => {
                let stretch = dice.stretch(length);
                let sign = SIGNS[dice.below(SIGNS.len())][0];
                out[stretch].fill(sign);
            }
            _ => {}
        }
    }
    out
}

fn insert(out: &mut Vec<u8>, at: usize, piece: &[u8]) {
    out.splice(at..at, piece.iter().copied());
}

/// A zip of these members.
pub(crate) fn zipped(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a fresh zip");
        writer.write_all(bytes).expect("into memory");
    }
    writer.finish().expect("into memory").into_inner()
}

/// A gzip.
pub(crate) fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("into memory");
    encoder.finish().expect("into memory")
}

/// One case of a format: its name and bytes.
pub(crate) fn case(format: &seeds::Format, number: u64) -> (String, Vec<u8>) {
    let mut dice = Dice::new(format.name, number);
    let seed = &format.seeds[dice.below(format.seeds.len())];
    let other = &format.seeds[dice.below(format.seeds.len())];
    let bytes = match seed {
        seeds::Seed::Whole(_, bytes) => mutated(&mut dice, bytes, other.bytes()),
        // Half of the time a part is hurt and the package whole, so that damage gets past the checksum.
        seeds::Seed::Package(_, members) if dice.below(2) == 0 => {
            let hurt = dice.below(members.len());
            let change = |(i, (name, bytes)): (usize, &(&'static str, Vec<u8>))| {
                (*name, if i == hurt { mutated(&mut dice, bytes, other.bytes()) } else { bytes.clone() })
            };
            zipped(&members.iter().enumerate().map(change).collect::<Vec<_>>())
        }
        seeds::Seed::Package(_, members) => mutated(&mut dice, &zipped(members), other.bytes()),
    };
    (seed.name().to_owned(), bytes)
}

/// Reads a source the whole way, archive or not, and checks what must hold. Returns the number of articles.
///
/// # Panics
/// Where something that must hold doesn't.
pub(crate) fn read_whole(name: &str, bytes: &[u8], guide: &Guide, limits: &Limits) -> usize {
    if !is_archive(name, bytes) {
        return check(&read(name, bytes, guide, limits));
    }
    let mut articles = 0;
    unpack(name, bytes, limits, &mut |member| {
        if let Ok(member) = member {
            articles += check(&read(&member.name, &member.bytes, guide, limits));
        }
    });
    articles
}

fn check(reading: &Reading) -> usize {
    for article in &reading.articles {
        article.map.check(&article.text).expect("the map fits its text");
        for part in &article.parts {
            assert!(part.span.of_text(&article.text).is_some(), "a part outside the text: {:?}", part.span);
        }
    }
    reading.articles.len()
}
