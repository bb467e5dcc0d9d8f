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
    /// The other texts that tell the same.
    pub copies: Vec<Article>,
    /// Where it is superseded, what stands in its place now.
    pub instead: Vec<Article>,
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
            let acts = ledger.acts_as_read(article.row, as_of)?;
            let (faults, copies) = (ledger.faults(article.row)?, ledger.family(article.row, as_of)?);
            let instead = ledger.instead(&article)?;
            Shown::Article(Box::new(WholeArticle { article, acts, faults, copies, instead }))
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
        let condition = act.act.only_if.map(|(start, end)| {
            text.chars().skip(start as usize).take(end.saturating_sub(start) as usize).collect::<String>()
        });
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
            copies: &self.copies,
            acts: self.acts.iter().map(ActRow::from).collect(),
        })
    }
}
