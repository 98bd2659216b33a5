//! Who listens where.
//!
//! Ident is at `localhost` and the sandbox at `127.0.0.1`, so that they are two different sites
//! for the browser, as they are in reality (cookies with `SameSite` depend on it). With `--lan`
//! both have the machine's own address, because a phone has to reach them.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use crate::args::DemoOptions;
use crate::port;
use crate::problem::Outcome;

/// Addresses of one demo.
#[derive(Debug, PartialEq)]
pub(crate) struct Place {
    /// The address that all programs listen at.
    pub(crate) host: IpAddr,
    /// The server's name in addresses.
    name: String,
    port: u16,
    is_lan: bool,
}

impl Place {
    /// Where a demo with these options is.
    ///
    /// # Errors
    /// With `--lan`, when the machine has no address in a network.
    pub(crate) fn of(options: &DemoOptions) -> Outcome<Self> {
        if options.lan {
            return Ok(Self::lan(port::lan_address()?, options.port));
        }
        let host = IpAddr::V4(Ipv4Addr::LOCALHOST);
        Ok(Self {
            host,
            name: "localhost".to_owned(),
            port: options.port,
            is_lan: false,
        })
    }

    fn lan(host: IpAddr, port: u16) -> Self {
        let name = match host {
            IpAddr::V4(host) => host.to_string(),
            IpAddr::V6(host) => format!("[{host}]"),
        };
        Self {
            host,
            name,
            port,
            is_lan: true,
        }
    }

    /// Server, then the three ports of the sandbox, the last one for mail.
    pub(crate) fn ports(&self) -> [u16; 4] {
        [0, 1, 2, 3].map(|offset| self.port + offset)
    }

    /// The page of a kiosk's card reader.
    pub(crate) fn reader_port(&self) -> u16 {
        self.port + 4
    }

    /// The address for a browser.
    pub(crate) fn ident_url(&self) -> String {
        format!("http://{}:{}", self.name, self.port)
    }

    /// Portal, Digital Agency and phone simulator of the sandbox.
    pub(crate) fn sandbox_url(&self) -> String {
        format!("http://{}:{}", self.sandbox_name(), self.port + 1)
    }

    /// UTokyo Account and directory of the sandbox.
    pub(crate) fn account_url(&self) -> String {
        format!("http://{}:{}", self.sandbox_name(), self.port + 2)
    }

    /// The mail server of the sandbox.
    pub(crate) fn mail_url(&self) -> String {
        format!("smtp://{}:{}", self.sandbox_name(), self.port + 3)
    }

    fn sandbox_name(&self) -> String {
        if self.is_lan {
            self.name.clone()
        } else {
            self.host.to_string()
        }
    }

    /// Links made under one set of addresses belong to other issuers than those made under
    /// another, so each set keeps its data in a folder of its own.
    pub(crate) fn folder(&self, options: &DemoOptions) -> PathBuf {
        if self.is_lan && options.data == DemoOptions::default().data {
            return PathBuf::from("data/demo-lan");
        }
        options.data.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ident_and_the_sandbox_are_two_sites() {
        let place = Place::of(&DemoOptions::default()).unwrap();
        assert_eq!(place.ident_url(), "http://localhost:7440");
        assert_eq!(place.sandbox_url(), "http://127.0.0.1:7441");
        assert_eq!(place.account_url(), "http://127.0.0.1:7442");
    }

    #[test]
    fn on_the_network_everything_has_the_address_a_phone_can_reach() {
        let place = Place::lan("192.0.2.7".parse().unwrap(), 8000);
        assert_eq!(place.ident_url(), "http://192.0.2.7:8000");
        assert_eq!(place.account_url(), "http://192.0.2.7:8002");
        assert_eq!(place.host.to_string(), "192.0.2.7");
        let place = Place::lan("2001:db8::7".parse().unwrap(), 8000);
        assert_eq!(place.sandbox_url(), "http://[2001:db8::7]:8001");
    }

    #[test]
    fn the_network_demo_keeps_its_data_apart_unless_told_where() {
        let place = Place::lan("192.0.2.7".parse().unwrap(), 7440);
        let options = DemoOptions::default();
        assert_eq!(place.folder(&options), PathBuf::from("data/demo-lan"));
        let options = DemoOptions {
            data: "elsewhere".into(),
            ..options
        };
        assert_eq!(place.folder(&options), PathBuf::from("elsewhere"));
    }
}
