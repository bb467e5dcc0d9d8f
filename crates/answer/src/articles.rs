//! Articles in lists.

use chancery_ledger::{Article, AsOf, Only, permalink};

use crate::shapes::{ArticleRow, value};
use crate::{Answer, AskError, Asking, Slice, When, days};

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

/// Which articles. Several values of one field are alternatives, but all words of a title must be in it; several fields must all be
/// met.
#[derive(Clone, Debug, Default)]
pub struct WhichArticles {
    /// Words of the title, in either script.
    pub title: Vec<String>,
    /// Issued by: ids, or names as packs know them.
    pub issuer: Vec<String>,
    /// Of these kinds of text, as rows show them.
    pub kind: Vec<String>,
    /// Of which day.
    pub when: When,
    /// Every copy of a text, not only the first.
    pub all_copies: bool,
}

/// Articles read at once where only some are asked for.
const STEP: usize = 2_000;

/// What is asked of an article, as it is compared.
struct Wanted {
    title: Vec<String>,
    issuers: Vec<String>,
    kinds: Vec<String>,
    days: Only,
}

impl Wanted {
    fn of(asking: &Asking<'_>, which: &WhichArticles) -> Result<Self, AskError> {
        let fold = asking.ledger.folding().table();
        let mut wanted = Only::default();
        days(&which.when, &mut wanted)?;
        let plain = |kind: &String| kind.to_lowercase().replace([' ', '-'], "_");
        Ok(Self {
            title: which
                .title
                .iter()
                .flat_map(|words| words.split_whitespace())
                .map(|w| fold.fold(w).to_lowercase())
                .collect(),
            issuers: asking.actors(&which.issuer)?,
            kinds: which.kind.iter().map(plain).collect(),
            days: wanted,
        })
    }

    fn is_all(&self) -> bool {
        let (days, lists) = (&self.days, [&self.title, &self.issuers, &self.kinds]);
        lists.iter().all(|list| list.is_empty()) && days.from.is_none() && days.to.is_none() && !days.undated
    }

    fn admits(&self, one: &Article, fold: impl Fn(&str) -> String) -> bool {
        let any = |wanted: &[String], own: &[String]| wanted.is_empty() || wanted.iter().any(|one| own.contains(one));
        let title = one.title.as_deref().map(|title| fold(title).to_lowercase()).unwrap_or_default();
        let day = one.said.as_deref();
        // Of a year or month alone any day may be meant: it begins as the day asked for does.
        let meets = |bound: &str, later: bool| {
            day.is_some_and(|day| bound.starts_with(day) || if later { day >= bound } else { day <= bound })
        };
        self.title.iter().all(|word| title.contains(word.as_str()))
            && any(&self.issuers, &one.issuers)
            && any(&self.kinds, std::slice::from_ref(&one.kind))
            && (!self.days.undated || day.is_none())
            && self.days.from.as_deref().is_none_or(|from| meets(from, true))
            && self.days.to.as_deref().is_none_or(|to| meets(to, false))
    }
}

/// Lists articles, no more than `most`; where `after` says so, from behind the one of that day and row on.
///
/// # Errors
/// Where what is asked can't be meant, or the ledger can't answer.
pub fn articles(
    asking: &Asking<'_>,
    which: &WhichArticles,
    after: Option<(Option<&str>, i64)>,
    as_of: AsOf,
    most: usize,
) -> Result<Articles, AskError> {
    let (wanted, all_copies) = (Wanted::of(asking, which)?, which.all_copies);
    let mut articles = if wanted.is_all() {
        asking.ledger.articles_after(after, as_of, all_copies, most.saturating_add(1))?
    } else {
        some(asking, &wanted, after, as_of, (all_copies, most))?
    };
    let more = Slice::from(most).cut(&mut articles);
    let ledger = asking.ledger;
    let beside = |row| Ok((ledger.copies(row, as_of)?, ledger.faults(row)?.len()));
    let beside = articles.iter().map(|one| beside(one.row)).collect::<Result<_, AskError>>()?;
    Ok(Articles { articles, beside, more })
}

/// Those that are wanted, read in steps until there are enough.
fn some(
    asking: &Asking<'_>,
    wanted: &Wanted,
    after: Option<(Option<&str>, i64)>,
    as_of: AsOf,
    (all_copies, most): (bool, usize),
) -> Result<Vec<Article>, AskError> {
    let fold = asking.ledger.folding().table();
    let mut last = after.map(|(day, row)| (day.map(str::to_owned), row));
    let mut out = Vec::new();
    loop {
        let from = last.as_ref().map(|(day, row)| (day.as_deref(), *row));
        let read = asking.ledger.articles_after(from, as_of, all_copies, STEP)?;
        let more = read.len() == STEP;
        last = read.last().map(|one| (one.said.clone(), one.row));
        out.extend(read.into_iter().filter(|one| wanted.admits(one, |text| fold.fold(text))));
        if !more || out.len() > most {
            return Ok(out);
        }
    }
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
