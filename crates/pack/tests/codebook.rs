//! `docs/codebook.md` is what the packs give: `UPDATE_CODEBOOK=1 cargo test -p chancery-pack --test codebook` writes it anew.

use std::path::Path;

#[test]
#[allow(clippy::disallowed_methods, reason = "a test reads and, where asked, writes the page")]
fn the_codebook_is_what_the_packs_give() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/codebook.md");
    let made = chancery_pack::codebook(&["zh", "en"]).expect("the bundled packs load");
    if std::env::var_os("UPDATE_CODEBOOK").is_some() {
        std::fs::write(&page, &made).expect("a page that can be written");
    }
    let known = std::fs::read_to_string(&page).expect("docs/codebook.md");
    let same = known == made;
    assert!(
        same,
        "docs/codebook.md is not what the packs give: UPDATE_CODEBOOK=1 cargo test -p chancery-pack --test codebook"
    );
}
