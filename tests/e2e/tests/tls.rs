//! T10, T11, T12: the core's HTTP client against servers that cannot prove who they are, or speak too old a TLS. Each is
//! refused before a byte of the request is sent; nothing overrides that.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64ct::{Base64, Encoding as _};
use kazasu_core::effect::{Header, HttpRequest, Method, NetFault};
use kazasu_core::http::Http;
use kazasu_core::secret::SecretText;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ServerConfig, SupportedProtocolVersion};

fn issuer() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(vec![]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A server's certificate as it should be.
fn good() -> CertificateParams {
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params
}

/// A server with that certificate; gives its address, and counts the bytes of requests that reach it.
async fn server(
    issuer: &CertifiedIssuer<'static, KeyPair>,
    params: CertificateParams,
    versions: &[&'static SupportedProtocolVersion],
) -> (String, Arc<AtomicUsize>) {
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, issuer).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
    let received = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&received);
    tokio::spawn(async move {
        loop {
            let (client, _) = listener.accept().await.unwrap();
            let (acceptor, count) = (acceptor.clone(), Arc::clone(&count));
            tokio::spawn(async move {
                let Ok(mut client) = acceptor.accept(client).await else { return };
                let mut request = [0; 4096];
                if let Ok(read @ 1..) = client.read(&mut request).await {
                    count.fetch_add(read, Ordering::SeqCst);
                    let _ = client.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
                    let _ = client.shutdown().await;
                }
            });
        }
    });
    (address, received)
}

async fn send(http: &Http, url: String) -> Result<u16, NetFault> {
    let token = Header { name: "authorization", value: SecretText::new("Bearer abc".into()) };
    let request = HttpRequest {
        method: Method::Post,
        url,
        headers: vec![token],
        body: Some(b"a proof".to_vec()),
        timeout_ms: 5_000,
        longest_answer: 1_000,
    };
    http.send(request).await.map(|answer| answer.status)
}

#[tokio::test]
async fn t10_tls_12_and_13_are_spoken() {
    let issuer = issuer();
    let http = Http::new(&[issuer.der().to_vec()]).unwrap();
    for version in [&TLS12, &TLS13] {
        let (url, received) = server(&issuer, good(), &[version]).await;
        assert_eq!(send(&http, url).await, Ok(200));
        assert!(received.load(Ordering::SeqCst) > 0);
    }
}

/// A server that answers every hello by "TLS 1.1, or nothing": the alert `protocol_version`.
#[tokio::test]
async fn t10_older_tls_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        loop {
            let (mut client, _) = listener.accept().await.unwrap();
            let mut hello = [0; 2048];
            let _ = client.read(&mut hello).await;
            // A ServerHello that chooses TLS 1.1 (RFC 4346 §7.4.1.3), with a suite of that time.
            let mut body = vec![0x03, 0x02];
            body.extend([7; 32]);
            body.extend([0x00, 0xC0, 0x13, 0x00]);
            let length = u8::try_from(body.len()).unwrap();
            let record = [&[0x16, 0x03, 0x02, 0x00, length + 4, 0x02, 0x00, 0x00, length], body.as_slice()].concat();
            let _ = client.write_all(&record).await;
            let _ = client.read(&mut hello).await;
        }
    });
    assert_eq!(send(&Http::new(&[]).unwrap(), url).await, Err(NetFault::Tls));
}

#[tokio::test]
async fn t11_a_server_that_cannot_prove_who_it_is_gets_no_request() {
    let (issuer, stranger) = (issuer(), issuer());
    let http = Http::new(&[issuer.der().to_vec()]).unwrap();
    let with = |change: fn(&mut CertificateParams)| {
        let mut params = good();
        change(&mut params);
        params
    };
    let cases = [
        ("another host", &issuer, CertificateParams::new(vec!["elsewhere.example".to_owned()]).unwrap(), NetFault::Tls),
        ("expired", &issuer, with(|it| it.not_after = date_time_ymd(2020, 1, 1)), NetFault::TlsDate),
        ("not yet valid", &issuer, with(|it| it.not_before = date_time_ymd(2999, 1, 1)), NetFault::TlsDate),
        ("of a stranger", &stranger, good(), NetFault::Tls),
        (
            "for clients only",
            &issuer,
            with(|it| it.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth]),
            NetFault::Tls,
        ),
    ];
    for (what, issuer, params, fault) in cases {
        let (url, received) = server(issuer, params, &[&TLS12, &TLS13]).await;
        assert_eq!(send(&http, url).await, Err(fault), "{what}");
        assert_eq!(received.load(Ordering::SeqCst), 0, "{what}: not a byte of the request was sent");
    }
}

#[tokio::test]
async fn t11_the_bundled_roots_do_not_trust_an_issuer_of_ones_own() {
    let issuer = issuer();
    let (url, received) = server(&issuer, good(), &[&TLS13]).await;
    assert_eq!(send(&Http::new(&[]).unwrap(), url).await, Err(NetFault::Tls));
    assert_eq!(received.load(Ordering::SeqCst), 0);
}

/// T12: pinning is off by decision. Any server that a trusted root vouches for is spoken to, whatever its key.
#[tokio::test]
async fn t12_no_key_is_pinned_and_the_decision_is_written_down() {
    let issuer = issuer();
    let http = Http::new(&[issuer.der().to_vec()]).unwrap();
    for _ in 0..2 {
        let (url, _) = server(&issuer, good(), &[&TLS13]).await; // a new key each time
        assert_eq!(send(&http, url).await, Ok(200));
    }
    let decision = include_str!("../../../docs/decisions/0008-no-pinning.md");
    assert!(decision.contains("T12") && decision.contains("does not pin"));
}

/// T12: what is trusted is bundled or given by the app's builder. A root that somebody put into the system's store, as a
/// company's inspecting proxy does, is not: the same test runs again in a process to which the system vouches for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t12_a_root_of_the_system_is_not_trusted() {
    const URL: &str = "KAZASU_T12_URL";
    if let Ok(url) = std::env::var(URL) {
        assert_eq!(send(&Http::new(&[]).unwrap(), url).await, Err(NetFault::Tls));
        return;
    }
    let issuer = issuer();
    let (url, received) = server(&issuer, good(), &[&TLS12, &TLS13]).await;
    let folder = tempfile::tempdir().unwrap();
    let roots = folder.path().join("roots.pem");
    let text = Base64::encode_string(issuer.der());
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let pem = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"));
    std::fs::write(&roots, pem).unwrap();
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "t12_a_root_of_the_system_is_not_trusted"]).env(URL, &url);
    again.env("SSL_CERT_FILE", &roots).env("SSL_CERT_DIR", folder.path());
    let ended = tokio::task::spawn_blocking(move || again.output()).await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success() && said.contains("1 passed"), "{said}");
    assert_eq!(received.load(Ordering::SeqCst), 0, "not a byte of the request was sent");
    assert_eq!(send(&Http::new(&[issuer.der().to_vec()]).unwrap(), url).await, Ok(200), "the builder's root is");
}

/// T37: that the PIN crosses the air in the clear is a property of the card's interface. The deviation is recorded, with
/// what is done about it.
#[test]
fn t37_the_deviation_of_a_pin_in_the_clear_is_recorded() {
    let safety = include_str!("../../../docs/safety.md");
    let record = safety.split("## The PIN in the air").nth(1).unwrap();
    for part in ["T37", "NIST SP 800-63B", "contact distance", "contact reader"] {
        assert!(record.contains(part), "{part}");
    }
}
