//! The process that holds the directory's credential, and how the server speaks to it.
//!
//! The server has neither the private keys nor an access token. It asks over a Unix socket, out of a
//! closed list: nothing in it is an address, a query or a header, so that whoever
//! takes the server over can ask for what the list holds and for nothing else, and each order under
//! the id by which the directory's own log is laid beside ours.
//!
//! The process is the same program: a child of the server, or one of its own under another user,
//! whose keys the server's user cannot read (`directory.agent.socket`).

mod answers;
mod desk;
mod dial;
mod frames;
mod line;
mod message;
mod serve;
#[cfg(test)]
mod tests;

pub use desk::Agent;
pub use dial::Dial;
pub use serve::serve;
