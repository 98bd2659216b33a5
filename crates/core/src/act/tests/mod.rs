//! Every decision about an act, both ways.

mod ask;
pub(super) mod sample;
mod steps;
mod turn;
