//! What the tests share: the coder with the bundled packs, and an article of one text.
#![allow(missing_docs, dead_code, unreachable_pub)]

use std::sync::{Arc, OnceLock};

use chancery_extract::Extractor;
use chancery_model::{Article, DateGround, Day, DocumentKind, Language, Published, Source};
use chancery_text::{FoldTable, MappedText};

fn table() -> &'static (Extractor, Arc<FoldTable>) {
    static BUNDLED: OnceLock<(Extractor, Arc<FoldTable>)> = OnceLock::new();
    BUNDLED.get_or_init(|| {
        let knowledge = chancery_pack::compile(&[]).expect("the bundled packs are of the form");
        let fold = Arc::clone(&knowledge.fold);
        (Extractor::new(knowledge).expect("and say what they mean"), fold)
    })
}

pub fn fold(text: &str) -> String {
    table().1.fold(text)
}

/// A Chinese news report of this text, coded.
pub fn coded(text: &str) -> Article {
    coded_as(text, Language::ZH, None)
}

/// A report of this text in a language, published on a day (`2024-05-09`), coded.
pub fn coded_as(text: &str, language: Language, published: Option<&str>) -> Article {
    let source = Source {
        name: "text".into(),
        media_type: "text/plain".into(),
        charset: None,
        bytes: text.len() as u64,
        blake3: String::new(),
        retrieved: None,
    };
    let mut article = Article::new("7f".into(), Arc::new(source), 0, MappedText::identity(text.into()));
    article.language = language;
    article.kind = DocumentKind::NewsReport;
    article.published = published.map(|day| {
        let mut parts = day.split('-').map(|p| p.parse::<u16>().expect("figures"));
        let mut next = || parts.next().expect("three parts");
        let (year, month, day) = (next(), next(), next());
        let day = Day::new(year as i16, month as u8, day as u8).expect("a day");
        Published { day, ground: DateGround::Byline, clues: Vec::new() }
    });
    table().0.extract(&mut article);
    article
}
