//! `chancery explain`: a sentence coded, with the reasons. How it looks: `render/reasons.rs`.

use std::process::ExitCode;

use chancery_model::Language;
use chancery_read::{Limits, read};

use crate::args::{Explain, ExplainFormat, Voice};
use crate::knowledge::Knowledge;
use crate::render::reasons;
use crate::report::Report;
use crate::terminal::Look;

/// Explains and prints.
pub(crate) fn run(args: &Explain, voice: Voice) -> ExitCode {
    let report = Report::new(voice, true);
    let knowledge = match Knowledge::new(&args.packs) {
        Ok(knowledge) => knowledge,
        Err(error) => return report.misuse(&error),
    };
    let mut reading = read("sentence", args.text.as_bytes(), &knowledge.guide, &Limits::default());
    let Some(article) = reading.articles.first_mut() else {
        return report.misuse("no sentence in that text: give at least one, in quotation marks");
    };
    if let Some(name) = &args.language {
        match Language::new(name) {
            Some(language) => article.language = language,
            None => return report.misuse(&format!("{name:?} is no language: write zh or en")),
        }
    }
    let Some(explanation) = knowledge.extractor.explain(article) else {
        let language = article.language.as_str();
        return report
            .misuse(&format!("no pack with rules for this language ({language}): try --language zh, or --pack"));
    };
    let known = || explanation.proposals.iter().flat_map(|p| &p.answers).map(|a| a.rule.id.as_str());
    if let Some(id) = args.rule.as_deref().filter(|id| !known().any(|k| k == *id)) {
        let rules = known().collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ");
        let asked = if rules.is_empty() {
            "no rule was asked: no act is proposed".to_owned()
        } else {
            format!("asked were {rules}")
        };
        return report.misuse(&format!("the rule {id:?} was not asked here; {asked}"));
    }
    let mut out = Vec::new();
    match args.format {
        ExplainFormat::Table => {
            reasons::table(article, &explanation, args.rule.as_deref(), Look::of_stdout(voice.color), &mut out);
        }
        ExplainFormat::Json => reasons::json(article, &explanation, args.rule.as_deref(), &mut out),
    }
    super::print(&out)
}
