//! Every request passes here: from where, who, may they. What the list of routes does not name is refused.
//!
//! While no users are set up the server listens on this machine only, and whoever asks is the person at it. A page of another
//! site, opened in that person's browser, is not: its requests name another host (a name made to point here) or another
//! origin, and are refused. Signed in, what changes something needs the session's own word as well.

use std::net::IpAddr;

use axum::extract::{ConnectInfo, MatchedPath, Request, State as Given};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use subtle::ConstantTimeEq;

use super::users::SignedIn;
use super::{Need, Role, UsersError};
use crate::Problem;
use crate::routes::need;
use crate::serve::Peer;
use crate::state::{State, blocking};

/// The session's cookie.
pub(crate) const COOKIE: &str = "chancery_session";

/// What a page sends along with what it changes.
pub(crate) const CSRF: &str = "x-csrf-token";

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    /// Their name, which judgements are signed with.
    pub(crate) name: String,
    /// What they may do; nothing where nobody is signed in.
    pub(crate) role: Option<Role>,
    /// The session's own word, for the page.
    pub(crate) csrf: Option<String>,
    /// Whether a program asks, with a token.
    pub(crate) by_token: bool,
    /// From where.
    pub(crate) address: IpAddr,
}

impl From<UsersError> for Problem {
    fn from(error: UsersError) -> Self {
        match error {
            UsersError::Unfit(why) => Self::new("does-not-fit", why),
            UsersError::Unknown(_) => Self::new("not-found", error.to_string()),
            _ => {
                tracing::error!(%error, "users can't be looked after");
                Self::new("failed", "the users' file could not be read or written: the server's log says why")
            }
        }
    }
}

/// The middleware.
pub(crate) async fn guard(
    Given(state): Given<State>,
    ConnectInfo(Peer(address)): ConnectInfo<Peer>,
    path: MatchedPath,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let need = need(request.method(), path.as_str())
        .ok_or_else(|| Problem::new("not-allowed", "the list of routes does not name this one: a bug"))?;
    let address = address.ip();
    let headers = request.headers();
    if state.local && !names_this_machine(headers) {
        return Err(Problem::new("cross-site", "ask this server by 127.0.0.1, [::1] or localhost"));
    }
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let bearer = bearer(headers).map(str::to_owned);
    if bearer.is_none() && !safe && !same_origin(headers) {
        return Err(Problem::new("cross-site", "what changes something must come from this server's own page"));
    }
    let caller = caller(&state, bearer, cookie(headers), address).await?;
    state.throttle.request(&format!("{} {address}", caller.name))?;
    if let Some(least) = need.role() {
        let role = caller.role.ok_or_else(|| {
            Problem::new("who-are-you", "sign in at /api/v1/session, or send a token: Authorization: Bearer …")
        })?;
        if role < least {
            let (has, wants) = (role.name(), least.name());
            let detail = format!("this needs the role {wants}; you have {has}");
            return Err(Problem::new("not-allowed", detail).coded(Some("other-role"), wants));
        }
    }
    if let Some(word) = caller.csrf.as_deref().filter(|_| !safe && need != Need::Nothing) {
        let sent = headers.get(CSRF).map_or(&[][..], |value| value.as_bytes());
        if !bool::from(sent.ct_eq(word.as_bytes())) {
            return Err(Problem::new("cross-site", format!("send the session's word along, in the header {CSRF}")));
        }
    }
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

/// Who it is, by token or session; at this machine without users, the person at it.
async fn caller(
    state: &State,
    bearer: Option<String>,
    cookie: Option<String>,
    address: IpAddr,
) -> Result<Caller, Problem> {
    let by_token = bearer.is_some();
    let from = move |signed: SignedIn| Caller {
        name: signed.name,
        role: Some(signed.role),
        csrf: signed.csrf,
        by_token,
        address,
    };
    let nobody = Caller { name: String::new(), role: None, csrf: None, by_token, address };
    if let Some(secret) = bearer {
        let shared = state.clone();
        let asked = move || match shared.users.token(&secret, shared.now())? {
            Some(signed) => Ok((Some(signed), true)),
            None => Ok((None, shared.users.knows(&secret)?)),
        };
        return match blocking(asked).await? {
            (Some(signed), _) => Ok(from(signed)),
            (None, true) => Err(Problem::new("who-are-you", "the token has ended: make a new one")),
            (None, false) => {
                state.throttle.attempt(&format!("token {address}"))?;
                Err(Problem::new("who-are-you", "the token is not known"))
            }
        };
    }
    let shared = state.clone();
    blocking(move || {
        if let Some(secret) = cookie
            && let Some(signed) = shared.users.session(&secret, shared.now())?
        {
            return Ok(from(signed));
        }
        if shared.local && shared.users.none()? {
            return Ok(Caller { name: shared.setup.author.clone(), role: Some(Role::Admin), ..nobody });
        }
        Ok(nobody)
    })
    .await
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(secret.trim())
}

/// The session's secret.
pub(crate) fn cookie(headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, secret)| secret.to_owned())
}

/// Whether the request was addressed to this machine by one of its own names: a foreign name that was made to point here
/// (DNS rebinding) is not.
fn names_this_machine(headers: &HeaderMap) -> bool {
    let own = |host: &str| {
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or(""),
            None => host.split(':').next().unwrap_or(""),
        };
        name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    };
    headers.get_all(header::HOST).iter().all(|host| host.to_str().is_ok_and(own))
}

/// Whether a browser, if it is one, says that the request comes from this server's own page.
fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host)),
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value"))).collect()
    }

    #[test]
    fn only_this_machines_own_names_count() {
        for (host, own) in [
            ("127.0.0.1:7373", true),
            ("localhost:7373", true),
            ("LOCALHOST", true),
            ("[::1]:7373", true),
            ("evil.example:7373", false),
            ("127.0.0.1.evil.example", false),
            ("192.168.1.5:7373", false),
            ("", false),
        ] {
            assert_eq!(names_this_machine(&headers(&[("host", host)])), own, "{host}");
        }
        let mut two = headers(&[("host", "localhost")]);
        two.append("host", "evil.example".parse().expect("a value"));
        assert!(!names_this_machine(&two));
    }

    #[test]
    fn another_sites_page_changes_nothing() {
        let cases: &[(&[(&str, &str)], bool)] = &[
            (&[], true),
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("origin", "http://127.0.0.1:7373"), ("host", "127.0.0.1:7373")], true),
            (&[("origin", "http://127.0.0.1:9999"), ("host", "127.0.0.1:7373")], false),
            (&[("origin", "null"), ("host", "127.0.0.1:7373")], false),
        ];
        for (pairs, good) in cases {
            let pairs: Vec<(&'static str, &'static str)> = pairs.to_vec();
            assert_eq!(same_origin(&headers(&pairs)), *good, "{pairs:?}");
        }
    }

    #[test]
    fn the_sessions_cookie_is_found_among_others() {
        let all = headers(&[("cookie", "theme=dark; chancery_session=abc; x=y")]);
        assert_eq!(cookie(&all).as_deref(), Some("abc"));
        assert_eq!(cookie(&headers(&[("cookie", "xchancery_session=abc")])), None);
        assert_eq!(bearer(&headers(&[("authorization", "bearer  abc")])), Some("abc"));
        assert_eq!(bearer(&headers(&[("authorization", "Basic abc")])), None);
    }
}
