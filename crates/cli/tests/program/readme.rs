//! What README.md and the guide show is what the program prints. A fenced block after `<!-- prints: chancery … -->` is
//! compared with the run itself; `CHANCERY_BLESS=1 cargo test -p chancery` writes the present output in its place.

use super::{run, top};

const MARK: &str = "<!-- prints: chancery ";

/// The page with every shown output as it is now, and how many there are.
fn renewed(page: &str) -> (String, usize) {
    let mut out = String::new();
    let mut rest = page;
    let mut count = 0;
    while let Some(at) = rest.find(MARK) {
        let (before, marked) = rest.split_at(at);
        let end = marked.find("-->").expect("the mark ends");
        let arguments: Vec<&str> = marked[MARK.len()..end].split_whitespace().collect();
        let fence = end + marked[end..].find("```").expect("a block follows");
        let body = fence + marked[fence..].find('\n').expect("a line") + 1;
        let close = body + marked[body - 1..].find("\n```").expect("the block ends");
        let ran = run(&top(), &arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.stderr);
        out.push_str(before);
        out.push_str(&marked[..body]);
        out.push_str(&ran.stdout);
        rest = &marked[close..];
        count += 1;
    }
    (out + rest, count)
}

#[test]
fn shown_output_is_real_output() {
    let bless = std::env::var_os("CHANCERY_BLESS").is_some();
    for (name, least) in [("README.md", 1), ("docs/guide.md", 1)] {
        let path = top().join(name);
        let page = std::fs::read_to_string(&path).expect("a page");
        let (now, count) = renewed(&page);
        assert!(count >= least, "{name} shows {count} runs");
        if bless {
            std::fs::write(&path, now).expect("written");
        } else {
            assert!(page == now, "{name} shows old output: CHANCERY_BLESS=1 cargo test -p chancery shown_output");
        }
    }
}
