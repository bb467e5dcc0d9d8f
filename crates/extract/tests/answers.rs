//! Questions and answers in English, read whole: who answers under a label that names nobody.

use chancery_extract::Extractor;
use chancery_read::{Guide, Limits};

#[test]
fn the_titles_officer_answers_for_the_state_that_is_asked() {
    let compiled = chancery_pack::compile(&[]).expect("the bundled packs load");
    let guide = Guide::new(compiled.conventions.clone(), compiled.values.clone());
    let extractor = Extractor::new(compiled).expect("the bundled packs compile");
    let text = "Foreign Ministry Spokesperson Jane Roe’s Remarks on the Canal\n\n\
        Q: Kenya announced that it would close the canal. What is Peru’s comment?\n\n\
        A: Peru is gravely concerned about the levy. We urge Kenya to open the canal.\n";
    let mut reading = chancery_read::read("remarks.txt", text.as_bytes(), &guide, &Limits::default());
    let [article] = &mut reading.articles[..] else { panic!("one article") };
    extractor.extract(article);
    let acts = article.acts.iter().map(|act| {
        let holders: Vec<&str> = act.holders.iter().map(|h| h.as_str()).collect();
        (holders.join("+"), &article.text[act.span.range()])
    });
    let both = "PER+person:Jane Roe".to_owned();
    let wanted = [(both.clone(), "is gravely concerned about the levy"), (both, "urge Kenya to open the canal")];
    assert_eq!(acts.collect::<Vec<_>>(), wanted);
}
