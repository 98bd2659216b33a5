//! Identifiers of stored things: 128 bits each, so that none can be guessed.
//!
//! What comes into being with every login (visit, flow, proof) has the time in front, as UUIDs of
//! version 7 have (RFC 9562 section 5.7): new entries of an index then lie side by side at its end,
//! and not each on a page of its own. No identifier is a secret; what may be done with one follows
//! from the visit that names it.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::time::{Timestamp, in_front};

/// The text form or the bytes, whichever is there.
struct Form;

impl Visitor<'_> for Form {
    type Value = [u8; 16];

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an identifier")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<[u8; 16], E> {
        parse(text).ok_or_else(|| E::custom("not an identifier"))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<[u8; 16], E> {
        bytes.try_into().map_err(|_| E::custom("not an identifier"))
    }
}

fn parse(text: &str) -> Option<[u8; 16]> {
    if text.len() != 22 {
        return None;
    }
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; 16]);

        impl $name {
            /// From 16 bytes of a cryptographic random source.
            pub const fn from_random(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// From the time and ten bytes of a cryptographic random source, in the order of
            /// time.
            pub fn made_at(now: Timestamp, random: [u8; 10]) -> Self {
                Self(in_front(now, random))
            }

            /// The raw bytes, as the store keeps them.
            pub const fn bytes(&self) -> &[u8; 16] {
                &self.0
            }

            /// Reads the text form; `None` for anything but 22 characters of base64url.
            pub fn parse(text: &str) -> Option<Self> {
                parse(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&URL_SAFE_NO_PAD.encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, concat!(stringify!($name), "({})"), self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    serializer.serialize_bytes(&self.0)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(Form).map(Self)
            }
        }
    };
}

id!(
    /// A visit: one browser, app or kiosk in conversation with the server.
    VisitId
);
id!(
    /// A flow: one attempt at one errand.
    FlowId
);
id!(
    /// A proof: the outcome of one card check.
    ProofId
);
id!(
    /// A link between a card id and an account.
    LinkId
);
id!(
    /// Something done for a proven person.
    ActId
);
id!(
    /// A round of orders to the directory about one account.
    AttemptId
);
id!(
    /// A notice address of an account.
    ContactId
);
id!(
    /// An entry of the history that the owner of an account sees.
    EntryId
);
id!(
    /// A mail waiting to be sent, or sent.
    MailId
);
id!(
    /// An application for the rescue of cloud data.
    CaseId
);
id!(
    /// A kiosk of the university.
    KioskId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_survives_its_text_form() {
        let id = FlowId::from_random([3; 16]);
        assert_eq!(FlowId::parse(&id.to_string()), Some(id));
    }

    #[test]
    fn identifiers_made_one_after_the_other_lie_in_this_order() {
        let at = |millis, random| FlowId::made_at(Timestamp::from_millis(millis), [random; 10]);
        assert!(at(1_795_190_400_000, 255) < at(1_795_190_400_001, 0));
        assert!(at(0xffff_ffff, 255) < at(0x1_0000_0000, 0));
        assert_ne!(at(7, 1), at(7, 2));
    }

    #[test]
    fn other_texts_are_not_identifiers() {
        for text in [
            "",
            "AAAA",
            "AAAAAAAAAAAAAAAAAAAAAA==",
            "!!!!!!!!!!!!!!!!!!!!!!",
        ] {
            assert_eq!(FlowId::parse(text), None);
        }
    }
}
