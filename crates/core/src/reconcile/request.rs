//! The id of one order.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The id under which one order is sent (Graph: header `client-request-id`). It follows from the
/// attempt, so that it need not be stored.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RequestId(pub [u8; 16]);

impl RequestId {
    /// From 16 bytes, random ones for what only reads.
    pub const fn from_random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        Self(bytes)
    }

    /// Reads the form 8-4-4-4-12.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.split('-').collect();
        let is_guid = text.len() == 36 && digits.len() == 32 && digits.is_ascii();
        let number = u128::from_str_radix(&digits, 16).ok()?;
        is_guid.then(|| Self(number.to_be_bytes()))
    }
}

/// A version 4 UUID (RFC 9562 section 5.4).
impl fmt::Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = format!("{:032x}", u128::from_be_bytes(self.0));
        let parts = [
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        ];
        formatter.write_str(&parts.join("-"))
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RequestId({self})")
    }
}
