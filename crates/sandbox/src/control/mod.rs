//! The control interface: what tests, drivers and the portal ask of the sandbox itself.

mod approve;
mod state;

pub(crate) use approve::approve;
pub(crate) use state::{arm, clear_faults, clock, journal, list_faults, reset, rotate_keys};
