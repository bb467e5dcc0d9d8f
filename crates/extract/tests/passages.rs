//! Passages of our own, each with the acts a careful coder finds in it: `packs/<lang>/texts/*.md`. A passage is a section:
//! its heading names what it shows, `>` quotes the source, and each item is an act, `kind stance holders | quote`,
//! addressees left out. Items under `still wrong:` are what the program does not do yet: doing it fails
//! the test, so that the page stays true.
#![expect(clippy::disallowed_methods, reason = "tests read the repository's files")]

use std::collections::BTreeSet;
use std::path::Path;

use chancery_extract::Extractor;
use chancery_model::{Act, ActKind, Article};
use chancery_read::{Guide, Limits};

struct Program {
    guide: Guide,
    extractor: Extractor,
}

impl Program {
    fn new() -> Self {
        let compiled = chancery_pack::compile(&[]).expect("the bundled packs load");
        let guide = Guide::new(compiled.conventions.clone(), compiled.values.clone());
        Self { guide, extractor: Extractor::new(compiled).expect("the bundled packs compile") }
    }

    fn acts(&self, name: &str, source: &str) -> BTreeSet<String> {
        let mut reading = chancery_read::read(name, source.as_bytes(), &self.guide, &Limits::default());
        reading.articles.iter_mut().for_each(|article| self.extractor.extract(article));
        let told = |article: &Article| article.acts.iter().map(|act| line(act, &article.text)).collect::<Vec<_>>();
        reading.articles.iter().flat_map(told).collect()
    }
}

/// An act as a passage writes it, without its addressees.
fn line(act: &Act, text: &str) -> String {
    let kind = match act.kind {
        ActKind::Position => "position",
        ActKind::Commitment => "commitment",
        ActKind::Call => "call",
        ActKind::Event => "event",
        ActKind::Claim => "claim",
    };
    let stance = act.stance.map_or("-", |s| s.name());
    let holders: Vec<&str> = act.holders.iter().map(|h| h.as_str()).collect();
    let holders = if holders.is_empty() { "-".to_owned() } else { holders.join("+") };
    format!("{kind} {stance} {holders} | {}", &text[act.span.range()])
}

#[derive(Default)]
struct Passage {
    title: String,
    source: String,
    wanted: BTreeSet<String>,
    missing: BTreeSet<String>,
}

fn passages(page: &str) -> Vec<Passage> {
    let mut out: Vec<Passage> = Vec::new();
    let mut still_wrong = false;
    for line in page.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            out.push(Passage { title: title.to_owned(), ..Passage::default() });
            still_wrong = false;
        }
        let Some(passage) = out.last_mut() else { continue };
        if let Some(words) = line.strip_prefix('>') {
            passage.source.push_str(words.trim());
            passage.source.push('\n');
        } else if line.trim() == "still wrong:" {
            still_wrong = true;
        } else if let Some(act) = line.strip_prefix("- ") {
            let list = if still_wrong { &mut passage.missing } else { &mut passage.wanted };
            list.insert(act.trim().to_owned());
        }
    }
    out
}

#[test]
fn passages_are_coded_as_they_say() {
    let program = Program::new();
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut pages: Vec<_> = ["zh"]
        .iter()
        .filter_map(|language| std::fs::read_dir(packs.join(language).join("texts")).ok())
        .flatten()
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    pages.sort();
    assert!(!pages.is_empty(), "no passages under packs/*/texts");
    let mut wrong = Vec::new();
    for page in pages {
        let name = page.file_name().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&page).expect("a page is text");
        for passage in passages(&text) {
            let got = program.acts("passage.txt", &passage.source);
            let lost: Vec<_> = passage.wanted.difference(&got).collect();
            let extra: Vec<_> = got.difference(&passage.wanted).collect();
            let mended: Vec<_> = passage.missing.intersection(&got).collect();
            if !(lost.is_empty() && extra.is_empty() && mended.is_empty()) {
                wrong.push(format!(
                    "{name}: {}\n  not found: {lost:#?}\n  found too: {extra:#?}\n  no longer wrong: {mended:#?}",
                    passage.title
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
