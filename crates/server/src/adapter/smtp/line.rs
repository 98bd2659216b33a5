//! One conversation with the mail server, step by step, so that it is known at which it ended.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;

use super::{Sending, SmtpError};
use crate::config::{MailConfig, MailTls};

/// For the connection.
const CONNECT: Duration = Duration::from_secs(15);

/// Where the way to the mail server is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It does not answer, or not like a mail server.
    Connection,
    /// It does not offer STARTTLS: it is set up otherwise, or somebody on the way hides it.
    NoStarttls,
    /// TLS fails: it is not the host that it should be, or shows what we do not trust.
    Tls,
    /// It refuses our user and password, or knows no way to be told them.
    Login,
}

impl Broken {
    /// A short stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::NoStarttls => "no_starttls",
            Self::Tls => "tls",
            Self::Login => "login",
        }
    }

    /// Whether it mends itself with time, as a mail server that is being restarted does.
    pub const fn may_pass(self) -> bool {
        matches!(self, Self::Connection)
    }
}

/// How mails are handed over.
pub(super) struct Submission {
    host: String,
    port: u16,
    protection: MailTls,
    tls: Option<TlsParameters>,
    credentials: Option<Credentials>,
    hello: ClientId,
}

impl Submission {
    /// As configured; `own` is the name that we greet with.
    pub(super) fn new(mail: &MailConfig, own: &str) -> Result<Self, SmtpError> {
        // An address in brackets is how a URL writes what a socket takes without them.
        let host = mail.url.host_str().unwrap_or_default();
        let host = host.trim_matches(['[', ']']).to_owned();
        let protection = mail.protection();
        let tls = match protection {
            MailTls::Implicit | MailTls::Starttls => Some(tls(mail, &host)?),
            MailTls::None => None,
        };
        let password = mail.password().map_err(SmtpError::Password)?;
        let credentials = mail.user.clone().zip(password);
        Ok(Self {
            host,
            port: mail.port(),
            protection,
            tls,
            credentials: credentials
                .map(|(user, password)| Credentials::new(user, password.expose().clone())),
            hello: ClientId::Domain(own.to_owned()),
        })
    }

    /// Hands one mail over.
    pub(super) async fn send(&self, message: &Message) -> Sending {
        let mut connection = match self.connected().await {
            Ok(connection) => connection,
            Err(broken) => return Sending::Broken(broken),
        };
        let sent = connection
            .send(message.envelope(), &message.formatted())
            .await;
        match sent {
            Ok(_) => {
                // The mail is taken, whatever becomes of the farewell.
                let _ = connection.quit().await;
                Sending::Taken
            }
            Err(error) => {
                connection.abort().await;
                refused(&error)
            }
        }
    }

    /// A connection that is protected as configured, and on which we have said who we are.
    async fn connected(&self) -> Result<AsyncSmtpConnection, Broken> {
        let at_once = match self.protection {
            MailTls::Implicit => self.tls.clone(),
            MailTls::Starttls | MailTls::None => None,
        };
        let server = (self.host.as_str(), self.port);
        let patience = Some(CONNECT);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, patience, &self.hello, at_once, None)
                .await
                .map_err(|error| broken(&error, Broken::Connection))?;
        if let (MailTls::Starttls, Some(tls)) = (self.protection, &self.tls) {
            if !connection.can_starttls() {
                connection.abort().await;
                return Err(Broken::NoStarttls);
            }
            let protected = connection.starttls(tls.clone(), &self.hello).await;
            protected.map_err(|error| broken(&error, Broken::Tls))?;
        }
        if let Some(credentials) = &self.credentials {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            let known = connection.auth(&mechanisms, credentials).await;
            if let Err(error) = known {
                connection.abort().await;
                return Err(broken(&error, Broken::Login));
            }
        }
        Ok(connection)
    }
}

fn tls(mail: &MailConfig, host: &str) -> Result<TlsParameters, SmtpError> {
    let mut parameters = TlsParameters::builder(host.to_owned());
    if let Some(authority) = mail.authority().map_err(SmtpError::Authority)? {
        parameters = parameters.add_root_certificate(Certificate::from_pem(&authority)?);
    }
    Ok(parameters.build()?)
}

/// What an error at a step means. An answer that is only for now, as of a server that is busy,
/// says nothing about the step.
fn broken(error: &Error, step: Broken) -> Broken {
    let cause = if error.is_transient() || error.is_timeout() {
        Broken::Connection
    } else if error.is_tls() || is_of_tls(error) {
        Broken::Tls
    } else {
        step
    };
    let status = error.status().map(|code| code.to_string());
    tracing::debug!(step = step.name(), ?status, "mail.step_failed");
    cause
}

/// TLS that fails from the beginning is told as a failed connection; what failed stands below it.
/// The TLS library says `InvalidData` where it does not trust, or does not understand, the other side.
fn is_of_tls(error: &Error) -> bool {
    let mut below = error.source();
    while let Some(cause) = below {
        let io = cause.downcast_ref::<io::Error>();
        if io.is_some_and(|io| io.kind() == io::ErrorKind::InvalidData) {
            return true;
        }
        below = cause.source();
    }
    false
}

/// What the mail server says of a mail.
fn refused(error: &Error) -> Sending {
    if error.is_permanent() {
        Sending::Never
    } else {
        Sending::Later
    }
}
