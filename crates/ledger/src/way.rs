//! Giving way: what is added may wait, what is asked may not.

/// How far below the others a thread steps back (`nice`): it has half the share of one that does not.
#[cfg(unix)]
const STEP: i32 = 3;

/// Has the calling thread, and those that it starts from then on, give way to others wherever there are not processors enough for
/// all: for threads that add while somebody asks. It can't be taken back, so it is for threads that do nothing else. Where the
/// system does not know of it nothing changes.
pub fn give_way() {
    // On Linux "none" is this thread, elsewhere this program, which then does nothing but add either.
    #[cfg(unix)]
    if let Ok(now) = rustix::process::getpriority_process(None) {
        let _ = rustix::process::setpriority_process(None, now + STEP);
    }
}
