//! Who may say where a request came from.

use std::fmt;
use std::net::IpAddr;

use serde::Deserialize;

use super::error::Fault;

/// The reverse proxies in front of the server. Without any, forwarding headers mean nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProxyConfig {
    /// Addresses or networks (`192.0.2.1`, `10.0.0.0/8`) from which the header is believed.
    pub addresses: Vec<Network>,
    /// The header with the client's address; the proxy must replace or extend it.
    pub header: Option<String>,
}

impl ProxyConfig {
    /// Whether this peer is one of our proxies.
    pub fn trusts(&self, peer: IpAddr) -> bool {
        self.addresses.iter().any(|network| network.contains(peer))
    }

    pub(super) fn checked(mut self) -> Result<Self, Fault> {
        if self.addresses.is_empty() != self.header.is_none() {
            return Err(Fault::new(
                "proxy",
                "both `addresses` and `header`, or neither",
            ));
        }
        if let Some(header) = &mut self.header {
            header.make_ascii_lowercase();
            if http::HeaderName::from_lowercase(header.as_bytes()).is_err() {
                return Err(Fault::new(
                    "proxy.header",
                    "a header name, such as x-forwarded-for",
                ));
            }
        }
        Ok(self)
    }
}

/// An address, or all addresses that share its first bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// Whether the address lies in this network.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                (network.to_bits() ^ address.to_bits()).leading_zeros() >= self.bits
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                (network.to_bits() ^ address.to_bits()).leading_zeros() >= self.bits
            }
            _ => false,
        }
    }
}

impl TryFrom<String> for Network {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        const EXPECTED: &str = "an address such as 192.0.2.1 or a network such as 10.0.0.0/8";
        let (address, bits) = text.split_once('/').unwrap_or((&text, ""));
        let address: IpAddr = address.parse().map_err(|_| EXPECTED)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = if bits.is_empty() && !text.contains('/') {
            most
        } else {
            bits.parse().map_err(|_| EXPECTED)?
        };
        (bits <= most)
            .then_some(Self { address, bits })
            .ok_or(EXPECTED)
    }
}

impl fmt::Display for Network {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.address, self.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_contains_its_own_addresses_only() {
        let network = |text: &str| Network::try_from(text.to_owned());
        let inside = |text: &str, address: &str| {
            network(text)
                .expect("a network")
                .contains(address.parse().expect("an address"))
        };
        assert!(inside("10.0.0.0/8", "10.255.0.1"));
        assert!(
            inside("10.0.0.0/8", "::ffff:10.1.2.3"),
            "an IPv4 peer on an IPv6 socket"
        );
        assert!(!inside("10.0.0.0/8", "11.0.0.1"));
        assert!(inside("192.0.2.1", "192.0.2.1"));
        assert!(!inside("192.0.2.1", "192.0.2.2"));
        assert!(inside("2001:db8::/32", "2001:db8:1::1"));
        assert!(!inside("2001:db8::/32", "10.0.0.1"));
        assert!(inside("0.0.0.0/0", "203.0.113.9"));
        for wrong in ["", "x", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1"] {
            assert!(network(wrong).is_err(), "{wrong}");
        }
    }
}
