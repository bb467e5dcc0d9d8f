//! Articles in lists.

use chancery_ledger::{Article, AsOf, permalink};
use serde_json::{Value, json};

use crate::{Answer, AskError, Asking};

const COLUMNS: &[&str] = &[
    "id",
    "said",
    "title",
    "kind",
    "language",
    "issuers",
    "acts",
    "characters",
    "source",
    "url",
    "learnt",
    "permalink",
];

/// Articles, newest first.
#[derive(Debug)]
pub struct Articles {
    /// Them.
    pub articles: Vec<Article>,
    /// Whether there are more.
    pub more: bool,
}

impl Articles {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let mut answer = Answer::new(COLUMNS);
        self.articles.iter().for_each(|article| answer.push(cells(article), article_value(article)));
        answer
    }
}

/// Lists articles, no more than `most`.
///
/// # Errors
/// Where the ledger can't answer.
pub fn articles(asking: &Asking<'_>, as_of: AsOf, all_copies: bool, most: usize) -> Result<Articles, AskError> {
    let mut articles = asking.ledger.articles(as_of, all_copies, most.saturating_add(1))?;
    let more = articles.len() > most;
    articles.truncate(most);
    Ok(Articles { articles, more })
}

/// An article as a JSON object.
#[must_use]
pub fn article_value(article: &Article) -> Value {
    let mut value = json!(article);
    value["permalink"] = json!(permalink(&article.key, None));
    value
}

fn cells(article: &Article) -> Vec<String> {
    let text = |one: &Option<String>| one.clone().unwrap_or_default();
    vec![
        article.id.clone(),
        text(&article.said),
        text(&article.title),
        article.kind.clone(),
        article.language.clone(),
        article.issuers.join("; "),
        article.acts.to_string(),
        article.characters.to_string(),
        article.source.clone(),
        text(&article.url),
        article.learnt.to_string(),
        permalink(&article.key, None),
    ]
}
