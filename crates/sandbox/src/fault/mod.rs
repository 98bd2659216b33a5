//! Faults on demand: which exist, which are armed, and what they do to an answer.

mod armed;
mod body;
mod catalogue;
mod id_token;
mod transport;

pub(crate) use armed::{Arming, Faults};
pub(crate) use catalogue::{Fault, Kind};
pub(crate) use id_token::{Mint, flip, mint};
pub(crate) use transport::{metadata_redirect, observe};
