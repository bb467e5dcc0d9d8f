//! docs/limits.md tells every limit with the default that the code has.

use chancery_read::Limits;

const DOCS: &str = include_str!("../../../docs/limits.md");

#[test]
fn the_documentation_tells_every_limit_and_its_default() {
    // Taken apart without `..`, so that a new limit doesn't compile until it is listed here.
    let Limits { source_bytes, unpacked_bytes, expansion, members, nesting, depth, articles } = Limits::default();
    let size = |bytes: u64| {
        if bytes.is_multiple_of(1 << 30) { format!("{}G", bytes >> 30) } else { format!("{}M", bytes >> 20) }
    };
    for (name, default) in [
        ("source-bytes", size(source_bytes)),
        ("unpacked-bytes", size(unpacked_bytes)),
        ("expansion", expansion.to_string()),
        ("members", members.to_string()),
        ("nesting", nesting.to_string()),
        ("depth", depth.to_string()),
        ("articles", articles.to_string()),
    ] {
        let row = format!("| `{name}` | {default} |");
        assert!(DOCS.contains(&row), "docs/limits.md has no row {row}");
    }
}
