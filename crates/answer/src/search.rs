//! Search: acts, then paragraphs beside them, with counts and with what else to try.

use chancery_ledger::{AsOf, Only, Timestamp, permalink};
use chancery_query::{Found, Grounds, PassageHit, Search, Watch};

use crate::shapes::{ActRow, FoundAct, FoundPassage, SearchAnswer, value};
use crate::{ACT_COLUMNS, Answer, AskError, Asking, Slice, Undated, Which, act_cells, only};

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// In words.
    pub query: String,
    /// On what matter beside: asked for by its other names too, as boards ask for it.
    pub on: String,
    /// In fields.
    pub which: Which,
    /// Which acts.
    pub acts: Slice,
    /// Paragraphs at most.
    pub passages: usize,
    /// Acts learnt by then alone: for a later page of an answer.
    pub known_by: Option<Timestamp>,
}

/// Acts that one answer holds at most.
const ACTS: usize = 10_000;

/// Paragraphs that one answer holds at most.
const PASSAGES: usize = 1_000;

/// What was found.
#[derive(Debug)]
pub struct Searched {
    /// All of it.
    pub found: Found,
    /// What was left out for want of a day.
    pub undated: Option<Undated>,
    /// What it rests on, where that could be noted.
    pub grounds: Option<Grounds>,
    /// Other names by which the matter was asked for too.
    pub also: Vec<String>,
    more: bool,
}

/// Looks for it.
///
/// # Errors
/// Where the question can't be meant, or the ledger can't answer.
pub fn search(asking: &Asking<'_>, asked: &Asked, as_of: AsOf) -> Result<Searched, AskError> {
    let (words, also) = asking.beside(&asked.query, &asked.on)?;
    let only = Only { known_by: asked.known_by, ..only(asking, &asked.which)? };
    let dated = only.from.is_some() || only.to.is_some();
    let watch = Watch::new(asking.index()?);
    let left_out = || chancery_query::undated(asking.ledger, &watch, &words, &only, as_of);
    let undated = if dated { left_out().map(|(acts, passages)| Some(Undated::Found(acts, passages)))? } else { None };
    let search = Search {
        query: &words,
        only: &only,
        as_of,
        acts: asked.acts.end().min(ACTS),
        passages: asked.passages.min(PASSAGES),
    };
    let mut found = chancery_query::search_watched(asking.ledger, &watch, &search)?;
    let given = found.acts.len();
    asked.acts.cut(&mut found.acts);
    let more = given == search.acts && (given as u64) < found.all_acts.min(ACTS as u64);
    Ok(Searched { found, undated, also, more, grounds: watch.grounds() })
}

impl Searched {
    /// Whether there are more acts than those up to here.
    #[must_use]
    pub fn more(&self) -> bool {
        self.more
    }

    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let found = &self.found;
        let acts = found.acts.iter().map(|hit| FoundAct {
            act: ActRow::from(&hit.act),
            found: marked(&hit.act.act.quote, &hit.marks),
            score: hit.score,
        });
        let shape = SearchAnswer {
            acts: acts.collect(),
            all_acts: found.all_acts,
            passages: found.passages.iter().map(passage).collect(),
            all_passages: found.all_passages,
            facets: &found.facets,
            suggestions: &found.suggestions,
            also: &self.also,
            undated: self.undated.map(Undated::number),
            undated_passages: self.undated.map(Undated::passages),
        };
        let mut answer = Answer::new(ACT_COLUMNS);
        found.acts.iter().zip(&shape.acts).for_each(|(hit, row)| answer.push(act_cells(&hit.act), value(row)));
        found.passages.iter().zip(&shape.passages).for_each(|(hit, row)| answer.push(passage_cells(hit), value(row)));
        answer.whole = Some(value(&shape));
        answer.without(self.undated)
    }
}

fn marked<'t>(text: &'t str, marks: &[(usize, usize)]) -> Vec<&'t str> {
    marks.iter().map(|(start, end)| &text[*start..*end]).collect()
}

/// A paragraph in the columns of acts.
fn passage_cells(hit: &PassageHit) -> Vec<String> {
    let cell = |name: &&str| match *name {
        "id" => hit.article.id.clone(),
        "said" => hit.article.said.clone().unwrap_or_default(),
        "kind" => "passage".to_owned(),
        "quote" => hit.text.clone(),
        "title" => hit.article.title.clone().unwrap_or_default(),
        "permalink" => passage_link(hit),
        _ => String::new(),
    };
    ACT_COLUMNS.iter().map(cell).collect()
}

/// A title that is no part of the text is its article's.
fn passage_link(hit: &PassageHit) -> String {
    permalink(&hit.article.key, (hit.end > 0).then_some((hit.start, hit.end)))
}

fn passage(hit: &PassageHit) -> FoundPassage<'_> {
    FoundPassage {
        kind: "passage",
        article: &hit.article.id,
        permalink: passage_link(hit),
        title: hit.article.title.as_deref(),
        said: hit.article.said.as_deref(),
        start: hit.start,
        end: hit.end,
        text: &hit.text,
        found: marked(&hit.text, &hit.marks),
    }
}
