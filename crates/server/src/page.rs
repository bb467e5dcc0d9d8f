//! The page, built into the program (its sources are in `web/`; Node is needed only to change it). Every address that is no file
//! and no route gives the page itself, which reads the rest of the address.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};

use crate::Problem;

static PAGE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/page");

/// What is not listed among the routes.
pub(crate) async fn page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let programs = ["api", "mcp", "health", "metrics"].iter().any(|own| path.split('/').next() == Some(own));
    if programs || !matches!(method, Method::GET | Method::HEAD) {
        let detail = "there is no such address: /api/v1/openapi.json lists all";
        return Problem::new("not-found", detail).into_response();
    }
    let (name, file) = match PAGE.get_file(path) {
        Some(file) => (path, file),
        // A name with an ending is a file that there is not, not a view.
        None if path.rsplit('/').next().is_some_and(|last| last.contains('.')) => {
            return Problem::new("not-found", "there is no such file").into_response();
        }
        None => match PAGE.get_file("index.html") {
            Some(file) => ("index.html", file),
            None => return Problem::new("failed", "the page was not built into this program").into_response(),
        },
    };
    let tag = format!("\"{}\"", &blake3::hash(file.contents()).to_hex()[..16]);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let form = match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        _ => "application/octet-stream",
    };
    let mut response = Response::new(Body::from(file.contents()));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(form));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
