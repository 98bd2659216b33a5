//! The outside: the directory, the database, and keys in files.

pub mod archive;
pub mod client_key;
pub mod counted;
pub mod database;
pub mod graph;
pub mod smtp;
