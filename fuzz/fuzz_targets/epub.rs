#![no_main]

mod common;

const CONTAINER: &[u8] = br#"<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>"#;
const CHAPTER: &[u8] = b"<h1>A title</h1><p>Some words.</p>";

// The bytes are the package document, up to a zero, and then a chapter.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (book, chapter) = bytes.iter().position(|b| *b == 0).map_or((bytes, CHAPTER), |at| bytes.split_at(at));
    let parts = [
        ("mimetype", b"application/epub+zip".as_slice()),
        ("META-INF/container.xml", CONTAINER),
        ("b.opf", book),
        ("a.xhtml", chapter),
    ];
    common::check("a.epub", &common::package(&parts));
});
