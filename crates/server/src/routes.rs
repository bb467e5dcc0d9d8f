//! The list of routes: what there is, and what each asks for. The router and the OpenAPI document come from the handlers; a
//! test holds the three to each other, and `access/guard.rs` refuses what is not listed.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::access::Need;
use crate::api;
use crate::state::State;

/// A route.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// `GET`, `POST` …
    pub method: &'static str,
    /// With its parameters in braces.
    pub path: &'static str,
    /// What it asks for.
    pub need: Need,
}

const fn route(method: &'static str, path: &'static str, need: Need) -> Route {
    Route { method, path, need }
}

/// Where the Model Context Protocol is spoken, which describes itself and is not in the document.
const MCP: &str = "/mcp";

/// All of them.
pub const ROUTES: &[Route] = &[
    route("GET", "/health", Need::Nothing),
    route("GET", "/metrics", Need::Read),
    route("GET", "/api/v1/openapi.json", Need::Nothing),
    route("GET", MCP, Need::Read),
    route("POST", MCP, Need::Read),
    route("DELETE", MCP, Need::Read),
    route("GET", "/api/v1/session", Need::Nothing),
    route("POST", "/api/v1/session", Need::Nothing),
    route("DELETE", "/api/v1/session", Need::Nothing),
    route("GET", "/api/v1/users", Need::Rule),
    route("PUT", "/api/v1/users/{name}", Need::Rule),
    route("DELETE", "/api/v1/users/{name}", Need::Rule),
    route("GET", "/api/v1/tokens", Need::Read),
    route("POST", "/api/v1/tokens", Need::Read),
    route("DELETE", "/api/v1/tokens/{id}", Need::Read),
    route("GET", "/api/v1/deeds", Need::Rule),
    route("GET", "/api/v1/search", Need::Read),
    route("GET", "/api/v1/acts", Need::Read),
    route("GET", "/api/v1/articles", Need::Read),
    route("GET", "/api/v1/positions", Need::Read),
    route("GET", "/api/v1/commitments", Need::Read),
    route("GET", "/api/v1/compare", Need::Read),
    route("GET", "/api/v1/instruments", Need::Read),
    route("GET", "/api/v1/mechanisms", Need::Read),
    route("GET", "/api/v1/timeline", Need::Read),
    route("GET", "/api/v1/network", Need::Read),
    route("GET", "/api/v1/network/acts", Need::Read),
    route("GET", "/api/v1/stats", Need::Read),
    route("GET", "/api/v1/phrases", Need::Read),
    route("GET", "/api/v1/actors", Need::Read),
    route("GET", "/api/v1/names", Need::Read),
    route("GET", "/api/v1/exports/{form}", Need::Read),
    route("GET", "/api/v1/backup", Need::Rule),
    route("GET", "/api/v1/acts/{id}", Need::Read),
    route("GET", "/api/v1/articles/{id}", Need::Read),
    route("GET", "/api/v1/commitments/{id}/track", Need::Read),
    route("GET", "/api/v1/verify/{id}", Need::Read),
    route("POST", "/api/v1/read", Need::Read),
    route("POST", "/api/v1/sources", Need::Write),
    route("GET", "/api/v1/articles/{id}/source", Need::Read),
    route("GET", "/api/v1/articles/{id}/record", Need::Read),
    route("GET", "/api/v1/judgements", Need::Read),
    route("POST", "/api/v1/names/judgements", Need::Write),
    route("POST", "/api/v1/acts/{id}/judgements", Need::Write),
    route("DELETE", "/api/v1/judgements/{number}", Need::Write),
];

/// What a route asks for; `None` where it is not listed.
pub(crate) fn need(method: &Method, path: &str) -> Option<Need> {
    // Whatever may be got may be asked about.
    let method = if *method == Method::HEAD { "GET" } else { method.as_str() };
    ROUTES.iter().find(|route| route.method == method && route.path == path).map(|route| route.need)
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Chancery",
        description = "A ledger of diplomatic acts: every answer quotes its source, every quote leads back to the bytes. Lists come in \
                       pages: where there is more, the header `Link` names the next (rel=\"next\"). Pages show the list as it stood \
                       at the first of them, so nothing comes twice or is missed while the ledger grows. One caller may ask \
                       2,000 times a second, and after five wrong passwords or tokens once in twelve seconds; eight exports and \
                       whole lists are made at once. Whatever is more is answered with 429 and `Retry-After`. A body has 1 MiB \
                       at most, an upload 64 MiB in 500 files, and a parameter that a route does not know is refused.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(crate::ProblemDetails)),
    tags(
        (name = "ask", description = "Questions to the ledger"),
        (name = "export", description = "Acts in the forms of other programs"),
        (name = "sources", description = "Reading and adding sources"),
        (name = "judge", description = "What people say of acts"),
        (name = "access", description = "Sessions, users, tokens"),
        (name = "server", description = "The server itself")
    )
)]
struct Info;

/// The router and the document that describes it.
pub(crate) fn router() -> (Router<State>, Document) {
    let uploads = OpenApiRouter::new()
        .routes(routes!(api::sources::read))
        .routes(routes!(api::sources::add))
        .layer(DefaultBodyLimit::max(api::sources::UPLOAD));
    let (router, mut document) = OpenApiRouter::with_openapi(Info::openapi())
        .routes(routes!(api::server::health))
        .routes(routes!(api::server::metrics))
        .routes(routes!(api::server::openapi))
        .routes(routes!(api::access::session, api::access::sign_in, api::access::sign_out))
        .routes(routes!(api::access::users))
        .routes(routes!(api::access::set_user, api::access::remove_user))
        .routes(routes!(api::access::tokens, api::access::grant))
        .routes(routes!(api::access::revoke))
        .routes(routes!(api::access::deeds))
        .routes(routes!(api::ask::search))
        .routes(routes!(api::ask::acts))
        .routes(routes!(api::ask::articles))
        .routes(routes!(api::boards::positions))
        .routes(routes!(api::boards::commitments))
        .routes(routes!(api::boards::compare))
        .routes(routes!(api::counts::instruments))
        .routes(routes!(api::counts::mechanisms))
        .routes(routes!(api::counts::timeline))
        .routes(routes!(api::counts::network))
        .routes(routes!(api::counts::tie))
        .routes(routes!(api::ask::stats))
        .routes(routes!(api::counts::phrases))
        .routes(routes!(api::counts::actors))
        .routes(routes!(api::ask::names))
        .routes(routes!(api::ask::act))
        .routes(routes!(api::ask::article))
        .routes(routes!(api::boards::track))
        .routes(routes!(api::ask::verify))
        .routes(routes!(api::exports::export))
        .routes(routes!(api::backup::backup))
        .merge(uploads)
        .routes(routes!(api::sources::source))
        .routes(routes!(api::sources::record))
        .routes(routes!(api::judge::history))
        .routes(routes!(api::judge::judge))
        .routes(routes!(api::judge::judge_name))
        .routes(routes!(api::judge::undo))
        .split_for_parts();
    api::shapes::described(&mut document);
    api::examples::put(&mut document);
    (router, document)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn everything_that_the_document_refers_to_is_in_it() {
        fn referred(value: &serde_json::Value, all: &mut BTreeSet<String>) {
            match value {
                serde_json::Value::Object(fields) => {
                    all.extend(fields.get("$ref").and_then(|to| to.as_str()).map(str::to_owned));
                    fields.values().for_each(|value| referred(value, all));
                }
                serde_json::Value::Array(values) => values.iter().for_each(|value| referred(value, all)),
                _ => {}
            }
        }
        let document = serde_json::to_value(router().1).expect("JSON");
        let mut all = BTreeSet::new();
        referred(&document, &mut all);
        assert!(all.len() > 30, "{all:?}");
        let lost: Vec<_> = all.iter().filter(|to| document.pointer(to.trim_start_matches('#')).is_none()).collect();
        assert!(lost.is_empty(), "{lost:?}");
    }

    #[test]
    fn every_answer_in_json_says_its_shape() {
        let document = serde_json::to_value(router().1).expect("JSON");
        let mut looked = 0;
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (method, told) in item.as_object().expect("methods") {
                let answers = told["responses"].as_object().expect("answers");
                for (status, answer) in answers.iter().filter(|(status, _)| status.starts_with('2')) {
                    let Some(json) = answer["content"].get("application/json") else { continue };
                    let shape = json["schema"].to_string();
                    let own = ["/api/v1/openapi.json", "/api/v1/articles/{id}/record", "/api/v1/names"];
                    let told = shape.contains("$ref") || own.contains(&path.as_str());
                    assert!(told, "{method} {path} {status}: {shape}");
                    looked += 1;
                }
            }
        }
        assert!(looked > 25, "{looked}");
    }

    #[test]
    fn the_list_and_the_document_name_the_same_routes() {
        let document = serde_json::to_value(router().1).expect("JSON");
        let paths = document["paths"].as_object().expect("paths");
        let described: BTreeSet<(String, String)> = paths
            .iter()
            .flat_map(|(path, item)| {
                let methods = item.as_object().expect("methods").keys();
                methods.map(|method| (path.clone(), method.to_uppercase())).collect::<Vec<_>>()
            })
            .collect();
        let all: BTreeSet<(String, String)> =
            ROUTES.iter().map(|route| (route.path.to_owned(), route.method.to_owned())).collect();
        assert_eq!(all.len(), ROUTES.len(), "none is listed twice");
        let listed: BTreeSet<_> = all.into_iter().filter(|(path, _)| path != MCP).collect();
        assert_eq!(described, listed);
    }
}
