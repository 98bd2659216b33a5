//! Where the server is.

use std::net::IpAddr;

use tauri::Url;

/// The server's origin.
#[derive(Clone, Debug)]
pub(crate) struct Address(Url);

/// Why an address is not used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AddressError {
    #[error("{0} is not an address of a server (https://name, without a path)")]
    NotAnOrigin(String),
    #[error("{0} is not encrypted; only a machine in your own network may be named with http://")]
    NotEncrypted(String),
}

impl Address {
    /// Reads an origin such as `https://ident.example`.
    ///
    /// # Errors
    /// When it is something else, or would send secrets in the clear over a foreign network.
    pub(crate) fn parse(text: &str) -> Result<Self, AddressError> {
        let not_an_origin = || AddressError::NotAnOrigin(text.to_owned());
        let url: Url = text.trim().parse().map_err(|_| not_an_origin())?;
        let is_origin = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        match url.scheme() {
            _ if !is_origin => Err(not_an_origin()),
            "https" => Ok(Self(url)),
            "http" if is_near(&url) => Ok(Self(url)),
            "http" => Err(AddressError::NotEncrypted(text.to_owned())),
            _ => Err(not_an_origin()),
        }
    }

    /// The address of one of the server's pages or calls; `path` begins with a slash.
    pub(crate) fn join(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        url
    }

    /// The name under which secrets of this server are kept, and never given to another.
    pub(crate) fn name(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Host and port, as the system's resolver takes them.
    pub(super) fn socket(&self) -> (&str, u16) {
        let host = self.0.host_str().unwrap_or_default();
        let port = self.0.port_or_known_default().unwrap_or_default();
        (host.trim_start_matches('[').trim_end_matches(']'), port)
    }

    /// True for pages of this very server.
    pub(crate) fn is_origin_of(&self, url: &Url) -> bool {
        url.origin() == self.0.origin() && url.username().is_empty() && url.password().is_none()
    }
}

/// This machine, or an address that is not routed on the Internet.
fn is_near(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let number = host.trim_start_matches('[').trim_end_matches(']').parse();
    match number {
        Ok(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        Ok(IpAddr::V6(ip)) => {
            ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local()
        }
        Err(_) => host == "localhost",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_taken() {
        for text in [
            "https://ident.example",
            "https://ident.example:8443/",
            "http://localhost:7440",
            "http://127.0.0.1:7440",
            "http://[::1]:7440",
            "http://192.168.1.20:7440",
        ] {
            assert!(Address::parse(text).is_ok(), "{text} was refused");
        }
    }

    #[test]
    fn other_things_than_origins_are_refused() {
        for text in [
            "",
            "ident.example",
            "ftp://ident.example",
            "https://ident.example/verify/",
            "https://ident.example/?a",
            "https://ident.example/#a",
            "https://me:secret@ident.example",
            "file:///etc/passwd",
            "javascript:alert(1)",
        ] {
            assert!(Address::parse(text).is_err(), "{text} was taken");
        }
    }

    #[test]
    fn a_far_server_without_encryption_is_refused() {
        for text in [
            "http://ident.example",
            "http://203.0.113.7",
            "http://localhost.example",
        ] {
            let error = Address::parse(text).unwrap_err();
            assert!(
                matches!(error, AddressError::NotEncrypted(_)),
                "{text}: {error}"
            );
        }
    }

    #[test]
    fn only_pages_of_the_same_origin_are_the_servers() {
        let address = Address::parse("https://ident.example").unwrap();
        let is_ours = |text: &str| address.is_origin_of(&text.parse().unwrap());
        assert!(is_ours("https://ident.example/verify/start/abc"));
        for text in [
            "http://ident.example/",
            "https://ident.example:444/",
            "https://ident.example.evil.example/",
            "https://x@ident.example/",
            "file:///ident.example",
        ] {
            assert!(!is_ours(text), "{text} was taken for ours");
        }
    }

    #[test]
    fn a_path_cannot_change_the_server() {
        let address = Address::parse("https://ident.example").unwrap();
        assert_eq!(
            address.join("/api/v1/visit").as_str(),
            "https://ident.example/api/v1/visit"
        );
        assert_eq!(
            address.join("//evil.example/x").host_str(),
            Some("ident.example")
        );
    }
}
