//! The portal: what the sandbox is, who lives in it, and what it is made to do now.

mod arm;
mod index;
mod lists;
mod people;
mod person;

pub(crate) use arm::{arm, reset};
pub(crate) use index::index;
pub(crate) use lists::{cases, members};
pub(crate) use people::people;
pub(crate) use person::{press as press_person, show as person};
