//! What to read: files, folders, archives and standard input, one source after another in a stated order.
//!
//! A folder gives its files sorted by name, folder by folder; hidden files and folders are skipped. An archive gives its
//! members in its own order, skipping the same. What can't be opened is handed on as a fault, so that it is named and
//! counted like any other failed source. Nothing is decoded here.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use chancery_model::{Fault, FaultKind, FaultPlace, Severity};
use chancery_read::{Limits, is_archive, unpack};
use ignore::WalkBuilder;

/// Enough of a file to tell an archive (a tar's mark stands 257 bytes in).
const HEAD: usize = 512;

/// One source, or why there is none.
#[derive(Debug)]
pub(crate) struct Found {
    /// Path as given, or `archive!member`.
    pub(crate) name: String,
    /// Its bytes, or why it could not be opened.
    pub(crate) bytes: Result<Vec<u8>, Fault>,
    /// How many files were found before the one it is in: for the progress bar.
    pub(crate) file: u64,
}

impl Found {
    /// What it weighs while it is under way.
    pub(crate) fn weight(&self) -> u64 {
        self.name.len() as u64 + self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)
    }
}

/// Hands over every source under `paths` in order, until told that nobody wants more.
pub(crate) fn each(paths: &[impl AsRef<Path>], stdin_name: &str, limits: &Limits, hand: &mut dyn FnMut(Found) -> bool) {
    let mut finder = Finder { limits, hand, files: 0, wanted: true };
    for path in paths {
        let path = path.as_ref();
        if path.as_os_str() == "-" {
            let read = read_bounded(io::stdin().lock(), None, stdin_name, limits);
            finder.file(stdin_name, read);
        } else {
            finder.path(path);
        }
        if !finder.wanted {
            return;
        }
    }
}

/// How many files a run over `paths` will open; for the progress bar. Archives count as one.
pub(crate) fn count(paths: &[impl AsRef<Path>]) -> u64 {
    let files = |path: &Path| match path.is_dir() {
        true => walk(path).filter(|entry| entry.as_ref().is_ok_and(is_file)).count() as u64,
        false => 1,
    };
    paths.iter().map(|path| files(path.as_ref())).sum()
}

fn walk(folder: &Path) -> ignore::Walk {
    // Only hidden entries are left out. What .gitignore names may well be a corpus.
    WalkBuilder::new(folder).standard_filters(false).hidden(true).sort_by_file_name(std::ffi::OsStr::cmp).build()
}

/// Files, pipes and links to them; a link to a folder is not followed.
fn is_file(entry: &ignore::DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| if kind.is_symlink() { entry.path().is_file() } else { !kind.is_dir() })
}

struct Finder<'f> {
    limits: &'f Limits,
    hand: &'f mut dyn FnMut(Found) -> bool,
    files: u64,
    wanted: bool,
}

impl Finder<'_> {
    fn path(&mut self, path: &Path) {
        if !path.is_dir() {
            return self.open(path);
        }
        for entry in walk(path) {
            match entry {
                Ok(entry) if is_file(&entry) => self.open(entry.path()),
                Ok(_) => {}
                Err(error) => {
                    let name = path.to_string_lossy();
                    self.file(&name, Err(unreadable(&error.to_string())));
                }
            }
            if !self.wanted {
                return;
            }
        }
    }

    fn open(&mut self, path: &Path) {
        let name = path.to_string_lossy();
        #[expect(clippy::disallowed_methods, reason = "this is where files are opened")]
        let read = match File::open(path) {
            Ok(file) => {
                let length = file.metadata().ok().map(|meta| meta.len());
                read_bounded(file, length, &name, self.limits)
            }
            Err(error) => Err(opening(&error)),
        };
        self.file(&name, read);
    }

    /// Hands over one file's bytes, or its members where it is an archive.
    fn file(&mut self, name: &str, read: Result<Vec<u8>, Fault>) {
        match read {
            Ok(bytes) if is_archive(name, &bytes) => self.archive(name, &bytes),
            bytes => self.give(name.to_owned(), bytes),
        }
        self.files += 1;
    }

    fn archive(&mut self, name: &str, bytes: &[u8]) {
        let limits = self.limits;
        unpack(name, bytes, limits, &mut |member| match member {
            _ if !self.wanted => {}
            Ok(member) if is_hidden(&member.name) => {}
            Ok(member) => self.give(format!("{name}!{}", member.name), Ok(member.bytes)),
            Err(fault) => self.give(name.to_owned(), Err(fault)),
        });
    }

    fn give(&mut self, name: String, bytes: Result<Vec<u8>, Fault>) {
        self.wanted = (self.hand)(Found { name, bytes, file: self.files });
    }
}

/// Whether a member is one that a folder would not show: `.git/…`, and what macOS adds to a zip.
fn is_hidden(member: &str) -> bool {
    member.split(['/', '!']).any(|step| (step.starts_with('.') && step != "." && step != "..") || step == "__MACOSX")
}

/// Reads to the end, but no more than the limits allow: a source's size, or an archive's unpacked size.
fn read_bounded(mut from: impl io::Read, length: Option<u64>, name: &str, limits: &Limits) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let failed = |error: io::Error| unreadable(&error.to_string());
    from.by_ref().take(HEAD as u64).read_to_end(&mut bytes).map_err(failed)?;
    let most =
        if is_archive(name, &bytes) { limits.unpacked_bytes.max(limits.source_bytes) } else { limits.source_bytes };
    let over = |size: &str| {
        let message = format!("{size}, more than the limit of {most}: split it, or give --limit source-bytes=…");
        Fault::new(FaultKind::OverLimit, Severity::Error, FaultPlace::Whole, message)
    };
    if let Some(length) = length.filter(|length| *length > most) {
        return Err(over(&format!("{length} bytes")));
    }
    bytes.reserve(length.and_then(|length| usize::try_from(length).ok()).unwrap_or(0).saturating_sub(bytes.len()));
    let rest = most.saturating_sub(bytes.len() as u64).saturating_add(1);
    from.take(rest).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > most { Err(over(&format!("more than {most} bytes"))) } else { Ok(bytes) }
}

fn opening(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::NotFound => {
            unreadable("no such file or folder: check the path (it counts from the current folder)")
        }
        io::ErrorKind::PermissionDenied => {
            unreadable("permission denied: ask for the right to read it, or copy it first")
        }
        _ => unreadable(&error.to_string()),
    }
}

fn unreadable(message: &str) -> Fault {
    Fault::new(FaultKind::Unreadable, Severity::Error, FaultPlace::Whole, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_that_a_folder_would_hide_are_hidden() {
        for (name, hidden) in [
            ("a/b.txt", false),
            ("./a.txt", false),
            ("../a.txt", false),
            (".git/HEAD", true),
            ("a/.DS_Store", true),
            ("__MACOSX/a.txt", true),
            ("in.zip!.x", true),
            ("a...b", false),
        ] {
            assert_eq!(is_hidden(name), hidden, "{name}");
        }
    }

    #[test]
    fn reading_stops_at_the_limit() {
        let limits = Limits { source_bytes: 1000, ..Limits::default() };
        let endless = io::repeat(b'a');
        let fault = read_bounded(endless, None, "a.txt", &limits).expect_err("endless");
        assert_eq!(fault.kind, FaultKind::OverLimit);
        assert_eq!(read_bounded(&[b'a'; 1000][..], None, "a.txt", &limits).map(|b| b.len()), Ok(1000));
        assert!(read_bounded(&[b'a'; 9][..], Some(1001), "a.txt", &limits).is_err(), "told from its length alone");
    }
}
