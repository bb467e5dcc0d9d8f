//! Search: acts, then paragraphs beside them, with counts and with what else to try.

use chancery_ledger::{AsOf, permalink};
use chancery_query::{Found, PassageHit, Search};
use serde_json::{Value, json};

use crate::{ACT_COLUMNS, Answer, AskError, Asking, Which, act_cells, act_value, only, query};

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// In words.
    pub query: String,
    /// In fields.
    pub which: Which,
    /// Acts at most.
    pub acts: usize,
    /// Paragraphs at most.
    pub passages: usize,
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
}

/// Looks for it.
///
/// # Errors
/// Where the question can't be meant, or the ledger can't answer.
pub fn search(asking: &Asking<'_>, asked: &Asked, as_of: AsOf) -> Result<Searched, AskError> {
    let (words, only) = (query(&asked.query)?, only(asking, &asked.which)?);
    let search = Search {
        query: &words,
        only: &only,
        as_of,
        acts: asked.acts.min(ACTS),
        passages: asked.passages.min(PASSAGES),
    };
    Ok(Searched { found: chancery_query::search(asking.ledger, asking.index()?, &search)? })
}

impl Searched {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let found = &self.found;
        let mut answer = Answer::new(ACT_COLUMNS);
        for hit in &found.acts {
            let mut row = act_value(&hit.act);
            row["found"] = marked(&hit.act.act.quote, &hit.marks);
            row["score"] = json!(hit.score);
            answer.push(act_cells(&hit.act), row);
        }
        let passages: Vec<_> = found.passages.iter().map(passage_value).collect();
        answer.whole = Some(json!({
            "acts": answer.values,
            "all_acts": found.all_acts,
            "passages": passages,
            "all_passages": found.all_passages,
            "facets": found.facets,
            "suggestions": found.suggestions,
        }));
        for (hit, passage) in found.passages.iter().zip(passages) {
            answer.push(passage_cells(hit), passage);
        }
        answer
    }
}

fn marked(text: &str, marks: &[(usize, usize)]) -> Value {
    json!(marks.iter().map(|(start, end)| &text[*start..*end]).collect::<Vec<_>>())
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

fn passage_value(hit: &PassageHit) -> Value {
    json!({
        "kind": "passage",
        "article": hit.article.id,
        "permalink": passage_link(hit),
        "title": hit.article.title,
        "said": hit.article.said,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "found": marked(&hit.text, &hit.marks),
    })
}
