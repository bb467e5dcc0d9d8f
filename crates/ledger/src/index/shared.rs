//! The index's folder as tantivy sees it: memory-mapped files, and no lock where nobody can write one.
//!
//! A reader takes a short lock against the writer's clearing away of old files. On a medium that can't be written (an archive's
//! share, a DVD) there is no writer either. Where only this user may not write, a writer may clear files at the wrong moment:
//! the question then fails with a missing file, and never answers wrongly.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// Files of an index, wherever they are.
#[derive(Clone, Debug)]
pub(super) struct SharedDirectory(MmapDirectory);

impl SharedDirectory {
    pub(super) fn open(folder: &Path) -> Result<Self, tantivy::TantivyError> {
        Ok(Self(MmapDirectory::open(folder)?))
    }

    /// Among the system's passing files; gone with the last who has it open.
    pub(super) fn passing() -> Result<Self, tantivy::TantivyError> {
        Ok(Self(MmapDirectory::create_from_tempdir()?))
    }
}

impl Directory for SharedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.0.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.0.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.0.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.0.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.0.acquire_lock(lock) {
            Err(LockError::IoError(error)) if lock.is_blocking && shut(&error) => Ok(DirectoryLock::from(Box::new(()))),
            outcome => outcome,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.0.watch(callback)
    }
}

/// Whether nothing can be written there; only readers' locks are asked for by waiting, the writer's own fails at once.
fn shut(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied)
}
