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
mod compounds;
mod dated;
mod discourse;
mod explain;
mod gathered;
mod given;
mod govern;
mod knowledge;
mod layout;
mod licence;
mod measures;
mod meetings;
mod named;
mod names;
mod organs;
mod own_voice;
mod plover;
mod press;
mod register;
mod roles;
mod site;
mod spaced;
mod speakers;
mod targets;
mod titled;
mod tokens;
mod units;
mod vocabulary;

use std::fmt;
use std::sync::{Arc, OnceLock};

use chancery_model::record::PackVersion;
use chancery_model::{Article, Fault, FaultKind, FaultPlace, Severity};
use chancery_pack::{Bundled, PackError};
use chancery_text::FoldTable;
use chancery_value::Values;

use knowledge::Language;

pub use explain::{Explanation, HolderBy, Proposal};

/// Codes articles in the languages of its packs. Built once, used by many threads.
pub struct Extractor {
    /// By id.
    languages: Vec<Slot>,
    values: Values,
    fold: Option<Arc<FoldTable>>,
}

/// A language that is ready, or will be when the first text needs it.
enum Slot {
    Ready(Box<Language>),
    Later(Bundled, OnceLock<Option<Box<Language>>>),
}

impl Slot {
    fn version(&self) -> (&str, &str) {
        match self {
            Self::Ready(language) => (&language.id, &language.version),
            Self::Later(bundled, _) => (bundled.language, &bundled.version),
        }
    }

    fn language(&self) -> Option<&Language> {
        match self {
            Self::Ready(language) => Some(language),
            Self::Later(bundled, made) => {
                let make = || bundled.load().and_then(|(pack, rules)| Language::new(&pack, rules).ok()).map(Box::new);
                made.get_or_init(make).as_deref()
            }
        }
    }
}

impl fmt::Debug for Extractor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extractor")
            .field("languages", &self.languages.iter().map(|l| l.version().0).collect::<Vec<_>>())
            .finish()
    }
}

impl Extractor {
    /// With compiled packs.
    ///
    /// # Errors
    /// Every word value that means nothing (none in the bundled packs: their tests read them).
    pub fn new(knowledge: chancery_pack::Knowledge) -> Result<Self, Vec<PackError>> {
        let mut languages: Vec<Slot> =
            knowledge.later.into_iter().map(|bundled| Slot::Later(bundled, OnceLock::new())).collect();
        let mut errors = Vec::new();
        for (pack, rules) in knowledge.coded {
            match Language::new(&pack, rules) {
                Ok(language) => languages.push(Slot::Ready(Box::new(language))),
                Err(found) => errors.extend(found),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        languages.sort_by(|a, b| a.version().0.cmp(b.version().0));
        Ok(Self { languages, values: knowledge.values, fold: Some(knowledge.fold) })
    }

    /// The packs in use, for the record.
    #[must_use]
    pub fn packs(&self) -> Vec<PackVersion> {
        let version = |slot: &Slot| {
            let (language, version) = slot.version();
            PackVersion { language: language.to_owned(), version: version.to_owned(), digest: None }
        };
        self.languages.iter().map(version).collect()
    }

    fn language(&self, id: &str) -> Option<&Language> {
        self.languages.iter().find(|slot| slot.version().0 == id)?.language()
    }

    /// Codes an article: fills its mentions, acts, parties, issuers, instruments and mechanisms. A text in a language
    /// without a pack is left uncoded and says so.
    pub fn extract(&self, article: &mut Article) {
        let Some(language) = self.language(article.language.as_str()) else {
            let message =
                format!("no pack for this language ({}): read and kept, not coded", article.language.as_str());
            article.faults.push(Fault::new(FaultKind::Uncoded, Severity::Note, FaultPlace::Whole, message));
            return;
        };
        let folded = self.fold.as_ref().map_or_else(|| article.text.clone(), |fold| fold.fold(&article.text));
        coding::code(article, &folded, self.fold.as_deref(), language, &self.values, None);
    }
}
