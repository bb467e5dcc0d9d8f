//! Signing in and out, users, tokens, and who did what.

use axum::extract::State as Given;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use chancery_ledger::{AsOf, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::{FormOf, InForm, rows_in};
use super::pages::{Address, linked, rows};
use super::shapes::{Answered, List, Listed};
use super::{Asked, Body, Named};
use crate::access::{COOKIE, Caller, Deed, NewToken, Role, Token, User, cookie};
use crate::state::{State, blocking};
use crate::{Problem, access::SESSION_SECONDS};

/// Who asks.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Session {
    /// Name, which judgements are signed with; nothing where nobody is signed in.
    name: Option<String>,
    /// What they may do.
    role: Option<Role>,
    /// To be sent along, in the header `x-csrf-token`, with all that changes something.
    csrf: Option<String>,
    /// Whether one can sign in: no, while no users are set up.
    users: bool,
}

/// Name and password.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct SignIn {
    name: String,
    #[schema(format = Password)]
    password: String,
}

/// Who is signed in.
#[utoipa::path(
    get, path = "/api/v1/session", tag = "access",
    responses((status = 200, body = Session), Problem)
)]
pub(crate) async fn session(
    Given(state): Given<State>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Session>, Problem> {
    let users = blocking(move || Ok(!state.users.none()?)).await?;
    let name = caller.role.map(|_| caller.name);
    Ok(Json(Session { name, role: caller.role, csrf: caller.csrf, users }))
}

/// Signs in: the session's secret comes as a cookie.
#[utoipa::path(
    post, path = "/api/v1/session", tag = "access", request_body = SignIn,
    responses((status = 200, body = Session), Problem)
)]
pub(crate) async fn sign_in(
    Given(state): Given<State>,
    Extension(caller): Extension<Caller>,
    Body(asked): Body<SignIn>,
) -> Result<Response, Problem> {
    // By name, so that one name is not guessed from many places; by address, so that many names are not from one.
    let name: String = asked.name.chars().take(64).collect();
    state.throttle.attempt(&format!("name {name}"))?;
    state.throttle.attempt(&format!("address {}", caller.address))?;
    let local = state.local;
    let found = blocking(move || {
        let (found, now) = (state.users.sign_in(&name, &asked.password, state.now())?, state.now());
        let what = if found.is_some() { "sign in" } else { "sign in refused" };
        state.users.note(now, &name, what, &caller.address.to_string())?;
        Ok(found)
    })
    .await?;
    let Some((secret, signed)) = found else {
        return Err(Problem::new("who-are-you", "name or password is wrong").coded(Some("wrong-password"), ""));
    };
    let session = Session { name: Some(signed.name), role: Some(signed.role), csrf: signed.csrf, users: true };
    Ok(with_cookie(&secret, SESSION_SECONDS, local, Json(session)))
}

/// Signs out.
#[utoipa::path(
    delete, path = "/api/v1/session", tag = "access",
    responses((status = 204), Problem)
)]
pub(crate) async fn sign_out(Given(state): Given<State>, headers: HeaderMap) -> Result<Response, Problem> {
    let local = state.local;
    if let Some(secret) = cookie(&headers) {
        blocking(move || Ok(state.users.sign_out(&secret)?)).await?;
    }
    Ok(with_cookie("", 0, local, StatusCode::NO_CONTENT))
}

/// On this machine the page comes without TLS, and a browser would drop a cookie marked Secure.
fn with_cookie(secret: &str, seconds: u64, local: bool, body: impl IntoResponse) -> Response {
    let secure = if local { "" } else { "; Secure" };
    let cookie = format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    let mut response = body.into_response();
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

/// All users.
#[utoipa::path(
    get, path = "/api/v1/users", tag = "access", params(Most),
    responses(Listed<List<User>>, Problem)
)]
pub(crate) async fn users(
    Given(state): Given<State>,
    address: Uri,
    Asked(most): Asked<Most>,
) -> Result<Response, Problem> {
    blocking(move || {
        let address = Address::of(&address);
        let cursor = address.cursor(most.cursor.as_deref())?;
        let after = cursor.and_then(|cursor| cursor.last.into_iter().next().flatten()).unwrap_or_default();
        let mut all = state.users.all()?;
        all.retain(|user| user.name > after);
        Ok(page(all, most.rows()?, &address, |user| user.name.clone()))
    })
    .await
}

/// A user's role and password.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewUser {
    role: Role,
    /// 15 characters or more.
    #[schema(format = Password, min_length = 15, max_length = 256)]
    password: String,
}

/// Adds a user, or gives one another role and password; their sessions end.
#[utoipa::path(
    put, path = "/api/v1/users/{name}", tag = "access", request_body = NewUser,
    params(("name" = String, Path, description = "Letters, digits, . - _ @")),
    responses((status = 204), Problem)
)]
pub(crate) async fn set_user(
    Given(state): Given<State>,
    Extension(caller): Extension<Caller>,
    Named(name): Named<String>,
    Body(new): Body<NewUser>,
) -> Result<StatusCode, Problem> {
    blocking(move || {
        let now = state.now();
        if new.role != Role::Admin && state.users.is_last_admin(&name)? {
            return Err(last_admin(&name));
        }
        state.users.set(&name, new.role, &new.password, now)?;
        state.users.note(now, &caller.name, "set user", &format!("{name}, {}", new.role.name()))?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Takes a user out, with their sessions and tokens.
#[utoipa::path(
    delete, path = "/api/v1/users/{name}", tag = "access", params(("name" = String, Path)),
    responses((status = 204), Problem)
)]
pub(crate) async fn remove_user(
    Given(state): Given<State>,
    Extension(caller): Extension<Caller>,
    Named(name): Named<String>,
) -> Result<StatusCode, Problem> {
    blocking(move || {
        if !state.users.remove_but_last(&name)? {
            return Err(last_admin(&name));
        }
        state.users.note(state.now(), &caller.name, "remove user", &name)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Whoever looks after users through the server must not shut themselves and everybody out.
fn last_admin(name: &str) -> Problem {
    let detail = format!("{name} is the last admin: give somebody else that role first, or use `chancery user`");
    Problem::new("does-not-fit", detail).coded(Some("last-admin"), name)
}

/// One's own tokens; an admin sees everybody's.
#[utoipa::path(
    get, path = "/api/v1/tokens", tag = "access", params(Most),
    responses(Listed<List<Token>>, Problem)
)]
pub(crate) async fn tokens(
    Given(state): Given<State>,
    Extension(caller): Extension<Caller>,
    address: Uri,
    Asked(most): Asked<Most>,
) -> Result<Response, Problem> {
    blocking(move || {
        let address = Address::of(&address);
        let after = address.cursor(most.cursor.as_deref())?.map(|cursor| cursor.number()).transpose()?;
        let mut all = state.users.tokens(bound(&caller))?;
        all.retain(|token| after.is_none_or(|after| token.id > after));
        Ok(page(all, most.rows()?, &address, |token| token.id.to_string()))
    })
    .await
}

/// Whose tokens somebody may see and end; `None` for everybody's.
fn bound(caller: &Caller) -> Option<&str> {
    (caller.role != Some(Role::Admin)).then_some(caller.name.as_str())
}

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Grant {
    /// What for.
    #[serde(default)]
    label: String,
    /// What it may be used for at most.
    scope: Role,
    /// Until when: a day or a moment.
    #[schema(example = "2027-01-01")]
    ends: Option<String>,
}

/// Makes a token for oneself; its secret is shown this once.
#[utoipa::path(
    post, path = "/api/v1/tokens", tag = "access", request_body = Grant,
    responses((status = 201, body = NewToken), Problem)
)]
pub(crate) async fn grant(
    Given(state): Given<State>,
    Extension(caller): Extension<Caller>,
    Body(asked): Body<Grant>,
) -> Result<(StatusCode, Json<NewToken>), Problem> {
    // A secret that leaks must not be able to outlive its own end.
    if caller.by_token {
        return Err(Problem::new("not-allowed", "tokens are made by people: sign in, or use `chancery user token`"));
    }
    let ends = asked.ends.as_deref().map(AsOf::parse).transpose()?.and_then(AsOf::moment);
    blocking(move || {
        let now: Timestamp = state.now();
        let token = state.users.grant(&caller.name, &asked.label, asked.scope, now, ends)?;
        state.users.note(now, &caller.name, "grant token", &format!("{}, {}", token.token.id, asked.scope.name()))?;
        Ok((StatusCode::CREATED, Json(token)))
    })
    .await
}

/// Ends a token: one's own, or for an admin anybody's.
#[utoipa::path(
    delete, path = "/api/v1/tokens/{id}", tag = "access", params(("id" = i64, Path)),
    responses((status = 204), Problem)
)]
pub(crate) async fn revoke(
    Given(state): Given<State>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<i64>,
) -> Result<StatusCode, Problem> {
    blocking(move || {
        state.users.revoke(id, bound(&caller))?;
        state.users.note(state.now(), &caller.name, "end token", &id.to_string())?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// How many, from where on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Most {
    /// Rows at most.
    #[param(minimum = 1, maximum = 1_000, default = 100)]
    limit: Option<usize>,
    /// Where the list goes on: from the `Link` of the page before, rel="next".
    cursor: Option<String>,
}

impl Most {
    fn rows(&self) -> Result<usize, Problem> {
        rows(self.limit, 100)
    }
}

/// The page of a list that goes by a name of its rows, of those behind the last one.
fn page<T: Serialize>(all: Vec<T>, most: usize, address: &Address, name: impl Fn(&T) -> String) -> Response {
    let (all, next) = cut(all, most, address, name);
    linked(next, Json(all).into_response())
}

/// Its rows, and the address of the next page.
fn cut<T>(
    mut all: Vec<T>,
    most: usize,
    address: &Address,
    name: impl Fn(&T) -> String,
) -> (Vec<T>, Option<HeaderValue>) {
    let more = all.len() > most;
    all.truncate(most);
    let next = all.last().filter(|_| more).map(|last| address.link(0, 0, vec![Some(name(last))]));
    (all, next)
}

/// Who did what, newest first: signing in, adding, judging, looking after users.
#[utoipa::path(
    get, path = "/api/v1/deeds", tag = "access", params(Most, FormOf),
    responses(Answered<List<Deed>>, Problem)
)]
pub(crate) async fn deeds(
    Given(state): Given<State>,
    address: Uri,
    form: InForm,
    Asked(most): Asked<Most>,
) -> Result<Response, Problem> {
    blocking(move || {
        let address = Address::of(&address);
        let before = address.cursor(most.cursor.as_deref())?.map(|cursor| cursor.number()).transpose()?;
        let all = state.users.deeds(before, most.rows()? + 1)?;
        let (all, next) = cut(all, most.rows()?, &address, |deed| deed.number.to_string());
        Ok(linked(next, rows_in(&all, &["number", "at", "who", "what", "about"], form.form)))
    })
    .await
}
