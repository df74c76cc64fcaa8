//! Connections: plain, or with TLS that this program ends.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::peer::Peer;
use crate::tls::Tls;

/// Handshakes at once: whoever connects beyond waits in the system's queue.
const HANDSHAKES: usize = 512;
const HANDSHAKE_TIME: Duration = Duration::from_secs(10);

/// Where connections come from.
pub(crate) struct Listener {
    tcp: TcpListener,
    tls: Option<TlsAcceptor>,
    handshakes: JoinSet<Option<(Stream, SocketAddr)>>,
}

impl Listener {
    pub(crate) fn new(tcp: TcpListener, tls: Option<Tls>) -> Self {
        Self { tcp, tls: tls.map(|Tls(config)| TlsAcceptor::from(config)), handshakes: JoinSet::new() }
    }

    /// The next connection over which HTTP can be spoken. A slow handshake keeps nobody waiting.
    async fn next(&mut self) -> (Stream, SocketAddr) {
        loop {
            let room = self.handshakes.len() < HANDSHAKES;
            tokio::select! {
                (stream, address) = axum::serve::Listener::accept(&mut self.tcp), if room => {
                    let _ = stream.set_nodelay(true); // an answer is one write: there is nothing to wait for
                    let Some(tls) = self.tls.clone() else { return (Stream::Plain(stream), address) };
                    self.handshakes.spawn(async move {
                        let shaken = tokio::time::timeout(HANDSHAKE_TIME, tls.accept(stream)).await;
                        Some((Stream::Tls(Box::new(shaken.ok()?.ok()?)), address))
                    });
                }
                Some(shaken) = self.handshakes.join_next() => {
                    if let Ok(Some(connection)) = shaken {
                        return connection;
                    }
                }
            }
        }
    }
}

impl axum::serve::Listener for Listener {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, address) = self.next().await;
        (Connection::new(stream), address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        TcpListener::local_addr(&self.tcp)
    }
}

impl Connected<IncomingStream<'_, Listener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Listener>) -> Self {
        Self {
            address: stream.remote_addr().ip(),
            #[cfg(feature = "sandbox")]
            cut: Some(stream.io().cut.clone()),
        }
    }
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// A connection. In a sandbox it can be cut.
pub(crate) struct Connection {
    stream: Stream,
    #[cfg(feature = "sandbox")]
    cut: crate::sandbox::Cut,
}

impl Connection {
    fn new(stream: Stream) -> Self {
        Self {
            stream,
            #[cfg(feature = "sandbox")]
            cut: crate::sandbox::Cut::default(),
        }
    }

    fn may_write(&self) -> io::Result<()> {
        #[cfg(feature = "sandbox")]
        self.cut.check()?;
        Ok(())
    }
}

/// The same of either kind of stream.
macro_rules! either {
    ($connection:ident, $stream:ident => $what:expr) => {
        match &mut $connection.stream {
            Stream::Plain($stream) => $what,
            Stream::Tls($stream) => $what,
        }
    };
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        either!(self, stream => Pin::new(stream).poll_read(cx, buf))
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        self.may_write()?;
        either!(self, stream => Pin::new(stream).poll_write(cx, octets))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.may_write()?;
        either!(self, stream => Pin::new(stream).poll_write_vectored(cx, parts))
    }

    fn is_write_vectored(&self) -> bool {
        match &self.stream {
            Stream::Plain(stream) => stream.is_write_vectored(),
            Stream::Tls(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self, stream => Pin::new(stream).poll_flush(cx))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self, stream => Pin::new(stream).poll_shutdown(cx))
    }
}
