//! The alumni service: takes in a statement of Ident that somebody has graduated.

mod join;
mod refusal;
mod roll;
mod statement;

pub(crate) use join::join;
pub(crate) use roll::Roll;
