//! The thread that reads keys, so that the loop never waits for them.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zeroize::{Zeroize as _, Zeroizing};

use super::editor::{Editor, Typed, Wanted};
use super::tty::Tty;

/// Less than a read waits for keys.
const WAIT: Duration = Duration::from_millis(20);
/// So many empty reads without a wait are no accident.
const ENOUGH: u8 = 10;

/// Reads keys until it is ended.
pub(super) struct Keyboard {
    editor: Arc<Mutex<Editor>>,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Keyboard {
    /// Starts reading. What is typed comes out of the receiver.
    pub(super) fn listen(tty: Arc<Tty>) -> (Self, UnboundedReceiver<Typed>) {
        let (typed, receiver) = unbounded_channel();
        let (editor, ended) = (Arc::new(Mutex::new(Editor::new())), Arc::new(AtomicBool::new(false)));
        let thread = thread::spawn({
            let (editor, ended) = (Arc::clone(&editor), Arc::clone(&ended));
            move || read(&tty, &editor, &ended, &typed)
        });
        (Self { editor, ended, thread: Some(thread) }, receiver)
    }

    /// Takes something else from now on.
    pub(super) fn want(&self, wanted: Wanted, serial: u64, in_line: bool) {
        lock(&self.editor).want(wanted, serial, in_line);
    }

    /// Whether a line has been begun.
    pub(super) fn is_in_line(&self) -> bool {
        lock(&self.editor).is_in_line()
    }

    /// What was typed of a line so far, as it was shown.
    pub(super) fn shown(&self) -> String {
        lock(&self.editor).shown()
    }

    /// Whether nothing is waited for.
    pub(super) fn is_idle(&self) -> bool {
        lock(&self.editor).is_idle()
    }

    /// Stops reading, and wipes what was typed.
    pub(super) fn end(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); // a panic in it has been reported by then
        }
        lock(&self.editor).want(Wanted::Nothing, 0, false);
    }
}

fn read(tty: &Tty, editor: &Mutex<Editor>, ended: &AtomicBool, typed: &UnboundedSender<Typed>) {
    let mut keys = Zeroizing::new([0; 64]);
    let mut at_once = 0;
    while !ended.load(Ordering::SeqCst) {
        let began = Instant::now();
        match tty.read(&mut keys[..]) {
            // A terminal that hung up tells so at once, and in the same way as a wait without keys.
            Ok(0) if began.elapsed() < WAIT => {
                at_once += 1;
                if at_once == ENOUGH {
                    return;
                }
            }
            Ok(0) => at_once = 0,
            Ok(count) => {
                at_once = 0;
                for key in keys.iter().take(count) {
                    let mut editor = lock(editor);
                    let (shown, done) = editor.take(*key);
                    tty.write(&shown);
                    drop(editor);
                    if done.is_some_and(|done| typed.send(done).is_err()) {
                        return;
                    }
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
        keys.zeroize();
    }
}

/// Poisoned or not: the terminal is given back while a panic unwinds.
fn lock(editor: &Mutex<Editor>) -> MutexGuard<'_, Editor> {
    editor.lock().unwrap_or_else(PoisonError::into_inner)
}
