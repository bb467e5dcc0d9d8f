//! Articles in lists.

use chancery_ledger::{Article, AsOf, permalink};

use crate::shapes::{ArticleRow, value};
use crate::{Answer, AskError, Asking, Slice};

const COLUMNS: &[&str] = &[
    "id",
    "said",
    "title",
    "kind",
    "language",
    "issuers",
    "acts",
    "copies",
    "faults",
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
    /// Of each, how many further texts tell the same, and how much went wrong in reading it (docs/faults.md).
    pub beside: Vec<(usize, usize)>,
    /// Whether there are more.
    pub more: bool,
}

impl Articles {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let mut answer = Answer::new(COLUMNS);
        for (article, beside) in self.articles.iter().zip(&self.beside) {
            answer.push(cells(article, *beside), value(&ArticleRow::new(article, *beside)));
        }
        answer
    }
}

/// Lists articles, no more than `most`; where `after` says so, from behind the one of that day and row on.
///
/// # Errors
/// Where the ledger can't answer.
pub fn articles(
    asking: &Asking<'_>,
    after: Option<(Option<&str>, i64)>,
    as_of: AsOf,
    all_copies: bool,
    most: usize,
) -> Result<Articles, AskError> {
    let mut articles = asking.ledger.articles_after(after, as_of, all_copies, most.saturating_add(1))?;
    let more = Slice::from(most).cut(&mut articles);
    let ledger = asking.ledger;
    let beside = |row| Ok((ledger.copies(row, as_of)?, ledger.faults(row)?.len()));
    let beside = articles.iter().map(|one| beside(one.row)).collect::<Result<_, AskError>>()?;
    Ok(Articles { articles, beside, more })
}

fn cells(article: &Article, (copies, faults): (usize, usize)) -> Vec<String> {
    let text = |one: &Option<String>| one.clone().unwrap_or_default();
    vec![
        article.id.clone(),
        text(&article.said),
        text(&article.title),
        article.kind.clone(),
        article.language.clone(),
        article.issuers.join("; "),
        article.acts.to_string(),
        copies.to_string(),
        faults.to_string(),
        article.characters.to_string(),
        article.source.clone(),
        text(&article.url),
        article.learnt.to_string(),
        permalink(&article.key, None),
    ]
}
