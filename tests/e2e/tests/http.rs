//! The core's HTTP client against servers that do not behave: each is a distinct fault, and bounded.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use kazasu_core::effect::{Header, HttpRequest, Method, NetFault};
use kazasu_core::http::Http;
use kazasu_core::secret::SecretText;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Answers every connection with these bytes, then waits or closes.
async fn server(answer: &'static [u8], close: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut client, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let mut request = vec![0; 4096];
                let _ = client.read(&mut request).await;
                let _ = client.write_all(answer).await;
                if !close {
                    tokio::time::sleep(Duration::from_secs(30)).await;
                }
            });
        }
    });
    address
}

fn get(url: String) -> HttpRequest {
    HttpRequest { method: Method::Get, url, headers: vec![], body: None, timeout_ms: 500, longest_answer: 1000 }
}

async fn fault(answer: &'static [u8], close: bool) -> Result<u16, NetFault> {
    let url = server(answer, close).await;
    Http::new(&[]).unwrap().send(get(url)).await.map(|answer| answer.status)
}

#[tokio::test]
async fn t39_each_misbehaviour_is_its_own_fault() {
    assert_eq!(fault(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi", true).await, Ok(200));
    assert_eq!(fault(b"", true).await, Err(NetFault::Broken));
    assert_eq!(fault(b"", false).await, Err(NetFault::Timeout));
    assert_eq!(fault(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhi", true).await, Err(NetFault::Broken));
    assert_eq!(fault(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhi", false).await, Err(NetFault::Timeout));
    assert!(fault(b"SSH-2.0-nothing\r\n", true).await.is_err());
    let big = [b"HTTP/1.1 200 OK\r\ncontent-length: 2000\r\n\r\n".as_slice(), &[b'x'; 2000]].concat().leak();
    assert_eq!(fault(big, true).await, Err(NetFault::TooLarge));
    let redirect = b"HTTP/1.1 302 Found\r\nlocation: https://elsewhere.example/\r\ncontent-length: 0\r\n\r\n";
    assert_eq!(fault(redirect, true).await, Ok(302), "a redirect is not followed");
}

/// A server that sends one byte after the other, with that pause between, and counts what it could send.
async fn drip(answer: Vec<u8>, pause: Duration) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.unwrap();
        client.set_nodelay(true).unwrap();
        let mut request = vec![0; 4096];
        let _ = client.read(&mut request).await;
        for byte in answer {
            if client.write_all(&[byte]).await.is_err() {
                return;
            }
            count.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(pause).await;
        }
        let _ = client.read(&mut request).await;
    });
    (address, sent)
}

/// The time of a request is that of all of its answer: no byte, in headers or in body, buys a slow server more.
#[tokio::test]
async fn t39_an_answer_that_drips_is_given_up_in_time() {
    let slow = Duration::from_millis(20);
    let body = [b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n".as_slice(), &[b'x'; 900]].concat();
    let headers = [b"HTTP/1.1 200 OK\r\n".as_slice(), &b"x-drip: 1\r\n".repeat(50), b"\r\n"].concat();
    let endless = [b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".as_slice(), &b"1\r\nx\r\n".repeat(300)];
    for answer in [body.clone(), headers, endless.concat()] {
        let length = answer.len();
        let (url, sent) = drip(answer, slow).await;
        let start = Instant::now();
        assert_eq!(Http::new(&[]).unwrap().send(get(url)).await.unwrap_err(), NetFault::Timeout);
        let took = start.elapsed();
        assert!((Duration::from_millis(500)..Duration::from_secs(3)).contains(&took), "{took:?}");
        assert!((1..length).contains(&sent.load(Ordering::SeqCst)), "it was dripping");
    }
    let (url, sent) = drip(body.clone(), Duration::ZERO).await;
    let patient = HttpRequest { timeout_ms: 30_000, ..get(url) };
    assert_eq!(Http::new(&[]).unwrap().send(patient).await.unwrap().body.len(), 900, "one that comes in time is taken");
    assert_eq!(sent.load(Ordering::SeqCst), body.len());
}

#[tokio::test]
async fn t39_nothing_there_is_offline_and_quick() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let start = Instant::now();
    assert_eq!(Http::new(&[]).unwrap().send(get(url)).await.unwrap_err(), NetFault::Offline);
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn t10_t39_a_plain_server_where_tls_should_be_is_insecure() {
    let url = server(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", true).await.replace("http://", "https://");
    assert_eq!(Http::new(&[]).unwrap().send(get(url)).await.unwrap_err(), NetFault::Tls);
}

#[tokio::test]
async fn a_malformed_header_is_refused_before_anything_is_sent() {
    let url = server(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", true).await;
    let mut request = get(url);
    request.headers.push(Header { name: "authorization", value: SecretText::new("Bearer a\r\nx: y".into()) });
    assert_eq!(Http::new(&[]).unwrap().send(request).await.unwrap_err(), NetFault::Malformed);
}

#[test]
fn a_root_that_is_no_certificate_is_refused() {
    assert!(Http::new(&[vec![0x30, 0x00]]).is_err());
}
