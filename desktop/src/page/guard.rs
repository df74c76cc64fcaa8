//! Who gets an answer: the page's own tabs, and nobody else.
//!
//! A name that was bent to this PC comes with a foreign Host; another site's page comes with its Origin, and cannot
//! read the address; another user of this PC does not know it. All of them get the same empty answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Where the page is, and how it is entered.
pub struct Address {
    host: String,
    origin: String,
    secret: String,
    /// Opens the page once. Programs that open a browser show their arguments to every user of the PC.
    entry: String,
    entered: AtomicBool,
}

impl Address {
    /// The address of a page that listens there. Nobody guesses it: 128 bits.
    pub fn new(listening: SocketAddr) -> Result<Self, getrandom::Error> {
        let host = listening.to_string();
        let origin = format!("http://{host}");
        Ok(Self { host, origin, secret: random()?, entry: random()?, entered: AtomicBool::new(false) })
    }

    /// The page itself, for the person's own terminal.
    pub fn page(&self) -> String {
        format!("{}{}", self.origin, self.base())
    }

    /// What is given to a program that opens a browser: good for one visit, which leads to the page.
    pub fn entry(&self) -> String {
        format!("{}/{}/", self.origin, self.entry)
    }

    fn base(&self) -> String {
        format!("/{}/", self.secret)
    }

    /// Only what is the page's own: script and picture by path, styles by a number that is drawn for each answer; no form is
    /// sent by the browser; no frame shows it.
    fn policy(&self, styles: &Nonce) -> String {
        let (page, Nonce(nonce)) = (self.page(), styles);
        format!(
            "default-src 'none'; script-src {page}script.js; style-src 'nonce-{nonce}'; img-src {page}icon.svg; \
             connect-src {page}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
    }
}

/// What the styles within one answer carry. They stand in the document, since one that waits for its styles is laid out
/// twice: that takes longer than everything else here.
#[derive(Clone)]
pub struct Nonce(String);

impl std::fmt::Display for Nonce {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Lets the page's own tabs through. What they ask for is put below the address.
pub async fn guard(State(address): State<Arc<Address>>, mut request: Request, next: Next) -> Response {
    let Ok(nonce) = random().map(Nonce) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    request.extensions_mut().insert(nonce.clone());
    let mut answer = match admit(&address, &request) {
        Admitted::Page(path) => match path.parse() {
            Ok(uri) => {
                *request.uri_mut() = uri;
                next.run(request).await
            }
            Err(_) => nothing(),
        },
        Admitted::Entry => (StatusCode::SEE_OTHER, [(header::LOCATION, address.base())]).into_response(),
        Admitted::Nobody => nothing(),
    };
    harden(answer.headers_mut(), &address.policy(&nonce));
    answer
}

enum Admitted {
    Page(String),
    Entry,
    Nobody,
}

fn nothing() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

fn admit(address: &Address, request: &Request) -> Admitted {
    if !is_own(address, request.method(), request.headers()) {
        return Admitted::Nobody;
    }
    let path = request.uri().path();
    let Some((first, rest)) = path.strip_prefix('/').and_then(|path| path.split_once('/')) else {
        return Admitted::Nobody;
    };
    if same(first, &address.secret) {
        return Admitted::Page(format!("/{rest}"));
    }
    let is_entry = same(first, &address.entry) && rest.is_empty() && request.method() == Method::GET;
    if is_entry && !address.entered.swap(true, Ordering::SeqCst) { Admitted::Entry } else { Admitted::Nobody }
}

/// Whether a request can come from the page's own tabs. What changes something says where it comes from.
fn is_own(address: &Address, method: &Method, headers: &HeaderMap) -> bool {
    let only = |name: HeaderName| {
        let mut values = headers.get_all(name).iter();
        (values.next().map(HeaderValue::as_bytes), values.next().is_some())
    };
    let host = only(header::HOST) == (Some(address.host.as_bytes()), false);
    let origin = match only(header::ORIGIN) {
        (None, _) => method == Method::GET,
        (Some(origin), several) => origin == address.origin.as_bytes() && !several,
    };
    // Browsers that send this say so truly; "none" is an address that was typed or given by another program.
    let site = match only(HeaderName::from_static("sec-fetch-site")) {
        (None, _) => true,
        (Some(site), several) => !several && (site == b"same-origin" || (site == b"none" && method == Method::GET)),
    };
    host && origin && site
}

/// Compares in a time that does not tell how much of it is right.
fn same(given: &str, secret: &str) -> bool {
    given.len() == secret.len() && given.bytes().zip(secret.bytes()).fold(0, |other, (a, b)| other | (a ^ b)) == 0
}

fn harden(headers: &mut HeaderMap, policy: &str) {
    for (name, value) in [
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Ok(policy) = policy.parse() {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

#[cfg(test)]
mod tests;
