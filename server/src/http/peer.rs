//! Who is at the other end of a connection.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::FromRequestParts;
use axum::extract::connect_info::ConnectInfo;
#[cfg(not(feature = "sandbox"))]
use axum::extract::connect_info::Connected;
use axum::http::Extensions;
use axum::http::request::Parts;
#[cfg(not(feature = "sandbox"))]
use axum::serve::IncomingStream;

use crate::codec::hex;

/// The address of the other end. Without connection information it counts as loopback.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    pub(crate) address: IpAddr,
    /// Cuts the connection.
    #[cfg(feature = "sandbox")]
    pub(crate) cut: Option<crate::sandbox::Cut>,
}

#[cfg(not(feature = "sandbox"))]
impl Connected<IncomingStream<'_, tokio::net::TcpListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, tokio::net::TcpListener>) -> Self {
        Self::at(stream.remote_addr().ip())
    }
}

impl Peer {
    pub(crate) fn of(extensions: &Extensions) -> Self {
        let plain = || extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| Self::at(address.ip()));
        let own = extensions.get::<ConnectInfo<Peer>>().map(|ConnectInfo(peer)| peer.clone());
        let mut peer = own.or_else(plain).unwrap_or(Self::at(IpAddr::V4(Ipv4Addr::LOCALHOST)));
        peer.address = peer.address.to_canonical();
        peer
    }

    fn at(address: IpAddr) -> Self {
        Self {
            address,
            #[cfg(feature = "sandbox")]
            cut: None,
        }
    }

    /// The network that limits are counted for: /32 of IPv4, /56 of IPv6 (HRP/1 §3.10).
    pub(crate) fn prefix(&self, forwarded_for: Option<&str>) -> String {
        let forwarded = forwarded_for.filter(|_| self.address.is_loopback());
        let last = forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
        match last.map_or(self.address, |address| address.to_canonical()) {
            IpAddr::V4(address) => format!("{address}/32"),
            IpAddr::V6(address) => format!("{}/56", hex(&address.octets()[..7])),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(address: &str) -> Peer {
        Peer::at(address.parse::<IpAddr>().unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)))
    }

    #[test]
    fn t22_prefixes_are_32_and_56_bits() {
        assert_eq!(peer("192.0.2.7").prefix(None), "192.0.2.7/32");
        assert_eq!(peer("2001:db8:1:2ff::1").prefix(None), peer("2001:db8:1:200:9::").prefix(None));
        assert_ne!(peer("2001:db8:1:2ff::1").prefix(None), peer("2001:db8:1:3ff::1").prefix(None));
    }

    #[test]
    fn t22_only_a_proxy_on_this_machine_can_speak_for_others() {
        assert_eq!(peer("192.0.2.7").prefix(Some("198.51.100.1")), "192.0.2.7/32");
        assert_eq!(peer("127.0.0.1").prefix(Some("10.0.0.1, 198.51.100.1")), "198.51.100.1/32");
        assert_eq!(peer("127.0.0.1").prefix(Some("nonsense")), "127.0.0.1/32");
    }
}
