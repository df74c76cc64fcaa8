//! HTTP as values.

use std::fmt;

use crate::secret::SecretText;

/// A request method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
    /// DELETE.
    Delete,
}

impl Method {
    /// As it is written in a request.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }
}

/// One header of a request. The value may be a token, so it is never shown.
#[derive(Debug)]
pub struct Header {
    /// Lower case.
    pub name: &'static str,
    /// Visible ASCII.
    pub value: SecretText,
}

/// One HTTP request.
pub struct HttpRequest {
    /// Method.
    pub method: Method,
    /// Absolute: `https`, or `http` on a loopback address in a sandbox.
    pub url: String,
    /// Headers beside those that the exchange itself needs.
    pub headers: Vec<Header>,
    /// The body, if any.
    pub body: Option<Vec<u8>>,
    /// How long the whole exchange may take, in milliseconds.
    pub timeout_ms: u32,
    /// The longest body that is taken, in bytes; a longer one is [`NetFault::TooLarge`].
    pub longest_answer: usize,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method.name(), self.url)
    }
}

/// One HTTP answer.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpAnswer {
    /// 100 to 599.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
}

impl HttpAnswer {
    /// The first header of that name, which is given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for HttpAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.status, self.body.len())
    }
}

/// Why there is no HTTP answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NetFault {
    /// The name was not found or nothing could be reached.
    #[error("nothing could be reached")]
    Offline,
    /// It took too long.
    #[error("timed out")]
    Timeout,
    /// The connection broke off.
    #[error("the connection broke off")]
    Broken,
    /// The other side could not prove who it is.
    #[error("the connection is not secure")]
    Tls,
    /// The other side's certificate is not of this date: a clock is wrong, most likely this device's (REQ-120).
    #[error("the server's certificate is not valid at this device's date")]
    TlsDate,
    /// More came than was asked for.
    #[error("the answer is too large")]
    TooLarge,
    /// What came is no HTTP.
    #[error("not HTTP")]
    Malformed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_written_as_http_has_them() {
        assert_eq!([Method::Get, Method::Post, Method::Delete].map(Method::name), ["GET", "POST", "DELETE"]);
    }

    /// Neither token nor proof is shown.
    #[test]
    fn req_125_debug_shows_where_and_how_much_and_nothing_more() {
        let token = Header { name: "authorization", value: SecretText::new("Bearer abc".into()) };
        let request = HttpRequest {
            method: Method::Post,
            url: "https://a.example/v1/sessions".into(),
            headers: vec![token],
            body: Some(b"proof".to_vec()),
            timeout_ms: 1,
            longest_answer: 1,
        };
        assert_eq!(format!("{request:?}"), "POST https://a.example/v1/sessions");
        let answer = HttpAnswer { status: 201, headers: vec![], body: b"token".to_vec() };
        assert_eq!(format!("{answer:?}"), "201 (5 bytes)");
    }
}
