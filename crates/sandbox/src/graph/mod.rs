//! The part of Microsoft Graph v1.0 that account recovery needs.
//!
//! One file per resource; `call` holds what every call has in common, `effect` what a write does.

mod audits;
mod call;
mod directory;
mod effect;
mod error;
mod method;
mod pass;
mod password;
mod policy;
mod registration;
mod role;
mod session;
mod trail;
mod users;

pub(crate) use audits::audits;
pub(crate) use call::{stamp, unknown, wrong_method};
pub(crate) use directory::{Directory, SecondPass, WriteBudget};
pub(crate) use effect::{misuse, settle};
pub(crate) use method::{masked, methods};
pub(crate) use pass::{create, delete, get, list};
pub(crate) use password::{is_strong, set};
pub(crate) use policy::{TapPolicy, policy};
pub(crate) use registration::{Grants, Registration, registrations};
pub(crate) use role::{all_roles, roles};
pub(crate) use session::revoke;
pub(crate) use trail::Habits;
pub(crate) use users::user;
