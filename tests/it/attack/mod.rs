//! The open adversarial cases of a link and its checks. Pass: no wrong state, the right code, an
//! audit row, the person told.

mod account;
mod answer;
mod fixation;
mod handed_on;
mod order;
mod path;
mod script;
mod token;
