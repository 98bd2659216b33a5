//! The helper process with the real libraries: libnfc on a pseudo-terminal, pcscd in a namespace
//! of its own. What is put on the readers is played (`ident-virtual-reader`); everything that
//! reads is real.

mod board;
mod death;
mod line_fault;
mod pcsc;
mod pcsc_fault;
mod privacy;
mod watcher;
