//! What a panic becomes.
//!
//! A panic inside a flow becomes an end screen: the core sees to that. Should one happen around it, the shell gets an
//! error without content, and the platform's log a place in the source: never the text of a panic, which may quote what
//! it stumbled over.

use std::io::Write as _;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

/// A panic, without its text.
pub(crate) struct Panicked;

/// Runs `work`; a panic ends here.
pub(crate) fn guard<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| Panicked)
}

/// From now on a panic is reported by its place alone.
pub(crate) fn report_places_only() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        panic::set_hook(Box::new(|panic| {
            if let Some(place) = panic.location() {
                let _ = writeln!(std::io::stderr(), "kazasu: defect at {}:{}", place.file(), place.line());
            }
        }));
    });
}

/// Locks, whatever happened to whoever held the lock before.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_here_and_the_lock_goes_on() {
        let shared = Mutex::new(1);
        let outcome = guard(|| {
            let mut held = lock(&shared);
            *held += 1;
            assert!(*held > 2, "a text that nobody is shown");
        });
        assert!(outcome.is_err());
        assert_eq!(*lock(&shared), 2);
    }
}
