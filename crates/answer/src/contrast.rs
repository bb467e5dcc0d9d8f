//! Two actors side by side on a matter.

use chancery_ledger::{Act, AsOf, Only};
use chancery_query::{Contrast, Matter, Query};

use crate::shapes::{ActRow, ContrastAnswer, ContrastRow, value};
use crate::{Answer, AskError, Asking, Slice, Undated, When, days};

/// Who, on what.
#[derive(Clone, Debug, Default)]
pub struct Sides {
    /// One actor.
    pub first: String,
    /// Another.
    pub second: String,
    /// A question as search takes it.
    pub on: String,
    /// Said when.
    pub when: When,
}

/// What they say.
#[derive(Debug)]
pub struct Contrasted {
    /// Whom the first name means.
    pub first: Vec<String>,
    /// Whom the second means.
    pub second: Vec<String>,
    on: String,
    /// All that they say, as it stands to each other.
    pub all: Vec<Contrast>,
    /// What was left out for want of a day.
    pub undated: Option<Undated>,
}

const COLUMNS: &[&str] = &[
    "stand",
    "kind",
    "first_said",
    "first_stance",
    "first_polarity",
    "first_intensity",
    "first_quote",
    "first_id",
    "first_permalink",
    "second_said",
    "second_stance",
    "second_polarity",
    "second_intensity",
    "second_quote",
    "second_id",
    "second_permalink",
];

/// Lays them side by side.
///
/// # Errors
/// Where the question can't be meant, or the ledger can't answer.
pub fn contrast(asking: &Asking<'_>, asked: &Sides, as_of: AsOf) -> Result<Contrasted, AskError> {
    let words = asking.query(&asking.matter(&asked.on).0)?;
    let of = |name: &String| asking.actors(std::slice::from_ref(name));
    let (first, second) = (of(&asked.first)?, of(&asked.second)?);
    let mut only = Only { holders: first.iter().chain(&second).cloned().collect(), ..Only::default() };
    days(&asked.when, &mut only)?;
    let undated = asking.undated(&words, &only, as_of)?;
    let mut acts = asking.found(&words, &only, as_of)?;
    if words != Query::All {
        acts.sort_by(|a, b| b.said.cmp(&a.said).then(a.article.cmp(&b.article)).then(a.row.cmp(&b.row)));
    }
    let matter = Matter { fold: asking.ledger.folding().table(), words: asking.names.side_words() };
    let all = chancery_query::contrast(acts, &first, &second, &matter);
    Ok(Contrasted { first, second, on: asked.on.clone(), all, undated })
}

impl Contrasted {
    /// In forms for programs.
    #[must_use]
    pub fn answer(&self, slice: Slice) -> Answer {
        let mut rows = Vec::new();
        let mut answer = Answer::new(COLUMNS);
        for one in self.all.iter().skip(slice.skip).take(slice.most) {
            let any = one.first.as_ref().or(one.second.as_ref());
            let kind = any.map_or_else(String::new, |act| act.act.kind.clone());
            let mut cells = vec![one.stand.name().to_owned(), kind];
            for act in [&one.first, &one.second] {
                cells.extend(act.as_ref().map_or_else(|| vec![String::new(); 7], told));
            }
            let (first, second) = (one.first.as_ref().map(ActRow::from), one.second.as_ref().map(ActRow::from));
            let row = ContrastRow { stand: one.stand, first, second };
            answer.push(cells, value(&row));
            rows.push(row);
        }
        let undated = self.undated.map(Undated::number);
        let shape = ContrastAnswer { first: &self.first, second: &self.second, on: &self.on, rows, undated };
        answer.whole = Some(value(&shape));
        answer.without(self.undated)
    }
}

/// Day, stance, side, rung, words, id, permalink.
fn told(act: &Act) -> Vec<String> {
    let text = |one: &Option<String>| one.clone().unwrap_or_default();
    vec![
        text(&act.said),
        text(&act.act.stance),
        text(&act.act.polarity),
        act.act.intensity.map_or_else(String::new, |rung| rung.to_string()),
        act.act.quote.clone(),
        act.id.to_string(),
        act.id.permalink(),
    ]
}
