//! Card readers that are not there, for tests and for the demo.
//!
//! What lies on the reader, and what goes wrong with it, is one [`Pad`]. Two readers look at it:
//! [`Pn532`], a chip on a pseudo-terminal that the real libnfc speaks with, and [`Slot`], a card
//! for the virtual reader of the real pcscd (vsmartcard-vpcd), in a [`Daemon`] of its own. Every
//! command that reaches the card is written down.
//!
//! The chip was written from libnfc's side of the protocol (PN532 User Manual, NXP UM0701-02, and
//! libnfc's `pn53x.c`), so it shares what libnfc assumes: a test with real hardware is not
//! replaced by it. All ids are invented.

mod bell;
mod card;
pub mod control;
mod fault;
mod pad;
mod pcsc;
mod pn532;
pub mod soak;

pub use card::Card;
pub use fault::Fault;
pub use pad::Pad;
pub use pcsc::{Daemon, FaultyReader, OtherProgram, Reader, Slot, Usage};
pub use pn532::Pn532;
