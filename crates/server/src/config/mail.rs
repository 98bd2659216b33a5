//! The mail server that takes our notices.

use std::path::{Path, PathBuf};

use ident_core::contact::MailAddress;
use ident_core::secret::Secret;
use serde::Deserialize;
use url::{Host, Url};

use super::error::Fault;

/// The mail server: `smtp://HOST` with STARTTLS, or `smtps://HOST` with TLS from the beginning.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// Where it is.
    pub url: Url,
    /// The user, where the mail server wants one.
    #[serde(default)]
    pub user: Option<String>,
    /// The file that holds the user's password.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// How the connection is protected; without it, as the scheme says.
    #[serde(default)]
    pub tls: Option<MailTls>,
    /// A file with certificates (PEM) of authorities that are trusted beside those of the system,
    /// for a mail server with a certificate of the university's own.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// The sender's address.
    pub from: String,
    /// Where an answer goes; without it the mails say that they cannot be answered.
    #[serde(default)]
    pub reply_to: Option<String>,
    /// Whether anything is sent; what is not stays in the queue.
    #[serde(default = "yes")]
    pub enabled: bool,
}

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTls {
    /// TLS from the beginning (RFC 8314).
    Implicit,
    /// STARTTLS, without which nothing is sent (RFC 3207).
    Starttls,
    /// None: only for a mail server on this machine.
    None,
}

impl MailTls {
    /// As it is written in the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Implicit => "implicit",
            Self::Starttls => "starttls",
            Self::None => "none",
        }
    }
}

const fn yes() -> bool {
    true
}

impl MailConfig {
    /// How the connection is protected.
    pub fn protection(&self) -> MailTls {
        self.tls.unwrap_or(if self.url.scheme() == "smtps" {
            MailTls::Implicit
        } else {
            MailTls::Starttls
        })
    }

    /// The port; the registered one where none is given (RFC 6409, RFC 8314).
    pub fn port(&self) -> u16 {
        let usual = match self.protection() {
            MailTls::Implicit => 465,
            MailTls::Starttls => 587,
            MailTls::None => 25,
        };
        self.url.port().unwrap_or(usual)
    }

    /// The user's password, if there is a user.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn password(&self) -> std::io::Result<Option<Secret<String>>> {
        let Some(file) = &self.password_file else {
            return Ok(None);
        };
        let text = Secret::new(std::fs::read_to_string(file)?);
        let password = text.expose().trim_end_matches(['\r', '\n']).to_owned();
        Ok(Some(Secret::new(password)))
    }

    /// The authorities of `ca_file`, as PEM.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn authority(&self) -> std::io::Result<Option<Vec<u8>>> {
        self.ca_file.as_ref().map(std::fs::read).transpose()
    }

    pub(super) fn checked(mut self, base: &Path) -> Result<Self, Fault> {
        let is_mail = matches!(self.url.scheme(), "smtp" | "smtps") && self.url.has_host();
        if !is_mail || self.url.password().is_some() || !self.url.username().is_empty() {
            let expected = "smtp://HOST or smtps://HOST; the user goes into mail.user, the \
                            password into mail.password_file";
            return Err(Fault::new("mail.url", expected));
        }
        if self.url.scheme() == "smtps" && self.protection() != MailTls::Implicit {
            return Err(Fault::new(
                "mail.tls",
                "nothing else than implicit, with smtps",
            ));
        }
        if self.user.is_some() != self.password_file.is_some() {
            let expected = "a file, exactly when there is a mail.user";
            return Err(Fault::new("mail.password_file", expected));
        }
        for (key, address) in [
            ("mail.from", Some(&self.from)),
            ("mail.reply_to", self.reply_to.as_ref()),
        ] {
            if address.is_some_and(|address| MailAddress::parse(address).is_err()) {
                return Err(Fault::new(key, "a mail address"));
            }
        }
        if self.ca_file.is_some() && self.protection() == MailTls::None {
            return Err(Fault::new("mail.ca_file", "nothing, without TLS"));
        }
        self.password_file = self.password_file.map(|file| base.join(file));
        self.ca_file = self.ca_file.map(|file| base.join(file));
        Ok(self)
    }

    /// What real people's mails are not sent by: nothing goes over a network unprotected.
    pub(super) fn production(&self) -> Result<(), Fault> {
        if self.protection() == MailTls::None && !self.is_local() {
            return Err(Fault::new(
                "mail.tls",
                "none only for a mail server on this machine (localhost or a loopback address)",
            ));
        }
        Ok(())
    }

    /// The scheme is none of those whose hosts the URL standard knows, so an address may be in
    /// the place of a name.
    fn is_local(&self) -> bool {
        let host = match self.url.host() {
            Some(Host::Domain(name)) => name.trim_matches(['[', ']']).to_owned(),
            Some(host) => host.to_string(),
            None => return false,
        };
        let host = host.trim_matches(['[', ']']);
        let address = host.parse::<std::net::IpAddr>();
        host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> Result<MailConfig, Fault> {
        let text = format!("from = \"ident@example.ac.jp\"\n{text}");
        let config: MailConfig = toml::from_str(&text).expect("TOML");
        config.checked(Path::new("/etc/ident"))
    }

    #[test]
    fn the_scheme_says_how_the_connection_is_protected() {
        let of = |text: &str| {
            let config = checked(text).expect(text);
            (config.protection(), config.port())
        };
        assert_eq!(
            of("url = \"smtps://mail.example\""),
            (MailTls::Implicit, 465)
        );
        assert_eq!(
            of("url = \"smtp://mail.example\""),
            (MailTls::Starttls, 587)
        );
        let local = "url = \"smtp://127.0.0.1:7443\"\ntls = \"none\"";
        assert_eq!(of(local), (MailTls::None, 7443));
    }

    #[test]
    fn real_peoples_mails_go_over_no_network_unprotected() {
        let allowed = |url: &str| {
            let config = checked(&format!("url = \"{url}\"\ntls = \"none\""));
            config.expect("fit for practice").production().is_ok()
        };
        for local in ["smtp://localhost", "smtp://[::1]:25", "smtp://127.0.0.1"] {
            assert!(allowed(local), "{local}");
        }
        for far in [
            "smtp://mail.example",
            "smtp://127.0.0.1.example",
            "smtp://[2001:db8::1]",
        ] {
            assert!(!allowed(far), "{far}");
        }
        let protected = checked("url = \"smtp://mail.example\"").expect("a mail server");
        assert!(protected.production().is_ok());
    }

    #[test]
    fn no_two_ways_of_protection_and_no_password_stands_in_the_file() {
        for wrong in [
            "url = \"smtps://mail.example\"\ntls = \"starttls\"",
            "url = \"smtp://u:p@mail.example\"",
            "url = \"smtp://u@mail.example\"",
            "url = \"smtp://mail.example\"\nuser = \"u\"",
            "url = \"smtp://mail.example\"\npassword_file = \"p\"",
            "url = \"http://mail.example\"",
            "url = \"smtp://127.0.0.1\"\ntls = \"none\"\nca_file = \"ca.pem\"",
            "url = \"smtp://mail.example\"\nreply_to = \"a@b.jp\\r\\nBcc: c@d.jp\"",
        ] {
            assert!(checked(wrong).is_err(), "{wrong}");
        }
        let user = checked("url = \"smtp://mail.example\"\nuser = \"u@x\"\npassword_file = \"p\"");
        let file = user.expect("a user with a password file").password_file;
        assert_eq!(file, Some(PathBuf::from("/etc/ident/p")));
    }
}
