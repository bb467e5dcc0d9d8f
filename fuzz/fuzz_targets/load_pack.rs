//! No pack folder breaks the loader: the bytes stand in for one of its files, told by the first of them.
#![no_main]

use chancery_pack::{Overlay, compile_lazily};

const FILES: &[&str] =
    &["pack.toml", "words/a.toml", "lexicon/a.tsv", "rules/a.toml", "values.toml", "reading.toml", "fold.tsv"];

libfuzzer_sys::fuzz_target!(|input: (u8, &str)| {
    let (which, text) = input;
    let name = FILES[usize::from(which) % FILES.len()];
    let mut files = vec![("pack.toml".to_owned(), "id = \"xx\"".to_owned())];
    files.retain(|(known, _)| known != name);
    files.push((name.to_owned(), text.to_owned()));
    let _ = compile_lazily(&files, &[]);
    let _ = compile_lazily(&[], &[Overlay { language: "en".into(), place: "mine".into(), files }]);
});
