#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};

use kazasu_core::effect::CardFacts;

use super::*;

/// A reader that writes down what is asked of it.
#[derive(Default, Clone)]
struct Fake {
    asked: Arc<Mutex<Vec<String>>>,
    slow: Duration,
}

impl Fake {
    fn note(&self, what: impl Into<String>) {
        self.asked.lock().unwrap().push(what.into());
    }
}

impl Reader for Fake {
    fn open(&mut self, stop: &Stop) -> Result<CardFacts, CardFault> {
        self.note("open");
        while !stop.is_set() {
            thread::sleep(Duration::from_millis(5));
        }
        Err(CardFault::NoCard)
    }

    fn transmit(&mut self, command: &[u8], _: Duration) -> Exchange {
        self.note(format!("{command:02X?}"));
        thread::sleep(self.slow);
        Exchange::Response(vec![0x90, 0x00])
    }

    fn close(&mut self) {
        self.note("close");
    }

    fn presence(&mut self) -> Facts {
        self.note("look");
        Facts { reader: Some(true), card: Some(false), ..Facts::default() }
    }
}

fn command() -> Secret {
    Secret::new(vec![0, 0x20, 0, 0x80])
}

#[tokio::test]
async fn a_wait_for_a_card_ends_when_it_is_given_up() {
    let fake = Fake::default();
    let desk = CardDesk::new(Box::new(fake.clone()));
    let stop = Stop::default();
    let found = desk.open(stop.clone());
    stop.set();
    assert!(matches!(found.await, Answer::CardFailed(CardFault::NoCard)));
    desk.close();
    desk.close();
    desk.finish(Duration::from_secs(5)).await;
    assert_eq!(*fake.asked.lock().unwrap(), ["close", "open", "close", "close", "close"]);
}

#[tokio::test]
async fn a_card_that_takes_too_long_counts_as_lost_and_gets_the_command_once() {
    let fake = Fake { slow: Duration::from_secs(2), ..Fake::default() };
    let desk = CardDesk::new(Box::new(fake.clone()));
    assert!(matches!(desk.transmit(command(), Duration::ZERO, true).await, Answer::CardLost));
    desk.finish(Duration::from_secs(5)).await;
    assert_eq!(*fake.asked.lock().unwrap(), ["[00, 20, 00, 80]", "close"]);
}

#[tokio::test]
async fn only_news_is_noticed() {
    let mut desk = CardDesk::new(Box::new(Fake::default()));
    desk.watch(true);
    let there = Facts { reader: Some(true), card: Some(false), ..Facts::default() };
    assert_eq!(desk.noticed().await, there);
    assert!(timeout(WATCH * 3, desk.noticed()).await.is_err());
}
