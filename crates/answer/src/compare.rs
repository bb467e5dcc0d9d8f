//! Two texts side by side: two articles, or those of two periods of one series.

use chancery_ledger::{Article, AsOf, LedgerError, Only, RecordedAct, Reference, Series, permalink};
use chancery_query::{Fate, Pair, Shift, Side, Stretch};

use crate::shapes::{PairRow, VersionsAnswer, value};
use crate::{Answer, AskError, Asking, When, day, series};

/// An article with what is compared of it.
#[derive(Debug)]
pub struct Whole {
    /// The article.
    pub article: Article,
    /// Shorter texts of the same series and time.
    pub beside: usize,
    text: String,
    acts: Vec<RecordedAct>,
}

/// Which text.
#[derive(Clone, Debug)]
pub enum Texts {
    /// An article, by its id or that of one of its acts.
    Article(String),
    /// The longest text of a series; `told` names series and time where there is none.
    Longest {
        /// The series, narrowed down to a time.
        series: Series,
        /// `no text of CHL is of 2024`.
        told: String,
    },
}

impl Texts {
    /// An article by its id; where a series is given, its longest text of that year, month or day.
    ///
    /// # Errors
    /// What is no day.
    pub fn named(asking: &Asking<'_>, name: String, of: &[String]) -> Result<Self, AskError> {
        if of.is_empty() {
            return Ok(Self::Article(name));
        }
        let told = format!("no text of {} is of {name}", of.join(", "));
        let when = When { from: Some(name.clone()), to: Some(name), undated: false };
        Ok(Self::Longest { series: series(asking, of, &when)?.0, told })
    }
}

/// Two texts and how they differ.
#[derive(Debug)]
pub struct Versions {
    /// The earlier one.
    pub earlier: Whole,
    /// The later one.
    pub later: Whole,
    /// Every paragraph.
    pub all: Vec<Pair>,
    /// Those that are shown.
    pub shown: Vec<usize>,
}

const COLUMNS: &[&str] =
    &["fate", "moved", "was", "is", "shifts", "changes", "renamed", "was_id", "is_id", "was_permalink", "is_permalink"];

/// A place in an article as an id and as a permalink.
type Link = (String, String);

fn link(article: &Article, place: Option<(u32, u32)>) -> Option<Link> {
    let (start, end) = place?;
    Some((format!("{}#char={start},{end}", article.id), permalink(&article.key, place)))
}

/// The article of that id; who gave a year or an actor's name is told what they go with.
fn article(asking: &Asking<'_>, id: &str, as_of: AsOf) -> Result<Article, AskError> {
    let found = || -> Result<Article, LedgerError> {
        let (Reference::Article(begins) | Reference::Act(begins, _)) = Reference::parse(id)?;
        asking.ledger.article_of(&asking.ledger.article_key(&begins)?, as_of)
    };
    let not_found = |error: LedgerError| match error {
        LedgerError::Id(_) if day(id, false).is_ok() => AskError::coded(
            "series-wanted",
            id,
            format!(
                "{id} is no article's id: to compare the texts of two years, say of which forum or actor with --of"
            ),
        ),
        LedgerError::Id(_) if asking.names.actors(&[id.to_owned()]).is_ok() => AskError::coded(
            "matter-wanted",
            id,
            format!("{id} is no article's id: to compare two actors, say on what with --on"),
        ),
        error => error.into(),
    };
    found().map_err(not_found)
}

fn whole(asking: &Asking<'_>, which: &Texts, as_of: AsOf) -> Result<Whole, AskError> {
    let ledger = asking.ledger;
    let (article, beside) = match which {
        Texts::Article(id) => (article(asking, id, as_of)?, 0),
        Texts::Longest { series, told } => {
            let mut texts = ledger.series(series, as_of)?;
            // The longest; among equals the first.
            texts.sort_by_key(|article| std::cmp::Reverse(article.characters));
            let beside = texts.len().saturating_sub(1);
            let none = || {
                AskError::coded(
                    "no-text-then",
                    told,
                    format!("{told}: chancery articles lists titles, issuers and days"),
                )
            };
            (texts.into_iter().next().ok_or_else(none)?, beside)
        }
    };
    let only = Only { article: Some(article.row), all_copies: true, ..Only::default() };
    let acts = ledger.acts(&only, as_of, usize::MAX)?.into_iter().map(|act| act.act).collect();
    Ok(Whole { text: ledger.text(article.row)?, article, beside, acts })
}

/// Compares two texts; with `all`, paragraphs that stayed are shown too.
///
/// # Errors
/// Where one is not to be found, or the ledger can't answer.
pub fn compare(
    asking: &Asking<'_>,
    earlier: &Texts,
    later: &Texts,
    all: bool,
    as_of: AsOf,
) -> Result<Versions, AskError> {
    let (earlier, later) = (whole(asking, earlier, as_of)?, whole(asking, later, as_of)?);
    let side = |whole: &Whole| -> (String, Vec<RecordedAct>) { (whole.text.clone(), whole.acts.clone()) };
    let ((a, a_acts), (b, b_acts)) = (side(&earlier), side(&later));
    let fold = asking.ledger.folding().table();
    let pairs = chancery_query::compare(
        Side { text: &a, acts: &a_acts },
        Side { text: &b, acts: &b_acts },
        fold,
        asking.names.heads(),
    );
    let differs = |pair: &Pair| all || pair.fate != Fate::Same || pair.moved;
    let shown = (0..pairs.len()).filter(|at| differs(&pairs[*at])).collect();
    Ok(Versions { earlier, later, all: pairs, shown })
}

impl Versions {
    /// The paragraphs that are shown.
    pub fn pairs(&self) -> impl Iterator<Item = &Pair> {
        self.shown.iter().map(|at| &self.all[*at])
    }

    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let mut answer = Answer::new(COLUMNS);
        let (earlier, later) = (&self.earlier.article, &self.later.article);
        let mut paragraphs = Vec::new();
        for pair in self.pairs() {
            let shifts: Vec<String> = pair.shifts.iter().map(Shift::told).collect();
            let text = |one: &Option<String>| one.clone().unwrap_or_default();
            let changes: Vec<String> = pair.stretches.iter().filter(|one| !one.same).map(changed).collect();
            let renamed: Vec<String> = pair.renamed.iter().map(|one| format!("{} → {}", one.was, one.is)).collect();
            let (was, is) = (link(earlier, pair.was_place).unzip(), link(later, pair.is_place).unzip());
            let cells = vec![
                pair.fate.name().to_owned(),
                pair.moved.to_string(),
                text(&pair.was),
                text(&pair.is),
                shifts.join("; "),
                changes.join("; "),
                renamed.join("; "),
                text(&was.0),
                text(&is.0),
                text(&was.1),
                text(&is.1),
            ];
            let row = PairRow { pair, was_id: was.0, is_id: is.0, was_permalink: was.1, is_permalink: is.1 };
            answer.push(cells, value(&row));
            paragraphs.push(row);
        }
        answer.whole = Some(value(&VersionsAnswer { earlier, later, paragraphs }));
        answer
    }
}

/// `“note” → “welcome”`.
fn changed(one: &Stretch) -> String {
    let quoted = |text: &str| format!("\u{201c}{text}\u{201d}");
    match (one.was.is_empty(), one.is.is_empty()) {
        (true, _) => format!("+ {}", quoted(&one.is)),
        (_, true) => format!("− {}", quoted(&one.was)),
        _ => format!("{} → {}", quoted(&one.was), quoted(&one.is)),
    }
}
