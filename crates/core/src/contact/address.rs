//! Mail addresses: the syntax that we send to.

use std::fmt;
use std::str::FromStr;

use email_address::{EmailAddress, Options};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::refusal::Refusal;

/// A mail address; never printed, stored only encrypted.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct MailAddress(String);

impl MailAddress {
    /// The longest address that a mail server must take (RFC 5321 section 4.5.3.1.3, without the
    /// angle brackets).
    pub const MAX_BYTES: usize = 254;

    /// Reads an address as a person types it. The domain is written in small letters.
    ///
    /// Only ASCII: beyond it every server on the way would have to know SMTPUTF8 (RFC 6531). No
    /// quoted local part and no bracketed domain: legal, but nobody's real mailbox.
    ///
    /// # Errors
    /// `ContactMalformed`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let plain = text.len() <= Self::MAX_BYTES
            && text
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'"');
        if !plain {
            return Err(Refusal::ContactMalformed);
        }
        let options = Options::default()
            .without_display_text()
            .without_domain_literal()
            .with_required_tld();
        let address = EmailAddress::parse_with_options(text, options)
            .map_err(|_| Refusal::ContactMalformed)?;
        let domain = address.domain().to_ascii_lowercase();
        Ok(Self(format!("{}@{domain}", address.local_part())))
    }

    /// The address itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether both reach the same mailbox, as far as anybody outside can tell.
    pub fn is_same(&self, other: &str) -> bool {
        self.0.eq_ignore_ascii_case(other)
    }
}

impl FromStr for MailAddress {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::parse(text)
    }
}

impl fmt::Debug for MailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[address]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_addresses_are_taken() {
        for (typed, kept) in [
            ("hanako@example.ac.jp", "hanako@example.ac.jp"),
            (
                "  Hanako.M+notice@Example.AC.jp ",
                "Hanako.M+notice@example.ac.jp",
            ),
            ("0123456789@g.example.ac.jp", "0123456789@g.example.ac.jp"),
            ("o'brien_x@mail.example", "o'brien_x@mail.example"),
        ] {
            let address = MailAddress::parse(typed).expect(typed);
            assert_eq!(address.expose(), kept);
            assert_eq!(format!("{address:?}"), "[address]");
        }
    }

    #[test]
    fn n05_what_could_be_more_than_one_address_or_a_header_is_refused() {
        let long = format!("{}@example.jp", "a".repeat(65));
        let longer = format!("a@{}.jp", "b.".repeat(130));
        for wrong in [
            "",
            "hanako",
            "hanako@",
            "@example.jp",
            "hanako@localhost",
            "a@b@example.jp",
            "a@example.jp,b@example.jp",
            "a@example.jp b@example.jp",
            "a@example.jp\r\nBcc: b@example.jp",
            "a@example.jp\nSubject: x",
            "a\0@example.jp",
            "Hanako <a@example.jp>",
            "<a@example.jp>",
            "\"a b\"@example.jp",
            "\"a\\\r\nBcc:b\"@example.jp",
            "a@[127.0.0.1]",
            "a@exa mple.jp",
            "a@example..jp",
            "a..b@example.jp",
            "a@-example.jp",
            "花子@example.jp",
            "a@例え.jp",
            "a@example.jp\u{202e}",
            &long,
            &longer,
        ] {
            assert_eq!(
                MailAddress::parse(wrong).err(),
                Some(Refusal::ContactMalformed),
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn letters_that_differ_in_size_only_are_one_mailbox() {
        let address = MailAddress::parse("Hanako@example.jp").expect("an address");
        assert!(address.is_same("hanako@EXAMPLE.jp"));
        assert!(!address.is_same("hanako2@example.jp"));
    }
}
