//! Ports and addresses.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, TcpListener, UdpSocket};
use std::process::Command;

use crate::problem::{Outcome, Problem};

/// Checks that a program of ours can listen at `host:port`.
///
/// # Errors
/// When another program has the port, or the system does not allow it.
pub(crate) fn ensure_free(host: IpAddr, port: u16) -> Outcome<()> {
    match TcpListener::bind((host, port)) {
        Ok(_) => Ok(()),
        Err(error) => Err(refused(port, error.kind(), holder(port).as_deref())),
    }
}

fn refused(port: u16, kind: ErrorKind, holder: Option<&str>) -> Problem {
    let what = match (kind, holder) {
        (ErrorKind::AddrInUse, Some(holder)) => format!("Port {port} is in use by {holder}."),
        (ErrorKind::AddrInUse, None) => format!("Port {port} is in use by another program."),
        (ErrorKind::PermissionDenied, _) => {
            format!("Port {port} may not be used by this account.")
        }
        (kind, _) => format!("Port {port} cannot be used: {kind}."),
    };
    Problem::new(what).advice("End that program, or take other ports: --port N uses N to N+4.")
}

/// The program that listens at `port`, when the system lets us know.
fn holder(port: u16) -> Option<String> {
    let filter = format!("sport = :{port}");
    let output = Command::new("ss").args(["-Hltnp", &filter]).output().ok()?;
    name_and_pid(&String::from_utf8_lossy(&output.stdout))
}

/// Reads `users:(("name",pid=12,fd=3))`.
fn name_and_pid(line: &str) -> Option<String> {
    let (_, users) = line.split_once("users:((\"")?;
    let (name, rest) = users.split_once("\",pid=")?;
    let (pid, _) = rest.split_once(',')?;
    Some(format!("{name} (process {pid})"))
}

/// The address by which other machines on the same network reach this one.
///
/// # Errors
/// When there is no network.
pub(crate) fn lan_address() -> Outcome<IpAddr> {
    // Connecting a datagram socket sends nothing; it only asks the system for the route.
    // 192.0.2.1 is TEST-NET-1 (RFC 5737): it belongs to nobody.
    UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))
        .and_then(|socket| {
            socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9))?;
            socket.local_addr()
        })
        .map(|address| address.ip())
        .ok()
        .filter(|ip| !ip.is_loopback() && !ip.is_unspecified())
        .ok_or_else(|| {
            Problem::new("This machine has no address that a phone could reach.")
                .advice("Connect it to the network of the phone, or leave --lan out.")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn a_port_in_use_is_refused_with_its_number() {
        let taken = TcpListener::bind((LOOPBACK, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let text = ensure_free(LOOPBACK, port).unwrap_err().to_string();
        assert!(text.contains(&format!("Port {port} is in use")), "{text}");
        // 0 stands for any port that is free.
        assert!(ensure_free(LOOPBACK, 0).is_ok());
    }

    #[test]
    fn the_program_that_holds_a_port_is_named() {
        let line = "LISTEN 0 128 127.0.0.1:7440 0.0.0.0:* users:((\"ident-server\",pid=4711,fd=9))";
        assert_eq!(name_and_pid(line).unwrap(), "ident-server (process 4711)");
        assert_eq!(name_and_pid("LISTEN 0 128 127.0.0.1:7440 0.0.0.0:*"), None);
    }

    #[test]
    fn a_port_that_needs_more_rights_is_said_so() {
        let text = refused(80, ErrorKind::PermissionDenied, None).to_string();
        assert!(
            text.contains("80") && text.contains("account") && text.contains("--port"),
            "{text}"
        );
    }
}
