//! What README.md and the guide show is what the program prints. A fenced block after `<!-- prints: chancery … -->` is
//! compared with the run itself; `CHANCERY_BLESS=1 cargo test -p chancery` writes the present output in its place. The runs of
//! a page share a ledger, so that a page can show how one thing is done after another.

use std::path::Path;

use super::{command, top};

const MARK: &str = "<!-- prints: chancery ";

/// Moments are shown as this one: the program reads the clock.
const MOMENT: &str = "2026-06-01T10:00:00Z";

/// What a run prints, with neither the clock nor the folder of the test in it.
fn printed(arguments: &[&str], ledger: &Path) -> String {
    let mut command = command(&top(), arguments);
    command
        .env("CHANCERY_LEDGER", ledger)
        .env("CHANCERY_AUTHOR", "ann")
        .env("XDG_CONFIG_HOME", ledger.join("no-config"));
    let ran = command.output().expect("the program runs");
    assert_eq!(ran.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    let text = String::from_utf8(ran.stdout).expect("UTF-8").replace(&*ledger.to_string_lossy(), "~/ledger");
    let is_moment = |part: &str| {
        part.len() == MOMENT.len()
            && part
                .bytes()
                .zip(MOMENT.bytes())
                .all(|(a, b)| if b.is_ascii_digit() { a.is_ascii_digit() } else { a == b })
    };
    let mut out = String::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if text.get(at..at + MOMENT.len()).is_some_and(is_moment) {
            out.push_str(MOMENT);
            at += MOMENT.len();
        } else {
            out.push(c);
            at += c.len_utf8();
        }
    }
    out
}

/// The page with every shown output as it is now, and how many there are.
fn renewed(page: &str) -> (String, usize) {
    let folder = tempfile::tempdir().expect("a folder");
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
        let shown = printed(&arguments, &folder.path().join("ledger"));
        out.push_str(before);
        out.push_str(&marked[..body]);
        out.push_str(&shown);
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
