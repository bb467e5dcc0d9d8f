//! Floor 5: articles and packs → mentions, acts, holders.
//!
//! [`Extractor::extract`] codes one article: its text is laid out in sentences and segments (`layout`), the pack's words
//! and names are found in one pass (`tokens`), each segment is read for what governs it (`govern`), and the segments are
//! held together by who speaks and what reaches on (`discourse`). No word and no name stands in the code: all are the
//! pack's. What a political scientist may argue with is in `packs/`; what is here is how a clause is read.
//! Next to read: `coding.rs`.

mod ambiguous;
mod cast;
mod coding;
mod dated;
mod discourse;
mod explain;
mod govern;
mod knowledge;
mod layout;
mod licence;
mod measures;
mod meetings;
mod named;
mod names;
mod plover;
mod spaced;
mod targets;
mod tokens;
mod vocabulary;

use std::fmt;
use std::sync::Arc;

use chancery_model::record::PackVersion;
use chancery_model::{Article, Fault, FaultKind, FaultPlace, Severity};
use chancery_pack::PackError;
use chancery_text::FoldTable;
use chancery_value::Values;

use knowledge::Language;

pub use explain::{Explanation, HolderBy, Proposal};

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
    /// With compiled packs.
    ///
    /// # Errors
    /// Every word value that means nothing (none in the bundled packs: their tests read them).
    pub fn new(knowledge: chancery_pack::Knowledge) -> Result<Self, Vec<PackError>> {
        let mut languages = Vec::new();
        let mut errors = Vec::new();
        for (pack, rules) in knowledge.coded {
            match Language::new(&pack, rules) {
                Ok(language) => languages.push(language),
                Err(found) => errors.extend(found),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self { languages, values: knowledge.values, fold: Some(knowledge.fold) })
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
        coding::code(article, &folded, self.fold.as_deref(), language, &self.values, None);
    }
}
