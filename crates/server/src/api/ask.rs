//! Acts and articles: found, listed, shown, verified.

use axum::Json;
use axum::extract::State as Given;
use axum::response::Response;
use chancery_answer::Asked as Searched;
use chancery_answer::shapes::{ActAnswer, ActRow, ArticleAnswer, ArticleRow, SearchAnswer, VerifyAnswer};
use chancery_answer::{When, WhichArticles};
use chancery_ledger::{Act, Counts, Place, Reference};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;

use super::asked::{AsOf, Fields, FormOf, InForm, answer, asking};
use super::pages::{Paged, Shown};
use super::shapes::{Answered, Either, List, One, Single};
use super::{Asked, Named};
use crate::Problem;
use crate::state::{Lent, State, blocking};

/// What is searched for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Words {
    /// Words, phrases in quotes, OR, -without, word*, field:value; docs/search.md tells all. All acts where it says nothing.
    #[serde(default)]
    #[param(example = "AUKUS holder:CHL")]
    q: String,
    /// On what matter beside: a question, of which one known name is asked for by its other names too, as `/api/v1/positions` does.
    #[serde(default)]
    on: String,
    /// Paragraphs at most, beside the acts.
    #[param(minimum = 0, maximum = 100, default = 5)]
    passages: Option<usize>,
}

/// Finds acts and paragraphs by their words, best first, with counts by kind, stance and holder.
#[utoipa::path(
    get,
    path = "/api/v1/search",
    tag = "ask",
    params(Words, Fields, Shown, FormOf),
    responses(Answered<One<SearchAnswer<'static>>>, Problem)
)]
pub(crate) async fn search(
    Given(state): Given<State>,
    form: InForm,
    Asked(words): Asked<Words>,
    Asked(fields): Asked<Fields>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, shown, move |asking, _, page| {
        let asked = Searched {
            query: words.q.clone(),
            on: words.on.clone(),
            which: fields.clone().into(),
            acts: page.slice,
            // They are beside the acts of the first page.
            passages: if page.last.is_none() { words.passages.unwrap_or(5).min(100) } else { 0 },
            known_by: page.known_by,
        };
        let found = chancery_answer::search(asking, &asked, page.asked_of)?;
        let (answer, more) = (found.answer(), found.more());
        Ok(Paged::counted(answer, more).resting_on(found.grounds))
    })
    .await
}

/// Lists acts, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/acts",
    tag = "ask",
    params(Fields, Shown, FormOf),
    responses(Answered<List<ActRow<'static>>>, Problem)
)]
pub(crate) async fn acts(
    Given(state): Given<State>,
    form: InForm,
    Asked(fields): Asked<Fields>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, shown, move |asking, _, page| {
        let after = match &page.last {
            None => None,
            Some(_) => {
                Some(Place { said: page.told(0).map(str::to_owned), article: page.number(1)?, act: page.number(2)? })
            }
        };
        let found = chancery_answer::acts(asking, &fields.clone().into(), after, page.as_of, page.slice.most)?;
        let last = found.acts.last().filter(|_| found.more).map(Act::stands);
        let next = last.map(|last| vec![last.said, Some(last.article.to_string()), Some(last.act.to_string())]);
        Ok(Paged { answer: found.answer(), next, total: None, grounds: None })
    })
    .await
}

async fn shown(state: &State, id: String, as_of: AsOf) -> Result<Json<Value>, Problem> {
    state
        .ask(move |lent, shared| {
            let as_of = chancery_answer::as_of(as_of.as_of.as_deref())?;
            Ok(Json(chancery_answer::show(&asking(lent, shared), &id, as_of)?.value()))
        })
        .await
}

/// One act with its paragraph, its way back to the bytes and its judgements; of an article's id, the article.
#[utoipa::path(
    get, path = "/api/v1/acts/{id}", tag = "ask", params(("id" = String, Path, example = "6211b276b9.p119-133"), AsOf),
    responses(Single<Either<One<ActAnswer<'static>>, One<ArticleAnswer<'static>>>>, Problem)
)]
pub(crate) async fn act(
    Given(state): Given<State>,
    Named(id): Named<String>,
    Asked(as_of): Asked<AsOf>,
) -> Result<Json<Value>, Problem> {
    shown(&state, id, as_of).await
}

/// One article with its acts; of an act's id, the act.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}", tag = "ask", params(("id" = String, Path, example = "6211b276b9"), AsOf),
    responses(Single<Either<One<ArticleAnswer<'static>>, One<ActAnswer<'static>>>>, Problem)
)]
pub(crate) async fn article(
    Given(state): Given<State>,
    Named(id): Named<String>,
    Asked(as_of): Asked<AsOf>,
) -> Result<Json<Value>, Problem> {
    shown(&state, id, as_of).await
}

/// Which articles: values of one name are alternatives, but all words of a title must be in it; several names must all be met.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfArticles {
    /// Words of the title, in either script.
    title: Vec<String>,
    /// With acts held by: an id (CHN, org:UN) or a name as packs know it.
    holder: Vec<String>,
    /// Issued by, likewise.
    issuer: Vec<String>,
    /// Of this kind of text, as rows show it.
    kind: Vec<String>,
    /// In this language, by its tag.
    language: Vec<String>,
    /// In this script: simplified or traditional (Hans, Hant).
    script: Vec<String>,
    /// With this in the source's name or address, or in the name of who printed it.
    source: Vec<String>,
    /// In whose reading this kind of fault was met (docs/faults.md); `any` for any.
    faults: Vec<String>,
    /// Said on that day or later: 2024, 2024-03 or 2024-03-12.
    from: Option<String>,
    /// Said on that day or before.
    to: Option<String>,
    /// Instead of days: only what has none.
    undated: bool,
    /// Every copy of a text, not only the first.
    all_copies: bool,
}

impl From<OfArticles> for WhichArticles {
    fn from(of: OfArticles) -> Self {
        Self {
            title: of.title,
            holder: of.holder,
            issuer: of.issuer,
            kind: of.kind,
            language: of.language,
            script: of.script,
            source: of.source,
            faults: of.faults,
            when: When { from: of.from, to: of.to, undated: of.undated },
            all_copies: of.all_copies,
        }
    }
}

/// Lists articles, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/articles",
    tag = "ask",
    params(OfArticles, Shown, FormOf),
    responses(Answered<List<ArticleRow<'static>>>, Problem)
)]
pub(crate) async fn articles(
    Given(state): Given<State>,
    form: InForm,
    Asked(of): Asked<OfArticles>,
    Asked(shown): Asked<Shown>,
) -> Result<Response, Problem> {
    answer(&state, form, shown, move |asking, _, page| {
        let after = if page.last.is_some() { Some((page.told(0), page.number(1)?)) } else { None };
        let found = chancery_answer::articles(asking, &of.clone().into(), after, page.as_of, page.slice.most)?;
        let last = found.articles.last().filter(|_| found.more);
        let next = last.map(|last| vec![last.said.clone(), Some(last.row.to_string())]);
        Ok(Paged { answer: found.answer(), next, total: None, grounds: None })
    })
    .await
}

/// Leads an act's quote, or an article's whole text, back to the bytes of its source, and compares.
#[utoipa::path(
    get, path = "/api/v1/verify/{id}", tag = "ask", params(("id" = String, Path, example = "6211b276b9.p119-133")),
    responses(Single<One<VerifyAnswer<'static>>>, Problem)
)]
pub(crate) async fn verify(Given(state): Given<State>, Named(id): Named<String>) -> Result<Json<Value>, Problem> {
    state.ask(move |lent, _| Ok(Json(verified(lent, &id)?))).await
}

pub(crate) fn verified(lent: &Lent, id: &str) -> Result<Value, Problem> {
    let ledger = &lent.ledger;
    let reference = Reference::parse(id).map_err(chancery_ledger::LedgerError::from)?;
    let checked = match &reference {
        Reference::Article(begins) => {
            ledger.verify_article(ledger.article_of(&ledger.article_key(begins)?, chancery_ledger::AsOf::NOW)?.row)?
        }
        Reference::Act(..) => ledger.verify_act(&ledger.act_id(&reference)?, chancery_ledger::AsOf::NOW)?,
    };
    Ok(json!(VerifyAnswer { checked: &checked, holds: checked.holds() }))
}

/// How much the ledger holds.
#[utoipa::path(get, path = "/api/v1/stats", tag = "ask", params(AsOf), responses(Single<One<Counts>>, Problem))]
pub(crate) async fn stats(Given(state): Given<State>, Asked(as_of): Asked<AsOf>) -> Result<Json<Value>, Problem> {
    state
        .ask(move |lent, _| {
            let as_of = chancery_answer::as_of(as_of.as_of.as_deref())?;
            Ok(Json(json!(lent.ledger.counts_as_of(as_of)?)))
        })
        .await
}

/// What actors are called: by id, the usual name in each language that has a pack (Chinese, English), empty where one has none; and,
/// where that is another, the name that is usual where Traditional characters are written.
#[utoipa::path(get, path = "/api/v1/names", tag = "ask", responses((status = 200, body = BTreeMap<String, Vec<String>>), Problem))]
pub(crate) async fn names(Given(state): Given<State>) -> Result<Json<Value>, Problem> {
    blocking(move || {
        let names = state.setup.desk.names();
        let mut labels = names.labels();
        for (id, name) in names.traditional() {
            if let Some(known) = labels.get_mut(id) {
                known.push(name);
            }
        }
        Ok(Json(json!(labels)))
    })
    .await
}
