//! Mails as they were received and as they read.

use std::collections::VecDeque;
use std::sync::Mutex;

use mail_parser::MessageParser;
use serde::Serialize;

use crate::lock::locked;

/// One mail that was accepted.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Mail {
    pub(crate) id: u64,
    /// The recipients of the envelope, not of the headers.
    pub(crate) to: Vec<String>,
    /// The sender of the envelope.
    pub(crate) from: String,
    pub(crate) subject: String,
    pub(crate) text: Option<String>,
    pub(crate) html: Option<String>,
    /// Name and value of each header, unfolded as far as the parser does, in their order.
    pub(crate) headers: Vec<(String, String)>,
    /// When it was accepted (RFC 3339).
    pub(crate) at: String,
}

/// The mails kept, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    kept: Mutex<(u64, VecDeque<Mail>)>,
}

impl Inbox {
    const CAPACITY: usize = 10_000;

    /// Keeps a mail.
    pub(crate) fn keep(&self, (from, to): (String, Vec<String>), raw: &[u8], at: String) {
        let mut mail = read(raw);
        (mail.from, mail.to, mail.at) = (from, to, at);
        let mut kept = locked(&self.kept);
        kept.0 += 1;
        mail.id = kept.0;
        if kept.1.len() >= Self::CAPACITY {
            kept.1.pop_front();
        }
        kept.1.push_back(mail);
    }

    /// The mails for `to`, or all; newest first.
    pub(crate) fn mails(&self, to: Option<&str>) -> Vec<Mail> {
        let wanted = |mail: &&Mail| {
            to.is_none_or(|to| mail.to.iter().any(|known| known.eq_ignore_ascii_case(to)))
        };
        let kept = locked(&self.kept);
        kept.1.iter().rev().filter(wanted).cloned().collect()
    }

    /// The mail of that id.
    pub(crate) fn mail(&self, id: u64) -> Option<Mail> {
        let kept = locked(&self.kept);
        kept.1.iter().find(|mail| mail.id == id).cloned()
    }

    /// Forgets all; ids are not given again.
    pub(crate) fn clear(&self) {
        locked(&self.kept).1.clear();
    }
}

/// Reads a message (RFC 5322, MIME). What it lacks is left out; nothing is made up from the other part.
fn read(raw: &[u8]) -> Mail {
    let mut mail = Mail {
        id: 0,
        to: Vec::new(),
        from: String::new(),
        subject: String::new(),
        text: None,
        html: None,
        headers: Vec::new(),
        at: String::new(),
    };
    let Some(message) = MessageParser::default().parse(raw) else {
        return mail;
    };
    message
        .subject()
        .unwrap_or_default()
        .clone_into(&mut mail.subject);
    mail.headers = message
        .headers_raw()
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    let part = |want_html: bool| {
        let mut parts = message.parts.iter();
        let part = parts.find(|part| part.is_text() && part.is_text_html() == want_html)?;
        part.text_contents().map(str::to_owned)
    };
    mail.text = part(false);
    mail.html = part(true);
    mail
}
