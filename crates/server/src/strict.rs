//! A parameter that a route does not know is refused, by the names in the document: a slip (`limt=5`) would else be an answer to
//! another question.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State as Given};
use axum::middleware::Next;
use axum::response::Response;
use percent_encoding::percent_decode_str;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::{OpenApi as Document, PathItem, RefOr};

use crate::Problem;

/// The parameters of queries, by route; those of all its methods.
#[derive(Debug, Default)]
pub(crate) struct Known(BTreeMap<String, BTreeSet<String>>);

impl Known {
    /// As the document lists them.
    pub(crate) fn of(document: &Document) -> Arc<Self> {
        let names = |item: &PathItem| -> BTreeSet<String> {
            let methods = [&item.get, &item.post, &item.put, &item.delete];
            let all = methods.into_iter().flatten().filter_map(|method| method.parameters.as_ref()).flatten();
            let own = |one: &RefOr<Parameter>| match one {
                RefOr::T(one) if one.parameter_in == ParameterIn::Query => Some(one.name.clone()),
                _ => None,
            };
            all.filter_map(own).collect()
        };
        Arc::new(Self(document.paths.paths.iter().map(|(path, item)| (path.clone(), names(item))).collect()))
    }
}

/// Lets through what asks for what there is.
pub(crate) async fn strict(
    Given(known): Given<Arc<Known>>,
    path: MatchedPath,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    if let (Some(names), Some(query)) = (known.0.get(path.as_str()), request.uri().query()) {
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let name = part.split('=').next().unwrap_or_default().replace('+', " ");
            let name = percent_decode_str(&name).decode_utf8_lossy();
            if !names.contains(name.as_ref()) {
                let there = names.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
                let there =
                    if there.is_empty() { "none is taken here".to_owned() } else { format!("there are {there}") };
                let problem = Problem::new("bad-request", format!("there is no parameter {name:?}: {there}"));
                return Err(problem.coded(Some("no-such-parameter"), &name));
            }
        }
    }
    Ok(next.run(request).await)
}
