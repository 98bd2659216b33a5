//! Keys: ours for signing, the provider's for checking.

pub(crate) mod client;
pub(crate) mod set;
pub(crate) mod verifying;
