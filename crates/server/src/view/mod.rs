//! Records as wire shapes. What a visit may not see never gets here.

mod context;
mod flow;
mod handoff;
mod qr;
mod refusal;
mod status;
mod text;
mod visit;

pub use context::context;
pub use flow::flow;
pub use handoff::handoff;
pub use refusal::refusal;
pub use text::device_of;
pub use visit::{visit, visit_on};

pub(crate) use text::rfc3339;
