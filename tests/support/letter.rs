//! Mails that wait to be sent, as their reader would see them.

use ident_core::contact::code_of;
use ident_core::mail::{Letter, Mail};

use crate::service::Service;

/// More than any test queues.
const MANY: u32 = 1_000;

impl Service {
    /// The mails that wait, oldest first: to whom, and what they say.
    pub async fn letters(&self) -> Vec<(String, Letter)> {
        let app = self.running();
        let mails = app.store.mails_due(app.now(), MANY).await;
        let mails = mails.expect("the database answers").into_iter();
        let letter = |mail: Mail| {
            let to = app.keys.open_text(&mail.to, &mail.account);
            (to.expect("an address").to_string(), mail.letter)
        };
        mails.map(letter).collect()
    }

    /// The code in the last mail to an address.
    ///
    /// # Panics
    /// When there is none.
    pub async fn code_for(&self, address: &str) -> String {
        let app = self.running();
        let letters = self.letters().await;
        let mut sent = letters.into_iter().rev().filter(|(to, _)| to == address);
        let seed = sent.find_map(|(_, letter)| match letter {
            Letter::Code {
                checked_for, seed, ..
            } => Some((checked_for, seed)),
            _ => None,
        });
        let (checked_for, seed) = seed.expect("a code was sent there");
        code_of(&seed, checked_for, app.keys.mail_code(app.keys.number()))
    }
}
