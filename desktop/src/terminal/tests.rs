#![allow(clippy::unwrap_used)]

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use kazasu_core::screen::Block;
use kazasu_core::words::Line as Words;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};

use super::lines::tests::screen;
use super::*;

/// The test's end of a new terminal, and the program's.
fn pair() -> (File, File) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
    (File::from(master), OpenOptions::new().read(true).write(true).open(name).unwrap())
}

fn open(slave: &File) -> Terminal {
    Terminal::at(Tty::take_over(slave.try_clone().unwrap()).unwrap(), None).unwrap()
}

/// What appears, up to a text.
fn seen(master: &mut File, until: &str) -> String {
    let mut all = Vec::new();
    while !String::from_utf8_lossy(&all).contains(until) {
        let mut bytes = [0; 4096];
        let count = master.read(&mut bytes).unwrap();
        all.extend_from_slice(&bytes[..count]);
    }
    String::from_utf8(all).unwrap()
}

#[tokio::test]
async fn a_panic_gives_the_terminal_back() {
    let (_master, slave) = pair();
    let before = tcgetattr(&slave).unwrap();
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let _terminal = open(&slave);
        let quiet = tcgetattr(&slave).unwrap().local_modes;
        assert!(!quiet.intersects(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG));
        std::panic::resume_unwind(Box::new("a panic in the middle"));
    }));
    assert!(panicked.is_err());
    let after = tcgetattr(&slave).unwrap();
    assert_eq!((after.local_modes, after.input_modes), (before.local_modes, before.input_modes));
}

#[tokio::test]
async fn what_is_typed_before_a_screen_stands_there_is_not_meant_for_it() {
    let (mut master, slave) = pair();
    let mut terminal = open(&slave);
    master.write_all(b"\r\r2\r").unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    terminal.draw(&screen(Vec::new()));
    master.write_all(b"2\r").unwrap();
    let wish = terminal.next().await;
    assert!(
        matches!(wish, Wish::Do { screen: 7, intent: Intent::Press(id) } if id == kazasu_core::screen::ActionId::Back)
    );
}

#[tokio::test]
async fn a_reading_says_how_far_it_is_in_few_lines_and_keeps_what_is_typed() {
    let (mut master, slave) = pair();
    let mut terminal = open(&slave);
    let reading = |percent: u8| {
        let text = Words::parse(&format!("Reading ({percent}%)"));
        screen(vec![Block::Hold { picture: "pc", progress: Some(percent) }, Block::Paragraph { text }])
    };
    for percent in 0..=100 {
        terminal.draw(&reading(percent));
        if percent == 30 {
            master.write_all(b"2").unwrap();
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }
    let seen = seen(&mut master, "Reading (100%)\r\n");
    let told: Vec<&str> = seen.lines().filter(|line| line.starts_with("Reading")).collect();
    assert_eq!(
        told,
        ["Reading (0%)", "Reading (20%)", "Reading (40%)", "Reading (60%)", "Reading (80%)", "Reading (100%)"]
    );
    assert_eq!(seen.matches("==").count(), 2, "the title is drawn once: {seen}");
    master.write_all(b"\r").unwrap();
    assert!(matches!(terminal.next().await, Wish::Do { intent: Intent::Press(_), .. }));
}

#[tokio::test]
async fn a_short_wait_is_not_drawn_and_a_long_one_is() {
    let (mut master, slave) = pair();
    let mut terminal = open(&slave);
    let waiting = screen(vec![Block::Busy { text: Words::parse("waiting") }]);
    let next = Screen { serial: 8, ..screen(vec![Block::Paragraph { text: Words::parse("next") }]) };
    terminal.draw(&waiting);
    terminal.draw(&next);
    assert!(!seen(&mut master, "next").contains("waiting"));
    let longer = Screen { serial: 9, ..waiting };
    terminal.draw(&longer);
    assert!(tokio::time::timeout(BLINK * 2, terminal.next()).await.is_err());
    seen(&mut master, "... waiting");
}

#[tokio::test]
async fn a_terminal_that_hangs_up_ends_the_run() {
    let (master, slave) = pair();
    let mut terminal = open(&slave);
    terminal.draw(&screen(Vec::new()));
    drop(master);
    assert!(matches!(terminal.next().await, Wish::Leave));
}
