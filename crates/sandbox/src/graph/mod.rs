//! The part of Microsoft Graph v1.0 that account recovery needs.
//!
//! One file per resource; `guard` holds what every call has in common.

mod error;
mod guard;
mod users;

pub(crate) use users::user;
