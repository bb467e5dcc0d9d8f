//! What a program that runs for days gives back. glibc keeps what is freed for whoever asks next, up to eight stores a processor
//! with as much as 64 MB of free room at the end of each; as threads come and go with every upload, all of them fill up. How it is
//! to be kept is told by the environment that a program starts with, so a server starts itself once more with these words in it.
//! It stays the same process, with the same number and the same open files. Elsewhere than on Linux with glibc nothing is done.
//! Measured: docs/benchmarks.md.

/// Stores, bytes that are returned at once when freed, free bytes at a store's end that are returned.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const SETTINGS: [(&str, &str); 3] =
    [("MALLOC_ARENA_MAX", "4"), ("MALLOC_MMAP_THRESHOLD_", "4194304"), ("MALLOC_TRIM_THRESHOLD_", "2097152")];

/// Sees to it that memory which is freed is given back. It comes back where that is so already, or can't be had.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(clippy::disallowed_methods, reason = "how memory is kept changes no answer")]
pub(crate) fn give_back() {
    use std::os::unix::process::CommandExt;

    // Whoever says one of them in the environment knows why; and this program, the second time.
    if SETTINGS.iter().any(|(name, _)| std::env::var_os(name).is_some()) {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    let mut arguments = std::env::args_os();
    let mut again = std::process::Command::new(program);
    if let Some(name) = arguments.next() {
        again.arg0(name);
    }
    // Where it fails, the server runs as it is.
    let _ = again.args(arguments).envs(SETTINGS).exec();
}

/// Nothing is to be done here.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn give_back() {}
