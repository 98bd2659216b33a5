//! What kind of card lies on the reader, as the app hears it.
//!
//! A helper process of its own (`ident-card-watcher`) speaks with the readers, because the
//! libraries for that are written in C and one of them can end its process. It says one of six
//! words ([`Presence`]) on lines of its own ([`mod@line`]); the [`Supervisor`] starts it, starts it
//! again when it ends, and passes the word on.
//!
//! Deliberately not here: readers, card commands, C libraries, and anything that would tell one
//! card from another of the same kind. **Presence proves nothing about who somebody is**: it may
//! start a flow or show a hint, and decides nothing.

mod backoff;
mod launch;
pub mod line;
mod presence;
mod supervisor;

pub use backoff::Backoff;
pub use launch::Launch;
pub use presence::Presence;
pub use supervisor::Supervisor;
