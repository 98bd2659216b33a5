//! An offered link as the device that opened it is told about it.

use ident_wire as wire;

use super::flow::{errand, origin};
use super::text::rfc3339;
use crate::flow::Handoff;

/// What the person at the device has to know before going on.
pub fn handoff(handoff: &Handoff) -> wire::HandoffView {
    wire::HandoffView {
        errand: errand(handoff.flow.errand),
        origin: origin(&handoff.flow),
        expires_at: rfc3339(handoff.flow.deadline),
        yours: handoff.yours,
    }
}
