//! Where the card is, as an argument says it.

use std::str::FromStr;

/// Where the card is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardSpec {
    /// On a PC/SC reader, if given one with that in its name.
    Pcsc(Option<String>),
    /// Behind the virtual card's TCP protocol.
    #[cfg(feature = "sandbox")]
    Tcp(String),
    /// In this process.
    #[cfg(feature = "sandbox")]
    Virtual(kazasu_virtual_card::Personality),
}

impl FromStr for CardSpec {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, rest) = text.split_once(':').map_or((text, None), |(kind, rest)| (kind, Some(rest)));
        match (kind, rest) {
            ("pcsc", None) => Ok(Self::Pcsc(None)),
            ("pcsc", Some(name)) if !name.is_empty() => Ok(Self::Pcsc(Some(name.to_owned()))),
            #[cfg(feature = "sandbox")]
            ("tcp", Some(address)) if is_address(address) => Ok(Self::Tcp(address.to_owned())),
            #[cfg(feature = "sandbox")]
            ("virtual", kind) => {
                let kind = kind.unwrap_or("fresh");
                kind.parse().map(Self::Virtual).map_err(|_| format!("there is no kind of card called {kind:?}"))
            }
            _ => Err("it is pcsc or pcsc:NAME, or in a practice build tcp:HOST:PORT or virtual[:KIND]".to_owned()),
        }
    }
}

#[cfg(feature = "sandbox")]
fn is_address(text: &str) -> bool {
    text.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards() {
        assert_eq!("pcsc".parse(), Ok(CardSpec::Pcsc(None)));
        assert_eq!("pcsc:ACS ACR: 00".parse(), Ok(CardSpec::Pcsc(Some("ACS ACR: 00".into()))));
        for wrong in
            ["", "pcsc:", "tcp", "tcp:", "tcp:host", "tcp::1", "tcp:host:0", "tcp:host:70000", "nfc", "virtual:?"]
        {
            assert!(wrong.parse::<CardSpec>().is_err(), "{wrong:?}");
        }
        #[cfg(feature = "sandbox")]
        assert_eq!("tcp:[::1]:35".parse(), Ok(CardSpec::Tcp("[::1]:35".into())));
        #[cfg(not(feature = "sandbox"))]
        assert!("tcp:127.0.0.1:35".parse::<CardSpec>().is_err());
    }
}
