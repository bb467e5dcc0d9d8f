//! Why a text is coded as it is: the words seen, what the clause reader proposes, what each rule says of it. For
//! `chancery explain`; it runs the same coder on the same article. Next to read: `licence.rs`.

use chancery_model::{ActKind, ActorId, Article, Polarity, Stance};
use chancery_pack::Answer;
use chancery_text::Span;

use crate::Extractor;
use crate::coding;

/// Everything found out about a text.
#[derive(Debug, Default)]
pub struct Explanation<'a> {
    /// The words and names seen, in order, each with its lists.
    pub words: Vec<(Span, Vec<&'static str>)>,
    /// What the clause reader proposes, in order.
    pub proposals: Vec<Proposal<'a>>,
}

/// An act that the clause reader proposes, and what the rules say.
#[derive(Debug)]
pub struct Proposal<'a> {
    /// What kind of act it would be.
    pub kind: ActKind,
    /// Its evidence.
    pub span: Span,
    /// The word that makes it an act.
    pub anchor: Span,
    /// Class of its verb.
    pub stance: Option<Stance>,
    /// For or against.
    pub polarity: Option<Polarity>,
    /// Strength, from 1 to 5.
    pub intensity: Option<u8>,
    /// Who performs it.
    pub holders: Vec<ActorId>,
    /// Where they are named.
    pub holder_span: Option<Span>,
    /// How they were found.
    pub holder_by: HolderBy,
    /// How sure the reader is.
    pub confidence: f32,
    /// What the rules of its kind say, in the order in which they are asked; the first that fires counts.
    pub answers: Vec<Answer<'a>>,
}

impl<'a> Proposal<'a> {
    /// The rule that lets it stand.
    #[must_use]
    pub fn rule(&self) -> Option<&Answer<'a>> {
        self.answers.iter().find(|answer| answer.fires())
    }
}

/// How the holders of an act were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolderBy {
    /// Named in the clause.
    Clause,
    /// Named earlier in the sentence.
    Sentence,
    /// Named in a sentence before: the last who acted, or who speaks.
    Before,
    /// Not named: whose document it is, or who speaks it.
    Document,
    /// Nobody found.
    Nobody,
}

impl HolderBy {
    /// As a name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clause => "clause",
            Self::Sentence => "sentence",
            Self::Before => "before",
            Self::Document => "document",
            Self::Nobody => "nobody",
        }
    }
}

impl Extractor {
    /// Codes an article as [`Extractor::extract`] does and tells why; `None` where there is no pack for its language.
    pub fn explain(&self, article: &mut Article) -> Option<Explanation<'_>> {
        let language = self.language(article.language.as_str())?;
        let folded = self.fold.as_ref().map_or_else(|| article.text.clone(), |fold| fold.fold(&article.text));
        let mut explanation = Explanation::default();
        let trace = Some(&mut explanation);
        coding::code(article, &folded, self.fold.as_deref(), language, &self.values, trace);
        Some(explanation)
    }
}
