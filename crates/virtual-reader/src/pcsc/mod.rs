//! A card and a reader for the real pcscd.

mod compiler;
mod daemon;
mod faulty;
mod other;
mod slot;

pub use daemon::{Daemon, Reader};
pub use faulty::FaultyReader;
pub use other::{OtherProgram, Usage};
pub use slot::Slot;
