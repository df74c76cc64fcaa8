#![allow(clippy::unwrap_used)]

use std::net::TcpListener;
use std::thread::JoinHandle;

use super::*;

const LIMIT: Duration = Duration::from_millis(500);

/// A card that takes one command and answers with these bytes, frame and all. Gives what it was sent.
fn card(answer: &'static [u8], stays: bool) -> (Tcp, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let thread = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut sent = vec![0; 8];
        stream.read_exact(&mut sent).unwrap();
        stream.write_all(answer).unwrap();
        if stays {
            let _ = stream.read_to_end(&mut sent); // until the other side goes
        }
        sent
    });
    let mut reader = Tcp::new(address);
    reader.open(&Stop::default()).unwrap();
    (reader, thread)
}

#[test]
fn an_answer() {
    let (mut reader, card) = card(&[0, 0, 0, 2, 0x90, 0x00], true);
    assert_eq!(reader.transmit(&[0, 0x20, 0, 0x80], LIMIT), Exchange::Response(vec![0x90, 0x00]));
    reader.close();
    assert_eq!(card.join().unwrap(), [0, 0, 0, 4, 0, 0x20, 0, 0x80]);
}

#[test]
fn every_way_in_which_an_answer_fails_to_come_is_a_lost_card_and_nothing_is_sent_twice() {
    let failures: [(&[u8], bool); 6] = [
        (&[0, 0, 0, 0], true),                   // it says that it has left
        (&[], false),                            // the connection ends
        (&[0, 0], false),                        // in the middle of a length
        (&[0, 0, 0, 2, 0x90], false),            // in the middle of an answer
        (&[0xFF, 0xFF, 0xFF, 0xFF, 0x90], true), // longer than any answer
        (&[], true),                             // it never answers
    ];
    for (answer, stays) in failures {
        let (mut reader, card) = card(answer, stays);
        assert_eq!(reader.transmit(&[0, 0x20, 0, 0x80], LIMIT), Exchange::Lost, "{answer:?}");
        assert_eq!(reader.transmit(&[0, 0x20, 0, 0x80], LIMIT), Exchange::Lost, "there is no contact any longer");
        assert_eq!(card.join().unwrap(), [0, 0, 0, 4, 0, 0x20, 0, 0x80], "{answer:?}");
    }
}

#[test]
fn nobody_there_is_no_reader() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    assert_eq!(Tcp::new(free).open(&Stop::default()), Err(CardFault::ReaderAbsent));
    assert_eq!(Tcp::new("no such address".into()).open(&Stop::default()), Err(CardFault::ReaderAbsent));
}
