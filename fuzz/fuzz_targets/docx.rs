#![no_main]

mod common;

// The bytes are the text part: behind a zip's checksums little else would be reached.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    common::check("a.docx", &common::package(&[("[Content_Types].xml", b""), ("word/document.xml", bytes)]));
});
