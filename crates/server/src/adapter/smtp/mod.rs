//! The mail server: one mail, one connection, one answer (RFC 5321).
//!
//! A mail is given up only for what the mail server says of that mail. Whatever goes wrong before
//! (no connection, no TLS, a login that is refused) is the operator's to mend: the mail waits.

mod line;

use std::time::{Duration, UNIX_EPOCH};

use ident_core::time::Timestamp;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};
use thiserror::Error;

use self::line::Submission;
use crate::config::Config;
use crate::letter::Rendered;

pub use self::line::Broken;

/// For one mail; well within the lease of whoever took it.
const PATIENCE: Duration = Duration::from_mins(1);

/// Why the mail server cannot be used at all.
#[derive(Debug, Error)]
pub enum SmtpError {
    /// The password file.
    #[error("cannot read mail.password_file")]
    Password(#[source] std::io::Error),
    /// The file with the authority.
    #[error("cannot read mail.ca_file")]
    Authority(#[source] std::io::Error),
    /// The sender's address, or the one for answers.
    #[error("mail.from or mail.reply_to is not an address")]
    Address(#[from] lettre::address::AddressError),
    /// TLS.
    #[error("TLS for the mail server cannot be set up")]
    Tls(#[from] lettre::transport::smtp::Error),
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending {
    /// The mail server took it.
    Taken,
    /// It did not, or may have; to be tried again under the same Message-ID.
    Later,
    /// It was not given the mail, because the way to it is broken; to be tried again.
    Broken(Broken),
    /// It never will.
    Never,
}

/// A way to the mail server.
pub struct Smtp {
    submission: Submission,
    from: Mailbox,
    reply_to: Option<Mailbox>,
    host: String,
}

impl Smtp {
    /// Prepares the way; nothing is connected yet. `None` where nothing is to be sent.
    ///
    /// # Errors
    /// When the password file cannot be read, or the configuration contradicts itself.
    pub fn of(config: &Config) -> Result<Option<Self>, SmtpError> {
        let Some(mail) = config.mail.as_ref().filter(|mail| mail.enabled) else {
            return Ok(None);
        };
        let host = config.public_url.host_str().unwrap_or("localhost");
        let reply_to = mail.reply_to.as_deref().map(address).transpose()?;
        Ok(Some(Self {
            submission: Submission::new(mail, host)?,
            from: Mailbox::new(
                Some(config.texts.service_name.en.clone()),
                address(&mail.from)?,
            ),
            reply_to: reply_to.map(|address| Mailbox::new(None, address)),
            host: host.to_owned(),
        }))
    }

    /// Sends one mail. Whoever gets it twice sees that by its Message-ID, which follows from `id`.
    pub async fn send(&self, id: &str, to: &str, mail: Rendered, now: Timestamp) -> Sending {
        let Ok(message) = self.message(id, to, mail, now) else {
            return Sending::Never;
        };
        match tokio::time::timeout(PATIENCE, self.submission.send(&message)).await {
            Ok(sending) => sending,
            Err(_) => Sending::Later,
        }
    }

    fn message(
        &self,
        id: &str,
        to: &str,
        mail: Rendered,
        now: Timestamp,
    ) -> Result<Message, Box<dyn std::error::Error + Send + Sync>> {
        let since = Duration::from_millis(u64::try_from(now.millis())?);
        let mut builder = Message::builder()
            .message_id(Some(format!("<{id}@{}>", self.host)))
            .date(UNIX_EPOCH + since)
            .from(self.from.clone())
            .to(Mailbox::new(None, address(to)?))
            .subject(mail.subject)
            .header(Automatic);
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        let body = MultiPart::alternative_plain_html(mail.text, mail.html);
        Ok(builder.multipart(body)?)
    }
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Smtp")
    }
}

fn address(text: &str) -> Result<Address, lettre::address::AddressError> {
    text.parse()
}

/// No person wrote it, and no automatic answer is wanted (RFC 3834 section 5).
#[derive(Clone)]
struct Automatic;

impl Header for Automatic {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
