//! The domain of Ident: visits, flows, proofs, links and refusals.
//!
//! **Invariants**
//! - No I/O, no clock, no randomness of its own: time and random values are arguments.
//! - What has not been checked cannot be passed on: a transition that needs a checked identity
//!   takes [`proof::Verified`], which only the relying-party crate makes.
//! - Every end without success is one [`refusal::Refusal`].
//! - A decision is a list of guarded writes ([`change::Change`]); the store applies all or none.
//! - One proof is good for one act; one person has at most one account, one account at most one
//!   card id.

pub mod account;
pub mod act;
pub mod alumni;
pub mod audit;
pub mod calendar;
pub mod change;
pub mod contact;
pub mod deed;
pub mod flow;
pub mod freeze;
pub mod guide;
pub mod id;
pub mod identity;
pub mod kiosk;
pub mod limit;
pub mod link;
pub mod mail;
pub mod notice;
mod octets;
pub mod policy;
pub mod port;
pub mod proof;
pub mod purpose;
pub mod reconcile;
pub mod refusal;
pub mod salvage;
pub mod secret;
pub mod time;
pub mod visit;
