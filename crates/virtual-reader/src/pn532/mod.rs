//! A PN532 on a pseudo-terminal, as on a serial line.

mod chip;
mod frame;
mod line;
mod port;

pub use port::Pn532;
