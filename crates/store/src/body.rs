//! The stored form of a record: one byte of format, then MessagePack with field names.
//!
//! Field names, so that two versions of the program can run on one database: a field may be added
//! with a default, and a field that a version does not know is skipped. MessagePack, because the
//! records hold internally tagged enums, which need a self-describing format, and because it is
//! smaller than JSON and read faster.

use serde::{Serialize, de::DeserializeOwned};
use thiserror::Error;

/// The format written by this version: identifiers and hashes are byte strings.
const FORMAT: u8 = 2;
/// The one before, which is read as well: identifiers are texts, hashes are lists of numbers.
const OLDER: u8 = 1;

/// A record that this version cannot read or write.
#[derive(Debug, Error)]
pub(crate) enum BodyError {
    /// Written by a newer version, or empty.
    #[error("a record is in the unknown format {0:?}")]
    Format(Option<u8>),
    /// Not what the format says.
    #[error("a record cannot be read")]
    Decode(#[from] rmp_serde::decode::Error),
    /// Cannot be written.
    #[error("a record cannot be written")]
    Encode(#[from] rmp_serde::encode::Error),
}

/// The stored form of `record`.
pub(crate) fn encode<T: Serialize>(record: &T) -> Result<Vec<u8>, BodyError> {
    let mut body = Vec::with_capacity(640);
    body.push(FORMAT);
    rmp_serde::encode::write_named(&mut body, record)?;
    Ok(body)
}

/// The record of a stored form.
pub(crate) fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, BodyError> {
    match body.split_first() {
        Some((&(FORMAT | OLDER), record)) => Ok(rmp_serde::from_slice(record)?),
        other => Err(BodyError::Format(other.map(|(format, _)| *format))),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Serialize)]
    struct Newer {
        kept: u8,
        added: u8,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Older {
        kept: u8,
        #[serde(default)]
        dropped: u8,
    }

    #[test]
    fn f17_a_record_of_a_version_with_other_fields_is_read() {
        let body = encode(&Newer { kept: 7, added: 8 }).expect("a body");
        assert_eq!(
            decode::<Older>(&body).expect("a record"),
            Older {
                kept: 7,
                dropped: 0
            }
        );
    }

    #[test]
    fn f17_a_record_in_the_older_format_is_read() {
        let id = ident_core::id::FlowId::from_random([7; 16]);
        let hash = ident_core::secret::TokenHash([200; 32]);
        let mut older = vec![OLDER];
        let forms = (id.to_string(), vec![200_u8; 32]);
        rmp_serde::encode::write_named(&mut older, &forms).expect("a body");
        let read: (ident_core::id::FlowId, ident_core::secret::TokenHash) =
            decode(&older).expect("a record");
        assert!(read == (id, hash));
        let newer = encode(&(id, hash)).expect("a body");
        assert_eq!(newer.len(), 1 + 1 + (2 + 16) + (2 + 32));
        assert!(
            decode::<(ident_core::id::FlowId, ident_core::secret::TokenHash)>(&newer)
                .expect("a record")
                == read
        );
    }

    #[test]
    fn f17_a_record_in_an_unknown_format_is_an_error_and_not_a_guess() {
        for body in [&[][..], &[3, 0x81], &[FORMAT, 0xc1]] {
            assert!(decode::<Older>(body).is_err(), "{body:?}");
        }
    }
}
