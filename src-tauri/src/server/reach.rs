//! Whose side is down when there is no answer: this device has no network, or the server is silent.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

use tokio::net::lookup_host;

use super::address::Address;

/// Addresses of the documentation (RFC 5737, RFC 3849): a route to them is a route to everywhere.
const SOMEWHERE: [SocketAddr; 2] = [
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 9),
    SocketAddr::new(
        std::net::IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)),
        9,
    ),
];

/// True when the server's name cannot be looked up, or no route leads to it from here. Asked
/// after a call has failed; nothing is sent to the server.
pub(super) async fn is_offline(server: &Address) -> bool {
    let Ok(addresses) = lookup_host(server.socket()).await else {
        return true;
    };
    let addresses: Vec<_> = addresses.collect();
    let is_here = addresses.iter().any(|address| address.ip().is_loopback());
    !is_here && !addresses.iter().any(has_route) && !SOMEWHERE.iter().any(has_route)
}

/// The system looks the route up when a datagram socket is connected; no packet leaves.
fn has_route(to: &SocketAddr) -> bool {
    let from: SocketAddr = match to {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    UdpSocket::bind(from).is_ok_and(|socket| socket.connect(to).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_silent_server_on_this_machine_is_not_a_lost_network() {
        for address in ["http://localhost:9", "http://127.0.0.1:9", "http://[::1]:9"] {
            assert!(
                !is_offline(&Address::parse(address).unwrap()).await,
                "{address}"
            );
        }
    }

    #[tokio::test]
    async fn a_name_that_nobody_knows_is_a_lost_network() {
        // RFC 6761 section 6.4: there is no such name, on no network.
        let address = Address::parse("https://ident.invalid").unwrap();
        assert!(is_offline(&address).await);
    }
}
