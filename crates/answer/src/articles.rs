//! Articles in lists.

use std::collections::BTreeSet;

use chancery_ledger::{Article, AsOf, Only, permalink};
use chancery_model::{DocumentKind, FaultKind};
use chancery_query::articles_holding;

use crate::shapes::{ArticleRow, value};
use crate::{Answer, AskError, Asking, Slice, Undated, When, days};

const COLUMNS: &[&str] = &[
    "id",
    "said",
    "title",
    "kind",
    "language",
    "script",
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
    /// What was left out for want of a day.
    pub undated: Option<Undated>,
}

impl Articles {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let mut answer = Answer::new(COLUMNS);
        for (article, beside) in self.articles.iter().zip(&self.beside) {
            answer.push(cells(article, *beside), value(&ArticleRow::new(article, *beside)));
        }
        answer.without(self.undated)
    }
}

/// Which articles. Several values of one field are alternatives, but all words of a title must be in it; several fields must all be
/// met.
#[derive(Clone, Debug, Default)]
pub struct WhichArticles {
    /// Words of the title, in either script.
    pub title: Vec<String>,
    /// With acts of these: ids, or names as packs know them.
    pub holder: Vec<String>,
    /// Issued by, likewise.
    pub issuer: Vec<String>,
    /// Of these kinds of text, as rows show them.
    pub kind: Vec<String>,
    /// In these languages: their tags (zh, en).
    pub language: Vec<String>,
    /// In these scripts: simplified, traditional, or their tags (Hans, Hant).
    pub script: Vec<String>,
    /// With this in the name of the source, its address or who printed it.
    pub source: Vec<String>,
    /// In whose reading these kinds of fault were met (docs/faults.md); `any` for any.
    pub faults: Vec<String>,
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
    languages: Vec<String>,
    scripts: Vec<String>,
    sources: Vec<String>,
    faults: Vec<String>,
    days: Only,
    /// The articles with acts of who was asked for; none where nobody was.
    holding: Option<BTreeSet<i64>>,
}

/// For any fault.
const ANY: &str = "any";

/// Scripts by the names that people give them.
const SCRIPTS: &[(&str, &str)] = &[
    ("simplified", "Hans"),
    ("traditional", "Hant"),
    ("hans", "Hans"),
    ("hant", "Hant"),
    ("latin", "Latn"),
    ("latn", "Latn"),
];

fn script(name: &String) -> Result<String, AskError> {
    let plain = name.to_lowercase();
    let found = SCRIPTS.iter().find(|(own, _)| *own == plain).map(|(_, tag)| (*tag).to_owned());
    found.ok_or_else(|| {
        let told = format!("there is no script {name:?}: there are simplified and traditional");
        AskError::coded("no-such-script", name, told)
    })
}

fn kind(name: &String) -> Result<String, AskError> {
    let plain = name.to_lowercase().replace([' ', '-'], "_");
    if DocumentKind::from_name(&plain).is_some() {
        return Ok(plain);
    }
    let all: Vec<&str> = DocumentKind::ALL.iter().map(|kind| kind.name()).collect();
    let told = format!("there is no kind of text {name:?}: there are {}", all.join(", "));
    Err(AskError::coded("no-such-kind-of-text", name, told))
}

fn fault(name: &String) -> Result<String, AskError> {
    let plain = name.to_lowercase().replace([' ', '-'], "_");
    if plain == ANY || FaultKind::from_name(&plain).is_some() {
        return Ok(plain);
    }
    let all: Vec<&str> = FaultKind::ALL.iter().map(|kind| kind.name()).collect();
    let told = format!("there is no kind of fault {name:?}: there are {}", all.join(", "));
    Err(AskError::coded("no-such-fault", name, told))
}

impl Wanted {
    fn of(asking: &Asking<'_>, which: &WhichArticles, as_of: AsOf) -> Result<Self, AskError> {
        let fold = asking.ledger.folding().table();
        let mut wanted = Only::default();
        days(&which.when, &mut wanted)?;
        let holders = asking.actors(&which.holder)?;
        let holding = if holders.is_empty() { None } else { Some(holding(asking, holders, as_of)?) };
        Ok(Self {
            holding,
            languages: which.language.iter().map(|tag| tag.to_lowercase()).collect(),
            scripts: which.script.iter().map(script).collect::<Result<_, _>>()?,
            sources: which.source.iter().map(|part| part.to_lowercase()).collect(),
            faults: which.faults.iter().map(fault).collect::<Result<_, _>>()?,
            title: which
                .title
                .iter()
                .flat_map(|words| words.split_whitespace())
                .map(|w| fold.fold(w).to_lowercase())
                .collect(),
            issuers: asking.actors(&which.issuer)?,
            kinds: which.kind.iter().map(kind).collect::<Result<_, _>>()?,
            days: wanted,
        })
    }

    fn is_all(&self) -> bool {
        let lists =
            [&self.title, &self.issuers, &self.kinds, &self.languages, &self.scripts, &self.sources, &self.faults];
        let days = &self.days;
        lists.iter().all(|list| list.is_empty())
            && self.holding.is_none()
            && days.from.is_none()
            && days.to.is_none()
            && !days.undated
    }

    /// Whether an article is wanted, by all but its day and its faults.
    fn fits(&self, one: &Article, fold: impl Fn(&str) -> String) -> bool {
        let any = |wanted: &[String], own: &[String]| wanted.is_empty() || wanted.iter().any(|one| own.contains(one));
        let title = one.title.as_deref().map(|title| fold(title).to_lowercase()).unwrap_or_default();
        let language = one.language.to_lowercase();
        let spoken = |tag: &String| {
            language == *tag || language.strip_prefix(tag.as_str()).is_some_and(|more| more.starts_with('-'))
        };
        let places = [Some(&one.source), one.url.as_ref(), one.outlet.as_ref()];
        let from = |part: &String| places.into_iter().flatten().any(|place| place.to_lowercase().contains(part));
        self.title.iter().all(|word| title.contains(word.as_str()))
            && self.holding.as_ref().is_none_or(|rows| rows.contains(&one.row))
            && any(&self.issuers, &one.issuers)
            && any(&self.kinds, std::slice::from_ref(&one.kind))
            && (self.languages.is_empty() || self.languages.iter().any(spoken))
            && (self.scripts.is_empty() || one.script.as_ref().is_some_and(|own| self.scripts.contains(own)))
            && (self.sources.is_empty() || self.sources.iter().any(from))
    }

    /// Whether its day is one of those wanted.
    fn meets(&self, one: &Article) -> bool {
        let day = one.said.as_deref();
        // Of a year or month alone any day may be meant: it begins as the day asked for does.
        let meets = |bound: &str, later: bool| {
            day.is_some_and(|day| bound.starts_with(day) || if later { day >= bound } else { day <= bound })
        };
        (!self.days.undated || day.is_none())
            && self.days.from.as_deref().is_none_or(|from| meets(from, true))
            && self.days.to.as_deref().is_none_or(|to| meets(to, false))
    }

    /// Whether faults were met in reading it that are asked for: its record is read only where nothing else refuses it.
    fn is_faulty(&self, asking: &Asking<'_>, one: &Article) -> Result<bool, AskError> {
        if self.faults.is_empty() {
            return Ok(true);
        }
        let met = asking.ledger.faults(one.row)?;
        Ok(met.iter().any(|fault| self.faults.iter().any(|wanted| wanted == ANY || *wanted == fault.kind)))
    }
}

/// The rows of articles with acts of one of these.
fn holding(asking: &Asking<'_>, holders: Vec<String>, as_of: AsOf) -> Result<BTreeSet<i64>, AskError> {
    let only = Only { holders, all_copies: true, ..Only::default() };
    if as_of == AsOf::NOW {
        return Ok(articles_holding(asking.ledger, asking.index()?, &only)?);
    }
    Ok(asking.ledger.acts(&only, as_of, usize::MAX)?.iter().map(|act| act.article).collect())
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
    let (wanted, all_copies) = (Wanted::of(asking, which, as_of)?, which.all_copies);
    let mut undated = None;
    let mut articles = if wanted.is_all() {
        asking.ledger.articles_after(after, as_of, all_copies, most.saturating_add(1))?
    } else {
        if wanted.days.from.is_some() || wanted.days.to.is_some() {
            undated = Some(Undated::Texts(without_a_day(asking, &wanted, as_of, all_copies)?));
        }
        some(asking, &wanted, after, as_of, (all_copies, most))?
    };
    let more = Slice::from(most).cut(&mut articles);
    let ledger = asking.ledger;
    let beside = |row| Ok((ledger.copies(row, as_of)?, ledger.faults(row)?.len()));
    let beside = articles.iter().map(|one| beside(one.row)).collect::<Result<_, AskError>>()?;
    Ok(Articles { articles, beside, more, undated })
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
        for one in read {
            if wanted.fits(&one, |text| fold.fold(text)) && wanted.meets(&one) && wanted.is_faulty(asking, &one)? {
                out.push(one);
                if out.len() > most {
                    return Ok(out);
                }
            }
        }
        if !more {
            return Ok(out);
        }
    }
}

/// How many articles that are wanted but for their day have none: they stand behind all that have one.
fn without_a_day(asking: &Asking<'_>, wanted: &Wanted, as_of: AsOf, all_copies: bool) -> Result<u64, AskError> {
    let fold = asking.ledger.folding().table();
    let mut number = 0;
    for one in asking.ledger.articles_after(Some((None, -1)), as_of, all_copies, usize::MAX)? {
        number += u64::from(wanted.fits(&one, |text| fold.fold(text)) && wanted.is_faulty(asking, &one)?);
    }
    Ok(number)
}

fn cells(article: &Article, (copies, faults): (usize, usize)) -> Vec<String> {
    let text = |one: &Option<String>| one.clone().unwrap_or_default();
    vec![
        article.id.clone(),
        text(&article.said),
        text(&article.title),
        article.kind.clone(),
        article.language.clone(),
        text(&article.script),
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
