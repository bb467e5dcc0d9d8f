//! How fast pages are read: the saved pages of ../shared where they are at hand, else the bundled ones.
//! Run: `cargo bench -p chancery-read --bench html`.

fn main() {
    divan::main();
}
