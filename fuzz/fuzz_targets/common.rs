//! What every target does: read the bytes as the named format would be read, and hold the result to its promises.

use std::io::{Cursor, Write};
use std::sync::LazyLock;

use chancery_read::{Guide, Limits, is_archive, read, unpack};
use chancery_value::Values;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Small enough that a run is fast, large enough that every limit can be reached.
pub const LIMITS: Limits = Limits {
    source_bytes: 1 << 20,
    unpacked_bytes: 4 << 20,
    expansion: 200,
    members: 100,
    nesting: 2,
    depth: 100,
    articles: 100,
};

/// The bundled packs, so that the words they hold are met as well.
static GUIDE: LazyLock<Guide> = LazyLock::new(|| {
    let values = Values::new(&chancery_pack::values().expect("bundled")).expect("bundled");
    Guide::new(chancery_pack::conventions().expect("bundled"), values)
});

/// Reads one source that is not an archive.
pub fn check(name: &str, bytes: &[u8]) {
    let reading = read(name, bytes, &GUIDE, &LIMITS);
    for article in &reading.articles {
        article.map.check(&article.text).expect("the map fits its text");
        for part in &article.parts {
            assert!(part.span.of_text(&article.text).is_some());
        }
    }
}

/// Reads whatever it is.
#[allow(dead_code)]
pub fn check_any(name: &str, bytes: &[u8]) {
    if !is_archive(name, bytes) {
        return check(name, bytes);
    }
    unpack(name, bytes, &LIMITS, &mut |member| {
        if let Ok(member) = member {
            check(&member.name, &member.bytes);
        }
    });
}

/// A zip of these parts.
#[allow(dead_code)]
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(*name, stored).expect("a fresh zip");
        writer.write_all(bytes).expect("into memory");
    }
    writer.finish().expect("into memory").into_inner()
}
