//! Every decision about an act, both ways.

mod ask;
mod sample;
mod steps;
mod turn;
