//! Passages of the packs (`packs/*/texts/*.md`): prose with the acts a careful coder finds in it, all of them and no
//! other. Each passage is a heading, a line `kind: title` of its document, the prose in a block quote and a list of acts,
//! `- kind stance HOLDERS: quote` (holders joined by `+`, or `nobody`; ` → ` and whom
//! it is done to behind them, in order of their ids, for all acts of a passage or none). A line that begins `- known gap` is not looked at.
#![allow(missing_docs)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chancery_extract::Extractor;
use chancery_model::{ActorId, Article, DocumentKind, Language, Source, Stance};
use chancery_text::MappedText;

#[derive(Debug, Default)]
struct Passage {
    name: String,
    kind: String,
    title: String,
    prose: String,
    acts: Vec<String>,
}

#[test]
fn every_passage_gives_its_acts() {
    let knowledge = chancery_pack::compile(&[]).expect("the bundled packs are of the form");
    let coder = Extractor::new(knowledge).expect("and say what they mean");
    let packs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut wrong = String::new();
    let mut count = 0;
    for language in ["en"] {
        for file in files(&packs.join(language).join("texts")) {
            for passage in passages(&read(&file)) {
                count += 1;
                let got = acts(&coder, language, &passage);
                if got != passage.acts {
                    let (got, want) = (got.join("\n  "), passage.acts.join("\n  "));
                    let place = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    wrong.push_str(&format!("\n{place}: {}\n got\n  {got}\n want\n  {want}\n", passage.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 20, "{count} passages");
}

fn acts(coder: &Extractor, language: &str, passage: &Passage) -> Vec<String> {
    let source = Source {
        name: "passage".into(),
        media_type: "text/plain".into(),
        charset: None,
        bytes: passage.prose.len() as u64,
        blake3: String::new(),
        retrieved: None,
    };
    let mut article = Article::new("7f".into(), Arc::new(source), 0, MappedText::identity(passage.prose.clone()));
    article.language = Language::new(language).expect("a language");
    article.kind = DocumentKind::from_name(&passage.kind).expect("a kind of document");
    article.title = (!passage.title.is_empty()).then(|| passage.title.clone());
    coder.extract(&mut article);
    // Where a passage tells to whom its acts are done, all of them are compared.
    let addressed = passage.acts.iter().any(|act| act.contains(" → "));
    let line = |act: &chancery_model::Act| {
        let holders: Vec<&str> = act.holders.iter().map(ActorId::as_str).collect();
        let holders = if holders.is_empty() { "nobody".to_owned() } else { holders.join("+") };
        let stance = act.stance.map_or("none", Stance::name);
        let mut whom: Vec<&str> = act.addressees.iter().map(ActorId::as_str).collect();
        whom.sort_unstable();
        let whom = if addressed && !whom.is_empty() { format!(" → {}", whom.join("+")) } else { String::new() };
        format!("{} {stance} {holders}{whom}: {}", act.kind, &article.text[act.span.range()])
    };
    article.acts.iter().map(line).collect()
}

fn passages(text: &str) -> Vec<Passage> {
    let mut out: Vec<Passage> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            out.push(Passage { name: name.to_owned(), ..Passage::default() });
        }
        let Some(last) = out.last_mut() else { continue };
        if let Some(prose) = line.strip_prefix("> ") {
            if !last.prose.is_empty() {
                last.prose.push('\n');
            }
            last.prose.push_str(prose);
        } else if line.starts_with("- known gap") {
        } else if let Some(act) = line.strip_prefix("- ") {
            last.acts.push(act.to_owned());
        } else if last.prose.is_empty()
            && let Some((kind, title)) = line.split_once(':')
            && !line.starts_with('#')
        {
            (last.kind, last.title) = (kind.to_owned(), title.trim().to_owned());
        }
    }
    out
}

#[allow(clippy::disallowed_methods, reason = "tests read the packs' passages")]
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").filter_map(|entry| Some(entry.ok()?.path())).collect();
    out.retain(|path| path.extension().is_some_and(|e| e == "md"));
    out.sort();
    out
}

#[allow(clippy::disallowed_methods, reason = "tests read the packs' passages")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a text file")
}
