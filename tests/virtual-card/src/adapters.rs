//! Ways to reach a [`Slot`](crate::Slot) from other programs. In memory it is used directly.
//!
//! Adapters wait as long as the card says it takes; the slot itself never does.

mod stream;
pub mod tcp;
pub mod vpcd;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How often a thread that waits looks whether it is still wanted.
const PATIENCE: Duration = Duration::from_millis(20);

/// An adapter at work in a thread of its own. Dropping it ends the thread.
pub struct Running {
    stop: Stop,
    wake: Box<dyn Fn() + Send>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    fn start(work: impl FnOnce(&Stop) + Send + 'static, wake: impl Fn() + Send + 'static) -> Self {
        let stop = Stop::default();
        let seen = stop.clone();
        Self { stop, wake: Box::new(wake), thread: Some(thread::spawn(move || work(&seen))) }
    }

    /// Waits for ever; for a program that does nothing else.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic in the thread has been reported by then.
            let _ = thread.join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.0.store(true, Ordering::SeqCst);
        (self.wake)();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Set when an adapter shall end.
#[derive(Clone, Default)]
struct Stop(Arc<AtomicBool>);

impl Stop {
    fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// Sleeps, but not past the end.
    fn sleep(&self, mut duration: Duration) {
        while !duration.is_zero() && !self.is_set() {
            let slice = duration.min(PATIENCE);
            thread::sleep(slice);
            duration -= slice;
        }
    }
}
