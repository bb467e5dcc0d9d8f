//! Floor 5: articles and packs → mentions, acts, holders.
//!
//! [`Extractor::extract`] codes one article: its text is laid out in sentences and segments (`layout`), the pack's words
//! and names are found in one pass (`tokens`), each segment is read for what governs it (`govern`), and the segments are
//! held together by who speaks and what reaches on (`discourse`). No word and no name stands in the code: all are the
//! pack's. What a political scientist may argue with is in `packs/`; what is here is how a clause is read.
//! Next to read: `coding.rs`.

mod cast;
mod coding;
mod discourse;
mod govern;
mod knowledge;
mod layout;
mod licence;
mod named;
mod names;
mod tokens;
mod vocabulary;

use std::fmt;
use std::sync::Arc;

use chancery_model::record::PackVersion;
use chancery_model::{Article, Fault, FaultKind, FaultPlace, Severity};
use chancery_text::FoldTable;
use chancery_value::Values;

use knowledge::Language;

/// Codes articles in the languages of its packs. Built once, used by many threads.
pub struct Extractor {
    languages: Vec<Language>,
    values: Values,
    fold: Option<Arc<FoldTable>>,
}

impl fmt::Debug for Extractor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extractor")
            .field("languages", &self.languages.iter().map(|l| &l.id).collect::<Vec<_>>())
            .finish()
    }
}

impl Extractor {
    /// With the packs inside the program.
    ///
    /// # Errors
    /// A sentence a problem, where a pack does not load (never, with the bundled ones: their tests read them).
    pub fn built_in() -> Result<Self, String> {
        let told = |errors: Vec<chancery_pack::PackError>| {
            errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };
        let pack = chancery_pack::bundled("zh").map_err(told)?;
        let rules = chancery_pack::rules_of("zh", &pack).map_err(told)?;
        let language = Language::new(&pack, rules).map_err(told)?;
        let words = chancery_pack::values().map_err(|e| e.to_string())?;
        let values = Values::new(&words).map_err(|e| e.to_string())?;
        let fold = chancery_pack::conventions().map_err(|e| e.to_string())?.fold;
        Ok(Self { languages: vec![language], values, fold })
    }

    /// The packs in use, for the record.
    #[must_use]
    pub fn packs(&self) -> Vec<PackVersion> {
        let version = |l: &Language| PackVersion { language: l.id.clone(), version: l.version.clone(), digest: None };
        self.languages.iter().map(version).collect()
    }

    /// Codes an article: fills its mentions, acts, parties, issuers, instruments and mechanisms. A text in a language
    /// without a pack is left uncoded and says so.
    pub fn extract(&self, article: &mut Article) {
        let Some(language) = self.languages.iter().find(|l| l.id == article.language.as_str()) else {
            let message =
                format!("no pack for this language ({}): read and kept, not coded", article.language.as_str());
            article.faults.push(Fault::new(FaultKind::Uncoded, Severity::Note, FaultPlace::Whole, message));
            return;
        };
        let folded = self.fold.as_ref().map_or_else(|| article.text.clone(), |fold| fold.fold(&article.text));
        coding::code(article, &folded, self.fold.as_deref(), language, &self.values);
    }
}
