//! Of the server itself: is it well, what has it done, what can it do.

use axum::Json;
use axum::extract::State as Given;
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;

use crate::Problem;
use crate::state::State;

/// That the server is well.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// `well`.
    #[schema(example = "well")]
    status: &'static str,
    /// The program's version.
    version: &'static str,
    /// How many changes of the ledger the full-text index does not know yet.
    behind: i64,
}

/// Whether the server and its ledger are well.
#[utoipa::path(
    get, path = "/health", tag = "server",
    responses((status = 200, body = Health), Problem)
)]
pub(crate) async fn health(Given(state): Given<State>) -> Result<Json<Health>, Problem> {
    let behind = state.ask(|lent, _| Ok(lent.index.behind())).await?;
    Ok(Json(Health { status: "well", version: env!("CARGO_PKG_VERSION"), behind }))
}

/// Counters, in the text form of OpenMetrics.
#[utoipa::path(
    get, path = "/metrics", tag = "server",
    responses(
        (status = 200, body = String, content_type = "application/openmetrics-text"),
        Problem
    )
)]
pub(crate) async fn metrics(Given(state): Given<State>) -> impl IntoResponse {
    let form = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, form)], state.metrics.text())
}

/// This description.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", tag = "server",
    responses((status = 200, body = serde_json::Value))
)]
pub(crate) async fn openapi() -> impl IntoResponse {
    Json(crate::routes::router().1)
}
