//! What a headline tells the words below it: whom "the leaders", "they" or "the secretary" of the first sentences mean, where
//! only the headline names them. Next to read: `coder.rs`, which heeds it; `titled.rs`, whose a paper is.

use chancery_model::{Article, DocumentKind};
use chancery_text::Span;

use crate::cast::principals;
use crate::knowledge::Language;
use crate::tokens::{Class, Token, keep};
use crate::vocabulary::Lexis;

use super::clauses::{Clauses, Link};
use super::coder::Coder;
use super::units::units;
use super::who::has_person;

/// A title with its words; empty where the text has it too, or where it tells nothing of who acts below.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headline {
    text: String,
    tokens: Vec<Token>,
}

impl Headline {
    /// Reads the title of news and readouts; a paper's title tells whose it is (`titled.rs`).
    pub(crate) fn new(article: &Article, lexis: &mut Lexis<'_>, language: &Language) -> Self {
        let title = article.title.as_deref().unwrap_or_default();
        let tells = matches!(article.kind, DocumentKind::NewsReport | DocumentKind::Other | DocumentKind::Readout);
        if !tells || title.is_empty() || article.text.starts_with(title) || !title.is_ascii() {
            return Self::default();
        }
        let mut tokens = keep(language.vocabulary.find(&title.to_ascii_lowercase()), &[]);
        super::hold_case(title, &mut tokens, &language.vocabulary);
        super::add_persons(title, &mut tokens, lexis, language);
        Self { text: title.to_owned(), tokens }
    }
}

impl Coder<'_> {
    /// Takes who acts in the headline for who acted last, and its posts for known.
    pub(super) fn heed(&mut self, headline: &Headline) {
        if headline.text.is_empty() {
            return;
        }
        let a = self.article;
        let mut buffer = Vec::new();
        let whole = Span::of(0..headline.text.len());
        units(&headline.text, whole, &headline.tokens, &a.language.marks, &mut buffer);
        let c = Clauses {
            text: &headline.text,
            units: &buffer,
            tokens: &headline.tokens,
            lexis: a.lexis,
            language: a.language,
        };
        // A person whose state only the text tells is known from there.
        let told = |t: &&Token| has_person(&a.lexis.word(t).actors) && principals(&a.lexis.word(t).actors).is_empty();
        if !headline.tokens.iter().any(|t| t.is(Class::Actor) && told(&t)) {
            self.know_posts(&c);
        }
        if a.programme || !a.signed.is_empty() {
            return;
        }
        let first = c.predicates(None).into_iter().find(|p| p.link == Link::Main && !p.thing && !p.names.is_empty());
        let Some(first) = first else { return };
        let (who, _) = self.named(&c, &first.names);
        self.last = (who, None);
    }
}
