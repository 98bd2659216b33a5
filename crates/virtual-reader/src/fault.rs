//! What can go wrong between the host and the chip.

use serde::{Deserialize, Serialize};

/// One fault; it stays until it is taken away, apart from [`Fault::LiftAtApdu`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The chip says nothing at all.
    Mute,
    /// It refuses every frame.
    Nack,
    /// It answers with bytes that are no frame.
    Garbage,
    /// Its answers do not add up.
    BadChecksum,
    /// It answers with the error frame ("I do not understand").
    ErrorFrame,
    /// It stops in the middle of each answer.
    HalfFrame,
    /// It answers after 200 ms.
    Slow,
    /// It answers after 600 ms, later than libnfc waits.
    TooSlow,
    /// It reports a status of an APDU that makes libnfc 1.8.0 end its process.
    AbortStatus,
    /// It reports a Type A card whose ATS has no length; libnfc 1.8.0 copies minus one bytes.
    EmptyAts,
    /// The card is lifted while it is asked.
    LiftAtApdu,
}

impl Fault {
    /// All faults, for the control page.
    pub const ALL: [Self; 11] = [
        Self::Mute,
        Self::Nack,
        Self::Garbage,
        Self::BadChecksum,
        Self::ErrorFrame,
        Self::HalfFrame,
        Self::Slow,
        Self::TooSlow,
        Self::AbortStatus,
        Self::EmptyAts,
        Self::LiftAtApdu,
    ];
}
