//! Acts in the forms of other programs, sent as they are made: an export of any length takes a few megabytes of memory, and one
//! that is not whole ends in an error, never as if it were.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use axum::body::{Body as RawBody, Bytes};
use axum::extract::State as Given;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use chancery_answer::{AskError, Export, Exporting, PromiseList};
use chancery_export::Name;
use futures_util::{StreamExt, stream};
use serde::Deserialize;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};
use utoipa::openapi::{self, ContentBuilder, HeaderBuilder, ObjectBuilder, RefOr, ResponseBuilder, Type};
use utoipa::{IntoParams, IntoResponses, ToSchema};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::asked::{Fields, asking, known, tag};
use super::boards::Listed;
use super::{Asked, Named};
use crate::Problem;
use crate::state::{Lent, Shared, State};

/// Pieces of at most a megabyte that wait for who reads them.
const WAITING: usize = 2;

/// How long somebody may take to read a piece.
const STALLED: Duration = Duration::from_secs(60);

/// Bytes of a zip archive that are sent at once.
const PIECE: usize = 256 << 10;

/// Entries in a section of a brief, where nobody says.
const ENTRIES: usize = 25;

/// The forms of exports.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ExportForm {
    /// One JSON object an act.
    Jsonl,
    /// A table with comma-separated values.
    Csv,
    /// Typed tables by year, in a zip archive.
    Parquet,
    /// JSON-LD Web Annotation.
    Webannotation,
    /// iCalendar: deadlines and meetings.
    Ics,
    /// Atom feed.
    Atom,
    /// Actors as a graph.
    Graphml,
    /// FollowTheMoney entities.
    Ftm,
    /// PLOVER rows.
    Plover,
    /// A brief in Markdown.
    Md,
    /// A brief as one HTML page.
    Html,
}

const ZIP: &str = "application/zip";

impl ExportForm {
    /// The form's name, and the media type of its one file.
    const fn kind(self) -> (Name, &'static str) {
        match self {
            Self::Jsonl => (Name::Jsonl, "application/jsonl"),
            Self::Csv => (Name::Csv, "text/csv; charset=utf-8"),
            Self::Parquet => (Name::Parquet, ZIP),
            Self::Webannotation => {
                (Name::Webannotation, "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"")
            }
            Self::Ics => (Name::Ics, "text/calendar; charset=utf-8"),
            Self::Atom => (Name::Atom, "application/atom+xml; charset=utf-8"),
            Self::Graphml => (Name::Graphml, "application/graphml+xml; charset=utf-8"),
            Self::Ftm => (Name::Ftm, "application/x-ndjson"),
            Self::Plover => (Name::Plover, "text/csv; charset=utf-8"),
            Self::Md => (Name::Md, "text/markdown; charset=utf-8"),
            Self::Html => (Name::Html, "text/html; charset=utf-8"),
        }
    }
}

/// How much of it.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct How {
    /// With what the ledger knew then: a day (to its end, UTC) or a moment.
    #[param(example = "2024-03-12")]
    as_of: Option<String>,
    /// jsonl and csv as `chancery export --out` writes them, in a zip archive: every table with the data dictionary, and in jsonl,
    /// where nothing narrows it down, the whole ledger, which `chancery import` brings back. parquet always comes so.
    folder: bool,
    /// Only what these words find, as `/api/v1/search` takes them.
    q: String,
    /// Only what is on this matter; one known name is asked for by its other names too, as `/api/v1/positions` does.
    on: String,
    /// Only this act, or the acts of this article: an id, or a permalink.
    of: Option<String>,
    /// In a brief (md, html) entries of a section at most; 0 for all.
    #[param(minimum = 0, maximum = 1_000_000, default = 25)]
    limit: Option<usize>,
}

/// An export, for the document.
pub(crate) struct Exports;

impl IntoResponses for Exports {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        let text = || HeaderBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::String)));
        let mut given = ResponseBuilder::new()
            .description("The export, sent as it is made; where it can't be made whole, the connection is broken off")
            .header("content-disposition", text().description(Some("The file's name")).build())
            .header("etag", text().description(Some("Stays while the ledger stays")).build());
        for form in [
            ExportForm::Jsonl,
            ExportForm::Csv,
            ExportForm::Parquet,
            ExportForm::Webannotation,
            ExportForm::Ics,
            ExportForm::Atom,
            ExportForm::Graphml,
            ExportForm::Ftm,
            ExportForm::Md,
            ExportForm::Html,
        ] {
            let kind = form.kind().1;
            given = given.content(kind.split(';').next().unwrap_or(kind), ContentBuilder::new().build());
        }
        let known = ResponseBuilder::new().description("As `If-None-Match` has it");
        [("200".to_owned(), RefOr::T(given.build())), ("304".to_owned(), RefOr::T(known.build()))].into()
    }
}

/// Acts in a form that other programs read, newest first.
///
/// The same as `chancery export` writes: the same ledger gives the same bytes.
#[utoipa::path(
    get, path = "/api/v1/exports/{form}", tag = "export",
    params(("form" = ExportForm, Path, example = "ics"), Fields, Listed, How),
    responses(Exports, Problem)
)]
pub(crate) async fn export(
    Given(state): Given<State>,
    Named(form): Named<ExportForm>,
    Asked(fields): Asked<Fields>,
    Asked(how): Asked<How>,
    Asked(listed): Asked<Listed>,
    address: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (name, one) = form.kind();
    let folder = name == Name::Parquet || (how.folder && name.is_folder());
    let mut asked = Export {
        name,
        which: fields.into(),
        query: how.q,
        on: how.on,
        promises: None,
        of: how.of,
        as_of: how.as_of,
        most: how.limit.unwrap_or(ENTRIES),
        program: format!("chancery {}", env!("CARGO_PKG_VERSION")),
    };
    let turn = turn(&state)?;
    let (told, ready) = oneshot::channel();
    let (pipe, sent) = Pipe::new();
    let given = known(&headers);
    let work = move || {
        let _turn = turn;
        let lent = match state.lent() {
            Ok(lent) => lent,
            // Who asked may have gone away, here and below.
            Err(problem) => return drop(told.send(Err(problem))),
        };
        let mut told_of = address.to_string();
        match listed.asked(&state) {
            Ok((list, _)) if list == PromiseList::default() => {}
            Ok((list, today)) => {
                // What is overdue changes with the day.
                told_of = format!("{told_of} {today}");
                asked.promises = Some((list, today));
            }
            Err(error) => return drop(told.send(Err(error.into()))),
        }
        let tag = tag(&lent, &told_of);
        if given.as_deref() == Some(tag.as_str()) {
            drop(told.send(Ok((tag, false))));
        } else {
            match Exporting::new(&asking(&lent, &state), asked) {
                Err(error) => drop(told.send(Err(error.into()))),
                Ok(exporting) => {
                    drop(told.send(Ok((tag, true))));
                    made(exporting, &lent, &state, (name, folder), pipe);
                }
            }
        }
        state.give_back(lent);
    };
    tokio::task::spawn_blocking(work);
    let failed = |_| Problem::new("failed", "the export failed, which is a bug: the server's log says where");
    let (tag, changed) = ready.await.map_err(failed)??;
    let mut response = if changed {
        // Who packs it asks on after the end.
        RawBody::from_stream(stream::unfold(Some(sent), received).fuse()).into_response()
    } else {
        StatusCode::NOT_MODIFIED.into_response()
    };
    let set = response.headers_mut();
    if changed {
        let (media, file) = if folder {
            (
                ZIP,
                format!(
                    "chancery-{}.zip",
                    name.main().rsplit('.').next().filter(|_| name != Name::Parquet).unwrap_or("parquet")
                ),
            )
        } else {
            (one, name.main().to_owned())
        };
        set.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        // Whatever it is, a browser is to keep it, not to open it on this address.
        if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{file}\"")) {
            set.insert(header::CONTENT_DISPOSITION, value);
        }
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        set.insert(header::ETAG, tag);
    }
    Ok(response)
}

/// The right to make one, until it is dropped.
pub(super) fn turn(state: &State) -> Result<OwnedSemaphorePermit, Problem> {
    state.exports.clone().try_acquire_owned().map_err(|_| {
        Problem::new("too-many", "as many exports as are made at once are under way: try again when one is done")
            .after(5)
            .coded(Some("many-exports"), "")
    })
}

/// What is sent.
pub(super) enum Piece {
    Bytes(Bytes),
    /// All of it was sent.
    End,
}

/// The next piece; where they cease before the end, an error, so that the body does not look whole.
pub(super) async fn received(
    sent: Option<mpsc::Receiver<Piece>>,
) -> Option<(io::Result<Bytes>, Option<mpsc::Receiver<Piece>>)> {
    let mut sent = sent?;
    match sent.recv().await {
        Some(Piece::Bytes(bytes)) => Some((Ok(bytes), Some(sent))),
        Some(Piece::End) => None,
        None => Some((Err(io::Error::other("the export was broken off")), None)),
    }
}

/// Why an export was broken off.
pub(super) enum Broken {
    /// Nobody reads it.
    Gone,
    Asked(AskError),
    Disk(io::Error),
    /// As the log says.
    Failed,
}

impl From<AskError> for Broken {
    fn from(error: AskError) -> Self {
        Self::Asked(error)
    }
}

/// Sends pieces to the body, from a thread that may wait.
pub(super) struct Pipe {
    pieces: mpsc::Sender<Piece>,
    runtime: Handle,
    waiting: Vec<u8>,
}

impl Pipe {
    /// With its other end.
    pub(super) fn new() -> (Self, mpsc::Receiver<Piece>) {
        let (pieces, sent) = mpsc::channel(WAITING);
        (Self { pieces, runtime: Handle::current(), waiting: Vec::new() }, sent)
    }

    pub(super) fn send(&self, piece: Piece) -> Result<(), Broken> {
        let sending = async { tokio::time::timeout(STALLED, self.pieces.send(piece)).await };
        match self.runtime.block_on(sending) {
            Ok(Ok(())) => Ok(()),
            _ => Err(Broken::Gone),
        }
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let piece = Piece::Bytes(std::mem::take(&mut self.waiting).into());
        self.send(piece).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

/// Makes it and sends it.
fn made(exporting: Exporting, lent: &Lent, shared: &Shared, (name, folder): (Name, bool), pipe: Pipe) {
    let done = if folder {
        archived(exporting, lent, shared, name, pipe)
    } else {
        let only = name.main();
        let sink = &mut |path: &str, bytes: &[u8]| {
            if path == only { pipe.send(Piece::Bytes(Bytes::copy_from_slice(bytes))) } else { Ok(()) }
        };
        exporting.run(&asking(lent, shared), false, sink).and_then(|_| pipe.send(Piece::End))
    };
    match done {
        Ok(()) | Err(Broken::Gone | Broken::Failed) => {}
        Err(Broken::Asked(error)) => tracing::error!(%error, "an export was broken off"),
        Err(Broken::Disk(error)) => tracing::error!(%error, "an export could not be put on disk"),
    }
}

/// An archive holds one file after the other, and forms of several files write them side by side: they are put on disk first.
fn archived(exporting: Exporting, lent: &Lent, shared: &Shared, name: Name, mut pipe: Pipe) -> Result<(), Broken> {
    let place = tempfile::tempdir().map_err(Broken::Disk)?;
    let mut paths = BTreeMap::new();
    exporting.run(&asking(lent, shared), true, &mut |path: &str, bytes: &[u8]| {
        if pipe.pieces.is_closed() {
            return Err(Broken::Gone);
        }
        let number = paths.len();
        let file = place.path().join(paths.entry(path.to_owned()).or_insert(number).to_string());
        let append = |file: &Path| File::options().create(true).append(true).open(file)?.write_all(bytes);
        append(&file).map_err(Broken::Disk)
    })?;
    let packed = || -> io::Result<()> {
        let mut zip = ZipWriter::new_stream(&mut pipe);
        // Parquet is compressed already.
        let how = if name == Name::Parquet { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        for (path, number) in &paths {
            zip.start_file(path, SimpleFileOptions::default().compression_method(how).large_file(true))?;
            let file = place.path().join(number.to_string());
            io::copy(&mut File::options().read(true).open(&file)?, &mut zip)?;
            fs::remove_file(&file)?;
        }
        zip.finish()?.into_inner().flush()
    };
    let mut packed = packed;
    match packed() {
        Ok(()) => pipe.send(Piece::End),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Broken::Gone),
        Err(error) => Err(Broken::Disk(error)),
    }
}
