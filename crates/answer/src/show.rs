//! One act with its paragraph, its way back to the bytes and what people judged of it; or one article with its acts.

use chancery_ledger::{
    Act, Article, AsOf, Checked, Judgement, Ledger, LedgerError, Passage, RecordedFault, Reference, permalink,
};
use serde_json::Value;

use crate::shapes::{ActAnswer, ActRow, ArticleAnswer, Paragraph, SourceOf, value};
use crate::{ACT_COLUMNS, Answer, AskError, Asking, act_cells, act_value};

/// What an id led to.
#[derive(Debug)]
pub enum Shown {
    /// An act.
    Act(Box<WholeAct>),
    /// An article.
    Article(Box<WholeArticle>),
}

impl Shown {
    /// As a JSON object.
    #[must_use]
    pub fn value(&self) -> Value {
        match self {
            Self::Act(act) => act.value(),
            Self::Article(article) => article.value(),
        }
    }

    /// In forms for programs: the act, or the article's acts, a row each.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let mut answer = Answer::new(ACT_COLUMNS);
        self.rows(&mut answer);
        answer.whole = Some(self.value());
        answer
    }

    fn rows(&self, answer: &mut Answer) {
        match self {
            Self::Act(whole) => answer.push(act_cells(&whole.act), whole.value()),
            Self::Article(whole) => whole.acts.iter().for_each(|act| answer.push(act_cells(act), act_value(act))),
        }
    }
}

/// Several things in one list.
#[must_use]
pub fn shown_together(all: &[Shown]) -> Answer {
    let mut answer = Answer::new(ACT_COLUMNS);
    all.iter().for_each(|shown| shown.rows(&mut answer));
    answer
}

/// An act and everything that is shown with it.
#[derive(Debug)]
pub struct WholeAct {
    /// The act.
    pub act: Act,
    /// Its article.
    pub article: Article,
    /// The paragraph it begins in: code points, words.
    pub paragraph: Option<(u32, u32, String)>,
    /// What it holds under, in words.
    pub condition: Option<String>,
    /// How its quote compares with the bytes.
    pub checked: Checked,
    /// What people judged of it.
    pub judgements: Vec<Judgement>,
    /// Where its article is superseded, what stands in its place now.
    pub instead: Vec<Article>,
}

/// An article and its acts.
#[derive(Debug)]
pub struct WholeArticle {
    /// The article.
    pub article: Article,
    /// Its acts, as they stand in the text.
    pub acts: Vec<Act>,
    /// What went wrong in reading it.
    pub faults: Vec<RecordedFault>,
    /// What was mended in reading it, as the record has it.
    pub repairs: Vec<Repair>,
    /// The stretch that was asked for, where one was (a permalink's place): code points, words.
    pub passage: Option<(u32, u32, String)>,
    /// The other texts that tell the same.
    pub copies: Vec<Article>,
    /// Where it is superseded, what stands in its place now.
    pub instead: Vec<Article>,
}

/// A place that was mended or flagged in reading.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize, utoipa::ToSchema)]
pub struct Repair {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// `joined`, `restored`, `decoded`, `typo` (flagged and not changed), …
    #[schema(example = "restored")]
    pub kind: String,
    /// What stood there.
    pub found: String,
    /// Its words as they read now, with what stands around.
    #[serde(default)]
    pub reads: String,
}

/// Code points shown before and behind what was mended.
const AROUND: u32 = 4;

/// What was mended in an article; a record without the field says nothing.
fn repairs(record: &str, text: &str) -> Vec<Repair> {
    #[derive(serde::Deserialize)]
    struct Mended {
        #[serde(default)]
        repairs: Vec<Repair>,
    }
    let mut all = serde_json::from_str::<Mended>(record).map(|one| one.repairs).unwrap_or_default();
    all.iter_mut().for_each(|one| one.reads = slice(text, one.start.saturating_sub(AROUND), one.end + AROUND));
    all
}

fn slice(text: &str, start: u32, end: u32) -> String {
    text.chars().skip(start as usize).take(end.saturating_sub(start) as usize).collect()
}

/// The place of a permalink: `#char=119,133`.
fn place(id: &str) -> Option<(u32, u32)> {
    let (start, end) = id.split_once("#char=")?.1.split_once(',')?;
    let (start, end): (u32, u32) = (start.trim().parse().ok()?, end.trim().parse().ok()?);
    (start < end).then_some((start, end))
}

/// Shows what an id, or a permalink, means.
///
/// # Errors
/// What is no id, or leads nowhere.
pub fn show(asking: &Asking<'_>, id: &str, as_of: AsOf) -> Result<Shown, AskError> {
    let ledger = asking.ledger;
    let reference = Reference::parse(id).map_err(LedgerError::from)?;
    Ok(match &reference {
        Reference::Article(begins) => {
            let article = ledger.article_of(&ledger.article_key(begins)?, as_of)?;
            let mut acts = ledger.acts_as_read(article.row, as_of)?;
            let (faults, copies) = (ledger.faults(article.row)?, ledger.family(article.row, as_of)?);
            let instead = ledger.instead(&article)?;
            let text = ledger.text(article.row)?;
            let repairs = repairs(&ledger.record(article.row)?, &text);
            // A permalink may lead to a stretch of the text: it is shown with the acts in it.
            let passage = place(id).map(|(start, end)| (start, end, slice(&text, start, end)));
            if let Some((start, end, _)) = &passage {
                acts.retain(|act| act.act.start < *end && act.act.end > *start);
            }
            Shown::Article(Box::new(WholeArticle { article, acts, faults, repairs, passage, copies, instead }))
        }
        Reference::Act(..) => {
            let act = ledger.act_as_last_read(&ledger.act_id(&reference)?, as_of)?;
            Shown::Act(Box::new(WholeAct::gather(ledger, act, as_of)?))
        }
    })
}

impl WholeAct {
    fn gather(ledger: &Ledger, act: Act, as_of: AsOf) -> Result<Self, AskError> {
        let article = ledger.article(act.article)?;
        let text = ledger.text(act.article)?;
        let around = Passage::of(&text).find(|passage| passage.start <= act.act.start && act.act.start < passage.end);
        let paragraph = around.map(|passage| (passage.start, passage.end, passage.text.to_owned()));
        let condition = act.act.only_if.map(|(start, end)| slice(&text, start, end));
        let checked = ledger.verify_act(&act.id, as_of)?;
        let judgements = ledger.history(Some(&act.id.article), Some(&act.id.local), as_of)?;
        let instead = ledger.instead(&article)?;
        Ok(Self { act, article, paragraph, condition, checked, judgements, instead })
    }

    /// As a JSON object.
    #[must_use]
    pub fn value(&self) -> Value {
        let Article { source, blake3, number, learnt, superseded, .. } = &self.article;
        value(&ActAnswer {
            act: ActRow::from(&self.act),
            source: SourceOf {
                name: source,
                blake3,
                article: *number,
                bytes: self.checked.bytes,
                learnt: *learnt,
                superseded: *superseded,
                instead: ids(&self.instead),
            },
            paragraph: self.paragraph.as_ref().map(|(start, end, text)| Paragraph { start: *start, end: *end, text }),
            only_if: self.condition.as_deref(),
            verified: &self.checked,
            judgements: &self.judgements,
        })
    }
}

fn ids(articles: &[Article]) -> Vec<&str> {
    articles.iter().map(|one| one.id.as_str()).collect()
}

impl WholeArticle {
    /// As a JSON object.
    #[must_use]
    pub fn value(&self) -> Value {
        let article = &self.article;
        value(&ArticleAnswer {
            id: &article.id,
            title: article.title.as_deref(),
            kind: &article.kind,
            language: &article.language,
            script: article.script.as_deref(),
            said: article.said.as_deref(),
            issuers: &article.issuers,
            outlet: article.outlet.as_deref(),
            url: article.url.as_deref(),
            source: &article.source,
            blake3: &article.blake3,
            number: article.number,
            characters: article.characters,
            learnt: article.learnt,
            superseded: article.superseded,
            instead: ids(&self.instead),
            permalink: permalink(&article.key, None),
            faults: &self.faults,
            repairs: &self.repairs,
            passage: self.passage.as_ref().map(|(start, end, text)| Paragraph { start: *start, end: *end, text }),
            copies: &self.copies,
            acts: self.acts.iter().map(ActRow::from).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permalink_may_lead_to_a_stretch_of_a_text() {
        assert_eq!(place("chancery:6211b276b9#char=119,133"), Some((119, 133)));
        assert_eq!(place("6211b276b9"), None);
        assert_eq!(place("6211b276b9#char=133,119"), None);
    }
}
