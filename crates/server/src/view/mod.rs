//! Records as wire shapes. What a visit may not see never gets here.

mod act;
mod context;
mod flow;
mod guide;
mod handoff;
mod kiosk;
mod notice;
mod qr;
mod refusal;
mod salvage;
mod status;
mod text;
mod visit;

pub use act::{act, coach, under_way};
pub use context::context;
pub use flow::flow;
pub use guide::guide;
pub use handoff::handoff;
pub use kiosk::{invitation, kiosk, kiosks, pulse};
pub use notice::{contacts, history, noticed};
pub use refusal::refusal;
pub use salvage::{office, salvage};
pub use text::device_of;
pub use visit::{visit, visit_on};

pub(crate) use text::{precise, rfc3339};
