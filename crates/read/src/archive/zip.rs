//! Zips: as archives, and as the packages that DOCX and EPUB are.
//!
//! Names are UTF-8 where they can be, else GBK, as Chinese systems write them without saying so. An archive whose
//! directory is lost (cut off, or a bomb of entries) is read from its front, member by member, as far as it goes.
//! Next to read: `tape.rs`; for packages `formats/docx/mod.rs`.

use std::io::{Cursor, Read};

use ::zip::ZipArchive;
use ::zip::result::ZipError;
use chancery_model::{Fault, FaultKind, Severity};
use memchr::memmem;

use super::Walk;
use super::budget::{Budget, Outcome, fault};
use crate::Limits;

/// A document that is a zip inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ZipDocument {
    /// Word.
    Docx,
    /// EPUB.
    Epub,
    /// A spreadsheet, slides, an ODF text: a document, but none that is read.
    Other,
}

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";

/// The directory is read whole before the first member, a few hundred bytes an entry: not beyond this many.
const DIRECTORY_ENTRIES: usize = 1_000_000;

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

fn open(bytes: &[u8]) -> Result<Archive<'_>, ZipError> {
    if memmem::find_iter(bytes, CENTRAL).take(DIRECTORY_ENTRIES + 1).count() > DIRECTORY_ENTRIES {
        return Err(ZipError::UnsupportedArchive("too many entries"));
    }
    ZipArchive::new(Cursor::new(bytes))
}

/// Which document these bytes are, or `None` where they are a plain archive or no zip.
pub(crate) fn zip_document(bytes: &[u8]) -> Option<ZipDocument> {
    if !bytes.starts_with(LOCAL) {
        return None;
    }
    // The first entry tells it in files that are written by the book, also when their end is lost.
    let first = first_name(bytes);
    if first == b"mimetype" {
        let content = &bytes[(30 + first.len()).min(bytes.len())..];
        let near = &content[..content.len().min(64)];
        let epub = memmem::find(near, b"application/epub+zip").is_some();
        return Some(if epub { ZipDocument::Epub } else { ZipDocument::Other });
    }
    let Ok(archive) = open(bytes) else {
        let near = |name: &[u8]| memmem::find(&bytes[..bytes.len().min(4096)], name).is_some();
        if near(b"application/epub+zip") {
            return Some(ZipDocument::Epub);
        }
        let docx =
            || if memmem::find(bytes, b"word/document").is_some() { ZipDocument::Docx } else { ZipDocument::Other };
        return near(b"[Content_Types].xml").then(docx);
    };
    let has = |name: &str| archive.index_for_name_raw(name.as_bytes()).is_some();
    if has("META-INF/container.xml") && has("mimetype") {
        return Some(ZipDocument::Epub);
    }
    if has("[Content_Types].xml") {
        let docx = archive.file_names_raw().any(|n| n.starts_with(b"word/document"));
        return Some(if docx { ZipDocument::Docx } else { ZipDocument::Other });
    }
    has("mimetype").then_some(ZipDocument::Other)
}

/// The name in the local header that the bytes begin with.
fn first_name(bytes: &[u8]) -> &[u8] {
    let length = bytes.get(26..28).map_or(0, |b| usize::from(u16::from_le_bytes([b[0], b[1]])));
    bytes.get(30..30 + length).unwrap_or_default()
}

/// A member's name: UTF-8, else GBK, else what can be read of it.
pub(super) fn decoded_name(raw: &[u8]) -> String {
    let gbk = || encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(raw);
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => gbk().map_or_else(|| String::from_utf8_lossy(raw).into_owned(), std::borrow::Cow::into_owned),
    }
}

fn fault_of(name: &str, error: &ZipError) -> Fault {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => locked(name),
        ZipError::UnsupportedArchive(why) => {
            fault(FaultKind::UnknownFormat, Severity::Error, format!("{name}: {why}; pack it again with deflate"))
        }
        ZipError::CompressionMethodNotSupported(method) => fault(
            FaultKind::UnknownFormat,
            Severity::Error,
            format!("{name}: compression method {method} is not read; pack it again with deflate"),
        ),
        other => fault(FaultKind::Damaged, Severity::Error, format!("{name}: {other}; fetch it again")),
    }
}

fn locked(name: &str) -> Fault {
    let message = format!("{name}: locked with a password; unpack it with the password first");
    fault(FaultKind::Encrypted, Severity::Error, message)
}

impl Walk<'_> {
    pub(super) fn zip(&mut self, prefix: &str, bytes: &[u8], depth: u32) {
        let mut archive = match open(bytes) {
            Ok(archive) => archive,
            Err(error) => {
                let label = label_of(prefix);
                let message = format!("{label}: {error}; read from its front as far as it goes");
                self.fault(fault(FaultKind::Damaged, Severity::Warning, message));
                return self.zip_from_front(prefix, bytes, depth);
            }
        };
        let mut forks = 0u32;
        for index in 0..archive.len() {
            if self.budget.is_spent() {
                return;
            }
            let mut unreadable = None;
            let (name, size, packed) = match archive.by_index_raw(index) {
                Ok(file) if file.is_dir() => continue,
                Ok(file) if file.encrypted() => {
                    let name = format!("{prefix}{}", decoded_name(file.name_raw()));
                    let fault = self.budget.admit(&name).unwrap_or_else(|| locked(&name));
                    self.fault(fault);
                    continue;
                }
                Ok(file) => (decoded_name(file.name_raw()), file.size(), file.compressed_size()),
                Err(error) => {
                    unreadable = Some(error);
                    (String::new(), 0, 0)
                }
            };
            if let Some(error) = unreadable {
                let name = archive.file_names_raw().nth(index).map(decoded_name).unwrap_or_default();
                self.fault(fault_of(&format!("{prefix}{name}"), &error));
                continue;
            }
            if name.starts_with("__MACOSX/") {
                forks += 1;
                continue;
            }
            let full = format!("{prefix}{name}");
            if let Some(fault) = self.budget.admit(&full) {
                return self.fault(fault);
            }
            if size > self.budget.limits().source_bytes {
                let fault = self.budget.too_large(&full);
                self.fault(fault);
                continue;
            }
            match archive.by_index(index) {
                Ok(mut file) => self.zip_member(prefix, &name, &mut file, packed, depth),
                Err(error) => self.fault(fault_of(&full, &error)),
            }
        }
        if forks > 0 {
            let label = label_of(prefix);
            let message = format!("{label}: {forks} files of macOS about the other files (__MACOSX) left out");
            self.fault(fault(FaultKind::UnknownFormat, Severity::Note, message));
        }
    }

    /// Without the directory: each member follows the one before.
    fn zip_from_front(&mut self, prefix: &str, bytes: &[u8], depth: u32) {
        let mut rest = Cursor::new(bytes);
        while !self.budget.is_spent() {
            match ::zip::read::read_zipfile_from_stream(&mut rest) {
                Ok(Some(file)) if file.is_dir() => {}
                Ok(Some(mut file)) => {
                    let (name, packed) = (decoded_name(file.name_raw()), file.compressed_size());
                    if let Some(fault) = self.budget.admit(&format!("{prefix}{name}")) {
                        return self.fault(fault);
                    }
                    self.zip_member(prefix, &name, &mut file, packed, depth);
                }
                Ok(None) => return,
                Err(ZipError::Io(_)) => return,
                Err(error) => return self.fault(fault_of(&label_of(prefix), &error)),
            }
        }
    }

    fn zip_member(&mut self, prefix: &str, name: &str, file: &mut dyn Read, packed: u64, depth: u32) {
        let full = format!("{prefix}{name}");
        let (bytes, outcome) = self.budget.slurp(&full, file, Some(packed));
        match outcome {
            Outcome::Whole => self.member(prefix, name, bytes, depth),
            Outcome::Over(fault) => self.fault(fault),
            Outcome::Broken(error) => self.broken(prefix, name, bytes, &error, depth),
        }
    }

    /// A member whose end is lost or wrong: said, and what was read before is handed over.
    pub(super) fn broken(&mut self, prefix: &str, name: &str, bytes: Vec<u8>, error: &std::io::Error, depth: u32) {
        let message = format!("{prefix}{name}: {error} after {} bytes; fetch the archive again", bytes.len());
        self.fault(fault(FaultKind::Damaged, Severity::Error, message));
        if !bytes.is_empty() {
            self.member(prefix, name, bytes, depth);
        }
    }
}

/// What to call the archive itself in a message.
pub(super) fn label_of(prefix: &str) -> String {
    if prefix.is_empty() { "the archive".to_owned() } else { prefix.trim_end_matches('!').to_owned() }
}

/// A zip that is one document: its parts by name, within the limits.
pub(crate) struct Package<'b> {
    archive: Archive<'b>,
    budget: Budget,
}

impl<'b> Package<'b> {
    /// Opens it.
    pub(crate) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, Fault> {
        match open(bytes) {
            Ok(archive) => Ok(Self { archive, budget: Budget::new(limits) }),
            Err(error) => Err(fault_of("the document", &error)),
        }
    }

    /// One part's bytes: `None` where there is no such part. Damage is a fault, with what could be read before it.
    pub(crate) fn part(&mut self, name: &str, faults: &mut Vec<Fault>) -> Option<Vec<u8>> {
        let index = self.archive.index_for_name_raw(name.as_bytes())?;
        let mut file = match self.archive.by_index(index) {
            Ok(file) => file,
            Err(error) => {
                faults.push(fault_of(name, &error));
                return None;
            }
        };
        let packed = file.compressed_size();
        let (bytes, outcome) = self.budget.slurp(name, &mut file, Some(packed));
        match outcome {
            Outcome::Whole => return Some(bytes),
            Outcome::Over(over) => faults.push(over),
            Outcome::Broken(error) => {
                let message = format!("{name}: {error} after {} bytes; fetch the file again", bytes.len());
                faults.push(fault(FaultKind::Damaged, Severity::Error, message));
                return (!bytes.is_empty()).then_some(bytes);
            }
        }
        None
    }
}
