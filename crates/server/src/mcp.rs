//! The Model Context Protocol: the ledger as tools for an assistant, over standard input and output or at `/mcp`.
//!
//! Every row carries its quote, its id and its permalink, so that what the assistant says can be looked up; where there is
//! nothing, the answer says so in words. An answer holds no more than `SIZE` characters (`rows.rs`) and goes on at its `next`. `rmcp` speaks
//! the protocol and stays behind this file.

use chancery_answer::{
    AskError, Asked as Searched, Commitments, Positions, PromiseList, Sides, Texts, When, as_of as moment,
};
use rmcp::handler::server::router::tool::ToolRouter;
use rmcp::handler::server::tool::ToolCallContext;
use rmcp::handler::server::wrapper::Parameters;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, JsonObject,
    ServerCapabilities, ServerConfig,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt, tool, tool_handler, tool_router};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api::ask::verified;
use crate::api::asked::{Fields, asking};
use crate::api::boards::day;
use crate::rows::{Page, SIZE, cut, fitting, length, paged, shortened};
use crate::state::{Lent, Setup, Shared, State, blocking};
use crate::{Problem, ServeError};

/// Characters of a text to be read.
const TEXT: usize = 200_000;

const INSTRUCTIONS: &str = "\
Chancery is a ledger of diplomatic acts read from documents: positions, commitments, calls, events, each a verbatim quote with the \
id and permalink that lead to its source. Quote the `quote` and give the id for whatever you say from it. Search words are found \
as they stand; Chinese in both scripts is one; actors may be named (China) or given as ids (CHN, org:UN). An empty answer means \
that the ledger holds nothing, not that nothing was said. Answers go on: pass `next` back as `from_row`.";

/// The ledger as tools.
#[derive(Clone)]
pub(crate) struct Tools {
    state: State,
    #[allow(dead_code, reason = "read by the handler that the macro writes")]
    router: ToolRouter<Self>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct SearchTool {
    /// Words; "a phrase"; a OR b; -without; word*; field:value. Empty finds all that the fields allow
    #[serde(default)]
    query: String,
    #[serde(flatten)]
    fields: Fields,
    #[serde(flatten)]
    page: Page,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct IdTool {
    /// An act's or an article's id, or a permalink, as rows give them
    id: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct PositionsTool {
    /// On what: words as in search
    on: String,
    /// Only these holders: names or ids
    #[serde(default)]
    by: Vec<String>,
    /// Said on that day or later: 2024, 2024-03 or 2024-03-12
    from: Option<String>,
    /// Said on that day or before
    to: Option<String>,
    #[serde(flatten)]
    page: Page,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct CompareTool {
    /// An article's id; or, with `on`, an actor
    a: String,
    /// The other article or actor
    b: String,
    /// On what two actors are compared: words as in search
    on: Option<String>,
    #[serde(flatten)]
    page: Page,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct CommitmentsTool {
    /// On what: words as in search; all if not said
    #[serde(default)]
    on: String,
    /// Made by: names or ids
    #[serde(default)]
    by: Vec<String>,
    /// Made to
    #[serde(default)]
    addressee: Vec<String>,
    /// not-yet-rated, in-the-works, kept, partly-kept, stalled, broken
    #[serde(default)]
    status: Vec<String>,
    /// Past their day and not settled
    #[serde(default)]
    overdue: bool,
    /// Only those that could be checked: with a date or an amount
    #[serde(default)]
    specific: bool,
    /// Due within so many days
    due: Option<u32>,
    /// That nobody took up for so many days
    silent: Option<u32>,
    /// Said on that day or later: 2024, 2024-03 or 2024-03-12
    from: Option<String>,
    /// Said on that day or before
    to: Option<String>,
    /// The day to count from (today if not said)
    today: Option<String>,
    #[serde(flatten)]
    page: Page,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct TextTool {
    /// The text, as found; nothing of it is kept
    text: String,
    #[serde(flatten)]
    page: Page,
}

/// What a tool gives: a problem is told to the assistant, which may mend its question.
fn told(result: Result<Value, Problem>) -> CallToolResult {
    match result {
        Ok(value) => CallToolResult::structured(value),
        Err(problem) => CallToolResult::error(vec![ContentBlock::text(problem.detail().to_owned())]),
    }
}

impl Tools {
    pub(crate) fn new(state: State) -> Self {
        Self { state, router: Self::tool_router() }
    }

    /// What is wrong with the arguments' names. One that no tool knows would be passed over, and everything answer for what was asked.
    fn misnamed(&self, tool: &str, given: Option<&JsonObject>) -> Option<String> {
        let schema = &self.router.get(tool)?.input_schema;
        let known: Vec<&str> = schema.get("properties")?.as_object()?.keys().map(String::as_str).collect();
        let wrong = given?.keys().find(|name| !known.contains(&name.as_str()))?;
        Some(format!("{tool} has no argument {wrong:?}: there are {}", known.join(", ")))
    }

    async fn ask(
        &self,
        question: impl FnOnce(&chancery_answer::Asking<'_>, &Shared) -> Result<Value, AskError> + Send + 'static,
    ) -> CallToolResult {
        told(self.state.ask(move |lent, shared| Ok(question(&asking(lent, shared), shared)?)).await)
    }
}

#[tool_router]
impl Tools {
    /// Finds acts (and paragraphs beside them) by words and fields, best first.
    #[tool(annotations(read_only_hint = true))]
    async fn search(&self, Parameters(asked): Parameters<SearchTool>) -> CallToolResult {
        self.ask(move |asking, _| {
            let page = asked.page;
            let none = format!("Nothing in the ledger is found for {:?} with these fields.", asked.query);
            let acts = page.depth().into();
            let question = Searched {
                query: asked.query,
                on: String::new(),
                which: asked.fields.into(),
                acts,
                passages: 3,
                known_by: None,
            };
            let found = chancery_answer::search(asking, &question, moment(page.as_of.as_deref())?)?;
            let whole = found.answer().json();
            let rows = whole["acts"].as_array().cloned().unwrap_or_default();
            let mut more = json!({"all_acts": whole["all_acts"], "all_passages": whole["all_passages"], "undated": whole["undated"]});
            if page.from() == 0 {
                let passages = whole["passages"].as_array().cloned().unwrap_or_default();
                more["passages"] = passages.iter().map(cut).collect();
                more["facets"] = whole["facets"].clone();
                more["suggestions"] = whole["suggestions"].clone();
            }
            Ok(paged(&rows, &page, &none, more))
        })
        .await
    }

    /// Shows an act with its paragraph, its source and its judgements, or an article with its acts.
    #[tool(annotations(read_only_hint = true))]
    async fn show(&self, Parameters(asked): Parameters<IdTool>) -> CallToolResult {
        self.ask(move |asking, _| {
            let value = chancery_answer::show(asking, &asked.id, chancery_ledger::AsOf::NOW)?.value();
            Ok(fitting(value))
        })
        .await
    }

    /// Lays out who stands where on a matter, holder by holder and day by day, with what moved, who agrees and who contradicts.
    #[tool(annotations(read_only_hint = true))]
    async fn positions(&self, Parameters(asked): Parameters<PositionsTool>) -> CallToolResult {
        self.ask(move |asking, _| {
            let page = asked.page;
            let none = format!("The ledger holds no position on {:?} by them in that time.", asked.on);
            let when = When { from: asked.from, to: asked.to, undated: false };
            let question = Positions { on: asked.on, by: asked.by, when, ..Positions::default() };
            let found = chancery_answer::positions(asking, &question, moment(page.as_of.as_deref())?)?;
            let whole = found.answer(asking.names.ladder()).json();
            let rows = whole["positions"].as_array().cloned().unwrap_or_default();
            let few = |pairs: &Value| json!(pairs.as_array().map(|all| &all[..all.len().min(20)]));
            let more = json!({"against": few(&whole["against"]), "together": few(&whole["together"]), "undated": whole["undated"]});
            Ok(paged(&rows, &page, &none, more))
        })
        .await
    }

    /// Lays two articles side by side (what is new, dropped, softened, hardened), or two actors on a matter.
    #[tool(annotations(read_only_hint = true))]
    async fn compare(&self, Parameters(asked): Parameters<CompareTool>) -> CallToolResult {
        self.ask(move |asking, _| {
            let page = asked.page;
            let as_of = moment(page.as_of.as_deref())?;
            if let Some(on) = asked.on {
                let none = format!("Neither says anything on {on:?} in the ledger.");
                let sides = Sides { first: asked.a, second: asked.b, on, when: When::default() };
                let whole = chancery_answer::contrast(asking, &sides, as_of)?.answer(page.depth().into()).json();
                let rows = whole["rows"].as_array().cloned().unwrap_or_default();
                let more = json!({"a": whole["first"], "b": whole["second"]});
                return Ok(paged(&rows, &page, &none, more));
            }
            let (a, b) = (Texts::Article(asked.a), Texts::Article(asked.b));
            let whole = chancery_answer::compare(asking, &a, &b, false, as_of)?.answer().json();
            let rows = whole["paragraphs"].as_array().cloned().unwrap_or_default();
            let more = json!({"earlier": whole["earlier"], "later": whole["later"]});
            Ok(paged(&rows, &page, "Every paragraph is the same, in the same place.", more))
        })
        .await
    }

    /// Lists commitments, those first that could best be checked, with deadlines and how they fared.
    #[tool(annotations(read_only_hint = true))]
    async fn commitments(&self, Parameters(asked): Parameters<CommitmentsTool>) -> CallToolResult {
        self.ask(move |asking, shared| {
            let page = asked.page;
            let today = day(asked.today.as_deref(), shared)?;
            let question = Commitments {
                on: asked.on,
                by: asked.by,
                addressee: asked.addressee,
                list: PromiseList {
                    status: asked.status,
                    overdue: asked.overdue,
                    specific: asked.specific,
                    due: asked.due,
                    silent: asked.silent,
                },
                when: When { from: asked.from, to: asked.to, undated: false },
                ..Commitments::default()
            };
            let as_of = moment(page.as_of.as_deref())?;
            let found = chancery_answer::commitments(asking, &question, &today, as_of, page.depth().into())?;
            let rows = found.answer().values;
            Ok(paged(&rows, &page, "The ledger holds no such commitment.", json!({"today": today})))
        })
        .await
    }

    /// Leads a quote, or an article's whole text, back to the bytes of its source and compares: `holds` says whether they agree.
    #[tool(annotations(read_only_hint = true))]
    async fn verify(&self, Parameters(asked): Parameters<IdTool>) -> CallToolResult {
        told(self.state.ask(move |lent, shared| led_back(lent, shared, &asked.id)).await)
    }

    /// Reads a text and gives the acts in it, each a verbatim quote with its place (code points); nothing is kept.
    #[tool(annotations(read_only_hint = true))]
    async fn read_text(&self, Parameters(asked): Parameters<TextTool>) -> CallToolResult {
        let state = self.state.clone();
        told(blocking(move || read(&state, &asked)).await)
    }
}

/// What was compared, with its words and the way to it.
fn led_back(lent: &Lent, shared: &Shared, id: &str) -> Result<Value, Problem> {
    let mut told = verified(lent, id)?;
    let shown = chancery_answer::show(&asking(lent, shared), id, chancery_ledger::AsOf::NOW)?.value();
    for name in ["quote", "title", "permalink"] {
        if !shown[name].is_null() {
            told[name] = shown[name].clone();
        }
    }
    Ok(if length(&told) > SIZE { shortened(told, SIZE - 20) } else { told })
}

fn read(state: &Shared, asked: &TextTool) -> Result<Value, Problem> {
    if asked.text.chars().count() > TEXT {
        let message = format!("the text is longer than {TEXT} characters: read it in parts, or `chancery read` it");
        return Err(Problem::new("too-large", message));
    }
    let read = state.setup.desk.read("pasted", asked.text.as_bytes());
    let records = String::from_utf8_lossy(&read.records);
    let mut rows = Vec::new();
    let mut heads = Vec::new();
    for line in records.lines() {
        let record: Value =
            serde_json::from_str(line).map_err(|_| Problem::new("failed", "the record is broken: a bug"))?;
        heads.push(json!({"title": record["title"], "kind": record["kind"], "published": record["published"]}));
        for act in record["acts"].as_array().into_iter().flatten() {
            let mut row = act.clone();
            // Of this text, which is in no ledger: its place is what it is found by.
            row["id"] = json!(format!("{}–{}", act["start"], act["end"]));
            rows.push(row);
        }
    }
    let faults: Vec<&str> = read.faults.iter().map(|fault| fault.message.as_str()).collect();
    let more = json!({"articles": heads, "faults": faults});
    Ok(paged(&rows, &asked.page, "No act was found in this text.", more))
}

#[tool_handler(router = self.router)]
impl ServerHandler for Tools {
    fn get_info(&self) -> ServerConfig {
        let mut info = ServerConfig::default();
        info.capabilities = ServerCapabilities::builder().enable_tools().build();
        info.server_info = Implementation::new("chancery", env!("CARGO_PKG_VERSION"));
        info.instructions = Some(INSTRUCTIONS.to_owned());
        info
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        if let Some(wrong) = self.misnamed(&request.name, request.arguments.as_ref()) {
            return Ok(CallToolResult::error(vec![ContentBlock::text(wrong)]).into());
        }
        self.router.call(ToolCallContext::new(self, request, context)).await
    }
}

/// Speaks over standard input and output until the other end hangs up.
///
/// # Errors
/// Where the ledger or the users' file can't be opened, or the pipe breaks.
pub fn speak(setup: Setup) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(ServeError::Stopped)?;
    runtime.block_on(async {
        let state = Shared::new(setup, true)?;
        let broken = |error: &dyn std::fmt::Display| ServeError::Stopped(std::io::Error::other(error.to_string()));
        let service = Tools::new(state).serve(rmcp::transport::stdio()).await.map_err(|error| broken(&error))?;
        service.waiting().await.map(drop).map_err(|error| broken(&error))
    })
}
