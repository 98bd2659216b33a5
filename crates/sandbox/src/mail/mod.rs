//! The mail server: what anybody sends is kept and shown, nothing is passed on.
//!
//! The part of SMTP (RFC 5321) that a submitting client needs, without TLS or authentication.

mod control;
mod inbox;
mod page;
mod server;
mod session;

pub(crate) use control::{empty_inbox, inbox};
pub(crate) use inbox::Inbox;
pub(crate) use page::{html_part, list, show};
pub(crate) use server::serve;
