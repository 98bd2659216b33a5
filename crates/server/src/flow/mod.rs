//! Use cases: load, decide in `core`, commit. Nothing here knows HTTP.

mod audit;
mod begin;
mod callback;
mod deliver;
mod finish;
mod handoff;
mod leg;
mod link;
mod load;
mod notice;
mod refused;
mod steer;

pub use begin::{Begin, Begun, begin};
pub use callback::{Landing, callback};
pub use deliver::Delivered;
pub use finish::{confirm, keep, redeem};
pub use handoff::{Accepted, Handoff, accept, decline, look};
pub use leg::FlowCookie;
pub use link::{link, unlink};
pub use load::{Caller, expire, flow_for, flow_of_visit};
pub(crate) use notice::DeedOf;
pub use refused::Refused;
pub use steer::{cancel, dismiss, end_visit, extend, renew, resume};
