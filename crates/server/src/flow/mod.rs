//! Use cases: load, decide in `core`, commit. Nothing here knows HTTP.

mod act;
mod alumni;
mod audit;
mod begin;
mod callback;
mod contact;
mod deliver;
mod directory_log;
mod finish;
mod freeze;
mod handoff;
mod history;
mod kiosk;
mod leg;
mod link;
mod load;
mod mail_code;
mod notice;
mod office;
mod orders;
mod refused;
mod rescue;
mod salvage;
mod steer;
mod stop;
mod subject;

pub use act::{
    Coached, Issued, act_for, act_of_visit, ask, coach, give_up, perform, settle_stale, under_way,
};
pub use alumni::{HandedOver, join};
pub use begin::{Begin, Begun, begin};
pub use callback::{Landing, callback};
pub use contact::{
    add_address, confirm_address, contacts_of, forget_address, open_desk, remove_address,
};
pub use deliver::Delivered;
pub use directory_log::{Reading, read_directory_log};
pub use finish::{confirm, keep, redeem};
pub use freeze::{Noticed, freeze_by_notice, freeze_own, look_at_notice, unfreeze};
pub use handoff::{Accepted, Handoff, accept, decline, look};
pub use history::history;
pub use kiosk::{Asking, Invitation, enrol, heartbeat, invite, kiosks, revoke, visit};
pub use leg::FlowCookie;
pub use link::{link, unlink};
pub use load::{Caller, expire, flow_for, flow_of_visit};
pub use office::{Decision, Waiting, decide, office};
pub use refused::Refused;
pub use rescue::{Opening, end_access, open_access};
pub use salvage::{Rescue, apply, confirm_contact, give_contact, salvage};
pub use steer::{cancel, dismiss, end_visit, extend, renew, resume};
