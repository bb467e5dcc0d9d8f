//! A whole copy of the ledger's records, for who may not log in to the machine. What it holds, and that others go on reading and
//! adding meanwhile: `Ledger::backup`. Next to read: `exports.rs`, which sends acts in other forms.

use std::fs::File;
use std::io::{self, Write};

use axum::body::Body;
use axum::extract::State as Given;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use tokio::sync::oneshot;

use super::exports::{Piece, Pipe, received};
use crate::Problem;
use crate::state::State;

/// What is sent: a SQLite file.
const SQLITE: &str = "application/vnd.sqlite3";

/// A whole, compact copy of the ledger's database, while others go on reading and adding.
///
/// The same as `chancery backup` writes: laid as `ledger.db` into a folder of its own it is a ledger, whose index is made anew when it is
/// first asked something. Users and tokens are not in it.
#[utoipa::path(
    get, path = "/api/v1/backup", tag = "server",
    responses((status = 200, body = Vec<u8>, content_type = "application/vnd.sqlite3"), Problem)
)]
pub(crate) async fn backup(Given(state): Given<State>) -> Result<Response, Problem> {
    let turn = state.exports.clone().try_acquire_owned().map_err(|_| {
        Problem::new("too-many", "as many exports as are made at once are under way: try again when one is done")
            .after(5)
    })?;
    let (told, ready) = oneshot::channel();
    let (mut pipe, sent) = Pipe::new();
    let work = move || {
        let _turn = turn;
        // Beside the ledger, where there is room for what is about its size.
        let made = || -> Result<(tempfile::TempDir, File), Problem> {
            let lent = state.lent()?;
            let place = tempfile::Builder::new().prefix(".backup-").tempdir_in(&state.setup.ledger);
            let place = place.or_else(|_| tempfile::tempdir()).map_err(|error| failed(&error))?;
            let done = lent.ledger.backup(place.path());
            state.give_back(lent);
            done?;
            let file = File::options().read(true).open(place.path().join("ledger.db"));
            Ok((place, file.map_err(|error| failed(&error))?))
        };
        let (_place, mut file) = match made() {
            Ok(made) => made,
            // Who asked may have gone away, here and below.
            Err(problem) => return drop(told.send(Err(problem))),
        };
        drop(told.send(Ok(())));
        match io::copy(&mut file, &mut pipe).and_then(|_| pipe.flush()) {
            Ok(()) => drop(pipe.send(Piece::End)),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            Err(error) => tracing::error!(%error, "a backup was broken off"),
        }
    };
    tokio::task::spawn_blocking(work);
    ready
        .await
        .map_err(|_| Problem::new("failed", "the backup failed, which is a bug: the server's log says where"))??;
    let body = Body::from_stream(stream::unfold(Some(sent), received).fuse());
    let headers = [(header::CONTENT_TYPE, SQLITE), (header::CONTENT_DISPOSITION, "attachment; filename=\"ledger.db\"")];
    Ok((headers, body).into_response())
}

fn failed(error: &io::Error) -> Problem {
    tracing::error!(%error, "a backup could not be put on disk");
    Problem::new("failed", "the copy can't be put on disk: the server's log says why")
}
