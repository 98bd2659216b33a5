//! The mail server: what anybody sends is kept and shown, nothing is passed on.
//!
//! The part of SMTP (RFC 5321) that a submitting client needs, plain as on one machine, or with
//! STARTTLS (RFC 3207) and then a login (RFC 4954).

mod control;
mod inbox;
mod page;
mod server;
mod session;
mod tls;

pub(crate) use control::{empty_inbox, inbox};
pub(crate) use inbox::Inbox;
pub(crate) use page::{html_part, list, show};
pub(crate) use server::{Protection, serve};
pub use session::MAIL_LOGIN;
pub(crate) use tls::Certificates;
