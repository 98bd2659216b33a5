//! The mail server: one mail, one connection, one answer (RFC 5321).

use std::time::{Duration, UNIX_EPOCH};

use ident_core::time::Timestamp;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use thiserror::Error;

use crate::config::{Config, MailConfig, MailTls};
use crate::letter::Rendered;

/// For one mail; well within the lease of whoever took it.
const PATIENCE: Duration = Duration::from_mins(1);
/// For the connection.
const CONNECT: Duration = Duration::from_secs(15);

/// Why the mail server cannot be used at all.
#[derive(Debug, Error)]
pub enum SmtpError {
    /// The password file.
    #[error("cannot read mail.password_file")]
    Password(#[source] std::io::Error),
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
    /// It never will.
    Never,
}

/// A way to the mail server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
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
            transport: transport(mail, host)?,
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
        match tokio::time::timeout(PATIENCE, self.transport.send(message)).await {
            Ok(Ok(_)) => Sending::Taken,
            Ok(Err(error)) if error.is_permanent() => Sending::Never,
            Ok(Err(_)) | Err(_) => Sending::Later,
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

fn transport(
    mail: &MailConfig,
    own: &str,
) -> Result<AsyncSmtpTransport<Tokio1Executor>, SmtpError> {
    // An address in brackets is how a URL writes what a socket takes without them.
    let host = mail.url.host_str().unwrap_or_default();
    let host = host.trim_matches(['[', ']']);
    let tls = match mail.protection() {
        MailTls::Implicit => Tls::Wrapper(TlsParameters::new(host.to_owned())?),
        MailTls::Starttls => Tls::Required(TlsParameters::new(host.to_owned())?),
        MailTls::None => Tls::None,
    };
    let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
        .port(mail.port())
        .tls(tls)
        .timeout(Some(CONNECT))
        .hello_name(ClientId::Domain(own.to_owned()));
    let password = mail.password().map_err(SmtpError::Password)?;
    let (Some(user), Some(password)) = (mail.user.clone(), password) else {
        return Ok(builder.build());
    };
    let credentials = Credentials::new(user, password.expose().clone());
    Ok(builder.credentials(credentials).build())
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
