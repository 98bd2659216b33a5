//! The control interface: what tests, drivers and the portal ask of the sandbox itself.

mod account;
mod approve;
mod field;
mod graph;
mod place;
mod sign_in;
mod state;

pub(crate) use account::{Change, account, change_account};
pub(crate) use approve::approve;
pub(crate) use graph::{change_settings, misuse, settings};
pub(crate) use place::{alumni, archive};
pub(crate) use sign_in::try_sign_in;
pub(crate) use state::{arm, clear_faults, clock, journal, list_faults, reset, rotate_keys, state};
