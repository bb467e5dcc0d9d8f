//! Bounds on how often: requests by caller, and wrong passwords by name and by address.

use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::Problem;

/// Requests a second that one caller may go on with: far above what a page or a person does.
pub(crate) const REQUESTS_A_SECOND: NonZeroU32 = NonZeroU32::new(2_000).expect("not zero");

/// Wrong passwords or tokens in a row before waiting; then one every [`SECONDS_A_TRY`].
pub(crate) const TRIES: NonZeroU32 = NonZeroU32::new(5).expect("not zero");
pub(crate) const SECONDS_A_TRY: u64 = 12;

/// Counts by key.
pub(crate) struct Throttle {
    requests: DefaultKeyedRateLimiter<String>,
    tries: DefaultKeyedRateLimiter<String>,
    clock: DefaultClock,
}

impl std::fmt::Debug for Throttle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Throttle").finish_non_exhaustive()
    }
}

impl Throttle {
    pub(crate) fn new() -> Self {
        let slow = Quota::with_period(std::time::Duration::from_secs(SECONDS_A_TRY)).map(|q| q.allow_burst(TRIES));
        Self {
            requests: RateLimiter::keyed(Quota::per_second(REQUESTS_A_SECOND)),
            tries: RateLimiter::keyed(slow.unwrap_or_else(|| Quota::per_minute(TRIES))),
            clock: DefaultClock::default(),
        }
    }

    /// One more request of this caller.
    pub(crate) fn request(&self, caller: &str) -> Result<(), Problem> {
        self.count(&self.requests, caller, "requests")
    }

    /// One more try to sign in: counted before the password is looked at, so that guessing many at once is no faster.
    pub(crate) fn attempt(&self, key: &str) -> Result<(), Problem> {
        self.count(&self.tries, key, "tries to sign in")
    }

    /// Keys that nobody used for long are forgotten.
    pub(crate) fn forget(&self) {
        self.requests.retain_recent();
        self.tries.retain_recent();
    }

    fn count(&self, limiter: &DefaultKeyedRateLimiter<String>, key: &str, what: &str) -> Result<(), Problem> {
        limiter.check_key(&key.to_owned()).map_err(|not_until| {
            let seconds = not_until.wait_time_from(self.clock.now()).as_secs() + 1;
            Problem::new("too-many", format!("too many {what}: wait {seconds} s")).after(seconds)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_tries_are_held_up_by_key() {
        let throttle = Throttle::new();
        assert!((0..TRIES.get()).all(|_| throttle.attempt("ann").is_ok()));
        let held = throttle.attempt("ann").expect_err("one too many");
        assert_eq!(held.code().as_u16(), 429);
        assert!(held.detail().contains("wait"), "{held:?}");
        assert!(throttle.attempt("ben").is_ok(), "others go on");
    }
}
