//! The byte strings under which records are found.

use ident_core::account::AccountKey;
use ident_core::identity::PersonKey;
use ident_core::salvage::CloudService;
use sha2::{Digest, Sha256};

/// A person: the number of the server key, then the keyed hash.
pub(crate) fn person(key: &PersonKey) -> Vec<u8> {
    [&key.key.to_be_bytes()[..], &key.mac].concat()
}

/// An account: a hash of tenant and object id, so that the index holds 32 bytes and not two texts.
pub(crate) fn account(key: &AccountKey) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(key.tenant.as_bytes());
    hash.update([0]);
    hash.update(key.object.as_bytes());
    hash.finalize().to_vec()
}

/// A cloud service whose data can be rescued.
pub(crate) const fn service(service: CloudService) -> &'static str {
    match service {
        CloudService::Mail => "mail",
        CloudService::OneDrive => "onedrive",
    }
}
