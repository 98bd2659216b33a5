//! One conversation of RFC 5321, without the network: commands in, replies out.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use smtp_proto::{AUTH_PLAIN, Error, Request};

/// Longest mail in octets (RFC 1870), before dot-unstuffing.
pub(super) const LARGEST: usize = 1 << 20;
/// Most recipients of one mail (RFC 5321 section 4.5.3.1.8 asks for at least 100).
const RECIPIENTS: usize = 100;

/// User and password that are asked for once the connection is protected.
pub const MAIL_LOGIN: (&str, &str) = ("ident@sandbox.invalid", "tegami-4821");

/// A reply: its code and its text lines.
pub(super) type Reply = (u16, Vec<String>);

/// What follows from a command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    Reply(Reply),
    /// A recipient that the session would take.
    Recipient(String),
    /// The mail itself comes next.
    Data,
    /// The connection is to be protected.
    Protect,
    /// Somebody has said who they are, rightly or not.
    Login(bool),
    Quit,
}

/// Where a conversation stands.
#[derive(Debug, Default)]
pub(super) struct Session {
    has_greeted: bool,
    from: Option<String>,
    to: Vec<String>,
    line: Line,
}

/// What the connection is worth.
#[derive(Debug, Default, PartialEq, Eq)]
enum Line {
    /// Readable by everybody on the way.
    #[default]
    Plain,
    /// Protected, and nobody has logged in.
    Protected,
    /// Protected, and somebody has logged in.
    Known,
}

/// A reply of one line.
pub(super) fn reply(code: u16, text: &str) -> Reply {
    (code, vec![text.to_owned()])
}

fn say(code: u16, text: &str) -> Step {
    Step::Reply(reply(code, text))
}

impl Session {
    /// What a command leads to.
    pub(super) fn step(&mut self, request: Request<Cow<'_, str>>) -> Step {
        match request {
            Request::Ehlo { .. } => {
                self.greet();
                let lines = ["sandbox.invalid", "PIPELINING", "8BITMIME", "SMTPUTF8"];
                let mut lines: Vec<String> = lines.map(str::to_owned).into();
                lines.push(format!("SIZE {LARGEST}"));
                let offer = match self.line {
                    Line::Plain => STARTTLS,
                    Line::Protected | Line::Known => "AUTH PLAIN",
                };
                lines.push(offer.to_owned());
                Step::Reply((250, lines))
            }
            Request::Helo { .. } => {
                self.greet();
                say(250, "sandbox.invalid")
            }
            Request::StartTls if self.line == Line::Plain => Step::Protect,
            Request::Auth { .. } if self.line == Line::Plain => say(538, "only over TLS"),
            Request::Auth {
                mechanism: AUTH_PLAIN,
                initial_response,
            } => Step::Login(is_right(&initial_response)),
            Request::Mail { .. } if self.line == Line::Protected => say(530, "log in first"),
            Request::Mail { from } => self.sender(&from.address, from.size),
            Request::Rcpt { to } => self.recipient(&to.address),
            Request::Data if self.to.is_empty() => say(503, "no recipient yet"),
            Request::Data => Step::Data,
            Request::Rset => {
                self.forget();
                say(250, "forgotten")
            }
            Request::Noop { .. } => say(250, "still here"),
            Request::Quit => Step::Quit,
            Request::Vrfy { .. } => say(252, "try to send and see"),
            other => say(502, &format!("{} is not offered", other.name())),
        }
    }

    /// What a line that is no command leads to.
    pub(super) fn refuse(error: &Error) -> Reply {
        match error {
            Error::UnknownCommand => reply(500, "unknown command"),
            Error::ResponseTooLong => reply(500, "line too long"),
            Error::InvalidSenderAddress => reply(501, "bad sender address"),
            Error::InvalidRecipientAddress => reply(501, "bad recipient address"),
            Error::UnsupportedParameter { .. } => reply(555, "parameter not taken"),
            _ => reply(501, "syntax error"),
        }
    }

    /// The connection is protected: all that was said before is forgotten (RFC 3207 section 4.2).
    pub(super) fn protected(&mut self) {
        *self = Self {
            line: Line::Protected,
            ..Self::default()
        };
    }

    /// The login was right.
    pub(super) fn known(&mut self) {
        self.line = Line::Known;
    }

    /// Takes a recipient.
    pub(super) fn accept(&mut self, recipient: String) -> Reply {
        self.to.push(recipient);
        reply(250, "recipient taken")
    }

    /// Sender and recipients of the mail that was just received; the next one begins anew.
    pub(super) fn envelope(&mut self) -> (String, Vec<String>) {
        let from = self.from.take().unwrap_or_default();
        (from, std::mem::take(&mut self.to))
    }

    fn greet(&mut self) {
        self.has_greeted = true;
        self.forget();
    }

    /// Forgets a mail half begun.
    pub(super) fn forget(&mut self) {
        self.from = None;
        self.to.clear();
    }

    fn sender(&mut self, address: &str, size: usize) -> Step {
        if !self.has_greeted {
            return say(503, "greet first");
        }
        if self.from.is_some() {
            return say(503, "a mail has been begun");
        }
        if size > LARGEST {
            return say(552, "too large");
        }
        self.from = Some(address.to_owned());
        say(250, "sender taken")
    }

    fn recipient(&self, address: &str) -> Step {
        if self.from.is_none() {
            say(503, "no sender yet")
        } else if self.to.len() >= RECIPIENTS {
            say(452, "too many recipients")
        } else if address
            .split_once('@')
            .is_none_or(|(local, host)| local.is_empty() || host.is_empty())
        {
            say(501, "bad recipient address")
        } else {
            Step::Recipient(address.to_owned())
        }
    }
}

/// The extension by which a connection is protected.
pub(super) const STARTTLS: &str = "STARTTLS";

/// Whether a message of PLAIN (RFC 4616) names the right user and password.
fn is_right(message: &str) -> bool {
    let Ok(message) = STANDARD.decode(message) else {
        return false;
    };
    let (user, password) = MAIL_LOGIN;
    let right = [b"", user.as_bytes(), password.as_bytes()].join(&0);
    message == right
}

#[cfg(test)]
mod tests {
    use super::{MAIL_LOGIN, STANDARD, Session, Step};
    use base64::Engine;
    use smtp_proto::Request;

    fn code(session: &mut Session, line: &str) -> u16 {
        let line = format!("{line}\r\n");
        match Request::parse(&mut line.as_bytes().iter()) {
            Ok(request) => match session.step(request) {
                Step::Reply((code, _)) => code,
                Step::Recipient(to) => session.accept(to).0,
                Step::Data => 354,
                Step::Protect => 220,
                Step::Login(is_right) => {
                    if is_right {
                        session.known();
                        235
                    } else {
                        535
                    }
                }
                Step::Quit => 221,
            },
            Err(error) => Session::refuse(&error).0,
        }
    }

    #[test]
    fn commands_come_in_order_or_are_refused() {
        let mut session = Session::default();
        for (line, expected) in [
            ("MAIL FROM:<a@b.example>", 503),
            ("EHLO client.example", 250),
            ("RCPT TO:<c@d.example>", 503),
            ("DATA", 503),
            ("MAIL FROM:<a@b.example> SIZE=9999999", 552),
            ("MAIL FROM:<>", 250),
            ("MAIL FROM:<a@b.example>", 503),
            ("RCPT TO:<nobody>", 501),
            ("RCPT TO:<c@d.example>", 250),
            ("NOOP", 250),
            ("DATA", 354),
            ("RSET", 250),
            ("DATA", 503),
            ("AUTH PLAIN AGFAYgBj", 538),
            ("STARTTLS", 220),
            ("HURRY", 500),
            ("QUIT", 221),
        ] {
            assert_eq!(code(&mut session, line), expected, "{line}");
        }
    }

    #[test]
    fn over_tls_a_login_comes_first() {
        let mut session = Session::default();
        code(&mut session, "EHLO client.example");
        session.protected();
        let right =
            STANDARD.encode([b"", MAIL_LOGIN.0.as_bytes(), MAIL_LOGIN.1.as_bytes()].join(&0));
        for (line, expected) in [
            ("MAIL FROM:<a@b.example>", 530),
            ("EHLO client.example", 250),
            ("STARTTLS", 502),
            ("MAIL FROM:<a@b.example>", 530),
            ("AUTH PLAIN AGFAYgBj", 535),
            ("MAIL FROM:<a@b.example>", 530),
            (&format!("AUTH PLAIN {right}"), 235),
            ("MAIL FROM:<a@b.example>", 250),
        ] {
            assert_eq!(code(&mut session, line), expected, "{line}");
        }
    }

    #[test]
    fn the_recipients_of_one_mail_are_limited() {
        let mut session = Session::default();
        code(&mut session, "EHLO client.example");
        code(&mut session, "MAIL FROM:<a@b.example>");
        for number in 0..100 {
            assert_eq!(
                code(&mut session, &format!("RCPT TO:<{number}@d.example>")),
                250
            );
        }
        assert_eq!(code(&mut session, "RCPT TO:<more@d.example>"), 452);
    }
}
