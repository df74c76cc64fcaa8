//! Who is at the other end of a connection.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::FromRequestParts;
use axum::extract::connect_info::ConnectInfo;
use axum::http::Extensions;
use axum::http::request::Parts;

use crate::codec::hex;
use crate::settings::Settings;

/// The address of the other end. Without connection information it counts as loopback.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    pub(crate) address: IpAddr,
    /// Cuts the connection.
    #[cfg(feature = "sandbox")]
    pub(crate) cut: Option<crate::sandbox::Cut>,
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
    pub(crate) fn prefix(&self, forwarded: Option<&str>, settings: &Settings) -> String {
        match self.behind_proxies(forwarded, settings) {
            IpAddr::V4(address) => format!("{address}/32"),
            IpAddr::V6(address) => format!("{}/56", hex(&address.octets()[..7])),
        }
    }
}

impl Peer {
    /// Who the request comes from: the last address that is not that of a trusted proxy, as the proxies tell it.
    fn behind_proxies(&self, forwarded: Option<&str>, settings: &Settings) -> IpAddr {
        let trusted = |address: &IpAddr| {
            (settings.forwarded_for && address.is_loopback()) || settings.trusted_proxies.contains(address)
        };
        let mut told = forwarded.unwrap_or_default().rsplit(',').map(|text| text.trim().parse::<IpAddr>());
        let mut address = self.address;
        while trusted(&address) {
            match told.next() {
                Some(Ok(before)) => address = before.to_canonical(),
                _ => break,
            }
        }
        address
    }
}

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions))
    }
}
