//! The thread in which a reader lives, and what is asked of it from outside.

use std::future::Future;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use kazasu_core::effect::{Answer, CardFault, Facts};
use kazasu_core::secret::Secret;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tracing::debug;

use super::{Exchange, Reader, Stop};

/// How often the thread looks for reader and card while a screen shows them.
const WATCH: Duration = Duration::from_millis(500);
/// How much longer than the card the thread may take before the card counts as lost.
const GRACE: Duration = Duration::from_millis(500);
/// How much longer than the person a reader's keypad may take: its time runs anew from the first key on.
const KEYPAD_GRACE: Duration = Duration::from_secs(90);

/// Asks a reader in its thread. Jobs are done in their order.
pub struct CardDesk {
    jobs: Sender<Job>,
    noticed: mpsc::UnboundedReceiver<Facts>,
    watched: bool,
    ended: oneshot::Receiver<()>,
}

enum Job {
    Open { stop: Stop, answer: oneshot::Sender<Answer> },
    Transmit { command: Secret, limit: Duration, sensitive: bool, answer: oneshot::Sender<Answer> },
    Keypad { template: Vec<u8>, limit: Duration, answer: oneshot::Sender<Answer> },
    Close,
    Watch(bool),
}

impl CardDesk {
    /// Gives the reader a thread.
    pub fn new(reader: Box<dyn Reader>) -> Self {
        let (jobs, work) = channel();
        let (facts, noticed) = mpsc::unbounded_channel();
        let (end, ended) = oneshot::channel();
        thread::spawn(move || {
            Clerk { reader, facts, watching: false, open: false, last: Facts::default() }.serve(&work);
            let _ = end.send(()); // nobody may be waiting
        });
        Self { jobs, noticed, watched: false, ended }
    }

    /// Waits for a card until `stop` is set.
    pub fn open(&self, stop: Stop) -> impl Future<Output = Answer> + Send + 'static {
        let (answer, opened) = oneshot::channel();
        let _ = self.jobs.send(Job::Open { stop, answer });
        async { opened.await.unwrap_or(Answer::CardFailed(CardFault::Other)) }
    }

    /// Sends a command. A card that takes longer than it may counts as lost.
    pub fn transmit(
        &self,
        command: Secret,
        limit: Duration,
        sensitive: bool,
    ) -> impl Future<Output = Answer> + Send + 'static {
        let (answer, responded) = oneshot::channel();
        let _ = self.jobs.send(Job::Transmit { command, limit, sensitive, answer });
        async move {
            timeout(limit + GRACE, responded).await.map_or(Answer::CardLost, |gone| gone.unwrap_or(Answer::CardLost))
        }
    }

    /// Has a PIN typed on the reader's keypad. A reader that does not come back counts as a card that is lost.
    pub fn verify_on_keypad(
        &self,
        template: Vec<u8>,
        limit: Duration,
    ) -> impl Future<Output = Answer> + Send + 'static {
        let (answer, responded) = oneshot::channel();
        let _ = self.jobs.send(Job::Keypad { template, limit, answer });
        async move {
            let patience = limit + KEYPAD_GRACE;
            timeout(patience, responded).await.map_or(Answer::CardLost, |gone| gone.unwrap_or(Answer::CardLost))
        }
    }

    /// Lets the card go.
    pub fn close(&self) {
        let _ = self.jobs.send(Job::Close);
    }

    /// Looks, or stops looking, for reader and card.
    pub fn watch(&mut self, on: bool) {
        if self.watched != on {
            self.watched = on;
            let _ = self.jobs.send(Job::Watch(on));
        }
    }

    /// What was noticed; only what is new.
    pub async fn noticed(&mut self) -> Facts {
        match self.noticed.recv().await {
            Some(facts) => facts,
            None => std::future::pending().await, // the thread has ended
        }
    }

    /// Lets the card go and ends the thread, if it ends in time.
    pub async fn finish(self, patience: Duration) {
        drop(self.jobs);
        let _ = timeout(patience, self.ended).await; // a reader that hangs ends with the program
    }
}

/// Does the jobs, in the thread.
struct Clerk {
    reader: Box<dyn Reader>,
    facts: mpsc::UnboundedSender<Facts>,
    watching: bool,
    open: bool,
    last: Facts,
}

impl Clerk {
    fn serve(mut self, jobs: &Receiver<Job>) {
        loop {
            let job = if self.watching && !self.open {
                self.look();
                jobs.recv_timeout(WATCH)
            } else {
                jobs.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            match job {
                Ok(job) => self.perform(job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return self.reader.close(),
            }
        }
    }

    fn perform(&mut self, job: Job) {
        match job {
            Job::Open { stop, answer } => {
                self.reader.close();
                let opened = self.reader.open(&stop);
                debug!(?opened, "card");
                self.open = opened.is_ok();
                // Nobody waits for a card that comes too late: it is closed by the notice that follows.
                let _ = answer.send(opened.map_or_else(Answer::CardFailed, Answer::CardFound));
            }
            Job::Transmit { command, limit, sensitive, answer } => {
                let exchange = self.exchange(&command, limit, sensitive);
                let _ = answer.send(exchange.into());
            }
            // Given up before it began: the keypad must not ask for what nobody waits for.
            Job::Keypad { answer, .. } if answer.is_closed() => {}
            Job::Keypad { template, limit, answer } => {
                let exchange = self.reader.verify_on_keypad(&template, limit);
                debug!(outcome = exchange.name(), "keypad");
                let _ = answer.send(exchange.into());
            }
            Job::Close => {
                self.reader.close();
                self.open = false;
            }
            Job::Watch(on) => self.watching = on,
        }
    }

    /// The log has a command's header, lengths, status word and duration: nothing that a card says, nothing of a PIN.
    fn exchange(&mut self, command: &Secret, limit: Duration, sensitive: bool) -> Exchange {
        let began = Instant::now();
        let exchange = self.reader.transmit(command.expose(), limit);
        let header = command.expose().first_chunk::<4>().copied().unwrap_or_default();
        let (length, status) = match &exchange {
            Exchange::Response(bytes) => (bytes.len(), bytes.last_chunk::<2>().copied().map(u16::from_be_bytes)),
            _ => (0, None),
        };
        let outcome = exchange.name();
        let (ms, status) = (began.elapsed().as_millis(), status.map_or_else(String::new, |word| format!("{word:04X}")));
        let sent = command.expose().len();
        debug!(header = format_args!("{header:02X?}"), sent, sensitive, outcome, length, status, ms, "exchange");
        exchange
    }

    fn look(&mut self) {
        let facts = self.reader.presence();
        if std::mem::replace(&mut self.last, facts) != facts {
            let _ = self.facts.send(facts);
        }
    }
}

#[cfg(test)]
mod tests;
