//! Installing what is missing on a fresh Debian machine.

pub(crate) mod apt;
pub(crate) mod npm;
