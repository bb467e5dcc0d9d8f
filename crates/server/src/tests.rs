//! Who may do what, route by route; and what a browser of another site may not make them do.

mod keeping;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::connect_info::MockConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use chancery_answer::Names;
use chancery_ledger::{Folding, Ledger, Timestamp};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::access::{Need, Role};
use crate::routes::{ROUTES, Route};
use crate::serve::{Peer, app};
use crate::state::{Desk, ReadSource, Setup, Shared, State};

const PASSWORD: &str = "four words will do";

/// Reads nothing and knows nobody.
struct Empty(Names);

impl Desk for Empty {
    fn read(&self, _: &str, _: &[u8]) -> ReadSource {
        ReadSource { records: Vec::new(), faults: Vec::new(), failed: true }
    }

    fn names(&self) -> &Names {
        &self.0
    }
}

struct Server {
    _folder: TempDir,
    state: State,
    app: Router,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
    text: String,
}

impl Server {
    fn new(local: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let fold = chancery_text::FoldTable::new([], true).expect("empty");
        let folding = Folding::new(Arc::new(fold));
        drop(Ledger::open_to_write(folder.path(), folding.clone()).expect("made"));
        let setup = Setup {
            ledger: folder.path().to_path_buf(),
            desk: Arc::new(Empty(Names::new(&folding))),
            folding,
            clock: || Timestamp::from_micros(1_700_000_000_000_000),
            author: "ann".to_owned(),
        };
        let state = Shared::new(setup, local).expect("set up");
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 40_000));
        let app = app(state.clone()).layer(MockConnectInfo(Peer(address)));
        Self { _folder: folder, state, app }
    }

    /// Another server of the same ledger, which knows no answer yet.
    fn again(&self) -> Self {
        self.at(self.state.setup.clock)
    }

    /// The same at another time.
    fn at(&self, clock: fn() -> Timestamp) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let state = Shared::new(Setup { clock, ..self.state.setup.clone() }, true).expect("set up");
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 40_000));
        let app = app(state.clone()).layer(MockConnectInfo(Peer(address)));
        Self { _folder: folder, state, app }
    }

    /// A user of each role with a token.
    fn with_users(self) -> (Self, Vec<(Role, String)>) {
        let now = self.state.now();
        let mut tokens = Vec::new();
        for role in Role::ALL {
            self.state.users.set(role.name(), role, PASSWORD, now).expect("set");
            let token = self.state.users.grant(role.name(), "", Role::Admin, now, None).expect("granted");
            tokens.push((role, token.secret));
        }
        (self, tokens)
    }

    async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let response = self.app.clone().oneshot(request.body(body).expect("a request")).await.expect("answered");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1 << 24).await.expect("a body");
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body, text }
    }
}

/// The path with something in place of its parameters that does not exist.
fn filled(route: &Route) -> String {
    route.path.replace("{name}", "nobody").replace("{number}", "99").replace("{id}", "99")
}

fn allowed(need: Need, role: Option<Role>) -> bool {
    need.role().is_none_or(|least| role.is_some_and(|role| role >= least))
}

#[tokio::test]
async fn every_role_may_do_what_its_routes_say_and_no_more() {
    let (server, tokens) = Server::new(false).with_users();
    let callers = std::iter::once((None, None)).chain(tokens.iter().map(|(role, token)| (Some(*role), Some(token))));
    let mut looked = 0;
    for (role, token) in callers {
        for route in ROUTES {
            let bearer = token.map(|token| format!("Bearer {token}"));
            let headers: Vec<(&str, &str)> = bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
            let answer = server.ask(route.method, &filled(route), &headers, None).await;
            let refused = matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
            // Making tokens is for people, whatever their role; signing in without a password is nobody's right either.
            let otherwise = route.method == "POST" && matches!(route.path, "/api/v1/tokens" | "/api/v1/session");
            if !otherwise {
                assert_eq!(refused, !allowed(route.need, role), "{role:?} {route:?} {}", answer.body);
            }
            assert!(!answer.status.is_server_error(), "{role:?} {route:?} {}", answer.body);
            if refused {
                let status = if role.is_none() { 401 } else { 403 };
                assert_eq!(answer.body["status"], status, "{role:?} {route:?}");
                assert_eq!(answer.headers["content-type"], "application/problem+json");
            }
            looked += 1;
        }
    }
    assert_eq!(looked, 4 * ROUTES.len());
}

#[tokio::test]
async fn at_this_machine_without_users_everything_is_allowed_but_to_other_sites() {
    let server = Server::new(true);
    let own = [("host", "127.0.0.1:7373")];
    let session = server.ask("GET", "/api/v1/session", &own, None).await;
    assert_eq!(session.body, json!({"name": "ann", "role": "admin", "csrf": null, "users": false}));
    assert_eq!(server.ask("GET", "/api/v1/users", &own, None).await.status, StatusCode::OK);
    let foreign = server.ask("GET", "/api/v1/users", &[("host", "evil.example")], None).await;
    assert_eq!(foreign.body["type"], "/problems/cross-site");
    let user = Some(json!({"role": "admin", "password": PASSWORD}));
    let cross = [("host", "127.0.0.1:7373"), ("sec-fetch-site", "cross-site")];
    assert_eq!(server.ask("PUT", "/api/v1/users/eve", &cross, user.clone()).await.status, StatusCode::FORBIDDEN);
    assert_eq!(server.ask("PUT", "/api/v1/users/eve", &own, user).await.status, StatusCode::NO_CONTENT);
    // From now on there are users, and nobody is signed in.
    assert_eq!(server.ask("GET", "/api/v1/users", &own, None).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_session_needs_its_own_word_to_change_anything() {
    let (server, _) = Server::new(false).with_users();
    let sign_in = |password: &str| Some(json!({"name": "admin", "password": password}));
    let wrong = server.ask("POST", "/api/v1/session", &[], sign_in("not the password")).await;
    assert_eq!((wrong.status, wrong.headers.get("set-cookie")), (StatusCode::UNAUTHORIZED, None));
    let signed = server.ask("POST", "/api/v1/session", &[], sign_in(PASSWORD)).await;
    let set = signed.headers["set-cookie"].to_str().expect("text");
    for wanted in ["HttpOnly", "SameSite=Strict", "Secure"] {
        assert!(set.contains(wanted), "{set}");
    }
    let cookie = set.split(';').next().expect("a pair");
    let word = signed.body["csrf"].as_str().expect("a word");
    let path = "/api/v1/users/reader";
    for (headers, status) in [
        (vec![("cookie", cookie)], StatusCode::FORBIDDEN),
        (vec![("cookie", cookie), ("x-csrf-token", "guessed")], StatusCode::FORBIDDEN),
        (vec![("cookie", cookie), ("x-csrf-token", word), ("sec-fetch-site", "same-site")], StatusCode::FORBIDDEN),
        (vec![("cookie", cookie), ("x-csrf-token", word)], StatusCode::NO_CONTENT),
        (vec![("cookie", cookie), ("x-csrf-token", word)], StatusCode::NOT_FOUND),
    ] {
        assert_eq!(server.ask("DELETE", path, &headers, None).await.status, status, "{headers:?}");
    }
    let out = server.ask("DELETE", "/api/v1/session", &[("cookie", cookie)], None).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert_eq!(server.ask("GET", "/api/v1/users", &[("cookie", cookie)], None).await.status, StatusCode::UNAUTHORIZED);
    let deeds: Vec<String> = server
        .state
        .users
        .deeds(None, 9)
        .expect("kept")
        .into_iter()
        .map(|deed| format!("{} {}", deed.who, deed.what))
        .collect();
    assert_eq!(deeds, ["admin remove user", "admin sign in", "admin sign in refused"]);
}

#[tokio::test]
async fn guessing_passwords_is_held_up() {
    let (server, _) = Server::new(false).with_users();
    let mut held = None;
    for _ in 0..10 {
        let guess = Some(json!({"name": "admin", "password": "guess upon guess"}));
        let answer = server.ask("POST", "/api/v1/session", &[], guess).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            held = answer.headers.get("retry-after").cloned();
        }
    }
    assert!(held.is_some(), "ten guesses in a row");
}

#[tokio::test]
async fn the_last_admin_stays() {
    let (server, tokens) = Server::new(false).with_users();
    let bearer = format!("Bearer {}", tokens[2].1);
    let headers = [("authorization", bearer.as_str())];
    let gone = server.ask("DELETE", "/api/v1/users/admin", &headers, None).await;
    assert_eq!((gone.status, &gone.body["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("last-admin")));
    let less = Some(json!({"role": "reader", "password": PASSWORD}));
    let less = server.ask("PUT", "/api/v1/users/admin", &headers, less).await;
    assert_eq!((less.status, &less.body["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("last-admin")));
    let other = Some(json!({"role": "admin", "password": PASSWORD}));
    assert_eq!(server.ask("PUT", "/api/v1/users/bea", &headers, other).await.status, StatusCode::NO_CONTENT);
    assert_eq!(server.ask("DELETE", "/api/v1/users/admin", &headers, None).await.status, StatusCode::NO_CONTENT);
    // Who is gone is nobody.
    assert_eq!(server.ask("GET", "/api/v1/users", &headers, None).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_parameter_that_a_route_does_not_know_is_refused() {
    let server = Server::new(true);
    let host = [("host", "localhost")];
    for (path, about) in [
        ("/api/v1/acts?limt=5", "limt"),
        ("/api/v1/search?q=a&%78=1", "x"),
        ("/api/v1/stats?form=csv", "form"),
        ("/api/v1/acts?limit=0", ""),
        ("/api/v1/commitments?due=soon", ""),
    ] {
        let answer = server.ask("GET", path, &host, None).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(answer.body["about"].as_str().unwrap_or_default(), about, "{path} {}", answer.body);
        assert!(!answer.text.contains("deserialize"), "{path} {}", answer.text);
    }
    for path in ["/api/v1/acts?holder=CHN&holder=CHL&limit=5&form=csv&whole=true", "/board?on=a&x=1", "/health?x=1"] {
        let status = server.ask("GET", path, &host, None).await.status;
        assert_eq!(status == StatusCode::OK, !path.starts_with("/health"), "{path} {status}");
    }
}

#[tokio::test]
async fn an_assistant_that_misnames_an_argument_is_told_and_not_answered() {
    let server = Server::new(true);
    let heads = [("host", "localhost"), ("accept", "application/json, text/event-stream")];
    let call = async |arguments: Value| {
        let body = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "search", "arguments": arguments}});
        let answer = server.ask("POST", "/mcp", &heads, Some(body)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.text
    };
    let wrong = call(json!({"q": "a"})).await;
    assert!(wrong.contains("no argument") && wrong.contains("query") && wrong.contains("\"isError\":true"), "{wrong}");
    let right = call(json!({"query": "a", "rows": 3})).await;
    assert!(right.contains("\"isError\":false"), "{right}");
}

#[tokio::test]
async fn lists_come_whole_and_in_the_form_that_accept_names() {
    let server = Server::new(true);
    let host = ("host", "localhost");
    for (path, accept, form) in [
        ("/api/v1/acts?whole=true", "application/jsonl", "application/jsonl"),
        ("/api/v1/acts?whole=true", "application/x-ndjson", "application/jsonl"),
        ("/api/v1/network?whole=true", "text/csv", "text/csv; charset=utf-8"),
        ("/api/v1/judgements", "text/csv", "text/csv; charset=utf-8"),
        ("/api/v1/deeds?form=md", "*/*", "text/markdown; charset=utf-8"),
        ("/api/v1/search?q=a&whole=true", "*/*", "application/json"),
    ] {
        let answer = server.ask("GET", path, &[host, ("accept", accept)], None).await;
        assert_eq!(
            (answer.status, &answer.headers["content-type"]),
            (StatusCode::OK, &form.parse().expect("a value")),
            "{path}"
        );
    }
    let all = server.ask("GET", "/api/v1/acts?whole=true", &[host], None).await;
    assert_eq!(all.body, json!([]));
    let tag = all.headers["etag"].to_str().expect("text");
    let again = server.ask("GET", "/api/v1/acts?whole=true", &[host, ("if-none-match", tag)], None).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let wrong = server.ask("GET", "/api/v1/acts?whole=true&from=never", &[host], None).await;
    assert_eq!(wrong.body["code"], "no-day");
    assert_eq!(server.ask("GET", "/api/v1/commitments?limit=1", &[host], None).await.headers["chancery-total"], "0");
}

#[tokio::test]
async fn tokens_make_no_tokens() {
    let (server, tokens) = Server::new(false).with_users();
    let bearer = format!("Bearer {}", tokens[2].1);
    let asked = Some(json!({"scope": "admin"}));
    let answer = server.ask("POST", "/api/v1/tokens", &[("authorization", &bearer)], asked).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_answer_is_fenced_and_numbered() {
    let server = Server::new(true);
    for path in ["/health", "/api/v1/openapi.json", "/api/v1/nowhere", "/api/v1/users/../../etc/passwd", "/passwd.txt"]
    {
        let answer = server.ask("GET", path, &[], None).await;
        for name in ["content-security-policy", "x-content-type-options", "x-request-id", "cache-control"] {
            assert!(answer.headers.contains_key(name), "{path} {name}");
        }
        assert!(answer.body.is_object(), "{path}");
    }
    assert_eq!(server.ask("GET", "/api/nowhere", &[], None).await.body["type"], "/problems/not-found");
    // Any other address is the page's.
    let page = server.ask("GET", "/board?on=x", &[], None).await;
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(server.ask("PATCH", "/health", &[], None).await.body["type"], "/problems/method-not-allowed");
}

#[tokio::test]
async fn an_answer_that_is_known_is_not_sent_again() {
    let server = Server::new(true);
    let first = server.ask("GET", "/api/v1/acts?limit=5", &[], None).await;
    let tag = first.headers["etag"].to_str().expect("text");
    let again = server.ask("GET", "/api/v1/acts?limit=5", &[("if-none-match", tag)], None).await;
    assert_eq!((first.status, again.status), (StatusCode::OK, StatusCode::NOT_MODIFIED));
    for other in ["/api/v1/acts?limit=6", "/api/v1/articles?limit=5", "/api/v1/acts?limit=5&form=csv"] {
        assert_eq!(server.ask("GET", other, &[("if-none-match", tag)], None).await.status, StatusCode::OK, "{other}");
    }
}

#[tokio::test]
async fn a_calendar_of_what_is_overdue_is_another_on_another_day() {
    let server = Server::new(true);
    let host = [("host", "localhost")];
    let next_day = server.at(|| Timestamp::from_micros(1_700_000_000_000_000 + 86_400_000_000));
    let tag = async |server: &Server, path: &str| server.ask("GET", path, &host, None).await.headers["etag"].clone();
    let (all, overdue) = ("/api/v1/exports/ics", "/api/v1/exports/ics?overdue=true");
    assert_eq!(tag(&server, all).await, tag(&next_day, all).await);
    assert_eq!(tag(&server, overdue).await, tag(&server, overdue).await);
    assert_ne!(tag(&server, overdue).await, tag(&next_day, overdue).await);
    let path = "/api/v1/exports/ics?status=good";
    assert_eq!(server.ask("GET", path, &host, None).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_answer_says_what_it_leaves_out_for_want_of_a_day_and_when_the_ledger_begins() {
    let server = Server::new(true);
    let host = [("host", "localhost")];
    let get = |path: &'static str| server.ask("GET", path, &host, None);
    let dated = get("/api/v1/acts?from=2024").await;
    assert_eq!((dated.status, &dated.headers["chancery-undated"]), (StatusCode::OK, &"0".parse().expect("a value")));
    assert!(!get("/api/v1/acts").await.headers.contains_key("chancery-undated"), "no days were asked for");
    assert_eq!(get("/api/v1/positions?on=a&from=2024").await.body["undated"], 0);
    let both = get("/api/v1/acts?from=2024&undated=true").await;
    assert_eq!((both.status, &both.body["type"]), (StatusCode::BAD_REQUEST, &json!("/problems/bad-request")));
    assert_eq!(get("/api/v1/acts?undated=true").await.status, StatusCode::OK);
    let then = get("/api/v1/stats?as_of=2020-01-01").await;
    assert_eq!((then.status, &then.body["begins"]), (StatusCode::OK, &Value::Null), "nothing was ever added");
    assert_eq!(get("/api/v1/stats?as_of=soon").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_problem_has_a_word_that_the_page_translates() {
    let server = Server::new(true);
    let host = [("host", "localhost")];
    let told: Value = serde_json::from_str(include_str!("../../../web/src/words/zh-Hant.json")).expect("words");
    for (path, code, about) in [
        ("/api/v1/search?q=%22abc", "quotation-open", "\""),
        ("/api/v1/search?q=(abc", "bracket-open", "("),
        ("/api/v1/search?q=nofield:x", "no-such-field", "nofield:x"),
        ("/api/v1/search?q=kind:dance", "no-such-value", "kind:dance"),
        ("/api/v1/acts?from=never", "no-day", "never"),
        ("/api/v1/acts?kind=dance", "no-such-kind", "dance"),
        ("/api/v1/acts?holder=Franse", "no-such-actor", "Franse"),
        ("/api/v1/acts?as_of=soon", "no-moment", "soon"),
        ("/api/v1/acts/zzz", "no-id", "zzz"),
        ("/api/v1/acts/6211b276b9", "no-such-id", "6211b276b9"),
        ("/api/v1/commitments?status=danced", "no-such-status", "danced"),
        ("/api/v1/acts?limt=5", "no-such-parameter", "limt"),
    ] {
        let body = server.ask("GET", path, &host, None).await.body;
        assert_eq!((&body["code"], &body["about"]), (&json!(code), &json!(about)), "{path} {body}");
        assert!(told[format!("problem.{code}")].is_string(), "nobody translates {code}");
    }
}

#[test]
fn every_kind_of_problem_and_every_word_is_said_in_all_languages() {
    let words = |text: &str| serde_json::from_str::<serde_json::Map<String, Value>>(text).expect("words");
    let [en, hans, hant] = [
        words(include_str!("../../../web/src/words/en.json")),
        words(include_str!("../../../web/src/words/zh-Hans.json")),
        words(include_str!("../../../web/src/words/zh-Hant.json")),
    ];
    assert!(hans.keys().eq(hant.keys()), "one has words that the other lacks");
    for word in en.keys() {
        assert!(hans.contains_key(word), "{word}");
    }
    for kind in crate::problem::kinds() {
        assert!(hans.contains_key(&format!("problem.{kind}")), "{kind}");
    }
    // In English the server says it itself.
    assert!(hans.keys().all(|word| word.starts_with("problem.") || en.contains_key(word)));
}
