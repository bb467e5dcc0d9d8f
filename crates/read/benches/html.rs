//! How fast pages are read: the saved pages of ../shared where they are at hand, else the bundled ones.
//! Run: `cargo bench -p chancery-read --bench html`. Against others: benches/peers.
#![allow(clippy::disallowed_methods, reason = "a bench reads its pages")]

use std::path::Path;

use chancery_read::{Limits, read_html};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// The pages under the first of the two folders that is there, in the order of their names.
fn pages() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["../shared/corpus/mfa-html", "../shared/corpus/web-pages", "../shared/corpus/en-state"];
    let pages: Vec<String> = folders.iter().flat_map(|folder| in_folder(&root.join(folder))).collect();
    if pages.is_empty() { in_folder(&root.join("fixtures/sources/html")) } else { pages }
}

fn in_folder(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    let html = paths.iter().filter(|p| p.extension().is_some_and(|e| e == "html"));
    html.filter_map(|p| std::fs::read(p).ok()).map(|b| String::from_utf8_lossy(&b).into_owned()).collect()
}

/// Whole pages, the article chosen by shape alone.
#[divan::bench]
fn pages_by_shape(bencher: Bencher<'_, '_>) {
    let pages = pages();
    let bytes: usize = pages.iter().map(String::len).sum();
    let limits = Limits::default();
    bencher
        .counter(BytesCount::new(bytes))
        .bench(|| pages.iter().map(|page| read_html(page, &limits, None).len()).sum::<usize>());
}

/// Pages made to cost: every byte begins, ends or nests something.
#[divan::bench(args = ["<p>", "<div>", "a<p>", "<b>", "</b>", "<a href=\"x", "<!--", "&amp;", "<td>", "<ul><li>"])]
fn hostile(bencher: Bencher<'_, '_>, piece: &str) {
    let page = format!("<html>{}", piece.repeat(1_000_000 / piece.len()));
    let limits = Limits::default();
    bencher.counter(BytesCount::new(page.len())).bench(|| read_html(&page, &limits, None).len());
}
