//! Listening, and what every answer passes through: counting, the log, bounds, compression, headers.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::connect_info::Connected;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State as Given};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::serve::IncomingStream;
use chancery_ledger::LedgerError;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use thiserror::Error;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};

use crate::access::{UsersError, guard};
use crate::mcp::Tools;
use crate::page::page;
use crate::problem::Problem;
use crate::state::{Setup, Shared, State};

/// The longest that an answer may take to begin.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long requests under way are waited for when the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// How often what is no longer needed is forgotten.
const TIDY: Duration = Duration::from_secs(60);

/// How long nothing is added before what takes long is answered ahead.
const QUIET: Duration = Duration::from_secs(2);

/// Bytes of a body that is no upload.
const BODY: usize = 1 << 20;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Where to listen.
#[derive(Clone, Copy, Debug)]
pub struct Listen {
    /// Address and port; port 0 takes any.
    pub address: SocketAddr,
}

/// Why the server could not start, or stopped.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The ledger can't be opened.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The users' file can't be used.
    #[error(transparent)]
    Users(#[from] UsersError),
    /// Open to others, and nobody set up.
    #[error(
        "{0} can be reached from other machines, and no users are set up: add one with `chancery user add NAME --role admin`, \
         or listen on this machine only, as 127.0.0.1:7373"
    )]
    NoUsers(SocketAddr),
    /// The address can't be had.
    #[error("can't listen on {0}: {1}; choose another with --listen, port 0 takes any that is free")]
    Listen(SocketAddr, io::Error),
    /// The system failed.
    #[error("the server stopped: {0}")]
    Stopped(io::Error),
}

/// The other end of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

impl Connected<IncomingStream<'_, TcpListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// Serves the ledger until the process is told to stop; `ready` is told the address that was taken.
///
/// # Errors
/// Where it can't start: the ledger, the users' file, the address.
pub fn serve(setup: Setup, listen: Listen, ready: impl FnOnce(SocketAddr) + Send) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(ServeError::Stopped)?;
    let ended = runtime.block_on(run(setup, listen, ready));
    // What is still being read or exported for nobody is not waited for any longer.
    runtime.shutdown_timeout(GRACE);
    ended
}

async fn run(setup: Setup, listen: Listen, ready: impl FnOnce(SocketAddr) + Send) -> Result<(), ServeError> {
    let local = listen.address.ip().is_loopback();
    let state = Shared::new(setup, local)?;
    if !local && state.users.none()? {
        return Err(ServeError::NoUsers(listen.address));
    }
    let listener =
        TcpListener::bind(listen.address).await.map_err(|error| ServeError::Listen(listen.address, error))?;
    ready(listener.local_addr().map_err(ServeError::Stopped)?);
    let tidy = state.clone();
    let tidying = tokio::spawn(async move {
        loop {
            tokio::time::sleep(TIDY).await;
            tidy.throttle.forget();
        }
    });
    let ahead = state.clone();
    let reading_ahead = tokio::spawn(async move {
        let (mut before, mut done) = (None, None);
        loop {
            tokio::time::sleep(QUIET).await;
            let now = Some(ahead.generation());
            // While something is being added, the processors are for that.
            if now == before && now != done {
                crate::api::counts::warm(&ahead).await;
                done = now;
            }
            before = now;
        }
    });
    let (stopping, stopped) = tokio::sync::oneshot::channel::<()>();
    let served = axum::serve(listener, app(state).into_make_service_with_connect_info::<Peer>())
        .with_graceful_shutdown(async move {
            told_to_stop().await;
            // Nobody listens any more only where the server has ended by itself.
            let _ = stopping.send(());
        });
    let late = async {
        let _ = stopped.await;
        tokio::time::sleep(GRACE).await;
    };
    let ended = tokio::select! {
        ended = served => ended,
        () = late => Ok(()),
    };
    tidying.abort();
    reading_ahead.abort();
    ended.map_err(ServeError::Stopped)
}

/// Ctrl-C, or what a service manager sends.
async fn told_to_stop() {
    let interrupted = async {
        // Where the signal can't be had, the other one ends the wait.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}

/// Every route with what it passes through.
pub(crate) fn app(state: State) -> Router {
    let (routes, document) = crate::routes::router();
    let known = crate::strict::Known::of(&document);
    let tools = state.clone();
    // Whom it listens to is decided by the guard, as for all routes; no session is kept, so any worker may answer.
    let config = StreamableHttpServerConfig::default()
        .disable_allowed_hosts()
        .disable_allowed_origins()
        .with_legacy_session_mode(false)
        .with_json_response(true);
    let mcp = StreamableHttpService::new(
        move || Ok(Tools::new(tools.clone())),
        Arc::new(LocalSessionManager::default()),
        config,
    );
    routes
        .route_service("/mcp", mcp)
        .route_layer(from_fn_with_state(known, crate::strict::strict))
        .route_layer(from_fn_with_state(state.clone(), guard))
        .fallback(page)
        .method_not_allowed_fallback(|| async {
            Problem::new("method-not-allowed", "/api/v1/openapi.json tells what can be done here")
        })
        .layer(from_fn(patient))
        .layer(from_fn_with_state(state.clone(), watched))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(
            CompressionLayer::new()
                .compress_when(DefaultPredicate::new().and(NotForContentType::const_new("application/zip"))),
        )
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Problem::new("failed", "the program failed on this request, which is a bug: the server's log says where")
                .into_response()
        }))
        .layer(from_fn(headers))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .with_state(state)
}

/// What every answer carries: nothing here is to be framed, guessed at, or asked for elsewhere.
async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let set = response.headers_mut();
    for (name, value) in [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        set.insert(name, HeaderValue::from_static(value));
    }
    set.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}

/// Waits for the beginning of an answer so long and no longer.
async fn patient(request: Request, next: Next) -> Response {
    tokio::time::timeout(PATIENCE, next.run(request)).await.unwrap_or_else(|_| {
        let seconds = PATIENCE.as_secs();
        let detail = format!("it took more than {seconds} s: ask for less at once, or send the body faster");
        Problem::new("too-slow", detail).into_response()
    })
}

/// Counts, and writes to the log.
#[expect(clippy::disallowed_methods, reason = "how long an answer took is for the log and the counters, in no answer")]
async fn watched(Given(state): Given<State>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().as_str().to_owned();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let id = request.headers().get(&REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let _under_way = state.metrics.begins();
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), began.elapsed());
    state.metrics.ends(&method, &route, status, took);
    tracing::info!(id, method, route, status, milliseconds = took.as_secs_f64() * 1e3, "answered");
    response
}
