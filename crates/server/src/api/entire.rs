//! A list in whole, for files: page after page, each sent as it is made, so that a list of any length takes the room of one page.
//! Like an export, one that is not whole ends in an error, never as if it were.

use axum::body::{Body as RawBody, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chancery_answer::{Answer, Asking, Form, Undated};
use futures_util::{StreamExt, stream};
use tokio::sync::oneshot;

use super::asked::{BEGINS, FORMS, InForm, UNDATED, asking, tag};
use super::exports::{Broken, Piece, Pipe, received, turn};
use super::pages::{Page, Paged, Shown, linked};
use crate::Problem;
use crate::state::{Lent, Shared, State};

/// Rows that are made at a time. Lists that are ranked anew for each page cost less the fewer pages there are.
const PIECE: usize = 10_000;

/// Rows of an answer that is one JSON object, which is made at once: some 150 MB of acts.
const OBJECT: usize = 100_000;

/// What is known before the first byte.
struct Head {
    tag: String,
    /// None where the answer is known.
    told: Option<(Option<HeaderValue>, Option<u64>, Option<String>)>,
}

/// Sends all rows of what a verb answers.
pub(super) async fn sent(
    state: &State,
    asked: InForm,
    shown: Shown,
    question: impl Fn(&Asking<'_>, &Shared, &Page) -> Result<Paged, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let turn = turn(state)?;
    let (tell, ready) = oneshot::channel();
    let (pipe, sent) = Pipe::new();
    let form = asked.form;
    let state = state.clone();
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        match state.lent() {
            // Who asked may have gone away, here and below.
            Err(problem) => drop(tell.send(Err(problem))),
            Ok(lent) => {
                let all = All { lent: &lent, shared: &state, asked: &asked, question };
                match all.first(&shown) {
                    Err(problem) => drop(tell.send(Err(problem))),
                    Ok((head, first)) => {
                        drop(tell.send(Ok(head)));
                        if let Some((page, paged)) = first {
                            match all.rest(page, paged, &pipe) {
                                Ok(()) | Err(Broken::Gone) => {}
                                Err(_) => tracing::error!("a list was broken off"),
                            }
                        }
                    }
                }
                state.give_back(lent);
            }
        }
    });
    let failed = |_| Problem::new("failed", "the list failed, which is a bug: the server's log says where");
    let Head { tag, told } = ready.await.map_err(failed)??;
    let mut response = match told {
        None => StatusCode::NOT_MODIFIED.into_response(),
        Some((next, undated, begins)) => {
            let media = FORMS.iter().find(|known| known.2 == form).map_or("text/plain", |known| known.1);
            let body = RawBody::from_stream(stream::unfold(Some(sent), received).fuse());
            let mut given =
                linked(next, ([(header::CONTENT_TYPE, HeaderValue::from_static(media))], body).into_response());
            if let Some(number) = undated {
                given.headers_mut().insert(UNDATED, HeaderValue::from(number));
            }
            if let Some(begins) = begins.and_then(|at| HeaderValue::from_str(&at).ok()) {
                given.headers_mut().insert(BEGINS, begins);
            }
            given
        }
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// A question with the ledger that it is asked.
struct All<'a, Q> {
    lent: &'a Lent,
    shared: &'a Shared,
    asked: &'a InForm,
    question: Q,
}

impl<Q: Fn(&Asking<'_>, &Shared, &Page) -> Result<Paged, Problem>> All<'_, Q> {
    fn ask(&self, page: &Page) -> Result<Paged, Problem> {
        (self.question)(&asking(self.lent, self.shared), self.shared, page)
    }

    /// What the answer begins with, and its first piece, unless it is known.
    fn first(&self, shown: &Shown) -> Result<(Head, Option<(Page, Paged)>), Problem> {
        let InForm { form, address, known } = self.asked;
        let day = self.shared.now().to_string()[..10].to_owned();
        let tag = tag(self.lent, &format!("{} {form:?} {day}", address.asked()));
        if known.as_deref() == Some(tag.as_str()) {
            return Ok((Head { tag, told: None }, None));
        }
        let mut page = Page::new(shown, address, self.lent)?.of(PIECE);
        let mut paged = self.ask(&page)?;
        let mut next = None;
        if *form == Form::Json && paged.answer.whole.is_some() && paged.next.is_some() {
            page = page.of(OBJECT);
            paged = self.ask(&page)?;
            next = paged.next.take().map(|last| page.link(address, last));
        }
        let undated = paged.answer.undated.map(Undated::number);
        let begins = self.lent.ledger.begins_after(page.asked_of)?.map(|begins| begins.to_string());
        Ok((Head { tag, told: Some((next, undated, begins)) }, Some((page, paged))))
    }

    /// Sends it, and what comes behind it.
    fn rest(&self, mut page: Page, mut paged: Paged, pipe: &Pipe) -> Result<(), Broken> {
        let form = self.asked.form;
        let list = form == Form::Json && paged.answer.whole.is_none();
        let mut first = true;
        loop {
            pipe.send(Piece::Bytes(Bytes::from(piece(&paged.answer, form, first))))?;
            first = false;
            let Some(last) = paged.next.take() else { break };
            page = page.behind(last);
            paged = self.ask(&page).map_err(|problem| {
                tracing::error!(detail = problem.detail(), "a page of a list failed");
                Broken::Failed
            })?;
        }
        if list {
            pipe.send(Piece::Bytes(Bytes::from_static(b"]")))?;
        }
        pipe.send(Piece::End)
    }
}

/// Rows in a form as they follow what was sent before: without heads, and in JSON without the brackets between.
fn piece(answer: &Answer, form: Form, first: bool) -> Vec<u8> {
    if form == Form::Json {
        let mut all = answer.compact();
        if answer.whole.is_none() {
            all.pop();
            if !first && all.len() > 1 {
                // What follows is parted from what was there.
                all[0] = b',';
            } else if !first {
                all.clear();
            }
        }
        return all;
    }
    let mut text = String::new();
    answer.write(form, &mut text);
    let heads = match form {
        Form::Csv if !first => 1,
        Form::Md if !first => 2,
        _ => 0,
    };
    let from = text.match_indices('\n').nth(heads - usize::from(heads > 0)).map_or(text.len(), |(at, _)| at + 1);
    if heads > 0 { text.split_off(from).into_bytes() } else { text.into_bytes() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_put_together_are_one_list() {
        let page = |from: usize, to: usize| {
            let mut answer = Answer::new(&["id", "quote"]);
            (from..to).for_each(|n| answer.push(vec![n.to_string(), "a\nb".into()], serde_json::json!({"id": n})));
            answer
        };
        let joined = |form| {
            let bytes =
                [piece(&page(0, 2), form, true), piece(&page(2, 3), form, false), piece(&page(3, 3), form, false)];
            String::from_utf8(bytes.concat()).expect("text")
        };
        let whole = |form| {
            let mut out = String::new();
            page(0, 3).write(form, &mut out);
            out
        };
        for form in [Form::Csv, Form::Md, Form::Jsonl] {
            assert_eq!(joined(form), whole(form));
        }
        assert_eq!(joined(Form::Json) + "]", r#"[{"id":0},{"id":1},{"id":2}]"#);
    }
}
