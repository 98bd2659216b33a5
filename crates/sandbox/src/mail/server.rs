//! The mail server on its port, with the faults of op `smtp`.

use std::fmt::Write;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use smtp_proto::request::receiver::{DataReceiver, RequestReceiver};
use smtp_proto::{Error, Request};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::clock::rfc3339;
use crate::fault::Fault;
use crate::journal::Entry;
use crate::mail::session::{LARGEST, Reply, STARTTLS, Session, Step, reply};
use crate::mail::tls::Line;
use crate::service::{Endpoint, Service};
use crate::world::World;

/// How long a client may be silent.
const PATIENCE: Duration = Duration::from_mins(2);

/// When the line to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protection {
    /// As soon as the client asks for it (RFC 3207).
    Asked,
    /// Before the first word (RFC 8314 section 3.3).
    Implicit,
}

/// Takes mail for ever.
pub(crate) async fn serve(listener: TcpListener, protection: Protection, world: Arc<World>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let connection = Connection::new(stream, Arc::clone(&world));
                    connections.spawn(connection.run(protection));
                }
                Err(error) => {
                    tracing::warn!(%error, "mail.accept");
                    tokio::task::yield_now().await;
                }
            },
        }
    }
}

struct Connection {
    stream: Box<dyn Line>,
    world: Arc<World>,
    session: Session,
    requests: RequestReceiver,
    /// Set while the mail itself is received.
    data: Option<(DataReceiver, Vec<u8>)>,
}

/// Whether the conversation goes on.
type Goes = io::Result<bool>;

impl Connection {
    fn new(stream: TcpStream, world: Arc<World>) -> Self {
        let _ = stream.set_nodelay(true);
        Self {
            stream: Box::new(stream),
            world,
            session: Session::default(),
            requests: RequestReceiver::default(),
            data: None,
        }
    }

    async fn run(mut self, protection: Protection) {
        let conversation = async {
            if protection == Protection::Implicit {
                self.protect("TLS").await?;
            }
            self.converse().await
        };
        if let Err(error) = conversation.await {
            tracing::debug!(%error, "mail.connection");
        }
    }

    async fn converse(&mut self) -> io::Result<()> {
        if self.struck(Fault::SmtpDown, "CONNECT", 421).is_some() {
            return self.say(&reply(421, "not now")).await;
        }
        self.say(&reply(220, "sandbox.invalid ESMTP practice"))
            .await?;
        let mut buffer = vec![0; 8192];
        loop {
            let read = timeout(PATIENCE, self.stream.read(&mut buffer)).await??;
            if read == 0 || !self.take_in(&buffer[..read]).await? {
                return Ok(());
            }
        }
    }

    /// Takes in what has arrived: several commands, part of one, or part of a mail.
    async fn take_in(&mut self, bytes: &[u8]) -> Goes {
        let mut bytes = bytes.iter();
        loop {
            if let Some((receiver, mail)) = &mut self.data {
                let is_whole = receiver.ingest(&mut bytes, mail);
                if mail.len() > LARGEST {
                    // What follows cannot be told from commands any more, so the line is dropped.
                    self.note("DATA", 552, "too_large", false);
                    self.say(&reply(552, "too large")).await?;
                    return Ok(false);
                }
                if !is_whole {
                    return Ok(true);
                }
                if !self.received().await? {
                    return Ok(false);
                }
            }
            let mut greets = false;
            let step = match self.requests.ingest(&mut bytes) {
                Ok(request) => {
                    greets = matches!(request, Request::Ehlo { .. });
                    self.session.step(request)
                }
                Err(Error::NeedsMoreData { .. }) => return Ok(true),
                Err(error) => Step::Reply(Session::refuse(&error)),
            };
            let step = if greets { self.offered(step) } else { step };
            if !self.follow(step).await? {
                return Ok(false);
            }
        }
    }

    async fn follow(&mut self, step: Step) -> Goes {
        let answer = match step {
            Step::Reply(answer) => answer,
            Step::Recipient(to) => self.recipient(to),
            Step::Data => {
                let mut receiver = DataReceiver::new();
                // A mail begins at the start of a line, where a lone dot ends it at once.
                receiver.ingest(&mut b"\r\n".iter(), &mut Vec::new());
                self.data = Some((receiver, Vec::new()));
                reply(354, "end with a dot on a line of its own")
            }
            Step::Protect => {
                self.say(&reply(220, "go ahead")).await?;
                self.protect(STARTTLS).await?;
                return Ok(true);
            }
            Step::Login(is_right) => self.login(is_right),
            Step::Quit => {
                self.say(&reply(221, "goodbye")).await?;
                return Ok(false);
            }
        };
        self.say(&answer).await?;
        Ok(true)
    }

    /// What is offered to a client that greets; where STARTTLS is to be missing, it never hears of
    /// it.
    fn offered(&self, step: Step) -> Step {
        match step {
            Step::Reply((code, mut lines))
                if self.struck(Fault::NoStarttls, "EHLO", code).is_some() =>
            {
                lines.retain(|line| line != STARTTLS);
                Step::Reply((code, lines))
            }
            step => step,
        }
    }

    /// Goes on under TLS.
    async fn protect(&mut self, command: &str) -> io::Result<()> {
        let is_wrong = self.struck(Fault::WrongCertificate, command, 220).is_some();
        let plain = std::mem::replace(&mut self.stream, Box::new(tokio::io::empty()));
        self.stream = self.world.certificates.protect(plain, is_wrong).await?;
        self.session.protected();
        self.requests = RequestReceiver::default();
        self.note(command, 220, "ok", false);
        Ok(())
    }

    fn login(&mut self, is_right: bool) -> Reply {
        if self.struck(Fault::LoginRefused, "AUTH", 535).is_some() {
            reply(535, "login refused")
        } else if is_right {
            self.session.known();
            self.note("AUTH", 235, "ok", false);
            reply(235, "welcome")
        } else {
            self.note("AUTH", 535, "wrong", false);
            reply(535, "login refused")
        }
    }

    fn recipient(&mut self, to: String) -> Reply {
        if self.struck(Fault::Greylist, "RCPT", 451).is_some() {
            reply(451, "come again later")
        } else if self.struck(Fault::RejectRecipient, "RCPT", 550).is_some() {
            reply(550, "no such recipient")
        } else {
            self.session.accept(to)
        }
    }

    /// A mail has arrived whole.
    async fn received(&mut self) -> Goes {
        let Some((_, raw)) = self.data.take() else {
            return Ok(true);
        };
        let at = rfc3339(self.world.clock.now());
        let envelope = self.session.envelope();
        self.world.inbox.keep(envelope, &raw, at);
        let drops = self
            .world
            .faults
            .struck(Service::Smtp, Fault::DropAfterData);
        if drops.is_some() {
            self.note("DATA", 250, "fault:drop_after_data", true);
            return Ok(false);
        }
        let slow = self.world.faults.struck(Service::Smtp, Fault::SlowMail);
        let outcome = if slow.is_some() {
            "fault:slow_mail"
        } else {
            "ok"
        };
        self.note("DATA", 250, outcome, true);
        if let Some(arming) = slow {
            tokio::time::sleep(Duration::from_millis(arming.delay_ms.unwrap_or(30_000))).await;
        }
        self.say(&reply(250, "kept")).await?;
        Ok(true)
    }

    /// Whether a fault strikes now; it is journalled then.
    fn struck(&self, fault: Fault, command: &str, code: u16) -> Option<()> {
        self.world.faults.struck(Service::Smtp, fault)?;
        self.note(command, code, &format!("fault:{}", fault.name()), false);
        Some(())
    }

    fn note(&self, command: &str, status: u16, outcome: &str, effect: bool) {
        self.world.journal.add(Entry {
            op: Service::Smtp,
            endpoint: Endpoint::Mail,
            method: command.to_owned(),
            at: rfc3339(self.world.clock.now()),
            status,
            outcome: outcome.to_owned(),
            effect,
        });
    }

    async fn say(&mut self, (code, lines): &Reply) -> io::Result<()> {
        let last = lines.len().saturating_sub(1);
        let mut text = String::new();
        for (number, line) in lines.iter().enumerate() {
            let mark = if number == last { ' ' } else { '-' };
            let _ = write!(text, "{code}{mark}{line}\r\n");
        }
        self.stream.write_all(text.as_bytes()).await
    }
}
