//! Where a request came from, as far as limits need it.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use http::HeaderMap;
use http::request::Parts;
use ident_core::secret::DerivationKey;

use crate::config::ProxyConfig;
use crate::state::App;

/// The keyed hash of the client's network: an IPv4 /24 or IPv6 /48. Good for counting, of no use
/// for finding anybody.
#[derive(Clone, Copy, Debug)]
pub struct ClientNetwork(pub [u8; 32]);

/// The client's address, for asking whether it lies in a network of ours; kept nowhere.
#[derive(Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<Arc<App>> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        Ok(Self(client_of(parts, &app.config.proxy)))
    }
}

fn client_of(parts: &Parts, proxy: &ProxyConfig) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
    client(peer, &parts.headers, proxy)
}

impl FromRequestParts<Arc<App>> for ClientNetwork {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let client = client_of(parts, &app.config.proxy);
        Ok(Self(keyed(client, app.keys.network())))
    }
}

/// The client's address. A forwarding header counts only when one of our proxies sends it, and
/// of its addresses only the last one that is not itself a proxy of ours: everything before
/// that was written by the client.
fn client(peer: IpAddr, headers: &HeaderMap, proxy: &ProxyConfig) -> IpAddr {
    let Some(header) = proxy.header.as_ref().filter(|_| proxy.trusts(peer)) else {
        return peer;
    };
    let mut nearest = peer;
    for text in headers.get_all(header).iter().rev() {
        for address in text.to_str().unwrap_or_default().rsplit(',') {
            match address.trim().parse() {
                Ok(address) => nearest = address,
                Err(_) => return nearest,
            }
            if !proxy.trusts(nearest) {
                return nearest;
            }
        }
    }
    nearest
}

fn keyed(address: IpAddr, key: &DerivationKey) -> [u8; 32] {
    match address.to_canonical() {
        IpAddr::V4(address) => key.mac("ipv4/24", &address.octets()[..3]),
        IpAddr::V6(address) => key.mac("ipv6/48", &address.octets()[..6]),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn proxy() -> ProxyConfig {
        ProxyConfig {
            addresses: vec!["10.0.0.0/8".to_owned().try_into().expect("a network")],
            header: Some("x-forwarded-for".to_owned()),
        }
    }

    fn found(peer: &str, forwarded: &[&'static str], proxy: &ProxyConfig) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(value));
        }
        client(peer.parse().expect("an address"), &headers, proxy).to_string()
    }

    #[test]
    fn r14_forwarding_headers_count_only_from_our_proxy() {
        let none = ProxyConfig::default();
        assert_eq!(found("203.0.113.9", &["192.0.2.1"], &none), "203.0.113.9");
        assert_eq!(
            found("203.0.113.9", &["192.0.2.1"], &proxy()),
            "203.0.113.9"
        );
        assert_eq!(found("10.0.0.1", &["192.0.2.1"], &proxy()), "192.0.2.1");
    }

    #[test]
    fn r14_what_the_client_wrote_itself_does_not_count() {
        assert_eq!(
            found("10.0.0.1", &["1.2.3.4, 192.0.2.1"], &proxy()),
            "192.0.2.1"
        );
        assert_eq!(
            found("10.0.0.1", &["1.2.3.4", "192.0.2.1, 10.0.0.2"], &proxy()),
            "192.0.2.1"
        );
        assert_eq!(
            found("10.0.0.1", &["1.2.3.4, nonsense"], &proxy()),
            "10.0.0.1"
        );
        assert_eq!(found("10.0.0.1", &[], &proxy()), "10.0.0.1");
    }

    #[test]
    fn r47_neighbours_share_a_count_and_others_do_not() {
        let key = DerivationKey::new([1; 32]);
        let of = |address: &str| keyed(address.parse().expect("an address"), &key);
        assert_eq!(of("192.0.2.1"), of("192.0.2.254"));
        assert_ne!(of("192.0.2.1"), of("192.0.3.1"));
        assert_eq!(of("192.0.2.1"), of("::ffff:192.0.2.9"));
        assert_eq!(of("2001:db8:1::1"), of("2001:db8:1:ffff::2"));
        assert_ne!(of("2001:db8:1::1"), of("2001:db8:2::1"));
    }
}
