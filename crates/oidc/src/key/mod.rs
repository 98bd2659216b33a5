//! Keys: ours for signing, the provider's for checking.

pub(crate) mod client;
