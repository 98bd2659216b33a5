//! What our mails say: Japanese first, then English, as plain text and as HTML.
//!
//! A mail names no person and carries no pass. It is made when it is sent; what it says follows from
//! the stored letter and the configuration alone.

mod html;
mod plain;
mod story;
#[cfg(test)]
mod tests;
mod words;

use ident_core::contact::code_of;
use ident_core::identity::Sealed;
use ident_core::mail::{Letter, Mail};
use ident_core::notice;
use ident_wire::Both;

use crate::config::Config;
use crate::keys::Keys;

/// A mail as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The subject, in both languages.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// Makes the text of a mail.
pub fn render(mail: &Mail, config: &Config, keys: &Keys) -> Rendered {
    let story = match &mail.letter {
        Letter::Notice { entry } => {
            let token = notice::token(entry.id, keys.notice());
            let link = format!("{}/verify/notice/{token}", config.origin());
            story::notice(entry, &link, config)
        }
        Letter::Code {
            checked_for,
            seed,
            expires_at,
        } => {
            let code = code_of(seed, *checked_for, keys.mail_code(mail.to.key));
            story::code(*checked_for, &code, *expires_at)
        }
        Letter::SalvageReceived { service, entry } => story::received(*service, entry),
        Letter::SalvageDecided {
            service,
            verdict,
            entry,
        } => {
            let open = |sealed: &Sealed| keys.open_text(sealed, &mail.account);
            story::decided(*service, verdict, entry, open)
        }
    };
    let foot = foot(config);
    Rendered {
        subject: format!("{} / {}", story.title.ja, story.title.en),
        text: plain::text(&story, &foot, config),
        html: html::text(&story, &foot, config),
    }
}

/// Where to ask, and whether an answer is read.
fn foot(config: &Config) -> Both {
    let support = &config.texts.support;
    let url = absolute(&support.url, config);
    let answered = config
        .mail
        .as_ref()
        .is_some_and(|mail| mail.reply_to.is_some());
    let no_answer = if answered {
        ("", "")
    } else {
        (
            "このメールは送信専用です。返信しないでください。",
            "Please do not reply: answers to this address are not read.",
        )
    };
    Both {
        ja: format!("お問い合わせ：{} {url}\n{}", support.name.ja, no_answer.0),
        en: format!("Questions: {} {url}\n{}", support.name.en, no_answer.1),
    }
}

/// A link of the configuration as it works outside of our pages.
fn absolute(link: &str, config: &Config) -> String {
    if link.starts_with('/') {
        format!("{}{link}", config.origin())
    } else {
        link.to_owned()
    }
}
