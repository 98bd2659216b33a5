//! A card and a reader for the real pcscd.

mod daemon;
mod faulty;
mod slot;

pub use daemon::{Daemon, Reader};
pub use faulty::FaultyReader;
pub use slot::Slot;
