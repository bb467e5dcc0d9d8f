//! Whose a paper is by its title: `fixtures/titles.tsv`, each title over a body that speaks in the first person.

use chancery_extract::Extractor;
use chancery_read::{Guide, Limits};

/// A body of one side, and one of several, by the kind of paper.
fn body(kind: &str) -> &'static str {
    match kind {
        "declaration" | "communique" => "此举损害渔民利益。我们对此强烈不满、坚决反对。\n\n我们敦促邻国停止捕捞。",
        "concept_paper" => "一、支持当事国恢复港口。希望各派保障船员安全。\n\n二、国际社会应加大粮食援助。",
        "news_report" => "声明说，袭击造成人员伤亡。",
        _ => "双方重申保护渔业资源。我们对过度捕捞深表关切。\n\n我们呼吁各方保持克制。",
    }
}

#[test]
fn a_title_tells_whose_the_paper_is() {
    let compiled = chancery_pack::compile(&[]).expect("the bundled packs load");
    let guide = Guide::new(compiled.conventions.clone(), compiled.values.clone());
    let extractor = Extractor::new(compiled).expect("the bundled packs compile");
    let mut wrong = Vec::new();
    let rows = include_str!("../../../fixtures/titles.tsv").lines().filter(|row| !row.starts_with('#'));
    for row in rows {
        let mut fields = row.split('\t');
        let (Some(kind), Some(issuers), Some(title)) = (fields.next(), fields.next(), fields.next()) else {
            panic!("kind, issuers, title: {row:?}");
        };
        let source = format!("{title}\n\n{}\n", body(kind));
        let mut reading = chancery_read::read("a.txt", source.as_bytes(), &guide, &Limits::default());
        let article = reading.articles.first_mut().expect("one article");
        extractor.extract(article);
        let mut found: Vec<&str> = article.issuers.iter().map(|a| a.as_str()).collect();
        found.sort_unstable();
        let found = (article.kind.name(), found.join("+"));
        if found != (kind, issuers.to_owned()) {
            wrong.push(format!("{title}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
